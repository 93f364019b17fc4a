//! Who is not signed in changes nothing by any route, whatever she sends.

use app::App;
use axum::http::StatusCode;
use kernel::{Actor, Origin};

use crate::testing::{filled, form, site};
use crate::{Door, routes};

/// What an intruder sends: every name that makes an account, a role or a session somewhere.
const FIELDS: &[(&str, &str)] = &[
    ("login", "susup"),
    ("name", "Susup"),
    ("password", "kuda hijau terbang"),
    ("role", "admin"),
    ("scope", "all"),
    ("roles", "admin"),
    ("secret", "tebakan"),
    ("nip", "198508172010032001"),
    ("code", "ABCD-EFGH"),
    ("birth_date", "1985-08-17"),
    ("form_nonce", "aaaaaaaaaaaaaaaaaaaaaa"),
];

async fn post(app: &App, actor: Option<Actor>, path: &str) -> (StatusCode, String) {
    let reply = form(&site(app, actor), path, FIELDS).await;
    (reply.status, reply.to)
}

/// Lines of the audit log, and accounts.
async fn stored(app: &App) -> (i64, i64) {
    let (lines, _) = app::audit::head(&app.db).await.unwrap();
    let accounts = app::accounts::list(&app.db, app.clock.today(), Default::default());
    (lines, accounts.await.unwrap().total)
}

#[tokio::test]
async fn who_is_not_signed_in_changes_nothing_by_any_route() {
    let app = app::testing::app().await;
    app::accounts::first_admin_secret(&app).await.unwrap();
    let before = stored(&app).await;
    assert_eq!(before.1, 0);
    let mut sent = 0;
    for route in routes() {
        if !route.csrf() || route.path.starts_with("/peragaan") {
            continue;
        }
        let path = filled(&route);
        let (status, to) = post(&app, None, &path).await;
        sent += 1;
        if route.door != Door::Anyone {
            let to_sign_in = status == StatusCode::SEE_OTHER && to.starts_with("/masuk");
            let refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
            assert!(to_sign_in || refused, "{path}: {status} {to}");
        }
        assert!(!status.is_server_error(), "{path}: {status}");
        assert_eq!(stored(&app).await, before, "{path} stored something");
    }
    assert!(sent > 40, "only {sent} routes");
    // The same fields from an administrator make the account: so it is the sign-in that was missing.
    let administrator = Actor::system(Origin::Web);
    let (status, _) = post(&app, Some(administrator), "/akun/baru").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (lines, accounts) = stored(&app).await;
    assert!(lines > before.0);
    assert_eq!(accounts, 1);
}
