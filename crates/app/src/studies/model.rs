//! Paths, states, papers and reports of studies; pure.

use std::sync::LazyLock;

use kernel::{CivilDate, Error, OrgId, Period, PersonId, Result, StudyId, Text, Timestamp};
use serde::{Deserialize, Serialize};

use crate::keyed::keyed;
use crate::people::PersonBrief;

keyed! {
    /// The legal path of a study.
    Pathway {
        /// *Tugas belajar*, paid for.
        Assignment = "tugas-belajar",
        /// *Tugas belajar biaya mandiri* of SE MenPANRB 28/2021.
        OwnCost = "mandiri",
        /// *Izin belajar* of Pergub Banten 32/2020; the same thing in the words of the governor's regulation.
        Permission = "izin-belajar",
    }
}

keyed! {
    /// Where a study stands.
    State {
        /// Proposed; papers are gathered and checked.
        Proposed = "proposed",
        /// Decided: it runs.
        Decided = "decided",
        /// Declined, with a reason.
        Declined = "declined",
        /// Taken back by who proposed it.
        Withdrawn = "withdrawn",
        /// Over: the person has reported back.
        Finished = "finished",
    }
}

keyed! {
    /// Level of the degree, as the policy schema writes it.
    Level {
        /// D-III.
        D3 = "D-III",
        /// D-IV.
        D4 = "D-IV",
        /// S-1.
        S1 = "S-1",
        /// Professional education.
        Profession = "Profesi",
        /// S-2.
        S2 = "S-2",
        /// Specialist.
        Specialist = "Spesialis",
        /// S-3.
        S3 = "S-3",
    }
}

keyed! {
    /// Who pays, as the policy schema writes it.
    Funding {
        /// State budget.
        State = "apbn",
        /// Regional budget.
        Region = "apbd",
        /// A scholarship from elsewhere (*beasiswa*).
        Scholarship = "other",
        /// Own cost (*mandiri*).
        Own = "self",
    }
}

keyed! {
    /// Papers of a study (TB-DOC, confidence S).
    PaperKind {
        /// Cover letter of the unit.
        Cover = "surat-pengantar",
        /// Recommendation of the superior.
        Superior = "rekomendasi-atasan",
        /// Guarantee of the sponsor.
        Sponsor = "jaminan-pembiayaan",
        /// Statement on own cost.
        OwnCost = "pernyataan-biaya",
        /// Letter of admission.
        Admission = "surat-penerimaan",
        /// Appraisals of two years.
        Skp = "skp",
        /// Agreement on service afterwards.
        Bond = "ikatan-dinas",
        /// Health statement.
        Health = "surat-sehat",
        /// Passed selection.
        Selection = "lulus-seleksi",
    }
}

keyed! {
    /// What became of a paper.
    PaperState {
        /// Nobody has checked it.
        Waiting = "waiting",
        /// In order.
        Accepted = "accepted",
        /// To be handed in again.
        Returned = "returned",
    }
}

keyed! {
    /// Where the report of a semester stands on a day.
    ReportState {
        /// Not due yet.
        Waiting = "menunggu",
        /// Handed in.
        Received = "diterima",
        /// Due and missing.
        Late = "terlambat",
    }
}

/// What is proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Path.
    pub pathway: Pathway,
    /// University.
    pub university: String,
    /// Programme of study.
    pub programme: String,
    /// Level.
    pub level: Level,
    /// Who pays.
    pub funding: Funding,
    /// Name of the scholarship or budget line.
    pub sponsor: Option<String>,
    /// Whether she is released from duty.
    pub released: bool,
    /// First and last day.
    pub period: Period,
    /// Normative length of the programme, in months.
    pub normative_months: i64,
    /// Item of the competency plan; empty if none.
    pub plan_item: String,
    /// Whether the field of study fits the need of the OPD.
    pub field_fits: bool,
    /// Whether lessons are outside working hours.
    pub outside_hours: bool,
    /// Date of the application: the day of the decision on eligibility, not after today.
    pub applied: CivilDate,
}

impl Plan {
    /// Refuses what contradicts itself, field by field.
    pub fn checked(&self, today: CivilDate) -> Result<()> {
        let mut wrong: Vec<(&str, &str)> = Vec::new();
        if self.applied > today {
            wrong.push(("applied", "studies-applied-future"));
        }
        let own = self.funding == Funding::Own;
        match self.pathway {
            Pathway::Assignment if own => wrong.push(("funding", "studies-funding-paid")),
            Pathway::OwnCost | Pathway::Permission if !own => {
                wrong.push(("funding", "studies-funding-own"));
            }
            _ => {}
        }
        if self.pathway == Pathway::Permission && self.released {
            wrong.push(("released", "studies-released-permission"));
        }
        let mut wrong = wrong.into_iter();
        match wrong.next() {
            None => Ok(()),
            Some((field, key)) => Err(wrong
                .fold(Error::invalid_field(field, key), |error, (field, key)| {
                    error.field(field, key)
                })),
        }
    }
}

