//! What would have to change for one person to get one of her choices, read off the proof of the result.

use crate::certificate::Prices;
use crate::explain::{Words, limit_words};
use crate::lottery;
use crate::network::{LimitKind, Usage, chain};
use crate::problem::{Goal, Problem};
use crate::reasons::{Obstacle, place_limits};
use crate::result::{Placement, Status};
use crate::values::{Component, Values};
use crate::what_if::difference;

/// The way of one person to her choices under one result.
pub(crate) struct Way<'a> {
    problem: &'a Problem,
    placement: &'a Placement,
    usage: &'a Usage,
    applicant: u32,
    /// For each choice what her present result is worth more, under the prices of the proof.
    behind: Vec<Vec<i64>>,
    components: Vec<Component>,
}

impl<'a> Way<'a> {
    pub(crate) fn new(
        problem: &'a Problem,
        placement: &'a Placement,
        usage: &'a Usage,
        applicant: u32,
    ) -> Self {
        let mut way = Self {
            problem,
            placement,
            usage,
            applicant,
            behind: Vec::new(),
            components: Vec::new(),
        };
        if let (Goal::Objective(list), Some(person)) =
            (problem.goal(), problem.applicants().get(applicant as usize))
            && placement.status != Status::Stable
            && person.pinned.is_none()
        {
            let values = Values::new(problem, list);
            let surplus = |choice: usize| {
                let prices: &Prices = &placement.prices;
                prices.surplus(problem, &values, applicant as usize, choice)
            };
            let granted = placement
                .assignments
                .iter()
                .find(|one| one.applicant == applicant);
            let own = match granted {
                Some(one) => surplus(one.rank as usize - 1),
                None => vec![0; values.len()],
            };
            way.components = values.components().to_vec();
            way.behind = (0..person.choices.len())
                .map(|choice| {
                    own.iter()
                        .zip(surplus(choice))
                        .map(|(a, b)| a - b)
                        .collect()
                })
                .collect();
        }
        way
    }

    /// Full limits on the way to a choice, and what would have to change.
    pub(crate) fn explain(&self, choice: usize, obstacle: Obstacle) -> (Vec<Words>, Option<Words>) {
        let person = self.problem.applicants().get(self.applicant as usize);
        let Some((person, wish)) = person.and_then(|one| Some((one, *one.choices.get(choice)?)))
        else {
            return (Vec::new(), None);
        };
        let unplaced = self
            .placement
            .unplaced
            .binary_search(&self.applicant)
            .is_ok();
        let agencies = chain(self.problem, person.agency).map(|at| (LimitKind::Agency, at));
        let full: Vec<(LimitKind, usize)> = place_limits(self.problem, wish.slot)
            .chain(agencies.filter(|_| unplaced))
            .filter(|(kind, at)| self.usage.full(self.problem, *kind, *at))
            .collect();
        let names: Vec<Words> = full
            .iter()
            .map(|(kind, at)| {
                limit_words(self.problem, *kind, u32::try_from(*at).unwrap_or(u32::MAX))
            })
            .collect();
        if obstacle == Obstacle::Conflict {
            let words = Words {
                id: "Hanya keputusan yang mencabut catatan benturan kepentingan itu yang dapat mengubahnya.".to_owned(),
                en: "Only a decision that lifts the recorded conflict of interest could change this.".to_owned(),
            };
            return (names, Some(words));
        }
        if person.pinned.is_some() {
            let words = Words {
                id: "Hanya keputusan yang mencabut penetapan tempat Anda yang dapat mengubahnya."
                    .to_owned(),
                en: "Only a decision that lifts the fixing of your place could change this."
                    .to_owned(),
            };
            return (names, Some(words));
        }
        let change = if self.placement.status == Status::Stable {
            self.cutoff(&full, choice)
        } else {
            self.by_proof(wish.slot, &names, choice)
        };
        (names, change)
    }

