//! Screening to and from Parquet and Arrow, in a build that has it and in one that has not.

use std::fs;

use super::refused;
#[cfg(feature = "parquet")]
use super::titian;

const POLICIES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies");

/// `policy screen` of the people of `staff`, with more arguments.
fn screen<'a>(staff: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let policy = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../policies/magang-banten.policy.toml"
    );
    let mut arguments = vec!["policy", "screen", policy, "--at", "2026-02-02"];
    arguments.extend(["--staff", staff, "--out", out]);
    arguments.extend(more);
    arguments
}

#[test]
fn a_name_with_another_ending_is_refused_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, said) = refused(&data, &screen("nowhere.csv", "result.xls", &[]));
    assert_eq!(code, 2);
    assert!(
        said.contains("result.xls: expected a name that ends in .csv, .parquet or .arrow"),
        "{said}"
    );
    assert!(fs::exists(POLICIES).unwrap());
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_it_says_so_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (code, said) = refused(&data, &screen("nowhere.csv", "result.parquet", &[]));
    assert_eq!(code, 2);
    let told = "this build cannot write Parquet; build with `--features parquet`, or use .csv";
    assert!(said.contains(told), "{said}");
    let (code, said) = refused(&data, &screen("people.parquet", "result.csv", &[]));
    assert!(
        code == 2 && said.contains("people.parquet: this build cannot read it"),
        "{said}"
    );
    assert!(!folder.path().join("result.parquet").exists());
}

#[cfg(feature = "parquet")]
mod with {
    use std::fs::File;
    use std::path::Path;
    use std::sync::Arc;

    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{Int8Type, Int64Type};
    use arrow_array::{
        ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int64Array,
        RecordBatch, RecordBatchReader, StringArray,
    };
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use policy::schema::Kind;
    use policy::{Calendar, Facts, Inputs, Policy, screen_one};

    use super::*;

    fn done(data: &Path, arguments: &[&str]) {
        let output = titian(data, arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
    }

    /// The rows as the CSV has them.
    fn lines(batches: impl Iterator<Item = RecordBatch>) -> Vec<String> {
        let mut found = Vec::new();
        for batch in batches {
            for row in 0..batch.num_rows() {
                let cells: Vec<String> = batch
                    .columns()
                    .iter()
                    .map(|column| match column.as_primitive_opt::<Int64Type>() {
                        Some(numbers) => numbers.value(row).to_string(),
                        None => column.as_string::<i32>().value(row).to_owned(),
                    })
                    .collect();
                found.push(cells.join(","));
            }
        }
        found
    }

    #[test]
    fn parquet_and_arrow_have_the_rows_of_the_csv() {
        let folder = crate::import::province();
        let data = folder.path().join("data");
        let more = ["--histories", "p", "--reasons"];
        for out in ["r.csv", "r.parquet", "r.arrow"] {
            done(&data, &screen("p/data-asn.csv", out, &more));
        }
        let csv = fs::read_to_string(folder.path().join("r.csv")).unwrap();
        let mut csv = csv.lines();
        let header = csv.next().unwrap();
        let rows: Vec<&str> = csv.collect();
        assert!(rows.len() > 1_000);
        let file = File::open(folder.path().join("r.parquet")).unwrap();
        let reader = ParquetRecordBatchReaderBuilder::try_new(file)
            .unwrap()
            .build()
            .unwrap();
        let names: Vec<String> = reader
            .schema()
            .fields()
            .iter()
            .map(|f| f.name().clone())
            .collect();
        assert_eq!(names.join(","), header);
        assert_eq!(lines(reader.map(Result::unwrap)), rows);
        let file = File::open(folder.path().join("r.arrow")).unwrap();
        let reader = arrow_ipc::reader::FileReader::try_new(file, None).unwrap();
        assert_eq!(lines(reader.map(Result::unwrap)), rows);
    }

    fn days(text: &str) -> i32 {
        text.parse::<kernel::CivilDate>().unwrap().epoch_days()
    }

    fn write(path: &Path, columns: Vec<(&str, ArrayRef)>) {
        let batch = RecordBatch::try_from_iter_with_nullable(
            columns.into_iter().map(|(n, a)| (n, a, true)),
        )
        .unwrap();
        let file = File::create(path).unwrap();
        if path.extension().unwrap() == "arrow" {
            let mut writer = arrow_ipc::writer::FileWriter::try_new(file, &batch.schema()).unwrap();
            writer.write(&batch).unwrap();
            return writer.finish().unwrap();
        }
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }

    fn texts(words: &[Option<&str>]) -> ArrayRef {
        Arc::new(StringArray::from(words.to_vec()))
    }

    /// Three people by columns: one with everything, one with holes, one of whom nothing is known.
    fn people() -> Vec<(&'static str, ArrayRef)> {
        let ranks: DictionaryArray<Int8Type> =
            vec![Some("III/c"), Some("IX"), None].into_iter().collect();
        vec![
            ("pns_id", texts(&[Some("A1"), Some("A2"), Some("A3")])),
            ("nip", texts(&[Some("199001012015031001"), None, None])),
            ("jenis", texts(&[Some("PNS"), Some("PPPK"), None])),
            ("golongan", Arc::new(ranks)),
            ("kedudukan_hukum", texts(&[Some("01"), Some("71"), None])),
            (
                "tmt_pns",
                Arc::new(Date32Array::from(vec![
                    Some(days("2015-03-01")),
                    None,
                    None,
                ])),
            ),
            (
                "tanggal_bup",
                Arc::new(Date32Array::from(vec![
                    Some(days("2048-02-01")),
                    None,
                    None,
                ])),
            ),
            (
                "sedang_diperiksa",
                Arc::new(BooleanArray::from(vec![Some(false), Some(true), None])),
            ),
            (
                "proses_pidana",
                Arc::new(BooleanArray::from(vec![Some(false), None, None])),
            ),
            (
                "jp_tahun",
                Arc::new(
                    Decimal128Array::from(vec![Some(125), None, None])
                        .with_precision_and_scale(9, 1)
                        .unwrap(),
                ),
            ),
            (
                "skp_known",
                Arc::new(BooleanArray::from(vec![Some(true), Some(true), None])),
            ),
            (
                "hukdis_known",
                Arc::new(BooleanArray::from(vec![Some(true), None, None])),
            ),
        ]
    }

    fn appraisals() -> Vec<(&'static str, ArrayRef)> {
        vec![
            ("pns_id", texts(&[Some("A1"), Some("A1"), Some("A2")])),
            ("tahun", Arc::new(Int64Array::from(vec![2024, 2025, 2025]))),
            (
                "predikat",
                texts(&[Some("Baik"), Some("Sangat Baik"), None]),
            ),
        ]
    }

    #[test]
    fn people_by_columns_are_screened_as_their_facts_say() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let text = fs::read_to_string(format!("{POLICIES}/magang-banten.policy.toml")).unwrap();
        let policy = Policy::parse("p", &text).unwrap();
        let facts = [
            serde_json::json!({"jenis": "PNS", "golongan": "III/c", "kedudukan_hukum": "01", "tmt_pns": "2015-03-01",
                "tanggal_bup": "2048-02-01", "sedang_diperiksa": false, "proses_pidana": false, "jp_tahun": "12.5", "hukdis": [],
                "skp": [{"tahun": 2024, "predikat": "Baik"}, {"tahun": 2025, "predikat": "Sangat Baik"}]}),
            serde_json::json!({"jenis": "PPPK", "golongan": "IX", "kedudukan_hukum": "71", "sedang_diperiksa": true,
                "skp": [{"tahun": 2025}]}),
            serde_json::json!({}),
        ];
        let calendar = Calendar::default();
        let inputs = Inputs::new(&calendar);
        let expected: Vec<String> = facts
            .iter()
            .zip([("A1", "199001012015031001"), ("A2", ""), ("A3", "")])
            .map(|(facts, (id, nip))| {
                let person = Facts::from_json(Kind::Person, facts).unwrap();
                let at = "2026-02-02".parse().unwrap();
                let row = screen_one(&policy, &person, &Facts::case(), at, &inputs);
                let verdict = row.verdict.as_str();
                format!(
                    "{id},{nip},{verdict},{},{},{}",
                    row.failed, row.unknown, row.warned
                )
            })
            .collect();
        assert!(expected[0] != expected[1] && expected[1] != expected[2]);
        for ending in ["parquet", "arrow"] {
            let staff = format!("people.{ending}");
            write(&folder.path().join(&staff), people());
            fs::create_dir_all(folder.path().join(ending)).unwrap();
            write(
                &folder.path().join(format!("{ending}/skp.{ending}")),
                appraisals(),
            );
            done(&data, &screen(&staff, "r.csv", &["--histories", ending]));
            let csv = fs::read_to_string(folder.path().join("r.csv")).unwrap();
            assert_eq!(
                csv.lines().skip(1).collect::<Vec<_>>(),
                expected,
                "{ending}"
            );
        }
    }

