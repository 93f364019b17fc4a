//! Everybody as columns: the facts of the person, and her histories as runs of entries.

use std::sync::Arc;

use super::bits::bit;
use super::column::{Column, ColumnBuilder};
use super::mask::Groups;
use crate::facts::{FactError, Facts};
use crate::schema::{Field, FieldType, Kind, ListSchema};
use crate::value::{Item, Value};

/// A history of everybody: entries one after the other, person by person.
#[derive(Debug)]
pub(crate) struct ListColumn {
    /// The bit says that the history of this person is known, be it empty.
    pub(crate) known: Vec<u64>,
    /// Where the entries of a person begin; one more than there are people.
    pub(crate) starts: Vec<u32>,
    /// Columns of the entries in the order of the schema; none when no entry has it.
    pub(crate) columns: Vec<Option<Column>>,
}

impl ListColumn {
    pub(crate) fn entries(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }

    pub(crate) fn range(&self, row: usize) -> std::ops::Range<usize> {
        let at = |i: usize| self.starts.get(i).map_or(0, |start| *start as usize);
        at(row)..at(row + 1)
    }

    pub(crate) fn record(&self, entry: usize) -> Value {
        let value = |column: &Option<Column>| match column {
            Some(column) => column.value(entry),
            None => Value::Missing,
        };
        Value::Record(self.columns.iter().map(value).collect())
    }

    fn value(&self, row: usize) -> Value {
        if !bit(&self.known, row) {
            return Value::Missing;
        }
        let entries = self.range(row).map(|entry| Item::from(self.record(entry)));
        Value::List(entries.collect::<Arc<[Item]>>())
    }

    fn bytes(&self) -> usize {
        let columns = self.columns.iter().flatten();
        self.known.len() * 8 + self.starts.len() * 4 + columns.map(Column::bytes).sum::<usize>()
    }
}

/// A fact of the person by its place in the schema, looked up once for a whole table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PersonSlot(usize);

impl PersonSlot {
    /// The place of a fact; none when the schema of the person has no such name.
    pub fn of(name: &str) -> Option<Self> {
        Kind::Person.position(name).map(Self)
    }
}

/// The people of a screening as columns; what nobody has takes no memory.
#[derive(Debug)]
pub struct Table {
    rows: usize,
    /// By position in the schema of the person.
    pub(crate) columns: Vec<Option<Column>>,
    pub(crate) lists: Vec<Option<ListColumn>>,
}

impl Table {
    /// How many people.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes of all columns together.
    pub fn bytes(&self) -> usize {
        let columns = self.columns.iter().flatten().map(Column::bytes);
        let lists = self.lists.iter().flatten().map(ListColumn::bytes);
        columns.chain(lists).sum()
    }

    /// The value of a fact of the person in a row, counted from 0; missing behind the last row.
    pub fn get(&self, slot: PersonSlot, row: usize) -> Value {
        self.value(slot.0, row)
    }

    /// The people in groups by the value of a fact; in none where it is missing. A history cannot be grouped by.
    pub fn groups(&self, slot: PersonSlot) -> Groups<String> {
        Groups::new((0..self.rows).map(
            |row| match self.columns.get(slot.0)?.as_ref()?.value(row) {
                Value::Missing => None,
                Value::Str(word) => Some(word.to_string()),
                value => Some(match value.to_json() {
                    serde_json::Value::String(text) => text,
                    other => other.to_string(),
                }),
            },
        ))
    }

    /// The value of a fact, by its position in the schema of the person.
    pub(crate) fn value(&self, slot: usize, row: usize) -> Value {
        let column = self.columns.get(slot).and_then(Option::as_ref);
        let list = self.lists.get(slot).and_then(Option::as_ref);
        match (column, list) {
            (Some(column), _) => column.value(row),
            (_, Some(list)) => list.value(row),
            _ => Value::Missing,
        }
    }
}

