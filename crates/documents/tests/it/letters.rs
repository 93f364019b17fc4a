//! Every kind: its text, its pages, its bytes.

use documents::{Letter, Paper, RenderError, merge, render};
use serde_json::json;

use crate::tools::{KINDS, boxes, info, json, letter, look, page_text, pdf, squeeze, text};

#[test]
fn text_of_every_kind() {
    for kind in KINDS {
        insta::assert_snapshot!(kind, text(&pdf(&letter(kind)).bytes));
    }
}

#[test]
fn the_same_letter_gives_the_same_bytes() {
    for kind in KINDS {
        let first = pdf(&letter(kind)).bytes;
        // Another letter between the two, so that nothing left over from it can show.
        pdf(&letter("surat-tugas"));
        assert_eq!(first, pdf(&letter(kind)).bytes, "{kind}");
    }
}

#[test]
fn json_is_read_strictly_and_written_back_unchanged() {
    for kind in KINDS {
        let value = json(kind);
        let letter: Letter = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(letter.kind(), kind);
        let again: Letter = serde_json::from_value(serde_json::to_value(&letter).unwrap()).unwrap();
        assert_eq!(again, letter);
        let mut more = value;
        more["surprise"] = json!(1);
        assert!(serde_json::from_value::<Letter>(more).is_err(), "{kind}");
    }
}

#[test]
fn files_are_tagged_archives_dated_by_the_letter() {
    let bytes = pdf(&letter("surat-tugas")).bytes;
    let info = info(&bytes);
    assert!(info.contains("Tagged:          yes"), "{info}");
    assert!(
        info.contains("Title:           Surat Tugas Nomor 800.1.11.1/0207/BKD/2027"),
        "{info}"
    );
    assert!(
        info.contains("Author:          BADAN KEPEGAWAIAN DAERAH"),
        "{info}"
    );
    // Midnight in WIB, wherever the reader sits.
    assert!(info.contains("D:20270215000000+07'00"), "{info}");
    let raw = String::from_utf8_lossy(&bytes);
    assert!(raw.contains("<pdfaid:part>2</pdfaid:part>"));
    assert!(raw.contains("<pdfaid:conformance>B</pdfaid:conformance>"));
}

#[test]
fn paper_is_a4_or_f4() {
    let size = |paper| {
        let pdf = render(&letter("surat-tugas"), &look(paper)).unwrap();
        let (_, _, width, height, _) = boxes(&pdf.bytes).remove(0);
        (
            (width * 25.4 / 72.0).round(),
            (height * 25.4 / 72.0).round(),
        )
    };
    assert_eq!(size(Paper::A4), (210.0, 297.0));
    assert_eq!(size(Paper::F4), (215.0, 330.0));
}

#[test]
fn a_draft_says_so_on_every_page_and_an_issued_letter_does_not() {
    let mut value = json("keputusan");
    assert!(!text(&pdf(&letter("keputusan")).bytes).contains("KONSEP"));
    value["frame"]["status"] = json!({"status": "konsep", "disusun": "2027-02-10"});
    let draft = pdf(&serde_json::from_value(value).unwrap());
    assert_eq!(draft.pages, 3);
    for page in 1..=draft.pages {
        let text = page_text(&draft.bytes, page);
        assert!(text.contains("KONSEP"), "page {page}: {text}");
        assert!(
            text.contains("Konsep tanggal 10 Februari 2027"),
            "page {page}"
        );
    }
    let first = page_text(&draft.bytes, 1);
    assert!(first.contains("NOMOR …"), "{first}");
    assert!(!first.contains("0120/BKD"), "{first}");
}

