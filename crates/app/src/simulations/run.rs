//! One run of the wind tunnel: everybody by the version and by the changed policy, and the people behind each number.

use std::sync::Arc;

use kernel::{Actor, Error, Result};
use policy::{Force, Groups, Lang, Mask, Policy, Screening, Status, Verdict};

use super::access;
use super::crowd::{Crowd, Member, reads_person};
use super::model::{
    Asked, Breakdown, Counts, Dimension, Line, Outcome, Presence, RuleCount, Setting, VERDICTS,
    Weight, Which,
};
use crate::App;
use crate::blobs::blocking;
use crate::db::list::{ListRequest, Paged};
use crate::policies::{self, Version};

/// A rule over everybody.
pub(super) struct Ruled {
    fails: Mask,
    only: Mask,
    unknown: usize,
    /// Would meet the policy without it.
    without: Mask,
    left_out: bool,
}

/// Everybody by one policy.
pub(super) struct Screened {
    pub(super) policy: Arc<Policy>,
    /// In the order of [`VERDICTS`].
    verdicts: [Mask; 3],
    rules: Vec<Ruled>,
}

impl Screened {
    /// Counts rules and verdicts. What only a nomination can tell, and is unknown for everybody alike, is left out:
    /// else nobody would ever meet the policy here.
    pub(super) fn new(policy: Arc<Policy>, screening: &Screening) -> Self {
        let rows = screening.rows();
        let everybody = Mask::everybody(rows);
        let mut fails: Vec<Mask> = Vec::new();
        let mut open: Vec<Mask> = Vec::new();
        let mut counts: Vec<(bool, bool)> = Vec::new();
        for (place, rule) in policy.rules().iter().enumerate() {
            let unknown = screening.with_status(place, Status::Unknown);
            let left_out = !reads_person(&rule.expression) && rows > 0 && unknown == everybody;
            fails.push(screening.with_status(place, Status::NotMet));
            open.push(unknown);
            counts.push((rule.force == Force::Block && !left_out, left_out));
        }
        let good = |place: usize| match counts.get(place) {
            Some((true, _)) => everybody.without(&fails[place]).without(&open[place]),
            _ => everybody.clone(),
        };
        // Who meets all rules before, and all behind each rule: what is left when it alone is taken away.
        let n = counts.len();
        let mut before = vec![everybody.clone()];
        for place in 0..n {
            let next = before[place].and(&good(place));
            before.push(next);
        }
        let mut behind = vec![everybody.clone(); n + 1];
        for place in (0..n).rev() {
            behind[place] = behind[place + 1].and(&good(place));
        }
        let met = before[n].clone();
        let mut failed = Mask::nobody(rows);
        let mut rules = Vec::with_capacity(n);
        for (place, (fails, unknown)) in fails.iter().zip(&open).enumerate() {
            let (decides, left_out) = counts[place];
            let others = before[place].and(&behind[place + 1]);
            if decides {
                failed = failed.or(fails);
            }
            rules.push(Ruled {
                only: if decides {
                    fails.and(&others)
                } else {
                    Mask::nobody(rows)
                },
                fails: fails.clone(),
                unknown: unknown.count(),
                without: if decides { others } else { met.clone() },
                left_out,
            });
        }
        let verify = everybody.without(&met).without(&failed);
        Self {
            policy,
            verdicts: [met, verify, failed],
            rules,
        }
    }

    fn met(&self) -> &Mask {
        &self.verdicts[0]
    }

    fn counts(&self) -> Counts {
        [0, 1, 2].map(|place| self.verdicts[place].count() as i64)
    }

    fn verdict(&self, row: usize) -> Verdict {
        let mut found = VERDICTS.iter().zip(&self.verdicts);
        found
            .find(|(_, mask)| mask.contains(row))
            .map_or(Verdict::PerluVerifikasi, |(verdict, _)| *verdict)
    }

    fn rule(&self, id: &str) -> Option<(usize, &Ruled)> {
        let mut ids = self.policy.rules().iter();
        let place = ids.position(|rule| rule.id == id)?;
        Some((place, self.rules.get(place)?))
    }

