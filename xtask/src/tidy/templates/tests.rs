//! Tests of the rules about templates.

use super::*;

fn check(rule: fn(&Repo) -> Result<Vec<Finding>>, text: &str) -> Vec<Finding> {
    rule(&Repo::of(&[(
        "crates/web/templates/people/list.html",
        text,
    )]))
    .unwrap()
}

#[test]
fn text_from_messages_passes() {
    let page = "{% extends \"shell/layout.html\" %}\n{# a note #}\n<h1 title=\"{{ t(\"a\") }}\">{{ t(\"people-title\") }} &middot; 2 ×</h1>";
    assert_eq!(check(literal_text, page), []);
}

#[test]
fn literal_text_is_found_with_its_line() {
    let found = check(
        literal_text,
        "<p>\n{{ t(\"a\") }}</p>\n<p>\n  Daftar <b>orang</b>\n</p>",
    );
    assert_eq!(found.len(), 2);
    assert_eq!(
        (found[0].line, found[0].message.as_str()),
        (4, "says \"Daftar\"")
    );
}

#[test]
fn attributes_that_people_read_are_checked() {
    assert_eq!(
        check(literal_text, "<input placeholder=\"Cari nama\">").len(),
        1
    );
    assert_eq!(
        check(literal_text, "<input class=\"form-control\" name=\"nama\">"),
        []
    );
}

#[test]
fn names_that_stay_the_same_are_marked() {
    let page = "<span translate=\"no\">Titian <span>BKD</span></span> {{ x }}";
    assert_eq!(check(literal_text, page), []);
    let after = format!("{page} sesudah");
    assert_eq!(check(literal_text, &after).len(), 1);
}

#[test]
fn the_product_languages_and_written_attributes_need_no_message() {
    let page = "<html lang=\"id\"><title>{{ x }} · Titian</title><b lang=\"en\">English</b>";
    assert_eq!(check(literal_text, page), []);
    assert_eq!(
        check(
            literal_text,
            "{% macro a() %} aria-invalid=\"true\"{% endmacro %}"
        ),
        []
    );
    assert_eq!(
        check(literal_text, "<html lang=\"id\"><p>Daftar</p></html>").len(),
        1
    );
}

#[test]
fn a_sign_inside_an_expression_or_a_quote_does_not_confuse() {
    assert_eq!(
        check(
            literal_text,
            "{% if a > b && c < d %}{{ t(\"x\") }}{% endif %}"
        ),
        []
    );
    assert_eq!(
        check(
            literal_text,
            "<a data-x=\"a > b\" href=\"/a\">{{ t(\"x\") }}</a>"
        ),
        []
    );
}

#[test]
fn what_the_policy_forbids_is_found() {
    for bad in [
        "<p style=\"color:red\">",
        "<p style=\"width:{{ w }}%\">",
        "<button onclick=\"f()\">",
        "<div hx-on:click=\"f()\">",
        "<div hx-on::after-request=\"f()\">",
        "<script>f()</script>",
        "<style>p{}</style>",
        "<a href=\"javascript:f()\">",
    ] {
        assert_eq!(check(inline, bad).len(), 1, "{bad}");
    }
    assert_eq!(
        check(
            inline,
            "<script src=\"/a.js\" defer></script><p class=\"style\">"
        ),
        []
    );
}
