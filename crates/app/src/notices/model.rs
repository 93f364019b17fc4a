//! Notices and preferences as data, and when an e-mail may go out; pure.

use kernel::{CivilDate, Error, NoticeId, Result, Text, Timestamp, UserId};

use crate::keyed::keyed;
use crate::words::Lang;

keyed! {
    /// What a notice tells; its words are the message `notices-kind-…`.
    NoticeKind {
        /// A nomination came back for correction.
        NominationReturned = "nomination-returned",
        /// A paper of a nomination came back with a remark.
        NominationPaper = "nomination-paper",
        /// A nomination was verified.
        NominationVerified = "nomination-verified",
        /// The nominee said no.
        NominationDeclined = "nomination-declined",
        /// The unit took a nomination back.
        NominationWithdrawn = "nomination-withdrawn",
        /// A letter was issued.
        LetterIssued = "letter-issued",
        /// A placement was announced.
        PlacementAnnounced = "placement-announced",
        /// A dispensation was granted or refused.
        DispensationDecided = "dispensation-decided",
        /// Somebody asks for a fact to be corrected.
        CorrectionAsked = "correction-asked",
        /// A request to correct a fact was answered.
        CorrectionAnswered = "correction-answered",
        /// A version of a policy waits for its decision.
        PolicyWaiting = "policy-waiting",
        /// A later look found a change that somebody must decide on.
        RecheckRaised = "recheck-raised",
    }
}

impl NoticeKind {
    /// What is told, without the day until which.
    pub fn text(self) -> Text {
        Text::new(format!("notices-kind-{self}"))
    }
}

keyed! {
    /// What became of an e-mail.
    MailState {
        /// To be sent.
        Queued = "queued",
        /// The server took it over.
        Sent = "sent",
        /// The server refused the address.
        Failed = "failed",
        /// No longer wanted: read before, switched off, or too old.
        Dropped = "dropped",
    }
}

/// A notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Id.
    pub id: NoticeId,
    /// Whom it tells.
    pub account: UserId,
    /// What.
    pub kind: NoticeKind,
    /// Where the act is done: a path of this installation.
    pub path: String,
    /// Until when something is to be done.
    pub due: Option<CivilDate>,
    /// When something begins.
    pub starts: Option<CivilDate>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

impl Notice {
    /// Whether it has a day for a calendar.
    pub fn has_date(&self) -> bool {
        self.due.is_some() || self.starts.is_some()
    }
}

/// What an account has not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unread {
    /// Notices in all.
    pub all: i64,
    /// Of these, notices of the page that is being opened.
    pub here: i64,
}

/// How the holder of an account wants to be told; inside the application she always is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preferences {
    /// Her address.
    pub email: Option<String>,
    /// Whether she wants e-mail.
    pub mail: bool,
    /// The hour of the day (WIB, 0 to 23) at which she wants one e-mail for all; `None`: each by itself.
    pub digest: Option<i64>,
    /// Hours (WIB) without e-mail: from the first up to but without the second, also over midnight.
    pub quiet: Option<(i64, i64)>,
    /// Language of the e-mails.
    pub lang: Lang,
}

/// When an e-mail goes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    /// By itself, not before this instant.
    Alone(Timestamp),
    /// With others in the digest of this instant.
    Digest(Timestamp),
}

impl Preferences {
    /// The address, when e-mail is wanted.
    pub fn address(&self) -> Option<&str> {
        self.email.as_deref().filter(|_| self.mail)
    }

    /// The instant until which she is not to be disturbed at `now`; `None` when she may be.
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        let (from, to) = self.quiet?;
        let hour = i64::from(now.time_wib().0);
        let quiet = if from < to {
            (from..to).contains(&hour)
        } else {
            hour >= from || hour < to
        };
        quiet.then(|| next(to, now))
    }

    /// How a notice of `now` goes out.
    pub(super) fn way(&self, now: Timestamp) -> Way {
        match self.digest {
            Some(hour) => Way::Digest(next(hour, now)),
            None => Way::Alone(self.quiet_until(now).unwrap_or(now)),
        }
    }

    /// Refuses what cannot be meant: an address that is none, e-mail without address, a digest in the quiet hours.
    pub(super) fn check(&self) -> Result<()> {
        if let Some(email) = &self.email
            && !is_address(email)
        {
            return Err(Error::invalid_field("email", "notices-email-shape"));
        }
        if self.mail && self.email.is_none() {
            return Err(Error::invalid_field("email", "notices-email-missing"));
        }
        if let Some((from, to)) = self.quiet {
            if from == to {
                return Err(Error::invalid_field("quiet_to", "notices-quiet-empty"));
            }
            let in_quiet = |hour: i64| {
                if from < to {
                    (from..to).contains(&hour)
                } else {
                    hour >= from || hour < to
                }
            };
            if self.digest.is_some_and(in_quiet) {
                return Err(Error::invalid_field("digest", "notices-digest-quiet"));
            }
        }
        Ok(())
    }
}

/// The next instant after `now` at which it is `hour` o'clock in WIB.
fn next(hour: i64, now: Timestamp) -> Timestamp {
    const DAY: i64 = 24 * 3600;
    let at = Timestamp::start_of(now.date()).plus_seconds(hour * 3600);
    if at > now { at } else { at.plus_seconds(DAY) }
}

/// One `@` with something before it and a name with a dot after it, in ASCII and without what could end a header.
fn is_address(text: &str) -> bool {
    let plain = text.len() <= 254 && text.bytes().all(|byte| (33..127).contains(&byte));
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    plain
        && (1..=64).contains(&local.len())
        && local
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte))
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// How long a row waits after its `tries`-th refusal: a minute, then twice as long each time, at most six hours.
pub(super) fn backoff_seconds(tries: i64) -> i64 {
    (60_i64 << tries.clamp(1, 10).saturating_sub(1)).min(6 * 3600)
}
