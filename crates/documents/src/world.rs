//! The closed world in which Typst sets a letter: our templates, our fonts, one JSON file and the logos; nothing else can be read.

use std::path::PathBuf;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        [$((concat!("/letters/", $name), include_str!(concat!("../templates/letters/", $name)))),*]
    };
}

const TEMPLATES: [(&str, &str); 12] = templates![
    "main.typ",
    "common.typ",
    "surat-permohonan-tempat.typ",
    "keputusan.typ",
    "surat-studi.typ",
    "surat-tugas.typ",
    "surat-pemberitahuan.typ",
    "surat-penerimaan.typ",
    "slip-aktivasi.typ",
    "daftar.typ",
    "naskah-rapat.typ",
    "rancangan.typ",
];
const FONTS: [&[u8]; 5] = [
    include_bytes!("../fonts/LiberationSans-Regular.ttf"),
    include_bytes!("../fonts/LiberationSans-Bold.ttf"),
    include_bytes!("../fonts/LiberationSans-Italic.ttf"),
    include_bytes!("../fonts/LiberationSans-BoldItalic.ttf"),
    include_bytes!("../fonts/LiberationMono-Bold.ttf"),
];

/// What never changes between letters, parsed once.
struct Base {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
}

static BASE: LazyLock<Base> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS
        .iter()
        .flat_map(|data| Font::iter(Bytes::new(*data)))
        .collect();
    Base {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: TEMPLATES
            .iter()
            .filter_map(|(path, text)| Some(Source::new(file_id(path)?, (*text).to_owned())))
            .collect(),
    }
});

fn file_id(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// Whether the text font has a sign for `character`.
pub(crate) fn covers(character: char) -> bool {
    BASE.fonts
        .first()
        .is_some_and(|font| font.info().coverage.contains(u32::from(character)))
}

/// One compilation: the templates over `data`, with `logos` as the files `/logo/0`, `/logo/1` and so on.
pub(crate) struct LetterWorld {
    data: Bytes,
    logos: Vec<Bytes>,
}

impl LetterWorld {
    pub(crate) fn new(data: String, logos: Vec<Bytes>) -> Self {
        Self {
            data: Bytes::from_string(data),
            logos,
        }
    }
}

impl World for LetterWorld {
    fn library(&self) -> &LazyHash<Library> {
        &BASE.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BASE.book
    }

    fn main(&self) -> FileId {
        // The first template is the main file; the table above is never empty.
        BASE.sources
            .first()
            .map_or(FileId::from_raw(std::num::NonZeroU16::MIN), Source::id)
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        BASE.sources
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id.vpath().get_without_slash() {
            "data.json" => Ok(self.data.clone()),
            path => path
                .strip_prefix("logo/")
                .and_then(|index| self.logos.get(index.parse::<usize>().ok()?))
                .cloned()
                .ok_or_else(|| not_found(id)),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        BASE.fonts.get(index).cloned()
    }

    /// There is no clock: a date stands in the data or nowhere.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_without_slash()))
}
