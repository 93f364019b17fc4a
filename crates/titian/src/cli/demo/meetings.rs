//! Meetings of the demonstration: the public discussion of 2020 with its public facts only, and an invented one whose
//! decision set a number of the policy.

use app::App;
use app::meetings::{
    self, Attendance, Came, Details, Evidence, NewInvitee, NewOption, NewTopic, RemarkKind, Ruling,
    Task, TopicKind,
};
use app::policies::{self, Decide, Paper};
use app::simulations;
use kernel::{Actor, CivilDate, Error, MeetingDecisionId, MeetingId, Result, Role, TopicId};

use super::scenario::days;
use super::simulation;

/// Enters both meetings.
pub async fn play(app: &App, pengelola: &Actor, pejabat: &Actor) -> Result<()> {
    public(app, pengelola).await?;
    invented(app, pengelola, pejabat).await?;
    running(app, pengelola).await
}

/// An invented meeting that goes on today: one topic with an option whose simulation was saved, nothing decided yet.
async fn running(app: &App, actor: &Actor) -> Result<()> {
    let details = Details {
        title: "Rapat Contoh: kriteria masa kerja".into(),
        date: Some(app.clock.today()),
        starts: Some("09.00".into()),
        place: "Ruang Rapat Jembatan, Kota Contoh".into(),
        leader: "Kepala Badan Kepegawaian Daerah Provinsi Contoh Titian".into(),
        purpose: Some("Menimbang masa kerja paling singkat. Rapat ini rekaan.".into()),
        ..Details::default()
    };
    let guests = vec![guest(
        "Universitas Contoh",
        "Pembimbing akademik",
        Some("demo.mitra"),
    )];
    let topics = vec![NewTopic::from(TopicKind::Criteria)];
    let screen = Evidence::Screen;
    let id = held(app, actor, details, topics, guests, &[], screen).await?;
    let saved = simulations::saved(&app.db, Some("magang-banten")).await?;
    let topics = meetings::record(&app.db, id).await?.topics;
    let (Some(topic), Some(scenario)) = (topics.first(), saved.first()) else {
        return Ok(());
    };
    let option = NewOption {
        text: scenario.title.clone(),
        weighing: None,
        scenario: Some(scenario.id),
    };
    meetings::add_option(app, actor, id, topic.id, option, None).await?;
    Ok(())
}

fn guest(institution: &str, office: &str, login: Option<&str>) -> NewInvitee {
    NewInvitee {
        institution: institution.to_owned(),
        name: None,
        office: Some(office.to_owned()).filter(|office| !office.is_empty()),
        login: login.map(str::to_owned),
    }
}

/// Takes a new meeting up to its start and enters who came.
async fn held(
    app: &App,
    actor: &Actor,
    details: Details,
    topics: Vec<NewTopic>,
    guests: Vec<NewInvitee>,
    absent: &[usize],
    evidence: Evidence,
) -> Result<MeetingId> {
    let id = meetings::create(app, actor, details, topics, None).await?;
    meetings::invite_more(app, actor, id, guests, None).await?;
    meetings::invite(app, actor, id).await?;
    meetings::start(app, actor, id).await?;
    let invitees = meetings::record(&app.db, id).await?.invitees;
    let came = invitees.iter().enumerate().map(|(index, one)| Came {
        invitee: one.id,
        attendance: match absent.contains(&index) {
            true => Attendance::Absent,
            false => Attendance::Present,
        },
        deputy: None,
    });
    meetings::attend(app, actor, id, came.collect(), evidence).await?;
    Ok(id)
}

