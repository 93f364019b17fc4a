//! Drafting, editing and giving up letters, and what may happen to them after the issue.

use kernel::{Actor, Error, HostId, LetterId, NominationId, OrgId, PersonId, ProgrammeId, Result};

use super::content::{Body, Draft};
use super::model::{Letter, LetterKind, LetterState, SignatureClaim};
use super::registers::{give_up, given_reason};
use super::set::all_in_set;
use super::{access, store};
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};

/// A draft and what it is about.
#[derive(Clone, PartialEq, Debug)]
pub struct NewLetter {
    /// Programme.
    pub programme: Option<ProgrammeId>,
    /// The nomination of the one participant it sends.
    pub nomination: Option<NominationId>,
    /// The host it goes to, or sends to.
    pub host: Option<HostId>,
    /// The one participant.
    pub person: Option<PersonId>,
    /// OPD of the participant.
    pub opd: Option<OrgId>,
    /// What officers edit.
    pub draft: Draft,
}

impl NewLetter {
    /// What tells letters of one kind apart within a programme.
    fn about(&self) -> String {
        if let Some(study) = self.draft.body.study() {
            return study.to_string();
        }
        match (self.draft.body.kind(), self.nomination, self.host) {
            (LetterKind::Assignment, Some(nomination), _) => nomination.to_string(),
            (LetterKind::PlaceRequest, _, Some(host)) => host.to_string(),
            (LetterKind::Acceptance, ..) => match &self.draft.body {
                Body::Acceptance(b) => b.instansi.clone(),
                _ => "programme".to_owned(),
            },
            _ => "programme".to_owned(),
        }
    }
}

/// Subject as lists show it.
pub(super) fn subject(draft: &Draft) -> String {
    match &draft.body {
        Body::PlaceRequest(b) => match b.surat.tujuan.first() {
            Some(to) => format!("{} – {}", b.surat.hal, to.jabatan),
            None => b.surat.hal.clone(),
        },
        Body::Decision(b) => b.tentang.clone(),
        Body::Assignment(b) => format!("{} – {}", b.person.name, b.host),
        Body::Notice(b) => b.surat.hal.clone(),
        Body::Acceptance(b) => format!("{} – {}", b.surat.hal, b.instansi),
        Body::StudyPermit(b) | Body::StudyRecommendation(b) | Body::StudyLicence(b) => {
            format!("{} – {}", b.judul, b.person.name)
        }
        Body::StudyDecision(b) => format!("{} – {}", b.tentang, b.person.name),
    }
}

/// Lower-case text by which a letter is found.
pub(super) fn search(draft: &Draft, subject: &str, number: Option<&str>) -> String {
    let mut text = format!("{subject} {}", number.unwrap_or_default());
    match &draft.body {
        Body::StudyPermit(super::content::StudyLetter { person, .. })
        | Body::StudyRecommendation(super::content::StudyLetter { person, .. })
        | Body::StudyLicence(super::content::StudyLetter { person, .. })
        | Body::StudyDecision(super::content::StudyDecision { person, .. }) => {
            text.push_str(&format!(" {} {}", person.name, person.nip.as_str()));
        }
        Body::Assignment(b) => {
            text.push_str(&format!(" {} {}", b.person.name, b.person.nip.as_str()));
        }
        Body::Decision(super::content::Decision { participants, .. })
        | Body::Acceptance(super::content::Acceptance { participants, .. }) => {
            for row in participants {
                text.push_str(&format!(" {} {}", row.name, row.nip.as_str()));
            }
        }
        Body::PlaceRequest(_) | Body::Notice(_) => {}
    }
    text.to_lowercase()
}

/// Stores drafts, all or none; a draft whose letter the programme already has is left out. Answers the new ones.
///
/// # Errors
/// Refused with reason and source when a kind is outside the letter set of its programme.
pub async fn draft(app: &App, actor: &Actor, letters: Vec<NewLetter>) -> Result<Vec<LetterId>> {
    access::whole(access::DRAFT, actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (letters, actor) = (letters.clone(), actor.clone());
            Box::pin(async move {
                all_in_set(&tx, &letters).await?;
                let mut made = Vec::new();
                for new in &letters {
                    if let Some(id) = store_draft(&tx, &actor, new, None).await? {
                        made.push(id);
                    }
                }
                // Nothing new is a fact too: the act is in the log either way.
                tx.audit(Entry::new(&actor, "letter.draft-set", "letter", made.len()));
                Ok(made)
            })
        })
        .await
}

async fn store_draft(
    tx: &Tx,
    actor: &Actor,
    new: &NewLetter,
    supersedes: Option<LetterId>,
) -> Result<Option<LetterId>> {
    let subject = subject(&new.draft);
    let letter = Letter {
        id: tx.new_id(),
        programme: new.programme,
        nomination: new.nomination,
        host: new.host,
        person: new.person,
        opd: new.opd,
        kind: new.draft.body.kind(),
        state: LetterState::Draft,
        subject: subject.clone(),
        draft: new.draft.clone(),
        version: 1,
        content: None,
        digest: None,
        register: None,
        number: None,
        date: None,
        signer: None,
        token: None,
        claim: SignatureClaim::None,
        claim_reference: None,
        supersedes,
        reason: None,
        created_at: tx.now(),
        issued_at: None,
    };
    let search = search(&new.draft, &subject, None);
    if store::insert(tx, &letter, &new.about(), &search, &actor.key()).await? == 0 {
        return Ok(None);
    }
    let mut entry =
        Entry::new(actor, "letter.draft", "letter", letter.id).with("kind", letter.kind.key());
    if let Some(old) = supersedes {
        entry = entry.with("supersedes", old.to_string());
    }
    tx.audit(entry);
    Ok(Some(letter.id))
}

