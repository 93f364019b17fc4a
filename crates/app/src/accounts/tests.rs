//! Accounts from outside: login, limits, activation, and who may manage them.

use kernel::{Actor, Kind, Origin, PersonId, Role, Scope};

use super::*;
use crate::App;
use crate::db::Sql as _;
use crate::testing::{self, app, each_engine};

const PASSWORD: &str = "kuda hijau terbang";

fn admin() -> Actor {
    Actor::system(Origin::Command)
}

async fn with_account(app: &App) -> kernel::UserId {
    let new = NewAccount {
        login: "Sari.Pengelola".into(),
        name: "Sari Contoh".into(),
        password: Some(PASSWORD.into()),
        person_id: None,
        grants: vec![(Role::Pengelola, Scope::All)],
    };
    create(app, &admin(), new).await.unwrap()
}

#[tokio::test]
async fn a_login_opens_a_session_with_the_roles_of_today() {
    each_engine(async |app| {
        let id = with_account(&app).await;
        let token = login(&app, "sari.pengelola", PASSWORD, Device::default())
            .await
            .unwrap();
        let actor = actor_of(&app, &token).await.unwrap().unwrap();
        assert_eq!(actor.user, Some(id));
        assert!(actor.has(Role::Pengelola) && !actor.has(Role::Admin));
        logout(&app, &actor, &token).await.unwrap();
        assert!(actor_of(&app, &token).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn every_session_ends_with_a_new_password_and_after_its_lifetime() {
    let (app, clock) = testing::app_with_clock().await;
    with_account(&app).await;
    let token = login(&app, "sari.pengelola", PASSWORD, Device::default())
        .await
        .unwrap();
    let actor = actor_of(&app, &token).await.unwrap().unwrap();
    change_password(&app, &actor, PASSWORD, "sepeda ungu di atap")
        .await
        .unwrap();
    assert!(actor_of(&app, &token).await.unwrap().is_none());
    let token = login(
        &app,
        "sari.pengelola",
        "sepeda ungu di atap",
        Device::default(),
    )
    .await;
    let token = token.unwrap();
    clock.set(app.clock.now().plus_seconds(13 * 3600));
    assert!(actor_of(&app, &token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_ends_when_nobody_uses_it_and_lives_while_somebody_does() {
    let mut engines = vec![testing::app_with_clock().await];
    if let Some(location) = testing::fresh_postgres().await {
        engines.push(testing::build(Some(location), testing::absent_ports()).await);
    }
    for (app, clock) in engines {
        let id = with_account(&app).await;
        let enter = || login(&app, "sari.pengelola", PASSWORD, Device::default());
        let (used, left) = (enter().await.unwrap(), enter().await.unwrap());
        let begin = app.clock.now();
        let seen = async || {
            let rows = sessions_of(&app, id).await.unwrap();
            rows.iter().map(|row| row.seen_at).max().unwrap()
        };

        // Within five minutes nothing is written, after them the use is noted.
        let shortly = begin.plus_seconds(sessions::SEEN_SECONDS - 1);
        clock.set(shortly);
        assert!(actor_of(&app, &used).await.unwrap().is_some());
        assert_eq!(seen().await, begin);
        clock.set(begin.plus_seconds(sessions::SEEN_SECONDS));
        assert!(actor_of(&app, &used).await.unwrap().is_some());
        assert_eq!(seen().await, begin.plus_seconds(sessions::SEEN_SECONDS));

        // Who comes back before the hour is over stays, however long the day has been; who does not must log in again.
        for half in 1..=6 {
            clock.set(begin.plus_seconds(half * sessions::IDLE_SECONDS / 2));
            assert!(actor_of(&app, &used).await.unwrap().is_some(), "{half}");
        }
        assert!(actor_of(&app, &left).await.unwrap().is_none());
        assert_eq!(sessions_of(&app, id).await.unwrap().len(), 1);
        clock.set(app.clock.now().plus_seconds(sessions::IDLE_SECONDS));
        assert!(actor_of(&app, &used).await.unwrap().is_none());

        // The next login clears away what has ended.
        enter().await.unwrap();
        let kept = app
            .db
            .count("SELECT COUNT(*) AS n FROM session", crate::args![])
            .await;
        assert_eq!(kept.unwrap(), 1);
    }
}

#[tokio::test]
async fn failed_logins_make_the_account_wait_and_tell_nothing() {
    let (app, clock) = testing::app_with_clock().await;
    with_account(&app).await;
    for _ in 0..5 {
        let error = login(&app, "sari.pengelola", "salah", Device::default())
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "accounts-login-wrong");
    }
    let error = login(&app, "sari.pengelola", PASSWORD, Device::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::TooMany);
    let unknown = login(&app, "tidak.ada", "salah", Device::default())
        .await
        .unwrap_err();
    assert_eq!(unknown.text().key, "accounts-login-wrong");
    clock.set(app.clock.now().plus_seconds(3600));
    assert!(
        login(&app, "sari.pengelola", PASSWORD, Device::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn passwords_are_stored_as_argon2id_and_never_in_clear() {
    let app = app().await;
    let id = with_account(&app).await;
    let stored = account(&app.db, id).await.unwrap().password.unwrap();
    assert!(stored.starts_with("$argon2id$"), "{stored}");
    assert!(!stored.contains(PASSWORD));
}

#[tokio::test]
async fn the_first_administrator_needs_the_secret_which_works_once() {
    let app = app().await;
    let secret = first_admin_secret(&app).await.unwrap().unwrap();
    let wrong = claim_first_admin(&app, "tebakan", "admin.utama", "Admin", PASSWORD).await;
    assert_eq!(wrong.unwrap_err().fields()[0].field, "secret");
    claim_first_admin(&app, &secret, "admin.utama", "Admin", PASSWORD)
        .await
        .unwrap();
    assert!(
        claim_first_admin(&app, &secret, "admin.dua", "Admin", PASSWORD)
            .await
            .is_err()
    );
    assert!(first_admin_secret(&app).await.unwrap().is_none());
    let token = login(&app, "admin.utama", PASSWORD, Device::default())
        .await
        .unwrap();
    assert!(
        actor_of(&app, &token)
            .await
            .unwrap()
            .unwrap()
            .has(Role::Admin)
    );
}

#[tokio::test]
async fn only_an_administrator_makes_accounts() {
    let app = app().await;
    let mut actor = admin();
    actor.grants.retain(|grant| grant.role != Role::Admin);
    let new = NewAccount {
        login: "susup".into(),
        name: "Susup".into(),
        password: Some(PASSWORD.into()),
        person_id: None,
        grants: vec![(Role::Admin, Scope::All)],
    };
    assert_eq!(
        create(&app, &actor, new).await.unwrap_err().kind(),
        Kind::Forbidden
    );
}

#[tokio::test]
async fn an_activation_needs_code_and_birth_date_and_works_once() {
    each_engine(async |app| {
        let person = PersonId(app.clock.new_id());
        let claim = Claim {
            person,
            nip: "198508172010032004".parse().unwrap(),
            birth_date: "1985-08-17".parse().unwrap(),
            name: "Contoh Pegawai".into(),
        };
        let slip = issue_activations(&app, &admin(), vec![person])
            .await
            .unwrap()
            .remove(0);
        let other = "1985-08-18".parse().unwrap();
        let wrong = activate(&app, claim.clone(), &slip.code, other, PASSWORD).await;
        assert_eq!(wrong.unwrap_err().fields()[0].field, "code");
        let typed = slip.code.to_lowercase().replace('-', " ");
        activate(&app, claim.clone(), &typed, claim.birth_date, PASSWORD)
            .await
            .unwrap();
        let again = activate(&app, claim.clone(), &slip.code, claim.birth_date, PASSWORD).await;
        assert!(again.is_err());
        let token = login(&app, "19850817 201003 2 004", PASSWORD, Device::default())
            .await
            .unwrap();
        let actor = actor_of(&app, &token).await.unwrap().unwrap();
        assert_eq!(actor.scope_as(&[Role::Pegawai]), Scope::Person(person));
    })
    .await;
}

/// Every file below `folder` with what it holds.
fn files(folder: &std::path::Path, found: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
}

#[tokio::test]
async fn there_is_no_account_at_first_and_no_secret_can_be_read_from_the_data_folder() {
    let app = app().await;
    let accounts = list(&app.db, app.clock.today(), Default::default());
    assert_eq!(accounts.await.unwrap().total, 0, "an account of the house");
    for (name, password) in [
        ("admin", "admin"),
        ("admin", "password"),
        ("titian", "titian"),
    ] {
        assert!(
            login(&app, name, password, Device::default())
                .await
                .is_err()
        );
    }
    let secret = first_admin_secret(&app).await.unwrap().unwrap();
    claim_first_admin(&app, &secret, "admin.utama", "Admin", PASSWORD)
        .await
        .unwrap();
    let person = PersonId(app.clock.new_id());
    let slips = issue_activations(&app, &admin(), vec![person])
        .await
        .unwrap();
    let code = slips[0].code.clone();
    let token = login(&app, "admin.utama", PASSWORD, Device::default())
        .await
        .unwrap();
    let folder = app.blobs.path("00").ancestors().nth(3).unwrap().to_owned();
    let mut found = Vec::new();
    files(&folder, &mut found);
    let holds = |text: &str| {
        let holder = found.iter().find(|(_, bytes)| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        });
        holder.map(|(path, _)| path.clone())
    };
    assert!(
        holds("admin.utama").is_some(),
        "the search reads the database"
    );
    for hidden in [PASSWORD, &secret, &code, &code.replace('-', ""), &token] {
        assert_eq!(holds(hidden), None);
    }
}
