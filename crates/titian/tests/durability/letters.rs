//! `kill -9` while a programme's letters are drafted, numbered and issued: a number is used exactly by the letter that
//! bears it, nothing is numbered twice, and running again issues what is missing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::letters::{
    self, Agency, Letter, LetterKind, LetterState, NewOfficial, NumberState, OfficialStatus,
};
use app::programmes::Giving;
use app::{App, placements};
use kernel::{LetterId, ProgrammeId, Role};

use crate::PASSWORD;
use crate::http::{Client, Part};
use crate::world::{self, Dice, Url, system};

/// People with a place, and so assignment letters.
const PEOPLE: u32 = 40;
/// Clients at once who issue single letters beside the run.
const CLERKS: usize = 2;
/// Cuts of the run before it may end in peace.
const CUTS: usize = 4;

async fn furnish(app: &App) {
    let agency = Agency {
        region_kind: "Provinsi".into(),
        region: "Nusa Contoh".into(),
        head_title: "Gubernur".into(),
        agency: "Badan Kepegawaian Daerah".into(),
        code: "BKD".into(),
        secretariat_code: "SETDA".into(),
        address: vec!["Jalan Jembatan Kecil Nomor 1, Kota Contoh 40999".into()],
        secretariat_address: vec!["Jalan Raya Contoh Nomor 2, Kota Contoh 40999".into()],
        place: "Kota Contoh".into(),
        contact: None,
        logo: None,
    };
    letters::set_agency(app, &system(), agency).await.unwrap();
    for (office, plain, nip) in [
        (letters::HEAD_OF_REGION, "Wira Contoh", None),
        (
            letters::SECRETARY,
            "Ratna Contoh",
            Some("197002022095032001"),
        ),
        (
            letters::HEAD_OF_AGENCY,
            "Raksa Contoh",
            Some("197101012095031002"),
        ),
    ] {
        let new = NewOfficial {
            office: office.into(),
            office_name: String::new(),
            name: plain.into(),
            name_plain: plain.into(),
            nip: nip.map(|nip| nip.parse().unwrap()),
            golongan: nip.map(|_| "IV/d".parse().unwrap()),
            status: OfficialStatus::Definitive,
            mandate_number: None,
            mandate_date: None,
            valid_from: "2025-01-01".parse().unwrap(),
            valid_to: None,
        };
        letters::add_official(app, &system(), new).await.unwrap();
    }
}

type Queue = Arc<Mutex<VecDeque<LetterId>>>;

