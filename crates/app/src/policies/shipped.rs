//! The files that come with the system, recorded once as the first versions, and the register that verdicts quote.

use std::sync::{Arc, LazyLock};

use kernel::{Actor, Error, Origin, PolicyVersionId, Result};
use policy::{Policy, Register};

use super::model::{Act, Stretch};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};

/// The register of regulations that the binary carries.
pub fn register() -> Result<&'static Register> {
    static REGISTER: LazyLock<Result<Register, String>> = LazyLock::new(|| {
        policy::shipped::register().map_err(|found| {
            let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
            lines.join("\n")
        })
    });
    REGISTER.as_ref().map_err(Error::internal)
}

/// The register with this digest, as it was when a verdict quoted it: what makes an old verdict recomputable after
/// the register has grown.
///
/// # Errors
/// Not found when no register of this digest was ever recorded here.
pub async fn register_of(sql: &impl Sql, digest: &str) -> Result<Arc<Register>> {
    if register()?.digest() == digest {
        return Ok(Arc::new(register()?.clone()));
    }
    let text = store::register_text(sql, digest).await?;
    let text = text.ok_or_else(Error::not_found)?;
    let found = Register::parse("register", &text);
    found
        .map(Arc::new)
        .map_err(|_| Error::internal(format!("the recorded register {digest} cannot be read")))
}

/// Records a text of the register, so that what quotes its digest can be recomputed.
pub async fn record_register(tx: &Tx, digest: &str, text: &str) -> Result<()> {
    store::put_register(tx, digest, text).await.map(drop)
}

/// Records what came with the system and is not recorded yet; nothing happens when all of it is.
///
/// A policy that the installation does not know comes into force as shipped. A shipped version of a policy that it
/// knows becomes a draft: an update of the program never changes the criteria of the agency.
pub async fn record_shipped(app: &App) -> Result<()> {
    let register = register()?;
    let policies = policy::shipped::policies()
        .map_err(|found| Error::internal(format!("a shipped policy cannot be read: {found:?}")))?;
    let known = store::names(&app.db).await?;
    let new: Vec<Policy> = policies
        .into_iter()
        .filter(|policy| {
            let mut names = known.iter();
            !names.any(|(id, version)| *id == policy.id && *version == policy.version)
        })
        .collect();
    let same_register = store::register_text(&app.db, register.digest()).await?;
    if new.is_empty() && same_register.is_some() {
        return Ok(());
    }
    let known: Arc<Vec<String>> = Arc::new(known.into_iter().map(|(id, _)| id).collect());
    let new = Arc::new(new);
    app.db
        .write(move |tx| {
            let (new, known) = (new.clone(), known.clone());
            Box::pin(async move {
                let system = Actor::system(Origin::System);
                let (_, text) = policy::shipped::REGISTER;
                store::put_register(&tx, register.digest(), text).await?;
                tx.audit(
                    Entry::new(&system, "policy.register", "register", register.digest())
                        .with("entries", register.entries().len()),
                );
                for policy in new.iter() {
                    record(&tx, &system, policy, known.contains(&policy.id)).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn record(tx: &Tx, system: &Actor, policy: &Policy, as_draft: bool) -> Result<()> {
    let id: PolicyVersionId = tx.new_id();
    let by = system.key();
    let new = store::New {
        id,
        policy,
        shipped: true,
        base: None,
        by: &by,
        name: &by,
    };
    if store::insert(tx, &new).await? == 0 {
        // Another server of this installation started at the same moment.
        return Ok(());
    }
    store::put_event(tx, id, Act::Create, &by, &by, None).await?;
    if !as_draft {
        let days = Stretch {
            from: policy.valid_from,
            to: policy.valid_to,
        };
        store::decide_shipped(tx, id, &by, days.from).await?;
        store::put_in_force(tx, &policy.id, id, days).await?;
    }
    tx.audit(
        Entry::new(system, "policy.shipped", "policy-version", id)
            .with("policy", policy.id.as_str())
            .with("version", policy.version.as_str())
            .with("digest", policy.digest())
            .with("draft", as_draft),
    );
    Ok(())
}
