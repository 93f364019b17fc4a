//! Who may do what with draft guidelines.

use kernel::Role;

use crate::access::Access;

/// Read the draft and the matrix.
pub const READ: Access = Access::new(
    "guideline.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Mitra,
        Role::Auditor,
        Role::Admin,
    ],
);
/// Enter what was said on an article.
pub const COMMENT: Access = Access::new("guideline.comment", &[Role::Pengelola, Role::Mitra]);
/// Answer what was said.
pub const ANSWER: Access = Access::new("guideline.answer", &[Role::Pengelola]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, COMMENT, ANSWER];
