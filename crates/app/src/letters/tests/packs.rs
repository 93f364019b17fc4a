//! Letter runs that are cut off, and the packs of a programme.

use super::life::{decided, of_kind, today};
use crate::letters::testing::{Printer, furnish, officer, ports};
use crate::letters::*;
use crate::testing::{build, fresh_postgres};

/// A run that dies after any number of letters leaves whole letters; the next run issues only what is missing.
#[tokio::test]
async fn a_run_that_was_cut_off_goes_on_where_it_was() {
    let locations = [None, fresh_postgres().await];
    for location in locations
        .into_iter()
        .enumerate()
        .filter(|(i, l)| *i == 0 || l.is_some())
    {
        let printer = Printer::of(usize::MAX);
        let (app, _) = build(location.1, ports(&printer)).await;
        furnish(&app).await;
        let (programme, _, _) = decided(&app, 9).await;
        let order = today(NumberChoice::Automatic);
        let mut issued = 0;
        for cut in [0, 2, 3] {
            printer.refill(cut);
            let report = issue_run(
                &app,
                &officer(),
                programme.id,
                LetterKind::Assignment,
                &order,
            )
            .await
            .unwrap();
            assert_eq!((report.issued, report.before), (cut, issued));
            assert_eq!(report.failed.len(), 9 - issued - cut);
            issued += cut;
        }
        printer.refill(usize::MAX);
        let report = issue_run(
            &app,
            &officer(),
            programme.id,
            LetterKind::Assignment,
            &order,
        )
        .await
        .unwrap();
        assert_eq!(
            (report.issued, report.before, report.failed.len()),
            (4, 5, 0)
        );
        let report = issue_run(
            &app,
            &officer(),
            programme.id,
            LetterKind::Assignment,
            &order,
        )
        .await
        .unwrap();
        assert_eq!(
            (report.issued, report.before, report.failed.len()),
            (0, 9, 0)
        );

        let mut numbers: Vec<String> = of_kind(&app, &programme, LetterKind::Assignment)
            .await
            .into_iter()
            .filter_map(|letter| letter.number)
            .collect();
        numbers.sort();
        let expected: Vec<String> = (1..=9)
            .map(|n| format!("800.1.11.1/{n}/BKD/2026"))
            .collect();
        assert_eq!(numbers, expected);
        let views = registers(&app, &officer()).await.unwrap();
        let register = views
            .iter()
            .find(|v| v.register.group == "surat-tugas")
            .unwrap();
        assert!(
            register.gaps.missing.is_empty()
                && register.gaps.reserved.is_empty()
                && register.gaps.void.is_empty()
        );
        for letter in of_kind(&app, &programme, LetterKind::Assignment).await {
            pdf(&app, &officer(), letter.id, false).await.unwrap();
        }
    }
}

#[tokio::test]
async fn two_runs_at_once_issue_every_letter_once() {
    crate::letters::testing::each(async |app| {
        let (programme, _, _) = decided(&app, 6).await;
        let order = today(NumberChoice::Automatic);
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (app, order, programme) = (app.clone(), order.clone(), programme.id);
            tasks.spawn(async move {
                issue_run(&app, &officer(), programme, LetterKind::Assignment, &order)
                    .await
                    .unwrap()
            });
        }
        let reports = tasks.join_all().await;
        assert!(reports.iter().all(|report| report.failed.is_empty()));
        let views = registers(&app, &officer()).await.unwrap();
        let register = views
            .iter()
            .find(|v| v.register.group == "surat-tugas")
            .unwrap();
        assert_eq!((register.register.next, register.numbers.len()), (7, 6));
        assert!(
            register
                .numbers
                .iter()
                .all(|n| n.state == NumberState::Used)
        );
    })
    .await;
}

#[tokio::test]
async fn packs_hold_every_letter_under_names_without_people() {
    crate::letters::testing::each(async |app| {
        let (programme, _, _) = decided(&app, 2).await;
        let order = today(NumberChoice::Automatic);
        issue_run(
            &app,
            &officer(),
            programme.id,
            LetterKind::Assignment,
            &order,
        )
        .await
        .unwrap();
        let names = String::from_utf8(zip(&app, &officer(), programme.id).await.unwrap()).unwrap();
        let names: Vec<&str> = names
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        assert_eq!(
            names,
            [
                "0001_keputusan_188-Kep.12-Huk-2026.pdf",
                "0002_surat-tugas_800.1.11.1-1-BKD-2026.pdf",
                "0003_surat-tugas_800.1.11.1-2-BKD-2026.pdf",
                "0004_surat-pemberitahuan_konsep.pdf",
            ]
        );
        let merged =
            String::from_utf8(merged_pdf(&app, &officer(), programme.id).await.unwrap()).unwrap();
        assert_eq!(merged.matches("\"kind\":").count(), 4);
        assert_eq!(merged.matches("/periksa/").count(), 3);
    })
    .await;
}

/// The letters of a programme come from its confirmed placement, and the board follows them.
#[tokio::test]
async fn confirmed_places_become_letters() {
    use crate::programmes::{self, Giving};
    use crate::{hosts, nominations, people, placements, screenings};
    crate::letters::testing::each(async |app| {
        let programme = screenings::testing::programme(&app, Giving::Direct, None).await;
        let host = hosts::testing::host(&app, "Pusat Data Contoh").await;
        let slot = hosts::testing::slot(&app, programme, host, "Bidang Data", 5).await;
        let opd = people::testing::opd(&app, "Dinas Perhubungan Contoh").await;
        assert!(draft_all(&app, &officer(), programme).await.is_err());
        for n in 1..=2 {
            let person = screenings::testing::person(&app, opd, n, "2012-03-01").await;
            let id = nominations::testing::verified(&app, programme, person, vec![slot]).await;
            placements::assign(&app, &officer(), id).await.unwrap();
        }
        let placed = placed_inputs(&app.db, programme).await.unwrap();
        assert_eq!(placed.len(), 2);
        assert_eq!(placed[0].host_name, "Pusat Data Contoh");
        assert_eq!(
            draft_requests(&app, &officer(), programme)
                .await
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            draft_all(&app, &officer(), programme).await.unwrap().len(),
            4
        );
        assert!(
            draft_all(&app, &officer(), programme)
                .await
                .unwrap()
                .is_empty()
        );
        let programme = programmes::get(&app.db, programme).await.unwrap();
        let report = step(&app.db, &programme).await.unwrap();
        assert_eq!((report.tallies[0].n, report.done), (5, false));
    })
    .await;
}
