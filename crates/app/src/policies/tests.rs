//! Versions of policies on both engines: who may what, what is known when, and verdicts that stay.

#![allow(clippy::unwrap_used)]

mod databases;

use kernel::{CivilDate, Kind, Role, Timestamp};
use policy::{Calendar, Facts, Inputs};

use super::testing::{decision, draft, officer, replace, service};
use super::*;
use crate::App;
use crate::args;
use crate::db::Sql as _;
use crate::db::list::ListRequest;
use crate::testing::{app, app_with_clock, each_engine};

const MAGANG: &str = "magang-banten";

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

async fn version_on(app: &App, on: &str, known_at: Timestamp) -> Option<String> {
    let found = in_force(&app.db, MAGANG, day(on), known_at)
        .await
        .unwrap()?;
    Some(
        get(&app.db, found, app.clock.today())
            .await
            .unwrap()
            .version,
    )
}

async fn state(app: &App, id: kernel::PolicyVersionId) -> StateName {
    let version = get(&app.db, id, app.clock.today()).await.unwrap();
    version.state.name()
}

#[test]
fn every_state_and_act_has_words() {
    let words = crate::words::Words::new(crate::words::SOURCES);
    let mut keys: Vec<String> = Vec::new();
    keys.extend(StateName::ALL.iter().map(|v| format!("policies-state-{v}")));
    keys.extend(Act::ALL.iter().map(|v| format!("policies-act-{v}")));
    for lang in crate::words::Lang::ALL {
        for key in &keys {
            assert!(words.has(lang, key), "{key}");
        }
    }
}

