//! Measures reading and checking of an invented province: `cargo run --release -p staff-file --example import_speed -- 50000`.

use std::error::Error;
use std::io::Write;
use std::time::Instant;

use kernel::CivilDate;
use staff_file::findings::findings;
use staff_file::history::{Histories, HistoryKind, read_history};
use staff_file::worker::{Job, Request, parse_in_child};
use staff_file::{StaffFile, read_staff, sheet, synth};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let n: usize = arguments.next().map_or(Ok(50_000), |n| n.parse())?;
    let today = CivilDate::new(2026, 11, 24)?;
    let province = timed("generate", || synth::generate(n, 1, today));
    let text = timed("write CSV", || province.export_csv('|'));
    println!("  {:.1} MB", text.len() as f64 / 1e6);
    let mut histories = Histories::default();
    for kind in HistoryKind::ALL {
        let bytes = province.history_csv(kind);
        let file = timed(kind.stem(), || {
            read_history(kind, &bytes, kind.stem(), today)
        })?;
        histories.add(file);
    }
    let file = timed("read CSV", || read_staff(&text, "data-asn.csv", today))?;
    check(&file, &histories, today);
    let book = timed("write XLSX", || province.export_xlsx())?;
    println!("  {:.1} MB", book.len() as f64 / 1e6);
    let file = timed("read XLSX", || read_staff(&book, "data-asn.xlsx", today))?;
    check(&file, &histories, today);
    // The worker lies beside the examples when `cargo build --bin staff-worker` was run in the same profile.
    let worker = std::env::current_exe()?.with_file_name("../staff-worker");
    if worker.exists() {
        let request = Request {
            job: Job::Staff,
            name: "data-asn".into(),
            today,
        };
        for (what, bytes) in [("child, CSV", &text), ("child, XLSX", &book)] {
            timed(what, || {
                parse_in_child(
                    &worker,
                    &request,
                    bytes,
                    std::time::Duration::from_secs(120),
                )
            })?;
        }
    }
    hostile()?;
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM"))
            .for_each(|line| println!("{line}"));
    }
    Ok(())
}

/// The dearest files to refuse: 400 MB of cells, of blanks and of shared strings, each
/// packed with enough ballast to stay under the ratio.
fn hostile() -> Result<(), Box<dyn Error>> {
    let ballast: Vec<u8> = (0_u64..400_000)
        .flat_map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes())
        .map(|byte| byte | 0x80)
        .collect();
    for (what, piece) in [
        ("hostile cells", "<c r=\"A1\"><v>1</v></c>"),
        ("hostile blanks", "                "),
        ("hostile shared strings", "<si><t>a</t></si>"),
    ] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let stored = options.compression_method(zip::CompressionMethod::Stored);
        zip.start_file("ballast.png", stored)?;
        zip.write_all(b"\x89PNG")?;
        zip.write_all(&ballast)?;
        zip.start_file("xl/worksheets/sheet1.xml", options)?;
        let megabyte = piece.repeat((1 << 20) / piece.len());
        for _ in 0..410 {
            zip.write_all(megabyte.as_bytes())?;
        }
        let bytes = zip.finish()?.into_inner();
        let refused = timed(what, || sheet::read(&bytes, &sheet::Limits::default()));
        println!("  {:.1} MB, {refused:?}", bytes.len() as f64 / 1e6);
    }
    Ok(())
}

fn check(file: &StaffFile, histories: &Histories, today: CivilDate) {
    let people = || file.rows.iter().map(|(_, record)| record);
    let found = timed("findings", || {
        findings(people(), file.columns, histories, today)
    });
    println!(
        "  {} people, {} problems, {} findings",
        file.rows.len(),
        file.rejected.len(),
        found.len()
    );
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (start, used) = (Instant::now(), processor_seconds());
    let value = work();
    let (wall, used) = (start.elapsed().as_secs_f64(), processor_seconds() - used);
    println!("{what}: {wall:.3} s ({used:.3} s of the processor)");
    value
}

/// Processor time of this thread, which a busy machine does not lengthen; 0 where the kernel does not tell.
fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: Option<f64> = told.split(' ').next().and_then(|first| first.parse().ok());
    nanoseconds.unwrap_or_default() / 1e9
}
