//! What pages read: lists, spreadsheets, counts and what waits for an officer.

use kernel::{Actor, LetterId, ProgrammeId, Result, Text};

use super::content::{Finding, findings};
use super::model::{Letter, LetterFile, LetterKind, LetterRow, LetterState};
use super::{access, store};
use crate::App;
use crate::db::Sql;
use crate::db::list::{ListRequest, Paged, every_row};
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::programmes::{NextAct, Programme, State, StepReport, Tally};
use crate::regulations;
use crate::todo::Todo;

/// Letters that the actor may see.
pub async fn list(app: &App, actor: &Actor, request: ListRequest) -> Result<Paged<LetterRow>> {
    let scope = access::READ.allow(actor)?;
    store::list(&app.db, &scope, request).await
}

/// A letter with everything its page shows.
#[derive(Clone, Debug)]
pub struct LetterView {
    /// The letter.
    pub letter: Letter,
    /// Its files, latest first.
    pub files: Vec<LetterFile>,
    /// The letter that replaces or replaced it.
    pub replacement: Option<(LetterId, Option<String>)>,
    /// What keeps a draft from being issued.
    pub findings: Vec<Finding>,
}

/// A letter for its page.
pub async fn view(app: &App, actor: &Actor, id: LetterId) -> Result<LetterView> {
    let scope = access::READ.allow(actor)?;
    let letter = store::get(&app.db, &scope, id).await?;
    let replacement = store::replacement(&app.db, id)
        .await?
        .map(|new| (new.id, new.number));
    Ok(LetterView {
        files: store::files(&app.db, id).await?,
        replacement,
        findings: if letter.state == LetterState::Draft {
            let register = regulations::register(&app.db).await?;
            findings(&letter.draft, &register, app.clock.today())
        } else {
            Vec::new()
        },
        letter,
    })
}

/// Letters that `actor` may see and that name an instrument of the register, the latest first, `most` of them.
pub async fn citing(sql: &impl Sql, actor: &Actor, source: &str, most: i64) -> Result<Vec<Letter>> {
    if !access::READ.is_open_to(actor) {
        return Ok(Vec::new());
    }
    store::citing(sql, &access::READ.allow(actor)?, source, most).await
}

/// Counts of a programme's letters by kind and state.
pub async fn counts(
    sql: &impl Sql,
    programme: ProgrammeId,
) -> Result<Vec<(LetterKind, LetterState, i64)>> {
    store::counts(sql, programme).await
}

/// The step *Keputusan dan surat* of a programme's board.
pub async fn step(sql: &impl Sql, programme: &Programme) -> Result<StepReport> {
    let base = format!("/program/{}/surat", programme.id);
    let counts = store::counts(sql, programme.id).await?;
    let of = |wanted: LetterState| -> i64 {
        counts
            .iter()
            .filter(|(_, state, _)| *state == wanted)
            .map(|(_, _, n)| n)
            .sum()
    };
    let drafts = of(LetterState::Draft);
    let rows = |state: LetterState| format!("/surat?programme={}&state={state}", programme.id);
    let tally = |key, state| Tally {
        key,
        n: of(state),
        path: rows(state),
    };
    let missing = super::letter_set(sql, programme)
        .await?
        .iter()
        .any(super::SetLine::is_missing);
    let text = match (programme.state, drafts) {
        (_, 1..) => Some("letters-act-issue"),
        (State::Deciding, _) if missing => Some("programmes-act-letters"),
        _ => None,
    };
    Ok(StepReport {
        tallies: vec![
            tally("letters-tally-drafts", LetterState::Draft),
            tally("letters-tally-issued", LetterState::Issued),
        ],
        done: matches!(programme.state, State::Running | State::Closed) && drafts == 0,
        act: text.map(|key| NextAct {
            text: Text::new(key),
            path: base,
        }),
    })
}

/// Date of the decision of a programme that is in force; `None` before one is issued.
pub async fn decision_date(
    sql: &impl Sql,
    programme: kernel::ProgrammeId,
) -> Result<Option<kernel::CivilDate>> {
    let decisions = store::of_programme(sql, programme, Some(LetterKind::Decision)).await?;
    Ok((decisions.iter())
        .filter(|letter| letter.state == LetterState::Issued)
        .filter_map(|letter| letter.date)
        .max())
}

/// Drafts that wait for their issue and issued letters that wait for their signed copy; nothing for other roles.
pub async fn todo(sql: &impl Sql, actor: &Actor) -> Result<Vec<Todo>> {
    if access::whole(access::ISSUE, actor).is_err() {
        return Ok(Vec::new());
    }
    Ok(store::waiting(sql)
        .await?
        .into_iter()
        .map(|(programme, kind, state, count)| {
            let text = match state {
                LetterState::Draft => Text::new("letters-todo-issue"),
                _ => Text::new("letters-todo-signed"),
            };
            let path = match (programme, state) {
                (Some(id), LetterState::Draft) => format!("/program/{id}/surat"),
                (Some(id), _) => format!("/surat?programme={id}&kind={kind}&signed=belum"),
                (None, _) => format!("/surat?kind={kind}&state={state}"),
            };
            Todo {
                text: text
                    .with("n", count)
                    .with_word("kind", format!("letters-kind-{kind}")),
                path,
                deadline: None,
            }
        })
        .collect())
}

/// The list as a spreadsheet: every row that the filters let through. `say` puts a message into words.
pub async fn xlsx(
    app: &App,
    actor: &Actor,
    request: ListRequest,
    say: &(dyn Fn(&str) -> String + Sync),
) -> Result<Vec<u8>> {
    let all = every_row(request, |request| list(app, actor, request)).await?;
    let rows = all
        .iter()
        .map(|row| {
            let signer = row.signer.as_ref();
            let text =
                |text: Option<&String>| text.map_or(Cell::Empty, |text| Cell::Text(text.clone()));
            vec![
                Cell::Text(say(&format!("letters-kind-{}", row.kind))),
                text(row.number.as_ref()),
                row.date.map_or(Cell::Empty, Cell::Date),
                Cell::Text(row.subject.clone()),
                text(signer.map(|s| &s.name)),
                text(signer.map(|s| &s.office)),
                Cell::Text(say(&format!("letters-state-{}", row.state))),
                Cell::Text(say(&format!("letters-claim-{}", row.claim))),
            ]
        })
        .collect();
    let column = |key: &str, width| SheetColumn {
        header: say(key),
        width,
        choices: Vec::new(),
    };
    let sheet = Sheet {
        name: say("letters-sheet"),
        columns: vec![
            column("letters-column-kind", 28),
            column("letters-column-number", 30),
            column("letters-column-date", 14),
            column("letters-column-subject", 60),
            column("letters-column-signer", 32),
            column("letters-column-office", 48),
            column("letters-column-state", 14),
            column("letters-column-claim", 40),
        ],
        rows,
        notes: Vec::new(),
    };
    let port = app.ports.sheets.clone();
    crate::blobs::blocking(move || port.xlsx(&[sheet])).await
}
