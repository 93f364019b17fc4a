//! Reads a policy file: structure, parameters, rules; refuses what it does not know, with the place.

use std::collections::BTreeSet;

use kernel::CivilDate;
use toml::de::{DeTable, DeValue};

use super::cases::read_case;
use super::{Anchor, Force, MAX_RULES, Param, Policy, Rule, place, sha256};
use crate::diagnostic::{Diagnostic, Severity, has_errors, nearest};
use crate::expr::{ExprError, ParamType, Scope, Ty, compile};
use crate::lang::{Lang, placeholders};
use crate::schema::Kind;
use crate::toml_doc::{Node, Reader, Span, Table, in_order, offsets};
use crate::value::{Decimal, Value};

const FILE: [&str; 11] = [
    "id",
    "version",
    "title",
    "applies_to",
    "valid_from",
    "valid_to",
    "anchor",
    "param",
    "rule",
    "case",
    "says",
];
const PARAM: [&str; 7] = [
    "value",
    "unit",
    "says",
    "cite",
    "anchor",
    "valid_from",
    "valid_to",
];
const RULE: [&str; 13] = [
    "id",
    "says",
    "require",
    "points",
    "cite",
    "force",
    "waivable",
    "waived_by",
    "remedy",
    "remedy_never",
    "anchor",
    "valid_from",
    "valid_to",
];

/// What the file says for all its rules and parameters.
struct Defaults {
    anchor: Anchor,
    from: CivilDate,
    to: Option<CivilDate>,
}

pub(super) fn policy(name: &str, text: &str) -> Result<Policy, Vec<Diagnostic>> {
    let mut reader = Reader::new(name, text);
    let document = match DeTable::parse(text) {
        Ok(document) => document,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            reader.error(span, format!("not TOML: {}", error.message()));
            return Err(reader.found);
        }
    };
    let policy = read(&mut reader, document.get_ref());
    match policy {
        Some(mut policy) if !has_errors(&reader.found) => {
            policy.warnings = reader.found;
            Ok(policy)
        }
        _ => Err(reader.found),
    }
}

fn read(reader: &mut Reader, file: &Table<'_>) -> Option<Policy> {
    let known: Vec<&str> = FILE.iter().copied().filter(|key| *key != "says").collect();
    reader.only(file, &known, "a policy");
    let top = 0..reader.source.text.lines().next().map_or(0, str::len);
    let mut text = |key: &str| {
        let node = reader.need(file, key, &top, "a policy")?;
        reader.string(node)
    };
    let (id, version, applies_to) = (text("id"), text("version"), text("applies_to"));
    let title = reader
        .need(file, "title", &top, "a policy")
        .and_then(|node| reader.lang(node));
    let valid_from = reader
        .need(file, "valid_from", &top, "a policy")
        .and_then(|node| reader.date(node));
    let valid_to = file.get("valid_to").and_then(|node| reader.date(node));
    ordered(reader, file.get("valid_to"), valid_from, valid_to);
    let anchor = anchor(reader, file).unwrap_or_default();
    let valid_from = valid_from?;
    let defaults = Defaults {
        anchor,
        from: valid_from,
        to: valid_to,
    };
    let params = read_params(reader, file, &defaults);
    let types: Vec<ParamType> = params
        .iter()
        .map(|param| ParamType {
            name: param.name.clone(),
            ty: param.ty.clone(),
            dated: param.from.is_some() || param.to.is_some(),
            length: match &param.value {
                Value::List(items) => items.len(),
                _ => 1,
            },
        })
        .collect();
    let rules = read_rules(reader, file, &types, &defaults);
    let mut cases = Vec::new();
    let mut ids = BTreeSet::new();
    for node in reader.array(file.get("case")) {
        if let Some(case) = read_case(reader, node, &rules) {
            if !ids.insert(case.id.clone()) {
                reader.error(
                    case.span.clone(),
                    format!("two cases have the id `{}`", case.id),
                );
            }
            cases.push(case);
        }
    }
    Some(Policy {
        id: id?,
        version: version?,
        title: title?,
        applies_to: applies_to?,
        valid_from,
        valid_to,
        params,
        rules,
        cases,
        digest: sha256(&reader.source.text),
        source: reader.source.clone(),
        warnings: Vec::new(),
    })
}

fn anchor(reader: &mut Reader, table: &Table<'_>) -> Option<Anchor> {
    let node = table.get("anchor")?;
    let text = reader.string(node)?;
    let found = Anchor::ALL.into_iter().find(|a| a.name() == text);
    if found.is_none() {
        reader.error(
            node.span(),
            format!("`{text}` is no anchor; expected decision, start or end"),
        );
    }
    found
}