#[tokio::test]
async fn shipped_files_are_recorded_once_and_are_in_force_as_shipped() {
    each_engine(async |app| {
        record_shipped(&app).await.unwrap();
        let reader = officer(&app, Role::Pegawai);
        let all = list(&app.db, &reader, app.clock.today(), ListRequest::default())
            .await
            .unwrap();
        assert_eq!(all.total, policy::shipped::POLICIES.len() as i64);
        for version in &all.rows {
            let decision = version.state.decision().unwrap();
            assert_eq!(decision.mandate, Mandate::Shipped);
            let shipped = policy::shipped::policies().unwrap();
            assert!(shipped.iter().any(|p| p.digest() == version.digest));
        }
        let found = pin(&app.db, MAGANG, app.clock.today(), app.clock.now())
            .await
            .unwrap();
        assert_eq!(found.text, policy::shipped::POLICIES[0].1);
        let unknown = pin(&app.db, "lain", app.clock.today(), app.clock.now()).await;
        assert_eq!(unknown.unwrap_err().text().key, "policies-none-in-force");
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_is_in_force_follows_the_day_and_what_was_known() {
    each_engine(async |app| {
        let before = app.clock.now();
        let second = replace(&app, MAGANG, &service(2, 3), "2027-01-01").await;
        let between = app.clock.now();
        assert_eq!(state(&app, second).await, StateName::Decided);
        assert_eq!(
            version_on(&app, "2026-12-31", between).await.unwrap(),
            "2020-1"
        );
        assert_eq!(
            version_on(&app, "2027-01-01", between).await.unwrap(),
            "2026-1"
        );
        // Before the decision nobody knew of it, whatever the day.
        let earlier = before.plus_seconds(-1);
        assert_eq!(version_on(&app, "2027-01-01", earlier).await, None);
        assert_eq!(version_on(&app, "2020-06-30", between).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_later_decision_leaves_what_was_known_before_as_it_was() {
    let (app, clock) = app_with_clock().await;
    let recorded = clock_at(&clock, "2026-11-25");
    let second = replace(&app, MAGANG, &service(2, 3), "2027-01-01").await;
    let decided = clock_at(&clock, "2026-12-01");
    let versions = |known: Timestamp| {
        let app = app.clone();
        async move {
            let mut found = Vec::new();
            for on in ["2026-12-31", "2027-01-01", "2027-07-01"] {
                found.push(version_on(&app, on, known).await.unwrap());
            }
            found
        }
    };
    assert_eq!(versions(decided).await, ["2020-1", "2026-1", "2026-1"]);
    clock_at(&clock, "2027-02-01");
    assert_eq!(state(&app, second).await, StateName::InForce);
    let third = replace(&app, MAGANG, &service(3, 4), "2027-07-01").await;
    let now = clock_at(&clock, "2027-08-01");
    assert_eq!(versions(now).await, ["2020-1", "2026-1", "2027-1"]);
    assert_eq!(versions(decided).await, ["2020-1", "2026-1", "2026-1"]);
    assert_eq!(
        versions(recorded.plus_seconds(-1)).await,
        ["2020-1", "2020-1", "2020-1"]
    );
    assert_eq!(state(&app, second).await, StateName::Replaced);
    assert_eq!(state(&app, third).await, StateName::InForce);
    let replaced = get(&app.db, second, app.clock.today()).await.unwrap();
    let State::Replaced { on, .. } = replaced.state else {
        panic!("{:?}", replaced.state);
    };
    assert_eq!(on, day("2027-07-01"));
}

/// Sets the clock to the beginning of a day; the instant.
fn clock_at(clock: &kernel::FixedClock, date: &str) -> Timestamp {
    clock.set_date(day(date));
    Timestamp::start_of(day(date))
}

#[tokio::test]
async fn who_proposes_does_not_decide() {
    each_engine(async |app| {
        let writes = officer(&app, Role::Pengelola);
        let id = draft(&app, &writes, MAGANG, &service(2, 3)).await;
        let other = officer(&app, Role::Pengelola);
        let order = decision(&app, id, "2027-01-01").await;
        let early = decide(&app, &other, id, order.clone()).await.unwrap_err();
        assert_eq!(early.text().key, "policies-not-proposed");
        let waits = todo(&app.db, &writes, app.clock.today()).await.unwrap();
        assert_eq!(waits[0].text.key, "policies-todo-propose");
        assert!(
            todo(&app.db, &other, app.clock.today())
                .await
                .unwrap()
                .is_empty()
        );
        propose(&app, &writes, id, "Hasil rapat").await.unwrap();
        let own = decide(&app, &writes, id, order.clone()).await.unwrap_err();
        assert_eq!(own.text().key, "policies-own-proposal");
        assert!(
            todo(&app.db, &writes, app.clock.today())
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(
            todo(&app.db, &other, app.clock.today())
                .await
                .unwrap()
                .len(),
            1
        );
        // Another text than the one that was read.
        let mut unread = order.clone();
        unread.digest = "sha256:0".into();
        assert!(decide(&app, &other, id, unread).await.is_err());
        decide(&app, &other, id, order.clone()).await.unwrap();
        assert!(decide(&app, &other, id, order).await.is_err());
        let told: Vec<Act> = events(&app.db, id)
            .await
            .unwrap()
            .iter()
            .map(|e| e.act)
            .collect();
        assert_eq!(told, [Act::Create, Act::Propose, Act::Decide]);
        assert!(crate::audit::verify(&app.db).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn what_is_proposed_or_in_force_cannot_be_edited() {
    each_engine(async |app| {
        let writes = officer(&app, Role::Pengelola);
        let shipped = in_force(&app.db, MAGANG, app.clock.today(), app.clock.now())
            .await
            .unwrap()
            .unwrap();
        let text_now = text(&app.db, shipped).await.unwrap();
        let refused = write(&app, &writes, shipped, &text_now, 1)
            .await
            .unwrap_err();
        assert_eq!(refused.text().key, "policies-is-decided");
        assert_eq!(refused.next_step().unwrap().key, "policies-next-replace");
        let id = draft(&app, &writes, MAGANG, &service(2, 3)).await;
        // Somebody who has not seen the last change does not overwrite it.
        let own = text(&app.db, id).await.unwrap();
        let stale = write(&app, &writes, id, &own, 1).await.unwrap_err();
        assert_eq!(stale.text().key, "policies-moved");
        propose(&app, &writes, id, "Hasil rapat").await.unwrap();
        let refused = write(&app, &writes, id, &own, 2).await.unwrap_err();
        assert_eq!(refused.text().key, "policies-is-proposed");
        give_back(&app, &officer(&app, Role::Pejabat), id, "Sebut dasarnya")
            .await
            .unwrap();
        let values = [("min_service_years".to_owned(), "5".to_owned())];
        write_params(&app, &writes, id, &values, 3).await.unwrap();
        let now = parse(&text(&app.db, id).await.unwrap()).unwrap();
        let old = parse(&text_now).unwrap();
        assert_eq!(diff(&old, &now).len(), 1);
        give_up(&app, &writes, id, "Tidak jadi").await.unwrap();
        assert_eq!(state(&app, id).await, StateName::Dropped);
        assert!(write_params(&app, &writes, id, &values, 4).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn only_a_text_that_passes_every_example_can_be_proposed() {
    let app = app().await;
    let writes = officer(&app, Role::Pengelola);
    // B2 expects 13 months and one day to be too long.
    let id = draft(
        &app,
        &writes,
        MAGANG,
        &[(
            "[param.max_months]\nvalue = 12".into(),
            "[param.max_months]\nvalue = 24".into(),
        )],
    )
    .await;
    let found = check(&app.db, &text(&app.db, id).await.unwrap())
        .await
        .unwrap();
    assert!(
        found.iter().any(|one| one.message.contains("case `B2`")),
        "{found:?}"
    );
    let refused = propose(&app, &writes, id, "Hasil rapat").await.unwrap_err();
    assert_eq!(refused.text().key, "policies-check-fails");
    assert_eq!(state(&app, id).await, StateName::Draft);
    // What changes is shown; only who has seen this revision agrees to it, and then nothing else is in the way.
    let changed = stale_examples(&app.db, id).await.unwrap();
    assert!(changed.iter().any(|one| one.case == "B2"), "{changed:?}");
    let early = settle_examples(&app, &writes, id, 1).await.unwrap_err();
    assert_eq!(early.text().key, "policies-moved");
    let other = draft(&app, &writes, MAGANG, &service(2, 3)).await;
    let none = settle_examples(&app, &writes, other, 2).await.unwrap_err();
    assert_eq!(none.text().key, "policies-examples-hold");
    let broken = write(&app, &writes, id, "id = ", 2).await.unwrap_err();
    assert_eq!(broken.fields()[0].text.key, "policies-unreadable");
    assert!(!check(&app.db, "id = ").await.unwrap().is_empty());
    let text_now = text(&app.db, id).await.unwrap();
    let other = text_now.replacen("id = \"magang-banten\"", "id = \"lain\"", 1);
    let refused = write(&app, &writes, id, &other, 2).await.unwrap_err();
    assert_eq!(refused.fields()[0].text.key, "policies-other-id");
    let taken = text_now.replacen("version = \"2026-1\"", "version = \"2020-1\"", 1);
    let refused = write(&app, &writes, id, &taken, 2).await.unwrap_err();
    assert_eq!(refused.fields()[0].text.key, "policies-name-taken");
    settle_examples(&app, &writes, id, 2).await.unwrap();
    propose(&app, &writes, id, "Hasil rapat").await.unwrap();
}

#[tokio::test]
async fn a_decision_names_its_paper_and_never_reaches_back_behind_it() {
    let app = app().await;
    let writes = officer(&app, Role::Pengelola);
    let id = draft(&app, &writes, MAGANG, &service(2, 3)).await;
    propose(&app, &writes, id, "Hasil rapat").await.unwrap();
    let mut order = decision(&app, id, "2026-11-23").await;
    order.paper.number = " ".into();
    order.paper.entry = Some("TIDAK-ADA".into());
    let wrong = decide(&app, &officer(&app, Role::Pejabat), id, order)
        .await
        .unwrap_err();
    let fields: Vec<&str> = wrong.fields().iter().map(|f| f.field.as_str()).collect();
    assert_eq!(fields, ["number", "entry", "from"]);
    let mut order = decision(&app, id, "2019-01-01").await;
    order.paper.date = day("2019-01-01");
    let wrong = decide(&app, &officer(&app, Role::Pejabat), id, order)
        .await
        .unwrap_err();
    assert_eq!(wrong.fields()[0].text.key, "policies-from-outside");
}

#[tokio::test]
async fn each_role_may_only_what_its_table_says() {
    let app = app().await;
    let writes = officer(&app, Role::Pengelola);
    let id = draft(&app, &writes, MAGANG, &service(2, 3)).await;
    let version = get(&app.db, id, app.clock.today()).await.unwrap();
    for role in Role::ALL {
        let actor = officer(&app, *role);
        let begun = begin(&app, &actor, id, None).await;
        assert_eq!(begun.is_ok(), *role == Role::Pengelola, "{role}");
        let denied = |result: kernel::Result<()>| result.unwrap_err().kind() == Kind::Forbidden;
        let order = decision(&app, id, "2027-01-01").await;
        let decides = matches!(role, Role::Pejabat | Role::Pengelola);
        assert_eq!(
            denied(decide(&app, &actor, id, order).await),
            !decides,
            "{role}"
        );
        assert_eq!(
            may_see(&actor, &version),
            access::READ_DRAFTS.is_open_to(&actor)
        );
    }
    assert!(!may_see(&officer(&app, Role::Pegawai), &version));
}

/// 1,000 invented people, each on another day of service, with what the policy said of them.
#[tokio::test]
async fn a_thousand_verdicts_come_out_the_same_after_two_changes() {
    let (app, clock) = app_with_clock().await;
    let decided = day("2026-11-24");
    let calendar = Calendar::default();
    let inputs = Inputs::new(&calendar);
    let people: Vec<serde_json::Value> = (0..1000_i32)
        .map(|n| {
            let since = day("2020-01-01").add_days(n * 3).unwrap();
            serde_json::json!({"jenis": "PNS", "tmt_pns": {"value": since, "source": "SIASN"}, "hukdis": []})
        })
        .collect();
    let verdicts = |policy: &policy::Policy, register: &policy::Register| -> Vec<String> {
        people
            .iter()
            .map(|json| {
                let person = Facts::from_json(policy::schema::Kind::Person, json).unwrap();
                let case = Facts::case();
                let found = policy::explain(policy, register, &person, &case, decided, &inputs);
                serde_json::to_string(&found).unwrap()
            })
            .collect()
    };
    let known_at = app.clock.now();
    let pinned = pin(&app.db, MAGANG, decided, known_at).await.unwrap();
    let stored = verdicts(&parse(&pinned.text).unwrap(), register().unwrap());
    clock_at(&clock, "2026-12-01");
    replace(&app, MAGANG, &service(2, 3), "2026-12-01").await;
    clock_at(&clock, "2026-12-02");
    replace(&app, MAGANG, &service(3, 4), "2026-12-02").await;
    // What was known then gives the same bytes; what is in force now gives others.
    let then = pin(&app.db, MAGANG, decided, known_at).await.unwrap();
    let digest = register().unwrap().digest();
    let recorded = register_of(&app.db, digest).await.unwrap();
    assert_eq!(verdicts(&parse(&then.text).unwrap(), &recorded), stored);
    let now = pin(&app.db, MAGANG, app.clock.today(), app.clock.now())
        .await
        .unwrap();
    let others = verdicts(&parse(&now.text).unwrap(), &recorded);
    let gone = |text: &str| text.contains("\"id\":\"masa-kerja\"") && text.contains("\"value\":4");
    assert!(others.iter().all(|text| gone(text)));
    assert_ne!(others, stored);
}

#[tokio::test]
async fn stored_screenings_come_out_the_same_after_two_changes() {
    each_engine(async |app| {
        let unit = crate::people::testing::opd(&app, "Dinas Contoh").await;
        let programme =
            crate::programmes::testing::programme(&app, crate::programmes::Giving::Direct).await;
        let host = crate::hosts::testing::host(&app, "Badan Contoh").await;
        let slot = crate::hosts::testing::slot(&app, programme, host, "Unit Contoh", 9).await;
        let mut screened = Vec::new();
        for n in 1..=2_u32 {
            let since = format!("20{}-03-01", 25 - n);
            let person = crate::screenings::testing::person(&app, unit, n, &since).await;
            let form = crate::nominations::testing::form(&app, programme, person, vec![slot]).await;
            let system = kernel::Actor::system(kernel::Origin::System);
            let id = crate::nominations::nominate(&app, &system, programme, form, true, None)
                .await
                .unwrap();
            screened.push(
                crate::screenings::current(&app.db, &kernel::Scope::All, id)
                    .await
                    .unwrap()
                    .id,
            );
        }
        replace(&app, MAGANG, &service(2, 3), "2026-11-24").await;
        replace(&app, MAGANG, &service(3, 4), "2026-11-24").await;
        let now = pin(&app.db, MAGANG, app.clock.today(), app.clock.now())
            .await
            .unwrap();
        assert!(now.text.contains(&service(3, 4)[0].1));
        for id in screened {
            let replayed = crate::screenings::replay(&app.db, id).await.unwrap();
            assert!(replayed.holds(), "{replayed:?}");
            assert!(replayed.stored.contains("paling singkat 2 tahun"));
        }
    })
    .await;
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_what_was_decided_and_what_was_known() {
    each_engine(async |app| {
        replace(&app, MAGANG, &service(2, 3), "2027-01-01").await;
        let today = app.clock.today();
        let (now, later) = (app.clock.now(), day("2027-01-01"));
        let decided = in_force(&app.db, MAGANG, later, now)
            .await
            .unwrap()
            .unwrap();
        let directly = async |sql: &'static str| {
            app.db
                .write_unaudited(move |tx| {
                    Box::pin(async move { tx.exec(sql, args![decided]).await })
                })
                .await
        };
        let before = text(&app.db, decided).await.unwrap();
        for sql in [
            "UPDATE policy_version SET text = 'x' WHERE id = $1",
            "UPDATE policy_version SET digest = 'x' WHERE id = $1",
            "UPDATE policy_version SET state = 'draft' WHERE id = $1",
            "UPDATE policy_version SET force_from = '2020-01-01' WHERE id = $1",
            "UPDATE policy_version SET mandate_number = 'lain' WHERE id = $1",
            "DELETE FROM policy_version WHERE id = $1",
            "UPDATE policy_force SET valid_from = '2020-01-01' WHERE version_id = $1",
            "DELETE FROM policy_force WHERE version_id = $1",
            "UPDATE policy_event SET by_name = 'x' WHERE version_id = $1",
            "DELETE FROM policy_event WHERE version_id = $1",
        ] {
            let refused = directly(sql).await.unwrap_err();
            assert!(refused.log_line().contains("never"), "{sql}: {refused:?}");
        }
        assert_eq!(text(&app.db, decided).await.unwrap(), before);
        // The text of a proposal stays until it is returned; that of a draft is free.
        let writes = officer(&app, Role::Pengelola);
        let id = draft(&app, &writes, MAGANG, &service(2, 4)).await;
        let set = async || {
            app.db
                .write_unaudited(move |tx| {
                    let sql = "UPDATE policy_version SET text = text || ' ' WHERE id = $1";
                    Box::pin(async move { tx.exec(sql, args![id]).await })
                })
                .await
        };
        assert_eq!(set().await.unwrap(), 1);
        let version = get(&app.db, id, today).await.unwrap();
        let whole = text(&app.db, id).await.unwrap();
        write(&app, &writes, id, whole.trim_end(), version.revision)
            .await
            .unwrap();
        propose(&app, &writes, id, "Hasil rapat").await.unwrap();
        assert!(set().await.unwrap_err().log_line().contains("never"));
    })
    .await;
}

/// Two drafts of one base: the second would undo the first without a word.
#[tokio::test]
async fn a_version_that_would_undo_another_one_says_so_before_it_is_decided() {
    each_engine(async |app| {
        let (writes, official) = (officer(&app, Role::Pengelola), officer(&app, Role::Pejabat));
        let second = draft(&app, &writes, MAGANG, &service(2, 4)).await;
        replace(&app, MAGANG, &service(2, 3), "2027-01-01").await;
        let (later, now) = (day("2027-01-01"), app.clock.now());
        let first = in_force(&app.db, MAGANG, later, now)
            .await
            .unwrap()
            .unwrap();
        propose(&app, &writes, second, "Hasil rapat").await.unwrap();
        for from in ["2027-03-01", "2026-12-01"] {
            let order = decision(&app, second, from).await;
            let refused = decide(&app, &official, second, order).await.unwrap_err();
            assert_eq!(refused.text().key, "policies-also-replaced", "{from}");
        }
        let mut order = decision(&app, second, "2027-03-01").await;
        order.instead_of = vec![first];
        decide(&app, &official, second, order).await.unwrap();
        let march = day("2027-03-01");
        let now = app.clock.now();
        let standing = in_force(&app.db, MAGANG, march, now).await.unwrap();
        assert_eq!(standing, Some(second));
        assert_eq!(
            in_force(&app.db, MAGANG, later, now).await.unwrap(),
            Some(first)
        );
    })
    .await;
}
