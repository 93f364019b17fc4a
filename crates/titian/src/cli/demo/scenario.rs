//! What has happened in the invented province before the visitor arrives: officials, hosts, a programme and nominations.
//!
//! Every step is the command that a page calls, done by the persona whose job it is, so that the audit log of a
//! demonstration reads like that of a real agency.

use std::collections::BTreeMap;

use app::App;
use app::hosts::{self, Confirmation, Host, HostForm, PartnershipForm, PartnershipKind, SlotForm};
use app::letters::{self, IssueOrder, LetterKind, NumberChoice};
use app::nominations::{self, Attachment, Basis, CoverLetter, NominationForm, Nominee};
use app::people::{self, EnterPaper, PaperKind, PersonBrief};
use app::placements;
use app::policies;
use app::programmes::{
    self, Arah, Bidang, Giving, HostKind, PinnedPolicy, Settings, Simple, Waktu,
};
use app::screenings::{self, Status, Verdict};
use kernel::{
    Actor, CivilDate, Error, NominationId, OrgId, Origin, ProgrammeId, Result, Role, RoleGrant,
    Scope, SlotId,
};
use web::demo::Persona;

use super::sheet::sheet;
use super::{agency, guideline, meetings, ranked, regulations, simulation, study, waiting};

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

/// A place: index of the host, unit, field, how many people, and whether the host's letter has come.
pub(super) type Place = (usize, &'static str, &'static str, i64, bool);

/// A programme of the demonstration.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    pub(super) name: &'static str,
    pub(super) kind: HostKind,
    /// Days from today to its first day.
    pub(super) lead: i32,
    /// Days from today to the last day for nominations.
    pub(super) nominations: i32,
    pub(super) giving: Giving,
    pub(super) places: &'static [Place],
}

const FIRST: Plan = Plan {
    name: "Magang Teknis Gelombang I",
    kind: HostKind::Central,
    lead: 21,
    nominations: 0,
    giving: Giving::Direct,
    places: &[
        (1, "Unit Pengaduan Terpadu", "Penanganan pengaduan", 3, true),
        (
            0,
            "Bidang Statistik Aparatur",
            "Pengolahan statistik",
            3,
            true,
        ),
    ],
};

const OPEN: Plan = Plan {
    name: "Magang Teknis Gelombang II",
    kind: HostKind::Central,
    lead: 75,
    nominations: 30,
    giving: Giving::Direct,
    places: &[
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
            "Penyusunan rencana",
            2,
            false,
        ),
    ],
};

const DRAFT: Plan = Plan {
    name: "Magang Manajerial Antardaerah",
    kind: HostKind::Regional,
    lead: 120,
    nominations: 60,
    giving: Giving::Direct,
    places: &[],
};

/// People whom the persona's OPD nominates.
const NOMINEES: usize = 9;

/// Days of an internship after its first.
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
    if let [first, .., last] = made.as_slice() {
        agreements(app, actor, first, last).await?;
    }
    Ok(made)
}

/// One agreement that lasts, and one that has to be renewed soon at a host without places.
async fn agreements(app: &App, actor: &Actor, first: &Host, last: &Host) -> Result<()> {
    let today = app.clock.today();
    let year = today.year();
    for (host, number, end) in [(first, 101, 700), (last, 102, 40)] {
        let form = PartnershipForm {
            kind: PartnershipKind::Pks,
            number: format!("PKS/{number}/{year}"),
            about: "Magang pegawai".to_owned(),
            start: days(today, -300)?,
            end: Some(days(today, end)?),
        };
        hosts::record_partnership(app, actor, host.id, form).await?;
    }
    Ok(())
}

/// The OPD whose personas the visitor can be: the one with most people to nominate.
pub async fn home(app: &App) -> Result<OrgId> {
    let mut best = None;
    for opd in app::organisations::all_opd(&app.db).await? {
        let people = ranked_three(app, &Scope::Org(opd.id), NOMINEES)
            .await?
            .len();
        if best.is_none_or(|(most, _)| people > most) {
            best = Some((people, opd.id));
        }
    }
    best.map(|(_, opd)| opd)
        .ok_or_else(|| Error::internal("the province has no OPD"))
}

