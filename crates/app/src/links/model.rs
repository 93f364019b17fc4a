//! What a one-time link is bound to, and whether it can still be used; pure.

use kernel::{LinkId, Timestamp};

use crate::keyed::keyed;

keyed! {
    /// The act that a link allows.
    Purpose {
        /// A host answers a request for places.
        AnswerPlaces = "answer-places",
    }
}

/// Whether the act can still be carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// It can.
    Usable,
    /// It was carried out at that time.
    Used(Timestamp),
    /// Its time is over.
    Expired(Timestamp),
    /// The agency took it back at that time, or made another in its place.
    Withdrawn(Timestamp),
}

/// A one-time link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// Id; not the secret.
    pub id: LinkId,
    /// The act that it allows.
    pub purpose: Purpose,
    /// Id of what the act is about.
    pub subject: String,
    /// The person or office that it was made for.
    pub holder: String,
    /// The first moment at which it is void.
    pub expires_at: Timestamp,
    /// When the act was carried out.
    pub used_at: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

impl Link {
    /// Whether it can be used at `now`.
    pub fn standing(&self, now: Timestamp) -> Standing {
        match (self.used_at, self.withdrawn_at) {
            (Some(at), _) => Standing::Used(at),
            (None, Some(at)) => Standing::Withdrawn(at),
            (None, None) if now >= self.expires_at => Standing::Expired(self.expires_at),
            (None, None) => Standing::Usable,
        }
    }
}
