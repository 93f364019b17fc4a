//! From a policy to chapters and articles: every rule becomes an article; what no rule says is asked, never invented.

use kernel::CivilDate;
use policy::{Force, Policy, Register};

use super::model::{Article, Basis, Chapter, ChapterKey, Guideline};
use crate::policies::{self, Cited, Mandate, Outline, RuleLine, Version};

const NUMERALS: [&str; 8] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];

fn title(key: ChapterKey) -> &'static str {
    match key {
        ChapterKey::General => "KETENTUAN UMUM",
        ChapterKey::Criteria => "KRITERIA PESERTA",
        ChapterKey::Kinds => "JENIS MAGANG",
        ChapterKey::Hosts => "INSTANSI PENERIMA",
        ChapterKey::Duration => "JANGKA WAKTU",
        ChapterKey::Assessment => "PENILAIAN",
        ChapterKey::Funding => "PEMBIAYAAN",
        ChapterKey::Reporting => "PELAPORAN",
    }
}

/// What has to be decided before a chapter without a rule can be written.
fn questions(key: ChapterKey) -> &'static [&'static str] {
    match key {
        ChapterKey::General => &["Pengertian dan tujuan apa yang dipakai dalam pedoman ini?"],
        ChapterKey::Criteria => &["Siapa yang dapat menjadi peserta?"],
        ChapterKey::Kinds => &[
            "Jenis magang apa yang diselenggarakan, dan apa bedanya dengan pertukaran?",
            "Apakah peserta dari instansi lain diterima, dan dengan syarat apa?",
        ],
        ChapterKey::Hosts => &[
            "Instansi mana yang dapat menjadi penerima?",
            "Apa yang harus disediakan instansi penerima?",
        ],
        ChapterKey::Duration => &["Berapa lama magang paling singkat dan paling lama?"],
        ChapterKey::Assessment => &[
            "Siapa yang menilai peserta, dan dengan rubrik apa?",
            "Unsur apa yang dinilai, dan berapa bobot masing-masing?",
            "Berapa nilai dan kehadiran paling rendah untuk lulus?",
        ],
        ChapterKey::Funding => &[
            "Biaya apa yang ditanggung perangkat daerah pengirim, dan apa yang ditanggung peserta?",
            "Dari mata anggaran mana biaya dibayar?",
            "Apakah penghasilan peserta selama magang tetap?",
        ],
        ChapterKey::Reporting => &[
            "Laporan apa yang disusun peserta, dan kapan diserahkan?",
            "Kepada siapa hasil magang dilaporkan?",
        ],
    }
}

/// Entries of the register that propose something for a chapter.
fn proposals(key: ChapterKey) -> &'static [&'static str] {
    match key {
        ChapterKey::Hosts => &["POL-HOST", "POL-MENTOR"],
        ChapterKey::Assessment => &[
            "POL-ASSESS",
            "POL-BEHAV",
            "POL-PASS",
            "POL-CERT",
            "POL-AFTER",
        ],
        ChapterKey::Reporting => &["POL-LOG", "POL-REPORT"],
        _ => &[],
    }
}

/// The chapter to which a rule belongs, by the facts that its condition reads.
fn chapter_of(rule: &RuleLine, params: &[&str]) -> ChapterKey {
    let text = &rule.expression;
    let has = |name: &str| text.contains(name);
    if has("case.koordinasi") {
        return ChapterKey::Reporting;
    }
    if ["case.host", "case.own_unit", "case.abroad", "case.ppk"]
        .into_iter()
        .any(has)
    {
        return ChapterKey::Hosts;
    }
    if has("case.form") {
        return ChapterKey::Kinds;
    }
    const DATES: [&str; 11] = [
        "case",
        "start",
        "end",
        "jenis",
        "duration",
        "months",
        "days",
        "workdays",
        "years",
        "add_months",
        "add_years",
    ];
    let dated = has("case.start") || has("case.end");
    let part = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    let only_dates = outside_quotes(text)
        .split(part)
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
        .all(|word| DATES.contains(&word) || params.contains(&word));
    if dated && only_dates {
        return ChapterKey::Duration;
    }
    ChapterKey::Criteria
}

fn outside_quotes(text: &str) -> String {
    text.split('"').step_by(2).collect::<Vec<_>>().join(" ")
}

fn basis(cited: &Cited) -> Basis {
    Basis {
        id: (cited.article != cited.id).then(|| cited.id.clone()),
        text: format!("{} ({})", cited.article, cited.confidence.id),
    }
}

/// Text in the middle of a sentence: the first letter small, unless the word is an abbreviation.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain([second]).chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

