//! Tests of programmes on both engines.

#![allow(clippy::unwrap_used)]

use kernel::{Actor, Kind, Origin, Role, RoleGrant, Scope};

use super::testing::{policy, programme, settings};
use super::*;
use crate::testing::{app, each_engine};

fn system() -> Actor {
    Actor::system(Origin::System)
}

fn with_role(role: Role) -> Actor {
    let mut actor = system();
    actor.grants = vec![RoleGrant {
        role,
        scope: Scope::All,
    }];
    actor
}

#[test]
fn the_reference_rows_can_be_read_and_cover_every_kind() {
    let at = "2026-11-24".parse().unwrap();
    let kinds: Kinds = toml::from_str(include_str!("kinds.toml")).unwrap();
    for kind in HostKind::ALL {
        let pairs = Arah::ALL
            .iter()
            .filter(|arah| kinds.rule(*kind, **arah, at).is_some())
            .count();
        let expected = if *kind == HostKind::Internal { 2 } else { 1 };
        assert_eq!(pairs, expected, "{kind}");
    }
    assert_eq!(kinds.bidang.len(), Bidang::ALL.len());
    assert_eq!(kinds.waktu.len(), Waktu::ALL.len());
    assert_eq!(kinds.cara.len(), Cara::ALL.len());
    assert_eq!(kinds.arah.len(), Arah::ALL.len());
    assert!(kinds.defaults(at).is_some());
    let out = |kind| kinds.rule(kind, Arah::Keluar, at).unwrap();
    // Only a private host is exchange by law; a BUMN by an annex read second-hand; a foreign one needs the PPK.
    assert_eq!(out(HostKind::Private).policy, "pertukaran");
    assert_eq!(out(HostKind::Central).policy, "magang-banten");
    assert_eq!(out(HostKind::Foreign).papers, [PaperKind::PenugasanPpk]);
    for kind in [HostKind::Bumn, HostKind::Bumd] {
        let forces: Vec<_> = out(kind).caps.iter().map(|cap| cap.force).collect();
        assert_eq!(forces, [CapForce::Warn, CapForce::Block]);
    }
    // The statute's cap ended with the statute.
    let before = "2023-10-30".parse().unwrap();
    let caps = |at| {
        kinds
            .rule(HostKind::Central, Arah::Keluar, at)
            .unwrap()
            .caps
            .len()
    };
    assert_eq!((caps(before), caps(at)), (2, 1));
}

#[test]
fn every_row_names_a_policy_a_rule_with_its_force_and_entries_that_exist() {
    let register = policy::shipped::register().unwrap();
    let known = |cite: &[String]| {
        cite.iter()
            .all(|id| register.entry(id).is_some() || register.source(id).is_some())
    };
    for row in &kinds().rule {
        assert!(known(&row.cite), "{:?}", row.cite);
        assert!("TSMP".contains(&row.confidence));
        let policy = policy::shipped::policy(&row.policy).unwrap().unwrap();
        assert_eq!(policy.applies_to, row.form);
        for cap in &row.caps {
            let rule = policy.rules().iter().find(|rule| rule.id == cap.rule);
            let force = rule.unwrap_or_else(|| panic!("{}", cap.rule)).force;
            let blocks = force == policy::Force::Block;
            assert_eq!(blocks, cap.force == CapForce::Block, "{}", cap.rule);
        }
        let blocked = row.caps.iter().any(|cap| cap.force == CapForce::Block);
        assert!(blocked, "something must hold the length of {:?}", row.host);
    }
    for row in &kinds().letter {
        assert!(known(&row.cite), "{:?}", row.cite);
        assert_eq!(row.need == Need::Never, row.why.is_some());
    }
}

#[test]
fn a_letter_set_speaks_of_every_kind_of_letter() {
    let at = "2026-11-24".parse().unwrap();
    for row in &kinds().rule {
        for host in &row.host {
            for (arah, at) in row.arah.iter().zip([row.valid_from, at]) {
                let set = kinds().letters(*host, *arah, at);
                assert_eq!(
                    set.len(),
                    crate::letters::LetterKind::PROGRAMME.len(),
                    "{host} {arah}"
                );
            }
        }
    }
    let needs = |host, arah| -> String {
        let set = kinds().letters(host, arah, at);
        set.iter().map(|row| &row.need.key()[..1]).collect()
    };
    // Request, decision, assignment, notice, acceptance.
    assert_eq!(needs(HostKind::Central, Arah::Keluar), "bwwbt");
    assert_eq!(needs(HostKind::Private, Arah::Keluar), "bwwwt");
    assert_eq!(needs(HostKind::Bumn, Arah::Keluar), "bwwbt");
    assert_eq!(needs(HostKind::Internal, Arah::AntarOpd), "twwtt");
    assert_eq!(needs(HostKind::Internal, Arah::Masuk), "ttttw");
}

