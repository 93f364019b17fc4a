//! Findings at import: kept, renewed, told by the report, seen within scope only; they never reject anybody.

use super::*;

/// Appointed as PNS before she was a candidate: `ACC_1`.
fn odd(id: u32, opd: &str) -> String {
    row(id, "Ganjil", "III/b", opd).replace("01-03-2011", "01-02-2009")
}

fn codes(report: &ImportReport, code: &str) -> Vec<String> {
    report
        .findings
        .iter()
        .filter(|found| found.code == code)
        .map(|found| found.nip.clone())
        .collect()
}

async fn listed(app: &App, scope: &Scope, code: &str) -> Vec<String> {
    let request = crate::db::list::ListRequest {
        filters: vec![("code".into(), code.into())],
        ..Default::default()
    };
    let found = findings_list(&app.db, scope, request).await.unwrap();
    assert_eq!(found.total as usize, found.rows.len());
    found
        .rows
        .iter()
        .map(|line| line.nip.as_str().to_owned())
        .collect()
}

#[tokio::test]
async fn findings_are_kept_at_import_and_go_when_the_fault_goes() {
    each_engine(async |app| {
        let rows = [
            odd(1, "Dinas Kesehatan"),
            row(2, "Dua", "III/b", "Dinas Kesehatan"),
        ];
        let report = import(&app, &rows).await;
        let nip = "198508172010032001".to_owned();
        assert_eq!(codes(&report, "ACC_1"), std::slice::from_ref(&nip));
        assert_eq!(
            listed(&app, &Scope::All, "ACC_1").await,
            std::slice::from_ref(&nip)
        );
        let person = ids(&app).await;
        let odd_one = person
            .iter()
            .find(|person| person.name == "Ganjil")
            .unwrap();
        let found = findings_on(&app.db, odd_one.id).await.unwrap();
        let (code, details) = found.iter().find(|(code, _)| *code == Code::Acc1).unwrap();
        assert_eq!(code.key(), "ACC_1");
        assert!(details.contains(&("TMT PNS".into(), "2009-02-01".into())));
        let counts = finding_counts(&app.db, &Scope::All, None).await.unwrap();
        assert!(counts.contains(&(Code::Acc1, 1)));
        // The same file again says the same; a mended row takes the finding away.
        assert_eq!(codes(&import(&app, &rows).await, "ACC_1"), [nip]);
        let mended = [
            row(1, "Ganjil", "III/b", "Dinas Kesehatan"),
            rows[1].clone(),
        ];
        assert!(codes(&import(&app, &mended).await, "ACC_1").is_empty());
        assert!(listed(&app, &Scope::All, "ACC_1").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_history_renews_findings_and_what_is_not_covered_is_no_finding() {
    each_engine(async |app| {
        let rows = [
            row(1, "Satu", "III/b", "Dinas Kesehatan"),
            row(2, "Dua", "III/b", "Dinas Kesehatan"),
        ];
        import(&app, &rows).await;
        assert!(listed(&app, &Scope::All, "COM_1").await.is_empty());
        let lacking = async |code: Code| {
            let all = not_computable(&app.db).await.unwrap();
            all.iter().any(|found| found.code == code)
        };
        assert!(lacking(Code::Com1).await);
        assert!(lacking(Code::Com6).await, "the file has no column EMAIL");
        let skp = "# mencakup: semua\nNIP;TAHUN;HASIL KERJA;PERILAKU KERJA;PREDIKAT\n\
             198508172010032001;2025;;;Baik\n";
        let bytes = skp.as_bytes().to_vec();
        import_history(
            &app,
            &officer(),
            HistoryKind::Skp,
            "skp.csv",
            bytes,
            Mode::GoodRows,
        )
        .await
        .unwrap();
        let second = "198508172010032002".to_owned();
        assert_eq!(
            listed(&app, &Scope::All, "COM_1").await,
            std::slice::from_ref(&second)
        );
        assert!(!lacking(Code::Com1).await);
        // Later imports of the staff file know the histories of the register.
        assert_eq!(codes(&import(&app, &rows).await, "COM_1"), [second]);
    })
    .await;
}

#[tokio::test]
async fn an_officer_of_one_opd_sees_no_findings_of_another() {
    each_engine(async |app| {
        import(
            &app,
            &[odd(1, "Dinas Kesehatan"), odd(2, "Dinas Perhubungan")],
        )
        .await;
        assert_eq!(listed(&app, &Scope::All, "ACC_1").await.len(), 2);
        let people = ids(&app).await;
        for person in people {
            let scope = Scope::Org(person.opd_id.unwrap());
            let own = person.nip.as_str().to_owned();
            assert_eq!(listed(&app, &scope, "ACC_1").await, [own]);
            let counts = finding_counts(&app.db, &scope, None).await.unwrap();
            assert!(counts.contains(&(Code::Acc1, 1)));
        }
        assert!(listed(&app, &Scope::Nothing, "ACC_1").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn findings_of_an_invented_province_are_those_that_were_put_in() {
    let app = app().await;
    let today = app.clock.today();
    let province = staff_file::synth::generate(1_200, 7, today);
    let truth = province.truth(staff_file::synth::Medium::Csv('|'));
    let mut beside: Vec<Named> = HistoryKind::ALL
        .iter()
        .map(|kind| Named {
            name: format!("{}.csv", kind.stem()),
            bytes: province.history_csv(*kind),
        })
        .collect();
    let staff = Named {
        name: "data-asn.csv".into(),
        bytes: province.export_csv('|'),
    };
    let read = async |staff: &Named, beside: &[Named]| {
        read_files(&app.ports, today, staff.clone(), beside.to_vec())
            .await
            .unwrap()
    };
    let files = read(&staff, &beside).await;
    let alone = preview_alone(&files, today);
    let mut expected = truth.findings.clone();
    expected.sort_unstable();
    let mut found: Vec<(String, String)> = alone
        .findings
        .iter()
        .map(|found| (found.nip.clone(), found.code.clone()))
        .collect();
    found.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(
        preview(&app, &officer(), &files, false).await.unwrap(),
        alone
    );
    let refused = carry_out(&app, &officer(), files, false, Mode::AllOrNothing)
        .await
        .unwrap_err();
    assert_eq!(refused.text().key, "people-import-rejected");
    assert!(ids(&app).await.is_empty());
    let files = read(&staff, &beside).await;
    let stored = carry_out(&app, &officer(), files, false, Mode::GoodRows)
        .await
        .unwrap();
    assert_eq!(stored, alone);
    let again = read(&staff, &beside).await;
    let again = carry_out(&app, &officer(), again, false, Mode::GoodRows)
        .await
        .unwrap();
    assert_eq!(counts(&again), (0, 0, stored.new, 0));
    assert_eq!(again.findings, stored.findings);
    beside[0].name = "lampiran.csv".into();
    let unknown = read_files(&app.ports, today, staff, beside)
        .await
        .unwrap_err();
    assert_eq!(unknown.text().key, "people-import-kind");
}
