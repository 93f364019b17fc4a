//! Numbers that change hands within one file: exchanged by `PNS ID`, and never taken from somebody who keeps hers.

use super::*;

/// Row of the person with this `PNS ID`, who has number `nip`.
fn numbered(id: u32, nip: u32) -> String {
    row(nip, &format!("Orang {id}"), "III/b", "Dinas Kesehatan").replacen(
        &format!("{nip:032X}"),
        &format!("{id:032X}"),
        1,
    )
}

fn nip(n: u32) -> String {
    format!("198508172010032{n:03}")
}

/// Name and number of everybody, by name.
async fn register(app: &App) -> Vec<(String, String)> {
    let mut all: Vec<_> = ids(app)
        .await
        .into_iter()
        .map(|person| (person.name, person.nip.as_str().to_owned()))
        .collect();
    all.sort_unstable();
    all
}

#[tokio::test]
async fn people_exchange_numbers_within_one_file() {
    each_engine(async |app| {
        import(&app, &[numbered(1, 1), numbered(2, 2), numbered(3, 3)]).await;
        let before: Vec<_> = ids(&app)
            .await
            .into_iter()
            .map(|p| (p.name, p.id))
            .collect();
        // One and Two exchange theirs; then a chain: Two takes that of Three, who gets a new one.
        let swapped = import(&app, &[numbered(1, 2), numbered(2, 1), numbered(3, 3)]).await;
        assert_eq!(counts(&swapped), (0, 2, 1, 0));
        let chain = import(&app, &[numbered(1, 2), numbered(2, 3), numbered(3, 4)]).await;
        assert_eq!(counts(&chain), (0, 2, 1, 0));
        let expected = [("Orang 1", 2), ("Orang 2", 3), ("Orang 3", 4)];
        assert_eq!(
            register(&app).await,
            expected.map(|(name, n)| (name.to_owned(), nip(n)))
        );
        let after: Vec<_> = ids(&app)
            .await
            .into_iter()
            .map(|p| (p.name, p.id))
            .collect();
        assert_eq!(before, after, "the same people");
        let numbers = app
            .db
            .count("SELECT COUNT(*) AS n FROM person_nip", crate::args![])
            .await
            .unwrap();
        assert_eq!(numbers, 3 + 2 + 2, "every number stays in the history");
        let same = import(&app, &[numbered(1, 2), numbered(2, 3), numbered(3, 4)]).await;
        assert_eq!(counts(&same), (0, 0, 3, 0));
    })
    .await;
}

#[tokio::test]
async fn a_ring_of_numbers_longer_than_a_statement_turns() {
    each_engine(async |app| {
        let people: Vec<_> = (1..=45).map(|n| numbered(n, n)).collect();
        import(&app, &people).await;
        let turned: Vec<_> = (1..=45).map(|n| numbered(n, n % 45 + 1)).collect();
        assert_eq!(counts(&import(&app, &turned).await), (0, 45, 0, 0));
        assert!(register(&app).await.contains(&("Orang 45".into(), nip(1))));
    })
    .await;
}

#[tokio::test]
async fn a_number_given_up_may_go_to_somebody_new() {
    each_engine(async |app| {
        import(&app, &[numbered(1, 1)]).await;
        let report = import(&app, &[numbered(9, 1), numbered(1, 2)]).await;
        assert_eq!(counts(&report), (1, 1, 0, 0));
        let expected = [
            ("Orang 1".to_owned(), nip(2)),
            ("Orang 9".to_owned(), nip(1)),
        ];
        assert_eq!(register(&app).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_number_of_somebody_who_keeps_it_is_refused_by_row() {
    each_engine(async |app| {
        let at_first = [numbered(1, 1), numbered(2, 2), numbered(3, 3)];
        import(&app, &at_first).await;
        // One takes the number of Two, who is not in the file; so One keeps hers, and Three cannot have that one either.
        let rows = [numbered(3, 1), numbered(1, 2), numbered(4, 4)];
        let checked = check(&app, &officer(), "staf.csv", file(&rows), true)
            .await
            .unwrap();
        let rejected: Vec<_> = checked
            .report
            .rejected
            .iter()
            .map(|cell| (cell.row, cell.column.as_str(), cell.value.clone()))
            .collect();
        assert_eq!(rejected, [(2, "NIP BARU", nip(1)), (3, "NIP BARU", nip(2))]);
        assert!(checked.report.rejected[0].expected.contains("pegawai lain"));
        assert_eq!(counts(&checked.report), (1, 0, 0, 0));
        let given_back = rejected_csv(&app, &officer(), checked.id).await.unwrap();
        let given_back = String::from_utf8(given_back).unwrap();
        assert_eq!(given_back.lines().count(), 3, "{given_back}");
        assert!(given_back.contains(&nip(2)) && given_back.contains("Orang 1"));
        let refused = apply(&app, &officer(), checked.id, Mode::AllOrNothing).await;
        assert_eq!(refused.unwrap_err().text().key, "people-import-rejected");
        apply(&app, &officer(), checked.id, Mode::GoodRows)
            .await
            .unwrap();
        let expected = [
            ("Orang 1", 1),
            ("Orang 2", 2),
            ("Orang 3", 3),
            ("Orang 4", 4),
        ];
        assert_eq!(
            register(&app).await,
            expected.map(|(name, n)| (name.to_owned(), nip(n)))
        );
    })
    .await;
}
