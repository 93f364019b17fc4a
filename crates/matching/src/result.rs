//! The result of a placement and how it is written as `titian-placement-result/1`.

use crate::certificate::Prices;
use crate::clash::{Infeasible, Side};
use crate::json::{write_int, write_string};
use crate::network::LimitKind;
use crate::problem::Problem;
use crate::reasons::Reason;
use crate::stable::Cutoffs;

/// Name and version of the result format.
pub const RESULT_FORMAT: &str = "titian-placement-result/1";

/// One placed applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Index of the applicant.
    pub applicant: u32,
    /// Index of the slot.
    pub slot: u32,
    /// 1-based position of the slot among her choices.
    pub rank: u32,
}

/// What is known about a placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// No feasible assignment is better; proved by duality.
    Optimal,
    /// No pair blocks; the mechanism `merit-stable`.
    Stable,
    /// The search over the hosts to open has finished: no choice of open hosts gives a better one.
    Searched,
    /// The search over the hosts to open has used up its nodes; [`Placement::bound`] says how far it may be from the best.
    Gap,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 4] = [
        Status::Optimal,
        Status::Stable,
        Status::Searched,
        Status::Gap,
    ];

    /// Its name in the file format.
    pub fn name(self) -> &'static str {
        match self {
            Status::Optimal => "optimal",
            Status::Stable => "stable",
            Status::Searched => "searched",
            Status::Gap => "gap",
        }
    }
}

/// A total value that no assignment passes, whichever hosts open, with its own proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The total value vector.
    pub value: Vec<i64>,
    /// Prices whose dual value, without the minimums of hosts that may stay unopened, is that value.
    pub prices: Prices,
}

/// A minimum that a stable placement does not meet; the mechanism knows no minimums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Slot or host.
    pub limit: LimitKind,
    /// Its index among its kind.
    pub at: u32,
    /// Its minimum.
    pub min: u32,
    /// How many people it holds.
    pub held: u32,
}

/// A placement with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Digest of the problem that it answers.
    pub problem: String,
    /// What is known about it.
    pub status: Status,
    /// Total value vector, the lottery last; empty for a stable placement.
    pub value: Vec<i64>,
    /// What a search that was stopped knows about better placements.
    pub bound: Option<Bound>,
    /// People by rank; the first entry counts first choices.
    pub profile: Vec<u32>,
    /// Who goes where, in the problem's order.
    pub assignments: Vec<Assignment>,
    /// Indices of the applicants without a place, in the problem's order.
    pub unplaced: Vec<u32>,
    /// Indices of the hosts that a search leaves unopened, in the problem's order.
    pub unopened: Vec<u32>,
    /// Why better choices were not granted.
    pub reasons: Vec<Reason>,
    /// Minimums that a stable placement does not meet.
    pub short: Vec<Short>,
    /// The proof by duality; empty for a stable placement.
    pub prices: Prices,
    /// The cut-offs of a stable placement; empty for any other.
    pub cutoffs: Cutoffs,
}

impl Problem {
    pub(crate) fn limit_id(&self, kind: LimitKind, at: u32) -> &str {
        let at = at as usize;
        match kind {
            LimitKind::Slot => self.slots.get(at).map(|one| one.id.as_str()),
            LimitKind::Host => self.hosts.get(at).map(|one| one.id.as_str()),
            LimitKind::Region => self.regions.get(at).map(|one| one.id.as_str()),
            LimitKind::Agency => self.agencies.get(at).map(|one| one.id.as_str()),
        }
        .unwrap_or("")
    }
}

/// The tables of a certificate, in the order in which they are written.
pub(crate) const TABLES: [(&str, LimitKind); 4] = [
    ("slots", LimitKind::Slot),
    ("hosts", LimitKind::Host),
    ("regions", LimitKind::Region),
    ("agencies", LimitKind::Agency),
];

fn array<T>(
    out: &mut String,
    items: &[T],
    separator: &str,
    mut write: impl FnMut(&mut String, &T),
) {
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(separator);
        write(out, item);
    }
    if !items.is_empty() && !separator.is_empty() {
        out.push('\n');
    }
    out.push(']');
}

fn head(out: &mut String, digest: &str, status: &str) {
    out.push_str("{\"format\":");
    write_string(out, RESULT_FORMAT);
    out.push_str(",\n\"problem\":");
    write_string(out, digest);
    out.push_str(",\n\"status\":");
    write_string(out, status);
}

/// Writes four objects, one a kind of limit, with an entry for each limit that `write` knows something about.
fn tables<'a, T: 'a>(
    out: &mut String,
    problem: &Problem,
    entries: impl Fn(LimitKind) -> &'a [Option<T>],
    mut write: impl FnMut(&mut String, &T),
) {
    out.push('{');
    for (i, (name, kind)) in TABLES.into_iter().enumerate() {
        out.push_str(if i > 0 { ",\n" } else { "\n" });
        write_string(out, name);
        out.push_str(":{");
        let known = (0_u32..)
            .zip(entries(kind))
            .filter_map(|(at, one)| Some((at, one.as_ref()?)));
        for (n, (at, one)) in known.enumerate() {
            out.push_str(if n > 0 { ",\n" } else { "\n" });
            write_string(out, problem.limit_id(kind, at));
            out.push(':');
            write(out, one);
        }
        out.push('}');
    }
    out.push('}');
}

