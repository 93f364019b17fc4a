//! The files of law that the binary carries: the register and the default policies.

use crate::diagnostic::Diagnostic;
use crate::file::Policy;
use crate::register::Register;

/// Name and text of the register of regulations.
pub const REGISTER: (&str, &str) = (
    "policies/register.toml",
    include_str!("../../../policies/register.toml"),
);

/// Names and texts of the shipped policies.
pub const POLICIES: [(&str, &str); 8] = [
    (
        "policies/magang-banten.policy.toml",
        include_str!("../../../policies/magang-banten.policy.toml"),
    ),
    (
        "policies/pertukaran.policy.toml",
        include_str!("../../../policies/pertukaran.policy.toml"),
    ),
    (
        "policies/tugas-belajar.policy.toml",
        include_str!("../../../policies/tugas-belajar.policy.toml"),
    ),
    (
        "policies/izin-belajar.policy.toml",
        include_str!("../../../policies/izin-belajar.policy.toml"),
    ),
    (
        "policies/jp-konversi.policy.toml",
        include_str!("../../../policies/jp-konversi.policy.toml"),
    ),
    (
        "policies/jp-kewajiban.policy.toml",
        include_str!("../../../policies/jp-kewajiban.policy.toml"),
    ),
    (
        "policies/ip-asn.policy.toml",
        include_str!("../../../policies/ip-asn.policy.toml"),
    ),
    (
        "policies/magang-masuk.policy.toml",
        include_str!("../../../policies/magang-masuk.policy.toml"),
    ),
];

/// The shipped register; a test holds that it can be read.
pub fn register() -> Result<Register, Vec<Diagnostic>> {
    Register::parse(REGISTER.0, REGISTER.1)
}

/// The shipped policies in the order of [`POLICIES`]; a test holds that they pass every check.
pub fn policies() -> Result<Vec<Policy>, Vec<Diagnostic>> {
    POLICIES
        .iter()
        .map(|(name, text)| Policy::parse(name, text))
        .collect()
}

/// The shipped policy with this id.
pub fn policy(id: &str) -> Result<Option<Policy>, Vec<Diagnostic>> {
    Ok(policies()?.into_iter().find(|policy| policy.id == id))
}
