//! Who is not signed in changes nothing by any route, whatever she sends.

use std::sync::Arc;

use app::App;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use kernel::{Actor, Origin};
use tower::ServiceExt as _;

use crate::shell::session::Visitor;
use crate::{AppState, Door, router, routes};

/// What an intruder sends: every name that makes an account, a role or a session somewhere.
const FIELDS: &str = "login=susup&name=Susup&password=kuda+hijau+terbang&role=admin&scope=all&roles=admin&secret=tebakan\
     &nip=198508172010032001&code=ABCD-EFGH&birth_date=1985-08-17&form_nonce=aaaaaaaaaaaaaaaaaaaaaa";

async fn post(app: &Arc<App>, actor: Option<Actor>, path: &str) -> (StatusCode, String) {
    let mut request = Request::post(path)
        .header(header::HOST, "titian.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(FIELDS))
        .unwrap();
    if let Some(actor) = actor {
        request.extensions_mut().insert(Arc::new(Visitor {
            actor: Some(Arc::new(actor)),
            ..Visitor::default()
        }));
    }
    let site = router(AppState {
        app: app.clone(),
        demo: None,
    });
    let response = site.oneshot(request).await.unwrap();
    let to = response.headers().get(header::LOCATION);
    let to = to.map(|to| to.to_str().unwrap().to_owned());
    (response.status(), to.unwrap_or_default())
}

/// Lines of the audit log, and accounts.
async fn stored(app: &App) -> (i64, i64) {
    let (lines, _) = app::audit::head(&app.db).await.unwrap();
    let accounts = app::accounts::list(&app.db, app.clock.today(), Default::default());
    (lines, accounts.await.unwrap().total)
}

#[tokio::test]
async fn who_is_not_signed_in_changes_nothing_by_any_route() {
    let app = Arc::new(app::testing::app().await);
    app::accounts::first_admin_secret(&app).await.unwrap();
    let before = stored(&app).await;
    assert_eq!(before.1, 0);
    let mut sent = 0;
    for route in routes() {
        if !route.csrf() || route.path.starts_with("/peragaan") {
            continue;
        }
        let mut path = route.path.to_owned();
        for name in route.parameters() {
            path = path.replace(
                &format!("{{{name}}}"),
                "00000000-0000-7000-8000-000000000001",
            );
        }
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
