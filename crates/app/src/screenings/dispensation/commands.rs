//! Asking for a dispensation, deciding it in the office, entering it by its paper, withdrawing it, and the report.

use kernel::{Actor, CivilDate, DispensationId, Error, Result, Scope, Text};
use policy::{Lang, Language, Status};

use super::model::{
    Ask, Decide, Dispensation, DispensationState, Given, OnPaper, Tally, limits, office_key,
    waivable,
};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::db::list::{ListRequest, every_row};
use crate::db::{Sql, Tx};
use crate::letters::{self, Official};
use crate::nominations::{self, Nomination};
use crate::notices;
use crate::people;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::programmes;
use crate::regulations;
use crate::screenings::commands::{screen_in, waits};
use crate::screenings::model::Cause;
use crate::screenings::{access, engine};
use crate::todo::Todo;

/// Asks for a dispensation of a rule that the current screening does not find met.
///
/// # Errors
/// Refused with the articles when the rule cannot be set aside, when it is met, when one is asked for already, and when
/// the nomination has a place or is no longer sent.
pub async fn ask(
    app: &App,
    actor: &Actor,
    form: Ask,
    nonce: Option<String>,
) -> Result<DispensationId> {
    let scope = access::ASK.allow(actor)?;
    if form.reason.trim().is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    if form.valid_until.is_some_and(|day| day < app.clock.today()) {
        return Err(Error::invalid_field("valid_until", "screenings-past"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, form, nonce) =
                (scope.clone(), actor.clone(), form.clone(), nonce.clone());
            Box::pin(async move {
                let act = ask_in(&tx, &scope, &actor, &form);
                tx.once_by(&actor, nonce.as_deref(), act).await
            })
        })
        .await
}

async fn ask_in(tx: &Tx, scope: &Scope, actor: &Actor, form: &Ask) -> Result<DispensationId> {
    let nomination = nominations::get(tx, scope, form.nomination).await?;
    if !waits(&nomination) {
        return Err(Error::refused("screenings-fixed").next("screenings-next-fixed"));
    }
    let programme = programmes::get(tx, nomination.programme_id).await?;
    let policy = engine::pinned_policy(tx, &programme).await?;
    let register = regulations::register(tx).await?;
    let (rule, office) = waivable(&policy, &register, &form.rule)?;
    let current = crate::screenings::current(tx, &Scope::All, nomination.id).await?;
    let found = current.explanation.rule(&rule.id);
    let says = found.map_or_else(|| rule.says.clone(), |found| found.says.clone());
    if !found.is_some_and(|found| matches!(found.status, Status::NotMet | Status::Unknown)) {
        return Err(Error::refused("screenings-rule-met").next("screenings-next-verdict"));
    }
    let id: DispensationId = tx.new_id();
    let brief = &nomination.snapshot;
    let new = Dispensation {
        id,
        nomination: nomination.id,
        programme: programme.id,
        person: nomination.person_id,
        opd: nomination.opd_id,
        name: brief.name.clone(),
        nip: brief.nip.clone(),
        opd_name: brief.opd_name.clone().unwrap_or_default(),
        policy: policy.id.clone(),
        version: policy.version.clone(),
        rule: rule.id.clone(),
        says,
        office: office.to_owned(),
        state: DispensationState::Asked,
        reason: form.reason.trim().to_owned(),
        asked_by: actor.key(),
        asked_by_name: actor.name.clone(),
        asked_at: tx.now(),
        valid_until: form.valid_until,
        decided_by_name: None,
        decided_at: None,
        official: None,
        note: None,
        paper_number: None,
        paper_date: None,
        paper_scan: None,
        withdrawn_by_name: None,
        withdrawn_at: None,
        withdrawn_why: None,
    };
    if store::insert(tx, &new, &brief.name_plain).await? == 0 {
        return Err(
            Error::refused("screenings-dispensation-twice").next("screenings-next-dispensations")
        );
    }
    tx.audit(
        Entry::new(actor, "dispensation.ask", "dispensation", id)
            .with("nomination", nomination.id.to_string())
            .with("rule", rule.id.clone())
            .with("office", office)
            .with("reason", tx.commit_to(&new.reason)),
    );
    Ok(id)
}

/// The rules that stand in the way of a nominee and that an office may set aside: id, what it demands, and the office.
pub async fn waivable_now(
    sql: &impl Sql,
    nomination: &Nomination,
) -> Result<Vec<(String, Lang, String)>> {
    if !waits(nomination) {
        return Ok(Vec::new());
    }
    let programme = programmes::get(sql, nomination.programme_id).await?;
    let policy = engine::pinned_policy(sql, &programme).await?;
    let current = crate::screenings::current(sql, &Scope::All, nomination.id).await?;
    let mut found = Vec::new();
    for rule in policy.rules().iter().filter(|rule| rule.waivable) {
        let (Some(office), Some(result)) = (&rule.waived_by, current.explanation.rule(&rule.id))
        else {
            continue;
        };
        if matches!(result.status, Status::NotMet | Status::Unknown) {
            found.push((rule.id.clone(), result.says.clone(), office.clone()));
        }
    }
    Ok(found)
}

