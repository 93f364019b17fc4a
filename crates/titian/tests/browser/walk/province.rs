//! The invented province as files, and whom its officers would think of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use kernel::{CivilDate, Clock as _, SystemClock};

/// Civil servants of the province; enough that some can go and one may not.
const STAFF: &str = "250";

/// A civil servant as the export has her.
#[derive(Clone, Debug)]
pub struct Civil {
    pub nip: String,
    /// Without degrees, in capitals as in the export.
    pub name: String,
    pub opd: String,
    pub birth_date: CivilDate,
    id: String,
    /// Of the executing kind, long enough in service and far from retirement, so that no rule of these stands in the way.
    free: bool,
}

/// The files that `titian synth` wrote.
pub struct Province {
    folder: PathBuf,
    /// Active PNS.
    serving: Vec<Civil>,
    /// People with a penalty that defers, with their PNS ID.
    punished: BTreeSet<String>,
    /// People of whom a history knows something that stands in the way.
    elsewhere: BTreeSet<String>,
    /// People whose two last appraisals are good.
    good: BTreeSet<String>,
}

impl Province {
    /// Invents it into a folder that does not exist yet.
    pub fn invent(folder: &Path) -> Self {
        let output = Command::new(env!("CARGO_BIN_EXE_titian"))
            .args(["synth", "--staff", STAFF, "--seed", "7", "--out"])
            .arg(folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let today = SystemClock.today();
        let faulty = faulty(folder);
        let serving = rows(&folder.join("data-asn.csv"), b'|')
            .into_iter()
            .filter(|row| !faulty.contains(&row["NIP BARU"]))
            .filter_map(|row| serving(&row, today))
            .collect();
        let ids = |file: &str, fits: &dyn Fn(&BTreeMap<String, String>) -> bool| {
            let rows = rows(&folder.join(file), b';');
            let fitting = rows.into_iter().filter(|row| fits(row));
            fitting.map(|row| row["PNS ID"].clone()).collect()
        };
        let year_ago = today.add_days(-300).unwrap();
        let last = today.year() - 1;
        let mut good: BTreeMap<String, u32> = BTreeMap::new();
        for row in rows(&folder.join("skp.csv"), b';') {
            let recent = [last, last - 1]
                .iter()
                .any(|year| row["TAHUN"] == year.to_string());
            if recent && ["Baik", "Sangat Baik"].contains(&row["PREDIKAT"].as_str()) {
                *good.entry(row["PNS ID"].clone()).or_default() += 1;
            }
        }
        let mut elsewhere: BTreeSet<String> = ids("hukdis.csv", &|_| true);
        elsewhere.extend::<BTreeSet<String>>(ids("tubel.csv", &|_| true));
        elsewhere.extend::<BTreeSet<String>>(ids("cltn.csv", &|_| true));
        Self {
            serving,
            punished: ids("hukdis.csv", &|row| {
                row["TINGKAT"] == "Sedang" && date(&row["TANGGAL SK"]).is_some_and(|d| d > year_ago)
            }),
            elsewhere,
            good: good
                .into_iter()
                .filter(|(_, n)| *n == 2)
                .map(|(id, _)| id)
                .collect(),
            folder: folder.to_owned(),
        }
    }

    /// One of its files.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// `n` people whom nothing in the register keeps from going, of different units.
    pub fn able(&self, n: usize) -> Vec<Civil> {
        let able: Vec<Civil> = self.ready().take(n).cloned().collect();
        assert_eq!(able.len(), n, "too few people in the province can go");
        able
    }

    /// The OPD with most people who can go, and `n` of them.
    pub fn able_of_one_unit(&self, n: usize) -> (String, Vec<Civil>) {
        let mut units: BTreeMap<&str, Vec<Civil>> = BTreeMap::new();
        for civil in self.ready() {
            units.entry(&civil.opd).or_default().push(civil.clone());
        }
        let (unit, people) = units
            .into_iter()
            .max_by_key(|(_, people)| people.len())
            .unwrap();
        assert!(
            people.len() >= n,
            "{unit} has only {} people who can go",
            people.len()
        );
        (unit.to_owned(), people.into_iter().take(n).collect())
    }

    /// Somebody with a penalty of discipline that defers.
    pub fn punished(&self) -> Civil {
        let fits = |civil: &&Civil| self.punished.contains(&civil.id);
        self.serving
            .iter()
            .find(fits)
            .expect("nobody is punished")
            .clone()
    }

    fn ready(&self) -> impl Iterator<Item = &Civil> {
        self.serving.iter().filter(|civil| {
            civil.free && self.good.contains(&civil.id) && !self.elsewhere.contains(&civil.id)
        })
    }
}

fn serving(row: &BTreeMap<String, String>, today: CivilDate) -> Option<Civil> {
    let serves = row["STATUS CPNS PNS"] == "P" && row["KEDUDUKAN HUKUM ID"] == "01";
    let birth_date = date(&row["TANGGAL LAHIR"])?;
    let permanent = date(&row["TMT PNS"])?;
    let free = row["JENIS JABATAN ID"] == "4"
        && birth_date.year() > today.year() - 53
        && permanent.year() < today.year() - 2;
    serves.then(|| Civil {
        nip: row["NIP BARU"].clone(),
        name: row["NAMA"].clone(),
        opd: staff_file::reference::opd_of_chain(&row["UNOR NAMA"])
            .map(|opd| opd.name.clone())
            .unwrap_or_default(),
        birth_date,
        id: row["PNS ID"].clone(),
        free,
    })
}

/// NIPs whose rows the invention spoiled.
fn faulty(folder: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder.join("truth.json")).unwrap();
    let truth: serde_json::Value = serde_json::from_str(&text).unwrap();
    let found = truth["findings"].as_array().unwrap();
    let mut faulty: BTreeSet<String> = found
        .iter()
        .map(|one| one[0].as_str().unwrap().to_owned())
        .collect();
    // Rows count from the line of the head.
    let lines: Vec<String> = std::fs::read_to_string(folder.join("data-asn.csv"))
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    for one in truth["rejected"].as_array().unwrap() {
        let line = &lines[one[0].as_u64().unwrap() as usize - 1];
        faulty.extend(line.split('|').nth(1).map(str::to_owned));
    }
    faulty
}

/// The rows of a file by their heads; lines of another width are left to the importer.
fn rows(file: &Path, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .comment(Some(b'#'))
        .quoting(false)
        .flexible(true)
        .from_path(file)
        .unwrap();
    let heads = reader.headers().unwrap().clone();
    let rows = reader.records().map(Result::unwrap);
    let whole = rows.filter(|row| row.len() == heads.len());
    whole
        .map(|row| {
            heads
                .iter()
                .zip(row.iter())
                .map(|(h, v)| (h.to_owned(), v.to_owned()))
                .collect()
        })
        .collect()
}

/// `dd-mm-yyyy`.
fn date(text: &str) -> Option<CivilDate> {
    let mut parts = text.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    format!("{year}-{month}-{day}").parse().ok()
}
