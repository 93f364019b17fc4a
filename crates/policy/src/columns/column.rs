//! One fact of everybody: whole numbers in the narrowest store that holds their range, or two bit planes.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{CivilDate, Golongan};

use super::bits::{Planes, bit};
use crate::schema::FieldType;
use crate::value::{Decimal, Value};

/// PPPK steps stand this far above the steps of a PNS, so that one number names both.
const PPPK: i64 = 32;

/// For more people than this the numbers that occur are not collected.
const DISTINCT: usize = 1 << 17;

/// What the numbers of a column stand for.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    Int,
    Dec,
    /// Days since 1970-01-01.
    Date,
    Golongan,
    /// Positions in this list of words.
    Text(Vec<Arc<str>>),
}

impl Meaning {
    pub(crate) fn value(&self, raw: i64) -> Value {
        match self {
            Self::Int => Value::Int(raw),
            Self::Dec => Value::Dec(Decimal(raw)),
            Self::Date => i32::try_from(raw)
                .ok()
                .and_then(CivilDate::from_epoch_days)
                .map_or(Value::Missing, Value::Date),
            Self::Golongan => match (u8::try_from(raw), u8::try_from(raw - PPPK)) {
                (_, Ok(step @ 1..=17)) => Value::Golongan(Golongan::Pppk(step)),
                (Ok(step @ 1..=17), _) => Value::Golongan(Golongan::Pns(step)),
                _ => Value::Missing,
            },
            Self::Text(words) => usize::try_from(raw)
                .ok()
                .and_then(|i| words.get(i))
                .map_or(Value::Missing, |word| Value::Str(word.clone())),
        }
    }
}

