//! An explanation in plain words, Indonesian or English: what the command line prints and the pages say.

use std::fmt::Write;

use kernel::CivilDate;

use crate::explain::{Explanation, FactRead, RuleResult};
use crate::file::Force;
use crate::lang::{Lang, Language};
use crate::register::Confidence;
use crate::status::Status;

/// Words of the report that belong to no rule.
struct Words {
    decision: &'static str,
    fact_of: &'static str,
    source: &'static str,
    basis: &'static str,
    remedy: &'static str,
    from: &'static str,
    to_supply: &'static str,
    points: &'static str,
    policy: &'static str,
    waived_by: &'static str,
    refused: &'static str,
}

const ID: Words = Words {
    decision: "Tanggal keputusan",
    fact_of: "Data",
    source: "sumber",
    basis: "Dasar",
    remedy: "Langkah berikutnya",
    from: "Terpenuhi mulai",
    to_supply: "Data yang perlu dilengkapi",
    points: "Nilai",
    policy: "Kebijakan",
    waived_by: "Dikecualikan oleh",
    refused: "Pengecualian yang tidak dapat diterima",
};

const EN: Words = Words {
    decision: "Decision date",
    fact_of: "Fact",
    source: "source",
    basis: "Basis",
    remedy: "Next step",
    from: "Met from",
    to_supply: "Data to supply",
    points: "Points",
    policy: "Policy",
    waived_by: "Waived by",
    refused: "Waivers that the policy does not allow",
};

fn words(language: Language) -> &'static Words {
    match language {
        Language::Id => &ID,
        Language::En => &EN,
    }
}

/// What follows when the rule is not met, as people read it.
fn force(force: Force) -> Lang {
    match force {
        Force::Block => Lang::new("syarat", "requirement"),
        Force::Warn => Lang::new("peringatan", "warning"),
        Force::Record => Lang::new("catatan", "record"),
        Force::Score => Lang::new("nilai", "score"),
    }
}

fn long(date: CivilDate, language: Language) -> String {
    match language {
        Language::Id => date.long_id(),
        Language::En => date.long_en(),
    }
}

/// The whole explanation as plain text, one line a thought.
pub fn render(explanation: &Explanation, language: Language) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail, so the results are dropped.
    let _ = head(&mut out, explanation, language);
    for rule in &explanation.rules {
        let _ = one(&mut out, rule, language);
    }
    let _ = tail(&mut out, explanation, language);
    out
}

fn head(out: &mut String, e: &Explanation, language: Language) -> std::fmt::Result {
    let w = words(language);
    writeln!(out, "{}", e.verdict.label(language))?;
    writeln!(
        out,
        "{}: {} ({} {})",
        w.policy,
        e.policy.title.get(language),
        e.policy.id,
        e.policy.version
    )?;
    writeln!(out, "{}: {}", w.decision, long(e.decision, language))
}

fn mark(status: Status) -> &'static str {
    match status {
        Status::Met => "✓",
        Status::NotMet => "✗",
        Status::Unknown => "?",
        Status::Waived => "◦",
        Status::NotApplicable => "–",
    }
}

fn one(out: &mut String, rule: &RuleResult, language: Language) -> std::fmt::Result {
    let w = words(language);
    writeln!(
        out,
        "\n{} {} [{}, {}]",
        mark(rule.status),
        rule.says.get(language),
        force(rule.force).get(language),
        rule.status.label(language)
    )?;
    if rule.status == Status::NotApplicable {
        return Ok(());
    }
    for fact in &rule.facts {
        writeln!(out, "    {}: {}", w.fact_of, fact_line(fact, language))?;
    }
    if let Some(points) = &rule.points {
        writeln!(out, "    {}: {points}", w.points)?;
    }
    if let Some(office) = &rule.waived_by {
        writeln!(out, "    {}: {office}", w.waived_by)?;
    }
    for citation in &rule.citations {
        writeln!(
            out,
            "    {}: {} {} ({}: {})",
            w.basis,
            citation.source,
            citation.article,
            confidence_mark(citation.confidence),
            citation.confidence.label().get(language)
        )?;
    }
    if let Some(remedy) = &rule.remedy {
        writeln!(out, "    {}: {}", w.remedy, remedy.get(language))?;
    }
    let Some(date) = rule.met_from.filter(|_| rule.status == Status::NotMet) else {
        return Ok(());
    };
    let date = long(date, language);
    let told = rule.remedy.as_ref().map(|text| text.get(language));
    if told.is_some_and(|text| text.contains(&date)) {
        return Ok(());
    }
    writeln!(out, "    {}: {date}", w.from)
}

fn confidence_mark(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::T => "T",
        Confidence::S => "S",
        Confidence::M => "M",
        Confidence::P => "P",
    }
}

fn fact_line(fact: &FactRead, language: Language) -> String {
    let mut line = format!("{}: {}", fact.label.get(language), fact.shown.get(language));
    let from: Vec<String> = fact
        .source
        .iter()
        .cloned()
        .chain(fact.date.map(|date| long(date, language)))
        .collect();
    if !from.is_empty() {
        line.push_str(&format!(
            " ({} {})",
            words(language).source,
            from.join(", ")
        ));
    }
    line
}

fn tail(out: &mut String, e: &Explanation, language: Language) -> std::fmt::Result {
    let w = words(language);
    if let Some(points) = &e.points {
        writeln!(out, "\n{}: {points}", w.points)?;
    }
    if !e.missing.is_empty() {
        writeln!(out, "\n{}:", w.to_supply)?;
        for fact in &e.missing {
            writeln!(out, "    {} ({})", fact.label.get(language), fact.name)?;
        }
    }
    if !e.refused_waivers.is_empty() {
        writeln!(out, "\n{}:", w.refused)?;
        for waiver in &e.refused_waivers {
            writeln!(out, "    {} ({})", waiver.rule, waiver.waived_by)?;
        }
    }
    Ok(())
}
