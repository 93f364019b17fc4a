//! Drafts of the first set from plain inputs; the words are those of official letters and stay Indonesian.

use kernel::{CivilDate, HostId, NominationId, Period, ProgrammeId};

use super::draft::{
    Acceptance, AnnexRow, Assignment, Body, Decision, Diktum, Draft, Head, HostCount,
    LetterReference, Notice, Person, PlaceLine, PlaceRequest, Recipient,
};
use crate::letters::settings::Agency;
use crate::people::PersonBrief;

/// What letters need to know of a programme.
#[derive(Clone, PartialEq, Debug)]
pub struct ProgrammeInput {
    /// Id.
    pub id: ProgrammeId,
    /// Name, such as `Magang/Praktik Kerja ASN Angkatan I Tahun 2027`.
    pub name: String,
    /// Year.
    pub year: i32,
    /// First and last day.
    pub period: Period,
    /// Until when hosts should answer.
    pub answer_by: Option<CivilDate>,
    /// What people take part in, as running text calls it: [`MAGANG`] or [`PERTUKARAN`].
    pub activity: &'static str,
}

/// The activity of a programme of the form `magang`.
pub const MAGANG: &str = "magang/praktik kerja";
/// The activity of a programme of the form `pertukaran` (PP 11/2017 Ps 212 (3), (4)).
pub const PERTUKARAN: &str = "pertukaran pegawai";

/// A host that is asked for places.
#[derive(Clone, PartialEq, Debug)]
pub struct HostInput {
    /// Id.
    pub id: HostId,
    /// Name.
    pub name: String,
    /// Where it is.
    pub place: Option<String>,
    /// What is asked for.
    pub places: Vec<PlaceLine>,
}

/// A participant with her place.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedInput {
    /// Her nomination.
    pub nomination: NominationId,
    /// Who she is, as frozen at submission.
    pub person: PersonBrief,
    /// Whether she is in the staff register: civil servants of other governments are not.
    pub in_register: bool,
    /// The host.
    pub host: HostId,
    /// Name of the host.
    pub host_name: String,
    /// Unit at the host.
    pub unit: Option<String>,
    /// Field of work there.
    pub field: Option<String>,
    /// First and last day.
    pub period: Period,
    /// For a guest: number and date of her institution's letter.
    pub letter: Option<(String, CivilDate)>,
}

impl PlacedInput {
    fn annex_row(&self) -> AnnexRow {
        AnnexRow {
            name: self.person.name.clone(),
            nip: self.person.nip.clone(),
            golongan: self.person.golongan,
            jabatan: self.position(),
            unit: self.unit_line(),
            host: self.host_line(),
            period: self.period,
        }
    }

    fn host_line(&self) -> String {
        joined(&self.host_name, self.unit.as_deref())
    }

    fn unit_line(&self) -> String {
        let opd = self.person.opd_name.as_deref().unwrap_or_default();
        match self.person.org_name.as_deref() {
            Some(unit) if unit != opd && !opd.is_empty() => format!("{unit}, {opd}"),
            Some(unit) => unit.to_owned(),
            None => dash(opd),
        }
    }

    fn position(&self) -> String {
        dash(self.person.position.as_deref().unwrap_or_default())
    }
}

fn joined(first: &str, second: Option<&str>) -> String {
    match second.map(str::trim).filter(|text| !text.is_empty()) {
        Some(second) => format!("{first}, {second}"),
        None => first.to_owned(),
    }
}

fn dash(text: &str) -> String {
    if text.trim().is_empty() { "-" } else { text }.to_owned()
}

