//! Entering officials and signing rights.

use kernel::{Actor, CivilDate, Error, Golongan, Nip, OfficialId, Result};

use super::model::{Official, OfficialStatus, SigningBook, SigningForm, SigningRight};
use super::store;
use crate::App;
use crate::audit::Entry;
use crate::db::Sql;
use crate::letters::{access, settings};

/// An official to be entered or corrected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewOfficial {
    /// Office key.
    pub office: String,
    /// Name of the office when it is none of the four known ones.
    pub office_name: String,
    /// Name with titles.
    pub name: String,
    /// Name without titles.
    pub name_plain: String,
    /// NIP.
    pub nip: Option<Nip>,
    /// Golongan.
    pub golongan: Option<Golongan>,
    /// How she holds the office.
    pub status: OfficialStatus,
    /// Number of the appointment or mandate.
    pub mandate_number: Option<String>,
    /// Its date.
    pub mandate_date: Option<CivilDate>,
    /// First day.
    pub valid_from: CivilDate,
    /// Last day, included.
    pub valid_to: Option<CivilDate>,
}

/// Everything that decides who signs.
pub async fn book(sql: &impl Sql) -> Result<SigningBook> {
    let officials = store::officials(sql).await?;
    let rights = store::rights(sql).await?;
    Ok(SigningBook {
        rights: with_heads(rights, &officials),
        officials,
    })
}

/// The right of `kepala-opd` is that of every head of a unit: one row of the table stands for all of them.
fn with_heads(rights: Vec<SigningRight>, officials: &[Official]) -> Vec<SigningRight> {
    let mut heads: Vec<&str> = officials
        .iter()
        .map(|official| official.office.as_str())
        .filter(|office| office.starts_with(settings::HEAD_OF_UNIT) && office.contains(':'))
        .collect();
    heads.sort_unstable();
    heads.dedup();
    let mut all = Vec::with_capacity(rights.len());
    for right in rights {
        if right.office == settings::HEAD_OF_UNIT {
            all.extend(heads.iter().map(|office| SigningRight {
                office: (*office).to_owned(),
                ..right.clone()
            }));
        } else {
            all.push(right);
        }
    }
    all
}

/// Officials and rights for the page of officials.
pub async fn officials(app: &App, actor: &Actor) -> Result<SigningBook> {
    access::whole(access::OFFICE, actor)?;
    book(&app.db).await
}

/// Enters an official. Letters that were issued keep the signer they had.
pub async fn add_official(app: &App, actor: &Actor, new: NewOfficial) -> Result<OfficialId> {
    access::whole(access::OFFICIALS, actor)?;
    let official = checked(OfficialId(app.clock.new_id()), new)?;
    let id = official.id;
    let entry = Entry::new(actor, "official.add", "official", id)
        .with("office", official.office.clone())
        .with("status", official.status.key());
    app.db
        .write(move |tx| {
            let (official, entry) = (official.clone(), entry.clone());
            Box::pin(async move {
                refuse_second_holder(&tx, &official).await?;
                store::insert_official(&tx, &official, tx.now()).await?;
                let who = tx.commit_to(&official.name);
                tx.audit(entry.with("name", who));
                Ok(())
            })
        })
        .await?;
    Ok(id)
}

/// Corrects an official's entry, or sets the last day of the office.
pub async fn correct_official(
    app: &App,
    actor: &Actor,
    id: OfficialId,
    new: NewOfficial,
) -> Result<()> {
    access::whole(access::OFFICIALS, actor)?;
    let official = checked(id, new)?;
    let entry = Entry::new(actor, "official.correct", "official", id)
        .with("office", official.office.clone())
        .with("status", official.status.key());
    app.db
        .write(move |tx| {
            let (official, entry) = (official.clone(), entry.clone());
            Box::pin(async move {
                refuse_second_holder(&tx, &official).await?;
                if store::update_official(&tx, &official, tx.now()).await? == 0 {
                    return Err(Error::not_found());
                }
                let who = tx.commit_to(&official.name);
                tx.audit(entry.with("name", who));
                Ok(())
            })
        })
        .await
}

