//! An agency ready for decisions, made by the commands that the pages call, and a look at it past the server.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::App;
use app::accounts::{self, NewAccount};
use app::blobs::Blobs;
use app::db::{Db, Location};
use app::hosts::{Confirmation, SlotForm};
use app::keys::Keys;
use app::programmes::{
    self, Arah, Bidang, Giving, HostKind, Objective, PaperKind, PinnedPolicy, Settings, Simple,
    Waktu,
};
use app::{hosts, nominations, people, placements, screenings};
use kernel::{
    Actor, NominationId, OrgId, Origin, OsEntropy, PlacementRunId, ProgrammeId, Role, Scope,
    SlotId, SystemClock,
};

use crate::PASSWORD;
use crate::server::Server;

/// Where the database is: `None` for the folder's own SQLite, or a fresh PostgreSQL.
pub type Url = Option<String>;

/// A fresh PostgreSQL database, when the environment names a server (`cargo xtask test` does).
pub async fn postgres() -> Url {
    match app::testing::fresh_postgres().await {
        Some(Location::Url(url)) => Some(url),
        _ => None,
    }
}

/// Starts `titian serve` on an empty folder and this database.
pub fn serve(url: &Url) -> Server {
    let environment: Vec<_> = url
        .iter()
        .map(|url| ("DATABASE_URL", url.as_str()))
        .collect();
    Server::start(&["serve"], &environment)
}

/// The installation of a server, opened beside it. It is dropped before the server is ended, so that what happens
/// after the restart is what happens to an agency.
pub async fn beside(server: &Server, url: &Url) -> App {
    let data = server.data();
    let entropy = Arc::new(OsEntropy);
    let clock = Arc::new(SystemClock);
    let keys = Arc::new(Keys::open(&data.join("keys"), entropy.as_ref()).unwrap());
    let location = match url {
        Some(url) => Location::Url(url.clone()),
        None => Location::File(data.join("titian.db")),
    };
    let db = Db::connect(&location, clock.clone(), keys.audit)
        .await
        .unwrap();
    App {
        db,
        clock,
        blobs: Blobs::open(&data.join("files"), entropy.clone()).unwrap(),
        entropy,
        keys,
        ports: app::testing::absent_ports(),
        base_url: server.base().into(),
        tunnel: app::simulations::Tunnel::default(),
    }
}

/// Whoever sets the scene.
pub fn system() -> Actor {
    Actor::system(Origin::Command)
}

/// An account with these roles for the whole installation.
pub async fn account(app: &App, login: &str, roles: &[Role]) {
    let new = NewAccount {
        login: login.into(),
        name: format!("{login} Contoh"),
        password: Some(PASSWORD.into()),
        person_id: None,
        grants: roles.iter().map(|role| (*role, Scope::All)).collect(),
    };
    accounts::create(app, &system(), new).await.unwrap();
}

/// An open programme that asks for the permission of the head alone, and its places.
pub struct Plan {
    pub id: ProgrammeId,
    pub slots: Vec<SlotId>,
}