/// Plays the weeks before: one programme that is decided, one that takes nominations, one being prepared.
pub async fn play(app: &App, personas: &[Persona], institutions: &[Host]) -> Result<()> {
    let cast = Cast::of(app, personas).await?;
    agency::letterhead(app, &cast.admin).await?;
    let over = decided(app, &cast, institutions).await?;
    let places = programme(app, &cast.pengelola, institutions, OPEN).await?;
    programmes::open(
        app,
        &cast.pengelola,
        places.programme,
        policy_for(OPEN.kind, Arah::Keluar, app).await?,
    )
    .await?;
    let people = ranked_three(app, &cast.opd.scope_as(&[Role::Opd]), NOMINEES).await?;
    papers(app, &cast, &people).await?;
    nominate(app, &cast, &places, &people).await?;
    let waits = ranked::play(app, &cast, institutions).await?;
    programme(app, &cast.pengelola, institutions, DRAFT).await?;
    if let Some(host) = institutions.get(2) {
        waiting::request(app, &cast, places.programme, host).await?;
    }
    waiting::correction(app, personas).await?;
    waiting::penalty(app, &cast, over).await?;
    criteria(app, &cast.pengelola).await?;
    simulation::saved(app, &cast.pengelola).await?;
    study::play(app, &cast).await?;
    regulations::play(app, &cast.pengelola).await?;
    guideline::matrix(app, &cast.pengelola).await?;
    meetings::play(app, &cast.pengelola, &cast.pejabat).await?;
    ranked::announce(app, &cast, waits).await
}

/// Two changes of the criteria that are under way: one is written, one waits for the official's decision.
async fn criteria(app: &App, pengelola: &Actor) -> Result<()> {
    let (today, now) = (app.clock.today(), app.clock.now());
    let Some(base) = policies::in_force(&app.db, "magang-banten", today, now).await? else {
        return Ok(());
    };
    let one = |name: &str, value: &str| [(name.to_owned(), value.to_owned())];
    let proposal = policies::begin(app, pengelola, base, None).await?;
    let longer = one("min_service_years", "3");
    policies::write_params(app, pengelola, proposal, &longer, 1).await?;
    // The example at the boundary moves with the number.
    let text = policies::text(&app.db, proposal).await?;
    let example = "rules = { masa-kerja = \"met\" } }\nperson = { tmt_pns = ";
    let text = text.replacen(&format!("{example}2024"), &format!("{example}2023"), 1);
    policies::write(app, pengelola, proposal, &text, 2).await?;
    let reason = "Usul rapat: peserta sudah menjalani satu siklus penilaian kinerja penuh";
    policies::propose(app, pengelola, proposal, reason).await?;
    let draft = policies::begin(app, pengelola, base, None).await?;
    let usual = one("usual_max_months", "4");
    policies::write_params(app, pengelola, draft, &usual, 1).await
}

/// A programme of which everything is over but the internships: placed, decided, letters issued.
async fn decided(app: &App, cast: &Cast, institutions: &[Host]) -> Result<ProgrammeId> {
    let places = programme(app, &cast.pengelola, institutions, FIRST).await?;
    let id = places.programme;
    programmes::open(
        app,
        &cast.pengelola,
        id,
        policy_for(FIRST.kind, Arah::Keluar, app).await?,
    )
    .await?;
    let own = cast.opd.scope_as(&[Role::Opd]);
    let elsewhere = |person: &PersonBrief| person.opd_id.map(Scope::Org) != Some(own.clone());
    let mut people = ranked_three(app, &Scope::All, 200).await?;
    people.retain(elsewhere);
    people.truncate(40);
    statements(app, &cast.pengelola, &cast.verifikator, &people).await?;
    let people = willing(app, id, people, 6).await?;
    let mut able = 0;
    for (person, slot) in people.iter().zip(places.slots.iter().cycle()) {
        let sent = send(app, &cast.pengelola, id, person, &[*slot], true).await?;
        nominations::verify(app, &cast.verifikator, sent).await?;
        let screening = screenings::current(&app.db, &Scope::All, sent).await?;
        able += usize::from(screening.verdict() == Verdict::Memenuhi);
    }
    if able == 0 {
        // A very small province may have nobody outside the persona's unit who meets the requirements.
        return Ok(id);
    }
    let run = placements::propose(app, &cast.pengelola, id, None).await?;
    placements::confirm(app, &cast.pengelola, run).await?;
    letters::draft_all(app, &cast.pengelola, id).await?;
    // The decision is numbered by the legal bureau, everything else by the agency's own register; the last letters
    // are left for the visitor to issue.
    let left = 2;
    let today = app.clock.today();
    let drafts = letters::of_programme(app, &cast.pejabat, id).await?;
    let (decisions, others): (Vec<_>, Vec<_>) = drafts
        .into_iter()
        .partition(|letter| letter.kind == LetterKind::Decision);
    for letter in decisions {
        let number = format!("800/101/KEP/{}", today.year());
        let order = order(today, NumberChoice::Outside(number));
        letters::issue(app, &cast.pejabat, letter.id, &order).await?;
    }
    let assignments: Vec<_> = others
        .into_iter()
        .filter(|letter| letter.kind == LetterKind::Assignment)
        .collect();
    let order = order(today, NumberChoice::Automatic);
    for letter in assignments
        .iter()
        .take(assignments.len().saturating_sub(left))
    {
        letters::issue(app, &cast.pejabat, letter.id, &order).await?;
    }
    Ok(id)
}

