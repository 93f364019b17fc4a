//! *Program sederhana* from an empty installation to a Keputusan that anybody can check, in few screens.

use kernel::{Clock as _, SystemClock};

use crate::walk::{
    Civil, Place, Province, Walk, altered, check_page, issue, pdf, qr_path, spoken, text_of,
};

const PROGRAMME: &str = "Magang Teknis Angkatan Uji";
const NUMBER: &str = "800.1.4/101/KEP/2026";

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
        quota: "1",
        offers: "",
    },
];

/// How many screens a *program sederhana* may take from opening it to the issued Keputusan.
///
/// A screen is every page that anybody is shown on the way, the form of the programme being the first: the
/// officer's and the verifier's, forms, what follows a button, *Perlu tindakan Anda* when somebody comes to her
/// desk, and the preview of the letter. Not counted are signing in, and what is done before a programme exists and
/// for all of them: accounts, letterhead, the register with its histories and attested papers.
const MOST_SCREENS: usize = 15;

#[tokio::test(flavor = "multi_thread")]
async fn walk_simple() {
    let walk = Walk::begin();
    let province = Province::invent(&walk.file("provinsi"));
    let people = province.able(3);

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
    officer.enter_statements(&scan, &people).await;
    let mut verifier = walk.sign_in("verifikator").await;
    verifier.verify_paper("800/1/HD").await;
    verifier.verify_paper("800/2/PP").await;

    officer.start_simple().await;
    walk.count_screens(&officer).await;
    officer.open_simple(PROGRAMME).await;
    officer.add_places(PLACES).await;
    officer.press("Unggah daftar").await;
    let place = |i: usize| vec![PLACES[i].name()];
    let rows: Vec<(&Civil, Vec<String>)> =
        people.iter().zip([place(0), place(0), place(1)]).collect();
    officer.nominate_by_file(&walk, &rows).await;
    let met = officer.tables().await.matches("Memenuhi syarat").count();
    assert_eq!(met, people.len(), "{}", officer.tables().await);
    let everybody: Vec<&Civil> = people.iter().collect();
    verifier.verify_all(&everybody).await;
    officer.give_all_places(PROGRAMME).await;
    let preview = issue(&mut officer, "keputusan", NUMBER).await;
    let screens = walk.screens();
    println!("{} screens:\n{}", screens.len(), screens.join("\n"));
    assert!(
        screens.len() <= MOST_SCREENS,
        "{} screens instead of {MOST_SCREENS}:\n{}",
        screens.len(),
        screens.join("\n")
    );
    officer.picture("walk-keputusan").await;

    // What was looked at has no number yet; what was issued has it, with everybody's name.
    assert!(!text_of(&walk, &preview).contains(NUMBER));
    let decision = pdf(&mut officer).await;
    let text = spoken(&text_of(&walk, &decision));
    for part in [
        "MENIMBANG",
        "MENGINGAT",
        "MEMUTUSKAN",
        "KESATU",
        "WIRA CONTOH",
        NUMBER,
    ] {
        assert!(text.contains(part), "the Keputusan lacks {part}:\n{text}");
    }
    for civil in &people {
        assert!(
            text.contains(&civil.name),
            "{} is not in:\n{text}",
            civil.name
        );
    }

    let path = qr_path(&walk, &decision);
    let names: Vec<&str> = people.iter().map(|civil| civil.name.as_str()).collect();
    let subject = PROGRAMME.to_uppercase();
    let today = long_date();
    let shows = [NUMBER, &today, &subject, "WIRA CONTOH", "3 orang"];
    let mut holder = check_page(&walk, &path, &shows, &names).await;
    holder.picture("walk-periksa").await;
    holder
        .judge(&walk.keep("asli.pdf", &decision), "Naskah asli")
        .await;
    holder
        .judge(
            &walk.keep("diubah.pdf", &altered(&decision)),
            "Tidak dikenal atau berubah",
        )
        .await;
    let signed = walk.scan("keputusan-bertanda-tangan.pdf");
    holder.judge(&signed, "Tidak dikenal atau berubah").await;
    officer.keep_signed(&signed).await;
    holder.judge(&signed, "Salinan bertanda tangan").await;

    officer.issue_run(PROGRAMME, "surat-tugas").await;
    let files = zip_of(&officer.open_file("Unduh semua (ZIP)").await);
    let mut found = 0;
    for (name, bytes) in &files {
        if !name.ends_with(".pdf") || !name.to_lowercase().contains("tugas") {
            continue;
        }
        found += 1;
        let text = spoken(&text_of(&walk, bytes));
        let named: Vec<&Civil> = people.iter().filter(|c| text.contains(&c.name)).collect();
        let [civil] = named.as_slice() else {
            panic!("{name} names {named:?}:\n{text}")
        };
        let path = qr_path(&walk, bytes);
        let masked = mask(&civil.name);
        let one = check_page(&walk, &path, &["Surat Tugas"], &[&civil.name, &civil.nip]).await;
        let shown = one.text().await.to_uppercase();
        assert!(shown.contains(&masked), "{masked} is not on:\n{shown}");
        walk.leave(one).await;
    }
    assert_eq!(
        found,
        people.len(),
        "{:?}",
        files.iter().map(|f| &f.0).collect::<Vec<_>>()
    );
    walk.end([admin, officer, verifier, holder]).await;
}

/// Today as letters and pages write it.
fn long_date() -> String {
    const MONTHS: [&str; 12] = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];
    let today = SystemClock.today();
    let month = MONTHS[today.month() as usize - 1];
    format!("{} {month} {}", today.day(), today.year())
}

/// A name as strangers read it: the first letter of every word.
fn mask(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().unwrap();
        std::iter::once(first)
            .chain(letters.map(|_| '•'))
            .collect::<String>()
    };
    name.split_whitespace()
        .map(word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn zip_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut content).unwrap();
            let name = file.name().unwrap().into_owned();
            (name, content)
        })
        .collect()
}
