//! The desk: freeze first and seed later, sealed conflicts, decisions with their cost, repair, announcement, reconsideration.

use kernel::{Role, RoleGrant, UserId};

use super::*;
use crate::args;

/// An officer with an account of her own.
fn officer(app: &App, role: Role) -> Actor {
    Actor {
        user: Some(UserId(app.clock.new_id())),
        name: format!("{role} Contoh"),
        person: None,
        grants: vec![RoleGrant {
            role,
            scope: Scope::All,
        }],
        origin: Origin::System,
    }
}

/// Two places of one and three nominees who all want the first: 1 and 3 would also take the second.
async fn contested(app: &App) -> (World, [NominationId; 3]) {
    let world = world(app, Giving::Ranked, None, &[1, 1]).await;
    let first = nominee(app, &world, 1, LONG_AGO, &[0, 1]).await;
    let second = nominee(app, &world, 2, LONG_AGO, &[0]).await;
    let third = nominee(app, &world, 3, LONG_AGO, &[0, 1]).await;
    (world, [first, second, third])
}

async fn place(app: &App, run: PlacementRunId, id: NominationId) -> Option<SlotId> {
    let found = member(&app.db, run, id).await.unwrap().unwrap();
    found.explained.slot
}

#[tokio::test]
async fn the_digest_stands_before_the_seed_and_never_changes() {
    each_engine(async |app| {
        let (world, _) = contested(&app).await;
        let mut late = testing::form(&app);
        late.seed_at = app.clock.now();
        let error = freeze(&app, &system(), world.programme, late)
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].text.key, "placements-seed-past");
        let id = freeze(&app, &system(), world.programme, testing::form(&app))
            .await
            .unwrap();
        let before = frozen(&app.db, id).await.unwrap();
        assert!(!before.problem.contains("\"seed\""));
        assert_eq!(
            before.digest,
            format!("sha256:{}", crate::sha256_hex(before.problem.as_bytes()))
        );
        // No result and no seed before the instant that was named.
        let error = compute(&app, &system(), id).await.unwrap_err();
        assert_eq!(error.text().key, "placements-no-seed");
        let error = draw(&app, &system(), id, "1").await.unwrap_err();
        assert_eq!(error.text().key, "placements-seed-early");
        let twice = freeze(&app, &system(), world.programme, testing::form(&app)).await;
        assert_eq!(twice.unwrap_err().text().key, "placements-frozen-already");
        let later = testing::later(&app, 1);
        draw(&later, &system(), id, " 7512,88 ").await.unwrap();
        let error = draw(&later, &system(), id, "9").await.unwrap_err();
        assert_eq!(error.text().key, "placements-seed-known");
        let error = thaw(&later, &system(), id, "Salah").await.unwrap_err();
        assert_eq!(error.text().key, "placements-thaw-late");
        // Somebody who was nominated since is not in it.
        nominee(&app, &world, 4, LONG_AGO, &[1]).await;
        let run_id = compute(&later, &system(), id).await.unwrap();
        assert_eq!(compute(&later, &system(), id).await.unwrap(), run_id);
        let found = run(&app.db, run_id).await.unwrap();
        assert_eq!(found.placed + found.unplaced, 3);
        matching_check::verify(&found.problem, &found.result).unwrap();
        // The problem that was solved is the frozen one with the seed, letter by letter.
        let bare = found.problem.replacen("\"seed\":\"7512,88\",", "", 1);
        assert_eq!(bare, before.problem);
        // Somebody else's code finds the published digest in what was solved.
        assert_eq!(
            matching_check::frozen_digest(&found.problem).unwrap(),
            before.digest
        );
        // Not even the database changes or deletes it.
        for sql in [
            "UPDATE placement_freeze SET digest = 'sha256:0' WHERE id = $1",
            "UPDATE placement_freeze SET seed = 'lain' WHERE id = $1",
            "UPDATE placement_freeze SET state = 'thawed' WHERE id = $1",
            "DELETE FROM placement_freeze WHERE id = $1",
        ] {
            let tried = app
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        tx.exec(sql, args![id]).await?;
                        let line =
                            crate::audit::Entry::new(&system(), "test.forge", "placement", id);
                        tx.audit(line);
                        Ok(())
                    })
                })
                .await;
            assert!(tried.is_err(), "{sql}");
        }
        assert_eq!(frozen(&app.db, id).await.unwrap().digest, before.digest);
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_leaves_the_house_names_nobody_and_holds_no_sealed_reason() {
    each_engine(async |app| {
        let (world, [first, second, third]) = contested(&app).await;
        let host = hosts::slot(&app.db, world.slots[0]).await.unwrap().host_id;
        let (one, other) = (
            officer(&app, Role::Pengelola),
            officer(&app, Role::Pengelola),
        );
        let secret = "Adik kandung kepala unit";
        let id = declare(&app, &one, first, host, secret).await.unwrap();
        let again = declare(&app, &one, first, host, secret).await.unwrap_err();
        assert_eq!(again.text().key, "placements-conflict-known");
        let reads = async |actor: &Actor| {
            let list = conflicts(&app.db, actor, world.programme).await.unwrap();
            list[0].reason.clone()
        };
        assert_eq!(reads(&one).await.as_deref(), Some(secret));
        assert_eq!(reads(&other).await, None);
        let auditor = officer(&app, Role::Auditor);
        assert_eq!(reads(&auditor).await.as_deref(), Some(secret));
        let stranger = officer(&app, Role::Verifikator);
        let refused = conflicts(&app.db, &stranger, world.programme).await;
        assert_eq!(refused.unwrap_err().kind(), Kind::Forbidden);

        let freeze_id = testing::drawn(&app, world.programme).await.unwrap();
        let error = lift(&app, &one, id).await.unwrap_err();
        assert_eq!(error.text().key, "placements-inputs-frozen");
        let run_id = compute(&app, &system(), freeze_id).await.unwrap();
        let found = run(&app.db, run_id).await.unwrap();
        // The lottery decides whether she goes without; where the pair is declared she never goes.
        assert_ne!(place(&app, run_id, first).await, Some(world.slots[0]));
        let all = everybody(&app, run_id).await;
        let explained: Vec<String> = (all.iter())
            .map(|one| serde_json::to_string(&one.explained).unwrap())
            .collect();
        for text in [&found.problem, &found.result, &explained.join(" ")] {
            assert!(!text.contains("Adik"), "{text}");
        }
        assert!(found.problem.contains("\"conflicts\""));
        for id in [first, second, third] {
            let person = nominations::get(&app.db, &Scope::All, id).await.unwrap();
            for text in [&found.problem, &found.result] {
                assert!(!text.contains(&id.to_string()));
                assert!(!text.contains(person.snapshot.nip.as_str()));
                assert!(!text.contains(&person.snapshot.name_plain));
            }
        }
        let filter = crate::audit::Filter::default();
        let log = crate::audit::list(&app.db, &filter, Default::default()).await;
        for line in log.unwrap().rows {
            assert!(!line.details.to_string().contains("Adik"));
        }
        // A decision cannot bring the pair together either.
        let error = cost_of(&app, &system(), run_id, first, world.slots[0])
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-in-conflict");
    })
    .await;
}

