//! `titian policy`: check policy files, explain one person, screen a staff file, list the names of the schema.

mod check;
mod diff;
mod format;
mod register;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use app::people::facts::{Attested, Known, facts};
use app::words::Lang;
use clap::{Args, Subcommand};
use kernel::{CivilDate, Error, Result};
use policy::schema::Kind;
use policy::sql::{Dialect, policy_sql, schema_sql};
use policy::{Calendar, Facts, Inputs, Language, Policy, Register, Screener, Table};
use serde_json::Value;
use staff_file::StaffRecord;
use staff_file::history::{Coverage, HistoryFile, HistoryKind};

use crate::adapters;
use crate::output::{Outcome, bad_input, language, print};

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
        /// CSV to write
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
            let people = read_staff(&staff, histories.as_deref(), at)?;
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
            if out.extension().is_some_and(|ending| ending == "parquet") {
                return Err(bad_input(
                    "this build writes CSV only; give --out a name that ends in .csv",
                ));
            }
            let people = read_staff(&staff, histories.as_deref(), at)?;
            let csv = screen(
                &policy,
                &people,
                &case,
                at,
                &Inputs::new(&calendar),
                reasons,
            );
            fs::write(&out, csv)
                .map_err(|error| bad_input(format!("{}: {error}", out.display())))?;
            Ok(Outcome::Done)
        }
        PolicyCommand::Sql { file, dialect } => {
            println!("{}", policy_sql(&parse(&file)?, dialect).trim_end());
            Ok(Outcome::Done)
        }
        PolicyCommand::Schema {
            sql: Some(dialect), ..
        } => {
            println!("{}", schema_sql(dialect).trim_end());
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

/// A history as the files of one kind give it.
#[derive(Default)]
struct History {
    everybody: bool,
    by_nip: HashMap<String, Vec<Value>>,
    by_id: HashMap<String, Vec<Value>>,
}

impl History {
    fn add(&mut self, file: &HistoryFile) {
        self.everybody |= file.coverage == Coverage::Semua;
        for (key, value) in app::people::events(&file.rows) {
            let list = match (&key.pns_id, &key.nip) {
                (Some(id), _) => self.by_id.entry(id.clone()),
                (None, Some(nip)) => self.by_nip.entry(nip.as_str().to_owned()),
                (None, None) => continue,
            };
            list.or_default().push(value);
        }
    }

    fn of(&self, person: &StaffRecord) -> Option<Vec<Value>> {
        let found = [
            self.by_id.get(person.key()),
            self.by_nip.get(person.nip().as_str()),
        ];
        let rows: Vec<Value> = found.into_iter().flatten().flatten().cloned().collect();
        (self.everybody || !rows.is_empty()).then_some(rows)
    }
}

/// The people of a staff file with their facts; rejected rows are counted on standard error.
fn read_staff(
    staff: &Path,
    histories: Option<&Path>,
    at: CivilDate,
) -> Result<Vec<(StaffRecord, Facts)>> {
    let foreign = adapters::ports()?.foreign;
    let bytes = |path: &Path| {
        fs::read(path).map_err(|error| bad_input(format!("{}: {error}", path.display())))
    };
    let file = foreign.staff(&bytes(staff)?, &name(staff), at)?;
    if !file.rejected_rows.is_empty() {
        let n = file.rejected_rows.len();
        eprintln!(
            "{}: {n} row(s) cannot be read and are left out; `titian import staff --dry-run` names them",
            staff.display()
        );
    }
    let mut found: BTreeMap<&'static str, History> = BTreeMap::new();
    if let Some(folder) = histories {
        let listing = fs::read_dir(folder)
            .map_err(|error| bad_input(format!("{}: {error}", folder.display())))?;
        let mut paths: Vec<PathBuf> = listing.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let ending = path
                .extension()
                .and_then(|ending| ending.to_str())
                .unwrap_or_default();
            let Some(kind) = HistoryKind::from_name(&name(&path)) else {
                continue;
            };
            if !["csv", "xlsx", "txt"].contains(&ending) || kind == HistoryKind::Standar {
                continue;
            }
            let file = foreign.history(kind, &bytes(&path)?, &name(&path), at)?;
            if !file.rejected_rows.is_empty() {
                let n = file.rejected_rows.len();
                eprintln!(
                    "{}: {n} row(s) cannot be read and are left out",
                    path.display()
                );
            }
            found.entry(kind.stem()).or_default().add(&file);
        }
    }
    let mut people = Vec::with_capacity(file.rows.len());
    for (_, record) in file.rows {
        let mut attested = BTreeMap::new();
        for (kind, history) in &found {
            if let Some(rows) = history.of(&record) {
                let source = format!("Riwayat {}", kind.to_uppercase());
                attested.insert(
                    (*kind).to_owned(),
                    Attested {
                        value: rows.into(),
                        source,
                        date: at,
                    },
                );
            }
        }
        let facts = facts(&Known {
            record: &record,
            source: "Data ASN (SIASN)",
            date: at,
            attested: &attested,
        })?;
        people.push((record, facts));
    }
    Ok(people)
}

/// Everybody by columns: the same verdicts as one by one, in a fraction of the time.
fn screen(
    policy: &Policy,
    people: &[(StaffRecord, Facts)],
    case: &Facts,
    at: CivilDate,
    inputs: &Inputs<'_>,
    reasons: bool,
) -> String {
    let mut csv = String::from("pns_id,nip,verdict,failed,unknown,warned");
    if reasons {
        for rule in policy.rules() {
            let _ = write!(csv, ",{}", rule.id);
        }
    }
    csv.push('\n');
    let table: Table = people.iter().map(|(_, facts)| facts).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let screening = Screener::new(policy, &table, case, at, inputs).run(threads);
    for (row, (record, _)) in people.iter().enumerate() {
        let Some(result) = screening.row(row) else {
            continue;
        };
        let id = record.pns_id().unwrap_or_default();
        let _ = write!(
            csv,
            "{id},{},{},{},{},{}",
            record.nip().as_str(),
            result.verdict.as_str(),
            result.failed,
            result.unknown,
            result.warned
        );
        if reasons {
            for rule in 0..policy.rules().len() {
                let status = screening
                    .status(rule, row)
                    .map_or("", policy::Status::as_str);
                let _ = write!(csv, ",{status}");
            }
        }
        csv.push('\n');
    }
    csv
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
