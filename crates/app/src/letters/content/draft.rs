//! What officers write and edit while a letter is a draft.

use kernel::{CivilDate, Golongan, Nip, Period, StudyId};
use serde::{Deserialize, Serialize};

use crate::letters::model::LetterKind;

/// A draft: the text of its kind and who gets a copy. Letterhead, signature, number and date come at preview and issue.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Text of the kind.
    pub body: Body,
    /// Who gets a copy.
    pub tembusan: Vec<String>,
}

/// The text by kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Body {
    /// Asks a host for places.
    #[serde(rename = "surat-permohonan-tempat")]
    PlaceRequest(PlaceRequest),
    /// The decision.
    #[serde(rename = "keputusan")]
    Decision(Decision),
    /// Sends one participant.
    #[serde(rename = "surat-tugas")]
    Assignment(Assignment),
    /// Tells LAN and BKN.
    #[serde(rename = "surat-pemberitahuan")]
    Notice(Notice),
    /// Answers the institution of guests.
    #[serde(rename = "surat-penerimaan")]
    Acceptance(Acceptance),
    /// The head of the unit permits a study.
    #[serde(rename = "izin-kepala-opd")]
    StudyPermit(StudyLetter),
    /// The agency recommends it.
    #[serde(rename = "rekomendasi-belajar")]
    StudyRecommendation(StudyLetter),
    /// The permission.
    #[serde(rename = "surat-izin-belajar")]
    StudyLicence(StudyLetter),
    /// The decision on a study assignment.
    #[serde(rename = "keputusan-tugas-belajar")]
    StudyDecision(StudyDecision),
}

impl Body {
    /// The kind.
    pub fn kind(&self) -> LetterKind {
        match self {
            Body::PlaceRequest(_) => LetterKind::PlaceRequest,
            Body::Decision(_) => LetterKind::Decision,
            Body::Assignment(_) => LetterKind::Assignment,
            Body::Notice(_) => LetterKind::Notice,
            Body::Acceptance(_) => LetterKind::Acceptance,
            Body::StudyPermit(_) => LetterKind::StudyPermit,
            Body::StudyRecommendation(_) => LetterKind::StudyRecommendation,
            Body::StudyLicence(_) => LetterKind::StudyLicence,
            Body::StudyDecision(_) => LetterKind::StudyDecision,
        }
    }

    /// The letter of a study in the form *Surat Izin*.
    pub fn study_letter(&self) -> Option<&StudyLetter> {
        match self {
            Body::StudyPermit(b) | Body::StudyRecommendation(b) | Body::StudyLicence(b) => Some(b),
            _ => None,
        }
    }

    /// The study that it is about.
    pub fn study(&self) -> Option<StudyId> {
        match self {
            Body::StudyDecision(b) => Some(b.study),
            other => other.study_letter().map(|b| b.study),
        }
    }
}

/// The block of a Surat Dinas above its text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Head {
    /// Such as `Biasa`, `Penting`.
    pub sifat: String,
    /// Such as `1 (satu) berkas`, or `-`.
    pub lampiran: String,
    /// Subject.
    pub hal: String,
    /// Addressees.
    pub tujuan: Vec<Recipient>,
}

/// An addressee.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recipient {
    /// Office after *Yth.*
    pub jabatan: String,
    /// Place after *di*.
    pub tempat: String,
}

/// Places asked for in one field of work.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlaceLine {
    /// Field of work.
    pub bidang: String,
    /// Unit at the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many people, at least 1.
    pub jumlah: u32,
    /// First and last day.
    pub period: Period,
}

/// Text of a request for places.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlaceRequest {
    /// Block above the text.
    pub surat: Head,
    /// Name of the programme.
    pub programme: String,
    /// What is asked for.
    pub places: Vec<PlaceLine>,
    /// Further sentences.
    pub ketentuan: Vec<String>,
    /// Until when an answer is asked for.
    pub answer_by: Option<CivilDate>,
}

