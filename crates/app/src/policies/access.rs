//! Who may do what with policies.

use kernel::Role;

use crate::access::Access;

/// Read versions that were decided: everybody, since everybody is judged by them.
pub const READ: Access = Access::new("policy.read", Role::ALL);
/// Read drafts and proposals too.
pub const READ_DRAFTS: Access = Access::new(
    "policy.read-drafts",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Mitra,
        Role::Auditor,
        Role::Admin,
    ],
);
/// Write drafts and propose them.
pub const PREPARE: Access = Access::new("policy.prepare", &[Role::Pengelola]);
/// Decide on what somebody else proposed, or give it back.
pub const DECIDE: Access = Access::new("policy.decide", &[Role::Pejabat, Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, READ_DRAFTS, PREPARE, DECIDE];
