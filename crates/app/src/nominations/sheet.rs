//! Nominations by spreadsheet: template, dry run with the evaluator of the form, and taking the rows.

use std::collections::BTreeSet;

use kernel::{
    Actor, CivilDate, Error, Nip, NominationId, ProgrammeId, Result, Scope, SlotId, Text,
};

use super::commands::{nominate_in, submit_in};
use super::form::{Context, Guest, NominationForm, Nominee, evaluate};
use super::model::{Basis, CoverLetter, Nomination, Origin};
use super::papers::Attachment;
use super::{access, store};
use crate::App;
use crate::db::Sql;
use crate::hosts::Slot;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::programmes::{Arah, Giving};
use crate::sheets::{DryRun, RowError, Table, TableRow, Take};

const REQUIRED: &[&str] = &[
    "NIP",
    "TUJUAN",
    "DASAR KEBUTUHAN",
    "RENCANA SETELAH MAGANG",
    "TEMPAT 1",
];
/// Field of the form → column of the file.
const COLUMNS: &[(&str, &str)] = &[
    ("nip", "NIP"),
    ("name", "NAMA"),
    ("institution", "INSTANSI ASAL"),
    ("purpose", "TUJUAN"),
    ("plan_item", "BUTIR RENCANA"),
    ("plan_after", "RENCANA SETELAH MAGANG"),
    ("letter_number", "NOMOR SURAT"),
    ("choice1", "TEMPAT 1"),
    ("choice2", "TEMPAT 2"),
    ("choice3", "TEMPAT 3"),
    ("choice4", "TEMPAT 4"),
    ("choice5", "TEMPAT 5"),
];
/// Columns for choices in a file.
const MOST_CHOICES: usize = 5;
/// Words of the column DASAR KEBUTUHAN.
const BASES: &[(&str, Basis)] = &[
    ("Asesmen kompetensi", Basis::Assessment),
    ("Dialog kinerja", Basis::Dialogue),
    ("Butir rencana pengembangan kompetensi", Basis::Hcdp),
    ("Usulan atasan", Basis::Superior),
];

/// What holds for every row of a file.
#[derive(Clone, Debug, Default)]
pub struct ForAll {
    /// The cover letter, where a row names none.
    pub letter: Option<CoverLetter>,
    /// Papers that cover everybody in the file.
    pub papers: Vec<Attachment>,
}

/// A place as files and drop-down lists name it.
pub fn place_name(slot: &Slot) -> String {
    format!("{} – {} – {}", slot.host_name, slot.unit, slot.field)
}

/// The template with the columns, the places to choose from, and instructions.
pub async fn template(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    notes: Vec<String>,
) -> Result<Vec<u8>> {
    access::BULK.allow(actor)?;
    let context = Context::load(&app.db, programme, app.clock.today()).await?;
    let places: Vec<String> = context
        .slots
        .iter()
        .filter(|slot| slot.free() > 0 && context.reaches(slot))
        .map(place_name)
        .collect();
    let column = |header: &str, width, choices: Vec<String>| SheetColumn {
        header: header.into(),
        width,
        choices,
    };
    let mut columns = vec![column("NIP", 22, Vec::new())];
    if context.programme.arah == Arah::Masuk {
        for (header, width) in [
            ("NAMA", 32),
            ("GOLONGAN", 10),
            ("JABATAN", 32),
            ("INSTANSI ASAL", 36),
        ] {
            columns.push(column(header, width, Vec::new()));
        }
    }
    let bases = BASES.iter().map(|(name, _)| (*name).to_owned()).collect();
    columns.extend([
        column("TUJUAN", 48, Vec::new()),
        column("KOMPETENSI", 32, Vec::new()),
        column("DASAR KEBUTUHAN", 26, bases),
        column("BUTIR RENCANA", 24, Vec::new()),
        column("ALASAN DI LUAR RENCANA", 28, Vec::new()),
        column("RENCANA SETELAH MAGANG", 40, Vec::new()),
        column("NOMOR SURAT", 26, Vec::new()),
        column("TANGGAL SURAT", 15, Vec::new()),
    ]);
    for rank in 1..=choices_of(&context) {
        columns.push(column(&format!("TEMPAT {rank}"), 48, places.clone()));
    }
    let sheet = Sheet {
        name: "Usulan".into(),
        columns,
        rows: Vec::new(),
        notes,
    };
    let writer = app.ports.sheets.clone();
    crate::blobs::blocking(move || writer.xlsx(&[sheet])).await
}

