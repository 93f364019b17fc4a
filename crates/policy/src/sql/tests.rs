//! The queries give what `explain` gives: in SQLite, in PostgreSQL where `TITIAN_TEST_POSTGRES` names a server, and,
//! when `TITIAN_CONFORMANCE` names a folder, as files for `cargo xtask conformance` to run elsewhere.

use kernel::CivilDate;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::{Value as Json, json};

use super::*;
use crate::explain::Inputs;
use crate::facts::Facts;
use crate::generate;
use crate::schema::{Field, FieldType, Kind};
use crate::testing::{calendar, holidays};
use crate::value::{Decimal, Value};
use crate::{RowResult, screen_one};

#[test]
fn the_shipped_policy_compiles_to_one_select_in_every_dialect() {
    let text = include_str!("../../../../policies/magang-banten.policy.toml");
    let policy = Policy::parse("magang-banten", text).unwrap();
    for dialect in Dialect::ALL {
        let sql = policy_sql(&policy, dialect);
        assert_eq!(sql.matches(';').count(), 0, "one statement");
        for (i, rule) in policy.rules().iter().enumerate() {
            assert!(sql.contains(&format!("/* {} */", rule.id)), "{}", rule.id);
            assert!(sql.contains(&format!(" AS r{i}")));
        }
        assert!(schema_sql(dialect).contains("case_facts"));
    }
}

/// A person with her case and decision date.
type Applicant = (Facts, (CivilDate, Facts));

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

/// A database in which the queries are tried.
struct Engine {
    dialect: Dialect,
    runtime: tokio::runtime::Runtime,
    db: DatabaseConnection,
}

impl Engine {
    fn open(dialect: Dialect, url: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let mut options = ConnectOptions::new(url.to_owned());
        // Temporary tables belong to one connection.
        options
            .max_connections(1)
            .min_connections(1)
            .sqlx_logging(false);
        let engine = runtime.block_on(async {
            let db = Database::connect(options).await.unwrap();
            let create = schema_sql(dialect).replace("CREATE TABLE", "CREATE TEMPORARY TABLE");
            db.execute_unprepared(&create).await.unwrap();
            db.execute_unprepared(&insert(dialect, &calendar_rows()).unwrap())
                .await
                .unwrap();
            db
        });
        Self {
            dialect,
            runtime,
            db: engine,
        }
    }

    fn all() -> Vec<Self> {
        let sqlite = Self::open(Dialect::Sqlite, "sqlite::memory:");
        let postgres = std::env::var("TITIAN_TEST_POSTGRES").ok();
        let postgres = postgres.map(|url| Self::open(Dialect::Postgres, &url));
        [sqlite].into_iter().chain(postgres).collect()
    }

    fn screen(&self, policy: &Policy, tables: &[Rows]) -> Vec<(String, i64, i64, i64)> {
        self.runtime.block_on(async {
            for rows in tables {
                let name = self.dialect.name(rows.table);
                self.db
                    .execute_unprepared(&format!("DELETE FROM {name}"))
                    .await
                    .unwrap();
                if let Some(insert) = insert(self.dialect, rows) {
                    self.db.execute_unprepared(&insert).await.unwrap();
                }
            }
            let query = format!("{} ORDER BY 1", policy_sql(policy, self.dialect));
            let statement = Statement::from_string(self.db.get_database_backend(), query.clone());
            let found = self.db.query_all_raw(statement).await;
            let found = found.unwrap_or_else(|error| panic!("{error}\n{query}"));
            let row = |row: sea_orm::QueryResult| {
                let number = |name: &str| row.try_get::<i64>("", name).unwrap();
                let verdict: String = row.try_get("", "verdict").unwrap();
                (
                    verdict,
                    number("failed"),
                    number("unknown"),
                    number("warned"),
                )
            };
            found.into_iter().map(row).collect()
        })
    }
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

/// A round for the engines that are not in this process.
fn write_round(
    folder: &str,
    number: usize,
    policy: &Policy,
    tables: &[Rows],
    expected: &[RowResult],
) {
    let table = |rows: &Rows| {
        let columns: Vec<Json> = rows
            .columns
            .iter()
            .map(|(name, ty)| {
                let ty = match ty {
                    FieldType::Int | FieldType::Decimal => "int",
                    FieldType::Bool => "bool",
                    FieldType::Date => "date",
                    _ => "text",
                };
                json!([name, ty])
            })
            .collect();
        json!({ "name": rows.table, "columns": columns, "rows": rows.rows })
    };
    let calendar = calendar_rows();
    let all: Vec<Json> = tables.iter().chain([&calendar]).map(table).collect();
    let round = json!({
        "policy": policy.text(),
        "tables": all,
        "queries": {
            "duckdb": policy_sql(policy, Dialect::Duckdb),
            "spark": policy_sql(policy, Dialect::Spark),
        },
        "expected": expected.iter().map(told).collect::<Vec<_>>(),
    });
    let path = std::path::Path::new(folder).join(format!("round-{number:04}.json"));
    std::fs::write(path, round.to_string()).unwrap();
}

#[test]
fn every_database_agrees_with_explaining() {
    let engines = Engine::all();
    let folder = std::env::var("TITIAN_CONFORMANCE").ok();
    let calendar = calendar();
    let inputs = Inputs::new(&calendar);
    let rounds = std::cell::Cell::new(0);
    let config = ProptestConfig {
        cases: 96,
        failure_persistence: None,
        ..Default::default()
    };
    let applicants = prop::collection::vec((generate::person(), generate::case()), 1..16);
    let outcome =
        TestRunner::new(config).run(&(generate::rules(), applicants), |(rules, people)| {
            let policy = generate::policy_of(&rules);
            let expected: Vec<RowResult> = people
                .iter()
                .map(|(person, (decision, case))| {
                    screen_one(&policy, person, case, *decision, &inputs)
                })
                .collect();
            let tables = tables(&people);
            if let Some(folder) = &folder {
                write_round(folder, rounds.get(), &policy, &tables, &expected);
            }
            rounds.set(rounds.get() + 1);
            for engine in &engines {
                let found = engine.screen(&policy, &tables);
                prop_assert_eq!(found.len(), expected.len());
                for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
                    let (person, (decision, case)) = &people[i];
                    prop_assert_eq!(
                        found,
                        &told(expected),
                        "{:?} at {} of {} for {} in\n{}",
                        engine.dialect,
                        decision,
                        person.to_json(),
                        case.to_json(),
                        policy.text()
                    );
                }
            }
            Ok(())
        });
    if let Err(error) = outcome {
        let text = error.to_string();
        panic!("{}", &text[..text.floor_char_boundary(6_000)]);
    }
}
