//! Reads the problem as far as the claims of a result depend on it.

use std::collections::HashMap;

use crate::json::Value;

/// A limit with its bounds; `up` is the index of what contains it.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    pub(crate) id: String,
    pub(crate) up: Option<usize>,
    pub(crate) min: i128,
    pub(crate) max: Option<i128>,
}

#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub(crate) slot: usize,
    pub(crate) fit: i128,
    pub(crate) merit: Option<i128>,
    pub(crate) conflict: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Applicant {
    pub(crate) id: String,
    pub(crate) agency: Option<usize>,
    pub(crate) merit: i128,
    pub(crate) choices: Vec<Choice>,
    pub(crate) pinned: Option<usize>,
    pub(crate) previous: Option<usize>,
}

/// The problem; `objective` is empty for a mechanism.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) objective: Vec<String>,
    /// Whether hosts with a minimum may stay unopened.
    pub(crate) close: bool,
    pub(crate) seed: String,
    pub(crate) agencies: Vec<Limit>,
    pub(crate) regions: Vec<Limit>,
    pub(crate) hosts: Vec<Limit>,
    pub(crate) slots: Vec<Limit>,
    pub(crate) applicants: Vec<Applicant>,
    pub(crate) longest: usize,
}

/// Index of each id of a list.
pub(crate) type Index = HashMap<String, usize>;

/// An object whose known fields are named; anything else in it is refused.
pub(crate) struct Object<'a> {
    pub(crate) at: String,
    fields: &'a [(String, Value)],
}

impl<'a> Object<'a> {
    pub(crate) fn new(value: &'a Value, at: &str, known: &[&str]) -> Result<Self, String> {
        let Value::Map(fields) = value else {
            return Err(format!("{at}: expected an object"));
        };
        if let Some((key, _)) = fields
            .iter()
            .find(|(key, _)| !known.contains(&key.as_str()))
        {
            return Err(format!("{at}: unknown field \"{key}\""));
        }
        Ok(Self {
            at: at.to_owned(),
            fields,
        })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    pub(crate) fn text(&self, name: &str) -> Result<&'a str, String> {
        self.maybe_text(name)?
            .ok_or_else(|| format!("{}.{name}: expected a string", self.at))
    }

    pub(crate) fn maybe_text(&self, name: &str) -> Result<Option<&'a str>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(_) => Err(format!("{}.{name}: expected a string", self.at)),
        }
    }

    pub(crate) fn int(&self, name: &str, low: i128, high: i128) -> Result<Option<i128>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Int(number)) if (low..=high).contains(number) => Ok(Some(*number)),
            Some(_) => Err(format!(
                "{}.{name}: expected an integer from {low} to {high}",
                self.at
            )),
        }
    }

    pub(crate) fn list(&self, name: &str, needed: bool) -> Result<&'a [Value], String> {
        match self.get(name) {
            None if !needed => Ok(&[]),
            Some(Value::List(items)) => Ok(items),
            _ => Err(format!("{}.{name}: expected an array", self.at)),
        }
    }
}

fn find(index: &Index, id: &str, at: &str) -> Result<usize, String> {
    index
        .get(id)
        .copied()
        .ok_or_else(|| format!("{at}: \"{id}\" is not known"))
}

fn index<'a>(ids: impl Iterator<Item = &'a str>, at: &str) -> Result<Index, String> {
    let mut known = Index::new();
    for (i, id) in ids.enumerate() {
        if known.insert(id.to_owned(), i).is_some() {
            return Err(format!("{at}: the id \"{id}\" stands twice"));
        }
    }
    Ok(known)
}

const LIMIT: i128 = 10_000_000;
const SCORE: i128 = 1_000_000_000;

/// Reads one list of limits: (name of the list, field of what contains it, field of the maximum).
fn limits(
    top: &Object<'_>,
    list: &str,
    known: &[&str],
    up: Option<(&str, Option<&Index>)>,
    max: &str,
) -> Result<(Vec<Limit>, Index), String> {
    let items = top.list(list, list == "hosts" || list == "slots")?;
    let mut limits = Vec::with_capacity(items.len());
    let mut ups = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        let one = Object::new(item, &format!("$.{list}[{i}]"), known)?;
        ups.push(match up {
            Some((field, _)) if list == "slots" => Some(one.text(field)?),
            Some((field, _)) => one.maybe_text(field)?,
            None => None,
        });
        let limit = Limit {
            id: one.text("id")?.to_owned(),
            up: None,
            min: one.int("min", 0, LIMIT)?.unwrap_or(0),
            max: one.int(max, 0, LIMIT)?,
        };
        if limit.max.is_some_and(|high| limit.min > high) {
            return Err(format!("{}: min is above max", one.at));
        }
        limits.push(limit);
    }
    let own = index(limits.iter().map(|one| one.id.as_str()), list)?;
    for (i, (limit, above)) in limits.iter_mut().zip(ups).enumerate() {
        if let (Some(id), Some((field, above))) = (above, up) {
            let above = above.unwrap_or(&own);
            limit.up = Some(find(above, id, &format!("$.{list}[{i}].{field}"))?);
        }
    }
    Ok((limits, own))
}