struct ListBuilder {
    known: Vec<u64>,
    any: bool,
    starts: Vec<u32>,
    columns: Vec<ColumnBuilder>,
}

impl ListBuilder {
    fn new(list: &ListSchema) -> Self {
        let columns = list.fields.iter().map(|field| ColumnBuilder::new(field.ty));
        Self {
            known: Vec::new(),
            any: false,
            starts: vec![0],
            columns: columns.collect(),
        }
    }

    fn push(&mut self, row: usize, value: &Value) {
        if row.is_multiple_of(64) {
            self.known.push(0);
        }
        let mut end = self.starts.last().copied().unwrap_or(0);
        if let Value::List(items) = value {
            self.any = true;
            if let Some(word) = self.known.last_mut() {
                *word |= 1 << (row % 64);
            }
            for item in items.iter() {
                let Value::Record(values) = &item.value else {
                    continue;
                };
                for (column, value) in self.columns.iter_mut().zip(values.iter()) {
                    column.push(value);
                }
                end += 1;
            }
        }
        self.starts.push(end);
    }

    fn finish(self) -> Option<ListColumn> {
        self.any.then(|| ListColumn {
            known: self.known,
            starts: self.starts,
            columns: self
                .columns
                .into_iter()
                .map(ColumnBuilder::finish)
                .collect(),
        })
    }
}

enum Slot {
    Scalar(ColumnBuilder),
    List(ListBuilder),
}

/// Collects people row by row.
pub struct TableBuilder {
    rows: usize,
    slots: Vec<Slot>,
}

impl Default for TableBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl TableBuilder {
    /// Nobody yet.
    pub fn new() -> Self {
        let slot = |field: &Field| match field.ty {
            FieldType::List(list) => Slot::List(ListBuilder::new(list)),
            ty => Slot::Scalar(ColumnBuilder::new(ty)),
        };
        Self {
            rows: 0,
            slots: Kind::Person.fields().iter().map(slot).collect(),
        }
    }

    /// Appends a person. Together, the entries of one history may number up to 2³² − 1.
    pub fn push(&mut self, person: &Facts) {
        for (position, slot) in self.slots.iter_mut().enumerate() {
            let value = &person.slot(position).value;
            match slot {
                Slot::Scalar(column) => column.push(value),
                Slot::List(list) => list.push(self.rows, value),
            }
        }
        self.rows += 1;
    }

    /// Appends a person by her values alone; what is not named is missing, and the last value of a fact counts.
    ///
    /// # Errors
    /// For a value of another type than the schema has; nothing is appended then.
    pub fn push_values(
        &mut self,
        values: impl IntoIterator<Item = (PersonSlot, Value)>,
    ) -> Result<(), FactError> {
        let fields = Kind::Person.fields();
        let mut row = vec![Value::Missing; fields.len()];
        for (PersonSlot(position), value) in values {
            if let (Some(field), Some(place)) = (fields.get(position), row.get_mut(position)) {
                crate::facts::expect(field, &value)?;
                *place = value;
            }
        }
        for (slot, value) in self.slots.iter_mut().zip(&row) {
            match slot {
                Slot::Scalar(column) => column.push(value),
                Slot::List(list) => list.push(self.rows, value),
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// The table.
    pub fn finish(self) -> Table {
        let (mut columns, mut lists) = (Vec::new(), Vec::new());
        for slot in self.slots {
            let (column, list) = match slot {
                Slot::Scalar(column) => (column.finish(), None),
                Slot::List(list) => (None, list.finish()),
            };
            columns.push(column);
            lists.push(list);
        }
        Table {
            rows: self.rows,
            columns,
            lists,
        }
    }
}

impl<'a> FromIterator<&'a Facts> for Table {
    fn from_iter<I: IntoIterator<Item = &'a Facts>>(people: I) -> Self {
        let mut builder = TableBuilder::new();
        for person in people {
            builder.push(person);
        }
        builder.finish()
    }
}