/// How many have been granted in the programme of `one`, and how many the policy allows.
pub async fn given(sql: &impl Sql, one: &Dispensation) -> Result<Given> {
    let programme = programmes::get(sql, one.programme).await?;
    let policy = engine::pinned_policy(sql, &programme).await?;
    let (all_max, rule_max) = limits(&policy, &one.rule);
    let (rule, all) = store::granted(sql, one.programme, &one.rule).await?;
    Ok(Given {
        rule,
        all,
        rule_max,
        all_max,
    })
}

/// The official in the office that decides on `one` on the day `on`.
async fn holder(sql: &impl Sql, one: &Dispensation, on: CivilDate) -> Result<Option<Official>> {
    let book = letters::book(sql).await?;
    Ok(book
        .in_office(&office_key(&one.office, one.opd), on)
        .cloned())
}

/// Whether `actor` holds today the office that decides on `one`, and did not ask for it herself.
pub async fn may_decide(app: &App, actor: &Actor, one: &Dispensation) -> Result<bool> {
    if !access::DECIDE.is_open_to(actor) || one.asked_by == actor.key() {
        return Ok(false);
    }
    let official = holder(&app.db, one, app.clock.today()).await?;
    holds(&app.db, actor, official.as_ref()).await
}

async fn holds(sql: &impl Sql, actor: &Actor, official: Option<&Official>) -> Result<bool> {
    let (Some(person), Some(official)) = (actor.person, official) else {
        return Ok(false);
    };
    let me = people::brief(sql, &Scope::All, person).await?;
    Ok(official.nip.as_ref() == Some(&me.nip))
}

/// Decides in the office that the policy names; never by who asked. The nomination is screened anew when granted.
pub async fn decide(app: &App, actor: &Actor, id: DispensationId, form: Decide) -> Result<()> {
    let scope = access::DECIDE.allow(actor)?;
    let today = app.clock.today();
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, form) = (scope.clone(), actor.clone(), form.clone());
            Box::pin(async move {
                let one = store::get(&tx, &scope, id).await?;
                let official = holder(&tx, &one, today).await?;
                let Some(official) = official else {
                    return Err(vacant(&one, today));
                };
                if !holds(&tx, &actor, Some(&official)).await? {
                    let text = Text::new("screenings-not-the-office")
                        .with("office", one.office.to_uppercase());
                    return Err(Error::refused(text).next("screenings-next-on-paper"));
                }
                settle(&tx, &actor, &one, &form, &official, None).await
            })
        })
        .await
}

/// Enters the decision of the office by its paper; never by who asked.
pub async fn record(
    app: &App,
    actor: &Actor,
    id: DispensationId,
    form: Decide,
    paper: OnPaper,
) -> Result<()> {
    let scope = access::RECORD.allow(actor)?;
    if paper.number.trim().is_empty() {
        return Err(Error::invalid_field("number", "error-required"));
    }
    if paper.date > app.clock.today() {
        return Err(Error::invalid_field("date", "screenings-future"));
    }
    if paper.scan.is_empty() {
        return Err(Error::invalid_field("scan", "error-required"));
    }
    let (scan, _) = nominations::keep_scan(app, "scan", paper.scan).await?;
    let paper = (paper.number.trim().to_owned(), paper.date, scan);
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, form, paper) =
                (scope.clone(), actor.clone(), form.clone(), paper.clone());
            Box::pin(async move {
                let one = store::get(&tx, &scope, id).await?;
                let official = holder(&tx, &one, paper.1).await?;
                let Some(official) = official else {
                    return Err(vacant(&one, paper.1));
                };
                settle(&tx, &actor, &one, &form, &official, Some(&paper)).await
            })
        })
        .await
}

fn vacant(one: &Dispensation, on: CivilDate) -> Error {
    Error::refused(
        Text::new("screenings-office-vacant")
            .with("office", one.office.to_uppercase())
            .with("date", on.siasn()),
    )
    .next("screenings-next-officials")
}

