//! Accounts: who can log in, with which roles for which organisation, and the sessions they hold.

pub mod access;
mod activation;
mod commands;
mod model;
mod password;
mod sessions;
mod store;

pub use activation::{ActivationSlip, Claim, SLIP_DAYS, activate, issue_activations};
pub use commands::{
    Change, NewAccount, change_password, claim_first_admin, create, disable, first_admin_secret,
    grant, revoke, set_password,
};
pub use model::{Account, AccountRow, Grant, MIN_PASSWORD};
pub use sessions::{
    Device, SessionRow, actor_of, login, logout, logout_everywhere, open_for_demo, sessions_of,
};
pub use store::{account, account_by_login, account_of_person, grants_of, holders, list};

#[cfg(test)]
mod tests;
