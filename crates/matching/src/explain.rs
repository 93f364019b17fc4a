//! Says in words why a person did or did not get each choice, naming limits and never other people.

use crate::change::Way;
use crate::network::{LimitKind, Usage, chain};
use crate::problem::{Goal, Objective, Problem};
use crate::reasons::{Obstacle, place_limits};
use crate::result::Placement;

/// A sentence in both languages of the product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// What became of one choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// She is placed here.
    Granted,
    /// Better than what she got, and held back by this.
    HeldBack(Obstacle),
    /// Less preferred than what she got.
    NotNeeded,
}

/// One choice and its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedChoice {
    /// 1-based rank.
    pub rank: u32,
    /// Id of the slot.
    pub slot: String,
    /// What became of it.
    pub fate: Fate,
    /// The sentence.
    pub words: Words,
    /// Every limit on the way that is full, the binding one first; empty if she got the choice or a better one.
    pub binding: Vec<Words>,
    /// What would have to change for her to get it; none if she got it or a better one.
    pub change: Option<Words>,
}

/// Everything that one person may read about her own result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Her id.
    pub applicant: String,
    /// The result in one sentence.
    pub summary: Words,
    /// Every choice, in her order.
    pub choices: Vec<ExplainedChoice>,
}

impl Explanation {
    /// All sentences in Indonesian (`true`) or English (`false`), one a line.
    pub fn text(&self, indonesian: bool) -> String {
        let pick = |words: &Words| {
            if indonesian {
                words.id.clone()
            } else {
                words.en.clone()
            }
        };
        let mut text = pick(&self.summary);
        for choice in &self.choices {
            text.push_str(&format!(
                "\n  {}. {}: {}",
                choice.rank,
                choice.slot,
                pick(&choice.words)
            ));
            if let Some(change) = &choice.change {
                text.push_str(&format!("\n     {}", pick(change)));
            }
        }
        text.push('\n');
        text
    }
}

/// Explains the result to one applicant; `None` if the problem does not know her.
///
/// The placement must answer this problem (as [`Placement::from_json`] makes sure).
pub fn explain(problem: &Problem, placement: &Placement, applicant: &str) -> Option<Explanation> {
    let at = problem.applicant_index(applicant)?;
    let person = problem.applicants().get(at as usize)?;
    let mut usage = Usage::new(problem);
    for one in &placement.assignments {
        usage.place(problem, one.applicant as usize, one.slot);
    }
    let granted = placement.assignments.iter().find(|one| one.applicant == at);
    let rank = granted.map(|one| one.rank);
    let pinned = person.pinned.is_some();
    let summary = match granted {
        Some(one) if pinned => Words {
            id: format!(
                "{applicant} sudah ditetapkan di {} sebelum penempatan dihitung.",
                problem.slot_id(one.slot)
            ),
            en: format!(
                "{applicant} was fixed at {} before the placement was computed.",
                problem.slot_id(one.slot)
            ),
        },
        Some(one) => Words {
            id: format!(
                "{applicant} mendapat tempat di {}, pilihan ke-{} dari {}.",
                problem.slot_id(one.slot),
                one.rank,
                person.choices.len()
            ),
            en: format!(
                "{applicant} is placed at {}, choice {} of {}.",
                problem.slot_id(one.slot),
                one.rank,
                person.choices.len()
            ),
        },
        None => Words {
            id: format!("{applicant} belum mendapat tempat pada periode ini."),
            en: format!("{applicant} has no place in this period."),
        },
    };
    let way = Way::new(problem, placement, &usage, at);
    let mut choices = Vec::with_capacity(person.choices.len());
    for (position, choice) in (1_u32..).zip(&person.choices) {
        let (fate, words) = match rank {
            Some(rank) if position == rank => (
                Fate::Granted,
                Words {
                    id: "di sinilah Anda ditempatkan.".to_owned(),
                    en: "this is where you are placed.".to_owned(),
                },
            ),
            Some(rank) if position > rank => (
                Fate::NotNeeded,
                Words {
                    id: "tidak diperlukan, karena Anda mendapat pilihan yang lebih Anda sukai."
                        .to_owned(),
                    en: "not needed, since you got a choice that you prefer.".to_owned(),
                },
            ),
            _ => {
                let obstacle = placement
                    .reasons
                    .iter()
                    .find(|one| one.applicant == at && one.slot == choice.slot)
                    .map_or(Obstacle::Value, |one| one.obstacle);
                (
                    Fate::HeldBack(obstacle),
                    obstacle_words(problem, &usage, obstacle, choice.slot, person.agency),
                )
            }
        };
        let (binding, change) = match fate {
            Fate::HeldBack(obstacle) => way.explain(position as usize - 1, obstacle),
            Fate::Granted | Fate::NotNeeded => (Vec::new(), None),
        };
        choices.push(ExplainedChoice {
            binding,
            change,
            rank: position,
            slot: problem.slot_id(choice.slot).to_owned(),
            fate,
            words,
        });
    }
    Some(Explanation {
        applicant: applicant.to_owned(),
        summary,
        choices,
    })
}

