//! `kill -9` while papers are entered and a staff file is imported.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use staff_file::synth;

use crate::PASSWORD;
use crate::http::{Client, Part};
use crate::server::Server;
use crate::world::{self, Url};

const LIST: &str = "/pegawai/surat-pernyataan";
/// Writers at once, beside the import.
const WRITERS: usize = 6;
/// After how long each round is cut off, in milliseconds: from before anything is stored to after the import.
const CUTS: [u64; 4] = [25, 300, 700, 1_500];

/// What was acknowledged in a round.
#[derive(Default)]
struct Acknowledged {
    papers: Vec<String>,
    import: bool,
}

/// Text of the first `<td>` and so on of each row of a page's table.
fn rows(page: &str) -> Vec<Vec<String>> {
    let plain = |cell: &str| {
        let mut text = String::new();
        let mut inside = true;
        for c in cell.chars() {
            match c {
                '<' => inside = false,
                '>' => {
                    inside = true;
                    text.push(' ');
                }
                c if inside => text.push(c),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let bodies = page.split("<tbody>").skip(1);
    let rows = bodies.flat_map(|body| body.split("<tr>").skip(1));
    rows.map(|row| {
        row.split("<td")
            .skip(1)
            .map(|cell| plain(cell.split_once('>').unwrap_or_default().1))
            .collect()
    })
    .collect()
}

/// How many rows a list has over all its pages: the last number of "1–50 dari 312".
async fn total(client: &Client, path: &str) -> usize {
    let page = client.get(path).await.unwrap();
    assert_eq!(page.status, 200, "{path}: {}", page.text());
    let text = page.text();
    let Some((_, rest)) = text.split_once("t-list-head") else {
        return 0;
    };
    let line = rest.split_once("status\">").unwrap().1;
    let line = line.split('<').next().unwrap().replace('.', "");
    let mut numbers = line.split(|c: char| !c.is_ascii_digit());
    let last = numbers.rfind(|number| !number.is_empty());
    last.expect("a total").parse().unwrap()
}

/// Enters papers until the server is gone; the numbers that were acknowledged.
async fn write_papers(
    client: Client,
    round: usize,
    writer: usize,
    nip: String,
    over: Arc<AtomicBool>,
) -> Vec<String> {
    let scan = scan_of(round, writer);
    let mut acknowledged = Vec::new();
    for n in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let number = format!("DUR-{round}-{writer}-{n}");
        let parts = [
            Part::Text("kind", "pernyataan-pidana"),
            Part::Text("number", &number),
            Part::Text("date", "2026-01-05"),
            Part::Text("signer", "Dr. Raksa Winangun, M.Si."),
            Part::Text("signer_office", "Kepala Dinas Contoh"),
            Part::Text("people", &nip),
            Part::File("scan", "pindaian.pdf", &scan),
        ];
        match client.post(&format!("{LIST}/baru"), &parts).await {
            Some(answer) => {
                assert_eq!(answer.status, 303, "{}", answer.text());
                acknowledged.push(number);
            }
            None => break,
        }
    }
    acknowledged
}

/// A scan of its own for each writer of a round, so that a lost file would be noticed.
fn scan_of(round: usize, writer: usize) -> Vec<u8> {
    format!("%PDF-1.4 pindaian contoh {round} {writer}\n")
        .repeat(400)
        .into_bytes()
}

/// Looks at a staff file, then takes it over; whether that was acknowledged.
async fn import(client: &Client, bytes: &[u8]) -> bool {
    let parts = [
        Part::Text("partial", "ya"),
        Part::File("file", "data-asn.csv", bytes),
    ];
    let Some(looked) = client.post("/pegawai/impor", &parts).await else {
        return false;
    };
    assert_eq!(looked.status, 200, "{}", looked.text());
    let text = looked.text();
    let (_, rest) = text
        .split_once("action=\"/pegawai/impor/")
        .expect("a form to go on");
    let id = rest.split('/').next().unwrap();
    let path = format!("/pegawai/impor/{id}/terapkan");
    let answer = client.post(&path, &[Part::Text("mode", "good-rows")]).await;
    answer.is_some_and(|answer| {
        assert_eq!(answer.status, 200, "{}", answer.text());
        true
    })
}

/// People whom a file would add to the register as it is now, as the command's dry run tells.
fn adds(server: &Server, bytes: &[u8]) -> usize {
    let file = server.data().with_extension("csv");
    std::fs::write(&file, bytes).unwrap();
    let file = file.display().to_string();
    let args = ["import", "staff", &file, "--dry-run", "--json"];
    let output = server.command(&args);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("the dry run tells nothing: {error}: {output:?}"));
    told["new"].as_u64().expect("how many are new") as usize
}

pub async fn survive(url: Url) {
    let mut server = world::serve(&url);
    let add = [
        "user",
        "add",
        "petugas",
        "--name",
        "Petugas Contoh",
        "--role",
        "pengelola",
        "--role",
        "verifikator",
    ];
    let added = server.command_with(&add, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{added:?}");
    let address = server.base().replace("http://", "");
    let client = Client::sign_in(&address, "petugas", PASSWORD).await;
    let today = "2026-01-05".parse().unwrap();
    let first = synth::generate(200, 1, today).export_csv('|');
    let expected = adds(&server, &first);
    assert!(import(&client, &first).await, "the first import");
    let mut people = total(&client, "/pegawai").await;
    assert_eq!(people, expected);
    let page = client.get("/pegawai").await.unwrap().text();
    let digits = page.split(|c: char| !c.is_ascii_digit() && c != ' ' && c != '\u{a0}');
    let nip = digits
        .map(|text| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        })
        .find(|text| text.len() == 18)
        .expect("a NIP");

    let mut all = Vec::new();
    let mut cut_imports = 0;
    for (round, cut) in CUTS.into_iter().enumerate() {
        let over = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                tokio::spawn(write_papers(
                    client.clone(),
                    round,
                    writer,
                    nip.clone(),
                    over.clone(),
                ))
            })
            .collect();
        let file = synth::generate(400, 100 + round as u64, today).export_csv('|');
        let new = adds(&server, &file);
        let importing = tokio::spawn({
            let client = client.clone();
            async move { import(&client, &file).await }
        });
        tokio::time::sleep(Duration::from_millis(cut)).await;
        server.kill();
        over.store(true, Ordering::Relaxed);
        let mut acknowledged = Acknowledged::default();
        for writer in writers {
            acknowledged.papers.extend(writer.await.unwrap());
        }
        acknowledged.import = importing.await.unwrap();
        server.restart();

        // The import is there wholly or not at all, and wholly when it was acknowledged.
        let now = total(&client, "/pegawai").await;
        let whole = people + new;
        assert!(
            now == people || now == whole,
            "{people} people became {now}, expected {people} or {whole}"
        );
        assert!(
            !acknowledged.import || now == whole,
            "an acknowledged import is lost"
        );
        cut_imports += usize::from(now == people);
        people = now;

        // Every acknowledged paper is there with its person and its scan.
        let pages = total(&client, &format!("{LIST}?q=DUR-{round}-"))
            .await
            .div_ceil(200);
        let mut found = BTreeSet::new();
        for page in 1..=pages.max(1) {
            let path = format!("{LIST}?q=DUR-{round}-&per_page=200&page={page}");
            for row in rows(&client.get(&path).await.unwrap().text()) {
                let number = row[0]
                    .split([' ', ','])
                    .find(|word| word.starts_with("DUR-"));
                let number = number.unwrap_or_else(|| panic!("a row without number: {row:?}"));
                assert!(found.insert(number.to_owned()), "{number} stands twice");
                assert_eq!(row[2], "1", "{number} is half-done: {row:?}");
            }
        }
        let lost: Vec<_> = acknowledged
            .papers
            .iter()
            .filter(|number| !found.contains(*number))
            .collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        // Each writer has at most one paper whose answer never came.
        assert!(
            found.len() <= acknowledged.papers.len() + WRITERS,
            "papers that nobody sent"
        );
        all.extend(acknowledged.papers);
        scans(&client, round, &found).await;
        world::audit_holds(&server);
    }
    assert!(
        all.len() >= CUTS.len(),
        "hardly a paper was acknowledged: the test proves nothing"
    );
    assert!(
        cut_imports > 0,
        "no import was cut off: the test proves nothing"
    );
    println!(
        "{} papers acknowledged, {cut_imports} imports cut off",
        all.len()
    );
}

/// The scans of a round can be read back, byte by byte.
async fn scans(client: &Client, round: usize, found: &BTreeSet<String>) {
    for writer in 0..WRITERS {
        let Some(number) = found
            .iter()
            .find(|number| number.starts_with(&format!("DUR-{round}-{writer}-")))
        else {
            continue;
        };
        let page = client
            .get(&format!("{LIST}?q={number}"))
            .await
            .unwrap()
            .text();
        let href = page
            .split('"')
            .find(|text| text.ends_with("/pindaian"))
            .expect("a scan");
        let scan = client.get(href).await.unwrap();
        assert_eq!(scan.body, scan_of(round, writer), "the scan of {number}");
    }
}