/// Reads the problem or says where it breaks the format.
pub(crate) fn read(document: &Value) -> Result<Problem, String> {
    let top = Object::new(
        document,
        "$",
        &[
            "format",
            "objective",
            "mechanism",
            "seed",
            "agencies",
            "regions",
            "hosts",
            "slots",
            "applicants",
            "conflicts",
            "pinned",
            "previous",
            "below_min",
        ],
    )?;
    if top.text("format")? != "titian-placement/1" {
        return Err("$.format: expected \"titian-placement/1\"".to_owned());
    }
    let close = match top.maybe_text("below_min")? {
        None | Some("refuse") => false,
        Some("close") => true,
        Some(_) => return Err("$.below_min: expected \"refuse\" or \"close\"".to_owned()),
    };
    match top.maybe_text("mechanism")? {
        None => {}
        Some("merit-stable") if top.get("objective").is_none() => {}
        Some(_) => {
            return Err("$.mechanism: expected \"merit-stable\" without an objective".to_owned());
        }
    }
    let mut objective = Vec::new();
    if top.get("mechanism").is_none() {
        for item in top.list("objective", true)? {
            let Value::Text(name) = item else {
                return Err("$.objective: expected strings".to_owned());
            };
            let known = ["placed", "greedy", "generous", "fit", "merit", "stay"];
            if !known.contains(&name.as_str()) || objective.contains(name) {
                return Err(format!(
                    "$.objective: \"{name}\" is unknown or stands twice"
                ));
            }
            objective.push(name.clone());
        }
    }
    let (agencies, agency_ids) = limits(
        &top,
        "agencies",
        &["id", "release_max", "within"],
        Some(("within", None)),
        "release_max",
    )?;
    for start in 0..agencies.len() {
        let mut at = Some(start);
        for _ in 0..=agencies.len() {
            let Some(i) = at else { break };
            at = agencies.get(i).and_then(|one| one.up);
        }
        if at.is_some() {
            return Err(format!(
                "$.agencies[{start}].within: the agencies are not a tree"
            ));
        }
    }
    let (regions, region_ids) = limits(&top, "regions", &["id", "max"], None, "max")?;
    let (hosts, host_ids) = limits(
        &top,
        "hosts",
        &["id", "region", "min", "max"],
        Some(("region", Some(&region_ids))),
        "max",
    )?;
    let (slots, slot_ids) = limits(
        &top,
        "slots",
        &["id", "host", "min", "max"],
        Some(("host", Some(&host_ids))),
        "max",
    )?;

    let mut applicants = Vec::new();
    for (i, item) in top.list("applicants", true)?.iter().enumerate() {
        let at = format!("$.applicants[{i}]");
        let one = Object::new(item, &at, &["id", "agency", "merit", "choices"])?;
        let mut choices: Vec<Choice> = Vec::new();
        for item in one.list("choices", true)? {
            let choice = Object::new(item, &format!("{at}.choices"), &["slot", "fit", "merit"])?;
            let slot = find(&slot_ids, choice.text("slot")?, &choice.at)?;
            if choices.iter().any(|earlier| earlier.slot == slot) {
                return Err(format!("{}: a slot stands twice", choice.at));
            }
            choices.push(Choice {
                slot,
                fit: choice.int("fit", -SCORE, SCORE)?.unwrap_or(0),
                merit: choice.int("merit", -SCORE, SCORE)?,
                conflict: false,
            });
        }
        if choices.len() > 20 {
            return Err(format!("{at}.choices: more than 20"));
        }
        let agency = match one.maybe_text("agency")? {
            Some(id) => Some(find(&agency_ids, id, &at)?),
            None => None,
        };
        applicants.push(Applicant {
            id: one.text("id")?.to_owned(),
            agency,
            merit: one.int("merit", -SCORE, SCORE)?.unwrap_or(0),
            choices,
            pinned: None,
            previous: None,
        });
    }
    let applicant_ids = index(applicants.iter().map(|one| one.id.as_str()), "applicants")?;
    for list in ["conflicts", "pinned", "previous"] {
        for item in top.list(list, false)? {
            let at = format!("$.{list}");
            let known: &[&str] = if list == "conflicts" {
                &["applicant", "slot", "why"]
            } else {
                &["applicant", "slot"]
            };
            let pair = Object::new(item, &at, known)?;
            let slot = find(&slot_ids, pair.text("slot")?, &at)?;
            let person = find(&applicant_ids, pair.text("applicant")?, &at)?;
            let Some(person) = applicants.get_mut(person) else {
                continue;
            };
            let again = match list {
                "conflicts" => {
                    for choice in &mut person.choices {
                        choice.conflict |= choice.slot == slot;
                    }
                    None
                }
                "pinned" => person.pinned.replace(slot),
                _ => person.previous.replace(slot),
            };
            if again.is_some() {
                return Err(format!("{at}: \"{}\" stands twice", person.id));
            }
        }
    }
    Ok(Problem {
        longest: applicants
            .iter()
            .map(|one| one.choices.len())
            .max()
            .unwrap_or(0),
        seed: top.text("seed")?.to_owned(),
        objective,
        close,
        agencies,
        regions,
        hosts,
        slots,
        applicants,
    })
}
