//! Reading one cell: what counts as missing, what each kind accepts, and what is said when it does not fit.

use std::borrow::Cow;

use kernel::{CivilDate, Golongan, Nip};

use crate::column::Kind;
use crate::expected::Expected;

/// The longest identifier and the longest free text, in characters.
const MAX_ID: usize = 64;
const MAX_TEXT: usize = 2_000;

/// Spreadsheet serial numbers that are taken for dates: 18 May 1927 to 10 January 2119.
/// Smaller numbers are more likely a year that stands in the wrong column.
const SERIALS: std::ops::RangeInclusive<i32> = 10_000..=80_000;
/// 1970-01-01 as a serial number of the 1900 system.
const SERIAL_OF_EPOCH: i32 = 25_569;

/// What became of a cell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reading<'a> {
    /// Empty, `null` or a dash.
    Missing,
    /// The value in its one written form (dates ISO, flags `1` or `0`, …).
    Value(Cow<'a, str>),
    /// Not usable but no reason to refuse the row: treated as missing, with a warning.
    Ignored(Expected),
    /// The row cannot be taken as it is.
    Refused(Expected),
}

/// Blanks and control characters around a cell mean nothing.
fn is_padding(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// The apostrophe that makes a spreadsheet take a cell as text.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

/// The cell without surrounding blanks and the apostrophes that spreadsheets leave behind; `None` when it means nothing.
pub(crate) fn present(raw: &str) -> Option<&str> {
    let text = raw
        .trim_end_matches(is_padding)
        .trim_start_matches(|c| is_padding(c) || is_apostrophe(c));
    let empty = text.is_empty()
        || text.eq_ignore_ascii_case("null")
        || text == "\\N"
        || text.chars().all(is_dash);
    (!empty).then_some(text)
}

/// Reads one cell of the given kind.
pub(crate) fn read(kind: Kind, raw: &str, today: CivilDate) -> Reading<'_> {
    let Some(text) = present(raw) else {
        return match kind {
            Kind::Nip => Reading::Refused(Expected::Nip),
            Kind::Name => Reading::Refused(Expected::Name),
            _ => Reading::Missing,
        };
    };
    match kind {
        Kind::Id => bounded(Cow::Borrowed(text), MAX_ID),
        Kind::Text | Kind::Name => bounded(one_line(text), MAX_TEXT),
        Kind::Unit => {
            let chain =
                text.trim_start_matches(|c| is_dash(c) || is_padding(c) || is_apostrophe(c));
            match present(chain) {
                Some(chain) => bounded(one_line(chain), MAX_TEXT),
                None => Reading::Missing,
            }
        }
        Kind::Nip => nip(text),
        Kind::Nik => nik(text),
        Kind::Date => match date(text) {
            DateReading::Date(date) => owned(date),
            DateReading::Zero => Reading::Missing,
            DateReading::Wrong => Reading::Refused(Expected::Date),
        },
        Kind::BirthDate => match date(text) {
            DateReading::Date(date) if date <= today => owned(date),
            DateReading::Date(_) => Reading::Refused(Expected::PastDate(today)),
            DateReading::Zero => Reading::Missing,
            DateReading::Wrong => Reading::Refused(Expected::Date),
        },
        Kind::Sex => match text.to_ascii_lowercase().as_str() {
            "m" | "l" | "pria" | "laki-laki" | "laki - laki" => fixed("M"),
            "f" | "p" | "w" | "wanita" | "perempuan" => fixed("F"),
            _ => Reading::Refused(Expected::Sex),
        },
        Kind::Status => match text.to_ascii_lowercase().as_str() {
            "c" | "cpns" => fixed("C"),
            "p" | "pns" => fixed("P"),
            "pppk" | "p3k" => fixed("PPPK"),
            _ => Reading::Refused(Expected::Status),
        },
        Kind::Golongan => match golongan(text) {
            Some(golongan) => owned(golongan),
            None => Reading::Refused(Expected::Golongan),
        },
        Kind::Years => number(text, 0, 99),
        Kind::Months => number(text, 0, 12),
        Kind::Year => year(text, today),
        Kind::Flag => match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "t" | "y" | "ya" | "yes" | "valid" | "sudah" => fixed("1"),
            "0" | "false" | "f" | "n" | "tidak" | "no" | "tidak valid" | "belum" => fixed("0"),
            _ => Reading::Ignored(Expected::Flag),
        },
    }
}

fn owned(value: impl std::fmt::Display) -> Reading<'static> {
    Reading::Value(Cow::Owned(value.to_string()))
}

