//! `kill -9` while people verify, nominate and give places: each decision is there with all that belongs to it, or not at all.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::nominations::State;
use app::placements::RunState;
use app::programmes::{self, Giving};
use app::{App, hosts, nominations, placements};
use kernel::{NominationId, PlacementRunId, Role, Scope};

use crate::PASSWORD;
use crate::http::{Client, Part};
use crate::world::{self, Dice, Plan, Url};

/// Rounds, each ended by `kill -9`; one confirmation of a whole proposal is under way in each.
const ROUNDS: usize = 5;
/// People whose proposal is confirmed as a whole in a round.
const TOGETHER: u32 = 24;
/// People who wait for verification and a place of their own.
const SINGLE: u32 = 150;
/// Clients at once who verify and give places; two more send nominations.
const CLERKS: usize = 5;

/// What a client was told, and what it asked without hearing the answer.
#[derive(Default, Debug)]
struct Told {
    verified: BTreeSet<NominationId>,
    placed: BTreeSet<NominationId>,
    asked: BTreeSet<NominationId>,
    /// Where the answer to a form of this nonce and NIP led, if there was one.
    forms: BTreeMap<(String, String), Option<String>>,
    unanswered: usize,
}

impl Told {
    fn join(&mut self, other: Self) {
        self.verified.extend(other.verified);
        self.placed.extend(other.placed);
        self.asked.extend(other.asked);
        self.forms.extend(other.forms);
        self.unanswered += other.unanswered;
    }
}

type Queue = Arc<Mutex<VecDeque<NominationId>>>;

/// Verifies one nominee after another and gives her the place she named.
async fn clerk(client: Client, queue: Queue) -> Told {
    let mut told = Told::default();
    loop {
        let Some(id) = queue.lock().unwrap().pop_front() else {
            return told;
        };
        told.asked.insert(id);
        for path in ["verifikasi", "penempatan/tetapkan"] {
            match client.post(&format!("/usulan/{id}/{path}"), &[]).await {
                Some(answer) => assert_eq!(answer.status, 303, "{path}: {}", answer.text()),
                None => {
                    told.unanswered += 1;
                    return told;
                }
            }
            match path {
                "verifikasi" => told.verified.insert(id),
                _ => told.placed.insert(id),
            };
        }
    }
}

/// Sends a nomination; where the answer leads.
async fn nominate(client: &Client, plan: &Plan, nip: &str, nonce: &str) -> Option<String> {
    let slot = plan.slots[0].to_string();
    let parts = [
        Part::Text("form_nonce", nonce),
        Part::Text("act", "send"),
        Part::Text("nip", nip),
        Part::Text("purpose", "Belajar analisis data"),
        Part::Text("basis", "superior"),
        Part::Text("plan_exception", "Kebutuhan mendesak"),
        Part::Text("plan_after", "Menerapkan di unit asal"),
        Part::Text("letter_number", "800/1/2026"),
        Part::Text("letter_date", "2026-01-05"),
        Part::Text("choice1", &slot),
        Part::File("paper_izin-opd", "izin.pdf", b"%PDF-1.7 izin contoh"),
    ];
    let path = format!("/program/{}/usulan/baru", plan.id);
    let answer = client.post(&path, &parts).await?;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("location")
            .then(|| value.to_owned())
    });
    Some(location.expect("where the nomination is"))
}

/// Sends nominations for these people until the server is gone.
async fn unit(client: Client, plan: Arc<Plan>, nips: Vec<String>, round: usize) -> Told {
    let mut told = Told::default();
    for nip in nips {
        let nonce = format!("formulir-{round}-{nip}");
        let answer = nominate(&client, &plan, &nip, &nonce).await;
        let gone = answer.is_none();
        told.forms.insert((nonce, nip), answer);
        if gone {
            told.unanswered += 1;
            break;
        }
    }
    told
}

/// A proposal that is confirmed while the server is ended.
struct Whole {
    plan: Plan,
    run: PlacementRunId,
    ids: Vec<NominationId>,
}

