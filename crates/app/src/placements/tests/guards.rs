//! What nobody may get around: conflicts, one draw for the same people, the seed, the announcement before the Keputusan.

use kernel::{Role, RoleGrant, UserId};

use super::*;
use crate::placements::freeze::{prepare, store_frozen};

/// An officer with an account of her own.
fn officer(app: &App) -> Actor {
    Actor {
        user: Some(UserId(app.clock.new_id())),
        name: "Pengelola Contoh".into(),
        person: None,
        grants: vec![RoleGrant {
            role: Role::Pengelola,
            scope: Scope::All,
        }],
        origin: Origin::System,
    }
}

/// Two places of one, and three who all want the first and would take the second.
async fn contested(app: &App) -> (World, [NominationId; 3]) {
    let world = world(app, Giving::Ranked, None, &[1, 1]).await;
    let mut ids = Vec::new();
    for n in 1..=3 {
        ids.push(nominee(app, &world, n, LONG_AGO, &[0, 1]).await);
    }
    (world, ids.try_into().unwrap())
}

/// Who has the first place, the second, and none.
async fn by_place(app: &App, run: PlacementRunId, world: &World) -> [NominationId; 3] {
    let all = everybody(app, run).await;
    let of = |slot: Option<SlotId>| {
        let found = all.iter().find(|one| one.explained.slot == slot);
        found.unwrap().nomination
    };
    [of(Some(world.slots[0])), of(Some(world.slots[1])), of(None)]
}

async fn first_host(app: &App, world: &World) -> kernel::HostId {
    hosts::slot(&app.db, world.slots[0]).await.unwrap().host_id
}

/// The programme goes back to where nominations are taken.
async fn reopen(app: &App, programme: ProgrammeId) {
    use programmes::State::{Open, Placing, Verifying};
    for step in [Placing, Verifying, Open] {
        programmes::advance(app, &system(), programme, step)
            .await
            .unwrap();
    }
}

fn withdraw(id: NominationId) -> Events {
    Events {
        withdraw: vec![id],
        ..Events::default()
    }
}

#[tokio::test]
async fn a_conflict_that_is_declared_late_binds_every_change_and_moves_who_is_there() {
    each_engine(async |app| {
        let (world, _) = contested(&app).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        confirm(&app, &system(), run_id).await.unwrap();
        let [holder, _, waiting] = by_place(&app, run_id, &world).await;
        let host = first_host(&app, &world).await;
        // A proposal that brings a pair together is made before the pair is declared: it is never confirmed.
        let proposed = repair(&app, &system(), run_id, withdraw(holder), "Mundur")
            .await
            .unwrap();
        let promoted = by_slot(&app, proposed, world.slots[0]).await;
        assert_eq!(promoted, Some(waiting));
        declare(&app, &system(), waiting, host, "Keluarga")
            .await
            .unwrap();
        let error = confirm(&app, &system(), proposed).await.unwrap_err();
        assert_eq!(error.text().key, "placements-in-conflict");
        assert_eq!(state(&app, holder).await, State::Placed);
        // Computed anew, the repair keeps the pair apart.
        discard(&app, &system(), proposed).await.unwrap();
        let new = repair(&app, &system(), run_id, withdraw(holder), "Mundur")
            .await
            .unwrap();
        assert_ne!(by_slot(&app, new, world.slots[0]).await, Some(waiting));
        discard(&app, &system(), new).await.unwrap();

        // Who is there already is shown, and the next repair moves her, though nothing else happened.
        let nothing = preview(&app, &system(), run_id, Events::default()).await;
        let nothing = nothing.unwrap_err();
        assert_eq!(nothing.fields()[0].text.key, "placements-nothing-happened");
        declare(&app, &system(), holder, host, "Pernah diatasi")
            .await
            .unwrap();
        let list = conflicts(&app.db, &system(), world.programme)
            .await
            .unwrap();
        let placed: Vec<bool> = [waiting, holder]
            .iter()
            .map(|id| {
                list.iter()
                    .find(|one| one.nomination == *id)
                    .unwrap()
                    .placed
            })
            .collect();
        assert_eq!(placed, [false, true]);
        let seen = preview(&app, &system(), run_id, Events::default())
            .await
            .unwrap();
        assert_eq!(seen.clashing, 1);
        let new = repair(&app, &system(), run_id, Events::default(), "Benturan")
            .await
            .unwrap();
        confirm(&app, &system(), new).await.unwrap();
        let found = run(&app.db, new).await.unwrap();
        matching_check::verify(&found.problem, &found.result).unwrap();
        for given in confirmed(&app.db, world.programme).await.unwrap() {
            let pair = [waiting, holder].contains(&given.nomination);
            assert!(!pair || given.slot.host_id != host, "{given:?}");
        }
    })
    .await;
}

