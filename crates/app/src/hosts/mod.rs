//! Host institutions (*Instansi Penerima*) and the places they offer (*Tempat Magang*).

pub mod access;
mod commands;
mod limits;
mod model;
mod sheet;
mod store;

pub use commands::{
    HostForm, SlotForm, add_slots, change, change_slot, close_slot, create, release, step, take,
};
pub use limits::{Limits, destination, destination_of, limits, set_limits};
pub use model::{Confirmation, Host, Slot, SlotState, read_competencies, write_competencies};
pub use sheet::{SlotRow, dry_run, dry_run_rows, export, take_file, take_rows, template};
pub use store::{
    Counts, all, by_name, counts, get, host_limits, list, region_limits, slot, slot_list, slots,
    slots_of_host,
};

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
pub(crate) mod tests;
