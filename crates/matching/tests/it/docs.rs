//! The documentation tells the truth: figures of the worked example, and the verifying script on real results.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use matching::instances::{Numbers, Shape, generate};
use matching::{Objective, Outcome, Placement, Problem, explain, solve};

use crate::random::{Size, problem};

fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(docs(name)).expect("the file stands in docs/")
}

/// The six people under another order of aims, or the mechanism.
fn six(goal: &[&str]) -> (Problem, Placement) {
    let mut document: serde_json::Value =
        serde_json::from_str(&read("contoh/enam-orang.json")).expect("JSON");
    let top = document.as_object_mut().expect("an object");
    if goal.is_empty() {
        top.remove("objective");
        top.insert("mechanism".into(), "merit-stable".into());
    } else {
        top.insert("objective".into(), goal.into());
    }
    let problem = Problem::from_json(&document.to_string()).expect("good");
    let placement = solve(&problem).expect("small numbers").placement().cloned();
    (problem, placement.expect("no pins"))
}

fn row(name: &str, goal: &[&str]) -> String {
    let (problem, placement) = six(goal);
    let mut cells = vec!["–".to_owned(); problem.applicants().len()];
    let mut fit = 0;
    for one in &placement.assignments {
        let host = problem.slots()[one.slot as usize].host as usize;
        cells[one.applicant as usize] = format!("{} ({})", problem.hosts()[host].id, one.rank);
        let choice = problem.applicants()[one.applicant as usize].choices[one.rank as usize - 1];
        fit += choice.fit.map_or(0, i64::from);
    }
    let profile: Vec<String> = placement.profile.iter().map(ToString::to_string).collect();
    format!(
        "| {name} | {} | {} | {} | {fit} |",
        cells.join(" | "),
        placement.assignments.len(),
        profile.join("–")
    )
}

#[test]
fn the_worked_example_of_six_people_is_what_the_engine_computes() {
    let page = read("keadilan-penempatan.md");
    for (name, goal) in [
        ("murah hati", &["placed", "generous", "fit"][..]),
        ("pilihan pertama", &["placed", "greedy", "fit"]),
        ("kesesuaian", &["placed", "fit"]),
        ("pilihan pertama tanpa jumlah", &["greedy", "fit"]),
        ("prestasi", &[]),
    ] {
        let row = row(name, goal);
        assert!(
            page.contains(&row),
            "docs/keadilan-penempatan.md lacks\n{row}"
        );
    }
    let (problem, placement) = six(&["placed", "generous", "fit"]);
    for line in explain(&problem, &placement, "Ani")
        .expect("known")
        .text(true)
        .lines()
    {
        assert!(
            page.contains(line.trim()),
            "docs/keadilan-penempatan.md lacks\n{line}"
        );
    }
    let worth = matching::one_more(&problem, &placement).expect("objectives");
    let words: Vec<&str> = worth.iter().map(|one| one.words.id.as_str()).collect();
    assert!(
        words.iter().all(|words| page.contains(words)),
        "docs/keadilan-penempatan.md lacks one of {words:#?}"
    );
}

#[test]
fn the_script_of_sixty_lines_agrees_with_the_checker() {
    let script = read("verify_placement.py");
    let lines = script.lines().count();
    assert!(
        lines <= 60,
        "a third party reads it in one sitting: {lines} lines"
    );
    let folder = std::env::temp_dir().join(format!("verify-placement-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a scratch folder");
    let check = |problem: &str, result: &str| {
        let (p, r) = (folder.join("p.json"), folder.join("r.json"));
        fs::write(&p, problem).expect("written");
        fs::write(&r, result).expect("written");
        let output = Command::new("python3")
            .arg(docs("verify_placement.py"))
            .args([&p, &r])
            .output();
        output
            .expect("python3 is needed: apt-get install python3")
            .status
            .success()
    };
    let mut shape = Shape::contested(120, 12, 4);
    (shape.agencies, shape.regions) = (5, 3);
    shape.objective = vec![Objective::Placed, Objective::Greedy, Objective::Merit];
    let mut problems = vec![
        generate(&shape, 7).expect("a valid shape"),
        six(&["placed", "generous", "fit"]).0,
    ];
    problems.extend((0..24).map(|seed| {
        let size = Size {
            applicants: 8,
            slots: 5,
            choices: 3,
            minimums: seed % 2 == 0,
        };
        problem(&mut Numbers::new(seed), size)
    }));
    let mut checked = 0;
    for problem in problems {
        let Outcome::Optimal(placement) = solve(&problem).expect("small numbers") else {
            continue;
        };
        let (text, result) = (problem.to_json(), placement.to_json(&problem));
        assert!(check(&text, &result), "{text}\n{result}");
        let lottery = placement.value.last().expect("the lottery");
        let altered = result.replacen(
            &format!("{lottery}],\n\"profile\""),
            &format!("{}],\n\"profile\"", lottery + 1),
            1,
        );
        assert!(altered == result || !check(&text, &altered), "{altered}");
        checked += 1;
    }
    assert!(checked > 10, "{checked} results");
    fs::remove_dir_all(&folder).expect("the scratch folder goes");
}
