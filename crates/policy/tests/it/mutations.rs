//! Breaking any number, date or word of a list in a shipped policy breaks one of its own cases.
//!
//! The mutants are made from the text of the file: every literal of a parameter, a condition or a date of validity is
//! moved by the least it can be, in both directions; the examples of the file must then fail.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{CivilDate, Golongan};
use policy::{Calendar, Policy, Register, has_errors, shipped};

/// A literal of the file and what stands there instead.
#[derive(Debug)]
struct Mutant {
    line: usize,
    /// Where the literal begins in the file.
    at: usize,
    was: String,
    text: String,
    is: String,
    /// Whether the line gives dates from or until which something holds.
    of_validity: bool,
}

/// Fields whose literals decide nothing: names, texts and citations.
const INERT: [&str; 13] = [
    "id",
    "version",
    "title",
    "says",
    "unit",
    "cite",
    "force",
    "remedy",
    "remedy_never",
    "anchor",
    "applies_to",
    "waived_by",
    "waivable",
];

/// Byte ranges of the lines that decide: everything before the first example but texts, names and comments.
fn deciding(text: &str) -> Vec<std::ops::Range<usize>> {
    let end = text.find("[[case]]").unwrap_or(text.len());
    let mut ranges = Vec::new();
    let mut at = 0;
    let mut field = String::new();
    let mut inside = false;
    for line in text[..end].split_inclusive('\n') {
        if !inside {
            field = line
                .split_once('=')
                .map_or("", |(key, _)| key)
                .trim()
                .to_owned();
        }
        let quotes = line.matches("'''").count();
        let comment = !inside && line.trim_start().starts_with('#');
        let header = !inside && line.starts_with('[');
        if !comment && !header && !INERT.contains(&field.as_str()) && line.trim() != "" {
            let from = if inside { 0 } else { field.len() };
            ranges.push(at + from..at + line.len());
        }
        if quotes % 2 == 1 {
            inside = !inside;
        }
        at += line.len();
    }
    ranges
}

fn is_validity(text: &str, at: usize) -> bool {
    let line = text[..at].rsplit('\n').next().unwrap_or("");
    line.starts_with("valid_from") || line.starts_with("valid_to")
}

/// Whether the value at this place is that of `require` or `points`.
fn is_condition(text: &str, at: usize) -> bool {
    let key = text[..at].rsplit('\n').next().unwrap_or("").trim();
    key == "require" || key == "points"
}

