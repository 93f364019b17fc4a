//! Choices of places: how many, which, and the same person in two programmes.

use super::*;

#[tokio::test]
async fn choices_are_counted_distinct_and_of_the_programme() {
    let app = crate::testing::app().await;
    let (programme, first) = place(&app, Giving::Ranked).await;
    let other_host = host(&app, "Lembaga Lain").await;
    let second = slot(&app, programme, other_host, "Unit B", 1).await;
    let elsewhere = programmes::testing::programme(&app, Giving::Direct).await;
    let foreign = slot(&app, elsewhere, other_host, "Unit C", 1).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let mine = person(&app, own, 1).await;
    for (choices, key) in [
        (vec![], "nominations-choice-missing"),
        (vec![first, first], "nominations-choice-twice"),
        (vec![foreign], "error-choice"),
        (
            vec![first, second, first, second],
            "nominations-choices-many",
        ),
    ] {
        let wrong = form(&app, programme, mine, choices).await;
        let error = nominate(&app, &system(), programme, wrong, true, None)
            .await
            .unwrap_err();
        assert_eq!(error.fields().first().unwrap().text.key, key);
    }
    let good = form(&app, programme, mine, vec![second, first]).await;
    let id = nominate(&app, &system(), programme, good, true, None)
        .await
        .unwrap();
    let ranks: Vec<_> = get(&app.db, &Scope::All, id)
        .await
        .unwrap()
        .choices
        .iter()
        .map(|c| c.slot)
        .collect();
    assert_eq!(ranks, [second, first]);

    // The same person in an overlapping programme is labelled on both sides, and nothing is deleted.
    let twice = form(&app, elsewhere, mine, vec![foreign]).await;
    let twin = nominate(&app, &system(), elsewhere, twice, true, None)
        .await
        .unwrap();
    let found = get(&app.db, &Scope::All, twin).await.unwrap();
    let labels = duplicates(&app.db, &found).await.unwrap();
    assert_eq!(
        labels
            .iter()
            .map(|label| label.nomination)
            .collect::<Vec<_>>(),
        [id]
    );
}
