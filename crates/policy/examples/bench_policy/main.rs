//! Screens five million invented people by the shipped policy for internships, on one thread and on two, beside DuckDB and Polars.
//!
//! `cargo xtask bench policy` runs it; `-- --rows N` and `-- --runs N` change the size. Everybody has the same case; histories are
//! reduced to columns first, for the others as well. The other tools run when `TITIAN_BENCH_PYTHON` names a Python that has them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use kernel::CivilDate;
use policy::schema::Kind;
use policy::{Calendar, Fact, Facts, Inputs, Policy, Screener, Status, Table, TableBuilder, Value};
use serde::Deserialize;
use serde_json::{Value as Json, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

const POLICY: &str = include_str!("../../../../policies/magang-banten.policy.toml");

/// Pseudo-random numbers that are the same on every machine (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (x ^ (x >> 31)) % n
    }
}

/// One column for the other tools: −1 or the smallest number stands for a missing fact.
struct Sheet {
    folder: std::path::PathBuf,
    small: Vec<(&'static str, BufWriter<File>)>,
}

impl Sheet {
    fn new(folder: &Path) -> Outcome<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            small: Vec::new(),
        })
    }

    fn put(&mut self, name: &'static str, value: i32) -> Outcome<()> {
        let at = match self.small.iter().position(|(known, _)| *known == name) {
            Some(at) => at,
            None => {
                let file = File::create(self.folder.join(format!("{name}.i32")))?;
                self.small.push((name, BufWriter::new(file)));
                self.small.len() - 1
            }
        };
        if let Some((_, file)) = self.small.get_mut(at) {
            file.write_all(&value.to_le_bytes())?;
        }
        Ok(())
    }
}

/// Words of the text facts, in the order of the numbers that the other tools get.
const KINDS: [&str; 3] = ["PNS", "CPNS", "PPPK"];
const POSITIONS: [&str; 6] = ["01", "15", "71", "03", "66", "20"];
const POSTS: [&str; 5] = [
    "PELAKSANA",
    "PENGAWAS",
    "ADMINISTRATOR",
    "JPT PRATAMA",
    "FUNGSIONAL",
];

struct People {
    dice: Dice,
    facts: Facts,
    words: Vec<(&'static str, Vec<Value>)>,
}

impl People {
    fn set(&mut self, name: &str, value: Value) -> Outcome<()> {
        let fact = Fact {
            value,
            source: None,
            date: None,
        };
        self.facts.set_value(name, fact)?;
        Ok(())
    }

    fn word(&mut self, sheet: &mut Sheet, name: &'static str, chance: &[u64]) -> Outcome<()> {
        let total: u64 = chance.iter().sum();
        let mut left = self.dice.below(total);
        let mut code = 0;
        while let Some(weight) = chance.get(code).filter(|weight| left >= **weight) {
            left -= weight;
            code += 1;
        }
        let known = self.words.iter().find(|(n, _)| *n == name);
        // The last chance is that the fact is missing.
        let value = known.and_then(|(_, words)| words.get(code)).cloned();
        sheet.put(name, if value.is_some() { code as i32 } else { -1 })?;
        self.set(name, value.unwrap_or(Value::Missing))
    }

    fn day(
        &mut self,
        sheet: &mut Sheet,
        name: &'static str,
        from: i32,
        span: u64,
        missing: u64,
    ) -> Outcome<()> {
        let days = from + self.dice.below(span) as i32;
        let known = self.dice.below(100) >= missing;
        sheet.put(name, if known { days } else { i32::MIN })?;
        let date = CivilDate::from_epoch_days(days).filter(|_| known);
        self.set(name, date.map_or(Value::Missing, Value::Date))
    }

    fn flag(
        &mut self,
        sheet: &mut Sheet,
        name: &'static str,
        yes: u64,
        missing: u64,
    ) -> Outcome<()> {
        let n = self.dice.below(100);
        let truth = (n >= missing).then(|| n < missing + yes);
        sheet.put(name, truth.map_or(-1, i32::from))?;
        self.set(name, truth.map_or(Value::Missing, Value::Bool))
    }

