//! Findings on people: BKN's data-quality indicators and checks of the number, as far as the data allow.
//!
//! They warn and never reject. A check whose column or history the data lack is not made, and [`not_computable`]
//! says so; it is never taken for a pass.

mod checks;
mod code;
mod minimum;

use std::collections::HashMap;

use kernel::{CivilDate, Nip};
use serde::{Deserialize, Serialize};

pub use code::{Code, Indicator};

use crate::column::{Column, Columns};
use crate::history::Histories;
use crate::record::StaffRecord;
use crate::reference::{self, JenisJabatan};

/// A finding on a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// Her number.
    pub nip: Nip,
    /// Her id in SIASN.
    pub pns_id: Option<String>,
    /// What is found.
    pub code: Code,
    /// The facts behind it: standard header and value (dates ISO).
    pub detail: Vec<(String, String)>,
}

/// A check that the data do not allow, or allow in part.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotComputable {
    /// Which.
    pub code: Code,
    /// Some cases are found nevertheless.
    pub partly: bool,
    /// Why, in Indonesian.
    pub why_id: String,
    /// Why, in English.
    pub why_en: String,
}

/// The checks that cannot be made, wholly or in part, with these columns and histories.
pub fn not_computable(columns: Columns, histories: &Histories) -> Vec<NotComputable> {
    Code::ALL
        .iter()
        .filter_map(|&code| {
            let indicator = code.indicator();
            let lacking: Vec<&str> = columns_of(code)
                .iter()
                .filter(|column| !columns.has(**column))
                .map(|column| column.header())
                .collect();
            let partly = match indicator.needs.as_str() {
                _ if !lacking.is_empty() && indicator.needs != "eselon" => {
                    let lacking = lacking.join(", ");
                    return Some(NotComputable {
                        code,
                        partly: false,
                        why_id: format!("Berkas tidak memuat kolom {lacking}."),
                        why_en: format!("The file lacks the column {lacking}."),
                    });
                }
                "no" => false,
                "partly" => true,
                "skp" if !histories.skp.is_given() => false,
                "cltn" if !histories.cltn.is_given() => false,
                "eselon" if !lacking.is_empty() => false,
                _ => return None,
            };
            Some(NotComputable {
                code,
                partly,
                why_id: indicator.why_id.clone(),
                why_en: indicator.why_en.clone(),
            })
        })
        .collect()
}

/// The columns without which a check has nothing to look at.
fn columns_of(code: Code) -> &'static [Column] {
    use Column as C;
    match code {
        Code::Com1 | Code::Tim1 | Code::Tim2 => &[],
        Code::Com2 => &[C::JenisJabatanId, C::JabatanId],
        Code::Com3 => &[C::TingkatPendidikanId],
        Code::Com4 => &[C::StatusCpnsPns, C::TmtPns],
        Code::Com5 => &[C::TingkatPendidikanId, C::GelarDepan, C::GelarBelakang],
        Code::Com6 => &[C::Email],
        Code::Com7 => &[C::NomorHp],
        Code::Tim3 => &[C::StatusCpnsPns, C::TmtCpns],
        Code::Tim4 => &[C::JenisJabatanId, C::JabatanId],
        Code::Tim5 => &[C::TanggalLahir],
        Code::Tim6 => &[C::KedudukanHukumId],
        Code::Acc1 => &[C::TmtCpns, C::TmtPns],
        Code::Acc2 => &[C::JenisPegawaiId, C::InstansiIndukId, C::InstansiKerjaId],
        Code::Acc3 => &[C::JenisJabatanId, C::TmtCpns],
        Code::Acc4 => &[C::KedudukanHukumId],
        Code::Acc5 => &[C::Nik, C::IsValidNik],
        Code::Acc6 => &[C::EselonId, C::TingkatPendidikanId],
        Code::Acc10 => &[C::EselonId, C::GolAkhirNama],
        Code::Acc7 => &[],
        Code::Acc8 => &[C::JenisJabatanId, C::JabatanNama, C::TingkatPendidikanId],
        Code::Acc9 => &[C::JenisJabatanId, C::JabatanNama],
        Code::Con1 | Code::Con4 => &[C::TmtCpns],
        Code::Con2 => &[C::TanggalLahir],
        Code::Con3 => &[C::JenisKelamin],
        Code::Nip1 | Code::Nip2 | Code::Nip3 | Code::Nip4 | Code::Nip5 => &[],
    }
}

/// All findings on these people, in their order and then by code.
///
/// `columns` are those that the file had: an absent column gives no finding. Completeness, timeliness and accuracy
/// are asked only of people whose legal status counts as active or is unknown; the number is checked for everybody.
pub fn findings<'r>(
    people: impl IntoIterator<Item = &'r StaffRecord>,
    columns: Columns,
    histories: &Histories,
    today: CivilDate,
) -> Vec<Finding> {
    let people: Vec<&StaffRecord> = people.into_iter().collect();
    let mut holders: HashMap<&str, u32> = HashMap::new();
    for person in people.iter().filter(|person| is_active(person)) {
        if let Some(post) = structural_post(person) {
            *holders.entry(post).or_default() += 1;
        }
    }
    // A check is made when the file has all of its columns.
    let made: Vec<bool> = Code::ALL
        .iter()
        .map(|code| columns_of(*code).iter().all(|column| columns.has(*column)))
        .collect();
    let mut all = Vec::new();
    for person in people {
        let start = all.len();
        let mut note = |code: Code, detail: Vec<(Column, String)>| {
            if made.get(code as usize).copied().unwrap_or_default() {
                all.push(Finding {
                    nip: person.nip().clone(),
                    pns_id: person.pns_id().map(str::to_owned),
                    code,
                    detail: detail
                        .into_iter()
                        .map(|(column, value)| (column.header().to_owned(), value))
                        .collect(),
                });
            }
        };
        checks::number(person, today, &mut note);
        if is_active(person) {
            checks::completeness(person, histories, today, &mut note);
            checks::timeliness(person, histories, today, &mut note);
            checks::accuracy(person, today, &mut note);
            if let Some(post) = structural_post(person)
                && holders.get(post).is_some_and(|count| *count > 1)
            {
                note(Code::Tim4, vec![(Column::JabatanId, post.to_owned())]);
            }
        }
        if let Some(new) = all.get_mut(start..) {
            new.sort_by_key(|finding| finding.code);
        }
    }
    all
}

/// Whether the legal status counts as active; an unknown status is taken for active, so that it is looked at.
pub fn is_active(person: &StaffRecord) -> bool {
    person
        .kedudukan_hukum_id()
        .and_then(reference::kedudukan)
        .is_none_or(|kedudukan| kedudukan.active)
}

/// The id of a structural post. Of a post held together with a functional one the id is not that of the unit.
fn structural_post(person: &StaffRecord) -> Option<&str> {
    let jenis = JenisJabatan::from_id(person.jenis_jabatan_id()?)?;
    (jenis == JenisJabatan::Struktural).then(|| person.jabatan_id())?
}

#[cfg(test)]
mod tests;
