//! Faults that are put into clean people on purpose, each with what must be said of it.
//!
//! The truth is written down here, where the fault is made; the reader and the checks are never asked for it.

use std::collections::HashSet;

use kernel::{CivilDate, Golongan};

use super::person::{Draft, Role, write_golongan, write_kedudukan};
use super::rng::{Rng, stable_id};
use super::words;
use crate::column::Column;
use crate::findings::Code;
use crate::read::FIELD_COUNT;
use crate::record::Sex;

/// What a fault may use.
pub(super) struct Tools<'t> {
    pub(super) rng: &'t mut Rng,
    pub(super) seed: u64,
    pub(super) today: CivilDate,
    pub(super) taken: &'t mut HashSet<String>,
}

/// A fault: whom it may be put into, and how.
struct Fault {
    fits: fn(&Draft, CivilDate) -> bool,
    put: fn(&mut Draft, &mut Tools<'_>),
}

const fn anybody(put: fn(&mut Draft, &mut Tools<'_>)) -> Fault {
    Fault {
        fits: |_, _| true,
        put,
    }
}

const fn pns(put: fn(&mut Draft, &mut Tools<'_>)) -> Fault {
    Fault {
        fits: is_seasoned_pns,
        put,
    }
}

const fn pppk(put: fn(&mut Draft, &mut Tools<'_>)) -> Fault {
    Fault {
        fits: is_full_pppk,
        put,
    }
}

const fn role(fits: fn(&Draft, CivilDate) -> bool, put: fn(&mut Draft, &mut Tools<'_>)) -> Fault {
    Fault { fits, put }
}

fn is_seasoned_pns(draft: &Draft, today: CivilDate) -> bool {
    !draft.is_pppk && !draft.is_candidate && draft.start.year() + 4 < today.year()
}

fn is_full_pppk(draft: &Draft, today: CivilDate) -> bool {
    draft.is_pppk
        && draft.get(Column::KedudukanHukumId) == "71"
        && draft.start.year() < today.year() - 1
}

fn is_middle(draft: &Draft, _: CivilDate) -> bool {
    matches!(draft.role, Role::Structural("31" | "32"))
}

/// The plain faults; those that need two people stand in [`pairs`].
const FAULTS: &[Fault] = &[
    // The row cannot be read.
    anybody(|d, _| {
        let short: String = d.get(Column::NipBaru).chars().take(6).collect();
        let (lead, rest) = short.split_at(1);
        d.set(Column::NipBaru, format!("{lead}.{rest}E+17"));
        d.traits.number = Some(Column::NipBaru);
        d.truth.rejected.push("NIP BARU");
    }),
    anybody(|d, _| {
        let short: String = d.get(Column::NipBaru).chars().take(17).collect();
        d.set(Column::NipBaru, short);
        d.truth.rejected.push("NIP BARU");
    }),
    anybody(|d, _| reject(d, Column::TmtJabatan, "31-02-2015")),
    anybody(|d, _| {
        let slashes = d.get(Column::TanggalLahir).replace('-', "/");
        reject(d, Column::TanggalLahir, &slashes);
    }),
    anybody(|d, _| reject(d, Column::GolAkhirNama, "III/x")),
    anybody(|d, _| reject(d, Column::JenisKelamin, "X")),
    anybody(|d, _| reject(d, Column::MkTahun, "dua puluh")),
    anybody(|d, _| reject(d, Column::Nama, " ")),
    anybody(|d, _| reject(d, Column::TahunLulus, "20l5")),
    anybody(|d, tools| {
        let tomorrow = tools.today.add_days(1).unwrap_or(tools.today);
        reject(d, Column::TanggalLahir, &tomorrow.siasn());
    }),
    anybody(|d, _| {
        reject(d, Column::TmtGolongan, "kemarin");
        reject(d, Column::MkBulan, "13");
        reject(d, Column::StatusCpnsPns, "?");
    }),
    anybody(|d, _| {
        d.traits.extra_cell = true;
        d.truth.rejected.push(FIELD_COUNT);
    }),
    // The reader bears it.
    anybody(|d, _| prefix(d, Column::NipBaru, "'")),
    anybody(|d, _| {
        for column in [Column::NipLama, Column::NpwpNomor, Column::Bpjs] {
            d.set(column, "null");
        }
        d.set(Column::KpknNama, "-");
    }),
    anybody(|d, _| {
        d.traits.serial = vec![Column::TanggalLahir, Column::TmtCpns, Column::TmtGolongan]
    }),
    anybody(|d, _| {
        for column in [Column::TanggalLahir, Column::TmtCpns, Column::TmtJabatan] {
            if let Some(date) = day(d.get(column)) {
                d.set(column, date.to_string());
            }
        }
    }),
    anybody(|d, _| {
        prefix(d, Column::Alamat, "\"");
        d.traits.verbatim = Some(Column::Alamat);
    }),
    anybody(|d, _| {
        let address = format!(
            "{}\nRT 01 | RW 02; \"dekat\" titian, dst.",
            d.get(Column::Alamat)
        );
        d.set(Column::Alamat, address);
    }),
    anybody(|d, _| {
        let spread = d
            .get(Column::GolAkhirNama)
            .to_lowercase()
            .replace('/', " / ");
        d.set(Column::GolAkhirNama, spread);
    }),
    anybody(|d, _| {
        let nip = d.get(Column::NipBaru).to_owned();
        if let Some(((birth, start), (sex, number))) = nip
            .split_at_checked(14)
            .and_then(|(a, b)| Some((a.split_at_checked(8)?, b.split_at_checked(1)?)))
        {
            d.set(Column::NipBaru, format!("{birth} {start} {sex} {number}"));
        }
    }),
    anybody(|d, _| prefix(d, Column::UnorNama, "-- ")),
    // The number does not fit the facts.
    pns(|d, _| {
        if let Some(start) = d.start.add_months(-1) {
            d.set(Column::TmtCpns, start.siasn());
            d.truth.findings.push(Code::Con1);
        }
    }),
    anybody(|d, _| {
        if let Some(birth) = d.birth.add_days(1) {
            d.set(Column::TanggalLahir, birth.siasn());
            d.truth.findings.push(Code::Con2);
        }
    }),
    anybody(|d, _| {
        let other = if d.sex == Sex::Male { "F" } else { "M" };
        d.set(Column::JenisKelamin, other);
        d.truth.findings.push(Code::Con3);
    }),
    pppk(|d, _| {
        if let Some(start) = d.start.add_years(-1) {
            d.set(Column::TmtCpns, start.siasn());
            d.truth.findings.push(Code::Con4);
        }
    }),
    anybody(|d, tools| digits(d, tools, 6, "00", &[Code::Nip1, Code::Con2])),
    pns(|d, tools| digits(d, tools, 8, "1900", &[Code::Nip2, Code::Con1])),
    pns(|d, tools| digits(d, tools, 12, "13", &[Code::Nip3, Code::Con1])),
    anybody(|d, tools| digits(d, tools, 14, "3", &[Code::Nip4, Code::Con3])),
    anybody(|d, tools| digits(d, tools, 15, "000", &[Code::Nip5])),
    // Something is missing.
    pns(|d, tools| {
        d.skp.retain(|year| *year < tools.today.year() - 2);
        d.truth.findings.push(Code::Com1);
    }),
    role(
        |d, _| !matches!(d.role, Role::Structural(_)),
        |d, _| clear(d, &[Column::JabatanId], Code::Com2),
    ),
    anybody(|d, _| {
        clear(
            d,
            &[Column::TingkatPendidikanId, Column::TingkatPendidikanNama],
            Code::Com3,
        )
    }),
    pns(|d, _| clear(d, &[Column::TmtPns], Code::Com4)),
    role(
        |d, _| !d.get(Column::GelarBelakang).is_empty(),
        |d, _| clear(d, &[Column::GelarDepan, Column::GelarBelakang], Code::Com5),
    ),
    anybody(|d, _| clear(d, &[Column::Email], Code::Com6)),
    anybody(|d, _| {
        d.set(Column::Email, "surel-tanpa-keong.contoh.id");
        d.truth.findings.push(Code::Com6);
    }),
    anybody(|d, _| clear(d, &[Column::NomorHp], Code::Com7)),
    anybody(|d, _| clear(d, &[Column::Nik], Code::Acc5)),
    anybody(|d, _| {
        d.set(Column::IsValidNik, "0");
        d.truth.findings.push(Code::Acc5);
    }),
    anybody(|d, _| {
        d.set(Column::Nik, "9.90101E+15");
        d.truth.findings.push(Code::Acc5);
    }),
    // Time has passed.
    pns(|d, _| {
        d.set(Column::StatusCpnsPns, "C");
        clear(d, &[Column::TmtPns], Code::Tim3);
    }),
    role(
        |d, today| is_seasoned_pns(d, today) && d.role == Role::Pelaksana,
        |d, tools| {
            if let Some(birth) = d
                .birth
                .add_years(tools.today.years_until(d.birth).abs() - 62)
            {
                d.birth = birth;
                d.set(Column::TanggalLahir, birth.siasn());
                d.renumber(tools.taken);
                d.truth.findings.push(Code::Tim5);
            }
        },
    ),
    role(
        |d, today| is_seasoned_pns(d, today) && d.role == Role::Pelaksana,
        |d, tools| {
            write_kedudukan(d, "02");
            let (from, to) = (tools.today.add_years(-2), tools.today.add_months(-2));
            d.cltn = from.zip(to);
            d.truth.findings.push(Code::Tim6);
        },
    ),
    // Facts contradict each other.
    pns(|d, _| {
        if let Some(before) = d.start.add_months(-1) {
            d.set(Column::TmtPns, before.siasn());
            d.truth.findings.push(Code::Acc1);
        }
    }),
    anybody(|d, tools| {
        d.set(
            Column::InstansiKerjaId,
            stable_id(tools.seed, words::ELSEWHERE),
        );
        d.set(Column::InstansiKerjaNama, words::ELSEWHERE);
        d.truth.findings.push(Code::Acc2);
    }),
    role(is_middle, |d, tools| {
        let start = tools
            .today
            .add_months(-14)
            .and_then(|day| CivilDate::new(day.year(), day.month(), 1).ok());
        if let Some((start, appointed)) =
            start.and_then(|start| Some((start, start.add_months(12)?)))
        {
            d.start = start;
            d.set(Column::TmtCpns, start.siasn());
            d.set(Column::TmtPns, appointed.siasn());
            d.renumber(tools.taken);
            d.truth.findings.push(Code::Acc3);
        }
    }),
    pppk(|d, _| {
        write_kedudukan(d, "01");
        d.truth.findings.push(Code::Acc4);
    }),
    role(is_middle, |d, _| {
        write_education(d, "30", "Diploma III/Sarjana Muda");
        d.truth.findings.push(Code::Acc6);
    }),
    pppk(|d, tools| {
        if let Ok(start) = CivilDate::new(2018, 3, 1) {
            d.start = start;
            d.set(Column::TmtCpns, start.siasn());
            d.renumber(tools.taken);
            d.truth.findings.push(Code::Acc7);
        }
    }),
    role(
        |d, _| d.role == Role::Expert,
        |d, _| {
            write_education(d, "15", "SLTA");
            d.truth.findings.push(Code::Acc8);
        },
    ),
    role(
        |d, _| d.role == Role::Pelaksana,
        |d, _| {
            d.set(Column::JabatanNama, "Analis Kebijakan Ahli Muda");
            d.truth.findings.push(Code::Acc9);
        },
    ),
    role(is_middle, |d, _| {
        write_golongan(d, Golongan::Pns(9), Golongan::Pns(9));
        d.truth.findings.push(Code::Acc10);
    }),
];

/// Puts every fault into `rounds` people each, as far as there are people whom it fits; at most a quarter of them.
pub(super) fn put(people: &mut [Draft], rounds: usize, tools: &mut Tools<'_>) {
    let mut budget = people.len() / 4;
    for _ in 0..rounds {
        if budget >= 6 {
            pairs(people, tools);
            budget -= 6;
        }
        let first = tools.rng.below(FAULTS.len());
        for fault in FAULTS.iter().cycle().skip(first).take(FAULTS.len()) {
            let today = tools.today;
            let free = |draft: &Draft| {
                draft.is_plain && !draft.truth.touched && (fault.fits)(draft, today)
            };
            if budget == 0 {
                return;
            }
            if let Some(draft) = find(people, tools.rng, free).and_then(|i| people.get_mut(i)) {
                draft.truth.touched = true;
                (fault.put)(draft, tools);
                budget -= 1;
            }
        }
    }
}

/// A person who fits, searched from a random place on.
fn find(people: &[Draft], rng: &mut Rng, fits: impl Fn(&Draft) -> bool) -> Option<usize> {
    let start = rng.below(people.len());
    (start..people.len())
        .chain(0..start)
        .find(|i| people.get(*i).is_some_and(&fits))
}

/// Faults between two people: the same number, the same id, the same structural post.
fn pairs(people: &mut [Draft], tools: &mut Tools<'_>) {
    for column in [Column::NipBaru, Column::PnsId] {
        let free = |draft: &Draft| draft.is_plain && !draft.truth.touched;
        let Some(a) = find(people, tools.rng, free) else {
            return;
        };
        touch(people, a);
        let Some(b) = find(people, tools.rng, free) else {
            return;
        };
        touch(people, b);
        // The later row is the one that is rejected.
        let (first, second) = (a.min(b), a.max(b));
        let value = people
            .get(first)
            .map(|draft| draft.get(column).to_owned())
            .unwrap_or_default();
        if let Some(draft) = people.get_mut(second) {
            reject(draft, column, &value);
        }
    }
    let middle = |draft: &Draft| {
        draft.is_plain && !draft.truth.touched && draft.role == Role::Structural("32")
    };
    let Some(a) = find(people, tools.rng, middle) else {
        return;
    };
    touch(people, a);
    let Some(b) = find(people, tools.rng, middle) else {
        return;
    };
    touch(people, b);
    for column in [
        Column::JabatanId,
        Column::JabatanNama,
        Column::UnorId,
        Column::UnorNama,
    ] {
        let value = people
            .get(a)
            .map(|draft| draft.get(column).to_owned())
            .unwrap_or_default();
        if let Some(draft) = people.get_mut(b) {
            draft.set(column, value);
        }
    }
    for i in [a, b] {
        if let Some(draft) = people.get_mut(i) {
            draft.truth.findings.push(Code::Tim4);
        }
    }
}

fn touch(people: &mut [Draft], i: usize) {
    if let Some(draft) = people.get_mut(i) {
        draft.truth.touched = true;
    }
}

fn reject(draft: &mut Draft, column: Column, text: &str) {
    draft.set(column, text);
    draft.truth.rejected.push(column.header());
}

fn clear(draft: &mut Draft, columns: &[Column], code: Code) {
    for column in columns {
        draft.set(*column, "");
    }
    draft.truth.findings.push(code);
}

fn prefix(draft: &mut Draft, column: Column, text: &str) {
    let cell = format!("{text}{}", draft.get(column));
    draft.set(column, cell);
}

fn write_education(draft: &mut Draft, id: &str, name: &str) {
    draft.set(Column::TingkatPendidikanId, id);
    draft.set(Column::TingkatPendidikanNama, name);
}

/// Writes digits into the number from a position on; leaves the person clean if somebody has that number.
fn digits(draft: &mut Draft, tools: &mut Tools<'_>, at: usize, digits: &str, codes: &[Code]) {
    let mut nip = draft.get(Column::NipBaru).to_owned();
    nip.replace_range(at..at + digits.len(), digits);
    if tools.taken.insert(nip.clone()) {
        draft.set(Column::NipBaru, nip);
        draft.truth.findings.extend_from_slice(codes);
    }
}

/// The day of a cell as the generator writes it.
pub(super) fn day(cell: &str) -> Option<CivilDate> {
    let mut parts = cell.splitn(3, '-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    CivilDate::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
