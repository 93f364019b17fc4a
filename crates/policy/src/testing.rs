//! Random policies and people for the property tests: expressions of every kind over facts that may be missing.

#![allow(clippy::unwrap_used, clippy::panic)] // what a test cannot be made from must fail it

use kernel::CivilDate;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value as Json, json};

use crate::calendar::Calendar;
use crate::facts::Facts;
#[cfg(test)]
use crate::file::Policy;
#[cfg(test)]
use crate::register::Register;
use crate::schema::Kind;

/// Random choices of a seed, the same on every machine.
pub(crate) fn runner(seed: u64) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    TestRunner::new_with_rng(Config::default(), rng)
}

/// How much was evaluated: tests bound the time of a text by this count, which is the same on every machine.
pub(crate) mod steps {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<u64> = const { Cell::new(0) };
    }

    /// One more part of an expression was looked at.
    pub(crate) fn count() {
        STEPS.with(|steps| steps.set(steps.get() + 1));
    }

    /// The steps since it was last asked on this thread.
    pub(crate) fn taken() -> u64 {
        STEPS.with(|steps| steps.replace(0))
    }
}

/// One policy with one rule for each condition.
#[cfg(test)]
pub(crate) fn policy_of(conditions: &[(String, &str, &str)]) -> Policy {
    let mut text = String::from(
        "id = \"t\"\nversion = \"1\"\ntitle = \"t\"\napplies_to = \"magang\"\nvalid_from = 1990-01-01\n\
         [param.n]\nvalue = 2\ncite = []\n[param.late]\nvalue = 3\nvalid_from = 2027-02-03\nvalid_to = 2031-05-06\ncite = []\n",
    );
    for (i, (condition, force, anchor)) in conditions.iter().enumerate() {
        text.push_str(&format!(
            "[[rule]]\nid = \"r{i}\"\nsays = \"r\"\nrequire = '{condition}'\nforce = \"{force}\"\nanchor = \"{anchor}\"\ncite = []\n"
        ));
    }
    Policy::parse("t", &text).unwrap_or_else(|found| panic!("{}\n{text}", found[0]))
}

#[cfg(test)]
pub(crate) fn empty_register() -> Register {
    Register::parse("r", "").unwrap()
}

/// Holidays of 2024 to 2030 (the years after are unknown).
pub(crate) fn calendar() -> Calendar {
    Calendar::new(holidays())
}

/// The days of [`calendar`].
pub(crate) fn holidays() -> Vec<CivilDate> {
    let days = (2024..=2030).flat_map(|year| {
        ["01-01", "05-01", "08-17", "12-25"]
            .map(|day| format!("{year}-{day}").parse::<CivilDate>().unwrap())
    });
    days.collect()
}

fn date_text() -> impl Strategy<Value = String> {
    (-9000i32..4000).prop_map(|n| {
        let base: CivilDate = "2025-01-01".parse().unwrap();
        base.add_days(n).unwrap().to_string()
    })
}

fn near_date() -> impl Strategy<Value = CivilDate> {
    (-600i32..4000).prop_map(|n| {
        let base: CivilDate = "2024-02-28".parse().unwrap();
        base.add_days(n).unwrap()
    })
}

/// A condition that names dates that move, dates that do not, histories and plain facts.
pub(crate) fn condition() -> impl Strategy<Value = String> {
    let small = 0i64..8;
    let op = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    let atom = (0usize..33, small, 0i64..40, op, date_text())
        .prop_map(|(which, n, m, op, date)| atom(which, n, m, op, &date));
    atom.prop_recursive(3, 12, 3, |inner| {
        (0usize..5, inner.clone(), inner.clone(), inner).prop_map(|(which, a, b, c)| match which {
            0 => format!("!({a})"),
            1 => format!("(({a}) && ({b}))"),
            2 => format!("(({a}) || ({b}))"),
            3 => format!("(({a}) ? ({b}) : ({c}))"),
            _ => format!("(({a}) == ({b}))"),
        })
    })
}

