//! Who may do what: each slice states its acts as a table of roles in its `access.rs`.

use kernel::{Actor, Error, Result, Role, Scope};

use crate::args;
use crate::db::Arg;

/// One act and the roles that may do it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Access {
    /// Name of the act as it stands in the audit log and in `titian roles`, such as `programme.open`.
    pub act: &'static str,
    /// Roles that may do it, each within its own scope.
    pub roles: &'static [Role],
}

impl Access {
    /// An act and its roles.
    pub const fn new(act: &'static str, roles: &'static [Role]) -> Self {
        Self { act, roles }
    }

    /// The scope in which `actor` may do it; forbidden when there is none.
    pub fn allow(&self, actor: &Actor) -> Result<Scope> {
        match actor.scope_as(self.roles) {
            Scope::Nothing => Err(Error::forbidden().log(self.act)),
            scope => Ok(scope),
        }
    }

    /// Whether `actor` may do it somewhere: for showing or hiding a button.
    pub fn is_open_to(&self, actor: &Actor) -> bool {
        actor.has_any(self.roles)
    }
}

/// Columns of a table by which a scope narrows its rows.
#[derive(Clone, Copy, Debug)]
pub struct ScopeColumns {
    /// Column with the OPD, such as `p.opd_id`.
    pub org: Option<&'static str>,
    /// Column with the host institution.
    pub host: Option<&'static str>,
    /// Column with the person.
    pub person: Option<&'static str>,
}

/// The condition that `scope` puts on a query, with its one argument bound to `$n`.
///
/// A scope that the table has no column for sees nothing.
pub fn scope_condition(scope: &Scope, columns: ScopeColumns, n: usize) -> (String, Vec<Arg>) {
    let narrowed = |column: Option<&str>, arg: Vec<Arg>| match column {
        Some(column) => (format!("{column} = ${n}"), arg),
        None => nothing(n),
    };
    match scope {
        Scope::All => (format!("CAST(${n} AS BIGINT) = 1"), args![1_i64]),
        Scope::Org(id) => narrowed(columns.org, args![id]),
        Scope::Host(id) => narrowed(columns.host, args![id]),
        Scope::Person(id) => narrowed(columns.person, args![id]),
        Scope::Nothing => nothing(n),
    }
}

fn nothing(n: usize) -> (String, Vec<Arg>) {
    (format!("CAST(${n} AS BIGINT) = 0"), args![1_i64])
}

/// Every act of every slice, for `titian roles`. A slice adds its table here.
pub fn all() -> Vec<Access> {
    [
        crate::accounts::access::ALL,
        crate::corrections::access::ALL,
        crate::people::access::ALL,
        crate::programmes::access::ALL,
        crate::holidays::access::ALL,
        crate::hosts::access::ALL,
        crate::nominations::access::ALL,
        crate::screenings::access::ALL,
        crate::placements::access::ALL,
        crate::guidelines::access::ALL,
        crate::letters::access::ALL,
        crate::meetings::access::ALL,
        crate::policies::access::ALL,
        crate::regulations::access::ALL,
        crate::simulations::access::ALL,
        crate::studies::access::ALL,
    ]
    .concat()
}
