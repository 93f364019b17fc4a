//! People and results as Parquet and Arrow: the columns of `titian policy schema --sql`, typed, without text between.
//!
//! Only with the feature `parquet` (docs/decisions/0015-parquet.md).

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type,
};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field as Column, Schema};
use kernel::{CivilDate, Result};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use policy::schema::{Field, FieldType, Kind, ListSchema};
use policy::{Decimal, PersonSlot, TableBuilder, Value};

use super::screen::{Answer, Format, People};
use crate::output::bad_input;

/// Rows that are held at once while reading and writing.
const BATCH: usize = 65_536;

/// Reads people, and each history from the file of its name in the folder.
pub(super) fn read(staff: &Path, histories: Option<&Path>) -> Result<People> {
    let mut rows: HashMap<String, usize> = HashMap::new();
    let mut keys: Vec<(String, String)> = Vec::new();
    // Histories come after the people whom they belong to, so that a row of nobody is found.
    let mut people: Vec<Vec<(PersonSlot, Value)>> = Vec::new();
    // Of each history: the people who have `…_known`, where the column is there.
    let mut known: HashMap<&'static str, Vec<bool>> = HashMap::new();
    for batch in batches(staff)? {
        let batch = batch?;
        let names = Names::of(staff, &batch)?;
        let first = keys.len();
        for row in 0..batch.num_rows() {
            let place = || format!("{}: row {}", staff.display(), first + row + 1);
            let id = text_of(names.id.as_ref(), row).filter(|id| !id.is_empty());
            let id = id.ok_or_else(|| bad_input(format!("{}: `pns_id` is empty", place())))?;
            if let Some(before) = rows.insert(id.clone(), first + row) {
                let again = before + 1;
                return Err(bad_input(format!(
                    "{}: `{id}` is already in row {again}",
                    place()
                )));
            }
            let nip = names
                .nip
                .as_ref()
                .and_then(|column| text_of(column.as_ref(), row));
            keys.push((id, nip.unwrap_or_default()));
            let mut facts = Vec::with_capacity(names.facts.len());
            for (slot, field, column) in &names.facts {
                let value = value(field.ty, column.as_ref(), row).map_err(|why| {
                    bad_input(format!("{}, column `{}`: {why}", place(), field.name))
                })?;
                facts.push((*slot, value));
            }
            people.push(facts);
        }
        for (list, column) in &names.known {
            let flags = known.entry(list.name).or_insert_with(|| vec![false; first]);
            let column = column.as_boolean_opt();
            let told = (0..batch.num_rows())
                .map(|row| column.is_some_and(|c| c.is_valid(row) && c.value(row)));
            flags.extend(told);
        }
    }
    for field in Kind::Person.fields() {
        let (FieldType::List(list), Some(slot)) = (field.ty, PersonSlot::of(field.name)) else {
            continue;
        };
        let file = histories.and_then(|folder| history_file(folder, list.name));
        let entries = match &file {
            Some(path) => entries(path, list, &rows, people.len())?,
            None => vec![Vec::new(); people.len()],
        };
        let flags = known.get(list.name);
        for (row, (facts, entries)) in people.iter_mut().zip(entries).enumerate() {
            // Without `…_known`, a history is known of those who have an entry.
            let told = flags.map_or(!entries.is_empty(), |flags| flags.get(row) == Some(&true));
            if told {
                facts.push((slot, Value::list(entries)));
            }
        }
    }
    let mut table = TableBuilder::new();
    for facts in people {
        table
            .push_values(facts)
            .map_err(|error| bad_input(format!("{}: {error}", staff.display())))?;
    }
    Ok(People {
        keys,
        table: table.finish(),
    })
}

fn history_file(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings = ["parquet", "arrow"].into_iter();
    let mut paths = endings.map(|ending| folder.join(format!("{name}.{ending}")));
    paths.find(|path| path.exists())
}