fn atom(which: usize, n: i64, m: i64, op: &str, date: &str) -> String {
    match which {
        0 => format!("years(tmt_pns, at) {op} {n}"),
        1 => format!("months(case.start, case.end + duration(\"P1D\")) {op} {m}"),
        2 => format!("case.end {op} add_months(case.start, {m})"),
        3 => format!("at {op} date(\"{date}\")"),
        4 => format!("days(lahir, case.end) % 7 {op} {n}"),
        5 => format!("workdays(case.start, case.end) {op} {m}"),
        6 => "hukdis.exists(h, h.berakhir >= at)".into(),
        7 => format!("last_years(hukdis, {n}).all(h, h.tingkat == \"Ringan\")"),
        8 => format!("size(last_years(skp, {n})) {op} n"),
        9 => format!("last_years(skp, {n}).all(s, s.predikat in [\"Baik\", \"Sangat Baik\"])"),
        10 => "sedang_diperiksa".into(),
        11 => "golongan >= golongan(\"III/c\")".into(),
        12 => format!("years(lahir, at) in [{m}, {n}, 45]"),
        13 => format!("months(tmt_cpns, at) - months(tmt_pns, case.start) {op} {n}"),
        14 => {
            format!("size(skp.filter(s, s.tahun >= years(date(\"0001-01-01\"), at) - {n})) {op} 1")
        }
        15 => format!("(years(tmt_pns, at) * 3 {op} {m} ? at > date(\"{date}\") : sehat)"),
        16 => format!("add_months(at, months(case.start, case.end)) {op} date(\"{date}\")"),
        17 => format!("!hukdis.exists(h, h.tanggal_sk > add_months(at, -{m}))"),
        18 => format!("case.end {op} case.start + duration(\"P{n}M3D\")"),
        19 => "days(case.start, add_months(case.start, 1)) == 31".into(),
        20 => format!("-years(at, lahir) {op} {m}"),
        21 => format!("add_years(tmt_pns, {n}) {op} at"),
        22 => format!("has(tanggal_bup) ? tanggal_bup {op} at : months(lahir, case.end) {op} 500"),
        23 => format!("workdays(at, date(\"{date}\")) {op} {m}"),
        24 => format!("late {op} {n}"),
        25 => format!("hukdis.filter(h, h.tmt <= at).exists(h, years(h.tmt, at) {op} {n})"),
        26 => "jenis == \"PNS\"".into(),
        27 => format!("last_years(hukdis, {n}).exists(h, h.tingkat == \"Berat\")"),
        29 => format!(
            "(has(tanggal_bup) ? tanggal_bup : add_years(lahir, 58)) {op} add_months(case.end, \
             2 * months(case.start, case.end + duration(\"P1D\")) > {m} \
             ? 2 * months(case.start, case.end + duration(\"P1D\")) : {m})"
        ),
        30 => {
            format!("add_months(at, years(tmt_pns, at) > {n} ? -{m} : {m}) {op} date(\"{date}\")")
        }
        31 => format!("add_years(case.end, months(case.start, at) - {n}) {op} date(\"{date}\")"),
        28 => format!("2.5 * n + 0.25 {op} {m}"),
        _ => format!("days(at, date(\"{date}\")) / 30 {op} {m}"),
    }
}

fn maybe<T: std::fmt::Debug>(inner: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.8, inner)
}

fn put(object: &mut Map<String, Json>, name: &str, value: Option<impl Into<Json>>) {
    if let Some(value) = value {
        object.insert(name.into(), value.into());
    }
}

/// A person some of whose facts are missing.
pub(crate) fn person() -> impl Strategy<Value = Facts> {
    let word = |words: Vec<&'static str>| prop::sample::select(words);
    let penalty = (
        maybe(word(vec!["Ringan", "Sedang", "Berat"])),
        maybe(date_text()),
        maybe(date_text()),
        maybe(date_text()),
    )
        .prop_map(|(level, decided, tmt, ends)| {
            let mut row = Map::new();
            put(&mut row, "tingkat", level);
            put(&mut row, "tanggal_sk", decided);
            put(&mut row, "tmt", tmt);
            put(&mut row, "berakhir", ends);
            Json::Object(row)
        });
    let year = (
        maybe(2015i64..2032),
        maybe(word(vec!["Baik", "Sangat Baik", "Kurang"])),
    )
        .prop_map(|(year, predicate)| {
            let mut row = Map::new();
            put(&mut row, "tahun", year);
            put(&mut row, "predikat", predicate);
            Json::Object(row)
        });
    (
        maybe(date_text()),
        maybe(date_text()),
        maybe(date_text()),
        maybe(date_text()),
        maybe(any::<bool>()),
        maybe(any::<bool>()),
        maybe(word(vec!["III/b", "III/c", "IV/a", "IX"])),
        maybe(word(vec!["PNS", "PPPK"])),
        maybe(prop::collection::vec(penalty, 0..4)),
        maybe(prop::collection::vec(year, 0..5)),
    )
        .prop_map(
            |(birth, cpns, pns, retires, exam, healthy, rank, kind, penalties, years)| {
                let mut person = Map::new();
                put(&mut person, "lahir", birth);
                put(&mut person, "tmt_cpns", cpns);
                put(&mut person, "tmt_pns", pns);
                put(&mut person, "tanggal_bup", retires);
                put(&mut person, "sedang_diperiksa", exam);
                put(&mut person, "sehat", healthy);
                put(&mut person, "golongan", rank);
                put(&mut person, "jenis", kind);
                put(&mut person, "hukdis", penalties);
                put(&mut person, "skp", years);
                Facts::from_json(Kind::Person, &Json::Object(person)).unwrap()
            },
        )
}

/// A decision date and a case; start and end may be missing.
pub(crate) fn case() -> impl Strategy<Value = (CivilDate, Facts)> {
    (near_date(), maybe(0i32..90), maybe(1i32..800)).prop_map(|(at, lead, length)| {
        let mut case = Map::new();
        if let Some(start) = lead.and_then(|lead| at.add_days(lead)) {
            case.insert("start".into(), json!(start.to_string()));
            if let Some(end) = length.and_then(|length| start.add_days(length)) {
                case.insert("end".into(), json!(end.to_string()));
            }
        }
        let facts = Facts::from_json(Kind::Case, &Json::Object(case)).unwrap();
        (at, facts)
    })
}

pub(crate) fn anchor() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["decision", "start", "end"])
}

pub(crate) fn force() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["block", "warn", "record"])
}
