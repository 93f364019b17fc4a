//! Accounts and grants as data, with the rules on them.

use kernel::{CivilDate, Error, PersonId, Result, Role, Scope, Timestamp, UserId};

/// Shortest password accepted, in characters (OWASP ASVS 5.0, 6.2.1 asks for 8, recommends 15).
pub const MIN_PASSWORD: usize = 10;
/// Longest password accepted, in bytes: hashing must not become a way to load the server.
const MAX_PASSWORD: usize = 256;

/// An account.
#[derive(Clone, Debug)]
pub struct Account {
    /// Id.
    pub id: UserId,
    /// Name typed at login, lower case.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// The person in the register, if it belongs to one.
    pub person_id: Option<PersonId>,
    /// Counts up when all sessions must end.
    pub epoch: i64,
    /// Failed logins since the last success.
    pub failures: i64,
    /// No login before this instant.
    pub locked_until: Option<Timestamp>,
    /// Since when it is disabled.
    pub disabled_at: Option<Timestamp>,
    pub(super) password: Option<String>,
}

/// A row of the list of accounts.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// The account.
    pub account: Account,
    /// Its roles now.
    pub grants: Vec<Grant>,
}

/// A role with its scope and the dates it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Whose rows it covers.
    pub scope: Scope,
    /// First day.
    pub valid_from: CivilDate,
    /// Last day; open if empty.
    pub valid_to: Option<CivilDate>,
}

/// A login name: 3 to 64 characters of `a–z`, digits, `.`, `_`, `-`, `@`; letter case is dropped.
pub(super) fn parse_login(text: &str) -> Result<String> {
    let login = text.trim().to_lowercase();
    let fits = (3..=64).contains(&login.len())
        && login
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-@".contains(c));
    if fits {
        Ok(login)
    } else {
        Err(Error::invalid_field("login", "accounts-login-shape"))
    }
}

/// Refuses a password that is too short, too long, or that holds the login name.
pub(super) fn check_password(login: &str, password: &str) -> Result<()> {
    let wrong = |key: &str| {
        Err(Error::invalid_field(
            "password",
            kernel::Text::new(key).with("min", MIN_PASSWORD),
        ))
    };
    if password.chars().count() < MIN_PASSWORD || password.len() > MAX_PASSWORD {
        return wrong("accounts-password-length");
    }
    let lower = password.to_lowercase();
    let distinct: std::collections::BTreeSet<char> = lower.chars().collect();
    if distinct.len() < 4 || (login.len() >= 4 && lower.contains(login)) {
        return wrong("accounts-password-simple");
    }
    Ok(())
}
