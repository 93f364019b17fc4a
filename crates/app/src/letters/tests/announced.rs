//! A decision on ranked choices waits for the announcement, its window, and the answers to those who asked.

use kernel::Scope;

use super::super::testing::{each, officer};
use super::super::*;
use crate::App;
use crate::placements::{self, Events, ObjectionForm, testing as desk};
use crate::programmes::{self, Giving};
use crate::screenings::testing as screened;
use crate::{hosts, nominations, people};

async fn next_act(app: &App, programme: kernel::ProgrammeId) -> String {
    let today = app.clock.today();
    let board = programmes::board(&app.db, &Scope::All, programme, today);
    board.await.unwrap().next.unwrap().text.key
}

#[tokio::test]
async fn a_decision_on_ranked_choices_waits_for_announcement_window_and_answers() {
    each(async |app| {
        let opd = people::testing::opd(&app, "Dinas Contoh").await;
        let programme = screened::programme(&app, Giving::Ranked, None).await;
        let host = hosts::testing::host(&app, "Badan Contoh").await;
        let slot = hosts::testing::slot(&app, programme, host, "Unit Contoh", 1).await;
        let mut ids = Vec::new();
        for n in 1..=2 {
            let person = screened::person(&app, opd, n, "2012-03-01").await;
            let id = nominations::testing::verified(&app, programme, person, vec![slot]).await;
            ids.push(id);
        }
        desk::calendar(&app, &["2026-12-25", "2027-01-01"]).await;
        let run = desk::ranked(&app, programme).await.unwrap();
        placements::confirm(&app, &officer(), run).await.unwrap();
        draft_all(&app, &officer(), programme).await.unwrap();
        let letters = of_programme(&app, &officer(), programme).await.unwrap();
        let decision = letters.iter().find(|one| one.kind == LetterKind::Decision);
        let decision = decision.unwrap().id;
        let tried = async |app: &App| {
            let order = IssueOrder {
                date: app.clock.today(),
                number: NumberChoice::Outside("188/1/2026".into()),
                office: None,
                version: None,
            };
            issue(app, &officer(), decision, &order).await
        };
        let error = tried(&app).await.unwrap_err();
        assert_eq!(error.text().key, "placements-decide-unannounced");
        assert_eq!(
            next_act(&app, programme).await,
            "placements-decide-unannounced"
        );

        placements::publish(&app, &officer(), run, 5).await.unwrap();
        let closes = placements::run(&app.db, run).await.unwrap().window_closes;
        let left = app.clock.today().days_until(closes.unwrap());
        let error = tried(&desk::later(&app, left)).await.unwrap_err();
        assert_eq!(error.text().key, "placements-decide-window");
        let form = ObjectionForm {
            ground: "data".into(),
            body: "Nilai saya keliru".into(),
            scan: None,
        };
        let asked = placements::object(&app, &officer(), ids[0], form)
            .await
            .unwrap();
        let over = desk::later(&app, left + 1);
        let error = tried(&over).await.unwrap_err();
        assert_eq!(error.text().key, "placements-decide-objections");
        placements::answer(&app, &officer(), asked, false, "Sudah benar")
            .await
            .unwrap();
        assert_eq!(next_act(&over, programme).await, "letters-act-issue");
        tried(&over).await.unwrap();

        // What changes after the Keputusan is announced without a window: from then on the statutory objection stands.
        assert!(placements::decided(&app.db, programme).await.unwrap());
        let placed = placements::confirmed(&app.db, programme).await.unwrap();
        let events = Events {
            withdraw: vec![placed[0].nomination],
            ..Events::default()
        };
        let new = placements::repair(&over, &officer(), run, events, "Mundur")
            .await
            .unwrap();
        placements::confirm(&over, &officer(), new).await.unwrap();
        placements::publish(&over, &officer(), new, 5)
            .await
            .unwrap();
        let new = placements::run(&app.db, new).await.unwrap();
        assert!(new.published_at.is_some() && new.window_closes.is_none());
        let form = ObjectionForm {
            ground: "data".into(),
            body: "Masih keliru".into(),
            scan: None,
        };
        let other = ids.iter().find(|id| **id != placed[0].nomination).unwrap();
        let error = placements::object(&over, &officer(), *other, form).await;
        assert_eq!(error.unwrap_err().text().key, "placements-window-closed");
    })
    .await;
}