#[test]
fn every_value_of_every_kind_has_words() {
    let words = crate::words::Words::new(crate::words::SOURCES);
    let mut keys: Vec<String> = Vec::new();
    keys.extend(State::ALL.iter().map(|v| format!("programmes-state-{v}")));
    keys.extend(
        HostKind::ALL
            .iter()
            .map(|v| format!("programmes-host-kind-{v}")),
    );
    keys.extend(Bidang::ALL.iter().map(|v| format!("programmes-bidang-{v}")));
    keys.extend(Waktu::ALL.iter().map(|v| format!("programmes-waktu-{v}")));
    keys.extend(Cara::ALL.iter().map(|v| format!("programmes-cara-{v}")));
    keys.extend(Arah::ALL.iter().map(|v| format!("programmes-arah-{v}")));
    keys.extend(Giving::ALL.iter().map(|v| format!("programmes-giving-{v}")));
    keys.extend(
        Objective::ALL
            .iter()
            .map(|v| format!("programmes-objective-{v}")),
    );
    keys.extend(
        PaperKind::ALL
            .iter()
            .map(|v| format!("programmes-paper-{v}")),
    );
    keys.extend(DateStep::ALL.iter().map(|v| format!("programmes-date-{v}")));
    for row in &kinds().rule {
        keys.extend(row.warn.clone());
        keys.push(format!("programmes-jp-{}", row.jp.to_lowercase()));
        keys.push(format!("programmes-form-{}", row.form));
    }
    keys.extend(kinds().letter.iter().filter_map(|row| row.why.clone()));
    keys.extend(Need::ALL.iter().map(|v| format!("letters-need-{v}")));
    keys.extend(CapForce::ALL.iter().map(|v| format!("programmes-cap-{v}")));
    for lang in crate::words::Lang::ALL {
        for key in &keys {
            assert!(words.has(lang, key), "{key}");
        }
    }
}

#[test]
fn a_state_follows_only_its_own_path() {
    for from in State::ALL {
        for to in State::ALL {
            let refused = from.may_become(*to).is_err();
            if matches!(from, State::Closed | State::Cancelled) || from == to {
                assert!(refused, "{from} → {to}");
            }
            if let Err(error) = from.may_become(*to) {
                assert_eq!(error.kind(), Kind::Refused);
                assert!(error.next_step().is_some());
            }
        }
    }
    assert!(State::Draft.may_become(State::Verifying).is_err());
    assert!(State::Running.may_become(State::Cancelled).is_err());
    assert!(State::Open.may_become(State::Deciding).is_ok());
}

