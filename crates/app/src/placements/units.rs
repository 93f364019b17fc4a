//! Numbers of the engine in the units that people know: fit in levels of competency, merit in points of the selection.
//!
//! The engine reckons in whole numbers: levels × [`SCALE`], merit × [`MERIT_SCALE`]. Its sentences carry those numbers;
//! here they are divided before names take the place of ids. A test has the engine say every sentence anew.

use crate::nominations::SCALE;

/// Merit is stored and reckoned as thousandths.
pub const MERIT_SCALE: i64 = 1_000;

/// What stands before a number in a sentence, what stands behind it, what replaces that, and by what it is divided.
struct Unit {
    before: &'static str,
    after: &'static str,
    instead: &'static str,
    scale: i64,
    /// Decimals after a point, as English has them.
    point: bool,
}

const fn unit(
    before: &'static str,
    (after, instead): (&'static str, &'static str),
    scale: i64,
    point: bool,
) -> Unit {
    Unit {
        before,
        after,
        instead,
        scale,
        point,
    }
}

const UNITS: &[Unit] = &[
    unit(
        "kesesuaian Anda di sini harus lebih dari ",
        (" poin lebih tinggi", " tingkat kompetensi lebih tinggi"),
        SCALE,
        false,
    ),
    unit(
        "your fit here would have to be more than ",
        (" points higher", " levels of competency higher"),
        SCALE,
        true,
    ),
    unit(
        "jumlah kesesuaian ",
        (" ", " tingkat kompetensi "),
        SCALE,
        false,
    ),
    unit(
        "the sum of fit ",
        (" ", " levels of competency "),
        SCALE,
        true,
    ),
    unit(
        "nilai prestasi harus lebih dari ",
        ("", ""),
        MERIT_SCALE,
        false,
    ),
    unit(
        "your merit would have to be more than ",
        ("", ""),
        MERIT_SCALE,
        true,
    ),
    unit("jumlah nilai prestasi ", ("", ""), MERIT_SCALE, false),
    unit("the sum of merit ", ("", ""), MERIT_SCALE, true),
];

/// The cut-off of a place and one's own merit: how the sentence begins, and what stands before its two numbers.
const CUTOFFS: &[(&str, [&str; 2], bool)] = &[
    ("Batas nilai pada ", [" adalah ", ", nilai Anda "], false),
    ("The cut-off at ", [" is ", ", yours is "], true),
];

/// A whole number as a decimal fraction of `scale`, which is a power of ten.
fn decimal(number: i64, scale: i64, point: bool) -> String {
    let (whole, rest) = (number.abs() / scale, number.abs() % scale);
    let sign = if number < 0 { "−" } else { "" };
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let width = scale.ilog10() as usize;
    let digits = format!("{rest:0width$}");
    let mark = if point { '.' } else { ',' };
    format!("{sign}{whole}{mark}{}", digits.trim_end_matches('0'))
}

/// Puts the number that stands between `before` and `after` into its unit.
fn convert(text: &str, one: &Unit) -> String {
    let Some((head, tail)) = text.split_once(one.before) else {
        return text.to_owned();
    };
    let end = tail
        .find(|c: char| !c.is_ascii_digit() && c != '-')
        .unwrap_or(tail.len());
    let (number, rest) = tail.split_at(end);
    match (number.parse(), rest.strip_prefix(one.after)) {
        (Ok(number), Some(rest)) => {
            let number = decimal(number, one.scale, one.point);
            format!("{head}{}{number}{}{rest}", one.before, one.instead)
        }
        _ => text.to_owned(),
    }
}

/// A sentence of the engine with its numbers in the units that people know.
pub(super) fn in_units(text: &str) -> String {
    let mut text = text.to_owned();
    for (begins, numbers, point) in CUTOFFS {
        if text.starts_with(begins) {
            for before in numbers {
                text = convert(&text, &unit(before, ("", ""), MERIT_SCALE, *point));
            }
        }
    }
    for one in UNITS {
        text = convert(&text, one);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use matching::{ApplicantInput, ChoiceInput, Objective, Placement, Problem};

    use super::*;

    /// Two people who want the one place: fit 100 and 350, merit 81,5 and 90,125.
    fn solved(aims: &[Objective]) -> (Problem, Placement) {
        let person = |id: &str, fit, merit| ApplicantInput {
            id: id.into(),
            merit: Some(merit),
            choices: vec![ChoiceInput::new("s1").fit(fit)],
            ..Default::default()
        };
        let builder = Problem::builder("undian");
        let builder = if aims.is_empty() {
            builder.merit_stable()
        } else {
            builder.objective(aims.to_vec())
        };
        let problem = builder
            .host("h1", None, None, None)
            .slot("s1", "h1", None, Some(1))
            .applicant(person("p1", 100, 81_500))
            .applicant(person("p2", 350, 90_125))
            .build()
            .unwrap();
        let placement = matching::solve(&problem)
            .unwrap()
            .placement()
            .unwrap()
            .clone();
        (problem, placement)
    }

    /// What the engine tells the one who has no place.
    fn told(aims: &[Objective]) -> (String, String) {
        let (problem, placement) = solved(aims);
        let said = matching::explain(&problem, &placement, "p1").unwrap();
        let change = said.choices[0].change.clone().unwrap();
        (in_units(&change.id), in_units(&change.en))
    }

    #[test]
    fn what_people_read_is_in_levels_and_points_not_in_the_numbers_of_the_engine() {
        let (id, en) = told(&[Objective::Placed, Objective::Fit]);
        assert!(
            id.contains("lebih dari 2,5 tingkat kompetensi lebih tinggi"),
            "{id}"
        );
        assert!(
            en.contains("more than 2.5 levels of competency higher"),
            "{en}"
        );
        let (id, en) = told(&[Objective::Placed, Objective::Merit]);
        assert!(id.contains("lebih dari 8,625 lebih tinggi"), "{id}");
        assert!(en.contains("more than 8.625 higher"), "{en}");
        let (id, en) = told(&[]);
        assert!(id.contains("adalah 90,125, nilai Anda 81,5."), "{id}");
        assert!(en.contains("is 90.125, yours is 81.5."), "{en}");
        for (aim, id, en) in [
            (
                Objective::Fit,
                "jumlah kesesuaian 2,5 tingkat",
                "sum of fit 2.5 levels",
            ),
            (
                Objective::Merit,
                "jumlah nilai prestasi 8,625 ",
                "sum of merit 8.625 ",
            ),
        ] {
            let (problem, placement) = solved(&[Objective::Placed, aim]);
            let cost = matching::cost_of(&problem, &placement, "p1", "s1").unwrap();
            let said = in_units(&cost.words.id);
            assert!(said.contains(id), "{said}");
            let said = in_units(&cost.words.en);
            assert!(said.contains(en), "{said}");
        }
    }

    #[test]
    fn other_sentences_keep_their_numbers() {
        for text in [
            "Kuota tempat magang s1 sudah penuh (100 dari 100).",
            "1000 orang pindah.",
        ] {
            assert_eq!(in_units(text), text);
        }
    }
}