fn mutants(text: &str) -> Vec<Mutant> {
    let mut found = Vec::new();
    for range in deciding(text) {
        let mut at = range.start;
        while at < range.end {
            let rest = &text[at..range.end];
            let before = text[..at].chars().next_back().unwrap_or(' ');
            let token: String = rest
                .chars()
                .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
                .collect();
            let starts = rest.starts_with(|c: char| c.is_ascii_digit())
                && !(before.is_ascii_alphanumeric() && before != 'P')
                && before != '_';
            if !starts {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let token = token.trim_end_matches(['.', '-']).to_owned();
            let mut put = |is: String| {
                let mut text = text.to_owned();
                text.replace_range(at..at + token.len(), &is);
                found.push(Mutant {
                    line: text[..at].matches('\n').count() + 1,
                    at,
                    was: token.clone(),
                    is,
                    of_validity: is_validity(&text, at),
                    text,
                });
            };
            if let Ok(date) = token.parse::<CivilDate>() {
                for by in [-1, 1] {
                    if let Some(day) = date.add_days(by) {
                        put(day.to_string());
                    }
                }
            } else if let Some((whole, places)) = token.split_once('.') {
                let n: i64 = format!("{whole}{places}").parse().unwrap();
                let scale = 10i64.pow(u32::try_from(places.len()).unwrap());
                for n in [n - 1, n + 1] {
                    put(format!(
                        "{}.{:0width$}",
                        n / scale,
                        n % scale,
                        width = places.len()
                    ));
                }
            } else if let Ok(n) = token.parse::<i64>() {
                // Only codes such as "01" keep their zeros: a number with one in front is none.
                let width = if token.starts_with('0') {
                    token.len()
                } else {
                    0
                };
                for n in [n - 1, n + 1] {
                    put(format!("{n:0width$}"));
                }
            }
            at += token.len();
        }
        // Words of lists and of comparisons: a word that nobody has. A condition on one line stands in quotes itself.
        let line = &text[range.clone()];
        let quote = match line.trim_start_matches(['=', ' ']).chars().next() {
            Some('"') if is_condition(text, range.start) => '\'',
            _ => '"',
        };
        let mut from = 0;
        while let Some(open) = line[from..].find(quote).map(|i| from + i) {
            let Some(close) = line[open + 1..].find(quote).map(|i| open + 1 + i) else {
                break;
            };
            let word = &line[open + 1..close];
            let code = word.starts_with(|c: char| c.is_ascii_digit())
                || word.starts_with('P') && word[1..].starts_with(|c: char| c.is_ascii_digit());
            if let Ok(golongan) = word.parse::<Golongan>() {
                for near in neighbours(golongan) {
                    let mut mutated = text.to_owned();
                    mutated.replace_range(range.start + open + 1..range.start + close, &near);
                    found.push(Mutant {
                        line: text[..range.start].matches('\n').count() + 1,
                        at: range.start + open,
                        was: word.to_owned(),
                        is: near,
                        of_validity: false,
                        text: mutated,
                    });
                }
            } else if !word.is_empty() && !code && !line[..open].ends_with("\\") {
                let mut mutated = text.to_owned();
                mutated.insert(range.start + close, 'x');
                found.push(Mutant {
                    line: text[..range.start].matches('\n').count() + 1,
                    at: range.start + open,
                    was: word.to_owned(),
                    is: format!("{word}x"),
                    of_validity: false,
                    text: mutated,
                });
            }
            from = close + 1;
        }
    }
    found
}

/// The rank below and the rank above.
fn neighbours(golongan: Golongan) -> Vec<String> {
    let (step, make): (u8, fn(u8) -> Golongan) = match golongan {
        Golongan::Pns(step) => (step, Golongan::Pns),
        Golongan::Pppk(step) => (step, Golongan::Pppk),
    };
    let near = [step - 1, step + 1]
        .into_iter()
        .filter(|step| (1..=17).contains(step));
    near.map(|step| make(step).to_string()).collect()
}

/// What became of a mutant.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fate {
    /// An example fails.
    Caught,
    /// The examples pass, but the check refuses it for another reason, such as a citation out of its dates.
    Refused,
    /// It is no policy any more.
    Unreadable,
    Survived,
}

fn fate(register: &Register, name: &str, mutant: &Mutant) -> Fate {
    let Ok(policy) = Policy::parse(name, &mutant.text) else {
        return Fate::Unreadable;
    };
    let cases = policy.run_cases(register, &Calendar::default());
    if cases.iter().any(|case| !case.passed) {
        Fate::Caught
    } else if has_errors(&policy.check(register)) {
        Fate::Refused
    } else {
        Fate::Survived
    }
}

#[test]
fn breaking_any_number_of_a_shipped_policy_breaks_a_case() {
    let register = shipped::register().unwrap();
    let (mut missed, mut counts) = (Vec::new(), BTreeMap::new());
    for (name, text) in shipped::POLICIES {
        let mutants = mutants(text);
        assert!(
            mutants.len() > 3,
            "{name} has few literals: {}",
            mutants.len()
        );
        for mutant in mutants {
            let fate = fate(&register, name, &mutant);
            *counts.entry(fate).or_insert(0) += 1;
            // A parameter may have dates that no example sees, because the rule that reads it has the same: there the
            // check answers, which compares the dates with those of the rule and of the citation.
            let seen = mutant.of_validity && fate == Fate::Refused;
            if fate != Fate::Caught && !seen {
                missed.push(format!(
                    "{name}:{}: {} -> {}: {fate:?}",
                    mutant.line, mutant.was, mutant.is
                ));
            }
        }
    }
    assert!(missed.is_empty(), "{counts:?}\n{}", missed.join("\n"));
}

