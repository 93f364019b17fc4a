//! Notices in the transaction of their act, and the outbox against a mail server that takes, refuses or is away.

#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use kernel::{Actor, Clock as _, Error, FixedClock, Kind, Origin, Role, Scope, Timestamp, UserId};

use super::*;
use crate::App;
use crate::accounts::{self, NewAccount};
use crate::audit::Entry;
use crate::db::list::ListRequest;
use crate::ports::{Mail, MailFailure, SendMail, Sending};
use crate::testing::{absent_ports, build, each_engine, fresh_postgres};
use crate::words::{Lang, SOURCES, Words};

/// A mail server that answers `answer` and keeps what it has taken over.
#[derive(Default)]
struct Post {
    taken: Mutex<Vec<Mail>>,
    answer: Mutex<Option<MailFailure>>,
}

impl SendMail for Post {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sending<'a> {
        Box::pin(async move {
            match *self.answer.lock().unwrap() {
                Some(failure) => Err(failure),
                None => {
                    self.taken.lock().unwrap().push(mail.clone());
                    Ok(())
                }
            }
        })
    }

    fn probe(&self) -> Sending<'_> {
        Box::pin(async { Ok(()) })
    }
}

impl Post {
    fn answers(&self, failure: impl Into<Option<MailFailure>>) {
        *self.answer.lock().unwrap() = failure.into();
    }

    fn taken(&self) -> Vec<Mail> {
        self.taken.lock().unwrap().clone()
    }
}

/// Everything due is sent, put off or given up.
async fn deliver(app: &App, post: &Arc<Post>) -> Round {
    let server: Arc<dyn SendMail> = post.clone();
    for _ in 0..100 {
        match round(app, &server).await.unwrap() {
            Round::Worked => {}
            done => return done,
        }
    }
    panic!("the outbox does not come to rest");
}

async fn holder(app: &App, login: &str, role: Role) -> Actor {
    let new = NewAccount {
        login: login.into(),
        name: format!("{login} Contoh"),
        password: None,
        person_id: None,
        grants: vec![(role, Scope::All)],
    };
    let system = Actor::system(Origin::System);
    let id = accounts::create(app, &system, new).await.unwrap();
    Actor {
        user: Some(id),
        name: format!("{login} Contoh"),
        ..system
    }
}

async fn wants(app: &App, actor: &Actor, change: impl FnOnce(&mut Preferences)) {
    let mut wants = Preferences {
        email: Some("penerima@contoh.go.id".into()),
        mail: true,
        ..Preferences::default()
    };
    change(&mut wants);
    set_preferences(app, actor, wants).await.unwrap();
}

/// An act that tells the verifiers; it fails at its end when `fails`.
async fn act(app: &App, actor: &Actor, fails: bool) -> kernel::Result<()> {
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let actor = actor.clone();
            Box::pin(async move {
                let news = News::new(NoticeKind::NominationReturned, "/usulan/contoh")
                    .due("2026-12-24".parse::<kernel::CivilDate>().unwrap());
                tell(&tx, &actor, &[To::Agency(Role::Verifikator)], news).await?;
                tx.audit(Entry::new(&actor, "test.act", "test", "contoh"));
                match fails {
                    true => Err(Error::refused("error-in-use")),
                    false => Ok(()),
                }
            })
        })
        .await
}

async fn told(app: &App, actor: &Actor) -> Vec<Notice> {
    let words = Words::new(SOURCES);
    let found = list(&app.db, actor, &words, Lang::Id, ListRequest::default());
    found.await.unwrap().rows
}

/// At `hour` o'clock in WIB, `days` days after the day on which tests begin.
fn at(clock: &FixedClock, days: i32, hour: i64) {
    let day: kernel::CivilDate = crate::testing::TODAY.parse().unwrap();
    clock.set(Timestamp::start_of(day.add_days(days).unwrap()).plus_seconds(hour * 3600));
}

