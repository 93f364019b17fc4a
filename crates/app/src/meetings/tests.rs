//! Meetings on both engines: states, the freeze, dissent that stays, and links in both directions.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, MeetingId, Role, TopicId, UserId};

use super::testing::{complete, decided, details, running};
use super::*;
use crate::App;
use crate::accounts::{self, NewAccount};
use crate::db::list::ListRequest;
use crate::policies::testing::{decision, draft, officer, service};
use crate::testing::{app, app_with_clock, each_engine};

async fn first(app: &App, id: MeetingId) -> Topic {
    record(&app.db, id).await.unwrap().topics.remove(0)
}

fn key(error: &kernel::Error) -> &str {
    &error.text().key
}

#[test]
fn every_state_and_refused_step_has_words() {
    let words = crate::words::Words::new(crate::words::SOURCES);
    let mut keys: Vec<String> = Vec::new();
    keys.extend(State::ALL.iter().map(|v| format!("meetings-state-{v}")));
    keys.extend(Step::ALL.iter().map(|v| format!("meetings-no-{v}")));
    for lang in crate::words::Lang::ALL {
        for key in &keys {
            assert!(words.has(lang, key), "{key}");
        }
    }
}

#[test]
fn only_the_next_step_is_allowed() {
    for state in State::ALL {
        for step in Step::ALL {
            let (from, to) = step.between();
            let after = state.after(*step);
            assert_eq!(after.is_ok(), *state == from, "{state} {step}");
            if let Ok(after) = after {
                assert_eq!(after, to);
            }
        }
    }
}

#[test]
fn the_list_of_the_invited_is_read_line_by_line() {
    let read = read_invitees("Biro Contoh\n\nUniversitas Contoh; Dr. Contoh; Dekan; demo.mitra\n");
    let read = read.unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].name, None);
    assert_eq!(read[1].login.as_deref(), Some("demo.mitra"));
    for line in ["; Dr. Contoh", "a;b;c;d;e"] {
        let text = read_invitees(line).unwrap_err();
        assert_eq!(text.key, "meetings-invitee-shape", "{line}");
    }
}

