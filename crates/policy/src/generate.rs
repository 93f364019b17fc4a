//! Wilder random policies and people than `testing` has, for everything that screens many: every type, function and kind of list.

#![allow(clippy::unwrap_used, clippy::panic)] // what a test cannot be made from must fail it

use kernel::CivilDate;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::facts::Facts;
use crate::file::Policy;
use crate::schema::Kind;
use crate::testing;

/// Numbers, words and lists as parameters, some with dates of their own.
pub(crate) const HEAD: &str = "id = \"wild\"\nversion = \"1\"\ntitle = \"t\"\napplies_to = \"magang\"\nvalid_from = 1990-01-01\n\
    [param.n]\nvalue = 2\ncite = []\n\
    [param.late]\nvalue = 3\nvalid_from = 2027-02-03\nvalid_to = 2031-05-06\ncite = []\n\
    [param.forms]\nvalue = [\"PNS\", \"PPPK\"]\ncite = []\n\
    [param.steps]\nvalue = [1, 3, 58]\nvalid_from = 2026-05-05\nanchor = \"start\"\ncite = []\n\
    [param.share]\nvalue = \"2.5\"\ncite = []\n\
    [param.born]\nvalue = 1991-02-28\nvalid_to = 2028-01-01\nanchor = \"end\"\ncite = []\n";

/// A policy of these rules with the parameters of [`HEAD`].
pub(crate) fn policy_of(rules: &[(String, &str, &str)]) -> Policy {
    let mut text = HEAD.to_owned();
    for (i, (condition, force, anchor)) in rules.iter().enumerate() {
        text.push_str(&format!(
            "[[rule]]\nid = \"r{i}\"\nsays = \"r\"\nrequire = \"\"\"{condition}\"\"\"\nforce = \"{force}\"\n\
             anchor = \"{anchor}\"\ncite = []\n"
        ));
    }
    text.push_str(
        "[[rule]]\nid = \"points\"\nsays = \"p\"\npoints = 'bup * share'\nforce = \"score\"\ncite = []\n\
         [[rule]]\nid = \"dated\"\nsays = \"d\"\nrequire = 'sehat'\nforce = \"block\"\nanchor = \"end\"\n\
         valid_from = 2026-01-01\nvalid_to = 2029-01-01\ncite = []\n",
    );
    Policy::parse("wild", &text).unwrap_or_else(|found| panic!("{}\n{text}", found[0]))
}

/// The rules of a random policy.
pub(crate) fn rules() -> impl Strategy<Value = Vec<(String, &'static str, &'static str)>> {
    prop::collection::vec((condition(), testing::force(), testing::anchor()), 1..7)
}

pub(crate) fn condition() -> impl Strategy<Value = String> {
    let op = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    let wild = (0usize..ATOMS, 0i64..8, 0i64..40, op).prop_map(|(i, n, m, op)| atom(i, n, m, op));
    let any = prop_oneof![1 => testing::condition(), 2 => wild];
    any.prop_recursive(2, 6, 3, |inner| {
        (0usize..5, inner.clone(), inner.clone(), inner).prop_map(|(which, a, b, c)| match which {
            0 => format!("!({a})"),
            1 => format!("(({a}) && ({b}))"),
            2 => format!("(({a}) || ({b}))"),
            3 => format!("(({a}) ? ({b}) : ({c}))"),
            _ => format!("(({a}) != ({b}))"),
        })
    })
}

const ATOMS: usize = 46;

fn atom(which: usize, n: i64, m: i64, op: &str) -> String {
    let eq = if n % 2 == 0 { "==" } else { "!=" };
    match which {
        0 => "jenis_jabatan in [\"PELAKSANA\", \"PENG'AWAS\"]".into(),
        1 => format!("unor {eq} opd"),
        2 => format!("golongan {op} golongan(\"IX\")"),
        3 => format!("level(\"inti-{n}\") {op} {n}"),
        4 => format!("size(kompetensi) {op} {n}"),
        5 => "tubel.exists(t, t.mulai <= case.end && t.selesai >= case.start)".into(),
        6 => format!(
            "hukdis.exists(h, skp.exists(s, s.tahun {op} years(date(\"0001-01-01\"), h.tmt) + 1))"
        ),
        7 => "steps.exists(x, x == bup)".into(),
        8 => "[50, 58, 60].filter(x, x > bup).all(x, x < 60)".into(),
        9 => format!("size([1, 2, bup].filter(x, x > {n})) {op} 2"),
        10 => format!("bup * 9223372036854775807 {op} 0"),
        11 => format!("bup * 2.5 {op} 1{m}.25"),
        12 => format!("-bup / 7 {op} -{n}"),
        13 => format!("(bup - 60) % 4 {op} -{n}"),
        14 => "(bup + 0.5) in [58.5, 60]".into(),
        15 => format!("1.5 * 2.5 * (bup - 60) {op} -{m}.125"),
        16 => "tmt_pns + (sehat ? duration(\"P1M\") : duration(\"P1Y2D\")) > tmt_cpns".into(),
        17 => format!("(sehat ? duration(\"P1M\") : duration(\"P30D\")) {op} duration(\"P1M1D\")"),
        18 => format!("tmt_pns - duration(\"P{n}M31D\") {op} tmt_cpns"),
        19 => format!("years(lahir, tmt_pns) {op} {m}"),
        20 => format!("months(tmt_cpns, tmt_pns) {op} {m}"),
        21 => format!("(jenis == \"PNS\" ? bup : 60) {op} 5{n}"),
        22 => format!("(sehat ? golongan : golongan(\"III/c\")) {op} golongan(\"III/b\")"),
        23 => format!("add_months(lahir, bup * 12) {op} at"),
        24 => format!("add_years(lahir, bup) {op} add_months(at, {m})"),
        25 => format!("late in [{n}, 3, bup]"),
        26 => "has(hukdis) && size(hukdis) == 0".into(),
        27 => "has(sehat) == sehat".into(),
        28 => "jenis in forms".into(),
        29 => format!("share {op} {n}"),
        30 => format!("born {op} lahir"),
        31 => format!("last_years(tubel, {n}).all(t, t.jenis != unor)"),
        32 => format!("size(last_years(hukdis, bup - 5{n})) {op} 1"),
        33 => "kompetensi.all(k, k.level >= 3 && k.tanggal < at)".into(),
        34 => format!("skp.exists(s, s.tahun * {m} - 1 {op} {m}0000)"),
        35 => {
            "hukdis.exists(h, (has(h.berakhir) ? h.berakhir : add_months(h.tmt, 12)) >= at)".into()
        }
        36 => format!("size(skp) - bup {op} -{m}"),
        37 => format!("workdays(tmt_jabatan, at) {op} {m}0"),
        38 => "[].exists(x, x)".into(),
        39 => format!(
            "!(case.host_kind in [\"foreign\", \"private\"]) || days(at, case.end) {op} {m}0"
        ),
        40 => format!("(has(bup) ? bup : level(\"inti-1\")) {op} 58"),
        41 => format!("tmt_pns {op} tmt_jabatan"),
        42 => "kompetensi.exists(k, k.kompetensi == unor) ? sehat : proses_pidana".into(),
        43 => format!("add_months(tmt_jabatan, {n}) - duration(\"P1D\") {op} at"),
        44 => format!(
            "(sehat ? duration(\"P1M\") : duration(\"P30D\")) + duration(\"P2D\") {op} duration(\"P1M\")"
        ),
        _ => format!("(unor == \"a\" ? bup : bup + 1) * 2 {op} 11{n}"),
    }
}

