//! Before anything else: the first administrator, accounts, letterhead and officials.

use super::{Civil, Clerk, Walk};

/// Good enough for an invented office.
const PASSWORD: &str = "jembatan kecil di atas kali";

/// The officials who sign: key of the office, name with and without degrees, NIP.
const OFFICIALS: &[(&str, &str, &str, Option<&str>)] = &[
    ("gubernur", "Dr. Wira Contoh, M.A.", "Wira Contoh", None),
    (
        "sekda",
        "Dra. Ratna Contoh, M.Si.",
        "Ratna Contoh",
        Some("197002022095032001"),
    ),
    (
        "kepala-bkd",
        "Dr. Raksa Contoh, M.Si.",
        "Raksa Contoh",
        Some("197101012095031002"),
    ),
];

impl Walk {
    /// The administrator uses the secret that the server printed; whoever reads it later cannot.
    pub async fn first_administrator(&self) -> Clerk {
        let log = self.server.log();
        let secret = log
            .lines()
            .find_map(|line| line.split_once("one-time secret: "))
            .map(|(_, secret)| secret.trim().to_owned())
            .expect("the server prints no secret");
        let mut admin = self.visitor().await;
        admin.goto("/mulai").await;
        claim(&mut admin, &secret, "Admin Contoh", "admin").await;
        admin.see("Perlu tindakan Anda").await;
        let mut late = self.visitor().await;
        late.goto("/mulai").await;
        claim(&mut late, &secret, "Orang Kedua", "orang.kedua").await;
        late.see("Kode rahasia tidak cocok atau sudah dipakai")
            .await;
        late.was_refused(&["422"]).await;
        late.browser.quit().await;
        admin
    }

    /// Somebody with an account signs in at her own desk.
    pub async fn sign_in(&self, login: &str) -> Clerk {
        let mut clerk = self.visitor().await;
        clerk.press("Masuk").await;
        clerk.fill("NIP atau nama masuk", login).await;
        clerk.fill("Kata sandi", PASSWORD).await;
        clerk.press("Masuk").await;
        clerk.see("Perlu tindakan Anda").await;
        clerk
    }

    /// An employee makes her account with the code of her slip.
    pub async fn activate(&self, civil: &Civil, code: &str) -> Clerk {
        let mut clerk = self.visitor().await;
        clerk.press("Aktivasi dengan slip").await;
        clerk.fill("NIP", &civil.nip).await;
        clerk.fill("Kode aktivasi", code).await;
        clerk
            .fill("Tanggal lahir", &civil.birth_date.to_string())
            .await;
        clerk.fill("Kata sandi", PASSWORD).await;
        clerk.press("Aktifkan").await;
        clerk.see("Perlu tindakan Anda").await;
        clerk
    }
}

async fn claim(clerk: &mut Clerk, secret: &str, name: &str, login: &str) {
    clerk.fill("Kode rahasia", secret).await;
    clerk.fill("Nama", name).await;
    clerk.fill("Nama masuk", login).await;
    clerk.fill("Kata sandi", PASSWORD).await;
    clerk.press("Buat akun").await;
}

impl Clerk {
    /// Makes an account with one role, for the whole agency or for one OPD.
    pub async fn make_account(&mut self, name: &str, login: &str, role: &str, opd: Option<&str>) {
        self.menu("Akun").await;
        self.press("Akun baru").await;
        self.fill("Nama", name).await;
        self.fill("Nama masuk", login).await;
        self.fill("Kata sandi", PASSWORD).await;
        self.choose("Peran", role).await;
        if let Some(opd) = opd {
            self.choose("OPD (opsional)", opd).await;
        }
        self.press("Buat akun").await;
        self.see(login).await;
        self.see(role).await;
    }

    /// Fills in the letterhead and the officials who sign.
    pub async fn prepare_letters(&mut self) {
        self.menu("Pejabat").await;
        self.press("Kop surat").await;
        self.fill("Nama daerah", "Contoh Titian").await;
        self.fill(
            "Alamat badan",
            "Jalan Jembatan Contoh Nomor 1, Kota Contoh 40999",
        )
        .await;
        self.fill(
            "Alamat sekretariat daerah (opsional)",
            "Jalan Raya Contoh Nomor 2, Kota Contoh 40999",
        )
        .await;
        self.fill("Tempat penandatanganan", "Kota Contoh").await;
        self.press("Simpan").await;
        self.see("Tersimpan.").await;
        for (office, name, plain, nip) in OFFICIALS {
            self.menu("Pejabat").await;
            self.press("Tambah pejabat").await;
            self.fill("Kunci jabatan", office).await;
            self.fill("Nama dengan gelar", name).await;
            self.fill("Nama tanpa gelar", plain).await;
            if let Some(nip) = nip {
                self.fill("NIP (opsional)", nip).await;
                self.fill("Golongan ruang (opsional)", "IV/d").await;
            }
            self.fill("Mulai tanggal", "2025-01-01").await;
            self.press("Simpan").await;
            self.see(name).await;
        }
    }
}
