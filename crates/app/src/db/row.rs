//! Values on their way out of a row.

use std::str::FromStr;

use kernel::{CivilDate, Error, Result, Timestamp};
use sea_orm::QueryResult;

/// One row of an answer.
pub struct Row(QueryResult);

impl Row {
    pub(crate) fn new(row: QueryResult) -> Self {
        Self(row)
    }

    /// The value of a column; an internal error when it is absent or of another kind.
    pub fn get<T: FromCol>(&self, column: &str) -> Result<T> {
        T::from_col(self, column)
    }

    /// A JSON column read into `T`.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> Result<T> {
        let text: String = self.get(column)?;
        serde_json::from_str(&text).map_err(|e| Error::internal(format!("column {column}: {e}")))
    }

    /// A text column read by its `FromStr`: states and other keys.
    pub fn parse<T: FromStr>(&self, column: &str) -> Result<T> {
        let text: String = self.get(column)?;
        text.parse()
            .map_err(|_| Error::internal(format!("column {column} holds `{text}`")))
    }

    fn text(&self, column: &str) -> Result<Option<String>> {
        self.0
            .try_get("", column)
            .map_err(|e| Error::internal(format!("column {column}: {e}")))
    }

    fn number(&self, column: &str) -> Result<Option<i64>> {
        self.0
            .try_get("", column)
            .map_err(|e| Error::internal(format!("column {column}: {e}")))
    }
}

/// What a column can be read as.
pub trait FromCol: Sized {
    /// Reads it.
    fn from_col(row: &Row, column: &str) -> Result<Self>;
}

fn absent(column: &str) -> Error {
    Error::internal(format!("column {column} is empty"))
}

impl FromCol for String {
    fn from_col(row: &Row, column: &str) -> Result<Self> {
        row.text(column)?.ok_or_else(|| absent(column))
    }
}

impl FromCol for i64 {
    fn from_col(row: &Row, column: &str) -> Result<Self> {
        row.number(column)?.ok_or_else(|| absent(column))
    }
}

impl FromCol for bool {
    fn from_col(row: &Row, column: &str) -> Result<Self> {
        Ok(row.get::<i64>(column)? != 0)
    }
}

impl FromCol for Timestamp {
    fn from_col(row: &Row, column: &str) -> Result<Self> {
        row.get(column).map(Timestamp)
    }
}

macro_rules! parsed {
    ($($kind:ty),+ $(,)?) => {$(
        impl FromCol for $kind {
            fn from_col(row: &Row, column: &str) -> Result<Self> {
                row.parse(column)
            }
        }
        impl FromCol for Option<$kind> {
            fn from_col(row: &Row, column: &str) -> Result<Self> {
                if row.text(column)?.is_none() { Ok(None) } else { row.parse(column).map(Some) }
            }
        }
    )+};
}

parsed!(
    uuid::Uuid,
    CivilDate,
    kernel::Nip,
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
);

impl FromCol for Option<String> {
    fn from_col(row: &Row, column: &str) -> Result<Self> {
        row.text(column)
    }
}

impl FromCol for Option<i64> {
    fn from_col(row: &Row, column: &str) -> Result<Self> {
        row.number(column)
    }
}

impl FromCol for Option<Timestamp> {
    fn from_col(row: &Row, column: &str) -> Result<Self> {
        Ok(row.number(column)?.map(Timestamp))
    }
}
