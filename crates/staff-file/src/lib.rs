//! Staff files of SIASN: bytes in, typed rows, problems and findings out. No database, no clock: `today` is an argument.

mod column;
mod expected;
pub mod findings;
mod header;
pub mod history;
mod read;
mod record;
pub mod reference;
mod rejected;
pub mod retirement;
pub mod sheet;
pub mod skp;
pub mod synth;
mod table;
mod text;
mod value;
pub mod worker;

pub use column::{Column, Columns, Kind, slug};
pub use expected::Expected;
pub use header::{Layout, MissingColumn};
pub use read::{FIELD_COUNT, FileError, Problem, RejectedRow, StaffFile, read_staff};
pub use record::{Jenis, RecordError, Sex, StaffRecord, StatusAsn};
pub use text::Encoding;
