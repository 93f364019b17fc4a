//! Who signs, how, with what block and for which reason.

use kernel::Kind;

use super::*;
use crate::letters::testing::{agency, date, each, officer, official};
use crate::letters::{LetterKind, set_right, signers};
use crate::words::{Lang, SOURCES, Words};

/// The reasons in both languages, and the signature block, of the first signer of a kind on a date.
async fn told(app: &crate::App, kind: LetterKind, day: &str) -> String {
    let words = Words::new(SOURCES);
    let signer = signers(&app.db, kind, date(day)).await.unwrap().remove(0);
    let mut lines = Vec::new();
    for lang in Lang::ALL {
        lines.extend(signer.reason.iter().map(|text| words.say(lang, text)));
    }
    lines.push(block::record(&agency(), kind, &signer).office);
    lines.push(block::signature(&agency(), kind, &signer).to_string());
    lines.join("\n")
}

fn acting(office: &str, status: OfficialStatus, from: &str, to: &str) -> NewOfficial {
    NewOfficial {
        status,
        mandate_number: Some("800/12/2026".into()),
        mandate_date: Some(date(from)),
        valid_from: date(from),
        valid_to: Some(date(to)),
        ..official(office, "Drs. Jaya Contoh, M.M.", "Jaya Contoh")
    }
}

#[tokio::test]
async fn signers_and_their_reasons_read_as_approved() {
    each(async |app| {
        let actor = officer();
        let sekda = "sekda";
        add_official(
            &app,
            &actor,
            acting(
                "kepala-bkd",
                OfficialStatus::Plt,
                "2026-03-01",
                "2026-03-31",
            ),
        )
        .await
        .unwrap();
        add_official(
            &app,
            &actor,
            acting(sekda, OfficialStatus::Plh, "2026-04-01", "2026-04-05"),
        )
        .await
        .unwrap();
        add_official(
            &app,
            &actor,
            acting("gubernur", OfficialStatus::Pj, "2026-05-01", "2026-05-31"),
        )
        .await
        .unwrap();
        let mut all = Vec::new();
        for (kind, day) in [
            (LetterKind::Decision, "2026-02-01"),
            (LetterKind::Assignment, "2026-02-01"),
            (LetterKind::Notice, "2026-02-01"),
            (LetterKind::Assignment, "2026-03-15"),
            (LetterKind::Notice, "2026-04-03"),
            (LetterKind::Decision, "2026-05-10"),
        ] {
            all.push(format!("== {kind} {day}\n{}", told(&app, kind, day).await));
        }
        insta::assert_snapshot!("signers", all.join("\n"));
    })
    .await;
}

#[tokio::test]
async fn a_vacant_office_passes_the_pen_and_nobody_is_a_refusal() {
    each(async |app| {
        let actor = officer();
        let book = officials(&app, &actor).await.unwrap();
        let governor = book
            .officials
            .iter()
            .find(|o| o.office == "gubernur")
            .unwrap();
        let ended = NewOfficial {
            valid_to: Some(date("2026-06-30")),
            ..official("gubernur", &governor.name, &governor.name_plain)
        };
        correct_official(&app, &actor, governor.id, ended)
            .await
            .unwrap();
        let found = signers(&app.db, LetterKind::Decision, date("2026-07-01"))
            .await
            .unwrap();
        assert_eq!(found[0].official.office, "sekda");
        assert_eq!(found[0].reason[0].key, "letters-signer-vacant");
        assert_eq!(found[0].reason[1].key, "letters-signer-an");
        let book = officials(&app, &actor).await.unwrap();
        let error = book
            .signer_for(LetterKind::Decision, date("2019-01-01"), None, &|key, _| {
                key.to_owned()
            })
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.text().key.as_str()),
            (Kind::Refused, "letters-signer-nobody")
        );
    })
    .await;
}

