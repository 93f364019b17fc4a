//! How values are written for people: dates, numbers, NIP, periods, yes and no.

use std::fmt::Display;

use app::words::Lang;
use kernel::{CivilDate, Nip, Period, Text, Timestamp};

use super::Page;

/// What a page can show with `page.show(value)`.
pub trait Show {
    /// The value in the language of the page.
    fn show(&self, page: &Page) -> String;
}

impl<T: Show + ?Sized> Show for &T {
    fn show(&self, page: &Page) -> String {
        (**self).show(page)
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, page: &Page) -> String {
        self.as_ref()
            .map_or_else(|| "–".to_owned(), |value| value.show(page))
    }
}

impl Show for CivilDate {
    fn show(&self, page: &Page) -> String {
        match page.lang {
            Lang::Id => self.long_id(),
            Lang::En => self.long_en(),
        }
    }
}

impl Show for Timestamp {
    fn show(&self, page: &Page) -> String {
        match page.lang {
            Lang::Id => self.long_id(),
            Lang::En => self.long_en(),
        }
    }
}

impl Show for Period {
    fn show(&self, page: &Page) -> String {
        format!("{} – {}", self.start().show(page), self.end().show(page))
    }
}

impl Show for Nip {
    fn show(&self, _: &Page) -> String {
        self.grouped()
    }
}

impl Show for Text {
    fn show(&self, page: &Page) -> String {
        page.say(self)
    }
}

impl Show for bool {
    fn show(&self, page: &Page) -> String {
        page.t(if *self { "value-yes" } else { "value-no" })
            .into_owned()
    }
}

impl Show for str {
    fn show(&self, _: &Page) -> String {
        self.to_owned()
    }
}

impl Show for String {
    fn show(&self, _: &Page) -> String {
        self.clone()
    }
}

/// Arguments of a message, as `page.ta` takes them.
pub trait Arguments {
    /// Hands each name and value over.
    fn each(&self, take: &mut dyn FnMut(&str, &dyn Display));
}

impl<T: Arguments + ?Sized> Arguments for &T {
    fn each(&self, take: &mut dyn FnMut(&str, &dyn Display)) {
        (**self).each(take);
    }
}

impl<V: Display, const N: usize> Arguments for [(&str, V); N] {
    fn each(&self, take: &mut dyn FnMut(&str, &dyn Display)) {
        for (name, value) in self {
            take(name, value);
        }
    }
}

impl<A: Display, B: Display> Arguments for ((&str, A), (&str, B)) {
    fn each(&self, take: &mut dyn FnMut(&str, &dyn Display)) {
        take(self.0.0, &self.0.1);
        take(self.1.0, &self.1.1);
    }
}

impl<A: Display, B: Display, C: Display> Arguments for ((&str, A), (&str, B), (&str, C)) {
    fn each(&self, take: &mut dyn FnMut(&str, &dyn Display)) {
        take(self.0.0, &self.0.1);
        take(self.1.0, &self.1.1);
        take(self.2.0, &self.2.1);
    }
}

macro_rules! whole_numbers {
    ($($kind:ty),+) => {$(
        impl Show for $kind {
            fn show(&self, page: &Page) -> String {
                grouped(page.lang, &self.to_string())
            }
        }
    )+};
}
whole_numbers!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

/// `value` with `places` decimals: "3,50" in Indonesian, "3.50" in English.
pub fn decimal(lang: Lang, value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    match text.split_once('.') {
        Some((whole, rest)) => {
            let comma = if lang == Lang::Id { ',' } else { '.' };
            format!("{}{comma}{rest}", grouped(lang, whole))
        }
        None => grouped(lang, &text),
    }
}

fn grouped(lang: Lang, number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", number),
    };
    let separator = if lang == Lang::Id { '.' } else { ',' };
    let mut out = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(grouped(Lang::Id, "1250000"), "1.250.000");
        assert_eq!(grouped(Lang::Id, "999"), "999");
        assert_eq!(grouped(Lang::En, "-12500"), "−12,500");
        assert_eq!(decimal(Lang::Id, 1234.5, 2), "1.234,50");
        assert_eq!(decimal(Lang::En, -0.25, 2), "−0.25");
        assert_eq!(decimal(Lang::Id, 2.0, 0), "2");
    }
}
