//! Screening of nominees (*Pemeriksaan Persyaratan*): the verdict with every reason, frozen at submission.

pub mod access;
mod case;
mod commands;
mod dispensation;
mod engine;
mod export;
mod model;
mod outlook;
mod public;
mod recheck;
mod replay;
mod store;

pub use case::case_facts;
pub use commands::{SelfCheck, judge_for_slot, rescreen, retire, screen_in, self_check};
pub use dispensation::{
    Ask, Decide, Dispensation, DispensationRow, DispensationState, Given, OnPaper, Tally, ask,
    decide, dispensation, dispensation_list, dispensation_policies, dispensation_todo,
    dispensation_xlsx, dispensations, given, may_decide, office_names, record, tally, waivable_now,
    withdraw,
};
pub(crate) use engine::parse as read_policy;
pub use engine::{Judged, judge, masks, pinned_policy};
pub use export::export;
pub use model::{Cause, Counts, Row, RuleCount, RuleHead, Screening, parse_verdict};
pub use outlook::{Outlook, outlook};
pub use policy::{Explanation, FactRead, Force, Language, RuleResult, Status, Verdict};
pub use public::{Answer, PublicCheck, Question, public_check, public_policies, questions};
pub use recheck::{
    Change, ChangeKind, Gate, Recheck, RecheckReport, RecheckState, blocking_events, decide_event,
    event, event_list, event_todo, event_xlsx, events_of, facts_changed, open_events, recheck,
    recheck_now,
};
pub use replay::{ReplayLine, Replayed, replay, replay_all, replay_known};
pub use store::{counts, current, facts_of, history, list, rule_counts};

use kernel::Result;

use crate::db::Sql;
use crate::programmes::Programme;

/// The rules of the policy that `programme` pinned, in their order: bit 0 of a mask is the first.
pub async fn rules(sql: &impl Sql, programme: &Programme) -> Result<Vec<RuleHead>> {
    let policy = pinned_policy(sql, programme).await?;
    Ok(policy
        .rules()
        .iter()
        .map(|rule| RuleHead {
            id: rule.id.clone(),
            says: rule.says.clone(),
            force: rule.force,
        })
        .collect())
}

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
