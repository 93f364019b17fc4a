//! The shipped register: what is in force, what rests on what, what is due, and which names are slips.

use kernel::CivilDate;
use policy::{DependentKind, Register, RelationKind, Standing, shipped};

fn d(text: &str) -> CivilDate {
    text.parse().unwrap()
}

#[test]
fn an_article_is_in_force_as_long_as_its_law() {
    let register = shipped::register().unwrap();
    let article = register.entry("UU5-2014-70-5").unwrap();
    let standing = |date: &str| article.standing(d(date));
    assert_eq!(standing("2014-01-14"), Standing::NotYet);
    assert_eq!(standing("2014-01-15"), Standing::InForce);
    assert_eq!(standing("2023-10-30"), Standing::InForce);
    assert_eq!(standing("2023-10-31"), Standing::Ended);
    let unverified = register.source("PerLAN 6/2023").unwrap();
    assert_eq!(unverified.standing(d("2026-01-01")), Standing::Unverified);
}

#[test]
fn relations_tell_what_revoked_a_law_and_what_keeps_its_regulations_alive() {
    let register = shipped::register().unwrap();
    let revoked = register.revoked_by("UU5-2014-70-5").unwrap();
    assert_eq!(
        (revoked.by.as_str(), revoked.from),
        ("UU20-2023-76", Some(d("2023-10-31")))
    );
    let kept = register.relations_of("PP 11/2017");
    assert!(
        kept.iter()
            .any(|r| r.kind == RelationKind::KeepsAlive && r.by == "UU20-2023-75")
    );
    assert!(
        kept.iter()
            .any(|r| r.kind == RelationKind::Amends && r.by == "PP 17/2020")
    );
    assert!(
        register
            .relations_of("PP11-2017-225")
            .iter()
            .any(|r| { r.kind == RelationKind::Implements && r.by == "PerLAN 10/2018" })
    );
    assert_eq!(register.revoked_by("PP11-2017-212-4"), None);
}

#[test]
fn a_rule_stops_when_nothing_sure_is_left_to_carry_it() {
    let register = shipped::register().unwrap();
    let policies = shipped::policies().unwrap();
    let told = |id: &str| -> Vec<(String, String, bool)> {
        register
            .rests_on(id, &policies)
            .into_iter()
            .map(|d| (d.policy, d.id, d.stops))
            .collect()
    };
    let row = |policy: &str, id: &str, stops: bool| (policy.to_owned(), id.to_owned(), stops);
    // The cap of the law goes with it; the cap of the agency stays.
    let cap = told("UU5-2014-70-5");
    assert!(cap.contains(&row("magang-banten", "durasi-uu", true)));
    assert!(!cap.iter().any(|(_, id, _)| id == "durasi"));
    // A blocking rule with a second citation of the agency goes on.
    assert!(told("PP11-2017-210-1").contains(&row("magang-banten", "rencana", false)));
    // A rule stops with a parameter that it reads.
    let post = register.rests_on("PP11-2017-64-1-d", &policies);
    let rule = post.iter().find(|d| d.id == "enam-bulan").unwrap();
    assert!(rule.stops && rule.through == ["post_months"]);
    let param = post
        .iter()
        .find(|d| d.id == "post_months" && d.policy == "magang-banten")
        .unwrap();
    assert!(param.stops && param.kind == DependentKind::Param);
    // An instrument stands for all its articles.
    assert!(told("PP 49/2018").contains(&row("jp-kewajiban", "batas-pppk", true)));
    let exempt = register.rests_on("PP49-2018-40-2", &policies);
    let rule = exempt.iter().find(|d| d.id == "batas-pppk").unwrap();
    assert_eq!(rule.through, ["exempt"]);
    assert!(told("T9-1").is_empty());
}

#[test]
fn what_is_being_prepared_has_owner_and_due_date_and_what_waits() {
    let register = shipped::register().unwrap();
    let ids = |date: &str| -> Vec<&str> {
        register
            .overdue(d(date))
            .into_iter()
            .map(|p| p.id.as_str())
            .collect()
    };
    assert!(ids("2024-04-30").is_empty());
    assert_eq!(ids("2024-05-01"), ["PP Manajemen ASN"]);
    let awaited = register.awaited_by("UU20-2023-49-4");
    assert_eq!(awaited.len(), 1);
    assert!(!awaited[0].owner.is_empty());
}