    fn weight(&self, id: &str) -> Option<Weight> {
        let (_, rule) = self.rule(id)?;
        Some(Weight {
            fails: rule.fails.count() as i64,
            only: rule.only.count() as i64,
            unknown: rule.unknown as i64,
            without: rule.without.count() as i64,
        })
    }
}

/// A person behind a number.
#[derive(Clone, Debug)]
pub struct Found {
    /// Who.
    pub member: Member,
    /// Her OPD.
    pub opd: Option<String>,
    /// Her rank.
    pub golongan: Option<String>,
    /// Verdict by the version.
    pub before: Verdict,
    /// Verdict by the changed policy.
    pub after: Verdict,
    /// The rules that she does not meet by the changed policy.
    pub why: Vec<Lang>,
}

/// Which people are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Search {
    /// By what happened to them.
    pub which: Which,
    /// The rule, where a number of a rule is asked for.
    pub rule: Option<String>,
    /// A group: how told apart, and which; an empty key is the group of those of whom it is not known.
    pub group: Option<(Dimension, String)>,
}

/// A run that is ready to be read.
pub struct Run {
    /// The version from which it started.
    pub version: Version,
    /// The version's policy.
    pub old: Arc<Policy>,
    /// The changed policy.
    pub new: Arc<Policy>,
    /// The case.
    pub setting: Setting,
    /// What was asked; only parameters whose value is another one than in the text.
    pub asked: Asked,
    /// The data.
    pub crowd: Arc<Crowd>,
    before: Arc<Screened>,
    after: Arc<Screened>,
}

/// Runs what was asked on the register as it is now. Nothing is stored.
///
/// # Errors
/// Forbidden for who may not see everybody; not found when the version is hidden from her or the put-aside text is
/// gone; invalid at `param.…`, `mulai` or `selesai` where a value does not fit.
pub async fn open(app: &App, actor: &Actor, asked: &Asked) -> Result<Run> {
    access::run(actor)?;
    let version = policies::get(&app.db, asked.version, app.clock.today()).await?;
    if !policies::may_see(actor, &version) {
        return Err(Error::not_found());
    }
    asked.setting.check()?;
    let own = policies::text(&app.db, asked.version).await?;
    let old = Arc::new(policies::parse(&own)?);
    let tried = match &asked.text {
        Some(digest) => Arc::new(policies::parse(&text_of(app, digest).await?)?),
        None => old.clone(),
    };
    let text = policies::set_params(&tried, &asked.params)?;
    let mut asked = asked.clone();
    asked.params.retain(|(name, typed)| {
        let mut params = tried.params().iter();
        params.any(|p| p.name == *name && policies::shown(&p.value) != typed.trim())
    });
    let new = if text == tried.text() {
        tried
    } else {
        Arc::new(policies::parse(&text)?)
    };
    let crowd = app.tunnel.crowd(app).await?;
    let (held, setting) = (crowd.clone(), asked.setting);
    let (a, b) = (old.clone(), new.clone());
    let (before, after) =
        blocking(move || Ok((held.screen(&a, &setting)?, held.screen(&b, &setting)?))).await?;
    Ok(Run {
        version,
        old,
        new,
        setting,
        asked,
        crowd,
        before,
        after,
    })
}

/// What another text would do to everybody: who meets the policy before and after it, who begins to and who ceases to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effect {
    /// Meet it by the version in force.
    pub before: i64,
    /// Meet it by the text.
    pub after: i64,
    /// Begin to.
    pub gained: i64,
    /// Cease to.
    pub lost: i64,
}

/// What `text`, written into the draft `draft`, would do beside the version that the draft was written from. None where
/// the text cannot be read, the draft stands alone, or `actor` may not try changes. Nothing is stored.
pub async fn effect(
    app: &App,
    actor: &Actor,
    draft: &Version,
    text: &str,
) -> Result<Option<Effect>> {
    let (Some(base), true) = (draft.base, access::may_run(actor)) else {
        return Ok(None);
    };
    let Ok(new) = policies::parse(text) else {
        return Ok(None);
    };
    let old = Arc::new(policies::parse(&policies::text(&app.db, base).await?)?);
    let crowd = app.tunnel.crowd(app).await?;
    let (new, setting) = (Arc::new(new), Setting::usual(app.clock.today()));
    let screened =
        blocking(move || Ok((crowd.screen(&old, &setting)?, crowd.screen(&new, &setting)?)));
    let (before, after) = screened.await?;
    let (before, after) = (before.met(), after.met());
    Ok(Some(Effect {
        before: before.count() as i64,
        after: after.count() as i64,
        gained: after.without(before).count() as i64,
        lost: before.without(after).count() as i64,
    }))
}

