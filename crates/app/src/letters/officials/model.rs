//! Officials and signing rights as dated data, and who signs a letter of a kind on a date; pure.

use kernel::{CivilDate, Error, Golongan, Nip, OfficialId, Result, Text};
use serde::{Deserialize, Serialize};

use crate::letters::model::{LetterKind, keyed};

keyed! {
    /// How an official holds an office.
    OfficialStatus {
        /// Appointed to it.
        Definitive = "definitif",
        /// *Penjabat*.
        Pj = "pj",
        /// *Penjabat sementara*.
        Pjs = "pjs",
        /// *Pelaksana tugas*: the office is vacant.
        Plt = "plt",
        /// *Pelaksana harian*: the holder is away.
        Plh = "plh",
    }
}

impl OfficialStatus {
    /// `Plt.`, `Plh.`, `Pj.`, `Pjs.`; nothing for the holder.
    pub fn prefix(self) -> Option<&'static str> {
        match self {
            Self::Definitive => None,
            Self::Pj => Some("Pj."),
            Self::Pjs => Some("Pjs."),
            Self::Plt => Some("Plt."),
            Self::Plh => Some("Plh."),
        }
    }

    /// Whoever acts goes before the holder: the entry exists only while the holder cannot.
    fn precedence(self) -> u8 {
        match self {
            Self::Plh => 0,
            Self::Plt => 1,
            Self::Pjs => 2,
            Self::Pj => 3,
            Self::Definitive => 4,
        }
    }
}

keyed! {
    /// In whose name an office signs.
    SigningForm {
        /// In its own.
        Own = "sendiri",
        /// *Atas nama*: for the office above.
        OnBehalf = "an",
        /// *Untuk beliau*: for the highest office, through the one that passed the mandate on.
        Through = "ub",
    }
}

/// A person in an office for a time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Official {
    /// Id.
    pub id: OfficialId,
    /// Office key, such as `sekda` or `kepala-opd:<org id>`.
    pub office: String,
    /// Name of the office, for offices beside the four of the agency's letters.
    pub office_name: String,
    /// Name with titles.
    pub name: String,
    /// Name without titles.
    pub name_plain: String,
    /// NIP; a head of region who is no civil servant has none.
    pub nip: Option<Nip>,
    /// Golongan.
    pub golongan: Option<Golongan>,
    /// How she holds it.
    pub status: OfficialStatus,
    /// Number of the appointment or mandate.
    pub mandate_number: Option<String>,
    /// Date of the appointment or mandate.
    pub mandate_date: Option<CivilDate>,
    /// First day.
    pub valid_from: CivilDate,
    /// Last day, included; open if empty.
    pub valid_to: Option<CivilDate>,
}

/// The right of an office to sign a kind of letter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SigningRight {
    /// Office that signs.
    pub office: String,
    /// Kind of letter.
    pub kind: LetterKind,
    /// In whose name.
    pub form: SigningForm,
    /// The office in whose name, for `a.n.` and `u.b.`.
    pub for_office: Option<String>,
    /// The office that passed the mandate on, for `u.b.`.
    pub through_office: Option<String>,
    /// First day.
    pub valid_from: CivilDate,
    /// Last day, included; open if empty.
    pub valid_to: Option<CivilDate>,
    /// 1 signs before 2.
    pub priority: i64,
}

/// Officials and rights: all that decides who signs.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SigningBook {
    /// Officials of all times.
    pub officials: Vec<Official>,
    /// Rights of all times.
    pub rights: Vec<SigningRight>,
}

/// Who signs, by which right, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signer {
    /// The person in the office.
    pub official: Official,
    /// The right she uses.
    pub right: SigningRight,
    /// Why it is she: offices passed over first, then the right and her appointment, then what to mind.
    pub reason: Vec<Text>,
}

fn holds(from: CivilDate, to: Option<CivilDate>, date: CivilDate) -> bool {
    from <= date && to.is_none_or(|last| date <= last)
}

impl SigningBook {
    /// Who holds `office` on `date`: whoever acts before the holder, the later entry before the earlier.
    pub fn in_office(&self, office: &str, date: CivilDate) -> Option<&Official> {
        self.officials
            .iter()
            .filter(|o| o.office == office && holds(o.valid_from, o.valid_to, date))
            .min_by_key(|o| (o.status.precedence(), std::cmp::Reverse(o.valid_from), o.id))
    }

    /// Everybody who may sign a `kind` on `date`, first the one who should.
    ///
    /// `office_name` says how an office is called in messages.
    pub fn signers(
        &self,
        kind: LetterKind,
        date: CivilDate,
        office_name: &dyn Fn(&str, &str) -> String,
    ) -> Vec<Signer> {
        let mut rights: Vec<&SigningRight> = self
            .rights
            .iter()
            .filter(|r| r.kind == kind && holds(r.valid_from, r.valid_to, date))
            .collect();
        rights
            .sort_by(|a, b| (a.priority, &a.office, a.form).cmp(&(b.priority, &b.office, b.form)));
        let mut passed_over = Vec::new();
        let mut found = Vec::new();
        for right in rights {
            let Some(official) = self.in_office(&right.office, date) else {
                passed_over.push(
                    Text::new("letters-signer-vacant")
                        .with("office", office_name(&right.office, &right.office))
                        .with("date", date.siasn()),
                );
                continue;
            };
            let mut reason = passed_over.clone();
            reason.push(why(official, right, office_name));
            reason.extend(mandate(official));
            if kind.is_decision()
                && matches!(official.status, OfficialStatus::Plt | OfficialStatus::Plh)
            {
                reason.push(Text::new("letters-signer-acting-limits"));
            }
            found.push(Signer {
                official: official.clone(),
                right: right.clone(),
                reason,
            });
        }
        found
    }

    /// Who signs a `kind` on `date`: the first by priority, or the one of `office` when it is named.
    pub fn signer_for(
        &self,
        kind: LetterKind,
        date: CivilDate,
        office: Option<&str>,
        office_name: &dyn Fn(&str, &str) -> String,
    ) -> Result<Signer> {
        self.signers(kind, date, office_name)
            .into_iter()
            .find(|signer| office.is_none_or(|wanted| signer.right.office == wanted))
            .ok_or_else(|| {
                Error::refused(
                    Text::new("letters-signer-nobody")
                        .with("kind", kind.key())
                        .with("date", date.siasn()),
                )
                .next("letters-signer-enter")
            })
    }
}

fn why(
    official: &Official,
    right: &SigningRight,
    office_name: &dyn Fn(&str, &str) -> String,
) -> Text {
    let named = |office: &Option<String>| {
        office
            .as_deref()
            .map(|key| office_name(key, key))
            .unwrap_or_default()
    };
    let text = match right.form {
        SigningForm::Own => Text::new("letters-signer-own"),
        SigningForm::OnBehalf => {
            Text::new("letters-signer-an").with("principal", named(&right.for_office))
        }
        SigningForm::Through => Text::new("letters-signer-ub")
            .with("principal", named(&right.for_office))
            .with("through", named(&right.through_office)),
    };
    text.with(
        "office",
        office_name(&official.office, &official.office_name),
    )
    .with("status", official.status.key())
    .with("from", official.valid_from.siasn())
    .with("right", right.valid_from.siasn())
}

fn mandate(official: &Official) -> Option<Text> {
    let number = official.mandate_number.as_ref()?;
    Some(match official.mandate_date {
        Some(date) => Text::new("letters-signer-mandate-dated")
            .with("number", number)
            .with("date", date.siasn()),
        None => Text::new("letters-signer-mandate").with("number", number),
    })
}
