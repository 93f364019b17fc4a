//! Facts of a person or a case: each with value, source and date, read from and written to JSON.

use kernel::CivilDate;
use serde_json::{Map, Value as Json};

use crate::diagnostic::nearest;
use crate::schema::{Field, FieldType, Kind, ListSchema};
use crate::value::{Decimal, Value};

/// A fact with where it came from.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    /// The value; [`Value::Missing`] when nobody told it.
    pub value: Value,
    /// Where it came from, such as `SIASN` or `Surat Pernyataan 800/12/2026`.
    pub source: Option<String>,
    /// When the source was taken or signed.
    pub date: Option<CivilDate>,
}

const ABSENT: &Fact = &Fact {
    value: Value::Missing,
    source: None,
    date: None,
};

/// All facts of one person or one case; what is not set is missing.
#[derive(Clone, PartialEq, Debug)]
pub struct Facts {
    kind: Kind,
    slots: Vec<Option<Fact>>,
}

/// Why facts cannot be taken: the place inside them, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct FactError {
    /// Path inside the JSON, such as `skp[1].tahun`.
    pub place: String,
    /// What is wrong and what was expected.
    pub message: String,
}

fn wrong(place: &str, message: impl Into<String>) -> FactError {
    FactError {
        place: place.to_owned(),
        message: message.into(),
    }
}

impl Facts {
    /// A person about whom nothing is known yet.
    pub fn person() -> Self {
        Self::empty(Kind::Person)
    }

    /// A case about which nothing is known yet.
    pub fn case() -> Self {
        Self::empty(Kind::Case)
    }

    fn empty(kind: Kind) -> Self {
        Self {
            kind,
            slots: vec![None; kind.fields().len()],
        }
    }

    /// Which schema they follow.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Sets a fact from JSON; an error for an unknown name or a value of the wrong type.
    ///
    /// Dates and golongan are strings, a history is an array of objects with the columns of the schema, null is missing.
    pub fn set(
        &mut self,
        name: &str,
        value: &Json,
        source: Option<String>,
        date: Option<CivilDate>,
    ) -> Result<(), FactError> {
        let position = self.position(name)?;
        let field = &self.kind.fields()[position];
        let value = read(field.ty, value, name)?;
        self.put(
            position,
            Fact {
                value,
                source,
                date,
            },
        );
        Ok(())
    }

    /// Sets a fact from a typed value; an error for an unknown name or another type.
    pub fn set_value(&mut self, name: &str, fact: Fact) -> Result<(), FactError> {
        let position = self.position(name)?;
        expect(&self.kind.fields()[position], &fact.value)?;
        self.put(position, fact);
        Ok(())
    }

    /// Sets the value at a position of the schema; its type is the caller's care.
    pub(crate) fn set_slot(&mut self, position: usize, value: Value) {
        let fact = Fact {
            value,
            source: None,
            date: None,
        };
        self.put(position, fact);
    }

    fn put(&mut self, position: usize, fact: Fact) {
        if let Some(slot) = self.slots.get_mut(position) {
            *slot = Some(fact);
        }
    }

    /// Sets a value by its place in the schema, without a source.
    pub(crate) fn fill(&mut self, position: usize, value: Value) {
        let fact = Fact {
            value,
            source: None,
            date: None,
        };
        self.put(position, fact);
    }

