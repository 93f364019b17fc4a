//! Drafts and lists as WordprocessingML (ISO/IEC 29500-1), so that people can write into them: data in, bytes out.

use std::fmt::Write as _;

use crate::letter::{Daftar, Letter, OPEN, PROPOSED, Rancangan};
use crate::{RenderError, zip};

/// How a paragraph looks: a style of [`STYLES`], by its id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Title,
    Under,
    Chapter,
    Article,
    Body,
    Numbered,
    Small,
    Head,
}

impl Style {
    fn id(self) -> &'static str {
        match self {
            Style::Title => "Title",
            Style::Under => "Subtitle",
            Style::Chapter => "Heading1",
            Style::Article => "Heading2",
            Style::Body => "BodyText",
            Style::Numbered => "Ayat",
            Style::Small => "Dasar",
            Style::Head => "KepalaTabel",
        }
    }
}

/// Each style: id, name, properties of the paragraph and of the text. Headings carry an outline level, so that the
/// navigation of a word processor shows chapters and articles; sizes are half points, distances twentieths of a point.
const STYLES: [(&str, &str, &str, &str); 8] = [
    (
        "Title",
        "Title",
        "<w:spacing w:after=\"120\"/><w:jc w:val=\"center\"/>",
        "<w:b/><w:sz w:val=\"26\"/>",
    ),
    (
        "Subtitle",
        "Subtitle",
        "<w:spacing w:after=\"60\"/><w:jc w:val=\"center\"/>",
        "<w:sz w:val=\"18\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:spacing w:before=\"360\" w:after=\"120\"/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/>",
    ),
    (
        "Heading2",
        "heading 2",
        "<w:keepNext/><w:spacing w:before=\"200\" w:after=\"80\"/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/>",
    ),
    (
        "BodyText",
        "Body Text",
        "<w:spacing w:after=\"80\"/><w:jc w:val=\"both\"/>",
        "",
    ),
    (
        "Ayat",
        "Ayat",
        "<w:tabs><w:tab w:val=\"left\" w:pos=\"567\"/></w:tabs><w:spacing w:after=\"80\"/><w:ind w:left=\"567\" \
         w:hanging=\"567\"/><w:jc w:val=\"both\"/>",
        "",
    ),
    (
        "Dasar",
        "Dasar",
        "<w:spacing w:after=\"80\"/>",
        "<w:sz w:val=\"18\"/>",
    ),
    (
        "KepalaTabel",
        "Kepala Tabel",
        "<w:keepNext/><w:spacing w:before=\"60\" w:after=\"60\"/><w:jc w:val=\"center\"/>",
        "<w:b/><w:sz w:val=\"18\"/>",
    ),
];

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
</Types>";
const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
</Relationships>";
/// Relations of the document itself: to its styles.
const PARTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>\
</Relationships>";
const NAMESPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A draft guideline or a list as a Word document. The same data give the same bytes.
///
/// # Errors
/// Letters are refused: what is signed goes out as PDF only. Data are checked as for the PDF.
pub fn docx(letter: &Letter) -> Result<Vec<u8>, RenderError> {
    letter.view()?;
    let (body, across) = match letter {
        Letter::Rancangan(draft) => (draft_body(draft), false),
        Letter::Daftar(list) => (list_body(list), !list.tegak),
        _ => {
            return Err(RenderError::data(
                "kind",
                "only drafts and lists are written as a Word document",
            ));
        }
    };
    // Sizes in twentieths of a point: A4 with the margins of letters.
    let page = if across {
        "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
    } else {
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"
    };
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:document {NAMESPACE}><w:body>{body}\
         <w:sectPr>{page}<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1418\" w:header=\"709\" \
         w:footer=\"709\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    let styles = styles();
    let files = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", PARTS.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
    ];
    zip(files).map_err(|error| RenderError::data("docx", error.to_string()))
}

fn styles() -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/><w:sz w:val=\"22\"/>\
         <w:lang w:val=\"id-ID\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
    );
    for (id, name, paragraph, text) in STYLES {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
        );
    }
    out.push_str("</w:styles>");
    out
}

fn draft_body(draft: &Rancangan) -> String {
    let mut out = String::new();
    paragraph(&mut out, Style::Title, &draft.judul);
    for line in &draft.keterangan {
        paragraph(&mut out, Style::Under, line);
    }
    for bab in &draft.bab {
        let title = format!("{}\n{}", bab.bab, bab.judul);
        paragraph(&mut out, Style::Chapter, &title);
        for pasal in &bab.pasal {
            paragraph(&mut out, Style::Article, &pasal.pasal);
            for (mark, text) in pasal.marked() {
                if mark.is_empty() {
                    paragraph(&mut out, Style::Body, text);
                } else {
                    paragraph(&mut out, Style::Numbered, &format!("{mark}\t{text}"));
                }
            }
            if let Some(basis) = pasal.basis() {
                paragraph(&mut out, Style::Small, &basis);
            }
        }
        for (head, lines) in [(OPEN, &bab.pertanyaan), (PROPOSED, &bab.usulan)] {
            if lines.is_empty() {
                continue;
            }
            paragraph(&mut out, Style::Body, head);
            for (n, line) in lines.iter().enumerate() {
                paragraph(&mut out, Style::Numbered, &format!("{}.\t{line}", n + 1));
            }
        }
    }
    paragraph(&mut out, Style::Small, &draft.foot());
    out
}

fn list_body(list: &Daftar) -> String {
    let mut out = String::new();
    paragraph(&mut out, Style::Title, &list.judul);
    for line in &list.keterangan {
        paragraph(&mut out, Style::Under, line);
    }
    let total: f64 = list.columns.iter().map(|column| column.width).sum();
    let room = if list.tegak { 9354.0 } else { 14286.0 };
    let widths: Vec<i64> = list
        .columns
        .iter()
        .map(|column| (column.width / total * room) as i64)
        .collect();
    out.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>");
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        let _ = write!(
            out,
            "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
        );
    }
    out.push_str("</w:tblBorders></w:tblPr><w:tblGrid>");
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid>");
    let head: Vec<&str> = list.columns.iter().map(|c| c.header.as_str()).collect();
    row(&mut out, &head, &widths, true);
    for cells in &list.rows {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        row(&mut out, &cells, &widths, false);
    }
    out.push_str("</w:tbl>");
    for note in &list.catatan {
        paragraph(&mut out, Style::Small, note);
    }
    let foot = format!("Keadaan {}", list.tanggal.long_id());
    paragraph(&mut out, Style::Small, &foot);
    out
}

fn row(out: &mut String, cells: &[&str], widths: &[i64], head: bool) {
    out.push_str("<w:tr>");
    if head {
        out.push_str("<w:trPr><w:tblHeader/></w:trPr>");
    }
    for (text, width) in cells.iter().zip(widths) {
        let _ = write!(
            out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
        );
        paragraph(out, if head { Style::Head } else { Style::Small }, text);
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
}

/// A paragraph; `\t` in its text is a tab, `\n` a new line.
fn paragraph(out: &mut String, style: Style, text: &str) {
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr><w:r>",
        style.id()
    );
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            out.push_str("<w:br/>");
        }
        for (n, part) in line.split('\t').enumerate() {
            if n > 0 {
                out.push_str("<w:tab/>");
            }
            let _ = write!(out, "<w:t xml:space=\"preserve\">{}</w:t>", escaped(part));
        }
    }
    out.push_str("</w:r></w:p>");
}

/// Text as XML: markup escaped, control characters that XML 1.0 forbids replaced by a space.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
