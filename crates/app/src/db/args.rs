//! Values on their way into a statement.

use kernel::{CivilDate, Nip, Timestamp};

/// A value bound to a placeholder: text or a 64-bit integer, or nothing.
pub type Arg = sea_orm::Value;

/// What can be bound to a placeholder.
pub trait ToArg {
    /// The value as stored.
    fn to_arg(&self) -> Arg;
    /// The typed NULL of this kind.
    fn null() -> Arg;
}

/// The arguments of a statement: `args![id, name, date]`, each borrowed.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::ToArg::to_arg(&$value)),*] };
}

macro_rules! text_args {
    ($($kind:ty),+ $(,)?) => {$(
        impl ToArg for $kind {
            fn to_arg(&self) -> Arg {
                Arg::from(self.to_string())
            }
            fn null() -> Arg {
                Arg::from(Option::<String>::None)
            }
        }
    )+};
}

text_args!(
    str,
    String,
    uuid::Uuid,
    CivilDate,
    kernel::Role,
    kernel::Golongan,
    kernel::PersonId,
    kernel::OrgId,
    kernel::UserId,
    kernel::ImportId,
    kernel::PaperId,
    kernel::ProgrammeId,
    kernel::HostId,
    kernel::SlotId,
    kernel::NominationId,
    kernel::ScreeningId,
    kernel::PlacementRunId,
    kernel::FreezeId,
    kernel::ConflictId,
    kernel::ObjectionId,
    kernel::LetterId,
    kernel::OfficialId,
    kernel::RegisterId,
    kernel::LinkId,
    kernel::PartnershipId,
    kernel::PlaceRequestId,
    kernel::PolicyVersionId,
    kernel::ScenarioId,
    kernel::DispensationId,
    kernel::RecheckId,
    kernel::CorrectionId,
    kernel::StudyId,
    kernel::MeetingId,
    kernel::TopicId,
    kernel::InviteeId,
    kernel::OptionId,
    kernel::MeetingDecisionId,
    kernel::FollowUpId,
    kernel::NoticeId,
    serde_json::Value,
);

impl ToArg for Nip {
    fn to_arg(&self) -> Arg {
        Arg::from(self.as_str())
    }
    fn null() -> Arg {
        String::null()
    }
}

macro_rules! number_args {
    ($($kind:ty),+) => {$(
        impl ToArg for $kind {
            fn to_arg(&self) -> Arg {
                Arg::from(i64::from(*self))
            }
            fn null() -> Arg {
                Arg::from(Option::<i64>::None)
            }
        }
    )+};
}

number_args!(i64, i32, u32, u8, bool);

impl ToArg for usize {
    fn to_arg(&self) -> Arg {
        Arg::from(i64::try_from(*self).unwrap_or(i64::MAX))
    }
    fn null() -> Arg {
        i64::null()
    }
}

impl ToArg for Timestamp {
    fn to_arg(&self) -> Arg {
        Arg::from(self.0)
    }
    fn null() -> Arg {
        i64::null()
    }
}

impl<T: ToArg> ToArg for Option<T> {
    fn to_arg(&self) -> Arg {
        self.as_ref().map_or_else(T::null, ToArg::to_arg)
    }
    fn null() -> Arg {
        T::null()
    }
}

impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self) -> Arg {
        (**self).to_arg()
    }
    fn null() -> Arg {
        T::null()
    }
}