/// A text that was put aside under its SHA-256.
pub async fn text_of(app: &App, digest: &str) -> Result<String> {
    let plain = digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit());
    if !plain {
        return Err(Error::not_found());
    }
    let bytes = app.blobs.get(digest).await?;
    String::from_utf8(bytes).map_err(|_| Error::not_found())
}

impl Run {
    /// What is counted.
    ///
    /// # Errors
    /// Internal when the register of regulations cannot be read.
    pub fn outcome(&self) -> Result<Outcome> {
        let (before, after) = (self.before.met(), self.after.met());
        let (gained, lost) = (after.without(before), before.without(after));
        let sets = [before, after, &gained, &lost];
        let groups = self.crowd.dimensions();
        Ok(Outcome {
            people: self.crowd.people() as i64,
            before: self.before.counts(),
            after: self.after.counts(),
            gained: gained.count() as i64,
            lost: lost.count() as i64,
            rules: self.rules()?,
            groups: groups
                .map(|(by, groups)| breakdown(by, groups, self.crowd.people(), sets))
                .collect(),
        })
    }

    fn rules(&self) -> Result<Vec<RuleCount>> {
        let told = policies::outline(&self.new, policies::register()?).rules;
        let gone = policies::outline(&self.old, policies::register()?).rules;
        let mut lines = Vec::new();
        for rule in &told {
            let was = gone.iter().find(|old| old.id == rule.id);
            let presence = match was {
                None => Presence::Added,
                Some(old) if old == rule && !self.reads_changed(&rule.expression) => Presence::Same,
                Some(_) => Presence::Changed,
            };
            lines.push(self.line(&rule.id, rule.says.clone(), rule.force, presence));
        }
        for rule in gone
            .iter()
            .filter(|old| !told.iter().any(|new| new.id == old.id))
        {
            lines.push(self.line(&rule.id, rule.says.clone(), rule.force, Presence::Removed));
        }
        Ok(lines)
    }

    /// Whether the expression names a parameter whose value is another one now.
    fn reads_changed(&self, expression: &str) -> bool {
        let part = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        let changed = |name: &str| {
            let value = |policy: &Policy| {
                let mut params = policy.params().iter();
                params.find(|p| p.name == name).map(|p| p.value.clone())
            };
            let (old, new) = (value(&self.old), value(&self.new));
            new.is_some() && old != new
        };
        expression.split(part).any(changed)
    }

    fn line(&self, id: &str, says: Lang, force: Force, presence: Presence) -> RuleCount {
        let left_out = self.after.rule(id).or(self.before.rule(id));
        RuleCount {
            id: id.to_owned(),
            says,
            force,
            presence,
            left_out: left_out.is_some_and(|(_, rule)| rule.left_out),
            before: self.before.weight(id),
            after: self.after.weight(id),
        }
    }

    /// The people behind a number: search by name or NIP, sort by `name`, `nip`, `opd`, in the order of the register
    /// without a wish.
    pub fn people(&self, search: &Search, request: ListRequest) -> Paged<Found> {
        let mut mask = self.mask(search);
        let text = request.search.trim().to_lowercase();
        let dense: String = text.chars().filter(|c| *c != ' ').collect();
        if !text.is_empty() {
            // A NIP is typed with or without its spaces.
            let wanted = if dense.bytes().all(|b| b.is_ascii_digit()) {
                dense
            } else {
                text
            };
            mask = mask.and(&Mask::from_fn(self.crowd.people(), |row| {
                let member = self.crowd.members.get(row);
                member.is_some_and(|member| member.search.contains(&wanted))
            }));
        }
        let mut rows: Vec<usize> = mask.iter().collect();
        let member = |row: &usize| self.crowd.members.get(*row);
        match request.sort.as_str() {
            "name" => rows.sort_by_key(|row| member(row).map(|member| &member.name)),
            "nip" => rows.sort_by_key(|row| member(row).map(|member| member.nip.as_str())),
            "opd" => rows.sort_by_key(|row| self.key(Dimension::Opd, *row)),
            _ => {}
        }
        if request.descending {
            rows.reverse();
        }
        let total = rows.len() as i64;
        let skip = usize::try_from(request.offset()).unwrap_or(usize::MAX);
        let take = usize::try_from(request.limit()).unwrap_or(1);
        let rows = rows.into_iter().skip(skip).take(take);
        Paged {
            rows: rows.filter_map(|row| self.found(row)).collect(),
            total,
            request,
        }
    }

