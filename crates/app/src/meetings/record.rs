//! The record of a meeting as it is read: topics, attendance, follow-ups, corrections; pure.

use kernel::{
    CivilDate, FollowUpId, InviteeId, MeetingDecisionId, MeetingId, OptionId, PolicyVersionId,
    ScenarioId, Timestamp, TopicId, UserId,
};

use super::model::{
    Act, Attendance, Details, Evidence, Part, RemarkKind, Ruling, State, Task, TopicKind,
};

/// A meeting without its record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meeting {
    /// Id.
    pub id: MeetingId,
    /// State.
    pub state: State,
    /// Day.
    pub date: CivilDate,
    /// Everything else; [`Details::date`] is the day again.
    pub details: Details,
}

/// A meeting with everything that was recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// The meeting.
    pub meeting: Meeting,
    /// Its agenda.
    pub topics: Vec<Topic>,
    /// Who was invited, or came uninvited.
    pub invitees: Vec<Invitee>,
    /// What is left to do, by due date.
    pub follow_ups: Vec<FollowUp>,
    /// Corrections after the closing, in the order of time.
    pub corrections: Vec<Correction>,
    /// What happened, in the order of time.
    pub events: Vec<Event>,
}

impl Record {
    /// The corrections of a part of a topic, in the order of time.
    pub fn corrections_of(&self, topic: TopicId, part: Part) -> Vec<&Correction> {
        let all = self.corrections.iter();
        all.filter(|one| one.topic == topic && one.part == part)
            .collect()
    }

    /// Its decisions, in the order of the agenda.
    pub fn decisions(&self) -> impl Iterator<Item = (&Topic, &Decision)> {
        let topics = self.topics.iter();
        topics.filter_map(|topic| Some((topic, topic.decision.as_ref()?)))
    }

    /// Whether it was written down from a report about it, such as a public one.
    pub fn from_report(&self) -> bool {
        let mut all = self.invitees.iter();
        all.any(|one| one.evidence == Some(Evidence::Report))
    }

    /// The simulations of its options, in the order of the agenda.
    pub fn scenarios(&self) -> Vec<ScenarioId> {
        let options = self.topics.iter().flat_map(|topic| &topic.options);
        options.filter_map(|option| option.scenario).collect()
    }

    /// How many came, of all that were asked.
    pub fn present(&self) -> usize {
        let all = self.invitees.iter();
        all.filter(|one| one.attendance == Attendance::Present)
            .count()
    }
}

/// A topic with what was said and decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// Id.
    pub id: TopicId,
    /// What it is about.
    pub kind: TopicKind,
    /// Title.
    pub title: String,
    /// Minutes.
    pub minutes: Option<String>,
    /// Counts the changes of the minutes.
    pub revision: i64,
    /// Options that were weighed.
    pub options: Vec<Choice>,
    /// Comments, dissent and open questions, in the order of time.
    pub remarks: Vec<Remark>,
    /// What was decided.
    pub decision: Option<Decision>,
}

impl Topic {
    /// The remarks of one kind.
    pub fn remarks_of(&self, kind: RemarkKind) -> Vec<&Remark> {
        let all = self.remarks.iter();
        all.filter(|remark| remark.kind == kind).collect()
    }
}

/// An option (*opsi*) that was weighed under a topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Id.
    pub id: OptionId,
    /// What it proposes.
    pub text: String,
    /// What speaks for and against it.
    pub weighing: Option<String>,
    /// The simulation that shows its effect.
    pub scenario: Option<ScenarioId>,
}

/// What somebody said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// Which kind.
    pub kind: RemarkKind,
    /// Whose word it is.
    pub who: String,
    /// What she said.
    pub text: String,
    /// When it was entered.
    pub at: Timestamp,
}

/// A decision on a topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Id.
    pub id: MeetingDecisionId,
    /// What it says.
    pub ruling: Ruling,
    /// What carries it out.
    pub links: Vec<Link>,
}

/// What carries a decision out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Link {
    /// A version of a policy.
    Policy(PolicyVersionId),
    /// An entry of the register of regulations.
    Regulation(String),
}

/// Somebody invited, and whether she came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invitee {
    /// Id.
    pub id: InviteeId,
    /// Institution.
    pub institution: String,
    /// Person.
    pub name: Option<String>,
    /// Office of the person.
    pub office: Option<String>,
    /// Account that may comment.
    pub user: Option<UserId>,
    /// Whether she was invited; else she just came.
    pub invited: bool,
    /// Whether she came.
    pub attendance: Attendance,
    /// Who came in her place.
    pub deputy: Option<String>,
    /// Where the attendance was read.
    pub evidence: Option<Evidence>,
}

/// Something left to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FollowUp {
    /// Id.
    pub id: FollowUpId,
    /// The meeting.
    pub meeting: MeetingId,
    /// What, who, until when.
    pub task: Task,
    /// When it was done, with what result and by whom it was said.
    pub done: Option<Done>,
}

/// That a follow-up is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// Day.
    pub on: CivilDate,
    /// What came of it.
    pub result: String,
    /// Who said so.
    pub by_name: String,
}

/// A correction after the closing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correction {
    /// The topic.
    pub topic: TopicId,
    /// What of it.
    pub part: Part,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

/// What happened to a meeting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Event {
    /// What.
    pub act: Act,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
    /// Why, where a reason was asked for.
    pub note: Option<String>,
}

/// A decision as other slices show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brief {
    /// Id; `/rapat/{meeting}#keputusan-{id}` shows it.
    pub id: MeetingDecisionId,
    /// The meeting.
    pub meeting: MeetingId,
    /// Title of the meeting.
    pub meeting_title: String,
    /// The decision in short.
    pub title: String,
    /// Day of the meeting.
    pub date: CivilDate,
    /// The simulation of the chosen option.
    pub scenario: Option<ScenarioId>,
}

impl Brief {
    /// Where it stands.
    pub fn path(&self) -> String {
        format!("/rapat/{}#keputusan-{}", self.meeting, self.id)
    }
}
