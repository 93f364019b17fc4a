//! Which letters a programme writes: the set of its kind of host and direction, and where each of them stands.

use kernel::{Error, ProgrammeId, Result, Text};

use super::commands::NewLetter;
use super::model::{LetterKind, LetterState};
use super::store;
use crate::db::Sql;
use crate::programmes::{self, LetterRule, Need, Programme, kinds};

/// A kind of letter in the set of a programme.
#[derive(Clone, Debug)]
pub struct SetLine {
    /// The row of the reference data.
    pub rule: &'static LetterRule,
    /// Drafts.
    pub drafts: i64,
    /// Letters in force.
    pub issued: i64,
}

impl SetLine {
    /// Whether the programme writes this kind.
    pub fn is_written(&self) -> bool {
        self.rule.need != Need::Never
    }

    /// Whether a letter that the programme cannot do without has not even been drafted.
    pub fn is_missing(&self) -> bool {
        self.rule.need == Need::Must && self.drafts + self.issued == 0
    }
}

/// The rows that hold for `programme`: those of its first day.
fn rules(programme: &Programme) -> Vec<&'static LetterRule> {
    kinds().letters(
        programme.host_kind,
        programme.arah,
        programme.period.start(),
    )
}

/// The set of a programme in the order in which it needs its letters, with what it has of each kind.
pub async fn letter_set(sql: &impl Sql, programme: &Programme) -> Result<Vec<SetLine>> {
    let counts = store::counts(sql, programme.id).await?;
    let of = |kind: LetterKind, wanted: LetterState| -> i64 {
        counts
            .iter()
            .filter(|(found, state, _)| *found == kind && *state == wanted)
            .map(|(_, _, n)| n)
            .sum()
    };
    Ok(rules(programme)
        .into_iter()
        .map(|rule| SetLine {
            rule,
            drafts: of(rule.kind, LetterState::Draft),
            issued: of(rule.kind, LetterState::Issued),
        })
        .collect())
}

/// Refuses a kind that the programme does not write, with the reason and its source.
pub(super) fn must_write(programme: &Programme, kind: LetterKind) -> Result<()> {
    match rules(programme).into_iter().find(|rule| rule.kind == kind) {
        Some(rule) if rule.need != Need::Never => Ok(()),
        found => {
            let why = found.and_then(|rule| rule.why.clone());
            let cite = found.map(|rule| rule.cite.join(", ")).unwrap_or_default();
            let text = Text::new(why.unwrap_or_else(|| "letters-why-no-row".to_owned()));
            Err(Error::refused(text).source(cite).next("letters-next-set"))
        }
    }
}

/// Refuses drafts whose kind their programme does not write.
pub(super) async fn all_in_set(sql: &impl Sql, letters: &[NewLetter]) -> Result<()> {
    let mut known: Option<(ProgrammeId, Programme)> = None;
    for letter in letters {
        let Some(id) = letter.programme else { continue };
        if known.as_ref().is_none_or(|(seen, _)| *seen != id) {
            known = Some((id, programmes::get(sql, id).await?));
        }
        if let Some((_, programme)) = &known {
            must_write(programme, letter.draft.body.kind())?;
        }
    }
    Ok(())
}