    fn position(&self, name: &str) -> Result<usize, FactError> {
        self.kind.position(name).ok_or_else(|| {
            let names = self.kind.fields().iter().map(|field| field.name);
            let what = match self.kind {
                Kind::Person => "person",
                Kind::Case => "case",
            };
            let hint = match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`titian policy schema` lists the names".to_owned(),
            };
            wrong(name, format!("the {what} has no fact of this name; {hint}"))
        })
    }

    /// The fact of this name, if it was set.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.slots.get(self.kind.position(name)?)?.as_ref()
    }

    pub(crate) fn slot(&self, position: usize) -> &Fact {
        self.slots
            .get(position)
            .and_then(Option::as_ref)
            .unwrap_or(ABSENT)
    }

    /// Reads `{"tmt_pns": {"value": "2015-03-01", "source": "SIASN", "date": "2026-01-02"}, "jenis": "PNS"}`.
    pub fn from_json(kind: Kind, json: &Json) -> Result<Self, FactError> {
        let mut facts = Self::empty(kind);
        let object = json
            .as_object()
            .ok_or_else(|| wrong("$", "expected an object of facts by name"))?;
        for (name, given) in object {
            match given {
                Json::Object(fact) => facts.set_from_object(name, fact)?,
                bare => facts.set(name, bare, None, None)?,
            }
        }
        Ok(facts)
    }

    fn set_from_object(&mut self, name: &str, fact: &Map<String, Json>) -> Result<(), FactError> {
        self.position(name)?;
        for key in fact.keys() {
            if !["value", "source", "date"].contains(&key.as_str()) {
                return Err(wrong(
                    &format!("{name}.{key}"),
                    "unknown field; expected `value`, `source`, `date`",
                ));
            }
        }
        let value = fact
            .get("value")
            .ok_or_else(|| wrong(name, "expected a `value`"))?;
        let text = |key: &str| match fact.get(key) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong(&format!("{name}.{key}"), "expected a string")),
        };
        let date = text("date")?
            .map(|text| {
                text.parse()
                    .map_err(|_| wrong(&format!("{name}.date"), not_a_date(&text)))
            })
            .transpose()?;
        self.set(name, value, text("source")?, date)
    }

    /// All facts that were set, in the order of the schema, as [`Facts::from_json`] reads them.
    pub fn to_json(&self) -> Json {
        let mut object = Map::new();
        for (field, slot) in self.kind.fields().iter().zip(&self.slots) {
            let Some(fact) = slot else { continue };
            let mut entry = Map::new();
            entry.insert("value".into(), to_json(field.ty, &fact.value));
            if let Some(source) = &fact.source {
                entry.insert("source".into(), source.as_str().into());
            }
            if let Some(date) = fact.date {
                entry.insert("date".into(), date.to_string().into());
            }
            object.insert(field.name.to_owned(), Json::Object(entry));
        }
        Json::Object(object)
    }

    /// Places whose word is outside the vocabulary of the schema: the rules compare by bytes, so somebody should look.
    pub fn unfamiliar_words(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (field, slot) in self.kind.fields().iter().zip(&self.slots) {
            let Some(fact) = slot else { continue };
            unfamiliar(field, field.name, &fact.value, &mut found);
        }
        found
    }
}

fn unfamiliar(field: &Field, place: &str, value: &Value, found: &mut Vec<(String, String)>) {
    match (field.ty, value) {
        (FieldType::Text, Value::Str(word))
            if !field.words.is_empty() && field.word(word).is_none() =>
        {
            found.push((place.to_owned(), word.to_string()));
        }
        (FieldType::List(list), Value::List(items)) => {
            for (row, item) in items.iter().enumerate() {
                let Value::Record(columns) = &item.value else {
                    continue;
                };
                for (column, value) in list.fields.iter().zip(columns.iter()) {
                    let place = format!("{place}[{row}].{}", column.name);
                    unfamiliar(column, &place, value, found);
                }
            }
        }
        _ => {}
    }
}

fn not_a_date(text: &str) -> String {
    format!("`{text}` is not a date; expected YYYY-MM-DD")
}

fn read(ty: FieldType, json: &Json, place: &str) -> Result<Value, FactError> {
    let expected = || wrong(place, format!("expected {}, found {json}", ty.name()));
    Ok(match (ty, json) {
        (_, Json::Null) => Value::Missing,
        (FieldType::Int, Json::Number(n)) => Value::Int(n.as_i64().ok_or_else(expected)?),
        (FieldType::Decimal, Json::Number(n)) => {
            Value::Dec(Decimal::parse(&n.to_string()).ok_or_else(expected)?)
        }
        (FieldType::Decimal, Json::String(s)) => {
            Value::Dec(Decimal::parse(s).ok_or_else(expected)?)
        }
        (FieldType::Text, Json::String(s)) => Value::text(s),
        (FieldType::Bool, Json::Bool(b)) => Value::Bool(*b),
        (FieldType::Date, Json::String(s)) => {
            Value::Date(s.parse().map_err(|_| wrong(place, not_a_date(s)))?)
        }
        (FieldType::Golongan, Json::String(s)) => Value::Golongan(
            s.parse()
                .map_err(|e: kernel::GolonganError| wrong(place, e.to_string()))?,
        ),
        (FieldType::List(list), Json::Array(rows)) => {
            let entries: Result<Vec<Value>, FactError> = rows
                .iter()
                .enumerate()
                .map(|(i, row)| read_entry(list, row, &format!("{place}[{i}]")))
                .collect();
            Value::list(entries?)
        }
        _ => return Err(expected()),
    })
}

