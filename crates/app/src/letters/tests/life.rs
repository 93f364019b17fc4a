//! From draft to issued, replaced and revoked; nothing changes an issued letter.

use kernel::{Actor, Kind, LetterId, OrgId, Origin, Role, RoleGrant, Scope};

use crate::App;
use crate::db::Sql;
use crate::letters::testing::{Printer, date, each, furnish, officer, placed, ports};
use crate::letters::*;
use crate::{args, audit};

pub(super) fn today(number: NumberChoice) -> IssueOrder {
    IssueOrder {
        date: date("2026-11-24"),
        number,
        office: None,
        version: None,
    }
}

pub(super) fn outside(number: &str) -> IssueOrder {
    today(NumberChoice::Outside(number.into()))
}

pub(super) async fn of_kind(
    app: &App,
    programme: &ProgrammeInput,
    kind: LetterKind,
) -> Vec<Letter> {
    of_programme(app, &officer(), programme.id)
        .await
        .unwrap()
        .into_iter()
        .filter(|letter| letter.kind == kind)
        .collect()
}

/// A programme of `n` with its decision issued.
pub(super) async fn decided(app: &App, n: u32) -> (ProgrammeInput, Vec<PlacedInput>, LetterId) {
    let (programme, people) = placed(app, n).await;
    draft_programme(app, &officer(), &programme, &people, None)
        .await
        .unwrap();
    let decision = of_kind(app, &programme, LetterKind::Decision).await[0].id;
    issue(app, &officer(), decision, &outside("188/Kep.12-Huk/2026"))
        .await
        .unwrap();
    (programme, people, decision)
}