#[tokio::test]
async fn a_decision_shows_its_cost_first_and_stops_at_limits_and_policy() {
    each_engine(async |app| {
        let (world, [_, second, third]) = contested(&app).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        // Two have a place; who has the second place, or none, is decided by the lottery.
        let [one, two] = [second, third];
        let holder = if place(&app, run_id, one).await == Some(world.slots[0]) {
            two
        } else {
            one
        };
        let cost = cost_of(&app, &system(), run_id, holder, world.slots[0])
            .await
            .unwrap();
        assert!(cost.worse + cost.lost >= 1, "{cost:?}");
        assert!(cost.words.id.contains("orang"), "{cost:?}");
        // She did not choose the other place.
        let error = cost_of(&app, &system(), run_id, second, world.slots[1])
            .await
            .unwrap_err();
        assert!(
            ["placements-not-chosen", "placements-not-eligible"]
                .contains(&error.text().key.as_str())
        );
        let decision = |reason_type: &str, reason: &str| Decision {
            nomination: holder,
            slot: world.slots[0],
            reason_type: reason_type.into(),
            reason: reason.into(),
        };
        for (kind, reason, field) in [
            ("apa saja", "Alasan", "reason_type"),
            ("special", " ", "reason"),
        ] {
            let error = decide(&app, &system(), run_id, decision(kind, reason)).await;
            assert_eq!(error.unwrap_err().fields()[0].field, field);
        }
        let new = decide(&app, &system(), run_id, decision("special", "Surat dokter"))
            .await
            .unwrap();
        assert_eq!(place(&app, new, holder).await, Some(world.slots[0]));
        let found = run(&app.db, new).await.unwrap();
        assert_eq!(found.kind, RunKind::Override);
        assert_eq!(found.change.unwrap().id, cost.words.id);
        matching_check::verify(&found.problem, &found.result).unwrap();
        assert_eq!(
            run(&app.db, run_id).await.unwrap().state,
            RunState::Discarded
        );
        // The place is taken by a decision now: a second one finds no room.
        let other = if holder == second { third } else { second };
        let error = cost_of(&app, &system(), new, other, world.slots[0])
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-no-room");
        // Who turns out not to meet the policy is placed by no decision.
        let person = nominations::get(&app.db, &Scope::All, other).await.unwrap();
        screened::set_record(&app, person.person_id.unwrap(), TOO_YOUNG).await;
        crate::screenings::rescreen(&app, &system(), other)
            .await
            .unwrap();
        let error = cost_of(&app, &system(), new, other, world.slots[0])
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-not-eligible");
    })
    .await;
}

