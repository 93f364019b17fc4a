//! Who may do what with hosts and places.

use kernel::Role;

use crate::access::Access;

/// See hosts and places.
pub const READ: Access = Access::new(
    "host.read",
    &[
        Role::Pengelola,
        Role::Verifikator,
        Role::Pejabat,
        Role::Admin,
        Role::Auditor,
        Role::Koordinator,
        Role::Mitra,
        Role::Opd,
        Role::Atasan,
        Role::Pegawai,
        Role::Penilai,
        Role::Host,
        Role::Mentor,
    ],
);
/// Make and change a host.
pub const MANAGE: Access = Access::new("host.manage", &[Role::Pengelola]);
/// Add and change places of any host: the agency by the host's letter, a coordinator for her own host.
pub const SLOT: Access = Access::new("host.slot", &[Role::Pengelola, Role::Host]);

/// Every act of this slice.
pub const ALL: &[Access] = &[READ, MANAGE, SLOT];
