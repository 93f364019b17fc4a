//! The engine outside of civil service: four children, two schools, and what one more seat would be worth.

use matching::{
    ApplicantInput, ChoiceInput, Objective, Outcome, Problem, explain, one_more, solve,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut problem = Problem::builder("drawn in public on 1 July")
        .objective([Objective::Placed, Objective::Generous])
        .region("north", Some(3))
        .host("school-a", Some("north"), None, Some(1))
        .host("school-b", Some("north"), Some(1), Some(3))
        .slot("class-a", "school-a", None, None)
        .slot("class-b", "school-b", None, None);
    for child in ["c1", "c2", "c3", "c4"] {
        problem = problem.applicant(ApplicantInput {
            id: child.into(),
            choices: vec![ChoiceInput::new("class-a"), ChoiceInput::new("class-b")],
            ..ApplicantInput::default()
        });
    }
    let problem = problem.build()?;
    let Outcome::Optimal(placement) = solve(&problem)? else {
        return Err("nothing fits".into());
    };
    for child in problem.applicants() {
        if let Some(words) = explain(&problem, &placement, &child.id) {
            print!("{}", words.text(false));
        }
    }
    for one in one_more(&problem, &placement)? {
        println!("{}", one.words.en);
    }
    Ok(())
}
