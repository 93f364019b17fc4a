//! The screening of a study: facts of person and case, the policy in force on the day of the application, frozen.

use kernel::{CivilDate, Error, Result, Scope, Timestamp};
use policy::{Explanation, Facts, Inputs, Value};
use serde_json::json;

use super::model::{PaperKind, PaperState, Pathway, Study, path};
use crate::db::{Sql, Tx};
use crate::keyed::keyed;
use crate::letters::{self, LetterKind};
use crate::{holidays, people, policies, screenings};

keyed! {
    /// Why a study was screened.
    Cause {
        /// It was proposed.
        Proposal = "proposal",
        /// A paper or letter came.
        Paper = "paper",
        /// It was decided.
        Decision = "decision",
        /// The person reported back.
        Return = "return",
    }
}

/// What a screening freezes.
pub(super) struct Judgement {
    pub(super) policy: String,
    pub(super) person: Facts,
    pub(super) case: Facts,
    pub(super) explanation: Explanation,
}

/// A screening as it was stored; nothing in it changes ever after.
#[derive(Clone, Debug)]
pub struct Screening {
    /// Instant.
    pub at: Timestamp,
    /// Why.
    pub cause: Cause,
    /// Text of the policy.
    pub policy: String,
    /// Frozen facts of the person.
    pub facts: serde_json::Value,
    /// Frozen facts of the case.
    pub case: serde_json::Value,
    /// Verdict with every reason.
    pub explanation: Explanation,
}

/// The facts of the case. What nobody has told stays missing: unknown, not failed.
async fn case_facts(sql: &impl Sql, study: &Study) -> Result<Facts> {
    let plan = &study.plan;
    let mut facts = Facts::case();
    let mut set = |name: &str, value: serde_json::Value, source: &str, date: Option<CivilDate>| {
        facts
            .set(name, &value, Some(source.to_owned()), date)
            .map_err(|error| Error::internal(format!("fact of a study: {error}")))
    };
    let form = match plan.pathway {
        Pathway::Permission => "izin-belajar",
        Pathway::Assignment | Pathway::OwnCost => "tugas-belajar",
    };
    let on = Some(plan.applied);
    let proposal = "Usulan studi";
    set("form", json!(form), proposal, on)?;
    set(
        "start",
        json!(plan.period.start().to_string()),
        proposal,
        on,
    )?;
    set("end", json!(plan.period.end().to_string()), proposal, on)?;
    set("released", json!(plan.released), proposal, on)?;
    set("funding", json!(plan.funding.key()), proposal, on)?;
    set("jenjang", json!(plan.level.key()), proposal, on)?;
    set("masa_normatif", json!(plan.normative_months), proposal, on)?;
    set("plan_item", json!(plan.plan_item), proposal, on)?;
    set("bidang_sesuai", json!(plan.field_fits), proposal, on)?;
    set("di_luar_jam_kerja", json!(plan.outside_hours), proposal, on)?;
    if let Some(day) = study.reported {
        set(
            "lapor",
            json!(day.to_string()),
            "Laporan kembali",
            Some(day),
        )?;
    }
    for (kind, name) in [
        (PaperKind::Cover, "surat_pengantar"),
        (PaperKind::Superior, "izin_atasan"),
    ] {
        let accepted = study
            .papers
            .iter()
            .find(|paper| paper.kind == kind && paper.state == PaperState::Accepted);
        if let Some(paper) = accepted {
            set(name, json!(true), "Berkas usulan", Some(paper.at.date()))?;
        }
    }
    if let Some(letter) = letters::of_study(sql, study.id)
        .await?
        .into_iter()
        .find(|letter| letter.kind == LetterKind::StudyPermit && letter.is_in_force())
    {
        let source = format!("Surat {}", letter.number.as_deref().unwrap_or_default());
        set("izin_opd", json!(true), &source, letter.date)?;
    }
    if let Some(report) = study
        .reports
        .iter()
        .rev()
        .find(|one| one.received.is_some())
    {
        set(
            "laporan_semester",
            json!(true),
            "Laporan semester",
            report.received,
        )?;
    }
    Ok(facts)
}

/// Adds the day on which the person reaches her retirement age where the register knows birth and age, and no paper
/// tells the day: the criteria of studies count from it.
fn add_retirement(person: &mut Facts) -> Result<()> {
    let known = |name: &str| person.get(name).filter(|fact| !fact.value.is_missing());
    let (None, Some(age), Some(birth)) = (known("tanggal_bup"), known("bup"), known("lahir"))
    else {
        return Ok(());
    };
    let (Value::Int(years), Value::Date(born)) = (&age.value, &birth.value) else {
        return Ok(());
    };
    let years = i32::try_from(*years).ok();
    let Some(day) = years.and_then(|years| born.add_years(years)) else {
        return Ok(());
    };
    let (source, date) = (age.source.clone(), age.date);
    person
        .set("tanggal_bup", &json!(day.to_string()), source, date)
        .map_err(|error| Error::internal(format!("retirement of a student: {error}")))
}

/// Judges a study by the policy of its path that was in force on the day `decision`, which is also the day of the verdict:
/// that of its application until it is decided, that of the decision from then on.
pub(super) async fn judge(
    sql: &impl Sql,
    study: &Study,
    decision: CivilDate,
    now: Timestamp,
) -> Result<Judgement> {
    let pinned = policies::pin(sql, &path(study.plan.pathway).policy, decision, now).await?;
    let digest = crate::sha256_hex(pinned.text.as_bytes());
    let policy = screenings::read_policy(&pinned.id, &pinned.text, &digest)?;
    let mut person = people::policy_facts(sql, &Scope::All, study.person, now.date()).await?;
    add_retirement(&mut person)?;
    let case = case_facts(sql, study).await?;
    let calendar = holidays::calendar(sql).await?;
    let register = crate::regulations::register(sql).await?;
    let judged = screenings::judge(
        &register,
        &policy,
        &person,
        vec![case],
        decision,
        &Inputs::new(&calendar),
    )?;
    Ok(Judgement {
        policy: pinned.text,
        person,
        case: judged.case,
        explanation: judged.explanation,
    })
}

/// Screens a study and stores what came out beside the earlier ones.
pub(super) async fn screen_in(tx: &Tx, study: &Study, cause: Cause) -> Result<Explanation> {
    let day = match cause {
        Cause::Proposal | Cause::Paper => study.plan.applied,
        Cause::Decision | Cause::Return => study.decided_on.unwrap_or_else(|| tx.now().date()),
    };
    let judged = judge(tx, study, day, tx.now()).await?;
    super::store::insert_screening(tx, study.id, cause, &judged).await?;
    Ok(judged.explanation)
}
