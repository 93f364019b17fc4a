//! Every route against every role, from outside: the door keeps out whom it does not name, and nobody else.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use kernel::{Actor, HostId, OrgId, Origin, PersonId, Role, RoleGrant, Scope};
use tower::ServiceExt as _;
use uuid::Uuid;

mod strangers;

use crate::shell::session::Visitor;
use crate::{AppState, Door, Route, routes};

/// An id that nothing in the empty register has.
fn id(last: u8) -> Uuid {
    Uuid::from_bytes([0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, last])
}

/// Somebody with `role` alone, in the scope that such a role has.
fn holder(role: Role) -> Actor {
    let person = PersonId(id(7));
    let scope = match role {
        Role::Pegawai | Role::Atasan => Scope::Person(person),
        Role::Opd => Scope::Org(OrgId(id(8))),
        Role::Host | Role::Mentor | Role::Penilai => Scope::Host(HostId(id(9))),
        _ => Scope::All,
    };
    Actor {
        user: None,
        name: role.key().to_owned(),
        person: (role == Role::Pegawai).then_some(person),
        grants: vec![RoleGrant { role, scope }],
        origin: Origin::Web,
    }
}

/// What came back.
struct Reply {
    status: StatusCode,
    to_sign_in: bool,
}

/// What the site answers to `route` for a visitor.
async fn answer(state: &AppState, route: &Route, actor: Option<Actor>) -> Reply {
    let mut path = route.path.to_owned();
    for name in route.parameters() {
        path = path.replace(
            &format!("{{{name}}}"),
            "01920000-0000-7000-8000-000000000000",
        );
    }
    let visitor = Visitor {
        actor: actor.map(Arc::new),
        ..Visitor::default()
    };
    let request = Request::builder()
        .method(route.method.clone())
        .uri(path)
        .header(header::HOST, "titian.example")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .unwrap();
    let response = crate::router(state.clone())
        .layer(Extension(Arc::new(visitor)))
        .oneshot(request)
        .await
        .unwrap();
    let to = response.headers().get(header::LOCATION);
    Reply {
        status: response.status(),
        to_sign_in: to.is_some_and(|to| to.as_bytes().starts_with(b"/masuk?")),
    }
}

#[tokio::test]
async fn every_door_keeps_out_whom_it_does_not_name() {
    let state = AppState::new(app::testing::app().await);
    let mut wrong = Vec::new();
    for route in routes() {
        if route.path.starts_with("/peragaan") {
            continue;
        }
        let guest = answer(&state, &route, None).await;
        let outside = guest.to_sign_in || guest.status == StatusCode::UNAUTHORIZED;
        if (route.door != Door::Anyone) != outside {
            wrong.push(format!(
                "{} {}: a guest got {}",
                route.method, route.path, guest.status
            ));
        }
        let Door::Acts(_) = &route.door else { continue };
        let roles = route.door.roles();
        for role in Role::ALL.iter().copied() {
            let status = answer(&state, &route, Some(holder(role))).await.status;
            if roles.contains(&role) == (status == StatusCode::FORBIDDEN) {
                let named = if roles.contains(&role) {
                    "named"
                } else {
                    "not named"
                };
                wrong.push(format!(
                    "{} {}: {} is {named} at the door and got {status}",
                    route.method,
                    route.path,
                    role.key()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_changes_something_is_checked_for_its_origin_and_says_who_may() {
    let all = routes();
    assert!(all.len() > 100, "{} routes", all.len());
    for route in &all {
        assert_eq!(route.csrf(), route.method != Method::GET);
    }
    let open: Vec<_> = all
        .iter()
        .filter(|route| route.csrf() && route.door == Door::Anyone)
        .map(|route| route.path)
        .collect();
    assert_eq!(
        open,
        [
            "/aktivasi",
            "/bahasa",
            "/keluar",
            "/masuk",
            "/mulai",
            "/peragaan-tanggal",
            "/peragaan/{key}",
            "/periksa",
            "/periksa/berkas",
            "/periksa/{token}",
            "/tema"
        ],
        "whoever is not signed in may do these and nothing else"
    );
}

#[test]
fn every_act_at_a_door_is_in_the_table_of_roles() {
    let acts: Vec<&str> = app::access::all().iter().map(|access| access.act).collect();
    for route in routes() {
        if let Door::Acts(at_door) = &route.door {
            for access in at_door {
                assert!(
                    acts.contains(&access.act),
                    "`{}` of {} is missing in `titian roles`",
                    access.act,
                    route.path
                );
            }
        }
    }
}
