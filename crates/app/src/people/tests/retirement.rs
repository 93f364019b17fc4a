//! The retirement age as a fact: by the level of a functional post, with its article, and left open where none was read.

use super::*;

/// The fact `name` of whoever has this title: value, source and date.
async fn told(app: &App, n: u32, title: &str, name: &str) -> Option<(String, String, String)> {
    let line = row(n, "Satu", "IV/a", "Dinas Kesehatan")
        .replace(";4;Analis Contoh;", &format!(";2;{title};"));
    import(app, &[line]).await;
    let nip = format!("198508172010032{n:03}").parse().unwrap();
    let found = brief_by_nip(&app.db, &Scope::All, &nip).await;
    let person = found.unwrap().unwrap();
    let facts = policy_facts(&app.db, &Scope::All, person.id, app.clock.today())
        .await
        .unwrap();
    let label = policy::schema::Kind::Person
        .fields()
        .iter()
        .find(|field| field.name == name)
        .unwrap()
        .label();
    let label = label.get(policy::Language::Id);
    let lines = fact_lines(&facts, crate::words::Lang::Id);
    let line = lines.into_iter().find(|line| line.label == label)?;
    Some((
        line.value?,
        line.source.unwrap_or_default(),
        line.date.map(|date| date.to_string()).unwrap_or_default(),
    ))
}

#[tokio::test]
async fn a_functional_post_tells_its_retirement_age_with_article_and_date() {
    each_engine(async |app| {
        let (value, source, date) = told(&app, 1, "Pranata Komputer Ahli Madya", "bup")
            .await
            .unwrap();
        assert_eq!(value, "60");
        assert!(
            source.ends_with("jenjang Ahli Madya; PP 11/2017 Ps 239 (teks peraturan sudah dibaca)"),
            "{source}"
        );
        assert_eq!(date, "2026-11-24");
        let level = told(&app, 2, "Perawat Penyelia", "jenjang_fungsional").await;
        assert_eq!(level.unwrap().0, "Penyelia");
        for (n, title) in [(3, "Guru Ahli Madya"), (4, "Perawat")] {
            assert_eq!(told(&app, n, title, "bup").await, None, "{title}");
        }
    })
    .await;
}