#[tokio::test]
async fn a_draft_becomes_an_issued_letter_whose_file_is_whole() {
    each(async |app| {
        let (programme, _, decision) = decided(&app, 3).await;
        let letter = letter(&app, &officer(), decision).await.unwrap();
        assert_eq!(letter.state, LetterState::Issued);
        assert_eq!(letter.number.as_deref(), Some("188/Kep.12-Huk/2026"));
        let content = letter.content.clone().unwrap();
        assert_eq!(letter.digest, Some(crate::hex(&content::digest(&content))));
        assert_eq!(content["frame"]["status"]["nomor"], "188/Kep.12-Huk/2026");
        assert!(content["frame"].get("qr").is_none());
        let pdf = pdf(&app, &officer(), decision, false).await.unwrap();
        let text = String::from_utf8(pdf).unwrap();
        assert!(text.contains(&check_url(&app, letter.token.as_deref().unwrap())));
        let signer = letter.signer.unwrap();
        assert_eq!(signer.office, "Gubernur Nusa Contoh");
        assert_eq!(signer.name, "WIRA CONTOH");
        // The assignment letters rest on it, in running text.
        let task = of_kind(&app, &programme, LetterKind::Assignment).await[0].id;
        issue(&app, &officer(), task, &today(NumberChoice::Automatic))
            .await
            .unwrap();
        let content = super::super::letter(&app, &officer(), task)
            .await
            .unwrap()
            .content
            .unwrap();
        let dasar = content["dasar"].to_string();
        assert!(
            dasar.contains(
                "Keputusan Gubernur Nusa Contoh Nomor 188/Kep.12-Huk/2026 tanggal 24 November 2026"
            ),
            "{dasar}"
        );
        assert_eq!(content["frame"]["status"]["nomor"], "800.1.11.1/1/BKD/2026");
        audit::verify(&app.db).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn no_command_changes_an_issued_letter() {
    each(async |app| {
        let (_, _, id) = decided(&app, 2).await;
        let actor = officer();
        let before = letter(&app, &actor, id).await.unwrap();
        let texts = [("tentang".to_owned(), "Lain".to_owned())];
        let fixed = |error: kernel::Error| {
            assert_eq!(
                (error.kind(), error.text().key.as_str()),
                (Kind::Refused, "letters-issued-fixed")
            );
        };
        fixed(
            edit(&app, &actor, id, before.version, &texts)
                .await
                .unwrap_err(),
        );
        fixed(
            refresh(&app, &actor, id, before.version, before.draft.clone())
                .await
                .unwrap_err(),
        );
        fixed(discard(&app, &actor, id, "coba").await.unwrap_err());
        // A second issue answers with the first.
        let again = issue(&app, &actor, id, &outside("lain")).await.unwrap();
        assert!(again.before && again.number == "188/Kep.12-Huk/2026");
        assert_eq!(letter(&app, &actor, id).await.unwrap(), before);
        // Only states move on, and only once.
        revoke(&app, &actor, id, "keliru").await.unwrap();
        assert!(revoke(&app, &actor, id, "lagi").await.is_err());
        assert!(draft_replacement(&app, &actor, id).await.is_err());
        let after = letter(&app, &actor, id).await.unwrap();
        assert_eq!(
            (after.content, after.number, after.token),
            (before.content, before.number, before.token)
        );
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_delete_an_issued_letter() {
    each(async |app| {
        let (programme, _, id) = decided(&app, 1).await;
        let before = letter(&app, &officer(), id).await.unwrap();
        let directly = async |sql: &'static str, id: LetterId| {
            app.db
                .write_unaudited(move |tx| Box::pin(async move { tx.exec(sql, args![id]).await }))
                .await
        };
        for sql in [
            "UPDATE letter SET content = '{}' WHERE id = $1",
            "UPDATE letter SET number = '188/lain/2026' WHERE id = $1",
            "UPDATE letter SET signer = '{}' WHERE id = $1",
            "UPDATE letter SET state = 'draft' WHERE id = $1",
            "UPDATE letter SET state = 'discarded' WHERE id = $1",
            "DELETE FROM letter WHERE id = $1",
            "UPDATE letter_file SET sha256 = 'x' WHERE letter_id = $1",
            "DELETE FROM letter_file WHERE letter_id = $1",
        ] {
            let refused = directly(sql, id).await.unwrap_err();
            assert!(refused.log_line().contains("never"), "{sql}: {refused:?}");
        }
        assert_eq!(letter(&app, &officer(), id).await.unwrap(), before);
        // A draft is not yet a letter.
        let draft = of_kind(&app, &programme, LetterKind::Notice).await[0].id;
        let changed = directly("UPDATE letter SET subject = 'x' WHERE id = $1", draft).await;
        assert_eq!(changed.unwrap(), 1);
        // What was revoked does not come back.
        revoke(&app, &officer(), id, "keliru").await.unwrap();
        let back = directly("UPDATE letter SET state = 'issued' WHERE id = $1", id).await;
        assert!(back.is_err());
    })
    .await;
}

#[tokio::test]
async fn two_officers_cannot_overwrite_each_other() {
    each(async |app| {
        let (programme, people) = placed(&app, 1).await;
        draft_programme(&app, &officer(), &programme, &people, None)
            .await
            .unwrap();
        let draft = of_kind(&app, &programme, LetterKind::Decision)
            .await
            .remove(0);
        let texts = [("tentang".to_owned(), "Penugasan Peserta".to_owned())];
        edit(&app, &officer(), draft.id, draft.version, &texts)
            .await
            .unwrap();
        let error = edit(&app, &officer(), draft.id, draft.version, &texts)
            .await
            .unwrap_err();
        assert_eq!(error.text().key, "letters-edited-meanwhile");
        let stale = IssueOrder {
            version: Some(draft.version),
            ..outside("188/1/2026")
        };
        assert!(issue(&app, &officer(), draft.id, &stale).await.is_err());
        let late = IssueOrder {
            date: date("2026-11-25"),
            ..outside("188/1/2026")
        };
        let error = issue(&app, &officer(), draft.id, &late).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "date");
    })
    .await;
}

#[tokio::test]
async fn sixty_four_requests_for_one_letter_take_one_number() {
    each(async |app| {
        let (programme, _, _) = decided(&app, 2).await;
        let task = of_kind(&app, &programme, LetterKind::Assignment).await[0].id;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..64 {
            let app = app.clone();
            tasks.spawn(async move {
                issue(&app, &officer(), task, &today(NumberChoice::Automatic)).await
            });
        }
        for done in tasks.join_all().await {
            assert_eq!(done.unwrap().number, "800.1.11.1/1/BKD/2026");
        }
        let view = registers(&app, &officer()).await.unwrap();
        let register = view
            .iter()
            .find(|v| v.register.group == "surat-tugas")
            .unwrap();
        assert_eq!((register.register.next, register.numbers.len()), (2, 1));
        assert_eq!(register.numbers[0].state, NumberState::Used);
    })
    .await;
}

#[tokio::test]
async fn an_outside_number_is_asked_for_and_never_given_twice() {
    each(async |app| {
        let (programme, people) = placed(&app, 1).await;
        draft_programme(&app, &officer(), &programme, &people, None)
            .await
            .unwrap();
        let decision = of_kind(&app, &programme, LetterKind::Decision).await[0].id;
        let error = issue(&app, &officer(), decision, &today(NumberChoice::Automatic))
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].text.key, "letters-number-from-outside");
        issue(&app, &officer(), decision, &outside("188/1/2026"))
            .await
            .unwrap();
        let replacement = draft_replacement(&app, &officer(), decision).await.unwrap();
        let error = issue(&app, &officer(), replacement, &outside("188/1/2026"))
            .await
            .unwrap_err();
        assert_eq!(error.fields()[0].text.key, "letters-number-taken");
    })
    .await;
}

#[tokio::test]
async fn drafts_are_written_once_and_a_discarded_one_voids_its_number() {
    let printer = Printer::of(usize::MAX);
    let (app, _) = crate::testing::build(None, ports(&printer)).await;
    furnish(&app).await;
    let (programme, people, _) = decided(&app, 3).await;
    assert!(
        draft_programme(&app, &officer(), &programme, &people, None)
            .await
            .unwrap()
            .is_empty()
    );
    let task = of_kind(&app, &programme, LetterKind::Assignment).await[0].id;
    printer.refill(0);
    assert!(
        issue(&app, &officer(), task, &today(NumberChoice::Automatic))
            .await
            .is_err()
    );
    discard(&app, &officer(), task, "peserta mundur")
        .await
        .unwrap();
    let views = registers(&app, &officer()).await.unwrap();
    let register = views
        .iter()
        .find(|v| v.register.group == "surat-tugas")
        .unwrap();
    assert_eq!(register.gaps.void, ["800.1.11.1/1/BKD/2026"]);
    assert!(register.gaps.missing.is_empty());
    printer.refill(usize::MAX);
    assert_eq!(
        draft_programme(&app, &officer(), &programme, &people, None)
            .await
            .unwrap()
            .len(),
        1
    );
}

fn actor(role: Role, scope: Scope) -> Actor {
    Actor {
        user: None,
        name: "Uji".into(),
        person: None,
        grants: vec![RoleGrant { role, scope }],
        origin: Origin::Web,
    }
}

#[tokio::test]
async fn others_see_only_issued_letters_that_concern_them() {
    each(async |app| {
        let (programme, people, _) = decided(&app, 2).await;
        let tasks = of_kind(&app, &programme, LetterKind::Assignment).await;
        let opd = actor(Role::Opd, Scope::Org(people[0].person.opd_id.unwrap()));
        let other = actor(Role::Opd, Scope::Org(OrgId(app.clock.new_id())));
        let host = actor(Role::Host, Scope::Host(people[0].host));
        let own = actor(Role::Pegawai, Scope::Person(people[0].person.id));
        for reader in [&opd, &host, &own] {
            assert_eq!(
                list(&app, reader, Default::default()).await.unwrap().total,
                0
            );
            assert_eq!(
                letter(&app, reader, tasks[0].id).await.unwrap_err().kind(),
                Kind::NotFound
            );
        }
        for task in &tasks {
            issue(&app, &officer(), task.id, &today(NumberChoice::Automatic))
                .await
                .unwrap();
        }
        assert_eq!(list(&app, &opd, Default::default()).await.unwrap().total, 2);
        assert_eq!(
            list(&app, &host, Default::default()).await.unwrap().total,
            1
        );
        assert_eq!(list(&app, &own, Default::default()).await.unwrap().total, 1);
        assert_eq!(
            list(&app, &other, Default::default()).await.unwrap().total,
            0
        );
        assert!(pdf(&app, &own, tasks[1].id, false).await.is_err());
        for (reader, scope) in [(&opd, "opd"), (&host, "host"), (&own, "pegawai")] {
            assert_eq!(
                issue(&app, reader, tasks[0].id, &today(NumberChoice::Automatic))
                    .await
                    .unwrap_err()
                    .kind(),
                Kind::Forbidden,
                "{scope}"
            );
            assert_eq!(
                revoke(&app, reader, tasks[0].id, "x")
                    .await
                    .unwrap_err()
                    .kind(),
                Kind::Forbidden
            );
            assert!(of_programme(&app, reader, programme.id).await.is_err());
            assert!(todo(&app.db, reader).await.unwrap().is_empty());
        }
        let head_of_opd = actor(Role::Pejabat, Scope::Org(people[0].person.opd_id.unwrap()));
        assert!(
            issue(
                &app,
                &head_of_opd,
                tasks[0].id,
                &today(NumberChoice::Automatic)
            )
            .await
            .is_err()
        );
        let waiting = todo(&app.db, &officer()).await.unwrap();
        assert!(
            waiting
                .iter()
                .any(|t| t.text.key == "letters-todo-signed" && t.text.args[0].1 == "2")
        );
        let lines = app
            .db
            .count(
                "SELECT COUNT(*) AS n FROM audit WHERE details LIKE '%Contoh Pegawai%'",
                args![],
            )
            .await
            .unwrap();
        assert_eq!(lines, 0);
    })
    .await;
}
