//! The reader refuses what the format forbids, with the place, and keeps what the digest needs.

use matching::{BelowMin, Outcome, Problem, explain, solve};

const GOOD: &str = r#"{ "format": "titian-placement/1", "objective": ["placed", "generous", "fit"], "seed": "s",
  "agencies": [{"id": "setda"}, {"id": "dinkes", "release_max": 12, "within": "setda"}],
  "regions": [{"id": "36.04", "max": 40}],
  "hosts": [{"id": "bkn", "region": "36.04", "min": 0, "max": 10}],
  "slots": [{"id": "bkn-1", "host": "bkn", "min": 0, "max": 3}, {"id": "bkn-2", "host": "bkn"}],
  "applicants": [{"id": "a1", "agency": "dinkes", "merit": 87250,
     "choices": [{"slot": "bkn-1", "fit": 812}, {"slot": "bkn-2", "fit": 640, "merit": 5}]}, {"id": "a7", "choices": [{"slot": "bkn-1"}]}],
  "conflicts": [{"applicant": "a1", "slot": "bkn-2", "why": "saudara"}],
  "pinned": [{"applicant": "a7", "slot": "bkn-1"}],
  "previous": [{"applicant": "a1", "slot": "bkn-1"}],
  "below_min": "refuse" }"#;

#[test]
fn the_example_of_the_format_is_good() {
    let problem = Problem::from_json(GOOD).expect("good");
    assert_eq!(problem.below_min(), BelowMin::Refuse);
    let Outcome::Optimal(placement) = solve(&problem).expect("supported") else {
        panic!("feasible")
    };
    let result = placement.to_json(&problem);
    matching_check::verify(GOOD, &result).expect("the digest is that of the document as written");
    assert_eq!(
        Problem::from_json(&problem.to_json()).expect("own JSON"),
        problem
    );
    let words = explain(&problem, &placement, "a7").expect("known");
    assert!(
        words.summary.id.contains("sudah ditetapkan di bkn-1"),
        "{}",
        words.summary.id
    );
}

#[test]
fn every_broken_rule_is_refused_with_its_place() {
    let cases = [
        ("\"max\": 40", "\"max\": 40.0", "$.regions[0].max"),
        ("\"max\": 40", "\"max\": 4e1", "$.regions[0].max"),
        ("\"max\": 40", "\"max\": -1", "$.regions[0].max"),
        ("\"max\": 40", "\"max\": 10000001", "$.regions[0].max"),
        (
            "\"max\": 40",
            "\"max\": 99999999999999999999999999",
            "$.regions[0].max",
        ),
        ("\"max\": 40", "\"max\": \"40\"", "$.regions[0].max"),
        ("\"max\": 40", "\"maks\": 40", "$.regions[0].maks"),
        (
            "\"fit\": 812",
            "\"fit\": 1000000001",
            "$.applicants[0].choices[0].fit",
        ),
        (
            "\"merit\": 87250",
            "\"merit\": -1000000001",
            "$.applicants[0].merit",
        ),
        (
            "\"merit\": 87250",
            "\"merit\": null",
            "$.applicants[0].merit",
        ),
        (
            "\"agency\": \"dinkes\"",
            "\"agency\": \"dinsos\"",
            "$.applicants[0].agency",
        ),
        (
            "\"region\": \"36.04\"",
            "\"region\": \"36.05\"",
            "$.hosts[0].region",
        ),
        (
            "\"host\": \"bkn\", \"min\"",
            "\"host\": \"lan\", \"min\"",
            "$.slots[0].host",
        ),
        (
            "{\"slot\": \"bkn-2\", \"fit\"",
            "{\"slot\": \"bkn-1\", \"fit\"",
            "$.applicants[0].choices[1].slot",
        ),
        (
            "{\"slot\": \"bkn-2\", \"fit\"",
            "{\"slot\": \"bkn-3\", \"fit\"",
            "$.applicants[0].choices[1].slot",
        ),
        ("\"id\": \"bkn-2\"", "\"id\": \"bkn-1\"", "$.slots[1].id"),
        ("\"id\": \"a7\"", "\"id\": \"a1\"", "$.applicants[1].id"),
        (
            "{\"id\": \"setda\"}",
            "{\"id\": \"setda\", \"within\": \"dinkes\"}",
            "$.agencies[0].within",
        ),
        (
            "\"min\": 0, \"max\": 3",
            "\"min\": 4, \"max\": 3",
            "$.slots[0].min",
        ),
        (
            "\"placed\", \"generous\"",
            "\"generous\", \"placed\"",
            "$.objective[0]",
        ),
        (
            "\"placed\", \"generous\"",
            "\"placed\", \"placed\"",
            "$.objective[1]",
        ),
        (
            "\"placed\", \"generous\"",
            "\"placed\", \"best\"",
            "$.objective[1]",
        ),
        (
            "\"objective\": [\"placed\", \"generous\", \"fit\"]",
            "\"objective\": []",
            "$.objective",
        ),
        (
            "\"objective\": [\"placed\", \"generous\", \"fit\"], ",
            "",
            "$.objective",
        ),
        ("\"seed\": \"s\"", "\"seed\": 1", "$.seed"),
        (
            "\"seed\": \"s\"",
            "\"seed\": \"s\", \"mechanism\": \"merit-stable\"",
            "$.mechanism",
        ),
        ("titian-placement/1", "titian-placement/2", "$.format"),
        (
            "\"pinned\": [{\"applicant\": \"a7\", \"slot\": \"bkn-1\"}]",
            "\"pinned\": [{\"applicant\": \"a7\", \"slot\": \"bkn-2\"}]",
            "$.pinned[0].slot",
        ),
        (
            "\"pinned\": [{\"applicant\": \"a7\", \"slot\": \"bkn-1\"}]",
            "\"pinned\": [{\"applicant\": \"a1\", \"slot\": \"bkn-2\"}]",
            "$.pinned[0]",
        ),
        (
            "\"previous\": [",
            "\"previous\": [{\"applicant\": \"a1\", \"slot\": \"bkn-2\"}, ",
            "$.previous[1].applicant",
        ),
        (
            "\"previous\": [",
            "\"previous\": [{\"applicant\": \"a1\"}, ",
            "$.previous[0].slot",
        ),
        ("\"why\": \"saudara\"", "\"why\": 1", "$.conflicts[0].why"),
        ("\"refuse\"", "\"open\"", "$.below_min"),
        ("\"refuse\" }", "\"refuse\", \"format\": \"x\" }", "$"),
        ("\"refuse\" }", "\"refuse\"", "$"),
    ];
    for (from, to, path) in cases {
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "{from} stands in the document");
        let error = Problem::from_json(&text).expect_err(to);
        assert_eq!(error.path, path, "{to}: {error}");
        assert!(!error.expected.is_empty() && !error.found.is_empty());
        matching_check::verify(&text, "{}")
            .expect_err("the checker proves nothing about bad input");
    }
}

