//! Changes values inside the text of a policy file and leaves every other byte, comments included, as it was; pure.

use std::ops::Range;

use kernel::{CivilDate, Error, Result};
use policy::{Decimal, Param, Policy, Stale, Value};
use toml::de::{DeTable, DeValue};

/// The text of `policy` under another name of the version.
pub fn rename(policy: &Policy, version: &str) -> Result<String> {
    let place = with_document(policy.text(), |file| {
        file.get("version").map(|node| node.span())
    })?;
    splice(policy.text(), vec![(place, quoted(version))])
}

/// The text of `policy` with other values of parameters, each as a person types it.
///
/// # Errors
/// Invalid with a message at the field `param.<name>` for every value that does not fit its parameter.
pub fn set_params(policy: &Policy, values: &[(String, String)]) -> Result<String> {
    let mut changes = Vec::new();
    let mut wrong: Option<Error> = None;
    for (name, typed) in values {
        let field = format!("param.{name}");
        let Some(param) = policy.params().iter().find(|param| param.name == *name) else {
            return Err(Error::invalid_field(field, "policies-no-param"));
        };
        if typed.trim() == shown(&param.value) {
            continue;
        }
        match literal(&param.value, typed) {
            Ok(literal) => changes.push((place_of(policy, param)?, literal)),
            Err(key) => {
                let error = wrong.take().unwrap_or_else(|| Error::invalid("error-form"));
                wrong = Some(error.field(field, key));
            }
        }
    }
    match wrong {
        Some(error) => Err(error),
        None => splice(policy.text(), changes),
    }
}

/// The text of `policy` with its examples expecting what the policy says now.
pub(super) fn settle_examples(policy: &Policy, stale: &[Stale]) -> Result<String> {
    let changes = stale
        .iter()
        .map(|one| (one.place.clone(), quoted(one.outcome.actual())))
        .collect();
    splice(policy.text(), changes)
}

/// A value as it stands in a field: dates as date fields send them, lists one element a line, decimals with a comma.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Date(date) => date.to_string(),
        Value::Dec(decimal) => decimal.to_string().replace('.', ","),
        Value::Bool(true) => "ya".to_owned(),
        Value::Bool(false) => "tidak".to_owned(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(&item.value)).collect();
            items.join("\n")
        }
        other => other.display(policy::Language::Id),
    }
}

/// What was typed as a TOML literal of the type that `present` has; the key of what is wrong otherwise.
fn literal(present: &Value, typed: &str) -> Result<String, &'static str> {
    let typed = typed.trim();
    match present {
        Value::Int(_) => {
            let number: i64 = typed.parse().map_err(|_| "error-number")?;
            Ok(number.to_string())
        }
        Value::Dec(_) => {
            let number = Decimal::parse(&typed.replace(',', ".")).ok_or("policies-not-decimal")?;
            let text = number.to_string();
            // A decimal is told from a word by its point.
            let point = if text.contains('.') { "" } else { ".0" };
            Ok(quoted(&format!("{text}{point}")))
        }
        Value::Date(_) => {
            let date: CivilDate = typed.parse().map_err(|_| "error-date")?;
            Ok(date.to_string())
        }
        Value::Bool(_) => match typed.to_lowercase().as_str() {
            "ya" | "true" => Ok("true".to_owned()),
            "tidak" | "false" => Ok("false".to_owned()),
            _ => Err("policies-not-yes-no"),
        },
        Value::List(items) => {
            let word = Value::text("");
            let element = items.first().map_or(&word, |item| &item.value);
            let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
            let literals: Result<Vec<String>, _> =
                lines.map(|line| literal(element, line)).collect();
            Ok(format!("[{}]", literals?.join(", ")))
        }
        _ if typed.is_empty() => Err("error-required"),
        _ => Ok(quoted(typed)),
    }
}

/// A TOML string; control characters cannot come out of a form field, so that these escapes suffice.
fn quoted(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\""))
}

fn place_of(policy: &Policy, param: &Param) -> Result<Range<usize>> {
    with_document(policy.text(), |file| {
        let params = table(file.get("param")?.get_ref())?;
        let own = table(params.get(param.name.as_str())?.get_ref())?;
        own.get("value").map(|node| node.span())
    })
}

