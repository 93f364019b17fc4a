//! `policy check`: citations, confidence, dates, forgotten sizes, missing English, and the executable examples.

mod cases;
mod stale;

use kernel::CivilDate;

use crate::calendar::Calendar;
use crate::diagnostic::{Diagnostic, Severity};
use crate::expr::Deps;
use crate::file::{Force, Policy, Rule};
use crate::lang::Lang;
use crate::register::{Confidence, Register};
use crate::schema::Kind;
pub use cases::CaseOutcome;
pub use stale::{Outcome, Stale};

impl Policy {
    /// Checks everything that needs the register, and runs the examples without a holiday calendar.
    pub fn check(&self, register: &Register) -> Vec<Diagnostic> {
        self.check_with(register, &Calendar::default())
    }

    /// The same with a holiday calendar for the examples.
    pub fn check_with(&self, register: &Register, calendar: &Calendar) -> Vec<Diagnostic> {
        let mut found = self.warnings.clone();
        self.check_texts(&mut found);
        self.check_names(register, &mut found);
        self.check_params(register, &mut found);
        for rule in &self.rules {
            self.check_rule(rule, register, &mut found);
        }
        for outcome in self.run_cases(register, calendar) {
            found.extend(outcome.found);
        }
        found.sort_by_key(|d| (d.line, d.column, d.severity));
        found
    }

