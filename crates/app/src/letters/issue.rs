//! Preview and issue: number, freeze, sign the code, store the PDF, then the row.

use kernel::{Actor, CivilDate, Error, LetterId, RegisterId, Result, Text};
use serde_json::Value;

use super::commands::{all, move_on, must_be_draft, search};
use super::content::{
    Around, DecisionRef, Status, canonical, compose, digest, refuse_findings, with_qr,
};
use super::model::{Letter, LetterKind, LetterState};
use super::officials::{Signer, block, book};
use super::registers::{NumberChoice, mark_used, placeholder, register_for, take};
use super::settings::{Agency, agency};
use super::token::{self, Claims};
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::blocking;
use crate::db::Sql;
use crate::{notices, placements, programmes, regulations, screenings};

/// How a letter is to be issued.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IssueOrder {
    /// Date of the letter, not after today.
    pub date: CivilDate,
    /// Its number.
    pub number: NumberChoice,
    /// Office that signs, when it is not the first by priority.
    pub office: Option<String>,
    /// Version that the officer saw; the present one if empty.
    pub version: Option<i64>,
}

/// What became of an issue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issued {
    /// The letter.
    pub id: LetterId,
    /// Its number.
    pub number: String,
    /// Whether it had been issued before, so that nothing was done now.
    pub before: bool,
}

/// Everybody who may sign a `kind` on `date`, first the one who should, each with the reason in messages.
pub async fn signers(sql: &impl Sql, kind: LetterKind, date: CivilDate) -> Result<Vec<Signer>> {
    let agency = agency(sql).await?;
    Ok(book(sql)
        .await?
        .signers(kind, date, &|key, name| agency.office_name(key, name)))
}

async fn signer(
    sql: &impl Sql,
    agency: &Agency,
    kind: LetterKind,
    date: CivilDate,
    office: Option<&str>,
) -> Result<Signer> {
    book(sql)
        .await?
        .signer_for(kind, date, office, &|key, name| {
            agency.office_name(key, name)
        })
}

/// The decision of the letter's programme, once it is issued.
async fn decision_of(
    sql: &impl Sql,
    agency: &Agency,
    letter: &Letter,
) -> Result<Option<DecisionRef>> {
    let Some(programme) = letter.programme else {
        return Ok(None);
    };
    let decisions = store::of_programme(sql, programme, Some(LetterKind::Decision)).await?;
    Ok(decisions
        .into_iter()
        .filter(|decision| decision.state == LetterState::Issued)
        .find_map(|decision| reference(agency, &decision)))
}

fn reference(agency: &Agency, decision: &Letter) -> Option<DecisionRef> {
    let content = decision.content.as_ref()?;
    let office: Vec<&str> = content
        .get("jabatan")?
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let office = office.join(" ");
    // The frozen lines are capitals; running text has the name of the office.
    let known = [
        super::settings::HEAD_OF_REGION,
        super::settings::SECRETARY,
        super::settings::HEAD_OF_AGENCY,
    ]
    .map(|key| agency.office_name(key, ""))
    .into_iter()
    .find(|name| name.to_uppercase() == office);
    let super::content::Body::Decision(body) = &decision.draft.body else {
        return None;
    };
    Some(DecisionRef {
        title: format!("Keputusan {}", known.unwrap_or(office)),
        number: decision.number.clone()?,
        date: decision.date?,
        about: body.tentang.clone(),
    })
}

/// Content of a draft as it would look today: placeholders, no code.
pub(super) async fn draft_content(app: &App, letter: &Letter, date: CivilDate) -> Result<Value> {
    let agency = agency(&app.db).await?;
    let office = office_for(letter, None)?;
    let signer = signer(&app.db, &agency, letter.kind, date, office).await?;
    let unit = unit_for(&agency, letter, &signer);
    let decision = decision_of(&app.db, &agency, letter).await?;
    let earlier = earlier_of(&app.db, letter).await?;
    let register = regulations::register(&app.db).await?;
    compose(
        &letter.draft,
        &Around {
            agency: &agency,
            signer: &signer,
            status: Status::Draft {
                made: date,
                number: placeholder(&app.db, &unit, letter.kind, date).await?,
            },
            register: &register,
            decision: decision.as_ref(),
            earlier: earlier.as_deref(),
        },
    )
}

