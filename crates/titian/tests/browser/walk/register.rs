//! The staff register: import with dry run, histories, and facts from attested papers.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{CivilDate, Clock as _, SystemClock};

use super::{Civil, Clerk, Province};

/// Who signs for a whole unit.
const SIGNER: &str = "Dr. Ranu Contoh, M.Si.";

impl Clerk {
    /// Looks at what the export would change, then takes its good rows.
    pub async fn import_staff(&mut self, province: &Province) {
        self.menu("Pegawai").await;
        self.press("Impor").await;
        self.upload("Berkas data ASN", &province.file("data-asn.csv"))
            .await;
        self.press("Lihat hasilnya").await;
        self.see("Belum ada yang disimpan.").await;
        self.see("Sel yang ditolak").await;
        self.press("Simpan baris yang baik saja").await;
        self.see("Impor selesai").await;
    }

    /// Takes the history files that the policy asks about.
    pub async fn import_histories(&mut self, province: &Province) {
        for (kind, file) in [
            ("SKP", "skp.csv"),
            ("Hukuman disiplin", "hukdis.csv"),
            ("Tugas belajar", "tubel.csv"),
            ("CLTN", "cltn.csv"),
            ("Hasil asesmen kompetensi", "kompetensi.csv"),
            ("Standar kompetensi jabatan", "standar.csv"),
        ] {
            self.menu("Pegawai").await;
            self.press("Impor").await;
            self.choose("Jenis riwayat", kind).await;
            self.upload("Berkas riwayat", &province.file(file)).await;
            self.tick("Simpan baris yang baik walau ada yang ditolak")
                .await;
            self.press("Impor riwayat").await;
            self.see("Impor riwayat selesai").await;
        }
    }

    /// Enters an attested paper; its people are typed, or stand in a file.
    pub async fn enter_paper(&mut self, kind: &str, number: &str, scan: &Path, who: People<'_>) {
        self.menu("Pegawai").await;
        self.press("Surat pernyataan").await;
        self.press("Masukkan surat").await;
        self.choose("Jenis surat", kind).await;
        self.fill("Nomor surat", number).await;
        self.fill("Tanggal surat", &days_from_now(-3).to_string())
            .await;
        self.fill("Nama penanda tangan", SIGNER).await;
        self.fill("Jabatan penanda tangan", "Kepala Perangkat Daerah")
            .await;
        match who {
            People::Typed(people) => {
                let nips: Vec<&str> = people.iter().map(|civil| civil.nip.as_str()).collect();
                self.fill("NIP yang dicakup", &nips.join("\n")).await;
            }
            People::Listed(file) => self.upload("Daftar pegawai", file).await,
        }
        if kind == "Dokumen SKP" {
            let last = SystemClock.today().year() - 1;
            self.fill("Tahun penilaian (opsional)", &last.to_string())
                .await;
            self.choose("Predikat (opsional)", "Baik").await;
            self.fill(
                "Tahun penilaian sebelumnya (opsional)",
                &(last - 1).to_string(),
            )
            .await;
            self.choose("Predikat sebelumnya (opsional)", "Sangat Baik")
                .await;
        }
        self.upload("Pindaian surat", scan).await;
        self.press("Simpan").await;
        self.see(number).await;
        self.see("Menunggu pemeriksaan").await;
    }

    /// States that a paper, which somebody else entered, is true.
    pub async fn verify_paper(&mut self, number: &str) {
        self.menu("Pegawai").await;
        self.press("Surat pernyataan").await;
        self.press(&format!("Nyatakan benar {number}")).await;
        self.see("Sudah diperiksa").await;
    }

    /// The verdict's two statements that no export and no history has.
    pub async fn enter_statements(&mut self, scan: &Path, people: &[Civil]) {
        let who = People::Typed(people);
        self.enter_paper(
            "Tidak sedang menjalani hukuman disiplin",
            "800/1/HD",
            scan,
            who,
        )
        .await;
        self.enter_paper(
            "Tidak sedang menjalani proses pidana",
            "800/2/PP",
            scan,
            who,
        )
        .await;
    }
}

impl Clerk {
    /// The activation slips of a unit as PDF; printing sends a form and gets a file.
    pub async fn print_slips(&mut self, unit: &str) -> Vec<u8> {
        self.menu("Pegawai").await;
        self.press("Slip aktivasi").await;
        self.choose("OPD", unit).await;
        let script = "const [done] = arguments; const form = document.querySelector('main form'); \
             fetch(form.action, {method: 'POST', body: new URLSearchParams(new FormData(form))}) \
             .then(async r => { const b = new Uint8Array(await r.arrayBuffer()); let t = ''; \
               for (const c of b) t += String.fromCharCode(c); done(btoa(t)); }) \
             .catch(e => done(String(e)));";
        let body = self.browser.script_async(script, vec![]).await;
        STANDARD.decode(body.as_str().unwrap()).unwrap()
    }
}

/// Whom a paper covers.
#[derive(Clone, Copy)]
pub enum People<'a> {
    Typed(&'a [Civil]),
    Listed(&'a Path),
}

/// The day `n` days from today.
pub fn days_from_now(n: i32) -> CivilDate {
    SystemClock.today().add_days(n).unwrap()
}

/// A page that says what it stands for, in the place of a scan.
pub fn scan(title: &str) -> Vec<u8> {
    let list = serde_json::from_value(serde_json::json!({
        "kind": "daftar",
        "tegak": true,
        "tanggal": SystemClock.today(),
        "judul": "BERKAS UJI",
        "columns": [{"header": "Berkas ini mewakili"}],
        "rows": [[title]],
    }));
    let page = documents::render(&list.unwrap(), &documents::Look::default());
    page.unwrap().bytes
}
