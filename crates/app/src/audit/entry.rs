//! What a line of the audit log says, and how it is hashed.

use kernel::{Actor, Origin, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// The thing that was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Subject {
    /// Kind of thing: the slice's noun, such as `programme`.
    pub kind: String,
    /// Its id.
    pub id: String,
}

/// A line before it is chained. It holds ids, states and commitments, never personal data in clear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub(super) actor: String,
    pub(super) role: String,
    pub(super) origin: Origin,
    pub(super) act: String,
    pub(super) subject: Subject,
    pub(super) details: Map<String, Value>,
}

/// A stored line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Position in the chain, from 1 without gaps.
    pub seq: i64,
    /// Instant of the change.
    pub at: Timestamp,
    /// Account id, or `system`.
    pub actor: String,
    /// Roles held at the time, joined by commas.
    pub role: String,
    /// By which way it came in.
    pub origin: Origin,
    /// The act, such as `programme.open`.
    pub act: String,
    /// What was changed.
    pub subject: Subject,
    /// Further facts without personal data.
    pub details: Value,
    /// Hash of the line before; 64 zeros for the first.
    pub prev: String,
    /// SHA-256 of this line with `prev`, in hexadecimal.
    pub hash: String,
}

impl Entry {
    /// `actor` did `act` to the `kind` with `id`.
    pub fn new(actor: &Actor, act: impl Into<String>, kind: &str, id: impl ToString) -> Self {
        let roles: Vec<&str> = actor.grants.iter().map(|grant| grant.role.key()).collect();
        Self {
            actor: actor.key(),
            role: roles.join(","),
            origin: actor.origin.clone(),
            act: act.into(),
            subject: Subject {
                kind: kind.to_owned(),
                id: id.to_string(),
            },
            details: Map::new(),
        }
    }

    /// Adds a fact: an id, a state, a number, a digest or a commitment.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}

impl Line {
    /// The hash that this line must have.
    pub fn expected_hash(&self) -> String {
        // Every part stands with its length before it, so that no two lines share one text.
        let origin = serde_json::to_string(&self.origin).unwrap_or_default();
        let parts = [
            self.prev.clone(),
            self.seq.to_string(),
            self.at.0.to_string(),
            self.actor.clone(),
            self.role.clone(),
            origin,
            self.act.clone(),
            self.subject.kind.clone(),
            self.subject.id.clone(),
            self.details.to_string(),
        ];
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        crate::hex(&hasher.finalize())
    }
}

/// HMAC-like commitment: SHA-256(key ‖ SHA-256(key ‖ text)), in hexadecimal.
pub(crate) fn commitment(key: &[u8; 32], text: &str) -> String {
    let inner = Sha256::new()
        .chain_update(key)
        .chain_update(text.as_bytes())
        .finalize();
    crate::hex(
        &Sha256::new()
            .chain_update(key)
            .chain_update(inner)
            .finalize(),
    )
}
