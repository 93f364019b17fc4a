//! What a letter must satisfy before it is issued (TND-SK, TND-ST of Permendagri 1/2023, confidence S; traps of the field).

use kernel::{CivilDate, Error, Result, Text};
use policy::{Register, SlipKind};

use super::draft::{Body, Draft};
use crate::regulations;

/// A finding on a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// The block it is in.
    pub block: &'static str,
    /// What is wrong.
    pub text: Text,
}

/// Blocks that name the legal bases of a letter of its date; elsewhere a text may tell of what was in force earlier.
const BASES: [&str; 2] = ["mengingat-tambahan", "dasar"];

/// Everything that keeps a draft from being issued on `date`.
pub fn findings(draft: &Draft, register: &Register, date: CivilDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut note = |block, key: &str| {
        found.push(Finding {
            block,
            text: Text::new(key),
        });
    };
    match &draft.body {
        Body::Decision(b) => {
            if b.menimbang.is_empty() {
                note("menimbang", "letters-lint-menimbang-empty");
            }
            if b.menimbang.iter().any(|line| !line.starts_with("bahwa ")) {
                note("menimbang", "letters-lint-bahwa");
            }
            if b.diktum.is_empty() {
                note("diktum", "letters-lint-diktum-empty");
            }
            if b.participants.is_empty() {
                note("diktum", "letters-lint-annex-empty");
            }
        }
        Body::PlaceRequest(b) => {
            if b.places.is_empty() {
                note("hal", "letters-lint-places-empty");
            }
            if b.surat.tujuan.is_empty() {
                note("tujuan", "letters-lint-recipient-empty");
            }
        }
        Body::Notice(b) => {
            if b.hosts.is_empty() {
                note("hal", "letters-lint-annex-empty");
            }
            if b.surat.tujuan.is_empty() {
                note("tujuan", "letters-lint-recipient-empty");
            }
        }
        Body::Acceptance(b) => {
            if b.participants.is_empty() {
                note("hal", "letters-lint-annex-empty");
            }
            if b.surat.tujuan.is_empty() {
                note("tujuan", "letters-lint-recipient-empty");
            }
        }
        Body::StudyDecision(b) => {
            if b.menimbang.is_empty() {
                note("menimbang", "letters-lint-menimbang-empty");
            }
            if b.menimbang.iter().any(|line| !line.starts_with("bahwa ")) {
                note("menimbang", "letters-lint-bahwa");
            }
            if b.diktum.is_empty() {
                note("diktum", "letters-lint-diktum-empty");
            }
        }
        Body::Assignment(_)
        | Body::StudyPermit(_)
        | Body::StudyRecommendation(_)
        | Body::StudyLicence(_) => {}
    }
    for block in draft.blocks() {
        let slips = regulations::slips(register, &block.text, date);
        let wrong = slips
            .into_iter()
            .find(|(kind, _)| *kind == SlipKind::Misquote || BASES.contains(&block.key));
        if let Some((_, text)) = wrong {
            found.push(Finding {
                block: block.key,
                text,
            });
        }
    }
    found
}

/// Refuses a draft with findings, each at its block.
pub fn refuse_findings(draft: &Draft, register: &Register, date: CivilDate) -> Result<()> {
    let mut found = findings(draft, register, date).into_iter();
    let Some(first) = found.next() else {
        return Ok(());
    };
    let error = Error::invalid("letters-lint").field(first.block, first.text);
    Err(found.fold(error, |error, finding| {
        error.field(finding.block, finding.text)
    }))
}
