//! From letters to PDF bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::letter::{Kop, Letter};
use crate::world::LetterWorld;
use crate::{Look, RenderError, qr, text};

/// Typst remembers results of earlier letters; what lay unused for this many letters is forgotten.
const KEEP_WARM: usize = 8;

/// The most letters in one merged PDF. Typst holds every page in memory until the file is written.
pub const MERGE_LIMIT: usize = 2000;

/// A finished PDF.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pdf {
    /// The file: PDF/A-2b, tagged, fonts embedded. The same letter and look give the same bytes.
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
}

/// Sets one letter.
///
/// # Errors
/// [`RenderError`] says where the data cannot be printed; nothing is left out silently.
pub fn render(letter: &Letter, look: &Look) -> Result<Pdf, RenderError> {
    set(std::slice::from_ref(letter), look)
}

/// Sets many letters as one PDF for the printer, in the order given. Each letter starts on a page of its own,
/// and its page numbers start anew.
///
/// # Errors
/// As [`render`]; also when there is no letter, or more than [`MERGE_LIMIT`].
pub fn merge(letters: &[Letter], look: &Look) -> Result<Pdf, RenderError> {
    if letters.is_empty() || letters.len() > MERGE_LIMIT {
        return Err(RenderError::data(
            "letters",
            format!(
                "expected 1 to {MERGE_LIMIT} letters, found {}",
                letters.len()
            ),
        ));
    }
    set(letters, look)
}

fn set(letters: &[Letter], look: &Look) -> Result<Pdf, RenderError> {
    look.check()?;
    let Some(first) = letters.first() else {
        return Err(RenderError::data("letters", "expected at least one letter"));
    };
    let mut logos = Logos::new(look);
    let mut views = Vec::with_capacity(letters.len());
    for letter in letters {
        views.push(view(letter, &mut logos)?);
    }
    let title = if letters.len() == 1 {
        first.title()
    } else {
        format!("{} naskah", letters.len())
    };
    let (width, height) = look.paper.size_mm();
    let data = json!({
        "document": {
            "title": title,
            "author": first.kop().map(Kop::author),
        },
        "look": {
            "width": width,
            "height": height,
            "margins": look.margins,
            "font_size": look.font_size,
            "line_spacing": look.line_spacing,
            "qr_module": look.qr_module_mm,
            "annex_landscape": look.annex_landscape,
        },
        "letters": views,
    })
    .to_string();
    let date = first.date();
    let created = u8::try_from(date.month())
        .ok()
        .zip(u8::try_from(date.day()).ok())
        .and_then(|(month, day)| Datetime::from_ymd_hms(date.year(), month, day, 0, 0, 0))
        .ok_or_else(|| RenderError::data("tanggal", "expected a date of the years 1 to 9999"))?;
    let result = compile(data, logos.files, created);
    // Also after a failure: a stream of bad letters must not fill the memory.
    typst::comemo::evict(KEEP_WARM);
    result
}

fn compile(data: String, logos: Vec<Bytes>, created: Datetime) -> Result<Pdf, RenderError> {
    let ident = data.clone();
    let world = LetterWorld::new(data, logos);
    let document: PagedDocument = typst::compile(&world).output.map_err(|e| failed(&e))?;
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Titian".to_owned())),
        // Midnight in WIB of the letter's own date: Permendagri letters know no hour.
        timestamp: Timestamp::new_local(created, 7 * 60),
        standards: PdfStandards::new(&[PdfStandard::A_2b])
            .map_err(|error| RenderError::Template(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|e| failed(&e))?;
    Ok(Pdf {
        bytes,
        pages: document.pages().len(),
    })
}

/// The view of one letter, cleaned, with its QR drawing and the file number of its logo.
fn view(letter: &Letter, logos: &mut Logos<'_>) -> Result<Value, RenderError> {
    let mut view = letter.view()?;
    text::clean(&mut view, &mut letter.kind().to_owned())?;
    let Some(fields) = view.as_object_mut() else {
        return Ok(view);
    };
    if let Some(name) = letter.kop().and_then(Kop::logo) {
        fields.insert("logo".into(), logos.file(name)?.into());
    }
    if let Some(code) = letter.qr() {
        let drawing = qr::draw(&code.payload)?;
        fields.insert(
            "qr".into(),
            json!({"svg": drawing.svg, "modules": drawing.modules}),
        );
    }
    Ok(view)
}

/// The logos that the letters of one PDF use, each once.
struct Logos<'a> {
    look: &'a Look,
    numbers: BTreeMap<String, usize>,
    files: Vec<Bytes>,
}

impl<'a> Logos<'a> {
    fn new(look: &'a Look) -> Self {
        Self {
            look,
            numbers: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    fn file(&mut self, name: &str) -> Result<String, RenderError> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(format!("/logo/{number}"));
        }
        let wrong = |reason: &str| RenderError::Logo {
            name: name.to_owned(),
            reason: reason.to_owned(),
        };
        let bytes = self.look.logos.get(name).ok_or_else(|| {
            wrong("no such logo is configured; add it or take it out of the letterhead")
        })?;
        let data = Bytes::new(Arc::clone(bytes));
        // Read it here, so that a broken file is named; Typst remembers the result for the page.
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            RasterImage::plain(data.clone(), ExchangeFormat::Png)
                .map_err(|error| wrong(&format!("this PNG cannot be read: {error}")))?;
        } else if let Some(text) = svg_text(bytes) {
            if links_out(text) {
                return Err(wrong(
                    "this SVG links to another file; embed it in the drawing",
                ));
            }
            SvgImage::new(data.clone())
                .map_err(|_| wrong("this SVG cannot be read; open and save it anew"))?;
        } else {
            return Err(wrong("expected a PNG or SVG file"));
        }
        let number = self.files.len();
        self.files.push(data);
        self.numbers.insert(name.to_owned(), number);
        Ok(format!("/logo/{number}"))
    }
}

fn svg_text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.contains("<svg").then_some(text)
}

/// Whether any link of a drawing leaves it. Typst would refuse to follow it; here the logo is named.
fn links_out(svg: &str) -> bool {
    svg.split("href").skip(1).any(|rest| {
        rest.trim_start()
            .strip_prefix('=')
            .map(|value| value.trim_start().trim_start_matches(['"', '\'']))
            .is_some_and(|value| !value.starts_with('#') && !value.starts_with("data:"))
    })
}

fn failed(errors: &[SourceDiagnostic]) -> RenderError {
    let messages: Vec<String> = errors
        .iter()
        .map(|error| {
            let hints: String = error
                .hints
                .iter()
                .map(|hint| format!(" ({})", hint.v))
                .collect();
            format!("{}{hints}", error.message)
        })
        .collect();
    RenderError::Template(messages.join("; "))
}