fn fixed(value: &'static str) -> Reading<'static> {
    Reading::Value(Cow::Borrowed(value))
}

fn bounded(text: Cow<'_, str>, max: usize) -> Reading<'_> {
    if text.is_empty() {
        Reading::Missing
    } else if text.len() > max && text.chars().count() > max {
        Reading::Refused(Expected::AtMost(max))
    } else {
        Reading::Value(text)
    }
}

/// Line breaks, control characters and runs of blanks become one blank.
fn one_line(text: &str) -> Cow<'_, str> {
    let mut previous = ' ';
    let clean = text.chars().all(|c| {
        let fine = match c {
            ' ' => previous != ' ',
            c => !c.is_control() && !c.is_whitespace(),
        };
        previous = c;
        fine
    });
    if clean && !text.ends_with(' ') {
        return Cow::Borrowed(text);
    }
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    Cow::Owned(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `1.98501E+17` or `1,98501E+17`: what a spreadsheet makes of a long number.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return false;
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent.trim_start_matches(['+', '-']))
}

fn nip(text: &str) -> Reading<'static> {
    match text.parse::<Nip>() {
        Ok(nip) => Reading::Value(Cow::Owned(nip.as_str().to_owned())),
        Err(_) if is_scientific(text) => Reading::Refused(Expected::NipNotScientific),
        Err(_) => Reading::Refused(Expected::Nip),
    }
}

fn nik(text: &str) -> Reading<'static> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_digit()) {
        Reading::Value(Cow::Owned(digits))
    } else {
        Reading::Ignored(Expected::Nik)
    }
}

pub(crate) enum DateReading {
    Date(CivilDate),
    Zero,
    Wrong,
}

/// dd-MM-yyyy, ISO (with or without midnight), or the serial number of a spreadsheet; years 1900 to 2199.
pub(crate) fn date(text: &str) -> DateReading {
    let text = text
        .strip_suffix(" 00:00:00")
        .or_else(|| text.strip_suffix("T00:00:00"))
        .unwrap_or(text);
    let bytes = text.as_bytes();
    let dash = |i: usize| bytes.get(i) == Some(&b'-');
    let found = if bytes.len() == 10 && dash(2) && dash(5) {
        match (
            number_at(text, 6, 10),
            number_at(text, 3, 5),
            number_at(text, 0, 2),
        ) {
            (Some(0), Some(0), Some(0)) => return DateReading::Zero,
            (Some(year), Some(month), Some(day)) => CivilDate::new(year as i32, month, day).ok(),
            _ => None,
        }
    } else if bytes.len() == 10 && dash(4) && dash(7) {
        if text == "0000-00-00" {
            return DateReading::Zero;
        }
        text.parse().ok()
    } else {
        serial(text)
    };
    match found {
        Some(date) if (1900..2200).contains(&date.year()) => DateReading::Date(date),
        _ => DateReading::Wrong,
    }
}

fn number_at(text: &str, from: usize, to: usize) -> Option<u32> {
    let part = text.get(from..to)?;
    part.bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| part.parse().ok())?
}

fn serial(text: &str) -> Option<CivilDate> {
    let whole = match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b.is_ascii_digit()) => whole,
        Some(_) => return None,
        None => text,
    };
    if whole.len() != 5 || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let serial: i32 = whole.parse().ok()?;
    SERIALS
        .contains(&serial)
        .then(|| CivilDate::from_epoch_days(serial - SERIAL_OF_EPOCH))?
}

/// The golongan in `III/a`, `Penata Muda (III/a)`, `III/a - Penata Muda` or `IX`.
pub(crate) fn golongan(text: &str) -> Option<Golongan> {
    text.parse().ok().or_else(|| {
        text.split([' ', '(', ')', ',', '-'])
            .filter(|part| part.contains('/'))
            .find_map(|part| part.parse().ok())
    })
}

/// Whole numbers as text, perhaps with `.0` from a spreadsheet.
pub(crate) fn whole(text: &str) -> Option<u32> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    (!digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

fn number(text: &str, from: u32, to: u32) -> Reading<'static> {
    match whole(text) {
        Some(n) if (from..=to).contains(&n) => owned(n),
        _ => Reading::Refused(Expected::Number { from, to }),
    }
}

fn year(text: &str, today: CivilDate) -> Reading<'static> {
    let to = u32::try_from(today.year()).unwrap_or(0);
    let year = match whole(text) {
        Some(0) => return Reading::Missing,
        Some(n) if n < 10_000 => Some(n),
        _ => match date(text) {
            DateReading::Date(date) => u32::try_from(date.year()).ok(),
            DateReading::Zero => return Reading::Missing,
            DateReading::Wrong => None,
        },
    };
    match year {
        Some(year) if (1900..=to).contains(&year) => owned(year),
        _ => Reading::Refused(Expected::Year { from: 1900, to }),
    }
}

#[cfg(test)]
mod tests;