/// The letter that a letter of a study rests on, as a basis in running text, once it is in force.
async fn earlier_of(sql: &impl Sql, letter: &Letter) -> Result<Option<String>> {
    let (Some(study), Some(before)) = (letter.draft.body.study(), letter.kind.after()) else {
        return Ok(None);
    };
    let Some(earlier) = store::of_study(sql, study)
        .await?
        .into_iter()
        .find(|row| row.kind == before && row.is_in_force())
    else {
        return Ok(None);
    };
    let title = all(sql, earlier.id)
        .await?
        .draft
        .body
        .study_letter()
        .map(|b| b.judul.clone());
    Ok(match (title, earlier.number, earlier.date) {
        (Some(title), Some(number), Some(date)) => Some(format!(
            "{} Nomor {number} tanggal {}",
            capitalised(&title),
            date.long_id()
        )),
        _ => None,
    })
}

/// "SURAT IZIN KEPALA DINAS" → "Surat Izin Kepala Dinas".
fn capitalised(text: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| {
            let mut letters = word.chars();
            let first: String = letters.next().into_iter().collect();
            first + &letters.as_str().to_lowercase()
        })
        .collect();
    words.join(" ")
}

/// The office that must sign: that of the draft, if its text names one.
fn office_for<'a>(letter: &'a Letter, wanted: Option<&'a str>) -> Result<Option<&'a str>> {
    let required = letter.draft.body.study_letter().map(|b| b.office.as_str());
    match (required, wanted) {
        (Some(required), Some(wanted)) if required != wanted => {
            Err(Error::refused("letters-signer-fixed").next("letters-signer-fixed-next"))
        }
        (Some(required), _) => Ok(Some(required)),
        (None, wanted) => Ok(wanted),
    }
}

/// Code of the unit whose register numbers a letter.
fn unit_for(agency: &Agency, letter: &Letter, signer: &Signer) -> String {
    match letter
        .draft
        .body
        .study_letter()
        .and_then(|b| b.unit.as_ref())
    {
        Some(unit) => unit.code.clone(),
        None => agency.unit_of(block::deciding_office(signer)).to_owned(),
    }
}

/// What the PDF of a letter prints: the draft of today, or the frozen content with its code.
pub(super) async fn printed(app: &App, letter: &Letter) -> Result<Value> {
    match (&letter.content, &letter.token) {
        (Some(content), Some(token)) => Ok(with_qr(content, &check_url(app, token))),
        _ => draft_content(app, letter, app.clock.today()).await,
    }
}

/// Address of the check page for a token.
pub fn check_url(app: &App, token: &str) -> String {
    format!("{}/periksa/{token}", app.base_url)
}

/// The PDF of a letter as the actor may see it: a draft with its mark, the signed copy, or the PDF as issued.
pub async fn pdf(app: &App, actor: &Actor, id: LetterId, signed: bool) -> Result<Vec<u8>> {
    let scope = access::READ.allow(actor)?;
    let letter = store::get(&app.db, &scope, id).await?;
    handed_out(app, &letter, signed).await
}

pub(super) async fn handed_out(app: &App, letter: &Letter, signed: bool) -> Result<Vec<u8>> {
    let files = store::files(&app.db, letter.id).await?;
    let file = files
        .iter()
        .find(|file| signed && file.signed)
        .or_else(|| files.iter().find(|file| !file.signed));
    match file {
        Some(file) => app.blobs.get(&file.sha256).await,
        None => {
            let content = printed(app, letter).await?;
            render(app, content).await
        }
    }
}

async fn render(app: &App, content: Value) -> Result<Vec<u8>> {
    let port = app.ports.render.clone();
    blocking(move || port.pdf(&content)).await
}