/// The discussion of 19 November 2020: place, offices that were present and the six topics are public, nothing else is.
async fn public(app: &App, actor: &Actor) -> Result<()> {
    let date: CivilDate = "2020-11-19".parse().map_err(Error::internal)?;
    if date > app.clock.today() {
        return Ok(());
    }
    let details = Details {
        title: "Focus Group Discussion Pengembangan Kompetensi Pegawai Melalui Magang".into(),
        date: Some(date),
        place: "KP3B, Serang".into(),
        leader: "Kepala Badan Kepegawaian Daerah Provinsi Banten".into(),
        purpose: Some(
            "Membahas konsep pelatihan melalui magang bersama instansi terkait.".into(),
        ),
        remark: Some(
            "Dicatat hanya dari keterangan publik tentang rapat ini. Nama peserta, notulen, dan keputusannya tidak \
             dipublikasikan, jadi tidak ditulis di sini."
                .into(),
        ),
        ..Details::default()
    };
    let topics = TopicKind::TEMPLATE.into_iter().map(NewTopic::from);
    let agency = "Badan Kepegawaian Daerah Provinsi Banten";
    let guests = vec![
        guest(agency, "Kepala Badan, pemimpin diskusi", None),
        guest(
            "Sekretariat Daerah Provinsi Banten",
            "Kepala Biro Organisasi dan Reformasi Birokrasi",
            None,
        ),
        guest(
            "Badan Pengembangan Sumber Daya Manusia Daerah Provinsi Banten",
            "Perwakilan",
            None,
        ),
        guest(
            "Universitas Islam Syekh Yusuf (UNIS) Tangerang",
            "Akademisi",
            None,
        ),
        guest(agency, "Seluruh pejabat administrasi", None),
    ];
    let report = Evidence::Report;
    let id = held(app, actor, details, topics.collect(), guests, &[], report).await?;
    let why = "Notulen dan keputusan rapat ini tidak dipublikasikan.";
    meetings::close(app, actor, id, Some(why.to_owned())).await
}

/// An invented meeting of the province on how long internships usually last.
async fn invented(app: &App, actor: &Actor, pejabat: &Actor) -> Result<()> {
    let today = app.clock.today();
    let details = Details {
        title: "Rapat Contoh: lama magang yang lazim".into(),
        date: Some(days(today, -10)?),
        starts: Some("09.00".into()),
        ends: Some("11.30".into()),
        place: "Ruang Rapat Jembatan, Kota Contoh".into(),
        leader: "Kepala Badan Kepegawaian Daerah Provinsi Contoh Titian".into(),
        purpose: Some(
            "Menimbang lama magang yang lazim setelah dua angkatan. Rapat ini rekaan untuk peragaan.".into(),
        ),
        remark: None,
    };
    let topics = [TopicKind::Duration, TopicKind::Instruments].map(NewTopic::from);
    let guests = vec![
        guest("Biro Organisasi Contoh", "Kepala Biro", None),
        guest(
            "Universitas Contoh",
            "Pembimbing akademik",
            Some("demo.mitra"),
        ),
        guest("Dinas Contoh", "Sekretaris Dinas", None),
    ];
    let screen = Evidence::Screen;
    let id = held(app, actor, details, topics.into(), guests, &[2], screen).await?;
    let topics = meetings::record(&app.db, id).await?.topics;
    let [long, instruments] = topics.as_slice() else {
        return Err(Error::internal("the invented meeting has two topics"));
    };
    let decision = duration(app, actor, id, long.id).await?;
    let text = "Rubrik penilaian dibahas sekilas; unit kerja diminta mengirim contoh rubrik yang sudah dipakai.";
    meetings::write_minutes(app, actor, id, instruments.id, text, 0).await?;
    let question = RemarkKind::Question;
    let asked = "Bagaimana menilai peserta yang pindah tempat di tengah magang?";
    let (who, topic) = ("Universitas Contoh", instruments.id);
    meetings::add_remark(app, actor, id, topic, question, who, asked, None).await?;
    let task = |text: &str, role, owner: &str, due| Task {
        text: text.to_owned(),
        role,
        owner: owner.to_owned(),
        due,
    };
    let rubric = task(
        "Mengumpulkan contoh rubrik penilaian dari unit kerja",
        Role::Pengelola,
        "Bidang Pengembangan Kompetensi Contoh",
        days(today, 14)?,
    );
    meetings::add_follow_up(app, actor, id, rubric, None).await?;
    let order = task(
        "Menetapkan versi kebijakan dengan lama magang yang baru",
        Role::Pejabat,
        "Kepala Badan Kepegawaian Daerah",
        days(today, -1)?,
    );
    let order = meetings::add_follow_up(app, actor, id, order, None).await?;
    meetings::close(app, actor, id, None).await?;
    if carried_out(app, actor, pejabat, decision).await? {
        let result = "Ditetapkan; berlaku mulai bulan depan.";
        meetings::finish(app, pejabat, id, order, days(today, -1)?, result).await?;
    }
    Ok(())
}

