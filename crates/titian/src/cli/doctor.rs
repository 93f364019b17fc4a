//! `titian doctor`: looks at machine and installation, and says what is not as it should be.

use std::sync::Arc;

use app::ports::MailFailure;
use kernel::{Result, SystemClock};
use serde_json::json;

use crate::config::Config;
use crate::installation;
use crate::output::{Outcome, print};

struct Check {
    name: &'static str,
    ok: bool,
    says: String,
}

/// Carries it out.
pub async fn run(config: &Config, json: bool) -> Result<Outcome> {
    let mut checks = vec![data_folder(config), worker()];
    match installation::open_existing(config, Arc::new(SystemClock)).await {
        Ok(app) => {
            let engine = format!("{:?}", app::db::Sql::engine(&app.db));
            checks.push(Check {
                name: "database",
                ok: true,
                says: format!("{engine} answers"),
            });
            checks.push(audit(&app).await?);
            checks.push(files(&app)?);
            checks.push(mail(&app).await?);
            if config.base_url.value.starts_with("http://") {
                let says =
                    "base_url is http: QR codes and cookies want https in front of the server";
                checks.push(Check {
                    name: "https",
                    ok: false,
                    says: says.into(),
                });
            }
        }
        Err(error) => {
            let says = format!("cannot be opened: {error}");
            checks.push(Check {
                name: "database",
                ok: false,
                says,
            });
        }
    }
    let all = checks.iter().all(|check| check.ok);
    let list: Vec<_> = checks
        .iter()
        .map(|check| json!({ "check": check.name, "ok": check.ok, "says": check.says }))
        .collect();
    print(json, &json!({ "ok": all, "checks": list }), || {
        let lines: Vec<String> = checks
            .iter()
            .map(|c| format!("{} {:<12} {}", if c.ok { "✓" } else { "✗" }, c.name, c.says))
            .collect();
        lines.join("\n")
    });
    Ok(if all { Outcome::Done } else { Outcome::Failed })
}

fn data_folder(config: &Config) -> Check {
    let data = &config.data.value;
    let probe = data.join(".doctor");
    let written = std::fs::write(&probe, b"x").and_then(|()| std::fs::remove_file(&probe));
    match written {
        Ok(()) => Check {
            name: "data",
            ok: true,
            says: format!("{} can be written", data.display()),
        },
        Err(error) => Check {
            name: "data",
            ok: false,
            says: format!("{}: {error}", data.display()),
        },
    }
}

/// Starts the child process that reads foreign files and asks what it could not limit.
fn worker() -> Check {
    let name = "worker";
    match crate::adapters::probe_worker() {
        Ok(gaps) if gaps.is_empty() => Check {
            name,
            ok: true,
            says: "foreign files are read under memory, time and socket limits".into(),
        },
        Ok(gaps) => Check {
            name,
            ok: false,
            says: gaps.join("; "),
        },
        Err(error) => Check {
            name,
            ok: false,
            says: error.to_string(),
        },
    }
}

async fn audit(app: &app::App) -> Result<Check> {
    Ok(match app::audit::verify(&app.db).await? {
        Ok(found) => Check {
            name: "audit",
            ok: true,
            says: format!("{} lines, whole", found.lines),
        },
        Err(broken) => Check {
            name: "audit",
            ok: false,
            says: format!("line {}: {}", broken.seq, broken.what),
        },
    })
}

fn files(app: &app::App) -> Result<Check> {
    let stored = app.blobs.list()?;
    let mut changed = 0;
    for digest in &stored {
        let same = std::fs::read(app.blobs.path(digest))
            .is_ok_and(|bytes| app::sha256_hex(&bytes) == *digest);
        changed += usize::from(!same);
    }
    Ok(Check {
        name: "files",
        ok: changed == 0,
        says: format!("{} files, {changed} changed on disk", stored.len()),
    })
}

/// Asks the mail server whether it lets us in; nothing is sent.
async fn mail(app: &app::App) -> Result<Check> {
    let name = "mail";
    let Some(server) = &app.ports.mail else {
        return Ok(Check {
            name,
            ok: true,
            says: "not set up: notices stay inside the application (smtp_url, mail_from)".into(),
        });
    };
    let (queued, refused) = app::notices::waiting(&app.db).await?;
    let reached = server.probe().await;
    let answer = match reached {
        Ok(()) => "the server lets us in".to_owned(),
        Err(MailFailure::Unreachable) => {
            "the server cannot be reached, or does not let us in; notices wait".to_owned()
        }
        Err(MailFailure::Later(code) | MailFailure::Never(code)) => {
            format!("the server answers {code}")
        }
    };
    Ok(Check {
        name,
        ok: reached.is_ok(),
        says: format!("{answer}; {queued} e-mails wait, {refused} were refused"),
    })
}
