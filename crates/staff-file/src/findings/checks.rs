//! The checks themselves: facts of one person in, findings out.

use kernel::{CivilDate, Golongan};

use super::Code;
use super::minimum;
use crate::column::Column;
use crate::history::Histories;
use crate::record::{Jenis, StaffRecord, StatusAsn};
use crate::reference::{self, JenisJabatan};
use crate::retirement;

/// Takes a finding: its code and the facts behind it.
type Note<'n> = &'n mut dyn FnMut(Code, Vec<(Column, String)>);

/// Facts of the person by column, those that are missing left out.
fn facts(person: &StaffRecord, columns: &[Column]) -> Vec<(Column, String)> {
    columns
        .iter()
        .filter_map(|column| Some((*column, person.get(*column)?.to_owned())))
        .collect()
}

fn post(person: &StaffRecord) -> Option<JenisJabatan> {
    JenisJabatan::from_id(person.jenis_jabatan_id()?)
}

/// The kind of employment, if the legal status and the scale of the golongan do not contradict each other.
fn sure_jenis(person: &StaffRecord) -> Option<Jenis> {
    let jenis = person.jenis();
    let scale = match person.golongan() {
        Some(Golongan::Pns(_)) => Jenis::Pns,
        Some(Golongan::Pppk(_)) => Jenis::Pppk,
        None => return Some(jenis),
    };
    (scale == jenis).then_some(jenis)
}

/// The number itself (NIP_1 to NIP_5) and against the facts (CON_1 to CON_4).
pub(super) fn number(person: &StaffRecord, today: CivilDate, note: Note<'_>) {
    let nip = person.nip();
    let digits = |from: usize, to: usize| {
        let part = nip.as_str().get(from..to).unwrap_or_default();
        (Column::NipBaru, part.to_owned())
    };
    let jenis = sure_jenis(person);
    let year = nip
        .appointment_year()
        .and_then(|year| i32::try_from(year).ok())
        .unwrap_or_default();
    let code = nip.appointment_code().unwrap_or_default();
    if nip.birth_date().is_none() {
        note(Code::Nip1, vec![digits(0, 8)]);
    }
    if !(Code::Nip2.threshold()..=today.year()).contains(&year) {
        note(Code::Nip2, vec![digits(8, 12)]);
    }
    if code == 0 || (jenis == Some(Jenis::Pns) && code > 12) {
        note(Code::Nip3, vec![digits(12, 14)]);
    }
    if !matches!(nip.sex_digit(), Some(1 | 2)) {
        note(Code::Nip4, vec![digits(14, 15)]);
    }
    if nip.sequence() == Some(0) {
        note(Code::Nip5, vec![digits(15, 18)]);
    }
    let with = |column: Column, digits| {
        let mut facts = facts(person, &[column]);
        facts.push(digits);
        facts
    };
    if let Some(birth) = person.tanggal_lahir()
        && nip.birth_date() != Some(birth)
    {
        note(Code::Con2, with(Column::TanggalLahir, digits(0, 8)));
    }
    if let Some(sex) = person.jenis_kelamin()
        && nip.sex_digit() != Some(sex.nip_digit())
    {
        note(Code::Con3, with(Column::JenisKelamin, digits(14, 15)));
    }
    let Some(start) = person.tmt_cpns() else {
        return;
    };
    match jenis {
        Some(Jenis::Pns) if (start.year(), start.month()) != (year, code) => {
            note(Code::Con1, with(Column::TmtCpns, digits(8, 14)));
        }
        Some(Jenis::Pppk)
            if start.year() != year && matches!(person.kedudukan_hukum_id(), Some("71" | "72")) =>
        {
            note(Code::Con4, with(Column::TmtCpns, digits(8, 12)));
        }
        _ => {}
    }
}

/// COM_1 to COM_7.
pub(super) fn completeness(
    person: &StaffRecord,
    histories: &Histories,
    today: CivilDate,
    note: Note<'_>,
) {
    no_performance(person, histories, today, note);
    if matches!(
        post(person),
        Some(JenisJabatan::Fungsional | JenisJabatan::Pelaksana)
    ) && person.jabatan_id().is_none()
    {
        note(
            Code::Com2,
            facts(person, &[Column::JenisJabatanNama, Column::JabatanNama]),
        );
    }
    if person.tingkat_pendidikan_id().is_none() {
        note(Code::Com3, Vec::new());
    }
    if person.status_cpns_pns() == Some(StatusAsn::Pns)
        && person.jenis() == Jenis::Pns
        && person.tmt_pns().is_none()
    {
        note(Code::Com4, Vec::new());
    }
    if level(person).is_some_and(|level| i32::from(level) >= Code::Com5.threshold())
        && person.gelar_depan().is_none()
        && person.gelar_belakang().is_none()
    {
        note(Code::Com5, facts(person, &[Column::TingkatPendidikanNama]));
    }
    if !person.email().is_some_and(is_address) {
        note(Code::Com6, facts(person, &[Column::Email]));
    }
    if person.nomor_hp().is_none() {
        note(Code::Com7, Vec::new());
    }
}

/// COM_1: of the calendar years before this one, as many as the threshold says, none has an SKP. People who have not
/// served a whole one of them cannot have one.
fn no_performance(person: &StaffRecord, histories: &Histories, today: CivilDate, note: Note<'_>) {
    let Some(skp) = histories.skp.of(person) else {
        return;
    };
    let years = today.year() - Code::Com1.threshold()..today.year();
    let served = person
        .tmt_cpns()
        .is_none_or(|start| start.year() < today.year() - 1);
    let rated = |year: u32| i32::try_from(year).is_ok_and(|year| years.contains(&year));
    if served && !skp.iter().any(|row| rated(row.tahun)) {
        note(Code::Com1, Vec::new());
    }
}

