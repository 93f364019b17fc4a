//! A programme of internships: its kind, its state and the transitions between states; pure.

use kernel::{CivilDate, Error, Period, ProgrammeId, Result, Text, Timestamp};

use crate::keyed::keyed;

keyed! {
    /// How far a programme is.
    State {
        /// Being prepared; nobody outside the agency sees it.
        Draft = "draft",
        /// Open for nominations; the policy is pinned.
        Open = "open",
        /// Nominations are closed, papers and facts are verified.
        Verifying = "verifying",
        /// Places are being given.
        Placing = "placing",
        /// Places are confirmed, the decision is being drawn up.
        Deciding = "deciding",
        /// The decision is issued; people are at their hosts.
        Running = "running",
        /// Finished.
        Closed = "closed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

keyed! {
    /// How much of a programme its maker wants to see.
    Preset {
        /// *Program sederhana*: at most ten fields, no scoring, no choices, three papers.
        Simple = "simple",
        /// Everything.
        Advanced = "advanced",
    }
}

keyed! {
    /// Kind of host; the words are those of `case.host_kind` in policies.
    HostKind {
        /// Another unit of the same government.
        Internal = "internal",
        /// Central ministry or agency.
        Central = "central",
        /// Another regional government.
        Regional = "regional",
        /// Private company: the law calls it *pertukaran*.
        Private = "private",
        /// State-owned company.
        Bumn = "bumn",
        /// Company owned by a region.
        Bumd = "bumd",
        /// International body.
        International = "international",
        /// Foreign state, body or company.
        Foreign = "foreign",
    }
}

keyed! {
    /// Field of competence (*bidang*), UU 5/2014 Ps 69(3).
    Bidang {
        /// Technical.
        Teknis = "teknis",
        /// Managerial.
        Manajerial = "manajerial",
        /// Socio-cultural.
        SosialKultural = "sosial-kultural",
    }
}

keyed! {
    /// Whether people leave their duty (*waktu*).
    Waktu {
        /// Full time, released for the while.
        Penuh = "penuh",
        /// Part time, still on duty.
        Paruh = "paruh",
    }
}

keyed! {
    /// By which way people take part (*cara*).
    Cara {
        /// On site.
        Luring = "luring",
        /// Online.
        Daring = "daring",
        /// Both.
        Hibrida = "hibrida",
    }
}

keyed! {
    /// Who goes where (*arah*).
    Arah {
        /// Own people go to other institutions.
        Keluar = "keluar",
        /// Own people go to another unit of the same government.
        AntarOpd = "antar-opd",
        /// Civil servants of other governments are hosted here.
        Masuk = "masuk",
    }
}

keyed! {
    /// How places are given.
    Giving {
        /// *Penetapan langsung*: the nomination names the place.
        Direct = "direct",
        /// *Satu tujuan*: a cohort goes to one institution.
        Cohort = "cohort",
        /// *Pilihan berperingkat*: ranked choices, placed by the solver.
        Ranked = "ranked",
    }
}

keyed! {
    /// What counts when ranked choices are placed, in order of importance (names of `titian-placement/1`).
    Objective {
        /// Most people placed.
        Placed = "placed",
        /// Most first choices, then most second choices.
        Greedy = "greedy",
        /// Fewest at the worst rank.
        Generous = "generous",
        /// Most competency gap closed.
        Fit = "fit",
    }
}

keyed! {
    /// A paper that a nomination may need; the words are those of the policies' case facts.
    PaperKind {
        /// Cover letter of the unit.
        SuratPengantar = "surat-pengantar",
        /// Permission of the direct superior.
        IzinAtasan = "izin-atasan",
        /// Permission of the head of the unit.
        IzinOpd = "izin-opd",
        /// Learning plan.
        RencanaMagang = "rencana-magang",
        /// Handover note.
        SerahTerima = "serah-terima",
        /// Revised work targets.
        PenyesuaianSkp = "penyesuaian-skp",
        /// Assignment by the PPK.
        PenugasanPpk = "penugasan-ppk",
        /// Letter of the guest's own institution (arah masuk).
        SuratInstansi = "surat-instansi",
    }
}

keyed! {
    /// A line of the calendar.
    DateStep {
        /// Announcement.
        Announce = "announce",
        /// Nominations.
        Nominate = "nominate",
        /// Verification.
        Verify = "verify",
        /// Placement.
        Place = "place",
        /// Objections.
        Object = "object",
        /// Departure.
        Start = "start",
        /// Return.
        End = "end",
    }
}

/// A programme as it is stored.
#[derive(Clone, PartialEq, Debug)]
pub struct Programme {
    /// Id.
    pub id: ProgrammeId,
    /// Name.
    pub name: String,
    /// Budget year.
    pub year: i32,
    /// How far it is.
    pub state: State,
    /// Simple or advanced.
    pub preset: Preset,
    /// Kind of host.
    pub host_kind: HostKind,
    /// Field of competence.
    pub bidang: Bidang,
    /// Full or part time.
    pub waktu: Waktu,
    /// On site or online.
    pub cara: Cara,
    /// Direction.
    pub arah: Arah,
    /// How places are given.
    pub giving: Giving,
    /// First and last day of the internships.
    pub period: Period,
    /// Shortest internship, in days.
    pub min_days: i32,
    /// Longest internship, in days.
    pub max_days: i32,
    /// People an OPD may release at once; `None`: no limit.
    pub release_max: Option<i64>,
    /// Ranked choices a person may name, 1 to 20.
    pub max_choices: i64,
    /// Order of the objectives for ranked choices.
    pub objective: Vec<Objective>,
    /// Published text that decides exact ties.
    pub seed: String,
    /// Papers each nomination needs.
    pub papers: Vec<PaperKind>,
    /// Id of the policy.
    pub policy_id: String,
    /// Version pinned at opening.
    pub policy_version: Option<String>,
    /// SHA-256 of the pinned text.
    pub policy_digest: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// One line of the calendar; both days included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CalendarLine {
    /// Which.
    pub step: DateStep,
    /// First day.
    pub opens: CivilDate,
    /// Last day.
    pub closes: CivilDate,
}

impl State {
    /// Whether a programme in this state may become `to`, with a refusal that says what to do.
    ///
    /// Forward steps may be skipped (a small programme verifies and places in one go); one step back is
    /// allowed until the decision is issued; a draft leaves only by opening, which pins the policy.
    pub fn may_become(self, to: State) -> Result<()> {
        use State::{Cancelled, Closed, Deciding, Draft, Open, Placing, Running, Verifying};
        let allowed = match (self, to) {
            (Closed | Cancelled, _) => false,
            (Draft | Open | Verifying | Placing | Deciding, Cancelled) => true,
            (Draft, Open) => true,
            (Open, Verifying | Placing | Deciding) => true,
            (Verifying, Open | Placing | Deciding) => true,
            (Placing, Verifying | Deciding) => true,
            (Deciding, Placing | Running) => true,
            (Running, Closed) => true,
            _ => false,
        };
        if allowed {
            return Ok(());
        }
        let next = match self {
            Draft => "programmes-next-open",
            Closed | Cancelled => "programmes-next-new",
            _ => "programmes-next-order",
        };
        Err(Error::refused("programmes-no-such-step").next(next))
    }

    /// Whether nominations may still be corrected and verified.
    pub fn takes_corrections(self) -> bool {
        matches!(self, State::Open | State::Verifying | State::Placing)
    }
}

impl Programme {
    /// Whether a new nomination may be sent on `today`, by state and calendar.
    pub fn takes_nominations(&self, calendar: &[CalendarLine], today: CivilDate) -> Result<()> {
        if self.state != State::Open {
            let next = if self.state == State::Draft {
                "programmes-next-open"
            } else {
                "programmes-next-wait"
            };
            return Err(Error::refused("programmes-not-open").next(next));
        }
        let Some(line) = calendar.iter().find(|line| line.step == DateStep::Nominate) else {
            return Ok(());
        };
        if today < line.opens {
            return Err(Error::refused(
                Text::new("programmes-not-yet").with("date", line.opens.long_id()),
            )
            .next("programmes-next-return"));
        }
        if today > line.closes {
            return Err(Error::refused(
                Text::new("programmes-too-late").with("date", line.closes.long_id()),
            )
            .next("programmes-next-extend"));
        }
        Ok(())
    }
}