fn write_prices(out: &mut String, problem: &Problem, prices: &Prices) {
    tables(
        out,
        problem,
        |kind| prices.of(kind),
        |out, price| array(out, price, "", |out, one| write_int(out, *one)),
    );
}

impl Placement {
    /// Writes the result: the same bytes for the same problem on every machine.
    pub fn to_json(&self, problem: &Problem) -> String {
        let mut out = String::new();
        head(&mut out, &self.problem, self.status.name());
        if self.status != Status::Stable {
            out.push_str(",\n\"value\":");
            array(&mut out, &self.value, "", |out, one| write_int(out, *one));
        }
        if let Some(bound) = &self.bound {
            out.push_str(",\n\"bound\":");
            array(&mut out, &bound.value, "", |out, one| write_int(out, *one));
        }
        out.push_str(",\n\"profile\":");
        array(&mut out, &self.profile, "", |out, one| write_int(out, *one));
        out.push_str(",\n\"assignments\":");
        array(&mut out, &self.assignments, "\n", |out, one| {
            out.push_str("{\"applicant\":");
            write_string(out, problem.applicant_id(one.applicant));
            out.push_str(",\"slot\":");
            write_string(out, problem.slot_id(one.slot));
            out.push_str(",\"rank\":");
            write_int(out, one.rank);
            out.push('}');
        });
        out.push_str(",\n\"unplaced\":");
        array(&mut out, &self.unplaced, "\n", |out, one| {
            write_string(out, problem.applicant_id(*one));
        });
        if matches!(self.status, Status::Searched | Status::Gap) {
            out.push_str(",\n\"unopened\":");
            array(&mut out, &self.unopened, "\n", |out, one| {
                write_string(out, problem.limit_id(LimitKind::Host, *one));
            });
        }
        out.push_str(",\n\"reasons\":");
        array(&mut out, &self.reasons, "\n", |out, one| {
            out.push_str("{\"applicant\":");
            write_string(out, problem.applicant_id(one.applicant));
            out.push_str(",\"slot\":");
            write_string(out, problem.slot_id(one.slot));
            out.push_str(",\"limit\":");
            write_string(out, one.obstacle.name());
            out.push('}');
        });
        if self.status == Status::Stable {
            out.push_str(",\n\"below_min\":");
            array(&mut out, &self.short, "\n", |out, one| {
                out.push_str("{\"limit\":");
                write_string(out, one.limit.name());
                out.push_str(",\"id\":");
                write_string(out, problem.limit_id(one.limit, one.at));
                out.push_str(",\"min\":");
                write_int(out, one.min);
                out.push_str(",\"held\":");
                write_int(out, one.held);
                out.push('}');
            });
            out.push_str(",\n\"certificate\":{\"kind\":\"stability\",\"cutoffs\":");
            let cutoffs = &self.cutoffs;
            tables(
                &mut out,
                problem,
                |kind| match kind {
                    LimitKind::Slot => cutoffs.slots.as_slice(),
                    LimitKind::Host => &cutoffs.hosts,
                    LimitKind::Region => &cutoffs.regions,
                    LimitKind::Agency => &cutoffs.agencies,
                },
                |out, merit| write_int(out, *merit),
            );
        } else {
            out.push_str(",\n\"certificate\":{\"kind\":\"duality\",\"prices\":");
            write_prices(&mut out, problem, &self.prices);
            if let Some(bound) = &self.bound {
                out.push_str(",\n\"bound\":");
                write_prices(&mut out, problem, &bound.prices);
            }
        }
        out.push_str("}}\n");
        out
    }
}

impl Infeasible {
    /// Writes the result: the clash in figures and words, and the prices that prove it.
    ///
    /// With every value taken as 0 the dual value of the prices is below 0, which no feasible assignment allows.
    pub fn to_json(&self, problem: &Problem) -> String {
        let mut out = String::new();
        head(&mut out, &problem.digest(), "infeasible");
        out.push_str(",\n\"clash\":");
        array(&mut out, &self.clash, "\n", |out, one| {
            out.push_str("{\"limit\":");
            write_string(out, one.limit.name());
            out.push_str(",\"id\":");
            write_string(out, problem.limit_id(one.limit, one.at));
            out.push_str(match one.side {
                Side::Min => ",\"min\":",
                Side::Max => ",\"max\":",
            });
            write_int(out, one.people);
            let words = one.words(problem);
            out.push_str(",\"says\":{\"id\":");
            write_string(out, &words.id);
            out.push_str(",\"en\":");
            write_string(out, &words.en);
            out.push_str("}}");
        });
        out.push_str(",\n\"certificate\":{\"kind\":\"infeasibility\",\"prices\":");
        write_prices(&mut out, problem, &self.prices);
        out.push_str("}}\n");
        out
    }
}
