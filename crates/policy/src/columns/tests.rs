//! Screening by columns gives what `explain` gives, for random policies and people with anything missing.

use proptest::prelude::*;

use super::*;
use crate::explain::explain;
use crate::generate;
use crate::schema::Kind;
use crate::testing::{calendar, empty_register, policy_of};

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn columns_agree_with_explaining(
        rules in generate::rules(),
        people in prop::collection::vec(generate::person(), 1..24),
        case in generate::case(),
    ) {
        let policy = generate::policy_of(&rules);
        let calendar = calendar();
        let inputs = Inputs::new(&calendar);
        let register = empty_register();
        let (decision, case) = case;
        let table: Table = people.iter().collect();
        let screening = Screener::new(&policy, &table, &case, decision, &inputs).run(1);
        prop_assert_eq!(screening.rows(), people.len());
        for (row, person) in people.iter().enumerate() {
            let told = explain(&policy, &register, person, &case, decision, &inputs);
            for (i, rule) in told.rules.iter().enumerate() {
                prop_assert_eq!(
                    screening.status(i, row), Some(rule.status),
                    "{} of {:?}", policy.rules()[i].expression, person.to_json()
                );
            }
            prop_assert_eq!(screening.verdict(row), Some(told.verdict));
            let one = crate::screen_one(&policy, person, &case, decision, &inputs);
            prop_assert_eq!(screening.row(row), Some(one));
        }
    }
}

/// The invented people of a test: every fact takes some values and is sometimes missing, by a fixed sequence.
fn crowd(rows: usize) -> Vec<Facts> {
    let state = std::cell::Cell::new(7u64);
    let next = |n: u64| {
        let step = state.get().wrapping_mul(6_364_136_223_846_793_005);
        state.set(step.wrapping_add(1));
        (state.get() >> 33) % n
    };
    let day = |n: u64| {
        let base: CivilDate = "1966-01-01".parse().unwrap();
        base.add_days(n as i32).unwrap().to_string()
    };
    (0..rows)
        .map(|_| {
            let mut person = serde_json::Map::new();
            let mut put = |known: bool, name: &str, value: serde_json::Value| {
                if known {
                    person.insert(name.to_owned(), value);
                }
            };
            let pick = |words: &[&str], n: u64| words[n as usize % words.len()].to_owned();
            put(next(20) > 0, "jenis", pick(&["PNS", "PNS", "CPNS", "PPPK"], next(4)).into());
            put(next(20) > 0, "kedudukan_hukum", pick(&["01", "15", "71", "03", "99"], next(5)).into());
            put(next(20) > 0, "lahir", day(next(13_000)).into());
            put(next(20) > 0, "tmt_pns", day(8_000 + next(13_000)).into());
            put(next(20) > 0, "golongan", pick(&["II/a", "III/c", "IV/e", "IX"], next(4)).into());
            put(next(20) > 0, "jenis_jabatan", pick(&["JPT PRATAMA", "PELAKSANA", "FUNGSIONAL"], next(3)).into());
            put(next(5) == 0, "bup", (56 + next(10)).into());
            put(next(9) == 0, "tanggal_bup", day(21_000 + next(5_000)).into());
            put(next(20) > 0, "unor", pick(&["unit-a", "unit-b", "unit-c"], next(3)).into());
            put(next(6) > 0, "sedang_diperiksa", (next(30) == 0).into());
            put(next(6) > 0, "proses_pidana", (next(30) == 0).into());
            let years = (0..next(4)).map(|i| serde_json::json!({
                "tahun": 2023 + i, "predikat": if next(9) > 0 { "Baik" } else { "Kurang" },
            }));
            put(next(9) > 0, "skp", years.collect());
            let penalties = (0..next(12).saturating_sub(9)).map(|_| serde_json::json!({
                "tingkat": if next(2) == 0 { "Ringan" } else { "Berat" }, "tmt": day(20_000 + next(2_000)),
                "tanggal_sk": day(20_000 + next(2_000)),
            }));
            put(next(9) > 0, "hukdis", penalties.collect());
            let away = (0..next(3)).map(|_| serde_json::json!({
                "mulai": day(20_000 + next(2_000)), "selesai": day(20_500 + next(2_000)),
            }));
            put(next(9) > 0, "tubel", away.collect());
            put(next(2) == 0, "cltn", serde_json::json!([]));
            Facts::from_json(Kind::Person, &person.into()).unwrap()
        })
        .collect()
}

