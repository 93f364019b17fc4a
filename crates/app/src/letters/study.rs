//! Letters of studies: the three letters of izin belajar of Banten and the decision on a study assignment.

use std::collections::BTreeMap;

use kernel::{Actor, Error, LetterId, OrgId, Period, Result, StudyId};

use super::commands::{NewLetter, draft};
use super::content::{Body, Diktum, Draft, LetterUnit, Person, StudyDecision, StudyLetter};
use super::model::{LetterKind, StudyLetterRow};
use super::settings::{
    Agency, DEPUTY_HEAD, HEAD_OF_AGENCY, HEAD_OF_DEVELOPMENT, HEAD_OF_REGION, HEAD_OF_UNIT,
    SECRETARY, agency,
};
use super::{access, store};
use crate::App;
use crate::db::Sql;
use crate::people::PersonBrief;

/// What letters need to know of a study.
#[derive(Clone, PartialEq, Debug)]
pub struct StudyInput {
    /// Id.
    pub id: StudyId,
    /// The person as she stood when it was proposed.
    pub person: PersonBrief,
    /// University.
    pub university: String,
    /// Programme of study.
    pub programme: String,
    /// Level, such as `S-2`.
    pub level: String,
    /// Whether the level is S-3: the head of the agency signs the recommendation herself (BTN-IB-2).
    pub doctoral: bool,
    /// First and last day.
    pub period: Period,
    /// Whether she pays herself.
    pub own_cost: bool,
    /// Whether she is released from duty.
    pub released: bool,
    /// Who pays.
    pub sponsor: Option<String>,
    /// Her unit: id, name, short name.
    pub opd: Option<(OrgId, String, Option<String>)>,
}

/// Letters of a study; given-up drafts are left out.
pub async fn of_study(sql: &impl Sql, study: StudyId) -> Result<Vec<StudyLetterRow>> {
    store::of_study(sql, study).await
}

/// Numbers of the letters in force that decide on studies (Surat Izin Belajar, Keputusan), by study.
pub async fn study_numbers(sql: &impl Sql) -> Result<BTreeMap<StudyId, String>> {
    store::study_numbers(sql).await
}

/// Drafts a letter of a study.
///
/// # Errors
/// Refused when the study has a live letter of this kind, and for kinds of programmes.
pub async fn draft_study(
    app: &App,
    actor: &Actor,
    kind: LetterKind,
    study: &StudyInput,
) -> Result<LetterId> {
    access::whole(access::DRAFT, actor)?;
    let agency = agency(&app.db).await?;
    let letter = NewLetter {
        programme: None,
        nomination: None,
        host: None,
        person: Some(study.person.id),
        opd: study.opd.as_ref().map(|(id, ..)| *id),
        draft: study_draft(&agency, kind, study)?,
    };
    let made = draft(app, actor, vec![letter]).await?;
    made.into_iter()
        .next()
        .ok_or_else(|| Error::refused("letters-study-there"))
}

/// The text of a letter of a study.
pub fn study_draft(agency: &Agency, kind: LetterKind, study: &StudyInput) -> Result<Draft> {
    match kind {
        LetterKind::StudyPermit => permit(agency, study),
        LetterKind::StudyRecommendation => Ok(recommendation(agency, study)),
        LetterKind::StudyLicence => Ok(licence(agency, study)),
        LetterKind::StudyDecision => Ok(decision(agency, study)),
        _ => Err(Error::internal("not a letter of a study")),
    }
}

fn person(study: &StudyInput) -> Person {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let brief = &study.person;
    Person {
        name: brief.name.clone(),
        nip: brief.nip.clone(),
        golongan: brief.golongan,
        jabatan: or_dash(&brief.position),
        unit: match (&brief.org_name, &brief.opd_name) {
            (Some(unit), Some(opd)) if unit != opd => format!("{unit}, {opd}"),
            (_, opd) => or_dash(opd),
        },
    }
}

fn letter(
    study: &StudyInput,
    office: &str,
    judul: String,
    isi: String,
    ketentuan: &[&str],
) -> StudyLetter {
    StudyLetter {
        study: study.id,
        office: office.to_owned(),
        unit: None,
        judul,
        dasar_tambahan: Vec::new(),
        isi,
        person: person(study),
        university: study.university.clone(),
        programme: study.programme.clone(),
        level: study.level.clone(),
        period: study.period,
        ketentuan: ketentuan.iter().map(|text| (*text).to_owned()).collect(),
    }
}

/// Code of a unit in its numbers: its short name, else the initials of its name.
fn code(name: &str, short: Option<&str>) -> String {
    match short.map(str::trim).filter(|short| !short.is_empty()) {
        Some(short) => short.to_owned(),
        None => name
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .filter(|first| first.is_uppercase())
            .take(10)
            .collect(),
    }
}

/// BTN-IB-1.
fn permit(agency: &Agency, study: &StudyInput) -> Result<Draft> {
    let Some((id, name, short)) = &study.opd else {
        return Err(Error::refused("letters-study-no-unit"));
    };
    let mut body = letter(
        study,
        &format!("{HEAD_OF_UNIT}:{id}"),
        "SURAT IZIN MENGIKUTI PENDIDIKAN".into(),
        format!("Kepala {name} memberikan izin kepada:"),
        &[
            "Bidang studi yang ditempuh sesuai dengan kebutuhan organisasi",
            "Pendidikan tidak mengganggu pelaksanaan tugas",
        ],
    );
    body.unit = Some(LetterUnit {
        name: name.clone(),
        code: code(name, short.as_deref()),
    });
    Ok(Draft {
        body: Body::StudyPermit(body),
        tembusan: vec![agency.office_name(HEAD_OF_AGENCY, "")],
    })
}

