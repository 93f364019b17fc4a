//! When nominations are taken: by the calendar of the programme, in the time of Jakarta.

use super::*;

#[tokio::test]
async fn nobody_is_nominated_outside_the_calendar() {
    let (app, clock) = crate::testing::app_with_clock().await;
    let (programme, slot) = place(&app, Giving::Direct).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let mine = person(&app, own, 1).await;
    let good = form(&app, programme, mine, vec![slot]).await;
    clock.set_date("2027-02-01".parse().unwrap());
    let error = nominate(&app, &system(), programme, good, true, None)
        .await
        .unwrap_err();
    assert_eq!(error.text().key, "programmes-too-late");
    assert_eq!(error.next_step().unwrap().key, "programmes-next-extend");
}

#[tokio::test]
async fn nominations_close_when_the_day_ends_in_jakarta_not_in_utc() {
    use kernel::{Clock as _, Timestamp};
    let (app, clock) = crate::testing::app_with_clock().await;
    let (programme, slot) = place(&app, Giving::Direct).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let (first, second) = (person(&app, own, 1).await, person(&app, own, 2).await);
    // The last day is 31 January 2027.
    let midnight = Timestamp::start_of("2027-02-01".parse().unwrap());
    clock.set(midnight.plus_seconds(-1));
    assert_eq!(clock.now().rfc3339(), "2027-01-31T16:59:59.000000Z");
    let good = form(&app, programme, first, vec![slot]).await;
    nominate(&app, &system(), programme, good, true, None)
        .await
        .unwrap();
    for late in [0, 6 * 3600 + 1800] {
        clock.set(midnight.plus_seconds(late));
        assert!(
            clock.now().rfc3339().starts_with("2027-01-31T"),
            "still 31 January in UTC"
        );
        let good = form(&app, programme, second, vec![slot]).await;
        let error = nominate(&app, &system(), programme, good, true, None)
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "programmes-too-late");
    }
}
