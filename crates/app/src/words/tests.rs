//! Tests of the message files of the domain and of the lookup.

use std::path::Path;

use kernel::{Role, Text};

use super::{Lang, SOURCES, Source, Words, check};

const SAMPLE: &[Source] = &[Source {
    slice: "sample",
    id: "-host = Instansi Penerima\nsample-rows = { $n } baris di { -host }\nsample-name = Nama: { $name }",
    en: "-host = Host\nsample-rows = { $n ->\n    [one] { $n } row\n   *[other] { $n } rows\n } at the { -host }\nsample-name = Name: { $name }",
}];

#[test]
fn every_message_stands_once_in_both_languages_with_the_same_arguments() {
    assert_eq!(check::problems(SOURCES), Vec::<String>::new());
}

#[test]
fn every_key_used_by_the_domain_has_a_message() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(
        check::unknown_keys(&source, &["rs"], SOURCES),
        Vec::<String>::new()
    );
}

#[test]
fn every_role_has_a_name() {
    let words = Words::new(SOURCES);
    for role in Role::ALL {
        for lang in Lang::ALL {
            assert!(words.has(lang, &format!("role-{role}")), "{role} {lang:?}");
        }
    }
}

#[test]
fn numbers_select_plural_forms_and_terms_are_filled_in() {
    let words = Words::new(SAMPLE);
    let rows = |n: u32| Text::new("sample-rows").with("n", n);
    assert_eq!(
        words.say(Lang::Id, &rows(3)),
        "3 baris di Instansi Penerima"
    );
    assert_eq!(words.say(Lang::En, &rows(1)), "1 row at the Host");
    assert_eq!(words.say(Lang::En, &rows(2)), "2 rows at the Host");
}

#[test]
fn what_only_looks_like_a_number_stays_as_written() {
    let words = Words::new(SAMPLE);
    for value in ["198502172010011001", "007", "1.250", "-", "", "2026"] {
        let text = Text::new("sample-name").with("name", value);
        assert_eq!(words.say(Lang::Id, &text), format!("Nama: {value}"));
    }
}

#[test]
fn a_missing_key_is_shown_as_the_key() {
    assert_eq!(
        Words::new(SAMPLE).get(Lang::Id, "sample-nothing"),
        "sample-nothing"
    );
}

#[test]
fn the_check_finds_each_kind_of_fault() {
    let faulty = [
        Source {
            slice: "hosts",
            id: "hosts-a = A { $x }\nhosts-b = B\nother-c = C\nhosts-b = B",
            en: "hosts-a = A { $y }\nother-c = C\nhosts-d = D",
        },
        Source {
            slice: "slots",
            id: "-hosts-b = B\nhosts-a = A",
            en: "hosts-a = A",
        },
    ];
    let problems = check::problems(&faulty).join("\n");
    for expected in [
        "hosts: `hosts-b` is missing in en.ftl",
        "hosts: `hosts-d` is missing in id.ftl",
        "hosts: `hosts-a` takes other arguments",
        "hosts: `other-c` must begin with `hosts-`",
        "hosts: `hosts-b` stands twice in id.ftl",
        "hosts: `hosts-b` has the name of the term `-hosts-b`",
        "slots: `hosts-a` must begin with `slots-`",
        "`hosts-a` is defined by hosts and again by slots",
    ] {
        assert!(problems.contains(expected), "{expected} not in\n{problems}");
    }
}

#[test]
fn tags_are_read_leniently() {
    assert_eq!(Lang::from_tag("en-GB"), Some(Lang::En));
    assert_eq!(Lang::from_tag("ID"), Some(Lang::Id));
    assert_eq!(Lang::from_tag("fr"), None);
}
