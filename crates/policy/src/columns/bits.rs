//! Bit planes: one bit a person, 64 to a word, two planes for the three truth values.

/// Words that hold `rows` bits.
pub(crate) fn words(rows: usize) -> usize {
    rows.div_ceil(64)
}

/// The bits of the last word that belong to a row.
pub(crate) fn tail(rows: usize) -> u64 {
    match rows % 64 {
        0 => u64::MAX,
        rest => (1 << rest) - 1,
    }
}

/// The bit of a row.
pub(crate) fn bit(words: &[u64], row: usize) -> bool {
    words
        .get(row / 64)
        .is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// A truth value a row: the bit in `yes` says true, the bit in `no` false, neither unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Planes {
    pub(crate) yes: Vec<u64>,
    pub(crate) no: Vec<u64>,
}

impl Planes {
    pub(crate) fn unknown(rows: usize) -> Self {
        Self {
            yes: vec![0; words(rows)],
            no: vec![0; words(rows)],
        }
    }

    pub(crate) fn set(&mut self, row: usize, truth: Option<bool>) {
        let plane = match truth {
            Some(true) => &mut self.yes,
            Some(false) => &mut self.no,
            None => return,
        };
        if let Some(word) = plane.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    /// Appends a row; `row` is how many there are already.
    pub(crate) fn push(&mut self, row: usize, truth: Option<bool>) {
        if row.is_multiple_of(64) {
            self.yes.push(0);
            self.no.push(0);
        }
        self.set(row, truth);
    }

    pub(crate) fn get(&self, row: usize) -> Option<bool> {
        match (bit(&self.yes, row), bit(&self.no, row)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        (self.yes.len() + self.no.len()) * size_of::<u64>()
    }
}
