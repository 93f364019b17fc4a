//! Making, opening, using up and withdrawing links.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Error, LinkId, Result, Text, Timestamp};

use super::model::{Link, Purpose, Standing};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};

/// What stands in the address; shown once and never stored.
#[derive(Clone)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// 43 characters of base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn digest(&self) -> String {
        digest(&self.0)
    }
}

fn digest(secret: &str) -> String {
    crate::sha256_hex(secret.as_bytes())
}

/// A new secret of 256 bits.
pub fn secret(app: &App) -> Secret {
    let mut bytes = [0u8; 32];
    app.entropy.fill(&mut bytes);
    Secret(URL_SAFE_NO_PAD.encode(bytes))
}

/// Stores a link inside the transaction of what it is about; earlier ones for the same act become void.
pub async fn make_in(
    tx: &Tx,
    secret: &Secret,
    purpose: Purpose,
    subject: &str,
    holder: &str,
    expires_at: Timestamp,
) -> Result<LinkId> {
    if expires_at <= tx.now() {
        return Err(Error::invalid_field("due", "links-past"));
    }
    store::withdraw(tx, purpose, subject).await?;
    let link = Link {
        id: tx.new_id(),
        purpose,
        subject: subject.to_owned(),
        holder: holder.to_owned(),
        expires_at,
        used_at: None,
        withdrawn_at: None,
    };
    store::insert(tx, &link, &secret.digest()).await?;
    Ok(link.id)
}

/// Voids every link for an act that was not used yet.
pub async fn withdraw_in(tx: &Tx, purpose: Purpose, subject: &str) -> Result<()> {
    store::withdraw(tx, purpose, subject).await.map(|_| ())
}

/// What the secret in an address is bound to; changes nothing.
///
/// # Errors
/// *Not found* for a secret that was never given out, or for another act.
pub async fn open(sql: &impl Sql, secret: &str, purpose: Purpose) -> Result<Link> {
    store::by_digest(sql, &digest(secret))
        .await?
        .filter(|link| link.purpose == purpose)
        .ok_or_else(Error::not_found)
}

/// Uses a link up, in the transaction of its act: of any number of tries at once, one succeeds.
///
/// # Errors
/// *Refused*, saying when and why, for a link that was used, withdrawn or has expired.
pub async fn use_up_in(tx: &Tx, link: &Link) -> Result<()> {
    if store::use_up(tx, link.id).await? == 0 {
        let now = store::get(tx, link.id).await?;
        return Err(refusal(now.standing(tx.now())));
    }
    tx.audit(
        Entry::new(
            &kernel::Actor::system(kernel::Origin::Link),
            "link.use",
            "link",
            link.id,
        )
        .with("purpose", link.purpose.key())
        .with("subject", link.subject.clone())
        .with("holder", tx.commit_to(&link.holder)),
    );
    Ok(())
}

fn refusal(standing: Standing) -> Error {
    let (key, at) = match standing {
        Standing::Used(at) => ("links-used", at),
        Standing::Expired(at) => ("links-expired", at),
        Standing::Withdrawn(at) => ("links-withdrawn", at),
        Standing::Usable => return Error::internal("a usable link could not be used"),
    };
    Error::refused(Text::new(key).with("at", at.long_id())).next("links-next-ask")
}