async fn settle(
    tx: &Tx,
    actor: &Actor,
    one: &Dispensation,
    form: &Decide,
    official: &Official,
    paper: Option<&(String, CivilDate, String)>,
) -> Result<()> {
    if one.asked_by == actor.key() && actor.user.is_some() {
        return Err(Error::refused("screenings-own-request").next("screenings-next-colleague"));
    }
    let note = form.note.as_deref().map(str::trim).unwrap_or_default();
    if !form.grant && note.is_empty() {
        return Err(
            Error::invalid_field("note", "error-required").source("PP 94/2021 Ps 4 huruf h")
        );
    }
    if form.valid_until.is_some_and(|day| day < tx.now().date()) {
        return Err(Error::invalid_field("valid_until", "screenings-past"));
    }
    // Two decisions on one programme wait for each other, so that the limit of the policy holds.
    let programme = programmes::lock_in(tx, one.programme).await?;
    let policy = engine::pinned_policy(tx, &programme).await?;
    let register = regulations::register(tx).await?;
    let (_, office) = waivable(&policy, &register, &one.rule)?;
    if office != one.office {
        return Err(Error::internal("the pinned policy names another office"));
    }
    let given = given(tx, one).await?;
    if form.grant && !given.has_room() {
        let text = Text::new("screenings-dispensations-full")
            .with("n", given.rule_max.or(given.all_max).unwrap_or_default());
        return Err(Error::refused(text).next("screenings-next-dispensations"));
    }
    let settled = store::Settled {
        state: if form.grant {
            DispensationState::Granted
        } else {
            DispensationState::Refused
        },
        by: actor.key(),
        by_name: actor.name.clone(),
        official: format!("{} ({})", official.name, named(official)),
        note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        valid_until: form.valid_until.or(one.valid_until),
        paper: paper.cloned(),
    };
    if store::settle(tx, one.id, &settled).await? == 0 {
        return Err(
            Error::refused("screenings-dispensation-decided").next("screenings-next-dispensations")
        );
    }
    tx.audit(
        Entry::new(actor, "dispensation.decide", "dispensation", one.id)
            .with("state", settled.state.key())
            .with("rule", one.rule.clone())
            .with("official", official.id.to_string())
            .with("on_paper", paper.is_some())
            .with("given_before", given.all)
            .with("note", tx.commit_to(note)),
    );
    if form.grant {
        renew(tx, actor, one).await?;
    }
    notices::dispensation_decided(tx, actor, one).await
}

fn named(official: &Official) -> String {
    let office = match official.office_name.trim() {
        "" => official.office.to_uppercase(),
        name => name.to_owned(),
    };
    match official.status.prefix() {
        Some(prefix) => format!("{prefix} {office}"),
        None => office,
    }
}

/// Screens the nomination anew while it waits; once it has a place, its verdict stays and a later look tells.
async fn renew(tx: &Tx, actor: &Actor, one: &Dispensation) -> Result<()> {
    let nomination = nominations::get(tx, &Scope::All, one.nomination).await?;
    if waits(&nomination) {
        let programme = programmes::get(tx, one.programme).await?;
        screen_in(tx, actor, &programme, &nomination, Cause::Dispensation).await?;
    }
    Ok(())
}

/// Withdraws what was granted, or takes back what was asked; the reason stays visible.
pub async fn withdraw(app: &App, actor: &Actor, id: DispensationId, reason: &str) -> Result<()> {
    let scope = access::REVOKE.allow(actor)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (scope, actor, reason) = (scope.clone(), actor.clone(), reason.clone());
            Box::pin(async move {
                let one = store::get(&tx, &scope, id).await?;
                if store::withdraw(&tx, id, &actor.name, &reason).await? == 0 {
                    return Err(Error::refused("screenings-dispensation-decided")
                        .next("screenings-next-dispensations"));
                }
                tx.audit(
                    Entry::new(&actor, "dispensation.withdraw", "dispensation", id)
                        .with("rule", one.rule.clone())
                        .with("reason", tx.commit_to(&reason)),
                );
                if one.state == DispensationState::Granted {
                    renew(&tx, &actor, &one).await?;
                }
                Ok(())
            })
        })
        .await
}

/// The report: counts by rule, then by OPD.
pub async fn tally(sql: &impl Sql, scope: &Scope) -> Result<(Vec<Tally>, Vec<Tally>)> {
    Ok((
        store::tally(sql, scope, store::By::Rule).await?,
        store::tally(sql, scope, store::By::Opd).await?,
    ))
}