fn internship() -> Facts {
    let json = serde_json::json!({
        "form": "magang", "start": "2026-03-02", "end": "2026-05-29", "host_kind": "central",
        "host_unit": "unit-b", "izin_atasan": true, "izin_opd": true, "plan_item": "HCDP 2026 butir 4",
    });
    Facts::from_json(Kind::Case, &json).unwrap()
}

#[test]
fn the_shipped_policy_screens_a_crowd_as_it_explains_each() {
    let text = include_str!("../../../../policies/magang-banten.policy.toml");
    let policy = Policy::parse("magang-banten", text).unwrap();
    let people = crowd(2_500);
    let table: Table = people.iter().collect();
    let calendar = calendar();
    let inputs = Inputs::new(&calendar);
    let decision: CivilDate = "2026-02-02".parse().unwrap();
    let case = internship();
    let screener = Screener::new(&policy, &table, &case, decision, &inputs);
    let screening = screener.run(1);
    for (row, person) in people.iter().enumerate() {
        let one = crate::screen_one(&policy, person, &case, decision, &inputs);
        assert_eq!(screening.row(row), Some(one), "{:?}", person.to_json());
    }
    assert!(
        screening.verdicts().iter().all(|n| *n > 0),
        "{:?}",
        screening.verdicts()
    );
    assert_eq!(screening.decided_rules(), 12);
    assert_eq!(
        screener.evaluated_one_by_one(),
        0,
        "everything runs on columns"
    );
    for threads in [0, 2, 3, 7] {
        assert!(screener.run(threads) == screening, "{threads} threads");
    }
    assert_eq!(screening.row(people.len()), None);
}

#[test]
fn a_waiver_and_an_empty_table_are_no_exception() {
    let rules = [("sedang_diperiksa".to_owned(), "block", "decision")];
    let text = policy_of(&rules)
        .text()
        .replace("force =", "waivable = true\nwaived_by = \"ppk\"\nforce =");
    let policy = Policy::parse("t", &text).unwrap();
    let calendar = calendar();
    let waivers = [crate::Waiver {
        rule: "r0".into(),
        waived_by: "ppk".into(),
    }];
    let inputs = Inputs {
        calendar: &calendar,
        waivers: &waivers,
    };
    let people = crowd(90);
    let decision: CivilDate = "2026-02-02".parse().unwrap();
    let table: Table = people.iter().collect();
    let screening = Screener::new(&policy, &table, &Facts::case(), decision, &inputs).run(2);
    for (row, person) in people.iter().enumerate() {
        let one = crate::screen_one(&policy, person, &Facts::case(), decision, &inputs);
        assert_eq!(screening.row(row), Some(one));
    }
    assert_eq!(screening.verdicts(), [90, 0, 0]);
    let nobody = TableBuilder::new().finish();
    let empty = Screener::new(&policy, &nobody, &Facts::case(), decision, &inputs).run(2);
    assert_eq!((empty.rows(), empty.verdicts()), (0, [0, 0, 0]));
}

