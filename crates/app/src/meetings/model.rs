//! Meetings: their states, what each of them allows, and what people enter; pure.

use kernel::{CivilDate, Error, InviteeId, OptionId, Result, Role, ScenarioId, Text};

use crate::keyed::keyed;

keyed! {
    /// How far a meeting has come.
    State {
        /// Being prepared (*disiapkan*).
        Prepared = "prepared",
        /// The invitation has gone out (*diundang*).
        Invited = "invited",
        /// People meet, or their record is being written (*berlangsung*).
        Running = "running",
        /// Its record is frozen (*selesai*).
        Closed = "closed",
    }
}

keyed! {
    /// A step from one state to the next.
    Step {
        /// Prepared → invited.
        Invite = "invite",
        /// Invited → running.
        Start = "start",
        /// Running → closed.
        Close = "close",
    }
}

impl Step {
    /// The state it starts from, and the one it leads to.
    pub fn between(self) -> (State, State) {
        match self {
            Self::Invite => (State::Prepared, State::Invited),
            Self::Start => (State::Invited, State::Running),
            Self::Close => (State::Running, State::Closed),
        }
    }
}

impl State {
    /// The state after `step`.
    ///
    /// # Errors
    /// Refused when the meeting has not come as far, or is farther already.
    pub fn after(self, step: Step) -> Result<Self> {
        let (from, to) = step.between();
        if self == from {
            return Ok(to);
        }
        let text = Text::new(format!("meetings-no-{step}"))
            .with_word("state", format!("meetings-state-{self}"));
        Err(Error::refused(text).next("meetings-next-look"))
    }

    /// Refuses what is over once the record is frozen.
    ///
    /// # Errors
    /// Refused after the closing: only a correction with its reason is left.
    pub fn open(self) -> Result<()> {
        match self {
            Self::Closed => Err(Error::refused("meetings-is-closed").next("meetings-next-correct")),
            Self::Prepared | Self::Invited | Self::Running => Ok(()),
        }
    }

    /// Refuses what belongs to the preparation once people have met.
    ///
    /// # Errors
    /// Refused from the start of the meeting on.
    pub fn before_start(self) -> Result<()> {
        match self {
            Self::Prepared | Self::Invited => Ok(()),
            Self::Running => Err(Error::refused("meetings-is-running").next("meetings-next-look")),
            Self::Closed => self.open(),
        }
    }

    /// Refuses a record of what has not happened, or is frozen.
    ///
    /// # Errors
    /// Refused unless the meeting is running.
    pub fn running(self) -> Result<()> {
        match self {
            Self::Running => Ok(()),
            Self::Closed => self.open(),
            Self::Prepared | Self::Invited => {
                Err(Error::refused("meetings-not-started").next("meetings-next-start"))
            }
        }
    }
}

keyed! {
    /// What a topic is about; the first six are those of the discussion of 2020.
    TopicKind {
        /// Criteria of participants.
        Criteria = "criteria",
        /// Kinds of internship.
        Kinds = "kinds",
        /// Host institutions.
        Hosts = "hosts",
        /// How long it lasts.
        Duration = "duration",
        /// Instruments of assessment.
        Instruments = "instruments",
        /// Regulations to be prepared.
        Regulations = "regulations",
        /// Anything else.
        Other = "other",
    }
}

impl TopicKind {
    /// The agenda from which a new meeting can start.
    pub const TEMPLATE: [Self; 6] = [
        Self::Criteria,
        Self::Kinds,
        Self::Hosts,
        Self::Duration,
        Self::Instruments,
        Self::Regulations,
    ];

    /// The topic as the report of 19 November 2020 names it; empty for any other topic.
    pub fn title(self) -> &'static str {
        match self {
            Self::Criteria => "Kriteria peserta (pegawai) yang akan diikutkan magang",
            Self::Kinds => "Jenis magang yang akan dilakukan",
            Self::Hosts => "Instansi penerima",
            Self::Duration => "Lama pelaksanaan",
            Self::Instruments => "Instrumen penilaian",
            Self::Regulations => "Regulasi yang harus disiapkan",
            Self::Other => "",
        }
    }
}

keyed! {
    /// Whether somebody came.
    Attendance {
        /// Nobody has entered it.
        Unknown = "unknown",
        /// Came, or sent somebody.
        Present = "present",
        /// Did not come.
        Absent = "absent",
    }
}

keyed! {
    /// Where the attendance was read.
    Evidence {
        /// Entered in the meeting.
        Screen = "screen",
        /// From the signed list on paper.
        Paper = "paper",
        /// From a written report about the meeting.
        Report = "report",
    }
}

keyed! {
    /// What somebody said on a topic; it is kept as it was said.
    RemarkKind {
        /// A comment (*masukan*).
        Comment = "comment",
        /// A dissent from the decision.
        Dissent = "dissent",
        /// A question that stays open.
        Question = "question",
    }
}

keyed! {
    /// What can be corrected after the closing.
    Part {
        /// Minutes of a topic.
        Minutes = "minutes",
        /// Wording of a decision.
        Decision = "decision",
        /// Reasons of a decision.
        Reasons = "reasons",
    }
}

keyed! {
    /// What carries a decision out.
    Carrier {
        /// A version of a policy.
        Policy = "policy",
        /// An entry of the register of regulations.
        Regulation = "regulation",
    }
}

