//! `titian policy`: check policy files, explain one person, screen a staff file, list the names of the schema.

mod check;
#[cfg(feature = "parquet")]
mod columnar;
mod diff;
mod format;
mod register;
mod replay;
mod screen;

pub use replay::replay;

use std::fs;
use std::path::{Path, PathBuf};

use app::words::Lang;
use clap::{Args, Subcommand};
use kernel::{CivilDate, Error, Result};
use policy::schema::Kind;
use policy::sql::{Dialect, policy_sql, schema_sql};
use policy::{Calendar, Facts, Inputs, Language, Policy, Register, Screener};
use serde_json::Value;

use crate::output::{Outcome, bad_input, language, print, say};

/// Policies: rules of law and of the agency as files.
#[derive(Subcommand, Debug)]
pub enum PolicyCommand {
    /// Check policy files: types, citations, dates, and every example inside them
    Check {
        /// Policy files, or folders with *.policy.toml
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        law: Law,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Explain the verdict on one person: every condition with facts, articles, remedy and date
    Explain {
        /// Policy file
        file: PathBuf,
        /// Facts of the person, JSON
        #[arg(long)]
        person: PathBuf,
        /// Facts of the case, JSON; without it they are missing
        #[arg(long)]
        case: Option<PathBuf>,
        /// Decision date, YYYY-MM-DD
        #[arg(long)]
        at: CivilDate,
        #[command(flatten)]
        law: Law,
        /// Answer as JSON (titian-explanation/1)
        #[arg(long)]
        json: bool,
    },
    /// Screen everybody in a staff file: verdict and bitmasks by rule order, one row a person
    Screen {
        /// Policy file
        file: PathBuf,
        /// SIASN export, CSV or XLSX; or people with the columns of `schema --sql`, Parquet or Arrow
        #[arg(long)]
        staff: PathBuf,
        /// Folder with history files (skp, hukdis, kompetensi, diklat, kursus, tubel, cltn), of the same kind
        #[arg(long)]
        histories: Option<PathBuf>,
        /// Facts of the case, JSON; without it they are missing
        #[arg(long)]
        case: Option<PathBuf>,
        /// Decision date, YYYY-MM-DD
        #[arg(long)]
        at: CivilDate,
        /// What to write: .csv, .parquet or .arrow
        #[arg(long)]
        out: PathBuf,
        /// Add one status column a rule
        #[arg(long)]
        reasons: bool,
        #[command(flatten)]
        law: Law,
    },
    /// Compare two versions on the same people: who gains, who loses, by OPD, golongan and sex
    Diff {
        /// Policy file as it is
        old: PathBuf,
        /// Policy file as it would be
        new: PathBuf,
        /// SIASN export, CSV or XLSX
        #[arg(long)]
        staff: PathBuf,
        /// Folder with history files (skp, hukdis, kompetensi, diklat, kursus, tubel, cltn)
        #[arg(long)]
        histories: Option<PathBuf>,
        /// Facts of the case, JSON; without it they are missing
        #[arg(long)]
        case: Option<PathBuf>,
        /// Decision date, YYYY-MM-DD
        #[arg(long)]
        at: CivilDate,
        #[command(flatten)]
        law: Law,
        /// Answer as JSON, with the NIP of everybody whose verdict changes
        #[arg(long)]
        json: bool,
    },
    /// Put policy files into their one form: spacing and brackets change, comments and meaning stay
    Fmt {
        /// Policy files, or folders with *.policy.toml
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Change nothing; name the files that would change and exit with 1
        #[arg(long)]
        check: bool,
    },
    /// Ask the register of regulations: what is in force, what rests on an article, what is being prepared
    Register(register::RegisterArgs),
    /// Compute stored verdicts of this installation once more, as they were known on a day, and compare them byte by byte
    Replay(replay::ReplayArgs),
    /// Print a policy as one SELECT with the columns of a screening, over the tables of `schema --sql`
    Sql {
        /// Policy file
        file: PathBuf,
        /// postgresql, sqlite, duckdb or spark
        #[arg(long)]
        dialect: Dialect,
    },
    /// List the names that expressions can use, with type, label and source
    Schema {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
        /// Print the tables that `policy sql` reads instead, in this dialect
        #[arg(
            long,
            value_name = "DIALECT",
            num_args = 0..=1,
            default_missing_value = "postgresql",
            conflicts_with = "json"
        )]
        sql: Option<Dialect>,
    },
}

impl PolicyCommand {
    /// Whether it works on plain files, without an installation.
    pub fn reads_files_only(&self) -> bool {
        !matches!(self, Self::Replay(_))
    }
}

/// Law and calendar beside the policy.
#[derive(Args, Debug)]
pub struct Law {
    /// Register of regulations; default: the one that this program carries
    #[arg(long)]
    register: Option<PathBuf>,
    /// Holidays, CSV with the date in the first column; years without are unknown
    #[arg(long)]
    holidays: Option<PathBuf>,
}

impl Law {
    fn read(&self) -> Result<(Register, Calendar)> {
        let told = |found: Vec<policy::Diagnostic>| bad_input(lines(&found));
        let register = match &self.register {
            Some(path) => Register::parse(&name(path), &text(path)?).map_err(told)?,
            None => policy::shipped::register().map_err(told)?,
        };
        let calendar = match &self.holidays {
            Some(path) => Calendar::parse(&name(path), &text(path)?).map_err(bad_input)?,
            None => Calendar::default(),
        };
        Ok((register, calendar))
    }
}