fn level(person: &StaffRecord) -> Option<u8> {
    Some(reference::pendidikan(person.tingkat_pendidikan_id()?)?.level)
}

/// One `@` between a name and a domain with a dot, without blanks.
fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && !domain.contains('@')
            && !text.contains(char::is_whitespace)
            && domain.split('.').count() > 1
            && domain.split('.').all(|part| !part.is_empty())
    })
}

/// TIM_3, TIM_5, TIM_6; TIM_4 looks at all people together, TIM_1 and TIM_2 lack their data.
pub(super) fn timeliness(
    person: &StaffRecord,
    histories: &Histories,
    today: CivilDate,
    note: Note<'_>,
) {
    let candidate_until = person
        .tmt_cpns()
        .and_then(|start| start.add_years(Code::Tim3.threshold()));
    if person.status_cpns_pns() == Some(StatusAsn::Cpns)
        && candidate_until.is_some_and(|until| until < today)
    {
        note(Code::Tim3, facts(person, &[Column::TmtCpns]));
    }
    if retirement::retired_from(person).is_some_and(|day| day <= today) {
        note(
            Code::Tim5,
            facts(person, &[Column::TanggalLahir, Column::JabatanNama]),
        );
    }
    let on_leave = person
        .kedudukan_hukum_id()
        .and_then(reference::kedudukan)
        .is_some_and(reference::Kedudukan::is_cltn);
    if on_leave && let Some(leaves) = histories.cltn.of(person) {
        let last = leaves.iter().max_by_key(|leave| leave.mulai);
        if last
            .and_then(|leave| leave.selesai)
            .is_some_and(|end| end < today)
        {
            note(Code::Tim6, facts(person, &[Column::KedudukanHukumNama]));
        }
    }
}

/// ACC_1 to ACC_10.
pub(super) fn accuracy(person: &StaffRecord, today: CivilDate, note: Note<'_>) {
    if let (Some(cpns), Some(pns)) = (person.tmt_cpns(), person.tmt_pns())
        && cpns > pns
    {
        note(
            Code::Acc1,
            facts(person, &[Column::TmtCpns, Column::TmtPns]),
        );
    }
    if let (Some(jenis), Some(home), Some(work)) = (
        person.jenis_pegawai_id().and_then(reference::jenis_pegawai),
        person.instansi_induk_id(),
        person.instansi_kerja_id(),
    ) && jenis.lent == (home == work)
    {
        let columns = [
            Column::JenisPegawaiNama,
            Column::InstansiIndukNama,
            Column::InstansiKerjaNama,
        ];
        note(Code::Acc2, facts(person, &columns));
    }
    if let Some(kedudukan) = person.kedudukan_hukum_id().and_then(reference::kedudukan) {
        let seen = match person.golongan() {
            Some(Golongan::Pppk(_)) => Jenis::Pppk,
            Some(Golongan::Pns(_)) => Jenis::Pns,
            None => kedudukan.jenis,
        };
        if seen != kedudukan.jenis {
            note(
                Code::Acc4,
                facts(person, &[Column::KedudukanHukumNama, Column::GolAkhirNama]),
            );
        }
    }
    if person.nik().is_none() || person.is_valid_nik() != Some(true) {
        note(Code::Acc5, Vec::new());
    }
    if sure_jenis(person) == Some(Jenis::Pppk) {
        let year = person
            .nip()
            .appointment_year()
            .and_then(|year| i32::try_from(year).ok());
        if year.is_some_and(|year| !(Code::Acc7.threshold()..=today.year()).contains(&year)) {
            note(Code::Acc7, facts(person, &[Column::NipBaru]));
        }
    }
    posts(person, today, note);
}

/// What the post asks of its holder: ACC_3, ACC_6, ACC_8, ACC_9, ACC_10.
fn posts(person: &StaffRecord, today: CivilDate, note: Note<'_>) {
    let title = person.jabatan_nama().unwrap_or_default().to_uppercase();
    match post(person) {
        Some(jenis) if jenis.is_structural() => {
            let seasoned = person
                .tmt_cpns()
                .and_then(|start| start.add_years(Code::Acc3.threshold()));
            if seasoned.is_some_and(|day| day > today) {
                note(
                    Code::Acc3,
                    facts(person, &[Column::TmtCpns, Column::JabatanNama]),
                );
            }
            let Some(minimum) = person.eselon_id().and_then(minimum::structural) else {
                return;
            };
            if level(person).is_some_and(|level| level < minimum.pendidikan) {
                note(
                    Code::Acc6,
                    facts(person, &[Column::EselonNama, Column::TingkatPendidikanNama]),
                );
            }
            if person
                .golongan()
                .is_some_and(|golongan| golongan < minimum.golongan)
            {
                note(
                    Code::Acc10,
                    facts(person, &[Column::EselonNama, Column::GolAkhirNama]),
                );
            }
        }
        Some(JenisJabatan::Fungsional) => {
            let below =
                level(person).is_some_and(|level| i32::from(level) < Code::Acc8.threshold());
            if below && retirement::is_expert(&title) {
                note(
                    Code::Acc8,
                    facts(
                        person,
                        &[Column::JabatanNama, Column::TingkatPendidikanNama],
                    ),
                );
            }
        }
        Some(JenisJabatan::Pelaksana) if retirement::names_level(&title) => {
            note(Code::Acc9, facts(person, &[Column::JabatanNama]));
        }
        _ => {}
    }
}
