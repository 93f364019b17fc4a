//! The days of a notice as a calendar file (RFC 5545): all-day events that name an act and nobody.

use kernel::CivilDate;

use super::model::Notice;
use crate::words::{Lang, Words};

/// Octets of a line without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The calendar of a notice, with its deadline and its beginning as far as it has them. `base` is the address of the
/// installation. The same notice gives the same UIDs, so that a second file changes the entry instead of doubling it.
pub fn calendar(notice: &Notice, words: &Words, lang: Lang, base: &str) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Titian//Pemberitahuan//ID");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    let stamp = stamp(notice);
    let days = [("due", notice.due), ("starts", notice.starts)];
    for (key, day) in days {
        let Some(day) = day else { continue };
        let what = words.say(lang, &notice.kind.text());
        let summary = words.say_args(lang, &format!("notices-calendar-{key}"), &[("what", what)]);
        line("BEGIN:VEVENT");
        line(&format!("UID:{}-{key}@{host}", notice.id));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART;VALUE=DATE:{}", basic(day)));
        if let Some(after) = day.add_days(1) {
            line(&format!("DTEND;VALUE=DATE:{}", basic(after)));
        }
        line(&format!("SUMMARY:{}", escaped(&summary)));
        line(&format!("URL:{base}{}", notice.path));
        line("CLASS:PRIVATE");
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn basic(day: CivilDate) -> String {
    day.to_string().replace('-', "")
}

/// When the notice was written, in UTC: `20261124T010000Z`.
fn stamp(notice: &Notice) -> String {
    let text = notice.created_at.rfc3339();
    let whole = text.split('.').next().unwrap_or_default();
    format!("{}Z", whole.replace(['-', ':'], ""))
}

/// A text value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line with CR LF at its end, folded so that no piece is longer than 75 octets and no character is cut.
fn fold(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use kernel::{NoticeId, Timestamp, UserId};
    use uuid::Uuid;

    use super::*;
    use crate::notices::NoticeKind;

    fn unfolded(text: &str) -> String {
        text.replace("\r\n ", "")
    }

    #[test]
    fn lines_are_folded_at_75_octets_and_unfold_to_what_they_were() {
        let long = "SUMMARY:".to_owned() + &"é".repeat(100) + &"x".repeat(80);
        let mut out = String::new();
        fold(&mut out, &long);
        for line in out.split("\r\n") {
            assert!(line.len() <= LINE, "{} octets", line.len());
        }
        assert!(out.matches("\r\n ").count() >= 3);
        assert_eq!(unfolded(&out), format!("{long}\r\n"));
    }

    #[test]
    fn a_notice_with_two_days_gives_two_events_with_lasting_uids_and_no_bare_line_ends() {
        let notice = Notice {
            id: NoticeId(Uuid::from_u128(7)),
            account: UserId(Uuid::from_u128(8)),
            kind: NoticeKind::PlacementAnnounced,
            path: format!("/usulan/{}/penempatan", Uuid::from_u128(9)),
            due: Some("2026-12-31".parse().unwrap()),
            starts: Some("2027-01-04".parse().unwrap()),
            created_at: Timestamp::start_of("2026-11-24".parse().unwrap()).plus_seconds(8 * 3600),
            read_at: None,
        };
        let words = Words::new(crate::words::SOURCES);
        let base = "https://titian.contoh.go.id:8443";
        let text = calendar(&notice, &words, Lang::Id, base);
        assert_eq!(text, calendar(&notice, &words, Lang::Id, base));
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        let flat = unfolded(&text);
        let lines: Vec<&str> = flat.split("\r\n").collect();
        for expected in [
            "UID:00000000-0000-0000-0000-000000000007-due@titian.contoh.go.id",
            "UID:00000000-0000-0000-0000-000000000007-starts@titian.contoh.go.id",
            "DTSTAMP:20261124T010000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "DTSTART;VALUE=DATE:20270104",
            "DTEND;VALUE=DATE:20270105",
        ] {
            assert!(lines.contains(&expected), "{expected} in\n{flat}");
        }
        assert_eq!(flat.matches("BEGIN:VEVENT").count(), 2);
        assert_eq!(lines.first(), Some(&"BEGIN:VCALENDAR"));
        assert!(flat.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn what_would_end_a_value_is_escaped() {
        assert_eq!(escaped("a, b; c\\d\ne"), "a\\, b\\; c\\\\d\\ne");
    }
}