pub async fn survive(url: Url, seed: u64) {
    let mut server = world::serve(&url);
    let app = world::beside(&server, &url).await;
    world::account(&app, "petugas", &[Role::Pengelola, Role::Verifikator]).await;
    world::account(&app, "pengusul", &[Role::Pengelola]).await;
    let opd = world::opd(&app, "Dinas Contoh").await;
    let single = world::programme(&app, "Tunggal", Giving::Direct, &[80, 80]).await;
    let each = |n: u32| vec![usize::from(n.is_multiple_of(2))];
    let ids = world::nominees(&app, &single, opd, 1..SINGLE + 1, each, false).await;
    let mut wholes = Vec::new();
    for round in 0..ROUNDS as u32 {
        let from = 300 + round * TOGETHER;
        let name = format!("Bersama {round}");
        let (plan, run, ids) =
            world::proposed(&app, &name, Giving::Ranked, opd, from..from + TOGETHER).await;
        wholes.push(Whole { plan, run, ids });
    }
    let open = world::programme(&app, "Terbuka", Giving::Direct, &[400]).await;
    let mut nips = Vec::new();
    for n in 600..600 + 40 * ROUNDS as u32 {
        let person = app::screenings::testing::person(&app, opd, n, "2012-03-01").await;
        let brief = app::people::brief(&app.db, &Scope::All, person).await;
        nips.push(brief.unwrap().nip.as_str().to_owned());
    }
    drop(app);

    let address = server.base().replace("http://", "");
    let petugas = Client::sign_in(&address, "petugas", PASSWORD).await;
    let pengusul = Client::sign_in(&address, "pengusul", PASSWORD).await;
    let (single, open) = (Arc::new(single), Arc::new(open));
    let mut dice = Dice(seed);
    let queue: Queue = Arc::new(Mutex::new(ids.iter().copied().collect()));
    let mut all = Told::default();
    let mut confirmed = 0;
    let mut cut = 0;
    for (round, whole) in wholes.iter().enumerate() {
        let mut people = nips.chunks(20).skip(2 * round).take(2).map(<[_]>::to_vec);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..CLERKS {
            tasks.spawn(clerk(petugas.clone(), queue.clone()));
        }
        for _ in 0..2 {
            let nips = people.next().unwrap();
            tasks.spawn(unit(pengusul.clone(), open.clone(), nips, round));
        }
        tokio::time::sleep(Duration::from_millis(dice.below(150))).await;
        let path = format!("/penempatan/{}/tetapkan", whole.run);
        let confirming = tokio::spawn({
            let (client, path) = (petugas.clone(), path.clone());
            async move { client.post(&path, &[]).await }
        });
        tokio::time::sleep(Duration::from_millis(20 + dice.below(350))).await;
        server.kill();
        let mut told = Told::default();
        while let Some(done) = tasks.join_next().await {
            told.join(done.unwrap());
        }
        let heard = confirming.await.unwrap();
        if let Some(answer) = &heard {
            assert_eq!(answer.status, 303, "{}", answer.text());
        }
        server.restart();

        let app = world::beside(&server, &url).await;
        let stands = whole_is_whole(&app, whole).await;
        assert!(stands || heard.is_none(), "a confirmation is lost");
        (confirmed, cut) = (
            confirmed + usize::from(heard.is_some()),
            cut + usize::from(!stands),
        );
        all.join(told);
        single_hold(&app, &single, &ids, &all).await;
        drop(app);
        world::audit_holds(&server);

        // Everything that was asked is asked again, answered or not: it has one effect.
        for form in all
            .forms
            .iter_mut()
            .filter(|((nonce, _), _)| nonce.starts_with(&format!("formulir-{round}-")))
        {
            let ((nonce, nip), before) = form;
            let again = nominate(&pengusul, &open, nip, nonce).await.unwrap();
            assert_eq!(*before.get_or_insert(again.clone()), again);
        }
        for id in &all.asked {
            let path = format!("/usulan/{id}/penempatan/tetapkan");
            let verify = format!("/usulan/{id}/verifikasi");
            for path in [&verify, &path] {
                let answer = petugas.post(path, &[]).await.unwrap();
                assert!(
                    [303, 409, 422].contains(&answer.status),
                    "{}",
                    answer.text()
                );
            }
        }
        let answer = petugas.post(&path, &[]).await.unwrap();
        assert_eq!(answer.status, 303, "{}", answer.text());
        let app = world::beside(&server, &url).await;
        assert!(whole_is_whole(&app, whole).await);
        all.placed.extend(&all.asked);
        all.verified.extend(&all.asked);
        single_hold(&app, &single, &ids, &all).await;
        nominations_hold(&app, &open, &all).await;
        drop(app);
        world::audit_holds(&server);
    }
    assert!(
        all.unanswered >= ROUNDS,
        "hardly a request was cut off: the test proves nothing"
    );
    assert!(
        !all.placed.is_empty() && !all.forms.is_empty(),
        "hardly a decision was taken: the test proves nothing"
    );
    println!(
        "{} places given one by one, {} nominations; {} requests cut off; of {ROUNDS} confirmations {confirmed} \
         acknowledged, {cut} undone by the cut",
        all.placed.len(),
        all.forms.len(),
        all.unanswered
    );
}

