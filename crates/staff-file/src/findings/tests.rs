//! Tests of the findings, on single people and on the invented province.

use super::*;
use crate::Column as C;
use crate::history::{HistoryKind, read_history};

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 24).unwrap()
}

fn person(cells: &[(C, &str)]) -> StaffRecord {
    StaffRecord::new(today(), |column| match column {
        C::NipBaru if !cells.iter().any(|(c, _)| *c == C::NipBaru) => Some("198508172010032004"),
        C::Nama => Some("Ani"),
        _ => cells
            .iter()
            .find(|(c, _)| *c == column)
            .map(|(_, cell)| *cell),
    })
    .unwrap()
}

fn codes(columns: &[C], person: &StaffRecord, histories: &Histories) -> Vec<&'static str> {
    findings(
        [person],
        columns.iter().copied().collect(),
        histories,
        today(),
    )
    .into_iter()
    .map(|finding| finding.code.key())
    .collect()
}

#[test]
fn an_absent_column_gives_no_finding_and_is_told() {
    let ani = person(&[]);
    let none = Histories::default();
    assert_eq!(codes(&[C::NipBaru, C::Nama], &ani, &none), [] as [&str; 0]);
    assert_eq!(
        codes(&[C::NipBaru, C::Nama, C::Email, C::NomorHp], &ani, &none),
        ["COM_6", "COM_7"]
    );
    let told: Vec<_> = not_computable([C::NipBaru, C::Nama, C::Email].into_iter().collect(), &none)
        .into_iter()
        .map(|not| (not.code.key(), not.partly))
        .collect();
    assert!(
        told.contains(&("COM_7", false))
            && told.contains(&("COM_1", false))
            && told.contains(&("ACC_6", false))
    );
    assert!(told.contains(&("ACC_7", true)) && !told.iter().any(|(key, _)| *key == "COM_6"));
}

#[test]
fn unknown_performance_is_no_finding() {
    let ani = person(&[(C::TmtCpns, "01-03-2010")]);
    let mut histories = Histories::default();
    let mut add = |text: &str| {
        histories.add(read_history(HistoryKind::Skp, text.as_bytes(), "skp", today()).unwrap());
        codes(&[C::NipBaru], &ani, &histories)
    };
    assert_eq!(
        add("NIP;TAHUN;PREDIKAT\n198508172010032005;2020;Baik\n"),
        [] as [&str; 0]
    );
    assert_eq!(
        add("NIP;TAHUN;PREDIKAT\n198508172010032004;2020;Baik\n"),
        ["COM_1"]
    );
    assert_eq!(
        add("NIP;TAHUN;PREDIKAT\n198508172010032004;2024;Baik\n"),
        [] as [&str; 0]
    );
}

#[test]
fn the_day_of_retirement_is_the_first_of_the_next_month() {
    let age = [C::NipBaru, C::TanggalLahir];
    let pelaksana = |birth: &str, nip: &str| {
        person(&[
            (C::TanggalLahir, birth),
            (C::NipBaru, nip),
            (C::JenisJabatanId, "4"),
            (C::KedudukanHukumId, "01"),
        ])
    };
    let none = Histories::default();
    assert_eq!(
        codes(&age, &pelaksana("31-10-1968", "196810311990031001"), &none),
        ["TIM_5"]
    );
    assert_eq!(
        codes(&age, &pelaksana("01-11-1968", "196811011990031001"), &none),
        [] as [&str; 0]
    );
    let retired = person(&[
        (C::TanggalLahir, "01-01-1950"),
        (C::KedudukanHukumId, "99"),
        (C::NipBaru, "195001011990031001"),
    ]);
    assert_eq!(codes(&age, &retired, &none), [] as [&str; 0]);
    let unknown_level = person(&[
        (C::TanggalLahir, "31-10-1966"),
        (C::NipBaru, "196610311990031001"),
        (C::JenisJabatanId, "2"),
    ]);
    assert_eq!(codes(&age, &unknown_level, &none), [] as [&str; 0]);
}

#[test]
fn a_finding_shows_its_facts() {
    let ani = person(&[(C::TanggalLahir, "18-08-1985")]);
    let found = findings([&ani], Columns::all(), &Histories::default(), today());
    let birth = found
        .iter()
        .find(|finding| finding.code == Code::Con2)
        .unwrap();
    assert_eq!(
        birth.detail,
        [
            ("TANGGAL LAHIR".to_owned(), "1985-08-18".to_owned()),
            ("NIP BARU".to_owned(), "19850817".to_owned())
        ]
    );
}
