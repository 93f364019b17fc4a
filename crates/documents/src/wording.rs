//! How letters put numbers, periods and grades into Indonesian words.

use kernel::{Golongan, Period};

const DIGITS: [&str; 12] = [
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas",
];

/// A number in words, 0 to 999,999; greater ones stay digits.
pub(crate) fn in_words(n: u32) -> String {
    let join = |head: String, rest: u32| {
        if rest == 0 {
            head
        } else {
            format!("{head} {}", in_words(rest))
        }
    };
    match n {
        0..=11 => DIGITS
            .get(n as usize)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        12..=19 => format!("{} belas", in_words(n - 10)),
        20..=99 => join(format!("{} puluh", in_words(n / 10)), n % 10),
        100..=199 => join("seratus".to_owned(), n - 100),
        200..=999 => join(format!("{} ratus", in_words(n / 100)), n % 100),
        1000..=1999 => join("seribu".to_owned(), n - 1000),
        2000..=999_999 => join(format!("{} ribu", in_words(n / 1000)), n % 1000),
        _ => n.to_string(),
    }
}

/// "12 (dua belas)", as letters write a quantity.
pub(crate) fn quantity(n: u32) -> String {
    format!("{n} ({})", in_words(n))
}

/// A period for a table cell, in the parts between which the line may break: "1 Maret s.d." and "31 Mei 2027".
pub(crate) fn period_parts(period: Period) -> Vec<String> {
    let (first, last) = span(period);
    match first {
        Some(first) => vec![format!("{first} s.d."), last],
        None => vec![last],
    }
}

/// The period in running text: "1 Maret sampai dengan 31 Mei 2027", or one date alone.
pub(crate) fn period_long(period: Period) -> String {
    let (first, last) = span(period);
    match first {
        Some(first) => format!("{first} sampai dengan {last}"),
        None => last,
    }
}

/// The first day without what it shares with the last (nothing when they are one day), and the last day.
fn span(period: Period) -> (Option<String>, String) {
    let (start, end) = (period.start(), period.end());
    if start == end {
        return (None, end.long_id());
    }
    let first = if start.year() != end.year() {
        start.long_id()
    } else if start.month() != end.month() {
        let long = start.long_id();
        long.rsplit_once(' ')
            .map_or(long.clone(), |(day_and_month, _)| day_and_month.to_owned())
    } else {
        start.day().to_string()
    };
    (Some(first), end.long_id())
}

/// "3 (tiga) bulan" when the period is whole months, else "45 (empat puluh lima) hari".
pub(crate) fn duration(period: Period) -> String {
    let months = period
        .end()
        .add_days(1)
        .map(|after| (period.start().months_until(after), after))
        .filter(|(n, after)| *n > 0 && period.start().add_months(*n) == Some(*after));
    match months {
        Some((n, _)) => format!("{} bulan", quantity(n.unsigned_abs())),
        None => format!("{} hari", quantity(period.days().unsigned_abs())),
    }
}

/// The rank for a table cell, in the parts between which the line may break: "Penata Muda" and "(III/a)".
pub(crate) fn rank_parts(golongan: Golongan) -> Vec<String> {
    match golongan.pangkat() {
        // The words of a pangkat may part too; its golongan stays whole.
        Some(pangkat) => pangkat
            .split(' ')
            .map(str::to_owned)
            .chain([format!("({golongan})")])
            .collect(),
        None => vec![golongan.to_string()],
    }
}

/// "Penata Muda (III/a)" of a PNS, "IX" of a PPPK.
pub(crate) fn rank(golongan: Golongan) -> String {
    match golongan.pangkat() {
        Some(pangkat) => format!("{pangkat} ({golongan})"),
        None => golongan.to_string(),
    }
}

/// The label of the n-th diktum, counted from 1: KESATU, KEDUA, … KESEPULUH, KESEBELAS.
pub(crate) fn ordinal(n: u32) -> String {
    match n {
        1 => "KESATU".to_owned(),
        _ => format!("KE{}", in_words(n).to_uppercase()),
    }
}

/// The n-th list letter, counted from 0: a to z, then aa, ab.
pub(crate) fn list_letter(n: usize) -> String {
    let letter = |i: usize| char::from(b'a' + (i % 26) as u8);
    if n < 26 {
        letter(n).to_string()
    } else {
        format!("{}{}", letter(n / 26 - 1), letter(n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::CivilDate;

    fn between(a: (i32, u32, u32), b: (i32, u32, u32)) -> Period {
        let date = |(y, m, d)| CivilDate::new(y, m, d).unwrap();
        Period::new(date(a), date(b)).unwrap()
    }

    #[test]
    fn numbers_in_words() {
        for (n, words) in [
            (0, "nol"),
            (11, "sebelas"),
            (12, "dua belas"),
            (40, "empat puluh"),
            (121, "seratus dua puluh satu"),
            (250, "dua ratus lima puluh"),
            (1_001, "seribu satu"),
            (21_100, "dua puluh satu ribu seratus"),
        ] {
            assert_eq!(in_words(n), words);
        }
        assert_eq!(ordinal(1), "KESATU");
        assert_eq!(ordinal(11), "KESEBELAS");
        assert_eq!(ordinal(12), "KEDUA BELAS");
        assert_eq!(list_letter(27), "ab");
    }

    #[test]
    fn periods_name_what_differs() {
        assert_eq!(
            period_parts(between((2027, 3, 1), (2027, 5, 31))),
            ["1 Maret s.d.", "31 Mei 2027"]
        );
        assert_eq!(
            period_long(between((2027, 3, 1), (2027, 3, 12))),
            "1 sampai dengan 12 Maret 2027"
        );
        assert_eq!(
            period_parts(between((2026, 12, 1), (2027, 1, 31))),
            ["1 Desember 2026 s.d.", "31 Januari 2027"]
        );
        assert_eq!(
            period_parts(between((2027, 3, 1), (2027, 3, 1))),
            ["1 Maret 2027"]
        );
        assert_eq!(
            duration(between((2027, 3, 1), (2027, 5, 31))),
            "3 (tiga) bulan"
        );
        assert_eq!(
            duration(between((2027, 3, 1), (2027, 4, 14))),
            "45 (empat puluh lima) hari"
        );
    }
}
