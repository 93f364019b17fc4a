//! What has happened in the invented province before the visitor arrives: officials, hosts, a programme and nominations.
//!
//! Every step is the command that a page calls, done by the persona whose job it is, so that the audit log of a
//! demonstration reads like that of a real agency.

use std::collections::BTreeMap;

use app::App;
use app::hosts::{self, Confirmation, Host, HostForm, SlotForm};
use app::letters::{self, Agency, NewOfficial, OfficialStatus};
use app::nominations::{self, Attachment, Basis, CoverLetter, NominationForm, Nominee};
use app::people::{self, EnterPaper, PaperKind, PersonBrief};
use app::programmes::{self, Arah, Bidang, HostKind, PinnedPolicy, Settings, Simple, Waktu};
use kernel::{Actor, CivilDate, Error, NominationId, Origin, Result, Role, RoleGrant, SlotId};
use web::demo::Persona;

/// Institutions that offer places, with their region and what people can learn there.
const HOSTS: &[(&str, HostKind, &str)] = &[
    (
        "Pusat Tata Kelola Data Contoh",
        HostKind::Central,
        "Kota Contoh",
    ),
    (
        "Lembaga Pelayanan Publik Contoh",
        HostKind::Central,
        "Kabupaten Contoh Utara",
    ),
    (
        "Badan Perencanaan Nasional Contoh",
        HostKind::Central,
        "Kota Contoh",
    ),
    (
        "Pemerintah Kota Contoh Selatan",
        HostKind::Regional,
        "Kota Contoh Selatan",
    ),
];

/// Host, unit, field, places and whether the host's letter has come.
const PLACES: &[(usize, &str, &str, i64, bool)] = &[
    (
        0,
        "Bidang Integrasi Data",
        "Pengelolaan data kepegawaian",
        3,
        true,
    ),
    (
        0,
        "Bidang Keamanan Informasi",
        "Perlindungan data pribadi",
        1,
        true,
    ),
    (
        1,
        "Unit Layanan Terpadu",
        "Perbaikan layanan publik",
        2,
        true,
    ),
    (
        2,
        "Direktorat Perencanaan Wilayah",
        "Penyusunan rencana pembangunan",
        2,
        false,
    ),
];

/// Days from today to the first day of the internships, and how long they last.
const LEAD: i32 = 75;
const LENGTH: i32 = 89;

/// The institutions of the demonstration.
pub async fn hosts(app: &App, actor: &Actor) -> Result<Vec<Host>> {
    let mut made = Vec::new();
    for (name, kind, region) in HOSTS {
        let form = HostForm {
            name: (*name).to_owned(),
            kind: *kind,
            region: Some((*region).to_owned()),
            address: Some(format!("Jalan Contoh Nomor {}, {region}", made.len() + 1)),
            org_id: None,
            contact: Some("Biro Sumber Daya Manusia, magang@contoh.example".to_owned()),
        };
        let id = hosts::create(app, actor, form).await?;
        made.push(hosts::get(&app.db, id).await?);
    }
    Ok(made)
}

/// Plays the first weeks of a programme.
pub async fn play(app: &App, personas: &[Persona], institutions: &[Host]) -> Result<()> {
    let cast = Cast::of(app, personas).await?;
    letterhead(app, &cast.admin).await?;
    let places = open_programme(app, &cast.pengelola, institutions).await?;
    let people = nominees(app, &cast.opd).await?;
    papers(app, &cast, &people).await?;
    nominate(app, &cast, &places, &people).await
}

/// Who acts.
struct Cast {
    admin: Actor,
    pengelola: Actor,
    opd: Actor,
    verifikator: Actor,
}

impl Cast {
    async fn of(app: &App, personas: &[Persona]) -> Result<Self> {
        Ok(Self {
            admin: actor(app, personas, Role::Admin).await?,
            pengelola: actor(app, personas, Role::Pengelola).await?,
            opd: actor(app, personas, Role::Opd).await?,
            verifikator: actor(app, personas, Role::Verifikator).await?,
        })
    }
}

async fn actor(app: &App, personas: &[Persona], role: Role) -> Result<Actor> {
    let persona = personas
        .iter()
        .find(|persona| persona.role == role)
        .ok_or_else(|| Error::internal(format!("no persona is {role}")))?;
    let grants = app::accounts::grants_of(&app.db, persona.account, app.clock.today()).await?;
    Ok(Actor {
        user: Some(persona.account),
        name: persona.name.clone(),
        person: None,
        grants: grants
            .into_iter()
            .map(|grant| RoleGrant {
                role: grant.role,
                scope: grant.scope,
            })
            .collect(),
        origin: Origin::System,
    })
}

