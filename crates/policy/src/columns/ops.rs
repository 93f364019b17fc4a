//! The steps of a compiled screening, and the loops that carry them out on a few thousand people at a time.

use super::bits::{Planes, tail, words};
use super::column::{Column, Numbers, Store};
use super::shape::Leaf;

/// Words of one chunk: 2,048 people, so that all planes of a chunk stay in the first cache.
pub(super) const CHUNK: usize = 32;

/// Numbers from the first to the second, both included.
pub(super) type Range = (i64, i64);

/// A step; operands are earlier steps.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Op {
    Const(Option<bool>),
    /// A column of truth values.
    Flags(Leaf),
    /// A condition on one column of numbers.
    Test {
        leaf: Leaf,
        /// True exactly here; with `invert`, false exactly here.
        ranges: Vec<Range>,
        invert: bool,
        unknown: Vec<Range>,
        /// What a missing number gives.
        missing: Option<bool>,
    },
    /// The same by a table over all numbers from the column's smallest on: 1 true, 2 false, 0 unknown.
    Table {
        leaf: Leaf,
        table: Vec<u8>,
        missing: Option<bool>,
    },
    Not(usize),
    And(usize, usize),
    Or(usize, usize),
    /// Two truth values are the same.
    Same(usize, usize),
    /// `c ? a : b` of truth values.
    Choose(usize, usize, usize),
    /// `a` where `c`, `b` where not `c`, and where `c` is unknown: `a` where `same`, else `lost`.
    Lift {
        c: usize,
        a: usize,
        b: usize,
        same: usize,
        lost: usize,
    },
}

impl Op {
    pub(super) fn operands(&self) -> Vec<usize> {
        match self {
            Self::Const(_) | Self::Flags(_) | Self::Test { .. } | Self::Table { .. } => Vec::new(),
            Self::Not(a) => vec![*a],
            Self::And(a, b) | Self::Or(a, b) | Self::Same(a, b) => vec![*a, *b],
            Self::Choose(c, a, b) => vec![*c, *a, *b],
            Self::Lift {
                c,
                a,
                b,
                same,
                lost,
            } => vec![*c, *a, *b, *same, *lost],
        }
    }
}

/// The planes of one chunk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Register {
    pub(super) yes: [u64; CHUNK],
    pub(super) no: [u64; CHUNK],
}

impl Register {
    pub(super) const EMPTY: Self = Self {
        yes: [0; CHUNK],
        no: [0; CHUNK],
    };

    fn of(truth: Option<bool>) -> Self {
        let plane = |wanted| [if truth == Some(wanted) { u64::MAX } else { 0 }; CHUNK];
        Self {
            yes: plane(true),
            no: plane(false),
        }
    }
}

/// Steps in order and the columns they read.
pub(super) struct Machine<'a> {
    pub(super) ops: &'a [Op],
    pub(super) live: &'a [bool],
    pub(super) column: &'a (dyn Fn(Leaf) -> Option<&'a Column> + Sync),
    pub(super) rows: usize,
}

