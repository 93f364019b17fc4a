//! The proof by duality: reads the prices, checks their signs, and computes the dual value.

use std::collections::HashMap;

use crate::claims::agencies_of;
use crate::json::Value;
use crate::problem::{Limit, Object, Problem};
use crate::{Broken, Claim};

type Table = Vec<Option<Vec<i128>>>;

/// Prices by index of their limit.
pub(crate) struct Prices {
    slots: Table,
    hosts: Table,
    regions: Table,
    agencies: Table,
}

fn overflow() -> Broken {
    Broken::new(
        Claim::Price,
        "$.certificate: the prices are too large to be added in 128 bits",
    )
}

fn first_sign(vector: &[i128]) -> i128 {
    vector
        .iter()
        .find(|part| **part != 0)
        .map_or(0, |part| part.signum())
}

/// Opens the certificate of that kind.
pub(crate) fn certificate<'a>(
    top: &Object<'a>,
    kind: &str,
    fields: &[&str],
) -> Result<Object<'a>, Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    let certificate = top
        .get("certificate")
        .ok_or_else(|| format("$.certificate: is missing".to_owned()))?;
    let known: Vec<&str> = std::iter::once("kind")
        .chain(fields.iter().copied())
        .collect();
    let certificate = Object::new(certificate, "$.certificate", &known).map_err(format)?;
    if certificate.text("kind").map_err(format)? != kind {
        return Err(format(format!("$.certificate.kind: expected \"{kind}\"")));
    }
    Ok(certificate)
}

impl Prices {
    /// Reads the prices of that name in the certificate, with `width` components a price.
    pub(crate) fn read(
        problem: &Problem,
        certificate: &Object<'_>,
        name: &str,
        width: usize,
    ) -> Result<Self, Broken> {
        let format = |words: String| Broken::new(Claim::Format, words);
        let place = format!("$.certificate.{name}");
        let tables = certificate
            .get(name)
            .ok_or_else(|| format(format!("{place}: is missing")))?;
        let tables = Object::new(tables, &place, &["slots", "hosts", "regions", "agencies"])
            .map_err(format)?;
        Ok(Self {
            slots: table(&tables, "slots", &problem.slots, width)?,
            hosts: table(&tables, "hosts", &problem.hosts, width)?,
            regions: table(&tables, "regions", &problem.regions, width)?,
            agencies: table(&tables, "agencies", &problem.agencies, width)?,
        })
    }

    /// Kind, limit and sign of every price that is not zero.
    pub(crate) fn signs<'a>(&self, problem: &'a Problem) -> Vec<(&'static str, &'a Limit, i128)> {
        [
            ("slot", &self.slots, &problem.slots),
            ("host", &self.hosts, &problem.hosts),
            ("region", &self.regions, &problem.regions),
            ("agency", &self.agencies, &problem.agencies),
        ]
        .into_iter()
        .flat_map(|(name, table, limits)| {
            (table.iter().zip(limits)).filter_map(move |(price, limit)| {
                let sign = first_sign(price.as_ref()?);
                (sign != 0).then_some((name, limit, sign))
            })
        })
        .collect()
    }

    /// Number of prices that are not zero.
    pub(crate) fn count(&self) -> usize {
        [&self.slots, &self.hosts, &self.regions, &self.agencies]
            .into_iter()
            .flatten()
            .flatten()
            .filter(|price| first_sign(price) != 0)
            .count()
    }
}