keyed! {
    /// What happened to a meeting.
    Act {
        /// It was entered.
        Create = "create",
        /// People were invited.
        Invite = "invite",
        /// It began.
        Start = "start",
        /// Its record was frozen.
        Close = "close",
    }
}

impl From<Step> for Act {
    fn from(step: Step) -> Self {
        match step {
            Step::Invite => Self::Invite,
            Step::Start => Self::Start,
            Step::Close => Self::Close,
        }
    }
}

/// Roles that may own a follow-up.
pub const OWNERS: [Role; 4] = [
    Role::Pengelola,
    Role::Verifikator,
    Role::Pejabat,
    Role::Mitra,
];

/// When, where and why people meet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Details {
    /// Title.
    pub title: String,
    /// Day; `None` is refused.
    pub date: Option<CivilDate>,
    /// Begin in WIB as people type it: `9.00`, `09:00`.
    pub starts: Option<String>,
    /// End in WIB.
    pub ends: Option<String>,
    /// Place.
    pub place: String,
    /// Office of the person who leads it.
    pub leader: String,
    /// Why people meet.
    pub purpose: Option<String>,
    /// Where the record comes from, and why parts of it are missing.
    pub remark: Option<String>,
}

/// Details that may be stored.
#[derive(Clone, Debug)]
pub(super) struct Checked {
    pub(super) details: Details,
    pub(super) date: CivilDate,
}

impl Details {
    pub(super) fn checked(mut self) -> Result<Checked> {
        let mut wrong: Vec<(&str, &str)> = Vec::new();
        for (field, text) in [
            ("title", &mut self.title),
            ("place", &mut self.place),
            ("leader", &mut self.leader),
        ] {
            *text = text.trim().to_owned();
            if text.is_empty() {
                wrong.push((field, "error-required"));
            }
        }
        for (field, time) in [("starts", &mut self.starts), ("ends", &mut self.ends)] {
            match time.as_deref().map(clock_time) {
                Some(None) => wrong.push((field, "meetings-wrong-time")),
                Some(read) => *time = read,
                None => {}
            }
        }
        if let (Some(starts), Some(ends)) = (&self.starts, &self.ends)
            && ends <= starts
        {
            wrong.push(("ends", "meetings-ends-early"));
        }
        let Some(date) = self.date else {
            wrong.push(("date", "error-required"));
            return Err(faults(wrong));
        };
        if wrong.is_empty() {
            Ok(Checked {
                details: self,
                date,
            })
        } else {
            Err(faults(wrong))
        }
    }
}

fn faults(wrong: Vec<(&str, &str)>) -> Error {
    wrong
        .into_iter()
        .fold(Error::invalid("error-form"), |error, (field, key)| {
            error.field(field, key)
        })
}

/// `09:00` of what people type; `None` when it is no time of day.
fn clock_time(typed: &str) -> Option<String> {
    let (hours, minutes) = typed.trim().split_once([':', '.'])?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}:{minutes:02}"))
}

/// A topic to put on the agenda.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTopic {
    /// What it is about.
    pub kind: TopicKind,
    /// Its title.
    pub title: String,
}

impl From<TopicKind> for NewTopic {
    fn from(kind: TopicKind) -> Self {
        Self {
            kind,
            title: kind.title().to_owned(),
        }
    }
}

/// Somebody to invite.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewInvitee {
    /// Institution.
    pub institution: String,
    /// Person; none when the institution sends whom it likes.
    pub name: Option<String>,
    /// Office of the person.
    pub office: Option<String>,
    /// Login of an account that may comment.
    pub login: Option<String>,
}

/// Reads invitees, one a line: `Institution; name; office; account`, everything but the first optional.
///
/// # Errors
/// The line that cannot be read.
pub fn read_invitees(text: &str) -> std::result::Result<Vec<NewInvitee>, Text> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let mut parts = line.split(';').map(str::trim);
            let institution = parts.next().unwrap_or_default().to_owned();
            let mut next = || {
                let part = parts.next().filter(|part| !part.is_empty());
                part.map(str::to_owned)
            };
            let (name, office, login) = (next(), next(), next());
            let long = [Some(&institution), name.as_ref(), office.as_ref()];
            let long = long.into_iter().flatten().any(|p| p.chars().count() > 200);
            if institution.is_empty() || long || parts.next().is_some() {
                return Err(Text::new("meetings-invitee-shape").with("line", line));
            }
            Ok(NewInvitee {
                institution,
                name,
                office,
                login,
            })
        })
        .collect()
}

/// Who came, for one invitee.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Came {
    /// Which.
    pub invitee: InviteeId,
    /// Whether.
    pub attendance: Attendance,
    /// Who came in her place.
    pub deputy: Option<String>,
}

/// An option to weigh.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewOption {
    /// What it proposes.
    pub text: String,
    /// What speaks for and against it.
    pub weighing: Option<String>,
    /// The simulation that shows its effect.
    pub scenario: Option<ScenarioId>,
}

/// What a decision says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ruling {
    /// In short, for lists.
    pub title: String,
    /// What is decided.
    pub text: String,
    /// Why.
    pub reasons: String,
    /// The option that was chosen, if one was.
    pub option: Option<OptionId>,
}

/// What is left to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Task {
    /// What.
    pub text: String,
    /// Role whose list of things to do shows it, one of [`OWNERS`].
    pub role: Role,
    /// Who of them, as the minutes name her.
    pub owner: String,
    /// Until when.
    pub due: CivilDate,
}
