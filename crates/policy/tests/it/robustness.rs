//! Whatever stands in a file, reading, checking and formatting it ends, and says what is wrong with its place.

use policy::{Policy, Register, format, shipped};
use proptest::prelude::*;

use crate::support::HEAD;

/// Everything that is done with a text that somebody wrote.
fn digest(register: &Register, text: &str) {
    match Policy::parse("f", text) {
        Ok(policy) => {
            let found = policy.check(register);
            assert!(found.iter().all(|d| d.line >= 1 && d.column >= 1));
        }
        Err(found) => {
            assert!(!found.is_empty(), "a refusal without a reason: {text}");
            for d in &found {
                assert!(d.line >= 1 && d.column >= 1 && d.width >= 1 && !d.message.is_empty());
                assert!(d.line <= text.matches('\n').count() + 1, "{d}\n{text}");
            }
        }
    }
    if let Ok(once) = format("f", text) {
        assert_eq!(format("f", &once).unwrap(), once, "{text}");
    }
}

fn condition(text: &str) -> String {
    let quote = if text.contains("'''") {
        "\"\"\""
    } else {
        "'''"
    };
    format!(
        "{HEAD}[[rule]]\nid = \"a\"\nsays = \"a\"\nforce = \"warn\"\ncite = []\nrequire = {quote}{text}{quote}\n"
    )
}

const TOKENS: [&str; 48] = [
    "sehat",
    "jenis",
    "skp",
    "at",
    "case",
    "case.start",
    "tmt_pns",
    "golongan",
    "x",
    "s",
    ".",
    ",",
    "(",
    ")",
    "[",
    "]",
    "?",
    ":",
    "&&",
    "||",
    "!",
    "-",
    "+",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    ">=",
    "in",
    "has(",
    "size(",
    "years(",
    "add_months(",
    "last_years(",
    ".exists(s,",
    ".all(s,",
    ".filter(s,",
    "date(\"2024-02-29\")",
    "duration(\"P1M\")",
    "golongan(\"III/a\")",
    "\"PNS\"",
    "0",
    "9223372036854775807",
    "2.5",
    "true",
    "level(",
];

/// A change somewhere in a text: where, how much goes, and what comes.
type Edit = (prop::sample::Index, usize, String);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let piece = prop_oneof![
        prop::sample::select(TOKENS.to_vec()).prop_map(str::to_owned),
        "[ -~]{0,6}",
        any::<char>().prop_map(String::from),
        Just("\n".to_owned()),
        Just("'''".to_owned()),
        Just("[[rule]]\n".to_owned()),
        Just("99999-99-99".to_owned()),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, piece), 1..6)
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (index, gone, piece) in edits {
        let at = index.index(chars.len() + 1);
        let end = (at + gone).min(chars.len());
        chars.splice(at..end, piece.chars());
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let register = Register::parse("r", "").unwrap();
        let text = String::from_utf8_lossy(&bytes);
        digest(&register, &text);
        digest(&register, &condition(&text));
        let _ = Register::parse("r", &text);
    }

    #[test]
    fn any_row_of_tokens_is_read_or_refused(
        tokens in prop::collection::vec(prop::sample::select(TOKENS.to_vec()), 0..40),
        spaced in any::<bool>(),
    ) {
        let register = Register::parse("r", "").unwrap();
        digest(&register, &condition(&tokens.join(if spaced { " " } else { "" })));
    }

    #[test]
    fn a_shipped_file_with_slips_is_read_or_refused(which in 0usize..7, edits in edits()) {
        let register = Register::parse("r", "").unwrap();
        // The rules and the first examples, so that a run is done today.
        let (_, text) = shipped::POLICIES[which];
        let end = text.match_indices("[[case]]").nth(3).map_or(text.len(), |(at, _)| at);
        digest(&register, &edited(&text[..end], &edits));
    }

    #[test]
    fn a_register_with_slips_is_read_or_refused(edits in edits()) {
        let (name, text) = shipped::REGISTER;
        let part: String = text.lines().step_by(1).take(400).collect::<Vec<_>>().join("\n");
        if let Err(found) = Register::parse(name, &edited(&part, &edits)) {
            prop_assert!(!found.is_empty());
        }
    }

    #[test]
    fn any_text_can_be_looked_through(text in "(UU|PP|PerLAN|Undang-Undang| |Nomor|Tahun|/|[0-9]{1,5}|é|-){0,20}") {
        let register = shipped::register().unwrap();
        for slip in register.lint(&text, "2024-01-01".parse().unwrap()) {
            prop_assert!(text.get(slip.range).is_some());
        }
    }
}

/// A quarter of the stack that a thread usually has: what recursed without bound would end the process.
#[test]
fn deep_and_long_texts_need_little_stack() {
    let deep = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(3000), close.repeat(3000))
    };
    let mut texts: Vec<String> = [
        deep("(", "sehat", ")"),
        deep("[", "1", "]"),
        deep("!", "sehat", ""),
        deep("-", "1", ""),
        deep("!(", "sehat", ")"),
        deep("sehat ? ", "sehat", " : sehat"),
        deep("sehat ? sehat : ", "sehat", ""),
        deep("sehat && ", "sehat", ""),
        deep("1 + ", "1", ""),
        deep("skp.filter(s, ", "true", ")"),
        deep("skp", "", ".filter(s, true)"),
        deep("case", "", ".start"),
        deep("has(", "sehat", ")"),
        deep("years(at, add_years(at, ", "1", "))"),
        deep("skp.exists(s, s.tahun == ", "1", ")"),
        deep("\"", "", "\""),
    ]
    .iter()
    .map(|text| condition(text))
    .collect();
    texts.push(deep("a = [", "", ""));
    texts.push(format!("a = {}", deep("[", "1", "]")));
    texts.push(format!("a = {}", deep("{ a = ", "1", " }")));
    texts.push(deep("[a.", "a", "]"));
    texts.push(format!("{HEAD}{}", "[[rule]]\n".repeat(3000)));
    let reader = std::thread::Builder::new()
        .stack_size(1 << 20)
        .spawn(move || {
            let register = Register::parse("r", "").unwrap();
            for text in &texts {
                digest(&register, text);
            }
            texts.len()
        })
        .unwrap();
    assert_eq!(reader.join().unwrap(), 21);
}

#[test]
fn a_decimal_of_any_length_fits_or_is_refused() {
    for (text, fits) in [
        ("922337203685477.5807", true),
        ("922337203685477.5808", false),
        ("-922337203685477.5808", true),
        ("6666666666666666666666666666666666666.5", false),
        ("00000000000000000000000000000000000000000002.5", true),
    ] {
        assert_eq!(policy::Decimal::parse(text).is_some(), fits, "{text}");
    }
}
