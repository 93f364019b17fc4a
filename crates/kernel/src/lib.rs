//! The small vocabulary on which every other crate rests: ids, civil dates, clock, actor, scope, errors.
//!
//! The kernel does no I/O except in [`SystemClock`] and [`OsEntropy`], which only the binary creates.

mod actor;
mod civil_date;
mod clock;
mod entropy;
mod error;
mod golongan;
mod ids;
mod nip;
mod period;
mod text;

pub use actor::{Actor, Origin, Role, RoleGrant, Scope};
pub use civil_date::{CivilDate, CivilDateError};
pub use clock::{Clock, FixedClock, SystemClock, Timestamp, VirtualClock};
pub use entropy::{Entropy, OsEntropy, SeededEntropy};
pub use error::{Error, FieldError, Kind, Result};
pub use golongan::{Golongan, GolonganError};
pub use ids::*;
pub use nip::{Nip, NipError};
pub use period::{Period, PeriodError};
pub use text::Text;
