//! Places by spreadsheet: template, dry run with the evaluator of the form, and taking the rows.

use std::collections::BTreeMap;

use kernel::{Actor, Error, HostId, ProgrammeId, Result, Scope, SlotId};

use super::commands::{SlotForm, check_slot, insert_in, insert_slot_in, open_for_places};
use super::model::{Confirmation, Host, read_competencies};
use super::{access, store};
use crate::App;
use crate::db::{Sql, Tx};
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::programmes::{self, Programme};
use crate::sheets::{DryRun, RowError, Table, TableRow, Take};

const REQUIRED: &[&str] = &["INSTANSI", "UNIT", "BIDANG", "KUOTA"];
/// Field of the form → column of the file.
const COLUMNS: &[(&str, &str)] = &[
    ("host_id", "INSTANSI"),
    ("unit", "UNIT"),
    ("field", "BIDANG"),
    ("start", "MULAI"),
    ("end", "SELESAI"),
    ("quota_min", "KUOTA MINIMUM"),
    ("quota_max", "KUOTA"),
];

/// A good row: the place, and the host if it is new.
#[derive(Clone, Debug)]
pub struct SlotRow {
    /// The host: known, or made with the first of its rows.
    pub host: Host,
    /// Whether the host is new.
    pub new_host: bool,
    /// The place.
    pub form: SlotForm,
}

/// The template with the columns, the known hosts to choose from, and instructions.
pub async fn template(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    notes: Vec<String>,
) -> Result<Vec<u8>> {
    access::SLOT.allow(actor)?;
    let programme = programmes::get(&app.db, programme).await?;
    let hosts = store::all(&app.db).await?;
    let names: Vec<String> = hosts
        .into_iter()
        .filter(|host| host.kind == programme.host_kind)
        .map(|host| host.name)
        .collect();
    let column = |header: &str, width, choices: Vec<String>| SheetColumn {
        header: header.into(),
        width,
        choices,
    };
    let sheet = Sheet {
        name: "Tempat".into(),
        columns: vec![
            column("INSTANSI", 40, names),
            column("WILAYAH", 20, Vec::new()),
            column("UNIT", 36, Vec::new()),
            column("BIDANG", 30, Vec::new()),
            column("MULAI", 13, Vec::new()),
            column("SELESAI", 13, Vec::new()),
            column("KUOTA MINIMUM", 16, Vec::new()),
            column("KUOTA", 9, Vec::new()),
            column("KOMPETENSI", 40, Vec::new()),
            column("NOMOR SURAT", 28, Vec::new()),
            column("TANGGAL SURAT", 15, Vec::new()),
        ],
        rows: Vec::new(),
        notes,
    };
    let writer = app.ports.sheets.clone();
    crate::blobs::blocking(move || writer.xlsx(&[sheet])).await
}

/// What the file would do; nothing is stored.
pub async fn dry_run(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    bytes: Vec<u8>,
    file_name: &str,
) -> Result<DryRun<SlotRow>> {
    let scope = access::SLOT.allow(actor)?;
    let programme = programmes::get(&app.db, programme).await?;
    let table = Table::read(app, bytes, file_name, REQUIRED).await?;
    let mut new_id = || HostId(app.clock.new_id());
    evaluate(&app.db, &scope, &programme, &table, &mut new_id).await
}

async fn evaluate(
    sql: &impl Sql,
    scope: &Scope,
    programme: &Programme,
    table: &Table,
    new_id: &mut (impl FnMut() -> HostId + Send),
) -> Result<DryRun<SlotRow>> {
    let known = store::all(sql).await?;
    let mut hosts: BTreeMap<String, (Host, bool)> = known
        .into_iter()
        .map(|host| (host.name.to_lowercase(), (host, false)))
        .collect();
    let mut good = Vec::new();
    let mut errors: Vec<RowError> = Vec::new();
    let mut rows = 0;
    for mut row in table.rows() {
        rows += 1;
        let name = row
            .text("INSTANSI", 200)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let key = name.to_lowercase();
        let (host, new_host) = hosts.get(&key).cloned().unwrap_or_else(|| {
            let region = row.cell("WILAYAH");
            let host = Host {
                id: new_id(),
                name,
                kind: programme.host_kind,
                region: (!region.is_empty()).then(|| region.to_owned()),
                address: None,
                org_id: None,
                contact: None,
            };
            (host, true)
        });
        if new_host && *scope != Scope::All {
            row.wrong("INSTANSI", "hosts-unknown");
        }
        let form = read_form(&mut row, programme, host.id);
        if row.errors.is_empty()
            && let Err(error) = check_slot(scope, programme, &host, SlotId(host.id.0), &form)
        {
            row.note(&error, COLUMNS, "INSTANSI");
        }
        if row.errors.is_empty() {
            hosts.insert(key, (host.clone(), new_host));
            good.push((
                row.line,
                SlotRow {
                    host,
                    new_host,
                    form,
                },
            ));
        } else {
            errors.extend(row.errors);
        }
    }
    Ok(DryRun { good, errors, rows })
}

