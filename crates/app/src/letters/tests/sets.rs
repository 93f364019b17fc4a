//! The letter set of a kind: guests from entry to their letter, and letters that a programme does not write.

use kernel::{Kind, Scope};

use super::super::testing::{each, officer};
use super::super::*;
use crate::programmes::{HostKind, Need};
use crate::{hosts, nominations, placements, programmes};

#[tokio::test]
async fn guests_are_entered_screened_placed_and_accepted_by_letter() {
    each(async |app| {
        let programme = programmes::testing::incoming(&app).await;
        let kind = HostKind::Internal;
        let host = hosts::testing::host_of(&app, "Dinas Arsip Contoh", kind).await;
        let slot = hosts::testing::slot(&app, programme, host, "Bidang Arsip", 5).await;
        for (n, institution) in [
            (1, "Pemerintah Kota Sebelah"),
            (2, "Pemerintah Kota Sebelah"),
            (3, "Kementerian Contoh"),
        ] {
            let guest = nominations::testing::guest(n, institution);
            let form = nominations::testing::form_for(&app, programme, guest, vec![slot]).await;
            let id = nominations::nominate(&app, &officer(), programme, form, true, None)
                .await
                .unwrap();
            nominations::verify(&app, &officer(), id).await.unwrap();
            let found = nominations::get(&app.db, &Scope::All, id).await.unwrap();
            assert_eq!(found.verdict.as_deref(), Some("memenuhi"));
            placements::assign(&app, &officer(), id).await.unwrap();
        }
        programmes::advance(&app, &officer(), programme, programmes::State::Deciding)
            .await
            .unwrap();
        let row = programmes::get(&app.db, programme).await.unwrap();
        let missing = |set: &[SetLine]| set.iter().any(SetLine::is_missing);
        assert!(missing(&letter_set(&app.db, &row).await.unwrap()));

        // One answer to each institution, and nothing else: its own government assigns a guest.
        let made = draft_all(&app, &officer(), programme).await.unwrap();
        assert_eq!(made.len(), 2);
        assert!(
            draft_all(&app, &officer(), programme)
                .await
                .unwrap()
                .is_empty()
        );
        let set = letter_set(&app.db, &row).await.unwrap();
        assert!(!missing(&set));
        let written: Vec<_> = set.iter().filter(|line| line.is_written()).collect();
        assert_eq!(written.len(), 1);
        assert_eq!(
            (written[0].rule.kind, written[0].drafts),
            (LetterKind::Acceptance, 2)
        );

        let order = IssueOrder {
            date: app.clock.today(),
            number: NumberChoice::Automatic,
            office: None,
            version: None,
        };
        let done = issue(&app, &officer(), made[1], &order).await.unwrap();
        assert!(done.number.starts_with("B-800.1.4.1/"), "{}", done.number);
        let content = letter(&app, &officer(), made[1])
            .await
            .unwrap()
            .content
            .unwrap();
        assert_eq!(content["instansi"], "Pemerintah Kota Sebelah");
        assert_eq!(content["participants"].as_array().unwrap().len(), 2);
        assert_eq!(content["surat_asal"][0]["nomor"], "800/1/2026");
    })
    .await;
}

#[tokio::test]
async fn a_letter_outside_the_set_is_refused_with_its_reason() {
    let app = super::super::testing::one().await;
    let guests = programmes::testing::incoming(&app).await;
    for kind in [
        LetterKind::PlaceRequest,
        LetterKind::Decision,
        LetterKind::Assignment,
        LetterKind::Notice,
    ] {
        let error = draft_kind(&app, &officer(), guests, kind)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), Kind::Refused, "{kind}");
        assert!(error.text().key.starts_with("letters-why-"), "{kind}");
        assert!(
            error
                .legal_source()
                .is_some_and(|source| !source.is_empty())
        );
    }
    // The door that other code uses is shut as well.
    let (out, placed) = super::super::testing::placed(&app, 1).await;
    let draft_of = |programme| NewLetter {
        programme: Some(programme),
        nomination: None,
        host: None,
        person: None,
        opd: None,
        draft: content::acceptance(&out, "Kementerian Contoh", &[&placed[0]]),
    };
    let error = draft(&app, &officer(), vec![draft_of(out.id)])
        .await
        .unwrap_err();
    assert_eq!(error.text().key, "letters-why-only-guests");
    let made = draft(&app, &officer(), vec![draft_of(guests)])
        .await
        .unwrap();
    assert_eq!(made.len(), 1);

    // What may be written is written on request; nothing before somebody is placed.
    let row = programmes::get(&app.db, out.id).await.unwrap();
    let set = letter_set(&app.db, &row).await.unwrap();
    let notice = set.iter().find(|line| line.rule.kind == LetterKind::Notice);
    assert_eq!(notice.unwrap().rule.need, Need::May);
    let error = draft_kind(&app, &officer(), out.id, LetterKind::Notice)
        .await
        .unwrap_err();
    assert_eq!(error.text().key, "letters-nobody-placed");
}
