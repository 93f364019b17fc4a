//! Spreadsheets made to hurt, sent to a running server: each is refused, the server answers others meanwhile, keeps its
//! process and takes no more memory than a small bound.

use std::io::{Cursor, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use kernel::Role;
use zip::write::SimpleFileOptions;

use crate::PASSWORD;
use crate::http::{Client, Part};
use crate::server::Server;
use crate::world;

/// What the server may grow by, beyond its size before the first of the files.
const MEMORY_KIB: u64 = 32 << 10;
/// Far above what we promise, for the machine may be busy; the figures stand in docs/performance.md.
const PATIENCE: Duration = Duration::from_secs(30);

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>"#;
const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A container with the usual parts and these.
fn book(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let usual: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
    ];
    for (name, bytes) in usual.iter().chain(parts) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sheet(cells: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{SPACE}"><sheetData>{cells}</sheetData></worksheet>"#
    )
}

fn with_sheet(cells: &str) -> Vec<u8> {
    book(&[("xl/worksheets/sheet1.xml", sheet(cells).as_bytes())])
}

fn with_strings(strings: &str) -> Vec<u8> {
    let cells = sheet(r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#);
    book(&[
        ("xl/worksheets/sheet1.xml", cells.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

/// Every file with its name. Each is small on the wire: what it costs is what it does to a careless reader.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let entities: String = (1..=9)
        .map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10)))
        .collect();
    let laughs = format!(
        r#"<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "ha">{entities}]><sst xmlns="{SPACE}"><si><t>&l9;</t></si></sst>"#
    );
    let reads_a_file = format!(
        r#"<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY f SYSTEM "file:///etc/passwd">]><sst xmlns="{SPACE}"><si><t>&f;</t></si></sst>"#
    );
    let claims = format!(
        r#"<sst xmlns="{SPACE}" count="4000000000" uniqueCount="4000000000"><si><t>a</t></si></sst>"#
    );
    let mut strings = format!(r#"<sst xmlns="{SPACE}">"#);
    for n in 0..60_000_u32 {
        strings.push_str(&format!("<si><t>{n}</t></si>"));
    }
    strings.push_str("</sst>");
    let empty = format!(
        r#"<sst xmlns="{SPACE}">{}</sst>"#,
        "<si/>".repeat(1_000_000)
    );
    let nested = format!("{}{}", "<row>".repeat(200_000), "</row>".repeat(200_000));
    let long_tag = format!(r#"<row r="{}"/>"#, "1".repeat(1 << 20));
    let wide: String = (0..200_000).map(|_| "<c><v>1</v></c>").collect();
    let honest =
        with_sheet(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>NIP BARU</t></is></c></row>"#);
    let mut torn = honest.clone();
    torn.truncate(honest.len() / 2);
    let mut scrambled = honest.clone();
    let middle = scrambled.len() / 2;
    for byte in &mut scrambled[middle - 40..middle + 40] {
        *byte ^= 0x5A;
    }
    let many: Vec<String> = (0..5_000).map(|n| format!("xl/media/{n}.bin")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let link = br#"<?xml version="1.0"?><externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>"#;
    let formulas = sheet(concat!(
        r#"<row r="1"><c r="A1" t="str"><f>cmd|'/c calc'!A1</f><v>x</v></c>"#,
        r#"<c r="B1" t="str"><f>WEBSERVICE("http://127.0.0.1:1/")</f><v>y</v></c></row>"#
    ));
    let ole = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..],
        &[0; 4096],
    ]
    .concat();
    vec![
        (
            "zip bomb, 256 MiB in one part",
            book(&[("xl/worksheets/sheet1.xml", &vec![b' '; 256 << 20])]),
        ),
        (
            "zip bomb in a part nobody reads",
            book(&[("xl/media/a.bin", &vec![0; 128 << 20])]),
        ),
        ("billion laughs", with_strings(&laughs)),
        ("entity that reads a file", with_strings(&reads_a_file)),
        (
            "4,000,000,000 shared strings claimed",
            with_strings(&claims),
        ),
        ("60,000 shared strings for one cell", with_strings(&strings)),
        ("1,000,000 empty shared strings", with_strings(&empty)),
        ("200,000 levels of elements", with_sheet(&nested)),
        ("a tag of 1 MiB", with_sheet(&long_tag)),
        (
            "cells A1 and XFD1048576",
            with_sheet(
                r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
            ),
        ),
        (
            "column number 1,000,000",
            with_sheet(r#"<row r="1"><c r="BDWGN1"><v>1</v></c></row>"#),
        ),
        (
            "200,000 cells in one row",
            with_sheet(&format!("<row r=\"1\">{wide}</row>")),
        ),
        (
            "row number 4,294,967,295",
            with_sheet(r#"<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>"#),
        ),
        ("5,000 parts", book(&many)),
        ("truncated", torn),
        ("scrambled", scrambled),
        (
            "formulas and links to programs",
            book(&[
                ("xl/worksheets/sheet1.xml", formulas.as_bytes()),
                ("xl/externalLinks/externalLink1.xml", link),
            ]),
        ),
        ("old binary format", ole),
    ]
}

/// A figure of `/proc/PID/status` in KiB.
fn memory(pid: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

/// Asks for the health page again and again; how long the slowest answer took.
async fn slowest(client: Client, over: Arc<AtomicBool>) -> Duration {
    let mut slowest = Duration::ZERO;
    while !over.load(Ordering::Relaxed) {
        let asked = Instant::now();
        let answer = client.get("/sehat").await.expect("the server answers");
        assert_eq!(answer.status, 200);
        slowest = slowest.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    slowest
}

/// What the server did with a file.
struct Outcome {
    status: u16,
    text: String,
    took: Duration,
    meanwhile: Duration,
}

async fn send(client: &Client, path: &str, parts: &[Part<'_>]) -> Outcome {
    let over = Arc::new(AtomicBool::new(false));
    let watching = tokio::spawn(slowest(client.clone(), over.clone()));
    let sent = Instant::now();
    let answer = client.post(path, parts).await.expect("an answer");
    let took = sent.elapsed();
    over.store(true, Ordering::Relaxed);
    Outcome {
        status: answer.status,
        text: answer.text(),
        took,
        meanwhile: watching.await.unwrap(),
    }
}

pub async fn refused() {
    let server = Server::start(&["serve"], &[]);
    let app = world::beside(&server, &None).await;
    world::account(&app, "petugas", &[Role::Pengelola]).await;
    drop(app);
    let client = Client::sign_in(&server.base().replace("http://", ""), "petugas", PASSWORD).await;
    let files = files();

    // An honest file first: what the server needs for that is not the hostile ones' doing.
    let day = "2026-01-05".parse().unwrap();
    let honest = staff_file::synth::generate(200, 3, day).export_csv('|');
    let taken = send(
        &client,
        "/pegawai/impor",
        &[Part::File("file", "data-asn.csv", &honest)],
    )
    .await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    // From here on the kernel remembers the greatest size anew.
    let pid = server.pid();
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").unwrap();
    let before = memory(pid, "VmHWM");

    println!("| file | on the wire | refused after | slowest other answer | server grew by |");
    println!("|---|---:|---:|---:|---:|");
    for (name, bytes) in &files {
        let staff = send(
            &client,
            "/pegawai/impor",
            &[Part::File("file", "data-asn.xlsx", bytes)],
        )
        .await;
        let history = [
            Part::Text("kind", "skp"),
            Part::File("history", "skp.xlsx", bytes),
        ];
        let history = send(&client, "/pegawai/impor/riwayat", &history).await;
        for outcome in [&staff, &history] {
            assert_eq!(outcome.status, 422, "{name}: {}", outcome.text);
            assert!(
                !outcome.text.contains("root:"),
                "{name} read a file of this machine"
            );
            assert!(
                outcome.took < PATIENCE && outcome.meanwhile < PATIENCE,
                "{name}: {:?}",
                outcome.took
            );
        }
        let grown = memory(pid, "VmHWM").saturating_sub(before);
        println!(
            "| {name} | {} kB | {:.2} s | {} ms | {:.1} MiB |",
            bytes.len() / 1000,
            staff.took.max(history.took).as_secs_f64(),
            staff.meanwhile.max(history.meanwhile).as_millis(),
            grown as f64 / 1024.0
        );
        assert!(
            grown <= MEMORY_KIB,
            "after {name} the server is {grown} KiB larger"
        );
        assert_eq!(server.pid(), pid);
    }
    // The same server still takes an honest file, and nobody of the hostile ones is in the register.
    let taken = send(
        &client,
        "/pegawai/impor",
        &[Part::File("file", "data-asn.csv", &honest)],
    )
    .await;
    assert_eq!(taken.status, 200, "{}", taken.text);
    world::audit_holds(&server);
}
