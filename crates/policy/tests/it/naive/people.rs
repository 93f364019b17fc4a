//! People and cases with holes everywhere.

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::calendar::Day;
use super::eval::PARAMS;
use super::tree::{any_of, day, day_in};

fn holes<T: std::fmt::Debug>(inner: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.7, inner)
}

fn object(pairs: Vec<(&str, Option<Json>)>) -> Json {
    let known = pairs
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(known.collect::<Map<String, Json>>())
}

fn day_json() -> impl Strategy<Value = Option<Json>> {
    holes(day().prop_map(|day| json!(day.to_string())))
}

fn flag_json() -> impl Strategy<Value = Option<Json>> {
    holes(any::<bool>().prop_map(|b| json!(b)))
}

/// A day of a history: often near, so that looking back finds it.
fn past_json() -> impl Strategy<Value = Option<Json>> {
    let day = prop_oneof![1 => day(), 2 => day_in(2015..2032)];
    holes(day.prop_map(|day| json!(day.to_string())))
}

/// A person with holes everywhere: in facts, in histories and in their entries.
pub fn person() -> impl Strategy<Value = Json> {
    let word = |words: &[&'static str]| holes(any_of(words).prop_map(|word| json!(word)));
    let penalty = (word(&["Ringan", "Berat"]), past_json(), past_json())
        .prop_map(|(t, d, e)| object(vec![("tingkat", t), ("tanggal_sk", d), ("berakhir", e)]));
    let year = (
        holes((2018i64..2028).prop_map(|n| json!(n))),
        word(&["Baik", "Kurang"]),
    )
        .prop_map(|(t, p)| object(vec![("tahun", t), ("predikat", p)]));
    let study =
        (past_json(), past_json()).prop_map(|(m, s)| object(vec![("mulai", m), ("selesai", s)]));
    let level = (
        word(&["inti-1", "inti-2"]),
        holes((0i64..6).prop_map(|n| json!(n))),
        day_json(),
    )
        .prop_map(|(k, l, d)| object(vec![("kompetensi", k), ("level", l), ("tanggal", d)]));
    let rows = |row: BoxedStrategy<Json>| {
        holes(prop::collection::vec(row, 0..4).prop_map(|rows| json!(rows)))
    };
    let dates = (day_json(), day_json(), day_json());
    let flags = (flag_json(), flag_json(), flag_json());
    let lists = (
        rows(penalty.boxed()),
        rows(year.boxed()),
        rows(study.boxed()),
        rows(level.boxed()),
    );
    let words = (
        word(&["PNS", "PPPK", "CPNS"]),
        word(&["II/d", "III/a", "IV/c", "V", "IX"]),
        holes((55i64..66).prop_map(|n| json!(n))),
    );
    (dates, flags, lists, words).prop_map(|(dates, flags, lists, words)| {
        object(vec![
            ("lahir", dates.0),
            ("tmt_pns", dates.1),
            ("tanggal_bup", dates.2),
            ("sehat", flags.0),
            ("sedang_diperiksa", flags.1),
            ("proses_pidana", flags.2),
            ("hukdis", lists.0),
            ("skp", lists.1),
            ("tubel", lists.2),
            ("kompetensi", lists.3),
            ("jenis", words.0),
            ("golongan", words.1),
            ("bup", words.2),
        ])
    })
}

/// A case with holes.
pub fn case() -> impl Strategy<Value = Json> {
    let near = || holes(decision().prop_map(|day| json!(day.to_string())));
    (near(), near(), flag_json(), flag_json(), flag_json()).prop_map(|(start, end, a, b, c)| {
        object(vec![
            ("start", start),
            ("end", end),
            ("abroad", a),
            ("released", b),
            ("ppk_assignment", c),
        ])
    })
}

/// A decision date.
pub fn decision() -> impl Strategy<Value = Day> {
    prop_oneof![4 => day_in(2019..2028), 1 => edge()]
}

/// A day on which a parameter begins or ends, or the day before.
fn edge() -> impl Strategy<Value = Day> {
    let days = PARAMS.iter().flat_map(|param| [param.3, param.4]);
    let days: Vec<Day> = days.filter_map(Day::parse).collect();
    (any_of(&days), -1i64..1).prop_map(|(day, by)| day.plus_days(by))
}