/// The entries of one history by the row of the person.
fn entries(
    path: &Path,
    list: &'static ListSchema,
    rows: &HashMap<String, usize>,
    people: usize,
) -> Result<Vec<Vec<Value>>> {
    let mut found = vec![Vec::new(); people];
    let mut before = 0;
    for batch in batches(path)? {
        let batch = batch?;
        let mut id = None;
        let mut columns: Vec<Option<ArrayRef>> = vec![None; list.fields.len()];
        for (column, array) in batch.schema().fields().iter().zip(batch.columns()) {
            if column.name() == "pns_id" {
                id = Some(text(path, column, array)?);
                continue;
            }
            let at = list
                .fields
                .iter()
                .position(|field| field.name == column.name());
            let place = at.and_then(|at| Some((list.fields.get(at)?, columns.get_mut(at)?)));
            let Some((field, place)) = place else {
                return Err(stranger(
                    path,
                    column.name(),
                    list.fields.iter().map(|f| f.name),
                ));
            };
            suits(path, field, column.data_type())?;
            *place = Some(array.clone());
        }
        let id = id.ok_or_else(|| lacks_id(path))?;
        for row in 0..batch.num_rows() {
            let place = || format!("{}: row {}", path.display(), before + row + 1);
            let key = text_of(id.as_ref(), row).unwrap_or_default();
            let entry: std::result::Result<Vec<Value>, String> = list
                .fields
                .iter()
                .zip(&columns)
                .map(|(field, column)| match column {
                    Some(column) => value(field.ty, column.as_ref(), row)
                        .map_err(|why| format!("column `{}`: {why}", field.name)),
                    None => Ok(Value::Missing),
                })
                .collect();
            let entry = entry.map_err(|why| bad_input(format!("{}, {why}", place())))?;
            let owner = rows.get(&key).and_then(|at| found.get_mut(*at));
            let owner = owner.ok_or_else(|| {
                bad_input(format!("{}: nobody has the `pns_id` `{key}`", place()))
            })?;
            owner.push(Value::Record(entry.into()));
        }
        before += batch.num_rows();
    }
    Ok(found)
}

/// The columns of a batch of people by what they are.
struct Names {
    id: ArrayRef,
    nip: Option<ArrayRef>,
    facts: Vec<(PersonSlot, &'static Field, ArrayRef)>,
    known: Vec<(&'static ListSchema, ArrayRef)>,
}

impl Names {
    fn of(path: &Path, batch: &RecordBatch) -> Result<Self> {
        let fields = Kind::Person.fields();
        let (mut id, mut nip) = (None, None);
        let (mut facts, mut known) = (Vec::new(), Vec::new());
        for (column, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let name = column.name().as_str();
            let list = name.strip_suffix("_known").unwrap_or_default();
            let list = fields.iter().find_map(|field| match field.ty {
                FieldType::List(schema) if schema.name == list => Some(schema),
                _ => None,
            });
            let fact = fields
                .iter()
                .find(|field| field.name == name && !matches!(field.ty, FieldType::List(_)));
            match (name, list, fact) {
                ("pns_id", ..) => id = Some(text(path, column, array)?),
                ("nip", ..) => nip = Some(text(path, column, array)?),
                (_, Some(schema), _) if column.data_type() == &DataType::Boolean => {
                    known.push((schema, array.clone()));
                }
                (_, _, Some(field)) => {
                    suits(path, field, column.data_type())?;
                    let slot = PersonSlot::of(field.name);
                    facts.extend(slot.map(|slot| (slot, field, array.clone())));
                }
                (_, Some(_), _) => {
                    return Err(wrong_type(path, name, "BOOLEAN", column.data_type()));
                }
                _ => return Err(stranger(path, name, fields.iter().map(|field| field.name))),
            }
        }
        Ok(Self {
            id: id.ok_or_else(|| lacks_id(path))?,
            nip,
            facts,
            known,
        })
    }
}

fn lacks_id(path: &Path) -> kernel::Error {
    bad_input(format!("{}: expected a column `pns_id`", path.display()))
}

fn stranger<'a>(path: &Path, name: &str, known: impl Iterator<Item = &'a str>) -> kernel::Error {
    let known: Vec<&str> = known.collect();
    let path = path.display();
    bad_input(format!(
        "{path}: unknown column `{name}`; known are pns_id, {} (`titian policy schema --sql`)",
        known.join(", ")
    ))
}

fn wrong_type(path: &Path, name: &str, expected: &str, found: &DataType) -> kernel::Error {
    let path = path.display();
    bad_input(format!(
        "{path}: column `{name}`: expected {expected}, found {found}"
    ))
}

/// Refuses a column whose type cannot hold the fact.
fn suits(path: &Path, field: &Field, found: &DataType) -> Result<()> {
    let (expected, fits) = match field.ty {
        FieldType::Int => (
            "a whole number",
            found.is_integer() && found != &DataType::UInt64,
        ),
        FieldType::Decimal => (
            "DECIMAL(38, 4) or the ten-thousandths as BIGINT",
            found == &DataType::Int64 || matches!(found, DataType::Decimal128(_, 0..=4)),
        ),
        FieldType::Text | FieldType::Golongan => ("text", is_text(found)),
        FieldType::Bool => ("BOOLEAN", found == &DataType::Boolean),
        FieldType::Date => ("DATE", found == &DataType::Date32),
        FieldType::List(_) => ("a file of its own", false),
    };
    if fits || found == &DataType::Null {
        return Ok(());
    }
    Err(wrong_type(path, field.name, expected, found))
}

fn is_text(found: &DataType) -> bool {
    match found {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, of) => is_text(of),
        _ => false,
    }
}

