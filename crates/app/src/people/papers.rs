//! Attested papers: what the export lacks, stated by a head of OPD or BKD, an SKP sheet or a physician.

use kernel::{Actor, CivilDate, Error, Nip, OrgId, PaperId, Result, Scope, Text};
use serde_json::{Value, json};

use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::blobs::scan_media;
use crate::corrections;
use crate::db::Tx;
use crate::screenings::{self, Gate};
use crate::sheets::Table;

/// The kinds of paper and what each can attest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperKind {
    /// Surat Pernyataan Tidak Sedang Menjalani Hukuman Disiplin: no penalty in force or before, no examination.
    Discipline,
    /// Surat Pernyataan Tidak Sedang Menjalani Proses Pidana.
    Court,
    /// Surat Pernyataan tidak sedang tugas belajar dan CLTN.
    Leave,
    /// SKP sheet: the predicate of one or more years.
    Skp,
    /// Statement of health.
    Health,
}

impl PaperKind {
    /// Every kind.
    pub const ALL: [PaperKind; 5] = [
        Self::Discipline,
        Self::Court,
        Self::Leave,
        Self::Skp,
        Self::Health,
    ];

    /// Key in tables and addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Discipline => "pernyataan-hukdis",
            Self::Court => "pernyataan-pidana",
            Self::Leave => "pernyataan-tubel-cltn",
            Self::Skp => "skp",
            Self::Health => "kesehatan",
        }
    }

    /// Title of the paper of a key, as the source of its facts is shown.
    pub fn title(key: &str) -> &'static str {
        match Self::from_key(key) {
            Some(Self::Discipline) => "Surat Pernyataan Hukuman Disiplin",
            Some(Self::Court) => "Surat Pernyataan Proses Pidana",
            Some(Self::Leave) => "Surat Pernyataan Tugas Belajar dan CLTN",
            Some(Self::Skp) => "Dokumen SKP",
            Some(Self::Health) => "Surat Keterangan Sehat",
            None => "Surat",
        }
    }

    /// The kind of a key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The facts that the paper attests of a person: name in the policy schema and value.
    fn facts(self, skp: &[(i32, String)]) -> Vec<(&'static str, Value)> {
        match self {
            Self::Discipline => vec![("hukdis", json!([])), ("sedang_diperiksa", json!(false))],
            Self::Court => vec![("proses_pidana", json!(false))],
            Self::Leave => vec![("tubel", json!([])), ("cltn", json!([]))],
            Self::Skp => {
                let years: Vec<Value> = skp
                    .iter()
                    .map(|(year, predicate)| json!({ "tahun": year, "predikat": predicate }))
                    .collect();
                vec![("skp", json!(years))]
            }
            Self::Health => vec![("sehat", json!(true))],
        }
    }
}

/// What the statements of heads of units and physicians attest when they are in order: name in the policy schema and
/// value. Who asks what a policy would do supposes them where the register has nothing.
pub fn stated() -> Vec<(&'static str, Value)> {
    [
        PaperKind::Discipline,
        PaperKind::Court,
        PaperKind::Leave,
        PaperKind::Health,
    ]
    .iter()
    .flat_map(|kind| kind.facts(&[]))
    .collect()
}

impl std::str::FromStr for PaperKind {
    type Err = ();
    fn from_str(key: &str) -> std::result::Result<Self, ()> {
        Self::from_key(key).ok_or(())
    }
}

/// A paper as somebody enters it.
#[derive(Clone, Debug)]
pub struct EnterPaper {
    /// Kind.
    pub kind: PaperKind,
    /// Number of the paper.
    pub number: String,
    /// Its date.
    pub date: CivilDate,
    /// Who signed.
    pub signer: String,
    /// In which office.
    pub signer_office: String,
    /// Last day for which it speaks; open if empty. It speaks from its date on.
    pub valid_to: Option<CivilDate>,
    /// Scan as PDF, JPEG or PNG.
    pub scan: Option<Vec<u8>>,
    /// The people it covers.
    pub people: Vec<Nip>,
    /// For SKP sheets: year and predicate.
    pub skp: Vec<(i32, String)>,
}

