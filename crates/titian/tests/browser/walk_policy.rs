//! *From the discussion to the verdict*: a meeting weighs a simulation and decides, a version of the policy follows, and with it
//! the verdict of an employee changes, with reason and article; the verdict that stood before still shows the rule of its time.

use crate::walk::{Civil, Clerk, Place, Province, Walk, cells_of, days_from_now};
use crate::walk_ranked::slip_code;

const BEFORE: &str = "Magang Sebelum Perubahan";
const AFTER: &str = "Magang Sesudah Perubahan";
const SERVICE: &str = "Masa kerja paling singkat sebagai PNS (tahun)";

const PLACES: &[Place] = &[
    Place {
        host: "Pusat Tata Kelola Data Contoh",
        unit: "Bidang Integrasi Data",
        field: "Pengelolaan data kepegawaian",
        quota: "2",
        offers: "",
    },
    Place {
        host: "Lembaga Pelayanan Publik Contoh",
        unit: "Unit Layanan Terpadu",
        field: "Perbaikan layanan publik",
        quota: "2",
        offers: "",
    },
];

/// Years that the person will not have served for some time: the year of her appointment stands in the NIP.
fn too_long(civil: &Civil) -> i32 {
    let since: i32 = civil.nip[8..12].parse().unwrap();
    days_from_now(0).year() - since + 5
}

#[tokio::test(flavor = "multi_thread")]
async fn walk_policy() {
    let walk = Walk::begin();
    let province = Province::invent(&walk.file("provinsi"));
    let (unit, own) = province.able_of_one_unit(1);
    let [herself] = own.as_slice() else {
        panic!("{own:?}")
    };
    let years = too_long(herself).to_string();

    let mut admin = walk.first_administrator().await;
    for (name, login, role) in [
        ("Petugas Contoh", "petugas", "Pengelola program"),
        ("Petugas Kedua", "petugas.kedua", "Pengelola program"),
        ("Verifikator Contoh", "verifikator", "Verifikator"),
    ] {
        admin.make_account(name, login, role, None).await;
    }
    let mut officer = walk.sign_in("petugas").await;
    officer.import_staff(&province).await;
    officer.import_histories(&province).await;
    let scan = walk.scan("pernyataan.pdf");
    officer.enter_statements(&scan, &own).await;
    let mut verifier = walk.sign_in("verifikator").await;
    verifier.verify_paper("800/1/HD").await;
    verifier.verify_paper("800/2/PP").await;

    // Under the policy in force she qualifies, and her nomination keeps that verdict.
    officer.open_ranked(BEFORE).await;
    officer.add_places(PLACES).await;
    officer.menu("Program").await;
    officer.press(BEFORE).await;
    officer.press("Usulan").await;
    officer.press("Usulkan pegawai").await;
    officer
        .nominate(
            &walk,
            Some(&herself.nip),
            &[PLACES[0].name(), PLACES[1].name()],
        )
        .await;
    officer.press("Lihat hasil pemeriksaan").await;
    let verdict = officer.path().await;
    let old_rule = "Masa kerja sebagai PNS paling singkat 2 tahun";
    officer.see("Memenuhi syarat").await;
    officer.see(old_rule).await;

    // What another number would do, tried on everybody and kept.
    officer.menu("Simulasi Kebijakan").await;
    officer
        .choose(
            "Versi kebijakan",
            "Kriteria peserta magang/praktik kerja ASN, versi 2020-1 (Berlaku)",
        )
        .await;
    officer.press("Simulasikan").await;
    officer.fill(SERVICE, &years).await;
    officer.press("Hitung").await;
    officer.see("Tidak lagi memenuhi").await;
    officer.press("Simpan simulasi").await;
    officer.fill("Judul", "Masa kerja diperpanjang").await;
    officer.press("Simpan simulasi").await;
    officer.see("Simulasi disimpan.").await;
    let scenario = officer.path().await;

    let meeting = hold_meeting(&mut officer).await;

    // The scenario becomes a draft; what it changes in the examples is seen and agreed to; somebody else decides.
    officer.goto(&scenario).await;
    officer.press("Jadikan konsep kebijakan").await;
    officer
        .see("Konsep versi kebijakan dibuat dari simulasi.")
        .await;
    let version = officer.path().await;
    officer.press("Contoh kasus yang berubah").await;
    officer.see("belum terpenuhi").await;
    officer.press("Setujui hasil baru").await;
    officer.see("Contoh kasus disesuaikan dengan konsep.").await;
    officer.press("Ajukan").await;
    officer.fill("Alasan perubahan", "Keputusan rapat").await;
    officer.press("Ajukan").await;
    let mut second = walk.sign_in("petugas.kedua").await;
    second.goto(&version).await;
    second.press("Tetapkan").await;
    let decision = format!(
        "Masa kerja diperpanjang – FGD Kriteria Uji, {}",
        days_from_now(0).long_id()
    );
    second.choose("Keputusan rapat (opsional)", &decision).await;
    second
        .fill("Berlaku mulai", &days_from_now(0).to_string())
        .await;
    second.press("Tetapkan").await;
    second.see("Berlaku").await;
    // Number, meeting and simulation lead to one another.
    second.see("Ditetapkan dalam rapat").await;
    second.press("FGD Kriteria Uji").await;
    assert_eq!(second.path().await, meeting);
    second.see("Dilaksanakan melalui").await;

    // The next programme is judged by the new version; the one before keeps its own.
    officer.open_ranked(AFTER).await;
    officer.add_places(PLACES).await;
    let slips = officer.print_slips(&unit).await;
    let code = slip_code(&cells_of(&walk, &slips), &herself.nip);
    let mut employee = walk.activate(herself, &code).await;
    employee.menu("Cek Persyaratan").await;
    employee.press(AFTER).await;
    let new_rule = format!("Masa kerja sebagai PNS paling singkat {years} tahun");
    for told in [
        "Belum memenuhi syarat",
        &new_rule,
        "Dapat mengusulkan lagi mulai",
        "Kebijakan BKD",
    ] {
        employee.see(told).await;
    }
    employee.press(BEFORE).await;
    employee.see(old_rule).await;
    officer.goto(&verdict).await;
    officer.see("Memenuhi syarat").await;
    officer.see(old_rule).await;
    officer.see_not(&new_rule).await;
    officer.picture("walk-kebijakan").await;

    walk.end([admin, officer, verifier, second, employee]).await;
}

