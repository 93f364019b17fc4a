//! Screening by columns: facts of everybody in, bit planes out, compiled from the tree that explains one person.

mod bits;
mod column;
mod mask;
mod ops;
mod plan;
mod reduce;
mod shape;
mod table;

use kernel::CivilDate;

use crate::explain::{Inputs, allowed, case_at};
use crate::facts::Facts;
use crate::file::{Force, Policy};
use crate::schema::FieldType;
use crate::screen::RowResult;
use crate::status::{Status, Verdict};
use bits::{Planes, bit, tail, words};
use column::Column;
pub use mask::{Groups, Mask};
use ops::{CHUNK, Machine};
use plan::{Planner, Steps, evaluate};
use reduce::{Derived, row_by_row};
pub(crate) use shape::never_unknown;
use shape::{Frame, Leaf, key};
pub use table::{PersonSlot, Table, TableBuilder};

/// How a rule comes to its status, the same for everybody screened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    /// Not in force on its date.
    NotApplicable,
    /// By the planes.
    Decided,
    /// By the planes, but an office has waived it.
    Waived,
}

/// A policy compiled for one table, one case and one decision date: histories are reduced, steps are shared.
pub struct Screener<'a> {
    table: &'a Table,
    derived: Derived,
    steps: Steps,
    live: Vec<bool>,
    /// Step, mode and force of each rule.
    rules: Vec<(usize, Mode, Force)>,
}

impl<'a> Screener<'a> {
    /// Compiles; everybody is screened for the same `case` (an empty one if there is none).
    pub fn new(
        policy: &Policy,
        table: &'a Table,
        case: &Facts,
        decision: CivilDate,
        inputs: &Inputs<'_>,
    ) -> Self {
        let case = case_at(case, decision);
        let nobody = Facts::person();
        let mut derived = Derived::default();
        let mut steps = Steps::default();
        let mut one_by_one = 0;
        let mut rules = Vec::with_capacity(policy.rules.len());
        for rule in &policy.rules {
            let env = inputs.env(policy, rule, &nobody, &case);
            let waived = inputs
                .waivers
                .iter()
                .any(|w| w.rule == rule.id && allowed(rule, w));
            let mode = match env.anchor_date(rule.anchor) {
                Some(date) if !rule.applies_on(date) => Mode::NotApplicable,
                _ if waived => Mode::Waived,
                _ => Mode::Decided,
            };
            let dated = env.anchor_date(rule.anchor).is_some();
            if mode == Mode::NotApplicable || !dated {
                rules.push((steps.constant(None), mode, rule.force));
                continue;
            }
            let (expr, ids) = derived.hoist(table, &env, &rule.expr);
            let planned = if rule.force == Force::Score {
                Err(plan::Unplanned)
            } else {
                let column = |leaf: Leaf| leaf_of(table, &derived, leaf);
                let view = |e: &crate::expr::Expr, person: &Facts, locals: &[crate::Value]| {
                    evaluate(&crate::expr::Env { person, ..env }, e, locals)
                };
                Planner::new(Frame::Person(ids.clone()), &view, &column, 0)
                    .condition(&mut steps, &expr)
            };
            let step = planned.unwrap_or_else(|plan::Unplanned| {
                let locals: Vec<_> = ids.iter().map(|id| derived.column(*id)).collect();
                let known = rule.force == Force::Score;
                one_by_one += 1;
                let column = if known {
                    // Points are met where they are known.
                    row_by_row(table, &env, &expr, FieldType::Decimal, &locals).map(known_only)
                } else {
                    row_by_row(table, &env, &expr, FieldType::Bool, &locals)
                };
                let id = derived.add(format!("rule {} {}", rule.id, key(&expr)), column);
                steps.add(ops::Op::Flags(Leaf::Derived(id)))
            });
            rules.push((step, mode, rule.force));
        }
        derived.one_by_one += one_by_one;
        let roots: Vec<usize> = rules.iter().map(|(step, ..)| *step).collect();
        let live = steps.live(&roots);
        Self {
            table,
            derived,
            steps,
            live,
            rules,
        }
    }

    /// Bytes of the columns that the histories were reduced to.
    pub fn derived_bytes(&self) -> usize {
        self.derived
            .columns
            .iter()
            .flatten()
            .map(Column::bytes)
            .sum()
    }

    /// Steps that are carried out for every stretch of people.
    pub fn steps(&self) -> usize {
        self.live.iter().filter(|live| **live).count()
    }

    /// Conditions and reductions that needed more than columns and were evaluated person by person at compilation.
    pub fn evaluated_one_by_one(&self) -> usize {
        self.derived.one_by_one
    }

