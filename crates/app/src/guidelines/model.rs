//! A draft guideline as chapters and articles, and the lines of its matrix; pure.

use kernel::{CivilDate, Timestamp};

use crate::keyed::keyed;

/// Before the key of a chapter among clauses; ids of rules hold no colon.
const CHAPTER: &str = "bab:";

keyed! {
    /// A chapter of the guideline, in its order.
    ChapterKey {
        /// Terms and basis.
        General = "umum",
        /// Who may take part.
        Criteria = "kriteria",
        /// Kinds of internship.
        Kinds = "jenis",
        /// Host institutions.
        Hosts = "instansi-penerima",
        /// How long.
        Duration = "jangka-waktu",
        /// Assessment.
        Assessment = "penilaian",
        /// Who pays.
        Funding = "pembiayaan",
        /// Reports.
        Reporting = "pelaporan",
    }
}

keyed! {
    /// What became of something that was said.
    Answer {
        /// Taken up.
        Accepted = "accepted",
        /// Taken up in part.
        Partly = "partly",
        /// Not taken up.
        Rejected = "rejected",
        /// Noted for later.
        Noted = "noted",
    }
}

/// On what an article rests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Basis {
    /// Id in the register; `None` when the register does not know it.
    pub id: Option<String>,
    /// Instrument and article with the confidence, in Indonesian.
    pub text: String,
}

/// An article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Article {
    /// Key that stays when the number moves: the id of the rule, or `pasal:dasar` for the first article.
    pub key: String,
    /// Number through all chapters, from 1.
    pub number: usize,
    /// Its paragraphs (*ayat*); numbered when there is more than one.
    pub paragraphs: Vec<String>,
    /// On what it rests.
    pub bases: Vec<Basis>,
}

/// A chapter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chapter {
    /// Which one.
    pub key: ChapterKey,
    /// Roman number.
    pub numeral: &'static str,
    /// Title in capitals.
    pub title: &'static str,
    /// Articles; none when the policy says nothing.
    pub articles: Vec<Article>,
    /// What is not decided yet, as questions.
    pub questions: Vec<&'static str>,
    /// Proposals of the register on it that no rule carries.
    pub proposals: Vec<String>,
}

impl Chapter {
    /// The key under which something is said on the whole chapter.
    pub fn clause(&self) -> String {
        format!("{CHAPTER}{}", self.key.key())
    }
}

/// The draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guideline {
    /// Title in capitals.
    pub title: String,
    /// The policy and version it was made from.
    pub policy: String,
    /// Digest of the text of the version.
    pub digest: String,
    /// Since when the version is in force.
    pub from: CivilDate,
    /// On what its decision rests.
    pub mandate: String,
    /// The day of the draft.
    pub date: CivilDate,
    /// The eight chapters.
    pub chapters: Vec<Chapter>,
}

impl Guideline {
    /// The name of an article by its key: `Pasal 3`, or the chapter's when it has none.
    pub fn clause(&self, key: &str) -> Option<String> {
        for chapter in &self.chapters {
            if let Some(article) = chapter.articles.iter().find(|article| article.key == key) {
                return Some(format!("Pasal {}", article.number));
            }
            if key.strip_prefix(CHAPTER) == Some(chapter.key.key()) {
                return Some(format!("BAB {}", chapter.numeral));
            }
        }
        None
    }

    /// Every clause on which something can be said: key and name, chapters before their articles.
    pub fn clauses(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for chapter in &self.chapters {
            let name = format!("BAB {} {}", chapter.numeral, chapter.title);
            found.push((chapter.clause(), name));
            for article in &chapter.articles {
                let first = article.paragraphs.first().map_or("", String::as_str);
                let short: String = first.chars().take(80).collect();
                found.push((
                    article.key.clone(),
                    format!("Pasal {} – {short}", article.number),
                ));
            }
        }
        found
    }
}

/// A line of the matrix: what was said on a clause, and the answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Id.
    pub id: String,
    /// Key of the clause.
    pub clause: String,
    /// What was said.
    pub input: String,
    /// Who said it.
    pub proposer: String,
    /// Where it was said.
    pub occasion: Option<String>,
    /// When it was entered.
    pub at: Timestamp,
    /// What became of it.
    pub answer: Option<Answer>,
    /// The answer in words.
    pub response: Option<String>,
    /// Counts the changes.
    pub revision: i64,
}
