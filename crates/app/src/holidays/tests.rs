//! Tests of the holiday calendar on both engines.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, Origin};

use super::*;
use crate::testing::each_engine;

fn list(text: &str) -> Year {
    Year {
        year: 2027,
        source: "SKB contoh".into(),
        confidence: Confidence::Text,
        days: read_days(text).unwrap(),
        entered_at: None,
    }
}

#[tokio::test]
async fn a_year_is_known_once_its_list_is_entered_and_replaced_as_a_whole() {
    each_engine(async |app| {
        let actor = Actor::system(Origin::System);
        let date = |text: &str| text.parse().unwrap();
        // Nothing is shipped, so nothing is counted.
        assert!(years(&app.db).await.unwrap().is_empty());
        let count = async || {
            let calendar = calendar(&app.db).await.unwrap();
            calendar.workdays(date("2027-03-05"), date("2027-03-12"))
        };
        assert_eq!(count().await, None);
        let first = list("2027-03-09; Hari Contoh\n2027-03-10; Cuti Contoh; cuti bersama");
        set_year(&app, &actor, first).await.unwrap();
        // Five weekdays, two of them without work.
        assert_eq!(count().await, Some(3));
        set_year(&app, &actor, list("2027-03-09; Hari Contoh"))
            .await
            .unwrap();
        assert_eq!(count().await, Some(4));
        let found = year(&app.db, 2027).await.unwrap();
        assert_eq!(write_days(&found.days), "2027-03-09; Hari Contoh; nasional");
        assert!(year(&app.db, 2028).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_list_with_faults_is_refused_as_a_whole() {
    let app = crate::testing::app().await;
    let actor = Actor::system(Origin::System);
    let mut wrong = list("2028-03-09; Hari Contoh\n2027-03-10; Satu\n2027-03-10; Dua");
    wrong.source = " ".into();
    let error = set_year(&app, &actor, wrong).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Invalid);
    let keys: Vec<_> = error.fields().iter().map(|f| f.text.key.as_str()).collect();
    assert_eq!(
        keys,
        ["error-required", "holidays-other-year", "holidays-twice"]
    );
    assert!(years(&app.db).await.unwrap().is_empty());
    for line in ["2027-13-01; Hari", "2027-03-01", "2027-03-01; Hari; lain"] {
        let text = read_days(line).unwrap_err();
        assert_eq!(text.key, "holidays-line-shape", "{line}");
    }
}
