//! Writes a problem as canonical JSON (RFC 8785) and takes its digest.

use sha2::{Digest, Sha256};

use crate::json::{write_int, write_string};
use crate::problem::{Goal, Pair, Problem};
use crate::read::PROBLEM_FORMAT;

/// Writes the fields of one object in the order in which they are given, leaving out what is absent.
struct Object<'a> {
    out: &'a mut String,
    empty: bool,
}

impl<'a> Object<'a> {
    fn open(out: &'a mut String) -> Self {
        out.push('{');
        Self { out, empty: true }
    }

    fn key(&mut self, name: &str) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        write_string(self.out, name);
        self.out.push(':');
        self.out
    }

    fn string(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            write_string(self.key(name), value);
        }
    }

    fn int(&mut self, name: &str, value: Option<impl Into<i128>>) {
        if let Some(value) = value {
            write_int(self.key(name), value);
        }
    }

    fn list<T>(&mut self, name: &str, items: &[T], mut write: impl FnMut(&mut String, &T)) {
        let out = self.key(name);
        out.push('[');
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            write(out, item);
        }
        out.push(']');
    }

    fn close(self) {
        self.out.push('}');
    }
}

impl Problem {
    /// The problem as canonical JSON (RFC 8785): the bytes of which the digest is taken.
    ///
    /// Reading it back gives an equal problem; fields that a document left out stay left out.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        let mut top = Object::open(&mut out);
        if self.spelled.agencies || !self.agencies.is_empty() {
            top.list("agencies", &self.agencies, |out, one| {
                let mut entry = Object::open(out);
                entry.string("id", Some(&one.id));
                entry.int("release_max", one.release_max);
                entry.string(
                    "within",
                    one.within
                        .and_then(|at| self.agencies.get(at as usize))
                        .map(|up| up.id.as_str()),
                );
                entry.close();
            });
        }
        top.list("applicants", &self.applicants, |out, one| {
            let mut entry = Object::open(out);
            let agency = one.agency.and_then(|at| self.agencies.get(at as usize));
            entry.string("agency", agency.map(|up| up.id.as_str()));
            entry.list("choices", &one.choices, |out, choice| {
                let mut entry = Object::open(out);
                entry.int("fit", choice.fit);
                entry.int("merit", choice.merit);
                entry.string("slot", Some(self.slot_id(choice.slot)));
                entry.close();
            });
            entry.string("id", Some(&one.id));
            entry.int("merit", one.merit);
            entry.close();
        });
        top.string("below_min", self.below_min.map(super::BelowMin::name));
        if self.spelled.conflicts || !self.conflicts.is_empty() {
            top.list("conflicts", &self.conflicts, |out, one| {
                self.write_pair(out, one.pair, one.why.as_deref());
            });
        }
        top.string("format", Some(PROBLEM_FORMAT));
        top.list("hosts", &self.hosts, |out, one| {
            let mut entry = Object::open(out);
            entry.string("id", Some(&one.id));
            entry.int("max", one.max);
            entry.int("min", one.min);
            let region = one.region.and_then(|at| self.regions.get(at as usize));
            entry.string("region", region.map(|up| up.id.as_str()));
            entry.close();
        });
        match &self.goal {
            Goal::MeritStable => top.string("mechanism", Some("merit-stable")),
            Goal::Objective(list) => {
                top.list("objective", list, |out, one| write_string(out, one.name()));
            }
        }
        if self.spelled.pinned || !self.pinned.is_empty() {
            top.list("pinned", &self.pinned, |out, one| {
                self.write_pair(out, *one, None)
            });
        }
        if self.spelled.previous || !self.previous.is_empty() {
            top.list("previous", &self.previous, |out, one| {
                self.write_pair(out, *one, None)
            });
        }
        if self.spelled.regions || !self.regions.is_empty() {
            top.list("regions", &self.regions, |out, one| {
                let mut entry = Object::open(out);
                entry.string("id", Some(&one.id));
                entry.int("max", one.max);
                entry.close();
            });
        }
        top.string("seed", Some(&self.seed));
        top.list("slots", &self.slots, |out, one| {
            let mut entry = Object::open(out);
            entry.string(
                "host",
                self.hosts.get(one.host as usize).map(|up| up.id.as_str()),
            );
            entry.string("id", Some(&one.id));
            entry.int("max", one.max);
            entry.int("min", one.min);
            entry.close();
        });
        top.close();
        out
    }

    /// `sha256:` and the digest of [`Problem::to_json`] in lower-case hexadecimal.
    pub fn digest(&self) -> String {
        let mut text = String::from("sha256:");
        for byte in Sha256::digest(self.to_json().as_bytes()) {
            for half in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
        }
        text
    }

    pub(crate) fn slot_id(&self, slot: u32) -> &str {
        self.slots
            .get(slot as usize)
            .map_or("", |one| one.id.as_str())
    }

    pub(crate) fn applicant_id(&self, applicant: u32) -> &str {
        self.applicants
            .get(applicant as usize)
            .map_or("", |one| one.id.as_str())
    }

    fn write_pair(&self, out: &mut String, pair: Pair, why: Option<&str>) {
        let mut entry = Object::open(out);
        entry.string("applicant", Some(self.applicant_id(pair.applicant)));
        entry.string("slot", Some(self.slot_id(pair.slot)));
        entry.string("why", why);
        entry.close();
    }
}
