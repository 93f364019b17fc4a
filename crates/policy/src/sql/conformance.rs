//! Rounds in which a database is compared with the engine: a random policy, random people and cases with facts missing
//! everywhere, the statements that put them into the tables of [`schema_sql`], and the result of explaining each.
//!
//! Only with the feature `testing`. The rounds of a seed are the same on every machine.

#![allow(clippy::unwrap_used)] // a round that cannot be made must fail the test

use kernel::CivilDate;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use serde_json::{Value as Json, json};

use super::{Dialect, policy_sql, schema, schema_sql};
use crate::explain::Inputs;
use crate::facts::Facts;
use crate::generate;
use crate::schema::{Field, FieldType, Kind};
use crate::testing::{calendar, holidays};
use crate::value::{Decimal, Value};
use crate::{Policy, RowResult, screen_one};

/// A person with her case and decision date.
type Applicant = (Facts, (CivilDate, Facts));

/// What a query gives for one person: verdict, failed, unknown, warned.
pub type Told = (String, i64, i64, i64);

/// One policy and the people whom it screens.
pub struct Round {
    policy: Policy,
    people: Vec<Applicant>,
    tables: Vec<Rows>,
    expected: Vec<RowResult>,
}

/// So many rounds of a seed, of up to 15 people each.
pub fn rounds(seed: u64, count: usize) -> impl Iterator<Item = Round> {
    let mut runner = crate::testing::runner(seed);
    let applicants = prop::collection::vec((generate::person(), generate::case()), 1..16);
    let strategy = (generate::rules(), applicants);
    (0..count).map(move |_| {
        let (rules, people) = strategy.new_tree(&mut runner).unwrap().current();
        Round::of(generate::policy_of(&rules), people)
    })
}

/// The statements that make the tables and the calendar, to be carried out once.
pub fn set_up(dialect: Dialect) -> Vec<String> {
    let tables = schema_sql(dialect).replace("CREATE TABLE", "CREATE TEMPORARY TABLE");
    [Some(tables), insert(dialect, &calendar_rows())]
        .into_iter()
        .flatten()
        .collect()
}

impl Round {
    fn of(policy: Policy, people: Vec<Applicant>) -> Self {
        let calendar = calendar();
        let inputs = Inputs::new(&calendar);
        let one = |(person, (decision, case)): &Applicant| {
            screen_one(&policy, person, case, *decision, &inputs)
        };
        Self {
            expected: people.iter().map(one).collect(),
            tables: tables(&people),
            policy,
            people,
        }
    }

    /// The statements that put the people of this round in the place of those before.
    pub fn fill(&self, dialect: Dialect) -> Vec<String> {
        let table = |rows: &Rows| {
            let empty = format!("DELETE FROM {}", dialect.name(rows.table));
            [Some(empty), insert(dialect, rows)]
        };
        self.tables.iter().flat_map(table).flatten().collect()
    }

    /// The query, with the people in their order.
    pub fn query(&self, dialect: Dialect) -> String {
        format!("{} ORDER BY 1", policy_sql(&self.policy, dialect))
    }

    /// What the engine says of each person.
    pub fn expected(&self) -> Vec<Told> {
        self.expected.iter().map(told).collect()
    }

    /// A person, counted from 0, with her case and the policy, for the message of a test that failed.
    pub fn describe(&self, person: usize) -> String {
        let (facts, (decision, case)) = &self.people[person];
        format!(
            "{} for {} at {decision} under\n{}",
            facts.to_json(),
            case.to_json(),
            self.policy.text()
        )
    }

    /// The round for a program that is not in this process: tables, a query for each database, and what is expected.
    pub fn to_json(&self) -> Json {
        let table = |rows: &Rows| {
            let columns = rows.columns.iter().map(|(name, ty)| {
                let ty = match ty {
                    FieldType::Int | FieldType::Decimal => "int",
                    FieldType::Bool => "bool",
                    FieldType::Date => "date",
                    _ => "text",
                };
                json!([name, ty])
            });
            json!({ "name": rows.table, "columns": columns.collect::<Json>(), "rows": rows.rows })
        };
        let tables = self
            .tables
            .iter()
            .chain([&calendar_rows()])
            .map(table)
            .collect::<Json>();
        json!({
            "policy": self.policy.text(),
            "tables": tables,
            "queries": {
                "duckdb": policy_sql(&self.policy, Dialect::Duckdb),
                "spark": policy_sql(&self.policy, Dialect::Spark),
            },
            "expected": self.expected(),
        })
    }
}

