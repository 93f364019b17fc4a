//! Fixtures, and the outside readers that the tests need.

use std::path::Path;
use std::process::Command;

use documents::{Letter, Look, Paper, Pdf};
use serde_json::Value;

/// The kinds of letters, each a file in `tests/fixtures`.
pub const KINDS: [&str; 10] = [
    "daftar",
    "keputusan",
    "naskah-rapat",
    "rancangan",
    "slip-aktivasi",
    "surat-pemberitahuan",
    "surat-penerimaan",
    "surat-permohonan-tempat",
    "surat-studi",
    "surat-tugas",
];

/// The JSON of a fixture.
pub fn json(kind: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(format!("{kind}.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A fixture as a letter.
pub fn letter(kind: &str) -> Letter {
    serde_json::from_value(json(kind)).unwrap()
}

/// A look with the emblem of the invented province.
pub fn look(paper: Paper) -> Look {
    let mut look = Look {
        paper,
        ..Look::default()
    };
    look.logos.insert(
        "provinsi".to_owned(),
        include_bytes!("../fixtures/lambang.svg").as_slice().into(),
    );
    look
}

/// Renders on A4.
pub fn pdf(letter: &Letter) -> Pdf {
    documents::render(letter, &look(Paper::A4)).unwrap()
}

fn run(program: &str, package: &str, args: &[&str]) -> Vec<u8> {
    let output = Command::new(program)
        .args(args)
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "`{program}` does not start ({error}); install it with `apt-get install {package}`"
            )
        });
    assert!(
        output.status.success(),
        "{program} {args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

fn with_file<T>(bytes: &[u8], work: impl FnOnce(&Path, &str) -> T) -> T {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("letter.pdf");
    std::fs::write(&path, bytes).unwrap();
    work(dir.path(), path.to_str().unwrap())
}

/// The text of a PDF by lines, runs of blanks as one, pages parted by a line of dashes.
pub fn text(bytes: &[u8]) -> String {
    with_file(bytes, |_, path| {
        let out = run(
            "pdftotext",
            "poppler-utils",
            &["-layout", "-nopgbrk", path, "-"],
        );
        lines(&out)
    })
}

/// The text of one page, counted from 1.
pub fn page_text(bytes: &[u8], page: usize) -> String {
    let page = page.to_string();
    with_file(bytes, |_, path| {
        lines(&run(
            "pdftotext",
            "poppler-utils",
            &["-layout", "-nopgbrk", "-f", &page, "-l", &page, path, "-"],
        ))
    })
}

fn lines(out: &[u8]) -> String {
    String::from_utf8_lossy(out)
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// All text in reading order, without any blank or invisible break, to look for words that were broken into lines.
pub fn solid(bytes: &[u8]) -> String {
    with_file(bytes, |_, path| {
        let out = run(
            "pdftotext",
            "poppler-utils",
            &["-raw", "-nopgbrk", path, "-"],
        );
        squeeze(&String::from_utf8_lossy(&out))
    })
}

/// The same squeezing for the text that is looked for.
pub fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{200B}')
        .collect()
}

/// What `pdfinfo` says.
pub fn info(bytes: &[u8]) -> String {
    with_file(bytes, |_, path| {
        String::from_utf8_lossy(&run("pdfinfo", "poppler-utils", &["-rawdates", path])).into_owned()
    })
}

/// The words of a page with the right and lower edge of each, and the size of the page, in points.
pub fn boxes(bytes: &[u8]) -> Vec<(f64, f64, f64, f64, String)> {
    let xml = with_file(bytes, |_, path| {
        run("pdftotext", "poppler-utils", &["-bbox", path, "-"])
    });
    let xml = String::from_utf8_lossy(&xml).into_owned();
    let number = |line: &str, name: &str| -> f64 {
        let start = line.find(&format!("{name}=\"")).unwrap() + name.len() + 2;
        line[start..].split('"').next().unwrap().parse().unwrap()
    };
    let mut page = (0.0, 0.0);
    let mut words = Vec::new();
    for line in xml.lines() {
        if line.contains("<page ") {
            page = (number(line, "width"), number(line, "height"));
        } else if line.contains("<word ") {
            let word = line.split_once('>').unwrap().1.replace("</word>", "");
            words.push((
                number(line, "xMax"),
                number(line, "yMax"),
                page.0,
                page.1,
                word,
            ));
        }
    }
    words
}

/// Draws a page at `dpi` and reads every QR code on it.
pub fn scan(bytes: &[u8], page: usize, dpi: usize) -> String {
    with_file(bytes, |dir, path| {
        let root = dir.join("page");
        let (page, dpi) = (page.to_string(), dpi.to_string());
        run(
            "pdftoppm",
            "poppler-utils",
            &[
                "-r",
                &dpi,
                "-f",
                &page,
                "-l",
                &page,
                "-gray",
                "-png",
                "-singlefile",
                path,
                root.to_str().unwrap(),
            ],
        );
        let image = root.with_extension("png");
        let out = run(
            "zbarimg",
            "zbar-tools",
            &[
                "--quiet",
                "--raw",
                "-Sdisable",
                "-Sqrcode.enable",
                image.to_str().unwrap(),
            ],
        );
        String::from_utf8(out).unwrap().trim_end().to_owned()
    })
}
