//! The self-check for the public: a few facts go in, the same explanation comes out, nothing is stored.

use std::collections::BTreeSet;

use kernel::{CivilDate, Error, PolicyVersionId, Result};
use policy::schema::{FieldType, Kind};
use policy::{Explanation, Facts, Inputs, Lang};
use serde_json::{Value, json};

use super::engine;
use crate::App;
use crate::holidays;
use crate::policies;
use crate::programmes::{Arah, kinds};
use crate::regulations;

/// A fact that the criteria ask for.
#[derive(Clone, Debug)]
pub struct Question {
    /// Name in the policy schema; also the name of the form field.
    pub name: &'static str,
    /// What it is.
    pub label: Lang,
    /// How it is answered.
    pub answer: Answer,
}

/// How a fact is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A date.
    Date,
    /// A whole number.
    Number,
    /// Yes or no.
    YesNo,
    /// One of the words of the schema: value and label.
    Words(Vec<(&'static str, Lang)>),
    /// A line of text, such as a rank.
    Line,
    /// A history of which one can only say that it is empty.
    Empty,
    /// The predicates of the last two years.
    Skp,
}

/// Criteria that somebody can check herself against.
#[derive(Clone, Debug)]
pub struct PublicCheck {
    /// The version.
    pub id: PolicyVersionId,
    /// Title.
    pub title: Lang,
    /// Name of the version.
    pub version: String,
    /// Today, or the first day of criteria to come.
    pub on: CivilDate,
}

/// The criteria for going out that are in force, then those decided for a day to come.
pub async fn public_policies(app: &App) -> Result<Vec<PublicCheck>> {
    let outgoing: BTreeSet<&str> = kinds()
        .rule
        .iter()
        .filter(|rule| rule.arah.contains(&Arah::Keluar))
        .map(|rule| rule.policy.as_str())
        .collect();
    let mut found = Vec::new();
    for (version, on) in policies::present_and_future(&app.db, app.clock.today()).await? {
        if outgoing.contains(version.policy.as_str()) {
            found.push(PublicCheck {
                id: version.id,
                title: version.title.clone(),
                version: version.version.clone(),
                on,
            });
        }
    }
    Ok(found)
}

async fn policy_of(
    app: &App,
    id: PolicyVersionId,
) -> Result<(std::sync::Arc<policy::Policy>, CivilDate)> {
    let today = app.clock.today();
    let (version, on) = policies::present_and_future(&app.db, today)
        .await?
        .into_iter()
        .find(|(version, _)| version.id == id)
        .ok_or_else(Error::not_found)?;
    let text = policies::text(&app.db, id).await?;
    let policy = engine::parse(&version.policy, &text, &version.digest)?;
    Ok((policy, on))
}

/// The facts about a person that the criteria read, in the order of the schema.
pub async fn questions(app: &App, id: PolicyVersionId) -> Result<Vec<Question>> {
    let (policy, _) = policy_of(app, id).await?;
    let read: BTreeSet<&str> = policy
        .rules()
        .iter()
        .flat_map(|rule| words_of(&rule.expression))
        .collect();
    Ok(Kind::Person
        .fields()
        .iter()
        .filter(|field| read.contains(field.name))
        .map(|field| Question {
            name: field.name,
            label: field.label(),
            answer: match field.ty {
                FieldType::Date => Answer::Date,
                FieldType::Int => Answer::Number,
                FieldType::Bool => Answer::YesNo,
                FieldType::List(_) if field.name == "skp" => Answer::Skp,
                FieldType::List(_) => Answer::Empty,
                _ if !field.words.is_empty() => Answer::Words(
                    field
                        .words
                        .iter()
                        .map(|word| (word.code, Lang::new(word.id, word.en)))
                        .collect(),
                ),
                _ => Answer::Line,
            },
        })
        .collect())
}

/// The names in the text of a condition.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
}

/// Judges what somebody typed: field by name, empty ones are missing. Nothing is stored.
///
/// # Errors
/// Invalid at the field whose value does not fit its type.
pub async fn public_check(
    app: &App,
    id: PolicyVersionId,
    typed: &[(String, String)],
) -> Result<Explanation> {
    let (policy, on) = policy_of(app, id).await?;
    let questions = questions(app, id).await?;
    let given = |name: &str| {
        typed
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    };
    let mut facts = Facts::person();
    let year = on.year();
    for question in &questions {
        let name = question.name;
        let value: Option<Value> = match &question.answer {
            Answer::Skp => {
                let years: Vec<Value> = (1..=2)
                    .filter_map(|back| {
                        let predicate = given(&format!("skp_{back}"))?;
                        Some(json!({ "tahun": year - back, "predikat": predicate }))
                    })
                    .collect();
                (!years.is_empty()).then(|| years.into())
            }
            Answer::Empty => given(name).map(|_| json!([])),
            Answer::YesNo => given(name).map(|value| json!(value == "ya")),
            Answer::Number => match given(name) {
                Some(text) => {
                    Some(json!(text.parse::<i64>().map_err(|_| {
                        Error::invalid_field(name, "error-number")
                    })?))
                }
                None => None,
            },
            Answer::Date => match given(name) {
                Some(text) => Some(json!(
                    text.parse::<CivilDate>()
                        .map_err(|_| Error::invalid_field(name, "error-date"))?
                        .to_string()
                )),
                None => None,
            },
            Answer::Words(_) | Answer::Line => given(name).map(|text| json!(text)),
        };
        if let Some(value) = value {
            let source = Some("Isian Anda sendiri".to_owned());
            facts
                .set(name, &value, source, None)
                .map_err(|_| Error::invalid_field(name, "error-choice"))?;
        }
    }
    let calendar = holidays::calendar(&app.db).await?;
    let register = regulations::register(&app.db).await?;
    let judged = engine::judge(
        &register,
        &policy,
        &facts,
        Vec::new(),
        on,
        &Inputs::new(&calendar),
    )?;
    Ok(judged.explanation)
}
