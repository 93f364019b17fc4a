//! Opening registers, and taking, reserving and giving up numbers.

use kernel::{Actor, CivilDate, Error, LetterId, RegisterId, Result, Text};

use super::model::{
    ALL_KINDS, Gaps, NumberRow, NumberState, Pattern, Register, RegisterMode, checked_number,
    default_pattern, gaps, groups,
};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::db::{Sql, Tx};
use crate::letters::access;
use crate::letters::model::LetterKind;
use crate::letters::settings::Agency;

/// The number that an issuing officer asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NumberChoice {
    /// The next one of the register.
    Automatic,
    /// One that was set aside before.
    Reserved(String),
    /// One that another register gave.
    Outside(String),
}

/// A register with its numbers and gaps, for the page of registers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RegisterView {
    /// The register.
    pub register: Register,
    /// Its numbers, latest first.
    pub numbers: Vec<NumberRow>,
    /// What the running order lacks or set aside.
    pub gaps: Gaps,
}

/// Every register with its gaps, latest year first.
pub async fn registers(app: &App, actor: &Actor) -> Result<Vec<RegisterView>> {
    access::whole(access::OFFICE, actor)?;
    let mut views = Vec::new();
    for register in store::all(&app.db).await? {
        let numbers = store::numbers(&app.db, register.id).await?;
        let gaps = gaps(register.next, &numbers);
        views.push(RegisterView {
            register,
            numbers,
            gaps,
        });
    }
    Ok(views)
}

/// Opens a register, or changes pattern and mode of one that has given no number yet.
pub async fn open_register(
    app: &App,
    actor: &Actor,
    unit: &str,
    group: &str,
    year: i32,
    pattern: &str,
    mode: RegisterMode,
) -> Result<RegisterId> {
    access::whole(access::REGISTERS, actor)?;
    let unit = unit.trim().to_owned();
    if unit.is_empty() || unit.len() > 20 {
        return Err(Error::invalid_field("unit", "error-required"));
    }
    if !groups().contains(&group) {
        return Err(Error::invalid_field("group", "error-choice"));
    }
    if !(1990..=9998).contains(&year) {
        return Err(Error::invalid_field("year", "error-number"));
    }
    let register = Register {
        id: RegisterId(app.clock.new_id()),
        unit,
        group: group.to_owned(),
        year,
        pattern: Pattern::parse(pattern)?,
        mode,
        next: 1,
    };
    let entry = Entry::new(actor, "register.open", "register", register.id)
        .with("unit", register.unit.clone())
        .with("group", register.group.clone())
        .with("year", year)
        .with("pattern", register.pattern.as_str())
        .with("mode", mode.key());
    app.db
        .write(move |tx| {
            let (register, entry) = (register.clone(), entry.clone());
            Box::pin(async move {
                store::insert(&tx, &register, tx.now()).await?;
                let known = store::find(&tx, &register.unit, &register.group, register.year)
                    .await?
                    .ok_or_else(|| Error::internal("a register vanished"))?;
                if known.id != register.id
                    && store::change_unused(&tx, known.id, &register).await? == 0
                {
                    return Err(Error::refused("letters-register-used"));
                }
                tx.audit(entry);
                Ok(known.id)
            })
        })
        .await
}

