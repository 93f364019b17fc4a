//! What changed between two versions of a policy, as facts that a page puts into words; pure.

use policy::{Force, Lang, Language, Param, Policy, Rule, Value};

/// One change.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// A parameter has another value: *masa kerja 2 → 3 tahun*.
    Param {
        /// What the parameter means; its name where the file says nothing.
        label: Lang,
        /// Unit, if it has one.
        unit: Option<Lang>,
        /// Value before.
        before: Lang,
        /// Value after.
        after: Lang,
    },
    /// A parameter is new.
    ParamAdded {
        /// What it means.
        label: Lang,
        /// Its value with unit.
        value: Lang,
    },
    /// A parameter is gone.
    ParamRemoved {
        /// What it meant.
        label: Lang,
    },
    /// A rule is new.
    RuleAdded {
        /// What it demands.
        says: Lang,
        /// What follows when it is not met.
        force: Force,
    },
    /// A rule is gone.
    RuleRemoved {
        /// What it demanded.
        says: Lang,
    },
    /// A rule is another in one respect.
    Rule {
        /// What it demands now.
        says: Lang,
        /// In which respect.
        part: RulePart,
        /// Before.
        before: Lang,
        /// After.
        after: Lang,
    },
    /// The policy as a whole is another in one respect.
    Policy {
        /// In which respect.
        part: PolicyPart,
        /// Before.
        before: Lang,
        /// After.
        after: Lang,
    },
    /// The order of the rules is another; it decides the bits of a screening.
    Order,
}

/// A respect in which a rule can differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RulePart {
    /// The condition.
    Condition,
    /// Its wording.
    Says,
    /// What follows when it is not met.
    Force,
    /// The articles it rests on.
    Cite,
    /// Whether and by whom it can be waived.
    Waiver,
    /// The remedy.
    Remedy,
    /// The days on which it applies, and the date it is compared with.
    Days,
}

impl RulePart {
    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Condition => "policies-part-condition",
            Self::Says => "policies-part-says",
            Self::Force => "policies-part-force",
            Self::Cite => "policies-part-cite",
            Self::Waiver => "policies-part-waiver",
            Self::Remedy => "policies-part-remedy",
            Self::Days => "policies-part-days",
        }
    }
}

/// A respect in which a policy can differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PolicyPart {
    /// The title.
    Title,
    /// The form of development that it applies to.
    AppliesTo,
    /// The days that its text covers.
    Days,
}

impl PolicyPart {
    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Title => "policies-part-title",
            Self::AppliesTo => "policies-part-applies-to",
            Self::Days => "policies-part-days",
        }
    }
}

/// What is different in `new`: the policy, then parameters, then rules, each in the order of the files.
pub fn diff(old: &Policy, new: &Policy) -> Vec<Change> {
    let mut changes = Vec::new();
    whole(old, new, &mut changes);
    params(old, new, &mut changes);
    rules(old, new, &mut changes);
    changes
}

fn both(of: impl Fn(Language) -> String) -> Lang {
    Lang::new(of(Language::Id), of(Language::En))
}

fn same(text: impl Into<String>) -> Lang {
    let text = text.into();
    Lang::new(text.clone(), text)
}

fn days(from: kernel::CivilDate, to: Option<kernel::CivilDate>) -> Lang {
    let long = |date: kernel::CivilDate, language| match language {
        Language::Id => date.long_id(),
        Language::En => date.long_en(),
    };
    both(|language| match to {
        Some(to) => format!("{} – {}", long(from, language), long(to, language)),
        None => format!("{} –", long(from, language)),
    })
}

fn whole(old: &Policy, new: &Policy, changes: &mut Vec<Change>) {
    let mut compare = |part, before: Lang, after: Lang| {
        if before != after {
            changes.push(Change::Policy {
                part,
                before,
                after,
            });
        }
    };
    compare(PolicyPart::Title, old.title.clone(), new.title.clone());
    compare(
        PolicyPart::AppliesTo,
        same(&old.applies_to),
        same(&new.applies_to),
    );
    compare(
        PolicyPart::Days,
        days(old.valid_from, old.valid_to),
        days(new.valid_from, new.valid_to),
    );
}

fn label(param: &Param) -> Lang {
    param.says.clone().unwrap_or_else(|| same(&param.name))
}

fn value(value: &Value) -> Lang {
    both(|language| value.display(language))
}

pub(super) fn with_unit(param: &Param) -> Lang {
    both(|language| {
        let value = param.value.display(language);
        match &param.unit {
            Some(unit) => unit.counted(&value, language),
            None => value,
        }
    })
}