/// The day `n` days after `from`, or before it.
fn days(from: CivilDate, n: i32) -> Result<CivilDate> {
    from.add_days(n)
        .ok_or_else(|| Error::internal("a date outside the calendar"))
}

fn date(text: &str) -> Result<CivilDate> {
    text.parse().map_err(Error::internal)
}

async fn letterhead(app: &App, admin: &Actor) -> Result<()> {
    let agency = Agency {
        region_kind: "Provinsi".into(),
        region: "Contoh Titian".into(),
        head_title: "Gubernur".into(),
        agency: "Badan Kepegawaian Daerah".into(),
        code: "BKD".into(),
        secretariat_code: "SETDA".into(),
        address: vec!["Jalan Jembatan Contoh Nomor 1, Kota Contoh 40999".into()],
        secretariat_address: vec!["Jalan Raya Contoh Nomor 2, Kota Contoh 40999".into()],
        place: "Kota Contoh".into(),
        contact: None,
        logo: None,
    };
    letters::set_agency(app, admin, agency).await?;
    // A head of region is elected and has no NIP; the appointments in 2095 mark the others as invented.
    let officials = [
        (
            letters::HEAD_OF_REGION,
            "Dr. Wira Contoh, M.A.",
            "Wira Contoh",
            None,
        ),
        (
            letters::SECRETARY,
            "Dra. Ratna Contoh, M.Si.",
            "Ratna Contoh",
            Some("197002022095032001"),
        ),
        (
            letters::HEAD_OF_AGENCY,
            "Dr. Raksa Contoh, M.Si.",
            "Raksa Contoh",
            Some("197101012095031002"),
        ),
    ];
    for (office, name, plain, nip) in officials {
        let new = NewOfficial {
            office: office.into(),
            office_name: String::new(),
            name: name.into(),
            name_plain: plain.into(),
            nip: nip.map(str::parse).transpose().map_err(Error::internal)?,
            golongan: match nip {
                Some(_) => Some("IV/d".parse().map_err(Error::internal)?),
                None => None,
            },
            status: OfficialStatus::Definitive,
            mandate_number: None,
            mandate_date: None,
            valid_from: date("2025-01-01")?,
            valid_to: None,
        };
        letters::add_official(app, admin, new).await?;
    }
    Ok(())
}

/// A *program sederhana* that takes nominations, with places.
async fn open_programme(app: &App, pengelola: &Actor, institutions: &[Host]) -> Result<Places> {
    let today = app.clock.today();
    let start = days(today, LEAD)?;
    let simple = Simple {
        name: format!("Magang Teknis {}", start.year()),
        host_kind: HostKind::Central,
        bidang: Bidang::Teknis,
        arah: Arah::Keluar,
        waktu: Waktu::Penuh,
        start,
        end: days(start, LENGTH)?,
        nominate_until: days(today, 30)?,
        release_max: Some(5),
    };
    let settings = Settings::simple(simple, today)?;
    let programme = programmes::create(app, pengelola, settings).await?;
    let mut forms = Vec::new();
    for (host, unit, field, quota, confirmed) in PLACES {
        let host = institutions
            .get(*host)
            .ok_or_else(|| Error::internal("a place without a host"))?;
        forms.push(SlotForm {
            host_id: host.id,
            unit: (*unit).to_owned(),
            field: (*field).to_owned(),
            start,
            end: days(start, LENGTH)?,
            quota_min: 0,
            quota_max: *quota,
            competencies: BTreeMap::new(),
            confirmation: match confirmed {
                true => Some(Confirmation {
                    number: format!("B/{}/{}", forms.len() + 11, today.year()),
                    date: days(today, -7)?,
                    scan: None,
                }),
                false => None,
            },
        });
    }
    let slots = hosts::add_slots(app, pengelola, programme, forms).await?;
    let policy = policy_for(HostKind::Central, today)?;
    programmes::open(app, pengelola, programme, policy).await?;
    Ok(Places { programme, slots })
}

struct Places {
    programme: kernel::ProgrammeId,
    slots: Vec<SlotId>,
}

/// The shipped policy that the kind of host asks for.
fn policy_for(kind: HostKind, today: CivilDate) -> Result<PinnedPolicy> {
    let id = programmes::kinds()
        .host(kind, today)
        .map(|rule| rule.policy.clone())
        .ok_or_else(|| Error::internal("no policy for this kind of host"))?;
    for (name, text) in policy::shipped::POLICIES {
        let parsed = policy::Policy::parse(name, text)
            .map_err(|_| Error::internal(format!("shipped policy {name} cannot be read")))?;
        if parsed.id == id {
            return Ok(PinnedPolicy {
                id: parsed.id,
                version: parsed.version,
                text: text.to_owned(),
            });
        }
    }
    Err(Error::internal(format!("policy {id} is not shipped")))
}