/// A paper that came.
#[derive(Clone, PartialEq, Debug)]
pub struct Paper {
    /// Kind.
    pub kind: PaperKind,
    /// Name of the file as sent.
    pub file_name: String,
    /// SHA-256.
    pub scan: String,
    /// State.
    pub state: PaperState,
    /// Why it was returned.
    pub remark: Option<String>,
    /// Who handed it in.
    pub entered_by: String,
    /// When.
    pub at: Timestamp,
}

/// The report of a semester.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// Number from 1.
    pub semester: i64,
    /// Last day of the semester.
    pub last_day: CivilDate,
    /// Until when it is due.
    pub due: CivilDate,
    /// When it came.
    pub received: Option<CivilDate>,
    /// Who at the university endorsed it.
    pub endorsed_by: Option<String>,
    /// SHA-256 of the scan.
    pub scan: Option<String>,
}

impl Report {
    /// Where it stands on `today`.
    pub fn state(&self, today: CivilDate) -> ReportState {
        match self.received {
            Some(_) => ReportState::Received,
            None if self.due < today => ReportState::Late,
            None => ReportState::Waiting,
        }
    }
}

/// A study.
#[derive(Clone, PartialEq, Debug)]
pub struct Study {
    /// Id.
    pub id: StudyId,
    /// The person.
    pub person: PersonId,
    /// Her OPD.
    pub opd: Option<OrgId>,
    /// The person as she stood when it was proposed.
    pub brief: PersonBrief,
    /// What was proposed.
    pub plan: Plan,
    /// State.
    pub state: State,
    /// Who proposed it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: Timestamp,
    /// Day of the decision.
    pub decided_on: Option<CivilDate>,
    /// Why it was declined or taken back.
    pub reason: Option<String>,
    /// Day on which she reported back.
    pub reported: Option<CivilDate>,
    /// Papers that came.
    pub papers: Vec<Paper>,
    /// Reports, from the decision on.
    pub reports: Vec<Report>,
}

impl Study {
    /// The papers that its path asks for, each with what came.
    pub fn checklist(&self) -> Vec<(PaperKind, Option<&Paper>)> {
        path(self.plan.pathway)
            .papers
            .iter()
            .map(|kind| (*kind, self.papers.iter().find(|paper| paper.kind == *kind)))
            .collect()
    }

    /// Whether every paper was accepted.
    pub fn papers_complete(&self) -> bool {
        self.checklist()
            .iter()
            .all(|(_, paper)| paper.is_some_and(|paper| paper.state == PaperState::Accepted))
    }

    /// Refuses an act that this state does not allow.
    pub fn must_be(&self, state: State) -> Result<()> {
        if self.state == state {
            return Ok(());
        }
        Err(Error::refused(
            Text::new("studies-not-now")
                .with_word("state", format!("studies-state-{}", self.state)),
        )
        .next("studies-not-now-next"))
    }
}

/// Reports of a study from `period`: one a semester, the last ends with the study.
pub fn reports_of(period: Period) -> Vec<Report> {
    let rules = &data().report;
    let mut reports = Vec::new();
    for semester in 1.. {
        let last = period
            .start()
            .add_months(rules.semester_months * semester)
            .and_then(|next| next.add_days(-1));
        let Some(last) = last else { break };
        let last_day = last.min(period.end());
        let due = last_day.add_days(rules.due_days).unwrap_or(last_day);
        reports.push(Report {
            semester: i64::from(semester),
            last_day,
            due,
            received: None,
            endorsed_by: None,
            scan: None,
        });
        if last >= period.end() {
            break;
        }
    }
    reports
}

/// Reference data of the slice.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// Reports of semesters.
    pub report: ReportRules,
    /// What each path asks for.
    pub path: Vec<Path>,
}

/// How reports are counted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportRules {
    /// Months of a semester.
    pub semester_months: i32,
    /// Days from the end of a semester to the day on which its report is due.
    pub due_days: i32,
    /// On what it rests.
    pub cite: String,
}

/// A path.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// Which.
    pub key: Pathway,
    /// Its policy.
    pub policy: String,
    /// On what the list of papers rests.
    pub cite: String,
    /// Papers.
    pub papers: Vec<PaperKind>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    toml::from_str(include_str!("study.toml")).unwrap_or_else(|error| {
        tracing::error!(%error, "study.toml");
        Data {
            report: ReportRules {
                semester_months: 0,
                due_days: 0,
                cite: String::new(),
            },
            path: Vec::new(),
        }
    })
});

static NO_PATH: Path = Path {
    key: Pathway::Assignment,
    policy: String::new(),
    cite: String::new(),
    papers: Vec::new(),
};

/// The reference data; a test reads it.
pub fn data() -> &'static Data {
    &DATA
}

/// What a path asks for.
pub fn path(pathway: Pathway) -> &'static Path {
    data()
        .path
        .iter()
        .find(|path| path.key == pathway)
        .unwrap_or(&NO_PATH)
}
