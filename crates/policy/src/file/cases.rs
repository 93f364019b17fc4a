//! Reads the executable examples (`[[case]]`) of a policy file.

use serde_json::Value as Json;
use toml::de::DeValue;

use super::{Case, Rule};
use crate::calendar::Calendar;
use crate::diagnostic::nearest;
use crate::facts::Facts;
use crate::schema::Kind;
use crate::status::{Status, Verdict};
use crate::toml_doc::{Node, Reader, Table, in_order};
use crate::value::Decimal;

const CASE: [&str; 7] = ["id", "at", "person", "case", "holidays", "plus", "expect"];
const EXPECT: [&str; 5] = ["verdict", "rules", "points", "total", "statute"];

pub(super) fn read_case(reader: &mut Reader, node: &Node<'_>, rules: &[Rule]) -> Option<Case> {
    let table = reader.table(node)?;
    reader.only(table, &CASE, "a case");
    let owner = node.span();
    let id_node = reader.need(table, "id", &owner, "a case");
    let id = id_node.and_then(|n| reader.string(n));
    let at = reader
        .need(table, "at", &owner, "a case")
        .and_then(|n| reader.date(n));
    let person = facts(reader, table, "person", Kind::Person);
    let case = facts(reader, table, "case", Kind::Case);
    let expect_node = reader.need(table, "expect", &owner, "a case")?;
    let expect = reader.table(expect_node)?;
    reader.only(expect, &EXPECT, "`expect`");
    let verdict = expect
        .get("verdict")
        .and_then(|n| word::<Verdict>(reader, n, "verdict"));
    let mut statuses = Vec::new();
    let mut rule_spans = Vec::new();
    if let Some(expected) = expect.get("rules").and_then(|n| reader.table(n)) {
        for (key, value) in in_order(expected) {
            let name = key.get_ref().to_string();
            if !rules.iter().any(|rule| rule.id == name) {
                let near = nearest(&name, rules.iter().map(|rule| rule.id.as_str()));
                let help = near.map_or_else(
                    || "name a rule of this file".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                reader.help(key.span(), format!("there is no rule `{name}`"), &help);
                continue;
            }
            if let Some(status) = word::<Status>(reader, value, "status") {
                statuses.push((name, status));
                rule_spans.push(value.span());
            }
        }
    }
    if expect.is_empty() {
        reader.error(
            expect_node.span(),
            "a case must expect a verdict or a status",
        );
    }
    let points = decimal(reader, expect, "points");
    let total = decimal(reader, expect, "total");
    let statute = expect.get("statute").and_then(|n| reader.string(n));
    let holidays = table.get("holidays").map(|node| {
        let days = reader.array(Some(node)).into_iter();
        Calendar::new(days.filter_map(|day| reader.date(day)).collect::<Vec<_>>())
    });
    let plus = reader.strings(table.get("plus"));
    if plus.is_empty() != total.is_none() {
        reader.help(
            expect_node.span(),
            "`plus` and `total` belong together",
            "`plus` names other cases of this file; `total` is the sum of their points and of this case's",
        );
    }
    Some(Case {
        id: id?,
        at: at?,
        person: person?,
        case: case?,
        holidays,
        plus,
        verdict,
        rules: statuses,
        points,
        total,
        statute,
        expect_span: expect_node.span(),
        span: id_node.map_or(owner, |n| n.span()),
        verdict_span: expect.get("verdict").map_or(0..0, |n| n.span()),
        rule_spans,
    })
}

/// An expected number of points, written as a whole number or as a decimal in quotes.
fn decimal(reader: &mut Reader, expect: &Table<'_>, key: &str) -> Option<Decimal> {
    let node = expect.get(key)?;
    let read = match node.get_ref() {
        DeValue::Integer(_) => reader.integer(node).and_then(Decimal::from_int),
        DeValue::String(text) => Decimal::parse(text),
        _ => None,
    };
    if read.is_none() {
        reader.wrong_type(node, "points such as 20 or \"2.4\"");
    }
    read
}

/// One of the words that files use for an enumeration.
fn word<T: serde::de::DeserializeOwned>(
    reader: &mut Reader,
    node: &Node<'_>,
    what: &str,
) -> Option<T> {
    let text = reader.string(node)?;
    match serde_json::from_value(Json::String(text.clone())) {
        Ok(word) => Some(word),
        Err(error) => {
            // The words stand in backquotes behind what was found.
            let error = error.to_string();
            let known: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
            let help = match nearest(&text, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known are {}", known.join(", ")),
            };
            reader.help(node.span(), format!("`{text}` is no {what}"), &help);
            None
        }
    }
}

fn facts(reader: &mut Reader, table: &Table<'_>, key: &str, kind: Kind) -> Option<Facts> {
    let Some(node) = table.get(key) else {
        return Some(match kind {
            Kind::Person => Facts::person(),
            Kind::Case => Facts::case(),
        });
    };
    reader.table(node)?;
    let json = to_json(reader, node)?;
    match Facts::from_json(kind, &json) {
        Ok(facts) => Some(facts),
        Err(error) => {
            reader.error(node.span(), error.to_string());
            None
        }
    }
}

fn to_json(reader: &mut Reader, node: &Node<'_>) -> Option<Json> {
    Some(match node.get_ref() {
        DeValue::String(text) => Json::String(text.to_string()),
        DeValue::Integer(_) => reader.integer(node)?.into(),
        DeValue::Boolean(b) => Json::Bool(*b),
        DeValue::Datetime(_) => reader.date(node)?.to_string().into(),
        DeValue::Float(_) => {
            reader.wrong_type(node, "an exact value");
            return None;
        }
        DeValue::Array(items) => {
            let items: Option<Vec<Json>> = items.iter().map(|i| to_json(reader, i)).collect();
            Json::Array(items?)
        }
        DeValue::Table(table) => {
            let mut object = serde_json::Map::new();
            for (key, value) in in_order(table) {
                object.insert(key.get_ref().to_string(), to_json(reader, value)?);
            }
            Json::Object(object)
        }
    })
}
