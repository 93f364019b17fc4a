//! Who acts, in which role and for which organisation, and whose rows a query may see.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{HostId, OrgId, PersonId, UserId};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {
        /// The roles of the field; a person may hold several, each with its own organisation.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Role { $($(#[$doc])* $name),+ }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Role] = &[$(Role::$name),+];

            /// The key used in tables, URLs and `titian roles`.
            pub fn key(self) -> &'static str {
                match self { $(Role::$name => $key),+ }
            }
        }
    };
}

roles! {
    /// ASN employee.
    Pegawai = "pegawai",
    /// Direct superior (*Atasan Langsung*).
    Atasan = "atasan",
    /// Personnel officer of the sending unit (*OPD Pengirim*).
    Opd = "opd",
    /// Coordinator at the host institution (*Instansi Penerima*).
    Host = "host",
    /// Supervisor at the host (*Pembimbing Lapangan*).
    Mentor = "mentor",
    /// Assessor (*Penilai*).
    Penilai = "penilai",
    /// Officer of the agency who runs a programme.
    Pengelola = "pengelola",
    /// Staff of the agency who checks papers and facts.
    Verifikator = "verifikator",
    /// Official with a dated office and mandate.
    Pejabat = "pejabat",
    /// Partner who reads and comments within a scope.
    Mitra = "mitra",
    /// Reader of the statutory reports at LAN or BKN.
    Koordinator = "koordinator",
    /// Inspectorate.
    Auditor = "auditor",
    /// System administrator.
    Admin = "admin",
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Role::ALL
            .iter()
            .copied()
            .find(|role| role.key() == text)
            .ok_or_else(|| format!("`{text}` is not a role"))
    }
}

/// A role together with the rows it covers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// Whose rows it covers.
    pub scope: Scope,
}

/// Whose rows a query may see. It is an argument of every query, never a default.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The whole installation: officers of the agency.
    All,
    /// One OPD with all units below it.
    Org(OrgId),
    /// One host institution.
    Host(HostId),
    /// One person: herself.
    Person(PersonId),
    /// Nothing.
    Nothing,
}

/// By which way an act came in; the origin stays visible.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A page of the application.
    Web,
    /// The command line.
    Command,
    /// A paper entered by an operator, *berdasarkan dokumen kertas*.
    Paper,
    /// A one-time link, by somebody without an account.
    Link,
    /// The system itself (jobs, demonstration).
    System,
}

/// Who acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account; `None` for the command line and the system.
    pub user: Option<UserId>,
    /// Name for the audit log's keyed commitment and for screens.
    pub name: String,
    /// The person in the register, when the account belongs to one.
    pub person: Option<PersonId>,
    /// Roles held now.
    pub grants: Vec<RoleGrant>,
    /// By which way.
    pub origin: Origin,
}

impl Actor {
    /// The system itself, with every right: migrations, jobs, command line on the server.
    pub fn system(origin: Origin) -> Self {
        Self {
            user: None,
            name: "system".into(),
            person: None,
            grants: [Role::Admin, Role::Pengelola, Role::Verifikator]
                .map(|role| RoleGrant {
                    role,
                    scope: Scope::All,
                })
                .into(),
            origin,
        }
    }

    /// Who acted, as rows and the audit log keep it: the account id, or `system`.
    pub fn key(&self) -> String {
        self.user
            .map_or_else(|| "system".to_owned(), |user| user.to_string())
    }

    /// The scope in which the actor holds one of `roles`: the widest of them, [`Scope::Nothing`] if none.
    pub fn scope_as(&self, roles: &[Role]) -> Scope {
        let mut best = Scope::Nothing;
        for grant in self
            .grants
            .iter()
            .filter(|grant| roles.contains(&grant.role))
        {
            match (&best, &grant.scope) {
                (_, Scope::All) => return Scope::All,
                (Scope::Nothing | Scope::Person(_), scope) => best = scope.clone(),
                _ => {}
            }
        }
        best
    }

    /// Whether the actor holds `role` in any scope.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether the actor holds one of `roles` in any scope.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }
}