/// People of the unit whom the nominations are about: active PNS with golongan III, in the order of the register.
async fn nominees(app: &App, opd: &Actor) -> Result<Vec<PersonBrief>> {
    let scope = opd.scope_as(&[Role::Opd]);
    let request = app::db::list::ListRequest {
        per_page: 500,
        ..Default::default()
    };
    let people = people::list(&app.db, &scope, request).await?;
    let able = |person: &PersonBrief| {
        let rank = person.golongan.map(|golongan| golongan.to_string());
        person.active && person.kind == "PNS" && rank.is_some_and(|rank| rank.starts_with("III/"))
    };
    Ok(people.rows.into_iter().filter(able).take(9).collect())
}

/// Statements by the head of the unit: two that a verifier has accepted, one that waits for her.
async fn papers(app: &App, cast: &Cast, people: &[PersonBrief]) -> Result<()> {
    let today = app.clock.today();
    let kinds = [PaperKind::Court, PaperKind::Discipline, PaperKind::Health];
    for (n, kind) in (1..).zip(kinds) {
        let paper = EnterPaper {
            kind,
            number: format!("800/{n}/{}", today.year()),
            date: days(today, -5)?,
            signer: "Dr. Ranu Contoh, M.Si.".into(),
            signer_office: "Kepala Perangkat Daerah".into(),
            valid_to: Some(days(today, 180)?),
            scan: Some(sheet(PaperKind::title(kind.key()))),
            people: people.iter().map(|person| person.nip.clone()).collect(),
            skp: Vec::new(),
        };
        let id = people::enter_paper(app, &cast.opd, paper).await?;
        if kind != PaperKind::Health {
            people::verify_paper(app, &cast.verifikator, id).await?;
        }
    }
    Ok(())
}

/// Nominations in every state that a verifier meets: drafts, sent ones, one sent back, verified ones.
async fn nominate(app: &App, cast: &Cast, places: &Places, people: &[PersonBrief]) -> Result<()> {
    let programme = programmes::get(&app.db, places.programme).await?;
    let today = app.clock.today();
    for (index, person) in people.iter().enumerate() {
        let mut attached = Vec::new();
        for kind in &programme.papers {
            let name = format!("{}.pdf", kind.key());
            let file = sheet(&format!("{} – {}", kind.key(), person.name_plain));
            attached.push(nominations::keep(app, "papers", *kind, file, &name).await?);
        }
        let slot = places
            .slots
            .get(index % places.slots.len())
            .ok_or_else(|| Error::internal("the programme has no places"))?;
        let form = form(today, person, *slot, attached)?;
        let send = index > 0;
        let sent = nominations::nominate(app, &cast.opd, places.programme, form, send, None).await;
        let id: NominationId = sent?;
        match index {
            2 => {
                let remark = "Surat izin atasan belum ditandatangani.".to_owned();
                nominations::return_for_correction(app, &cast.verifikator, id, remark).await?;
            }
            5.. => nominations::verify(app, &cast.verifikator, id).await?,
            _ => {}
        }
    }
    Ok(())
}

fn form(
    today: CivilDate,
    person: &PersonBrief,
    slot: SlotId,
    papers: Vec<Attachment>,
) -> Result<NominationForm> {
    Ok(NominationForm {
        nominee: Nominee::Own(person.nip.clone()),
        purpose: "Mempelajari pengelolaan data yang terpadu".into(),
        aims: Vec::new(),
        basis: Basis::Superior,
        plan_item: String::new(),
        plan_exception: "Kebutuhan unit tahun berjalan".into(),
        plan_after: "Menerapkan tata kelola data pada unit asal".into(),
        letter: Some(CoverLetter {
            number: format!("800/21/{}", today.year()),
            date: days(today, -3)?,
            scan: None,
        }),
        choices: vec![slot],
        paper_scan: None,
        papers,
    })
}

/// A page that says what it stands for: a PDF as a scanner would give it, without anybody's signature.
fn sheet(title: &str) -> Vec<u8> {
    let plain: String = title
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || " .,-".contains(c) {
                c
            } else {
                ' '
            }
        })
        .collect();
    let text = format!(
        "BT /F1 16 Tf 60 760 Td (BERKAS PERAGAAN) Tj 0 -30 Td ({plain}) Tj 0 -30 Td (Provinsi Contoh Titian) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = pdf.len();
    pdf.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}
