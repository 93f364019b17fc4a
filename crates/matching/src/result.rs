//! The result of a placement and its file format `titian-placement-result/1`.

use std::collections::HashMap;

use crate::certificate::Prices;
use crate::json::{Json, write_int, write_string};
use crate::network::LimitKind;
use crate::problem::{InputError, Problem};
use crate::read::Fields;
use crate::reasons::{Obstacle, Reason};

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

/// A placement that is proved optimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// Digest of the problem that it answers.
    pub problem: String,
    /// Total value vector, the lottery last.
    pub value: Vec<i64>,
    /// People by rank; the first entry counts first choices.
    pub profile: Vec<u32>,
    /// Who goes where, in the problem's order.
    pub assignments: Vec<Assignment>,
    /// Indices of the applicants without a place, in the problem's order.
    pub unplaced: Vec<u32>,
    /// Why better choices were not granted.
    pub reasons: Vec<Reason>,
    /// The proof.
    pub prices: Prices,
}

/// Pinned people that overfill one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// Kind of the limit.
    pub limit: LimitKind,
    /// Index of the limit among its kind.
    pub at: u32,
    /// Its maximum.
    pub max: u32,
    /// How many people are pinned under it.
    pub pinned: u32,
}

/// The limits leave no feasible assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Infeasible {
    /// What clashes: no part of it can be left out.
    pub clash: Clash,
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

impl Placement {
    /// Writes the result: the same bytes for the same problem on every machine.
    pub fn to_json(&self, problem: &Problem) -> String {
        let mut out = String::new();
        head(&mut out, &self.problem, "optimal");
        out.push_str(",\n\"value\":");
        array(&mut out, &self.value, "", |out, one| write_int(out, *one));
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
        out.push_str(",\n\"certificate\":{\"kind\":\"duality\",\"prices\":{");
        let tables = [
            ("slots", LimitKind::Slot, &self.prices.slots),
            ("hosts", LimitKind::Host, &self.prices.hosts),
            ("regions", LimitKind::Region, &self.prices.regions),
            ("agencies", LimitKind::Agency, &self.prices.agencies),
        ];
        for (i, (name, kind, table)) in tables.into_iter().enumerate() {
            out.push_str(if i > 0 { ",\n" } else { "\n" });
            write_string(&mut out, name);
            out.push_str(":{");
            let priced = (0_u32..)
                .zip(table)
                .filter_map(|(at, price)| Some((at, price.as_ref()?)));
            for (n, (at, price)) in priced.enumerate() {
                out.push_str(if n > 0 { ",\n" } else { "\n" });
                write_string(&mut out, problem.limit_id(kind, at));
                out.push(':');
                array(&mut out, price, "", |out, one| write_int(out, *one));
            }
            out.push('}');
        }
        out.push_str("}}}\n");
        out
    }

    /// Reads a result back. It checks shape and references; whether the result is true is the
    /// business of the independent checker.
    ///
    /// # Errors
    /// The first wrong place, or a result of another problem or another status than `optimal`.
    pub fn from_json(problem: &Problem, text: &str) -> Result<Placement, InputError> {
        let mut top = Fields::open(Json::parse(text)?, "$")?;
        for (field, expected) in [
            ("format", RESULT_FORMAT.to_owned()),
            ("problem", problem.digest()),
            ("status", "optimal".to_owned()),
        ] {
            let found = top.string(field)?;
            if found != expected {
                return Err(InputError::new(
                    format!("$.{field}"),
                    format_args!("\"{found}\""),
                    format!("\"{expected}\""),
                ));
            }
        }
        let applicants: HashMap<&str, u32> = (0..)
            .zip(&problem.applicants)
            .map(|(at, one)| (one.id.as_str(), at))
            .collect();
        let slots: HashMap<&str, u32> = (0..)
            .zip(&problem.slots)
            .map(|(at, one)| (one.id.as_str(), at))
            .collect();
        let find = |known: &HashMap<&str, u32>, id: &str, path: String| {
            known.get(id).copied().ok_or_else(|| {
                InputError::new(path, format_args!("\"{id}\""), "an id of the problem")
            })
        };
        let value = integers(top.array("value", true)?, "$.value")?;
        let profile = integers(top.array("profile", true)?, "$.profile")?;
        let assignments = top.list("assignments", true, |mut one| {
            let entry = Assignment {
                applicant: find(
                    &applicants,
                    &one.string("applicant")?,
                    "$.assignments".into(),
                )?,
                slot: find(&slots, &one.string("slot")?, "$.assignments".into())?,
                rank: one
                    .integer("rank")?
                    .and_then(|rank| u32::try_from(rank).ok())
                    .unwrap_or(0),
            };
            one.close()?;
            Ok(entry)
        })?;
        let mut unplaced = Vec::new();
        for (i, one) in top.array("unplaced", true)?.into_iter().enumerate() {
            let path = format!("$.unplaced[{i}]");
            let Json::Str(id) = one else {
                return Err(InputError::new(path, one.describe(), "an applicant's id"));
            };
            unplaced.push(find(&applicants, &id, path)?);
        }
        let reasons = top.list("reasons", true, |mut one| {
            let name = one.string("limit")?;
            let entry = Reason {
                applicant: find(&applicants, &one.string("applicant")?, "$.reasons".into())?,
                slot: find(&slots, &one.string("slot")?, "$.reasons".into())?,
                obstacle: Obstacle::from_name(&name).ok_or_else(|| {
                    InputError::new(
                        "$.reasons",
                        format_args!("\"{name}\""),
                        "the name of a limit",
                    )
                })?,
            };
            one.close()?;
            Ok(entry)
        })?;
        let prices = read_prices(problem, &mut top)?;
        top.close()?;
        Ok(Placement {
            problem: problem.digest(),
            value,
            profile: profile
                .into_iter()
                .map(|one| u32::try_from(one).unwrap_or(0))
                .collect(),
            assignments,
            unplaced,
            reasons,
            prices,
        })
    }
}