#[tokio::test]
async fn a_meeting_goes_from_preparation_to_a_frozen_record() {
    each_engine(async |app| {
        let office = officer(&app, Role::Pengelola);
        let template: Vec<NewTopic> = TopicKind::TEMPLATE.into_iter().map(Into::into).collect();
        let id = create(&app, &office, details(&app), template, Some("n1".into()))
            .await
            .unwrap();
        let twice = create(&app, &office, details(&app), vec![], Some("n1".into()));
        assert_eq!(twice.await.unwrap(), id);
        let known = record(&app.db, id).await.unwrap();
        assert_eq!(known.topics.len(), 6);
        assert_eq!(known.meeting.details.starts.as_deref(), Some("09:00"));
        // Nothing is recorded of what has not happened.
        let topic = known.topics[0].id;
        let early = write_minutes(&app, &office, id, topic, "Awal", 0).await;
        assert_eq!(key(&early.unwrap_err()), "meetings-not-started");
        let nobody = invite(&app, &office, id).await.unwrap_err();
        assert_eq!(key(&nobody), "meetings-no-invitees");
        let guests = vec![NewInvitee {
            institution: "Biro Contoh".into(),
            ..NewInvitee::default()
        }];
        invite_more(&app, &office, id, guests.clone(), None)
            .await
            .unwrap();
        invite(&app, &office, id).await.unwrap();
        let invitee = record(&app.db, id).await.unwrap().invitees.remove(0);
        let error = uninvite(&app, &office, id, invitee.id).await.unwrap_err();
        assert_eq!(key(&error), "meetings-is-invited");
        start(&app, &office, id).await.unwrap();
        let late = invite_more(&app, &office, id, guests.clone(), None).await;
        assert_eq!(key(&late.unwrap_err()), "meetings-is-running");
        came_uninvited(&app, &office, id, guests, None)
            .await
            .unwrap();
        let open = close(&app, &office, id, None).await.unwrap_err();
        assert_eq!(key(&open), "meetings-attendance-open");
        let came = Came {
            invitee: invitee.id,
            attendance: Attendance::Present,
            deputy: Some("Kepala Bagian Contoh".into()),
        };
        attend(&app, &office, id, vec![came], Evidence::Paper)
            .await
            .unwrap();
        let silent = close(&app, &office, id, None).await.unwrap_err();
        assert_eq!(silent.fields()[0].field, "note");
        close(&app, &office, id, Some("Notulen hilang".into()))
            .await
            .unwrap();
        let known = record(&app.db, id).await.unwrap();
        assert_eq!(known.meeting.state, State::Closed);
        assert_eq!(known.present(), 2);
        assert_eq!(known.invitees[0].evidence, Some(Evidence::Paper));
        assert!(!known.invitees[1].invited);
        let acts: Vec<Act> = known.events.iter().map(|event| event.act).collect();
        assert_eq!(acts, [Act::Create, Act::Invite, Act::Start, Act::Close]);
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_meeting_does_not_start_before_its_day() {
    let (app, clock) = app_with_clock().await;
    let office = officer(&app, Role::Pengelola);
    let mut later = details(&app);
    later.date = app.clock.today().add_days(3);
    let id = create(&app, &office, later, vec![TopicKind::Hosts.into()], None)
        .await
        .unwrap();
    let guest = NewInvitee {
        institution: "Biro Contoh".into(),
        ..NewInvitee::default()
    };
    invite_more(&app, &office, id, vec![guest], None)
        .await
        .unwrap();
    invite(&app, &office, id).await.unwrap();
    let early = start(&app, &office, id).await.unwrap_err();
    assert_eq!(key(&early), "meetings-too-early");
    assert!(
        todo(&app.db, &office, app.clock.today())
            .await
            .unwrap()
            .is_empty()
    );
    clock.set_date(app.clock.today().add_days(3).unwrap());
    let waits = todo(&app.db, &office, app.clock.today()).await.unwrap();
    assert_eq!(waits[0].text.key, "meetings-todo-start");
    start(&app, &office, id).await.unwrap();
}

#[tokio::test]
async fn after_the_closing_only_corrections_are_left_and_the_text_before_stays() {
    each_engine(async |app| {
        let office = officer(&app, Role::Pengelola);
        let id = running(&app, &office).await;
        let topic = first(&app, id).await;
        let soon = correct(
            &app,
            &office,
            id,
            topic.id,
            Part::Minutes,
            "Baru",
            "Salah tulis",
        );
        assert_eq!(key(&soon.await.unwrap_err()), "meetings-not-closed");
        write_minutes(&app, &office, id, topic.id, "Pertama", 0)
            .await
            .unwrap();
        // Who has not seen the last text does not overwrite it.
        let blind = write_minutes(&app, &office, id, topic.id, "Lain", 0).await;
        assert_eq!(key(&blind.unwrap_err()), "meetings-moved");
        decided(&app, &office, id).await;
        let remark = |kind| {
            add_remark(
                &app,
                &office,
                id,
                topic.id,
                kind,
                "Biro Contoh",
                "Terlalu lama",
                None,
            )
        };
        remark(RemarkKind::Dissent).await.unwrap();
        remark(RemarkKind::Question).await.unwrap();
        complete(&app, &office, id).await;
        close(&app, &office, id, None).await.unwrap();
        let frozen = record(&app.db, id).await.unwrap();
        let known = frozen.topics[0].clone();
        let refused = [
            write_minutes(&app, &office, id, topic.id, "Lain", 1)
                .await
                .err(),
            remark(RemarkKind::Dissent).await.err(),
            decide(
                &app,
                &office,
                id,
                topic.id,
                known.decision.clone().unwrap().ruling,
            )
            .await
            .err(),
            add_topic(&app, &office, id, TopicKind::Hosts.into(), None)
                .await
                .err(),
            edit(&app, &office, id, details(&app)).await.err(),
            attend(&app, &office, id, vec![], Evidence::Screen)
                .await
                .err(),
        ];
        for error in refused {
            assert_eq!(key(&error.unwrap()), "meetings-is-closed");
        }
        assert_eq!(record(&app.db, id).await.unwrap(), frozen);
        assert_eq!(
            known.remarks_of(RemarkKind::Dissent)[0].text,
            "Terlalu lama"
        );
        assert_eq!(known.remarks_of(RemarkKind::Question).len(), 1);
        let same = correct(&app, &office, id, topic.id, Part::Minutes, "Pertama", "x").await;
        assert_eq!(same.unwrap_err().kind(), Kind::Invalid);
        for (text, reason) in [("Kedua", ""), ("", "Salah")] {
            let bare = correct(&app, &office, id, topic.id, Part::Minutes, text, reason).await;
            assert_eq!(bare.unwrap_err().kind(), Kind::Invalid);
        }
        correct(
            &app,
            &office,
            id,
            topic.id,
            Part::Minutes,
            "Kedua",
            "Salah tulis",
        )
        .await
        .unwrap();
        correct(
            &app,
            &office,
            id,
            topic.id,
            Part::Reasons,
            "Alasan lain",
            "Kurang lengkap",
        )
        .await
        .unwrap();
        let after = record(&app.db, id).await.unwrap();
        assert_eq!(after.topics[0].minutes.as_deref(), Some("Kedua"));
        let mended = after.corrections_of(topic.id, Part::Minutes);
        assert_eq!(mended.len(), 1);
        assert_eq!(mended[0].before, "Pertama");
        assert_eq!(mended[0].reason, "Salah tulis");
        assert_eq!(
            after.topics[0].decision.as_ref().unwrap().ruling.reasons,
            "Alasan lain"
        );
        assert_eq!(after.topics[0].remarks, known.remarks);
    })
    .await;
}

/// An account of a partner, and the partner as she acts.
async fn partner(app: &App, office: &Actor, login: &str) -> Actor {
    let system = Actor::system(kernel::Origin::System);
    let _ = office;
    let new = NewAccount {
        login: login.into(),
        name: format!("Mitra {login}"),
        password: None,
        person_id: None,
        grants: vec![(Role::Mitra, kernel::Scope::All)],
    };
    let user: UserId = accounts::create(app, &system, new).await.unwrap();
    let mut actor = officer(app, Role::Mitra);
    actor.user = Some(user);
    actor.name = format!("Mitra {login}");
    actor
}

async fn comment(app: &App, actor: &Actor, id: MeetingId, topic: TopicId) -> kernel::Result<()> {
    let kind = RemarkKind::Comment;
    add_remark(app, actor, id, topic, kind, "Orang lain", "Masukan", None).await
}

#[tokio::test]
async fn a_partner_comments_only_where_she_is_invited_and_in_her_own_name() {
    each_engine(async |app| {
        let office = officer(&app, Role::Pengelola);
        let invited = partner(&app, &office, "diundang").await;
        let other = partner(&app, &office, "lain").await;
        let id = create(
            &app,
            &office,
            details(&app),
            vec![TopicKind::Kinds.into()],
            None,
        )
        .await
        .unwrap();
        let topic = first(&app, id).await.id;
        let wrong = read_invitees("Universitas Contoh;;;tidakada").unwrap();
        let error = invite_more(&app, &office, id, wrong, None).await;
        assert_eq!(
            error.unwrap_err().fields()[0].text.key,
            "meetings-no-account"
        );
        let guest = read_invitees("Universitas Contoh;;;diundang").unwrap();
        invite_more(&app, &office, id, guest, None).await.unwrap();
        let early = comment(&app, &invited, id, topic).await.unwrap_err();
        assert_eq!(key(&early), "meetings-not-invited");
        invite(&app, &office, id).await.unwrap();
        let waits = todo(&app.db, &invited, app.clock.today()).await.unwrap();
        assert_eq!(waits[0].text.key, "meetings-todo-invited");
        assert!(
            todo(&app.db, &other, app.clock.today())
                .await
                .unwrap()
                .is_empty()
        );
        comment(&app, &invited, id, topic).await.unwrap();
        let stranger = comment(&app, &other, id, topic).await.unwrap_err();
        assert_eq!(stranger.kind(), Kind::Forbidden);
        start(&app, &office, id).await.unwrap();
        let dissent = RemarkKind::Dissent;
        let hers = add_remark(&app, &invited, id, topic, dissent, "", "Tidak setuju", None).await;
        assert_eq!(hers.unwrap_err().kind(), Kind::Forbidden);
        let remarks = first(&app, id).await.remarks;
        assert_eq!(remarks.len(), 1);
        assert_eq!(remarks[0].who, "Mitra diundang");
        let verifier = officer(&app, Role::Verifikator);
        let error = comment(&app, &verifier, id, topic).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_follow_up_waits_for_its_owner_until_it_is_done() {
    each_engine(async |app| {
        let office = officer(&app, Role::Pengelola);
        let official = officer(&app, Role::Pejabat);
        let id = running(&app, &office).await;
        let today = app.clock.today();
        let task = Task {
            text: "Menyiapkan keputusan".into(),
            role: Role::Pejabat,
            owner: "Kepala BKD".into(),
            due: today.add_days(14).unwrap(),
        };
        let mut early = task.clone();
        early.due = today.add_days(-1).unwrap();
        let error = add_follow_up(&app, &office, id, early, None).await;
        assert_eq!(error.unwrap_err().fields()[0].field, "due");
        let mut nobody = task.clone();
        nobody.role = Role::Pegawai;
        let error = add_follow_up(&app, &office, id, nobody, None).await;
        assert_eq!(error.unwrap_err().fields()[0].field, "role");
        let made = add_follow_up(&app, &office, id, task, None).await.unwrap();
        let waits = todo(&app.db, &official, today).await.unwrap();
        assert_eq!(waits.len(), 1);
        assert_eq!(waits[0].deadline, today.add_days(14));
        let mine = |actor: Actor| {
            let app = app.clone();
            async move { todo(&app.db, &actor, today).await.unwrap() }
        };
        let of_office = mine(office.clone()).await;
        assert!(
            of_office
                .iter()
                .all(|one| one.text.key != "meetings-todo-follow-up")
        );
        complete(&app, &office, id).await;
        close(&app, &office, id, None).await.unwrap();
        let verifier = officer(&app, Role::Verifikator);
        let error = finish(&app, &verifier, id, made, today, "Selesai").await;
        assert_eq!(error.unwrap_err().kind(), Kind::Forbidden);
        let future = today.add_days(1).unwrap();
        let error = finish(&app, &official, id, made, future, "Selesai").await;
        assert_eq!(error.unwrap_err().fields()[0].field, "on");
        finish(&app, &official, id, made, today, "Ditandatangani")
            .await
            .unwrap();
        assert!(mine(official.clone()).await.is_empty());
        let again = finish(&app, &official, id, made, today, "Lagi").await;
        assert_eq!(key(&again.unwrap_err()), "meetings-is-done");
        let done = |value: &str| ListRequest {
            filters: vec![("done".into(), value.into())],
            ..ListRequest::default()
        };
        let found = follow_ups(&app.db, &office, done("ya")).await.unwrap();
        assert_eq!(found.total, 1);
        assert_eq!(
            found.rows[0].0.done.as_ref().unwrap().result,
            "Ditandatangani"
        );
        let open = follow_ups(&app.db, &office, done("tidak")).await.unwrap();
        assert_eq!(open.total, 0);
    })
    .await;
}

#[tokio::test]
async fn a_decision_leads_to_what_carries_it_out_and_back() {
    each_engine(async |app| {
        let office = officer(&app, Role::Pengelola);
        let official = officer(&app, Role::Pejabat);
        let id = running(&app, &office).await;
        let made = decided(&app, &office, id).await;
        let version = draft(&app, &office, "magang-banten", &service(2, 3)).await;
        assert!(of_version(&app.db, version).await.unwrap().is_empty());
        crate::policies::propose(&app, &office, version, "Hasil rapat")
            .await
            .unwrap();
        let mut order = decision(&app, version, "2027-01-01").await;
        order.meeting = Some(kernel::MeetingDecisionId(uuid::Uuid::nil()));
        // An unknown decision undoes the whole act.
        let error = crate::policies::decide(&app, &official, version, order.clone()).await;
        assert_eq!(error.unwrap_err().kind(), Kind::NotFound);
        order.meeting = Some(made);
        crate::policies::decide(&app, &official, version, order)
            .await
            .unwrap();
        let back = of_version(&app.db, version).await.unwrap();
        assert_eq!(back.len(), 1);
        assert_eq!(back[0].meeting, id);
        let simulated = crate::simulations::saved(&app.db, None).await.unwrap();
        assert_eq!(back[0].scenario, Some(simulated[0].id));
        link_version(&app, &office, made, version).await.unwrap();
        assert_eq!(of_version(&app.db, version).await.unwrap().len(), 1);
        let unknown = link_regulation(&app, &office, made, "UU-LAIN").await;
        assert_eq!(unknown.unwrap_err().fields()[0].field, "entry");
        let entry = crate::policies::register().unwrap().entries()[0].id.clone();
        link_regulation(&app, &office, made, &entry).await.unwrap();
        assert_eq!(of_regulation(&app.db, &entry).await.unwrap()[0].id, made);
        let links = first(&app, id).await.decision.unwrap().links;
        let expected = [Link::Policy(version), Link::Regulation(entry)];
        assert_eq!(links.len(), 2);
        assert!(expected.iter().all(|link| links.contains(link)));
        // The parameter that was changed leads to this version, every other to the shipped one.
        let origins = crate::policies::origins(&app.db, version).await.unwrap();
        let base = crate::policies::get(&app.db, version, app.clock.today()).await;
        let base = base.unwrap().base.unwrap();
        assert_eq!(origins["min_service_years"], version);
        assert_eq!(origins["usual_max_months"], base);
    })
    .await;
}

#[tokio::test]
async fn who_does_not_read_meetings_sees_nothing_of_them() {
    let app = app().await;
    let office = officer(&app, Role::Pengelola);
    let id = running(&app, &office).await;
    for role in Role::ALL {
        let actor = officer(&app, *role);
        let reads = access::READ.roles.contains(role);
        let found = list(&app.db, &actor, ListRequest::default()).await;
        assert_eq!(found.is_ok(), reads, "{role}");
        if *role != Role::Pengelola {
            let error = edit(&app, &actor, id, details(&app)).await.unwrap_err();
            assert_eq!(error.kind(), Kind::Forbidden, "{role}");
        }
    }
    let search = |text: &str| ListRequest {
        search: text.into(),
        ..ListRequest::default()
    };
    let found = list(&app.db, &office, search("KRITERIA")).await.unwrap();
    assert_eq!((found.total, found.rows[0].topics), (1, 6));
    assert_eq!(
        list(&app.db, &office, search("lain")).await.unwrap().total,
        0
    );
}