#[test]
fn sets_of_people_say_the_same_as_row_by_row() {
    let text = include_str!("../../../../policies/magang-banten.policy.toml");
    let policy = Policy::parse("magang-banten", text).unwrap();
    let people = crowd(777);
    let table: Table = people.iter().collect();
    let calendar = calendar();
    let inputs = Inputs::new(&calendar);
    let decision: CivilDate = "2026-02-02".parse().unwrap();
    let screening = Screener::new(&policy, &table, &internship(), decision, &inputs).run(1);
    let rows =
        |is_in: &dyn Fn(usize) -> bool| (0..777).filter(|row| is_in(*row)).collect::<Vec<_>>();
    let told = |mask: &Mask| mask.iter().collect::<Vec<_>>();
    for (i, rule) in policy.rules().iter().enumerate() {
        for status in [
            Status::Met,
            Status::NotMet,
            Status::Unknown,
            Status::Waived,
            Status::NotApplicable,
        ] {
            let mask = screening.with_status(i, status);
            assert_eq!(
                told(&mask),
                rows(&|row| screening.status(i, row) == Some(status)),
                "{}",
                rule.id
            );
            assert_eq!(mask.count() + mask.not().count(), 777);
        }
        let bit = 1 << i;
        let others = |row: usize| {
            let open = policy
                .rules()
                .iter()
                .enumerate()
                .filter(|(_, r)| r.force == Force::Block);
            open.fold(0, |bits, (j, _)| {
                bits | screening.row(row).unwrap().unknown & 1 << j
            })
        };
        let alone = |row: usize| screening.row(row).unwrap().failed == bit && others(row) == 0;
        assert_eq!(
            told(&screening.failing_only(i)),
            rows(&alone),
            "{}",
            rule.id
        );
    }
    assert!((0..policy.rules().len()).any(|i| screening.failing_only(i).count() > 0));
    assert_eq!(
        screening.failing_only(64).count() + screening.with_status(64, Status::Met).count(),
        0
    );
    let verdicts = [
        Verdict::Memenuhi,
        Verdict::BelumMemenuhi,
        Verdict::PerluVerifikasi,
    ];
    let sets = verdicts.map(|verdict| screening.with_verdict(verdict));
    assert_eq!([0, 1, 2].map(|i| sets[i].count()), screening.verdicts());
    assert_eq!(sets[0].or(&sets[1]).or(&sets[2]), Mask::everybody(777));
    assert_eq!(sets[0].and(&sets[1]), Mask::nobody(777));
    assert_eq!(sets[0].without(&sets[0]).count(), 0);
    assert_eq!(Mask::from_fn(777, |row| sets[1].contains(row)), sets[1]);

    let unit = PersonSlot::of("unor").unwrap();
    let groups = table.groups(unit);
    let counts = groups.count(&sets[1]);
    assert_eq!(counts.iter().sum::<usize>(), sets[1].count());
    assert!(
        groups.keys().len() == 3 && counts[3] > 0,
        "three units and some without"
    );
    for (i, key) in groups.keys().iter().enumerate() {
        let is_it =
            |row: usize| sets[1].contains(row) && table.get(unit, row) == crate::Value::text(key);
        assert_eq!(counts[i], rows(&is_it).len());
        assert!((0..777).all(|row| (groups.of(row) == Some(key))
            == (table.get(unit, row) == crate::Value::text(key))));
    }
}

#[test]
fn people_by_their_values_make_the_table_that_their_facts_make() {
    let people = crowd(300);
    let table: Table = people.iter().collect();
    let slots: Vec<(PersonSlot, &str)> = Kind::Person
        .fields()
        .iter()
        .map(|f| (PersonSlot::of(f.name).unwrap(), f.name))
        .collect();
    let mut builder = TableBuilder::new();
    for person in &people {
        let known = slots
            .iter()
            .filter_map(|(slot, name)| Some((*slot, person.get(name)?.value.clone())));
        builder.push_values(known).unwrap();
    }
    let wrong = builder.push_values([(PersonSlot::of("lahir").unwrap(), crate::Value::Int(3))]);
    assert_eq!(wrong.unwrap_err().to_string(), "lahir: expected date");
    let again = builder.finish();
    assert_eq!((again.rows(), again.bytes()), (300, table.bytes()));
    for (slot, _) in slots {
        assert!((0..301).all(|row| again.get(slot, row) == table.get(slot, row)));
    }
    assert_eq!(PersonSlot::of("tmt_pn"), None);
}