fn text(path: &Path, column: &Column, array: &ArrayRef) -> Result<ArrayRef> {
    if is_text(column.data_type()) {
        return Ok(array.clone());
    }
    Err(wrong_type(path, column.name(), "text", column.data_type()))
}

fn text_of(array: &dyn Array, row: usize) -> Option<String> {
    if !array.is_valid(row) {
        return None;
    }
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Some(array.as_string_view().value(row).to_owned()),
        DataType::Dictionary(..) => {
            let words = array.as_any_dictionary_opt()?;
            let at = *words.normalized_keys().get(row)?;
            text_of(words.values().as_ref(), at)
        }
        _ => None,
    }
}

/// A value of a column that [`suits`]; an error when it does not fit.
fn value(ty: FieldType, array: &dyn Array, row: usize) -> std::result::Result<Value, String> {
    if array.data_type() == &DataType::Null || array.is_null(row) {
        return Ok(Value::Missing);
    }
    let number = || -> Option<i64> {
        Some(match array.data_type() {
            DataType::Int8 => array.as_primitive::<Int8Type>().value(row).into(),
            DataType::Int16 => array.as_primitive::<Int16Type>().value(row).into(),
            DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into(),
            DataType::Int64 => array.as_primitive::<Int64Type>().value(row),
            DataType::UInt8 => array.as_primitive::<UInt8Type>().value(row).into(),
            DataType::UInt16 => array.as_primitive::<UInt16Type>().value(row).into(),
            DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row).into(),
            _ => return None,
        })
    };
    let found = match (ty, array.data_type()) {
        (FieldType::Int, _) => number().map(Value::Int),
        (FieldType::Decimal, DataType::Decimal128(_, scale)) => {
            let scale = u32::try_from(4 - scale).unwrap_or(0);
            let raw = array.as_primitive::<Decimal128Type>().value(row);
            let raw = raw.checked_mul(10i128.pow(scale));
            let raw = raw.and_then(|raw| i64::try_from(raw).ok());
            return raw
                .map(|raw| Value::Dec(Decimal(raw)))
                .ok_or_else(|| "the number does not fit".to_owned());
        }
        (FieldType::Decimal, _) => number().map(|raw| Value::Dec(Decimal(raw))),
        (FieldType::Bool, _) => array
            .as_boolean_opt()
            .map(|flags| Value::Bool(flags.value(row))),
        (FieldType::Date, _) => {
            let days = array.as_primitive::<Date32Type>().value(row);
            let date = CivilDate::from_epoch_days(days).map(Value::Date);
            return date.ok_or_else(|| {
                format!("day {days} after 1970-01-01 is beyond the years 1 to 9999")
            });
        }
        (FieldType::Golongan, _) => {
            let word = text_of(array, row).unwrap_or_default();
            let read = word.parse().map(Value::Golongan);
            return read.map_err(|error: kernel::GolonganError| error.to_string());
        }
        (FieldType::Text, _) => text_of(array, row).map(|word| Value::text(&word)),
        (FieldType::List(_), _) => None,
    };
    found.ok_or_else(|| format!("expected {}", ty.name()))
}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch>>>;

