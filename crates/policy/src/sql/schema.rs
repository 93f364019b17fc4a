//! The tables that a compiled policy reads: one row a person, one row an entry, one row a case.

use super::dialect::Dialect;
use super::expr::golongan_code;
use crate::schema::{Field, FieldType, Kind, ListSchema};

/// Column of the person that says whether a history of hers is known.
pub(super) fn known_name(list: &ListSchema) -> String {
    format!("{}_known", list.name)
}

/// The number of a golongan, made from its text.
pub(super) fn code_name(field: &Field) -> String {
    format!("{}_code", field.name)
}

/// The entries of the person as an array (Spark).
pub(super) fn spark_rows(list: &str) -> String {
    format!("coalesce({list}_rows.entries, array())")
}

fn column(dialect: Dialect, field: &Field) -> String {
    let (name, ty) = match field.ty {
        FieldType::List(list) => (known_name(list), dialect.bool_type()),
        FieldType::Int => (field.name.to_owned(), dialect.int_type()),
        // Ten thousandths, so that every dialect holds them exactly.
        FieldType::Decimal => (field.name.to_owned(), dialect.int_type()),
        FieldType::Text | FieldType::Golongan => (field.name.to_owned(), dialect.text_type()),
        FieldType::Bool => (field.name.to_owned(), dialect.bool_type()),
        FieldType::Date => (field.name.to_owned(), dialect.date_type()),
    };
    format!("{} {ty}", dialect.name(&name))
}

fn create(dialect: Dialect, table: &str, columns: &[String]) -> String {
    format!(
        "CREATE TABLE {} (\n    {}\n);\n",
        dialect.name(table),
        columns.join(",\n    ")
    )
}

/// The tables that the queries of [`policy_sql`](super::policy_sql) read, as `CREATE TABLE` statements.
///
/// `person` has one row a person; a NULL is a missing fact, and `…_known` says whether a history is known (without an
/// entry it is then known to be empty). `case_facts` has at most one row a person, with the decision date in `decision`.
/// Dates are DATE (SQLite: text `YYYY-MM-DD`, truth values 0 and 1); golongan are written `III/a` or `IX`; `holidays` has one row a
/// holiday, and a year without any is unknown.
pub fn schema_sql(dialect: Dialect) -> String {
    let key = format!("{} {}", dialect.name("pns_id"), dialect.text_type());
    let nip = format!("{} {}", dialect.name("nip"), dialect.text_type());
    let fields = |kind: Kind| kind.fields().iter().map(|field| column(dialect, field));
    let mut person = vec![key.clone(), nip];
    person.extend(fields(Kind::Person));
    let mut out = create(dialect, "person", &person);
    for field in Kind::Person.fields() {
        if let FieldType::List(list) = field.ty {
            let mut columns = vec![key.clone()];
            columns.extend(list.fields.iter().map(|field| column(dialect, field)));
            out.push_str(&create(dialect, list.name, &columns));
        }
    }
    let mut case = vec![key];
    case.extend(fields(Kind::Case));
    out.push_str(&create(dialect, "case_facts", &case));
    let day = format!("{} {}", dialect.name("tanggal"), dialect.date_type());
    out.push_str(&create(dialect, "holidays", &[day]));
    out
}

/// The person's table, with the numbers of golongan where a rule asks for them.
pub(super) fn person_source(dialect: Dialect, rules: &str) -> String {
    let mut codes = String::new();
    for field in Kind::Person.fields() {
        let code = dialect.name(&code_name(field));
        if !matches!(field.ty, FieldType::Golongan) || !rules.contains(&format!("p.{code}")) {
            continue;
        }
        let mut cases = String::new();
        for step in 1..=17 {
            for golongan in [kernel::Golongan::Pns(step), kernel::Golongan::Pppk(step)] {
                let (text, number) = (dialect.text(&golongan.to_string()), golongan_code(golongan));
                cases.push_str(&format!(" WHEN {text} THEN {number}"));
            }
        }
        let name = dialect.name(field.name);
        codes.push_str(&format!(", CASE {name}{cases} END AS {code}"));
    }
    if codes.is_empty() {
        return "person p".to_owned();
    }
    format!("(SELECT person.*{codes} FROM person) p")
}

/// What Spark joins besides: the entries of each person as an array, the calendar as two arrays.
pub(super) fn spark_joins(rules: &str) -> String {
    let d = Dialect::Spark;
    let key = d.name("pns_id");
    let mut out = String::new();
    for field in Kind::Person.fields() {
        let FieldType::List(list) = field.ty else {
            continue;
        };
        if !rules.contains(&format!("{}_rows.entries", list.name)) {
            continue;
        }
        let columns = list.fields.iter();
        let columns: Vec<String> = columns
            .map(|column| format!("'{}', {}", column.name, d.name(column.name)))
            .collect();
        out.push_str(&format!(
            "\n    LEFT JOIN (SELECT {key}, collect_list(named_struct({})) AS entries FROM {name} GROUP BY {key}) \
             {plain}_rows ON {plain}_rows.{key} = p.{key}",
            columns.join(", "),
            name = d.name(list.name),
            plain = list.name,
        ));
    }
    if rules.contains("cal.") {
        let day = d.name("tanggal");
        out.push_str(&format!(
            "\n    CROSS JOIN (SELECT collect_set({day}) AS days, collect_set({}) AS years FROM holidays) cal",
            d.year(&day)
        ));
    }
    out
}
