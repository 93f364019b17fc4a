//! A programme from its form to verified nominations.

use std::path::{Path, PathBuf};

use documents::xlsx::{self, Cell, Column, Kind, Sheet, Workbook};

use super::register::days_from_now;
use super::{Civil, Clerk, Walk};

/// A place that an institution offers.
#[derive(Clone, Copy)]
pub struct Place {
    pub host: &'static str,
    pub unit: &'static str,
    pub field: &'static str,
    pub quota: &'static str,
    /// Competencies with the level offered, such as `Integritas=3`.
    pub offers: &'static str,
}

impl Place {
    /// As lists and files name it.
    pub fn name(&self) -> String {
        format!("{} – {} – {}", self.host, self.unit, self.field)
    }

    /// As results name it.
    pub fn label(&self) -> String {
        format!("{} – {}", self.host, self.unit)
    }
}

impl Clerk {
    /// Comes to the form of *Program sederhana*.
    pub async fn start_simple(&mut self) {
        self.menu("Program").await;
        self.press("Program sederhana").await;
    }

    /// Fills in *Program sederhana* and opens it; the page of its places follows at once.
    pub async fn open_simple(&mut self, name: &str) {
        self.fill("Nama program", name).await;
        self.fill_dates().await;
        self.fill("Usulan ditutup", &days_from_now(14).to_string())
            .await;
        self.press("Buat program").await;
        self.see("Program sudah dibuat dan dibuka.").await;
    }

    async fn fill_dates(&self) {
        self.fill("Mulai", &days_from_now(45).to_string()).await;
        self.fill("Selesai", &days_from_now(45 + 59).to_string())
            .await;
    }

    /// Makes a programme whose places are given by ranked choices, under *Pengaturan lanjutan*, and opens it.
    pub async fn open_ranked(&mut self, name: &str) {
        self.menu("Program").await;
        self.press("Program sederhana").await;
        self.press("Pengaturan lanjutan").await;
        self.fill("Nama program", name).await;
        self.tick("Pilihan berperingkat").await;
        let year = days_from_now(45).year();
        self.fill("Tahun anggaran", &year.to_string()).await;
        self.fill_dates().await;
        self.press("Simpan").await;
        self.see(name).await;
        self.press("Buka program").await;
        self.see("Terbuka untuk usulan").await;
        self.press("Lanjut").await;
    }

    /// Adds places on the page that asks for them, with the hosts' letter.
    pub async fn add_places(&mut self, places: &[Place]) {
        for (row, place) in (1..).zip(places) {
            let row = format!("fieldset:has(#f-host{row})");
            for (label, value) in [
                ("Instansi", place.host),
                ("Unit", place.unit),
                ("Bidang pekerjaan", place.field),
                ("Kuota", place.quota),
                ("Kompetensi yang ditawarkan (opsional)", place.offers),
            ] {
                self.browser.fill_within(&row, label, value).await;
            }
        }
        self.fill("Nomor surat instansi", "B/101/2026").await;
        self.fill("Tanggal surat instansi", &days_from_now(-5).to_string())
            .await;
        self.press("Simpan tempat").await;
        self.see("Tempat tersimpan.").await;
    }

    /// Nominates by a file with the papers that cover everybody in it: looks first, then sends.
    pub async fn nominate_by_file(&mut self, walk: &Walk, rows: &[(&Civil, Vec<String>)]) {
        let templates = self.browser.href("Unduh templat").await;
        let template = self.file(&templates).await;
        let file = walk.keep("usulan.xlsx", &sheet(&template, rows));
        self.upload("Berkas", &file).await;
        let scan = walk.scan("surat.pdf");
        for paper in PAPERS {
            self.upload(paper, &scan).await;
        }
        self.press("Periksa dahulu").await;
        self.see(&format!(
            "{} baris tepat, 0 baris perlu diperbaiki.",
            rows.len()
        ))
        .await;
        self.press("Simpan semua").await;
        for (civil, _) in rows {
            self.see_person(civil).await;
        }
    }

    /// Nominates one person on the form: choices in their order.
    pub async fn nominate(&mut self, walk: &Walk, nip: Option<&str>, choices: &[String]) {
        if let Some(nip) = nip {
            self.fill("NIP", nip).await;
        }
        match choices {
            [only] => self.choose("Tempat yang diusulkan", only).await,
            several => {
                for (rank, place) in (1..).zip(several) {
                    self.choose(&format!("Pilihan {rank}"), place).await;
                }
            }
        }
        self.fill(
            "Yang akan dipelajari",
            "Mempelajari pengelolaan data yang terpadu",
        )
        .await;
        self.fill(
            "Alasan bila di luar rencana",
            "Kebutuhan unit tahun berjalan",
        )
        .await;
        self.fill("Rencana setelah kembali", "Menerapkannya pada unit asal")
            .await;
        self.fill("Nomor surat pengantar", "800/21/2026").await;
        self.fill("Tanggal surat pengantar", &days_from_now(-2).to_string())
            .await;
        let scan = walk.scan("surat.pdf");
        for paper in PAPERS {
            self.upload(paper, &scan).await;
        }
        self.press("Kirim usulan").await;
        self.see("Terkirim, menunggu verifikasi").await;
    }

