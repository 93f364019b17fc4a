//! Host institutions (*Instansi Penerima*) and the places they offer (*Tempat Magang*).

pub mod access;
mod commands;
mod limits;
mod model;
mod partnerships;
mod requests;
mod sheet;
mod store;

pub use commands::{
    HostForm, SlotForm, add_slots, change, change_slot, close_slot, create, release, step, take,
};
pub use limits::{Limits, destination, destination_of, limits, set_limits};
pub use model::{Confirmation, Host, Slot, SlotState, read_competencies, write_competencies};
pub use partnerships::{
    Partnership, PartnershipForm, PartnershipKind, end_partnership, record_partnership,
};
pub use requests::{
    HostAnswer, NotNowReason, PlaceRequest, RequestState, answer_by_link, renew_link,
    request_of_link, request_places, withdraw_request,
};
pub use sheet::{SlotRow, dry_run, dry_run_rows, export, take_file, take_rows, template};
pub use store::{
    Counts, all, by_name, counts, get, host_limits, list, partnership, partnerships, region_limits,
    request, requests, slot, slot_list, slots, slots_of_host,
};

/// What waits for `actor` about institutions: agreements that end, requests without an answer.
pub async fn todo(
    sql: &impl crate::db::Sql,
    actor: &kernel::Actor,
    today: kernel::CivilDate,
) -> kernel::Result<Vec<crate::todo::Todo>> {
    let mut todos = partnerships::todo(sql, actor, today).await?;
    todos.extend(requests::todo(sql, actor, today).await?);
    Ok(todos)
}

#[cfg(test)]
mod request_tests;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
pub(crate) mod tests;