/// Gives an office the right to sign a kind of letter, or changes the right of the same first day.
pub async fn set_right(app: &App, actor: &Actor, right: SigningRight) -> Result<()> {
    access::whole(access::OFFICIALS, actor)?;
    let right = checked_right(right)?;
    let entry = Entry::new(actor, "signing-right.set", "signing-right", &right.office)
        .with("kind", right.kind.key())
        .with("form", right.form.key())
        .with("from", right.valid_from.to_string())
        .with("priority", right.priority);
    app.db
        .write(move |tx| {
            let (right, entry) = (right.clone(), entry.clone());
            Box::pin(async move {
                store::upsert_right(&tx, &right).await?;
                tx.audit(entry);
                Ok(())
            })
        })
        .await
}

fn checked(id: OfficialId, new: NewOfficial) -> Result<Official> {
    let mut errors: Vec<(&str, &str)> = Vec::new();
    let office = new.office.trim().to_lowercase();
    if office.is_empty() || office.len() > 80 {
        errors.push(("office", "error-required"));
    }
    let known = [
        settings::HEAD_OF_REGION,
        settings::DEPUTY_HEAD,
        settings::SECRETARY,
        settings::HEAD_OF_AGENCY,
    ];
    if new.office_name.trim().is_empty() && !known.contains(&office.as_str()) {
        errors.push(("office_name", "error-required"));
    }
    if new.name.trim().is_empty() {
        errors.push(("name", "error-required"));
    }
    if new.name_plain.trim().is_empty() {
        errors.push(("name_plain", "error-required"));
    }
    if new.valid_to.is_some_and(|last| last < new.valid_from) {
        errors.push(("valid_to", "letters-period-reversed"));
    }
    if new.status != OfficialStatus::Definitive
        && new
            .mandate_number
            .as_deref()
            .unwrap_or_default()
            .trim()
            .is_empty()
    {
        errors.push(("mandate_number", "letters-mandate-missing"));
    }
    let mut errors = errors.into_iter();
    if let Some((field, key)) = errors.next() {
        return Err(
            errors.fold(Error::invalid_field(field, key), |error, (field, key)| {
                error.field(field, key)
            }),
        );
    }
    let text = |value: Option<String>| {
        value
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    Ok(Official {
        id,
        office,
        office_name: new.office_name.trim().to_owned(),
        name: new.name.trim().to_owned(),
        name_plain: new.name_plain.trim().to_owned(),
        nip: new.nip,
        golongan: new.golongan,
        status: new.status,
        mandate_number: text(new.mandate_number),
        mandate_date: new.mandate_date,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    })
}

fn checked_right(right: SigningRight) -> Result<SigningRight> {
    let needs_principal = right.form != SigningForm::Own;
    if needs_principal && right.for_office.is_none() {
        return Err(Error::invalid_field(
            "for_office",
            "letters-principal-missing",
        ));
    }
    if right.form == SigningForm::Through && right.through_office.is_none() {
        return Err(Error::invalid_field(
            "through_office",
            "letters-through-missing",
        ));
    }
    if right.valid_to.is_some_and(|last| last < right.valid_from) {
        return Err(Error::invalid_field("valid_to", "letters-period-reversed"));
    }
    Ok(SigningRight {
        for_office: right.for_office.filter(|_| needs_principal),
        through_office: right
            .through_office
            .filter(|_| right.form == SigningForm::Through),
        ..right
    })
}

/// One office has one holder at a time; those who act stand beside the holder.
async fn refuse_second_holder(sql: &impl Sql, official: &Official) -> Result<()> {
    let overlaps = |other: &Official| {
        other
            .valid_to
            .is_none_or(|last| official.valid_from <= last)
            && official
                .valid_to
                .is_none_or(|last| other.valid_from <= last)
    };
    let taken = store::officials(sql).await?.into_iter().any(|other| {
        other.id != official.id
            && other.office == official.office
            && other.status == official.status
            && overlaps(&other)
    });
    if taken {
        Err(Error::invalid_field("valid_from", "letters-office-taken"))
    } else {
        Ok(())
    }
}