/// Every person, place and line of a proposal is confirmed, or none is; whether it is.
async fn whole_is_whole(app: &App, whole: &Whole) -> bool {
    let run = placements::run(&app.db, whole.run).await.unwrap();
    let given = placements::confirmed(&app.db, whole.plan.id).await.unwrap();
    let programme = programmes::get(&app.db, whole.plan.id).await.unwrap();
    let stands = run.state == RunState::Confirmed;
    assert!(run.placed > 0);
    let expected = if stands { run.placed } else { 0 };
    assert_eq!(given.len() as i64, expected, "a proposal is half confirmed");
    assert_eq!(programme.state == programmes::State::Deciding, stands);
    places_count(app, &whole.plan).await;
    let (mut placed, mut unplaced) = (0, 0);
    for id in &whole.ids {
        let state = nominations::get(&app.db, &Scope::All, *id)
            .await
            .unwrap()
            .state;
        placed += i64::from(state == State::Placed);
        unplaced += i64::from(state == State::Unplaced);
        let lines = world::lines(app, "placement.place", &id.to_string()).await;
        assert_eq!(lines, i64::from(state == State::Placed), "{id}");
    }
    assert_eq!(placed, expected);
    assert_eq!(unplaced, if stands { run.unplaced } else { 0 });
    let line = world::lines(app, "placement.confirm", &whole.run.to_string()).await;
    assert_eq!(line, i64::from(stands));
    stands
}

/// Seats taken are the places given, place by place.
async fn places_count(app: &App, plan: &Plan) {
    let given = placements::confirmed(&app.db, plan.id).await.unwrap();
    for id in &plan.slots {
        let slot = hosts::slot(&app.db, *id).await.unwrap();
        let here = given.iter().filter(|placed| placed.slot.id == *id).count() as i64;
        assert_eq!(slot.filled, here, "seats of {}", slot.unit);
        assert!(slot.filled <= slot.quota_max);
    }
}

/// Who was given a place has it, once, with her line; who has one was asked for.
async fn single_hold(app: &App, plan: &Plan, ids: &[NominationId], told: &Told) {
    let given: BTreeSet<_> = placements::confirmed(&app.db, plan.id)
        .await
        .unwrap()
        .into_iter()
        .map(|placed| placed.nomination)
        .collect();
    for id in ids {
        let state = nominations::get(&app.db, &Scope::All, *id)
            .await
            .unwrap()
            .state;
        let (has, name) = (given.contains(id), id.to_string());
        assert_eq!(has, state == State::Placed, "{id} is {state} and has {has}");
        assert!(
            has || !told.placed.contains(id),
            "the place of {id} is lost"
        );
        assert!(!has || told.asked.contains(id), "nobody gave {id} a place");
        let verified = matches!(state, State::Verified | State::Placed);
        assert!(
            verified || !told.verified.contains(id),
            "the verification of {id} is lost"
        );
        let placing = world::lines(app, "placement.place", &name).await;
        let verifying = world::lines(app, "nomination.verify", &name).await;
        assert_eq!(
            (placing, verifying),
            (i64::from(has), i64::from(verified)),
            "{id}"
        );
    }
    places_count(app, plan).await;
    // A decision that was refused or cut off leaves no run behind.
    let latest = placements::latest(&app.db, plan.id).await.unwrap();
    assert!(latest.is_none_or(|run| run.state == RunState::Confirmed));
}

/// Each form made one nomination, screened and sent.
async fn nominations_hold(app: &App, plan: &Plan, told: &Told) {
    let sent = nominations::in_states(&app.db, plan.id, State::ALL)
        .await
        .unwrap();
    let mut found: Vec<_> = sent.iter().map(|one| one.snapshot.nip.as_str()).collect();
    found.sort_unstable();
    let mut expected: Vec<_> = told.forms.keys().map(|(_, nip)| nip.as_str()).collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
    for one in sent {
        assert_eq!(one.state, State::Submitted);
        let screening = app::screenings::current(&app.db, &Scope::All, one.id).await;
        assert!(screening.is_ok(), "{} has no screening", one.id);
        let lines = world::lines(app, "nomination.submit", &one.id.to_string()).await;
        assert_eq!(lines, 1, "{}", one.id);
        for paper in &one.papers {
            app.blobs.get(&paper.scan).await.unwrap();
        }
    }
}