fn choices_of(context: &Context) -> usize {
    if context.programme.giving == Giving::Ranked {
        usize::try_from(context.programme.max_choices)
            .unwrap_or(1)
            .min(MOST_CHOICES)
    } else {
        1
    }
}

/// What the file would do; nothing is stored.
pub async fn dry_run(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    bytes: Vec<u8>,
    file_name: &str,
    for_all: &ForAll,
) -> Result<DryRun<(NominationForm, Nomination)>> {
    let scope = access::BULK.allow(actor)?;
    let context = Context::load(&app.db, programme, app.clock.today()).await?;
    let table = Table::read(app, bytes, file_name, REQUIRED).await?;
    run(&app.db, actor, &scope, &context, &table, for_all).await
}

async fn run(
    sql: &impl Sql,
    actor: &Actor,
    scope: &Scope,
    context: &Context,
    table: &Table,
    for_all: &ForAll,
) -> Result<DryRun<(NominationForm, Nomination)>> {
    let mut good = Vec::new();
    let mut errors: Vec<RowError> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut rows = 0;
    for mut row in table.rows() {
        rows += 1;
        let form = read_form(&mut row, context, for_all);
        let mut nomination = None;
        if let (Some(form), true) = (&form, row.errors.is_empty()) {
            let id = NominationId(uuid::Uuid::nil());
            match evaluate(sql, actor, scope, context, id, form, Origin::File).await {
                Err(error) => row.note(&error, COLUMNS, "NIP"),
                Ok(found) => {
                    let nip = found.snapshot.nip.as_str().to_owned();
                    let living = store::of_nip(sql, &nip).await?.into_iter().any(|other| {
                        use super::model::State::{Declined, Withdrawn};
                        other.programme_id == context.programme.id
                            && !matches!(other.state, Withdrawn | Declined)
                    });
                    if living {
                        row.wrong("NIP", "nominations-already");
                    } else if !seen.insert(nip) {
                        row.wrong("NIP", "nominations-twice-in-file");
                    }
                    nomination = Some(found);
                }
            }
        }
        match (form, nomination, row.errors.is_empty()) {
            (Some(form), Some(nomination), true) => good.push((row.line, (form, nomination))),
            _ => errors.extend(row.errors),
        }
    }
    Ok(DryRun { good, errors, rows })
}

fn read_form(
    row: &mut TableRow<'_>,
    context: &Context,
    for_all: &ForAll,
) -> Option<NominationForm> {
    let nip: Option<Nip> = row.cell("NIP").parse().ok();
    if nip.is_none() {
        row.wrong("NIP", "error-nip");
    }
    let purpose = row.text("TUJUAN", 2000);
    let plan_after = row.text("RENCANA SETELAH MAGANG", 2000);
    let word = row.cell("DASAR KEBUTUHAN").to_lowercase();
    let basis = BASES
        .iter()
        .find(|(name, _)| name.to_lowercase() == word)
        .map(|(_, basis)| *basis);
    if basis.is_none() {
        row.wrong("DASAR KEBUTUHAN", "error-choice");
    }
    let letter = read_letter(row).or_else(|| for_all.letter.clone());
    let mut choices: Vec<SlotId> = Vec::new();
    for rank in 1..=choices_of(context) {
        let header = format!("TEMPAT {rank}");
        let wanted = row.cell(&header).to_lowercase();
        if wanted.is_empty() {
            continue;
        }
        let mut found = context
            .slots
            .iter()
            .filter(|slot| place_name(slot).to_lowercase() == wanted);
        match (found.next(), found.next()) {
            (Some(slot), None) => choices.push(slot.id),
            (Some(_), Some(_)) => row.wrong(&header, "nominations-place-ambiguous"),
            (None, _) => row.wrong(&header, "nominations-place-unknown"),
        }
    }
    let nip = nip?;
    let nominee = if context.programme.arah == Arah::Masuk {
        Nominee::Guest(Guest {
            nip,
            name: row.text("NAMA", 200),
            golongan: row.cell("GOLONGAN").parse().ok(),
            position: row.cell("JABATAN").to_owned(),
            institution: row.text("INSTANSI ASAL", 200),
        })
    } else {
        Nominee::Own(nip)
    };
    Some(NominationForm {
        nominee,
        purpose,
        aims: split_aims(row.cell("KOMPETENSI")),
        basis: basis?,
        plan_item: row.cell("BUTIR RENCANA").to_owned(),
        plan_exception: row.cell("ALASAN DI LUAR RENCANA").to_owned(),
        plan_after,
        letter,
        choices,
        paper_scan: None,
        papers: for_all.papers.clone(),
    })
}

