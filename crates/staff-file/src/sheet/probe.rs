//! The counting pass: inflates every part of the container to nowhere and counts what it would cost to read it.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::{Amount, Limits, OLE, Refused};

/// So much may be inflated before the ratio counts: small files of repeated cells pack very well.
const RATIO_FREE: u64 = 4 << 20;
/// Random bytes may look like a directory entry now and then.
const ENTRY_SLACK: usize = 16;

/// Refuses a file that is no XLSX or would cost more than the limits.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), Refused> {
    if bytes.len() > limits.bytes {
        return Err(Refused::too_much(Amount::Bytes, limits.bytes));
    }
    if bytes.starts_with(OLE) {
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        return Err(match memmem::find(bytes, &name) {
            Some(_) => Refused::Encrypted,
            None => Refused::OldFormat,
        });
    }
    // The directory is counted before the archive is opened, because opening it allocates for every entry.
    let entries = memmem::find_iter(bytes, b"PK\x01\x02").count();
    if entries > limits.parts + ENTRY_SLACK {
        return Err(Refused::too_much(Amount::Parts, limits.parts));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::NotXlsx)?;
    if archive.len() > limits.parts {
        return Err(Refused::too_much(Amount::Parts, limits.parts));
    }
    let mut counts = Counts::default();
    let mut buffer = vec![0; 64 << 10];
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| match error {
            ZipError::InvalidPassword => Refused::Encrypted,
            ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => {
                Refused::Encrypted
            }
            _ => Refused::Damaged("ZIP".into()),
        })?;
        let mut scanner: Option<Scanner> = None;
        loop {
            let read = part
                .read(&mut buffer)
                .map_err(|_| Refused::Damaged("ZIP".into()))?;
            let Some(chunk) = buffer.get(..read).filter(|chunk| !chunk.is_empty()) else {
                break;
            };
            counts.inflated += read as u64;
            if counts.inflated > limits.inflated {
                return Err(Refused::too_much(Amount::Inflated, limits.inflated));
            }
            if counts.inflated > RATIO_FREE && counts.inflated / limits.ratio > bytes.len() as u64 {
                return Err(Refused::too_much(Amount::Ratio, limits.ratio));
            }
            let scanner = match &mut scanner {
                Some(scanner) => scanner,
                none => none.insert(Scanner::new(chunk)?),
            };
            scanner.feed(chunk, limits, &mut counts)?;
        }
    }
    Ok(())
}

/// Only encodings in which tags are written in ASCII bytes, since tags are counted in bytes.
fn check_encoding(start: &[u8]) -> Result<(), Refused> {
    let Some(at) = memmem::find(start, b"encoding") else {
        return Ok(());
    };
    let name: String = start
        .iter()
        .skip(at + b"encoding".len())
        .skip_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\''))
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-')
        .map(|b| char::from(b.to_ascii_lowercase()))
        .collect();
    match name.as_str() {
        "utf-8" | "utf8" | "us-ascii" | "iso-8859-1" | "windows-1252" => Ok(()),
        _ => Err(Refused::Suspicious("an unusual encoding".into())),
    }
}

#[derive(Default)]
struct Counts {
    inflated: u64,
    tags: u64,
    shared_strings: u64,
}

/// Counts tags, nesting and shared strings of one part without building anything.
struct Scanner {
    /// Pictures and other binary parts are searched only for what makes a reader of XML reserve memory.
    xml: bool,
    state: State,
    tag: Vec<u8>,
    quote: Option<u8>,
    depth: u32,
    /// The end of the last chunk, so that a word cut in two is found.
    tail: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Text,
    Tag,
    /// Inside a comment, CDATA section or processing instruction, until its end mark.
    Until(&'static [u8]),
}

const WORD: &[u8] = b"uniqueCount";
/// The word, blanks, `=`, a quote and as many digits as matter.
const TAIL: usize = 64;

impl Scanner {
    fn new(start: &[u8]) -> Result<Self, Refused> {
        const PICTURES: [&[u8]; 7] = [
            b"\x89PNG",
            b"\xFF\xD8\xFF",
            b"GIF8",
            b"\x01\0\0\0",
            b"\xD7\xCD\xC6\x9A",
            b"BM",
            b"\xD0\xCF\x11\xE0",
        ];
        check_encoding(start.get(..256).unwrap_or(start))?;
        Ok(Self {
            xml: !PICTURES.iter().any(|magic| start.starts_with(magic)),
            state: State::Text,
            tag: Vec::new(),
            quote: None,
            depth: 0,
            tail: Vec::new(),
        })
    }