/// Changes where the numbers of a register come from; the running order goes on where it was.
pub async fn set_mode(app: &App, actor: &Actor, id: RegisterId, mode: RegisterMode) -> Result<()> {
    access::whole(access::REGISTERS, actor)?;
    let entry = Entry::new(actor, "register.mode", "register", id).with("mode", mode.key());
    app.db
        .write(move |tx| {
            let entry = entry.clone();
            Box::pin(async move {
                if store::set_mode(&tx, id, mode).await? == 0 {
                    return Err(Error::not_found());
                }
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Sets the next number aside, with a reason.
pub async fn reserve_number(
    app: &App,
    actor: &Actor,
    id: RegisterId,
    reason: &str,
    nonce: Option<String>,
) -> Result<String> {
    access::whole(access::REGISTERS, actor)?;
    let reason = given_reason(reason)?;
    let actor = actor.clone();
    app.db
        .write(move |tx| {
            let (reason, actor, nonce) = (reason.clone(), actor.clone(), nonce.clone());
            Box::pin(async move {
                tx.once_by(&actor, nonce.as_deref(), async {
                    let register = store::get(&tx, id).await?;
                    let date = within(&register, tx.now().date())?;
                    let number = next_number(&tx, &register, date, None, Some(&reason)).await?;
                    let entry = Entry::new(&actor, "register.reserve", "register", id);
                    tx.audit(entry.with("number", number.clone()));
                    Ok(number)
                })
                .await
            })
        })
        .await
}

/// Gives up a number that no letter bears, with a reason. It stays in the register.
pub async fn void_number(
    app: &App,
    actor: &Actor,
    id: RegisterId,
    number: &str,
    reason: &str,
) -> Result<()> {
    access::whole(access::REGISTERS, actor)?;
    let (number, reason) = (number.to_owned(), given_reason(reason)?);
    let entry = Entry::new(actor, "register.void", "register", id).with("number", number.clone());
    app.db
        .write(move |tx| {
            let (number, reason, entry) = (number.clone(), reason.clone(), entry.clone());
            Box::pin(async move {
                if store::void(&tx, id, &number, &reason).await? == 0 {
                    return Err(Error::refused("letters-number-borne"));
                }
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// Enters the number of a letter that was made outside Titian, so that the register is complete.
pub async fn enter_outside(
    app: &App,
    actor: &Actor,
    id: RegisterId,
    number: &str,
    about: &str,
) -> Result<()> {
    access::whole(access::REGISTERS, actor)?;
    let (number, about) = (checked_number(number)?, given_reason(about)?);
    let entry =
        Entry::new(actor, "register.outside", "register", id).with("number", number.clone());
    app.db
        .write(move |tx| {
            let (number, about, entry) = (number.clone(), about.clone(), entry.clone());
            Box::pin(async move {
                let register = store::get(&tx, id).await?;
                refuse_countable(&register, &number)?;
                let row = store::NewNumber {
                    register: id,
                    number: &number,
                    position: None,
                    letter: None,
                    state: NumberState::Used,
                    reason: Some(&about),
                };
                if store::insert_number(&tx, &row, tx.now()).await? == 0 {
                    return Err(Error::invalid_field("number", "letters-number-taken"));
                }
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

/// The register that numbers letters of `kind` of a unit in a year, opened when it is the first letter of the year.
///
/// A new one takes pattern and mode from the year before. Without one the agency counts itself, and the
/// secretariat's numbers come from outside (Biro Hukum, tata usaha).
pub(crate) async fn register_for(
    tx: &Tx,
    agency: &Agency,
    unit: &str,
    kind: LetterKind,
    year: i32,
) -> Result<Register> {
    for group in [ALL_KINDS, kind.group()] {
        if let Some(register) = store::find(tx, unit, group, year).await? {
            return Ok(register);
        }
    }
    let before = store::latest_before(tx, unit, &[ALL_KINDS, kind.group()], year).await?;
    let register = match before {
        Some(before) => Register {
            id: tx.new_id(),
            year,
            next: 1,
            ..before
        },
        None => Register {
            id: tx.new_id(),
            unit: unit.to_owned(),
            group: kind.group().to_owned(),
            year,
            pattern: Pattern::parse(default_pattern(kind.group()))?,
            mode: if unit == agency.code {
                RegisterMode::Automatic
            } else {
                RegisterMode::Outside
            },
            next: 1,
        },
    };
    store::insert(tx, &register, tx.now()).await?;
    // Another transaction may have opened it at the same time: read what stands there.
    store::find(tx, unit, &register.group, year)
        .await?
        .ok_or_else(|| Error::internal("a register vanished"))
}

/// Gives `letter` a number and keeps it for that letter until the letter is issued or given up.
///
/// The letter's row must be locked by the caller, so that one letter never takes two numbers.
pub(crate) async fn take(
    tx: &Tx,
    register: &Register,
    letter: LetterId,
    choice: &NumberChoice,
    date: CivilDate,
) -> Result<String> {
    if let Some((held_in, held)) = store::held_by(tx, letter).await? {
        let fits = held_in == register.id
            && match choice {
                NumberChoice::Automatic => true,
                NumberChoice::Reserved(number) | NumberChoice::Outside(number) => {
                    number.trim() == held
                }
            };
        if fits {
            return Ok(held);
        }
        store::give_up(tx, letter, "nomor lain dipakai").await?;
    }
    match choice {
        NumberChoice::Automatic => next_number(tx, register, date, Some(letter), None).await,
        NumberChoice::Reserved(number) => {
            if store::claim_reserved(tx, register.id, number.trim(), letter).await? == 0 {
                return Err(Error::invalid_field(
                    "number",
                    "letters-number-not-reserved",
                ));
            }
            Ok(number.trim().to_owned())
        }
        NumberChoice::Outside(number) => {
            let number = checked_number(number)?;
            refuse_countable(register, &number)?;
            let row = store::NewNumber {
                register: register.id,
                number: &number,
                position: None,
                letter: Some(letter),
                state: NumberState::Reserved,
                reason: None,
            };
            if store::insert_number(tx, &row, tx.now()).await? == 0 {
                return Err(Error::invalid_field("number", "letters-number-taken"));
            }
            Ok(number)
        }
    }
}

async fn next_number(
    tx: &Tx,
    register: &Register,
    date: CivilDate,
    letter: Option<LetterId>,
    reason: Option<&str>,
) -> Result<String> {
    if register.mode == RegisterMode::Outside {
        return Err(Error::invalid_field(
            "number",
            Text::new("letters-number-from-outside").with("unit", &register.unit),
        ));
    }
    let position = store::advance(tx, register.id).await?;
    let number = register.pattern.number(position, &register.unit, date);
    let row = store::NewNumber {
        register: register.id,
        number: &number,
        position: Some(position),
        letter,
        state: NumberState::Reserved,
        reason,
    };
    if store::insert_number(tx, &row, tx.now()).await? == 0 {
        // Only possible when the register's mode was changed after such a number had been entered by hand.
        return Err(Error::refused(
            Text::new("letters-number-collides").with("number", &number),
        ));
    }
    Ok(number)
}

/// A number from outside may not look like one that Titian will count to.
fn refuse_countable(register: &Register, number: &str) -> Result<()> {
    let countable = register.mode == RegisterMode::Automatic
        && register
            .pattern
            .could_make(number, &register.unit, register.year);
    if countable {
        Err(Error::invalid_field("number", "letters-number-countable"))
    } else {
        Ok(())
    }
}

/// The date itself when it lies in the register's year, else the nearest day of that year.
fn within(register: &Register, date: CivilDate) -> Result<CivilDate> {
    let edge = |month, day| CivilDate::new(register.year, month, day).map_err(Error::internal);
    match date.year().cmp(&register.year) {
        std::cmp::Ordering::Equal => Ok(date),
        std::cmp::Ordering::Less => edge(1, 1),
        std::cmp::Ordering::Greater => edge(12, 31),
    }
}

pub(crate) fn given_reason(reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::invalid_field("reason", "error-required"));
    }
    if reason.chars().count() > 500 {
        return Err(Error::invalid_field(
            "reason",
            Text::new("error-too-long")
                .with("max", 500)
                .with("length", reason.chars().count()),
        ));
    }
    Ok(reason.to_owned())
}

/// What stands for the number in a draft: the pattern of the register that will number it.
pub(crate) async fn placeholder(
    sql: &impl Sql,
    unit: &str,
    kind: LetterKind,
    date: CivilDate,
) -> Result<String> {
    let register = store::latest_before(
        sql,
        unit,
        &[ALL_KINDS, kind.group()],
        date.year().saturating_add(1),
    )
    .await?;
    let pattern = match register {
        Some(register) => register.pattern,
        None => Pattern::parse(default_pattern(kind.group()))?,
    };
    Ok(pattern.placeholder(unit, date))
}
