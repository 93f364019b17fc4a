//! Benchmark: this engine beside OR-tools' SimpleMinCostFlow and HiGHS on the same arcs, one after the other in one run.
//!
//! `bench_placement` runs the standard sizes, `bench_placement small` only the smallest. Each
//! solver runs in a process of its own, so that its memory is its own; the others come from PyPI into
//! `target/bench-venv`, which is made here. Times are processor time, all threads together, so that a busy
//! machine does not stretch them; memory is what solving takes beside the problem: of the engine the bytes
//! allocated at once, of the others the growth of the process. Their cost is the scalar
//! 10⁷·placed + fit; the engine solves `placed, generous, fit` with the lottery for the time, and `placed, fit` to
//! compare the objective.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use matching::instances::{Shape, generate};
use matching::{Objective, Optimum, Problem, Standing, certify, optimise};
use peak_alloc::PeakAlloc;
use rustix::time::{ClockId, clock_gettime};

/// Counts the bytes that are allocated, and the most that were at once.
#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

type Failure = Box<dyn std::error::Error>;

const SOLVERS: &str = r#"
import sys, time, resource, numpy as np
arcs = np.fromfile(sys.argv[2], dtype=np.int64).reshape(-1, 4)
nodes, people = int(sys.argv[3]), int(sys.argv[4])
tail, head, cap, gain = (np.ascontiguousarray(arcs[:, i]) for i in range(4))
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
if sys.argv[1] == "ortools":
    from ortools.graph.python import min_cost_flow
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(tail, head, cap, -gain)
    flow.set_nodes_supplies(np.array([0, nodes - 1]), np.array([people, -people]))
    start = time.process_time()
    status = flow.solve()
    spent = time.process_time() - start
    ok, value = status == flow.OPTIMAL, -flow.optimal_cost()
else:
    import highspy
    m = len(arcs)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = m, nodes
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = gain.astype(float), np.zeros(m), cap.astype(float)
    supply = np.zeros(nodes); supply[0], supply[-1] = people, -people
    lp.row_lower_ = lp.row_upper_ = supply
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.arange(0, 2 * m + 1, 2)
    lp.a_matrix_.index_ = np.column_stack([tail, head]).ravel()
    lp.a_matrix_.value_ = np.tile([1.0, -1.0], m)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", float(sys.argv[5]))
    solver.passModel(lp)
    start = time.process_time()
    solver.run()
    spent = time.process_time() - start
    ok = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value = round(solver.getInfo().objective_function_value)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(int(ok), spent, value, peak - base)
"#;

/// Seconds after which HiGHS is stopped.
const HIGHS_LIMIT: u32 = 60;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| words.get(at).and_then(|word| word.parse::<usize>().ok());
    if let (Some("one"), Some(people), Some(hosts)) =
        (words.first().map(String::as_str), number(1), number(2))
    {
        return one(
            people,
            hosts,
            words.get(3).is_some_and(|word| word == "contested"),
            Path::new(words.get(4).map_or("", String::as_str)),
        );
    }
    if words.first().is_some_and(|word| word == "repair") {
        return repair(number(1).unwrap_or(200_000), number(2).unwrap_or(5_000));
    }
    if words.first().is_some_and(|word| word == "stable") {
        return stable(number(1).unwrap_or(200_000), number(2).unwrap_or(5_000));
    }
    let python = venv()?;
    let scratch = std::env::temp_dir().join(format!("bench-placement-{}", std::process::id()));
    fs::create_dir_all(&scratch)?;
    let script = scratch.join("solvers.py");
    fs::write(&script, SOLVERS)?;
    println!(
        "| instance | Titian | OR-tools | ratio | HiGHS | Titian memory | OR-tools memory | objective | certificate |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let small = words.iter().any(|word| word == "small");
    for (people, hosts) in [
        (2_000, 100),
        (20_000, 1_000),
        (200_000, 5_000),
        (1_000_000, 20_000),
    ] {
        if small && people > 20_000 {
            break;
        }
        for kind in ["open", "contested"] {
            let row = row(people, hosts, kind, &python, &script, &scratch)?;
            println!("{row}");
        }
    }
    fs::remove_dir_all(&scratch)?;
    if !small {
        let own = std::env::current_exe()?;
        print!("{}", run(Command::new(&own).arg("stable"))?);
        print!("{}", run(Command::new(own).arg("repair"))?);
    }
    Ok(())
}