/// A letter, if the actor may read it.
pub async fn letter(app: &App, actor: &Actor, id: LetterId) -> Result<Letter> {
    let scope = access::READ.allow(actor)?;
    store::get(&app.db, &scope, id).await
}

/// Changes texts of a draft that still has `version`.
pub async fn edit(
    app: &App,
    actor: &Actor,
    id: LetterId,
    version: i64,
    texts: &[(String, String)],
) -> Result<()> {
    access::whole(access::DRAFT, actor)?;
    let mut letter = all(&app.db, id).await?;
    must_be_draft(&letter)?;
    letter.draft = letter.draft.with_blocks(texts)?;
    letter.subject = subject(&letter.draft);
    letter.version = version;
    replace(app, actor, letter, "letter.edit").await
}

/// Puts new data (participants, places) into a draft, keeping its number of edits.
pub async fn refresh(
    app: &App,
    actor: &Actor,
    id: LetterId,
    version: i64,
    draft: Draft,
) -> Result<()> {
    access::whole(access::DRAFT, actor)?;
    let mut letter = all(&app.db, id).await?;
    must_be_draft(&letter)?;
    if draft.body.kind() != letter.kind {
        return Err(Error::internal("a draft of another kind"));
    }
    letter.subject = subject(&draft);
    letter.draft = draft;
    letter.version = version;
    replace(app, actor, letter, "letter.refresh").await
}

async fn replace(app: &App, actor: &Actor, letter: Letter, act: &'static str) -> Result<()> {
    let search = search(&letter.draft, &letter.subject, None);
    let entry = Entry::new(actor, act, "letter", letter.id).with("version", letter.version + 1);
    app.db
        .write(move |tx| {
            let (letter, search, entry) = (letter.clone(), search.clone(), entry.clone());
            Box::pin(async move {
                if store::update_draft(&tx, &letter, &search).await? == 0 {
                    let now = all(&tx, letter.id).await?;
                    must_be_draft(&now)?;
                    return Err(Error::refused("letters-edited-meanwhile").next("letters-reload"));
                }
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Refuses what only a draft allows.
pub(super) fn must_be_draft(letter: &Letter) -> Result<()> {
    if letter.state == LetterState::Draft {
        return Ok(());
    }
    letter.state.must_become(LetterState::Discarded)
}

/// The letter whoever asks, for commands that have checked the right already.
pub(super) async fn all(sql: &impl Sql, id: LetterId) -> Result<Letter> {
    store::get(sql, &kernel::Scope::All, id).await
}

/// Gives up a draft, with a reason; a number that it held stays in its register as given up.
pub async fn discard(app: &App, actor: &Actor, id: LetterId, reason: &str) -> Result<()> {
    access::whole(access::DRAFT, actor)?;
    let reason = given_reason(reason)?;
    let entry = Entry::new(actor, "letter.discard", "letter", id);
    app.db
        .write(move |tx| {
            let (reason, entry) = (reason.clone(), entry.clone());
            Box::pin(async move {
                move_on(&tx, id, LetterState::Discarded, &reason).await?;
                give_up(&tx, id, &reason).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Revokes an issued letter (*dicabut*), with a reason that the check page shows.
pub async fn revoke(app: &App, actor: &Actor, id: LetterId, reason: &str) -> Result<()> {
    access::whole(access::REVOKE, actor)?;
    let reason = given_reason(reason)?;
    let entry = Entry::new(actor, "letter.revoke", "letter", id);
    app.db
        .write(move |tx| {
            let (reason, entry) = (reason.clone(), entry.clone());
            Box::pin(async move {
                move_on(&tx, id, LetterState::Revoked, &reason).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

pub(super) async fn move_on(tx: &Tx, id: LetterId, next: LetterState, reason: &str) -> Result<()> {
    let letter = all(tx, id).await?;
    letter.state.must_become(next)?;
    if store::set_state(tx, id, letter.state, next, reason).await? == 0 {
        // Somebody was quicker: say what the letter has become.
        all(tx, id).await?.state.must_become(next)?;
        return Err(Error::refused("letters-edited-meanwhile").next("letters-reload"));
    }
    Ok(())
}

/// A draft with the text of an issued letter, which replaces that letter (*diganti*) when it is issued.
pub async fn draft_replacement(app: &App, actor: &Actor, id: LetterId) -> Result<LetterId> {
    access::whole(access::REVOKE, actor)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let old = all(&tx, id).await?;
                old.state.must_become(LetterState::Superseded)?;
                let new = NewLetter {
                    programme: old.programme,
                    nomination: old.nomination,
                    host: old.host,
                    person: old.person,
                    opd: old.opd,
                    draft: old.draft,
                };
                match store_draft(&tx, &actor, &new, Some(id)).await? {
                    Some(new) => Ok(new),
                    None => Err(Error::refused("letters-replacement-exists")),
                }
            })
        })
        .await
}