#[test]
fn pinned_people_beyond_a_limit_are_a_proved_clash() {
    let text = GOOD.replacen("\"max\": 10", "\"max\": 0", 1);
    let problem = Problem::from_json(&text).expect("good input");
    let Outcome::Infeasible(infeasible) = solve(&problem).expect("supported") else {
        panic!("one person is pinned to a host without places")
    };
    let result = infeasible.to_json(&problem);
    let report = matching_check::verify(&text, &result).expect("proved");
    assert_eq!(report.status, "infeasible");
    let altered = result.replacen("\"max\":0", "\"max\":1", 1);
    assert!(matching_check::verify(&text, &altered).is_err());
    let unproved = result.replacen("[1]", "[0]", 1);
    assert!(matching_check::verify(&text, &unproved).is_err());
}

#[test]
fn canonical_json_sorts_and_escapes_as_rfc_8785() {
    let text = GOOD.replace("saudara", "\\u0001\\t\\\"\\\\\\/é\\u20ac😀\\ud83d\\ude00");
    let problem = Problem::from_json(&text).expect("good input");
    assert!(
        problem
            .to_json()
            .contains("\"why\":\"\\u0001\\t\\\"\\\\/é€😀😀\""),
        "{}",
        problem.to_json()
    );
    let Outcome::Optimal(placement) = solve(&problem).expect("supported") else {
        panic!("feasible")
    };
    matching_check::verify(&text, &placement.to_json(&problem)).expect("both take the same digest");
}

#[test]
fn damaged_documents_are_refused_or_read_but_never_break_the_reader() {
    let mut numbers = matching::instances::Numbers::new(4);
    let pieces = [
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "-",
        "0",
        "9999999999999999999999",
        "null",
        "1e9",
        "\\u",
        "é",
    ];
    let mut good = 0;
    for _ in 0..4_000 {
        let mut text = GOOD.to_owned();
        for _ in 0..=numbers.below(3) {
            let mut at = numbers.below(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            if numbers.below(2) == 0 {
                text.insert_str(at, pieces[numbers.below(pieces.len())]);
            } else if text.is_char_boundary(at + 1) {
                text.replace_range(at..=at, "");
            }
        }
        if let Ok(problem) = Problem::from_json(&text) {
            good += 1;
            let again = Problem::from_json(&problem.to_json()).expect("own JSON is good");
            assert_eq!(again.digest(), problem.digest());
            solve(&problem).expect("small numbers");
        }
    }
    assert!(good > 50, "some damage is harmless: {good}");
}
