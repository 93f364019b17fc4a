//! The history files of the invented province; they carry no faults.

use kernel::CivilDate;

use super::person::{Draft, Role};
use super::rng::{Rng, stable_id};
use super::words::{COMPETENCIES, COURSES};
use super::write;
use crate::column::Column;
use crate::history::HistoryKind;
use crate::reference;
use crate::skp::{Predikat, Rating};

pub(super) fn csv(kind: HistoryKind, people: &[Draft], seed: u64, today: CivilDate) -> String {
    let mut out = String::new();
    // Levels are assessed of some people only; of the others nothing is known.
    if !matches!(kind, HistoryKind::Kompetensi | HistoryKind::Standar) {
        out.push_str("# mencakup: semua\n");
    }
    let key = if kind == HistoryKind::Standar {
        None
    } else {
        Some("PNS ID")
    };
    let headers = kind
        .headers()
        .iter()
        .map(|header| key.filter(|_| *header == "NIP").unwrap_or(header));
    write::row(&mut out, ';', headers);
    if kind == HistoryKind::Standar {
        standards(&mut out, people);
        return out;
    }
    // Rows are keyed by the id, since some numbers carry a fault on purpose.
    for draft in people
        .iter()
        .filter(|draft| !draft.truth.rejected.contains(&"PNS ID"))
    {
        let id = draft.get(Column::PnsId);
        let stem = kind.stem();
        let mut rng = Rng::new(
            seed ^ u64::from_str_radix(&stable_id(seed, &format!("{stem}{id}"))[..16], 16)
                .unwrap_or(0),
        );
        for cells in rows(kind, draft, &mut rng, today) {
            write::row(
                &mut out,
                ';',
                std::iter::once(id).chain(cells.iter().map(String::as_str)),
            );
        }
    }
    out
}

/// The cells after the key.
fn rows(kind: HistoryKind, draft: &Draft, rng: &mut Rng, today: CivilDate) -> Vec<Vec<String>> {
    let ago = |days: i32| today.add_days(-days).unwrap_or(today);
    match kind {
        HistoryKind::Skp => draft
            .skp
            .iter()
            .map(|year| {
                let (result, behaviour) = match rng.below(100) {
                    0..=7 => (Rating::Above, Rating::Above),
                    8..=92 => (
                        Rating::Meets,
                        if rng.percent(30) {
                            Rating::Above
                        } else {
                            Rating::Meets
                        },
                    ),
                    93..=97 => (Rating::Below, Rating::Meets),
                    98 => (Rating::Meets, Rating::Below),
                    _ => (Rating::Below, Rating::Below),
                };
                let predikat = Predikat::of(result, behaviour);
                [
                    year.to_string().as_str(),
                    result.name(),
                    behaviour.name(),
                    predikat.name(),
                ]
                .map(str::to_owned)
                .to_vec()
            })
            .collect(),
        HistoryKind::Hukdis if rng.percent(2) && !draft.is_candidate => {
            let kinds = reference::hukdis_all();
            let Some(hukdis) = kinds.get(rng.below(8)) else {
                return Vec::new();
            };
            let since = ago(rng.between(30, 1_200)).max(draft.start);
            let until = since
                .add_years(1)
                .and_then(|day| day.add_days(-1))
                .unwrap_or(since);
            let until = if hukdis.tingkat == reference::Tingkat::Ringan {
                String::new()
            } else {
                until.siasn()
            };
            vec![vec![
                hukdis.name.clone(),
                hukdis.tingkat.name().to_owned(),
                format!("880/{}/BKD/{}", rng.between(1, 999), since.year()),
                since.siasn(),
                since.siasn(),
                until,
            ]]
        }
        HistoryKind::Kompetensi if rng.percent(60) => {
            let day = ago(rng.between(60, 1_000));
            let base = standard(draft.role);
            COMPETENCIES
                .iter()
                .map(|name| {
                    let level = (base + rng.between(-1, 1)).clamp(1, 5);
                    vec![
                        (*name).to_owned(),
                        level.to_string(),
                        day.siasn(),
                        "Tim Penilai Contoh".to_owned(),
                    ]
                })
                .collect()
        }
        HistoryKind::Diklat | HistoryKind::Kursus if rng.percent(55) => {
            let (id, name) = COURSES
                .get(rng.below(COURSES.len()))
                .copied()
                .unwrap_or_default();
            let since = ago(rng.between(30, 900)).max(draft.start).min(today);
            let until = since
                .add_days(rng.between(0, 20))
                .unwrap_or(since)
                .min(today);
            let number = format!("{}/SERT/{}", rng.between(1, 9_999), since.year());
            let hours = (since.days_until(until) + 1) * 8;
            vec![vec![
                id.to_owned(),
                name.to_owned(),
                "Lembaga Pelatihan Contoh".to_owned(),
                number,
                since.siasn(),
                until.siasn(),
                hours.to_string(),
            ]]
        }
        HistoryKind::Tubel => leave(draft.tubel, "Tugas Belajar"),
        HistoryKind::Cltn => leave(draft.cltn, "CLTN"),
        _ => Vec::new(),
    }
}

fn leave(period: Option<(CivilDate, CivilDate)>, name: &str) -> Vec<Vec<String>> {
    period
        .map(|(from, to)| {
            vec![
                name.to_owned(),
                format!("851/{}", from.year()),
                from.siasn(),
                to.siasn(),
            ]
        })
        .into_iter()
        .collect()
}

/// The level that a role asks for (PermenPANRB 38/2017, S: 1 for pelaksana to 4 for JPT pratama).
fn standard(role: Role) -> i32 {
    match role {
        Role::Structural("11" | "12") => 5,
        Role::Structural("21" | "22") => 4,
        Role::Structural("31" | "32") => 3,
        Role::Structural(_) | Role::Expert => 2,
        Role::Skilled | Role::Pelaksana => 1,
    }
}

/// One set of levels for every title.
fn standards(out: &mut String, people: &[Draft]) {
    let mut seen = std::collections::BTreeMap::new();
    for draft in people.iter().filter(|draft| !draft.truth.touched) {
        seen.entry(draft.get(Column::JabatanNama))
            .or_insert(standard(draft.role));
    }
    for (title, level) in seen {
        for name in COMPETENCIES {
            write::row(out, ';', [title, name, &level.to_string()].into_iter());
        }
    }
}