/// One part of a decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Diktum {
    /// Text with its final stop.
    pub text: String,
    /// Lettered points under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// A row of the annex of a decision.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AnnexRow {
    /// Name with titles.
    pub name: String,
    /// NIP.
    pub nip: Nip,
    /// Golongan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golongan: Option<Golongan>,
    /// Post.
    pub jabatan: String,
    /// Home unit.
    pub unit: String,
    /// Host and its unit.
    pub host: String,
    /// First and last day.
    pub period: Period,
}

/// Text of a decision.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// Subject, as written in running text.
    pub tentang: String,
    /// Considerations without final semicolon.
    pub menimbang: Vec<String>,
    /// Legal bases that the officer adds after those of the register.
    pub mengingat_tambahan: Vec<String>,
    /// What was also regarded.
    pub memperhatikan: Vec<String>,
    /// KESATU, KEDUA, …
    pub diktum: Vec<Diktum>,
    /// The annex.
    pub participants: Vec<AnnexRow>,
}

/// A civil servant as letters name her.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Name with titles.
    pub name: String,
    /// NIP.
    pub nip: Nip,
    /// Golongan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub golongan: Option<Golongan>,
    /// Post.
    pub jabatan: String,
    /// Unit and OPD.
    pub unit: String,
}

/// Text of an assignment letter.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Assignment {
    /// Bases that the officer adds after the decision.
    pub dasar_tambahan: Vec<String>,
    /// Who goes.
    pub person: Person,
    /// What for, after "Melaksanakan".
    pub tugas: String,
    /// Host and its unit.
    pub host: String,
    /// Field of work there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bidang: Option<String>,
    /// First and last day.
    pub period: Period,
    /// Further duties, each starting with its verb, without final stop.
    pub kewajiban: Vec<String>,
}

/// Participants at one host.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct HostCount {
    /// Host.
    pub host: String,
    /// How many people, at least 1.
    pub jumlah: u32,
    /// First and last day.
    pub period: Period,
}

/// Text of a notice to LAN and BKN.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Block above the text.
    pub surat: Head,
    /// Name of the programme.
    pub programme: String,
    /// What they take part in, when it is no magang.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kegiatan: Option<String>,
    /// How many people went where.
    pub hosts: Vec<HostCount>,
    /// Further sentences.
    pub ketentuan: Vec<String>,
}

/// A letter that is answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterReference {
    /// Its number.
    pub nomor: String,
    /// Its date.
    pub tanggal: CivilDate,
}

/// Text of the answer to the institution of guests.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Acceptance {
    /// Block above the text.
    pub surat: Head,
    /// Name of the programme.
    pub programme: String,
    /// The institution.
    pub instansi: String,
    /// Its letters.
    pub surat_asal: Vec<LetterReference>,
    /// Who is accepted, and where.
    pub participants: Vec<AnnexRow>,
    /// Further sentences.
    pub ketentuan: Vec<String>,
}

/// Text of a letter of a study in the form *Surat Izin* or *Rekomendasi*.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StudyLetter {
    /// The study.
    pub study: StudyId,
    /// The office that signs, by level of the degree and unit of the person.
    pub office: String,
    /// The unit whose letterhead it bears and whose register numbers it; empty: the agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<LetterUnit>,
    /// Title.
    pub judul: String,
    /// Bases that the officer adds.
    pub dasar_tambahan: Vec<String>,
    /// The sentence that permits or recommends.
    pub isi: String,
    /// Who studies.
    pub person: Person,
    /// University.
    pub university: String,
    /// Programme of study.
    pub programme: String,
    /// Level.
    pub level: String,
    /// First and last day.
    pub period: Period,
    /// Conditions, without final stop.
    pub ketentuan: Vec<String>,
}

/// A unit that writes a letter of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LetterUnit {
    /// Name.
    pub name: String,
    /// Code in its numbers.
    pub code: String,
}

/// Text of the decision on a study assignment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StudyDecision {
    /// The study.
    pub study: StudyId,
    /// Subject, as written in running text.
    pub tentang: String,
    /// Considerations without final semicolon.
    pub menimbang: Vec<String>,
    /// Legal bases that the officer adds after those of the register.
    pub mengingat_tambahan: Vec<String>,
    /// KESATU, KEDUA, …
    pub diktum: Vec<Diktum>,
    /// Who studies.
    pub person: Person,
}
