//! Merit by spreadsheet, until selection exists: template, dry run with what is wrong, and taking the file with its source.

use kernel::{Actor, Error, Nip, ProgrammeId, Result, Text};

use super::{access, conflicts, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::nominations;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::sheets::{DryRun, Table};

const REQUIRED: &[&str] = &["NIP", "NILAI"];

/// A row of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeritRow {
    /// Whose.
    pub nip: Nip,
    /// Name as the nomination has it.
    pub name: String,
    /// Value × 1000.
    pub merit: i64,
}

/// The template, with a row for everybody who was nominated.
pub async fn merit_template(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    notes: Vec<String>,
) -> Result<Vec<u8>> {
    access::PROPOSE.allow(actor)?;
    let column = |header: &str, width| SheetColumn {
        header: header.into(),
        width,
        choices: Vec::new(),
    };
    let rows = nominations::for_placement(&app.db, programme).await?;
    let sheet = Sheet {
        name: "Nilai prestasi".into(),
        columns: vec![column("NIP", 22), column("NAMA", 36), column("NILAI", 12)],
        rows: (rows.into_iter())
            .map(|one| {
                vec![
                    Cell::Text(one.snapshot.nip.as_str().to_owned()),
                    Cell::Text(one.snapshot.name),
                    Cell::Empty,
                ]
            })
            .collect(),
        notes,
    };
    let writer = app.ports.sheets.clone();
    blocking(move || writer.xlsx(&[sheet])).await
}

/// A value with at most three decimals, comma or point, as thousandths; 0 to 1,000,000.
fn thousandths(text: &str) -> Option<i64> {
    let text = text.trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<3}").parse().ok()
}

/// What a file would do; nothing is stored.
pub async fn merit_dry_run(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    bytes: Vec<u8>,
    file_name: &str,
) -> Result<DryRun<MeritRow>> {
    access::PROPOSE.allow(actor)?;
    let table = Table::read(app, bytes, file_name, REQUIRED).await?;
    let people = nominations::for_placement(&app.db, programme).await?;
    let mut run = DryRun {
        good: Vec::new(),
        errors: Vec::new(),
        rows: 0,
    };
    for mut row in table.rows() {
        run.rows += 1;
        let nip: Option<Nip> = row.cell("NIP").replace(' ', "").parse().ok();
        let known = nip
            .as_ref()
            .and_then(|nip| people.iter().find(|one| one.snapshot.nip == *nip));
        let value = thousandths(row.cell("NILAI"));
        match (&nip, known) {
            (None, _) => row.wrong("NIP", "placements-merit-nip"),
            (_, None) => row.wrong("NIP", "placements-merit-unknown"),
            (Some(nip), Some(_))
                if run
                    .good
                    .iter()
                    .any(|(_, one): &(usize, MeritRow)| one.nip == *nip) =>
            {
                row.wrong("NIP", "placements-merit-twice");
            }
            _ => {}
        }
        if value.is_none() {
            row.wrong("NILAI", "placements-merit-value");
        }
        match (nip, known, value, row.errors.is_empty()) {
            (Some(nip), Some(one), Some(merit), true) => run.good.push((
                row.line,
                MeritRow {
                    nip,
                    name: one.snapshot.name.clone(),
                    merit,
                },
            )),
            _ => run.errors.extend(row.errors),
        }
    }
    Ok(run)
}

/// Takes a file whose rows are all good; it replaces what was imported before.
pub async fn take_merit(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    bytes: Vec<u8>,
    file_name: &str,
    source: &str,
) -> Result<usize> {
    let digest = crate::sha256_hex(&bytes);
    let run = merit_dry_run(app, actor, programme, bytes, file_name).await?;
    if run.rejected() > 0 {
        return Err(
            Error::refused(Text::new("placements-merit-faults").with("n", run.rejected()))
                .next("placements-next-merit"),
        );
    }
    let source = source.trim().to_owned();
    if source.is_empty() {
        return Err(Error::invalid_field("source", "error-required"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (actor, source, digest, run) =
                (actor.clone(), source.clone(), digest.clone(), run.clone());
            Box::pin(async move {
                crate::programmes::lock_in(&tx, programme).await?;
                conflicts::not_frozen(&tx, programme).await?;
                let before = store::delete_merit(&tx, programme).await?;
                for (_, row) in &run.good {
                    let by = actor.key();
                    store::insert_merit(&tx, programme, &row.nip, row.merit, &source, &by).await?;
                }
                tx.audit(
                    Entry::new(&actor, "placement.merit", "programme", programme)
                        .with("people", run.good.len())
                        .with("replaced", before)
                        .with("source", source.as_str())
                        .with("file", digest),
                );
                Ok(run.good.len())
            })
        })
        .await
}