/// The numbers, each less `bias`, in the narrowest width.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    I8(Vec<i8>),
    I16(Vec<i16>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

impl Store {
    fn of(raw: &[i64], lo: i64, hi: i64) -> (Self, i64) {
        // The range decides; a number that stands for a missing one may be anything and is wrapped.
        fn narrow<T>(raw: &[i64], bias: i64, cast: impl Fn(i64) -> T) -> Vec<T> {
            raw.iter().map(|n| cast(n.wrapping_sub(bias))).collect()
        }
        match hi.checked_sub(lo) {
            Some(0..=0xff) => {
                let bias = lo.wrapping_sub(i64::from(i8::MIN));
                (Self::I8(narrow(raw, bias, |n| n as i8)), bias)
            }
            Some(0..=0xffff) => {
                let bias = lo.wrapping_sub(i64::from(i16::MIN));
                (Self::I16(narrow(raw, bias, |n| n as i16)), bias)
            }
            Some(0..=0xffff_ffff) => {
                let bias = lo.wrapping_sub(i64::from(i32::MIN));
                (Self::I32(narrow(raw, bias, |n| n as i32)), bias)
            }
            _ => (Self::I64(raw.to_vec()), 0),
        }
    }

    fn get(&self, row: usize) -> Option<i64> {
        match self {
            Self::I8(v) => v.get(row).copied().map(i64::from),
            Self::I16(v) => v.get(row).copied().map(i64::from),
            Self::I32(v) => v.get(row).copied().map(i64::from),
            Self::I64(v) => v.get(row).copied(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::I8(v) => v.len(),
            Self::I16(v) => v.len() * 2,
            Self::I32(v) => v.len() * 4,
            Self::I64(v) => v.len() * 8,
        }
    }
}

/// A column of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub(crate) store: Store,
    pub(crate) bias: i64,
    /// Smallest and largest number that occurs.
    pub(crate) lo: i64,
    pub(crate) hi: i64,
    /// Which numbers from `lo` on occur, where the range is below 64.
    pub(crate) present: Option<u64>,
    /// The bit says that the number is known; none when all are.
    pub(crate) valid: Option<Vec<u64>>,
    pub(crate) meaning: Meaning,
}

impl Numbers {
    /// The numbers that occur, where their range is small.
    pub(crate) fn few(&self) -> Option<Vec<i64>> {
        let present = self.present?;
        let all = self.lo..=self.hi;
        Some(
            all.filter(|n| present >> n.abs_diff(self.lo) & 1 == 1)
                .collect(),
        )
    }

    fn rows(&self) -> usize {
        match &self.store {
            Store::I8(v) => v.len(),
            Store::I16(v) => v.len(),
            Store::I32(v) => v.len(),
            Store::I64(v) => v.len(),
        }
    }

    /// The numbers that occur, in order; none when there are so many people that going through the range is cheaper.
    pub(crate) fn distinct(&self) -> Option<Vec<i64>> {
        let rows = self.rows();
        let wide = self.hi.abs_diff(self.lo) / 2 > rows as u64;
        if !wide || rows > DISTINCT {
            return None;
        }
        let mut found: Vec<i64> = (0..rows).filter_map(|row| self.raw(row)).collect();
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    pub(crate) fn raw(&self, row: usize) -> Option<i64> {
        if self.valid.as_ref().is_some_and(|valid| !bit(valid, row)) {
            return None;
        }
        Some(self.store.get(row)?.wrapping_add(self.bias))
    }
}

/// A fact of everybody.
#[derive(Clone, Debug)]
pub(crate) enum Column {
    Flags(Planes),
    Numbers(Numbers),
}

impl Column {
    pub(crate) fn value(&self, row: usize) -> Value {
        match self {
            Self::Flags(planes) => Value::truth_of(planes.get(row)),
            Self::Numbers(n) => n
                .raw(row)
                .map_or(Value::Missing, |raw| n.meaning.value(raw)),
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Flags(planes) => planes.bytes(),
            Self::Numbers(n) => n.store.bytes() + n.valid.as_ref().map_or(0, |v| v.len() * 8),
        }
    }
}

/// Collects a column row by row.
#[derive(Debug)]
pub(crate) struct ColumnBuilder {
    rows: usize,
    flags: Option<Planes>,
    raw: Vec<i64>,
    valid: Vec<u64>,
    known: usize,
    meaning: Meaning,
    words: HashMap<Arc<str>, i64>,
}

impl ColumnBuilder {
    /// An empty column; a history list is no column and stays empty.
    pub(crate) fn new(ty: FieldType) -> Self {
        Self {
            rows: 0,
            flags: matches!(ty, FieldType::Bool).then(Planes::default),
            raw: Vec::new(),
            valid: Vec::new(),
            known: 0,
            meaning: match ty {
                FieldType::Decimal => Meaning::Dec,
                FieldType::Date => Meaning::Date,
                FieldType::Golongan => Meaning::Golongan,
                FieldType::Text => Meaning::Text(Vec::new()),
                FieldType::Int | FieldType::Bool | FieldType::List(_) => Meaning::Int,
            },
            words: HashMap::new(),
        }
    }

    pub(crate) fn push(&mut self, value: &Value) {
        if let Some(planes) = &mut self.flags {
            let truth = value.truth();
            if truth.is_some() && self.known == 0 {
                *planes = Planes::unknown(self.rows);
            }
            self.known += usize::from(truth.is_some());
            if self.known > 0 {
                planes.push(self.rows, truth);
            }
            self.rows += 1;
            return;
        }
        let raw = match value {
            Value::Int(n) | Value::Dec(Decimal(n)) => Some(*n),
            Value::Date(date) => Some(date.epoch_days().into()),
            Value::Golongan(Golongan::Pns(step)) => Some((*step).into()),
            Value::Golongan(Golongan::Pppk(step)) => Some(PPPK + i64::from(*step)),
            Value::Str(text) => Some(self.word(text)),
            _ => None,
        };
        if raw.is_none() && self.known == 0 {
            // What nobody has yet takes no memory.
            self.rows += 1;
            return;
        }
        if self.known == 0 {
            self.raw = vec![0; self.rows];
            self.valid = vec![0; self.rows.div_ceil(64)];
        }
        if self.rows.is_multiple_of(64) {
            self.valid.push(0);
        }
        if raw.is_some()
            && let Some(word) = self.valid.last_mut()
        {
            *word |= 1 << (self.rows % 64);
            self.known += 1;
        }
        self.raw.push(raw.unwrap_or(0));
        self.rows += 1;
    }

    fn word(&mut self, text: &Arc<str>) -> i64 {
        if let Some(known) = self.words.get(text) {
            return *known;
        }
        let Meaning::Text(list) = &mut self.meaning else {
            return 0;
        };
        let position = list.len() as i64;
        list.push(text.clone());
        self.words.insert(text.clone(), position);
        position
    }

    /// The column; none when nobody has the fact.
    pub(crate) fn finish(self) -> Option<Column> {
        if self.known == 0 {
            return None;
        }
        if let Some(planes) = self.flags {
            return Some(Column::Flags(planes));
        }
        let known = self.raw.iter().enumerate();
        let known = known.filter(|(row, _)| bit(&self.valid, *row));
        let (lo, hi) = known.fold((i64::MAX, i64::MIN), |(lo, hi), (_, n)| {
            (lo.min(*n), hi.max(*n))
        });
        let (store, bias) = Store::of(&self.raw, lo, hi);
        let few = hi.abs_diff(lo) < 64;
        let present = few.then(|| {
            let known = self.raw.iter().enumerate();
            let known = known.filter(|(row, _)| bit(&self.valid, *row));
            known.fold(0u64, |seen, (_, n)| seen | 1 << n.abs_diff(lo))
        });
        Some(Column::Numbers(Numbers {
            store,
            bias,
            lo,
            hi,
            present,
            valid: (self.known < self.rows).then_some(self.valid),
            meaning: self.meaning,
        }))
    }
}