fn lines(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Asks `host` for places.
pub fn place_request(agency: &Agency, programme: &ProgrammeInput, host: &HostInput) -> Draft {
    Draft {
        body: Body::PlaceRequest(PlaceRequest {
            surat: Head {
                sifat: "Penting".into(),
                lampiran: "-".into(),
                hal: format!("Permohonan Tempat {}", programme.name),
                tujuan: vec![Recipient {
                    jabatan: format!("Pimpinan {}", host.name),
                    tempat: host.place.clone().unwrap_or_else(|| "Tempat".into()),
                }],
            },
            programme: programme.name.clone(),
            places: host.places.clone(),
            ketentuan: lines(&[
                "Peserta tetap menerima penghasilan dari instansi asal dan tunduk pada tata tertib instansi Saudara.",
            ]),
            answer_by: programme.answer_by,
        }),
        tembusan: vec![format!(
            "{} (sebagai laporan)",
            agency.office_name(crate::letters::settings::HEAD_OF_REGION, "")
        )],
    }
}

/// The decision that places `placed`.
pub fn decision(agency: &Agency, programme: &ProgrammeInput, placed: &[PlacedInput]) -> Draft {
    let government = agency.government();
    let participants = placed.iter().map(PlacedInput::annex_row).collect();
    let activity = programme.activity;
    Draft {
        body: Body::Decision(Decision {
            tentang: format!(
                "Penugasan Peserta {} di Lingkungan {government}",
                programme.name
            ),
            menimbang: vec![
                "bahwa setiap pegawai aparatur sipil negara wajib mengembangkan kompetensi agar tetap relevan dengan \
                 tuntutan organisasi"
                    .into(),
                format!("bahwa pengembangan kompetensi dapat dilaksanakan melalui {activity}"),
                "bahwa pegawai yang namanya tercantum dalam Lampiran memenuhi persyaratan dan memperoleh tempat pada \
                 Instansi Penerima"
                    .into(),
                format!(
                    "bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, huruf b, dan huruf c, perlu \
                     menetapkan Keputusan tentang penugasan peserta {activity}"
                ),
            ],
            mengingat_tambahan: Vec::new(),
            memperhatikan: Vec::new(),
            diktum: vec![
                diktum(
                    &format!(
                        "Menugaskan pegawai yang namanya tercantum dalam Lampiran sebagai peserta {activity} pada \
                         Instansi Penerima dan dalam jangka waktu sebagaimana tercantum dalam Lampiran, yang merupakan \
                         bagian tidak terpisahkan dari Keputusan ini."
                    ),
                    &[],
                ),
                diktum(
                    "Peserta sebagaimana dimaksud dalam Diktum KESATU berkewajiban:",
                    &[
                        "menaati ketentuan jam kerja dan tata tertib pada Instansi Penerima;",
                        "mengisi catatan harian dan menyusun laporan akhir beserta rencana aksi; dan",
                        &format!(
                            "kembali melaksanakan tugas pada unit kerja asal setelah {activity} berakhir."
                        ),
                    ],
                ),
                diktum(
                    &format!(
                        "Segala biaya yang timbul sebagai akibat ditetapkannya Keputusan ini dibebankan pada Anggaran \
                         Pendapatan dan Belanja Daerah {}.",
                        agency.region_full()
                    ),
                    &[],
                ),
                diktum("Keputusan ini mulai berlaku pada tanggal ditetapkan.", &[]),
            ],
            participants,
        }),
        tembusan: vec![
            format!("Inspektur {}", agency.region_full()),
            "Kepala Perangkat Daerah yang bersangkutan".into(),
            "Pimpinan Instansi Penerima yang bersangkutan".into(),
        ],
    }
}

fn diktum(text: &str, items: &[&str]) -> Diktum {
    Diktum {
        text: text.to_owned(),
        items: lines(items),
    }
}

/// The assignment letter of one participant.
pub fn assignment(agency: &Agency, programme: &ProgrammeInput, placed: &PlacedInput) -> Draft {
    let opd = placed.person.opd_name.clone();
    Draft {
        body: Body::Assignment(Assignment {
            dasar_tambahan: Vec::new(),
            person: Person {
                name: placed.person.name.clone(),
                nip: placed.person.nip.clone(),
                golongan: placed.person.golongan,
                jabatan: placed.position(),
                unit: placed.unit_line(),
            },
            tugas: programme.activity.into(),
            host: placed.host_line(),
            bidang: placed.field.clone().filter(|f| !f.trim().is_empty()),
            period: placed.period,
            kewajiban: vec![
                "Menaati ketentuan jam kerja dan tata tertib pada Instansi Penerima".into(),
                "Mengisi catatan harian dan menyampaikan laporan akhir beserta rencana aksi".into(),
                format!(
                    "Melaporkan pelaksanaan tugas kepada Kepala {}",
                    agency.agency
                ),
            ],
        }),
        tembusan: opd
            .map(|opd| format!("Kepala {opd}"))
            .into_iter()
            .chain([format!("Pimpinan {}", placed.host_name)])
            .collect(),
    }
}

/// The notice to LAN and BKN.
pub fn notice(agency: &Agency, programme: &ProgrammeInput, placed: &[PlacedInput]) -> Draft {
    let mut hosts: Vec<HostCount> = Vec::new();
    for place in placed {
        let known = hosts
            .iter_mut()
            .find(|h| h.host == place.host_name && h.period == place.period);
        match known {
            Some(count) => count.jumlah += 1,
            None => hosts.push(HostCount {
                host: place.host_name.clone(),
                jumlah: 1,
                period: place.period,
            }),
        }
    }
    let to = |office: &str| Recipient {
        jabatan: office.to_owned(),
        tempat: "Jakarta".into(),
    };
    Draft {
        body: Body::Notice(Notice {
            surat: Head {
                sifat: "Biasa".into(),
                lampiran: "1 (satu) berkas".into(),
                hal: format!("Pemberitahuan Pelaksanaan {}", programme.name),
                tujuan: vec![
                    to("Kepala Lembaga Administrasi Negara"),
                    to("Kepala Badan Kepegawaian Negara"),
                ],
            },
            programme: programme.name.clone(),
            kegiatan: (programme.activity != MAGANG).then(|| programme.activity.to_owned()),
            hosts,
            ketentuan: lines(&["Salinan keputusan beserta daftar peserta terlampir."]),
        }),
        tembusan: vec![format!(
            "{} (sebagai laporan)",
            agency.office_name(crate::letters::settings::HEAD_OF_REGION, "")
        )],
    }
}

/// The answer to `institution`, whose civil servants `placed` are.
pub fn acceptance(programme: &ProgrammeInput, institution: &str, placed: &[&PlacedInput]) -> Draft {
    let mut letters: Vec<LetterReference> = Vec::new();
    let mut hosts: Vec<String> = Vec::new();
    for place in placed {
        if let Some((number, date)) = &place.letter {
            let letter = LetterReference {
                nomor: number.clone(),
                tanggal: *date,
            };
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        let host = format!("Kepala {}", place.host_name);
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Draft {
        body: Body::Acceptance(Acceptance {
            surat: Head {
                sifat: "Biasa".into(),
                lampiran: "-".into(),
                hal: format!("Penerimaan Peserta {}", programme.name),
                tujuan: vec![Recipient {
                    jabatan: format!("Pimpinan {institution}"),
                    tempat: "Tempat".into(),
                }],
            },
            programme: programme.name.clone(),
            instansi: institution.to_owned(),
            surat_asal: letters,
            participants: placed.iter().map(|place| place.annex_row()).collect(),
            ketentuan: lines(&[
                "Penetapan dan surat tugas peserta diterbitkan oleh instansi Saudara, dan salinannya kami terima \
                 sebelum peserta hadir.",
                "Peserta tetap menerima penghasilan dari instansi Saudara dan tunduk pada tata tertib unit penerima.",
            ]),
        }),
        // Units of one government learn of it by the copy.
        tembusan: hosts,
    }
}
