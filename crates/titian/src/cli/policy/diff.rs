//! `titian policy diff`: two versions of a policy on the same people: who gains, who loses, in which groups.

use std::collections::BTreeMap;

use kernel::CivilDate;
use policy::{Facts, Inputs, Policy, Value as PolicyValue, Verdict, screen_one};
use serde_json::{Value, json};

/// The groups in which gains and losses are counted: what they are called, and the fact that tells them.
const GROUPS: [(&str, &str); 3] = [
    ("opd", "opd"),
    ("golongan", "golongan"),
    ("jenis_kelamin", "jenis_kelamin"),
];

/// What differs between two versions for the same people.
pub(super) struct Difference {
    people: usize,
    met: (usize, usize),
    /// NIPs of those who meet the new one only, the old one only, and of other changed verdicts.
    gained: Vec<String>,
    lost: Vec<String>,
    moved: Vec<String>,
    /// For each group: name of the group, then gained and lost.
    groups: BTreeMap<&'static str, BTreeMap<String, (usize, usize)>>,
}

pub(super) fn difference<'a>(
    (old, new): (&Policy, &Policy),
    people: impl IntoIterator<Item = (&'a str, &'a Facts)>,
    case: &Facts,
    at: CivilDate,
    inputs: &Inputs<'_>,
) -> Difference {
    let mut found = Difference {
        people: 0,
        met: (0, 0),
        gained: Vec::new(),
        lost: Vec::new(),
        moved: Vec::new(),
        groups: GROUPS
            .iter()
            .map(|(name, _)| (*name, BTreeMap::new()))
            .collect(),
    };
    for (nip, facts) in people {
        let before = screen_one(old, facts, case, at, inputs).verdict;
        let after = screen_one(new, facts, case, at, inputs).verdict;
        found.people += 1;
        found.met.0 += usize::from(before == Verdict::Memenuhi);
        found.met.1 += usize::from(after == Verdict::Memenuhi);
        let (gained, lost) = match (before, after) {
            (before, after) if before == after => continue,
            (_, Verdict::Memenuhi) => (1, 0),
            (Verdict::Memenuhi, _) => (0, 1),
            _ => (0, 0),
        };
        let list = match (gained, lost) {
            (1, _) => &mut found.gained,
            (_, 1) => &mut found.lost,
            _ => &mut found.moved,
        };
        list.push(nip.to_owned());
        for (group, fact) in GROUPS {
            let key = match facts.get(fact).map(|fact| &fact.value) {
                Some(PolicyValue::Str(word)) => word.to_string(),
                Some(PolicyValue::Golongan(rank)) => rank.to_string(),
                _ => "?".to_owned(),
            };
            let count = found.groups.entry(group).or_default().entry(key);
            let count = count.or_default();
            count.0 += gained;
            count.1 += lost;
        }
    }
    found
}

impl Difference {
    pub(super) fn to_json(&self) -> Value {
        let groups: serde_json::Map<String, Value> = self
            .groups
            .iter()
            .map(|(group, keys)| {
                let rows: Vec<Value> = keys
                    .iter()
                    .map(
                        |(key, (gained, lost))| json!({"key": key, "gained": gained, "lost": lost}),
                    )
                    .collect();
                ((*group).to_owned(), rows.into())
            })
            .collect();
        json!({
            "people": self.people, "met_old": self.met.0, "met_new": self.met.1,
            "gained": self.gained, "lost": self.lost, "moved": self.moved, "groups": groups,
        })
    }

    pub(super) fn to_text(&self, words: &Words) -> String {
        let mut out = vec![
            format!("{}: {}", words.people, self.people),
            format!("{}: {} → {}", words.met, self.met.0, self.met.1),
            format!("{}: {}", words.gained, self.gained.len()),
            format!("{}: {}", words.lost, self.lost.len()),
            format!("{}: {}", words.moved, self.moved.len()),
        ];
        for (group, keys) in &self.groups {
            for (key, (gained, lost)) in keys {
                if gained + lost > 0 {
                    out.push(format!("  {group} {key}: +{gained} −{lost}"));
                }
            }
        }
        out.join("\n")
    }
}

/// The words of the answer in one language.
pub(super) struct Words {
    people: &'static str,
    met: &'static str,
    gained: &'static str,
    lost: &'static str,
    moved: &'static str,
}

/// Indonesian.
pub(super) const ID: Words = Words {
    people: "Pegawai",
    met: "Memenuhi syarat",
    gained: "Menjadi memenuhi",
    lost: "Tidak lagi memenuhi",
    moved: "Putusan lain yang berubah",
};

/// English.
pub(super) const EN: Words = Words {
    people: "People",
    met: "Meet the policy",
    gained: "Gain",
    lost: "Lose",
    moved: "Other changed verdicts",
};
