//! The formatter: what it puts right, what it keeps, and that it never changes what a file says.

use proptest::prelude::*;

use super::*;
use crate::file::Policy;
use crate::shipped;
use crate::testing::{anchor, condition, force};

const MESSY: &str = "id='a'   # the id\nversion =  \"1\"\n\n\n\ntitle = {id=\"A\",en = \"B\" , }\napplies_to=\"magang\"\nvalid_from   = 2020-01-01\t\n#about n\n[ param . n ]\nvalue=[ 1,2 , ]\ncite=[\n\"x\",   # why\n      \"y\"\n]\n[[rule]]\nid = \"r\" \nsays = \"s\"\nrequire=\"\"\"((sehat))&&( size( skp )>n2  ||!sedang_diperiksa )\"\"\"\nforce = \"block\"\n[[case]]\nid=\"c\"\nat=2021-01-01\nexpect={verdict=\"memenuhi\"}\n[case.person]\nsehat=true\n\n";

#[test]
fn a_messy_file_is_put_right() {
    insta::assert_snapshot!(format("a", MESSY).unwrap());
}

#[test]
fn what_is_no_toml_is_refused_with_its_place() {
    let found = format("a", "id = \n").unwrap_err();
    assert_eq!((found.len(), found[0].line), (1, 1));
}

#[test]
fn a_condition_that_cannot_be_read_stays_as_it_was() {
    let text = "[[rule]]\nrequire = 'a  &&'\n";
    assert_eq!(format("a", text).unwrap(), text);
}

#[test]
fn shipped_files_have_the_form() {
    for (name, text) in shipped::POLICIES {
        let formatted = format(name, text).unwrap();
        let line = formatted
            .lines()
            .zip(text.lines())
            .position(|(a, b)| a != b);
        assert!(
            formatted == text,
            "run `titian policy fmt {name}` (line {line:?})"
        );
    }
}

/// Comments of a text in their order, without blanks.
fn comments(text: &str) -> Vec<String> {
    let items = scan(text).unwrap();
    let part = |range: &std::ops::Range<usize>| {
        text[range.clone()]
            .trim_start_matches('#')
            .trim()
            .to_owned()
    };
    items
        .iter()
        .filter_map(|item| match item {
            Item::Comment(range) => Some(part(range)),
            Item::Header(_, Some(range)) | Item::Pair(_, _, Some(range)) => Some(part(range)),
            _ => None,
        })
        .collect()
}

fn blanks() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", " ", "  ", "\t"]).prop_map(str::to_owned)
}

fn file() -> impl Strategy<Value = String> {
    let rule = (
        condition(),
        force(),
        anchor(),
        blanks(),
        0usize..4,
        any::<bool>(),
    );
    prop::collection::vec(rule, 1..4).prop_map(|rules| {
        let mut text = String::from(
            "id = \"t\"\nversion = \"1\"\ntitle = \"t\"\napplies_to = \"magang\"\nvalid_from = 1990-01-01\n[param.n]\nvalue = 2\n[param.late]\nvalue=3\n",
        );
        for (i, (condition, force, anchor, blank, empty, comment)) in rules.iter().enumerate() {
            text.push_str(&"\n".repeat(*empty));
            if *comment {
                text.push_str(&format!("#  about {i}  \n"));
            }
            text.push_str(&format!(
                "[[{blank}rule{blank}]]{blank}\nid{blank}={blank}\"r{i}\"\nsays=\"s\" # behind {i}\nrequire ={blank}'''\n {condition}{blank}'''\nforce = \"{force}\"\nanchor{blank}= \"{anchor}\"\ncite=[{blank}\"x\"{blank},\"y\",]\n"
            ));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..Default::default() })]

    #[test]
    fn formatting_keeps_the_meaning_and_the_comments_and_is_done_at_once(text in file()) {
        let formatted = format("a", &text).unwrap();
        prop_assert_ne!(&formatted, &text);
        prop_assert_eq!(&format("a", &formatted).unwrap(), &formatted);
        prop_assert_eq!(comments(&formatted), comments(&text));
        let (before, after) = (Policy::parse("a", &text).unwrap(), Policy::parse("a", &formatted).unwrap());
        for (a, b) in before.rules().iter().zip(after.rules()) {
            // The checked expression, without places.
            let bare = |text: String| {
                let mut out = String::new();
                let mut rest = text.as_str();
                while let Some(at) = rest.find("span: ") {
                    out.push_str(&rest[..at]);
                    rest = &rest[at..];
                    rest = &rest[rest.find([',', '}']).unwrap_or(rest.len())..];
                }
                out.push_str(rest);
                out
            };
            prop_assert_eq!(bare(format!("{:?}", a.expr)), bare(format!("{:?}", b.expr)));
            prop_assert_eq!((&a.id, &a.cite, a.force, a.anchor), (&b.id, &b.cite, b.force, b.anchor));
        }
        prop_assert_eq!(before.params().len(), after.params().len());
    }
}
