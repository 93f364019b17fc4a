//! Letters: issued in the browser, read back from their PDF, and checked as somebody who holds one would.

use std::path::Path;
use std::process::{Command, Output};

use super::{Clerk, Walk};

/// Issues a draft whose number comes from outside, from the list of the programme's letters, after a look at it.
/// Answers with the preview.
pub async fn issue(clerk: &mut Clerk, kind: &str, number: &str) -> Vec<u8> {
    let section = format!("section[aria-labelledby='jenis-{kind}']");
    clerk.click_within(&section, "Terbitkan:").await;
    let preview = clerk.open_file("Pratinjau PDF").await;
    clerk.tick("Nomor dari luar (Biro Hukum, SRIKANDI)").await;
    clerk.fill("Nomor (opsional)", number).await;
    clerk.press("Terbitkan").await;
    clerk.see("Surat sudah terbit.").await;
    clerk.see(number).await;
    preview
}

/// The PDF that the page of a letter hands out.
pub async fn pdf(clerk: &mut Clerk) -> Vec<u8> {
    let path = clerk.browser.href("Lihat PDF").await;
    clerk.file(&path).await
}

/// What a PDF says, as `pdftotext` reads it: first line by line as it looks, then cell by cell, since a name may
/// take two lines of a table.
pub fn text_of(walk: &Walk, pdf: &[u8]) -> String {
    read(walk, pdf, "-layout") + cells_of(walk, pdf).as_str()
}

/// What a PDF says, one cell or slip after the other.
pub fn cells_of(walk: &Walk, pdf: &[u8]) -> String {
    read(walk, pdf, "-raw")
}

fn read(walk: &Walk, pdf: &[u8], order: &str) -> String {
    let file = walk.keep("surat-dibaca.pdf", pdf);
    let args = [order, file.to_str().unwrap(), "-"];
    String::from_utf8(program("pdftotext", &args, walk.folder.path())).unwrap()
}

/// Words of a text without layout, in capitals, and with the blanks of grouped numbers closed.
pub fn spoken(text: &str) -> String {
    text.to_uppercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The path behind the QR code of a letter, decoded from its rendered page.
pub fn qr_path(walk: &Walk, pdf: &[u8]) -> String {
    let file = walk.keep("surat-dipindai.pdf", pdf);
    let folder = walk.file("halaman");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    program(
        "pdftoppm",
        &["-r", "150", "-png", file.to_str().unwrap(), "p"],
        &folder,
    );
    let mut pages: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().to_str().unwrap().to_owned())
        .collect();
    pages.sort();
    let mut args = vec!["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"];
    args.extend(pages.iter().map(String::as_str));
    // Pages without a code make it end with 4, and a machine without D-Bus makes it grumble; what it found counts.
    let found = output("zbarimg", &args, &folder).stdout;
    let found = String::from_utf8(found).unwrap();
    let mut codes: Vec<&str> = found.lines().map(str::trim).collect();
    codes.dedup();
    let [code] = codes.as_slice() else {
        panic!("a letter carries one code, not {codes:?}")
    };
    let base = walk.server.base();
    let path = code.strip_prefix(&base);
    path.unwrap_or_else(|| panic!("{code} does not lead to {base}"))
        .to_owned()
}

/// Opens the check page as the code leads there, without an account: what it must say, what it must not.
pub async fn check_page(walk: &Walk, path: &str, shows: &[&str], hides: &[&str]) -> Clerk {
    let mut holder = walk.visitor().await;
    holder.goto(path).await;
    holder.see("Berlaku").await;
    for text in shows {
        holder.see(text).await;
    }
    let text = holder.text().await.to_uppercase();
    for name in hides {
        assert!(
            !text.contains(&name.to_uppercase()),
            "{path} tells everybody `{name}`"
        );
    }
    holder
}

impl Clerk {
    /// Lets the check page judge a file.
    pub async fn judge(&mut self, file: &Path, verdict: &str) {
        self.upload("Berkas PDF surat", file).await;
        self.press("Periksa berkas").await;
        self.see(verdict).await;
    }

    /// Uploads the signed version of the letter whose page she sees.
    pub async fn keep_signed(&mut self, file: &Path) {
        self.press("Unggah salinan bertanda tangan").await;
        self.upload("Berkas PDF", file).await;
        self.press("Simpan").await;
        self.see("Tidak memuat tanda tangan elektronik tersertifikasi")
            .await;
    }

    /// Issues all drafts of a kind at once.
    pub async fn issue_run(&mut self, programme: &str, kind: &str) {
        self.open_letters(programme).await;
        let section = format!("section[aria-labelledby='jenis-{kind}']");
        self.click_within(&section, "konsep").await;
        self.press("Terbitkan semua").await;
        self.see("Semua konsep sudah terbit.").await;
    }

    /// The letters of a programme, by its board.
    pub async fn open_letters(&mut self, programme: &str) {
        self.menu("Program").await;
        self.press(programme).await;
        self.press("Keputusan dan surat").await;
    }
}

/// The same PDF with one letter of its name for the producer changed: readable, and not what was issued.
pub fn altered(pdf: &[u8]) -> Vec<u8> {
    let mut copy = pdf.to_vec();
    let last = copy.len() - 1;
    copy[last] = if copy[last] == b'\n' { b' ' } else { b'\n' };
    copy
}

fn program(name: &str, args: &[&str], folder: &Path) -> Vec<u8> {
    let output = output(name, args, folder);
    assert!(output.status.success(), "{name}: {output:?}");
    output.stdout
}

fn output(name: &str, args: &[&str], folder: &Path) -> Output {
    let output = Command::new(name).args(args).current_dir(folder).output();
    output.unwrap_or_else(|error| panic!("{name}: {error}; run `cargo xtask test`"))
}
