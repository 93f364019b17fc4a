//! Officers and decided versions for the tests of this and other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use kernel::{Actor, Origin, PolicyVersionId, Role, RoleGrant, Scope, UserId};

use super::{Decide, Paper, begin, decide, get, in_force, propose, text, write};
use crate::App;

/// Somebody with `role` over the whole installation and an account of her own.
pub fn officer(app: &App, role: Role) -> Actor {
    Actor {
        user: Some(UserId(app.clock.new_id())),
        name: format!("{role} contoh"),
        person: None,
        grants: vec![RoleGrant {
            role,
            scope: Scope::All,
        }],
        origin: Origin::Web,
    }
}

/// A decision of today from the day `from`, on the text that `id` has now.
pub async fn decision(app: &App, id: PolicyVersionId, from: &str) -> Decide {
    let today = app.clock.today();
    Decide {
        from: from.parse().unwrap(),
        paper: Paper {
            number: "800/1/KEP/2026".into(),
            date: today,
            about: "Keputusan tentang kriteria peserta magang".into(),
            entry: None,
        },
        digest: get(&app.db, id, today).await.unwrap().digest,
        meeting: None,
        instead_of: Vec::new(),
    }
}

/// The changes of text that turn `old` years of service into `new`: the parameter, and the example at its boundary.
pub fn service(old: i32, new: i32) -> [(String, String); 2] {
    let value = |years: i32| format!("[param.min_service_years]\nvalue = {years}\n");
    let example = |years: i32| {
        let since = 2026 - years;
        format!("rules = {{ masa-kerja = \"met\" }} }}\nperson = {{ tmt_pns = {since}-03-01 }}")
    };
    [(value(old), value(new)), (example(old), example(new))]
}

/// A draft from the version of `policy` in force today, with `changes` of its text.
pub async fn draft(
    app: &App,
    actor: &Actor,
    policy: &str,
    changes: &[(String, String)],
) -> PolicyVersionId {
    let (today, now) = (app.clock.today(), app.clock.now());
    let base = in_force(&app.db, policy, today, now)
        .await
        .unwrap()
        .unwrap();
    let id = begin(app, actor, base, None).await.unwrap();
    let mut changed = text(&app.db, id).await.unwrap();
    for (old, new) in changes {
        assert!(
            changed.contains(old),
            "`{old}` does not stand in the policy"
        );
        changed = changed.replacen(old, new, 1);
    }
    write(app, actor, id, &changed, 1).await.unwrap();
    id
}

/// Another version of `policy`, proposed and decided by two people, in force from the day `from`.
pub async fn replace(
    app: &App,
    policy: &str,
    changes: &[(String, String)],
    from: &str,
) -> PolicyVersionId {
    let (writes, decides) = (officer(app, Role::Pengelola), officer(app, Role::Pejabat));
    let id = draft(app, &writes, policy, changes).await;
    propose(app, &writes, id, "Hasil rapat").await.unwrap();
    let order = decision(app, id, from).await;
    decide(app, &decides, id, order).await.unwrap();
    id
}
