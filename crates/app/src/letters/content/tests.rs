//! What letters say: snapshots of the frozen content, legal bases by date, editing, canonical text.

use kernel::{CivilDate, HostId, NominationId, OfficialId, OrgId, Period, PersonId, ProgrammeId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::letters::testing::{agency, date};
use crate::letters::{LetterKind, Official, OfficialStatus, Signer, SigningForm, SigningRight};
use crate::people::PersonBrief;

fn placed(n: u128, host: &str) -> PlacedInput {
    PlacedInput {
        nomination: NominationId(Uuid::from_u128(n)),
        person: PersonBrief {
            id: PersonId(Uuid::from_u128(n)),
            pns_id: String::new(),
            nip: format!("198508172010032{n:03}").parse().unwrap(),
            name: format!("Contoh Pegawai {n}, S.Sos."),
            name_plain: format!("Contoh Pegawai {n}"),
            kind: "PNS".into(),
            golongan: "III/b".parse().ok(),
            position: Some("Analis Contoh".into()),
            org_name: Some("Bidang Lalu Lintas".into()),
            opd_id: Some(OrgId(Uuid::nil())),
            opd_name: Some("Dinas Perhubungan".into()),
            active: true,
        },
        in_register: true,
        host: HostId(Uuid::nil()),
        host_name: host.into(),
        unit: Some("Bidang Data".into()),
        field: Some("analisis data".into()),
        period: Period::new(date("2027-03-01"), date("2027-05-31")).unwrap(),
        letter: None,
    }
}

fn programme() -> ProgrammeInput {
    ProgrammeInput {
        id: ProgrammeId(Uuid::nil()),
        name: "Magang/Praktik Kerja ASN Angkatan I Tahun 2027".into(),
        year: 2027,
        period: Period::new(date("2027-03-01"), date("2027-05-31")).unwrap(),
        answer_by: Some(date("2027-01-22")),
        activity: MAGANG,
    }
}

fn signer(office: &str, kind: LetterKind, form: SigningForm) -> Signer {
    Signer {
        official: Official {
            id: OfficialId(Uuid::nil()),
            office: office.into(),
            office_name: String::new(),
            name: "Dr. Raksa Winangun, M.Si.".into(),
            name_plain: "Raksa Winangun".into(),
            nip: "197001012095031001".parse().ok(),
            golongan: "IV/c".parse().ok(),
            status: OfficialStatus::Definitive,
            mandate_number: None,
            mandate_date: None,
            valid_from: date("2020-01-01"),
            valid_to: None,
        },
        right: SigningRight {
            office: office.into(),
            kind,
            form,
            for_office: (form != SigningForm::Own).then(|| "gubernur".into()),
            through_office: (form == SigningForm::Through).then(|| "sekda".into()),
            valid_from: date("2000-01-01"),
            valid_to: None,
            priority: 1,
        },
        reason: Vec::new(),
    }
}

fn content(draft: &Draft, office: &str, form: SigningForm, day: CivilDate) -> Value {
    let register = policy::shipped::register().unwrap();
    let decision = DecisionRef {
        title: "Keputusan Gubernur Nusa Contoh".into(),
        number: "800.1.4.1/120/SETDA/2027".into(),
        date: date("2027-02-15"),
        about: "Penugasan Peserta Magang".into(),
    };
    compose(
        draft,
        &Around {
            agency: &agency(),
            signer: &signer(office, draft.body.kind(), form),
            status: Status::Issued {
                number: "1/X/2027".into(),
                date: day,
            },
            register: &register,
            earlier: None,
            decision: Some(&decision),
        },
    )
    .unwrap()
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

#[test]
fn the_four_contents_are_as_approved() {
    let day = date("2027-02-15");
    let people = [
        placed(1, "Pusat Data Contoh"),
        placed(2, "Dinas Arsip Contoh"),
    ];
    let host = HostInput {
        id: HostId(Uuid::nil()),
        name: "Pusat Data Contoh".into(),
        place: Some("Jakarta".into()),
        places: vec![PlaceLine {
            bidang: "Analisis data".into(),
            unit: None,
            jumlah: 4,
            period: programme().period,
        }],
    };
    let (agency, programme) = (agency(), programme());
    insta::assert_snapshot!(
        "surat-permohonan-tempat",
        pretty(&content(
            &place_request(&agency, &programme, &host),
            "kepala-bkd",
            SigningForm::Own,
            day
        ))
    );
    insta::assert_snapshot!(
        "keputusan",
        pretty(&content(
            &decision(&agency, &programme, &people),
            "sekda",
            SigningForm::OnBehalf,
            day
        ))
    );
    insta::assert_snapshot!(
        "surat-tugas",
        pretty(&content(
            &assignment(&agency, &programme, &people[0]),
            "kepala-bkd",
            SigningForm::Own,
            day
        ))
    );
    insta::assert_snapshot!(
        "surat-pemberitahuan",
        pretty(&content(
            &notice(&agency, &programme, &people),
            "kepala-bkd",
            SigningForm::Through,
            day
        ))
    );
}

#[test]
fn guests_are_accepted_and_an_exchange_is_called_one() {
    let day = date("2027-02-10");
    let mut guest = placed(1, "Dinas Arsip Contoh");
    guest.in_register = false;
    guest.person.opd_name = Some("Pemerintah Kota Sebelah".into());
    guest.person.org_name.clone_from(&guest.person.opd_name);
    guest.letter = Some(("800/77/BKPSDM/2027".into(), date("2027-01-11")));
    let mut second = placed(2, "Dinas Arsip Contoh");
    second.letter.clone_from(&guest.letter);
    let draft = acceptance(&programme(), "Pemerintah Kota Sebelah", &[&guest, &second]);
    insta::assert_snapshot!(
        "surat-penerimaan",
        pretty(&content(&draft, "kepala-bkd", SigningForm::Own, day))
    );
    let exchange = ProgrammeInput {
        activity: PERTUKARAN,
        ..programme()
    };
    for draft in [
        decision(&agency(), &exchange, &[placed(1, "PT Contoh")]),
        assignment(&agency(), &exchange, &placed(1, "PT Contoh")),
        notice(&agency(), &exchange, &[placed(1, "PT Contoh")]),
    ] {
        let text = pretty(&content(&draft, "gubernur", SigningForm::Own, day));
        assert!(text.contains(PERTUKARAN), "{text}");
        assert!(!text.contains(MAGANG), "{text}");
    }
}

fn mengingat(day: &str) -> Vec<String> {
    let draft = decision(&agency(), &programme(), &[placed(1, "Pusat Data Contoh")]);
    let content = content(&draft, "gubernur", SigningForm::Own, date(day));
    serde_json::from_value(content["mengingat"].clone()).unwrap()
}

/// B19 of the rule sheet.
#[test]
fn a_decision_cites_the_statute_of_its_date() {
    let before = mengingat("2023-10-30");
    assert!(
        before[0].starts_with("Undang-Undang Nomor 5 Tahun 2014 "),
        "{before:?}"
    );
    assert!(!before.join(" ").contains("Nomor 20 Tahun 2023"));
    let after = mengingat("2023-10-31");
    assert!(
        after[0].starts_with("Undang-Undang Nomor 20 Tahun 2023 "),
        "{after:?}"
    );
    assert!(!after.join(" ").contains("Nomor 5 Tahun 2014"));
    for lines in [&before, &after] {
        assert!(!lines.join(" ").contains("Tahun 2004"));
        assert!(lines[1].starts_with("Peraturan Pemerintah Nomor 11 Tahun 2017"));
    }
}

#[test]
fn legal_bases_follow_the_hierarchy_and_unverified_ones_are_only_offered() {
    let register = policy::shipped::register().unwrap();
    for day in ["2019-01-01", "2021-01-01", "2026-11-24"] {
        let ranks: Vec<u8> = bases(&register, date(day))
            .iter()
            .map(|title| {
                register
                    .sources()
                    .iter()
                    .find(|s| &s.title == title)
                    .map_or(0, |s| s.rank)
            })
            .collect();
        assert!(ranks.is_sorted() && ranks[0] == 1, "{day}: {ranks:?}");
    }
    let printed = mengingat("2026-11-24");
    for source in unverified(&register) {
        assert!(!printed.contains(&source.title));
    }
}

#[test]
fn the_slip_of_the_seed_document_never_leaves_the_house() {
    let register = policy::shipped::register().unwrap();
    let (before, after) = (date("2023-10-30"), date("2023-10-31"));
    let key = |block: &str, text: &str, day| -> Option<String> {
        let draft = decision(&agency(), &programme(), &[placed(1, "Pusat Data Contoh")]);
        let texts = [(block.to_owned(), format!("bahwa menurut {text}"))];
        let draft = draft.with_blocks(&texts).unwrap();
        assert_eq!(
            refuse_findings(&draft, &register, day).is_err(),
            !findings(&draft, &register, day).is_empty()
        );
        let found = findings(&draft, &register, day);
        found.first().map(|one| one.text.key.clone())
    };
    for wrong in [
        "UU 5/2004",
        "Undang-Undang Nomor 5 Tahun 2004 tentang ASN",
        "UU No. 5 Tahun 2004",
        "Undang-undang   nomor 5\ttahun 2004",
    ] {
        assert_eq!(
            key("menimbang", wrong, after).as_deref(),
            Some("regulations-slip")
        );
    }
    let old = "Undang-Undang Nomor 5 Tahun 2014";
    assert_eq!(key("mengingat-tambahan", old, before).as_deref(), None);
    assert_eq!(
        key("mengingat-tambahan", old, after).as_deref(),
        Some("regulations-ended")
    );
    // A consideration may tell what was in force earlier; a legal base may not rest on it.
    assert_eq!(key("menimbang", old, after).as_deref(), None);
    let other = "Undang-Undang Nomor 25 Tahun 2004";
    assert_eq!(key("mengingat-tambahan", other, after).as_deref(), None);
}

#[test]
fn an_assignment_needs_its_decision() {
    let register = policy::shipped::register().unwrap();
    let draft = assignment(&agency(), &programme(), &placed(1, "Pusat Data Contoh"));
    let around = |status| Around {
        agency: &AGENCY,
        signer: &SIGNER,
        status,
        register: &register,
        decision: None,
        earlier: None,
    };
    static AGENCY: std::sync::LazyLock<crate::letters::Agency> = std::sync::LazyLock::new(agency);
    static SIGNER: std::sync::LazyLock<Signer> =
        std::sync::LazyLock::new(|| signer("kepala-bkd", LetterKind::Assignment, SigningForm::Own));
    let issued = Status::Issued {
        number: "1".into(),
        date: date("2027-02-15"),
    };
    let error = compose(&draft, &around(issued)).unwrap_err();
    assert_eq!(error.text().key, "letters-needs-decision");
    let konsep = Status::Draft {
        made: date("2027-02-15"),
        number: "……".into(),
    };
    let preview = compose(&draft, &around(konsep)).unwrap();
    assert_eq!(preview["frame"]["status"]["status"], "konsep");
}

#[test]
fn what_is_edited_comes_back_as_it_was() {
    let people = [placed(1, "Pusat Data Contoh")];
    for draft in [
        decision(&agency(), &programme(), &people),
        assignment(&agency(), &programme(), &people[0]),
        notice(&agency(), &programme(), &people),
    ] {
        let texts: Vec<(String, String)> = draft
            .blocks()
            .into_iter()
            .map(|block| (block.key.to_owned(), block.text))
            .collect();
        assert_eq!(draft.with_blocks(&texts).unwrap(), draft);
    }
    let draft = decision(&agency(), &programme(), &people);
    let texts = [
        (
            "diktum".to_owned(),
            "Satu.\n\nDua:\n- a;\n- b.\n\nTiga\nsambung.".to_owned(),
        ),
        ("menimbang".to_owned(), " \n".to_owned()),
    ];
    let error = draft.with_blocks(&texts).unwrap_err();
    assert_eq!(error.fields()[0].field, "menimbang");
    let Body::Decision(body) = draft.with_blocks(&texts[..1]).unwrap().body else {
        panic!("another kind");
    };
    let diktum: Vec<(&str, usize)> = body
        .diktum
        .iter()
        .map(|d| (d.text.as_str(), d.items.len()))
        .collect();
    assert_eq!(diktum, [("Satu.", 0), ("Dua:", 2), ("Tiga sambung.", 0)]);
}

#[test]
fn canonical_json_has_one_text() {
    let a = json!({"b": [1, "é\"\n"], "a": {"z": null, "y": true}});
    let b: Value =
        serde_json::from_str("{ \"a\": {\"y\":true, \"z\":null}, \"b\":[1,\"\\u00e9\\\"\\n\"] }")
            .unwrap();
    assert_eq!(
        canonical(&a),
        "{\"a\":{\"y\":true,\"z\":null},\"b\":[1,\"é\\\"\\n\"]}"
    );
    assert_eq!(canonical(&a), canonical(&b));
    assert_eq!(digest(&a), digest(&b));
}
