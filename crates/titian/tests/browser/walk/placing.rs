//! Places: given as nominated, or computed from choices and proved.

use std::time::Duration;

use kernel::{Clock as _, SystemClock};

use super::register::days_from_now;
use super::{Civil, Clerk, Walk};

/// Seconds between a freeze and its seed in these walks; long enough to fill in the form.
const WAIT: i64 = 15;

impl Clerk {
    /// Gives everybody the place that her nomination names; the drafts of the letters are made at once.
    pub async fn give_all_places(&mut self, programme: &str) {
        self.menu("Perlu tindakan Anda").await;
        self.press(&format!("{programme}: ")).await;
        self.press("Tetapkan semua dan siapkan surat").await;
        self.see("Semua tempat sudah ditetapkan dan konsep suratnya dibuat.")
            .await;
    }

    /// Freezes the inputs before the seed exists, computes with it, checks the proof with the command that shares nothing
    /// with the solver, and confirms.
    pub async fn place_by_choices(&mut self, walk: &Walk, programme: &str, refused: &Civil) {
        self.come_to_placement(programme).await;
        self.press("Hitung sekarang").await;
        self.see("Hasil ini tidak dapat ditetapkan").await;
        self.see_in_table_not(refused).await;
        let frozen = self.freeze_inputs().await;
        self.draw_and_compute(&frozen, "7512,88").await;
        self.see("Pilihan ke-1").await;
        // The files leave the house by a decision only.
        self.press("Rincian teknis").await;
        self.see("hanya diserahkan dengan keputusan").await;
        self.press("Pembekuan dan bukti").await;
        let digest = self.digest().await;
        self.press("Penyerahan berkas dengan keputusan").await;
        self.fill("Dasar hukum", "Ketentuan contoh tentang keterbukaan")
            .await;
        self.fill("Nomor keputusan", "800/9/KEP/2026").await;
        self.fill("Tanggal keputusan", &days_from_now(0).to_string())
            .await;
        self.press("Catat keputusan penyerahan berkas").await;
        self.see("Keputusan penyerahan berkas sudah dicatat.").await;
        self.come_to_placement(programme).await;
        self.press("Rincian teknis").await;
        let mut files = Vec::new();
        for name in ["problem.json", "result.json"] {
            let path = self.browser.href(name).await;
            files.push(walk.keep(name, &self.file(&path).await));
        }
        let [problem, result] = [&files[0], &files[1]].map(|file| file.to_str().unwrap());
        let verify = |frozen: &str| {
            let args = ["place", "verify", problem, result, "--frozen", frozen];
            walk.server.run(&args)
        };
        let verified = verify(&digest);
        assert!(verified.status.success(), "{verified:?}");
        let other = format!("sha256:{}", "0".repeat(64));
        assert_eq!(verify(&other).status.code(), Some(1));
        // A result that says something else is not confirmed by anybody.
        let text = std::fs::read_to_string(result).unwrap();
        let forged = walk.keep("forged.json", forge(&text).as_bytes());
        let verified = walk
            .server
            .run(&["place", "verify", problem, forged.to_str().unwrap()]);
        assert_eq!(verified.status.code(), Some(1), "{verified:?}");
        self.see_in_table_not(refused).await;
        self.press("Tetapkan semua Penempatan").await;
        self.see("Penempatan sudah ditetapkan.").await;
        self.see_in_table_not(refused).await;
    }

    /// Opens the placement of a programme.
    pub async fn come_to_placement(&mut self, programme: &str) {
        self.menu("Program").await;
        self.press(programme).await;
        self.click_within(".t-steps", "Penempatan").await;
    }

    /// Freezes the inputs with a seed that becomes public in a few seconds; the path of the freeze's page.
    pub async fn freeze_inputs(&mut self) -> String {
        self.click_within(".t-buttons", "Bekukan masukan").await;
        self.fill(
            "Sumber nilai undian",
            "Indeks contoh, angka penutupan, dua desimal",
        )
        .await;
        let at = SystemClock.now().plus_seconds(WAIT);
        let (hour, minute) = at.time_wib();
        let second = at.0.div_euclid(1_000_000).rem_euclid(60);
        self.fill("Tanggal nilainya terbit", &at.date().to_string())
            .await;
        self.fill("Pukul (WIB)", &format!("{hour:02}.{minute:02}.{second:02}"))
            .await;
        self.press("Bekukan sekarang").await;
        self.see("Masukan sudah dibekukan").await;
        self.see("Belum diketahui siapa pun").await;
        self.browser.path().await
    }