#[test]
fn signatures_follow_their_authority() {
    let block = |authority: serde_json::Value| {
        let mut value = json("surat-tugas");
        let signature = &mut value["frame"]["signature"];
        signature["authority"] = authority;
        signature["office"] = json!(["SEKRETARIS BADAN"]);
        signature.as_object_mut().unwrap().remove("nip");
        value["frame"].as_object_mut().unwrap().remove("qr");
        value["frame"]["tembusan"] = json!([]);
        let text = text(&pdf(&serde_json::from_value(value).unwrap()).bytes);
        let start = text.find("Kota Contoh, 15 Februari 2027").unwrap();
        text[start..]
            .lines()
            .skip(1)
            .collect::<Vec<_>>()
            .join(" | ")
    };
    let name = "Dr. Raksa Winangun, M.Si. | Pembina Utama Muda (IV/c)";
    assert_eq!(
        block(json!({"form": "sendiri"})),
        format!("SEKRETARIS BADAN, | {name}")
    );
    assert_eq!(
        block(json!({"form": "Plh."})),
        format!("Plh. SEKRETARIS BADAN, | {name}")
    );
    assert_eq!(
        block(json!({"form": "a.n.", "principal": "KEPALA BADAN"})),
        format!("a.n. KEPALA BADAN | SEKRETARIS BADAN, | {name}")
    );
    assert_eq!(
        block(
            json!({"form": "u.b.", "principal": "GUBERNUR", "through": "KEPALA BADAN", "acting": "Plt."})
        ),
        format!("a.n. GUBERNUR | KEPALA BADAN | u.b. | Plt. SEKRETARIS BADAN, | {name}")
    );
}

/// A Keputusan with `n` participants whose names carry their row number.
fn keputusan(n: usize) -> Letter {
    let mut value = json("keputusan");
    let first = value["lampiran"]["participants"][0].clone();
    value["lampiran"]["participants"] = (1..=n)
        .map(|i| {
            let mut row = first.clone();
            row["name"] = json!(format!("Peserta ke-{i}"));
            row["unit"] =
                json!("Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah");
            row
        })
        .collect();
    serde_json::from_value(value).unwrap()
}

#[test]
fn a_long_annex_repeats_its_head_and_never_leaves_the_signature_alone() {
    // Twelve lengths in a row pass every position of the signature on the last page.
    let lengths = (30..42).map(|n| (Paper::A4, n));
    for (paper, n) in lengths.chain([(Paper::A4, 120), (Paper::F4, 120)]) {
        let pdf = render(&keputusan(n), &look(paper)).unwrap();
        let all = text(&pdf.bytes);
        for i in [1, n / 2, n] {
            assert!(all.contains(&format!("Peserta ke-{i} ")), "row {i} of {n}");
        }
        for page in pdf.pages - 1..=pdf.pages {
            let text = page_text(&pdf.bytes, page);
            assert!(
                text.contains("Tempat Magang"),
                "{n} rows, page {page}: {text}"
            );
            assert!(
                text.contains("Peserta ke-"),
                "{n} rows, page {page}: {text}"
            );
            assert_eq!(text.contains("RAKSA WINANGUN"), page == pdf.pages);
        }
    }
}

#[test]
fn the_last_words_stay_with_the_signature() {
    // The letter grows point by point, so that the end of the page passes through its last lines.
    for n in 0..14 {
        let mut value = json("surat-permohonan-tempat");
        value["ketentuan"] = (0..n)
            .map(|i| json!(format!("Ketentuan nomor {i}.")))
            .collect();
        let pdf = pdf(&serde_json::from_value(value).unwrap());
        let last = page_text(&pdf.bytes, pdf.pages);
        for words in [
            "Demikian permohonan ini",
            "KEPALA BADAN KEPEGAWAIAN DAERAH",
            "NIP 19700101",
            "Tembusan:",
        ] {
            assert!(
                last.contains(words),
                "{n} points: {words} is not on the last page: {last}"
            );
        }
    }
}