impl Machine<'_> {
    /// Registers for all steps.
    pub(super) fn registers(&self) -> Vec<Register> {
        vec![Register::EMPTY; self.ops.len()]
    }

    /// Carries out all steps on the chunk that begins at a word; bits behind the last person are arbitrary.
    pub(super) fn run(&self, first: usize, registers: &mut [Register]) {
        for (i, op) in self.ops.iter().enumerate() {
            if !self.live.get(i).copied().unwrap_or(false) {
                continue;
            }
            let (before, rest) = registers.split_at_mut(i);
            let Some(out) = rest.first_mut() else { return };
            self.step(op, first, before, out);
        }
    }

    fn step(&self, op: &Op, first: usize, regs: &[Register], out: &mut Register) {
        match op {
            Op::Const(truth) => *out = Register::of(*truth),
            Op::Flags(leaf) => match (self.column)(*leaf) {
                Some(Column::Flags(planes)) => load(planes, first, out),
                _ => *out = Register::EMPTY,
            },
            Op::Test {
                leaf,
                ranges,
                invert,
                unknown,
                missing,
            } => match (self.column)(*leaf) {
                Some(Column::Numbers(numbers)) => {
                    let (mut hit, mut open) = ([0; CHUNK], [0; CHUNK]);
                    hits(numbers, first, ranges, &mut hit);
                    hits(numbers, first, unknown, &mut open);
                    for w in 0..CHUNK {
                        let yes = if *invert { !(hit[w] | open[w]) } else { hit[w] };
                        out.yes[w] = yes;
                        out.no[w] = !(yes | open[w]);
                    }
                    fill_missing(numbers, first, *missing, out);
                }
                _ => *out = Register::of(*missing),
            },
            Op::Table {
                leaf,
                table,
                missing,
            } => match (self.column)(*leaf) {
                Some(Column::Numbers(numbers)) => {
                    look_up(numbers, first, table, out);
                    fill_missing(numbers, first, *missing, out);
                }
                _ => *out = Register::of(*missing),
            },
            Op::Not(a) => {
                let Some(a) = regs.get(*a) else { return };
                out.yes = a.no;
                out.no = a.yes;
            }
            Op::And(a, b) => {
                let (Some(a), Some(b)) = (regs.get(*a), regs.get(*b)) else {
                    return;
                };
                for w in 0..CHUNK {
                    out.yes[w] = a.yes[w] & b.yes[w];
                    out.no[w] = a.no[w] | b.no[w];
                }
            }
            Op::Or(a, b) => {
                let (Some(a), Some(b)) = (regs.get(*a), regs.get(*b)) else {
                    return;
                };
                for w in 0..CHUNK {
                    out.yes[w] = a.yes[w] | b.yes[w];
                    out.no[w] = a.no[w] & b.no[w];
                }
            }
            Op::Same(a, b) => {
                let (Some(a), Some(b)) = (regs.get(*a), regs.get(*b)) else {
                    return;
                };
                for w in 0..CHUNK {
                    out.yes[w] = a.yes[w] & b.yes[w] | a.no[w] & b.no[w];
                    out.no[w] = a.yes[w] & b.no[w] | a.no[w] & b.yes[w];
                }
            }
            Op::Choose(c, a, b) => {
                let (Some(c), Some(a), Some(b)) = (regs.get(*c), regs.get(*a), regs.get(*b)) else {
                    return;
                };
                for w in 0..CHUNK {
                    let open = !(c.yes[w] | c.no[w]);
                    let (yes, no) = (c.yes[w] | open, c.no[w] | open);
                    out.yes[w] = (a.yes[w] | !yes) & (b.yes[w] | !no);
                    out.no[w] = (a.no[w] | !yes) & (b.no[w] | !no);
                }
            }
            Op::Lift {
                c,
                a,
                b,
                same,
                lost,
            } => {
                let all = [c, a, b, same, lost].map(|i| regs.get(*i));
                let [Some(c), Some(a), Some(b), Some(same), Some(lost)] = all else {
                    return;
                };
                for w in 0..CHUNK {
                    let open = !(c.yes[w] | c.no[w]);
                    let take_a = c.yes[w] | open & same.yes[w];
                    let take_lost = open & !same.yes[w];
                    out.yes[w] = take_a & a.yes[w] | c.no[w] & b.yes[w] | take_lost & lost.yes[w];
                    out.no[w] = take_a & a.no[w] | c.no[w] & b.no[w] | take_lost & lost.no[w];
                }
            }
        }
    }

    /// All people through all steps, the planes of one step kept.
    pub(super) fn planes(&self, root: usize) -> Planes {
        let mut planes = Planes::unknown(self.rows);
        let total = words(self.rows);
        let mut registers = self.registers();
        for first in (0..total).step_by(CHUNK) {
            self.run(first, &mut registers);
            let count = CHUNK.min(total - first);
            let Some(register) = registers.get(root) else {
                continue;
            };
            planes.yes[first..first + count].copy_from_slice(&register.yes[..count]);
            planes.no[first..first + count].copy_from_slice(&register.no[..count]);
        }
        if let (Some(yes), Some(no)) = (planes.yes.last_mut(), planes.no.last_mut()) {
            *yes &= tail(self.rows);
            *no &= tail(self.rows);
        }
        planes
    }
}

fn load(planes: &Planes, first: usize, out: &mut Register) {
    let copy = |from: &[u64], to: &mut [u64; CHUNK]| {
        let from = from.get(first..).unwrap_or_default();
        let count = from.len().min(CHUNK);
        to[..count].copy_from_slice(&from[..count]);
    };
    copy(&planes.yes, &mut out.yes);
    copy(&planes.no, &mut out.no);
}

