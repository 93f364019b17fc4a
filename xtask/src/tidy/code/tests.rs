//! Tests of the rules about Rust code.

use super::*;

const PEOPLE: (&str, &str) = ("crates/app/src/people/mod.rs", "//! People.");

fn check(rule: fn(&Repo) -> Result<Vec<Finding>>, path: &str, text: &str) -> usize {
    rule(&Repo::of(&[
        PEOPLE,
        ("crates/app/src/hosts/mod.rs", ""),
        (path, text),
    ]))
    .unwrap()
    .len()
}

#[test]
fn a_slice_may_use_the_face_of_another_but_not_its_inside() {
    let path = "crates/app/src/hosts/commands.rs";
    assert_eq!(check(faces, path, "use crate::people::{Person, find};"), 0);
    assert_eq!(check(faces, path, "use crate::hosts::store::insert;"), 0);
    assert_eq!(check(faces, path, "use crate::people::store::find;"), 1);
    assert_eq!(
        check(
            faces,
            path,
            "use crate::people::{\n    Person,\n    model::State,\n};"
        ),
        1
    );
    assert_eq!(check(faces, path, "// see crate::people::store::find\n"), 0);
    assert_eq!(
        check(
            faces,
            "crates/web/src/people/pages.rs",
            "use app::people::store::find;"
        ),
        1
    );
    assert_eq!(
        check(
            faces,
            "crates/app/src/people/commands.rs",
            "crate::people::store::f();"
        ),
        0
    );
}

#[test]
fn folders_of_web_carry_names_of_slices() {
    assert_eq!(check(names, "crates/web/src/people/pages.rs", ""), 0);
    assert_eq!(check(names, "crates/web/src/shell/layout.rs", ""), 0);
    assert_eq!(check(names, "crates/web/src/persons/pages.rs", ""), 1);
    assert_eq!(
        check(names, "crates/web/templates/persons/list.html", ""),
        1
    );
    assert_eq!(check(names, "crates/app/src/letters/store.rs", ""), 1);
}

#[test]
fn what_is_unfinished_is_found_in_code_only() {
    let path = "crates/app/src/people/model.rs";
    assert_eq!(
        check(
            unfinished,
            path,
            "// todo!() is banned\nfn f() -> &'static str { \"dbg!\" }"
        ),
        0
    );
    for bad in [
        "fn f() { todo!() }",
        "#[ignore = \"slow\"]",
        "fn f() { dbg!(1); }",
    ] {
        assert_eq!(check(unfinished, path, bad), 1, "{bad}");
    }
}

#[test]
fn policy_numbers_are_found_and_calendar_numbers_are_not() {
    let path = "crates/policy/src/lib.rs";
    assert_eq!(check(policy_numbers, path, "const MAX_YEARS: u32 = 50;"), 1);
    assert_eq!(check(policy_numbers, path, "const JP: u32 = 20;"), 1);
    assert_eq!(
        check(policy_numbers, path, "const MONTHS_PER_YEAR: u32 = 12;"),
        0
    );
    assert_eq!(check(policy_numbers, path, "const JPEG: u32 = 1;"), 0);
    for bad in [
        "let last = birth.add_years(58)?;",
        "let from = at.add_months( -12 );",
        "if born.years_until(at) >= 2 { refuse() }",
        "if months(start, end) > 6 { warn() }",
        "let old = age >= 58;",
        "if jp < 20 { warn() }",
        "masa_kerja_tahun < 2",
    ] {
        assert_eq!(check(policy_numbers, path, bad), 1, "{bad}");
        assert_eq!(check(policy_numbers, "crates/policy/src/tests.rs", bad), 0);
    }
    for good in [
        "let next = day.add_months(1)?;",
        "let before = day.add_years(-1)?;",
        "let last = birth.add_years(years(group)?)?;",
        "if page < 20 { more() }",
        "// age >= 58 stands in the policy",
        "let text = \"age >= 58\";",
    ] {
        assert_eq!(check(policy_numbers, path, good), 0, "{good}");
    }
    assert_eq!(
        check(
            policy_numbers,
            path,
            "#[cfg(test)]\nmod tests {\n const AGE: u8 = 3;\n}"
        ),
        0
    );
}