/// On both engines, with a clock to move.
async fn each(test: impl AsyncFn(App, Arc<FixedClock>)) {
    let (app, clock) = build(None, absent_ports()).await;
    test(app, clock).await;
    if let Some(location) = fresh_postgres().await {
        let (app, clock) = build(Some(location), absent_ports()).await;
        test(app, clock).await;
    }
}

#[tokio::test]
async fn an_act_tells_in_its_transaction_and_one_that_fails_tells_nobody() {
    each_engine(async |app| {
        let (her, other) = (
            holder(&app, "verifikator", Role::Verifikator).await,
            holder(&app, "pengelola", Role::Pengelola).await,
        );
        wants(&app, &her, |_| {}).await;
        act(&app, &other, true).await.unwrap_err();
        assert_eq!(told(&app, &her).await, []);
        assert_eq!(waiting(&app.db).await.unwrap(), (0, 0));
        act(&app, &other, false).await.unwrap();
        let notices = told(&app, &her).await;
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].due.unwrap().to_string(), "2026-12-24");
        assert_eq!(waiting(&app.db).await.unwrap(), (1, 0));
        assert_eq!(told(&app, &other).await, [], "she holds another role");
        act(&app, &her, false).await.unwrap();
        assert_eq!(
            told(&app, &her).await.len(),
            1,
            "nobody is told of her own act"
        );
    })
    .await;
}

#[tokio::test]
async fn a_notice_is_read_by_its_button_or_by_opening_the_page_and_only_by_its_receiver() {
    each_engine(async |app| {
        let her = holder(&app, "verifikator", Role::Verifikator).await;
        let other = holder(&app, "pengelola", Role::Pengelola).await;
        for _ in 0..3 {
            act(&app, &other, false).await.unwrap();
        }
        let seen = unread(&app.db, &her, "/usulan/lain").await.unwrap();
        assert_eq!(seen, Unread { all: 3, here: 0 });
        let one = told(&app, &her).await[0].id;
        let error = mark_read(&app, &other, one).await.unwrap_err();
        assert_eq!(error.kind(), Kind::NotFound);
        assert_eq!(
            get(&app.db, &other, one).await.unwrap_err().kind(),
            Kind::NotFound
        );
        mark_read(&app, &her, one).await.unwrap();
        let seen = unread(&app.db, &her, "/usulan/contoh").await.unwrap();
        assert_eq!(seen, Unread { all: 2, here: 2 });
        mark_seen(&app, &other, "/usulan/contoh").await;
        mark_seen(&app, &her, "/usulan/contoh").await;
        let seen = unread(&app.db, &her, "/usulan/contoh").await.unwrap();
        assert_eq!(seen, Unread::default());
        act(&app, &other, false).await.unwrap();
        mark_all(&app, &her).await.unwrap();
        assert_eq!(unread(&app.db, &her, "/").await.unwrap(), Unread::default());
        // Search goes through the words, filters through the state.
        let words = Words::new(SOURCES);
        let ask = async |search: &str, state: &str| {
            let request = ListRequest {
                search: search.into(),
                filters: vec![("state".into(), state.into())],
                ..ListRequest::default()
            };
            list(&app.db, &her, &words, Lang::Id, request)
                .await
                .unwrap()
                .total
        };
        assert_eq!(ask("PERBAIKAN", "").await, 4);
        assert_eq!(ask("kebijakan", "").await, 0);
        assert_eq!(ask("", "unread").await, 0);
        assert_eq!(ask("", "read").await, 4);
    })
    .await;
}