/// Runs a command and gives what it prints.
fn run(command: &mut Command) -> Result<String, Failure> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Python with the other solvers.
fn venv() -> Result<PathBuf, Failure> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench-venv");
    let python = root.join("bin/python");
    if run(Command::new(&python).args(["-c", "import ortools, highspy, numpy"])).is_err() {
        eprintln!("making {} with ortools, highspy and numpy", root.display());
        run(Command::new("python3").args(["-m", "venv"]).arg(&root))?;
        run(Command::new(&python).args([
            "-m", "pip", "install", "--quiet", "ortools", "highspy", "numpy",
        ]))?;
    }
    Ok(python)
}

fn row(
    people: usize,
    hosts: usize,
    kind: &str,
    python: &Path,
    script: &Path,
    scratch: &Path,
) -> Result<String, Failure> {
    let arcs = scratch.join("arcs.bin");
    let own = std::env::current_exe()?;
    let (size, places) = (people.to_string(), hosts.to_string());
    let told = run(Command::new(own)
        .args(["one", &size, &places, kind])
        .arg(&arcs))?;
    let mut told = told.split_whitespace();
    let mut next = || {
        told.next()
            .and_then(|word| word.parse::<f64>().ok())
            .unwrap_or(f64::NAN)
    };
    let (solve, bytes, value, nodes) = (next(), next(), next(), next());
    let verified = next() == 1.0;
    let other = |name: &str| -> Result<Option<(f64, f64, f64)>, Failure> {
        let printed = run(Command::new(python).arg(script).arg(name).arg(&arcs).args([
            format!("{nodes}"),
            size.clone(),
            HIGHS_LIMIT.to_string(),
        ]))?;
        let numbers: Vec<f64> = (printed.lines().last().unwrap_or_default())
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        Ok(match numbers.as_slice() {
            [ok, spent, value, bytes] if *ok == 1.0 => Some((*spent, *value, *bytes)),
            _ => None,
        })
    };
    let mut row = format!("| {people} × {hosts} × 5, {kind} | {solve:.3} s ");
    let mib = |bytes: f64| bytes / 1_048_576.0;
    let ortools = other("ortools")?;
    let highs = if people <= 20_000 {
        other("highs")?
    } else {
        None
    };
    match ortools {
        Some((spent, ..)) => write!(row, "| {spent:.2} s | {:.1} × ", spent / solve)?,
        None => row.push_str("| not solved | "),
    }
    match highs {
        Some((spent, ..)) => write!(row, "| {spent:.2} s ")?,
        None if people <= 20_000 => write!(row, "| more than {HIGHS_LIMIT} s ")?,
        None => row.push_str("| not tried "),
    }
    write!(
        row,
        "| {:.0} MiB, {:.0} B a person ",
        mib(bytes),
        bytes / people as f64
    )?;
    write!(
        row,
        "| {} ",
        ortools.map_or("–".to_owned(), |(.., bytes)| format!(
            "{:.0} MiB",
            mib(bytes)
        ))
    )?;
    let same = [ortools, highs]
        .into_iter()
        .flatten()
        .all(|(_, other, _)| (other - value).abs() < 0.5);
    write!(
        row,
        "| {} | {} |",
        if same { "equal" } else { "DIFFERENT" },
        if verified { "verified" } else { "REFUSED" }
    )?;
    Ok(row)
}

