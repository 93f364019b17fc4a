//! What authors of policies read when something is wrong.

use policy::{Language, Policy, Register};

use crate::support::{HEAD, text};

fn errors(body: &str) -> String {
    match Policy::parse("uji.policy.toml", &format!("{HEAD}{body}")) {
        Ok(_) => panic!("expected an error in {body}"),
        Err(found) => text(&found),
    }
}

/// Both languages of everything found; what has no code fails the test.
fn both(body: &str) -> String {
    let found = match Policy::parse("uji", &format!("{HEAD}{body}")) {
        Ok(policy) => policy.check(&policy::shipped::register().unwrap()),
        Err(found) => found,
    };
    assert!(!found.is_empty(), "nothing is wrong with {body}");
    let one = |one: &policy::Diagnostic| {
        assert_ne!(one.code, "other", "{one}");
        let help = one.say_help(Language::Id);
        assert!(help.is_none() || help != one.help, "{one}");
        format!(
            "{}: {}\n    {}{}",
            one.code,
            one.message,
            one.say(Language::Id),
            help.map_or(String::new(), |help| format!("\n    → {help}"))
        )
    };
    found.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Thirty mistakes that authors make, each with its code and in the words of officials.
#[test]
fn thirty_mistakes_in_indonesian() {
    let conditions = [
        "years(tmt_pn, at) >= 2",
        "case.strat > at",
        "yers(tmt_pns, at) >= 2",
        "years(tmt_pns) >= 2",
        "tmt_pns > 2",
        "tmt_pns > \"2020-01-01\"",
        "golongan >= golongan(\"V/a\")",
        "date(\"2026-02-30\") > at",
        "jenis == \"PNS",
        "jenis == PNS",
        "(sehat",
        "sehat dan proses_pidana",
        "1 < 2 < 3",
        "years(tmt_pns, at) / 0 == 1",
        "years(tmt_pns, at)",
        "skp.predikat == \"Baik\"",
        "skp.any(s, true)",
        "jenis < \"PNS\"",
        "has(1 + 1)",
        "jenis in \"PNS\"",
        "tmt_pns <= today",
        "",
    ];
    let mut all: Vec<String> = conditions
        .iter()
        .map(|condition| both(&rule(condition)))
        .collect();
    let whole = rule("sehat").replace("\"a\"", "\"satu\"");
    let files = [
        "[param.x]\nvalue = 2.5\n".to_owned(),
        "colour = 1\n".to_owned(),
        format!("{whole}{whole}"),
        whole.replace("require", "points"),
        format!("{whole}points = '3'\n"),
        whole.replace("force = \"block\"", "force = \"blok\""),
        whole.replace("cite = []\n", ""),
        whole.replace("cite = []", "cite = [\"UU5-2014-70-9\"]"),
        whole.replace(
            "cite = []",
            "cite = [\"SE28-2021-DUR\"]\nvalid_from = 2022-01-01",
        ),
        whole.replace("says = \"satu\"", "says = \"{x}\""),
        "[[case]]\nid = \"c\"\nat = 2020-01-01\nexpect = { verdict = \"memenuh\" }\n".to_owned(),
        "x = [1,\n".to_owned(),
    ];
    all.extend(files.iter().map(|file| both(file)));
    assert!(all.len() >= 30);
    insta::assert_snapshot!(all.join("\n"));
}

fn rule(condition: &str) -> String {
    let quote = if condition.contains('\'') {
        "\"\"\""
    } else {
        "'''"
    };
    format!(
        "[[rule]]\nid = \"a\"\nsays = \"a\"\nforce = \"block\"\ncite = []\nrequire = {quote}{condition}{quote}\n"
    )
}

#[test]
fn expressions() {
    let wrong = [
        "years(tmt_pn, at) >= 2",
        "start > at",
        "case.strat > at",
        "years(tmt_pns) >= 2",
        "yers(tmt_pns, at) >= 2",
        "tmt_pns > \"2020-01-01\"",
        "golongan >= \"III/a\"",
        "golongan >= golongan(\"V/a\")",
        "date(\"2026-02-30\") > at",
        "jenis < \"PNS\"",
        "skp.predikat == \"Baik\"",
        "skp.exists(s, s.predikatt == \"Baik\")",
        "skp.exists(jenis, true)",
        "skp.any(s, true)",
        "1 < 2 < 3",
        "years(tmt_pns, at) / 0 == 1",
        "tmt_pns - at > 3",
        "jenis = \"PNS\"",
        "jenis == \"PNS",
        "(jenis == \"PNS\"",
        "1e3 > 2",
        "2.50001 > 2",
        "years(tmt_pns, at)",
        "sehat ? 1 : jenis",
        "has(1 + 1)",
        "size(jenis) > 1",
        "jenis in \"PNS\"",
        "jenis in [1, 2]",
        "kompetensi.exists(k, level(k.level) > 1)",
    ];
    let all: Vec<String> = wrong
        .iter()
        .map(|condition| errors(&rule(condition)))
        .collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn habits_of_other_languages_get_the_right_word() {
    let wrong = [
        "sehat and !proses_pidana",
        "sehat atau sedang_diperiksa",
        "not sehat",
        "sehat & proses_pidana",
        "jenis == PNS",
        "jenis is \"PNS\"",
        "sehat == \"ya\"",
        "sehat == True",
        "tmt_pns != null",
        "tmt_pns <= today",
        "years(tmt_pns, today()) >= 2",
        "tmt_pns >= 2020",
        "tmt_pns >= 2020-01-01",
        "len(skp) >= 2",
        "skp.size() >= 2",
        "min(bup, 58) > 3",
        "exists(skp, s, true)",
        "skp.exists(s.predikat == \"Baik\")",
        "!jenis == \"PNS\"",
        "add_months(at) > at",
        "last_years(jenis, 2) == 2",
        "(sehat && (proses_pidana || sedang_diperiksa)",
        "jenis in [\"PNS\", \"CPNS\"",
        "jenis in (\"PNS\", \"CPNS\")",
        "size(skp) >= \"2\"",
        "years(tmt_pns, at) >= 2 tahun",
        "years(tmt_pns at) >= 2",
        "bup / bup > 1",
        "if sehat then true else false",
        "sehat ? true",
        "sehat &&",
        "",
        "golongan(III/a) <= golongan",
        "case > at",
        "case.start.year > 2020",
        "jenis == [\"PNS\"]",
        "at + 30 > at",
        "sehat;",
    ];
    let all: Vec<String> = wrong
        .iter()
        .map(|condition| errors(&rule(condition)))
        .collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn citations_get_the_right_answer() {
    let register = policy::shipped::register().unwrap();
    let cited = |cite: &str, says: &str| {
        let file = format!(
            "{HEAD}[[rule]]\nid = \"a\"\nsays = {{ id = \"{says}\", en = \"a\" }}\nforce = \"warn\"\ncite = [\"{cite}\"]\nrequire = 'sehat'\n"
        );
        let policy =
            Policy::parse("uji.policy.toml", &file).unwrap_or_else(|e| panic!("{}", text(&e)));
        text(&policy.check(&register))
    };
    let all = [
        cited("UU5-2004-70-5", "a"),
        cited("UU5-2014-70-5", "a"),
        cited("UU5-2014-70-1", "a"),
        cited("SE4-2013-CAT", "a"),
        cited("UU20-2023-49-1", "a"),
        cited("PP11-2017-212-5", "a"),
        cited("POL-DUR", "Menurut Undang-Undang Nomor 5 Tahun 2004"),
        cited("POL-DUR", "Menurut UU 5/2014 Pasal 70"),
        cited("POL-DUR", "Menurut PerLAN No. 5 Tahun 2018"),
    ];
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn structure() {
    let wrong = [
        "colour = 1\n",
        "[param.x]\nvalue = 2.5\n",
        "[param.lahir]\nvalue = 1\n",
        "[param.x]\nvalue = [1, \"a\"]\n",
        "[[rule]]\nid = \"a\"\nsays = \"{x}\"\nforce = \"blok\"\nrequire = 'sehat'\n",
        "[[rule]]\nid = \"a\"\nsays = { en = \"a\" }\nforce = \"score\"\nrequire = 'sehat'\n",
        "[[rule]]\nid = \"a\"\nsays = \"a\"\nforce = \"warn\"\nrequire = 'sehat'\nwaivable = true\nvalid_to = 2019-01-01\n",
        "[[case]]\nid = \"c\"\nat = \"2020-01-01\"\nexpect = { verdict = \"ya\" }\n",
        "[[case]]\nid = \"c\"\nat = 2020-01-01\nperson = { tmt_pn = 2015-01-01 }\nexpect = { rules = { x = \"met\" } }\n",
        "x = [1,\n",
    ];
    let all: Vec<String> = wrong.iter().map(|body| errors(body)).collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn a_sixty_fourth_rule_is_refused() {
    let rules = |n: usize| {
        (0..n).fold(HEAD.to_owned(), |file, i| {
            file + &rule("sehat").replace("\"a\"", &format!("\"a{i}\""))
        })
    };
    assert!(Policy::parse("p", &rules(63)).is_ok());
    let found = Policy::parse("p", &rules(64)).unwrap_err();
    assert!(found[0].message.contains("at most 63"));
}

#[test]
fn deep_nesting_and_long_chains_are_refused_or_read_but_never_overflow() {
    let deep = format!("{}sehat{}", "(".repeat(5000), ")".repeat(5000));
    assert!(errors(&rule(&deep)).contains("nested too deeply"));
    let not = format!("{}sehat", "!".repeat(5000));
    assert!(errors(&rule(&not)).contains("expected an operand"));
    let long = vec!["sehat"; 20_000].join(" && ");
    assert!(errors(&rule(&long)).contains("too long"));
}

const REGISTER: &str = r#"
[[source]]
id = "UU 1"
title = "Undang-Undang 1"
layer = "law"
rank = 1
from = 2019-01-01
to = 2024-01-01
confidence = "T"
[[entry]]
id = "UU1-1"
source = "UU 1"
article = "Pasal 1"
confidence = "T"
[[entry]]
id = "UU1-2"
source = "UU 1"
article = "Pasal 2"
to = 2030-01-01
confidence = "S"
"#;

#[test]
fn check() {
    let register = Register::parse("register.toml", REGISTER).unwrap();
    let file = format!(
        r#"{HEAD}
[param.n]
value = 2
valid_to = 2022-01-01
cite = ["UU1-1"]

[[rule]]
id = "citation-unknown"
says = "a"
force = "warn"
cite = ["UU1-3"]
require = 'sehat'

[[rule]]
id = "citation-ended"
says = {{ id = "a", en = "a" }}
force = "block"
cite = ["UU1-1"]
require = 'sehat'

[[rule]]
id = "unsure"
says = {{ id = "a", en = "a" }}
force = "block"
valid_to = 2024-01-01
cite = ["UU1-2"]
require = 'sehat'

[[rule]]
id = "no-citation"
says = {{ id = "a", en = "a" }}
force = "warn"
cite = []
require = 'skp.all(s, s.predikat == "BAIK") && years(tmt_pns, at) >= n'

[[case]]
id = "wrong"
at = 2021-01-01
person = {{ sehat = true }}
expect = {{ verdict = "belum-memenuhi", rules = {{ unsure = "not-met" }} }}
"#
    );
    let policy = Policy::parse("uji.policy.toml", &file).unwrap_or_else(|e| panic!("{}", text(&e)));
    insta::assert_snapshot!(text(&policy.check(&register)));
}

#[test]
fn a_register_is_read_as_strictly() {
    let wrong = REGISTER
        .replace("layer = \"law\"", "layer = \"hukum\"")
        .replace("id = \"UU1-2\"", "id = \"UU1-1\"")
        .replace("article = \"Pasal 1\"", "artikel = \"Pasal 1\"");
    let mut found = Register::parse("register.toml", &wrong).unwrap_err();
    let broken = REGISTER
        .replace("id = \"UU1-2\"", "id = \"UU1-1\"")
        .replacen("source = \"UU 1\"", "source = \"UU 2\"", 1);
    found.extend(Register::parse("register.toml", &broken).unwrap_err());
    insta::assert_snapshot!(text(&found));
}

#[test]
fn a_condition_cannot_stand_without_words_and_the_check_refuses_one_without_citation() {
    let whole = rule("sehat");
    assert!(Policy::parse("p", &format!("{HEAD}{whole}")).is_ok());
    assert!(errors(&whole.replace("says = \"a\"\n", "")).contains("says"));
    let register = Register::parse("register.toml", REGISTER).unwrap();
    let cited = whole
        .replace("cite = []", "cite = [\"UU1-2\"]")
        .replace("block", "warn");
    for (text, faults) in [(&cited, false), (&cited.replace("\"UU1-2\"", ""), true)] {
        let policy = Policy::parse("p", &format!("{HEAD}{text}")).unwrap();
        let found = crate::support::text(&policy.check(&register));
        assert_eq!(
            found.contains("error: the rule `a` cites nothing"),
            faults,
            "{found}"
        );
    }
    assert!(errors(&whole.replace("cite = []", "cite = 1")).contains("cite"));
}
