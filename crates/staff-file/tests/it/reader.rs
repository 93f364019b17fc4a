//! The readers on arbitrary bytes, on torn provinces, and on what they wrote themselves.

use kernel::CivilDate;
use proptest::prelude::*;
use staff_file::history::{HistoryKind, read_history};
use staff_file::sheet::{self, Limits};
use staff_file::{Column, StaffRecord, read_staff, synth};

fn today() -> CivilDate {
    CivilDate::new(2026, 11, 24).unwrap()
}

/// Reads everything that takes bytes, and writes back what was rejected.
fn read_all(bytes: &[u8]) {
    if let Ok(file) = read_staff(bytes, "x", today()) {
        let again = read_staff(&file.rejected_csv(), "x", today()).unwrap();
        assert_eq!(again.header.len(), file.header.len() + 1);
        let rows: std::collections::BTreeSet<u32> = file.rejected.iter().map(|p| p.row).collect();
        assert_eq!(
            rows.len(),
            file.rejected_rows.len(),
            "every rejected row has a reason and the other way round"
        );
    }
    for kind in HistoryKind::ALL {
        if let Ok(file) = read_history(kind, bytes, "x", today()) {
            file.rejected_csv();
        }
    }
    let _ = sheet::read(bytes, &Limits::default());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        read_all(&bytes);
    }

    #[test]
    fn arbitrary_tables_do_no_harm(text in "(PNS ID|NIP|NAMA|TAHUN|PREDIKAT|\"|\n|;|[|]|,|\t|[0-9]{1,18}|[a-zé'= -]{1,6}|\r\n|#){0,80}") {
        read_all(text.as_bytes());
        read_all(format!("NIP BARU;NAMA;TANGGAL LAHIR;GOL AKHIR NAMA\n{text}").as_bytes());
        read_all(format!("NIP,TAHUN,PREDIKAT\n{text}").as_bytes());
    }

    #[test]
    fn a_torn_spreadsheet_does_no_harm(at in 0_usize..8_000, byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = workbook();
        let at = at % bytes.len();
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let _ = sheet::read(&bytes, &Limits::default());
        let _ = read_staff(&bytes, "x", today());
    }

    #[test]
    fn what_is_written_is_read_back(cells in prop::collection::vec("[a-zA-Z0-9;|,\"' .@/\n-]{0,12}", Column::COUNT), delimiter in prop::sample::select(vec!['|', ';', ',', '\t'])) {
        let cell = |column: Column| match column {
            Column::NipBaru => Some("198508172010032004"),
            Column::Nama => Some("Ani"),
            _ if free_text(column) => cells.get(column.index()).map(String::as_str),
            _ => None,
        };
        let record = StaffRecord::new(today(), cell).unwrap();
        let mut text = String::new();
        for cell in [|c: Column, _: &StaffRecord| c.header().to_owned(), |c, r: &StaffRecord| r.get(c).unwrap_or_default().to_owned()] {
            let row: Vec<String> = Column::ALL.iter().map(|c| format!("\"{}\"", cell(*c, &record).replace('"', "\"\""))).collect();
            text.push_str(&row.join(&delimiter.to_string()));
            text.push('\n');
        }
        let file = read_staff(text.as_bytes(), "x", today()).unwrap();
        prop_assert_eq!(&file.rejected, &[]);
        for column in Column::ALL {
            prop_assert_eq!(file.rows[0].1.get(*column), record.get(*column), "{}", column);
        }
    }
}

/// Columns whose cells may hold any text.
fn free_text(column: Column) -> bool {
    column.kind() == staff_file::Kind::Text
}

fn workbook() -> Vec<u8> {
    static BOOK: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    BOOK.get_or_init(|| synth::generate(12, 1, today()).export_xlsx().unwrap())
        .clone()
}