fn obstacle_words(
    problem: &Problem,
    usage: &Usage,
    obstacle: Obstacle,
    slot: u32,
    agency: Option<u32>,
) -> Words {
    match obstacle {
        Obstacle::Conflict => Words {
            id: "tidak dapat diberikan karena ada benturan kepentingan yang dicatat.".to_owned(),
            en: "cannot be given because of a recorded conflict of interest.".to_owned(),
        },
        Obstacle::Minimum => Words {
            id: "pindah ke sini akan membuat tempat Anda sekarang kurang dari jumlah peserta minimumnya.".to_owned(),
            en: "moving here would leave your present place below its minimum.".to_owned(),
        },
        Obstacle::Value => {
            let (id, en) = aims(problem);
            Words {
                id: format!("masih ada tempat, tetapi penempatan keseluruhan lebih baik menurut tujuan yang ditetapkan ({id})."),
                en: format!("there is room, but the placement as a whole is better by the stated aims ({en})."),
            }
        }
        Obstacle::Limit(kind) => {
            let at = match kind {
                LimitKind::Agency => chain(problem, agency)
                    .find(|at| usage.full(problem, kind, *at))
                    .or_else(|| agency.map(|at| at as usize)),
                _ => place_limits(problem, slot).find(|(one, _)| *one == kind).map(|(_, at)| at),
            }
            .unwrap_or(0);
            let (used, max) = usage.of(problem, kind, at);
            let name = problem.limit_id(kind, u32::try_from(at).unwrap_or(u32::MAX));
            let max = max.unwrap_or(used);
            let (id, en) = match kind {
                LimitKind::Slot => ("kuota tempat magang", "the capacity of slot"),
                LimitKind::Host => ("kuota instansi penerima", "the capacity of host"),
                LimitKind::Region => ("kuota wilayah", "the capacity of region"),
                LimitKind::Agency => ("batas pengiriman OPD", "the release limit of agency"),
            };
            Words {
                id: format!("{id} {name} sudah penuh ({used} dari {max})."),
                en: format!("{en} {name} is full ({used} of {max})."),
            }
        }
    }
}

fn aims(problem: &Problem) -> (String, String) {
    let Goal::Objective(list) = problem.goal() else {
        return ("urutan prestasi".to_owned(), "order of merit".to_owned());
    };
    let words = |pick: fn(Objective) -> &'static str| {
        list.iter()
            .map(|one| pick(*one))
            .collect::<Vec<_>>()
            .join(", ")
    };
    (words(aim_indonesian), words(aim_english))
}

fn aim_indonesian(objective: Objective) -> &'static str {
    match objective {
        Objective::Placed => "sebanyak mungkin orang mendapat tempat",
        Objective::Greedy => "sebanyak mungkin pilihan pertama, lalu pilihan kedua, dan seterusnya",
        Objective::Generous => {
            "sesedikit mungkin orang pada pilihan terakhir, lalu pada pilihan sebelumnya"
        }
        Objective::Fit => "kesenjangan kompetensi yang tertutup sebesar mungkin",
        Objective::Merit => "jumlah nilai prestasi sebesar mungkin",
        Objective::Stay => "sesedikit mungkin perpindahan dari penempatan sebelumnya",
    }
}

fn aim_english(objective: Objective) -> &'static str {
    match objective {
        Objective::Placed => "as many people placed as possible",
        Objective::Greedy => "as many first choices as possible, then second choices, and so on",
        Objective::Generous => {
            "as few people as possible on the worst choice, then on the next worst"
        }
        Objective::Fit => "as much competency gap closed as possible",
        Objective::Merit => "as much merit placed as possible",
        Objective::Stay => "as few moves from the previous placement as possible",
    }
}

/// A limit by kind and id, for the middle of a sentence.
pub(crate) fn limit_words(problem: &Problem, kind: LimitKind, at: u32) -> Words {
    let name = problem.limit_id(kind, at);
    let (id, en) = match kind {
        LimitKind::Slot => ("tempat magang", "slot"),
        LimitKind::Host => ("instansi penerima", "host"),
        LimitKind::Region => ("wilayah", "region"),
        LimitKind::Agency => ("batas pengiriman OPD", "the release limit of agency"),
    };
    Words {
        id: format!("{id} {name}"),
        en: format!("{en} {name}"),
    }
}