    #[test]
    fn what_does_not_fit_the_schema_is_refused_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let ask = |change: &dyn Fn(&mut Vec<(&'static str, ArrayRef)>)| {
            let mut columns = people();
            change(&mut columns);
            write(&folder.path().join("p.parquet"), columns);
            let (code, said) = refused(&data, &screen("p.parquet", "r.csv", &["--histories", "h"]));
            assert!(code == 2 && !folder.path().join("r.csv").exists(), "{said}");
            said
        };
        let told = |said: String, expected: &str| assert!(said.contains(expected), "{said}");
        told(
            ask(&|c| c[2].0 = "jenes"),
            "p.parquet: unknown column `jenes`",
        );
        told(
            ask(&|c| drop(c.remove(0))),
            "p.parquet: expected a column `pns_id`",
        );
        told(
            ask(&|c| c[5].1 = texts(&[Some("2015-03-01"), None, None])),
            "column `tmt_pns`: expected DATE, found Utf8",
        );
        told(
            ask(&|c| c[3].1 = texts(&[Some("III/c"), Some("V/z"), None])),
            "p.parquet: row 2, column `golongan`:",
        );
        told(
            ask(&|c| c[0].1 = texts(&[Some("A1"), Some("A2"), Some("A1")])),
            "p.parquet: row 3: `A1` is already in row 1",
        );
        told(
            ask(&|c| c[0].1 = texts(&[Some("A1"), None, Some("A3")])),
            "p.parquet: row 2: `pns_id` is empty",
        );
        fs::create_dir(folder.path().join("h")).unwrap();
        let mut entries = appraisals();
        entries[0].1 = texts(&[Some("A1"), Some("A9"), Some("A2")]);
        write(&folder.path().join("h/skp.parquet"), entries);
        told(
            ask(&|_| ()),
            "skp.parquet: row 2: nobody has the `pns_id` `A9`",
        );
        fs::write(folder.path().join("p.parquet"), "PAR1 but no more").unwrap();
        let (code, said) = refused(&data, &screen("p.parquet", "r.csv", &[]));
        assert!(code == 2 && said.contains("p.parquet: "), "{said}");
    }
}
