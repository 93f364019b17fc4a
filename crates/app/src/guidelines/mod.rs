//! The draft guideline of a decided policy (*Rancangan Pedoman Magang*) and the matrix of what people said on its articles.

pub mod access;
mod build;
mod commands;
mod content;
mod model;
mod store;

pub use build::build;
pub use commands::{Input, answer, comment, draft, may_draft};
pub use content::{guideline_content, matrix_content, matrix_sheet};
pub use model::{Answer, Article, Basis, Chapter, ChapterKey, Guideline, Line};
pub use store::{line, lines};

#[cfg(test)]
mod tests;