/// Issues a draft: it gets its number, its content is frozen, its code signed; its PDF is whole on disk before the
/// row says so. Sent twice, or again after a crash, it has one effect and one number.
pub async fn issue(app: &App, actor: &Actor, id: LetterId, order: &IssueOrder) -> Result<Issued> {
    access::whole(access::ISSUE, actor)?;
    let letter = all(&app.db, id).await?;
    if let Some(done) = issued_before(&letter) {
        return Ok(done);
    }
    match issue_draft(app, actor, letter, order).await {
        // A second request was quicker: its issue is the answer to this one too.
        Err(error) => issued_before(&all(&app.db, id).await?).ok_or(error),
        done => done,
    }
}

/// A decision waits while somebody in it does not meet a rule of read law any more and nobody has decided about it.
async fn refuse_events(app: &App, letter: &Letter) -> Result<()> {
    let (LetterKind::Decision, Some(programme)) = (letter.kind, letter.programme) else {
        return Ok(());
    };
    match screenings::blocking_events(&app.db, programme).await? {
        0 => Ok(()),
        n => Err(
            Error::refused(Text::new("screenings-blocked-by-events").with("n", n))
                .next("screenings-next-decide-events"),
        ),
    }
}

/// A decision on ranked choices waits for the announcement, its window and the answers to every request.
async fn refuse_early(app: &App, letter: &Letter) -> Result<()> {
    let (LetterKind::Decision, Some(programme)) = (letter.kind, letter.programme) else {
        return Ok(());
    };
    let programme = programmes::get(&app.db, programme).await?;
    placements::ready_to_decide(&app.db, &programme, app.clock.today()).await
}

async fn issue_draft(
    app: &App,
    actor: &Actor,
    letter: Letter,
    order: &IssueOrder,
) -> Result<Issued> {
    let id = letter.id;
    must_be_draft(&letter)?;
    if order.version.is_some_and(|seen| seen != letter.version) {
        return Err(Error::refused("letters-edited-meanwhile").next("letters-reload"));
    }
    if order.date > app.clock.today() {
        return Err(Error::invalid_field("date", "letters-date-future"));
    }
    let regulations = regulations::register(&app.db).await?;
    refuse_findings(&letter.draft, &regulations, order.date)?;
    refuse_events(app, &letter).await?;
    refuse_early(app, &letter).await?;
    let agency = agency(&app.db).await?;
    let signer = signer(
        &app.db,
        &agency,
        letter.kind,
        order.date,
        office_for(&letter, order.office.as_deref())?,
    )
    .await?;
    let decision = decision_of(&app.db, &agency, &letter).await?;
    let earlier = earlier_of(&app.db, &letter).await?;
    let around = |number: String| Around {
        agency: &agency,
        signer: &signer,
        status: Status::Issued {
            number,
            date: order.date,
        },
        register: &regulations,
        decision: decision.as_ref(),
        earlier: earlier.as_deref(),
    };
    // What cannot be composed must not take a number.
    compose(&letter.draft, &around("0".to_owned()))?;

    let (register, number) = number(app, actor, &letter, &agency, &signer, order).await?;
    let content = compose(&letter.draft, &around(number.clone()))?;
    let digest = digest(&content);
    let token = token::sign(
        &app.keys,
        &Claims {
            id,
            kind: letter.kind,
            date: order.date,
            digest,
            number: number.clone(),
        },
    );
    let pdf = render(app, with_qr(&content, &check_url(app, &token))).await?;
    let bytes = pdf.len();
    let sha256 = app.blobs.put(pdf).await?;

    let entry = Entry::new(actor, "letter.issue", "letter", id)
        .with("kind", letter.kind.key())
        .with("number", number.clone())
        .with("date", order.date.to_string())
        .with("digest", crate::hex(&digest))
        .with("file", sha256.clone());
    let record = block::record(&agency, letter.kind, &signer);
    let search = search(&letter.draft, &letter.subject, Some(&number));
    let cited = named(&regulations, &content);
    let (content, by) = (canonical(&content), actor.key());
    let issued = Issued {
        id,
        number: number.clone(),
        before: false,
    };
    let date = order.date;
    let teller = actor.clone();
    app.db
        .write(move |tx| {
            let teller = teller.clone();
            let (letter, content, record) = (letter.clone(), content.clone(), record.clone());
            let (number, token, search) = (number.clone(), token.clone(), search.clone());
            let (sha256, by, entry, issued) =
                (sha256.clone(), by.clone(), entry.clone(), issued.clone());
            let cited = cited.clone();
            let digest = crate::hex(&digest);
            Box::pin(async move {
                let frozen = store::Frozen {
                    id: letter.id,
                    version: letter.version,
                    content: &content,
                    digest: &digest,
                    register,
                    number: &number,
                    date,
                    signer: &record,
                    token: &token,
                    search: &search,
                };
                if store::freeze(&tx, &frozen).await? == 0 {
                    let now = all(&tx, letter.id).await?;
                    must_be_draft(&now)?;
                    return Err(Error::refused("letters-edited-meanwhile").next("letters-reload"));
                }
                store::put_citations(&tx, letter.id, &cited).await?;
                if mark_used(&tx, letter.id).await? != 1 {
                    return Err(Error::refused("letters-edited-meanwhile").next("letters-reload"));
                }
                store::insert_file(&tx, letter.id, false, &sha256, bytes, &by).await?;
                if let Some(old) = letter.supersedes {
                    let reason = format!("diganti dengan nomor {number}");
                    move_on(&tx, old, LetterState::Superseded, &reason).await?;
                }
                notices::letter_issued(&tx, &teller, &letter).await?;
                tx.audit(entry);
                Ok(issued)
            })
        })
        .await
}