/// Gives people without the number what a missing number gives.
fn fill_missing(numbers: &Numbers, first: usize, missing: Option<bool>, out: &mut Register) {
    let Some(valid) = &numbers.valid else { return };
    let valid = valid.get(first..).unwrap_or_default();
    let (yes, no) = (
        if missing == Some(true) { u64::MAX } else { 0 },
        if missing == Some(false) { u64::MAX } else { 0 },
    );
    for (w, valid) in valid.iter().take(CHUNK).enumerate() {
        out.yes[w] = out.yes[w] & valid | !valid & yes;
        out.no[w] = out.no[w] & valid | !valid & no;
    }
}

/// Sets the bit of every person whose number lies in one of the ranges.
fn hits(numbers: &Numbers, first: usize, ranges: &[Range], out: &mut [u64; CHUNK]) {
    for (lo, hi) in ranges {
        // Bounds outside the column's range are drawn to it, so that they fit its width.
        let (lo, hi) = ((*lo).max(numbers.lo), (*hi).min(numbers.hi));
        if lo > hi {
            continue;
        }
        let (above, below) = (lo > numbers.lo, hi < numbers.hi);
        let (lo, hi) = (lo.wrapping_sub(numbers.bias), hi.wrapping_sub(numbers.bias));
        match &numbers.store {
            Store::I8(v) => range(v, first, (lo as i8, hi as i8), (above, below), out),
            Store::I16(v) => range(v, first, (lo as i16, hi as i16), (above, below), out),
            Store::I32(v) => range(v, first, (lo as i32, hi as i32), (above, below), out),
            Store::I64(v) => range(v, first, (lo, hi), (above, below), out),
        }
    }
}

fn range<T: Copy + PartialOrd>(
    column: &[T],
    first: usize,
    (lo, hi): (T, T),
    (above, below): (bool, bool),
    out: &mut [u64; CHUNK],
) {
    match (above, below) {
        (false, false) => out.fill(u64::MAX),
        (true, false) => compare(column, first, |x| x >= lo, out),
        (false, true) => compare(column, first, |x| x <= hi, out),
        (true, true) if lo == hi => compare(column, first, |x| x == lo, out),
        (true, true) => compare(column, first, |x| (x >= lo) & (x <= hi), out),
    }
}

/// One comparison a person; written so that the compiler turns it into vector instructions.
#[inline(always)]
fn compare<T: Copy>(column: &[T], first: usize, test: impl Fn(T) -> bool, out: &mut [u64; CHUNK]) {
    let column = column.get(first * 64..).unwrap_or_default();
    let (whole, rest) = column.as_chunks::<64>();
    let mut bytes = [0u8; 64];
    for (word, numbers) in out.iter_mut().zip(whole) {
        for (byte, number) in bytes.iter_mut().zip(numbers) {
            *byte = u8::from(test(*number));
        }
        *word |= gather(&bytes);
    }
    if let Some(word) = out.get_mut(whole.len()) {
        for (i, number) in rest.iter().enumerate() {
            *word |= u64::from(test(*number)) << i;
        }
    }
}

/// Bit i of the result is byte i (0 or 1).
#[inline(always)]
fn gather(bytes: &[u8; 64]) -> u64 {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut word = 0;
    for (i, eight) in eights.iter().enumerate() {
        // The multiplication moves bit 0 of byte i to bit 56 + i, and no two of its terms meet.
        let packed = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= packed << (8 * i);
    }
    word
}

fn look_up(numbers: &Numbers, first: usize, table: &[u8], out: &mut Register) {
    let base = numbers.lo.wrapping_sub(numbers.bias);
    match &numbers.store {
        Store::I8(v) => look(v, first, base, table, out),
        Store::I16(v) => look(v, first, base, table, out),
        Store::I32(v) => look(v, first, base, table, out),
        Store::I64(v) => look(v, first, base, table, out),
    }
}

fn look<T: Copy + Into<i64>>(
    column: &[T],
    first: usize,
    base: i64,
    table: &[u8],
    out: &mut Register,
) {
    let column = column.get(first * 64..).unwrap_or_default();
    for (w, numbers) in column.chunks(64).take(CHUNK).enumerate() {
        let (mut yes, mut no) = (0u64, 0u64);
        for (i, number) in numbers.iter().enumerate() {
            let at = (*number).into().wrapping_sub(base);
            let code = usize::try_from(at).ok().and_then(|at| table.get(at));
            let code = code.copied().map_or(0, u64::from);
            yes |= (code & 1) << i;
            no |= (code >> 1) << i;
        }
        out.yes[w] = yes;
        out.no[w] = no;
    }
}
