//! What changed between a frozen screening and the same nominee now; pure.

use policy::schema::Kind;
use policy::{Confidence, Explanation, Facts, Force, Lang, Language, Status, Verdict};

use super::model::{Change, ChangeKind};

/// Facts whose change people must hear of even when no rule turns: penalties and examinations, post and unit, study,
/// leave, and what ends the service.
const WATCHED: &[&str] = &[
    "kedudukan_hukum",
    "hukdis",
    "sedang_diperiksa",
    "proses_pidana",
    "opd",
    "unor",
    "jabatan",
    "jenis_jabatan",
    "bup",
    "tubel",
    "cltn",
];

/// Everything that changed, the verdict first.
pub(super) fn changes(
    before: &Explanation,
    after: &Explanation,
    facts_before: &Facts,
    facts_after: &Facts,
) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.verdict != after.verdict {
        let words =
            |verdict: Verdict| Lang::new(verdict.label(Language::Id), verdict.label(Language::En));
        changes.push(Change {
            kind: ChangeKind::Verdict,
            key: "verdict".to_owned(),
            label: Lang::new("Hasil pemeriksaan", "Verdict"),
            before: words(before.verdict),
            after: words(after.verdict),
            blocking: false,
        });
    }
    for rule in after.rules.iter().filter(|rule| rule.force == Force::Block) {
        let was = before.rule(&rule.id).map(|rule| rule.status);
        if was == Some(rule.status) {
            continue;
        }
        let words = |status: Option<Status>| match status {
            Some(status) => Lang::new(status.label(Language::Id), status.label(Language::En)),
            None => Lang::new("belum ada", "none"),
        };
        let read = |confidence| confidence == Confidence::T;
        changes.push(Change {
            kind: ChangeKind::Rule,
            key: rule.id.clone(),
            label: rule.says.clone(),
            before: words(was),
            after: words(Some(rule.status)),
            blocking: rule.status == Status::NotMet
                && rule.citations.iter().any(|cited| read(cited.confidence)),
        });
    }
    for name in WATCHED {
        let shown = |facts: &Facts| {
            let fact = facts.get(name).filter(|fact| !fact.value.is_missing());
            let words = |language, none: &str| {
                fact.map_or(none.to_owned(), |fact| fact.value.display(language))
            };
            Lang::new(
                words(Language::Id, "belum ada data"),
                words(Language::En, "no data yet"),
            )
        };
        let (was, is) = (shown(facts_before), shown(facts_after));
        if was != is {
            let field = Kind::Person
                .fields()
                .iter()
                .find(|field| field.name == *name);
            changes.push(Change {
                kind: ChangeKind::Fact,
                key: (*name).to_owned(),
                label: field.map_or_else(|| Lang::new(*name, *name), |field| field.label()),
                before: was,
                after: is,
                blocking: false,
            });
        }
    }
    changes
}
