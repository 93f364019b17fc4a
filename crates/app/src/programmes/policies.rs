//! The policies that come with the system, as they are pinned at opening.

use kernel::{Error, Result};

use super::commands::PinnedPolicy;

/// The shipped policy with this id; its text is pinned as it stands.
pub fn shipped_policy(id: &str) -> Result<PinnedPolicy> {
    for (name, text) in policy::shipped::POLICIES {
        let parsed = policy::Policy::parse(name, text)
            .map_err(|_| Error::internal(format!("shipped policy {name} cannot be read")))?;
        if parsed.id == id {
            return Ok(PinnedPolicy {
                id: parsed.id,
                version: parsed.version,
                text: text.to_owned(),
            });
        }
    }
    Err(Error::refused("programmes-no-policy")
        .next("programmes-next-policy")
        .log(id))
}
