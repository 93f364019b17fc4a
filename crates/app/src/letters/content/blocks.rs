//! The parts of a draft that officers edit as text, and the way back from text.

use kernel::{Error, Result, Text};

use super::draft::{Body, Diktum, Draft, Recipient};

/// Longest text of one block, in characters.
const MAX_BLOCK: usize = 20_000;

/// A part of a draft as text: one entry a line; parts of a decision are paragraphs with points after `- `.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// Name of the form field.
    pub key: &'static str,
    /// The text.
    pub text: String,
    /// Whether it may be empty.
    pub optional: bool,
}

impl Draft {
    /// The editable parts, in the order of the letter.
    pub fn blocks(&self) -> Vec<Block> {
        let need = |key, text: String| Block {
            key,
            text,
            optional: false,
        };
        let may = |key, text: String| Block {
            key,
            text,
            optional: true,
        };
        let mut blocks = match &self.body {
            Body::PlaceRequest(super::draft::PlaceRequest {
                surat, ketentuan, ..
            })
            | Body::Notice(super::draft::Notice {
                surat, ketentuan, ..
            })
            | Body::Acceptance(super::draft::Acceptance {
                surat, ketentuan, ..
            }) => vec![
                need("sifat", surat.sifat.clone()),
                need("lampiran", surat.lampiran.clone()),
                need("hal", surat.hal.clone()),
                need("tujuan", recipients(&surat.tujuan)),
                may("ketentuan", ketentuan.join("\n")),
            ],
            Body::Decision(b) => vec![
                need("tentang", b.tentang.clone()),
                need("menimbang", b.menimbang.join("\n")),
                may("mengingat-tambahan", b.mengingat_tambahan.join("\n")),
                may("memperhatikan", b.memperhatikan.join("\n")),
                need("diktum", diktum_text(&b.diktum)),
            ],
            Body::StudyPermit(b) | Body::StudyRecommendation(b) | Body::StudyLicence(b) => vec![
                may("dasar-tambahan", b.dasar_tambahan.join("\n")),
                need("isi", b.isi.clone()),
                may("ketentuan", b.ketentuan.join("\n")),
            ],
            Body::StudyDecision(b) => vec![
                need("tentang", b.tentang.clone()),
                need("menimbang", b.menimbang.join("\n")),
                may("mengingat-tambahan", b.mengingat_tambahan.join("\n")),
                need("diktum", diktum_text(&b.diktum)),
            ],
            Body::Assignment(b) => vec![
                may("dasar-tambahan", b.dasar_tambahan.join("\n")),
                need("tugas", b.tugas.clone()),
                may("kewajiban", b.kewajiban.join("\n")),
            ],
        };
        blocks.push(may("tembusan", self.tembusan.join("\n")));
        blocks
    }

    /// The draft with these texts in place of its own; unknown names are errors, missing ones stay as they are.
    pub fn with_blocks(&self, texts: &[(String, String)]) -> Result<Self> {
        let mut draft = self.clone();
        let known = self.blocks();
        let mut error: Option<Error> = None;
        let mut wrong = |field: &str, text: Text| {
            let found = error.take();
            error = Some(match found {
                Some(error) => error.field(field, text),
                None => Error::invalid_field(field, text),
            });
        };
        for (key, text) in texts {
            let Some(block) = known.iter().find(|block| block.key == key) else {
                return Err(Error::invalid("error-form").log(format!("no block {key}")));
            };
            let length = text.chars().count();
            if length > MAX_BLOCK {
                let max = Text::new("error-too-long")
                    .with("max", MAX_BLOCK)
                    .with("length", length);
                wrong(key, max);
                continue;
            }
            if text.trim().is_empty() && !block.optional {
                wrong(key, "error-required".into());
                continue;
            }
            if text
                .chars()
                .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
            {
                wrong(key, "letters-control-character".into());
                continue;
            }
            if let Err(text) = draft.set(block.key, text) {
                wrong(key, text);
            }
        }
        match error {
            Some(error) => Err(error),
            None => Ok(draft),
        }
    }

