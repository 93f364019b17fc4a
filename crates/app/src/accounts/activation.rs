//! Activation of people in the register: a one-time code on a slip, and the birth date as second check.

use kernel::{Actor, CivilDate, Error, Nip, PersonId, Result, Role, Scope};

use super::commands::{NewAccount, prepare, store_new};
use super::{access, store};
use crate::App;
use crate::audit::Entry;

/// A slip is good for this many days.
pub const SLIP_DAYS: i32 = 30;
/// A code is void after this many wrong birth dates.
const MAX_FAILURES: i64 = 5;
/// Letters and digits that cannot be mistaken for one another on paper.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// What stands on one slip. The code is shown once and never stored in clear.
#[derive(Clone, Debug)]
pub struct ActivationSlip {
    /// The person.
    pub person: PersonId,
    /// Twelve characters in groups of four, 60 bits.
    pub code: String,
}

/// Makes new codes for `people`; earlier unused ones of the same people become void.
///
/// The caller has made sure that `people` lie in the scope that [`access::ACTIVATE`] gives.
pub async fn issue_activations(
    app: &App,
    actor: &Actor,
    people: Vec<PersonId>,
) -> Result<Vec<ActivationSlip>> {
    access::ACTIVATE.allow(actor)?;
    let slips: Vec<ActivationSlip> = people
        .into_iter()
        .map(|person| ActivationSlip {
            person,
            code: new_code(app),
        })
        .collect();
    let by = actor.key();
    let entry = Entry::new(actor, "account.activation", "register", "slips")
        .with("people", slips.len() as i64);
    let stored = slips.clone();
    app.db
        .write(move |tx| {
            let (slips, by, entry) = (stored.clone(), by.clone(), entry.clone());
            Box::pin(async move {
                let expires_at = tx.now().plus_seconds(i64::from(SLIP_DAYS) * 86_400);
                for slip in &slips {
                    let hash = code_hash(&slip.code);
                    store::insert_activation(&tx, slip.person, &hash, &by, expires_at).await?;
                }
                tx.audit(entry);
                Ok(())
            })
        })
        .await?;
    Ok(slips)
}

/// The facts of the register that an activation is checked against.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The person found by the NIP typed.
    pub person: PersonId,
    /// Her NIP: it becomes the login name.
    pub nip: Nip,
    /// Her birth date in the register.
    pub birth_date: CivilDate,
    /// Her name with titles.
    pub name: String,
}

/// Activates the account of a person: `claim` is what the register says of the NIP typed, `birth_date` what was typed.
pub async fn activate(
    app: &App,
    claim: Claim,
    code: &str,
    birth_date: CivilDate,
    password: &str,
) -> Result<()> {
    let wrong = || Error::invalid_field("code", "accounts-code-wrong").next("accounts-code-help");
    let hash = code_hash(code);
    let activation = store::living_activation(&app.db, &hash, app.clock.now()).await?;
    let activation = activation
        .filter(|found| found.person_id == claim.person && found.failures < MAX_FAILURES)
        .ok_or_else(wrong)?;
    if birth_date != claim.birth_date {
        let id = activation.id;
        app.db
            .write_unaudited(move |tx| {
                let id = id.clone();
                Box::pin(async move { store::fail_activation(&tx, &id).await })
            })
            .await?;
        return Err(wrong());
    }
    let new = NewAccount {
        login: claim.nip.as_str().to_owned(),
        name: claim.name,
        password: Some(password.to_owned()),
        person_id: Some(claim.person),
        grants: vec![(Role::Pegawai, Scope::Person(claim.person))],
    };
    let (account, grants) = prepare(app, new).await?;
    let mut actor = Actor::system(kernel::Origin::Web);
    actor.user = Some(account.id);
    let entry = Entry::new(&actor, "account.activate", "account", account.id);
    app.db
        .write(move |tx| {
            let (account, grants, entry) = (account.clone(), grants.clone(), entry.clone());
            let id = activation.id.clone();
            Box::pin(async move {
                if store::use_activation(&tx, &id).await? == 0 {
                    return Err(Error::invalid_field("code", "accounts-code-wrong"));
                }
                store_new(&tx, &account, &grants, entry).await
            })
        })
        .await
}

fn new_code(app: &App) -> String {
    let mut bytes = [0u8; 12];
    app.entropy.fill(&mut bytes);
    let mut code = String::with_capacity(14);
    for (i, byte) in bytes.iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(
            ALPHABET
                .get(usize::from(byte % 32))
                .copied()
                .unwrap_or(b'A'),
        ));
    }
    code
}

fn code_hash(code: &str) -> String {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    crate::sha256_hex(plain.as_bytes())
}