fn params(old: &Policy, new: &Policy, changes: &mut Vec<Change>) {
    for param in new.params() {
        match old.params().iter().find(|before| before.name == param.name) {
            None => changes.push(Change::ParamAdded {
                label: label(param),
                value: with_unit(param),
            }),
            Some(before) if before.value != param.value || before.unit != param.unit => {
                // Another unit is another number: then both stand with theirs.
                let own_unit = before.unit == param.unit;
                changes.push(Change::Param {
                    label: label(param),
                    unit: param.unit.clone().filter(|_| own_unit),
                    before: if own_unit {
                        value(&before.value)
                    } else {
                        with_unit(before)
                    },
                    after: if own_unit {
                        value(&param.value)
                    } else {
                        with_unit(param)
                    },
                });
            }
            Some(_) => {}
        }
    }
    for before in old.params() {
        if !new.params().iter().any(|param| param.name == before.name) {
            changes.push(Change::ParamRemoved {
                label: label(before),
            });
        }
    }
}

/// The wording of a rule with its parameters filled in.
pub fn says(policy: &Policy, rule: &Rule) -> Lang {
    both(|language| {
        let mut text = rule.says.get(language).to_owned();
        for param in policy.params() {
            let mark = format!("{{{}}}", param.name);
            if text.contains(&mark) {
                text = text.replace(&mark, &param.value.display(language));
            }
        }
        text
    })
}

fn rules(old: &Policy, new: &Policy, changes: &mut Vec<Change>) {
    for rule in new.rules() {
        match old.rules().iter().find(|before| before.id == rule.id) {
            None => changes.push(Change::RuleAdded {
                says: says(new, rule),
                force: rule.force,
            }),
            Some(before) => one_rule(&says(new, rule), before, rule, changes),
        }
    }
    for before in old.rules() {
        if !new.rules().iter().any(|rule| rule.id == before.id) {
            changes.push(Change::RuleRemoved {
                says: says(old, before),
            });
        }
    }
    let order = |policy: &Policy, other: &Policy| -> Vec<String> {
        let kept = policy.rules().iter().filter(|rule| {
            let mut others = other.rules().iter();
            others.any(|other| other.id == rule.id)
        });
        kept.map(|rule| rule.id.clone()).collect()
    };
    if order(old, new) != order(new, old) {
        changes.push(Change::Order);
    }
}

/// What follows when a rule is not met, as people read it.
pub fn force_words(force: Force) -> Lang {
    match force {
        Force::Block => Lang::new("syarat", "requirement"),
        Force::Warn => Lang::new("peringatan", "warning"),
        Force::Record => Lang::new("catatan", "record"),
        Force::Score => Lang::new("nilai", "score"),
    }
}

fn one_rule(says: &Lang, before: &Rule, after: &Rule, changes: &mut Vec<Change>) {
    let mut compare = |part, old: Lang, new: Lang| {
        if old != new {
            changes.push(Change::Rule {
                says: says.clone(),
                part,
                before: old,
                after: new,
            });
        }
    };
    let plain = |text: &str| same(text.split_whitespace().collect::<Vec<_>>().join(" "));
    compare(
        RulePart::Condition,
        plain(&before.expression),
        plain(&after.expression),
    );
    compare(RulePart::Says, before.says.clone(), after.says.clone());
    compare(
        RulePart::Force,
        force_words(before.force),
        force_words(after.force),
    );
    compare(
        RulePart::Cite,
        same(before.cite.join(", ")),
        same(after.cite.join(", ")),
    );
    let waiver = |rule: &Rule| match (&rule.waived_by, rule.waivable) {
        (Some(office), true) => same(office.to_uppercase()),
        (None, true) => Lang::new("ya", "yes"),
        (_, false) => Lang::new("tidak", "no"),
    };
    compare(RulePart::Waiver, waiver(before), waiver(after));
    let remedy = |rule: &Rule| {
        both(|language| {
            let texts = [&rule.remedy, &rule.remedy_never];
            let texts = texts.into_iter().flatten().map(|text| text.get(language));
            texts.collect::<Vec<_>>().join(" / ")
        })
    };
    compare(RulePart::Remedy, remedy(before), remedy(after));
    let anchored = |rule: &Rule| {
        let days = days(rule.from, rule.to);
        let anchor = match rule.anchor {
            policy::Anchor::Decision => Lang::new("tanggal keputusan", "date of the decision"),
            policy::Anchor::Start => Lang::new("tanggal mulai", "first day"),
            policy::Anchor::End => Lang::new("tanggal selesai", "last day"),
        };
        both(|language| format!("{}, {}", days.get(language), anchor.get(language)))
    };
    compare(RulePart::Days, anchored(before), anchored(after));
}

#[cfg(test)]
mod tests;