fn ordered(
    reader: &mut Reader,
    node: Option<&Node<'_>>,
    from: Option<CivilDate>,
    to: Option<CivilDate>,
) {
    if let (Some(node), Some(from), Some(to)) = (node, from, to)
        && to <= from
    {
        reader.error(
            node.span(),
            format!("`valid_to` is the first day after; it must come after {from}"),
        );
    }
}

/// Own anchor and dates of a rule or parameter.
type Dates = (Option<Anchor>, Option<CivilDate>, Option<CivilDate>);

fn dates(reader: &mut Reader, table: &Table<'_>, defaults: &Defaults) -> Dates {
    let anchor = anchor(reader, table);
    let from = table.get("valid_from").and_then(|n| reader.date(n));
    let to = table.get("valid_to").and_then(|n| reader.date(n));
    let start = from.unwrap_or(defaults.from);
    ordered(reader, table.get("valid_to"), Some(start), to);
    (anchor, from, to)
}

fn read_params(reader: &mut Reader, file: &Table<'_>, defaults: &Defaults) -> Vec<Param> {
    let mut params = Vec::new();
    let Some(table) = file.get("param").and_then(|node| reader.table(node)) else {
        return params;
    };
    for (key, node) in in_order(table) {
        let name = key.get_ref().to_string();
        let word = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let taken = ["at", "case", "true", "false", "in", "met_from"].contains(&name.as_str())
            || Kind::Person.position(&name).is_some();
        if !word || taken {
            reader.help(
                key.span(),
                format!("`{name}` cannot name a parameter"),
                "use letters, digits and _, and no name of the schema",
            );
            continue;
        }
        let Some(table) = reader.table(node) else {
            continue;
        };
        let what = format!("the parameter `{name}`");
        reader.only(table, &PARAM, &what);
        let value = reader.need(table, "value", &key.span(), &what);
        let Some((value, ty)) = value.and_then(|node| param_value(reader, node)) else {
            continue;
        };
        let unit = table.get("unit").and_then(|n| reader.lang(n));
        let says = table.get("says").and_then(|n| reader.lang(n));
        let (cite, cite_spans) = reader.strings(table.get("cite")).into_iter().unzip();
        let (anchor, from, to) = dates(reader, table, defaults);
        params.push(Param {
            name,
            value,
            unit,
            says,
            cite,
            anchor: anchor.unwrap_or(defaults.anchor),
            from,
            to,
            ty,
            cite_spans,
            span: key.span(),
        });
    }
    params
}

fn param_value(reader: &mut Reader, node: &Node<'_>) -> Option<(Value, Ty)> {
    Some(match node.get_ref() {
        DeValue::Integer(_) => (Value::Int(reader.integer(node)?), Ty::Int),
        DeValue::Boolean(b) => (Value::Bool(*b), Ty::Bool),
        DeValue::Datetime(_) => (Value::Date(reader.date(node)?), Ty::Date),
        DeValue::String(text) => match Decimal::parse(text) {
            Some(decimal) if text.contains('.') => (Value::Dec(decimal), Ty::Dec),
            _ => (Value::text(text), Ty::Str),
        },
        DeValue::Float(found) => {
            let help = format!(
                "write \"{}\" as a string: decimals are exact here",
                found.as_str()
            );
            reader.help(node.span(), "a float is refused", &help);
            return None;
        }
        DeValue::Array(items) => {
            let mut values = Vec::new();
            let mut element: Option<Ty> = None;
            for item in items {
                let (value, ty) = param_value(reader, item)?;
                if element.as_ref().is_some_and(|first| !first.comparable(&ty))
                    || !ty.comparable(&ty)
                {
                    reader.wrong_type(item, "an element of the same type as the others");
                    return None;
                }
                element.get_or_insert(ty);
                values.push(value);
            }
            (Value::list(values), Ty::Scalars(element.map(Box::new)))
        }
        DeValue::Table(_) => {
            reader.wrong_type(node, "an integer, string, date, boolean or list");
            return None;
        }
    })
}

fn read_rules(
    reader: &mut Reader,
    file: &Table<'_>,
    types: &[ParamType],
    defaults: &Defaults,
) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for (index, node) in reader.array(file.get("rule")).into_iter().enumerate() {
        if index == MAX_RULES {
            let message = format!("a policy has at most {MAX_RULES} rules");
            reader.help(node.span(), message, "split it into two policies");
            break;
        }
        let Some(rule) = read_rule(reader, node, types, defaults) else {
            continue;
        };
        if rules.iter().any(|other| other.id == rule.id) {
            reader.error(
                rule.span.clone(),
                format!("two rules have the id `{}`", rule.id),
            );
        }
        rules.push(rule);
    }
    rules
}

