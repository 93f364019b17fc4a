//! Tests of the limits on XLSX and of its cells.

use std::io::Write;

use super::*;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const SPREADSHEET: &str = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#;

fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with the given sheet data and shared strings.
fn workbook(rows: &str, strings: Option<&str>) -> Vec<u8> {
    let sheet = format!("<worksheet {SPREADSHEET}><sheetData>{rows}</sheetData></worksheet>");
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    if let Some(strings) = strings {
        parts.push(("xl/sharedStrings.xml", strings.as_bytes()));
    }
    container(&parts)
}

/// Reads a file that must be refused; how fast is measured by `examples/import_speed.rs`.
fn refusal(bytes: &[u8]) -> Refused {
    read(bytes, &Limits::default()).expect_err("must be refused")
}

fn too_much(what: Amount, limit: u64) -> Refused {
    Refused::TooMuch { what, limit }
}

#[test]
fn cells_of_all_kinds() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd-mm-yyyy");
    page.write_string(0, 0, "NIP BARU").unwrap();
    page.write_number(0, 2, 198_508_172_010_032_004_f64)
        .unwrap();
    page.write_number(4, 0, 12.5).unwrap();
    page.write_number(4, 1, 2026.0).unwrap();
    page.write_boolean(4, 2, true).unwrap();
    page.write_number_with_format(4, 3, 31276.75, &date)
        .unwrap();
    page.write_blank(9, 500, &date).unwrap();
    let sheet = read(&book.save_to_buffer().unwrap(), &Limits::default()).unwrap();
    let texts: Vec<(u32, Vec<_>)> = sheet
        .rows
        .iter()
        .map(|(row, cells)| (*row, cells.iter().map(Cell::text).collect()))
        .collect();
    assert_eq!(
        texts,
        [
            (
                1,
                vec!["NIP BARU".into(), "".into(), "1.98508172010032E+17".into()]
            ),
            (
                5,
                vec![
                    "12.5".into(),
                    "2026".into(),
                    "1".into(),
                    "1985-08-17".into()
                ]
            ),
        ]
    );
}

#[test]
fn a_cell_in_the_last_corner() {
    let bytes = workbook(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
        None,
    );
    assert!(bytes.len() < 2_000);
    assert_eq!(refusal(&bytes), too_much(Amount::Rows, 200_000));
    let wide = workbook(r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#, None);
    assert_eq!(refusal(&wide), too_much(Amount::Columns, 512));
    let empty_corner = workbook(
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>"#,
        None,
    );
    assert_eq!(
        read(&empty_corner, &Limits::default()).unwrap().rows.len(),
        1
    );
}

#[test]
fn shared_strings_that_are_only_claimed() {
    for claim in ["99999999999", "+99999999999", "0099999999999"] {
        let strings = format!(
            r#"<sst {SPREADSHEET} count="1" uniqueCount = "{claim}"><si><t>a</t></si></sst>"#
        );
        let bytes = workbook(
            r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#,
            Some(&strings),
        );
        assert_eq!(refusal(&bytes), too_much(Amount::SharedStrings, 4_000_000));
    }
    // The claim is found where it straddles two chunks, and in a part that calls itself a picture.
    for padding in (65_480..65_540).step_by(7) {
        let strings = format!(
            r#"<!--{}--><sst uniqueCount="5000000"/>"#,
            "x".repeat(padding)
        );
        let bytes = workbook("", Some(&strings));
        assert_eq!(
            refusal(&bytes),
            too_much(Amount::SharedStrings, 4_000_000),
            "{padding}"
        );
    }
    let mut picture = b"\x89PNG<sst uniqueCount='5000000'>".to_vec();
    picture.extend_from_slice(&[0; 100]);
    assert_eq!(
        refusal(&container(&[("xl/sharedStrings.xml", &picture)])),
        too_much(Amount::SharedStrings, 4_000_000)
    );
}

#[test]
fn shared_strings_that_are_really_there() {
    let limits = Limits {
        shared_strings: 1_000,
        ..Limits::default()
    };
    let strings = format!(
        "<sst {SPREADSHEET}>{}</sst>",
        "<si><t>a</t></si>".repeat(1_001)
    );
    assert_eq!(
        read(&workbook("", Some(&strings)), &limits),
        Err(too_much(Amount::SharedStrings, 1_000))
    );
    let strings = format!("<sst {SPREADSHEET}>{}</sst>", "<x:si/>".repeat(1_001));
    assert_eq!(
        read(&workbook("", Some(&strings)), &limits),
        Err(too_much(Amount::SharedStrings, 1_000))
    );
    // A billion of them packs well, so the ratio stops it long before the count.
    let strings = format!(
        "<sst {SPREADSHEET}>{}</sst>",
        "<si><t>a</t></si>".repeat(400_000)
    );
    let limits = Limits {
        ratio: 40,
        ..Limits::default()
    };
    assert_eq!(
        read(&workbook("", Some(&strings)), &limits),
        Err(too_much(Amount::Ratio, 40))
    );
}

#[test]
fn a_zip_bomb() {
    let bytes = workbook(&" ".repeat(16 << 20), None);
    assert!(bytes.len() < 100_000);
    assert_eq!(refusal(&bytes), too_much(Amount::Ratio, 200));
    let limits = Limits {
        inflated: 1 << 20,
        ..Limits::default()
    };
    assert_eq!(
        read(&workbook(&" ".repeat(2 << 20), None), &limits),
        Err(too_much(Amount::Inflated, 1 << 20))
    );
}

#[test]
fn declared_sizes_are_not_trusted() {
    // The directory and the local header both claim that the bomb holds one byte.
    let mut bytes = workbook(&" ".repeat(16 << 20), None);
    let real = u32::try_from(
        format!("<worksheet {SPREADSHEET}><sheetData></sheetData></worksheet>").len() + (16 << 20),
    )
    .unwrap();
    let mut changed = 0;
    for at in 0..bytes.len() - 4 {
        if bytes[at..at + 4] == real.to_le_bytes() {
            bytes[at..at + 4].copy_from_slice(&1_u32.to_le_bytes());
            changed += 1;
        }
    }
    assert!(changed >= 1, "the size stands in the directory");
    refusal(&bytes);
}

#[test]
fn deep_nesting_and_endless_tags() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(refusal(&workbook(&deep, None)), too_much(Amount::Depth, 64));
    let long = format!("<row r=\"{}\"/>", "1".repeat(100_000));
    assert_eq!(
        refusal(&workbook(&long, None)),
        too_much(Amount::TagBytes, 64 << 10)
    );
    let many = "<row/>".repeat(1_001);
    let limits = Limits {
        tags: 1_000,
        ..Limits::default()
    };
    assert_eq!(
        read(&workbook(&many, None), &limits),
        Err(too_much(Amount::Tags, 1_000))
    );
}