/// A meeting from invitation to closing, with the simulation among its options; its path.
async fn hold_meeting(officer: &mut Clerk) -> String {
    officer.menu("Rapat").await;
    officer.press("Rapat baru").await;
    officer.fill("Nama rapat", "FGD Kriteria Uji").await;
    officer.fill("Tanggal", &days_from_now(0).to_string()).await;
    officer.fill("Tempat", "Ruang Contoh").await;
    officer
        .fill("Pimpinan rapat", "Kepala Badan Kepegawaian Daerah")
        .await;
    officer.press("Simpan").await;
    let meeting = officer.path().await;
    officer.press("Tambah undangan").await;
    officer
        .fill("Yang diundang", "Biro Organisasi Contoh")
        .await;
    officer.press("Simpan").await;
    officer.press("Kirim undangan").await;
    officer.press("Mulai rapat").await;
    officer.press("Catat kehadiran").await;
    officer
        .choose("Kehadiran: Biro Organisasi Contoh", "Hadir")
        .await;
    officer.press("Simpan").await;
    officer.see("Kehadiran dicatat.").await;
    let criteria = "Kriteria peserta";
    officer.press(&format!("Tambah opsi {criteria}")).await;
    officer.fill("Opsi", "Masa kerja lebih panjang").await;
    officer
        .choose_starting("Simulasi (opsional)", "Masa kerja diperpanjang")
        .await;
    officer.press("Simpan").await;
    officer.see("Opsi ditambahkan.").await;
    officer.press(&format!("Tulis keputusan {criteria}")).await;
    officer
        .fill("Keputusan singkat", "Masa kerja diperpanjang")
        .await;
    officer
        .fill("Keputusan", "Masa kerja paling singkat diperpanjang.")
        .await;
    officer.fill("Alasan", "Pengalaman kerja diperlukan.").await;
    officer
        .choose("Dipilih (opsional)", "Masa kerja lebih panjang")
        .await;
    officer.press("Simpan").await;
    officer
        .press(&format!("Catat pendapat berbeda {criteria}"))
        .await;
    officer
        .fill("Isi", "Pegawai muda kehilangan kesempatan.")
        .await;
    officer.fill("Dari", "Biro Organisasi Contoh").await;
    officer.press("Simpan").await;
    officer.press("Tutup rapat").await;
    officer
        .fill(
            "Mengapa ada pokok bahasan tanpa notulen (opsional)",
            "Hanya kriteria yang dibahas.",
        )
        .await;
    officer.press("Tutup rapat").await;
    officer.see("Rapat ditutup.").await;
    officer.see("Pegawai muda kehilangan kesempatan.").await;
    meeting
}