/// BTN-IB-2.
fn recommendation(agency: &Agency, study: &StudyInput) -> Draft {
    let office = if study.doctoral {
        HEAD_OF_AGENCY
    } else {
        HEAD_OF_DEVELOPMENT
    };
    Draft {
        body: Body::StudyRecommendation(letter(
            study,
            office,
            "SURAT REKOMENDASI MENGIKUTI PENDIDIKAN".into(),
            format!(
                "{} memberikan rekomendasi kepada:",
                agency.office_name(HEAD_OF_AGENCY, "")
            ),
            &["Rekomendasi ini diberikan untuk pengurusan Surat Izin Belajar"],
        )),
        tembusan: head(study).into_iter().collect(),
    }
}

/// BTN-IB-3 with the conditions and the copies that the letters in use list.
fn licence(agency: &Agency, study: &StudyInput) -> Draft {
    let mut tembusan = vec![
        agency.office_name(HEAD_OF_REGION, ""),
        agency.office_name(DEPUTY_HEAD, ""),
        agency.office_name(SECRETARY, ""),
    ];
    tembusan.extend(head(study));
    tembusan.push(format!("Rektor {}", study.university));
    Draft {
        body: Body::StudyLicence(letter(
            study,
            HEAD_OF_AGENCY,
            "SURAT IZIN BELAJAR".into(),
            format!(
                "{} memberikan izin belajar kepada:",
                agency.office_name(HEAD_OF_AGENCY, "")
            ),
            &[
                "Pendidikan dilaksanakan di luar jam kerja",
                "Tugas kedinasan diutamakan dan tidak terganggu",
                "Seluruh biaya pendidikan ditanggung sendiri",
                "Tidak menuntut penyesuaian pangkat atau jabatan berdasarkan ijazah yang diperoleh",
                "Menyampaikan laporan kemajuan belajar setiap semester yang disahkan oleh perguruan tinggi",
                "Surat izin ini batal apabila yang bersangkutan melanggar ketentuan di atas",
            ],
        )),
        tembusan,
    }
}

fn head(study: &StudyInput) -> Option<String> {
    study
        .opd
        .as_ref()
        .map(|(_, name, _)| format!("Kepala {name}"))
}

/// The decision on a study assignment.
fn decision(agency: &Agency, study: &StudyInput) -> Draft {
    let who = person(study);
    let golongan = who
        .golongan
        .map(|g| format!(", {}", g.with_pangkat()))
        .unwrap_or_default();
    let form = if study.own_cost {
        "Tugas Belajar Biaya Mandiri"
    } else {
        "Tugas Belajar"
    };
    let cost = match (&study.sponsor, study.own_cost) {
        (_, true) => {
            "Seluruh biaya pendidikan ditanggung oleh pegawai yang bersangkutan.".to_owned()
        }
        (Some(sponsor), false) => format!("Biaya pendidikan dibebankan pada {sponsor}."),
        (None, false) => {
            "Biaya pendidikan dibebankan pada anggaran pemberi tugas belajar.".to_owned()
        }
    };
    let duty = if study.released {
        "Selama tugas belajar pegawai yang bersangkutan dibebaskan dari tugas jabatan."
    } else {
        "Selama tugas belajar pegawai yang bersangkutan tetap melaksanakan tugas jabatan."
    };
    let text = |text: String, items: &[&str]| Diktum {
        text,
        items: items.iter().map(|item| (*item).to_owned()).collect(),
    };
    let mut tembusan = head(study).into_iter().collect::<Vec<_>>();
    tembusan.push(format!("Rektor {}", study.university));
    Draft {
        body: Body::StudyDecision(StudyDecision {
            study: study.id,
            tentang: format!("Pemberian {form} di Lingkungan {}", agency.government()),
            menimbang: vec![
                "bahwa pengembangan kompetensi melalui pendidikan formal dilaksanakan dengan pemberian tugas belajar".into(),
                "bahwa pegawai yang namanya tercantum dalam Keputusan ini memenuhi persyaratan".into(),
                format!(
                    "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a dan huruf b, perlu menetapkan \
                     Keputusan tentang pemberian {form}"
                ),
            ],
            mengingat_tambahan: Vec::new(),
            diktum: vec![
                text(
                    format!(
                        "Memberikan {form} kepada {}, NIP {}{golongan}, {}, {}, untuk mengikuti pendidikan jenjang {} \
                         Program Studi {} pada {}, terhitung mulai tanggal {} sampai dengan tanggal {}.",
                        who.name,
                        who.nip.as_str(),
                        who.jabatan,
                        who.unit,
                        study.level,
                        study.programme,
                        study.university,
                        study.period.start().long_id(),
                        study.period.end().long_id(),
                    ),
                    &[],
                ),
                text(duty.to_owned(), &[]),
                text(cost, &[]),
                text(
                    "Pegawai sebagaimana dimaksud dalam Diktum KESATU wajib:".to_owned(),
                    &[
                        "menyampaikan laporan kemajuan belajar setiap semester yang disahkan oleh perguruan tinggi;",
                        "menyelesaikan pendidikan sesuai jangka waktu yang ditetapkan; dan",
                        "melapor kembali kepada Pejabat Pembina Kepegawaian setelah selesai melaksanakan tugas belajar.",
                    ],
                ),
                text("Keputusan ini mulai berlaku pada tanggal ditetapkan.".to_owned(), &[]),
            ],
            person: who,
        }),
        tembusan,
    }
}
