//! Dispensations: a rule set aside for one nominee by the office that the policy names, with reason, limit and count.

mod commands;
mod model;
mod store;

pub use commands::{
    ask, decide, dispensation_todo, dispensation_xlsx, given, may_decide, office_names, record,
    tally, waivable_now, withdraw,
};
pub use model::{
    Ask, Decide, Dispensation, DispensationRow, DispensationState, Given, OnPaper, Tally,
};
pub(super) use store::waivers;
pub use store::{
    get as dispensation, list as dispensation_list, of_nomination as dispensations,
    policies as dispensation_policies,
};

#[cfg(test)]
mod tests;
