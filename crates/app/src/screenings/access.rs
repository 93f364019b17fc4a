//! Who may do what with screenings, dispensations and events of a later look.

use kernel::Role;

use crate::access::Access;

/// Read verdicts with their reasons: the agency all, an OPD its own, an employee hers.
pub const READ: Access = Access::new(
    "screening.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
        Role::Opd,
        Role::Pegawai,
    ],
);
/// Screen again with the facts and papers of today.
pub const RESCREEN: Access =
    Access::new("screening.rescreen", &[Role::Pengelola, Role::Verifikator]);
/// Check one's own facts before anything is sent; nothing is stored.
pub const SELF_CHECK: Access = Access::new("screening.self-check", &[Role::Pegawai]);
/// Compute stored verdicts once more and compare them byte by byte.
pub const REPLAY: Access = Access::new(
    "screening.replay",
    &[Role::Auditor, Role::Pengelola, Role::Verifikator],
);
/// Read dispensations: the agency all, an OPD its own, an employee hers.
pub const DISPENSATIONS: Access = Access::new(
    "dispensation.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
        Role::Pejabat,
        Role::Opd,
        Role::Pegawai,
    ],
);
/// Ask for a dispensation.
pub const ASK: Access = Access::new("dispensation.ask", &[Role::Opd, Role::Pengelola]);
/// Decide one in the office that the policy names.
pub const DECIDE: Access = Access::new("dispensation.decide", &[Role::Pejabat]);
/// Enter the decision of that office by its paper.
pub const RECORD: Access =
    Access::new("dispensation.record", &[Role::Pengelola, Role::Verifikator]);
/// Withdraw one with a reason.
pub const REVOKE: Access = Access::new("dispensation.withdraw", &[Role::Pengelola]);
/// Read what a later look found changed: the agency all, an OPD its own.
pub const EVENTS: Access = Access::new(
    "recheck.read",
    &[Role::Pengelola, Role::Verifikator, Role::Auditor, Role::Opd],
);
/// Look again at everybody of a programme, and decide what follows from a change.
pub const RECHECK: Access = Access::new("recheck.decide", &[Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[
    READ,
    RESCREEN,
    SELF_CHECK,
    REPLAY,
    DISPENSATIONS,
    ASK,
    DECIDE,
    RECORD,
    REVOKE,
    EVENTS,
    RECHECK,
];