fn read_form(row: &mut TableRow<'_>, programme: &Programme, host_id: HostId) -> SlotForm {
    let unit = row.text("UNIT", 200);
    let field = row.text("BIDANG", 200);
    // Empty dates mean the whole programme.
    let start = row.date("MULAI").unwrap_or(programme.period.start());
    let end = row.date("SELESAI").unwrap_or(programme.period.end());
    let quota_min = row.integer("KUOTA MINIMUM").unwrap_or(0);
    if row.cell("KUOTA").is_empty() {
        row.wrong("KUOTA", "error-required");
    }
    let quota_max = row.integer("KUOTA").unwrap_or(0);
    let competencies = match read_competencies(row.cell("KOMPETENSI")) {
        Ok(found) => found,
        Err(part) => {
            row.wrong(
                "KOMPETENSI",
                kernel::Text::new("hosts-competency-shape").with("part", part),
            );
            BTreeMap::new()
        }
    };
    let number = row.cell("NOMOR SURAT").to_owned();
    let date = row.date("TANGGAL SURAT");
    let confirmation = match (number.is_empty(), date) {
        (false, Some(date)) => Some(Confirmation {
            number,
            date,
            scan: None,
        }),
        (false, None) => {
            if row.cell("TANGGAL SURAT").is_empty() {
                row.wrong("TANGGAL SURAT", "error-required");
            }
            None
        }
        (true, Some(_)) => {
            row.wrong("NOMOR SURAT", "error-required");
            None
        }
        (true, None) => None,
    };
    SlotForm {
        host_id,
        unit,
        field,
        start,
        end,
        quota_min,
        quota_max,
        competencies,
        confirmation,
    }
}

/// Takes the rows of a file in one transaction; the number of places added.
pub async fn take_file(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    bytes: Vec<u8>,
    file_name: &str,
    take: Take,
    nonce: Option<String>,
) -> Result<usize> {
    access::SLOT.allow(actor)?;
    let table = Table::read(app, bytes, file_name, REQUIRED).await?;
    take_table(app, actor, programme, table, take, nonce).await
}

/// What rows typed into a page would do, by the same evaluator; nothing is stored.
pub async fn dry_run_rows(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    cells: Vec<Vec<String>>,
) -> Result<DryRun<SlotRow>> {
    let scope = access::SLOT.allow(actor)?;
    let programme = programmes::get(&app.db, programme).await?;
    let table = Table::of_cells(cells, REQUIRED)?;
    let mut new_id = || HostId(app.clock.new_id());
    evaluate(&app.db, &scope, &programme, &table, &mut new_id).await
}

/// Takes rows typed into a page, all or none.
pub async fn take_rows(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    cells: Vec<Vec<String>>,
    nonce: Option<String>,
) -> Result<usize> {
    access::SLOT.allow(actor)?;
    take_table(
        app,
        actor,
        programme,
        Table::of_cells(cells, REQUIRED)?,
        Take::AllOrNothing,
        nonce,
    )
    .await
}

async fn take_table(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
    table: Table,
    take: Take,
    nonce: Option<String>,
) -> Result<usize> {
    let scope = access::SLOT.allow(actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, table, actor) = (scope.clone(), table.clone(), actor.clone());
            let nonce = nonce.clone();
            Box::pin(async move {
                let act = take_in(&tx, &actor, &scope, programme, &table, take);
                tx.once_by(&actor, nonce.as_deref(), act).await
            })
        })
        .await
}

async fn take_in(
    tx: &Tx,
    actor: &Actor,
    scope: &Scope,
    programme: ProgrammeId,
    table: &Table,
    take: Take,
) -> Result<usize> {
    let programme = open_for_places(tx, programme).await?;
    let mut new_id = || tx.new_id::<HostId>();
    let run = evaluate(tx, scope, &programme, table, &mut new_id).await?;
    if run.good.is_empty() || (take == Take::AllOrNothing && !run.errors.is_empty()) {
        return Err(Error::refused(
            kernel::Text::new("sheets-has-faults").with("n", run.rejected()),
        )
        .next("sheets-next-correct"));
    }
    let mut made: Vec<HostId> = Vec::new();
    for (_, row) in &run.good {
        if row.new_host && !made.contains(&row.host.id) {
            insert_in(tx, actor, &row.host).await?;
            made.push(row.host.id);
        }
        insert_slot_in(tx, actor, scope, &programme, tx.new_id(), &row.form).await?;
    }
    Ok(run.good.len())
}

/// The places of a programme as a sheet, in the layout of the template.
pub fn export(slots: &[super::Slot]) -> Sheet {
    let column = |header: &str, width| SheetColumn {
        header: header.into(),
        width,
        choices: Vec::new(),
    };
    let text = |value: &str| Cell::Text(value.to_owned());
    let rows = slots
        .iter()
        .map(|slot| {
            let letter = slot.confirmation.as_ref();
            vec![
                text(&slot.host_name),
                slot.region.as_deref().map_or(Cell::Empty, text),
                text(&slot.unit),
                text(&slot.field),
                Cell::Date(slot.period.start()),
                Cell::Date(slot.period.end()),
                Cell::Int(slot.quota_min),
                Cell::Int(slot.quota_max),
                text(&super::model::write_competencies(&slot.competencies)),
                letter.map_or(Cell::Empty, |letter| text(&letter.number)),
                letter.map_or(Cell::Empty, |letter| Cell::Date(letter.date)),
                Cell::Int(slot.filled),
            ]
        })
        .collect();
    Sheet {
        name: "Tempat".into(),
        columns: vec![
            column("INSTANSI", 40),
            column("WILAYAH", 20),
            column("UNIT", 36),
            column("BIDANG", 30),
            column("MULAI", 13),
            column("SELESAI", 13),
            column("KUOTA MINIMUM", 16),
            column("KUOTA", 9),
            column("KOMPETENSI", 40),
            column("NOMOR SURAT", 28),
            column("TANGGAL SURAT", 15),
            column("TERISI", 9),
        ],
        rows,
        notes: Vec::new(),
    }
}