#[test]
fn merged_letters_start_at_page_one_each() {
    let letters = [
        keputusan(40),
        letter("surat-tugas"),
        letter("daftar"),
        letter("surat-tugas"),
    ];
    let alone: usize = letters.iter().map(|letter| pdf(letter).pages).sum();
    let merged = merge(&letters, &look(Paper::A4)).unwrap();
    assert_eq!(merged.pages, alone);
    let first = pdf(&letters[0]).pages;
    assert!(squeeze(&page_text(&merged.bytes, 2)).starts_with("–2–"));
    let tugas = page_text(&merged.bytes, first + 1);
    assert!(tugas.starts_with("PEMERINTAH PROVINSI"), "{tugas}");
    assert!(squeeze(&page_text(&merged.bytes, first + 3)).starts_with("–2–"));
    let last = page_text(&merged.bytes, alone);
    assert!(
        last.starts_with("PEMERINTAH PROVINSI") && last.contains("SURAT TUGAS"),
        "{last}"
    );
    assert!(matches!(
        merge(&[], &look(Paper::A4)),
        Err(RenderError::Data { .. })
    ));
}

#[test]
fn what_the_form_needs_is_asked_for_by_name() {
    let error = |kind: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let mut value = json(kind);
        change(&mut value);
        let letter = serde_json::from_value(value).unwrap();
        render(&letter, &look(Paper::A4)).unwrap_err().to_string()
    };
    assert_eq!(
        error("keputusan", &|v| v["diktum"] = json!([])),
        "keputusan.diktum: expected at least one entry"
    );
    assert_eq!(
        error("daftar", &|v| v["rows"][1] = json!(["x"])),
        "daftar.rows[1]: expected 7 texts, found 1"
    );
    assert_eq!(
        error("surat-tugas", &|v| v["frame"]["kop"]["logo"] =
            json!("lain")),
        "logo `lain`: no such logo is configured; add it or take it out of the letterhead"
    );
    let with_logo = |bytes: &[u8]| {
        let mut look = look(Paper::A4);
        look.logos.insert("provinsi".into(), bytes.into());
        render(&letter("surat-tugas"), &look).map_err(|error| error.to_string())
    };
    let said = |bytes: &[u8]| with_logo(bytes).unwrap_err();
    assert_eq!(
        said(b"GIF89a"),
        "logo `provinsi`: expected a PNG or SVG file"
    );
    assert!(said(b"<svg><broken").starts_with("logo `provinsi`: this SVG cannot be read"));
    assert!(
        said(b"\x89PNG\r\n\x1a\nbroken").starts_with("logo `provinsi`: this PNG cannot be read")
    );
    // A drawing that asks for files of the machine gets none of them.
    let nosy =
        br#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
        viewBox="0 0 9 9"><image xlink:href="/etc/passwd" width="9" height="9"/></svg>"#;
    assert!(said(nosy).ends_with("links to another file; embed it in the drawing"));
    let mut narrow = look(Paper::A4);
    narrow.margins.left = 200.0;
    assert!(
        render(&letter("surat-tugas"), &narrow)
            .unwrap_err()
            .to_string()
            .starts_with("look.margins.left")
    );
}

#[test]
fn an_invitation_names_subject_and_addressees_and_no_title() {
    let mut value = json("naskah-rapat");
    value["judul"] = json!([]);
    value["surat"] =
        json!({"hal": "Undangan rapat contoh", "tujuan": ["Biro Contoh", "Universitas Contoh"]});
    let bytes = pdf(&serde_json::from_value(value).unwrap()).bytes;
    let text = text(&bytes);
    for words in [
        "Hal : Undangan rapat contoh",
        "1. Biro Contoh",
        "2. Universitas Contoh",
        "Nomor : …",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("NOTULEN"));
    assert!(info(&bytes).contains("Title:           Undangan rapat contoh"));
}

#[test]
fn a_row_of_a_meeting_table_that_is_too_short_is_refused_with_its_place() {
    let mut value = json("naskah-rapat");
    value["blocks"][6]["rows"][0] = json!(["Tetap dua tahun"]);
    let error = render(&serde_json::from_value(value).unwrap(), &look(Paper::A4)).unwrap_err();
    assert!(
        error.to_string().contains("naskah-rapat.blocks[6].rows"),
        "{error}"
    );
}
