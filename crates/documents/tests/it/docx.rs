//! The Word documents, unzipped and read back as XML.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use documents::{Letter, docx};
use serde_json::json;

use crate::tools::{json, letter};

/// The parts of a document by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// The paragraphs of a document in order: style and text, tabs and new lines as themselves. Every tag must be closed
/// in its order.
fn paragraphs(xml: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "wrongly nested");
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap();
        match name {
            "w:p" => found.push(Default::default()),
            "w:pStyle" => found.last_mut().unwrap().0 = tag.split('"').nth(1).unwrap().to_owned(),
            // The stops of a style are tabs as well, but stand in no paragraph.
            "w:tab" => {
                if let Some((_, text)) = found.last_mut() {
                    text.push('\t');
                }
            }
            "w:br" => found.last_mut().unwrap().1.push('\n'),
            "w:t" => {
                let text = text.replace("&lt;", "<").replace("&gt;", ">");
                let text = text.replace("&quot;", "\"").replace("&amp;", "&");
                found.last_mut().unwrap().1.push_str(&text);
            }
            _ => assert!(text.is_empty(), "{text:?} stands outside of a text"),
        }
        if !tag.ends_with('/') {
            open.push(name.to_owned());
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
    found
}

#[test]
fn a_draft_is_read_back_clause_by_clause() {
    let bytes = docx(&letter("rancangan")).unwrap();
    let parts = parts(&bytes);
    let found = paragraphs(&parts["word/document.xml"]);
    let of = |style: &str| -> Vec<&str> {
        let found = found.iter().filter(|(own, _)| own == style);
        found.map(|(_, text)| text.as_str()).collect()
    };
    assert_eq!(
        of("Title"),
        ["RANCANGAN PEDOMAN MAGANG/PRAKTIK KERJA APARATUR SIPIL NEGARA"]
    );
    assert_eq!(
        of("Heading1"),
        [
            "BAB I\nKETENTUAN UMUM",
            "BAB II\nKRITERIA PESERTA",
            "BAB III\nPENILAIAN"
        ]
    );
    assert_eq!(of("Heading2"), ["Pasal 1", "Pasal 2", "Pasal 3"]);
    let at = |text: &str| found.iter().position(|(_, own)| own == text).unwrap();
    let second = at("Pasal 2");
    assert_eq!(
        found[second + 1].1,
        "(1)\tMasa kerja sebagai PNS paling singkat 2 tahun."
    );
    assert!(found[second + 3].1.starts_with("(3)\tCalon peserta"));
    // What would be markup is text.
    assert_eq!(
        found[second + 4],
        (
            "Dasar".to_owned(),
            "Dasar: PP 11/2017 Pasal 225; Kebijakan masa kerja < 5 tahun & \"lazim\" (kebijakan instansi)"
                .to_owned()
        )
    );
    // A single paragraph has no number, and a chapter without articles asks.
    let first = &found[at("Pasal 1") + 1];
    assert_eq!(first.0, "BodyText");
    let questions = at("BAB III\nPENILAIAN");
    assert!(found[questions + 1].1.starts_with("Belum ditetapkan."));
    assert_eq!(
        found[questions + 2].1,
        "1.\tSiapa yang menilai peserta, dan dengan rubrik apa?"
    );
    assert!(found.last().unwrap().1.contains("bukan naskah dinas"));
    // Every style that a paragraph names is one of the document.
    for (style, text) in &found {
        let id = format!("w:styleId=\"{style}\"");
        assert!(parts["word/styles.xml"].contains(&id), "{style}: {text}");
    }
    paragraphs(&parts["word/styles.xml"]);
    // Every part has a type, and every relation leads to a part.
    let types = &parts["[Content_Types].xml"];
    for name in parts
        .keys()
        .filter(|name| name.starts_with("word/") && !name.ends_with(".rels"))
    {
        assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
    }
    assert!(parts["_rels/.rels"].contains("Target=\"word/document.xml\""));
    assert!(parts["word/_rels/document.xml.rels"].contains("Target=\"styles.xml\""));
    assert_eq!(bytes, docx(&letter("rancangan")).unwrap());
}

#[test]
fn a_list_keeps_its_cells_in_rows_and_repeats_its_head() {
    let list = json!({
        "kind": "daftar", "tanggal": "2027-01-04", "judul": "MATRIKS MASUKAN", "keterangan": ["Contoh"],
        "columns": [{"header": "Pasal", "width": 1}, {"header": "Masukan", "width": 3}],
        "rows": [["Pasal 2", "Cukup\u{7} satu tahun <b>"], ["BAB III", "Siapa menilai?"]],
    });
    let list: Letter = serde_json::from_value(list).unwrap();
    let parts = parts(&docx(&list).unwrap());
    let xml = &parts["word/document.xml"];
    assert_eq!(xml.matches("<w:tr>").count(), 3);
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 1);
    assert!(xml.contains("w:orient=\"landscape\""));
    let found = paragraphs(xml);
    let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        texts[2..8],
        [
            "Pasal",
            "Masukan",
            "Pasal 2",
            "Cukup  satu tahun <b>",
            "BAB III",
            "Siapa menilai?"
        ]
    );
}

#[test]
fn letters_and_wrong_data_are_refused() {
    let refused = docx(&letter("surat-tugas")).unwrap_err().to_string();
    assert!(refused.contains("only drafts and lists"), "{refused}");
    let mut empty = json("rancangan");
    empty["bab"] = json!([]);
    let empty: Letter = serde_json::from_value(empty).unwrap();
    assert!(
        docx(&empty)
            .unwrap_err()
            .to_string()
            .contains("rancangan.bab")
    );
}
