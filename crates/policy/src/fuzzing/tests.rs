//! A bounded number of mutants in every test run, and the texts that would be worst.

use std::cell::Cell;

use super::*;
use crate::shipped;

thread_local! {
    static MOST: Cell<u64> = const { Cell::new(0) };
}

/// Remembers the most work of one text.
pub(super) fn note(taken: u64) {
    MOST.with(|most| most.set(most.get().max(taken)));
}

#[test]
fn mutants_of_conditions_and_files_are_read_or_refused() {
    let mut mutants = Mutants::new(20_261_124);
    let pool = conditions(7, 150);
    let mut accepted = 0;
    for i in 0..600 {
        let (one, other) = (mutants.below(pool.len()), mutants.below(pool.len()));
        let text = match i % 6 {
            0 => mutants.row(),
            1 | 2 => mutants.join(&pool[one], &pool[other]),
            _ => mutants.slip(&pool[one], &pool[other]),
        };
        condition(&text);
        let read = policy_of(&text).is_some_and(|file| Policy::parse("f", &file).is_ok());
        accepted += u32::from(read);
    }
    assert!(accepted > 200, "{accepted} of 600 were accepted");
    for i in 0..16 {
        let (_, text) = shipped::POLICIES[i % shipped::POLICIES.len()];
        let end = text
            .match_indices("[[case]]")
            .nth(3)
            .map_or(text.len(), |(at, _)| at);
        file(&mutants.slip(&text[..end], &pool.join("\n")));
    }
}

/// Lists inside lists multiply: without a bound on that, a line of text takes longer than anybody waits.
#[test]
fn lists_inside_lists_are_refused_before_they_are_looked_at() {
    let nested = |depth: usize| {
        let open: String = (0..depth).map(|i| format!("skp.all(x{i}, ")).collect();
        format!("{open}x0.tahun > n{}", ")".repeat(depth))
    };
    let refused = |text: &str| {
        let found = Policy::parse("f", &policy_of(text).unwrap()).unwrap_err();
        let bounds = [
            "this expression looks at too many combinations",
            "this expression is too long",
        ];
        assert!(
            bounds.contains(&found[0].message.as_str()),
            "{text:.80}: {}",
            found[0].message
        );
    };
    condition(&nested(3));
    for depth in [5, 12, 40] {
        refused(&nested(depth));
    }
    let list = vec!["1"; 400].join(", ");
    condition(&format!("[{list}].exists(x, x > n)"));
    refused(&format!(
        "[{list}].exists(x, [{list}].exists(y, x + y > n))"
    ));
    refused(&format!(
        "skp.exists(x, [{list}].exists(y, [{list}].exists(z, z > y)))"
    ));
    refused(
        &vec![format!("n in [{list}]"); 300]
            .join(" && ")
            .replace(") && (", ")\n&& ("),
    );
}

#[test]
fn long_files_and_huge_numbers_are_read_or_refused() {
    let mega = 1 << 20;
    for text in [
        "x".repeat(mega),
        "[".repeat(mega),
        "\n".repeat(mega),
        format!("id = \"{}\"", "a".repeat(mega)),
        format!("a = {}", "9".repeat(mega)),
        format!("# {}", "é".repeat(mega / 2)),
        "[[rule]]\n".repeat(mega / 9),
        "[[case]]\nat = 2020-01-01\n".repeat(mega / 26),
    ] {
        file(&text);
    }
    for text in [
        format!("n > {}", "9".repeat(100_000)),
        format!("n > 0.{}", "9".repeat(100_000)),
        format!("n in [{}1]", "1, ".repeat(20_000)),
        format!("jenis == \"{}\"", "a".repeat(mega)),
        " ".repeat(mega),
        "9223372036854775807 * 9223372036854775807 > n * -9223372036854775807".to_owned(),
        "add_years(at, 9223372036854775807) > at && add_months(at, -2147483648) < at".to_owned(),
        "at + duration(\"P99999999Y\") > at".to_owned(),
        "size(last_years(skp, 9223372036854775807)) > -n".to_owned(),
        "years(date(\"0001-01-01\"), date(\"9999-12-31\")) > n".to_owned(),
    ] {
        condition(&text);
    }
}

/// The dates of the case move over sixty years; what repeats is looked at once.
#[test]
fn finding_the_date_takes_a_bounded_number_of_steps() {
    MOST.with(|most| most.set(0));
    let hard = [
        "days(lahir, case.end) % 7 == 9",
        "workdays(at, add_months(at, 1)) == 500",
        "skp.exists(s, days(date(\"2000-01-01\"), at) % 97 == s.tahun)",
        "(days(lahir, at) % 2 == 0 ? months(lahir, at) : years(lahir, at)) == -5",
        "days(at, add_months(at, months(case.start, case.end))) * 7 % 31 == 32",
        "hukdis.exists(h, days(h.tmt, add_years(at, days(lahir, at) % 3)) == -9)",
    ];
    for text in hard {
        condition(&format!("{text} && {text} || {text}"));
    }
    let most = MOST.with(Cell::get);
    assert!(most > 10_000 && most < 40_000_000, "{most} steps at most");
}