#[test]
fn slips_are_found_however_they_are_written() {
    let register = shipped::register().unwrap();
    let found = |text: &str, date: &str| -> Vec<String> {
        register
            .lint(text, d(date))
            .into_iter()
            .map(|slip| slip.found)
            .collect()
    };
    for text in [
        "UU 5/2004",
        "UU No. 5 Tahun 2004",
        "undang-undang nomor 5 tahun 2004",
        "UNDANG-UNDANG NOMOR 05 TAHUN 2004",
        "Undang Undang No 5/2004 tentang ASN",
        "UU5-2004-70-5",
        "(UU\u{a0}Nomor\n5\nTahun 2004)",
        "Undang-Undang Republik Indonesia Nomor 5 Tahun 2004",
        "UU RI No 5 Tahun 2004",
        "UU Republik Indonesia No. 5 Tahun 2004",
        "UU ASN 5/2004",
        "UU ASN No. 5 Tahun 2004",
        "UU Aparatur Sipil Negara Nomor 5 Tahun 2004",
        "UU 5 TH 2004",
        "UU No.5 Thn. 2004",
    ] {
        assert_eq!(found(text, "2020-11-19"), ["UU 5/2004"], "{text}");
    }
    for text in [
        "UU 5/2014",
        "UU 15/2004",
        "UU 5/20045",
        "PP 5/2004",
        "nomor 5 tahun 2004",
        "UU 25 Tahun 2004",
        "UU RI",
        "UU ASN tahun 2004",
        "UU Pemilu 5/2004",
    ] {
        assert_eq!(found(text, "2020-11-19"), Vec::<String>::new(), "{text}");
    }
    for (text, slip) in [
        ("SE MenPANRB 28/2022", "SE MenPANRB 28/2022"),
        ("SE Menpan RB Nomor 28 Tahun 2022", "SE MenPANRB 28/2022"),
        ("SE MenPANRB No. 4 Tahun 2012", "SE MenPANRB 4/2012"),
        (
            "Surat Edaran Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Republik Indonesia Nomor 4 Tahun 2012",
            "SE MenPANRB 4/2012",
        ),
    ] {
        assert_eq!(found(text, "2020-11-19"), [slip], "{text}");
    }
    assert_eq!(
        found("UU 5/2014 dan PP 11/2017", "2023-10-31"),
        ["UU 5/2014"]
    );
    let slip = &register.lint("sesuai UU 5 Tahun 2004", d("2024-01-01"))[0];
    assert_eq!(
        &"sesuai UU 5 Tahun 2004"[slip.range.clone()],
        "UU 5 Tahun 2004"
    );
    assert!(
        slip.help.contains("UU 5/2014") && slip.help.contains("UU 20/2023"),
        "{}",
        slip.help
    );
}

#[test]
fn a_register_with_a_broken_reference_is_refused() {
    let (name, text) = shipped::REGISTER;
    let broken = |from: &str, to: &str| {
        assert!(text.contains(from));
        let found = Register::parse(name, &text.replacen(from, to, 1)).unwrap_err();
        found[0].to_string()
    };
    assert!(
        broken("of = \"UU 5/2014\"", "of = \"UU 5/2015\"").contains("did you mean `UU 5/2014`?")
    );
    assert!(
        broken("waits = [\"PP11-2017-211\"]", "waits = [\"PP11-2017-21\"]")
            .contains("did you mean")
    );
    assert!(broken("kind = \"revokes\"", "kind = \"ends\"").contains("keeps-alive"));
    assert!(
        broken(
            "successor = \"UU20-2023-49-1\"",
            "successor = \"UU20-2023-49-9\""
        )
        .contains("did you mean")
    );
    assert!(broken("to = 2023-10-31", "to = 2013-10-31").contains("must come after"));
    assert!(broken("stage = \"draf\"", "stage = \"draft\"").contains("draf"));
}