#[tokio::test]
async fn an_email_names_nobody_and_goes_out_once_under_the_id_of_its_row() {
    each(async |app, _| {
        let (her, other) = (
            holder(&app, "verifikator", Role::Verifikator).await,
            holder(&app, "pengelola", Role::Pengelola).await,
        );
        wants(&app, &her, |_| {}).await;
        let post = Arc::new(Post::default());
        act(&app, &other, false).await.unwrap();
        post.answers(MailFailure::Unreachable);
        assert_eq!(deliver(&app, &post).await, Round::Unreachable);
        post.answers(None);
        assert_eq!(deliver(&app, &post).await, Round::Idle);
        let mails = post.taken();
        assert_eq!(mails.len(), 1);
        let mail = &mails[0];
        assert_eq!(mail.to, "penerima@contoh.go.id");
        assert!(
            mail.text.contains("https://titian.example/usulan/contoh\n"),
            "{}",
            mail.text
        );
        assert!(
            mail.text.contains("Batas: 24 Desember 2026"),
            "{}",
            mail.text
        );
        for personal in ["verifikator", "Contoh", "pengelola"] {
            assert!(!mail.text.contains(personal) && !mail.subject.contains(personal));
        }
        assert_eq!(deliver(&app, &post).await, Round::Idle);
        assert_eq!(post.taken().len(), 1);
        assert_eq!(waiting(&app.db).await.unwrap(), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn who_is_refused_waits_longer_each_time_and_a_refused_address_is_given_up() {
    each(async |app, clock| {
        let her = holder(&app, "verifikator", Role::Verifikator).await;
        let other = holder(&app, "pengelola", Role::Pengelola).await;
        wants(&app, &her, |_| {}).await;
        let post = Arc::new(Post::default());
        act(&app, &other, false).await.unwrap();
        post.answers(MailFailure::Later(451));
        deliver(&app, &post).await;
        post.answers(None);
        let began = clock.now();
        // A minute after the first refusal, two after the second.
        for (seconds, taken) in [(59, 0), (61, 1)] {
            clock.set(began.plus_seconds(seconds));
            deliver(&app, &post).await;
            assert_eq!(post.taken().len(), taken, "after {seconds} s");
        }
        act(&app, &other, false).await.unwrap();
        post.answers(MailFailure::Never(550));
        deliver(&app, &post).await;
        assert_eq!(waiting(&app.db).await.unwrap(), (0, 1));
        let (_, last) = preferences(&app.db, &her).await.unwrap();
        assert_eq!(last, Some(MailState::Failed));
    })
    .await;
}

#[tokio::test]
async fn quiet_hours_put_off_and_a_digest_collects() {
    each(async |app, clock| {
        let her = holder(&app, "verifikator", Role::Verifikator).await;
        let other = holder(&app, "pengelola", Role::Pengelola).await;
        let post = Arc::new(Post::default());
        wants(&app, &her, |wants| wants.quiet = Some((21, 6))).await;
        for (days, hour, taken) in [(0, 22, 0), (1, 5, 0), (1, 6, 2), (1, 12, 3)] {
            at(&clock, days, hour);
            if hour != 6 {
                act(&app, &other, false).await.unwrap();
            }
            deliver(&app, &post).await;
            assert_eq!(post.taken().len(), taken, "day {days}, {hour}.00");
        }
        // Chosen afterwards: what waits already follows.
        at(&clock, 1, 13);
        act(&app, &other, false).await.unwrap();
        wants(&app, &her, |wants| wants.quiet = Some((13, 14))).await;
        deliver(&app, &post).await;
        assert_eq!(post.taken().len(), 3);
        at(&clock, 1, 14);
        deliver(&app, &post).await;
        assert_eq!(post.taken().len(), 4);

        wants(&app, &her, |wants| wants.digest = Some(16)).await;
        for (hour, taken) in [(15, 4), (16, 5)] {
            at(&clock, 1, hour);
            act(&app, &other, false).await.unwrap();
            act(&app, &other, false).await.unwrap();
            deliver(&app, &post).await;
            assert_eq!(post.taken().len(), taken, "{hour}.00");
        }
        let digest = post.taken().pop().unwrap();
        assert_eq!(digest.subject, "Titian: 2 pemberitahuan");
        assert_eq!(digest.text.matches("/usulan/contoh\n").count(), 2);
        // What was read before the digest goes out is not told again.
        mark_all(&app, &her).await.unwrap();
        at(&clock, 2, 16);
        deliver(&app, &post).await;
        assert_eq!(post.taken().len(), 5);
        assert_eq!(waiting(&app.db).await.unwrap(), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn who_never_asked_for_email_gets_none_and_who_switches_it_off_neither() {
    each(async |app, clock| {
        let her = holder(&app, "verifikator", Role::Verifikator).await;
        let other = holder(&app, "pengelola", Role::Pengelola).await;
        let post = Arc::new(Post::default());
        act(&app, &other, false).await.unwrap();
        assert_eq!(waiting(&app.db).await.unwrap(), (0, 0));
        wants(&app, &her, |_| {}).await;
        act(&app, &other, false).await.unwrap();
        assert_eq!(waiting(&app.db).await.unwrap(), (1, 0));
        wants(&app, &her, |wants| wants.mail = false).await;
        assert_eq!(deliver(&app, &post).await, Round::Idle);
        // Too old to be news, when a mail server is set up only later.
        wants(&app, &her, |_| {}).await;
        act(&app, &other, false).await.unwrap();
        at(&clock, 15, 8);
        assert_eq!(deliver(&app, &post).await, Round::Idle);
        assert_eq!(post.taken(), []);
        assert_eq!(waiting(&app.db).await.unwrap(), (0, 0));
        assert_eq!(told(&app, &her).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_is_being_sent_is_sent_by_nobody_else_until_its_lease_ends() {
    each(async |app, clock| {
        let her = holder(&app, "verifikator", Role::Verifikator).await;
        let other = holder(&app, "pengelola", Role::Pengelola).await;
        wants(&app, &her, |_| {}).await;
        act(&app, &other, false).await.unwrap();
        let now = clock.now();
        // A server takes it and ends before it has noted anything.
        let id = super::store::due(&app.db, now, 1).await.unwrap()[0]
            .id
            .clone();
        let kept = id.clone();
        let take = move |tx: crate::db::Tx| -> crate::db::Act<u64> {
            let id = kept.clone();
            Box::pin(async move { super::store::claim(&tx, &id, now, now.plus_seconds(60)).await })
        };
        assert_eq!(app.db.write_unaudited(take.clone()).await.unwrap(), 1);
        assert_eq!(app.db.write_unaudited(take).await.unwrap(), 0);
        let post = Arc::new(Post::default());
        deliver(&app, &post).await;
        assert_eq!(post.taken(), []);
        clock.set(now.plus_seconds(61));
        deliver(&app, &post).await;
        assert_eq!(post.taken().len(), 1);
        assert_eq!(post.taken()[0].id, id);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_field_by_field() {
    let (app, _) = build(None, absent_ports()).await;
    let her = holder(&app, "verifikator", Role::Verifikator).await;
    let plain = Preferences {
        email: Some("sari@contoh.go.id".into()),
        mail: true,
        ..Preferences::default()
    };
    let wrong = async |change: fn(&mut Preferences)| {
        let mut new = plain.clone();
        change(&mut new);
        let error = set_preferences(&app, &her, new).await.unwrap_err();
        error.fields()[0].field.clone()
    };
    for shape in [
        "sari",
        "sari@contoh",
        "a@b.id\r\nBcc: c@d.id",
        "a b@c.id",
        "a@b@c.id",
        "@c.id",
    ] {
        let new = Preferences {
            email: Some(shape.into()),
            ..plain.clone()
        };
        assert!(set_preferences(&app, &her, new).await.is_err(), "{shape}");
    }
    assert_eq!(wrong(|new| new.email = None).await, "email");
    assert_eq!(wrong(|new| new.quiet = Some((6, 6))).await, "quiet_to");
    let digest = wrong(|new| (new.quiet, new.digest) = (Some((21, 6)), Some(5)));
    assert_eq!(digest.await, "digest");
    let nobody = Actor {
        user: Some(UserId(app.clock.new_id())),
        ..her.clone()
    };
    assert!(preferences(&app.db, &nobody).await.unwrap().0 == Preferences::default());
    let system = Actor::system(Origin::System);
    assert!(set_preferences(&app, &system, plain).await.is_err());
}
