//! Tests of the invented province against its own truth.

use super::*;
use crate::findings::{Code, findings, not_computable};
use crate::history::{Coverage, Histories, read_history};
use crate::{StaffFile, read_staff};

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 24).unwrap()
}

fn histories(province: &Province, today: CivilDate) -> Histories {
    let mut histories = Histories::default();
    for kind in HistoryKind::ALL {
        let file = read_history(kind, &province.history_csv(kind), kind.stem(), today).unwrap();
        assert_eq!(file.rejected, [], "{kind:?}");
        let everyone = !matches!(kind, HistoryKind::Kompetensi | HistoryKind::Standar);
        assert_eq!(file.coverage == Coverage::Semua, everyone);
        histories.add(file);
    }
    histories
}

/// What the reader and the checks say, in the form of the truth.
fn said(file: &StaffFile, histories: &Histories, today: CivilDate) -> Truth {
    let people = file.rows.iter().map(|(_, record)| record);
    Truth {
        rows: file.rows.len() + file.rejected_rows.len(),
        rejected: file
            .rejected
            .iter()
            .map(|p| (p.row, p.column.clone()))
            .collect(),
        findings: findings(people, file.columns, histories, today)
            .into_iter()
            .map(|finding| {
                (
                    finding.nip.as_str().to_owned(),
                    finding.code.key().to_owned(),
                )
            })
            .collect(),
    }
}

/// Order within a row carries no meaning.
fn sorted(mut truth: Truth) -> Truth {
    truth.rejected.sort();
    truth.findings.sort();
    truth
}

#[test]
fn all_faults_are_found_and_none_invented() {
    for (n, seed, today) in [
        (0, 1, "2026-11-24"),
        (9, 1, "2026-11-24"),
        (60, 2, "2026-01-01"),
        (400, 3, "2026-11-24"),
        (400, 4, "2024-02-29"),
        (1_000, 5, "2027-03-31"),
        (3_200, 6, "2026-11-24"),
    ] {
        let today: CivilDate = today.parse().unwrap();
        let province = generate(n, seed, today);
        assert_eq!(province.len(), n);
        let histories = histories(&province, today);
        for delimiter in ['|', ';', ',', '\t'] {
            let file = read_staff(&province.export_csv(delimiter), "x", today).unwrap();
            assert_eq!(file.delimiter, Some(delimiter));
            let truth = province.truth(Medium::Csv(delimiter));
            assert_eq!(
                sorted(said(&file, &histories, today)),
                sorted(truth),
                "n {n}, seed {seed}, {today}"
            );
        }
    }
}

#[test]
fn a_spreadsheet_says_the_same() {
    let province = generate(400, 7, today());
    let histories = histories(&province, today());
    let file = read_staff(&province.export_xlsx().unwrap(), "x.xlsx", today()).unwrap();
    assert_eq!(
        sorted(said(&file, &histories, today())),
        sorted(province.truth(Medium::Xlsx))
    );
    assert!(
        province.truth(Medium::Xlsx).rejected.len()
            < province.truth(Medium::Csv(';')).rejected.len()
    );
}

#[test]
fn every_code_that_can_be_computed_is_in_a_province_of_a_thousand() {
    let province = generate(1_000, 8, today());
    let truth = province.truth(Medium::Csv('|'));
    let histories = histories(&province, today());
    let silent: Vec<Code> = not_computable(crate::Columns::all(), &histories)
        .into_iter()
        .filter(|not| !not.partly)
        .map(|not| not.code)
        .collect();
    assert_eq!(silent, [Code::Tim1, Code::Tim2]);
    for code in Code::ALL {
        let found = truth.findings.iter().any(|(_, key)| key == code.key());
        assert_eq!(found, !silent.contains(code), "{code}");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let files = |seed| generate(200, seed, today()).files();
    assert_eq!(files(1), files(1));
    assert_ne!(files(1), files(2));
    let names: Vec<String> = files(1).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "data-asn.csv",
            "skp.csv",
            "hukdis.csv",
            "kompetensi.csv",
            "standar.csv",
            "diklat.csv",
            "kursus.csv",
            "tubel.csv",
            "cltn.csv",
            "truth.json"
        ]
    );
}

#[test]
fn structural_posts_have_one_holder_and_people_work_in_known_units() {
    let province = generate(2_000, 9, today());
    let file = read_staff(&province.export_csv('|'), "x", today()).unwrap();
    assert!(file.rows.iter().all(|(_, record)| record.opd().is_some()));
    let pppk = file
        .rows
        .iter()
        .filter(|(_, r)| r.jenis() == crate::Jenis::Pppk)
        .count();
    assert!((500..1_000).contains(&pppk), "{pppk}");
    let heads = file
        .rows
        .iter()
        .filter(|(_, r)| matches!(r.eselon_id(), Some("12" | "21" | "22")));
    assert!(heads.count() > 40);
}