fn read_rule(
    reader: &mut Reader,
    node: &Node<'_>,
    types: &[ParamType],
    defaults: &Defaults,
) -> Option<Rule> {
    let table = reader.table(node)?;
    reader.only(table, &RULE, "a rule");
    let owner = node.span();
    let id_node = reader.need(table, "id", &owner, "a rule");
    let id = id_node.and_then(|n| reader.string(n));
    let span = id_node.map_or(owner.clone(), |n| n.span());
    let says_node = reader.need(table, "says", &owner, "a rule");
    let says = says_node.and_then(|n| read_text(reader, n, types));
    let remedy = table
        .get("remedy")
        .and_then(|n| read_text(reader, n, types));
    let remedy_never = table
        .get("remedy_never")
        .and_then(|n| read_text(reader, n, types));
    let force = reader
        .need(table, "force", &owner, "a rule")
        .and_then(|n| read_force(reader, n));
    let expression = read_expression(reader, table, &owner, force, types);
    let cite = reader.strings(table.get("cite"));
    let waivable = table
        .get("waivable")
        .and_then(|n| reader.boolean(n))
        .unwrap_or(false);
    let waived_by = table.get("waived_by").and_then(|n| reader.string(n));
    if waivable && waived_by.is_none() {
        reader.help(
            span.clone(),
            "`waivable = true` needs `waived_by`",
            "name the office that may set the rule aside, such as \"ppk\"",
        );
    }
    if !waivable && let Some(n) = table.get("waived_by") {
        reader.error(n.span(), "`waived_by` stands only beside `waivable = true`");
    }
    let (anchor, from, to) = dates(reader, table, defaults);
    let (text, expr, offsets) = expression?;
    let (cite, cite_spans) = cite.into_iter().unzip();
    Some(Rule {
        id: id?,
        says: says?,
        force: force?,
        cite,
        waivable,
        waived_by,
        remedy,
        remedy_never,
        anchor: anchor.unwrap_or(defaults.anchor),
        from: from.unwrap_or(defaults.from),
        to: to.or(defaults.to),
        expression: text,
        expr,
        offsets,
        cite_spans,
        span,
    })
}

fn read_force(reader: &mut Reader, node: &Node<'_>) -> Option<Force> {
    let text = reader.string(node)?;
    let force = match text.as_str() {
        "block" => Force::Block,
        "warn" => Force::Warn,
        "record" => Force::Record,
        "score" => Force::Score,
        _ => {
            reader.error(
                node.span(),
                format!("`{text}` is no force; expected block, warn, record or score"),
            );
            return None;
        }
    };
    Some(force)
}

/// A text whose `{name}` must be a parameter or `met_from`.
fn read_text(reader: &mut Reader, node: &Node<'_>, types: &[ParamType]) -> Option<Lang> {
    let text = reader.lang(node)?;
    let mut unknown = Vec::new();
    for words in [Some(&text.id), text.en.as_ref()].into_iter().flatten() {
        for (_, name) in placeholders(words) {
            if name != "met_from" && !types.iter().any(|p| p.name == name) {
                unknown.push(name.to_owned());
            }
        }
    }
    unknown.dedup();
    for name in unknown {
        let names = types.iter().map(|p| p.name.as_str()).chain(["met_from"]);
        let help = match nearest(&name, names) {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None => "`{…}` stands for a parameter of this file or for `{met_from}`".to_owned(),
        };
        reader.help(
            node.span(),
            format!("`{{{name}}}` names no parameter"),
            &help,
        );
    }
    Some(text)
}

type Expression = (String, crate::expr::Expr, Vec<usize>);

fn read_expression(
    reader: &mut Reader,
    table: &Table<'_>,
    owner: &Span,
    force: Option<Force>,
    types: &[ParamType],
) -> Option<Expression> {
    let score = force == Some(Force::Score);
    let (key, other) = if score {
        ("points", "require")
    } else {
        ("require", "points")
    };
    if let Some(node) = table.get(other) {
        reader.help(
            node.span(),
            format!("`{other}` does not belong to this rule"),
            "`points` stands with force = \"score\", `require` with every other",
        );
    }
    let node = reader.need(table, key, owner, "this rule")?;
    let text = reader.string(node)?;
    let map = offsets(&reader.source.text, &node.span(), &text);
    let scope = Scope { params: types };
    match compile(&text, &scope) {
        Ok((expr, ty, warnings)) => {
            for warning in warnings {
                report(reader, &map, warning);
            }
            let fits = if score {
                ty.is_number()
            } else {
                matches!(ty, Ty::Bool)
            };
            if !fits {
                let expected = if score {
                    "a number"
                } else {
                    "a condition (boolean)"
                };
                let message = format!("`{key}` must be {expected}, found {}", ty.name());
                reader.error(place(&map, &expr.span), message);
                return None;
            }
            Some((text, expr, map))
        }
        Err(error) => {
            report(reader, &map, error);
            None
        }
    }
}

fn report(reader: &mut Reader, map: &[usize], error: ExprError) {
    let severity = if error.warning {
        Severity::Warning
    } else {
        Severity::Error
    };
    reader.report(severity, place(map, &error.span), error.message, error.help);
}
