//! *Pilihan berperingkat*: contested places, choices by employees themselves, and a placement that others verify.

use crate::walk::{Civil, Place, Province, Walk, cells_of, spoken, text_of};

const PROGRAMME: &str = "Magang Berperingkat Uji";
const NUMBER: &str = "800.1.4/202/KEP/2026";

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
    Place {
        host: "Badan Perencanaan Nasional Contoh",
        unit: "Direktorat Perencanaan Wilayah",
        field: "Penyusunan rencana",
        quota: "1",
        offers: "",
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn walk_ranked() {
    let walk = Walk::begin();
    let province = Province::invent(&walk.file("provinsi"));
    let (unit, own) = province.able_of_one_unit(2);
    let mut able = own.clone();
    able.extend(
        province
            .able(6)
            .into_iter()
            .filter(|civil| civil.opd != unit)
            .take(2),
    );
    let punished = province.punished();
    let [herself, listed, first, second] = able.as_slice() else {
        panic!("{able:?}")
    };

    let mut admin = walk.first_administrator().await;
    admin.prepare_letters().await;
    admin
        .make_account("Petugas Contoh", "petugas", "Pengelola program", None)
        .await;
    admin
        .make_account("Verifikator Contoh", "verifikator", "Verifikator", None)
        .await;
    let mut officer = walk.sign_in("petugas").await;
    officer.import_staff(&province).await;
    officer.import_histories(&province).await;
    let scan = walk.scan("pernyataan.pdf");
    officer.enter_statements(&scan, &able).await;
    let mut verifier = walk.sign_in("verifikator").await;
    verifier.verify_paper("800/1/HD").await;
    verifier.verify_paper("800/2/PP").await;
    admin
        .make_account(
            "Kepegawaian Unit",
            "unit",
            "Pengelola kepegawaian OPD",
            Some(&unit),
        )
        .await;

    officer.open_ranked(PROGRAMME).await;
    officer.add_places(PLACES).await;
    let slips = officer.print_slips(&unit).await;
    let code = slip_code(&cells_of(&walk, &slips), &herself.nip);

    // Everybody wants the first place most; only one can have it, and one of four goes without any.
    let choices = |order: [usize; 3]| order.map(|i| PLACES[i].name()).to_vec();
    let mut employee = walk.activate(herself, &code).await;
    employee.menu("Program").await;
    employee.press(PROGRAMME).await;
    employee.press("Lanjut").await;
    employee.nominate(&walk, None, &choices([0, 1, 2])).await;

    let mut own_unit = walk.sign_in("unit").await;
    own_unit.menu("Program").await;
    own_unit.press(PROGRAMME).await;
    own_unit.press("Usulan").await;
    own_unit.press("Unggah daftar").await;
    own_unit
        .nominate_by_file(&walk, &[(listed, choices([0, 2, 1]))])
        .await;
    // Of other units she is shown nobody.
    own_unit.see_not_person(first).await;

    for (civil, order) in [
        (first, [0, 1, 2]),
        (second, [1, 0, 2]),
        (&punished, [2, 0, 1]),
    ] {
        officer.menu("Program").await;
        officer.press(PROGRAMME).await;
        officer.press("Usulan").await;
        officer.press("Usulkan pegawai").await;
        officer
            .nominate(&walk, Some(&civil.nip), &choices(order))
            .await;
    }
    officer.see("Belum memenuhi syarat").await;
    officer.press("Lihat hasil pemeriksaan").await;
    for reason in [
        "Tidak sedang menjalani hukuman disiplin sedang atau berat",
        "Riwayat hukuman disiplin",
        "Sedang",
        "Riwayat HUKDIS",
        "PP 11/2017 Pasal 238 ayat (3)",
        "Dapat mengusulkan lagi mulai",
        "Terpenuhi mulai",
    ] {
        officer.see(reason).await;
    }
    officer.picture("walk-belum-memenuhi").await;

    let everybody: Vec<&Civil> = able.iter().chain([&punished]).collect();
    verifier.verify_all(&everybody).await;
    officer.place_by_choices(&walk, PROGRAMME, &punished).await;
    officer.see("Pilihan ke-1").await;
    let without = "Memenuhi syarat, belum mendapat tempat";
    let without = officer.tables().await.matches(without).count();
    assert_eq!(
        without,
        able.len() - PLACES.len(),
        "{}",
        officer.tables().await
    );
    officer.picture("walk-penempatan").await;

    // The Keputusan waits for the announcement and its window; the draft can be read already.
    officer.enter_holidays().await;
    officer.come_to_placement(PROGRAMME).await;
    officer.press("Umumkan hasil").await;
    officer.press("Umumkan hasil").await;
    officer
        .see("Hasil sudah diumumkan dan masa sanggah berjalan.")
        .await;
    officer.press("Lanjut ke surat").await;
    officer.press("Buat semua konsep").await;
    officer.see("Konsep yang belum ada sudah dibuat.").await;
    officer
        .click_within("section[aria-labelledby='jenis-keputusan']", "Terbitkan:")
        .await;
    let draft = officer.open_file("Pratinjau PDF").await;
    officer.tick("Nomor dari luar (Biro Hukum, SRIKANDI)").await;
    officer.fill("Nomor (opsional)", NUMBER).await;
    officer.press("Terbitkan").await;
    officer.see("Masa sanggah masih berjalan sampai").await;
    officer.was_refused(&["409"]).await;
    let text = spoken(&text_of(&walk, &draft));
    let named: Vec<&Civil> = able
        .iter()
        .filter(|civil| text.contains(&civil.name))
        .collect();
    assert_eq!(
        named.len(),
        PLACES.len(),
        "the annex names {named:?}:\n{text}"
    );
    assert!(
        !text.contains(&punished.name),
        "{} is in:\n{text}",
        punished.name
    );
    for place in PLACES {
        assert!(
            text.contains(&place.host.to_uppercase()),
            "{} is not in:\n{text}",
            place.host
        );
    }
    // The employee reads her own result, and nobody else's name.
    employee.menu("Program").await;
    employee.press(PROGRAMME).await;
    employee.press("Usulan").await;
    for other in everybody.iter().filter(|civil| civil.nip != herself.nip) {
        employee.see_not_person(other).await;
    }
    let own_page = employee.own_nomination().await;
    employee.goto(&format!("{own_page}/penempatan")).await;
    employee.see("Mengapa bukan pilihan pertama saya").await;
    walk.end([admin, officer, verifier, own_unit, employee])
        .await;
}

/// The code of the slip that carries this NIP.
pub fn slip_code(text: &str, nip: &str) -> String {
    let plain: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = |text: &str| text.replace(' ', "");
    let code = |word: &&str| {
        word.len() == 14 && word.split('-').count() == 3 && word.split('-').all(|p| p.len() == 4)
    };
    let words: Vec<&str> = plain.split(' ').collect();
    let codes: Vec<usize> = (0..words.len()).filter(|i| code(&words[*i])).collect();
    let mut from = 0;
    for at in codes {
        if digits(&words[from..at].join(" ")).contains(nip) {
            return words[at].to_owned();
        }
        from = at;
    }
    panic!("no slip for {nip} in:\n{text}")
}
