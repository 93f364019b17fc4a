//! Measures reading and checking of an invented province: `cargo run --release -p staff-file --example import_speed -- 50000`.

use std::error::Error;
use std::time::Instant;

use kernel::CivilDate;
use staff_file::findings::findings;
use staff_file::history::{Histories, HistoryKind, read_history};
use staff_file::worker::{Job, Request, parse_in_child};
use staff_file::{StaffFile, read_staff, synth};

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
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM"))
            .for_each(|line| println!("{line}"));
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
    let start = Instant::now();
    let value = work();
    println!("{what}: {:.3} s", start.elapsed().as_secs_f64());
    value
}
