//! Two programmes with ranked choices: one whose aims are being compared, one announced, with a reconsideration and a repair.

use app::App;
use app::holidays::{self, Confidence, Day, DayKind, Year};
use app::hosts::Host;
use app::nominations;
use app::people::PersonBrief;
use app::placements::{self, Events, FreezeForm, Minimum, Notion, ObjectionForm, Release};
use app::programmes::{self, Arah, Giving, HostKind};
use kernel::{CivilDate, Error, FreezeId, NominationId, Result, Role, Scope};

use super::scenario::{Cast, Plan, policy_for, programme, ranked_three, send, statements, willing};

const COMPARED: Plan = Plan {
    name: "Magang Pilihan Berperingkat I",
    kind: HostKind::Central,
    lead: 100,
    nominations: 20,
    giving: Giving::Ranked,
    places: &[
        (0, "Bidang Arsitektur Data", "Penataan data", 1, true),
        (1, "Unit Mutu Layanan", "Pengukuran mutu layanan", 1, true),
        (2, "Direktorat Evaluasi", "Evaluasi rencana", 2, true),
    ],
};

const ANNOUNCED: Plan = Plan {
    name: "Magang Pilihan Berperingkat II",
    kind: HostKind::Central,
    lead: 90,
    nominations: 10,
    giving: Giving::Ranked,
    places: &[
        (0, "Bidang Analitik", "Analisis data", 1, true),
        (1, "Unit Inovasi Layanan", "Inovasi layanan", 1, true),
        (2, "Direktorat Pemantauan", "Pemantauan rencana", 1, true),
    ],
};

/// People who rank places in each of the two.
const PEOPLE: usize = 5;

/// Plays both programmes; a very small province may have nobody for them.
pub(super) async fn play(
    app: &App,
    cast: &Cast,
    institutions: &[Host],
) -> Result<Option<FreezeId>> {
    calendar(app, cast).await?;
    let own = cast.opd.scope_as(&[Role::Opd]);
    let mut people = ranked_three(app, &Scope::All, 200).await?;
    people.retain(|one| one.opd_id.map(Scope::Org) != Some(own.clone()));
    // The first forty stand in the programme that is decided already.
    let people: Vec<PersonBrief> = people.into_iter().skip(40).take(40).collect();
    statements(app, &cast.pengelola, &cast.verifikator, &people).await?;
    let (ids, rest) = nominated(app, cast, institutions, ANNOUNCED, people).await?;
    let waits = frozen(app, cast, &ids).await?;
    nominated(app, cast, institutions, COMPARED, rest).await?;
    Ok(waits)
}

/// An invented calendar of this year and the next, so that working days can be counted.
async fn calendar(app: &App, cast: &Cast) -> Result<()> {
    let year = app.clock.today().year();
    for year in [year, year + 1] {
        let date = CivilDate::new(year, 1, 1).map_err(Error::internal)?;
        let one = Year {
            year,
            source: "Kalender rekaan untuk peragaan, bukan keputusan bersama".into(),
            confidence: Confidence::Secondary,
            days: vec![Day {
                date,
                name: "Tahun Baru (rekaan)".into(),
                kind: DayKind::National,
            }],
            entered_at: None,
        };
        holidays::set_year(app, &cast.pengelola, one).await?;
    }
    Ok(())
}

/// A programme with its verified nominees, most of whom want the same place; and those who are left.
async fn nominated(
    app: &App,
    cast: &Cast,
    institutions: &[Host],
    plan: Plan,
    people: Vec<PersonBrief>,
) -> Result<(Vec<NominationId>, Vec<PersonBrief>)> {
    let places = programme(app, &cast.pengelola, institutions, plan).await?;
    let id = places.programme;
    let policy = policy_for(plan.kind, Arah::Keluar, app).await?;
    programmes::open(app, &cast.pengelola, id, policy).await?;
    let chosen = willing(app, id, people.clone(), PEOPLE).await?;
    let mut ids = Vec::new();
    for (index, person) in chosen.iter().enumerate() {
        let mut order = places.slots.clone();
        if index % 3 == 2 {
            order.rotate_left(1);
        }
        let sent = send(app, &cast.pengelola, id, person, &order, true).await?;
        nominations::verify(app, &cast.verifikator, sent).await?;
        ids.push(sent);
    }
    let rest = people
        .into_iter()
        .filter(|one| chosen.iter().all(|other| other.id != one.id))
        .collect();
    Ok((ids, rest))
}

/// Freezes the inputs of the second programme; its seed is named for a second from now.
async fn frozen(app: &App, cast: &Cast, ids: &[NominationId]) -> Result<Option<FreezeId>> {
    let Some(first) = ids.first() else {
        return Ok(None);
    };
    let programme = nominations::get(&app.db, &Scope::All, *first)
        .await?
        .programme_id;
    let officer = &cast.pengelola;
    if placements::check(app, officer, programme).await?.people < 3 {
        return Ok(None);
    }
    let form = FreezeForm {
        notion: Notion::Own,
        why: String::new(),
        minimum: Minimum::Ignore,
        seed_source: "Indeks rekaan Bursa Contoh, angka penutupan, dua desimal".into(),
        seed_at: app.clock.now().plus_seconds(1),
    };
    placements::freeze(app, officer, programme, form)
        .await
        .map(Some)
}

/// Computed, confirmed, announced; one asked for reconsideration; one withdrew, and the repair is not announced yet.
pub(super) async fn announce(app: &App, cast: &Cast, waits: Option<FreezeId>) -> Result<()> {
    let Some(freeze) = waits else {
        return Ok(());
    };
    let officer = &cast.pengelola;
    let one = placements::frozen(&app.db, freeze).await?;
    // No seed before its moment, in the demonstration neither; most of the second has passed by now.
    while app.clock.now() < one.seed_at {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let programme = one.programme;
    placements::draw(app, officer, freeze, "7512,88").await?;
    let run = placements::compute(app, officer, freeze).await?;
    placements::confirm(app, officer, run).await?;
    let today = app.clock.today();
    let days = placements::usual_days(today)
        .ok_or_else(|| Error::internal("no usual length of the window"))?;
    placements::publish(app, officer, run, days).await?;
    let release = Release {
        basis: "Ketentuan rekaan tentang keterbukaan informasi".into(),
        number: format!("800/7/KEP/{}", today.year()),
        date: Some(today),
        at: app.clock.now(),
    };
    placements::release(app, officer, freeze, release).await?;
    let waiting = placements::reserve(&app.db, run).await?;
    if let Some(one) = waiting.first() {
        let form = ObjectionForm {
            ground: "data".into(),
            body: "Hasil penilaian kompetensi saya yang baru belum dipakai.".into(),
            scan: None,
        };
        // Entered by the system from a paper, since who enters a request does not answer it.
        let system = kernel::Actor::system(kernel::Origin::System);
        let filed = placements::object(app, &system, one.nomination, form).await?;
        let answer = "Hasil itu belum disahkan pada hari pembekuan.";
        placements::answer(app, officer, filed, false, answer).await?;
    }
    let placed = placements::confirmed(&app.db, programme).await?;
    if let Some(gone) = placed.first() {
        let events = Events {
            withdraw: vec![gone.nomination],
            close: Vec::new(),
        };
        let reason = "Mengundurkan diri karena penugasan lain";
        let repaired = placements::repair(app, officer, run, events, reason).await?;
        placements::confirm(app, officer, repaired).await?;
    }
    Ok(())
}
