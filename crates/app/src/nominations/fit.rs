//! How much of a person's competency gap a place can close, and what that rests on.

use std::collections::BTreeMap;

use kernel::Result;
use serde::{Deserialize, Serialize};

use super::model::Nomination;
use crate::db::Sql;
use crate::hosts::Slot;
use crate::keyed::keyed;
use crate::people;

/// One level counts this much, so that `fit` stays a whole number when scales get finer.
pub const SCALE: i64 = 100;

keyed! {
    /// What a fit rests on.
    FitBasis {
        /// Assessed levels and the standard of the post.
        Assessed = "assessed",
        /// Competencies aimed at: marked *perkiraan*.
        Estimate = "estimate",
        /// Nothing: marked *belum ada data* and left out.
        None = "none",
    }
}

/// A fit with what it rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fit {
    /// Levels that the place can close × [`SCALE`]; 0 when there are no data.
    pub score: i64,
    /// What it rests on.
    pub basis: FitBasis,
}

impl Fit {
    /// The same as levels or competencies, without the scale.
    pub fn levels(self) -> i64 {
        self.score / SCALE
    }
}

/// What is known of a nominee against which places are held.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// Standard of her post.
    pub standard: Levels,
    /// Her assessed levels.
    pub assessed: Levels,
    /// What she aims at.
    pub aims: Vec<String>,
}

impl Known {
    /// Her fit for a place.
    pub fn fit(&self, slot: &Slot) -> Fit {
        fit(
            &slot.competencies,
            &self.standard,
            &self.assessed,
            &self.aims,
        )
    }
}

/// Standard of the post, assessed levels and aims of a nominee; a guest has no file here, so only her aims count.
pub async fn known(sql: &impl Sql, nomination: &Nomination) -> Result<Known> {
    let standard = match &nomination.snapshot.position {
        Some(position) if nomination.person_id.is_some() => people::standard(sql, position).await?,
        _ => Levels::new(),
    };
    let assessed = match nomination.person_id {
        Some(person) => people::competencies(sql, person).await?.unwrap_or_default(),
        None => Levels::new(),
    };
    Ok(Known {
        standard,
        assessed,
        aims: nomination.aims.clone(),
    })
}

/// Competency → level, 1 to 5 (PermenPANRB 38/2017).
pub type Levels = BTreeMap<String, i64>;

/// The fit of a person for a place that offers `offered`.
///
/// Σ over offered competencies of max(0, min(offered, standard of the post) − assessed level). A competency without
/// a standard or an assessed level cannot be judged and adds nothing. When none can be judged, each competency aimed
/// at that the place offers counts as one level (an estimate); without either there are no data.
pub fn fit(offered: &Levels, standard: &Levels, assessed: &Levels, aims: &[String]) -> Fit {
    let gaps: Vec<i64> = offered
        .iter()
        .filter_map(|(name, level)| {
            let reachable = *level.min(standard.get(name)?);
            Some(reachable.saturating_sub(*assessed.get(name)?).max(0))
        })
        .collect();
    if !gaps.is_empty() {
        let levels = gaps.iter().fold(0i64, |sum, gap| sum.saturating_add(*gap));
        return Fit {
            score: levels.saturating_mul(SCALE),
            basis: FitBasis::Assessed,
        };
    }
    if offered.is_empty() || aims.is_empty() {
        return Fit {
            score: 0,
            basis: FitBasis::None,
        };
    }
    let mut wanted: Vec<String> = aims.iter().map(|aim| aim.trim().to_lowercase()).collect();
    wanted.sort();
    wanted.dedup();
    let matched = wanted
        .iter()
        .filter(|aim| offered.contains_key(*aim))
        .count();
    let matched = i64::try_from(matched).unwrap_or(i64::MAX);
    Fit {
        score: matched.saturating_mul(SCALE),
        basis: FitBasis::Estimate,
    }
}
