//! Placement from proposal to confirmation, its limits and its races, on both engines.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, NominationId, Origin, PlacementRunId, ProgrammeId, Scope, SlotId};

use super::*;
use crate::App;
use crate::db::Sql;
use crate::db::list::ListRequest;
use crate::hosts::{self, testing as places};
use crate::nominations::{self, State, nominate, testing as papers, verify};
use crate::people::testing::opd;
use crate::programmes::{self, Giving};
use crate::screenings::testing as screened;
use crate::testing::{app, each_engine};

mod desk;
mod generated;
mod guards;

fn system() -> Actor {
    Actor::system(Origin::System)
}

const LONG_AGO: &str = "2012-03-01";
const TOO_YOUNG: &str = "2026-01-01";

struct World {
    programme: ProgrammeId,
    slots: Vec<SlotId>,
    unit: kernel::OrgId,
}

async fn world(app: &App, giving: Giving, release: Option<i64>, quotas: &[i64]) -> World {
    let unit = opd(app, "Dinas Contoh").await;
    let programme = screened::programme(app, giving, release).await;
    let mut slots = Vec::new();
    let mut only = None;
    for (i, quota) in quotas.iter().enumerate() {
        let host = match only {
            Some(host) => host,
            None => places::host(app, &format!("Badan Contoh {i}")).await,
        };
        // A cohort goes to one institution, whatever its units.
        only = (giving == Giving::Cohort).then_some(host);
        slots.push(places::slot(app, programme, host, "Unit Contoh", *quota).await);
    }
    World {
        programme,
        slots,
        unit,
    }
}

/// A nominee who was sent and verified: `n` in her name, since when a PNS, and her choices.
async fn nominee(app: &App, world: &World, n: u32, since: &str, choices: &[usize]) -> NominationId {
    let person = screened::person(app, world.unit, n, since).await;
    let choices = choices.iter().map(|at| world.slots[*at]).collect();
    let form = papers::form(app, world.programme, person, choices).await;
    let id = nominate(app, &system(), world.programme, form, true, None)
        .await
        .unwrap();
    verify(app, &system(), id).await.unwrap();
    id
}

/// What can be confirmed: computed at once, or from frozen inputs where choices are ranked.
async fn proposal(
    app: &App,
    programme: ProgrammeId,
    destination: Option<SlotId>,
) -> kernel::Result<PlacementRunId> {
    match programmes::get(&app.db, programme).await?.giving {
        Giving::Ranked => testing::ranked(app, programme).await,
        _ => propose(app, &system(), programme, destination).await,
    }
}

async fn state(app: &App, id: NominationId) -> State {
    nominations::get(&app.db, &Scope::All, id)
        .await
        .unwrap()
        .state
}

async fn everybody(app: &App, run: PlacementRunId) -> Vec<Member> {
    members(&app.db, run, ListRequest::default())
        .await
        .unwrap()
        .rows
}

