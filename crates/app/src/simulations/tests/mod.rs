//! Simulations from outside: counts that agree with explaining everybody, what is saved, and who may see what.

mod masks;

use kernel::{Kind, PolicyVersionId, Role};
use policy::{Inputs, Verdict};

use super::*;
use crate::App;
use crate::args;
use crate::db::Sql as _;
use crate::db::list::ListRequest;
use crate::people;
use crate::policies::{self, testing::officer};
use crate::testing::each_engine;

async fn province(app: &App, people: usize) {
    people::testing::province(app, people, 7).await;
}

async fn version(app: &App) -> PolicyVersionId {
    let (today, now) = (app.clock.today(), app.clock.now());
    let found = policies::in_force(&app.db, "magang-banten", today, now).await;
    found.unwrap().unwrap()
}

async fn asked(app: &App, params: &[(&str, &str)]) -> Asked {
    Asked {
        version: version(app).await,
        text: None,
        params: params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        setting: Setting::usual(app.clock.today()),
    }
}

fn everybody(which: Which) -> Search {
    Search {
        which,
        rule: None,
        group: None,
    }
}

fn all_rows() -> ListRequest {
    ListRequest {
        per_page: 500,
        ..ListRequest::default()
    }
}

#[tokio::test]
async fn counts_agree_with_explaining_everybody_one_by_one() {
    each_engine(async |app| {
        province(&app, 300).await;
        let actor = officer(&app, Role::Pengelola);
        for stated in [true, false] {
            let mut asked = asked(&app, &[("min_service_years", "9")]).await;
            asked.setting.stated = stated;
            let run = open(&app, &actor, &asked).await.unwrap();
            let outcome = run.outcome().unwrap();
            assert!(outcome.people > 200);
            let calendar = run.crowd.calendar();
            let mut verdicts = [[0; 3]; 2];
            let (mut gained, mut lost) = (0, 0);
            let mut failed = 0;
            for row in 0..run.crowd.people() {
                let id = run.crowd.members[row].id;
                let scope = kernel::Scope::All;
                let mut facts = people::policy_facts(&app.db, &scope, id, app.clock.today())
                    .await
                    .unwrap();
                for (name, value) in people::stated() {
                    let known = facts.get(name).is_some_and(|f| !f.value.is_missing());
                    if stated && !known {
                        facts.set(name, &value, None, None).unwrap();
                    }
                }
                let judged = [&run.old, &run.new].map(|policy| {
                    let case = asked.setting.case(policy).unwrap();
                    let register = policies::register().unwrap();
                    let inputs = Inputs::new(calendar);
                    policy::explain(
                        policy,
                        register,
                        &facts,
                        &case,
                        asked.setting.decision,
                        &inputs,
                    )
                });
                for (side, found) in judged.iter().enumerate() {
                    let place = VERDICTS.iter().position(|v| *v == found.verdict).unwrap();
                    verdicts[side][place] += 1;
                }
                let met = judged
                    .each_ref()
                    .map(|found| found.verdict == Verdict::Memenuhi);
                gained += i64::from(met == [false, true]);
                lost += i64::from(met == [true, false]);
                let service = judged[1].rule("masa-kerja").unwrap();
                failed += i64::from(service.status == policy::Status::NotMet);
            }
            assert_eq!([outcome.before, outcome.after], verdicts);
            assert_eq!((outcome.gained, outcome.lost), (gained, lost));
            let rule = outcome.rules.iter().find(|rule| rule.id == "masa-kerja");
            assert_eq!(rule.unwrap().after.unwrap().fails, failed);
            if stated {
                assert!(outcome.lost > 0 && outcome.before[0] > 0, "{outcome:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_number_adds_up_and_opens_the_people_behind_it() {
    let app = crate::testing::app().await;
    province(&app, 400).await;
    let actor = officer(&app, Role::Verifikator);
    for years in ["0", "1", "4", "12", "30"] {
        let params = [("min_service_years", years), ("perf_years", "1")];
        let run = open(&app, &actor, &asked(&app, &params).await)
            .await
            .unwrap();
        let outcome = run.outcome().unwrap();
        let net = outcome.after[0] - outcome.before[0];
        assert_eq!(outcome.gained - outcome.lost, net);
        for counts in [outcome.before, outcome.after] {
            assert_eq!(counts.iter().sum::<i64>(), outcome.people);
        }
        for groups in &outcome.groups {
            let sum = |of: fn(&Line) -> i64| groups.lines.iter().map(of).sum::<i64>();
            assert_eq!(sum(|l| l.people), outcome.people);
            assert_eq!(sum(|l| l.before), outcome.before[0]);
            assert_eq!(sum(|l| l.after), outcome.after[0]);
            assert_eq!(sum(|l| l.gained), outcome.gained);
            assert_eq!(sum(|l| l.lost), outcome.lost);
            for line in &groups.lines {
                assert_eq!(line.after - line.before, line.gained - line.lost);
            }
        }
        let behind = |which| run.people(&everybody(which), all_rows());
        for (which, expected) in [
            (Which::Gained, outcome.gained),
            (Which::Lost, outcome.lost),
            (Which::MetBefore, outcome.before[0]),
            (Which::VerifyBefore, outcome.before[1]),
            (Which::NotBefore, outcome.before[2]),
            (Which::MetAfter, outcome.after[0]),
            (Which::VerifyAfter, outcome.after[1]),
            (Which::NotAfter, outcome.after[2]),
            (Which::Everybody, outcome.people),
        ] {
            let found = behind(which);
            assert_eq!(found.total, expected, "{which}");
            assert_eq!(found.rows.len() as i64, expected.min(500));
        }
        for found in behind(Which::Lost).rows {
            assert_eq!(found.before, Verdict::Memenuhi);
            assert!(found.after != Verdict::Memenuhi);
        }
        for rule in &outcome.rules {
            let weight = rule.after.unwrap();
            let asks = |which| {
                let search = Search {
                    rule: Some(rule.id.clone()),
                    ..everybody(which)
                };
                run.people(&search, all_rows()).total
            };
            assert_eq!(asks(Which::FailsAfter), weight.fails, "{}", rule.id);
            assert_eq!(asks(Which::OnlyAfter), weight.only, "{}", rule.id);
            assert_eq!(asks(Which::WithoutAfter), weight.without, "{}", rule.id);
            let before = rule.before.unwrap().without;
            assert_eq!(asks(Which::WithoutBefore), before, "{}", rule.id);
            // Without a rule everybody comes in who fails it alone, and nobody drops out.
            assert!(
                weight.without >= outcome.after[0] + weight.only,
                "{}",
                rule.id
            );
        }
        let opd = &outcome.groups[0];
        for line in &opd.lines {
            let search = Search {
                group: Some((opd.by, line.key.clone().unwrap_or_default())),
                ..everybody(Which::MetAfter)
            };
            assert_eq!(run.people(&search, all_rows()).total, line.after);
        }
    }
}

#[tokio::test]
async fn people_are_found_by_name_and_by_nip_with_or_without_spaces() {
    let app = crate::testing::app().await;
    province(&app, 60).await;
    let actor = officer(&app, Role::Pengelola);
    let run = open(&app, &actor, &asked(&app, &[]).await).await.unwrap();
    let somebody = run.crowd.members[7].clone();
    let nip = somebody.nip.as_str();
    for text in [
        somebody.name.to_uppercase(),
        nip.to_owned(),
        format!("{} {}", &nip[..8], &nip[8..]),
    ] {
        let request = ListRequest {
            search: text.clone(),
            ..all_rows()
        };
        let found: i64 = [Which::MetAfter, Which::VerifyAfter, Which::NotAfter]
            .map(|which| run.people(&everybody(which), request.clone()).total)
            .iter()
            .sum();
        assert!(found >= 1, "{text}");
        assert!(found < 60, "{text}");
    }
}

#[tokio::test]
async fn columns_are_read_once_and_again_when_the_register_changed() {
    let app = crate::testing::app().await;
    province(&app, 40).await;
    let first = app.tunnel.crowd(&app).await.unwrap();
    let again = app.tunnel.crowd(&app).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &again));
    let opd = people::testing::opd(&app, "Dinas Baru Contoh").await;
    people::testing::person(&app, opd, 1).await;
    let other = app.tunnel.crowd(&app).await.unwrap();
    assert_eq!(other.people(), first.people() + 1);
    assert_ne!(other.digest, first.digest);
    // Read anew, the same register has the same digest.
    let twin = App {
        tunnel: Tunnel::default(),
        ..app.clone()
    };
    assert_eq!(twin.tunnel.crowd(&twin).await.unwrap().digest, other.digest);
}

async fn saved_one(app: &App, actor: &kernel::Actor) -> kernel::ScenarioId {
    let saving = Saving {
        asked: asked(app, &[("min_service_years", "4")]).await,
        title: " Masa kerja empat tahun ".into(),
        note: "Usulan rapat".into(),
    };
    save(app, actor, saving, Some("0123456789abcdef".into()))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_saved_simulation_is_frozen_with_its_digests_and_becomes_one_draft() {
    each_engine(async |app| {
        province(&app, 120).await;
        let actor = officer(&app, Role::Pengelola);
        let id = saved_one(&app, &actor).await;
        assert_eq!(saved_one(&app, &actor).await, id, "sent twice, saved once");
        let one = get(&app.db, id).await.unwrap();
        let run = open(
            &app,
            &actor,
            &asked(&app, &[("min_service_years", "4")]).await,
        )
        .await
        .unwrap();
        assert_eq!(one.outcome, run.outcome().unwrap());
        assert_eq!(one.brief.title, "Masa kerja empat tahun");
        assert_eq!(one.brief.data_digest, run.crowd.digest);
        assert_eq!(one.version_digest, run.old.digest());
        assert_eq!(one.text_digest, run.new.digest());
        assert_eq!(
            one.brief.after - one.brief.before,
            one.brief.gained - one.brief.lost
        );
        assert_eq!(brief(&app.db, id).await.unwrap(), Some(one.brief.clone()));
        assert_eq!(
            saved(&app.db, Some("magang-banten")).await.unwrap().len(),
            1
        );
        assert_eq!(saved(&app.db, Some("pertukaran")).await.unwrap(), []);
        let found = list(
            &app.db,
            ListRequest {
                search: "EMPAT".into(),
                ..Default::default()
            },
        )
        .await;
        assert_eq!(found.unwrap().total, 1);
        let lines = app
            .db
            .count(
                "SELECT COUNT(*) AS n FROM audit WHERE act = 'simulation.save'",
                args![],
            )
            .await
            .unwrap();
        assert_eq!(lines, 1);
        // The put-aside text runs again to the same end.
        let rerun = Asked {
            text: Some(one.text_digest.trim_start_matches("sha256:").to_owned()),
            ..asked(&app, &[]).await
        };
        let rerun = open(&app, &actor, &rerun).await.unwrap();
        assert_eq!(rerun.outcome().unwrap(), one.outcome);
        assert!(fresh(&app, &one).await.unwrap());
        let opd = people::testing::opd(&app, "Dinas Baru Contoh").await;
        people::testing::person(&app, opd, 1).await;
        assert!(!fresh(&app, &one).await.unwrap());

        let version = draft(&app, &actor, id, None).await.unwrap();
        let text = policies::text(&app.db, version).await.unwrap();
        let policy = policies::parse(&text).unwrap();
        let years = policy
            .params()
            .iter()
            .find(|p| p.name == "min_service_years");
        assert_eq!(years.unwrap().value, policy::Value::Int(4));
        assert_eq!(draft(&app, &actor, id, None).await.unwrap(), version);
        assert_eq!(get(&app.db, id).await.unwrap().draft, Some(version));
    })
    .await;
}

#[tokio::test]
async fn only_who_may_see_everybody_tries_changes() {
    let app = crate::testing::app().await;
    province(&app, 30).await;
    let asked = asked(&app, &[]).await;
    for (role, may) in [
        (Role::Pengelola, true),
        (Role::Verifikator, true),
        (Role::Pejabat, true),
        (Role::Auditor, true),
        (Role::Mitra, false),
        (Role::Koordinator, false),
        (Role::Pegawai, false),
    ] {
        let actor = officer(&app, role);
        let found = open(&app, &actor, &asked).await;
        assert_eq!(found.is_ok(), may, "{role}");
        if let Err(error) = found {
            assert_eq!(error.kind(), Kind::Forbidden);
        }
    }
    // The head of one OPD may not see people of others.
    let mut head = officer(&app, Role::Pejabat);
    head.grants[0].scope = kernel::Scope::Org(people::testing::opd(&app, "Dinas Contoh").await);
    assert!(open(&app, &head, &asked).await.is_err());
    assert!(!access::sees_people(&head));
    let saving = Saving {
        asked,
        title: "Coba".into(),
        note: String::new(),
    };
    let auditor = officer(&app, Role::Auditor);
    let refused = save(&app, &auditor, saving, None).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Forbidden);
}

#[tokio::test]
async fn what_does_not_fit_is_named_at_its_field() {
    let app = crate::testing::app().await;
    let actor = officer(&app, Role::Pengelola);
    let wrong = asked(&app, &[("min_service_years", "tiga")]).await;
    let error = open(&app, &actor, &wrong).await.err().unwrap();
    assert_eq!(error.fields()[0].field, "param.min_service_years");
    let mut early = asked(&app, &[]).await;
    early.setting.end = early.setting.start.add_days(-1).unwrap();
    let error = open(&app, &actor, &early).await.err().unwrap();
    assert_eq!(error.fields()[0].field, "selesai");
    let id = version(&app).await;
    let text = policies::text(&app.db, id).await.unwrap();
    let foreign = text.replacen("magang-banten", "magang-lain", 1);
    let error = put_text(&app, &actor, id, &foreign).await.unwrap_err();
    assert_eq!(error.fields()[0].field, "text");
    let mut lost = asked(&app, &[]).await;
    lost.text = Some("../../etc".into());
    assert_eq!(
        open(&app, &actor, &lost).await.err().unwrap().kind(),
        Kind::NotFound
    );
    // An empty register is no exception.
    let outcome = open(&app, &actor, &asked(&app, &[]).await)
        .await
        .unwrap()
        .outcome();
    assert_eq!(outcome.unwrap().people, 0);
}

#[tokio::test]
async fn a_changed_rule_is_weighed_beside_the_old_one() {
    let app = crate::testing::app().await;
    province(&app, 150).await;
    let actor = officer(&app, Role::Pengelola);
    let id = version(&app).await;
    let text = policies::text(&app.db, id).await.unwrap();
    let stricter = text.replacen(
        "require = \"years(tmt_pns, at) >= min_service_years\"",
        "require = \"years(tmt_pns, at) >= min_service_years && golongan >= golongan(\\\"III/a\\\")\"",
        1,
    );
    assert_ne!(stricter, text);
    let mut asked = asked(&app, &[]).await;
    asked.text = Some(put_text(&app, &actor, id, &stricter).await.unwrap());
    let outcome = open(&app, &actor, &asked).await.unwrap().outcome().unwrap();
    let rule = outcome
        .rules
        .iter()
        .find(|rule| rule.id == "masa-kerja")
        .unwrap();
    assert_eq!(rule.presence, Presence::Changed);
    assert!(rule.after.unwrap().fails > rule.before.unwrap().fails);
    assert!(outcome.lost > 0 && outcome.gained == 0);
    let same = outcome
        .rules
        .iter()
        .find(|rule| rule.id == "kinerja")
        .unwrap();
    assert_eq!(same.presence, Presence::Same);
    assert_eq!(same.before.unwrap().fails, same.after.unwrap().fails);
}
