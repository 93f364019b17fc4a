//! `titian routes | roles`: what the code itself says of its routes and of who may do what.

use kernel::Result;
use serde_json::json;
use web::Door;

use crate::output::{Outcome, print};

/// Every route with who may come in. An outside test of rights can be complete with it: the door names the acts, the
/// acts the roles, and the scope is what the role has.
pub fn routes(json: bool) -> Result<Outcome> {
    let routes = web::routes();
    let list: Vec<_> = routes
        .iter()
        .map(|route| {
            let acts: Vec<&str> = match &route.door {
                Door::Acts(acts) => acts.iter().map(|access| access.act).collect(),
                Door::Anyone | Door::SignedIn => Vec::new(),
            };
            let roles: Vec<&str> = route.door.roles().iter().map(|role| role.key()).collect();
            json!({
                "method": route.method.as_str(),
                "path": route.path,
                "parameters": route.parameters(),
                "door": door(&route.door),
                "acts": acts,
                "roles": roles,
                "csrf": route.csrf(),
            })
        })
        .collect();
    print(json, &json!(list), || {
        let lines: Vec<String> = routes
            .iter()
            .map(|route| {
                let who = match &route.door {
                    Door::Acts(acts) => {
                        let acts: Vec<&str> = acts.iter().map(|access| access.act).collect();
                        acts.join(", ")
                    }
                    other => door(other).to_owned(),
                };
                format!("{:<5} {:<45} {who}", route.method, route.path)
            })
            .collect();
        lines.join("\n")
    });
    Ok(Outcome::Done)
}

/// What the door asks for: nothing, to be signed in, or a role.
fn door(door: &Door) -> &'static str {
    match door {
        Door::Anyone => "anyone",
        Door::SignedIn => "signed-in",
        Door::Acts(_) => "role",
    }
}

/// Every act with the roles that may do it.
pub fn roles(json: bool) -> Result<Outcome> {
    let acts = app::access::all();
    let list: Vec<_> = acts
        .iter()
        .map(|access| {
            let roles: Vec<&str> = access.roles.iter().map(|role| role.key()).collect();
            json!({ "act": access.act, "roles": roles })
        })
        .collect();
    print(json, &json!(list), || {
        let lines: Vec<String> = acts
            .iter()
            .map(|access| {
                let roles: Vec<&str> = access.roles.iter().map(|role| role.key()).collect();
                format!("{:<28} {}", access.act, roles.join(", "))
            })
            .collect();
        lines.join("\n")
    });
    Ok(Outcome::Done)
}