#[tokio::test]
async fn ranked_choices_are_proposed_explained_verified_and_confirmed_once() {
    each_engine(async |app| {
        let world = world(&app, Giving::Ranked, None, &[1, 1]).await;
        let first = nominee(&app, &world, 1, LONG_AGO, &[0, 1]).await;
        let second = nominee(&app, &world, 2, LONG_AGO, &[0]).await;
        let third = nominee(&app, &world, 3, LONG_AGO, &[0, 1]).await;
        let young = nominee(&app, &world, 4, TOO_YOUNG, &[0]).await;
        let trial = propose(&app, &system(), world.programme, None)
            .await
            .unwrap();
        let error = confirm(&app, &system(), trial).await.unwrap_err();
        assert_eq!(error.text().key, "placements-trial");
        let id = testing::ranked(&app, world.programme).await.unwrap();
        let found = run(&app.db, id).await.unwrap();
        assert_eq!((found.placed, found.unplaced), (2, 1));
        assert_eq!(found.left_out.len(), 1);
        assert_eq!(found.left_out[0].nomination, young);
        assert_eq!(found.left_out[0].reason, "placements-out-verdict");
        let report = matching_check::verify(&found.problem, &found.result).unwrap();
        assert_eq!(report.digest, found.digest());
        let rows = everybody(&app, id).await;
        let unplaced = rows
            .iter()
            .find(|row| row.outcome == Outcome::Unplaced)
            .unwrap();
        let obstacle = unplaced.first_obstacle().unwrap();
        assert_eq!(obstacle.fate, Fate::Slot);
        assert_eq!(
            obstacle.words.id,
            "Kuota tempat magang Badan Contoh 0 – Unit Contoh sudah penuh (1 dari 1)."
        );
        for other in &rows {
            for row in &rows {
                let text = serde_json::to_string(&row.explained).unwrap();
                assert!(!text.contains(&other.name), "a reason names another person");
            }
        }
        assert!(
            own_result(&app.db, &Scope::All, first)
                .await
                .unwrap()
                .is_none()
        );

        assert_eq!(todo(&app.db, &system()).await.unwrap().len(), 1);
        let done = confirm(&app, &system(), id).await.unwrap();
        let waits = todo(&app.db, &system()).await.unwrap();
        assert_eq!(waits.len(), 1);
        assert_eq!(waits[0].text.key, "placements-todo-publish");
        assert_eq!(
            confirm(&app, &system(), id).await.unwrap(),
            done,
            "not idempotent"
        );
        let given = confirmed(&app.db, world.programme).await.unwrap();
        assert_eq!(given.len(), 2);
        assert_eq!(given[0].slot.host_name, "Badan Contoh 0");
        let states = [
            state(&app, first).await,
            state(&app, second).await,
            state(&app, third).await,
        ];
        assert_eq!(
            states
                .iter()
                .filter(|state| **state == State::Placed)
                .count(),
            2
        );
        assert_eq!(
            states
                .iter()
                .filter(|state| **state == State::Unplaced)
                .count(),
            1
        );
        assert_eq!(state(&app, young).await, State::Verified);
        let programme = programmes::get(&app.db, world.programme).await.unwrap();
        assert_eq!(programme.state, programmes::State::Deciding);
        // Nobody reads a result before it is announced.
        let own = own_result(&app.db, &Scope::All, first).await.unwrap();
        assert!(own.is_none());
        testing::calendar(&app, &["2026-12-25", "2027-01-01"]).await;
        publish(&app, &system(), id, 5).await.unwrap();
        assert!(todo(&app.db, &system()).await.unwrap().is_empty());
        assert!(
            own_result(&app.db, &Scope::All, first)
                .await
                .unwrap()
                .is_some()
        );
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_changed_since_the_proposal_stops_the_confirmation_as_a_whole() {
    each_engine(async |app| {
        let world = world(&app, Giving::Direct, None, &[2]).await;
        let first = nominee(&app, &world, 1, LONG_AGO, &[0]).await;
        let second = nominee(&app, &world, 2, LONG_AGO, &[0]).await;
        let id = propose(&app, &system(), world.programme, None)
            .await
            .unwrap();
        nominations::withdraw(&app, &system(), second, None)
            .await
            .unwrap();
        let error = confirm(&app, &system(), id).await.unwrap_err();
        assert_eq!(error.text().key, "placements-not-eligible");
        assert_eq!(placed_count(&app.db, world.programme).await.unwrap(), 0);
        assert_eq!(
            hosts::slot(&app.db, world.slots[0]).await.unwrap().filled,
            0
        );
        discard(&app, &system(), id).await.unwrap();
        assert_eq!(
            confirm(&app, &system(), id).await.unwrap_err().kind(),
            Kind::Refused
        );
        assert_eq!(state(&app, first).await, State::Verified);
    })
    .await;
}

#[tokio::test]
async fn limits_of_opd_and_host_bind_in_proposal_and_in_single_confirmations() {
    each_engine(async |app| {
        let world = world(&app, Giving::Direct, Some(2), &[9]).await;
        let mut ids = Vec::new();
        for n in 1..=3 {
            ids.push(nominee(&app, &world, n, LONG_AGO, &[0]).await);
        }
        let id = propose(&app, &system(), world.programme, None)
            .await
            .unwrap();
        assert_eq!(run(&app.db, id).await.unwrap().placed, 2);
        let rows = everybody(&app, id).await;
        let unplaced = rows
            .iter()
            .find(|row| row.outcome == Outcome::Unplaced)
            .unwrap();
        assert_eq!(unplaced.first_obstacle().unwrap().fate, Fate::Agency);
        assign(&app, &system(), ids[0]).await.unwrap();
        assign(&app, &system(), ids[1]).await.unwrap();
        let error = assign(&app, &system(), ids[2]).await.unwrap_err();
        assert_eq!(error.text().key, "placements-opd-full");
        assert_eq!(
            hosts::slot(&app.db, world.slots[0]).await.unwrap().filled,
            2
        );
        let twice = assign(&app, &system(), ids[0]).await.unwrap_err();
        assert_eq!(twice.text().key, "placements-has-place");

        take_back(&app, &system(), ids[0], "Mengundurkan diri")
            .await
            .unwrap();
        assert_eq!(
            hosts::slot(&app.db, world.slots[0]).await.unwrap().filled,
            1
        );
        assert_eq!(state(&app, ids[0]).await, State::Verified);
        let host = hosts::slot(&app.db, world.slots[0]).await.unwrap().host_id;
        let one = |region: bool| hosts::Limits {
            hosts: if region {
                [].into()
            } else {
                [(host, 1)].into()
            },
            regions: if region {
                [("Kota Contoh".to_owned(), 1)].into()
            } else {
                [].into()
            },
            destination: None,
        };
        for (region, key) in [
            (false, "placements-host-full"),
            (true, "placements-region-full"),
        ] {
            hosts::set_limits(&app, &system(), world.programme, one(region))
                .await
                .unwrap();
            let error = assign(&app, &system(), ids[0]).await.unwrap_err();
            assert_eq!(error.text().key, key);
        }
    })
    .await;
}

#[tokio::test]
async fn a_cohort_goes_to_one_place() {
    each_engine(async |app| {
        let world = world(&app, Giving::Cohort, None, &[1, 3]).await;
        for n in 1..=2 {
            nominee(&app, &world, n, LONG_AGO, &[0]).await;
        }
        let error = propose(&app, &system(), world.programme, None)
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].field, "slot");
        let id = propose(&app, &system(), world.programme, Some(world.slots[1]))
            .await
            .unwrap();
        confirm(&app, &system(), id).await.unwrap();
        let given = confirmed(&app.db, world.programme).await.unwrap();
        assert_eq!(given.len(), 2);
        assert!(given.iter().all(|placed| placed.slot.id == world.slots[1]));
    })
    .await;
}

#[tokio::test]
async fn a_place_that_was_not_chosen_is_held_against_the_frozen_facts() {
    each_engine(async |app| {
        let world = world(&app, Giving::Cohort, None, &[2]).await;
        let programme = programmes::get(&app.db, world.programme).await.unwrap();
        let start = programme.period.start();
        // A place that begins 20 days later, and a nominee who has her two years of service 10 days after the start.
        let host = hosts::slot(&app.db, world.slots[0]).await.unwrap().host_id;
        let mut form = places::form(&app, world.programme, host, "Unit Contoh", 2).await;
        form.start = start.add_days(20).unwrap();
        let later = hosts::add_slots(&app, &system(), world.programme, vec![form])
            .await
            .unwrap();
        let since = start
            .add_days(10)
            .unwrap()
            .add_years(-2)
            .unwrap()
            .to_string();
        let world = World {
            slots: vec![later[0], world.slots[0]],
            ..world
        };
        nominee(&app, &world, 1, &since, &[0]).await;
        let early = propose(&app, &system(), world.programme, Some(world.slots[1])).await;
        // Either nobody is left to place, or she is listed without a place.
        if let Ok(run) = early {
            let members = everybody(&app, run).await;
            assert!(members.iter().all(|member| member.explained.slot.is_none()));
        }
        let run = propose(&app, &system(), world.programme, Some(world.slots[0]))
            .await
            .unwrap();
        confirm(&app, &system(), run).await.unwrap();
        let given = confirmed(&app.db, world.programme).await.unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!(given[0].slot.id, world.slots[0]);
    })
    .await;
}

#[tokio::test]
async fn a_cohort_is_nominated_and_placed_at_its_one_institution_only() {
    each_engine(async |app| {
        let world = world(&app, Giving::Cohort, None, &[3]).await;
        let other = places::host(&app, "Badan Lain").await;
        let elsewhere = places::slot(&app, world.programme, other, "Unit Lain", 3).await;
        let programme = programmes::get(&app.db, world.programme).await.unwrap();
        let person = screened::person(&app, world.unit, 1, LONG_AGO).await;
        let send = async |slot| {
            let form = papers::form(&app, world.programme, person, vec![slot]).await;
            nominate(&app, &system(), world.programme, form, true, None).await
        };
        // Two institutions have places and none was chosen: nobody is nominated anywhere.
        let error = send(world.slots[0]).await.unwrap_err();
        assert_eq!(error.text().key, "hosts-destination-open");
        assert_eq!(error.next_step().unwrap().key, "hosts-next-destination");
        let limits = |destination| hosts::Limits {
            destination,
            ..hosts::Limits::default()
        };
        let host = hosts::slot(&app.db, world.slots[0]).await.unwrap().host_id;
        hosts::set_limits(&app, &system(), world.programme, limits(Some(host)))
            .await
            .unwrap();
        let error = send(elsewhere).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "choice1");
        assert_eq!(error.fields()[0].text.key, "nominations-one-destination");
        let id = send(world.slots[0]).await.unwrap();
        verify(&app, &system(), id).await.unwrap();
        let error = propose(&app, &system(), world.programme, Some(elsewhere))
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].text.key, "placements-destination");
        let run = propose(&app, &system(), world.programme, Some(world.slots[0]))
            .await
            .unwrap();
        // The destination moves between proposal and confirmation: nobody goes to the old one.
        hosts::set_limits(&app, &system(), world.programme, limits(Some(other)))
            .await
            .unwrap();
        let error = confirm(&app, &system(), run).await.unwrap_err();
        assert_eq!(error.text().key, "hosts-other-destination");
        assert_eq!(
            hosts::destination(&app.db, &programme).await.unwrap(),
            Some(other)
        );
        assert_eq!(state(&app, id).await, State::Verified);
    })
    .await;
}

