//! Who may do what with the register of regulations.

use kernel::Role;

use crate::access::Access;

/// Read the register: everybody, since everybody is judged by it.
pub const READ: Access = Access::new("regulation.read", Role::ALL);
/// Add the agency's instruments and plans, and carry them from stage to stage.
pub const EDIT: Access = Access::new("regulation.edit", &[Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, EDIT];