fn integers(items: Vec<Json>, path: &str) -> Result<Vec<i64>, InputError> {
    let mut list = Vec::with_capacity(items.len());
    for (i, item) in items.into_iter().enumerate() {
        match item {
            Json::Int(value) if i64::try_from(value).is_ok() => {
                list.push(i64::try_from(value).unwrap_or(0));
            }
            other => {
                return Err(InputError::new(
                    format!("{path}[{i}]"),
                    other.describe(),
                    "an integer of 64 bits",
                ));
            }
        }
    }
    Ok(list)
}

fn read_prices(problem: &Problem, top: &mut Fields) -> Result<Prices, InputError> {
    let path = "$.certificate";
    let certificate = top.take("certificate").unwrap_or(Json::Null);
    let mut certificate = Fields::open(certificate, path)?;
    let kind = certificate.string("kind")?;
    if kind != "duality" {
        return Err(InputError::new(
            format!("{path}.kind"),
            format_args!("\"{kind}\""),
            "\"duality\"",
        ));
    }
    let tables = certificate.take("prices").unwrap_or(Json::Null);
    certificate.close()?;
    let mut tables = Fields::open(tables, format!("{path}.prices"))?;
    let mut table = |name: &str, ids: Vec<&str>| -> Result<Vec<Option<Vec<i64>>>, InputError> {
        let path = format!("{path}.prices.{name}");
        let mut list = vec![None; ids.len()];
        let Some(entries) = tables.take(name) else {
            return Ok(list);
        };
        let Json::Object(entries) = entries else {
            return Err(InputError::new(path, entries.describe(), "an object"));
        };
        let known: HashMap<&str, usize> = ids.into_iter().zip(0..).collect();
        for (id, price) in entries {
            let place = format!("{path}.{id}");
            let Json::Array(items) = price else {
                return Err(InputError::new(
                    place,
                    price.describe(),
                    "an array of integers",
                ));
            };
            let cell = known.get(id.as_str()).and_then(|at| list.get_mut(*at));
            match cell {
                Some(cell) => *cell = Some(integers(items, &place)?),
                None => {
                    return Err(InputError::new(
                        place,
                        "an unknown id",
                        "an id of the problem",
                    ));
                }
            }
        }
        Ok(list)
    };
    let prices = Prices {
        slots: table(
            "slots",
            problem.slots.iter().map(|one| one.id.as_str()).collect(),
        )?,
        hosts: table(
            "hosts",
            problem.hosts.iter().map(|one| one.id.as_str()).collect(),
        )?,
        regions: table(
            "regions",
            problem.regions.iter().map(|one| one.id.as_str()).collect(),
        )?,
        agencies: table(
            "agencies",
            problem.agencies.iter().map(|one| one.id.as_str()).collect(),
        )?,
    };
    tables.close()?;
    Ok(prices)
}

impl Infeasible {
    /// Writes the result: the clash in figures and words, and prices that prove it.
    ///
    /// With every value taken as 0 and a price of 1 on the overfilled limit, each pinned person
    /// under it adds −1 and the limit adds its maximum: the dual value is below 0.
    pub fn to_json(&self, problem: &Problem) -> String {
        let Clash {
            limit,
            at,
            max,
            pinned,
        } = self.clash;
        let id = problem.limit_id(limit, at);
        let mut out = String::new();
        head(&mut out, &problem.digest(), "infeasible");
        out.push_str(",\n\"clash\":[{\"limit\":");
        write_string(&mut out, limit.name());
        out.push_str(",\"id\":");
        write_string(&mut out, id);
        out.push_str(",\"max\":");
        write_int(&mut out, max);
        out.push_str(",\"pinned\":");
        write_int(&mut out, pinned);
        out.push_str(",\"says\":{\"id\":");
        let (indonesian, english) = self.words(problem);
        write_string(&mut out, &indonesian);
        out.push_str(",\"en\":");
        write_string(&mut out, &english);
        out.push_str("}}],\n\"certificate\":{\"kind\":\"infeasibility\",\"prices\":{");
        let tables = [
            ("slots", LimitKind::Slot),
            ("hosts", LimitKind::Host),
            ("regions", LimitKind::Region),
            ("agencies", LimitKind::Agency),
        ];
        for (i, (name, kind)) in tables.into_iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            write_string(&mut out, name);
            out.push_str(":{");
            if kind == limit {
                write_string(&mut out, id);
                out.push_str(":[1]");
            }
            out.push('}');
        }
        out.push_str("}}}\n");
        out
    }

    /// The clash in words: Indonesian, English.
    pub fn words(&self, problem: &Problem) -> (String, String) {
        let Clash {
            limit,
            at,
            max,
            pinned,
        } = self.clash;
        let id = problem.limit_id(limit, at);
        let (indonesian, english) = match limit {
            LimitKind::Slot => ("Kuota tempat magang", "The capacity of slot"),
            LimitKind::Host => ("Kuota instansi penerima", "The capacity of host"),
            LimitKind::Region => ("Kuota wilayah", "The capacity of region"),
            LimitKind::Agency => ("Batas pengiriman OPD", "The release limit of agency"),
        };
        (
            format!(
                "{indonesian} {id} hanya {max}, tetapi {pinned} orang sudah ditetapkan di dalamnya."
            ),
            format!("{english} {id} is {max}, but {pinned} people are pinned under it."),
        )
    }
}