    fn feed(&mut self, chunk: &[u8], limits: &Limits, counts: &mut Counts) -> Result<(), Refused> {
        self.declared_counts(chunk, limits)?;
        if !self.xml {
            return Ok(());
        }
        if memchr::memchr(0, chunk).is_some() {
            return Err(Refused::Suspicious("a NUL byte in XML".into()));
        }
        let mut rest = chunk;
        while let Some(&first) = rest.first() {
            match self.state {
                State::Text => match memchr::memchr(b'<', rest) {
                    Some(at) => {
                        self.state = State::Tag;
                        self.tag.clear();
                        self.quote = None;
                        rest = rest.get(at + 1..).unwrap_or_default();
                    }
                    None => break,
                },
                State::Tag if self.tag.is_empty() && !matches!(first, b'!' | b'?') => {
                    // Nearly every tag lies whole in the chunk and has no `>` in an attribute.
                    match whole_tag(rest, limits.tag_bytes) {
                        Some(tag) => {
                            rest = rest.get(tag.len() + 1..).unwrap_or_default();
                            self.tag_ends(tag, limits, counts)?;
                        }
                        None => {
                            rest = rest.get(1..).unwrap_or_default();
                            self.tag_byte(first, limits, counts)?;
                        }
                    }
                }
                State::Tag => {
                    rest = rest.get(1..).unwrap_or_default();
                    self.tag_byte(first, limits, counts)?;
                }
                State::Until(mark) => {
                    rest = rest.get(1..).unwrap_or_default();
                    self.tag.push(first);
                    if self.tag.len() > mark.len() {
                        self.tag.remove(0);
                    }
                    if self.tag == mark {
                        self.state = State::Text;
                    }
                }
            }
        }
        Ok(())
    }

    /// `uniqueCount` makes the reader reserve that many strings, wherever it believes the tag to be.
    fn declared_counts(&mut self, chunk: &[u8], limits: &Limits) -> Result<(), Refused> {
        let joined;
        let window = if self.tail.is_empty() {
            chunk
        } else {
            let mut both = std::mem::take(&mut self.tail);
            both.extend_from_slice(chunk);
            joined = both;
            &joined
        };
        for at in memmem::find_iter(window, WORD) {
            let after = window.get(at + WORD.len()..).unwrap_or_default();
            let digits = after
                .iter()
                .skip_while(|b| {
                    matches!(
                        b,
                        b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'' | b'+' | b'0'
                    )
                })
                .take_while(|b| b.is_ascii_digit())
                .take(20)
                .fold(0_u64, |n, b| {
                    n.saturating_mul(10).saturating_add(u64::from(b - b'0'))
                });
            if digits > limits.shared_strings {
                return Err(Refused::too_much(
                    Amount::SharedStrings,
                    limits.shared_strings,
                ));
            }
        }
        self.tail = window
            .get(window.len().saturating_sub(TAIL)..)
            .unwrap_or_default()
            .to_vec();
        Ok(())
    }

    fn tag_byte(&mut self, byte: u8, limits: &Limits, counts: &mut Counts) -> Result<(), Refused> {
        if self.tag.len() >= limits.tag_bytes {
            return Err(Refused::too_much(Amount::TagBytes, limits.tag_bytes));
        }
        match self.quote {
            Some(quote) if byte == quote => self.quote = None,
            Some(_) => {}
            None if byte == b'>' => {
                let tag = std::mem::take(&mut self.tag);
                return self.tag_ends(&tag, limits, counts);
            }
            None if matches!(byte, b'"' | b'\'') => self.quote = Some(byte),
            None => {}
        }
        self.tag.push(byte);
        let mark: Option<&'static [u8]> = match self.tag.as_slice() {
            b"!--" => Some(b"-->"),
            b"![CDATA[" => Some(b"]]>"),
            b"?" => Some(b"?>"),
            b"!D" | b"!d" | b"!E" | b"!e" => {
                return Err(Refused::Suspicious("a document type".into()));
            }
            _ => None,
        };
        if let Some(mark) = mark {
            self.state = State::Until(mark);
            self.tag.clear();
        }
        Ok(())
    }

    fn tag_ends(
        &mut self,
        tag: &[u8],
        limits: &Limits,
        counts: &mut Counts,
    ) -> Result<(), Refused> {
        self.state = State::Text;
        counts.tags += 1;
        if counts.tags > limits.tags {
            return Err(Refused::too_much(Amount::Tags, limits.tags));
        }
        if tag.first() == Some(&b'/') {
            self.depth = self.depth.saturating_sub(1);
            return Ok(());
        }
        let name = tag
            .split(|b| b.is_ascii_whitespace() || *b == b'/')
            .next()
            .unwrap_or_default();
        let local = name.rsplit(|b| *b == b':').next().unwrap_or_default();
        if local == b"si" {
            counts.shared_strings += 1;
            if counts.shared_strings > limits.shared_strings {
                return Err(Refused::too_much(
                    Amount::SharedStrings,
                    limits.shared_strings,
                ));
            }
        }
        if tag.last() != Some(&b'/') {
            self.depth += 1;
            if self.depth > limits.depth {
                return Err(Refused::too_much(Amount::Depth, limits.depth));
            }
        }
        Ok(())
    }
}

/// The tag at the start of `rest` (after `<`, without `>`), if it is whole and its quotes are paired.
fn whole_tag(rest: &[u8], max: usize) -> Option<&[u8]> {
    let tag = rest.get(..memchr::memchr(b'>', rest)?)?;
    let paired = memchr::memchr_iter(b'"', tag).count().is_multiple_of(2);
    (paired && tag.len() < max && memchr::memchr(b'\'', tag).is_none()).then_some(tag)
}