    /// An empty result of the right size, to be filled by [`Screener::fill`].
    pub fn empty(&self) -> Screening {
        let rows = self.table.rows();
        let planes = self
            .rules
            .iter()
            .map(|(step, ..)| match self.steps.ops.get(*step) {
                Some(ops::Op::Const(truth)) => Outcome::Everybody(*truth),
                _ => Outcome::Each(Planes::unknown(rows)),
            });
        Screening {
            rows,
            rules: planes
                .zip(&self.rules)
                .map(|(outcome, (_, mode, force))| RuleOutcome {
                    outcome,
                    mode: *mode,
                    force: *force,
                })
                .collect(),
            verdict: Planes::unknown(rows),
        }
    }

    /// Screens everybody on so many threads (0 counts as 1); the result has the same bytes for every number.
    pub fn run(&self, threads: usize) -> Screening {
        let mut result = self.empty();
        self.fill(threads, &mut result);
        result
    }

    /// The same into a result of [`Screener::empty`].
    pub fn fill(&self, threads: usize, result: &mut Screening) {
        let total = words(self.table.rows());
        let chunks = total.div_ceil(CHUNK).max(1);
        let share = chunks.div_ceil(threads.max(1)) * CHUNK;
        // Every thread gets the same stretch of every plane.
        let mut parts: Vec<Part<'_>> = (0..total.div_ceil(share))
            .map(|i| Part {
                first: i * share,
                rules: Vec::with_capacity(self.rules.len()),
                verdict: None,
            })
            .collect();
        for rule in &mut result.rules {
            match &mut rule.outcome {
                Outcome::Everybody(_) => parts.iter_mut().for_each(|part| part.rules.push(None)),
                Outcome::Each(planes) => {
                    let stretches = planes
                        .yes
                        .chunks_mut(share)
                        .zip(planes.no.chunks_mut(share));
                    for (part, stretch) in parts.iter_mut().zip(stretches) {
                        part.rules.push(Some(stretch));
                    }
                }
            }
        }
        let verdict = &mut result.verdict;
        let stretches = verdict
            .yes
            .chunks_mut(share)
            .zip(verdict.no.chunks_mut(share));
        for (part, stretch) in parts.iter_mut().zip(stretches) {
            part.verdict = Some(stretch);
        }
        match parts.as_mut_slice() {
            [only] => self.part(only),
            many => std::thread::scope(|scope| {
                for part in many {
                    scope.spawn(|| self.part(part));
                }
            }),
        }
    }

    fn part(&self, part: &mut Part<'_>) {
        let column = |leaf: Leaf| leaf_of(self.table, &self.derived, leaf);
        let machine = Machine {
            ops: &self.steps.ops,
            live: &self.live,
            column: &column,
            rows: self.table.rows(),
        };
        let Some((verdict_yes, verdict_no)) = &mut part.verdict else {
            return;
        };
        let mut registers = machine.registers();
        let last = words(self.table.rows()) - 1;
        for start in (0..verdict_yes.len()).step_by(CHUNK) {
            machine.run(part.first + start, &mut registers);
            let count = CHUNK.min(verdict_yes.len() - start);
            let (mut failed, mut open) = ([0u64; CHUNK], [0u64; CHUNK]);
            for ((step, mode, force), out) in self.rules.iter().zip(&mut part.rules) {
                let Some(register) = registers.get(*step) else {
                    continue;
                };
                if *force == Force::Block && *mode == Mode::Decided {
                    for w in 0..CHUNK {
                        failed[w] |= register.no[w];
                        open[w] |= !(register.yes[w] | register.no[w]);
                    }
                }
                if let Some((yes, no)) = out {
                    yes[start..start + count].copy_from_slice(&register.yes[..count]);
                    no[start..start + count].copy_from_slice(&register.no[..count]);
                }
            }
            for w in 0..count {
                verdict_yes[start + w] = !(failed[w] | open[w]);
                verdict_no[start + w] = failed[w];
            }
        }
        // Behind the last person all bits are 0.
        let end = part.first + verdict_yes.len();
        if end == last + 1 {
            let mask = tail(self.table.rows());
            let rules = part.rules.iter_mut().flatten();
            for (yes, no) in rules
                .map(|(y, n)| (y, n))
                .chain([(verdict_yes, verdict_no)])
            {
                if let (Some(yes), Some(no)) = (yes.last_mut(), no.last_mut()) {
                    *yes &= mask;
                    *no &= mask;
                }
            }
        }
    }
}

type Stretch<'p> = (&'p mut [u64], &'p mut [u64]);

struct Part<'p> {
    first: usize,
    rules: Vec<Option<Stretch<'p>>>,
    verdict: Option<Stretch<'p>>,
}

fn leaf_of<'t>(table: &'t Table, derived: &'t Derived, leaf: Leaf) -> Option<&'t Column> {
    match leaf {
        Leaf::Person(slot) => table.columns.get(slot).and_then(Option::as_ref),
        Leaf::Derived(id) => derived.column(id),
        Leaf::Entry(_) => None,
    }
}