/// Those who, looking at the requirements as employees do, find nothing that they do not meet, first those of whom
/// the register knows most; at most `most`.
pub(super) async fn willing(
    app: &App,
    programme: ProgrammeId,
    people: Vec<PersonBrief>,
    most: usize,
) -> Result<Vec<PersonBrief>> {
    let mut found = Vec::new();
    for person in people {
        let herself = Actor {
            user: None,
            name: person.name.clone(),
            person: Some(person.id),
            grants: vec![RoleGrant {
                role: Role::Pegawai,
                scope: Scope::Person(person.id),
            }],
            origin: Origin::System,
        };
        let check = screenings::self_check(app, &herself, Some(programme)).await?;
        let rules = &check.explanation.rules;
        let unknown = rules.iter().filter(|rule| rule.status == Status::Unknown);
        if check.explanation.verdict != Verdict::BelumMemenuhi {
            found.push((unknown.count(), person));
        }
    }
    found.sort_by_key(|(unknown, _)| *unknown);
    Ok(found
        .into_iter()
        .map(|(_, person)| person)
        .take(most)
        .collect())
}

fn order(date: CivilDate, number: NumberChoice) -> IssueOrder {
    IssueOrder {
        date,
        number,
        office: None,
        version: None,
    }
}

/// Who acts.
pub(super) struct Cast {
    pub(super) admin: Actor,
    pub(super) pengelola: Actor,
    pub(super) opd: Actor,
    pub(super) verifikator: Actor,
    pub(super) pejabat: Actor,
}