    /// Enters the seed once it is public, and computes.
    pub async fn draw_and_compute(&mut self, frozen: &str, seed: &str) {
        tokio::time::sleep(Duration::from_secs(WAIT as u64 + 1)).await;
        self.goto(frozen).await;
        self.fill("Nilai undian", seed).await;
        self.press("Masukkan nilai undian").await;
        self.see("Nilai undian sudah dimasukkan.").await;
        self.press("Hitung dan periksa").await;
        self.see("Penempatan sudah dihitung dan diperiksa.").await;
    }

    /// The digest that the page of a freeze publishes.
    pub async fn digest(&self) -> String {
        let text = self.text().await;
        let word = text
            .split_whitespace()
            .find(|word| word.starts_with("sha256:"));
        word.expect("the page publishes no digest").to_owned()
    }

    /// Who has this place by the tables of the page; reasons that name the place do not count.
    pub async fn holder_of<'a>(&self, place: &str, people: &[&'a Civil]) -> &'a Civil {
        let script = "const place = arguments[0]; \
             const row = [...document.querySelectorAll('main tr')].find(r => [...r.querySelectorAll('td')] \
               .some(d => d.dataset.label === 'Tempat Magang' && d.innerText.includes(place))); \
             return row ? row.innerText.toUpperCase() : '';";
        let row = self.browser.script(script, vec![place.into()]).await;
        let row = row.as_str().unwrap_or_default().to_owned();
        let found = people.iter().find(|civil| row.contains(&civil.name));
        found.unwrap_or_else(|| panic!("nobody has {place}: {row}"))
    }

    /// Chooses the option of a select that begins with this, whatever the case of its letters.
    pub async fn choose_starting(&self, label: &str, wanted: &str) {
        let script = "const wanted = arguments[0].toUpperCase(); \
             const all = [...document.querySelectorAll('main option')].map(o => o.innerText.trim()); \
             return all.find(t => t.toUpperCase().includes(wanted)) || null;";
        let option = self.browser.script(script, vec![wanted.into()]).await;
        let option = option
            .as_str()
            .unwrap_or_else(|| panic!("no option says {wanted}"));
        self.choose(label, option).await;
    }

    /// The label of the box that names this person.
    pub async fn shown_label(&self, civil: &Civil) -> String {
        let script = "const wanted = arguments[0]; \
             const all = [...document.querySelectorAll('main label')].map(l => l.innerText.trim()); \
             return all.find(t => t.toUpperCase().includes(wanted)) || null;";
        let label = self
            .browser
            .script(script, vec![civil.name.clone().into()])
            .await;
        let label = label.as_str().map(str::to_owned);
        label.unwrap_or_else(|| panic!("no box names {}", civil.name))
    }

    /// The path of the one nomination that the page shows.
    pub async fn own_nomination(&self) -> String {
        let script = "const own = /\\/usulan\\/[0-9a-f-]{36}/; \
             const all = [location.pathname, ...[...document.querySelectorAll('main a')].map(a => a.getAttribute('href') || '')]; \
             const hit = all.map(t => t.match(own)).find(Boolean); return hit ? hit[0] : null;";
        let path = self.browser.script(script, vec![]).await;
        path.as_str().expect("no nomination is shown").to_owned()
    }

    /// Enters an invented holiday for this year and the next.
    pub async fn enter_holidays(&mut self) {
        let year = days_from_now(0).year();
        for year in [year, year + 1] {
            self.goto("/hari-libur/baru").await;
            self.fill("Tahun", &year.to_string()).await;
            self.fill("Sumber", "Keputusan bersama contoh").await;
            self.fill("Hari", &format!("{year}-01-01; Hari contoh; nasional"))
                .await;
            self.press("Simpan").await;
            self.see(&year.to_string()).await;
        }
    }

    /// The person stands in no table of the page (a list may say why not).
    async fn see_in_table_not(&self, civil: &Civil) {
        let text = self.tables().await.to_uppercase();
        assert!(!text.is_empty(), "the page has no table");
        assert!(
            !text.contains(&civil.name),
            "{} has a place:\n{text}",
            civil.name
        );
    }
}

/// The result with one placed person taken off her place.
fn forge(result: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(result).unwrap();
    let assignments = value["assignments"].as_object_mut();
    match assignments {
        Some(map) => {
            let first = map.keys().next().unwrap().clone();
            map.remove(&first);
        }
        None => {
            value["assignments"]
                .as_array_mut()
                .expect("a result has assignments")
                .remove(0);
        }
    }
    value.to_string()
}