fn article(rule: &RuleLine, outline: &Outline) -> Article {
    let mut paragraphs = vec![format!("{}.", rule.says.id.trim_end_matches('.'))];
    let reads = |name: &str| {
        let part = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        rule.expression.split(part).any(|word| word == name)
    };
    let numbers: Vec<String> = outline
        .params
        .iter()
        .filter(|param| reads(&param.name))
        .map(|param| format!("{}: {}", lower(&param.says.id), param.value.id))
        .collect();
    if !numbers.is_empty() {
        paragraphs.push(format!(
            "Ketentuan sebagaimana dimaksud pada ayat (1) menggunakan {}.",
            numbers.join("; ")
        ));
    }
    paragraphs.push(
        match rule.force {
            Force::Block => {
                "Calon peserta yang belum memenuhi ketentuan ayat (1) belum dapat ditetapkan sebagai peserta."
            }
            Force::Warn => {
                "Apabila ketentuan ayat (1) tidak terpenuhi, pejabat yang memproses diberi tahu dan memutuskan dengan alasan."
            }
            Force::Record => "Bukti pemenuhan ketentuan ayat (1) disimpan dalam berkas usulan.",
            Force::Score => "Ketentuan ayat (1) dihitung sebagai nilai.",
        }
        .to_owned(),
    );
    if let Some(office) = &rule.waived_by {
        paragraphs.push(format!(
            "Ketentuan ayat (1) dapat dikecualikan oleh {} dengan alasan tertulis.",
            office.to_uppercase()
        ));
    }
    Article {
        key: rule.id.clone(),
        number: 0,
        paragraphs,
        bases: rule.cited.iter().map(basis).collect(),
    }
}

/// The draft guideline of a decided version, as of `date`. Rules that no longer apply on that day are left out.
pub fn build(
    version: &Version,
    policy: &Policy,
    register: &Register,
    date: CivilDate,
) -> Guideline {
    let outline = policies::outline(policy, register);
    let params: Vec<&str> = outline
        .params
        .iter()
        .map(|param| param.name.as_str())
        .collect();
    let decision = version.state.decision();
    let mandate = match decision.map(|decision| &decision.mandate) {
        Some(Mandate::Paper(paper)) => {
            format!(
                "{} Nomor {} tanggal {}",
                paper.about,
                paper.number,
                paper.date.long_id()
            )
        }
        _ => "berkas bawaan sistem; belum ada keputusan instansi".to_owned(),
    };
    let from = decision.map_or(policy.valid_from, |decision| decision.from);
    let name = format!("{} versi {}", version.title.id, version.version);
    let mut number = 0;
    let mut chapters = Vec::new();
    for (key, numeral) in ChapterKey::ALL.iter().copied().zip(NUMERALS) {
        let mut articles: Vec<Article> = Vec::new();
        if key == ChapterKey::General {
            articles.push(general(&name, from, &mandate, register));
        }
        let rules = outline.rules.iter();
        let now = rules.filter(|rule| rule.to.is_none_or(|to| date.max(from) < to));
        articles.extend(
            now.filter(|rule| chapter_of(rule, &params) == key)
                .map(|rule| article(rule, &outline)),
        );
        for article in &mut articles {
            number += 1;
            article.number = number;
        }
        let open = articles.is_empty();
        let cited = |id: &str| {
            let mut rules = policy.rules().iter();
            rules.any(|rule| rule.cite.iter().any(|cite| cite == id))
        };
        chapters.push(Chapter {
            key,
            numeral,
            title: title(key),
            articles,
            questions: if open {
                questions(key).to_vec()
            } else {
                Vec::new()
            },
            proposals: proposals(key)
                .iter()
                .filter(|id| !cited(id))
                .filter_map(|id| register.entry(id))
                .map(|entry| format!("{} ({})", entry.says.id, entry.id))
                .collect(),
        });
    }
    Guideline {
        title: "RANCANGAN PEDOMAN MAGANG/PRAKTIK KERJA APARATUR SIPIL NEGARA".into(),
        policy: name,
        digest: version.digest.clone(),
        from,
        mandate,
        date,
        chapters,
    }
}

/// The first article: terms that the register knows, and from which policy the rest was made.
fn general(name: &str, from: CivilDate, mandate: &str, register: &Register) -> Article {
    let mut paragraphs = Vec::new();
    let mut bases = Vec::new();
    if let Some(entry) = register.entry("LAN-DEF-MAGANG") {
        paragraphs.push(format!("{}.", entry.says.id.trim_end_matches('.')));
        let article = format!("{} {}", entry.source, entry.article);
        bases.push(Basis {
            id: Some(entry.id.clone()),
            text: format!("{article} ({})", entry.confidence.label().id),
        });
    }
    paragraphs.push(format!(
        "Ketentuan dalam pedoman ini disusun dari {name}, berlaku mulai {}, dengan dasar keputusan: {mandate}.",
        from.long_id()
    ));
    Article {
        key: "pasal:dasar".into(),
        number: 0,
        paragraphs,
        bases,
    }
}
