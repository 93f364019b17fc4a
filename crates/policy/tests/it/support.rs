//! Short ways to write a policy, a person and a case in a test.

use kernel::CivilDate;
use policy::schema::Kind;
use policy::{Calendar, Diagnostic, Explanation, Facts, Inputs, Policy, Register, Status, explain};
use serde_json::Value as Json;

pub fn d(text: &str) -> CivilDate {
    text.parse().unwrap()
}

pub fn text(found: &[Diagnostic]) -> String {
    let all: Vec<String> = found.iter().map(ToString::to_string).collect();
    all.join("\n\n")
}

/// The head of a policy file.
pub const HEAD: &str = r#"id = "uji"
version = "1"
title = { id = "Uji", en = "Test" }
applies_to = "magang"
valid_from = 2020-01-01
"#;

/// A policy of block rules `r0`, `r1`, … with these conditions.
pub fn policy(conditions: &[&str]) -> Policy {
    let mut file = HEAD.to_owned();
    for (i, condition) in conditions.iter().enumerate() {
        file.push_str(&format!(
            "[[rule]]\nid = \"r{i}\"\nsays = \"r{i}\"\nforce = \"block\"\ncite = []\nrequire = '{condition}'\n"
        ));
    }
    Policy::parse("uji.policy.toml", &file).unwrap_or_else(|found| panic!("{}", text(&found)))
}

pub fn person(json: &Json) -> Facts {
    Facts::from_json(Kind::Person, json).unwrap()
}

pub fn case(json: &Json) -> Facts {
    Facts::from_json(Kind::Case, json).unwrap()
}

pub fn told(conditions: &[&str], who: &Json, what: &Json, at: &str) -> Explanation {
    let register = Register::parse("r", "").unwrap();
    let calendar = Calendar::new([d("2026-01-01"), d("2026-08-17")]);
    let inputs = Inputs::new(&calendar);
    explain(
        &policy(conditions),
        &register,
        &person(who),
        &case(what),
        d(at),
        &inputs,
    )
}

/// Status of one condition about a person without a case, on 1 June 2026.
pub fn status(condition: &str, who: &Json) -> Status {
    told(&[condition], who, &serde_json::json!({}), "2026-06-01").rules[0].status
}
