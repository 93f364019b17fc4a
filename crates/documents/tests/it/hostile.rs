//! Text of users is text: never code, never markup, never lost beyond the edge of the page.

use documents::{Letter, Paper, RenderError, render};
use serde_json::{Value, json};

use crate::tools::{KINDS, boxes, json, look, pdf, solid, squeeze};

/// What would run, format, refer or quote if anything of it were read as Typst.
const HOSTILE: [&str; 9] = [
    "#eval(\"1+1\") #panic() #include \"/data.json\" #read(\"/etc/passwd\")",
    "$ x^2 $ *tebal* _miring_ `kode` = Judul",
    "@rujukan <label> // komentar /* dua */ \\ garis --- ... ~ '",
    "#set page(width: 1pt) #import \"@preview/x:1.0.0\"",
    "\\u{41} \\n %s {{ data }} ${jndi:ldap} <script>alert(1)</script> &amp;",
    "Ñandú Şükrü Žižek Łódź Ðorđe Ωμέγα Щедрин naïve façade – — “kutip” ½ €",
    "Sri\u{0301} e\u{0301}",
    "=1+1 +62 -3 @SUM(A1)",
    "https://contoh.example/?a=1&b=2#c",
];

/// Puts `next()` into every free text of a letter, names of assets and formal fields aside.
fn fill(value: &mut Value, next: &mut dyn FnMut() -> String) {
    const FORMAL: [&str; 18] = [
        "kind",
        "form",
        "logo",
        "status",
        "tanggal",
        "disusun",
        "nip",
        "golongan",
        "start",
        "end",
        "payload",
        "align",
        "acting",
        "jawaban_paling_lambat",
        "berlaku_sampai",
        "code",
        "width",
        "jenis",
    ];
    match value {
        Value::String(old) => *old = next(),
        Value::Array(items) => {
            // Three of each are enough; a row of the list keeps its columns.
            if items.iter().all(Value::is_object) || items.iter().all(Value::is_array) {
                let whole = |i: &Value| i.get("header").is_some() || i.get("jenis").is_some();
                items.truncate(if items.iter().any(whole) {
                    items.len()
                } else {
                    3
                });
            }
            items.iter_mut().for_each(|item| fill(item, next));
        }
        Value::Object(fields) => {
            for (name, item) in fields.iter_mut() {
                if name == "header" {
                    // A head is the program's text and at most 80 characters long.
                    fill(item, &mut || next().chars().take(80).collect());
                } else if !FORMAL.contains(&name.as_str()) || item.is_object() || item.is_array() {
                    fill(item, next);
                }
            }
        }
        _ => {}
    }
}

fn filled(kind: &str, next: &mut dyn FnMut() -> String) -> Letter {
    let mut value = json(kind);
    fill(&mut value, next);
    serde_json::from_value(value).unwrap()
}

#[test]
fn hostile_text_is_printed_as_it_is() {
    for kind in KINDS {
        let mut used = 0;
        let letter = filled(kind, &mut || {
            used += 1;
            HOSTILE[used % HOSTILE.len()].to_owned()
        });
        assert!(used >= HOSTILE.len(), "{kind} has too few texts: {used}");
        let found = solid(&pdf(&letter).bytes);
        for text in HOSTILE {
            assert!(
                found.contains(&squeeze(text)),
                "{kind}: {text} not in {found}"
            );
        }
    }
}

#[test]
fn very_long_words_stay_on_the_page_and_whole() {
    let word = "Pertanggungjawaban".repeat(12);
    for kind in KINDS {
        for paper in [Paper::A4, Paper::F4] {
            let pdf = render(&filled(kind, &mut || word.clone()), &look(paper)).unwrap();
            assert!(solid(&pdf.bytes).contains(&word), "{kind}");
            for (x, y, width, height, text) in boxes(&pdf.bytes) {
                assert!(
                    x <= width - 20.0 && y <= height - 12.0,
                    "{kind}: {text} ends at {x}, {y}"
                );
            }
        }
    }
}

#[test]
fn very_long_texts_are_not_cut_off() {
    // Longer than a page in every field: blocks that usually stay together must break then.
    let text = "lorem ".repeat(1500) + "selesai";
    for kind in [
        "surat-tugas",
        "keputusan",
        "surat-permohonan-tempat",
        "daftar",
    ] {
        let mut value = json(kind);
        match kind {
            "surat-tugas" => value["kewajiban"] = json!([text]),
            "keputusan" => value["diktum"] = json!([{"text": text}]),
            "daftar" => value["rows"][29][4] = json!(text),
            _ => value["ketentuan"] = json!([text]),
        }
        let pdf = pdf(&serde_json::from_value(value).unwrap());
        let found = solid(&pdf.bytes);
        assert_eq!(found.matches("lorem").count(), 1500, "{kind}");
        assert!(found.contains("selesai"), "{kind}");
        for (_, y, _, height, word) in boxes(&pdf.bytes) {
            assert!(y <= height - 12.0, "{kind}: {word} ends at {y} of {height}");
        }
    }
}

#[test]
fn signs_that_the_font_lacks_or_that_hide_text_are_refused_with_their_place() {
    for (character, name) in [
        ("😀", "U+1F600"),
        ("漢", "U+6F22"),
        ("\u{202E}", "U+202E"),
        ("\u{200B}", "U+200B"),
        ("\u{0}", "U+0000"),
    ] {
        let mut value = json("keputusan");
        value["lampiran"]["participants"][2]["name"] = json!(format!("Nama {character}"));
        let letter: Letter = serde_json::from_value(value).unwrap();
        let error = render(&letter, &look(Paper::A4)).unwrap_err();
        assert!(matches!(error, RenderError::Character { .. }), "{error}");
        let text = error.to_string();
        assert!(
            text.starts_with("keputusan.lampiran.rows[2].name: "),
            "{text}"
        );
        assert!(text.contains(name), "{text}");
    }
}
