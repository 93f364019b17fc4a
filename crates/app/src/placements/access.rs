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

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, PROPOSE, CONFIRM, OWN];
