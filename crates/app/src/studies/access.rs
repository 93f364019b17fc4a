//! Who may do what with study assignments.

use kernel::Role;

use crate::access::Access;

/// Read the register and a study: the agency all, an OPD its own, an employee hers.
pub const READ: Access = Access::new(
    "study.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Auditor,
        Role::Admin,
        Role::Opd,
        Role::Pegawai,
    ],
);
/// Propose a study for a person, add its papers, take it back.
pub const PROPOSE: Access = Access::new("study.propose", &[Role::Pengelola, Role::Opd]);
/// Check papers; nobody checks what she entered herself.
pub const CHECK: Access = Access::new("study.check", &[Role::Pengelola, Role::Verifikator]);
/// Decide; nobody decides what she proposed herself.
pub const DECIDE: Access = Access::new("study.decide", &[Role::Pengelola, Role::Pejabat]);
/// Hand in the report of a semester.
pub const REPORT: Access =
    Access::new("study.report", &[Role::Pengelola, Role::Opd, Role::Pegawai]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, PROPOSE, CHECK, DECIDE, REPORT];