fn table(tables: &Object<'_>, name: &str, limits: &[Limit], width: usize) -> Result<Table, Broken> {
    let mut table: Table = limits.iter().map(|_| None).collect();
    let entries = match tables.get(name) {
        None => return Ok(table),
        Some(Value::Map(entries)) => entries,
        Some(_) => {
            return Err(Broken::new(
                Claim::Format,
                format!("{}.{name}: expected an object", tables.at),
            ));
        }
    };
    let known: HashMap<&str, usize> = limits
        .iter()
        .enumerate()
        .map(|(at, one)| (one.id.as_str(), at))
        .collect();
    let mut earlier = None;
    for (id, price) in entries {
        let broken =
            |words: &str| Broken::new(Claim::Price, format!("{}.{name}.{id}: {words}", tables.at));
        let at = known.get(id.as_str()).copied();
        let Some((at, limit)) = at.and_then(|at| Some((at, limits.get(at)?))) else {
            return Err(broken("is not known"));
        };
        if earlier.is_some_and(|earlier| earlier >= at) {
            return Err(broken("stands out of the problem's order"));
        }
        earlier = Some(at);
        let vector: Option<Vec<i128>> = match price {
            Value::List(items) => items
                .iter()
                .map(|item| {
                    if let Value::Int(number) = item {
                        Some(*number)
                    } else {
                        None
                    }
                })
                .collect(),
            _ => None,
        };
        let Some(vector) = vector.filter(|vector| vector.len() == width) else {
            return Err(broken(&format!("expected {width} integers")));
        };
        match first_sign(&vector) {
            1 if limit.max.is_none() => return Err(broken("is above 0, but there is no max")),
            -1 if limit.min == 0 => return Err(broken("is below 0, but there is no minimum")),
            _ => {}
        }
        if let Some(cell) = table.get_mut(at) {
            *cell = Some(vector);
        }
    }
    Ok(table)
}

fn subtract(from: &mut [i128], table: &Table, at: usize) -> Result<(), Broken> {
    if let Some(Some(price)) = table.get(at) {
        for (cell, part) in from.iter_mut().zip(price) {
            *cell = cell.checked_sub(*part).ok_or_else(overflow)?;
        }
    }
    Ok(())
}

/// Σ u(a) + Σ price·limit. `value_of` gives the value of an applicant on the choice at a position.
pub(crate) fn dual_value(
    problem: &Problem,
    prices: &Prices,
    width: usize,
    value_of: impl Fn(usize, usize) -> Option<Vec<i128>>,
) -> Result<Vec<i128>, Broken> {
    let mut total = vec![0_i128; width];
    for (table, limits) in [
        (&prices.slots, &problem.slots),
        (&prices.hosts, &problem.hosts),
        (&prices.regions, &problem.regions),
        (&prices.agencies, &problem.agencies),
    ] {
        for (price, limit) in table.iter().zip(limits) {
            let Some(price) = price else { continue };
            let charged = if first_sign(price) < 0 {
                limit.min
            } else {
                limit.max.unwrap_or(0)
            };
            for (sum, part) in total.iter_mut().zip(price) {
                *sum = part
                    .checked_mul(charged)
                    .and_then(|product| sum.checked_add(product))
                    .ok_or_else(overflow)?;
            }
        }
    }
    for (who, person) in problem.applicants.iter().enumerate() {
        let agencies = agencies_of(problem, person.agency);
        let mut best = person.pinned.is_none().then(|| vec![0_i128; width]);
        for (position, choice) in person.choices.iter().enumerate() {
            let counts = match person.pinned {
                Some(pinned) => pinned == choice.slot,
                None => !choice.conflict,
            };
            if !counts {
                continue;
            }
            let mut surplus = value_of(who, position).unwrap_or_default();
            subtract(&mut surplus, &prices.slots, choice.slot)?;
            let host = problem.slots.get(choice.slot).and_then(|one| one.up);
            if let Some(host) = host {
                subtract(&mut surplus, &prices.hosts, host)?;
                if let Some(region) = problem.hosts.get(host).and_then(|one| one.up) {
                    subtract(&mut surplus, &prices.regions, region)?;
                }
            }
            for agency in &agencies {
                subtract(&mut surplus, &prices.agencies, *agency)?;
            }
            if best.as_ref().is_none_or(|best| surplus > *best) {
                best = Some(surplus);
            }
        }
        for (sum, part) in total.iter_mut().zip(best.unwrap_or_default()) {
            *sum = sum.checked_add(part).ok_or_else(overflow)?;
        }
    }
    Ok(total)
}
