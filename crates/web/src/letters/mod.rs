//! Letters: those of a programme, all of them, one of them, officials, registers, letterhead, and the public check.

mod check;
mod letter;
mod offices;
mod programme;
mod registers;

use std::borrow::Borrow;

use app::letters::{LetterKind, LetterState, SignatureClaim};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Error;

use crate::shell::{Choice, Form, Page, Problem, Routes};

/// All pages of the slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(check::router())
        .merge(letter::router())
        .merge(offices::router())
        .merge(programme::router())
        .merge(registers::router())
}

/// The tone of a state.
fn tone(state: impl Borrow<LetterState>) -> &'static str {
    match state.borrow() {
        LetterState::Draft => "wait",
        LetterState::Issued => "ok",
        LetterState::Superseded => "warn",
        LetterState::Revoked => "stop",
        LetterState::Discarded => "plain",
    }
}

/// The tone of what is known of a certified signature.
fn claim_tone(claim: impl Borrow<SignatureClaim>) -> &'static str {
    match claim.borrow() {
        SignatureClaim::None => "plain",
        SignatureClaim::Embedded => "info",
        SignatureClaim::Certified => "ok",
    }
}

/// A form after a refusal, and the status to answer with, for pages that must read before they can be shown.
fn refused(form: Form, error: Error) -> Result<(Form, StatusCode), Problem> {
    let mut kept = None;
    let response = form.again(error, |form| {
        kept = Some(form);
        Ok(Response::default())
    })?;
    Ok((kept.unwrap_or_default(), response.status()))
}

fn kinds(page: &Page) -> Vec<Choice> {
    LetterKind::ALL
        .iter()
        .map(|kind| Choice::new(kind, page.t(format!("letters-kind-{kind}"))))
        .collect()
}

#[cfg(test)]
mod tests;