/// Rows of one table, cells by column.
struct Rows {
    table: &'static str,
    columns: Vec<(String, FieldType)>,
    rows: Vec<Vec<Json>>,
}

fn cell(value: &Value) -> Json {
    match value {
        Value::Dec(Decimal(n)) => (*n).into(),
        other => other.to_json(),
    }
}

fn column(field: &Field) -> (String, FieldType) {
    match field.ty {
        FieldType::List(list) => (schema::known_name(list), FieldType::Bool),
        ty => (field.name.to_owned(), ty),
    }
}

/// The tables of the schema with these people in them.
fn tables(people: &[Applicant]) -> Vec<Rows> {
    let id = |i: usize| Json::from(format!("P{i:04}"));
    let key = ("pns_id".to_owned(), FieldType::Text);
    let nip = ("nip".to_owned(), FieldType::Text);
    let columns = |fields: &[Field]| fields.iter().map(column).collect::<Vec<_>>();
    let mut person = Rows {
        table: "person",
        columns: [vec![key.clone(), nip], columns(Kind::Person.fields())].concat(),
        rows: Vec::new(),
    };
    let mut case = Rows {
        table: "case_facts",
        columns: [vec![key.clone()], columns(Kind::Case.fields())].concat(),
        rows: Vec::new(),
    };
    let mut lists: Vec<(usize, Rows)> = Vec::new();
    for (slot, field) in Kind::Person.fields().iter().enumerate() {
        if let FieldType::List(list) = field.ty {
            let columns = [vec![key.clone()], columns(list.fields)].concat();
            lists.push((
                slot,
                Rows {
                    table: list.name,
                    columns,
                    rows: Vec::new(),
                },
            ));
        }
    }
    for (i, (facts, (decision, asked))) in people.iter().enumerate() {
        let mut cells = vec![id(i), Json::Null];
        for (slot, field) in Kind::Person.fields().iter().enumerate() {
            let value = &facts.slot(slot).value;
            cells.push(match field.ty {
                FieldType::List(_) => Json::from(!value.is_missing()),
                _ => cell(value),
            });
        }
        person.rows.push(cells);
        let asked = crate::explain::case_at(asked, *decision);
        let cells = (0..Kind::Case.fields().len()).map(|slot| cell(&asked.slot(slot).value));
        case.rows.push([id(i)].into_iter().chain(cells).collect());
        for (slot, rows) in &mut lists {
            let Value::List(items) = &facts.slot(*slot).value else {
                continue;
            };
            for item in items.iter() {
                let Value::Record(values) = &item.value else {
                    continue;
                };
                rows.rows
                    .push([id(i)].into_iter().chain(values.iter().map(cell)).collect());
            }
        }
    }
    let mut all = vec![person, case];
    all.extend(lists.into_iter().map(|(_, rows)| rows));
    all
}

fn calendar_rows() -> Rows {
    Rows {
        table: "holidays",
        columns: vec![("tanggal".to_owned(), FieldType::Date)],
        rows: holidays()
            .into_iter()
            .map(|day| vec![Json::from(day.to_string())])
            .collect(),
    }
}

fn literal(dialect: Dialect, ty: FieldType, cell: &Json) -> String {
    match (ty, cell) {
        (_, Json::Null) => "NULL".to_owned(),
        (FieldType::Date, Json::String(day)) => dialect.date(day.parse().unwrap()),
        (_, Json::String(text)) => dialect.text(text),
        (_, Json::Bool(truth)) => dialect.truth(*truth).to_owned(),
        (_, other) => other.to_string(),
    }
}

fn insert(dialect: Dialect, rows: &Rows) -> Option<String> {
    let row = |cells: &Vec<Json>| {
        let cells = cells.iter().zip(&rows.columns);
        let cells: Vec<_> = cells
            .map(|(cell, (_, ty))| literal(dialect, *ty, cell))
            .collect();
        format!("({})", cells.join(", "))
    };
    let values: Vec<String> = rows.rows.iter().map(row).collect();
    (!values.is_empty()).then(|| {
        format!(
            "INSERT INTO {} VALUES {}",
            dialect.name(rows.table),
            values.join(", ")
        )
    })
}

fn told(row: &RowResult) -> (String, i64, i64, i64) {
    let mask = |mask: u64| i64::try_from(mask).unwrap();
    let verdict = row.verdict.as_str().to_owned();
    (
        verdict,
        mask(row.failed),
        mask(row.unknown),
        mask(row.warned),
    )
}
