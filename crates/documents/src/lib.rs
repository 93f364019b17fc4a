//! Letters, printed lists, spreadsheets and archives: data in, bytes out; no I/O but the spill file of long sheets, no clock, no network.

mod archive;
mod error;
mod letter;
mod look;
mod qr;
mod render;
mod text;
mod wording;
mod world;
pub mod xlsx;

pub use archive::{ZipError, zip};
pub use error::RenderError;
pub use letter::*;
pub use look::{Look, Margins, Paper};
pub use render::{MERGE_LIMIT, Pdf, merge, render};