/// Opens one with a place for each of `quotas`; its dates lie around today.
pub async fn programme(app: &App, name: &str, giving: Giving, quotas: &[i64]) -> Plan {
    let today = app.clock.today();
    let day = |n: i32| today.add_days(n).unwrap();
    let simple = Simple {
        name: name.into(),
        host_kind: HostKind::Central,
        bidang: Bidang::Teknis,
        arah: Arah::Keluar,
        waktu: Waktu::Penuh,
        start: day(60),
        end: day(149),
        nominate_until: day(30),
        release_max: None,
    };
    let mut settings = Settings::simple(simple, today).unwrap();
    settings.giving = giving;
    settings.max_choices = 3;
    settings.objective = vec![Objective::Placed];
    settings.papers = vec![PaperKind::IzinOpd];
    settings.seed = "undian".into();
    let id = programmes::create(app, &system(), settings).await.unwrap();
    let policy = PinnedPolicy {
        id: "magang-banten".into(),
        version: "uji-1".into(),
        text: screenings::testing::POLICY.into(),
    };
    programmes::open(app, &system(), id, policy).await.unwrap();
    let host = hosts::testing::host(app, &format!("Badan {name}")).await;
    let form = |(n, quota): (usize, &i64)| SlotForm {
        host_id: host,
        unit: format!("Unit Contoh {n}"),
        field: "Manajemen kepegawaian".into(),
        start: day(60),
        end: day(149),
        quota_min: 0,
        quota_max: *quota,
        competencies: BTreeMap::new(),
        confirmation: Some(Confirmation {
            number: "B/12/2026".into(),
            date: today,
            scan: None,
        }),
    };
    let forms = quotas.iter().enumerate().map(form).collect();
    let slots = hosts::add_slots(app, &system(), id, forms).await.unwrap();
    Plan { id, slots }
}

/// Nominees of a programme with numbers `from..to`, each with the choices that `choose` names by position.
pub async fn nominees(
    app: &App,
    plan: &Plan,
    opd: OrgId,
    numbers: std::ops::Range<u32>,
    choose: impl Fn(u32) -> Vec<usize>,
    verified: bool,
) -> Vec<NominationId> {
    let mut made = Vec::new();
    for n in numbers {
        let person = screenings::testing::person(app, opd, n, "2012-03-01").await;
        let choices = choose(n).iter().map(|at| plan.slots[*at]).collect();
        let mut form = nominations::testing::form(app, plan.id, person, choices).await;
        if let Some(letter) = &mut form.letter {
            letter.date = app.clock.today();
        }
        let id = nominations::nominate(app, &system(), plan.id, form, true, None)
            .await
            .unwrap();
        if verified {
            nominations::verify(app, &system(), id).await.unwrap();
        }
        made.push(id);
    }
    made
}

/// A programme with `n` verified nominees for `n` places and a proposal that waits for its confirmation. Where choices are
/// ranked, its letters wait for the announcement and the window as well.
pub async fn proposed(
    app: &App,
    name: &str,
    giving: Giving,
    opd: OrgId,
    numbers: std::ops::Range<u32>,
) -> (Plan, PlacementRunId, Vec<NominationId>) {
    let half = i64::from(numbers.len() as u32).div_euclid(2);
    let plan = programme(app, name, giving, &[half, half]).await;
    let both = |n: u32| {
        if giving != Giving::Ranked {
            // Half of them at each place.
            vec![usize::from(n.is_multiple_of(2))]
        } else if n.is_multiple_of(3) {
            vec![1, 0]
        } else {
            vec![0, 1]
        }
    };
    let ids = nominees(app, &plan, opd, numbers, both, true).await;
    let run = match giving {
        Giving::Ranked => placements::testing::ranked(app, plan.id).await,
        Giving::Direct | Giving::Cohort => placements::propose(app, &system(), plan.id, None).await,
    };
    let run = run.unwrap();
    (plan, run, ids)
}

/// A unit with a name of its own.
pub async fn opd(app: &App, name: &str) -> OrgId {
    people::testing::opd(app, name).await
}

/// How many lines of the audit log say `act` of this subject.
pub async fn lines(app: &App, act: &str, subject: &str) -> i64 {
    let filter = app::audit::Filter {
        act: Some(act.to_owned()),
        subject_id: Some(subject.to_owned()),
        ..Default::default()
    };
    let found = app::audit::list(&app.db, &filter, Default::default()).await;
    found.unwrap().total
}

/// The chain of the audit log holds from its first line to its head.
pub fn audit_holds(server: &Server) {
    let audit = server.command(&["audit", "verify"]);
    assert!(
        audit.status.success(),
        "{}",
        String::from_utf8_lossy(&audit.stdout)
    );
}

/// Numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    /// The next one below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}