#[test]
fn entities_and_encodings() {
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>"#;
    assert!(matches!(
        refusal(&container(&[(
            "xl/worksheets/sheet1.xml",
            laughs.as_bytes()
        )])),
        Refused::Suspicious(_)
    ));
    let utf16: Vec<u8> = "<sst uniqueCount='99999999'/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert!(matches!(
        refusal(&container(&[("xl/sharedStrings.xml", &utf16)])),
        Refused::Suspicious(_)
    ));
    let other = r#"<?xml version="1.0" encoding="UTF-16"?><sst/>"#;
    assert!(matches!(
        refusal(&container(&[("a.xml", other.as_bytes())])),
        Refused::Suspicious(_)
    ));
}

#[test]
fn too_many_parts() {
    let names: Vec<String> = (0..1_100).map(|i| format!("{i}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), b"<a/>".as_slice()))
        .collect();
    assert_eq!(refusal(&container(&parts)), too_much(Amount::Parts, 1_000));
}

#[test]
fn other_files() {
    assert_eq!(refusal(b"PK\x03\x04 no archive"), Refused::NotXlsx);
    assert_eq!(refusal(b"NIP;NAMA\n"), Refused::NotXlsx);
    assert_eq!(refusal(b""), Refused::NotXlsx);
    let mut old = OLE.to_vec();
    old.extend([0; 600]);
    assert_eq!(refusal(&old), Refused::OldFormat);
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refusal(&old), Refused::Encrypted);
    assert_eq!(
        refusal(&container(&[("mimetype", b"application/vnd.oasis")])),
        Refused::NotXlsx
    );
    let limits = Limits {
        bytes: 10,
        ..Limits::default()
    };
    assert_eq!(
        read(&workbook("", None), &limits),
        Err(too_much(Amount::Bytes, 10))
    );
    let mut cut = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, None);
    cut.truncate(cut.len() / 2);
    refusal(&cut);
}

#[test]
fn words_of_refusals() {
    let refusals = [
        Refused::NotXlsx,
        Refused::OldFormat,
        Refused::Encrypted,
        too_much(Amount::Rows, 200_000),
        Refused::Suspicious("x".into()),
        Refused::Damaged("x".into()),
        Refused::NoWorksheet,
    ];
    let words: Vec<_> = refusals
        .iter()
        .map(|r| format!("{}\n{}", r.id(), r.en()))
        .collect();
    insta::assert_snapshot!(words.join("\n"));
}
