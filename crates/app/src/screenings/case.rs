//! Facts of a case from programme, nomination and place, and facts of a guest from her institution's letter; pure.

use kernel::{CivilDate, Error, OrgId, Result};
use policy::Facts;
use serde_json::{Value, json};

use crate::hosts::Slot;
use crate::nominations::Nomination;
use crate::people::PersonBrief;
use crate::programmes::{HostKind, PaperKind, Programme, Waktu};

/// Papers of a nomination that are facts of the case.
const PAPERS: &[(PaperKind, &str)] = &[
    (PaperKind::IzinAtasan, "izin_atasan"),
    (PaperKind::IzinOpd, "izin_opd"),
    (PaperKind::SuratPengantar, "surat_pengantar"),
    // A guest's institution proposes her by its letter, which is her cover letter.
    (PaperKind::SuratInstansi, "surat_pengantar"),
    (PaperKind::RencanaMagang, "rencana_magang"),
    (PaperKind::SerahTerima, "serah_terima"),
    (PaperKind::PenyesuaianSkp, "penyesuaian_skp"),
    (PaperKind::PenugasanPpk, "ppk_assignment"),
];

/// The facts of the case. `form` is what the policy applies to; without nomination or place their facts are missing.
///
/// A paper that was not received leaves its fact missing: the condition is then unknown, not failed, and the page
/// says which paper to supply.
pub fn case_facts(
    form: &str,
    programme: &Programme,
    nomination: Option<&Nomination>,
    own_opd: Option<OrgId>,
    slot: Option<&Slot>,
) -> Result<Facts> {
    let mut facts = Facts::case();
    let mut set = |name: &str, value: Value, source: &str, date: Option<CivilDate>| {
        facts
            .set(name, &value, Some(source.to_owned()), date)
            .map_err(|error| Error::internal(format!("fact of the case: {error}")))
    };
    let of_programme = "Program";
    set("form", json!(form), of_programme, None)?;
    set("kind", json!(programme.bidang.key()), of_programme, None)?;
    set("arah", json!(programme.arah.key()), of_programme, None)?;
    set("waktu", json!(programme.waktu.key()), of_programme, None)?;
    set("mode", json!(programme.cara.key()), of_programme, None)?;
    let released = programme.waktu == Waktu::Penuh;
    set("released", json!(released), of_programme, None)?;
    let (period, source) = match slot {
        Some(slot) => (slot.period, "Tempat Magang"),
        None => (programme.period, of_programme),
    };
    set("start", json!(period.start().to_string()), source, None)?;
    set("end", json!(period.end().to_string()), source, None)?;
    let host_kind = slot.map_or(programme.host_kind, |slot| slot.host_kind);
    set("host_kind", json!(host_kind.key()), source, None)?;
    match host_kind {
        HostKind::Foreign => set("abroad", json!(true), source, None)?,
        // An international body may sit in Jakarta; nobody told where.
        HostKind::International => {}
        _ => set("abroad", json!(false), source, None)?,
    }
    if let Some(slot) = slot {
        set("host_unit", json!(slot.unit), source, None)?;
        match (host_kind, slot.host_org_id, own_opd) {
            (HostKind::Internal, Some(host), Some(own)) => {
                set("own_unit", json!(host == own), source, None)?;
            }
            (HostKind::Internal, ..) => {}
            _ => set("own_unit", json!(false), source, None)?,
        }
    }
    let Some(nomination) = nomination else {
        return Ok(facts);
    };
    set("plan_item", json!(nomination.plan_item), "Usulan", None)?;
    set(
        "plan_exception",
        json!(nomination.plan_exception),
        "Usulan",
        None,
    )?;
    for (kind, name) in PAPERS {
        let paper = nomination.papers.iter().find(|paper| paper.kind == *kind);
        if let Some(paper) = paper.filter(|_| nomination.has_paper(*kind)) {
            set(name, json!(true), "Berkas usulan", Some(paper.at.date()))?;
        } else if *kind == PaperKind::SuratPengantar
            && let Some(letter) = &nomination.letter
        {
            let source = format!("Surat pengantar {}", letter.number);
            set(name, json!(true), &source, Some(letter.date))?;
        }
    }
    Ok(facts)
}

/// What is known of a civil servant of another government: what her institution wrote.
pub(super) fn guest_facts(guest: &PersonBrief, letter: Option<(&str, CivilDate)>) -> Result<Facts> {
    let mut facts = Facts::person();
    let (source, date) = match letter {
        Some((number, date)) => (format!("Surat instansi asal {number}"), Some(date)),
        None => ("Surat instansi asal".to_owned(), None),
    };
    let values = [
        ("jenis", Some(json!(guest.kind))),
        ("golongan", guest.golongan.map(|g| json!(g.to_string()))),
        ("jabatan", guest.position.as_ref().map(|text| json!(text))),
        ("opd", guest.opd_name.as_ref().map(|text| json!(text))),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            facts
                .set(name, &value, Some(source.clone()), date)
                .map_err(|error| Error::internal(format!("fact of a guest: {error}")))?;
        }
    }
    Ok(facts)
}
