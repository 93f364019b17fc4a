//! Articles and what waits, as lines of a text field: reading, writing, and the stable id of an article; pure.

use kernel::{Error, Result, Text};

use super::model::{Article, Wait};

/// Between the parts of a line.
const BAR: char = '|';

/// The id of an article of the instrument `code`: `Pasal 5 ayat (2) huruf a` of `PERGUB-MAGANG` is `PERGUB-MAGANG-5-2-a`.
///
/// Words are left out where numbers and letters say enough; `Diktum KEDUA` becomes `…-KEDUA`.
pub fn article_id(code: &str, article: &str) -> String {
    const LEFT_OUT: [&str; 8] = [
        "pasal", "ayat", "huruf", "angka", "diktum", "bagian", "butir", "nomor",
    ];
    let parts: Vec<&str> = article
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .filter(|part| !LEFT_OUT.contains(&part.to_lowercase().as_str()))
        .collect();
    if parts.is_empty() {
        return format!("{code}-{}", article.to_uppercase().replace(' ', "-"));
    }
    format!("{code}-{}", parts.join("-"))
}

/// Reads articles, one a line: `Pasal 5 ayat (2) | what it says`.
///
/// # Errors
/// Invalid at `articles` with the number of the line, when a part is missing or two lines name one article.
pub fn read_articles(code: &str, text: &str) -> Result<Vec<Article>> {
    let wrong =
        |key: &str, n: usize| Error::invalid_field("articles", Text::new(key).with("n", n + 1));
    let mut found: Vec<Article> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (article, says) = line
            .split_once(BAR)
            .map(|(article, says)| (article.trim(), says.trim()))
            .filter(|(article, says)| !article.is_empty() && !says.is_empty())
            .ok_or_else(|| wrong("regulations-article-line", n))?;
        let id = article_id(code, article);
        if found.iter().any(|other| other.id == id) {
            return Err(wrong("regulations-article-twice", n));
        }
        found.push(Article {
            id,
            article: article.to_owned(),
            says: says.to_owned(),
        });
    }
    Ok(found)
}

/// Articles as [`read_articles`] reads them.
pub fn write_articles(articles: &[Article]) -> String {
    let lines = articles
        .iter()
        .map(|one| format!("{} {BAR} {}", one.article, one.says));
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads what waits, one a line: `POL-DUR`, `/rapat/… | tindak lanjut`, or any text.
///
/// `is_entry` says whether a word is the id of an entry.
///
/// # Errors
/// Invalid at `waits` when a path does not begin with one slash.
pub fn read_waits(text: &str, is_entry: impl Fn(&str) -> bool) -> Result<Vec<Wait>> {
    let mut found = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (head, words) = match line.split_once(BAR) {
            Some((head, words)) => (head.trim(), words.trim()),
            None => (line, ""),
        };
        let text = if words.is_empty() { head } else { words };
        let mut wait = Wait {
            entry: None,
            path: None,
            text: text.to_owned(),
        };
        if head.starts_with('/') {
            // Two slashes would lead to another site.
            if head.starts_with("//") || head.contains(char::is_whitespace) || head.contains('\\') {
                let text = Text::new("regulations-wait-path").with("n", n + 1);
                return Err(Error::invalid_field("waits", text));
            }
            wait.path = Some(head.to_owned());
        } else if is_entry(head) {
            wait.entry = Some(head.to_owned());
        } else {
            wait.text = line.to_owned();
        }
        found.push(wait);
    }
    Ok(found)
}

/// What waits as [`read_waits`] reads it.
pub fn write_waits(waits: &[Wait]) -> String {
    let line = |wait: &Wait| match (&wait.entry, &wait.path) {
        (Some(head), _) | (None, Some(head)) if *head != wait.text => {
            format!("{head} {BAR} {}", wait.text)
        }
        _ => wait.text.clone(),
    };
    waits.iter().map(line).collect::<Vec<_>>().join("\n")
}
