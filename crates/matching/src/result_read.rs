//! Reads a result of `titian-placement-result/1` back; whether it is true is the independent checker's business.

use std::collections::HashMap;

use crate::certificate::Prices;
use crate::json::Json;
use crate::network::LimitKind;
use crate::problem::{InputError, Problem};
use crate::read::Fields;
use crate::reasons::{Obstacle, Reason};
use crate::result::{Assignment, Bound, Placement, RESULT_FORMAT, Short, Status, TABLES};
use crate::stable::Cutoffs;

impl Placement {
    /// Reads a result back. It checks shape and references; whether the result is true is the
    /// business of the independent checker.
    ///
    /// # Errors
    /// The first wrong place, a result of another problem, or one without a placement.
    pub fn from_json(problem: &Problem, text: &str) -> Result<Placement, InputError> {
        let mut top = Fields::open(Json::parse(text)?, "$")?;
        for (field, expected) in [
            ("format", RESULT_FORMAT.to_owned()),
            ("problem", problem.digest()),
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
        let name = top.string("status")?;
        let status = (Status::ALL.into_iter().find(|one| one.name() == name)).ok_or_else(|| {
            InputError::new(
                "$.status",
                format_args!("\"{name}\""),
                "\"optimal\", \"stable\", \"searched\" or \"gap\"",
            )
        })?;
        let stable = status == Status::Stable;
        let searched = matches!(status, Status::Searched | Status::Gap);
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
        let value = integers(top.array("value", !stable)?, "$.value")?;
        let bound = integers(top.array("bound", status == Status::Gap)?, "$.bound")?;
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
        let mut unopened = Vec::new();
        for (i, one) in top.array("unopened", searched)?.into_iter().enumerate() {
            let path = format!("$.unopened[{i}]");
            let known = match &one {
                Json::Str(id) => (0_u32..)
                    .zip(&problem.hosts)
                    .find(|(_, host)| host.id == *id),
                _ => None,
            };
            let (at, _) =
                known.ok_or_else(|| InputError::new(path, one.describe(), "the id of a host"))?;
            unopened.push(at);
        }
        let short = top.list("below_min", stable, |mut one| {
            let name = one.string("limit")?;
            let id = one.string("id")?;
            let limit = match name.as_str() {
                "slot" => LimitKind::Slot,
                _ => LimitKind::Host,
            };
            let at = (0_u32..)
                .take(problem.slots.len().max(problem.hosts.len()))
                .find(|at| problem.limit_id(limit, *at) == id);
            let mut count = |field: &str| -> Result<u32, InputError> {
                let number = one.integer(field)?;
                Ok(number
                    .and_then(|number| u32::try_from(number).ok())
                    .unwrap_or(0))
            };
            let entry = Short {
                limit,
                at: at.ok_or_else(|| {
                    InputError::new(
                        "$.below_min",
                        format_args!("\"{id}\""),
                        "an id of the problem",
                    )
                })?,
                min: count("min")?,
                held: count("held")?,
            };
            one.close()?;
            Ok(entry)
        })?;
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
        let (prices, bounding, cutoffs) = read_certificate(problem, &mut top, stable)?;
        top.close()?;
        Ok(Placement {
            problem: problem.digest(),
            status,
            value,
            bound: (status == Status::Gap).then_some(Bound {
                value: bound,
                prices: bounding,
            }),
            unopened,
            short,
            cutoffs,
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

/// Prices, prices of the bound and cut-offs; what the certificate does not have is empty.
fn read_certificate(
    problem: &Problem,
    top: &mut Fields,
    stable: bool,
) -> Result<(Prices, Prices, Cutoffs), InputError> {
    let path = "$.certificate";
    let certificate = top.take("certificate").unwrap_or(Json::Null);
    let mut certificate = Fields::open(certificate, path)?;
    let kind = certificate.string("kind")?;
    let expected = if stable { "stability" } else { "duality" };
    if kind != expected {
        return Err(InputError::new(
            format!("{path}.kind"),
            format_args!("\"{kind}\""),
            format!("\"{expected}\""),
        ));
    }
    let mut read = (Prices::default(), Prices::default(), Cutoffs::default());
    if stable {
        let tables = certificate.take("cutoffs").unwrap_or(Json::Null);
        let merit = |item: Json, place: &str| {
            integers(vec![item], place).map(|list| list.first().copied().unwrap_or(0))
        };
        let [slots, hosts, regions, agencies] =
            read_tables(problem, tables, &format!("{path}.cutoffs"), merit)?;
        read.2 = Cutoffs {
            slots,
            hosts,
            regions,
            agencies,
        };
    } else {
        for (field, into) in [("prices", &mut read.0), ("bound", &mut read.1)] {
            let found = certificate.take(field);
            if field == "bound" && found.is_none() {
                continue;
            }
            let place = format!("{path}.{field}");
            let [slots, hosts, regions, agencies] = read_tables(
                problem,
                found.unwrap_or(Json::Null),
                &place,
                |item, place| match item {
                    Json::Array(items) => integers(items, place),
                    other => Err(InputError::new(
                        place,
                        other.describe(),
                        "an array of integers",
                    )),
                },
            )?;
            *into = Prices {
                slots,
                hosts,
                regions,
                agencies,
            };
        }
    }
    certificate.close()?;
    Ok(read)
}

/// Reads what stands on each limit, one list a kind of limit.
fn read_tables<T: Clone>(
    problem: &Problem,
    tables: Json,
    path: &str,
    read: impl Fn(Json, &str) -> Result<T, InputError>,
) -> Result<[Vec<Option<T>>; 4], InputError> {
    let mut tables = Fields::open(tables, path)?;
    let mut lists = [const { Vec::new() }; 4];
    let counts = [
        problem.slots.len(),
        problem.hosts.len(),
        problem.regions.len(),
        problem.agencies.len(),
    ];
    for ((list, count), (name, kind)) in lists.iter_mut().zip(counts).zip(TABLES) {
        *list = vec![None; count];
        let path = format!("{path}.{name}");
        let Some(entries) = tables.take(name) else {
            continue;
        };
        let Json::Object(entries) = entries else {
            return Err(InputError::new(path, entries.describe(), "an object"));
        };
        let known: HashMap<&str, usize> = (0..count)
            .map(|at| {
                let index = u32::try_from(at).unwrap_or(u32::MAX);
                (problem.limit_id(kind, index), at)
            })
            .collect();
        for (id, item) in entries {
            let place = format!("{path}.{id}");
            let cell = known.get(id.as_str()).and_then(|at| list.get_mut(*at));
            let Some(cell) = cell else {
                return Err(InputError::new(
                    place,
                    "an unknown id",
                    "an id of the problem",
                ));
            };
            *cell = Some(read(item, &place)?);
        }
    }
    tables.close()?;
    Ok(lists)
}
