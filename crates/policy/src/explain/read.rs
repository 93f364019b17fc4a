//! What a rule read, put into words: facts with source and date, parameters with unit, facts to supply.

use super::{FactRead, MissingFact, ParamRead};
use crate::expr::{Env, Read, Trace};
use crate::facts::to_json;
use crate::file::Param;
use crate::lang::{Lang, Language};
use crate::schema::{Field, FieldType, Kind};
use crate::value::Value;

pub(super) fn facts_read(env: &Env<'_>, trace: &Trace) -> Vec<FactRead> {
    let mut facts = Vec::new();
    for read in &trace.read {
        let (kind, slot) = match read {
            Read::Person(slot) => (Kind::Person, *slot),
            Read::Case(slot) => (Kind::Case, *slot),
            _ => continue,
        };
        let Some(field) = kind.fields().get(slot) else {
            continue;
        };
        let fact = match kind {
            Kind::Person => env.person.slot(slot),
            Kind::Case => env.case.slot(slot),
        };
        facts.push(FactRead {
            name: kind.full_name(field),
            label: field.label(),
            value: to_json(field.ty, &fact.value),
            shown: shown(field, &fact.value),
            source: fact.source.clone(),
            date: fact.date,
        });
    }
    facts
}

/// A value as people read it: words of a vocabulary by their label, a history entry by entry.
fn shown(field: &Field, value: &Value) -> Lang {
    let text = |language: Language| match (field.ty, value) {
        (FieldType::Text, Value::Str(code)) if code.is_empty() => none(language),
        (FieldType::Text, Value::Str(code)) => match (field.word(code), language) {
            (Some(word), Language::Id) => word.id.to_owned(),
            (Some(word), Language::En) => word.en.to_owned(),
            (None, _) => code.to_string(),
        },
        (FieldType::List(_), Value::List(items)) if items.is_empty() => none(language),
        (FieldType::List(list), Value::List(items)) => items
            .iter()
            .map(|item| match &item.value {
                Value::Record(columns) => list
                    .fields
                    .iter()
                    .zip(columns.iter())
                    .filter(|(_, column)| !column.is_missing())
                    .map(|(field, column)| shown(field, column).get(language).to_owned())
                    .collect::<Vec<_>>()
                    .join(" · "),
                other => other.display(language),
            })
            .collect::<Vec<_>>()
            .join("; "),
        _ => value.display(language),
    };
    Lang::new(text(Language::Id), text(Language::En))
}

/// What is known to be empty.
fn none(language: Language) -> String {
    match language {
        Language::Id => "tidak ada".to_owned(),
        Language::En => "none".to_owned(),
    }
}

pub(super) fn params_read(env: &Env<'_>, trace: &Trace) -> Vec<ParamRead> {
    let read = trace.read.iter().filter_map(|read| match read {
        Read::Param(i) => env.params.get(*i),
        _ => None,
    });
    read.map(|param: &Param| {
        let value = env.param_value(param);
        let shown = |language: Language| match &param.unit {
            Some(unit) => unit.counted(&value.display(language), language),
            None => value.display(language),
        };
        ParamRead {
            name: param.name.clone(),
            says: param.says.clone(),
            value: value.to_json(),
            shown: Lang::new(shown(Language::Id), shown(Language::En)),
        }
    })
    .collect()
}

pub(super) fn missing_fact(read: Read) -> MissingFact {
    let of = |name: String, field: &Field| MissingFact {
        name,
        label: field.label(),
        source: field.source.to_owned(),
    };
    let found = match read {
        Read::Person(slot) => Kind::Person
            .fields()
            .get(slot)
            .map(|field| of(Kind::Person.full_name(field), field)),
        Read::Case(slot) => Kind::Case
            .fields()
            .get(slot)
            .map(|field| of(Kind::Case.full_name(field), field)),
        Read::Column(slot, column) => Kind::Person.fields().get(slot).and_then(|field| {
            let FieldType::List(list) = field.ty else {
                return None;
            };
            let inner = list.fields.get(column)?;
            let mut fact = of(format!("{}[].{}", field.name, inner.name), inner);
            fact.label = Lang::new(
                format!("{}: {}", field.id, inner.id),
                format!("{}: {}", field.en, inner.en),
            );
            Some(fact)
        }),
        Read::Param(_) | Read::Calendar => None,
    };
    found.unwrap_or_else(|| MissingFact {
        name: "holidays".to_owned(),
        label: Lang::new("Kalender hari libur", "Holiday calendar"),
        source: "holidays file".to_owned(),
    })
}
