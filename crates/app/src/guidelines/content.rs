//! Draft and matrix as data of printed documents.

use kernel::CivilDate;
use serde_json::{Value, json};

use super::model::{Answer, Guideline, Line};
use crate::ports::{Cell, Sheet, SheetColumn};

/// The draft as a document of the kind `rancangan`.
pub fn guideline_content(guideline: &Guideline) -> Value {
    let chapters: Vec<Value> = guideline
        .chapters
        .iter()
        .map(|chapter| {
            let articles: Vec<Value> = chapter
                .articles
                .iter()
                .map(|article| {
                    json!({
                        "pasal": format!("Pasal {}", article.number),
                        "ayat": article.paragraphs,
                        "dasar": article.bases.iter().map(|basis| &basis.text).collect::<Vec<_>>(),
                    })
                })
                .collect();
            json!({
                "bab": format!("BAB {}", chapter.numeral),
                "judul": chapter.title,
                "pasal": articles,
                "pertanyaan": chapter.questions,
                "usulan": chapter.proposals,
            })
        })
        .collect();
    json!({
        "kind": "rancangan",
        "tanggal": guideline.date,
        "judul": guideline.title,
        "keterangan": [
            format!("Disusun dari {}", guideline.policy),
            format!("Berlaku mulai {}; dasar keputusan: {}", guideline.from.long_id(), guideline.mandate),
        ],
        "sidik": guideline.digest,
        "bab": chapters,
    })
}

fn said(answer: Option<Answer>) -> &'static str {
    match answer {
        Some(Answer::Accepted) => "Diterima",
        Some(Answer::Partly) => "Diterima sebagian",
        Some(Answer::Rejected) => "Tidak diterima",
        Some(Answer::Noted) => "Dicatat",
        None => "Belum ditanggapi",
    }
}

const HEADS: [(&str, u16); 5] = [
    ("No.", 6),
    ("Pasal", 16),
    ("Masukan", 60),
    ("Pengusul", 36),
    ("Tanggapan", 60),
];

fn rows(guideline: &Guideline, lines: &[Line]) -> Vec<Vec<String>> {
    lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let clause = guideline.clause(&line.clause);
            let proposer = match &line.occasion {
                Some(occasion) => format!("{} ({occasion})", line.proposer),
                None => line.proposer.clone(),
            };
            let answer = match &line.response {
                Some(response) => format!("{}: {response}", said(line.answer)),
                None => said(line.answer).to_owned(),
            };
            vec![
                (n + 1).to_string(),
                clause.unwrap_or_else(|| line.clause.clone()),
                line.input.clone(),
                proposer,
                answer,
            ]
        })
        .collect()
}

/// The matrix as a document of the kind `daftar`.
pub fn matrix_content(guideline: &Guideline, lines: &[Line], date: CivilDate) -> Value {
    let columns: Vec<Value> = HEADS
        .iter()
        .map(|(head, width)| json!({"header": head, "width": f64::from(*width)}))
        .collect();
    json!({
        "kind": "daftar",
        "tanggal": date,
        "judul": "MATRIKS MASUKAN",
        "keterangan": [guideline.title, format!("Disusun dari {}", guideline.policy)],
        "columns": columns,
        "rows": rows(guideline, lines),
    })
}

/// The matrix as a spreadsheet.
pub fn matrix_sheet(guideline: &Guideline, lines: &[Line]) -> Sheet {
    Sheet {
        name: "Matriks masukan".into(),
        columns: HEADS
            .iter()
            .map(|(head, width)| SheetColumn {
                header: (*head).to_owned(),
                width: *width,
                choices: Vec::new(),
            })
            .collect(),
        rows: rows(guideline, lines)
            .into_iter()
            .map(|row| row.into_iter().map(Cell::Text).collect())
            .collect(),
        notes: Vec::new(),
    }
}
