//! The printed QR code says what was put into it.

use documents::{Paper, RenderError, render};
use serde_json::json;

use crate::tools::{json, letter, look, page_text, pdf, scan};

#[test]
fn codes_of_every_length_can_be_scanned_from_a_coarse_print() {
    for length in [40, 150, 300, 450, 600] {
        let start = "https://titian.nusacontoh.example/periksa/";
        let rest: String = "aZ09-_kQ".chars().cycle().take(length).collect();
        let payload: String = format!("{start}{rest}").chars().take(length).collect();
        let mut value = json("surat-tugas");
        value["frame"]["qr"]["payload"] = json!(payload);
        for paper in [Paper::A4, Paper::F4] {
            let letter = serde_json::from_value(value.clone()).unwrap();
            let pdf = render(&letter, &look(paper)).unwrap();
            assert_eq!(scan(&pdf.bytes, pdf.pages, 150), payload);
        }
    }
}

#[test]
fn every_kind_with_a_code_shows_code_and_note_on_its_signed_page() {
    for kind in [
        "surat-tugas",
        "keputusan",
        "surat-permohonan-tempat",
        "surat-pemberitahuan",
    ] {
        let pdf = pdf(&letter(kind));
        // The annex of the Keputusan follows on one more page.
        let page = if kind == "keputusan" {
            pdf.pages - 1
        } else {
            pdf.pages
        };
        let payload = json(kind)["frame"]["qr"]["payload"]
            .as_str()
            .unwrap()
            .to_owned();
        assert_eq!(scan(&pdf.bytes, page, 200), payload, "{kind}");
        let text = page_text(&pdf.bytes, page);
        assert!(text.contains("bukan tanda tangan"), "{kind}: {text}");
    }
}

#[test]
fn a_text_that_no_paper_could_carry_is_refused() {
    let mut value = json("surat-tugas");
    value["frame"]["qr"]["payload"] = json!("x".repeat(601));
    let letter = serde_json::from_value(value).unwrap();
    assert_eq!(
        render(&letter, &look(Paper::A4)),
        Err(RenderError::Qr { bytes: 601 })
    );
}
