//! Sets of people as one bit a person, and how many of them stand in each group.

use std::collections::HashMap;

use super::bits::{bit, tail, words};
use super::{Mode, Outcome, Screening};
use crate::file::Force;
use crate::status::{Status, Verdict};

/// A set of the people of one table, by their rows. Sets that are combined belong to the same table;
/// rows that only one of two sets has count as absent from the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mask {
    rows: usize,
    words: Vec<u64>,
}

impl Mask {
    /// Nobody of a table with so many rows.
    pub fn nobody(rows: usize) -> Self {
        Self {
            rows,
            words: vec![0; words(rows)],
        }
    }

    /// Everybody of a table with so many rows.
    pub fn everybody(rows: usize) -> Self {
        Self::of(rows, vec![u64::MAX; words(rows)])
    }

    /// The rows for which it is so, counted from 0.
    pub fn from_fn(rows: usize, mut is_in: impl FnMut(usize) -> bool) -> Self {
        let mut mask = Self::nobody(rows);
        for row in 0..rows {
            if let Some(word) = mask.words.get_mut(row / 64).filter(|_| is_in(row)) {
                *word |= 1 << (row % 64);
            }
        }
        mask
    }

    /// Bits behind the last row are cleared.
    fn of(rows: usize, mut words: Vec<u64>) -> Self {
        if let Some(last) = words.last_mut() {
            *last &= tail(rows);
        }
        Self { rows, words }
    }

    /// How many rows the table has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many people are in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether the person of a row, counted from 0, is in the set.
    pub fn contains(&self, row: usize) -> bool {
        bit(&self.words, row)
    }

    /// Who is in both.
    pub fn and(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    /// Who is in either.
    pub fn or(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    /// Who is in this set but not in the other.
    pub fn without(&self, other: &Self) -> Self {
        self.zip(other, |a, b| a & !b)
    }

    /// Everybody else of the table.
    pub fn not(&self) -> Self {
        Self::of(self.rows, self.words.iter().map(|w| !w).collect())
    }

    fn zip(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        let theirs = other.words.iter().copied().chain(std::iter::repeat(0));
        let words = self.words.iter().zip(theirs);
        Self::of(self.rows, words.map(|(a, b)| combine(*a, b)).collect())
    }

    /// The rows in the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(i, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let place = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(i * 64 + place)
            })
        })
    }
}

/// The people of one table in groups, such as by agency: each belongs to one, or to none when it is not known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Groups<K> {
    keys: Vec<K>,
    /// Position of the group of each row in `keys`; one more than the last stands for no group.
    of_row: Vec<u32>,
}

impl<K: Clone + Eq + std::hash::Hash> Groups<K> {
    /// Groups in the order in which they first occur; the key of each row in order, none when it is not known.
    pub fn new(keys: impl IntoIterator<Item = Option<K>>) -> Self {
        let mut known: HashMap<K, u32> = HashMap::new();
        let mut found = Vec::new();
        let of_row = keys.into_iter().map(|key| {
            let key = key?;
            Some(*known.entry(key).or_insert_with_key(|key| {
                found.push(key.clone());
                found.len() as u32 - 1
            }))
        });
        let of_row: Vec<Option<u32>> = of_row.collect();
        let none = found.len() as u32;
        Self {
            of_row: of_row.into_iter().map(|at| at.unwrap_or(none)).collect(),
            keys: found,
        }
    }
}

impl<K> Groups<K> {
    /// The groups.
    pub fn keys(&self) -> &[K] {
        &self.keys
    }

    /// The group of a row, counted from 0, if it is known.
    pub fn of(&self, row: usize) -> Option<&K> {
        self.keys.get(*self.of_row.get(row)? as usize)
    }

    /// How many of a set stand in each group, in the order of [`Groups::keys`], and last how many stand in none.
    pub fn count(&self, mask: &Mask) -> Vec<usize> {
        let mut counts = vec![0; self.keys.len() + 1];
        for row in mask.iter() {
            let group = self
                .of_row
                .get(row)
                .map_or(self.keys.len(), |at| *at as usize);
            if let Some(count) = counts.get_mut(group) {
                *count += 1;
            }
        }
        counts
    }
}

impl Screening {
    /// Who has this status under a rule, counted from 0; nobody if there is no such rule.
    pub fn with_status(&self, rule: usize, status: Status) -> Mask {
        let Some(found) = self.rules.get(rule) else {
            return Mask::nobody(self.rows);
        };
        let plane = |wanted: Option<bool>| match (&found.outcome, wanted) {
            (Outcome::Everybody(truth), _) if *truth == wanted => Mask::everybody(self.rows),
            (Outcome::Everybody(_), _) => Mask::nobody(self.rows),
            (Outcome::Each(planes), Some(true)) => Mask::of(self.rows, planes.yes.clone()),
            (Outcome::Each(planes), Some(false)) => Mask::of(self.rows, planes.no.clone()),
            (Outcome::Each(planes), None) => {
                let open = planes.yes.iter().zip(&planes.no).map(|(y, n)| !(y | n));
                Mask::of(self.rows, open.collect())
            }
        };
        match (found.mode, status) {
            (Mode::NotApplicable, Status::NotApplicable) => Mask::everybody(self.rows),
            (Mode::Decided | Mode::Waived, Status::Met) => plane(Some(true)),
            (Mode::Waived, Status::Waived) => plane(Some(true)).not(),
            (Mode::Decided, Status::NotMet) => plane(Some(false)),
            (Mode::Decided, Status::Unknown) => plane(None),
            _ => Mask::nobody(self.rows),
        }
    }

    /// On whom the verdict is this.
    pub fn with_verdict(&self, verdict: Verdict) -> Mask {
        let yes = Mask::of(self.rows, self.verdict.yes.clone());
        let no = Mask::of(self.rows, self.verdict.no.clone());
        match verdict {
            Verdict::Memenuhi => yes,
            Verdict::BelumMemenuhi => no,
            Verdict::PerluVerifikasi => yes.or(&no).not(),
        }
    }

    /// Who meets every other block rule and fails this one alone, counted from 0: whom its removal would let in.
    /// Nobody for a rule that does not block.
    pub fn failing_only(&self, rule: usize) -> Mask {
        if self.rules.get(rule).is_none_or(|r| r.force != Force::Block) {
            return Mask::nobody(self.rows);
        }
        let mut alone = self.with_status(rule, Status::NotMet);
        for (other, found) in self.rules.iter().enumerate() {
            if other != rule && found.force == Force::Block && found.mode == Mode::Decided {
                alone = alone.and(&self.with_status(other, Status::Met));
            }
        }
        alone
    }
}
