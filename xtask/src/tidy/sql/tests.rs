//! Tests of the rules about SQL.

use super::*;

const MIGRATION: (&str, &str) = (
    "crates/app/src/db/migrations/0001_people.sql",
    "-- slice: people\nCREATE TABLE person (\n    id TEXT PRIMARY KEY, -- the id, ours\n    sex TEXT CHECK (sex IN ('m', 'f')),\n    PRIMARY KEY (id, sex)\n);\n-- slice: hosts\nCREATE TABLE host (id TEXT);\nALTER TABLE host ADD COLUMN name TEXT;\n",
);

#[test]
fn sql_in_a_store_passes_and_elsewhere_does_not() {
    let query = "fn f() { g(\"SELECT id FROM person\"); }";
    for path in [
        "crates/app/src/people/store.rs",
        "crates/app/src/people/store/list.rs",
        "crates/app/src/db/tx.rs",
    ] {
        assert_eq!(places(&Repo::of(&[(path, query)])).unwrap(), [], "{path}");
    }
    for path in [
        "crates/app/src/people/commands.rs",
        "crates/web/src/people/pages.rs",
    ] {
        assert_eq!(
            places(&Repo::of(&[(path, query)])).unwrap().len(),
            1,
            "{path}"
        );
    }
}

#[test]
fn words_that_only_look_like_sql_pass() {
    let text =
        "// SELECT a FROM b\nfn f() { g(\"select one from the list\", \"Update the form\"); }";
    let lower = places(&Repo::of(&[("crates/web/src/a.rs", text)])).unwrap();
    // A sentence that begins like a query is the price of finding queries in small letters.
    assert_eq!(lower.len(), 1);
    let sentence = "fn f() { g(\"Please select one from the list\"); }";
    assert_eq!(
        places(&Repo::of(&[("crates/web/src/a.rs", sentence)])).unwrap(),
        []
    );
}

#[test]
fn small_letters_and_several_lines_hide_nothing() {
    for query in [
        "delete from person",
        "INSERT INTO person VALUES (1)",
        "SELECT id\n  FROM person",
    ] {
        let text = format!("fn f() {{ g(\"{query}\"); }}");
        let found = places(&Repo::of(&[("crates/app/src/a/commands.rs", &text)])).unwrap();
        assert_eq!(found.len(), 1, "{query}");
    }
}

#[test]
fn the_database_library_stays_in_stores() {
    let bad = Repo::of(&[("crates/app/src/people/commands.rs", "use sea_orm::Value;")]);
    assert_eq!(places(&bad).unwrap()[0].line, 1);
    let good = Repo::of(&[("crates/app/src/people/store.rs", "use sea_orm::Value;")]);
    assert_eq!(places(&good).unwrap(), []);
}

#[test]
fn tables_are_read_with_owner_and_columns() {
    let tables = tables(&Repo::of(&[MIGRATION])).unwrap();
    assert_eq!(tables["person"].slice, "people");
    assert_eq!(
        tables["person"].columns,
        ["id", "sex"].map(String::from).into()
    );
    assert_eq!(tables["host"].slice, "hosts");
    assert_eq!(
        tables["host"].columns,
        ["id", "name"].map(String::from).into()
    );
}

#[test]
fn only_the_owner_names_a_table() {
    let own = (
        "crates/app/src/people/store.rs",
        "fn f() { g(\"SELECT id FROM person\"); }",
    );
    assert_eq!(owners(&Repo::of(&[MIGRATION, own])).unwrap(), []);
    let other = (
        "crates/app/src/hosts/store.rs",
        "fn f() { g(\"SELECT h.id FROM host h\n JOIN person p ON 1 = 1\"); }",
    );
    let found = owners(&Repo::of(&[MIGRATION, other])).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].line, found[0].message.as_str()),
        (2, "table `person` belongs to `people`")
    );
}

#[test]
fn a_table_without_an_owner_is_named() {
    let bad = Repo::of(&[(
        "crates/app/src/db/migrations/1.sql",
        "CREATE TABLE a (id TEXT);",
    )]);
    assert!(
        owners(&bad).unwrap()[0]
            .message
            .contains("`a` has no owner")
    );
}

#[test]
fn every_column_is_classified_and_nothing_else() {
    let whole = (
        INVENTORY,
        "[person]\nid = { class = \"none\" }\nsex = { class = \"general\" }\n[host]\nid = \"none\"\nname = \"none\"\n",
    );
    assert_eq!(inventory(&Repo::of(&[MIGRATION, whole])).unwrap(), []);
    let partly = (
        INVENTORY,
        "[person]\nid = \"none\"\nshoe = \"none\"\n[host]\nid = \"a\"\nname = \"a\"\n",
    );
    let found = inventory(&Repo::of(&[MIGRATION, partly])).unwrap();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        notes(&Repo::of(&[MIGRATION])).len() == 1
            && notes(&Repo::of(&[MIGRATION, whole])).is_empty()
    );
}