/// The NIPs of a list that goes with a paper: XLSX or CSV with a column *NIP*, each once.
///
/// # Errors
/// At the field `list`, with the first lines that hold no NIP.
pub async fn listed_people(
    app: &App,
    actor: &Actor,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<Vec<Nip>> {
    access::PAPER.allow(actor)?;
    let table = Table::read(app, bytes, file_name, &["NIP"]).await;
    let table = table.map_err(|error| {
        let text = error
            .fields()
            .first()
            .map_or(error.text(), |fault| &fault.text);
        Error::invalid_field("list", text.clone()).log(error.log_line())
    })?;
    let mut found = Vec::new();
    let mut wrong: Option<Error> = None;
    for row in table.rows() {
        match row.cell("NIP").parse() {
            Ok(nip) if found.contains(&nip) => {}
            Ok(nip) => found.push(nip),
            Err(_) => {
                let text = Text::new("people-paper-list-row")
                    .with("row", row.line)
                    .with("text", row.cell("NIP"));
                let so_far = wrong.unwrap_or_else(|| Error::invalid("error-form"));
                wrong = Some(so_far.field("list", text));
            }
        }
    }
    wrong.map_or(Ok(found), Err)
}

/// Enters a paper for people in the actor's scope. It counts once somebody else has verified it.
pub async fn enter_paper(app: &App, actor: &Actor, enter: EnterPaper) -> Result<PaperId> {
    let scope = access::PAPER.allow(actor)?;
    let mut error = None;
    let mut wrong = |field: &str, key: &str| {
        let found = error.take().unwrap_or_else(|| Error::invalid("error-form"));
        error = Some(found.field(field, key));
    };
    if enter.people.is_empty() {
        wrong("people", "people-paper-nobody");
    }
    if enter.date > app.clock.today() {
        wrong("date", "people-paper-future");
    }
    if enter.valid_to.is_some_and(|last| last < enter.date) {
        wrong("valid_to", "people-paper-ends-early");
    }
    if enter.kind == PaperKind::Skp && enter.skp.is_empty() {
        wrong("year_1", "people-paper-skp-missing");
    }
    if enter
        .scan
        .as_deref()
        .is_some_and(|bytes| scan_media(bytes).is_none())
    {
        wrong("scan", "people-paper-scan-kind");
    }
    if let Some(error) = error {
        return Err(error);
    }
    let (facts, opd_id) = facts_of(app, &scope, &enter).await?;
    let scan = match enter.scan.clone() {
        Some(bytes) => Some(app.blobs.put(bytes).await?),
        None => None,
    };
    let id = PaperId(app.clock.new_id());
    let paper = store::NewPaper {
        id,
        kind: enter.kind.key().into(),
        number: enter.number,
        date: enter.date,
        signer: enter.signer,
        signer_office: enter.signer_office,
        valid_from: enter.date,
        valid_to: enter.valid_to,
        scan,
        opd_id,
        by: actor.key(),
    };
    let entry = Entry::new(actor, "people.paper", "paper", id)
        .with("kind", paper.kind.as_str())
        .with("people", enter.people.len() as i64);
    app.db
        .write(move |tx| {
            let (paper, facts, entry) = (paper.clone(), facts.clone(), entry.clone());
            Box::pin(async move {
                store::insert_paper(&tx, &paper).await?;
                store::insert_facts(&tx, paper.id, &facts).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await?;
    Ok(id)
}

/// The facts of every person on the paper, and the OPD that all of them share.
async fn facts_of(
    app: &App,
    scope: &Scope,
    enter: &EnterPaper,
) -> Result<(Vec<store::PaperFact>, Option<OrgId>)> {
    let mut facts = Vec::new();
    let mut opds = std::collections::BTreeSet::new();
    for nip in &enter.people {
        let Some(person) = store::brief_by_nip(&app.db, scope, nip).await? else {
            let text = Text::new("people-paper-stranger").with("nip", nip);
            return Err(Error::invalid_field("people", text));
        };
        opds.extend(person.opd_id);
        facts.extend(
            enter
                .kind
                .facts(&enter.skp)
                .into_iter()
                .map(|(fact, value)| store::PaperFact {
                    person: person.id,
                    fact: fact.to_owned(),
                    value,
                }),
        );
    }
    let shared = if opds.len() == 1 {
        opds.pop_first()
    } else {
        None
    };
    Ok((facts, shared))
}

/// Verifies a paper: from now on its facts count. Nobody verifies what she entered herself.
pub async fn verify_paper(app: &App, actor: &Actor, id: PaperId) -> Result<()> {
    access::VERIFY.allow(actor)?;
    let by = actor.key();
    let entry = Entry::new(actor, "people.paper-verify", "paper", id);
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (by, entry, actor) = (by.clone(), entry.clone(), actor.clone());
            Box::pin(async move {
                if store::set_verified(&tx, id, &by).await? == 0 {
                    return Err(Error::refused("people-paper-own").next("people-paper-own-next"));
                }
                tx.audit(entry);
                told(&tx, &actor, id).await
            })
        })
        .await
}

/// Withdraws a paper with a reason; its facts count no longer, past snapshots keep them.
pub async fn withdraw_paper(app: &App, actor: &Actor, id: PaperId, reason: &str) -> Result<()> {
    access::VERIFY.allow(actor)?;
    if reason.trim().is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    let reason = reason.trim().to_owned();
    let entry = Entry::new(actor, "people.paper-withdraw", "paper", id);
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (reason, entry, actor) = (reason.clone(), entry.clone(), actor.clone());
            Box::pin(async move {
                if store::set_withdrawn(&tx, id).await? == 0 {
                    return Err(Error::not_found());
                }
                tx.audit(entry.with("reason", tx.commit_to(&reason)));
                told(&tx, &actor, id).await
            })
        })
        .await
}

/// Screenings and corrections hear at once of what a paper says, or says no more.
async fn told(tx: &Tx, actor: &Actor, id: PaperId) -> Result<()> {
    let people = store::people_of(tx, id).await?;
    screenings::facts_changed(tx, actor, &people, Gate::Paper).await?;
    corrections::facts_changed(tx, actor, &people).await
}
