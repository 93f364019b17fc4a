//! Pages of draft guidelines: chapters with what they rest on, what is not decided, downloads, and the matrix of input.

mod matrix;
mod show;

#[cfg(test)]
mod tests;

use app::guidelines::{Answer, access};
use kernel::PolicyVersionId;

use crate::shell::Routes;

/// `/kebijakan/{id}/rancangan` and below.
pub fn router() -> Routes {
    let (read, comment, answer) = (access::READ, access::COMMENT, access::ANSWER);
    Routes::new()
        .get("/kebijakan/{id}/rancangan", read, show::show)
        .get("/kebijakan/{id}/rancangan/pdf", read, show::pdf)
        .get("/kebijakan/{id}/rancangan/docx", read, show::docx)
        .get("/kebijakan/{id}/rancangan/matriks/docx", read, matrix::docx)
        .get("/kebijakan/{id}/rancangan/matriks/xlsx", read, matrix::xlsx)
        .get("/kebijakan/{id}/rancangan/masukan", comment, matrix::new)
        .post("/kebijakan/{id}/rancangan/masukan", comment, matrix::add)
        .get(
            "/kebijakan/{id}/rancangan/masukan/{line}",
            answer,
            matrix::answer_form,
        )
        .post(
            "/kebijakan/{id}/rancangan/masukan/{line}",
            answer,
            matrix::answer,
        )
}

/// The address of the draft of a version.
pub fn path(version: impl std::borrow::Borrow<PolicyVersionId>) -> String {
    format!("/kebijakan/{}/rancangan", version.borrow())
}

/// The tone of an answer; none yet waits.
pub fn tone(answer: impl std::borrow::Borrow<Option<Answer>>) -> &'static str {
    match answer.borrow() {
        Some(Answer::Accepted) => "ok",
        Some(Answer::Partly) => "info",
        Some(Answer::Rejected) => "stop",
        Some(Answer::Noted) => "plain",
        None => "wait",
    }
}

/// The key of what became of an input.
pub fn answer_key(answer: impl std::borrow::Borrow<Option<Answer>>) -> String {
    match answer.borrow() {
        Some(answer) => format!("guidelines-answer-{answer}"),
        None => "guidelines-unanswered".to_owned(),
    }
}
