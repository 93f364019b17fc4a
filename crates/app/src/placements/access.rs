//! Who may do what with placements.

use kernel::Role;

use crate::access::Access;

/// See runs, places and proofs of a programme.
pub const READ: Access = Access::new(
    "placement.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Admin,
        Role::Auditor,
    ],
);
/// Compute a proposal, discard it.
pub const PROPOSE: Access = Access::new("placement.propose", &[Role::Pengelola]);
/// Give places, take one back before the decision.
pub const CONFIRM: Access = Access::new("placement.confirm", &[Role::Pengelola]);
/// Read one's own result (an OPD those of its people).
pub const OWN: Access = Access::new(
    "placement.own",
    &[
        Role::Pegawai,
        Role::Opd,
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
    ],
);

/// Freeze the inputs, lift a freeze, enter the seed.
pub const FREEZE: Access = Access::new("placement.freeze", &[Role::Pengelola]);
/// Change a placement for one person by decision, or mend it after withdrawals.
pub const CHANGE: Access = Access::new("placement.change", &[Role::Pengelola]);
/// Announce a placement.
pub const PUBLISH: Access = Access::new("placement.publish", &[Role::Pengelola]);
/// Take the files of a placement although no decision hands them out.
pub const AUDIT: Access = Access::new("placement.audit", &[Role::Auditor]);
/// See which pairs are declared; the reason is sealed for everybody but who declared it and the auditor.
pub const CONFLICTS: Access = Access::new("placement.conflicts", &[Role::Pengelola, Role::Auditor]);
/// Declare a conflict of interest, lift one.
pub const DECLARE: Access = Access::new("placement.conflict-declare", &[Role::Pengelola]);
/// Read the announced list of one's OPD or host.
pub const LISTS: Access = Access::new(
    "placement.lists",
    &[
        Role::Opd,
        Role::Host,
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Admin,
        Role::Auditor,
    ],
);
/// Ask for reconsideration: an employee for herself, an OPD for its people, the agency from a paper.
pub const OBJECT: Access = Access::new(
    "placement.object",
    &[Role::Pegawai, Role::Opd, Role::Pengelola],
);
/// Read requests for reconsideration and their answers, each within its scope.
pub const OBJECTIONS: Access = Access::new(
    "placement.objections",
    &[
        Role::Pegawai,
        Role::Opd,
        Role::Pengelola,
        Role::Verifikator,
        Role::Admin,
        Role::Auditor,
    ],
);
/// Answer a request for reconsideration.
pub const ANSWER: Access = Access::new("placement.answer", &[Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[
    READ, PROPOSE, CONFIRM, OWN, FREEZE, CHANGE, PUBLISH, AUDIT, CONFLICTS, DECLARE, LISTS, OBJECT,
    OBJECTIONS, ANSWER,
];
