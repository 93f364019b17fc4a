//! Reads `titian-placement/1`: types, unknown fields and missing fields, each refused with its place.

use crate::ProblemBuilder;
use crate::builder::{AgencyInput, ApplicantInput, ChoiceInput, PairInput, PlaceInput};
use crate::json::Json;
use crate::problem::{BelowMin, Goal, InputError, Objective, Problem};

/// Name and version of the problem format.
pub const PROBLEM_FORMAT: &str = "titian-placement/1";

impl Problem {
    /// Reads a problem.
    ///
    /// # Errors
    /// The first broken rule of the format: JSON path, what was found, what was expected.
    pub fn from_json(text: &str) -> Result<Problem, InputError> {
        read(Json::parse(text)?)?.build()
    }
}

fn read(document: Json) -> Result<ProblemBuilder, InputError> {
    let mut top = Fields::open(document, "$")?;
    let format = top.string("format")?;
    if format != PROBLEM_FORMAT {
        return Err(InputError::new(
            "$.format",
            format_args!("\"{format}\""),
            format!("\"{PROBLEM_FORMAT}\""),
        ));
    }
    let mut builder = ProblemBuilder::new(top.string("seed")?);
    builder.goal = goal(top.take("objective"), top.take("mechanism"))?;
    builder.spelled.agencies = top.has("agencies");
    builder.spelled.regions = top.has("regions");
    builder.spelled.conflicts = top.has("conflicts");
    builder.spelled.pinned = top.has("pinned");
    builder.spelled.previous = top.has("previous");
    builder.agencies = top.list("agencies", false, |mut one| {
        let entry = AgencyInput {
            id: one.string("id")?,
            release_max: one.integer("release_max")?,
            within: one.optional_string("within")?,
        };
        one.close()?;
        Ok(entry)
    })?;
    builder.regions = top.list("regions", false, |mut one| {
        let entry = PlaceInput {
            id: one.string("id")?,
            parent: None,
            min: None,
            max: one.integer("max")?,
        };
        one.close()?;
        Ok(entry)
    })?;
    builder.hosts = top.list("hosts", true, |mut one| {
        let entry = PlaceInput {
            id: one.string("id")?,
            parent: one.optional_string("region")?,
            min: one.integer("min")?,
            max: one.integer("max")?,
        };
        one.close()?;
        Ok(entry)
    })?;
    builder.slots = top.list("slots", true, |mut one| {
        let entry = PlaceInput {
            id: one.string("id")?,
            parent: Some(one.string("host")?),
            min: one.integer("min")?,
            max: one.integer("max")?,
        };
        one.close()?;
        Ok(entry)
    })?;
    builder.applicants = top.list("applicants", true, |mut one| {
        let entry = ApplicantInput {
            id: one.string("id")?,
            agency: one.optional_string("agency")?,
            merit: one.integer("merit")?,
            choices: one.list("choices", true, |mut choice| {
                let entry = ChoiceInput {
                    slot: choice.string("slot")?,
                    fit: choice.integer("fit")?,
                    merit: choice.integer("merit")?,
                };
                choice.close()?;
                Ok(entry)
            })?,
        };
        one.close()?;
        Ok(entry)
    })?;
    builder.conflicts = top.list("conflicts", false, |one| pair(one, true))?;
    builder.pinned = top.list("pinned", false, |one| pair(one, false))?;
    builder.previous = top.list("previous", false, |one| pair(one, false))?;
    builder.below_min = match top.optional_string("below_min")?.as_deref() {
        None => None,
        Some("refuse") => Some(BelowMin::Refuse),
        Some("close") => Some(BelowMin::Close),
        Some(other) => {
            return Err(InputError::new(
                "$.below_min",
                format_args!("\"{other}\""),
                "\"refuse\" or \"close\"",
            ));
        }
    };
    top.close()?;
    Ok(builder)
}

