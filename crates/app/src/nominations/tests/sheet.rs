//! A file of nominations is judged like the form.

use super::*;
use crate::sheets::Take;

#[tokio::test]
async fn a_file_is_judged_like_the_form() {
    let app = crate::hosts::tests::app_with_tabs().await;
    let (programme, slot) = place(&app, Giving::Direct).await;
    let own = opd(&app, "Dinas Sendiri").await;
    for n in 1..=3 {
        person(&app, own, n).await;
    }
    let name = place_name(&crate::hosts::slot(&app.db, slot).await.unwrap());
    let file = format!(
        "NIP\tTUJUAN\tKOMPETENSI\tDASAR KEBUTUHAN\tRENCANA SETELAH MAGANG\tNOMOR SURAT\tTANGGAL SURAT\tTEMPAT 1\n\
         '198508172010032001\tBelajar\tanalisis-data\tDialog kinerja\tMenerapkan\t800/1\t20/11/2026\t{name}\n\
         198508172010032002\tBelajar\t\tDialog kinerja\tMenerapkan\t800/1\t20/11/2026\tTidak ada\n\
         198508172010032001\tBelajar\t\tDialog kinerja\tMenerapkan\t800/1\t20/11/2026\t{name}\n\
         1.98E+17\t\t\tentah\t\t\t\t{name}\n\
         198508172010032003\tBelajar\t\tUsulan atasan\tMenerapkan\t800/1\t20/11/2026\t{name}\n"
    )
    .into_bytes();
    let officer = actor(1, Role::Opd, Scope::Org(own));
    let all = ForAll::default();
    let run = dry_run(&app, &officer, programme, file.clone(), "x.xlsx", &all)
        .await
        .unwrap();
    assert_eq!((run.rows, run.good.len()), (5, 2));
    let faults: Vec<_> = run
        .errors
        .iter()
        .map(|e| (e.row, e.column.as_str(), e.text.key.as_str()))
        .collect();
    assert_eq!(
        faults,
        [
            (3, "TEMPAT 1", "nominations-place-unknown"),
            (4, "NIP", "nominations-twice-in-file"),
            (5, "NIP", "error-nip"),
            (5, "TUJUAN", "error-required"),
            (5, "RENCANA SETELAH MAGANG", "error-required"),
            (5, "DASAR KEBUTUHAN", "error-choice"),
        ]
    );
    let whole = take_file(
        &app,
        &officer,
        programme,
        file.clone(),
        "x.xlsx",
        all.clone(),
        Take::AllOrNothing,
        true,
    )
    .await;
    assert_eq!(whole.unwrap_err().kind(), Kind::Refused);
    let taken = take_file(
        &app,
        &officer,
        programme,
        file,
        "x.xlsx",
        all,
        Take::GoodRows,
        true,
    )
    .await
    .unwrap();
    assert_eq!(
        taken,
        Taken {
            taken: 2,
            rejected: 3
        }
    );
    let rows = list(&app.db, &Scope::All, programme, Default::default())
        .await
        .unwrap();
    assert!(
        rows.rows
            .iter()
            .all(|row| row.origin == Origin::File && row.state == State::Submitted)
    );
}