    fn set(&mut self, key: &str, text: &str) -> std::result::Result<(), Text> {
        let one = || text.split_whitespace().collect::<Vec<_>>().join(" ");
        if key == "tembusan" {
            self.tembusan = list(text);
            return Ok(());
        }
        match (&mut self.body, key) {
            (Body::PlaceRequest(b), "ketentuan") => b.ketentuan = list(text),
            (Body::Notice(b), "ketentuan") => b.ketentuan = list(text),
            (Body::Acceptance(b), "ketentuan") => b.ketentuan = list(text),
            (Body::PlaceRequest(super::draft::PlaceRequest { surat, .. }), key)
            | (Body::Notice(super::draft::Notice { surat, .. }), key)
            | (Body::Acceptance(super::draft::Acceptance { surat, .. }), key) => match key {
                "sifat" => surat.sifat = one(),
                "lampiran" => surat.lampiran = one(),
                "hal" => surat.hal = one(),
                _ => surat.tujuan = read_recipients(text)?,
            },
            (Body::Decision(b), "tentang") => b.tentang = one(),
            (Body::Decision(b), "menimbang") => b.menimbang = list(text),
            (Body::Decision(b), "mengingat-tambahan") => b.mengingat_tambahan = list(text),
            (Body::Decision(b), "memperhatikan") => b.memperhatikan = list(text),
            (Body::Decision(b), _) => b.diktum = read_diktum(text),
            (Body::StudyPermit(b) | Body::StudyRecommendation(b) | Body::StudyLicence(b), key) => {
                match key {
                    "dasar-tambahan" => b.dasar_tambahan = list(text),
                    "isi" => b.isi = one(),
                    _ => b.ketentuan = list(text),
                }
            }
            (Body::StudyDecision(b), "tentang") => b.tentang = one(),
            (Body::StudyDecision(b), "menimbang") => b.menimbang = list(text),
            (Body::StudyDecision(b), "mengingat-tambahan") => b.mengingat_tambahan = list(text),
            (Body::StudyDecision(b), _) => b.diktum = read_diktum(text),
            (Body::Assignment(b), "dasar-tambahan") => b.dasar_tambahan = list(text),
            (Body::Assignment(b), "tugas") => b.tugas = one(),
            (Body::Assignment(b), _) => b.kewajiban = list(text),
        }
        Ok(())
    }
}

fn list(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}

fn recipients(all: &[Recipient]) -> String {
    let lines: Vec<String> = all
        .iter()
        .map(|r| format!("{} | {}", r.jabatan, r.tempat))
        .collect();
    lines.join("\n")
}

/// One addressee a line: office, a bar, place.
fn read_recipients(text: &str) -> std::result::Result<Vec<Recipient>, Text> {
    list(text)
        .into_iter()
        .map(|line| match line.split_once('|') {
            Some((office, place)) if !office.trim().is_empty() && !place.trim().is_empty() => {
                Ok(Recipient {
                    jabatan: office.trim().to_owned(),
                    tempat: place.trim().to_owned(),
                })
            }
            _ => Err(Text::new("letters-recipient-shape")),
        })
        .collect()
}

fn diktum_text(all: &[Diktum]) -> String {
    let paragraphs: Vec<String> = all
        .iter()
        .map(|d| {
            std::iter::once(d.text.clone())
                .chain(d.items.iter().map(|item| format!("- {item}")))
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    paragraphs.join("\n\n")
}

fn read_diktum(text: &str) -> Vec<Diktum> {
    let mut all: Vec<Diktum> = Vec::new();
    let mut fresh = true;
    for line in text.lines() {
        let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            fresh = true;
            continue;
        }
        let item = line.strip_prefix("- ").map(str::to_owned);
        match (all.last_mut(), item, fresh) {
            (Some(last), Some(item), _) => last.items.push(item),
            (Some(last), None, false) if last.items.is_empty() => {
                last.text.push(' ');
                last.text.push_str(&line);
            }
            (_, item, _) => all.push(Diktum {
                text: item.unwrap_or(line),
                items: Vec::new(),
            }),
        }
        fresh = false;
    }
    all
}
