//! Generated programmes, carried through by the commands: whoever is placed meets the policy, no limit is exceeded, and
//! the lottery is fixed beforehand.

use std::collections::BTreeMap;

use super::*;

/// A programme with two units, three hosts and twelve nominees, some of whom do not meet the policy.
struct Generated {
    world: World,
    quotas: Vec<i64>,
    host_limits: BTreeMap<kernel::HostId, i64>,
    release: i64,
    nominees: Vec<(NominationId, kernel::OrgId)>,
    unfit: Vec<NominationId>,
}

async fn generate(app: &App, numbers: &mut Numbers) -> Generated {
    let giving = [Giving::Direct, Giving::Ranked, Giving::Cohort][numbers.below(3) as usize];
    let release = numbers.below(5) as i64 + 1;
    let quotas: Vec<i64> = (0..3).map(|_| numbers.below(3) as i64 + 1).collect();
    let world = world(app, giving, Some(release), &quotas).await;
    let mut host_limits = BTreeMap::new();
    for slot in &world.slots {
        if numbers.below(2) == 0 {
            let host = hosts::slot(&app.db, *slot).await.unwrap().host_id;
            let most = numbers.below(2) as i64 + 1;
            host_limits.insert(host, most);
        }
    }
    let limits = hosts::Limits {
        hosts: host_limits.clone(),
        ..hosts::Limits::default()
    };
    hosts::set_limits(app, &system(), world.programme, limits)
        .await
        .unwrap();
    let units = [world.unit, opd(app, "Dinas Contoh Kedua").await];
    let (mut nominees, mut unfit) = (Vec::new(), Vec::new());
    for n in 1..=12 {
        let meets = numbers.below(3) > 0;
        let unit = units[numbers.below(2) as usize];
        let first = numbers.below(3) as usize;
        let choices = match giving {
            Giving::Ranked => vec![first, (first + 1) % 3],
            _ => vec![first],
        };
        let own = World {
            slots: world.slots.clone(),
            unit,
            ..world
        };
        let since = if meets { LONG_AGO } else { TOO_YOUNG };
        let id = nominee(app, &own, n, since, &choices).await;
        nominees.push((id, unit));
        if !meets {
            unfit.push(id);
        }
    }
    Generated {
        world,
        quotas,
        host_limits,
        release,
        nominees,
        unfit,
    }
}

/// Whoever has a place meets the policy; places, hosts and units hold what they may hold; the books agree.
async fn all_limits_hold(app: &App, made: &Generated, seed: u64) -> usize {
    let given = confirmed(&app.db, made.world.programme).await.unwrap();
    for placed in &given {
        assert!(
            !made.unfit.contains(&placed.nomination),
            "seed {seed}: not fit, but placed"
        );
    }
    for (slot, quota) in made.world.slots.iter().zip(&made.quotas) {
        let filled = hosts::slot(&app.db, *slot).await.unwrap().filled;
        let n = given
            .iter()
            .filter(|placed| placed.slot.id == *slot)
            .count() as i64;
        assert_eq!(n, filled, "seed {seed}");
        assert!(
            filled <= *quota,
            "seed {seed}: {filled} at a place for {quota}"
        );
    }
    for (host, most) in &made.host_limits {
        let n = given
            .iter()
            .filter(|placed| placed.slot.host_id == *host)
            .count() as i64;
        assert!(n <= *most, "seed {seed}: {n} at a host for {most}");
    }
    for unit in made.nominees.iter().map(|(_, unit)| *unit) {
        let of_unit = |id: NominationId| made.nominees.contains(&(id, unit));
        let n = given
            .iter()
            .filter(|placed| of_unit(placed.nomination))
            .count() as i64;
        assert!(
            n <= made.release,
            "seed {seed}: {n} of a unit that may release {}",
            made.release
        );
    }
    given.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn generated_programmes_place_only_who_is_fit_and_exceed_no_limit() {
    for seed in 1..=5 {
        each_engine(async |app| {
            let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed));
            let mut made = generate(&app, &mut numbers).await;
            let (programme, first) = (made.world.programme, made.world.slots[0]);
            let proposed = proposal(&app, programme, Some(first)).await;
            if let Ok(run) = proposed {
                for member in everybody(&app, run).await {
                    let listed = made.unfit.contains(&member.nomination);
                    assert!(!listed, "seed {seed}: not fit, but proposed");
                }
                // Between proposal and confirmation somebody turns out not to meet it after all.
                let (at, _) = made.nominees[numbers.below(12) as usize];
                let found = nominations::get(&app.db, &Scope::All, at).await.unwrap();
                screened::set_record(&app, found.person_id.unwrap(), TOO_YOUNG).await;
                crate::screenings::rescreen(&app, &system(), at)
                    .await
                    .unwrap();
                made.unfit.push(at);
                let _ = confirm(&app, &system(), run).await;
                all_limits_hold(&app, &made, seed).await;
            }
            // Officers also place one by one, all at once, take places back, and try again.
            for _ in 0..2 {
                let mut tasks = tokio::task::JoinSet::new();
                for (id, _) in made.nominees.clone() {
                    let app = app.clone();
                    tasks.spawn(async move { assign(&app, &system(), id).await.is_ok() });
                }
                tasks.join_all().await;
                let placed = all_limits_hold(&app, &made, seed).await;
                assert!(placed > 0, "seed {seed}: nothing was tried");
                let (back, _) = made.nominees[numbers.below(12) as usize];
                let _ = take_back(&app, &system(), back, "Mengundurkan diri").await;
                all_limits_hold(&app, &made, seed).await;
            }
            assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
        })
        .await;
    }
}

#[tokio::test]
async fn the_lottery_is_drawn_at_the_start_recorded_and_repeated_to_the_same_result() {
    each_engine(async |app| {
        // Whoever leaves the text empty gets one out of the installation's entropy, each programme its own.
        let drawn = async || {
            let settings = programmes::testing::settings(&app, Giving::Ranked);
            assert!(settings.seed.is_empty());
            let id = programmes::create(&app, &system(), settings).await.unwrap();
            programmes::get(&app.db, id).await.unwrap().seed
        };
        let (one, other) = (drawn().await, drawn().await);
        assert!(one.len() >= 22 && one != other, "{one} {other}");

        let world = world(&app, Giving::Ranked, None, &[1, 1]).await;
        for n in 1..=5 {
            nominee(&app, &world, n, LONG_AGO, &[0, 1]).await;
        }
        let programme = programmes::get(&app.db, world.programme).await.unwrap();
        let filter = crate::audit::Filter {
            act: Some("programme.open".into()),
            subject_id: Some(world.programme.to_string()),
            ..Default::default()
        };
        let lines = crate::audit::list(&app.db, &filter, Default::default())
            .await
            .unwrap();
        assert_eq!(lines.rows[0].details["seed"], programme.seed.as_str());
        let mut other_text = programmes::testing::settings(&app, Giving::Ranked);
        other_text.seed = "lain".into();
        let changed = programmes::change(&app, &system(), world.programme, other_text).await;
        assert_eq!(changed.unwrap_err().kind(), Kind::Refused);

        let mut results = Vec::new();
        for _ in 0..2 {
            let id = propose(&app, &system(), world.programme, None)
                .await
                .unwrap();
            let found = run(&app.db, id).await.unwrap();
            let problem: serde_json::Value = serde_json::from_str(&found.problem).unwrap();
            assert_eq!(problem["seed"], programme.seed.as_str());
            matching_check::verify(&found.problem, &found.result).unwrap();
            results.push((found.problem, found.result));
        }
        assert_eq!(results[0], results[1]);
    })
    .await;
}