fn goal(objective: Option<Json>, mechanism: Option<Json>) -> Result<Option<Goal>, InputError> {
    match (objective, mechanism) {
        (Some(_), Some(_)) => Err(InputError::new(
            "$.mechanism",
            "\"mechanism\" beside \"objective\"",
            "one of the two",
        )),
        (None, None) => Ok(None),
        (None, Some(Json::Str(name))) if name == "merit-stable" => Ok(Some(Goal::MeritStable)),
        (None, Some(other)) => Err(InputError::new(
            "$.mechanism",
            other.describe(),
            "\"merit-stable\"",
        )),
        (Some(Json::Array(items)), None) => {
            let mut list = Vec::with_capacity(items.len());
            for (i, item) in items.iter().enumerate() {
                let known = match item {
                    Json::Str(name) => Objective::from_name(name),
                    _ => None,
                };
                list.push(known.ok_or_else(|| {
                    InputError::new(
                        format!("$.objective[{i}]"),
                        item.describe(),
                        "one of placed, greedy, generous, fit, merit, stay",
                    )
                })?);
            }
            Ok(Some(Goal::Objective(list)))
        }
        (Some(other), None) => Err(InputError::new(
            "$.objective",
            other.describe(),
            "an array of objectives",
        )),
    }
}

fn pair(mut one: Fields, why: bool) -> Result<PairInput, InputError> {
    let entry = PairInput {
        applicant: one.string("applicant")?,
        slot: one.string("slot")?,
        why: if why {
            one.optional_string("why")?
        } else {
            None
        },
    };
    one.close()?;
    Ok(entry)
}

/// The fields of one object that were not read yet.
pub(crate) struct Fields {
    path: String,
    fields: Vec<(String, Json)>,
}

impl Fields {
    /// Takes an object apart.
    pub(crate) fn open(value: Json, path: impl Into<String>) -> Result<Self, InputError> {
        let path = path.into();
        match value {
            Json::Object(fields) => Ok(Self { path, fields }),
            other => Err(InputError::new(path, other.describe(), "an object")),
        }
    }

    fn at(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.fields.iter().position(|(key, _)| key == name)?;
        Some(self.fields.swap_remove(at).1)
    }

    pub(crate) fn optional_string(&mut self, name: &str) -> Result<Option<String>, InputError> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::Str(text)) => Ok(Some(text)),
            Some(other) => Err(InputError::new(self.at(name), other.describe(), "a string")),
        }
    }

    pub(crate) fn string(&mut self, name: &str) -> Result<String, InputError> {
        self.optional_string(name)?
            .ok_or_else(|| InputError::new(self.at(name), "nothing", "a string"))
    }

    pub(crate) fn integer(&mut self, name: &str) -> Result<Option<i64>, InputError> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::Int(value)) => i64::try_from(value).map(Some).map_err(|_| {
                InputError::new(self.at(name), value, "an integer within the stated range")
            }),
            Some(other) => Err(InputError::new(
                self.at(name),
                other.describe(),
                "an integer",
            )),
        }
    }

    pub(crate) fn array(&mut self, name: &str, required: bool) -> Result<Vec<Json>, InputError> {
        match self.take(name) {
            None if required => Err(InputError::new(self.at(name), "nothing", "an array")),
            None => Ok(Vec::new()),
            Some(Json::Array(items)) => Ok(items),
            Some(other) => Err(InputError::new(self.at(name), other.describe(), "an array")),
        }
    }

    /// Reads an array of objects.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        required: bool,
        mut entry: impl FnMut(Fields) -> Result<T, InputError>,
    ) -> Result<Vec<T>, InputError> {
        let path = self.at(name);
        let items = self.array(name, required)?;
        let mut list = Vec::with_capacity(items.len());
        for (i, item) in items.into_iter().enumerate() {
            list.push(entry(Fields::open(item, format!("{path}[{i}]"))?)?);
        }
        Ok(list)
    }

    /// Refuses what nobody asked for.
    pub(crate) fn close(self) -> Result<(), InputError> {
        match self.fields.first() {
            None => Ok(()),
            Some((name, _)) => Err(InputError::new(
                self.at(name),
                "a field that the format does not know",
                "no such field",
            )),
        }
    }
}