/// Carries it out.
pub fn run(command: PolicyCommand) -> Result<Outcome> {
    match command {
        PolicyCommand::Check { files, law, json } => check::check(&files, &law, json),
        PolicyCommand::Diff {
            old,
            new,
            staff,
            histories,
            case,
            at,
            law,
            json,
        } => {
            let versions = (parse(&old)?, parse(&new)?);
            let (_, calendar) = law.read()?;
            let case = case_of(case.as_deref())?;
            let people = screen::read_staff(&staff, histories.as_deref(), at)?;
            let difference = diff::difference(
                (&versions.0, &versions.1),
                people
                    .iter()
                    .map(|(record, facts)| (record.nip().as_str(), facts)),
                &case,
                at,
                &Inputs::new(&calendar),
            );
            print(json, &difference.to_json(), || {
                difference.to_text(match words() {
                    Language::Id => &diff::ID,
                    Language::En => &diff::EN,
                })
            });
            Ok(Outcome::Done)
        }
        PolicyCommand::Fmt {
            files,
            check: only_check,
        } => format::format(&files, only_check),
        PolicyCommand::Register(args) => register::register(&args),
        PolicyCommand::Replay(_) => Err(Error::internal("a replay without its installation")),
        PolicyCommand::Explain {
            file,
            person,
            case,
            at,
            law,
            json,
        } => {
            let (register, calendar) = law.read()?;
            let policy = parse(&file)?;
            let person = facts_of(Kind::Person, &person)?;
            let case = case_of(case.as_deref())?;
            let inputs = Inputs::new(&calendar);
            let explanation = policy::explain(&policy, &register, &person, &case, at, &inputs);
            let value = serde_json::to_value(&explanation).map_err(Error::internal)?;
            print(json, &value, || {
                policy::render(&explanation, words()).trim_end().to_owned()
            });
            Ok(Outcome::Done)
        }
        PolicyCommand::Screen {
            file,
            staff,
            histories,
            case,
            at,
            out,
            reasons,
            law,
        } => {
            let policy = parse(&file)?;
            let (_, calendar) = law.read()?;
            let case = case_of(case.as_deref())?;
            // Whether the answer can be written is known before anybody is screened.
            let format = screen::Format::of(&out)?;
            let people = screen::People::read(&staff, histories.as_deref(), at)?;
            let threads = std::thread::available_parallelism().map_or(1, usize::from);
            let inputs = Inputs::new(&calendar);
            let screening = Screener::new(&policy, &people.table, &case, at, &inputs).run(threads);
            let rules = policy.rules().iter().map(|rule| rule.id.as_str());
            let answer = screen::Answer {
                keys: &people.keys,
                screening: &screening,
                reasons: if reasons { rules.collect() } else { Vec::new() },
            };
            answer.write(format, &out)?;
            Ok(Outcome::Done)
        }
        PolicyCommand::Sql { file, dialect } => {
            say(format_args!(
                "{}",
                policy_sql(&parse(&file)?, dialect).trim_end()
            ));
            Ok(Outcome::Done)
        }
        PolicyCommand::Schema {
            sql: Some(dialect), ..
        } => {
            say(format_args!("{}", schema_sql(dialect).trim_end()));
            Ok(Outcome::Done)
        }
        PolicyCommand::Schema { json, .. } => {
            let schema = policy::schema::schema();
            let value = serde_json::to_value(&schema).map_err(Error::internal)?;
            print(json, &value, || table(&value));
            Ok(Outcome::Done)
        }
    }
}

fn words() -> Language {
    match language() {
        Lang::Id => Language::Id,
        Lang::En => Language::En,
    }
}

fn lines(found: &[policy::Diagnostic]) -> String {
    let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
    lines.join("\n\n")
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| bad_input(format!("{}: {error}", path.display())))
}

fn parse(path: &Path) -> Result<Policy> {
    Policy::parse(&name(path), &text(path)?).map_err(|found| bad_input(lines(&found)))
}

fn facts_of(kind: Kind, path: &Path) -> Result<Facts> {
    let json: Value = serde_json::from_str(&text(path)?)
        .map_err(|error| bad_input(format!("{}: {error}", path.display())))?;
    let facts = Facts::from_json(kind, &json)
        .map_err(|error| bad_input(format!("{}: {error}", path.display())))?;
    for (place, word) in facts.unfamiliar_words() {
        eprintln!(
            "{}: {place}: `{word}` is not a word of the schema",
            path.display()
        );
    }
    Ok(facts)
}

fn case_of(path: Option<&Path>) -> Result<Facts> {
    path.map_or_else(|| Ok(Facts::case()), |path| facts_of(Kind::Case, path))
}

/// The schema as lines of tab-separated columns, in the order of the JSON's fields.
fn table(value: &Value) -> String {
    let mut out = String::new();
    for line in value.as_array().into_iter().flatten() {
        let cells: Vec<String> = line
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, cell)| match cell {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            })
            .collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out.trim_end().to_owned()
}
