//! `titian user add`: an account from the server's own command line.

use std::io::{BufRead as _, IsTerminal as _};
use std::sync::Arc;

use app::accounts::{self, NewAccount};
use clap::Subcommand;
use kernel::{Actor, Error, HostId, OrgId, Origin, Result, Role, Scope, SystemClock};

use crate::config::Config;
use crate::installation;
use crate::output::{Outcome, print};

/// Accounts from the server's command line.
#[derive(Subcommand, Debug)]
pub enum User {
    /// Make an account; the password is read from standard input, one line
    Add {
        /// Name typed at login: 3–64 letters a–z, digits, . _ - @
        login: String,
        /// Name shown on screens and in the audit log
        #[arg(long)]
        name: String,
        /// Role: admin, pengelola, verifikator, opd, host, pejabat, auditor, … (see `titian roles`); may be repeated
        #[arg(long = "role", required = true)]
        roles: Vec<Role>,
        /// For roles of one OPD: its name, short name or id
        #[arg(long, value_name = "OPD")]
        opd: Option<String>,
        /// For roles at one host institution: its id
        #[arg(long, value_name = "ID")]
        host: Option<HostId>,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Carries it out.
pub async fn run(config: &Config, command: User) -> Result<Outcome> {
    let User::Add {
        login,
        name,
        roles,
        opd,
        host,
        json,
    } = command;
    let app = installation::open_existing(config, Arc::new(SystemClock)).await?;
    let scope = match (opd, host) {
        (Some(opd), _) => Scope::Org(find_opd(&app, &opd).await?),
        (None, Some(host)) => Scope::Host(host),
        (None, None) => Scope::All,
    };
    if std::io::stdin().is_terminal() {
        eprintln!("Password (one line, then Enter; it will be visible):");
    }
    let mut password = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(Error::internal)?;
    let new = NewAccount {
        login: login.clone(),
        name,
        password: Some(password.trim_end_matches(['\r', '\n']).to_owned()),
        person_id: None,
        grants: roles
            .into_iter()
            .map(|role| (role, scope.clone()))
            .collect(),
    };
    let id = accounts::create(&app, &Actor::system(Origin::Command), new).await?;
    print(
        json,
        &serde_json::json!({ "id": id.to_string(), "login": login }),
        || format!("Account {login} was made ({id})."),
    );
    Ok(Outcome::Done)
}

async fn find_opd(app: &app::App, text: &str) -> Result<OrgId> {
    if let Ok(id) = text.parse() {
        return Ok(app::organisations::get(&app.db, id).await?.id);
    }
    app::organisations::find_by_name(&app.db, text)
        .await?
        .map(|org| org.opd_id)
        .ok_or_else(|| Error::invalid_field("opd", "error-opd-unknown"))
}