fn table<'a, 'i>(value: &'a DeValue<'i>) -> Option<&'a DeTable<'i>> {
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

fn with_document(
    text: &str,
    find: impl FnOnce(&DeTable<'_>) -> Option<Range<usize>>,
) -> Result<Range<usize>> {
    let document = DeTable::parse(text).map_err(Error::internal)?;
    find(document.get_ref()).ok_or_else(|| Error::internal("a place of the policy was not found"))
}

fn splice(text: &str, mut changes: Vec<(Range<usize>, String)>) -> Result<String> {
    changes.sort_by_key(|(place, _)| std::cmp::Reverse(place.start));
    let mut out = text.to_owned();
    for (place, literal) in changes {
        if out.get(place.clone()).is_none() {
            return Err(Error::internal("a place of the policy lies outside of it"));
        }
        out.replace_range(place, &literal);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Policy {
        let (name, text) = policy::shipped::POLICIES[0];
        Policy::parse(name, text).unwrap()
    }

    fn set(policy: &Policy, name: &str, typed: &str) -> Result<Policy> {
        let text = set_params(policy, &[(name.to_owned(), typed.to_owned())])?;
        Ok(Policy::parse("test", &text).unwrap())
    }

    fn value(policy: &Policy, name: &str) -> String {
        let param = policy.params().iter().find(|p| p.name == name).unwrap();
        shown(&param.value)
    }

    #[test]
    fn only_the_value_changes() {
        let before = shipped();
        let after = set(&before, "min_service_years", "3").unwrap();
        assert_eq!(value(&after, "min_service_years"), "3");
        let differ: Vec<_> = before
            .text()
            .lines()
            .zip(after.text().lines())
            .filter(|(a, b)| a != b)
            .collect();
        assert_eq!(differ, [("value = 2", "value = 3")]);
        assert_eq!(before.text().len(), after.text().len());
    }

    #[test]
    fn lists_are_typed_one_a_line_and_quotes_survive() {
        let list = set(&shipped(), "disc_levels", "Berat\n\n Sangat \"Berat\" ").unwrap();
        assert_eq!(value(&list, "disc_levels"), "Berat\nSangat \"Berat\"");
    }

    #[test]
    fn a_value_of_another_type_is_refused_at_its_field() {
        let error = set(&shipped(), "min_service_years", "dua").unwrap_err();
        assert_eq!(error.fields()[0].field, "param.min_service_years");
        assert_eq!(error.fields()[0].text.key, "error-number");
        assert!(set(&shipped(), "no_such", "1").is_err());
    }

    #[test]
    fn every_parameter_that_is_sent_back_as_shown_changes_nothing() {
        let policy = shipped();
        let all: Vec<_> = policy
            .params()
            .iter()
            .map(|p| (p.name.clone(), shown(&p.value)))
            .collect();
        assert_eq!(set_params(&policy, &all).unwrap(), policy.text());
    }

    #[test]
    fn every_kind_of_value_becomes_a_literal_that_reads_back() {
        let cases = [
            (Value::Dec(Decimal(25_000)), "3", "\"3.0\""),
            (Value::Dec(Decimal(25_000)), "2,25", "\"2.25\""),
            (Value::Bool(true), "tidak", "false"),
            (
                Value::Date("2026-01-01".parse().unwrap()),
                "2027-02-03",
                "2027-02-03",
            ),
            (Value::list([Value::Int(1)]), "2\n3", "[2, 3]"),
            (Value::text("a"), "b\\c", "\"b\\\\c\""),
        ];
        for (present, typed, expected) in cases {
            assert_eq!(literal(&present, typed).unwrap(), expected);
        }
        assert!(literal(&Value::Bool(true), "mungkin").is_err());
    }

    #[test]
    fn a_new_name_changes_one_line() {
        let policy = shipped();
        let renamed = Policy::parse("t", &rename(&policy, "2027-1").unwrap()).unwrap();
        assert_eq!(renamed.version, "2027-1");
        assert_eq!(renamed.rules().len(), policy.rules().len());
    }
}
