//! A statement that there is no penalty speaks up to its date; what becomes known of later days stands.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use crate::people::facts::{Attested, told};

fn paper(value: Value) -> Attested {
    Attested {
        value,
        source: "Surat Pernyataan 1".into(),
        date: "2026-03-10".parse().unwrap(),
    }
}

fn history(value: Value) -> Attested {
    Attested {
        value,
        source: "Riwayat HUKDIS".into(),
        date: "2026-04-01".parse().unwrap(),
    }
}

#[test]
fn a_penalty_that_began_after_the_statement_is_not_hidden_by_it() {
    let old = json!({ "tingkat": "Sedang", "tmt": "2026-03-10" });
    let new = json!({ "tingkat": "Sedang", "tmt": "2026-03-11" });
    let found = told(history(json!([old, new])), paper(json!([])));
    assert_eq!(found.value, json!([new]));
    assert_eq!(found.source, "Riwayat HUKDIS");
    // What the head of the unit answered for is up to the day of the statement.
    let found = told(history(json!([old])), paper(json!([])));
    assert_eq!(
        (found.value, found.source),
        (json!([]), "Surat Pernyataan 1".into())
    );
}

#[test]
fn a_paper_that_tells_something_speaks_instead_of_the_history() {
    let sheet = json!([{ "tahun": 2025, "predikat": "Baik" }]);
    let found = told(
        history(json!([{ "tahun": 2024, "tmt": "2026-03-20" }])),
        paper(sheet.clone()),
    );
    assert_eq!(found.value, sheet);
}

#[test]
fn an_entry_counts_from_its_own_day_when_it_has_no_other_date() {
    let decided = json!({ "tingkat": "Berat", "tanggal_sk": "2026-03-12" });
    let undated = json!({ "tingkat": "Berat" });
    let found = told(history(json!([decided, undated])), paper(json!([])));
    assert_eq!(found.value, json!([decided]));
}
