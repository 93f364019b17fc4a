//! `titian routes | roles`: what the code itself says of its routes and of who may do what.

use kernel::Result;
use serde_json::json;

use crate::output::{Outcome, print};

/// Every route with its methods.
pub fn routes(json: bool) -> Result<Outcome> {
    let routes = web::routes();
    let list: Vec<_> = routes
        .iter()
        .map(|route| json!({ "path": route.path, "methods": route.methods, "csrf": route.csrf }))
        .collect();
    print(json, &json!(list), || {
        let lines: Vec<String> = routes
            .iter()
            .map(|route| format!("{:<10} {}", route.methods.join(","), route.path))
            .collect();
        lines.join("\n")
    });
    Ok(Outcome::Done)
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
