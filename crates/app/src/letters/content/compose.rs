//! From draft, letterhead, signer and legal bases to the content that is printed and frozen.

use kernel::{CivilDate, Error, Result};
use serde_json::{Value, json};

use super::draft::{Body, Draft};
use super::legal;
use crate::letters::officials::Signer;
use crate::letters::officials::block::{deciding_office, signature};
use crate::letters::settings::Agency;

/// Draft or issued.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Status {
    /// With placeholders and the mark KONSEP; `number` stands for the number.
    Draft {
        /// Day of the draft.
        made: CivilDate,
        /// What stands for the number.
        number: String,
    },
    /// With number and date.
    Issued {
        /// Number.
        number: String,
        /// Date.
        date: CivilDate,
    },
}

/// A decision that other letters rest on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecisionRef {
    /// Such as `Keputusan Gubernur Nusa Contoh`.
    pub title: String,
    /// Number.
    pub number: String,
    /// Date.
    pub date: CivilDate,
    /// Subject in running text.
    pub about: String,
}

/// All that a content is made of beside the draft.
pub struct Around<'a> {
    /// Letterhead.
    pub agency: &'a Agency,
    /// Who signs.
    pub signer: &'a Signer,
    /// Draft or issued.
    pub status: Status,
    /// Register of regulations.
    pub register: &'a policy::Register,
    /// The decision of the programme, once it is issued.
    pub decision: Option<&'a DecisionRef>,
    /// For a letter of a study: the one before it, as a basis in running text, once it is issued.
    pub earlier: Option<&'a str>,
}

impl Around<'_> {
    fn date(&self) -> CivilDate {
        match self.status {
            Status::Draft { made, .. } => made,
            Status::Issued { date, .. } => date,
        }
    }
}

