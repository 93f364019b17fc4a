//! Spreadsheets and archives, read back by another library.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use documents::xlsx::{Cell, Column, Kind, Sheet, Workbook, write};
use documents::{ZipError, zip};
use kernel::CivilDate;

/// What Excel would run or change if it did not stand as text.
const HOSTILE: [&str; 7] = [
    "=1+1",
    "+62812",
    "-3",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "' kutip",
    "<b>&amp;",
];

fn date(y: i32, m: u32, d: u32) -> CivilDate {
    CivilDate::new(y, m, d).unwrap()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("NIP", 22.0, Kind::Text)
            .required()
            .hint("18 angka"),
        Column::new("Nama", 30.0, Kind::Text),
        Column::new("Jumlah", 8.0, Kind::Int),
        Column::new("Tanggal", 12.0, Kind::Date),
        Column::new("Nilai", 8.0, Kind::Decimal),
    ]
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip_archive(bytes);
    let mut text = String::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

fn zip_archive(bytes: &[u8]) -> ::zip::ZipArchive<Cursor<&[u8]>> {
    ::zip::ZipArchive::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn every_value_comes_back_as_what_it_was() {
    let rows = HOSTILE.iter().map(|text| {
        vec![
            "199203152099032004".into(),
            Cell::from(*text),
            Cell::Int(12),
            Cell::Date(date(2027, 3, 1)),
            Cell::Decimal(87.5),
        ]
    });
    let bytes = write(Workbook {
        sheets: vec![Sheet::new("Data", columns(), rows)],
        ..Workbook::default()
    })
    .unwrap();
    let mut book = open(bytes.clone());
    let range = book.worksheet_range("Data").unwrap();
    assert_eq!(range.height(), HOSTILE.len() + 1);
    for (row, text) in range.rows().skip(1).zip(HOSTILE) {
        assert_eq!(row[0], Data::String("199203152099032004".into()));
        assert_eq!(row[1], Data::String(text.into()));
        assert_eq!(row[2], Data::Float(12.0));
        let days = 25_569 + date(2027, 3, 1).epoch_days();
        assert!(
            matches!(&row[3], Data::DateTime(value) if value.as_f64() == f64::from(days)),
            "{:?}",
            row[3]
        );
        assert_eq!(row[4], Data::Float(87.5));
    }
    assert!(book.worksheet_formula("Data").unwrap().is_empty());
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"));
    assert!(
        sheet.contains(r#"<pane ySplit="1" topLeftCell="A2""#),
        "{}",
        &sheet[..600]
    );
    assert!(sheet.contains(r#"<autoFilter ref="A1:E8"/>"#));
    assert!(part(&bytes, "xl/styles.xml").contains(r#"quotePrefix="1""#));
}

#[test]
fn what_a_spreadsheet_cannot_hold_becomes_text_or_an_error_with_its_row() {
    let row = |number, day| {
        vec![
            "1".into(),
            "x".into(),
            Cell::Int(number),
            Cell::Date(day),
            Cell::Decimal(f64::NAN),
        ]
    };
    let bytes = write(Workbook {
        sheets: vec![Sheet::new(
            "Data",
            columns(),
            [row(i64::MAX, date(1899, 12, 31)), row(-7, date(1900, 3, 1))],
        )],
        ..Workbook::default()
    })
    .unwrap();
    let range = open(bytes).worksheet_range("Data").unwrap();
    assert_eq!(
        range.get((1, 2)),
        Some(&Data::String("9223372036854775807".into()))
    );
    assert_eq!(range.get((1, 3)), Some(&Data::String("1899-12-31".into())));
    assert_eq!(range.get((1, 4)).unwrap_or(&Data::Empty), &Data::Empty);
    assert_eq!(range.get((2, 2)), Some(&Data::Float(-7.0)));

    let failed = |name: &str, rows: Vec<Vec<Cell>>| {
        write(Workbook {
            sheets: vec![Sheet::new(name, columns(), rows)],
            ..Workbook::default()
        })
        .unwrap_err()
        .to_string()
    };
    assert_eq!(
        failed("Data", vec![row(1, date(2027, 1, 1)), vec![Cell::Empty]]),
        "sheet `Data`, row 3: expected 5 cells, found 1"
    );
    let mut long = row(1, date(2027, 1, 1));
    long[1] = Cell::Text("x".repeat(32_768));
    assert!(failed("Data", vec![long]).starts_with("sheet `Data`, row 2: "));
    assert!(failed("", vec![]).starts_with("sheet ``: "));
}

#[test]
fn a_tab_is_named_as_excel_takes_it() {
    for (name, tab) in [
        ("a/b", "a-b"),
        ("Tahun [2027]: baru?", "Tahun -2027-- baru-"),
        (
            "Pengembangan kompetensi manajerial",
            "Pengembangan kompetensi manajer",
        ),
    ] {
        let bytes = write(Workbook {
            sheets: vec![Sheet::new(name, columns(), [])],
            ..Workbook::default()
        })
        .unwrap();
        assert_eq!(open(bytes).sheet_names(), [tab]);
    }
}

#[test]
fn a_template_offers_choices_and_explains_its_columns() {
    let hosts: Vec<String> = (1..=40)
        .map(|i| format!("Instansi Penerima {i}, Jakarta"))
        .collect();
    let template = || Workbook {
        title: "Usulan".into(),
        created: Some(date(2027, 1, 4)),
        sheets: vec![Sheet::new(
            "Usulan",
            vec![
                Column::new("NIP", 22.0, Kind::Text)
                    .required()
                    .hint("18 angka tanpa spasi"),
                Column::new("Cara", 12.0, Kind::Text).choices(["luring", "daring", "hibrida"]),
                Column::new("Tempat", 40.0, Kind::Text).choices(hosts.clone()),
            ],
            [],
        )],
        petunjuk: Some(vec!["Isi satu baris untuk setiap calon peserta.".into()]),
    };
    let bytes = write(template()).unwrap();
    assert_eq!(
        bytes,
        write(template()).unwrap(),
        "the same template, the same bytes"
    );
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("\"luring,daring,hibrida\""), "{sheet}");
    assert!(sheet.contains("Pilihan!$A$1:$A$40"), "{sheet}");
    assert!(
        part(&bytes, "xl/workbook.xml").contains(r#"name="Pilihan" sheetId="3" state="hidden""#)
    );
    assert!(part(&bytes, "docProps/core.xml").contains("2027-01-04T00:00:00Z"));
    let mut book = open(bytes);
    assert_eq!(book.sheet_names(), ["Usulan", "Petunjuk", "Pilihan"]);
    // Only the head: an importer that reads the empty template back finds no row.
    assert_eq!(book.worksheet_range("Usulan").unwrap().height(), 1);
    let help = book.worksheet_range("Petunjuk").unwrap();
    let row = help
        .rows()
        .find(|row| row[0] == Data::String("NIP".into()))
        .unwrap();
    let texts: Vec<String> = row.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["NIP", "ya", "teks", "18 angka tanpa spasi"]);
    let choices = book.worksheet_range("Pilihan").unwrap();
    assert_eq!(
        choices.get_value((39, 0)),
        Some(&Data::String(hosts[39].clone()))
    );
}

#[test]
fn archives_hold_every_file_once_and_never_climb_out() {
    let files = [("surat/a.pdf", b"A".as_slice()), ("surat/b.pdf", b"BB")];
    let bytes = zip(files).unwrap();
    assert_eq!(bytes, zip(files).unwrap());
    let mut archive = zip_archive(&bytes);
    for (name, content) in files {
        let mut found = Vec::new();
        archive
            .by_name(name)
            .unwrap()
            .read_to_end(&mut found)
            .unwrap();
        assert_eq!(found, content);
    }
    assert_eq!(archive.len(), 2);
    let name = |name| zip([(name, b"".as_slice())]);
    for bad in ["", "../a", "/a", "a//b", "a/./b", "a\\b", "C:a", "a\nb"] {
        assert!(matches!(name(bad), Err(ZipError::Name(_))), "{bad:?}");
    }
    assert!(matches!(
        zip([("a.pdf", b"1".as_slice()), ("A.pdf", b"2")]),
        Err(ZipError::Duplicate(_))
    ));
}