    /// What the proof says: which aim would lose by giving her the choice, and by how much at least.
    fn by_proof(&self, slot: u32, names: &[Words], choice: usize) -> Option<Words> {
        let host = self.problem.slots().get(slot as usize).map(|one| one.host);
        if host.is_some_and(|host| self.placement.unopened.contains(&host)) {
            return Some(Words {
                id: "Instansi ini tidak dibuka karena jumlah peserta minimumnya tidak tercapai."
                    .to_owned(),
                en: "This host is not opened, as its minimum is not reached.".to_owned(),
            });
        }
        let behind = self.behind.get(choice)?;
        let loss: Vec<i64> = behind.iter().map(|part| -part).collect();
        let effect = difference(&self.components, &loss);
        let decisive = self
            .components
            .iter()
            .zip(behind)
            .find(|(_, part)| **part != 0);
        let place = |words: fn(&Words) -> &String, and: &str| {
            names
                .iter()
                .map(words)
                .cloned()
                .collect::<Vec<_>>()
                .join(and)
        };
        let (id, en) = match decisive {
            Some((Component::Fit, points)) if *points > 0 => (
                format!("kesesuaian Anda di sini harus lebih dari {points} poin lebih tinggi"),
                format!("your fit here would have to be more than {points} points higher"),
            ),
            Some((Component::Merit, points)) if *points > 0 => (
                format!("nilai prestasi harus lebih dari {points} lebih tinggi"),
                format!("your merit would have to be more than {points} higher"),
            ),
            Some((Component::Lottery | Component::Nothing, _)) | None => (
                "semua tujuan lain sama, sehingga undian yang memutuskan".to_owned(),
                "everything else was equal, so that the draw decided".to_owned(),
            ),
            Some(_) => {
                let effect = effect.unwrap_or_default();
                (
                    format!(
                        "dengan tempat yang ada, memberikannya berarti {}",
                        effect.id
                    ),
                    format!(
                        "with the places as they are, giving it to you would mean {}",
                        effect.en
                    ),
                )
            }
        };
        let (more_id, more_en) = if names.is_empty() {
            (String::new(), String::new())
        } else {
            (
                format!(
                    "; atau perlu tambahan tempat pada {}",
                    place(|one| &one.id, " dan ")
                ),
                format!(
                    "; or more room is needed at {}",
                    place(|one| &one.en, " and ")
                ),
            )
        };
        Some(Words {
            id: format!("Yang harus berubah: {id}{more_id}."),
            en: format!("What would have to change: {en}{more_en}."),
        })
    }

    /// The cut-off of the smallest full limit, against her own merit there.
    fn cutoff(&self, full: &[(LimitKind, usize)], choice: usize) -> Option<Words> {
        let (kind, at) = *full.first()?;
        let person = self.problem.applicants().get(self.applicant as usize)?;
        let wish = person.choices.get(choice)?;
        let own_merit = person.merit.unwrap_or(0);
        let own = if kind == LimitKind::Agency {
            own_merit
        } else {
            wish.merit.map_or(own_merit, i64::from)
        };
        let name = limit_words(self.problem, kind, u32::try_from(at).unwrap_or(u32::MAX));
        let Some(last) = self.placement.cutoffs.of(kind, at) else {
            return Some(Words {
                id: format!("Yang harus berubah: {} perlu tempat.", name.id),
                en: format!("What would have to change: {} would need room.", name.en),
            });
        };
        let draw = lottery::lottery(self.problem.seed(), &person.id, None);
        let (tie_id, tie_en) = if own == last {
            (
                format!("; nilainya sama, dan nomor undian Anda {draw} kalah urut"),
                format!("; merits are equal, and your lottery number {draw} comes later"),
            )
        } else {
            (String::new(), String::new())
        };
        Some(Words {
            id: format!(
                "Batas nilai pada {} adalah {last}, nilai Anda {own}{tie_id}. Yang harus berubah: nilai Anda di atas batas itu, atau tambahan tempat.",
                name.id
            ),
            en: format!(
                "The cut-off at {} is {last}, yours is {own}{tie_en}. What would have to change: your merit above it, or more room.",
                name.en
            ),
        })
    }
}