#[tokio::test]
async fn a_repair_moves_the_fewest_and_brings_the_reserve_up() {
    each_engine(async |app| {
        let (world, ids) = contested(&app).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        confirm(&app, &system(), run_id).await.unwrap();
        let waiting = reserve(&app.db, run_id).await.unwrap();
        assert_eq!(waiting.len(), 1);
        let mut gone = None;
        for id in ids {
            if place(&app, run_id, id).await == Some(world.slots[0]) {
                gone = Some(id);
            }
        }
        let gone = gone.unwrap();
        let events = Events {
            withdraw: vec![gone],
            close: Vec::new(),
        };
        let seen = preview(&app, &system(), run_id, events.clone())
            .await
            .unwrap();
        assert_eq!(seen.moves.len(), 1, "{seen:?}");
        assert_eq!(seen.moves[0].nomination, waiting[0].nomination);
        assert!(seen.words.id.contains("1 orang naik dari daftar cadangan"));
        let new = repair(&app, &system(), run_id, events, "Mengundurkan diri")
            .await
            .unwrap();
        // Nothing has happened yet.
        assert_eq!(state(&app, gone).await, State::Placed);
        confirm(&app, &system(), new).await.unwrap();
        assert_eq!(state(&app, gone).await, State::Withdrawn);
        assert_eq!(state(&app, waiting[0].nomination).await, State::Placed);
        assert_eq!(placed_count(&app.db, world.programme).await.unwrap(), 2);
        for slot in &world.slots {
            assert_eq!(hosts::slot(&app.db, *slot).await.unwrap().filled, 1);
        }
        let found = run(&app.db, new).await.unwrap();
        matching_check::verify(&found.problem, &found.result).unwrap();
        // The run before is not the newest any more.
        let error = preview(&app, &system(), run_id, Events::default())
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-settled");
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn who_has_begun_stays_where_she_is() {
    each_engine(async |app| {
        let (world, ids) = contested(&app).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        confirm(&app, &system(), run_id).await.unwrap();
        programmes::advance(&app, &system(), world.programme, programmes::State::Running)
            .await
            .unwrap();
        let begun = testing::later(&app, 120);
        let mut placed = Vec::new();
        for id in ids {
            if place(&app, run_id, id).await.is_some() {
                placed.push(id);
            }
        }
        let events = Events {
            withdraw: vec![placed[0]],
            close: Vec::new(),
        };
        let seen = preview(&begun, &system(), run_id, events.clone())
            .await
            .unwrap();
        assert_eq!(seen.fixed, 1, "{seen:?}");
        let new = repair(&begun, &system(), run_id, events, "Sakit")
            .await
            .unwrap();
        confirm(&begun, &system(), new).await.unwrap();
        assert_eq!(
            place(&app, new, placed[1]).await,
            place(&app, run_id, placed[1]).await
        );
        // After the decision nobody is placed otherwise than by repair.
        let error = cost_of(&begun, &system(), new, placed[1], world.slots[0])
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-not-now");
    })
    .await;
}

#[tokio::test]
async fn the_window_counts_working_days_and_closes_no_statutory_right() {
    each_engine(async |app| {
        let (world, ids) = contested(&app).await;
        let run_id = testing::ranked(&app, world.programme).await.unwrap();
        let error = publish(&app, &system(), run_id, 5).await.unwrap_err();
        assert_eq!(error.text().key, "placements-no-holidays");
        // Tuesday 24 November 2026; Wednesday is a holiday: five working days end on Wednesday 2 December.
        testing::calendar(&app, &["2026-11-25", "2027-01-01"]).await;
        let error = publish(&app, &system(), run_id, 5).await.unwrap_err();
        assert_eq!(error.text().key, "placements-not-confirmed");
        confirm(&app, &system(), run_id).await.unwrap();
        publish(&app, &system(), run_id, 5).await.unwrap();
        let found = run(&app.db, run_id).await.unwrap();
        assert_eq!(found.window_closes.unwrap().to_string(), "2026-12-02");
        let twice = publish(&app, &system(), run_id, 5).await.unwrap_err();
        assert_eq!(twice.text().key, "placements-announced-already");

        let form = || ObjectionForm {
            ground: "data".into(),
            body: "Nilai kompetensi saya yang baru belum dipakai".into(),
            scan: None,
        };
        let mut unknown = form();
        unknown.ground = "marah".into();
        let error = object(&app, &system(), ids[0], unknown).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "ground");
        let too_late = testing::later(&app, 9);
        let error = object(&too_late, &system(), ids[0], form())
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-window-closed");
        assert_eq!(error.next_step().unwrap().key, "placements-next-keberatan");
        let last_day = testing::later(&app, 8);
        let id = object(&last_day, &system(), ids[0], form()).await.unwrap();
        let twice = object(&last_day, &system(), ids[0], form()).await;
        assert_eq!(twice.unwrap_err().text().key, "placements-objected-already");
        assert_eq!(
            todo(&app.db, &system()).await.unwrap()[0].text.key,
            "placements-todo-objections"
        );
        // A stranger's scope finds neither the nominee nor her request.
        let nobody = Scope::Person(kernel::PersonId(app.clock.new_id()));
        let hidden = objection(&app.db, &nobody, id).await.unwrap_err();
        assert_eq!(hidden.kind(), Kind::NotFound);
        answer(&app, &system(), id, true, "Nilai baru dibenarkan")
            .await
            .unwrap();
        let found = objection(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(found.state, ObjectionState::Granted);
        let twice = answer(&app, &system(), id, false, "Lain").await;
        assert_eq!(twice.unwrap_err().text().key, "placements-answered-already");
        let own = officer(&app, Role::Pengelola);
        let id = object(&app, &own, ids[1], form()).await.unwrap();
        let error = answer(&app, &own, id, true, "Ya").await.unwrap_err();
        assert_eq!(error.text().key, "placements-own-objection");
    })
    .await;
}

#[tokio::test]
async fn merit_comes_by_file_with_its_source_and_opens_the_mechanism() {
    each_engine(async |app| {
        let (world, ids) = contested(&app).await;
        let mut lines = vec!["NIP;NAMA;NILAI".to_owned()];
        for (id, value) in ids.iter().zip(["81,5", "90", "77.125"]) {
            let person = nominations::get(&app.db, &Scope::All, *id).await.unwrap();
            lines.push(format!("{};x;{value}", person.snapshot.nip.as_str()));
        }
        let good = lines.join("\n").into_bytes();
        lines.push("198001012005011999;x;80".into());
        lines.push(format!("{};x;x", lines[1].split(';').next().unwrap()));
        let bad = lines.join("\n").into_bytes();
        let seen = merit_dry_run(&app, &system(), world.programme, bad.clone(), "a.csv")
            .await
            .unwrap();
        assert_eq!((seen.good.len(), seen.rejected()), (3, 2));
        assert_eq!(seen.good[2].1.merit, 77_125);
        let keys: Vec<&str> = seen
            .errors
            .iter()
            .map(|one| one.text.key.as_str())
            .collect();
        assert_eq!(
            keys,
            [
                "placements-merit-unknown",
                "placements-merit-twice",
                "placements-merit-value"
            ]
        );
        let refused = take_merit(&app, &system(), world.programme, bad, "a.csv", "SK").await;
        assert_eq!(refused.unwrap_err().text().key, "placements-merit-faults");
        let (_, _, before) = compare(&app, &system(), world.programme).await.unwrap();
        assert!(before.iter().all(|one| one.notion != Notion::Stable));
        take_merit(
            &app,
            &system(),
            world.programme,
            good,
            "a.csv",
            "SK Seleksi 1/2026",
        )
        .await
        .unwrap();
        let (_, is_frozen, after) = compare(&app, &system(), world.programme).await.unwrap();
        assert!(!is_frozen);
        assert!(after.iter().any(|one| one.notion == Notion::Stable));
        for one in &after {
            assert_eq!(one.placed + one.unplaced, 3);
            let pool: i64 = (one.equity.iter())
                .filter(|group| group.axis == Axis::Opd)
                .map(|group| group.pool)
                .sum();
            assert_eq!(pool, 3);
        }
        // By merit the first place goes to who has most.
        let mut form = testing::form(&app);
        form.notion = Notion::Stable;
        let error = freeze(&app, &system(), world.programme, form.clone())
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].field, "why");
        form.why = "Diminta tim penilai".into();
        let id = freeze(&app, &system(), world.programme, form)
            .await
            .unwrap();
        let later = testing::later(&app, 1);
        draw(&later, &system(), id, "1").await.unwrap();
        let run_id = compute(&later, &system(), id).await.unwrap();
        assert_eq!(place(&app, run_id, ids[1]).await, Some(world.slots[0]));
        let error = cost_of(&later, &system(), run_id, ids[0], world.slots[0])
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-mechanism");
    })
    .await;
}

#[tokio::test]
async fn the_check_of_the_inputs_says_what_is_wrong_before_anything_is_frozen() {
    each_engine(async |app| {
        let (world, ids) = contested(&app).await;
        let empty = places::host(&app, "Badan Sepi").await;
        let mut form = places::form(&app, world.programme, empty, "Unit Sepi", 2).await;
        form.quota_min = 2;
        hosts::add_slots(&app, &system(), world.programme, vec![form])
            .await
            .unwrap();
        let host = hosts::slot(&app.db, world.slots[0]).await.unwrap().host_id;
        declare(&app, &system(), ids[1], host, "Rahasia")
            .await
            .unwrap();
        let found = check(&app, &system(), world.programme).await.unwrap();
        assert_eq!(found.people, 3);
        assert_eq!(found.stranded.len(), 1);
        assert_eq!(found.stranded[0].0, ids[1]);
        assert_eq!(found.unchosen, ["Badan Sepi"]);
        assert_eq!(found.conflicts, 1);
        assert!(
            found.clash.iter().any(|(id, _)| id.contains("Unit Sepi")),
            "{:?}",
            found.clash
        );
        assert_eq!(found.profile.iter().sum::<u32>(), 2);
        // Minimums as a condition cannot be met: nothing is frozen, and the words say which.
        let mut form = testing::form(&app);
        form.minimum = Minimum::Refuse;
        let error = freeze(&app, &system(), world.programme, form)
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "placements-clash");
        assert!(freeze_of(&app.db, world.programme).await.unwrap().is_none());
    })
    .await;
}

#[test]
fn the_published_windows_and_lists_can_be_read() {
    let today = crate::testing::TODAY.parse().unwrap();
    for id in ["sanggah", "keberatan", "keberatan-jawab"] {
        assert!(windows().on(id, today).is_some(), "{id}");
    }
    assert!(windows().ground.len() > 2 && windows().overrides.len() > 2);
}
