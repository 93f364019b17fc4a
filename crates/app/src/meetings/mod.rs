//! Meetings (FGD, rapat): agenda, attendance, minutes, options, decisions with dissent, follow-ups, and what carries them out.

pub mod access;
mod attendance;
mod commands;
mod content;
mod decisions;
mod discussion;
mod follow_ups;
mod links;
mod list;
mod model;
mod print;
mod record;
mod store;

pub use attendance::{attend, came_uninvited, invite_more, uninvite};
pub use commands::{add_topic, close, create, edit, invite, remove_topic, start};
pub use decisions::{correct, decide};
pub use discussion::{add_option, add_remark, may_comment, write_minutes};
pub use follow_ups::{add_follow_up, finish, may_finish};
pub(crate) use links::carry_out;
pub use links::{decisions, link_regulation, link_version, of_regulation, of_version};
pub use list::{Row, follow_ups, list, todo};
pub use model::{
    Act, Attendance, Came, Carrier, Details, Evidence, NewInvitee, NewOption, NewTopic, OWNERS,
    Part, RemarkKind, Ruling, State, Step, Task, TopicKind, read_invitees,
};
pub use print::{Print, pack, print};
pub use record::{
    Brief, Choice, Correction, Decision, Done, Event, FollowUp, Invitee, Link, Meeting, Record,
    Remark, Topic,
};
pub use store::{get, record};

#[cfg(test)]
mod content_tests;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