#[tokio::test]
async fn a_limit_of_a_region_binds_the_placement_and_is_named() {
    each_engine(async |app| {
        let world = world(&app, Giving::Ranked, None, &[2, 2]).await;
        for n in 1..=4 {
            nominee(&app, &world, n, LONG_AGO, &[0, 1]).await;
        }
        let host = hosts::slot(&app.db, world.slots[0]).await.unwrap().host_id;
        let limits = hosts::Limits {
            hosts: [(host, 1)].into(),
            regions: [("Kota Contoh".to_owned(), 2)].into(),
            destination: None,
        };
        hosts::set_limits(&app, &system(), world.programme, limits.clone())
            .await
            .unwrap();
        assert_eq!(
            hosts::limits(&app.db, world.programme).await.unwrap(),
            limits
        );
        let id = propose(&app, &system(), world.programme, None)
            .await
            .unwrap();
        let found = run(&app.db, id).await.unwrap();
        assert_eq!((found.placed, found.unplaced), (2, 2));
        matching_check::verify(&found.problem, &found.result).unwrap();
        let binding = binding(&app.db, id).await.unwrap();
        let of = |fate: Fate| binding.iter().find(|one| one.fate == fate).unwrap();
        assert!(
            of(Fate::Region).words.id.contains("Kota Contoh"),
            "{binding:?}"
        );
        assert_eq!(of(Fate::Region).people, 2);
        assert!(of(Fate::Host).words.id.contains("Badan Contoh 0"));
        // Every choice says what its fit rests on.
        for row in everybody(&app, id).await {
            let basis = row.explained.choices[0].fit.unwrap().basis;
            assert_eq!(basis, nominations::FitBasis::Estimate);
        }
        let strange = hosts::Limits {
            regions: [("Kota Lain".to_owned(), 2)].into(),
            ..hosts::Limits::default()
        };
        let error = hosts::set_limits(&app, &system(), world.programme, strange)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), Kind::Invalid);
    })
    .await;
}