fn shape(people: usize, hosts: usize, contested: bool) -> Shape {
    if contested {
        Shape::contested(people, hosts, 5)
    } else {
        Shape::spread(people, hosts, 5)
    }
}

/// Solves one instance, writes its arcs, and prints seconds, the most bytes that solving held beside the problem, scalar value, nodes and whether it was verified.
fn one(people: usize, hosts: usize, contested: bool, out: &Path) -> Result<(), Failure> {
    let mut shape = shape(people, hosts, contested);
    let problem = generate(&shape, 1)?;
    let base = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    // The least of several runs is what others on the machine disturbed least.
    let times = (4_000_000 / people.max(1)).clamp(1, 20);
    let mut spent = f64::INFINITY;
    let mut solve = || -> Result<Optimum, Failure> {
        let start = processor(ClockId::ProcessCPUTime);
        let optimum = optimise(&problem)?.map_err(|clash| clash.words(&problem).1)?;
        spent = spent.min(processor(ClockId::ProcessCPUTime) - start);
        Ok(optimum)
    };
    for _ in 1..times {
        solve()?;
    }
    let optimum = solve()?;
    let bytes = MEMORY.peak_usage() - base;
    let placement = certify(&problem, optimum)?;
    let (text, result) = (problem.to_json(), placement.to_json(&problem));
    let verified = matching_check::verify(&text, &result).is_ok();
    let placed = placement.assignments.len();
    drop((problem, placement, text, result));

    shape.objective = vec![Objective::Placed, Objective::Fit];
    let problem = generate(&shape, 1)?;
    let optimum = optimise(&problem)?.map_err(|clash| clash.words(&problem).1)?;
    let placement = certify(&problem, optimum)?;
    let [first, fit, _] = placement.value.as_slice() else {
        return Err("placed, fit and the lottery make three components".into());
    };
    if *first != i64::try_from(placed)? {
        return Err("both orders place the same number".into());
    }
    let value = 10_000_000 * first + fit;
    let nodes = arcs(&problem, out)?;
    println!("{spent} {bytes} {value} {nodes} {}", u8::from(verified));
    Ok(())
}

/// Writes tail, head, capacity and gain of every arc as 64-bit numbers: source, people, slots, hosts, sink.
fn arcs(problem: &Problem, out: &Path) -> Result<usize, Failure> {
    let people = problem.applicants().len();
    let slots = problem.slots().len();
    let sink = 1 + people + slots + problem.hosts().len();
    let room = |max: Option<u32>| max.map_or(people, |max| max as usize);
    let mut bytes = Vec::new();
    let mut arc = |tail: usize, head: usize, cap: usize, gain: i64| -> Result<(), Failure> {
        for number in [
            i64::try_from(tail)?,
            i64::try_from(head)?,
            i64::try_from(cap)?,
            gain,
        ] {
            bytes.extend_from_slice(&number.to_ne_bytes());
        }
        Ok(())
    };
    for (i, person) in problem.applicants().iter().enumerate() {
        arc(0, 1 + i, 1, 0)?;
        arc(1 + i, sink, 1, 0)?;
        for choice in &person.choices {
            arc(
                1 + i,
                1 + people + choice.slot as usize,
                1,
                10_000_000 + i64::from(choice.fit.unwrap_or(0)),
            )?;
        }
    }
    for (i, slot) in problem.slots().iter().enumerate() {
        arc(
            1 + people + i,
            1 + people + slots + slot.host as usize,
            room(slot.max),
            0,
        )?;
    }
    for (i, host) in problem.hosts().iter().enumerate() {
        arc(1 + people + slots + i, sink, room(host.max), 0)?;
    }
    fs::write(out, bytes)?;
    Ok(sink + 1)
}