/// Offices of policies as people call them, in the words of `language`.
pub fn office_names(office: &str, language: Language) -> String {
    match (office.to_lowercase().as_str(), language) {
        ("ppk", Language::Id) => "Pejabat Pembina Kepegawaian (Gubernur)".to_owned(),
        ("ppk", Language::En) => "Appointing authority (Governor)".to_owned(),
        ("pyb", Language::Id) => "Pejabat yang Berwenang (Sekretaris Daerah)".to_owned(),
        ("pyb", Language::En) => "Authorised official (Regional Secretary)".to_owned(),
        ("kepala-bkd", Language::Id) => "Kepala BKD".to_owned(),
        ("kepala-bkd", Language::En) => "Head of BKD".to_owned(),
        ("kepala-opd", Language::Id) => "Kepala OPD".to_owned(),
        ("kepala-opd", Language::En) => "Head of OPD".to_owned(),
        (other, _) => other.to_uppercase(),
    }
}

/// The list as XLSX, all pages, with the report on a second sheet.
pub async fn dispensation_xlsx(
    app: &App,
    actor: &Actor,
    request: &ListRequest,
    language: Language,
) -> Result<Vec<u8>> {
    let scope = access::DISPENSATIONS.allow(actor)?;
    let rows = every_row(request.clone(), |request| {
        store::list(&app.db, &scope, request)
    })
    .await?;
    let (by_rule, by_opd) = tally(&app.db, &scope).await?;
    let column = |(header, width): (&str, u16)| SheetColumn {
        header: header.to_owned(),
        width,
        choices: Vec::new(),
    };
    let heads = match language {
        Language::Id => [
            "NAMA",
            "NIP",
            "OPD",
            "SYARAT",
            "KEBIJAKAN",
            "WENANG",
            "KEADAAN",
            "ALASAN",
            "DIMINTA",
            "DIPUTUS",
            "PEJABAT",
            "BERLAKU SAMPAI",
        ],
        Language::En => [
            "NAME", "NIP", "OPD", "RULE", "POLICY", "OFFICE", "STATE", "REASON", "ASKED",
            "DECIDED", "OFFICIAL", "UNTIL",
        ],
    };
    let widths = [34, 22, 40, 30, 24, 16, 14, 50, 14, 14, 40, 16];
    let text = |value: &str| Cell::Text(value.to_owned());
    let date = |value: Option<CivilDate>| value.map_or(Cell::Empty, Cell::Date);
    let cells = rows
        .iter()
        .map(|row| {
            vec![
                text(&row.name),
                text(row.nip.as_str()),
                text(&row.opd_name),
                text(&row.rule),
                text(&format!("{} {}", row.policy, row.version)),
                text(&row.office.to_uppercase()),
                text(row.state.key()),
                text(&row.reason),
                date(Some(row.asked_at.date())),
                date(row.decided_at.map(|at| at.date())),
                text(row.official.as_deref().unwrap_or_default()),
                date(row.valid_until),
            ]
        })
        .collect();
    let counts = |name: &str, lines: Vec<Tally>| Sheet {
        name: name.to_owned(),
        columns: match language {
            Language::Id => [
                (name, 50),
                ("DIBERIKAN", 14),
                ("MENUNGGU", 14),
                ("BERAKHIR", 14),
            ],
            Language::En => [(name, 50), ("GRANTED", 14), ("WAITING", 14), ("ENDED", 14)],
        }
        .map(column)
        .into(),
        rows: lines
            .into_iter()
            .map(|line| {
                let n = |n: i64| Cell::Text(n.to_string());
                vec![
                    text(&line.key),
                    n(line.granted),
                    n(line.asked),
                    n(line.ended),
                ]
            })
            .collect(),
        notes: Vec::new(),
    };
    let (list, rules) = match language {
        Language::Id => ("Dispensasi", "Per syarat"),
        Language::En => ("Dispensations", "By rule"),
    };
    let sheets = vec![
        Sheet {
            name: list.to_owned(),
            columns: heads.into_iter().zip(widths).map(column).collect(),
            rows: cells,
            notes: Vec::new(),
        },
        counts(rules, by_rule),
        counts("OPD", by_opd),
    ];
    let port = app.ports.sheets.clone();
    blocking(move || port.xlsx(&sheets)).await
}

/// Dispensations that wait for this person: in her office, or to be entered by their paper.
pub async fn dispensation_todo(app: &App, actor: &Actor) -> Result<Vec<Todo>> {
    let mut n = 0_i64;
    if access::DECIDE.is_open_to(actor) || access::RECORD.is_open_to(actor) {
        let scope = access::DISPENSATIONS.allow(actor)?;
        let records = access::RECORD.is_open_to(actor);
        for one in store::asked(&app.db, &scope).await? {
            let hers = one.asked_by == actor.key();
            if (records && !hers) || may_decide(app, actor, &one).await? {
                n += 1;
            }
        }
    }
    Ok((n > 0)
        .then(|| Todo {
            text: Text::new("screenings-todo-dispensations").with("n", n),
            path: "/dispensasi?state=asked".to_owned(),
            deadline: None,
        })
        .into_iter()
        .collect())
}
