//! Tests of reading the staff export in all its layouts.

use super::*;

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 24).unwrap()
}

fn file(text: &str) -> StaffFile {
    read_staff(text.as_bytes(), "uji.csv", today()).unwrap()
}

fn places(file: &StaffFile) -> Vec<(u32, &str)> {
    file.rejected
        .iter()
        .map(|p| (p.row, p.column.as_str()))
        .collect()
}

const ANI: &str = "A1;198508172010032004;Ani Contoh;17-08-1985;F;III/b";

fn with_header(rows: &[&str]) -> String {
    format!(
        "PNS ID;NIP BARU;NAMA;TANGGAL LAHIR;JENIS KELAMIN;GOL AKHIR NAMA\n{}\n",
        rows.join("\n")
    )
}

#[test]
fn a_plain_row() {
    let file = file(&with_header(&[ANI]));
    assert_eq!(file.layout, Layout::Minimal);
    assert_eq!(file.delimiter, Some(';'));
    let (line, ani) = &file.rows[0];
    assert_eq!(*line, 2);
    assert_eq!(ani.pns_id(), Some("A1"));
    assert_eq!(ani.tanggal_lahir(), CivilDate::new(1985, 8, 17).ok());
    assert_eq!(ani.jenis_kelamin(), Some(crate::Sex::Female));
    assert_eq!(ani.golongan(), "III/b".parse().ok());
    assert_eq!(ani.email(), None);
    assert!(file.rejected.is_empty());
}

