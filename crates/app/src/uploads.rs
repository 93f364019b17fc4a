//! Files between a dry run and its confirmation: a ticket ties each to who sent it, to what for, and to an hour.

use kernel::{Actor, Error, Result, Timestamp};

use crate::App;

/// Seconds that a checked file waits for its confirmation.
const WAITS: i64 = 2 * 60 * 60;

/// A file that was sent with a dry run and comes with its confirmation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// What the file is to the form, such as a kind of paper.
    pub label: String,
    /// SHA-256 of its content.
    pub sha256: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Stores a file and gives the ticket with which `actor`, and nobody else, can use it for `purpose` in the next two hours.
///
/// `purpose` names form and subject, such as `usulan:<programme>`; `label` (without full stops) says what the file is.
pub async fn keep(
    app: &App,
    actor: &Actor,
    purpose: &str,
    label: &str,
    bytes: Vec<u8>,
) -> Result<String> {
    let sha256 = app.blobs.put(bytes).await?;
    Ok(ticket(app, actor, purpose, label, &sha256))
}

/// The ticket of a file that is stored already.
pub fn ticket(app: &App, actor: &Actor, purpose: &str, label: &str, sha256: &str) -> String {
    let until = app.clock.now().plus_seconds(WAITS);
    let seal = seal(app, actor, purpose, label, sha256, until);
    format!("{label}.{sha256}.{}.{seal}", until.0)
}

/// The file of a ticket.
///
/// # Errors
/// One and the same refusal when the ticket is somebody else's, for something else, changed, or too old: a digest alone,
/// however it became known, opens no file.
pub async fn take(app: &App, actor: &Actor, purpose: &str, ticket: &str) -> Result<Waiting> {
    let refused = || Error::refused("error-upload-ticket").next("error-upload-again");
    let mut parts = ticket.split('.');
    let (Some(label), Some(sha256), Some(until), Some(given), None) = (
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
    ) else {
        return Err(refused());
    };
    let until = Timestamp(until.parse().map_err(|_| refused())?);
    let right = seal(app, actor, purpose, label, sha256, until);
    if !same(given.as_bytes(), right.as_bytes()) || until < app.clock.now() {
        return Err(refused());
    }
    Ok(Waiting {
        label: label.to_owned(),
        sha256: sha256.to_owned(),
        bytes: app.blobs.get(sha256).await?,
    })
}

fn seal(
    app: &App,
    actor: &Actor,
    purpose: &str,
    label: &str,
    sha256: &str,
    until: Timestamp,
) -> String {
    let text = format!("{}\n{purpose}\n{label}\n{sha256}\n{}", actor.key(), until.0);
    crate::audit::commitment(&app.keys.derived("upload-ticket"), &text)
}

/// Compares without telling by its time where the first difference is.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use kernel::{Origin, UserId};

    use super::*;

    fn user(n: u128) -> Actor {
        let mut actor = Actor::system(Origin::Web);
        actor.user = Some(UserId(uuid::Uuid::from_u128(n)));
        actor
    }

    #[tokio::test]
    async fn a_ticket_is_for_one_user_one_purpose_and_two_hours() {
        let (app, clock) = crate::testing::app_with_clock().await;
        let (sari, budi) = (user(1), user(2));
        let ticket = keep(&app, &sari, "usulan:1", "izin-opd", b"%PDF-1.7".to_vec())
            .await
            .unwrap();
        let taken = take(&app, &sari, "usulan:1", &ticket).await.unwrap();
        assert_eq!(
            (taken.label.as_str(), taken.bytes.as_slice()),
            ("izin-opd", &b"%PDF-1.7"[..])
        );
        let digest = taken.sha256;
        for (actor, purpose, ticket) in [
            (&budi, "usulan:1", ticket.clone()),
            (&sari, "usulan:2", ticket.clone()),
            (&sari, "usulan:1", ticket.replace("izin-opd", "izin-atasan")),
            (&sari, "usulan:1", digest.clone()),
            (&sari, "usulan:1", format!("izin-opd:{digest}")),
            (&sari, "usulan:1", format!("{ticket}0")),
            (&sari, "usulan:1", format!("{ticket}.x")),
        ] {
            let refused = take(&app, actor, purpose, &ticket).await.unwrap_err();
            assert_eq!(refused.text().key, "error-upload-ticket", "{ticket}");
        }
        clock.set(app.clock.now().plus_seconds(WAITS));
        assert!(take(&app, &sari, "usulan:1", &ticket).await.is_ok());
        clock.set(app.clock.now().plus_seconds(1));
        assert!(take(&app, &sari, "usulan:1", &ticket).await.is_err());
    }
}