#[tokio::test]
async fn opening_pins_the_policy_and_fixes_the_settings() {
    each_engine(async |app| {
        let id = programme(&app, Giving::Direct).await;
        let found = get(&app.db, id).await.unwrap();
        assert_eq!(found.state, State::Open);
        assert_eq!(
            found.papers,
            [
                PaperKind::SuratPengantar,
                PaperKind::IzinAtasan,
                PaperKind::IzinOpd
            ]
        );
        assert_eq!(
            found.policy_digest,
            Some(crate::sha256_hex(policy().text.as_bytes()))
        );
        assert_eq!(
            pinned_policy_text(&app.db, id).await.unwrap(),
            Some(policy().text)
        );
        assert!(!found.seed.is_empty());
        let again = change(&app, &system(), id, settings(&app, Giving::Direct))
            .await
            .unwrap_err();
        assert_eq!(again.kind(), Kind::Refused);
        assert!(open(&app, &system(), id, policy()).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_draft_opens_only_with_the_policy_of_its_kind() {
    let app = app().await;
    let id = create(&app, &system(), settings(&app, Giving::Direct))
        .await
        .unwrap();
    let other = PinnedPolicy {
        id: "pertukaran".into(),
        ..policy()
    };
    let error = open(&app, &system(), id, other).await.unwrap_err();
    assert_eq!(error.text().key, "programmes-other-policy");
    assert_eq!(get(&app.db, id).await.unwrap().state, State::Draft);
}

#[tokio::test]
async fn a_closing_date_moves_only_to_a_later_day_and_people_are_told() {
    each_engine(async |app| {
        let id = programme(&app, Giving::Direct).await;
        let day = |text: &str| text.parse().unwrap();
        let earlier = extend(
            &app,
            &system(),
            id,
            DateStep::Nominate,
            day("2027-01-30"),
            "x".into(),
        )
        .await;
        assert_eq!(earlier.unwrap_err().kind(), Kind::Invalid);
        let silent = extend(
            &app,
            &system(),
            id,
            DateStep::Nominate,
            day("2027-02-15"),
            " ".into(),
        )
        .await;
        assert_eq!(silent.unwrap_err().kind(), Kind::Invalid);
        let notice = "Banjir; surat pengantar terlambat".to_owned();
        extend(
            &app,
            &system(),
            id,
            DateStep::Nominate,
            day("2027-02-15"),
            notice.clone(),
        )
        .await
        .unwrap();
        let calendar = dates(&app.db, id).await.unwrap();
        assert_eq!(calendar.first().unwrap().closes, day("2027-02-15"));
        let told = notices(&app.db, id).await.unwrap();
        assert_eq!(told.first().unwrap().notice, notice);
        assert_eq!(told.first().unwrap().before, day("2027-01-31"));
    })
    .await;
}

#[tokio::test]
async fn the_form_hears_of_every_fault_at_once() {
    let app = app().await;
    let mut wrong = settings(&app, Giving::Ranked);
    wrong.name = "x".into();
    wrong.end = "2027-02-01".parse().unwrap();
    wrong.max_choices = 21;
    wrong.release_max = Some(0);
    let error = create(&app, &system(), wrong).await.unwrap_err();
    let fields: Vec<&str> = error
        .fields()
        .iter()
        .map(|field| field.field.as_str())
        .collect();
    assert_eq!(fields, ["name", "end", "release_max", "max_choices"]);
}

#[tokio::test]
async fn only_the_officer_makes_and_opens_programmes() {
    let app = app().await;
    for role in Role::ALL {
        let made = create(&app, &with_role(*role), settings(&app, Giving::Direct)).await;
        assert_eq!(made.is_ok(), *role == Role::Pengelola, "{role}");
    }
}

#[tokio::test]
async fn the_board_names_the_next_act() {
    let app = app().await;
    let id = create(&app, &system(), settings(&app, Giving::Direct))
        .await
        .unwrap();
    let drafted = board(&app.db, &Scope::All, id, app.clock.today())
        .await
        .unwrap();
    assert_eq!(drafted.steps.len(), 8);
    assert_eq!(drafted.next.unwrap().text.key, "programmes-act-open");
    open(&app, &system(), id, policy()).await.unwrap();
    let opened = board(&app.db, &Scope::All, id, app.clock.today())
        .await
        .unwrap();
    assert_eq!(opened.next.unwrap().text.key, "hosts-act-add");
    let host = crate::hosts::testing::host(&app, "Badan Contoh").await;
    crate::hosts::testing::slot(&app, id, host, "Unit A", 2).await;
    let with_place = board(&app.db, &Scope::All, id, app.clock.today())
        .await
        .unwrap();
    assert_eq!(
        with_place.next.unwrap().text.key,
        "nominations-act-nominate"
    );
    assert_eq!(
        with_place
            .steps
            .get(1)
            .unwrap()
            .report
            .tallies
            .first()
            .unwrap()
            .n,
        1
    );
}

#[tokio::test]
async fn no_programme_opens_with_a_condition_that_says_or_cites_nothing() {
    let app = app().await;
    let id = create(&app, &system(), settings(&app, Giving::Direct))
        .await
        .unwrap();
    let sound = policy().text;
    let broken = [
        sound.replace("cite = [\"POL-ELIG-TYPE\"]", "cite = []"),
        sound.replacen(
            "says = { id = \"Peserta adalah",
            "says = { id = \" \" } # ",
            1,
        ),
        sound.replacen("require = \"jenis in jenis_boleh\"", "", 1),
    ];
    for text in broken {
        assert_ne!(text, sound);
        let mute = PinnedPolicy { text, ..policy() };
        let error = open(&app, &system(), id, mute).await.unwrap_err();
        assert_eq!(error.text().key, "programmes-policy-unsound");
    }
    assert_eq!(get(&app.db, id).await.unwrap().state, State::Draft);
    open(&app, &system(), id, policy()).await.unwrap();
}