fn read_letter(row: &mut TableRow<'_>) -> Option<CoverLetter> {
    let number = row.cell("NOMOR SURAT").to_owned();
    let date = row.date("TANGGAL SURAT");
    match (number.is_empty(), date) {
        (false, Some(date)) => Some(CoverLetter {
            number,
            date,
            scan: None,
        }),
        (false, None) if row.cell("TANGGAL SURAT").is_empty() => {
            row.wrong("TANGGAL SURAT", "error-required");
            None
        }
        (true, Some(_)) => {
            row.wrong("NOMOR SURAT", "error-required");
            None
        }
        _ => None,
    }
}

/// Competencies separated by semicolons, commas or lines.
pub fn split_aims(text: &str) -> Vec<String> {
    text.split([';', ',', '\n'])
        .map(|part| part.trim().to_lowercase())
        .filter(|part| !part.is_empty())
        .collect()
}

/// What became of a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    /// Nominations written (and sent, if asked).
    pub taken: usize,
    /// Rows left out because of faults.
    pub rejected: usize,
}

/// Takes the rows of a file in one transaction.
#[allow(clippy::too_many_arguments)] // one argument for each thing that the page asks
pub async fn take_file(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    bytes: Vec<u8>,
    file_name: &str,
    for_all: ForAll,
    take: Take,
    send: bool,
) -> Result<Taken> {
    let scope = access::BULK.allow(actor)?;
    let today: CivilDate = app.clock.today();
    let table = Table::read(app, bytes, file_name, REQUIRED).await?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, table, actor, for_all) =
                (scope.clone(), table.clone(), actor.clone(), for_all.clone());
            Box::pin(async move {
                let context = Context::load(&tx, programme, today).await?;
                let run = run(&tx, &actor, &scope, &context, &table, &for_all).await?;
                if run.good.is_empty() || (take == Take::AllOrNothing && !run.errors.is_empty()) {
                    return Err(Error::refused(
                        Text::new("sheets-has-faults").with("n", run.rejected()),
                    )
                    .next("sheets-next-correct"));
                }
                for (_, (form, _)) in &run.good {
                    let id = nominate_in(&tx, &actor, &scope, &context, form, Origin::File).await?;
                    if send {
                        submit_in(&tx, &actor, &scope, id, today).await?;
                    }
                }
                Ok(Taken {
                    taken: run.good.len(),
                    rejected: run.rejected(),
                })
            })
        })
        .await
}

/// Nominations as a sheet; `say` puts keys into words.
pub fn export(rows: &[Nomination], slots: &[Slot], say: impl Fn(&str) -> String) -> Sheet {
    let text = |value: &str| Cell::Text(value.to_owned());
    let column = |key: &str, width| SheetColumn {
        header: say(key),
        width,
        choices: Vec::new(),
    };
    let columns = vec![
        column("nominations-col-nip", 22),
        column("nominations-col-name", 34),
        column("nominations-col-rank", 10),
        column("nominations-col-position", 34),
        column("nominations-col-opd", 36),
        column("nominations-col-state", 16),
        column("nominations-col-verdict", 20),
        column("nominations-col-place", 48),
        column("nominations-col-purpose", 48),
        column("nominations-col-basis", 24),
        column("nominations-col-letter", 26),
        column("nominations-col-letter-date", 15),
    ];
    let rows = rows
        .iter()
        .map(|n| {
            let place = n
                .choices
                .first()
                .and_then(|choice| slots.iter().find(|slot| slot.id == choice.slot));
            vec![
                text(n.snapshot.nip.as_str()),
                text(&n.snapshot.name),
                n.snapshot
                    .golongan
                    .map_or(Cell::Empty, |golongan| Cell::Text(golongan.to_string())),
                n.snapshot.position.as_deref().map_or(Cell::Empty, text),
                n.snapshot.opd_name.as_deref().map_or(Cell::Empty, text),
                Cell::Text(say(&format!("nominations-state-{}", n.state))),
                n.verdict.as_deref().map_or(Cell::Empty, |v| {
                    Cell::Text(say(&format!("nominations-verdict-{v}")))
                }),
                place.map_or(Cell::Empty, |slot| Cell::Text(slot.label())),
                text(&n.purpose),
                Cell::Text(say(&format!("nominations-basis-{}", n.basis))),
                n.letter
                    .as_ref()
                    .map_or(Cell::Empty, |letter| text(&letter.number)),
                n.letter
                    .as_ref()
                    .map_or(Cell::Empty, |letter| Cell::Date(letter.date)),
            ]
        })
        .collect();
    Sheet {
        name: "Usulan".into(),
        columns,
        rows,
        notes: Vec::new(),
    }
}
