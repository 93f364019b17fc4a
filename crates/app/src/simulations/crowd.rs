//! Everybody in the register as columns, read once and kept until something changes.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::{CivilDate, Error, Nip, PersonId, Result};
use policy::{Calendar, Facts, Groups, PersonSlot, Policy, Screener, Table, TableBuilder, Value};
use sha2::{Digest as _, Sha256};

use super::model::{Dimension, Setting};
use super::run::Screened;
use crate::blobs::blocking;
use crate::people::{self, Registered};
use crate::{App, holidays};

/// Screened policies that are kept: the version at hand, and the last steps of a slider.
const KEPT: usize = 24;

/// The columns of the register, kept in memory; every copy is the same one.
#[derive(Clone, Debug, Default)]
pub struct Tunnel(Arc<tokio::sync::Mutex<Option<Arc<Crowd>>>>);

/// A person as lists show her.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// Id.
    pub id: PersonId,
    /// NIP.
    pub nip: Nip,
    /// Name with titles.
    pub name: String,
    /// Name and NIP in lower case.
    pub(super) search: String,
}

/// Everybody.
pub struct Crowd {
    /// The day for which papers were read.
    pub today: CivilDate,
    /// Digest of everything known about everybody and of the holidays, `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    pub(super) mark: String,
    pub(super) members: Vec<Member>,
    calendar: Calendar,
    known: Table,
    /// The same with every statement that is missing in order.
    stated: Table,
    groups: Vec<(Dimension, Groups<String>)>,
    screened: Mutex<Vec<(Key, Arc<Screened>)>>,
}

type Key = (String, Setting);

impl std::fmt::Debug for Crowd {
    /// Shows no personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Crowd({} people, {})", self.members.len(), self.digest)
    }
}

impl Tunnel {
    /// The register as it is now: the columns at hand, or new ones when anything changed since.
    pub async fn crowd(&self, app: &App) -> Result<Arc<Crowd>> {
        let today = app.clock.today();
        let days = holidays(app).await?;
        let mark = mark(app, &days).await?;
        // Whoever comes while the columns are being read waits for the same ones.
        let mut held = self.0.lock().await;
        if let Some(crowd) = held.as_ref()
            && crowd.mark == mark
            && crowd.today == today
        {
            return Ok(crowd.clone());
        }
        // The old ones go first, so that there is never room for two.
        *held = None;
        let crowd = Arc::new(Crowd::read(app, today, mark, days).await?);
        *held = Some(crowd.clone());
        Ok(crowd)
    }

    /// Whether the register is still the one of that mark and day, as far as can be told without reading it.
    pub(super) async fn surely_same(&self, app: &App, then: &str, day: CivilDate) -> Result<bool> {
        let days = holidays(app).await?;
        Ok(day == app.clock.today() && mark(app, &days).await? == then)
    }
}

async fn holidays(app: &App) -> Result<Vec<CivilDate>> {
    let years = holidays::years(&app.db).await?;
    let mut days: Vec<CivilDate> = years
        .iter()
        .flat_map(|year| year.days.iter().map(|day| day.date))
        .collect();
    days.sort_unstable();
    Ok(days)
}

async fn mark(app: &App, holidays: &[CivilDate]) -> Result<String> {
    let revision = people::revision(&app.db).await?;
    let days: Vec<String> = holidays.iter().map(ToString::to_string).collect();
    let days = crate::sha256_hex(days.join("\n").as_bytes());
    Ok(format!("{revision} {days}"))
}

impl Crowd {
    async fn read(
        app: &App,
        today: CivilDate,
        mark: String,
        holidays: Vec<CivilDate>,
    ) -> Result<Self> {
        let mut making = Making::new(today)?;
        for day in &holidays {
            making.hash.update(day.to_string().as_bytes());
        }
        making.hash.update(b"\n");
        let mut after = String::new();
        loop {
            let people = people::next_registered(&app.db, &after, today).await?;
            match people.last() {
                Some(last) => after.clone_from(&last.pns_id),
                None => break,
            }
            making = blocking(move || {
                for person in &people {
                    making.push(person)?;
                }
                Ok(making)
            })
            .await?;
        }
        blocking(move || Ok(making.finish(mark, Calendar::new(holidays)))).await
    }

    /// How many people.
    pub fn people(&self) -> usize {
        self.members.len()
    }

    /// Bytes of the columns.
    pub fn bytes(&self) -> usize {
        self.known.bytes() + self.stated.bytes()
    }

