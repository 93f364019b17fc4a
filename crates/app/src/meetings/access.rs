//! Who may do what with meetings.

use kernel::Role;

use crate::access::Access;

/// Read every meeting with its minutes, decisions and prints.
pub const READ: Access = Access::new(
    "meeting.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Mitra,
        Role::Koordinator,
        Role::Auditor,
    ],
);
/// Prepare a meeting, take attendance, write minutes and decisions, close and correct it.
pub const WRITE: Access = Access::new("meeting.write", &[Role::Pengelola]);
/// Add a comment to a topic: partners only where they are invited.
pub const COMMENT: Access = Access::new("meeting.comment", &[Role::Pengelola, Role::Mitra]);
/// Say that a follow-up is done: officers always, others where their role owns it.
pub const FOLLOW_UP: Access = Access::new(
    "meeting.follow-up",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Mitra,
    ],
);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, WRITE, COMMENT, FOLLOW_UP];