    /// Verifies everything that waits, after a look at one paper of each.
    pub async fn verify_all(&mut self, people: &[&Civil]) {
        self.menu("Perlu tindakan Anda").await;
        self.press("menunggu verifikasi").await;
        self.tick_and_verify(people).await;
    }

    async fn tick_and_verify(&mut self, people: &[&Civil]) {
        for civil in people {
            let name = self.shown_name(civil).await;
            let paper = self
                .browser
                .href(&format!("Izin tertulis kepala OPD {name}"))
                .await;
            assert!(self.file(&paper).await.starts_with(b"%PDF"));
            self.tick(&format!("Berkas benar {name}")).await;
        }
        self.press("Verifikasi yang dicentang").await;
        self.see("Usulan yang dicentang sudah terverifikasi.").await;
    }

    /// A person's name as the page shows it.
    pub async fn shown_name(&self, civil: &Civil) -> String {
        let script = "const wanted = arguments[0]; \
             const found = [...document.querySelectorAll('main a, main dd, main td, main li, main h1')] \
               .map(e => e.innerText.split('\\n')[0].trim()) \
               .find(t => t.toUpperCase().includes(wanted)); return found || null;";
        let name = self
            .browser
            .script(script, vec![civil.name.clone().into()])
            .await;
        name.as_str()
            .map(str::to_owned)
            .unwrap_or_else(|| panic!("{} is not shown", civil.name))
    }

    /// Asserts that a person stands on the page.
    pub async fn see_person(&self, civil: &Civil) {
        let text = self.text().await.to_uppercase();
        assert!(
            text.contains(&civil.name),
            "{} is not on:\n{text}",
            civil.name
        );
    }

    /// Asserts that a person does not stand on the page.
    pub async fn see_not_person(&self, civil: &Civil) {
        let text = self.text().await.to_uppercase();
        assert!(!text.contains(&civil.name), "{} is on:\n{text}", civil.name);
    }
}

impl Walk {
    /// A scan that is kept under this name.
    pub fn scan(&self, name: &str) -> PathBuf {
        let file = self.file(name);
        if !Path::new(&file).exists() {
            self.keep(name, &super::register::scan(name));
        }
        file
    }
}

/// The papers of a *program sederhana*.
const PAPERS: &[&str] = &[
    "Surat pengantar OPD",
    "Izin tertulis Atasan Langsung",
    "Izin tertulis kepala OPD",
];

/// The template filled in: its own heads, one row a person.
fn sheet(template: &[u8], rows: &[(&Civil, Vec<String>)]) -> Vec<u8> {
    let most = rows.iter().map(|(_, choices)| choices.len()).max().unwrap();
    let mut heads: Vec<String> = [
        "NIP",
        "TUJUAN",
        "DASAR KEBUTUHAN",
        "ALASAN DI LUAR RENCANA",
        "RENCANA SETELAH MAGANG",
        "NOMOR SURAT",
        "TANGGAL SURAT",
    ]
    .map(str::to_owned)
    .into();
    heads.extend((1..=most).map(|rank| format!("TEMPAT {rank}")));
    let words = strings(template);
    for head in &heads {
        assert!(
            words.contains(&format!(">{head}<")),
            "the template has no column `{head}`"
        );
    }
    let cells = rows.iter().map(|(civil, choices)| {
        let mut row: Vec<Cell> = [
            civil.nip.as_str(),
            "Mempelajari pengelolaan data yang terpadu",
            "Usulan atasan",
            "Kebutuhan unit tahun berjalan",
            "Menerapkannya pada unit asal",
            "800/21/2026",
        ]
        .map(Cell::from)
        .into();
        row.push(Cell::Date(days_from_now(-2)));
        row.extend(choices.iter().map(|choice| Cell::from(choice.as_str())));
        row
    });
    workbook("Usulan", &heads, cells.collect())
}

/// A workbook of one sheet.
pub fn workbook(name: &str, heads: &[String], rows: Vec<Vec<Cell>>) -> Vec<u8> {
    let kind = |head: &String| {
        if head.starts_with("TANGGAL") {
            Kind::Date
        } else {
            Kind::Text
        }
    };
    let columns = heads
        .iter()
        .map(|head| Column::new(head, 24.0, kind(head)))
        .collect();
    let sheet = Sheet::new(name, columns, rows);
    xlsx::write(Workbook {
        title: name.into(),
        sheets: vec![sheet],
        ..Workbook::default()
    })
    .unwrap()
}

/// The shared strings of a workbook.
fn strings(workbook: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name("xl/sharedStrings.xml").unwrap();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}
