//! A staff file and the histories beside it as one import: looked at together, stored in one transaction.

use std::sync::Arc;

use kernel::{Actor, CivilDate, Error, ImportId, Result, Text};
use staff_file::StaffFile;
use staff_file::history::{HistoryFile, HistoryKind};

use super::import::{
    ImportReport, Mode, RejectedCell, examine_with, rejected, settled, store_file,
};
use super::{access, findings, histories, store};
use crate::App;
use crate::blobs::blocking;
use crate::ports::Ports;

/// A file with its name.
#[derive(Clone, Debug)]
pub struct Named {
    /// Name of the file, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of one import, read.
#[derive(Debug)]
pub struct Files {
    staff: (Named, StaffFile),
    histories: Vec<(Named, HistoryFile)>,
}

impl Files {
    /// Every cell for which a row was rejected; in a history the name of the file stands before the column.
    pub fn rejected(&self) -> Vec<RejectedCell> {
        self.rejected_with(&self.staff.1)
    }

    fn rejected_with(&self, staff: &StaffFile) -> Vec<RejectedCell> {
        let mut all = rejected(&staff.rejected);
        for (named, file) in &self.histories {
            all.extend(
                rejected(&file.rejected)
                    .into_iter()
                    .map(|cell| RejectedCell {
                        column: format!("{}: {}", named.name, cell.column),
                        ..cell
                    }),
            );
        }
        all
    }

    fn histories(&self) -> Vec<HistoryFile> {
        self.histories
            .iter()
            .map(|(_, file)| file.clone())
            .collect()
    }
}

/// Reads the files of one import where they can do no harm: the staff file, then histories, known by their names.
///
/// # Errors
/// When a file cannot be read at all, or the name of a history tells no kind.
pub async fn read_files(
    ports: &Ports,
    today: CivilDate,
    staff: Named,
    beside: Vec<Named>,
) -> Result<Files> {
    let foreign = ports.foreign.clone();
    blocking(move || {
        let mut histories = Vec::new();
        for named in beside {
            let kind = HistoryKind::from_name(&named.name).ok_or_else(|| {
                Error::invalid(Text::new("people-import-kind").with("file", &named.name))
                    .next("people-import-kind-next")
            })?;
            let file = foreign.history(kind, &named.bytes, &named.name, today)?;
            histories.push((named, file));
        }
        let file = foreign.staff(&staff.bytes, &staff.name, today)?;
        Ok(Files {
            staff: (staff, file),
            histories,
        })
    })
    .await
}

/// What importing these files would do to the register; nothing is kept.
pub async fn preview(
    app: &App,
    actor: &Actor,
    files: &Files,
    partial: bool,
) -> Result<ImportReport> {
    access::IMPORT.allow(actor)?;
    let today = app.clock.today();
    let staff = settled(&app.db, files.staff.1.clone()).await?;
    let (mut report, _) = examine_with(&app.db, &staff, &files.histories(), partial, today).await?;
    report.rejected = files.rejected_with(&staff);
    Ok(report)
}

/// The same for a register that holds nobody: a dry run needs no prepared database.
pub fn preview_alone(files: &Files, today: CivilDate) -> ImportReport {
    let file = &files.staff.1;
    let people: Vec<_> = file
        .rows
        .iter()
        .map(|(_, record)| findings::Looked {
            record: record.clone(),
            columns: file.columns,
        })
        .collect();
    let histories = findings::histories_of(&files.histories());
    let found = findings::on_people(&people, &histories, today);
    ImportReport {
        rows: file.rows.len() + file.rejected_rows.len(),
        new: file.rows.len(),
        rejected: files.rejected(),
        findings: findings::of_file(&found, &file.rows),
        ..ImportReport::default()
    }
}

/// Stores all of these files in one transaction, or nothing.
///
/// # Errors
/// With [`Mode::AllOrNothing`] a refusal when any row of any file was rejected.
pub async fn carry_out(
    app: &App,
    actor: &Actor,
    files: Files,
    partial: bool,
    mode: Mode,
) -> Result<ImportReport> {
    access::IMPORT.allow(actor)?;
    let mut files = files;
    files.staff.1 = settled(&app.db, files.staff.1).await?;
    let rejected = files.rejected();
    if mode == Mode::AllOrNothing && !rejected.is_empty() {
        let text = Text::new("people-import-rejected").with("n", rejected.len());
        return Err(Error::refused(text).next("people-import-rejected-next"));
    }
    let Files { staff, histories } = files;
    let id = ImportId(app.clock.new_id());
    let row = store::ImportRow {
        id,
        kind: "staff".into(),
        file_name: staff.0.name,
        file_digest: app.blobs.put(staff.0.bytes).await?,
        partial,
        report: serde_json::json!({ "rejected": rejected }),
        columns: staff.1.columns,
        by: actor.key(),
        state: "checked".into(),
        at: app.clock.now(),
    };
    let mut beside = Vec::new();
    for (named, file) in histories {
        let digest = app.blobs.put(named.bytes).await?;
        beside.push((histories::row_of(app, actor, &file, digest), file));
    }
    let shared = Arc::new((staff.1, row, beside, actor.clone(), rejected));
    app.db
        .write(move |tx| {
            let shared = shared.clone();
            Box::pin(async move {
                let (file, row, beside, actor, rejected) = &*shared;
                store::insert_import(&tx, row).await?;
                let (mut report, people) =
                    store_file(&tx, actor, row.id, file, row.partial).await?;
                for (row, history) in beside {
                    histories::store_history(&tx, actor, history, row).await?;
                }
                let found = findings::renew(&tx, &people, row.id).await?;
                report.findings = findings::of_file(&found, &file.rows);
                report.rejected.clone_from(rejected);
                Ok(report)
            })
        })
        .await
}