/// Instruments of the register that a frozen content names, by title or by number and year.
fn named(register: &policy::Register, content: &Value) -> Vec<String> {
    fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::String(text) => found.push(text),
            Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
            Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    texts(content, &mut found);
    let mut names: Vec<String> = Vec::new();
    for text in found {
        let titled = register.sources().iter();
        let titled = titled.filter(|source| text.contains(&source.title));
        names.extend(titled.map(|source| source.id.clone()));
        let numbered = register.named_in(text).into_iter().map(|(_, name)| name);
        names.extend(numbered.filter(|name| register.source(name).is_some()));
    }
    names.sort();
    names.dedup();
    names
}

/// The answer for a letter that has been issued already.
fn issued_before(letter: &Letter) -> Option<Issued> {
    let number = letter.number.clone()?;
    (letter.state == LetterState::Issued).then_some(Issued {
        id: letter.id,
        number,
        before: true,
    })
}

/// Takes the letter's number, or finds the one that an interrupted issue took for it.
async fn number(
    app: &App,
    actor: &Actor,
    letter: &Letter,
    agency: &Agency,
    signer: &Signer,
    order: &IssueOrder,
) -> Result<(RegisterId, String)> {
    let unit = unit_for(agency, letter, signer);
    let entry = Entry::new(actor, "letter.number", "letter", letter.id);
    let (id, kind, version) = (letter.id, letter.kind, letter.version);
    let (agency, order) = (agency.clone(), order.clone());
    app.db
        .write(move |tx| {
            let (unit, agency) = (unit.clone(), agency.clone());
            let (order, entry) = (order.clone(), entry.clone());
            Box::pin(async move {
                if store::lock_draft(&tx, id, version).await? == 0 {
                    return Err(Error::refused("letters-edited-meanwhile").next("letters-reload"));
                }
                let year = order.date.year();
                let register = register_for(&tx, &agency, &unit, kind, year).await?;
                let number = take(&tx, &register, id, &order.number, order.date).await?;
                tx.audit(
                    entry
                        .with("register", register.id.to_string())
                        .with("number", number.clone()),
                );
                Ok((register.id, number))
            })
        })
        .await
}
