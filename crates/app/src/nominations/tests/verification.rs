//! Verification by somebody else, correction and declining.

use super::*;

#[tokio::test]
async fn who_entered_it_does_not_verify_it() {
    each_engine(async |app| {
        let (programme, slot) = place(&app, Giving::Direct).await;
        let own = opd(&app, "Dinas Sendiri").await;
        let mine = person(&app, own, 1).await;
        let mut both = actor(1, Role::Pengelola, Scope::All);
        both.grants.push(RoleGrant {
            role: Role::Verifikator,
            scope: Scope::All,
        });
        let good = form(&app, programme, mine, vec![slot]).await;
        let id = nominate(&app, &both, programme, good, true, None)
            .await
            .unwrap();
        assert_eq!(
            verify(&app, &both, id).await.unwrap_err().text().key,
            "nominations-own-entry"
        );
        let colleague = actor(2, Role::Verifikator, Scope::All);
        verify(&app, &colleague, id).await.unwrap();
        let found = get(&app.db, &Scope::All, id).await.unwrap();
        assert_eq!(found.state, State::Verified);
        assert!(
            found
                .papers
                .iter()
                .all(|paper| paper.state == PaperState::Accepted)
        );
        assert_eq!(for_placement(&app.db, programme).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn correction_goes_back_and_forth_with_a_reason() {
    each_engine(async |app| {
        let (programme, slot) = place(&app, Giving::Direct).await;
        let own = opd(&app, "Dinas Sendiri").await;
        let mine = person(&app, own, 1).await;
        let (officer, checker) = (
            actor(1, Role::Opd, Scope::Org(own)),
            actor(2, Role::Verifikator, Scope::All),
        );
        let mut bare = form(&app, programme, mine, vec![slot]).await;
        let papers = std::mem::take(&mut bare.papers);
        let id = nominate(&app, &officer, programme, bare.clone(), true, None)
            .await
            .unwrap();
        assert_eq!(
            verify(&app, &checker, id).await.unwrap_err().text().key,
            "nominations-papers-missing"
        );
        assert_eq!(
            return_for_correction(&app, &checker, id, " ".into())
                .await
                .unwrap_err()
                .kind(),
            Kind::Invalid
        );
        return_for_correction(&app, &checker, id, "Lengkapi izin".into())
            .await
            .unwrap();
        for paper in papers {
            attach(&app, &officer, id, paper).await.unwrap();
        }
        bare.purpose = "Tujuan yang lebih jelas".into();
        change(&app, &officer, id, bare).await.unwrap();
        submit(&app, &officer, id).await.unwrap();
        judge_paper(
            &app,
            &checker,
            id,
            PaperKind::IzinOpd,
            false,
            Some("Tidak terbaca".into()),
        )
        .await
        .unwrap();
        assert!(verify(&app, &checker, id).await.is_err());
        let clean = crate::nominations::keep(
            &app,
            "paper",
            PaperKind::IzinOpd,
            b"%PDF-1.4".to_vec(),
            "a/b.pdf",
        )
        .await
        .unwrap();
        assert_eq!(clean.file_name, "b.pdf");
        attach(&app, &officer, id, clean).await.unwrap();
        verify(&app, &checker, id).await.unwrap();
        let acts: Vec<String> = events(&app.db, id)
            .await
            .unwrap()
            .into_iter()
            .map(|event| event.act)
            .collect();
        assert_eq!(
            acts,
            [
                "create",
                "submit",
                "return",
                "paper",
                "paper",
                "paper",
                "change",
                "submit",
                "paper-return",
                "paper",
                "verify"
            ]
        );
        assert!(
            change(
                &app,
                &officer,
                id,
                form(&app, programme, mine, vec![slot]).await
            )
            .await
            .is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn a_nominee_may_decline_and_a_paper_keeps_its_origin() {
    let app = crate::testing::app().await;
    let (programme, slot) = place(&app, Giving::Direct).await;
    let own = opd(&app, "Dinas Sendiri").await;
    let mine = person(&app, own, 1).await;
    let officer = actor(1, Role::Opd, Scope::Org(own));
    let mut paper = form(&app, programme, mine, vec![slot]).await;
    paper.paper_scan = Some(app.blobs.put(b"%PDF-1.7".to_vec()).await.unwrap());
    let id = nominate(&app, &officer, programme, paper, true, None)
        .await
        .unwrap();
    assert_eq!(
        get(&app.db, &Scope::All, id).await.unwrap().origin,
        Origin::Paper
    );
    let stranger = actor(3, Role::Pegawai, Scope::Person(person(&app, own, 2).await));
    assert_eq!(
        decline(&app, &stranger, id).await.unwrap_err().kind(),
        Kind::NotFound
    );
    decline(&app, &actor(4, Role::Pegawai, Scope::Person(mine)), id)
        .await
        .unwrap();
    assert_eq!(
        get(&app.db, &Scope::All, id).await.unwrap().state,
        State::Declined
    );
}
