//! The signature block by kind of letter and office of the signer (TND-SIGN, Permendagri 1/2023 Ps 44, confidence S).

use serde_json::{Map, Value, json};

use super::model::{Official, OfficialStatus, Signer, SigningForm};
use crate::letters::model::{LetterKind, SignerRecord};
use crate::letters::settings::{Agency, DEPUTY_HEAD, HEAD_OF_REGION, SECRETARY};

/// Whether academic titles, and whether NIP and pangkat, stand in the block.
///
/// A Keputusan names its signer without titles, all other kinds of this slice with them (Ps 44 (1)–(2)). Signers
/// other than head of region, deputy and Sekda write NIP and pangkat (Ps 44 (3)); those who act as head of region,
/// and Pj. or Plh. Sekda, write neither titles nor NIP nor pangkat (Ps 44 (4)–(5)).
fn parts(kind: LetterKind, office: &str, status: OfficialStatus) -> (bool, bool) {
    let head = matches!(office, HEAD_OF_REGION | DEPUTY_HEAD);
    let bare = match status {
        OfficialStatus::Definitive => false,
        OfficialStatus::Pj | OfficialStatus::Plh => head || office == SECRETARY,
        OfficialStatus::Pjs | OfficialStatus::Plt => head,
    };
    let titles = !kind.is_decision() && !bare;
    let rank = !head && office != SECRETARY;
    (titles, rank)
}

fn printed_name(kind: LetterKind, official: &Official, titles: bool) -> String {
    if kind.is_decision() {
        official.name_plain.to_uppercase()
    } else if titles {
        official.name.clone()
    } else {
        official.name_plain.clone()
    }
}

/// The office that decides: the principal of `a.n.` and `u.b.`, else the signer's own.
pub(crate) fn deciding_office(signer: &Signer) -> &str {
    match (&signer.right.form, &signer.right.for_office) {
        (SigningForm::Own, _) | (_, None) => &signer.official.office,
        (_, Some(principal)) => principal,
    }
}

/// The block as the documents crate reads it.
pub(crate) fn signature(agency: &Agency, kind: LetterKind, signer: &Signer) -> Value {
    let Signer {
        official, right, ..
    } = signer;
    let (titles, rank) = parts(kind, &official.office, official.status);
    let mut office = agency.office_lines(&official.office, &official.office_name);
    if right.form != SigningForm::Own {
        // Under the principal's line the region has been named already.
        office.truncate(1);
    }
    let mut authority = Map::new();
    let mut set = |name: &str, value: String| authority.insert(name.to_owned(), value.into());
    let named = |key: &Option<String>| {
        let key = key.as_deref().unwrap_or_default();
        agency.office_name(key, key).to_uppercase()
    };
    match right.form {
        SigningForm::Own => {
            set(
                "form",
                official.status.prefix().unwrap_or("sendiri").to_owned(),
            );
        }
        SigningForm::OnBehalf => {
            set("form", "a.n.".into());
            set("principal", named(&right.for_office));
        }
        SigningForm::Through => {
            set("form", "u.b.".into());
            set("principal", named(&right.for_office));
            let through = right.through_office.as_deref().unwrap_or_default();
            let lines = agency.office_lines(through, through);
            set("through", lines.into_iter().next().unwrap_or_default());
        }
    }
    if let (true, Some(prefix)) = (right.form != SigningForm::Own, official.status.prefix()) {
        set("acting", prefix.to_owned());
    }
    let mut block = json!({
        "tempat": agency.place,
        "authority": authority,
        "office": office,
        "name": printed_name(kind, official, titles),
    });
    if let (true, Some(fields)) = (rank, block.as_object_mut()) {
        if let Some(golongan) = official.golongan {
            let pangkat = match golongan.pangkat() {
                Some(pangkat) => format!("{pangkat} ({golongan})"),
                None => golongan.to_string(),
            };
            fields.insert("pangkat".into(), pangkat.into());
        }
        if let Some(nip) = &official.nip {
            fields.insert("nip".into(), nip.as_str().into());
        }
    }
    block
}

/// What is kept of the signer: name and lines over it as the letter prints them, and the reason.
pub(crate) fn record(agency: &Agency, kind: LetterKind, signer: &Signer) -> SignerRecord {
    let Signer {
        official, right, ..
    } = signer;
    let (titles, _) = parts(kind, &official.office, official.status);
    let own = agency.office_name(&official.office, &official.office_name);
    let own = match official.status.prefix() {
        Some(prefix) => format!("{prefix} {own}"),
        None => own,
    };
    let named = |key: &Option<String>| {
        let key = key.as_deref().unwrap_or_default();
        agency.office_name(key, key)
    };
    let office = match right.form {
        SigningForm::Own => own,
        SigningForm::OnBehalf => format!("a.n. {}, {own}", named(&right.for_office)),
        SigningForm::Through => format!(
            "a.n. {}, {}, u.b. {own}",
            named(&right.for_office),
            named(&right.through_office)
        ),
    };
    SignerRecord {
        official: official.id,
        name: printed_name(kind, official, titles),
        office,
        reason: signer.reason.clone(),
    }
}
