//! Who may do what with letters, officials and number registers.

use kernel::{Actor, Error, Result, Role, Scope};

use crate::access::Access;

/// Read letters: the agency all of them; OPD, host and employee the issued ones that concern them.
pub const READ: Access = Access::new(
    "letter.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Auditor,
        Role::Admin,
        Role::Opd,
        Role::Host,
        Role::Pegawai,
    ],
);
/// Write, edit and discard drafts.
pub const DRAFT: Access = Access::new("letter.draft", &[Role::Pengelola]);
/// Issue: number and freeze.
pub const ISSUE: Access = Access::new("letter.issue", &[Role::Pengelola, Role::Pejabat]);
/// Store the signed version and say what signature it carries.
pub const SIGNED: Access = Access::new("letter.signed", &[Role::Pengelola, Role::Pejabat]);
/// Revoke or replace an issued letter.
pub const REVOKE: Access = Access::new("letter.revoke", &[Role::Pengelola, Role::Pejabat]);
/// See officials, signing rights and number registers.
pub const OFFICE: Access = Access::new(
    "letter.office",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Auditor,
        Role::Admin,
    ],
);
/// Take all letters of a programme in one file.
pub const PACK: Access = Access::new(
    "letter.pack",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Auditor,
        Role::Admin,
    ],
);
/// Enter officials and signing rights.
pub const OFFICIALS: Access = Access::new("official.edit", &[Role::Pengelola, Role::Admin]);
/// Open registers, reserve and void numbers.
pub const REGISTERS: Access = Access::new("register.edit", &[Role::Pengelola, Role::Admin]);
/// Set the letterhead.
pub const AGENCY: Access = Access::new("agency.edit", &[Role::Admin]);

/// Every act of this slice.
pub const ALL: &[Access] = &[
    READ, PACK, DRAFT, ISSUE, SIGNED, REVOKE, OFFICE, OFFICIALS, REGISTERS, AGENCY,
];

/// Letters of the agency belong to the whole installation: a narrower scope may not do `access`.
pub(super) fn whole(access: Access, actor: &Actor) -> Result<()> {
    match access.allow(actor)? {
        Scope::All => Ok(()),
        _ => Err(Error::forbidden().log(access.act)),
    }
}
