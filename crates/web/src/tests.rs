//! Every route against every role, from outside: the door keeps out whom it does not name, and nobody else.

use app::App;
use axum::http::{Method, StatusCode};
use kernel::{Actor, HostId, OrgId, Origin, PersonId, Role, RoleGrant, Scope};
use uuid::Uuid;

mod strangers;

use crate::testing::{Reply, filled, form, get, site};
use crate::{Door, Route, routes};

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

/// What the site answers to `route` for a visitor.
async fn answer(app: &App, route: &Route, actor: Option<Actor>) -> Reply {
    let path = filled(route);
    let site = site(app, actor);
    match route.method {
        Method::GET => get(&site, &path).await,
        _ => form(&site, &path, &[]).await,
    }
}

#[tokio::test]
async fn every_door_keeps_out_whom_it_does_not_name() {
    let app = app::testing::app().await;
    let mut wrong = Vec::new();
    for route in routes() {
        if route.path.starts_with("/peragaan") {
            continue;
        }
        let guest = answer(&app, &route, None).await;
        let outside = guest.to.starts_with("/masuk?") || guest.status == StatusCode::UNAUTHORIZED;
        if (route.door != Door::Anyone) != outside {
            wrong.push(format!(
                "{} {}: a guest got {}",
                route.method, route.path, guest.status
            ));
        }
        let Door::Acts(_) = &route.door else { continue };
        let roles = route.door.roles();
        for role in Role::ALL.iter().copied() {
            let status = answer(&app, &route, Some(holder(role))).await.status;
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
            "/cek/umum",
            "/keluar",
            "/masuk",
            "/mulai",
            "/peragaan-tanggal",
            "/peragaan/{key}",
            "/periksa",
            "/periksa/berkas",
            "/periksa/{token}",
            "/tautan/tempat/{secret}",
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