/// Issues one letter with the next number; whether that was acknowledged.
async fn issue(client: &Client, id: LetterId, way: &[Part<'_>], date: &str) -> Option<u16> {
    let mut parts = vec![Part::Text("date", date), Part::Text("version", "1")];
    for part in way {
        if let Part::Text(name, value) = part {
            parts.push(Part::Text(name, value));
        }
    }
    let answer = client
        .post(&format!("/surat/{id}/terbitkan"), &parts)
        .await?;
    assert_eq!(answer.status, 303, "{}", answer.text());
    Some(answer.status)
}

/// Issues letter after letter until the server is gone; what was acknowledged, and whether the last was not.
async fn clerk(client: Client, queue: Queue, date: String) -> (BTreeSet<LetterId>, bool) {
    let mut issued = BTreeSet::new();
    loop {
        let Some(id) = queue.lock().unwrap().pop_back() else {
            return (issued, false);
        };
        match issue(&client, id, &[Part::Text("way", "automatic")], &date).await {
            Some(_) => issued.insert(id),
            None => return (issued, true),
        };
    }
}

pub async fn survive(url: Url, seed: u64) {
    let mut server = world::serve(&url);
    let app = world::beside(&server, &url).await;
    furnish(&app).await;
    world::account(&app, "petugas", &[Role::Pengelola, Role::Pejabat]).await;
    let opd = world::opd(&app, "Dinas Contoh").await;
    let (plan, run, _) = world::proposed(&app, "Surat", Giving::Direct, opd, 1..PEOPLE + 1).await;
    placements::confirm(&app, &system(), run).await.unwrap();
    let date = app.clock.today().to_string();
    drop(app);

    let address = server.base().replace("http://", "");
    let client = Client::sign_in(&address, "petugas", PASSWORD).await;
    let mut dice = Dice(seed);

    // Drafting: all letters of the programme or none. A cut that came too late is followed by one on the repetition.
    let path = format!("/program/{}/surat/konsep", plan.id);
    let mut known = 0;
    for _ in 0..2 {
        let drafting = tokio::spawn({
            let (client, path) = (client.clone(), path.clone());
            async move { client.post(&path, &[]).await }
        });
        tokio::time::sleep(Duration::from_millis(5 + dice.below(60))).await;
        server.kill();
        let heard = drafting.await.unwrap().is_some();
        server.restart();
        let app = world::beside(&server, &url).await;
        let found = live(&app, plan.id).await.len();
        let whole = PEOPLE as usize + 2;
        assert!(found == 0 || found == whole, "{found} drafts of {whole}");
        assert!(found == whole || (!heard && known == 0), "drafts are lost");
        known = found;
    }
    let answer = client.post(&path, &[]).await.unwrap();
    assert_eq!(answer.status, 303, "{}", answer.text());

    // The decision, numbered by another office; sent again after the cut it keeps its number.
    let app = world::beside(&server, &url).await;
    let drafts = live(&app, plan.id).await;
    drop(app);
    let of = |kind| {
        drafts
            .iter()
            .filter(move |one| one.kind == kind)
            .map(|one| one.id)
    };
    let decision = of(LetterKind::Decision).next().unwrap();
    let outside = [
        Part::Text("way", "outside"),
        Part::Text("number", "800/101/KEP/2026"),
    ];
    let deciding = tokio::spawn({
        let (client, date) = (client.clone(), date.clone());
        let outside = [
            Part::Text("way", "outside"),
            Part::Text("number", "800/101/KEP/2026"),
        ];
        async move { issue(&client, decision, &outside, &date).await }
    });
    tokio::time::sleep(Duration::from_millis(20 + dice.below(120))).await;
    server.kill();
    let mut acknowledged = BTreeSet::new();
    acknowledged.extend(deciding.await.unwrap().map(|_| decision));
    server.restart();
    let app = world::beside(&server, &url).await;
    holds(&app, plan.id, &acknowledged).await;
    drop(app);
    issue(&client, decision, &outside, &date).await.unwrap();
    acknowledged.insert(decision);

    // The run, with clerks who issue single letters beside it.
    let assignments: Vec<LetterId> = of(LetterKind::Assignment).collect();
    let path = format!(
        "/program/{}/surat/terbitkan/{}",
        plan.id,
        LetterKind::Assignment
    );
    let mut cut_letters = 0;
    let mut held_back = 0;
    for _ in 0..CUTS {
        let app = world::beside(&server, &url).await;
        let waiting = live(&app, plan.id).await;
        drop(app);
        let waiting = waiting
            .iter()
            .filter(|one| one.kind == LetterKind::Assignment && one.state == LetterState::Draft);
        let queue: Queue = Arc::new(Mutex::new(waiting.map(|one| one.id).collect()));
        let running = tokio::spawn({
            let (client, path, date) = (client.clone(), path.clone(), date.clone());
            async move { client.post(&path, &[Part::Text("date", &date)]).await }
        });
        let clerks: Vec<_> = (0..CLERKS)
            .map(|_| tokio::spawn(clerk(client.clone(), queue.clone(), date.clone())))
            .collect();
        tokio::time::sleep(Duration::from_millis(150 + dice.below(700))).await;
        server.kill();
        for clerk in clerks {
            let (issued, cut) = clerk.await.unwrap();
            acknowledged.extend(issued);
            cut_letters += usize::from(cut);
        }
        if let Some(answer) = running.await.unwrap() {
            assert_eq!(answer.status, 303, "{}", answer.text());
            acknowledged.extend(&assignments);
        }
        server.restart();
        let app = world::beside(&server, &url).await;
        held_back += holds(&app, plan.id, &acknowledged).await;
        drop(app);
        world::audit_holds(&server);
        // What was acknowledged is asked for again and gets no second number.
        for id in acknowledged.iter().filter(|id| **id != decision).take(3) {
            issue(&client, *id, &[Part::Text("way", "automatic")], &date)
                .await
                .unwrap();
        }
    }
    let answer = client
        .post(&path, &[Part::Text("date", &date)])
        .await
        .unwrap();
    assert_eq!(answer.status, 303, "{}", answer.text());
    acknowledged.extend(&assignments);

    let app = world::beside(&server, &url).await;
    assert_eq!(
        holds(&app, plan.id, &acknowledged).await,
        0,
        "a number without its letter"
    );
    let registers = letters::registers(&app, &system()).await.unwrap();
    let positions: BTreeSet<i64> = registers
        .iter()
        .flat_map(|view| &view.numbers)
        .filter_map(|row| row.position)
        .collect();
    assert_eq!(
        positions,
        (1..=i64::from(PEOPLE)).collect(),
        "the numbers of the register"
    );
    world::audit_holds(&server);
    assert!(
        cut_letters > 0,
        "no letter was cut off: the test proves nothing"
    );
    println!(
        "{} letters issued; {cut_letters} single ones cut off, {held_back} numbers held for the letter that took them",
        acknowledged.len()
    );
}

async fn live(app: &App, programme: ProgrammeId) -> Vec<Letter> {
    letters::of_programme(app, &system(), programme)
        .await
        .unwrap()
}

/// A number is used ⇔ an issued letter bears it; a reserved one is held by a draft, which finds it again; how many are.
async fn holds(app: &App, programme: ProgrammeId, acknowledged: &BTreeSet<LetterId>) -> usize {
    let all = live(app, programme).await;
    let mut borne = BTreeMap::new();
    let mut held = 0;
    for view in letters::registers(app, &system()).await.unwrap() {
        assert!(
            view.gaps.missing.is_empty(),
            "numbers vanished: {:?}",
            view.gaps
        );
        assert!(
            view.gaps.void.is_empty(),
            "numbers were given up: {:?}",
            view.gaps
        );
        let counted = view
            .numbers
            .iter()
            .filter(|row| row.position.is_some())
            .count();
        assert_eq!(view.register.next, counted as i64 + 1);
        for row in view.numbers {
            let letter = row.letter.expect("a number is held by its letter");
            let state = all.iter().find(|one| one.id == letter).unwrap().state;
            match row.state {
                NumberState::Used => assert_eq!(state, LetterState::Issued, "{}", row.number),
                NumberState::Reserved => {
                    assert_eq!(state, LetterState::Draft, "{}", row.number);
                    held += 1;
                }
                NumberState::Void => panic!("{} was given up", row.number),
            }
            let number = row.number.clone();
            assert!(
                borne.insert(letter, row).is_none(),
                "{letter} took a second number, {number}"
            );
        }
    }
    for letter in &all {
        let id = letter.id.to_string();
        let issued = letter.state == LetterState::Issued;
        assert!(
            issued || !acknowledged.contains(&letter.id),
            "letter {id} is lost"
        );
        let lines = world::lines(app, "letter.issue", &id).await;
        assert_eq!(lines, i64::from(issued), "{id}");
        if !issued {
            assert!(letter.content.is_none() && letter.token.is_none(), "{id}");
            continue;
        }
        let row = borne
            .get(&letter.id)
            .expect("an issued letter bears a number");
        assert_eq!(letter.number.as_deref(), Some(row.number.as_str()));
        assert!(letter.token.is_some());
        let view = letters::view(app, &system(), letter.id).await.unwrap();
        assert_eq!(view.files.len(), 1, "{id}");
        let pdf = app.blobs.get(&view.files[0].sha256).await.unwrap();
        assert_eq!(app::sha256_hex(&pdf), view.files[0].sha256);
        assert!(
            pdf.starts_with(b"%PDF") && pdf.len() as i64 == view.files[0].bytes as i64,
            "{id}"
        );
    }
    held
}
