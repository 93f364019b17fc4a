//! Tests of the values of a staff file.

use super::*;

fn value(kind: Kind, raw: &str) -> Result<Option<String>, String> {
    match read(kind, raw, CivilDate::new(2026, 11, 24).unwrap()) {
        Reading::Missing => Ok(None),
        Reading::Value(text) => Ok(Some(text.into_owned())),
        Reading::Ignored(expected) => Err(format!("ignored: {}", expected.en())),
        Reading::Refused(expected) => Err(expected.en()),
    }
}

fn ok(kind: Kind, raw: &str) -> String {
    value(kind, raw).unwrap().unwrap()
}

proptest::proptest! {
    /// A record that is read again, after it was written or sent by the worker, must not change.
    #[test]
    fn what_is_read_reads_the_same_again(raw in "([-–'’` \u{1}\t\n\"]|null|[a-zA-Z0-9/.]){0,12}") {
        use Kind::*;
        for kind in [
            Id, Text, Name, Unit, Nip, Nik, Date, BirthDate, Sex, Status, Golongan, Years, Months, Year, Flag,
        ] {
            if let Ok(Some(first)) = value(kind, &raw) {
                assert_eq!(value(kind, &first), Ok(Some(first.clone())), "{kind:?} of {raw:?}");
            }
        }
    }
}

#[test]
fn three_forms_of_a_date_and_no_other() {
    for raw in [
        "17-08-1985",
        "1985-08-17",
        "'1985-08-17 00:00:00",
        "31276",
        "31276.0",
    ] {
        assert_eq!(ok(Kind::Date, raw), "1985-08-17", "{raw}");
    }
    for raw in [
        "17/08/1985",
        "1985",
        "31-02-2000",
        "8-17-1985",
        "0085-08-17",
        "99999",
        "besok",
    ] {
        assert!(value(Kind::Date, raw).is_err(), "{raw}");
    }
    for raw in ["", " - ", "NULL", "null", "00-00-0000", "'"] {
        assert_eq!(value(Kind::Date, raw), Ok(None), "{raw}");
    }
    assert!(value(Kind::BirthDate, "25-11-2026").is_err());
}

#[test]
fn numbers_that_a_spreadsheet_spoilt_are_refused() {
    assert_eq!(
        ok(Kind::Nip, "'19850817 201003 2 004"),
        "198508172010032004"
    );
    assert!(
        value(Kind::Nip, "1.98501E+17")
            .unwrap_err()
            .contains("scientific")
    );
    assert!(
        value(Kind::Nip, "1,98501E+17")
            .unwrap_err()
            .contains("scientific")
    );
    assert!(value(Kind::Nip, "19850817201003200").is_err());
    assert!(
        value(Kind::Nik, "3.60401E+15")
            .unwrap_err()
            .starts_with("ignored")
    );
    assert_eq!(ok(Kind::Nik, "3604 0157 0885 0001"), "3604015708850001");
}

#[test]
fn golongan_by_its_text() {
    assert_eq!(ok(Kind::Golongan, "iii/A"), "III/a");
    assert_eq!(ok(Kind::Golongan, "Penata Muda Tingkat I (III/b)"), "III/b");
    assert_eq!(ok(Kind::Golongan, "IX"), "IX");
    assert!(value(Kind::Golongan, "III/x").is_err());
}

#[test]
fn text_is_one_line() {
    assert_eq!(
        ok(Kind::Text, "  Jl. Contoh \r\n No. 1 "),
        "Jl. Contoh No. 1"
    );
    assert_eq!(
        ok(Kind::Unit, "--- \nBidang A - Dinas B"),
        "Bidang A - Dinas B"
    );
    assert!(value(Kind::Text, &"a".repeat(2_001)).is_err());
    assert_eq!(ok(Kind::Year, "17-08-2008"), "2008");
    assert_eq!(ok(Kind::Months, "03"), "3");
}
