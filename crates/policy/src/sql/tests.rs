//! The queries are one statement in every dialect; that they give what `explain` gives is compared in the databases
//! themselves, by the tests of `app` and by `cargo xtask conformance`.

use super::*;

#[test]
fn the_shipped_policy_compiles_to_one_select_in_every_dialect() {
    let text = include_str!("../../../../policies/magang-banten.policy.toml");
    let policy = Policy::parse("magang-banten", text).unwrap();
    for dialect in Dialect::ALL {
        let sql = policy_sql(&policy, dialect);
        assert_eq!(sql.matches(';').count(), 0, "one statement");
        for (i, rule) in policy.rules().iter().enumerate() {
            assert!(sql.contains(&format!("/* {} */", rule.id)), "{}", rule.id);
            assert!(sql.contains(&format!(" AS r{i}")));
        }
        assert!(schema_sql(dialect).contains("case_facts"));
    }
}
