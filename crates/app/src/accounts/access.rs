//! Who may do what with accounts.

use kernel::Role;

use crate::access::Access;

/// See the list of accounts.
pub const LIST: Access = Access::new("account.list", &[Role::Admin]);
/// Make an account, give and take roles, disable, set a new password.
pub const MANAGE: Access = Access::new("account.manage", &[Role::Admin]);
/// Hand out one-time codes to people of the register: the agency, or an OPD for its own people.
pub const ACTIVATE: Access = Access::new(
    "account.activate",
    &[Role::Admin, Role::Pengelola, Role::Opd],
);
/// Read and verify the audit log.
pub const AUDIT: Access = Access::new("audit.read", &[Role::Auditor, Role::Admin]);

/// Every act of this slice.
pub const ALL: &[Access] = &[LIST, MANAGE, ACTIVATE, AUDIT];