    fn entries(
        &mut self,
        name: &str,
        columns: usize,
        count: u64,
        put: &mut dyn FnMut(&mut Dice, &mut Vec<Value>),
    ) -> Outcome<()> {
        if self.dice.below(100) < 5 {
            return self.set(name, Value::Missing);
        }
        let mut rows = Vec::new();
        for _ in 0..count {
            let mut row = vec![Value::Missing; columns];
            put(&mut self.dice, &mut row);
            rows.push(Value::Record(row.into()));
        }
        self.set(name, Value::list(rows))
    }

    fn next(&mut self, sheet: &mut Sheet) -> Outcome<()> {
        self.word(sheet, "jenis", &[900, 20, 70, 10])?;
        self.word(sheet, "kedudukan_hukum", &[900, 10, 50, 10, 10, 10, 10])?;
        self.day(sheet, "lahir", -4_380, 14_000, 1)?;
        self.day(sheet, "tmt_pns", 9_000, 12_000, 3)?;
        self.day(sheet, "tanggal_bup", 20_500, 12_000, 90)?;
        let bup = (self.dice.below(20) == 0).then(|| [58, 60, 65][self.dice.below(3) as usize]);
        sheet.put("bup", bup.unwrap_or(-1) as i32)?;
        self.set("bup", bup.map_or(Value::Missing, Value::Int))?;
        self.word(sheet, "jenis_jabatan", &[300, 60, 30, 5, 570, 35])?;
        let unit = self.dice.below(600);
        sheet.put("unor", unit as i32)?;
        self.word_of_unit(unit)?;
        self.flag(sheet, "sedang_diperiksa", 1, 15)?;
        self.flag(sheet, "proses_pidana", 1, 15)?;
        let good: Arc<str> = "Baik".into();
        let poor: Arc<str> = "Kurang".into();
        let years = 2 + self.dice.below(2);
        let mut year = 2026;
        self.entries("skp", 4, years, &mut |dice, row| {
            year -= 1;
            row[0] = Value::Int(year);
            let word = if dice.below(50) == 0 { &poor } else { &good };
            row[3] = Value::Str(word.clone());
        })?;
        let penalties = u64::from(self.dice.below(60) == 0);
        let (light, heavy): (Arc<str>, Arc<str>) = ("Ringan".into(), "Berat".into());
        self.entries("hukdis", 6, penalties, &mut |dice, row| {
            let day =
                |dice: &mut Dice| CivilDate::from_epoch_days(19_000 + dice.below(1_500) as i32);
            row[1] = Value::Str(if dice.below(2) == 0 {
                light.clone()
            } else {
                heavy.clone()
            });
            row[3] = day(dice).map_or(Value::Missing, Value::Date);
            row[4] = day(dice).map_or(Value::Missing, Value::Date);
        })?;
        for list in ["tubel", "cltn"] {
            let count = u64::from(self.dice.below(40) == 0);
            self.entries(list, 4, count, &mut |dice, row| {
                let from = 18_000 + dice.below(3_000) as i32;
                row[2] = CivilDate::from_epoch_days(from).map_or(Value::Missing, Value::Date);
                row[3] = CivilDate::from_epoch_days(from + 700).map_or(Value::Missing, Value::Date);
            })?;
        }
        Ok(())
    }

