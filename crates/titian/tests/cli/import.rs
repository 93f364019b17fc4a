//! `titian synth` and `titian import staff`: exactly what was put in is found, and importing twice changes nothing.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{json, refused, titian};

const HISTORIES: [&str; 8] = [
    "skp",
    "hukdis",
    "kompetensi",
    "standar",
    "diklat",
    "kursus",
    "tubel",
    "cltn",
];

/// An invented province of 1,200 people and where its installation would be.
pub(super) fn province() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("p");
    let data = folder.path().join("data");
    let out = out.to_str().unwrap();
    let (code, said) = json(
        &data,
        &[
            "synth", "--staff", "1200", "--seed", "7", "--out", out, "--json",
        ],
    );
    assert_eq!((code, &said["people"]), (0, &json!(1200)));
    folder
}

/// `import staff` with all files of the province.
pub(super) fn import(folder: &Path, more: &[&str]) -> (i32, Value) {
    let files: Vec<String> = std::iter::once("data-asn")
        .chain(HISTORIES)
        .map(|stem| folder.join(format!("p/{stem}.csv")).display().to_string())
        .collect();
    let mut arguments = vec!["import", "staff", "--json"];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(more);
    json(&folder.join("data"), &arguments)
}

fn pairs(list: &Value, names: [&str; 2]) -> Vec<String> {
    let mut all: Vec<String> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| match one.as_array() {
            Some(pair) => json!(pair).to_string(),
            None => json!([one[names[0]], one[names[1]]]).to_string(),
        })
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn a_dry_run_finds_what_was_put_in_and_nothing_else() {
    let folder = province();
    let folder = folder.path();
    let truth: Value =
        serde_json::from_slice(&fs::read(folder.join("p/truth.json")).unwrap()).unwrap();
    let (code, report) = import(folder, &["--dry-run"]);
    assert_eq!(code, 1, "there are rejected rows");
    assert_eq!(report["rows"], truth["rows"]);
    let rejected = pairs(&report["rejected"], ["row", "column"]);
    assert_eq!(rejected, pairs(&truth["rejected"], ["", ""]));
    let findings = pairs(&report["findings"], ["nip", "code"]);
    assert_eq!(findings, pairs(&truth["findings"], ["", ""]));
    assert!(
        rejected.len() > 10 && findings.len() > 20,
        "the province has faults"
    );
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "rows",
            "new",
            "changed",
            "unchanged",
            "vanished",
            "rejected",
            "findings"
        ]
    );
    assert!(
        !folder.join("data").exists(),
        "a dry run makes no installation"
    );
}

#[test]
fn importing_twice_changes_nothing_and_rejected_rows_stop_everything() {
    let folder = province();
    let folder = folder.path();
    let (code, stopped) = import(folder, &[]);
    assert_eq!(code, 1);
    assert!(!folder.join("data").exists(), "nothing was stored");
    let (code, first) = import(folder, &["--good-rows"]);
    assert_eq!(code, 0);
    assert_eq!(first, stopped, "what was announced is what was done");
    let (code, second) = import(folder, &["--good-rows"]);
    assert_eq!(code, 0);
    assert_eq!(
        (&second["new"], &second["changed"], &second["vanished"]),
        (&json!(0), &json!(0), &json!(0))
    );
    assert_eq!(second["unchanged"], first["new"]);
    assert_eq!(second["findings"], first["findings"]);
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = province();
    let out = folder.path().join("p");
    let data = folder.path().join("data");
    let arguments = [
        "synth",
        "--staff",
        "50",
        "--seed",
        "1",
        "--out",
        out.to_str().unwrap(),
    ];
    let before = fs::read(out.join("data-asn.csv")).unwrap();
    assert_eq!(refused(&data, &arguments).0, 2);
    assert_eq!(fs::read(out.join("data-asn.csv")).unwrap(), before);
}

/// A spreadsheet of 100 kB that inflates to 16 MB of blanks.
fn bomb(path: &Path) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("[Content_Types].xml", options).unwrap();
    zip.write_all(b"<Types/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip.write_all(&vec![b' '; 16 << 20]).unwrap();
    zip.finish().unwrap();
}

#[test]
fn a_hostile_spreadsheet_is_refused_quickly_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data-asn.xlsx");
    bomb(&path);
    let data = folder.path().join("data");
    let start = Instant::now();
    let (code, said) = refused(&data, &["import", "staff", path.to_str().unwrap()]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("Berkas tidak dapat dibaca"), "{said}");
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert!(!data.exists());
}

#[test]
fn files_that_are_not_there_or_tell_no_kind_are_bad_input() {
    let folder = province();
    let data = folder.path().join("data");
    let staff = folder.path().join("p/data-asn.csv");
    let staff = staff.to_str().unwrap();
    assert_eq!(refused(&data, &["import", "staff", "tidak-ada.csv"]).0, 2);
    let (code, said) = refused(&data, &["import", "staff", staff, staff]);
    assert_eq!(code, 2);
    assert!(
        said.contains("data-asn.csv tidak menyebut jenis riwayat"),
        "{said}"
    );
    let told = titian(&data, &["import", "staff", staff, "--dry-run"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.starts_with("1200 rows: "), "{told}");
}