    fn say(
        &self,
        found: &mut Vec<Diagnostic>,
        severity: Severity,
        span: &std::ops::Range<usize>,
        message: String,
        help: &str,
    ) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        found.push(self.source.at(severity, span.clone(), message, help));
    }

    fn check_texts(&self, found: &mut Vec<Diagnostic>) {
        let top = 0..self.source.text.lines().next().map_or(0, str::len);
        let mut warn = |text: Option<&Lang>, span: &std::ops::Range<usize>, what: String| {
            if text.is_some_and(|text| text.en.is_none()) {
                let help = "write { id = \"…\", en = \"…\" }";
                let message = format!("{what} has no English text");
                self.say(found, Severity::Warning, span, message, help);
            }
        };
        warn(Some(&self.title), &top, "the title".into());
        for param in &self.params {
            let what = format!("`says` of the parameter `{}`", param.name);
            warn(param.says.as_ref(), &param.span, what);
        }
        for rule in &self.rules {
            let parts = [
                ("says", Some(&rule.says)),
                ("remedy", rule.remedy.as_ref()),
                ("remedy_never", rule.remedy_never.as_ref()),
            ];
            for (name, text) in parts {
                warn(
                    text,
                    &rule.span,
                    format!("`{name}` of the rule `{}`", rule.id),
                );
            }
        }
    }

    /// Texts must not name an instrument wrongly, or one that is gone on dates that the rule covers.
    fn check_names(&self, register: &Register, found: &mut Vec<Diagnostic>) {
        let mut look = |text: &Lang, span: &std::ops::Range<usize>, last: Option<CivilDate>| {
            for words in [Some(&text.id), text.en.as_ref()].into_iter().flatten() {
                for (_, name) in register.named_in(words) {
                    if let Some((message, help)) = register.wrong_name(&name, last) {
                        self.say(found, Severity::Error, span, message, &help);
                    }
                }
            }
        };
        // What is open is compared with the last day that the register knows of.
        let last = |to: Option<CivilDate>| match to {
            Some(to) => to.add_days(-1),
            None => register.sources().iter().filter_map(|s| s.to).max(),
        };
        let top = 0..self.source.text.lines().next().map_or(0, str::len);
        look(&self.title, &top, None);
        for param in &self.params {
            if let Some(says) = &param.says {
                look(says, &param.span, last(param.to.or(self.valid_to)));
            }
        }
        for rule in &self.rules {
            let texts = [
                Some(&rule.says),
                rule.remedy.as_ref(),
                rule.remedy_never.as_ref(),
            ];
            for text in texts.into_iter().flatten() {
                look(text, &rule.span, last(rule.to));
            }
        }
    }

    fn check_params(&self, register: &Register, found: &mut Vec<Diagnostic>) {
        for param in &self.params {
            let from = param.from.unwrap_or(self.valid_from);
            let to = param.to.or(self.valid_to);
            if param.cite.is_empty() {
                let message = format!("the parameter `{}` cites nothing", param.name);
                let help = "name entries of the register in `cite`";
                self.say(found, Severity::Error, &param.span, message, help);
            }
            self.check_citations(register, &param.cite, &param.cite_spans, (from, to), found);
        }
    }

    fn check_rule(&self, rule: &Rule, register: &Register, found: &mut Vec<Diagnostic>) {
        let dates = (rule.from, rule.to);
        self.check_citations(register, &rule.cite, &rule.cite_spans, dates, found);
        let sure = rule.cite.iter().any(|id| {
            register
                .entry(id)
                .is_some_and(|e| matches!(e.confidence, Confidence::T | Confidence::P))
        });
        if rule.cite.is_empty() {
            let message = format!("the rule `{}` cites nothing", rule.id);
            let help = "name entries of the register in `cite`";
            self.say(found, Severity::Error, &rule.span, message, help);
        } else if rule.force == Force::Block && !sure {
            let message = format!(
                "the rule `{}` blocks, but no citation has confidence T or P",
                rule.id
            );
            let help = "use force = \"warn\" until somebody has read the text of the regulation";
            self.say(found, Severity::Error, &rule.span, message, help);
        }
        let deps = Deps::of(&rule.expr);
        for index in &deps.params {
            let Some(param) = self.params.get(*index) else {
                continue;
            };
            let late = param.from.is_some_and(|from| from > rule.from);
            let early = match (param.to, rule.to) {
                (Some(to), Some(end)) => to < end,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if late || early {
                let message = format!(
                    "the rule `{}` covers dates on which the parameter `{}` has no value",
                    rule.id, param.name
                );
                let help = "give the rule the dates of the parameter";
                self.say(found, Severity::Error, &rule.span, message, help);
            }
        }
        for (list, span) in &deps.all_over {
            if deps.sized.contains(list) {
                continue;
            }
            let name = Kind::Person.fields().get(*list).map_or("", |f| f.name);
            let message = format!("`all` over `{name}` is true when there is no entry");
            let help = format!("test `size` too, such as `size({name}) > 0 && …`");
            let place = rule.place(span);
            self.say(found, Severity::Warning, &place, message, &help);
        }
    }

    fn check_citations(
        &self,
        register: &Register,
        cite: &[String],
        spans: &[std::ops::Range<usize>],
        (from, to): (CivilDate, Option<CivilDate>),
        found: &mut Vec<Diagnostic>,
    ) {
        let until =
            |to: Option<CivilDate>| to.map_or_else(|| "open".to_owned(), |to| to.to_string());
        for (id, span) in cite.iter().zip(spans) {
            let Some(entry) = register.entry(id) else {
                let slip = register
                    .named_in(id)
                    .into_iter()
                    .find_map(|(_, name)| register.wrong_name(&name, None));
                if let Some((message, help)) = slip {
                    self.say(found, Severity::Error, span, message, &help);
                    continue;
                }
                let ids = register.entries().iter().map(|e| e.id.as_str());
                let help = match crate::diagnostic::nearest(id, ids) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "add it to the register first".to_owned(),
                };
                let message = format!("the register has no entry `{id}`");
                self.say(found, Severity::Error, span, message, &help);
                continue;
            };
            match entry.covers(from, to) {
                Some(true) => {}
                Some(false) => {
                    let starts = entry
                        .from
                        .map_or_else(|| "?".to_owned(), |from| from.to_string());
                    let message = format!(
                        "`{id}` is in force [{starts}, {}), but is cited for [{from}, {})",
                        until(entry.to),
                        until(to)
                    );
                    let ended = entry.to.is_some_and(|end| to.is_none_or(|to| end < to));
                    let instead = if ended { register.instead_of(id) } else { None };
                    let help = instead.unwrap_or_else(|| {
                        "give the rule `valid_from` and `valid_to`, or cite what is in force then"
                            .to_owned()
                    });
                    self.say(found, Severity::Error, span, message, &help);
                }
                None => {
                    let message =
                        format!("the register does not know since when `{id}` is in force");
                    self.say(found, Severity::Warning, span, message, "");
                }
            }
        }
    }
}
