//! The export and nothing else: what it lacks is stated on paper, entered by one, verified by another.

use documents::xlsx::Cell;

use crate::walk::{
    Civil, People, Place, Province, Walk, altered, check_page, issue, pdf, qr_path, spoken,
    text_of, workbook,
};

const PROGRAMME: &str = "Magang Berdasarkan Surat Uji";
const NUMBER: &str = "800.1.4/303/KEP/2026";

const PLACES: &[Place] = &[Place {
    host: "Pusat Tata Kelola Data Contoh",
    unit: "Bidang Keamanan Informasi",
    field: "Perlindungan data pribadi",
    quota: "3",
    offers: "",
}];

#[tokio::test(flavor = "multi_thread")]
async fn walk_papers() {
    let walk = Walk::begin();
    let province = Province::invent(&walk.file("provinsi"));
    let people = province.able(2);

    let mut admin = walk.first_administrator().await;
    admin.prepare_letters().await;
    admin
        .make_account("Petugas Contoh", "petugas", "Pengelola program", None)
        .await;
    admin
        .make_account("Verifikator Satu", "verifikator", "Verifikator", None)
        .await;
    admin
        .make_account("Verifikator Dua", "verifikator.dua", "Verifikator", None)
        .await;
    let mut officer = walk.sign_in("petugas").await;
    officer.import_staff(&province).await;

    officer.start_simple().await;
    officer.open_simple(PROGRAMME).await;
    officer.add_places(PLACES).await;
    for civil in &people {
        officer.menu("Program").await;
        officer.press(PROGRAMME).await;
        officer.press("Usulan").await;
        officer.press("Usulkan pegawai").await;
        officer
            .nominate(&walk, Some(&civil.nip), &[PLACES[0].name()])
            .await;
        officer.see("Perlu verifikasi").await;
    }
    // What is missing is named, and leads to where it can be stated.
    officer.press("Lihat hasil pemeriksaan").await;
    officer.see("Data yang perlu dilengkapi").await;
    officer.picture("walk-perlu-verifikasi").await;

    let scan = walk.scan("surat-pernyataan.pdf");
    let rows = people.iter().map(|civil| {
        vec![
            Cell::from(civil.nip.as_str()),
            Cell::from(civil.name.as_str()),
        ]
    });
    let heads = ["NIP".to_owned(), "NAMA".to_owned()];
    let list = walk.keep("pegawai.xlsx", &workbook("Pegawai", &heads, rows.collect()));
    let listed = People::Listed(&list);
    officer
        .enter_paper(
            "Tidak sedang menjalani hukuman disiplin",
            "800/1/HD",
            &scan,
            listed,
        )
        .await;
    let typed = People::Typed(&people);
    for (kind, number) in [
        ("Tidak sedang menjalani proses pidana", "800/2/PP"),
        ("Tidak sedang tugas belajar atau CLTN", "800/3/TB"),
        ("Dokumen SKP", "800/4/SKP"),
    ] {
        officer.enter_paper(kind, number, &scan, typed).await;
    }
    let mut verifier = walk.sign_in("verifikator").await;
    verifier
        .enter_paper("Keterangan sehat", "445/5/SEHAT", &scan, typed)
        .await;

    // Nobody verifies what she entered herself; the other one does.
    verifier.see("Diperiksa verifikator lain").await;
    for number in ["800/1/HD", "800/2/PP", "800/3/TB"] {
        verifier.verify_paper(number).await;
    }
    screened(&mut verifier, &people, "Perlu verifikasi").await;
    verifier.verify_paper("800/4/SKP").await;
    let mut other = walk.sign_in("verifikator.dua").await;
    other.verify_paper("445/5/SEHAT").await;
    screened(&mut verifier, &people, "Memenuhi syarat").await;
    let first = &people[0];
    officer.menu("Pegawai").await;
    officer.fill("Cari nama atau NIP", &first.nip).await;
    officer.press("Cari").await;
    let name = officer.shown_name(first).await;
    officer.press(&name).await;
    for source in [
        "Surat Pernyataan Hukuman Disiplin",
        "800/1/HD",
        "445/5/SEHAT",
        "Sangat Baik",
    ] {
        officer.see(source).await;
    }

    let everybody: Vec<&Civil> = people.iter().collect();
    verifier.verify_all(&everybody).await;
    officer.give_all_places(PROGRAMME).await;
    issue(&mut officer, "keputusan", NUMBER).await;
    let decision = pdf(&mut officer).await;
    let text = spoken(&text_of(&walk, &decision));
    assert!(text.contains(NUMBER), "{text}");
    for civil in &people {
        assert!(
            text.contains(&civil.name),
            "{} is not in:\n{text}",
            civil.name
        );
    }
    let names: Vec<&str> = people.iter().map(|civil| civil.name.as_str()).collect();
    let path = qr_path(&walk, &decision);
    let mut holder = check_page(&walk, &path, &[NUMBER, "2 orang"], &names).await;
    let changed = walk.keep("diubah.pdf", &altered(&decision));
    holder.judge(&changed, "Tidak dikenal atau berubah").await;
    walk.end([admin, officer, verifier, other, holder]).await;
}

/// Screens everybody again with what is known today; asserts the verdict.
async fn screened(verifier: &mut crate::walk::Clerk, people: &[Civil], verdict: &str) {
    for civil in people {
        verifier.menu("Verifikasi").await;
        let name = verifier.shown_name(civil).await;
        verifier.press(&name).await;
        verifier.press("Lihat hasil pemeriksaan").await;
        verifier.press("Periksa ulang dengan data hari ini").await;
        verifier.see(verdict).await;
    }
}