/// A small sequence of numbers (xorshift), so that the cases differ and every run is the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

#[tokio::test]
async fn nobody_who_does_not_meet_the_policy_is_ever_placed() {
    for seed in 1..=6 {
        let app = app().await;
        let mut numbers = Numbers(0x9E37_79B9 * seed);
        let giving = [Giving::Direct, Giving::Ranked, Giving::Cohort][numbers.below(3) as usize];
        let quotas: Vec<i64> = (0..3).map(|_| numbers.below(3) as i64 + 1).collect();
        let world = world(&app, giving, Some(numbers.below(4) as i64 + 1), &quotas).await;
        let mut young = Vec::new();
        let mut all = Vec::new();
        for n in 1..=8 {
            let meets = numbers.below(2) == 0;
            let since = if meets { LONG_AGO } else { TOO_YOUNG };
            let start = numbers.below(3) as usize;
            let choices = match giving {
                Giving::Ranked => vec![start, (start + 1) % 3],
                _ => vec![start],
            };
            let id = nominee(&app, &world, n, since, &choices).await;
            all.push(id);
            if !meets {
                young.push(id);
            }
        }
        if let Ok(id) = proposal(&app, world.programme, Some(world.slots[0])).await {
            // Between proposal and confirmation one of them turns out not to meet it after all.
            let at = all[numbers.below(8) as usize];
            let person = nominations::get(&app.db, &Scope::All, at)
                .await
                .unwrap()
                .person_id
                .unwrap();
            screened::set_record(&app, person, TOO_YOUNG).await;
            crate::screenings::rescreen(&app, &system(), at)
                .await
                .unwrap();
            young.push(at);
            let _ = confirm(&app, &system(), id).await;
        }
        for id in &all {
            let _ = assign(&app, &system(), *id).await;
        }
        let given = confirmed(&app.db, world.programme).await.unwrap();
        for placed in &given {
            assert!(!young.contains(&placed.nomination), "seed {seed}");
        }
        for (slot, quota) in world.slots.iter().zip(&quotas) {
            let filled = hosts::slot(&app.db, *slot).await.unwrap().filled;
            assert!(filled <= *quota);
            let n = given
                .iter()
                .filter(|placed| placed.slot.id == *slot)
                .count() as i64;
            assert_eq!(n, filled, "seed {seed}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_hundred_confirmations_for_one_place_exactly_one_succeeds() {
    each_engine(async |app| {
        let world = world(&app, Giving::Direct, None, &[1]).await;
        let mut ids = Vec::new();
        for n in 1..=200 {
            ids.push(nominee(&app, &world, n, LONG_AGO, &[0]).await);
        }
        let tasks: Vec<_> = ids
            .iter()
            .map(|id| {
                let (app, id) = (app.clone(), *id);
                tokio::spawn(async move { assign(&app, &system(), id).await })
            })
            .collect();
        let mut succeeded = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(()) => succeeded += 1,
                Err(error) => assert_eq!(error.text().key, "hosts-slot-full", "{error}"),
            }
        }
        assert_eq!(succeeded, 1);
        assert_eq!(
            hosts::slot(&app.db, world.slots[0]).await.unwrap().filled,
            1
        );
        assert_eq!(placed_count(&app.db, world.programme).await.unwrap(), 1);
        let runs = app
            .db
            .count("SELECT COUNT(*) AS n FROM placement_run", crate::args![])
            .await
            .unwrap();
        assert_eq!(runs, 1, "a refused confirmation left a run behind");
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}