/// The topic that is decided, with what was weighed and who dissented.
async fn duration(
    app: &App,
    actor: &Actor,
    id: MeetingId,
    topic: TopicId,
) -> Result<MeetingDecisionId> {
    let text = "Instansi penerima menyampaikan bahwa tiga bulan sering habis untuk pengenalan.\n\
                Unit kerja kecil mengingatkan bahwa pegawai yang pergi lama sukar digantikan.";
    meetings::write_minutes(app, actor, id, topic, text, 0).await?;
    let saved = simulations::saved(&app.db, Some("magang-banten")).await?;
    let simulated = saved.iter().find(|one| one.title == simulation::LONGER);
    let option = |text: &str, weighing: &str| NewOption {
        text: text.to_owned(),
        weighing: Some(weighing.to_owned()),
        scenario: None,
    };
    let stay = option(
        "Tetap satu sampai tiga bulan",
        "Beban unit kerja ringan; hasil magang sering belum selesai",
    );
    meetings::add_option(app, actor, id, topic, stay, None).await?;
    let longer = NewOption {
        scenario: simulated.map(|one| one.id),
        ..option(
            "Satu sampai enam bulan",
            "Hasil magang dapat diselesaikan; serah terima tugas harus disiapkan",
        )
    };
    let chosen = meetings::add_option(app, actor, id, topic, longer, None).await?;
    let ruling = Ruling {
        title: "Lama magang yang lazim sampai enam bulan".into(),
        text: "Lama magang yang lazim menjadi satu sampai enam bulan.".into(),
        reasons: "Hasil magang dapat diselesaikan di tempat magang; lebih dari enam bulan perlu pendapat Biro Hukum.".into(),
        option: Some(chosen),
    };
    let decision = meetings::decide(app, actor, id, topic, ruling).await?;
    let dissent = "Bagi dinas dengan sedikit pegawai, enam bulan terlalu lama tanpa pengganti.";
    let kind = RemarkKind::Dissent;
    let who = "Biro Organisasi Contoh";
    meetings::add_remark(app, actor, id, topic, kind, who, dissent, None).await?;
    Ok(decision)
}

/// The version of the policy that carries the decision out: proposed by the officer, decided by the official, in force
/// in a month. Whether it could be made.
async fn carried_out(
    app: &App,
    actor: &Actor,
    pejabat: &Actor,
    decision: MeetingDecisionId,
) -> Result<bool> {
    let (today, now) = (app.clock.today(), app.clock.now());
    let Some(base) = policies::in_force(&app.db, "magang-banten", today, now).await? else {
        return Ok(false);
    };
    let version = policies::begin(app, actor, base, None).await?;
    let longer = [("usual_max_months".to_owned(), "6".to_owned())];
    policies::write_params(app, actor, version, &longer, 1).await?;
    // The examples on both sides of the boundary move with the number.
    let mut text = policies::text(&app.db, version).await?;
    for (status, old, new) in [
        ("met", "2024-05-31", "2024-08-31"),
        ("not-met", "2024-06-01", "2024-09-01"),
    ] {
        let example = |end: &str| {
            format!(
                "rules = {{ durasi-lazim = \"{status}\" }} }}\ncase = {{ start = 2024-03-01, end = {end} }}"
            )
        };
        text = text.replacen(&example(old), &example(new), 1);
    }
    policies::write(app, actor, version, &text, 2).await?;
    policies::propose(app, actor, version, "Keputusan rapat contoh").await?;
    let order = Decide {
        from: days(today, 30)?,
        paper: Paper {
            number: "Berita Acara Rapat".into(),
            date: days(today, -10)?,
            about: "Rapat Contoh: lama magang yang lazim".into(),
            entry: None,
        },
        digest: policies::get(&app.db, version, today).await?.digest,
        meeting: Some(decision),
        instead_of: Vec::new(),
    };
    policies::decide(app, pejabat, version, order).await?;
    Ok(true)
}
