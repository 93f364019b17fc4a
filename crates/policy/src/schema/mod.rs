//! The typed names that a policy may use: facts and histories of the person, facts of the case.

mod case;
mod list;
mod person;

use serde::Serialize;

pub use list::{ListSchema, Window};

use crate::lang::Lang;

/// Type of a fact.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// Whole number.
    Int,
    /// Decimal with up to four places.
    Decimal,
    /// Text or code, compared by bytes.
    Text,
    /// Yes or no.
    Bool,
    /// Civil date.
    Date,
    /// Rank of a PNS or PPPK.
    Golongan,
    /// History list.
    List(&'static ListSchema),
}

impl FieldType {
    /// Name of the type in messages and in `titian policy schema`.
    pub fn name(self) -> String {
        match self {
            Self::Int => "integer".into(),
            Self::Decimal => "decimal".into(),
            Self::Text => "string".into(),
            Self::Bool => "boolean".into(),
            Self::Date => "date".into(),
            Self::Golongan => "golongan".into(),
            Self::List(list) => format!("list of {}", list.name),
        }
    }
}

/// A word of a closed vocabulary with what people read for it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Word {
    /// The value in files.
    pub code: &'static str,
    /// Indonesian.
    pub id: &'static str,
    /// English.
    pub en: &'static str,
}

/// One name of a schema.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name in expressions (of the case: after `case.`).
    pub name: &'static str,
    /// Type.
    pub ty: FieldType,
    /// Indonesian label.
    pub id: &'static str,
    /// English label.
    pub en: &'static str,
    /// Where the value comes from: header of the SIASN export, history file or form.
    pub source: &'static str,
    /// The vocabulary the importers write, empty when open.
    pub words: &'static [Word],
}

impl Field {
    /// The label in both languages.
    pub fn label(&self) -> Lang {
        Lang::new(self.id, self.en)
    }

    /// What people read for the value `code`, if it belongs to the vocabulary.
    pub fn word(&self, code: &str) -> Option<&'static Word> {
        self.words.iter().find(|word| word.code == code)
    }
}

/// Which of the two schemas.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Facts of the person.
    Person,
    /// Facts of the case (what is applied for).
    Case,
}

impl Kind {
    /// The names of this schema.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Person => person::FIELDS,
            Self::Case => case::FIELDS,
        }
    }

    /// Position of a name.
    pub fn position(self, name: &str) -> Option<usize> {
        self.fields().iter().position(|field| field.name == name)
    }

    /// The name as expressions write it: `tmt_pns`, `case.start`.
    pub fn full_name(self, field: &Field) -> String {
        match self {
            Self::Person => field.name.to_owned(),
            Self::Case => format!("case.{}", field.name),
        }
    }
}

/// One line of `titian policy schema`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SchemaLine {
    /// Name as expressions write it; columns of a history as `skp[].tahun`.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Label in both languages.
    pub label: Lang,
    /// Where the value comes from.
    pub source: &'static str,
    /// Vocabulary, empty when open.
    pub words: Vec<&'static str>,
}

/// Both schemas, one line a name, in their order.
pub fn schema() -> Vec<SchemaLine> {
    let mut lines = Vec::new();
    for kind in [Kind::Person, Kind::Case] {
        for field in kind.fields() {
            let name = kind.full_name(field);
            lines.push(line(name.clone(), field));
            if let FieldType::List(list) = field.ty {
                for column in list.fields {
                    lines.push(line(format!("{name}[].{}", column.name), column));
                }
            }
        }
    }
    lines
}

/// The schemas as plain text, one name a line with type, label and source: what `titian policy schema` prints.
pub fn render(language: crate::lang::Language) -> String {
    let lines = schema();
    let width = |text: &dyn Fn(&SchemaLine) -> usize| lines.iter().map(text).max().unwrap_or(0);
    let name = width(&|line| line.name.chars().count());
    let ty = width(&|line| line.ty.chars().count());
    let mut out = String::new();
    for line in &lines {
        let label = line.label.get(language);
        out.push_str(&format!(
            "{:name$}  {:ty$}  {label} [{}]",
            line.name, line.ty, line.source
        ));
        if !line.words.is_empty() {
            out.push_str(&format!(": {}", line.words.join(" | ")));
        }
        out.push('\n');
    }
    out
}

fn line(name: String, field: &Field) -> SchemaLine {
    SchemaLine {
        name,
        ty: field.ty.name(),
        label: field.label(),
        source: field.source,
        words: field.words.iter().map(|word| word.code).collect(),
    }
}

/// Shorthand of the tables in this module.
const fn field(
    name: &'static str,
    ty: FieldType,
    id: &'static str,
    en: &'static str,
    source: &'static str,
) -> Field {
    Field {
        name,
        ty,
        id,
        en,
        source,
        words: &[],
    }
}

/// The same with a closed vocabulary.
const fn words(
    name: &'static str,
    id: &'static str,
    en: &'static str,
    source: &'static str,
    words: &'static [Word],
) -> Field {
    Field {
        name,
        ty: FieldType::Text,
        id,
        en,
        source,
        words,
    }
}

/// A word whose label is the same in both languages.
const fn same(code: &'static str) -> Word {
    Word {
        code,
        id: code,
        en: code,
    }
}

const fn word(code: &'static str, id: &'static str, en: &'static str) -> Word {
    Word { code, id, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_name_has_both_labels_and_a_source() {
        let lines = schema();
        let mut names: Vec<_> = lines.iter().map(|l| l.name.as_str()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        for line in &lines {
            assert!(!line.label.id.is_empty(), "{}", line.name);
            assert!(line.label.en.as_ref().is_some_and(|en| !en.is_empty()));
            assert!(!line.source.is_empty(), "{}", line.name);
        }
    }

    #[test]
    fn the_names_of_the_contract_exist() {
        for name in ["jenis", "tmt_pns", "skp", "hukdis"] {
            assert!(Kind::Person.position(name).is_some(), "{name}");
        }
        for name in [
            "form",
            "start",
            "end",
            "decision",
            "host_kind",
            "host_unit",
            "abroad",
            "ppk_assignment",
        ] {
            assert!(Kind::Case.position(name).is_some(), "{name}");
        }
    }
}