    /// The holidays.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub(super) fn groups(&self, by: Dimension) -> Option<&Groups<String>> {
        let mut groups = self.groups.iter();
        groups.find(|(own, _)| *own == by).map(|(_, groups)| groups)
    }

    pub(super) fn dimensions(&self) -> impl Iterator<Item = (Dimension, &Groups<String>)> {
        self.groups.iter().map(|(by, groups)| (*by, groups))
    }

    /// Everybody by a policy; the same question is answered from memory.
    pub(super) fn screen(&self, policy: &Arc<Policy>, setting: &Setting) -> Result<Arc<Screened>> {
        let key = (policy.digest().to_owned(), *setting);
        let lock = || self.screened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().iter().find(|(known, _)| *known == key) {
            return Ok(known.clone());
        }
        let table = if setting.stated {
            &self.stated
        } else {
            &self.known
        };
        let case = setting.case(policy)?;
        let inputs = policy::Inputs::new(&self.calendar);
        let screening = Screener::new(policy, table, &case, setting.decision, &inputs).run(2);
        let screened = Arc::new(Screened::new(policy.clone(), &screening));
        let mut kept = lock();
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((key, screened.clone()));
        Ok(screened)
    }
}

struct Making {
    today: CivilDate,
    hash: Sha256,
    members: Vec<Member>,
    known: TableBuilder,
    stated: TableBuilder,
    statements: Vec<(&'static str, Value)>,
    keys: [Vec<Option<String>>; 5],
}

impl Making {
    fn new(today: CivilDate) -> Result<Self> {
        // The engine reads the values of the statements as it reads those of a paper.
        let mut facts = Facts::person();
        let mut statements = Vec::new();
        for (name, value) in people::stated() {
            facts
                .set(name, &value, None, None)
                .map_err(|error| Error::internal(format!("a statement: {error}")))?;
            if let Some(fact) = facts.get(name) {
                statements.push((name, fact.value.clone()));
            }
        }
        Ok(Self {
            today,
            hash: Sha256::new(),
            members: Vec::new(),
            known: TableBuilder::new(),
            stated: TableBuilder::new(),
            statements,
            keys: Default::default(),
        })
    }

    fn push(&mut self, person: &Registered) -> Result<()> {
        self.hash.update(person.digest);
        self.known.push(&person.facts);
        let supposed = |name: &str| {
            let fact = person.facts.get(name);
            fact.is_none_or(|fact| fact.value.is_missing())
        };
        if self.statements.iter().any(|(name, _)| supposed(name)) {
            let mut facts = person.facts.clone();
            for (name, value) in &self.statements {
                if supposed(name) {
                    let fact = policy::Fact {
                        value: value.clone(),
                        source: None,
                        date: None,
                    };
                    facts
                        .set_value(name, fact)
                        .map_err(|error| Error::internal(format!("a statement: {error}")))?;
                }
            }
            self.stated.push(&facts);
        } else {
            self.stated.push(&person.facts);
        }
        let words = |name: &str| match person.facts.get(name).map(|fact| &fact.value) {
            None | Some(Value::Missing) => None,
            Some(value) => Some(value.display(policy::Language::Id)),
        };
        let sex = match person.facts.get("jenis_kelamin").map(|fact| &fact.value) {
            Some(Value::Str(code)) => Some(code.to_string()),
            _ => None,
        };
        let born = match person.facts.get("lahir").map(|fact| &fact.value) {
            Some(Value::Date(born)) => Some(*born),
            _ => None,
        };
        let age = born.map(|born| band(born.years_until(self.today)).to_owned());
        let keys = [
            person.opd.clone(),
            words("golongan"),
            sex,
            age,
            person.place.clone(),
        ];
        for (list, key) in self.keys.iter_mut().zip(keys) {
            list.push(key);
        }
        self.members.push(Member {
            search: format!("{} {}", person.name.to_lowercase(), person.nip.as_str()),
            id: person.id,
            nip: person.nip.clone(),
            name: person.name.clone(),
        });
        Ok(())
    }

    fn finish(self, mark: String, calendar: Calendar) -> Crowd {
        let groups = Dimension::ALL.iter().zip(self.keys);
        Crowd {
            today: self.today,
            digest: format!("sha256:{}", crate::hex(&self.hash.finalize())),
            mark,
            members: self.members,
            calendar,
            known: self.known.finish(),
            stated: self.stated.finish(),
            groups: groups.map(|(by, keys)| (*by, Groups::new(keys))).collect(),
            screened: Mutex::default(),
        }
    }
}

/// First years of the bands in which ages are told apart; a way of counting, no rule follows from it.
const BANDS: [(i32, &str); 6] = [
    (60, "60+"),
    (50, "50–59"),
    (40, "40–49"),
    (30, "30–39"),
    (20, "20–29"),
    (i32::MIN, "<20"),
];

fn band(age: i32) -> &'static str {
    let found = BANDS.iter().find(|(from, _)| *from <= age);
    found.map_or("<20", |(_, name)| name)
}

/// Whether a fact of the person stands in the expression.
pub(super) fn reads_person(expression: &str) -> bool {
    let part = |c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.');
    let mut words = expression.split(part);
    words.any(|word| {
        let first = word.split('.').next().unwrap_or(word);
        PersonSlot::of(first).is_some()
    })
}