    fn key(&self, by: Dimension, row: usize) -> Option<&String> {
        self.crowd.groups(by)?.of(row)
    }

    fn found(&self, row: usize) -> Option<Found> {
        let failed = self.after.rules.iter().zip(self.new.rules());
        let failed = failed.filter(|(ruled, rule)| {
            rule.force == Force::Block && !ruled.left_out && ruled.fails.contains(row)
        });
        Some(Found {
            member: self.crowd.members.get(row)?.clone(),
            opd: self.key(Dimension::Opd, row).cloned(),
            golongan: self.key(Dimension::Golongan, row).cloned(),
            before: self.before.verdict(row),
            after: self.after.verdict(row),
            why: failed
                .map(|(_, rule)| policies::wording(&self.new, rule))
                .collect(),
        })
    }

    fn mask(&self, search: &Search) -> Mask {
        let rows = self.crowd.people();
        let (old, new) = (&self.before, &self.after);
        let rule = |screened: &Screened, of: fn(&Ruled) -> &Mask| {
            let found = search.rule.as_deref().and_then(|id| screened.rule(id));
            found.map_or_else(|| Mask::nobody(rows), |(_, rule)| of(rule).clone())
        };
        let mask = match search.which {
            Which::Gained => new.met().without(old.met()),
            Which::Lost => old.met().without(new.met()),
            Which::MetBefore => old.verdicts[0].clone(),
            Which::VerifyBefore => old.verdicts[1].clone(),
            Which::NotBefore => old.verdicts[2].clone(),
            Which::MetAfter => new.verdicts[0].clone(),
            Which::VerifyAfter => new.verdicts[1].clone(),
            Which::NotAfter => new.verdicts[2].clone(),
            Which::FailsBefore => rule(old, |one| &one.fails),
            Which::FailsAfter => rule(new, |one| &one.fails),
            Which::OnlyBefore => rule(old, |one| &one.only),
            Which::OnlyAfter => rule(new, |one| &one.only),
            Which::WithoutBefore => rule(old, |one| &one.without),
            Which::WithoutAfter => rule(new, |one| &one.without),
            Which::Everybody => Mask::everybody(rows),
        };
        match &search.group {
            None => mask,
            Some((by, key)) => mask.and(&Mask::from_fn(rows, |row| {
                self.key(*by, row).map_or("", String::as_str) == key
            })),
        }
    }
}

fn breakdown(by: Dimension, groups: &Groups<String>, people: usize, sets: [&Mask; 4]) -> Breakdown {
    let all = groups.count(&Mask::everybody(people));
    let counted = sets.map(|set| groups.count(set));
    let number = |list: &[usize], place: usize| list.get(place).map_or(0, |n| *n as i64);
    let keys = groups.keys().iter().map(Some).chain([None]);
    let mut lines: Vec<Line> = keys
        .enumerate()
        .map(|(place, key)| Line {
            key: key.cloned(),
            people: number(&all, place),
            before: number(&counted[0], place),
            after: number(&counted[1], place),
            gained: number(&counted[2], place),
            lost: number(&counted[3], place),
        })
        .filter(|line| line.people > 0)
        .collect();
    // Who is not known stands last.
    lines.sort_by(|a, b| (a.key.is_none(), &a.key).cmp(&(b.key.is_none(), &b.key)));
    Breakdown { by, lines }
}
