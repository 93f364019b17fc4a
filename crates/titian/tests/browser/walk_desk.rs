//! The placement desk: frozen inputs, aims side by side, a decision with its cost, the announcement, reconsideration, repair.

use crate::walk::{Place, Province, Walk, cells_of};

const PROGRAMME: &str = "Magang Meja Penempatan Uji";

const PLACES: &[Place] = &[
    Place {
        host: "Pusat Tata Kelola Data Contoh",
        unit: "Bidang Integrasi Data",
        field: "Pengelolaan data kepegawaian",
        quota: "1",
        offers: "Integritas=3; Komunikasi=3",
    },
    Place {
        host: "Lembaga Pelayanan Publik Contoh",
        unit: "Unit Layanan Terpadu",
        field: "Perbaikan layanan publik",
        quota: "1",
        offers: "Pelayanan Publik=4",
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn walk_desk() {
    let walk = Walk::begin();
    let province = Province::invent(&walk.file("provinsi"));
    let (unit, own) = province.able_of_one_unit(3);
    let [herself, second, third] = own.as_slice() else {
        panic!("{own:?}")
    };

    let mut admin = walk.first_administrator().await;
    for (name, login, role) in [
        ("Petugas Contoh", "petugas", "Pengelola program"),
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

    officer.open_ranked(PROGRAMME).await;
    officer.add_places(PLACES).await;
    let slips = officer.print_slips(&unit).await;
    let code = crate::walk_ranked::slip_code(&cells_of(&walk, &slips), &herself.nip);
    let mut employee = walk.activate(herself, &code).await;
    // Everybody wants the first place most; one of three goes without any.
    let choices = [PLACES[0].name(), PLACES[1].name()];
    for civil in [herself, second, third] {
        officer.menu("Program").await;
        officer.press(PROGRAMME).await;
        officer.press("Usulan").await;
        officer.press("Usulkan pegawai").await;
        officer.nominate(&walk, Some(&civil.nip), &choices).await;
    }
    verifier.verify_all(&[herself, second, third]).await;

    // Look at the inputs, freeze them, compare aims on what is frozen.
    officer.come_to_placement(PROGRAMME).await;
    officer.press("Periksa masukan").await;
    officer.see("Perkiraan profil peringkat").await;
    officer.see("Pemerataan").await;
    officer.come_to_placement(PROGRAMME).await;
    let frozen = officer.freeze_inputs().await;
    let digest = officer.digest().await;
    // Anybody reads the digest, and nobody's name.
    let mut stranger = walk.visitor().await;
    stranger.goto(&frozen).await;
    stranger.see(&digest).await;
    for civil in [herself, second, third] {
        stranger.see_not_person(civil).await;
    }
    officer.come_to_placement(PROGRAMME).await;
    officer.press("Bandingkan tujuan").await;
    for words in [
        "Uji coba",
        "Dihitung dari masukan beku",
        "Seperti diumumkan program",
        "Pilihan pertama sebanyak mungkin",
        "Pilihan terburuk yang didapat",
    ] {
        officer.see(words).await;
    }
    officer.picture("desk-banding").await;
    officer.draw_and_compute(&frozen, "7512,88").await;
    officer.see("Hasil perhitungan, belum ditetapkan").await;
    officer.press("Tabel OPD dan instansi").await;
    assert!(officer.tables().await.to_uppercase().contains("DATA"));

    // A decision gives her the first place unless she has it; its cost is shown before the yes.
    officer.come_to_placement(PROGRAMME).await;
    let first = PLACES[0].label();
    let holder = officer.holder_of(&first, &[herself, second, third]).await;
    let gets = [herself, second, third]
        .into_iter()
        .find(|civil| civil.nip != holder.nip)
        .unwrap();
    officer.press("Penyesuaian Manual").await;
    officer.choose_starting("Calon Peserta", &gets.name).await;
    officer.press("Lanjut").await;
    officer
        .choose_starting("Tempat Magang", &format!("Pilihan 1: {first}"))
        .await;
    officer.press("Lihat biayanya").await;
    officer.see("Biaya penyesuaian").await;
    officer.see("bersama turun").await;
    officer
        .choose("Jenis alasan", "Keadaan khusus yang dibuktikan")
        .await;
    officer.fill("Alasan", "Surat keterangan contoh").await;
    officer.picture("desk-penyesuaian").await;
    officer.press("Setujui penyesuaian").await;
    officer
        .see("Penyesuaian sudah dihitung dan diperiksa.")
        .await;
    officer.press("Tetapkan semua Penempatan").await;
    officer.see("Penempatan sudah ditetapkan.").await;
    let now = officer.holder_of(&first, &[herself, second, third]).await;
    assert_eq!(now.nip, gets.nip);

    // Working days cannot be counted without the holidays; then the result is announced.
    officer.press("Umumkan hasil").await;
    officer.press("Umumkan hasil").await;
    officer.see("belum diisi, sehingga hari kerja").await;
    officer.was_refused(&["409"]).await;
    officer.enter_holidays().await;
    officer.come_to_placement(PROGRAMME).await;
    officer.press("Umumkan hasil").await;
    officer.press("Umumkan hasil").await;
    officer
        .see("Hasil sudah diumumkan dan masa sanggah berjalan.")
        .await;

    // The employee reads her own result with its reason, and nobody else's.
    employee.menu("Program").await;
    employee.press(PROGRAMME).await;
    employee.press("Usulan").await;
    let own_page = employee.own_nomination().await;
    employee.goto(&format!("{own_page}/penempatan")).await;
    employee.see("Mengapa bukan pilihan pertama saya").await;
    if gets.nip == herself.nip {
        employee.see("Anda mendapat tempat").await;
    } else {
        employee.see("sudah penuh (1 dari 1).").await;
    }
    for civil in [second, third] {
        employee.see_not_person(civil).await;
    }
    employee.picture("desk-hasil-saya").await;
    employee.press("Ajukan sanggah").await;
    employee
        .tick("Data saya yang dipakai keliru atau sudah berubah")
        .await;
    employee
        .fill(
            "Penjelasan",
            "Nilai kompetensi saya yang baru belum dipakai",
        )
        .await;
    employee.press("Ajukan sanggah").await;
    employee.see("Sanggah sudah diajukan.").await;

    officer.menu("Perlu tindakan Anda").await;
    officer.press("sanggah menunggu jawaban").await;
    officer.press(&officer.shown_name(herself).await).await;
    if gets.nip != herself.nip {
        officer.see("Akibat bila dikabulkan").await;
    }
    officer
        .fill("Jawaban dan alasannya", "Nilai baru belum disahkan")
        .await;
    officer.press("Jangan kabulkan").await;
    officer.see("Jawaban sudah disimpan").await;
    employee.goto(&format!("{own_page}/penempatan")).await;
    employee.press("Tidak dikabulkan").await;
    employee.see("Nilai baru belum disahkan").await;
    employee.press("Lembar jawaban").await;
    employee.see("UU 30/2014 Ps 77").await;
    employee
        .see("Belum diperiksa pada teks peraturannya.")
        .await;

    // Somebody withdraws: the reserve comes up, and nobody else moves.
    officer.come_to_placement(PROGRAMME).await;
    officer.press("Perbaikan (mundur, tempat ditutup)").await;
    let gone = officer.shown_label(gets).await;
    officer.tick(&gone).await;
    officer.press("Lihat akibatnya").await;
    officer.see("1 orang naik dari daftar cadangan").await;
    officer.picture("desk-perbaikan").await;
    officer.fill("Alasan", "Mengundurkan diri").await;
    officer.press("Setujui perbaikan").await;
    officer.see("Perbaikan sudah dihitung dan diperiksa.").await;
    officer.press("Tetapkan semua Penempatan").await;
    officer.see("Penempatan sudah ditetapkan.").await;
    assert!(!officer.tables().await.to_uppercase().contains(&gets.name));
    walk.end([admin, officer, verifier, employee, stranger])
        .await;
}
