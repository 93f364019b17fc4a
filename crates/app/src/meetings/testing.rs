//! Meetings for the tests of this and other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use kernel::{Actor, MeetingDecisionId, MeetingId, ScenarioId};

use super::{
    Attendance, Came, Details, Evidence, NewInvitee, NewOption, NewTopic, Ruling, TopicKind,
    add_option, attend, create, decide, invite, invite_more, record, start, write_minutes,
};
use crate::{App, simulations};

/// Details of a meeting of today.
pub fn details(app: &App) -> Details {
    Details {
        title: "Kriteria peserta magang".into(),
        date: Some(app.clock.today()),
        starts: Some("9.00".into()),
        ends: Some("11:30".into()),
        place: "Ruang Contoh, Kota Contoh".into(),
        leader: "Kepala Badan Kepegawaian Daerah".into(),
        purpose: Some("Membahas kriteria peserta".into()),
        remark: None,
    }
}

/// A meeting of today with the agenda of the template and two invited institutions, under way.
pub async fn running(app: &App, actor: &Actor) -> MeetingId {
    let topics: Vec<NewTopic> = TopicKind::TEMPLATE.into_iter().map(Into::into).collect();
    let id = create(app, actor, details(app), topics, None)
        .await
        .unwrap();
    let guests = ["Biro Organisasi Contoh", "Universitas Contoh"].map(|institution| NewInvitee {
        institution: institution.into(),
        ..NewInvitee::default()
    });
    invite_more(app, actor, id, guests.into(), None)
        .await
        .unwrap();
    invite(app, actor, id).await.unwrap();
    start(app, actor, id).await.unwrap();
    id
}

/// Enters everybody as present and writes a line of minutes for every topic.
pub async fn complete(app: &App, actor: &Actor, id: MeetingId) {
    let known = record(&app.db, id).await.unwrap();
    let came = known.invitees.iter().map(|one| Came {
        invitee: one.id,
        attendance: Attendance::Present,
        deputy: None,
    });
    attend(app, actor, id, came.collect(), Evidence::Screen)
        .await
        .unwrap();
    for topic in known.topics {
        if topic.minutes.is_none() {
            let text = format!("Dibahas: {}.", topic.title);
            write_minutes(app, actor, id, topic.id, &text, topic.revision)
                .await
                .unwrap();
        }
    }
}

/// A decision on the first topic, with the option that was chosen and its simulation.
pub async fn decided(app: &App, actor: &Actor, id: MeetingId) -> MeetingDecisionId {
    let topic = record(&app.db, id).await.unwrap().topics.remove(0).id;
    let option = |text: &str, scenario: Option<ScenarioId>| NewOption {
        text: text.into(),
        weighing: None,
        scenario,
    };
    let two = option("Tetap dua tahun", None);
    add_option(app, actor, id, topic, two, None).await.unwrap();
    let simulated = simulations::testing::saved(app, actor, "Tiga tahun masa kerja").await;
    let three = option("Tiga tahun", Some(simulated));
    let chosen = add_option(app, actor, id, topic, three, None)
        .await
        .unwrap();
    let ruling = Ruling {
        title: "Masa kerja paling singkat tiga tahun".into(),
        text: "Peserta sudah tiga tahun menjadi PNS.".into(),
        reasons: "Satu siklus penilaian kinerja penuh".into(),
        option: Some(chosen),
    };
    decide(app, actor, id, topic, ruling).await.unwrap()
}