/// True where a number is known.
fn known_only(column: Column) -> Column {
    let Column::Numbers(numbers) = column else {
        return column;
    };
    let rows = match &numbers.store {
        column::Store::I8(v) => v.len(),
        column::Store::I16(v) => v.len(),
        column::Store::I32(v) => v.len(),
        column::Store::I64(v) => v.len(),
    };
    let mut planes = Planes::unknown(rows);
    for row in 0..rows {
        planes.set(row, numbers.raw(row).map(|_| true));
    }
    Column::Flags(planes)
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Outcome {
    /// The same for everybody: the rule looks at no fact of the person.
    Everybody(Option<bool>),
    Each(Planes),
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct RuleOutcome {
    outcome: Outcome,
    mode: Mode,
    force: Force,
}

impl RuleOutcome {
    fn status(&self, row: usize) -> Status {
        let truth = match &self.outcome {
            Outcome::Everybody(truth) => *truth,
            Outcome::Each(planes) => planes.get(row),
        };
        match (self.mode, truth) {
            (Mode::NotApplicable, _) => Status::NotApplicable,
            (_, Some(true)) => Status::Met,
            (Mode::Waived, _) => Status::Waived,
            (Mode::Decided, Some(false)) => Status::NotMet,
            (Mode::Decided, None) => Status::Unknown,
        }
    }
}

/// The result of a screening: two bit planes a rule and two for the verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Screening {
    rows: usize,
    rules: Vec<RuleOutcome>,
    /// True: `memenuhi`; false: `belum-memenuhi`.
    verdict: Planes,
}

impl Screening {
    /// How many people.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes of all planes together.
    pub fn bytes(&self) -> usize {
        let each = self.rules.iter().map(|rule| match &rule.outcome {
            Outcome::Everybody(_) => 0,
            Outcome::Each(planes) => planes.bytes(),
        });
        each.sum::<usize>() + self.verdict.bytes()
    }

    /// Rules that depend on the person, and so have planes.
    pub fn decided_rules(&self) -> usize {
        let each = |rule: &&RuleOutcome| matches!(rule.outcome, Outcome::Each(_));
        self.rules.iter().filter(each).count()
    }

    /// Status of a rule for a person, both counted from 0 in their order.
    pub fn status(&self, rule: usize, row: usize) -> Option<Status> {
        (row < self.rows).then_some(())?;
        self.rules.get(rule).map(|rule| rule.status(row))
    }

    /// Verdict on a person, counted from 0.
    pub fn verdict(&self, row: usize) -> Option<Verdict> {
        (row < self.rows).then(|| {
            let failed = bit(&self.verdict.no, row);
            Verdict::of(failed, !bit(&self.verdict.yes, row))
        })
    }

    /// The bitmasks of a person, counted from 0.
    pub fn row(&self, row: usize) -> Option<RowResult> {
        let verdict = self.verdict(row)?;
        let (mut failed, mut unknown, mut warned) = (0, 0, 0);
        for (i, rule) in self.rules.iter().enumerate() {
            match (rule.status(row), rule.force) {
                (Status::NotMet, Force::Block) => failed |= 1 << i,
                (Status::NotMet, Force::Warn) => warned |= 1 << i,
                (Status::Unknown, _) => unknown |= 1 << i,
                _ => {}
            }
        }
        Some(RowResult {
            verdict,
            failed,
            unknown,
            warned,
        })
    }

    /// How many people have each verdict: `memenuhi`, `belum-memenuhi`, `perlu-verifikasi`.
    pub fn verdicts(&self) -> [usize; 3] {
        let count = |plane: &[u64]| plane.iter().map(|w| w.count_ones() as usize).sum();
        let (yes, no): (usize, usize) = (count(&self.verdict.yes), count(&self.verdict.no));
        [yes, no, self.rows - yes - no]
    }

    /// How many people have each status of a rule: met, not met, unknown (all 0 when it is not applicable or waived).
    pub fn counts(&self, rule: usize) -> [usize; 3] {
        let Some(rule) = self.rules.get(rule).filter(|r| r.mode == Mode::Decided) else {
            return [0; 3];
        };
        let count = |plane: &[u64]| plane.iter().map(|w| w.count_ones() as usize).sum();
        let (yes, no): (usize, usize) = match &rule.outcome {
            Outcome::Everybody(Some(true)) => (self.rows, 0),
            Outcome::Everybody(Some(false)) => (0, self.rows),
            Outcome::Everybody(None) => (0, 0),
            Outcome::Each(planes) => (count(&planes.yes), count(&planes.no)),
        };
        [yes, no, self.rows - yes - no]
    }
}

#[cfg(test)]
mod tests;
