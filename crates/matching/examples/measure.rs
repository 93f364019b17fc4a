//! Measures the engine on generated instances: `measure APPLICANTS HOSTS CHOICES [contested] [AGENCIES REGIONS]`.

use std::time::Instant;

use matching::instances::{Shape, generate};
use matching::{certify, optimise};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut numbers = words.iter().filter_map(|word| word.parse::<usize>().ok());
    let mut next = |default| numbers.next().unwrap_or(default);
    let (applicants, hosts, choices) = (next(20_000), next(1_000), next(5));
    let contested = words.iter().any(|word| word == "contested");
    let mut shape = if contested {
        Shape::contested(applicants, hosts, choices)
    } else {
        Shape::spread(applicants, hosts, choices)
    };
    (shape.agencies, shape.regions) = (next(0), next(0));
    let problem = generate(&shape, 1)?;

    let start = Instant::now();
    let optimum = optimise(&problem)?.map_err(|clash| clash.words(&problem).1)?;
    let solved = start.elapsed();
    let pivots = optimum.pivots();
    let start = Instant::now();
    let placement = certify(&problem, optimum)?;
    let certified = start.elapsed();
    let (text, result) = (problem.to_json(), placement.to_json(&problem));
    let start = Instant::now();
    matching_check::verify(&text, &result)?;
    let verified = start.elapsed();
    println!(
        "{applicants} × {hosts} × {choices}{}: solve {:.3} s, certify {:.3} s, verify {:.3} s, {pivots} pivots, \
         {} placed, profile {:?}",
        if contested { " contested" } else { "" },
        solved.as_secs_f64(),
        certified.as_secs_f64(),
        verified.as_secs_f64(),
        placement.assignments.len(),
        placement.profile,
    );
    Ok(())
}
