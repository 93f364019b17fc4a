//! Tests of the history files.

use super::*;
use crate::StaffRecord;
use crate::skp::Predikat;

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 24).unwrap()
}

fn file(kind: HistoryKind, text: &str) -> HistoryFile {
    read_history(kind, text.as_bytes(), "uji.csv", today()).unwrap()
}

fn person(nip: &str, id: Option<&str>) -> StaffRecord {
    StaffRecord::new(today(), |column| match column {
        crate::Column::NipBaru => Some(nip),
        crate::Column::Nama => Some("Ani"),
        crate::Column::PnsId => id,
        _ => None,
    })
    .unwrap()
}

#[test]
fn skp_with_words_ids_and_the_matrix() {
    let skp = file(
        HistoryKind::Skp,
        "# mencakup: semua\nnip;Tahun;hasil_kerja;perilaku_kerja;predikat\n\
         198508172010032004;2024;Sesuai Ekspektasi;1;Baik\n\
         198508172010032004;2025;3;3;\n\
         198508172010032004;2021;;;Cukup\n\
         198508172010032004;2027;;;Baik\n\
         1985;2024;9;1;Hebat\n\
         198508172010032004;2023;;;\n",
    );
    assert_eq!(skp.coverage, Coverage::Semua);
    let HistoryRows::Skp(rows) = &skp.rows else {
        panic!()
    };
    let words: Vec<_> = rows
        .iter()
        .map(|(line, row)| (*line, row.predikat))
        .collect();
    assert_eq!(
        words,
        [
            (3, Predikat::Baik),
            (4, Predikat::SangatKurang),
            (5, Predikat::ButuhPerbaikan)
        ]
    );
    let places: Vec<_> = skp
        .rejected
        .iter()
        .map(|p| (p.row, p.column.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (6, "TAHUN"),
            (7, "NIP"),
            (7, "HASIL KERJA"),
            (7, "PREDIKAT"),
            (8, "PREDIKAT")
        ]
    );
    let back = String::from_utf8(skp.rejected_csv()).unwrap();
    assert_eq!(back.lines().count(), 4, "{back}");
}

#[test]
fn hukdis_by_id_name_and_level() {
    let hukdis = file(
        HistoryKind::Hukdis,
        "NIP,JENIS HUKUMAN,TINGKAT,NOMOR SK,TANGGAL SK,TMT,BERAKHIR\n\
         198508172010032004,7,,SK/1,01-02-2024,15-02-2024,14-02-2025\n\
         198508172010032004,teguran lisan,Ringan,SK/2,2024-02-01,,\n\
         198508172010032004,Sanksi lain,,SK/3,01-02-2024,,\n\
         198508172010032004,7,S,SK/4,01-02-2024,,01-01-2024\n",
    );
    let HistoryRows::Hukdis(rows) = &hukdis.rows else {
        panic!()
    };
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].1.tingkat, crate::reference::Tingkat::Sedang);
    assert_eq!(rows[1].1.jenis, "TEGURAN LISAN");
    let places: Vec<_> = hukdis
        .rejected
        .iter()
        .map(|p| (p.row, p.column.as_str()))
        .collect();
    assert_eq!(places, [(4, "TINGKAT"), (5, "BERAKHIR")]);
}

#[test]
fn the_other_kinds() {
    let kompetensi = file(
        HistoryKind::Kompetensi,
        "PNS ID;KOMPETENSI;LEVEL\nA;INTEGRITAS;3\nA;INTEGRITAS;6\n;X;1\n",
    );
    assert_eq!((kompetensi.rows.len(), kompetensi.rejected.len()), (1, 2));
    let standar = file(
        HistoryKind::Standar,
        "JABATAN|KOMPETENSI|LEVEL\nAnalis|INTEGRITAS|3\n",
    );
    assert_eq!(standar.rows.len(), 1);
    let kursus = file(
        HistoryKind::Kursus,
        "NIP;JENIS DIKLAT ID;NAMA;MULAI;SELESAI;JUMLAH JAM\n198508172010032004;11;Kursus;01-02-2024;01-01-2024;20\n198508172010032004;99;Kursus;;;20\n",
    );
    assert_eq!((kursus.rows.len(), kursus.rejected.len()), (0, 2));
    let cltn = file(
        HistoryKind::Cltn,
        "NIP;JENIS;MULAI;SELESAI\n198508172010032004;;45323;\n198508172010032004;;;\n",
    );
    let HistoryRows::Cuti(rows) = &cltn.rows else {
        panic!()
    };
    assert_eq!(
        (rows[0].1.jenis.as_str(), rows[0].1.mulai),
        ("CLTN", CivilDate::new(2024, 2, 1).unwrap())
    );
    assert_eq!(cltn.rejected[0].column, "MULAI");
    assert!(matches!(
        read_history(HistoryKind::Skp, b"NIP;TAHUN;PREDIKET\n1;2;3\n", "x", today()),
        Err(FileError::MissingColumns(missing)) if missing[0].nearest.as_deref() == Some("PREDIKET")
    ));
}

#[test]
fn an_uncovered_person_is_unknown_not_empty() {
    let mut histories = Histories::default();
    let (ani, beti) = (
        person("198508172010032004", Some("A")),
        person("198508172010032005", None),
    );
    assert!(histories.skp.of(&ani).is_none());
    histories.add(file(
        HistoryKind::Skp,
        "NIP;PNS ID;TAHUN;PREDIKAT\n198508172010032004;;2024;Baik\n;A;2025;Baik\n",
    ));
    assert_eq!(histories.skp.of(&ani).unwrap().len(), 2);
    assert!(histories.skp.of(&beti).is_none());
    histories.add(file(
        HistoryKind::Skp,
        "# mencakup: semua\nNIP;TAHUN;PREDIKAT\n198508172010032004;2023;Baik\n",
    ));
    assert_eq!(histories.skp.of(&beti).unwrap().len(), 0);
}

#[test]
fn kinds_by_file_name() {
    assert_eq!(
        HistoryKind::from_name("/tmp/Riwayat-SKP_2026.xlsx"),
        Some(HistoryKind::Skp)
    );
    assert_eq!(
        HistoryKind::from_name("tubel.csv"),
        Some(HistoryKind::Tubel)
    );
    assert_eq!(HistoryKind::from_name("pegawai.csv"), None);
}