#[tokio::test]
async fn rights_are_data_with_dates_and_the_office_may_be_chosen() {
    each(async |app| {
        let actor = officer();
        let right = SigningRight {
            office: "kepala-bkd".into(),
            kind: LetterKind::Decision,
            form: SigningForm::Through,
            for_office: Some("gubernur".into()),
            through_office: Some("sekda".into()),
            valid_from: date("2026-01-01"),
            valid_to: Some(date("2026-12-31")),
            priority: 0,
        };
        set_right(&app, &actor, right.clone()).await.unwrap();
        let found = signers(&app.db, LetterKind::Decision, date("2026-06-01"))
            .await
            .unwrap();
        assert_eq!(found[0].official.office, "kepala-bkd");
        assert!(found.iter().any(|s| s.official.office == "gubernur"));
        let found = signers(&app.db, LetterKind::Decision, date("2027-01-01"))
            .await
            .unwrap();
        assert_eq!(found[0].official.office, "gubernur");
        let error = set_right(
            &app,
            &actor,
            SigningRight {
                through_office: None,
                ..right
            },
        )
        .await
        .unwrap_err();
        assert_eq!(error.fields()[0].field, "through_office");
    })
    .await;
}

#[tokio::test]
async fn one_office_has_one_holder_and_who_acts_shows_a_mandate() {
    each(async |app| {
        let actor = officer();
        let error = add_official(&app, &actor, official("sekda", "B", "B"))
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].text.key, "letters-office-taken");
        let without = NewOfficial {
            mandate_number: None,
            ..acting("sekda", OfficialStatus::Plh, "2026-04-01", "2026-04-05")
        };
        let error = add_official(&app, &actor, without).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "mandate_number");
        let reversed = acting("sekda", OfficialStatus::Plh, "2026-04-05", "2026-04-01");
        let error = add_official(&app, &actor, reversed).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "valid_to");
    })
    .await;
}

#[tokio::test]
async fn a_signature_is_always_a_person_in_a_position() {
    each(async |app| {
        let actor = officer();
        let whole = official("asisten-1", "Dr. Tirta Contoh, M.Si.", "Tirta Contoh");
        let named = NewOfficial {
            office_name: "Asisten Administrasi Umum".into(),
            ..whole.clone()
        };
        for (field, without) in [
            (
                "name",
                NewOfficial {
                    name: " ".into(),
                    ..named.clone()
                },
            ),
            (
                "name_plain",
                NewOfficial {
                    name_plain: String::new(),
                    ..named.clone()
                },
            ),
            (
                "office",
                NewOfficial {
                    office: " ".into(),
                    ..named.clone()
                },
            ),
            ("office_name", whole),
        ] {
            let error = add_official(&app, &actor, without).await.unwrap_err();
            assert_eq!(error.fields()[0].field, field);
        }
        add_official(&app, &actor, named).await.unwrap();
        // Whoever is offered as signer of any kind on any day is somebody with a name who held the office that day.
        for kind in LetterKind::ALL {
            for day in ["2020-01-01", "2026-11-24"] {
                for signer in signers(&app.db, *kind, date(day)).await.unwrap() {
                    let record = block::record(&agency(), *kind, &signer);
                    assert!(!record.name.trim().is_empty() && !record.office.trim().is_empty());
                    assert_eq!(record.official, signer.official.id);
                    assert!(signer.official.valid_from <= date(day));
                }
            }
        }
        // Without anybody in office nothing is signed, least of all by an account or a centre.
        let (programme, people) = crate::letters::testing::placed(&app, 1).await;
        crate::letters::draft_programme(&app, &actor, &programme, &people, None)
            .await
            .unwrap();
        for one in officials(&app, &actor).await.unwrap().officials {
            let ended = NewOfficial {
                office_name: one.office_name.clone(),
                valid_to: Some(date("2026-06-30")),
                ..official(&one.office, &one.name, &one.name_plain)
            };
            correct_official(&app, &actor, one.id, ended).await.unwrap();
        }
        for letter in crate::letters::of_programme(&app, &actor, programme.id)
            .await
            .unwrap()
        {
            let order = crate::letters::IssueOrder {
                date: date("2026-11-24"),
                number: crate::letters::NumberChoice::Outside("188/1/2026".into()),
                office: None,
                version: None,
            };
            let refused = crate::letters::issue(&app, &actor, letter.id, &order).await;
            assert_eq!(refused.unwrap_err().text().key, "letters-signer-nobody");
        }
    })
    .await;
}
