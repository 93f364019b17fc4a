//! The import worker as a real child process.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use kernel::CivilDate;
use staff_file::FileError;
use staff_file::history::HistoryKind;
use staff_file::sheet::{Amount, Refused};
use staff_file::worker::{ChildError, Job, Parsed, Request, check_in_child, parse_in_child};

const LONG: Duration = Duration::from_secs(60);

fn worker() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_staff-worker"))
}

fn request(job: Job) -> Request {
    Request {
        job,
        name: "uji.csv".into(),
        today: CivilDate::new(2026, 11, 24).unwrap(),
    }
}

#[test]
fn the_cage_holds() {
    let hardening = check_in_child(worker(), LONG).unwrap();
    assert_eq!(hardening.missing, Vec::<String>::new());
}

#[test]
fn inherited_descriptors_are_closed() {
    let dir = tempfile::tempdir().unwrap();
    let leak = format!(
        "exec 9</dev/null\nexec {} worker import",
        worker().display()
    );
    let hardening = check_in_child(&script(dir.path(), &leak), LONG).unwrap();
    assert_eq!(hardening.missing, Vec::<String>::new());
}

#[test]
fn the_answer_is_that_of_the_reader() {
    let text = "PNS ID;NIP BARU;NAMA;NIK\nA;198508172010032004;Ani;x\nB;1.9E+17;Beti;\n";
    let here =
        staff_file::read_staff(text.as_bytes(), "uji.csv", request(Job::Staff).today).unwrap();
    let there = parse_in_child(worker(), &request(Job::Staff), text.as_bytes(), LONG).unwrap();
    assert_eq!(there, Parsed::Staff(here));
    let text = "# mencakup: semua\nNIP;TAHUN;PREDIKAT\n198508172010032004;2025;Baik\n";
    let job = Job::History(HistoryKind::Skp);
    let Parsed::History(file) =
        parse_in_child(worker(), &request(job), text.as_bytes(), LONG).unwrap()
    else {
        panic!("a history file");
    };
    assert_eq!(file.rows.len(), 1);
}

#[test]
fn worksheets_and_hostile_files() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(3, 1, "halo").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let Parsed::Sheet(sheet) =
        parse_in_child(worker(), &request(Job::Sheet), &bytes, LONG).unwrap()
    else {
        panic!("a sheet");
    };
    assert_eq!(sheet.rows[0].0, 4);
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    page.write_string(0, 0, "a").unwrap();
    page.write_string(1_048_575, 16_383, "z").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    for job in [Job::Sheet, Job::Staff] {
        assert!(matches!(
            parse_in_child(worker(), &request(job), &bytes, LONG),
            Err(ChildError::File(FileError::Sheet(Refused::TooMuch {
                what: Amount::Rows,
                ..
            })))
        ));
    }
}

/// A program in place of the worker.
fn script(dir: &Path, body: &str) -> PathBuf {
    let path = dir.join("worker.sh");
    let mut file = std::fs::File::create(&path).unwrap();
    writeln!(file, "#!/bin/sh\n{body}").unwrap();
    file.set_permissions(std::fs::Permissions::from_mode(0o755))
        .unwrap();
    path
}

#[test]
fn a_child_that_hangs_dies_or_lies_is_only_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = vec![b'x'; 4 << 20];
    let ask = |body: &str, timeout| {
        parse_in_child(
            &script(dir.path(), body),
            &request(Job::Staff),
            &file,
            timeout,
        )
    };
    let short = Duration::from_millis(300);
    assert!(matches!(
        ask("exec /bin/sleep 600", short),
        Err(ChildError::Timeout(_))
    ));
    assert!(matches!(
        ask("exec /usr/bin/yes", LONG),
        Err(ChildError::Ended(_))
    ));
    assert!(matches!(ask("kill -9 $$", LONG), Err(ChildError::Ended(_))));
    assert!(matches!(
        ask("echo '\"end\"'", LONG),
        Err(ChildError::Ended(_))
    ));
    assert!(matches!(
        ask("echo '\"sheet\"'", LONG),
        Err(ChildError::Ended(_))
    ));
    let nowhere = parse_in_child(Path::new("/nonexistent"), &request(Job::Staff), b"", LONG);
    assert!(matches!(nowhere, Err(ChildError::Io(_))));
}
