//! `titian demo`: the main job on an invented province, with one-click personas and a virtual clock.

mod agency;
mod guideline;
mod meetings;
mod ranked;
mod regulations;
mod scenario;
mod sheet;
mod simulation;
mod study;
mod waiting;

use std::path::PathBuf;
use std::sync::Arc;

use app::App;
use app::accounts::{self, NewAccount};
use app::hosts::Host;
use app::people::{self, HistoryKind, Mode};
use clap::Args;
use kernel::{Actor, Error, Origin, Result, Role, Scope, VirtualClock};
use web::AppState;
use web::demo::{DemoDoor, Persona};

use crate::config::{Config, Flags};
use crate::output::Outcome;
use crate::{cli::serve, installation};

/// Where the demonstration begins.
#[derive(Args, Debug)]
pub struct Demo {
    /// Civil servants of the invented province, 200 to 50,000
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(200..=50_000))]
    staff: u32,
    /// Seed of the invention: the same seed makes the same province
    #[arg(long, default_value_t = 2026)]
    seed: u64,
}

/// Makes the province where the folder is empty, then serves it until Ctrl-C.
pub async fn run(flags: &Flags, mut config: Config, demo: Demo) -> Result<Outcome> {
    serve::log_to_stderr();
    if flags.data.is_none() {
        // A folder of its own, so that a demonstration never touches a real installation.
        config.data.value = PathBuf::from("data-demo");
    }
    // Its people are invented, and so are their addresses.
    config.smtp_url.value = None;
    let clock = Arc::new(VirtualClock::default());
    let app = installation::open(&config, clock.clone()).await?;
    let personas = match existing_personas(&app).await? {
        personas if personas.is_empty() => invent(&app, &demo).await?,
        personas => personas,
    };
    eprintln!(
        "An invented province with {} personas: open {}",
        personas.len(),
        app.base_url
    );
    let door = DemoDoor {
        personas: Arc::new(personas),
        clock,
    };
    serve::listen(&config, AppState::demo(app, door)).await
}

struct Character {
    key: &'static str,
    role: Role,
    name: &'static str,
}

const CHARACTERS: &[Character] = &[
    Character {
        key: "pengelola",
        role: Role::Pengelola,
        name: "Pengelola Contoh",
    },
    Character {
        key: "opd",
        role: Role::Opd,
        name: "Pengelola Kepegawaian Contoh",
    },
    Character {
        key: "verifikator",
        role: Role::Verifikator,
        name: "Verifikator Contoh",
    },
    Character {
        key: "pegawai",
        role: Role::Pegawai,
        name: "",
    },
    Character {
        key: "host",
        role: Role::Host,
        name: "Koordinator Instansi Contoh",
    },
    Character {
        key: "atasan",
        role: Role::Atasan,
        name: "Atasan Contoh",
    },
    Character {
        key: "pejabat",
        role: Role::Pejabat,
        name: "Pejabat Contoh",
    },
    Character {
        key: "mitra",
        role: Role::Mitra,
        name: "Mitra Contoh",
    },
    Character {
        key: "koordinator",
        role: Role::Koordinator,
        name: "Koordinator Contoh",
    },
    Character {
        key: "auditor",
        role: Role::Auditor,
        name: "Auditor Contoh",
    },
    Character {
        key: "admin",
        role: Role::Admin,
        name: "Administrator Contoh",
    },
];

fn login(key: &str) -> String {
    format!("demo.{key}")
}

/// The personas of a province that was made earlier.
async fn existing_personas(app: &App) -> Result<Vec<Persona>> {
    let mut personas = Vec::new();
    for character in CHARACTERS {
        let Some(account) = accounts::account_by_login(&app.db, &login(character.key)).await?
        else {
            continue;
        };
        let place = place_of(app, account.id).await?;
        personas.push(Persona {
            key: character.key,
            role: character.role,
            account: account.id,
            name: account.name,
            place,
        });
    }
    Ok(personas)
}

async fn place_of(app: &App, id: kernel::UserId) -> Result<String> {
    for grant in accounts::grants_of(&app.db, id, app.clock.today()).await? {
        match grant.scope {
            Scope::Org(opd) => return Ok(app::organisations::get(&app.db, opd).await?.name),
            Scope::Host(host) => return Ok(app::hosts::get(&app.db, host).await?.name),
            _ => {}
        }
    }
    Ok(String::new())
}

/// Invents the province: the staff file with its histories, imported as an officer would, then the personas.
async fn invent(app: &App, demo: &Demo) -> Result<Vec<Persona>> {
    let today = app.clock.today();
    let actor = Actor::system(Origin::System);
    eprintln!("Inventing a province of {} civil servants …", demo.staff);
    let province = staff_file::synth::generate(demo.staff as usize, demo.seed, today);
    import(app, &actor, &province).await?;
    let hosts = scenario::hosts(app, &actor).await?;
    let host = hosts
        .first()
        .ok_or_else(|| Error::internal("the province has no hosts"))?;
    let personas = make_personas(app, &actor, host).await?;
    scenario::play(app, &personas, &hosts).await?;
    Ok(personas)
}

async fn import(app: &App, actor: &Actor, province: &staff_file::synth::Province) -> Result<()> {
    let checked =
        people::check(app, actor, "data-asn.csv", province.export_csv('|'), false).await?;
    let report = people::apply(app, actor, checked.id, Mode::GoodRows).await?;
    eprintln!(
        "  {} people imported, {} rows rejected",
        report.new,
        report.rejected.len()
    );
    for kind in HistoryKind::ALL {
        let bytes = province.history_csv(kind);
        let name = format!("{}.csv", kind.stem());
        people::import_history(app, actor, kind, &name, bytes, Mode::GoodRows).await?;
    }
    Ok(())
}

async fn make_personas(app: &App, actor: &Actor, host: &Host) -> Result<Vec<Persona>> {
    let opd = app::organisations::get(&app.db, scenario::home(app).await?).await?;
    let people = people::list(&app.db, &Scope::Org(opd.id), Default::default()).await?;
    let person = people
        .rows
        .iter()
        .find(|person| person.active && person.kind == "PNS")
        .ok_or_else(|| Error::internal("the province has no PNS in its largest OPD"))?;
    let mut personas = Vec::new();
    for character in CHARACTERS {
        let (scope, name, person_id) = match character.role {
            Role::Opd | Role::Atasan => (Scope::Org(opd.id), character.name.to_owned(), None),
            Role::Pegawai => (
                Scope::Person(person.id),
                person.name.clone(),
                Some(person.id),
            ),
            Role::Host => (Scope::Host(host.id), character.name.to_owned(), None),
            _ => (Scope::All, character.name.to_owned(), None),
        };
        let place = match character.role {
            Role::Opd | Role::Atasan | Role::Pegawai => opd.name.clone(),
            Role::Host => host.name.clone(),
            _ => String::new(),
        };
        // Without a password: a persona can only be entered through the demonstration's door.
        let new = NewAccount {
            login: login(character.key),
            name: name.clone(),
            password: None,
            person_id,
            grants: vec![(character.role, scope)],
        };
        let account = accounts::create(app, actor, new).await?;
        personas.push(Persona {
            key: character.key,
            role: character.role,
            account,
            name,
            place,
        });
    }
    Ok(personas)
}