impl Cast {
    async fn of(app: &App, personas: &[Persona]) -> Result<Self> {
        Ok(Self {
            admin: actor(app, personas, Role::Admin).await?,
            pengelola: actor(app, personas, Role::Pengelola).await?,
            opd: actor(app, personas, Role::Opd).await?,
            verifikator: actor(app, personas, Role::Verifikator).await?,
            pejabat: actor(app, personas, Role::Pejabat).await?,
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
pub(super) fn days(from: CivilDate, n: i32) -> Result<CivilDate> {
    from.add_days(n)
        .ok_or_else(|| Error::internal("a date outside the calendar"))
}

/// A *program sederhana* with its places, as a draft.
pub(super) async fn programme(
    app: &App,
    pengelola: &Actor,
    institutions: &[Host],
    plan: Plan,
) -> Result<Places> {
    let today = app.clock.today();
    let start = days(today, plan.lead)?;
    let end = days(start, LENGTH)?;
    let simple = Simple {
        name: plan.name.into(),
        host_kind: plan.kind,
        bidang: Bidang::Teknis,
        arah: Arah::Keluar,
        waktu: Waktu::Penuh,
        start,
        end,
        nominate_until: days(today, plan.nominations)?,
        release_max: Some(5),
    };
    let mut settings = Settings::simple(simple, today)?;
    settings.giving = plan.giving;
    if plan.giving == Giving::Ranked {
        settings.max_choices = 3;
    }
    let programme = programmes::create(app, pengelola, settings).await?;
    let mut forms = Vec::new();
    for (host, unit, field, quota, confirmed) in plan.places {
        let host = institutions
            .get(*host)
            .ok_or_else(|| Error::internal("a place without a host"))?;
        let letter = Confirmation {
            number: format!("B/{}/{}", forms.len() + 11, today.year()),
            date: days(today, -7)?,
            scan: None,
        };
        forms.push(SlotForm {
            host_id: host.id,
            unit: (*unit).to_owned(),
            field: (*field).to_owned(),
            start,
            end,
            quota_min: 0,
            quota_max: *quota,
            competencies: BTreeMap::new(),
            confirmation: confirmed.then_some(letter),
        });
    }
    let slots = if forms.is_empty() {
        Vec::new()
    } else {
        hosts::add_slots(app, pengelola, programme, forms).await?
    };
    Ok(Places { programme, slots })
}

pub(super) struct Places {
    pub(super) programme: ProgrammeId,
    pub(super) slots: Vec<SlotId>,
}

/// The policy in force that kind of host and direction ask for today.
pub(super) async fn policy_for(kind: HostKind, arah: Arah, app: &App) -> Result<PinnedPolicy> {
    let rule = programmes::kinds()
        .rule(kind, arah, app.clock.today())
        .ok_or_else(|| Error::internal("no policy for this kind of host"))?;
    policies::pin(&app.db, &rule.policy, app.clock.today(), app.clock.now()).await
}

/// Active PNS with golongan III within `scope`, at most `most`, in the order of the register.
pub(super) async fn ranked_three(
    app: &App,
    scope: &Scope,
    most: usize,
) -> Result<Vec<PersonBrief>> {
    let request = app::db::list::ListRequest {
        per_page: 500,
        ..Default::default()
    };
    let people = people::list(&app.db, scope, request).await?;
    let able = |person: &PersonBrief| {
        let rank = person.golongan.map(|golongan| golongan.to_string());
        person.active && person.kind == "PNS" && rank.is_some_and(|rank| rank.starts_with("III/"))
    };
    Ok(people.rows.into_iter().filter(able).take(most).collect())
}

/// Statements by the head of a unit that a verifier has accepted.
pub(super) async fn statements(
    app: &App,
    enters: &Actor,
    verifies: &Actor,
    people: &[PersonBrief],
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    for kind in [PaperKind::Court, PaperKind::Discipline, PaperKind::Leave] {
        let id = statement(app, enters, people, kind).await?;
        people::verify_paper(app, verifies, id).await?;
    }
    Ok(())
}

async fn statement(
    app: &App,
    enters: &Actor,
    people: &[PersonBrief],
    kind: PaperKind,
) -> Result<kernel::PaperId> {
    let today = app.clock.today();
    let paper = EnterPaper {
        kind,
        number: format!("800/{}/{}", kind.key(), today.year()),
        date: days(today, -5)?,
        signer: "Dr. Ranu Contoh, M.Si.".into(),
        signer_office: "Kepala Perangkat Daerah".into(),
        valid_to: Some(days(today, 180)?),
        scan: Some(sheet(app, PaperKind::title(kind.key()))?),
        people: people.iter().map(|person| person.nip.clone()).collect(),
        skp: Vec::new(),
    };
    people::enter_paper(app, enters, paper).await
}

/// Two statements that count, and one that waits for the verifier.
async fn papers(app: &App, cast: &Cast, people: &[PersonBrief]) -> Result<()> {
    statements(app, &cast.opd, &cast.verifikator, people).await?;
    if !people.is_empty() {
        statement(app, &cast.opd, people, PaperKind::Health).await?;
    }
    Ok(())
}

/// Nominations in every state that a verifier meets: a draft, sent ones, one sent back, verified ones.
async fn nominate(app: &App, cast: &Cast, places: &Places, people: &[PersonBrief]) -> Result<()> {
    let slots = places.slots.iter().cycle();
    for (index, (person, slot)) in people.iter().zip(slots).enumerate() {
        let id = send(
            app,
            &cast.opd,
            places.programme,
            person,
            &[*slot],
            index > 0,
        )
        .await?;
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

/// Writes a nomination with every paper that the programme asks for, and sends it.
pub(super) async fn send(
    app: &App,
    who: &Actor,
    id: ProgrammeId,
    person: &PersonBrief,
    slots: &[SlotId],
    now: bool,
) -> Result<NominationId> {
    let programme = programmes::get(&app.db, id).await?;
    let mut attached = Vec::new();
    for kind in &programme.papers {
        let name = format!("{}.pdf", kind.key());
        let file = sheet(app, &format!("{} – {}", kind.key(), person.name_plain))?;
        attached.push(nominations::keep(app, "papers", *kind, file, &name).await?);
    }
    let form = form(app.clock.today(), person, slots, attached)?;
    nominations::nominate(app, who, id, form, now, None).await
}

fn form(
    today: CivilDate,
    person: &PersonBrief,
    slots: &[SlotId],
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
        choices: slots.to_vec(),
        paper_scan: None,
        papers,
    })
}