/// Literals in the values and dates of a file as its TOML gives them, and in its conditions.
fn literals(file: &toml::Table) -> usize {
    let dates = |table: &toml::Table| {
        let names = ["valid_from", "valid_to"];
        names
            .iter()
            .filter(|name| table.contains_key(**name))
            .count()
    };
    let mut count = dates(file);
    for (_, param) in file
        .get("param")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flatten()
    {
        count += dates(param.as_table().unwrap()) + in_value(&param["value"]);
    }
    for rule in file["rule"].as_array().unwrap() {
        let rule = rule.as_table().unwrap();
        let condition = rule.get("require").or(rule.get("points")).unwrap();
        count += dates(rule) + in_condition(condition.as_str().unwrap());
    }
    count
}

fn in_value(value: &toml::Value) -> usize {
    match value {
        toml::Value::String(word) => in_word(word),
        toml::Value::Array(items) => items.iter().map(in_value).sum(),
        toml::Value::Integer(_) | toml::Value::Datetime(_) => 1,
        other => panic!("no mutant is made of {other}"),
    }
}

/// A word, and each number that stands free in it; a rank, a date and a duration have no word beside.
fn in_word(word: &str) -> usize {
    let date = word.parse::<CivilDate>().is_ok();
    let bare = word.starts_with(|c: char| c.is_ascii_digit() || c == 'P')
        && word.ends_with(|c: char| c.is_ascii_digit() || "YMWD".contains(c));
    let numbers = word
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))
        .count();
    match word {
        "" => 0,
        _ if date || word.parse::<Golongan>().is_ok() => 1,
        _ if bare && numbers > 0 => numbers,
        _ => 1 + numbers,
    }
}

fn in_condition(condition: &str) -> usize {
    let mut count = 0;
    // Every second part stands in quotes.
    for (i, part) in condition.split(['"', '\'']).enumerate() {
        count += if i % 2 == 1 {
            in_word(part)
        } else {
            let words = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '.');
            words
                .filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
                .count()
        };
    }
    count
}

#[test]
fn every_literal_of_a_shipped_policy_has_a_mutant() {
    for (name, text) in shipped::POLICIES {
        let visited: BTreeSet<usize> = mutants(text).iter().map(|mutant| mutant.at).collect();
        assert_eq!(visited.len(), literals(&text.parse().unwrap()), "{name}");
    }
}

#[test]
fn the_mutants_are_those_that_decide() {
    let text = "id = \"a1\"\nvalid_from = 2020-07-01\n# 5\n[param.ten]\nvalue = 10\n[param.n2]\nvalue = [\"PNS\", \"01\"]\nunit = \"3\"\n\
                [[rule]]\nid = \"r\"\nrequire = '''\nn2 > 7\n&& case.start + duration(\"P1D\") > at * 0.01'''\ncite = [\"9\"]\n\
                require = \"jenis == 'PNS' && golongan > golongan('II/a')\"\n[[case]]\nat = 2020-01-01\n";
    let made: Vec<String> = mutants(text)
        .iter()
        .map(|m| format!("{}:{}>{}", m.line, m.was, m.is))
        .collect();
    assert_eq!(
        made,
        [
            "2:2020-07-01>2020-06-30",
            "2:2020-07-01>2020-07-02",
            "5:10>9",
            "5:10>11",
            "7:01>00",
            "7:01>02",
            "7:PNS>PNSx",
            "12:7>6",
            "12:7>8",
            "13:1>0",
            "13:1>2",
            "13:0.01>0.00",
            "13:0.01>0.02",
            "15:PNS>PNSx",
            "15:II/a>I/d",
            "15:II/a>II/b"
        ]
    );
}