    fn word_of_unit(&mut self, unit: u64) -> Outcome<()> {
        let known = self.words.iter().find(|(n, _)| *n == "unor");
        let value = known
            .and_then(|(_, words)| words.get(unit as usize))
            .cloned();
        self.set("unor", value.unwrap_or(Value::Missing))
    }
}

fn crowd(rows: usize, folder: &Path) -> Outcome<Table> {
    let mut sheet = Sheet::new(folder)?;
    let texts = |words: &[&str]| words.iter().map(Value::text).collect::<Vec<_>>();
    let units: Vec<String> = (0..600).map(|i| format!("unit-{i}")).collect();
    let mut people = People {
        dice: Dice(2026),
        facts: Facts::person(),
        words: vec![
            ("jenis", texts(&KINDS)),
            ("kedudukan_hukum", texts(&POSITIONS)),
            ("jenis_jabatan", texts(&POSTS)),
            ("unor", units.iter().map(Value::text).collect()),
        ],
    };
    let mut table = TableBuilder::new();
    for _ in 0..rows {
        people.next(&mut sheet)?;
        table.push(&people.facts);
    }
    Ok(table.finish())
}

/// A line of `/proc/self/status` in bytes.
fn memory(line: &str) -> usize {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = text.lines().find_map(|l| l.strip_prefix(line));
    let number = found.and_then(|l| l.split_whitespace().nth(1)?.parse::<usize>().ok());
    number.unwrap_or(0) * 1024
}

/// Seconds that this thread has been on a processor; other processes do not count.
fn on_processor() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text
        .split_whitespace()
        .next()
        .and_then(|n| n.parse::<u64>().ok());
    nanoseconds.unwrap_or(0) as f64 / 1e9
}

/// Time of the fastest of several runs, in seconds.
#[derive(Clone, Copy)]
struct Time {
    wall: f64,
    processor: f64,
}

fn fastest(runs: usize, mut act: impl FnMut()) -> Time {
    let mut best = Time {
        wall: f64::INFINITY,
        processor: f64::INFINITY,
    };
    for _ in 0..runs {
        let (start, used) = (Instant::now(), on_processor());
        act();
        best.wall = best.wall.min(start.elapsed().as_secs_f64());
        best.processor = best.processor.min(on_processor() - used);
    }
    best
}

fn line(tool: &str, threads: u64, time: Time, rows: usize, bytes: f64, ours: Time) {
    let processor = if time.processor.is_nan() {
        "–".to_owned()
    } else {
        format!("{:.1} ms", time.processor * 1e3)
    };
    let processor_ratio = if time.processor.is_nan() {
        "–".to_owned()
    } else {
        format!("{:.1}×", time.processor / ours.processor)
    };
    println!(
        "| {tool} | {threads} | {:.1} ms | {processor} | {:.0} million | {:.0} MiB | {:.1}× | {processor_ratio} |",
        time.wall * 1e3,
        rows as f64 / time.wall / 1e6,
        bytes / (1 << 20) as f64,
        time.wall / ours.wall
    );
}

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: usize| {
        let at = args.iter().position(|arg| arg == name);
        at.and_then(|i| args.get(i + 1)?.parse().ok())
            .unwrap_or(default)
    };
    let (rows, runs) = (number("--rows", 5_000_000), number("--runs", 9));
    let folder = std::env::temp_dir().join(format!("titian-bench-policy-{}", std::process::id()));
    let result = measure(rows, runs, &folder);
    // The folder holds nothing that anybody needs afterwards.
    let _ = fs::remove_dir_all(&folder);
    result
}

