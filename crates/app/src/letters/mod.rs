//! Letters: drafts, officials, numbers, issue, signed copies, the code that anybody can check.

pub mod access;
mod check;
mod commands;
pub mod content;
mod issue;
mod model;
mod officials;
mod programme;
mod queries;
mod registers;
mod run;
mod set;
mod settings;
mod signed;
mod store;
mod study;
mod token;

pub use check::{CheckOutcome, Checked, FileCheck, FileVerdict, MAX_CHECKED, check, mask_name};
pub use commands::{NewLetter, discard, draft, draft_replacement, edit, letter, refresh, revoke};
pub use content::needs_earlier;
pub use content::{HostInput, PlacedInput, ProgrammeInput};
pub use issue::{IssueOrder, Issued, check_url, issue, pdf, signers};
pub use model::{
    Letter, LetterFile, LetterKind, LetterRow, LetterState, SignatureClaim, SignerRecord,
    StudyLetterRow,
};
pub use officials::{
    NewOfficial, Official, OfficialStatus, Signer, SigningBook, SigningForm, SigningRight,
    add_official, book, correct_official, officials, set_right,
};
pub use programme::{
    draft_all, draft_kind, draft_requests, host_inputs, placed_inputs, programme_input,
};
pub use queries::{LetterView, citing, counts, decision_date, list, step, todo, view, xlsx};
pub use registers::{
    ALL_KINDS, Gaps, NumberChoice, NumberRow, NumberState, Pattern, Register, RegisterMode,
    RegisterView, enter_outside, groups, open_register, registers, reserve_number, set_mode,
    void_number,
};
pub use run::{
    RunReport, draft_place_requests, draft_programme, issue_run, merged_pdf, of_programme, zip,
};
pub use set::{SetLine, letter_set};
pub use settings::{
    Agency, Contact, DEPUTY_HEAD, HEAD_OF_AGENCY, HEAD_OF_DEVELOPMENT, HEAD_OF_REGION,
    HEAD_OF_UNIT, SECRETARY, agency, find_agency, set_agency,
};
pub use signed::{MAX_SIGNED, Seen, look, mark_certified, upload_signed};
pub use study::{StudyInput, draft_study, of_study, study_numbers};
pub use token::{Claims, sign, verify};

/// Instruments that belong into letters but whose dates nobody has verified: the officer may add them by hand.
pub async fn unverified_bases(sql: &impl crate::db::Sql) -> kernel::Result<Vec<String>> {
    let register = crate::regulations::register(sql).await?;
    Ok(content::unverified(&register)
        .into_iter()
        .map(|source| source.title.clone())
        .collect())
}

#[cfg(test)]
mod tests;

#[cfg(any(test, feature = "testing"))]
pub mod testing;
