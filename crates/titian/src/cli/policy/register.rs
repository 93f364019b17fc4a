//! `titian policy register`: what is in force on a date, what rests on an article, what is being prepared.

use std::path::PathBuf;

use clap::Args;
use kernel::{CivilDate, Clock, Result, SystemClock};
use policy::{Dependent, DependentKind, Language, Policy, Register, Standing};
use serde_json::{Value, json};

use super::check::policy_files;
use super::{Law, lines, name, text, words};
use crate::output::{Outcome, bad_input, print};

/// What to ask the register of regulations.
#[derive(Args, Debug)]
pub struct RegisterArgs {
    /// Date of which to tell what is in force, YYYY-MM-DD; default: today
    #[arg(long)]
    at: Option<CivilDate>,
    /// One article or instrument by its id, such as UU5-2014-70-5 or "PP 11/2017": relations, and what rests on it
    #[arg(long)]
    article: Option<String>,
    /// Only regulations to be prepared: owner, stage, due date, what waits
    #[arg(long, conflicts_with = "article")]
    planned: bool,
    /// Look for wrong or outdated names of instruments in this text
    #[arg(long, conflicts_with_all = ["article", "planned"])]
    lint: Option<String>,
    /// Policy files or folders whose rules are looked at; default: those that this program carries
    #[arg(long)]
    policies: Vec<PathBuf>,
    #[command(flatten)]
    law: Law,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn register(args: &RegisterArgs) -> Result<Outcome> {
    let (register, _) = args.law.read()?;
    let at = args.at.unwrap_or_else(|| SystemClock.today());
    if let Some(text) = &args.lint {
        return Ok(lint(&register, text, at, args.json));
    }
    if let Some(id) = &args.article {
        return article(&register, id, at, args);
    }
    if args.planned {
        let value =
            json!({ "at": at, "planned": register.planned(), "overdue": ids(&register, at) });
        print(args.json, &value, || planned(&register, at).join("\n"));
        return Ok(Outcome::Done);
    }
    let rows: Vec<Value> = register
        .sources()
        .iter()
        .map(|source| json!({ "source": source, "standing": source.standing(at) }))
        .collect();
    let value = json!({
        "at": at, "statute": register.statute(at).map(|s| &s.id), "sources": rows,
        "planned": register.planned(), "overdue": ids(&register, at), "digest": register.digest(),
    });
    print(args.json, &value, || {
        let mut out = vec![format!("{at}")];
        for standing in [
            Standing::InForce,
            Standing::Unverified,
            Standing::NotYet,
            Standing::Ended,
        ] {
            let mut sources: Vec<_> = register
                .sources()
                .iter()
                .filter(|source| source.standing(at) == standing)
                .collect();
            sources.sort_by_key(|source| (source.rank, source.from));
            if sources.is_empty() {
                continue;
            }
            out.push(format!("\n{}:", standing.label().get(words())));
            for source in sources {
                out.push(format!(
                    "  {} [{:?}] {}",
                    source.id, source.confidence, source.title
                ));
            }
        }
        out.push(String::new());
        out.extend(planned(&register, at));
        out.join("\n")
    });
    Ok(Outcome::Done)
}

fn ids(register: &Register, at: CivilDate) -> Vec<&str> {
    let late = register.overdue(at).into_iter();
    late.map(|planned| planned.id.as_str()).collect()
}

fn planned(register: &Register, at: CivilDate) -> Vec<String> {
    let mut out = vec![say("Perlu disiapkan:", "To be prepared:").to_owned()];
    for planned in register.planned() {
        let stage = planned.stage.map_or_else(
            || "?".to_owned(),
            |stage| stage.label().get(words()).to_owned(),
        );
        let due = planned.due.map_or_else(String::new, |due| {
            let late = if due < at {
                say(", terlambat", ", overdue")
            } else {
                ""
            };
            format!("; {} {due}{late}", say("tenggat", "due"))
        });
        out.push(format!(
            "  {} – {} ({stage}{due})",
            planned.title, planned.owner
        ));
        out.push(format!(
            "    {} {}",
            say("menunggu:", "waiting:"),
            planned.waits.join(", ")
        ));
    }
    out
}

fn lint(register: &Register, text: &str, at: CivilDate, as_json: bool) -> Outcome {
    let slips = register.lint(text, at);
    let value = json!({ "at": at, "slips": slips });
    print(as_json, &value, || {
        let told: Vec<String> = slips
            .iter()
            .map(|slip| format!("error: {}\n  = help: {}", slip.message, slip.help))
            .collect();
        match told.is_empty() {
            true => say("Tidak ada yang keliru.", "Nothing is wrong.").to_owned(),
            false => told.join("\n\n"),
        }
    });
    if slips.is_empty() {
        Outcome::Done
    } else {
        Outcome::Failed
    }
}

fn article(register: &Register, id: &str, at: CivilDate, args: &RegisterArgs) -> Result<Outcome> {
    let policies = policies(&args.policies)?;
    let entry = register.entry(id);
    let Some(source) = register.source_of(id) else {
        let ids = register.entries().iter().map(|entry| entry.id.as_str());
        let same = |known: &str| known.to_lowercase().contains(&id.to_lowercase());
        let near: Vec<&str> = ids.filter(|known| same(known)).take(8).collect();
        let hint = if near.is_empty() {
            "`titian policy register` lists the instruments".to_owned()
        } else {
            format!("there are {}", near.join(", "))
        };
        return Err(bad_input(format!("the register has no `{id}`; {hint}")));
    };
    let standing = entry.map_or_else(|| source.standing(at), |entry| entry.standing(at));
    let dependents = register.rests_on(id, &policies);
    let relations = register.relations_of(id);
    let awaited = register.awaited_by(id);
    let value = json!({
        "at": at, "source": source, "entry": entry, "standing": standing,
        "relations": relations, "dependents": dependents, "awaits": awaited,
    });
    print(args.json, &value, || {
        let mut out = vec![match entry {
            Some(entry) => format!(
                "{}: {} {} [{:?}]\n  {}",
                entry.id,
                entry.source,
                entry.article,
                entry.confidence,
                entry.says.get(words())
            ),
            None => format!("{}: {} [{:?}]", source.id, source.title, source.confidence),
        }];
        out.push(format!("  {at}: {}", standing.label().get(words())));
        for relation in &relations {
            let since = relation
                .from
                .map_or_else(String::new, |from| format!(" ({from})"));
            let verb = relation.kind.label();
            let verb = verb.get(words());
            out.push(format!("  {} {verb} {}{since}", relation.by, relation.of));
        }
        for planned in &awaited {
            out.push(format!(
                "  {} {}",
                say("menunggu", "waits for"),
                planned.title
            ));
        }
        out.push(match dependents.is_empty() {
            true => say(
                "  Tidak ada aturan yang bertumpu padanya.",
                "  No rule rests on it.",
            )
            .to_owned(),
            false => say("\nBertumpu padanya:", "\nRests on it:").to_owned(),
        });
        out.extend(dependents.iter().map(line));
        out.join("\n")
    });
    Ok(Outcome::Done)
}

fn line(dependent: &Dependent) -> String {
    let kind = match dependent.kind {
        DependentKind::Rule => say("aturan", "rule"),
        DependentKind::Param => say("parameter", "parameter"),
    };
    let stops = match dependent.stops {
        true => say("berhenti jika dicabut", "stops if revoked"),
        false => say("masih ada dasar lain", "has another basis"),
    };
    let through = match dependent.through.is_empty() {
        true => String::new(),
        false => format!(
            " ({} {})",
            say("lewat", "through"),
            dependent.through.join(", ")
        ),
    };
    format!(
        "  {} {kind} {}{through}: {stops}",
        dependent.policy, dependent.id
    )
}

fn say(id: &'static str, en: &'static str) -> &'static str {
    match words() {
        Language::Id => id,
        Language::En => en,
    }
}

fn policies(named: &[PathBuf]) -> Result<Vec<Policy>> {
    if named.is_empty() {
        return policy::shipped::policies().map_err(|found| bad_input(lines(&found)));
    }
    policy_files(named)?
        .iter()
        .map(|path| {
            Policy::parse(&name(path), &text(path)?).map_err(|found| bad_input(lines(&found)))
        })
        .collect()
}