fn measure(rows: usize, runs: usize, folder: &Path) -> Outcome<()> {
    let policy = Policy::parse("magang-banten", POLICY).map_err(|found| found[0].to_string())?;
    let case = json!({
        "form": "magang", "start": "2026-03-02", "end": "2026-05-29", "host_kind": "central", "host_unit": "unit-7",
        "izin_atasan": true, "izin_opd": true, "plan_item": "butir 4",
    });
    let case = Facts::from_json(Kind::Case, &case)?;
    let decision: CivilDate = "2026-02-02".parse()?;
    let calendar = Calendar::default();
    let inputs = Inputs::new(&calendar);

    let table = crowd(rows, folder)?;
    let start = Instant::now();
    let screener = Screener::new(&policy, &table, &case, decision, &inputs);
    let compiled = start.elapsed().as_secs_f64();

    // From here on the kernel counts the highest memory anew, so that making the people is not in it.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = memory("VmRSS:");
    let mut result = screener.empty();
    let one = fastest(runs, || screener.fill(1, &mut result));
    let two = fastest(runs, || screener.fill(2, &mut result));
    let fresh = fastest(runs, || drop(screener.run(1)));
    let peak = memory("VmHWM:").saturating_sub(before);

    let columns = table.bytes();
    let bytes = columns + screener.derived_bytes() + result.bytes();
    println!(
        "{rows} people, {} rules that depend on them; fastest of {runs} runs\n",
        result.decided_rules()
    );
    println!(
        "columns {} MiB, histories reduced to {} MiB, result {} MiB; memory added while screening {} MiB",
        columns >> 20,
        screener.derived_bytes() >> 20,
        result.bytes() >> 20,
        peak >> 20
    );
    println!(
        "compiled, histories of {rows} people reduced: {:.0} ms; {} steps; conditions evaluated person by person: {}; into fresh memory: {:.1} ms\n",
        compiled * 1e3,
        screener.steps(),
        screener.evaluated_one_by_one(),
        fresh.wall * 1e3
    );
    println!(
        "| tool | threads | time | on a processor | people a second | memory | × time | × processor |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    line("Titian", 1, one, rows, bytes as f64, one);
    // What the other threads use is not counted here.
    let two = Time {
        processor: f64::NAN,
        ..two
    };
    line("Titian", 2, two, rows, bytes as f64, one);

    let Ok(python) = std::env::var("TITIAN_BENCH_PYTHON") else {
        eprintln!(
            "TITIAN_BENCH_PYTHON names no Python with duckdb, polars and pyarrow: Titian is measured alone"
        );
        return Ok(());
    };
    let mut sheet = Sheet::new(folder)?;
    let rules = policy.rules();
    let reduced = [
        ("skp_ok", "kinerja"),
        ("hukdis_ok", "hukuman-disiplin"),
        ("tubel_ok", "tugas-belajar"),
        ("cltn_ok", "cltn"),
    ];
    for (name, id) in reduced {
        let rule = rules
            .iter()
            .position(|rule| rule.id == id)
            .ok_or("a rule of the policy is gone")?;
        for row in 0..rows {
            let code = match result.status(rule, row) {
                Some(Status::Met) => 1,
                Some(Status::NotMet) => 0,
                _ => -1,
            };
            sheet.put(name, code)?;
        }
    }
    drop(sheet);
    let expected: Vec<usize> = result.verdicts().to_vec();
    let each_rule: BTreeMap<&str, [usize; 2]> = (rules.iter().enumerate())
        .map(|(i, rule)| (rule.id.as_str(), result.counts(i)))
        .map(|(id, [_, not_met, unknown])| (id, [not_met, unknown]))
        .collect();
    let decided = result.decided_rules();
    // The others need the memory.
    drop((result, screener));
    drop(table);
    let script = folder.join("others.py");
    fs::write(&script, include_str!("others.py"))?;
    let output = Command::new(python)
        .arg(&script)
        .arg(folder)
        .arg(runs.to_string())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    for text in String::from_utf8_lossy(&output.stdout).lines() {
        let told: Json = serde_json::from_str(text)?;
        let counts: Vec<usize> = serde_json::from_value(told["verdicts"].clone())?;
        let tool = told["tool"].as_str().unwrap_or("?");
        let theirs: BTreeMap<&str, [usize; 2]> = Deserialize::deserialize(&told["rules"])?;
        if theirs.len() != decided {
            return Err(format!("{tool} has {} rules, the policy {decided}", theirs.len()).into());
        }
        for (id, theirs) in theirs {
            let ours = each_rule.get(id);
            if ours != Some(&theirs) {
                return Err(format!(
                    "others.py no longer says what the policy says in `{id}`: not met and unknown for {theirs:?} by {tool}, {ours:?} by Titian"
                )
                .into());
            }
        }
        if counts != expected {
            return Err(format!("{tool} counts {counts:?}, Titian {expected:?}").into());
        }
        let seconds = |name: &str| told[name].as_f64().unwrap_or(f64::NAN);
        let time = Time {
            wall: seconds("seconds"),
            processor: seconds("processor"),
        };
        let bytes = told["bytes"].as_f64().unwrap_or(f64::NAN);
        line(
            tool,
            told["threads"].as_u64().unwrap_or(0),
            time,
            rows,
            bytes,
            one,
        );
    }
    println!("\nall agree: memenuhi, belum-memenuhi, perlu-verifikasi = {expected:?}");
    Ok(())
}