fn read_entry(list: &ListSchema, row: &Json, place: &str) -> Result<Value, FactError> {
    let object = row
        .as_object()
        .ok_or_else(|| wrong(place, format!("expected an entry of `{}`", list.name)))?;
    let mut columns = vec![Value::Missing; list.fields.len()];
    for (name, value) in object {
        let inner = format!("{place}.{name}");
        let position = list.position(name).ok_or_else(|| {
            let names: Vec<&str> = list.fields.iter().map(|f| f.name).collect();
            wrong(
                &inner,
                format!("unknown column; expected one of {}", names.join(", ")),
            )
        })?;
        columns[position] = read(list.fields[position].ty, value, &inner)?;
    }
    Ok(Value::Record(columns.into()))
}

/// An error unless the value has the type of the field.
pub(crate) fn expect(field: &Field, value: &Value) -> Result<(), FactError> {
    if fits(field.ty, value) {
        return Ok(());
    }
    Err(wrong(field.name, format!("expected {}", field.ty.name())))
}

fn fits(ty: FieldType, value: &Value) -> bool {
    match (ty, value) {
        (_, Value::Missing)
        | (FieldType::Int, Value::Int(_))
        | (FieldType::Decimal, Value::Dec(_))
        | (FieldType::Text, Value::Str(_))
        | (FieldType::Bool, Value::Bool(_))
        | (FieldType::Date, Value::Date(_))
        | (FieldType::Golongan, Value::Golongan(_)) => true,
        (FieldType::List(list), Value::List(items)) => items.iter().all(|item| {
            let Value::Record(columns) = &item.value else {
                return false;
            };
            columns.len() == list.fields.len()
                && list
                    .fields
                    .iter()
                    .zip(columns.iter())
                    .all(|(field, column)| fits(field.ty, column))
        }),
        _ => false,
    }
}

/// A value of this type as JSON; entries of a history become objects without their missing columns.
pub(crate) fn to_json(ty: FieldType, value: &Value) -> Json {
    match (ty, value) {
        (FieldType::List(list), Value::List(items)) => items
            .iter()
            .map(|item| match &item.value {
                Value::Record(columns) => Json::Object(
                    list.fields
                        .iter()
                        .zip(columns.iter())
                        .filter(|(_, column)| !column.is_missing())
                        .map(|(field, column)| (field.name.to_owned(), column.to_json()))
                        .collect(),
                ),
                other => other.to_json(),
            })
            .collect(),
        (_, value) => value.to_json(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn facts_come_back_as_they_were_written() {
        let json = json!({
            "jenis": {"value": "PNS"},
            "golongan": {"value": "III/b", "source": "SIASN", "date": "2026-01-02"},
            "skp": {"value": [{"tahun": 2024, "predikat": "Baik"}], "source": "skp.csv"},
            "hukdis": {"value": []},
        });
        let facts = Facts::from_json(Kind::Person, &json).unwrap();
        assert_eq!(facts.to_json(), json);
        assert_eq!(facts.get("lahir"), None);
    }

    #[test]
    fn wrong_facts_say_where_and_what_was_expected() {
        let error = |json: Json| {
            Facts::from_json(Kind::Person, &json)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            error(json!({"tmt_pn": "2020-01-01"})),
            "tmt_pn: the person has no fact of this name; did you mean `tmt_pns`?"
        );
        assert_eq!(
            error(json!({"tmt_pns": "01-03-2015"})),
            "tmt_pns: `01-03-2015` is not a date; expected YYYY-MM-DD"
        );
        assert_eq!(
            error(json!({"skp": [{"tahun": 2024}, {"tahun": "2023"}]})),
            "skp[1].tahun: expected integer, found \"2023\""
        );
        assert_eq!(
            error(json!({"jenis": {"value": "PNS", "sumber": "SIASN"}})),
            "jenis.sumber: unknown field; expected `value`, `source`, `date`"
        );
    }

    #[test]
    fn words_outside_the_vocabulary_are_found() {
        let json = json!({"jenis": "PNS", "skp": [{"tahun": 2024, "predikat": "BAIK"}]});
        let facts = Facts::from_json(Kind::Person, &json).unwrap();
        assert_eq!(
            facts.unfamiliar_words(),
            vec![("skp[0].predikat".to_owned(), "BAIK".to_owned())]
        );
    }
}
