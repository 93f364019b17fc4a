//! The register of studies: those decided in Titian and those of the imported history, as one list.

use kernel::{Actor, CivilDate, Nip, OrgId, PersonId, Result, StudyId, Text};
use serde_json::Value;

use super::access;
use super::model::{Pathway, State};
use super::store;
use crate::App;
use crate::db::Sql;
use crate::db::list::{ListRequest, Paged};
use crate::keyed::keyed;
use crate::letters;
use crate::people;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::todo::Todo;

keyed! {
    /// Where a line stands.
    LineState {
        /// Proposed.
        Proposed = "proposed",
        /// Decided and not over.
        Running = "running",
        /// Its last day has passed and nobody recorded the return.
        Ended = "ended",
        /// The person has reported back.
        Finished = "finished",
        /// Declined.
        Declined = "declined",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

/// A line of the register.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// The study in Titian; `None`: it comes from the imported history.
    pub study: Option<StudyId>,
    /// The person.
    pub person: PersonId,
    /// Name with titles.
    pub name: String,
    /// NIP.
    pub nip: Nip,
    /// OPD.
    pub opd: Option<OrgId>,
    /// Its name.
    pub opd_name: String,
    /// Path; unknown for imported ones.
    pub pathway: Option<Pathway>,
    /// What is studied where, or the kind as the history calls it.
    pub what: String,
    /// Level, as people write it.
    pub level: String,
    /// First day.
    pub start: Option<CivilDate>,
    /// Last day.
    pub end: Option<CivilDate>,
    /// Number of the decision.
    pub number: Option<String>,
    /// Where it stands.
    pub state: LineState,
}

async fn lines(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Line>> {
    let scope = access::READ.allow(actor)?;
    let numbers = letters::study_numbers(sql).await?;
    let mut lines: Vec<Line> = store::all(sql, &scope)
        .await?
        .into_iter()
        .map(|study| Line {
            study: Some(study.id),
            person: study.person,
            name: study.brief.name,
            nip: study.brief.nip,
            opd: study.opd,
            opd_name: study.brief.opd_name.unwrap_or_default(),
            pathway: Some(study.plan.pathway),
            what: format!("{}, {}", study.plan.programme, study.plan.university),
            level: study.plan.level.key().to_owned(),
            start: Some(study.plan.period.start()),
            end: Some(study.plan.period.end()),
            number: numbers.get(&study.id).cloned(),
            state: match study.state {
                State::Proposed => LineState::Proposed,
                State::Decided if study.plan.period.end() < today => LineState::Ended,
                State::Decided => LineState::Running,
                State::Finished => LineState::Finished,
                State::Declined => LineState::Declined,
                State::Withdrawn => LineState::Withdrawn,
            },
        })
        .collect();
    for (person, event) in people::events_of(sql, &scope, "tubel").await? {
        let text = |name: &str| event.get(name).and_then(Value::as_str).map(str::to_owned);
        let day = |name: &str| text(name).and_then(|text| text.parse::<CivilDate>().ok());
        let end = day("selesai");
        lines.push(Line {
            study: None,
            person: person.id,
            name: person.name,
            nip: person.nip,
            opd: person.opd_id,
            opd_name: person.opd_name.unwrap_or_default(),
            pathway: None,
            what: text("jenis").unwrap_or_default(),
            level: String::new(),
            start: day("mulai"),
            end,
            number: text("nomor_sk"),
            state: if end.is_some_and(|end| end < today) {
                LineState::Ended
            } else {
                LineState::Running
            },
        });
    }
    Ok(lines)
}

fn keep(line: &Line, request: &ListRequest, today: CivilDate) -> bool {
    let search = request.search.trim().to_lowercase();
    let squeezed: String = search.split_whitespace().collect();
    let found = search.is_empty()
        || line.name.to_lowercase().contains(&search)
        || line.what.to_lowercase().contains(&search)
        || line.nip.as_str().contains(&squeezed)
        || line
            .number
            .as_ref()
            .is_some_and(|n| n.to_lowercase().contains(&search));
    let by = |name: &str, value: &str| request.filter(name).is_none_or(|wanted| wanted == value);
    let months = request
        .filter("months")
        .and_then(|text| text.parse::<i32>().ok());
    let soon = months.is_none_or(|months| {
        let until = today.add_months(months).unwrap_or(today);
        line.end.is_some_and(|end| today <= end && end <= until)
    });
    found
        && by("pathway", line.pathway.map_or("impor", Pathway::key))
        && by("state", line.state.key())
        && by(
            "opd",
            &line.opd.map(|id| id.to_string()).unwrap_or_default(),
        )
        && soon
}

/// The register in the scope of `actor`: search by name, NIP, study or number; filters `pathway` (`impor` for imported
/// ones), `state`, `opd`, `months` (ends within so many); sort by `name`, `opd`, `start`, `end`.
pub async fn list(app: &App, actor: &Actor, request: ListRequest) -> Result<Paged<Line>> {
    let today = app.clock.today();
    let mut lines = lines(&app.db, actor, today).await?;
    lines.retain(|line| keep(line, &request, today));
    match request.sort.as_str() {
        "name" => lines.sort_by(|a, b| a.name.cmp(&b.name)),
        "opd" => lines.sort_by(|a, b| (&a.opd_name, &a.name).cmp(&(&b.opd_name, &b.name))),
        "start" => lines.sort_by_key(|line| line.start),
        "end" => lines.sort_by_key(|line| (line.end.is_none(), line.end)),
        _ => {}
    }
    if request.descending {
        lines.reverse();
    }
    let total = lines.len() as i64;
    let rows = lines
        .into_iter()
        .skip(usize::try_from(request.offset()).unwrap_or(0))
        .take(usize::try_from(request.limit()).unwrap_or(0))
        .collect();
    Ok(Paged {
        rows,
        total,
        request,
    })
}

/// The list as a spreadsheet: every row that the filters let through. `say` puts a message into words.
pub async fn xlsx(
    app: &App,
    actor: &Actor,
    request: ListRequest,
    say: &(dyn Fn(&str) -> String + Sync),
) -> Result<Vec<u8>> {
    let all = crate::db::list::every_row(request, |request| list(app, actor, request)).await?;
    let date = |date: Option<CivilDate>| date.map_or(Cell::Empty, Cell::Date);
    let rows = all
        .into_iter()
        .map(|line| {
            let pathway = line.pathway.map_or("impor", Pathway::key);
            vec![
                Cell::Text(line.nip.as_str().to_owned()),
                Cell::Text(line.name),
                Cell::Text(line.opd_name),
                Cell::Text(say(&format!("studies-path-{pathway}"))),
                Cell::Text(line.level),
                Cell::Text(line.what),
                date(line.start),
                date(line.end),
                line.number.map_or(Cell::Empty, Cell::Text),
                Cell::Text(say(&format!("studies-line-{}", line.state))),
            ]
        })
        .collect();
    let column = |key: &str, width| SheetColumn {
        header: say(key),
        width,
        choices: Vec::new(),
    };
    let sheet = Sheet {
        name: say("studies-sheet"),
        columns: vec![
            column("studies-col-nip", 22),
            column("studies-col-name", 34),
            column("studies-col-opd", 40),
            column("studies-col-path", 44),
            column("studies-col-level", 12),
            column("studies-col-what", 50),
            column("studies-col-start", 14),
            column("studies-col-end", 14),
            column("studies-col-number", 34),
            column("studies-col-state", 18),
        ],
        rows,
        notes: Vec::new(),
    };
    let port = app.ports.sheets.clone();
    crate::blobs::blocking(move || port.xlsx(&[sheet])).await
}

/// Reports that are late, one line a study; for who may hand them in.
pub async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    let Ok(scope) = access::REPORT.allow(actor) else {
        return Ok(Vec::new());
    };
    let mut todos: Vec<Todo> = Vec::new();
    for (study, report) in store::reports_due(sql, &scope, today).await? {
        let path = format!("/studi/{}", study.id);
        if todos.iter().any(|todo| todo.path == path) {
            continue;
        }
        todos.push(Todo {
            text: Text::new("studies-todo-report")
                .with("semester", report.semester)
                .with("name", &study.brief.name),
            path,
            deadline: Some(report.due),
        });
    }
    Ok(todos)
}
