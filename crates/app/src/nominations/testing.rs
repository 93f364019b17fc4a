//! Nominations for the tests of other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use kernel::{Actor, NominationId, Origin, PersonId, ProgrammeId, Scope, SlotId};

use super::{Attachment, Basis, CoverLetter, Guest, NominationForm, Nominee, nominate, verify};
use crate::App;
use crate::{people, programmes};

/// A form for a person of the register with every paper that the programme asks for.
pub async fn form(
    app: &App,
    programme: ProgrammeId,
    person: PersonId,
    choices: Vec<SlotId>,
) -> NominationForm {
    let brief = people::brief(&app.db, &Scope::All, person).await.unwrap();
    form_for(app, programme, Nominee::Own(brief.nip), choices).await
}

/// A civil servant of another government.
pub fn guest(n: u32, institution: &str) -> Nominee {
    Nominee::Guest(Guest {
        nip: format!("198001012005011{n:03}").parse().unwrap(),
        name: format!("Tamu Contoh {n}, S.E."),
        golongan: "III/c".parse().ok(),
        position: "Analis".into(),
        institution: institution.into(),
    })
}

/// A form for anybody with every paper that the programme asks for.
pub async fn form_for(
    app: &App,
    programme: ProgrammeId,
    nominee: Nominee,
    choices: Vec<SlotId>,
) -> NominationForm {
    let programme = programmes::get(&app.db, programme).await.unwrap();
    let sha256 = app.blobs.put(b"%PDF-1.7 contoh".to_vec()).await.unwrap();
    let papers = programme.papers.iter().map(|kind| Attachment {
        kind: *kind,
        sha256: sha256.clone(),
        media: "application/pdf",
        file_name: "contoh.pdf".into(),
    });
    NominationForm {
        nominee,
        purpose: "Belajar analisis data kepegawaian".into(),
        aims: vec!["analisis-data".into()],
        basis: Basis::Superior,
        plan_item: String::new(),
        plan_exception: "Kebutuhan mendesak".into(),
        plan_after: "Menerapkan pada penyusunan kebutuhan pegawai".into(),
        letter: Some(CoverLetter {
            number: "800/1/2026".into(),
            date: "2026-11-20".parse().unwrap(),
            scan: None,
        }),
        choices,
        paper_scan: None,
        papers: papers.collect(),
    }
}

/// A nomination that was sent and verified.
pub async fn verified(
    app: &App,
    programme: ProgrammeId,
    person: PersonId,
    choices: Vec<SlotId>,
) -> NominationId {
    let actor = Actor::system(Origin::System);
    let form = form(app, programme, person, choices).await;
    let id = nominate(app, &actor, programme, form, true, None)
        .await
        .unwrap();
    verify(app, &actor, id).await.unwrap();
    id
}