fn batches(path: &Path) -> Result<Batches> {
    let place = path.display().to_string();
    let wrong = move |error: &dyn std::fmt::Display| bad_input(format!("{place}: {error}"));
    let file = File::open(path).map_err(|error| wrong(&error))?;
    if path.extension().is_some_and(|ending| ending == "arrow") {
        let reader = arrow_ipc::reader::FileReader::try_new(file, None).map_err(|e| wrong(&e))?;
        return Ok(Box::new(
            reader.map(move |batch| batch.map_err(|e: ArrowError| wrong(&e))),
        ));
    }
    // The types of the file itself are few; what its writer had in memory is of no use here.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options)
        .map_err(|error| wrong(&error))?;
    let reader = builder
        .with_batch_size(BATCH)
        .build()
        .map_err(|error| wrong(&error))?;
    Ok(Box::new(
        reader.map(move |batch| batch.map_err(|e| wrong(&e))),
    ))
}

/// Writes the result in batches.
pub(super) fn write(answer: &Answer<'_>, format: Format, out: &Path) -> Result<()> {
    let wrong = |error: &dyn std::fmt::Display| bad_input(format!("{}: {error}", out.display()));
    let text = |name: &str| Column::new(name, DataType::Utf8, false);
    let mask = |name: &str| Column::new(name, DataType::Int64, false);
    let mut columns = vec![text("pns_id"), text("nip"), text("verdict")];
    columns.extend([mask("failed"), mask("unknown"), mask("warned")]);
    columns.extend(answer.reasons.iter().map(|rule| text(rule)));
    let schema = Arc::new(Schema::new(columns));
    let file = File::create(out).map_err(|error| wrong(&error))?;
    let batches = (0..answer.keys.len()).step_by(BATCH).map(|first| {
        batch(
            answer,
            &schema,
            first..(first + BATCH).min(answer.keys.len()),
        )
    });
    if format == Format::Arrow {
        let mut writer =
            arrow_ipc::writer::FileWriter::try_new(file, &schema).map_err(|error| wrong(&error))?;
        for batch in batches {
            let written = batch.and_then(|batch| writer.write(&batch));
            written.map_err(|error| wrong(&error))?;
        }
        return writer.finish().map_err(|error| wrong(&error));
    }
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer =
        ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(|e| wrong(&e))?;
    for batch in batches {
        let batch = batch.map_err(|error| wrong(&error))?;
        writer.write(&batch).map_err(|error| wrong(&error))?;
    }
    writer.close().map(drop).map_err(|error| wrong(&error))
}

fn batch(
    answer: &Answer<'_>,
    schema: &Arc<Schema>,
    rows: std::ops::Range<usize>,
) -> std::result::Result<RecordBatch, ArrowError> {
    let keys = answer.keys.get(rows.clone()).unwrap_or_default();
    let results: Vec<_> = rows
        .clone()
        .filter_map(|row| answer.screening.row(row))
        .collect();
    let mask = |of: &dyn Fn(&policy::RowResult) -> u64| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values(
            results.iter().map(|result| of(result) as i64),
        ))
    };
    let texts = |words: &mut dyn Iterator<Item = &str>| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(words))
    };
    let mut columns = vec![
        texts(&mut keys.iter().map(|(id, _)| id.as_str())),
        texts(&mut keys.iter().map(|(_, nip)| nip.as_str())),
        texts(&mut results.iter().map(|result| result.verdict.as_str())),
        mask(&|result| result.failed),
        mask(&|result| result.unknown),
        mask(&|result| result.warned),
    ];
    for rule in 0..answer.reasons.len() {
        let status = |row| {
            answer
                .screening
                .status(rule, row)
                .map_or("", policy::Status::as_str)
        };
        columns.push(texts(&mut rows.clone().map(status)));
    }
    RecordBatch::try_new(schema.clone(), columns)
}