fn maybe<T: std::fmt::Debug>(inner: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.75, inner)
}

/// Dates around today, month ends and leap days often among them.
fn date() -> impl Strategy<Value = String> {
    let edge = prop::sample::select(vec![
        "2024-02-29",
        "2023-02-28",
        "2026-01-31",
        "2026-03-31",
        "2025-12-31",
        "0001-01-31",
        "9999-12-31",
    ]);
    let near = (-9000i32..4000).prop_map(|n| {
        let base: CivilDate = "2025-01-01".parse().unwrap();
        base.add_days(n).unwrap().to_string()
    });
    prop_oneof![1 => edge.prop_map(str::to_owned), 3 => near]
}

fn row(columns: Vec<(&str, Option<Json>)>) -> Json {
    let known = columns
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(known.collect())
}

fn text(words: &[&'static str]) -> impl Strategy<Value = Option<Json>> {
    maybe(prop::sample::select(words.to_vec()).prop_map(Json::from))
}

fn day() -> impl Strategy<Value = Option<Json>> {
    maybe(date().prop_map(Json::from))
}

/// A person with facts of every type, each of them sometimes missing.
pub(crate) fn person() -> impl Strategy<Value = Facts> {
    let level =
        (text(&["inti-1", "inti-2", "inti-3"]), maybe(0i64..6), day()).prop_map(|(k, l, d)| {
            row(vec![
                ("kompetensi", k),
                ("level", l.map(Json::from)),
                ("tanggal", d),
            ])
        });
    let away = (text(&["a", "b"]), day(), day())
        .prop_map(|(j, a, b)| row(vec![("jenis", j), ("mulai", a), ("selesai", b)]));
    let words = (
        text(&["PELAKSANA", "PENG'AWAS", "back\\slash"]),
        text(&["a", "b", ""]),
        text(&["a", "b", ""]),
    );
    let numbers = (maybe(54i64..66), day(), day(), maybe(any::<bool>()));
    let lists = (
        maybe(prop::collection::vec(level, 0..4)),
        maybe(prop::collection::vec(away, 0..3)),
    );
    (testing::person(), words, numbers, lists).prop_map(|(base, words, numbers, lists)| {
        let Json::Object(mut person) = base.to_json() else {
            return base;
        };
        let mut put = |name: &str, value: Option<Json>| {
            if let Some(value) = value {
                person.insert(name.to_owned(), json!({ "value": value }));
            }
        };
        put("jenis_jabatan", words.0);
        put("unor", words.1);
        put("opd", words.2);
        put("bup", numbers.0.map(Json::from));
        put("tmt_jabatan", numbers.1);
        put("lahir", numbers.2);
        put("proses_pidana", numbers.3.map(Json::from));
        put("kompetensi", lists.0.map(Json::from));
        put("tubel", lists.1.map(Json::from));
        Facts::from_json(Kind::Person, &Json::Object(person)).unwrap()
    })
}

/// A decision date and a case of it.
pub(crate) fn case() -> impl Strategy<Value = (CivilDate, Facts)> {
    (testing::case(), text(&["foreign", "central"])).prop_map(|((at, case), host)| {
        let Json::Object(mut facts) = case.to_json() else {
            return (at, case);
        };
        if let Some(host) = host {
            facts.insert("host_kind".to_owned(), host);
        }
        let facts: Map<String, Json> = facts;
        (
            at,
            Facts::from_json(Kind::Case, &Json::Object(facts)).unwrap(),
        )
    })
}