#[test]
fn all_problems_of_all_rows_are_told() {
    let file = file(&with_header(&[
        "A1;1.98508E+17;;31-02-1985;X;III/x",
        ANI,
        "A1;198508172010032004;Ani Contoh;17-08-1985;F;III/b",
        "A3;199001012015012001;Citra",
        "A4;199001012015012001;Citra;01-01-1990;F;III/a",
        "A6;199001012015012003;Citra;Sari;01-01-1990;F;",
        "A5;199001012015012002;Citra;01-01-1990;F;III/a;x",
    ]));
    assert_eq!(
        places(&file),
        [
            (2, "NIP BARU"),
            (2, "NAMA"),
            (2, "TANGGAL LAHIR"),
            (2, "JENIS KELAMIN"),
            (2, "GOL AKHIR NAMA"),
            (3, "PNS ID"),
            (4, "PNS ID"),
            (4, "NIP BARU"),
            (5, FIELD_COUNT),
            (7, FIELD_COUNT),
            (8, FIELD_COUNT),
        ]
    );
    assert_eq!(file.rows.len(), 1);
    assert_eq!(file.rows[0].0, 6);
    let told: Vec<_> = file
        .rejected
        .iter()
        .map(|p| {
            format!(
                "{} {} “{}”\n  {}\n  {}",
                p.row,
                p.column,
                p.value,
                p.expected.id(),
                p.expected.en()
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn rejected_rows_come_back_corrected() {
    let first = file(&with_header(&[
        "A1;1.98508E+17;=HYPERLINK(\"x\");17-08-1985;F;III/b",
        "A2;198508172010032004;\"Beni; Contoh\";17/08/1985;M;III/b",
    ]));
    let text = String::from_utf8(first.rejected_csv()).unwrap();
    assert!(text.contains("'198508172010032004"), "{text}");
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{text}");
    let corrected = text
        .replace("17/08/1985", "17-08-1985")
        .replace("1.98508E+17", "198508172010032005");
    let second = file(&corrected);
    assert_eq!(second.rejected, []);
    assert_eq!(second.rows[1].1.nama(), "Beni; Contoh");
    assert_eq!(second.rows[0].1.nama(), "=HYPERLINK(\"x\")");
    assert_eq!(second.encoding, Encoding::Utf8Bom);
}

#[test]
fn every_delimiter_and_a_title_above_the_header() {
    for delimiter in DELIMITERS {
        let text =
            format!("Data ASN\n\n{}", with_header(&[ANI])).replace(';', &delimiter.to_string());
        let file = file(&text);
        assert_eq!(file.delimiter, Some(delimiter));
        assert_eq!(file.rows[0].0, 4);
    }
}

#[test]
fn missing_mandatory_columns_are_an_error_of_the_file() {
    let error = read_staff(b"PNS ID;NIP BRU;NAMA\nA;B;C\n", "x.csv", today()).unwrap_err();
    insta::assert_snapshot!(format!("{}\n{}", error.id(), error.en()));
    let staff = "NMPPPNPN;NIKPPNPN;NPWP;STATUS\nAni;1;2;3\n";
    assert!(matches!(
        read_staff(staff.as_bytes(), "x.csv", today()),
        Err(FileError::MissingColumns(missing)) if missing.len() == 2
    ));
    assert_eq!(read_staff(b"", "x", today()), Err(FileError::Empty));
    assert_eq!(read_staff(b"\n \n", "x", today()), Err(FileError::Empty));
    assert_eq!(
        read_staff(b"\x7fELF\0\0\0", "x", today()),
        Err(FileError::NotATable)
    );
}

#[test]
fn the_export_tool_joins_its_columns_of_posts() {
    let file = file(
        "ID,NIP BARU,NAMA,NAMA LENGKAP,JENIS JABATAN ID,JFT ID,JFT NAMA,JFU ID,JFU NAMA,TANGGAL LULUS,UNIT ORGANISASI NAMA\n\
         A,198508172010032004,Ani,Ani,2,F1,Analis Contoh Ahli Muda,,,17-08-2008,Dinas Sosial\n\
         B,198508172010032005,Ita,Ita,4,,,U1,Pengolah Data,01-07-2007,- \n",
    );
    assert_eq!(file.layout, Layout::ExportTool);
    assert_eq!(file.unused, ["NAMA LENGKAP"]);
    assert!(file.columns.has(Column::JabatanId));
    assert_eq!(
        file.rows[0].1.jabatan_nama(),
        Some("Analis Contoh Ahli Muda")
    );
    assert_eq!(file.rows[0].1.tahun_lulus(), Some(2008));
    assert_eq!(file.rows[1].1.jabatan_id(), Some("U1"));
    assert_eq!(file.rows[1].1.unor_nama(), None);
    assert_eq!(file.rows[0].1.opd().unwrap().name, "Dinas Sosial");
}

#[test]
fn the_sapk_layout_with_its_mixed_headers() {
    let file = file(
        "pns_id;nip_baru;nama;gelar_blk;tgl_lahir;tgl sk pns;tingkat pendidikan id;gol_id;gol_nama;unor_induk_nama;kartu_pegawai\n\
         A;198508172010032004;Ani;S.Sos.;1985-08-17;01-03-2011;40;32;III/b;Dinas Sosial;K1\n",
    );
    assert_eq!(file.layout, Layout::SapkPegawaiInfo);
    let ani = &file.rows[0].1;
    assert_eq!(ani.nama_gelar(), "Ani, S.Sos.");
    assert_eq!(ani.tanggal_sk_pns(), CivilDate::new(2011, 3, 1).ok());
    assert_eq!(ani.tingkat_pendidikan_id(), Some("40"));
    assert_eq!(ani.unor_induk_nama(), Some("Dinas Sosial"));
}

#[test]
fn the_minimal_importer() {
    let file = file(
        "pns_id,nip_baru,nama,gelar_depan,gelar_belakang,nik,tempat_lahir_nama,tanggal_lahir,jenis_kelamin,agama_nama,nomor_hp,email,unit,tingkat_pendidikan_id,instansi_id,jurusan_id\n\
         A,198508172010032004,Ani,,,3604015708850001,Serang,17-08-1985,F,Islam,0812,a@contoh.id,Dinas Sosial,40,I1,J1\n",
    );
    assert_eq!(file.layout, Layout::Minimal);
    let ani = &file.rows[0].1;
    assert_eq!(
        (ani.unor_nama(), ani.pendidikan_id()),
        (Some("Dinas Sosial"), Some("J1"))
    );
    assert!(file.unused.is_empty());
}

#[test]
fn golongan_by_text_and_by_id_with_the_kind() {
    let file = file(
        "NIP BARU|NAMA|KEDUDUKAN HUKUM ID|GOL AKHIR ID|GOL AKHIR NAMA\n\
         198508172010032004|Ani|01|31|III/a\n\
         198508172023212001|Beti|71|31|IX\n\
         198508172023212002|Cici|71|31|\n\
         198508172010032005|Dedi|01|31|null\n\
         198508172023212003|Evi|71||31\n",
    );
    let golongan: Vec<_> = file
        .rows
        .iter()
        .map(|(_, r)| r.golongan().unwrap().to_string())
        .collect();
    assert_eq!(golongan, ["III/a", "IX", "IX", "III/a", "IX"]);
    assert_eq!(file.rows[1].1.jenis(), crate::Jenis::Pppk);
    assert_eq!(file.rows[3].1.jenis(), crate::Jenis::Pns);
}

#[test]
fn cells_left_out_with_a_warning() {
    let file = file("NIP BARU;NAMA;NIK;IS VALID NIK\n198508172010032004;Ani;3.60401E+15;mungkin\n");
    assert_eq!(file.rows[0].1.nik(), None);
    assert_eq!(file.warnings.len(), 2);
    assert!(file.rejected.is_empty());
}

#[test]
fn a_record_survives_the_way_through_json_and_damage_is_refused() {
    let record = file(&with_header(&[ANI])).rows.remove(0).1;
    let json = serde_json::to_string(&record).unwrap();
    assert_eq!(serde_json::from_str::<StaffRecord>(&json).unwrap(), record);
    let damaged = json.replace("198508172010032004", "1985");
    assert!(serde_json::from_str::<StaffRecord>(&damaged).is_err());
    assert!(!format!("{record:?}").contains("Ani"));
    let moved = record
        .with(today(), Column::Nama, Some(" Ani  Baru "))
        .unwrap();
    assert_eq!(moved.nama(), "Ani Baru");
    assert!(record.with(today(), Column::Nama, None).is_err());
}