async fn by_slot(app: &App, run: PlacementRunId, slot: SlotId) -> Option<NominationId> {
    let all = everybody(app, run).await;
    let found = all.iter().find(|one| one.explained.slot == Some(slot));
    found.map(|one| one.nomination)
}

#[tokio::test]
async fn a_conflict_that_is_declared_while_inputs_are_frozen_stops_the_freeze() {
    each_engine(async |app| {
        let (world, ids) = contested(&app).await;
        let prepared = prepare(&app, world.programme, testing::form(&app))
            .await
            .unwrap();
        let host = first_host(&app, &world).await;
        declare(&app, &system(), ids[0], host, "Keluarga")
            .await
            .unwrap();
        let error = store_frozen(&app, &system(), prepared).await.unwrap_err();
        assert_eq!(error.text().key, "placements-inputs-changed");
        assert!(freeze_of(&app.db, world.programme).await.unwrap().is_none());
        let prepared = prepare(&app, world.programme, testing::form(&app))
            .await
            .unwrap();
        let id = store_frozen(&app, &system(), prepared).await.unwrap();
        assert!(
            frozen(&app.db, id)
                .await
                .unwrap()
                .problem
                .contains("conflicts")
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_draws_twice_for_the_same_people() {
    each_engine(async |app| {
        let (world, _) = contested(&app).await;
        testing::calendar(&app, &["2026-12-25", "2027-01-01"]).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        confirm(&app, &system(), run_id).await.unwrap();
        let [first, second, waiting] = by_place(&app, run_id, &world).await;
        // Places are not taken back one by one until another draw is possible.
        let error = take_back(&app, &system(), first, "Lain").await.unwrap_err();
        assert_eq!(error.text().key, "placements-take-back-ranked");
        assert_eq!(state(&app, first).await, State::Placed);
        let again = async || freeze(&app, &system(), world.programme, testing::form(&app)).await;
        let error = again().await.unwrap_err();
        assert_eq!(error.text().key, "placements-frozen-already");
        assert_eq!(error.next_step().unwrap().key, "placements-next-announce");
        publish(&app, &system(), run_id, 5).await.unwrap();
        // One of those who were placed withdraws and is nominated anew: she was decided upon already.
        let mended = repair(&app, &system(), run_id, withdraw(second), "Mundur")
            .await
            .unwrap();
        confirm(&app, &system(), mended).await.unwrap();
        reopen(&app, world.programme).await;
        let person = nominations::get(&app.db, &Scope::All, second)
            .await
            .unwrap();
        let choices = vec![world.slots[1]];
        let form = papers::form(&app, world.programme, person.person_id.unwrap(), choices).await;
        let anew = nominate(&app, &system(), world.programme, form, true, None)
            .await
            .unwrap();
        verify(&app, &system(), anew).await.unwrap();
        let error = again().await.unwrap_err();
        assert_eq!(error.text().key, "placements-nobody-new");
        let late = nominee(&app, &world, 9, LONG_AGO, &[1]).await;
        let id = again().await.unwrap();
        let found = frozen(&app.db, id).await.unwrap();
        let people: Vec<NominationId> = found.ids.people.iter().map(|one| one.nomination).collect();
        assert_eq!(people, [late], "{waiting:?} came up by the repair");
        let out = found.left_out.iter().find(|one| one.nomination == anew);
        assert_eq!(out.unwrap().reason, "placements-out-earlier");
        assert_eq!(freezes(&app.db, world.programme).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_freeze_stands_once_its_seed_is_public_and_a_mistyped_seed_is_corrected_by_another() {
    each_engine(async |app| {
        let (world, _) = contested(&app).await;
        let id = freeze(&app, &system(), world.programme, testing::form(&app))
            .await
            .unwrap();
        let later = testing::later(&app, 1);
        // Nobody has entered it, but everybody may know it.
        let error = thaw(&later, &system(), id, "Tidak suka").await.unwrap_err();
        assert_eq!(error.text().key, "placements-thaw-late");
        assert_eq!(
            frozen(&app.db, id).await.unwrap().state,
            FreezeState::Frozen
        );

        let (one, other) = (officer(&app), officer(&app));
        draw(&later, &one, id, "7521,88").await.unwrap();
        let error = correct_seed(&later, &one, id, "7512,88", "Salah ketik").await;
        assert_eq!(error.unwrap_err().text().key, "placements-own-seed");
        correct_seed(&later, &other, id, "7512,88", "Salah ketik")
            .await
            .unwrap();
        let found = frozen(&app.db, id).await.unwrap();
        assert_eq!(found.seed.as_deref(), Some("7512,88"));
        let corrected = found.corrected.unwrap();
        assert_eq!(corrected.first, "7521,88");
        assert_eq!(corrected.reason, "Salah ketik");
        let twice = correct_seed(&later, &other, id, "1", "Lagi").await;
        assert_eq!(twice.unwrap_err().text().key, "placements-seed-known");
        let run_id = compute(&later, &system(), id).await.unwrap();
        let problem = run(&app.db, run_id).await.unwrap().problem;
        assert!(problem.contains("\"seed\":\"7512,88\""), "{problem}");
    })
    .await;
    // What was computed from a seed keeps it.
    let app = app().await;
    let (world, _) = contested(&app).await;
    let run_id = testing::ranked(&app, world.programme).await.unwrap();
    let id = run(&app.db, run_id).await.unwrap().freeze.unwrap();
    discard(&app, &system(), run_id).await.unwrap();
    let error = correct_seed(&app, &officer(&app), id, "1", "Lagi").await;
    assert_eq!(error.unwrap_err().text().key, "placements-seed-known");
}

#[tokio::test]
async fn a_change_shows_to_nobody_before_it_is_announced() {
    each_engine(async |app| {
        let (world, _) = contested(&app).await;
        testing::calendar(&app, &["2026-12-25", "2027-01-01"]).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        confirm(&app, &system(), run_id).await.unwrap();
        publish(&app, &system(), run_id, 5).await.unwrap();
        let [gone, stays, waiting] = by_place(&app, run_id, &world).await;
        let reads = async |id| own(&app.db, &Scope::All, id).await.unwrap();
        assert!(!reads(stays).await.pending);
        let new = repair(&app, &system(), run_id, withdraw(gone), "Mundur")
            .await
            .unwrap();
        confirm(&app, &system(), new).await.unwrap();
        assert_eq!(state(&app, waiting).await, State::Placed);
        assert_eq!(
            todo(&app.db, &system()).await.unwrap()[0].text.key,
            "placements-todo-publish"
        );
        let found = reads(waiting).await;
        assert!(found.pending && found.placed.is_none(), "{found:?}");
        assert_eq!(found.run.unwrap().id, run_id);
        let found = reads(gone).await;
        assert!(found.withdrawn && found.placed.is_none() && found.member.is_none());
        let found = reads(stays).await;
        let place = found.placed.unwrap();
        assert_eq!(Some(place.slot.id), found.member.unwrap().explained.slot);
        // The run before is not announced in its stead, and after the announcement all agree.
        let error = publish(&app, &system(), run_id, 5).await.unwrap_err();
        assert_eq!(error.text().key, "placements-settled");
        publish(&app, &system(), new, 5).await.unwrap();
        let found = reads(waiting).await;
        assert!(!found.pending);
        assert!(world.slots.contains(&found.placed.unwrap().slot.id));
        let listed = listed(&app.db, &system(), world.programme).await.unwrap();
        let names: Vec<NominationId> = (listed.unwrap().iter())
            .map(|one| one.member.nomination)
            .collect();
        assert!(!names.contains(&gone) && names.contains(&waiting));
    })
    .await;
}

#[tokio::test]
async fn who_comes_into_a_running_wave_begins_today_and_who_has_begun_stays() {
    each_engine(async |app| {
        let (world, _) = contested(&app).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        confirm(&app, &system(), run_id).await.unwrap();
        let [gone, _, waiting] = by_place(&app, run_id, &world).await;
        // The wave has begun although nobody moved the programme on.
        let start = hosts::slot(&app.db, world.slots[0])
            .await
            .unwrap()
            .period
            .start();
        let days = app.clock.today().days_until(start) + 7;
        let begun = testing::later(&app, days);
        let seen = preview(&begun, &system(), run_id, withdraw(gone))
            .await
            .unwrap();
        assert_eq!(seen.fixed, 1, "{seen:?}");
        let new = repair(&begun, &system(), run_id, withdraw(gone), "Sakit")
            .await
            .unwrap();
        confirm(&begun, &system(), new).await.unwrap();
        let given = of_nomination(&app.db, &Scope::All, waiting)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(given.period.start(), begun.clock.today());
        assert_eq!(given.period.end(), given.slot.period.end());
    })
    .await;
}

#[tokio::test]
async fn what_leaves_the_house_has_neither_the_regions_nor_the_order_of_the_register() {
    let app = app().await;
    let world = world(&app, Giving::Ranked, None, &[1, 1]).await;
    let mut sent = Vec::new();
    for n in 1..=10 {
        sent.push(nominee(&app, &world, n, LONG_AGO, &[0, 1]).await);
    }
    let host = first_host(&app, &world).await;
    let limits = hosts::Limits {
        hosts: [(host, 1)].into(),
        regions: [("Kota Contoh".to_owned(), 1)].into(),
        destination: None,
    };
    hosts::set_limits(&app, &system(), world.programme, limits)
        .await
        .unwrap();
    let run_id = testing::ranked(&app, world.programme).await.unwrap();
    let found = run(&app.db, run_id).await.unwrap();
    assert_eq!(found.placed, 1);
    for text in [&found.problem, &found.result] {
        assert!(!text.contains("Kota Contoh"), "{text}");
    }
    let freeze = frozen(&app.db, found.freeze.unwrap()).await.unwrap();
    let order: Vec<NominationId> = freeze.ids.people.iter().map(|one| one.nomination).collect();
    // One order of 3,628,800 is that of sending.
    assert_ne!(order, sent);
    // People read the name all the same.
    let binding = binding(&app.db, run_id).await.unwrap();
    let named = binding
        .iter()
        .any(|one| one.words.id.contains("Kota Contoh"));
    assert!(named, "{binding:?}");
}

#[tokio::test]
async fn a_host_reads_neither_the_rank_nor_the_reasons_of_who_comes_to_it() {
    let app = app().await;
    let (world, _) = contested(&app).await;
    let run_id = testing::ranked(&app, world.programme).await.unwrap();
    let rows = everybody(&app, run_id).await;
    let sheet = |reasons| export::members_sheet(&rows, policy::Language::Id, reasons);
    let (full, host) = (sheet(true), sheet(false));
    assert_eq!((full.columns.len(), host.columns.len()), (7, 5));
    let heads: Vec<&str> = host.columns.iter().map(|one| one.header.as_str()).collect();
    assert_eq!(heads, ["NAMA", "NIP", "OPD", "HASIL", "TEMPAT"]);
    assert!(host.rows.iter().all(|row| row.len() == 5));
    let why = |sheet: &crate::ports::Sheet| format!("{:?}", sheet.rows).contains("sudah penuh");
    assert!(why(&full) && !why(&host));
}

#[tokio::test]
async fn the_day_of_the_announcement_does_not_count_as_a_day_left() {
    let app = app().await;
    testing::calendar(&app, &["2026-11-25", "2027-01-01"]).await;
    let calendar = crate::holidays::calendar(&app.db).await.unwrap();
    let day = |text: &str| text.parse::<kernel::CivilDate>().unwrap();
    let announced = day("2026-11-24");
    let last = last_day(&calendar, announced, 5).unwrap();
    assert_eq!(last, day("2026-12-02"));
    let left = |today: &str| days_left(&calendar, announced, day(today), last);
    for (today, n) in [
        ("2026-11-24", 5),
        ("2026-11-25", 5),
        ("2026-11-26", 5),
        ("2026-11-27", 4),
        ("2026-12-02", 1),
    ] {
        assert_eq!(left(today), Some(n), "{today}");
    }
}

#[tokio::test]
async fn the_check_sees_limits_that_are_used_up_and_shows_what_the_comparison_shows() {
    let app = app().await;
    let world = world(&app, Giving::Ranked, Some(1), &[1, 1, 1]).await;
    let mut ids = Vec::new();
    for n in 1..=3 {
        ids.push(nominee(&app, &world, n, LONG_AGO, &[0, 1]).await);
    }
    let found = check(&app, &system(), world.programme).await.unwrap();
    assert!(found.stranded.is_empty());
    assert_eq!(found.unchosen, ["Badan Contoh 2"]);
    let (_, _, compared) = compare(&app, &system(), world.programme).await.unwrap();
    assert_eq!(compared[0].notion, Notion::Own);
    assert_eq!(compared[0].profile, found.profile);
    let groups = |all: &[Equity]| -> Vec<(i64, i64)> {
        all.iter().map(|one| (one.placed, one.first)).collect()
    };
    assert_eq!(groups(&compared[0].equity), groups(&found.equity));

    // The unit may release one and has; a region has taken all it may.
    let run_id = testing::ranked(&app, world.programme).await.unwrap();
    confirm(&app, &system(), run_id).await.unwrap();
    reopen(&app, world.programme).await;
    let late = nominee(&app, &world, 4, LONG_AGO, &[2]).await;
    let found = check(&app, &system(), world.programme).await.unwrap();
    let stranded = |found: &Checked, id| found.stranded.iter().any(|one| one.0 == id);
    assert!(stranded(&found, late));
    let other = World {
        slots: world.slots.clone(),
        unit: opd(&app, "Dinas Contoh Kedua").await,
        ..world
    };
    let free = nominee(&app, &other, 5, LONG_AGO, &[2]).await;
    let found = check(&app, &system(), other.programme).await.unwrap();
    assert!(!stranded(&found, free));
    let limits = hosts::Limits {
        regions: [("Kota Contoh".to_owned(), 1)].into(),
        ..hosts::Limits::default()
    };
    hosts::set_limits(&app, &system(), other.programme, limits)
        .await
        .unwrap();
    let found = check(&app, &system(), other.programme).await.unwrap();
    assert!(stranded(&found, free));
}