/// The mechanism by merit, without and with limits of agencies, open and contested.
fn stable(people: usize, hosts: usize) -> Result<(), Failure> {
    println!("\n| merit-stable | solve | certificate |\n|---|---|---|");
    for contested in [false, true] {
        for agencies in [0, 40] {
            let mut shape = shape(people, hosts, contested);
            shape.agencies = agencies;
            let mut document: serde_json::Value =
                serde_json::from_str(&generate(&shape, 1)?.to_json())?;
            let top = document.as_object_mut().ok_or("a problem is an object")?;
            top.remove("objective");
            top.insert("mechanism".to_owned(), "merit-stable".into());
            let problem = Problem::from_json(&document.to_string())?;
            let mut spent = f64::INFINITY;
            let mut solve = || -> Result<Optimum, Failure> {
                let start = processor(ClockId::ProcessCPUTime);
                let optimum = optimise(&problem)?.map_err(|clash| clash.words(&problem).1)?;
                spent = spent.min(processor(ClockId::ProcessCPUTime) - start);
                Ok(optimum)
            };
            for _ in 1..20 {
                solve()?;
            }
            let optimum = solve()?;
            let result = certify(&problem, optimum)?.to_json(&problem);
            let verified = matching_check::verify(&problem.to_json(), &result).is_ok();
            println!(
                "| {people} × {hosts} × 5, {}, {agencies} agencies | {spent:.3} s | {} |",
                if contested { "contested" } else { "open" },
                if verified { "verified" } else { "REFUSED" },
            );
        }
    }
    Ok(())
}

/// Seconds of processor time of this process with all its threads, or of this thread alone, which a busy
/// machine does not stretch by waiting.
fn processor(clock: ClockId) -> f64 {
    let now = clock_gettime(clock);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// One withdrawal after the other in a standing placement, and the check of its whole proof.
fn repair(people: usize, hosts: usize) -> Result<(), Failure> {
    const WITHDRAWALS: usize = 500;
    println!(
        "\n| one withdrawal, processor time | median | p99 | longest | check of the proof, median | longest |\n|---|---|---|---|---|---|"
    );
    for contested in [false, true] {
        let problem = generate(&shape(people, hosts, contested), 1)?;
        let optimum = optimise(&problem)?.map_err(|clash| clash.words(&problem).1)?;
        let placement = certify(&problem, optimum)?;
        let mut standing = Standing::open(&problem, &placement)?.ok_or("an optimum stands")?;
        let step = placement.assignments.len() / WITHDRAWALS;
        let (mut times, mut checks) = (Vec::new(), Vec::new());
        for (i, one) in placement.assignments.iter().step_by(step).enumerate() {
            let start = processor(ClockId::ThreadCPUTime);
            standing
                .withdraw(one.applicant)
                .ok_or("a placed person withdraws")?;
            times.push(1000.0 * (processor(ClockId::ThreadCPUTime) - start));
            if i % 10 == 0 {
                let start = processor(ClockId::ThreadCPUTime);
                if !standing.proved() {
                    return Err("the repaired placement is proved".into());
                }
                checks.push(1000.0 * (processor(ClockId::ThreadCPUTime) - start));
            }
        }
        let (now, outcome) = standing.result()?;
        let result = outcome.placement().ok_or("placed")?.to_json(&now);
        matching_check::verify(&now.to_json(), &result)?;
        times.sort_by(f64::total_cmp);
        checks.sort_by(f64::total_cmp);
        let part = |list: &[f64], share: usize| {
            list.get(list.len() * share / 100)
                .copied()
                .unwrap_or(f64::NAN)
        };
        println!(
            "| {people} × {hosts} × 5, {}, {} withdrawals | {:.2} ms | {:.2} ms | {:.2} ms | {:.1} ms | {:.1} ms |",
            if contested { "contested" } else { "open" },
            times.len(),
            part(&times, 50),
            part(&times, 99),
            times.last().copied().unwrap_or(f64::NAN),
            part(&checks, 50),
            checks.last().copied().unwrap_or(f64::NAN),
        );
    }
    Ok(())
}