/// The content as the documents crate reads it, without the QR code, which is made from its digest.
///
/// # Errors
/// Assignment letters and notices rest on a decision: they are refused before it is issued; an assignment letter can
/// be previewed before.
pub fn compose(draft: &Draft, around: &Around<'_>) -> Result<Value> {
    let agency = around.agency;
    let kind = draft.body.kind();
    let decider = deciding_office(around.signer);
    let mut frame = json!({
        "kop": agency.kop(decider),
        "status": match &around.status {
            Status::Draft { made, number } => json!({"status": "konsep", "disusun": made, "nomor": number}),
            Status::Issued { number, date } => json!({"status": "terbit", "nomor": number, "tanggal": date}),
        },
        "signature": signature(agency, kind, around.signer),
    });
    if let (false, Some(fields)) = (draft.tembusan.is_empty(), frame.as_object_mut()) {
        fields.insert("tembusan".into(), json!(draft.tembusan));
    }
    if let (Some(unit), Some(fields)) = (
        draft.body.study_letter().and_then(|b| b.unit.as_ref()),
        frame.as_object_mut(),
    ) {
        fields.insert("kop".into(), agency.kop_of_unit(&unit.name));
    }
    let bases = legal::bases(around.register, around.date());
    let mut content = match &draft.body {
        Body::PlaceRequest(b) => {
            let mut content = json!({
                "kind": kind, "frame": frame, "surat": b.surat, "lingkungan": agency.government(),
                "programme": b.programme, "dasar": bases, "places": b.places, "ketentuan": b.ketentuan,
            });
            if let Some(fields) = content.as_object_mut() {
                if let Some(date) = b.answer_by {
                    fields.insert("jawaban_paling_lambat".into(), json!(date));
                }
                if let Some(contact) = &agency.contact {
                    fields.insert("narahubung".into(), json!(contact));
                }
            }
            content
        }
        Body::Decision(b) => {
            let office = agency.office_name(decider, &around.signer.official.office_name);
            let mengingat: Vec<String> = bases
                .into_iter()
                .chain(b.mengingat_tambahan.iter().cloned())
                .collect();
            let tentang = b.tentang.to_uppercase();
            json!({
                "kind": kind, "frame": frame,
                "jabatan": agency.office_lines(decider, &around.signer.official.office_name),
                "tentang": tentang,
                "menimbang": b.menimbang, "mengingat": mengingat, "memperhatikan": b.memperhatikan,
                "menetapkan": format!("KEPUTUSAN {} TENTANG {tentang}.", office.to_uppercase()),
                "diktum": b.diktum, "lampiran": {"participants": b.participants},
            })
        }
        Body::Assignment(b) => {
            let decision = match (around.decision, &around.status) {
                (Some(decision), _) => Some(decision.as_basis()),
                (None, Status::Draft { .. }) => {
                    Some("Keputusan tentang penugasan peserta, Nomor ……".into())
                }
                (None, Status::Issued { .. }) => return Err(needs_decision()),
            };
            let dasar: Vec<String> = bases
                .into_iter()
                .chain(decision)
                .chain(b.dasar_tambahan.iter().cloned())
                .collect();
            let mut content = json!({
                "kind": kind, "frame": frame, "dasar": dasar, "persons": [b.person], "tugas": b.tugas,
                "host": b.host, "period": b.period, "kewajiban": b.kewajiban,
            });
            if let (Some(bidang), Some(fields)) = (&b.bidang, content.as_object_mut()) {
                fields.insert("bidang".into(), json!(bidang));
            }
            content
        }
        Body::Notice(b) => {
            let decision = around.decision.ok_or_else(needs_decision)?;
            let mut content = json!({
                "kind": kind, "frame": frame, "surat": b.surat, "lingkungan": agency.government(),
                "programme": b.programme, "dasar": bases,
                "keputusan": {
                    "sebutan": decision.title, "nomor": decision.number, "tanggal": decision.date,
                    "tentang": decision.about,
                },
                "hosts": b.hosts, "ketentuan": b.ketentuan,
            });
            if let (Some(kegiatan), Some(fields)) = (&b.kegiatan, content.as_object_mut()) {
                fields.insert("kegiatan".into(), json!(kegiatan));
            }
            content
        }
        Body::StudyPermit(b) | Body::StudyRecommendation(b) | Body::StudyLicence(b) => {
            let earlier = match (kind.after(), around.earlier, &around.status) {
                (None, ..) => None,
                (Some(_), Some(earlier), _) => Some(earlier.to_owned()),
                (Some(_), None, Status::Draft { .. }) => Some("Surat sebelumnya, Nomor ……".into()),
                (Some(before), None, Status::Issued { .. }) => return Err(needs_earlier(before)),
            };
            let dasar: Vec<String> = bases
                .into_iter()
                .chain(earlier)
                .chain(b.dasar_tambahan.iter().cloned())
                .collect();
            json!({
                "kind": "surat-studi", "frame": frame, "judul": b.judul, "dasar": dasar, "isi": b.isi,
                "persons": [b.person],
                "studi": {
                    "perguruan_tinggi": b.university, "program": b.programme, "jenjang": b.level,
                    "period": b.period,
                },
                "ketentuan": b.ketentuan,
            })
        }
        Body::StudyDecision(b) => {
            let office = agency.office_name(decider, &around.signer.official.office_name);
            let mengingat: Vec<String> = bases
                .into_iter()
                .chain(b.mengingat_tambahan.iter().cloned())
                .collect();
            let tentang = b.tentang.to_uppercase();
            json!({
                "kind": "keputusan", "frame": frame,
                "jabatan": agency.office_lines(decider, &around.signer.official.office_name),
                "tentang": tentang, "menimbang": b.menimbang, "mengingat": mengingat,
                "menetapkan": format!("KEPUTUSAN {} TENTANG {tentang}.", office.to_uppercase()),
                "diktum": b.diktum,
            })
        }
        Body::Acceptance(b) => json!({
            "kind": kind, "frame": frame, "surat": b.surat, "lingkungan": agency.government(),
            "programme": b.programme, "instansi": b.instansi, "surat_asal": b.surat_asal,
            "participants": b.participants, "ketentuan": b.ketentuan,
        }),
    };
    drop_empty_lists(&mut content);
    Ok(content)
}

impl DecisionRef {
    fn as_basis(&self) -> String {
        format!(
            "{} Nomor {} tanggal {} tentang {}",
            self.title,
            self.number,
            self.date.long_id(),
            self.about
        )
    }
}

/// Refuses a letter of a study whose earlier letter is not in force.
pub fn needs_earlier(before: crate::letters::LetterKind) -> Error {
    Error::refused(
        kernel::Text::new("letters-needs-earlier")
            .with_word("kind", format!("letters-kind-{before}")),
    )
    .source("BTN-IB-1, BTN-IB-2, BTN-IB-3")
    .next("letters-issue-earlier-first")
}

fn needs_decision() -> Error {
    Error::refused("letters-needs-decision").next("letters-issue-decision-first")
}

/// Optional lists that are empty are left out: a frozen content says only what its letter shows.
fn drop_empty_lists(content: &mut Value) {
    if let Some(fields) = content.as_object_mut() {
        fields.retain(|_, value| value.as_array().is_none_or(|items| !items.is_empty()));
    }
}

/// The content with the code for the check page, ready to be printed. The frozen content stays without it.
pub fn with_qr(content: &Value, url: &str) -> Value {
    let mut printed = content.clone();
    if let Some(frame) = printed.get_mut("frame").and_then(Value::as_object_mut) {
        frame.insert(
            "qr".into(),
            json!({
                "payload": url,
                "note": "Pindai untuk memeriksa keaslian naskah ini. Kode ini bukan tanda tangan elektronik tersertifikasi.",
            }),
        );
    }
    printed
}
