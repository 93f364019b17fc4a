//! Reading the fields of a form into values of the domain, noting all that is wrong.

use std::ops::RangeInclusive;
use std::str::FromStr;

use kernel::{CivilDate, Error, FieldError, Nip, Text};

use super::{Form, Upload};

/// Reads fields one by one. A field that is wrong is noted and gives a placeholder, which never leaves [`Form::read`].
#[derive(Debug)]
pub struct Reader<'a> {
    form: &'a Form,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(form: &'a Form) -> Self {
        Self {
            form,
            errors: Vec::new(),
        }
    }

    /// All that is wrong; `None` when nothing is.
    pub(super) fn error(self) -> Option<Error> {
        if self.errors.is_empty() {
            return None;
        }
        let all = Error::invalid("error-form");
        Some(
            self.errors
                .into_iter()
                .fold(all, |error, field| error.field(field.field, field.text)),
        )
    }

    /// The names that were sent, for fields that the data make, such as one limit for each OPD.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.form.names()
    }

    /// Notes that a field is wrong, for checks of your own.
    pub fn wrong(&mut self, name: &str, text: impl Into<Text>) {
        self.errors.push(FieldError {
            field: name.to_owned(),
            text: text.into(),
        });
    }

    /// A text that must be given, at most `max` characters.
    pub fn text(&mut self, name: &str, max: usize) -> String {
        self.optional_text(name, max).unwrap_or_else(|| {
            self.wrong(name, "error-required");
            String::new()
        })
    }

    /// A text that may be missing, at most `max` characters.
    pub fn optional_text(&mut self, name: &str, max: usize) -> Option<String> {
        let value = self.form.value(name);
        let length = value.chars().count();
        if length > max {
            let text = Text::new("error-too-long")
                .with("max", max)
                .with("length", length);
            self.wrong(name, text);
        }
        // Browsers send line ends as CR LF.
        (!value.is_empty()).then(|| value.replace("\r\n", "\n"))
    }

    /// A date that must be given.
    pub fn date(&mut self, name: &str) -> CivilDate {
        match self.optional_date(name) {
            Some(date) => date,
            None => {
                self.missing(name);
                Self::epoch()
            }
        }
    }

    /// A date that may be missing: `2026-08-17` as date fields send it, or `17-08-2026` as people type it.
    pub fn optional_date(&mut self, name: &str) -> Option<CivilDate> {
        let value = self.form.value(name);
        if value.is_empty() {
            return None;
        }
        let date = parse_date(value);
        if date.is_none() {
            self.wrong(name, "error-date");
        }
        date
    }

    /// A whole number that must be given.
    pub fn integer(&mut self, name: &str, range: RangeInclusive<i64>) -> i64 {
        match self.optional_integer(name, range) {
            Some(number) => number,
            None => {
                self.missing(name);
                0
            }
        }
    }

    /// A whole number that may be missing. Separators of thousands are understood.
    pub fn optional_integer(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.form.value(name);
        if value.is_empty() {
            return None;
        }
        match value.replace(['.', ' '], "").parse() {
            Ok(number) if range.contains(&number) => Some(number),
            Ok(_) => {
                let text = Text::new("error-number-range")
                    .with("min", range.start())
                    .with("max", range.end());
                self.wrong(name, text);
                None
            }
            Err(_) => {
                self.wrong(name, "error-number");
                None
            }
        }
    }

    /// Whether a checkbox is set.
    pub fn checked(&mut self, name: &str) -> bool {
        !self.form.value(name).is_empty()
    }

    /// One of the values that `parse` understands (a select, a radio group, an id); `None` leads to a message.
    pub fn choice<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
    {
        let chosen = self.optional_choice(name);
        if chosen.is_none() {
            self.missing_as(name, "error-choice");
        }
        chosen
    }

    /// One of the values that `T` understands, or nothing.
    pub fn optional_choice<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
    {
        let value = self.form.value(name);
        if value.is_empty() {
            return None;
        }
        let chosen = value.parse().ok();
        if chosen.is_none() {
            self.wrong(name, "error-choice");
        }
        chosen
    }

    /// All the values of a group of checkboxes that `T` understands.
    pub fn choices<T>(&mut self, name: &str) -> Vec<T>
    where
        T: FromStr,
    {
        let all: Vec<&str> = self.form.all(name).filter(|v| !v.is_empty()).collect();
        let chosen: Vec<T> = all.iter().filter_map(|value| value.parse().ok()).collect();
        if chosen.len() < all.len() {
            self.wrong(name, "error-choice");
        }
        chosen
    }

    /// A NIP that must be given, with or without spaces.
    pub fn nip(&mut self, name: &str) -> Option<Nip> {
        let nip = self.form.value(name).parse().ok();
        if nip.is_none() {
            self.wrong(name, "error-nip");
        }
        nip
    }

    /// A file that must be chosen.
    pub fn file(&mut self, name: &str) -> Option<Upload> {
        let file = self.form.file(name).cloned();
        if file.is_none() {
            self.wrong(name, "error-file");
        }
        file
    }

    fn missing(&mut self, name: &str) {
        self.missing_as(name, "error-required");
    }

    /// Says that a field is missing, unless something is said about it already.
    fn missing_as(&mut self, name: &str, key: &str) {
        if !self.errors.iter().any(|error| error.field == name) {
            self.wrong(name, key);
        }
    }

    fn epoch() -> CivilDate {
        CivilDate::from_epoch_days(0).unwrap_or_else(|| unreachable!("1970-01-01 is a date"))
    }
}

fn parse_date(value: &str) -> Option<CivilDate> {
    if let Ok(date) = value.parse() {
        return Some(date);
    }
    let mut parts = value.split(['-', '/', '.', ' ']);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    parts.next().is_none().then_some(())?;
    CivilDate::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let read = |text| parse_date(text).map(|date| date.to_string());
        for text in [
            "2026-08-17",
            "17-08-2026",
            "17/8/2026",
            "17.08.2026",
            "17 8 2026",
        ] {
            assert_eq!(read(text).as_deref(), Some("2026-08-17"), "{text}");
        }
        for text in ["31-02-2026", "17-08-26", "2026-08", "17-08-2026-1", "besok"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_wrong_field_is_named_once() {
        let form = Form::default()
            .with("quota", "1.250")
            .with("late", "besok")
            .with("name", "é".repeat(5));
        let error = form
            .read(|r| {
                r.text("name", 4);
                r.date("late");
                r.date("none");
                r.integer("quota", 1..=500);
                r.choice::<kernel::Role>("role");
            })
            .unwrap_err();
        let named: Vec<_> = error
            .fields()
            .iter()
            .map(|field| (field.field.as_str(), field.text.key.as_str()))
            .collect();
        assert_eq!(
            named,
            [
                ("name", "error-too-long"),
                ("late", "error-date"),
                ("none", "error-required"),
                ("quota", "error-number-range"),
                ("role", "error-choice"),
            ]
        );
        assert_eq!(form.read(|r| r.integer("quota", 1..=2000)).unwrap(), 1250);
    }
}
