//! What letters say: drafts, their editable parts, legal bases by date, and the content that is frozen.

mod blocks;
mod build;
mod canonical;
mod compose;
mod draft;
mod legal;
mod lint;

pub use blocks::Block;
pub use build::{
    HostInput, MAGANG, PERTUKARAN, PlacedInput, ProgrammeInput, acceptance, assignment, decision,
    notice, place_request,
};
pub use canonical::{canonical, digest};
pub use compose::{Around, DecisionRef, Status, compose, needs_earlier, with_qr};
pub use draft::{
    Acceptance, AnnexRow, Assignment, Body, Decision, Diktum, Draft, Head, HostCount,
    LetterReference, LetterUnit, Notice, Person, PlaceLine, PlaceRequest, Recipient, StudyDecision,
    StudyLetter,
};
pub use legal::{bases, unverified};
pub use lint::{Finding, findings, refuse_findings};

#[cfg(test)]
mod tests;
