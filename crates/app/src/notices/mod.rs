//! Notices (*Pemberitahuan*): what somebody is told about an act, inside the application and by e-mail.
//!
//! [`tell`] writes the notice and, where its receiver wants e-mail, a row of the outbox in the transaction of the act:
//! an act that is rolled back tells nobody, and one that is committed is told even when the server ends right after it.
//! [`run`] sends what is due. An e-mail may arrive twice when the server ends between its sending and the note that it
//! was sent; both then carry the same Message-ID, which is made of the row's id. Texts hold no personal data: what is to
//! be done, until when, and a link to where it is done.

mod calendar;
mod commands;
mod courier;
mod events;
mod model;
mod store;
mod tell;

pub use calendar::calendar;
pub use commands::{
    get, list, mark_all, mark_read, mark_seen, preferences, set_preferences, unread, waiting, xlsx,
};
pub use courier::{AT_ONCE, Round, round, run};
pub use events::{
    correction_asked, correction_moved, dispensation_decided, letter_issued, nomination_moved,
    paper_returned, placement_announced, policy_waiting, recheck_raised,
};
pub use model::{MailState, Notice, NoticeKind, Preferences, Unread};
pub use tell::{News, To, tell};

#[cfg(test)]
mod tests;
