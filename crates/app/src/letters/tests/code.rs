//! The code of a letter, the check page's answers and uploaded files.

use base64::Engine as _;
use proptest::prelude::*;

use super::life::{decided, of_kind, outside, today};
use crate::keys::Keys;
use crate::letters::testing::{date, each, officer};
use crate::letters::*;

static KEYS: std::sync::LazyLock<Keys> = std::sync::LazyLock::new(|| keys("a"));

fn keys(seed: &str) -> Keys {
    let folder = tempfile::tempdir().unwrap();
    Keys::open(folder.path(), &kernel::SeededEntropy::new(seed)).unwrap()
}

fn claims(number: &str) -> Claims {
    Claims {
        id: kernel::LetterId(uuid::Uuid::from_u128(7)),
        kind: LetterKind::Assignment,
        date: date("2026-11-24"),
        digest: [7; 32],
        number: number.into(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_was_signed_is_read_back(number in "[ -~]{1,120}", id in any::<u128>(), day in 1_i32..40_000, digest in any::<[u8; 32]>()) {
        let claims = Claims {
            id: kernel::LetterId(uuid::Uuid::from_u128(id)),
            kind: LetterKind::Decision,
            date: kernel::CivilDate::from_epoch_days(day).unwrap(),
            digest,
            number,
        };
        prop_assert_eq!(verify(&KEYS, &sign(&KEYS, &claims)), Some(claims));
    }

    #[test]
    fn a_changed_token_is_refused(at in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_=+/ -]") {
        let token = sign(&KEYS, &claims("800.1.11.1/1/BKD/2026"));
        let i = at.index(token.len());
        let mut changed = token.clone();
        changed.replace_range(i..=i, &letter);
        if changed != token {
            prop_assert_eq!(verify(&KEYS, &changed), None);
        }
    }

    #[test]
    fn a_changed_byte_is_refused(at in any::<prop::sample::Index>(), flip in 1_u8..=255) {
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        let mut bytes = engine.decode(sign(&KEYS, &claims("1/2026"))).unwrap();
        let i = at.index(bytes.len());
        bytes[i] ^= flip;
        prop_assert_eq!(verify(&KEYS, &engine.encode(bytes)), None);
    }

    #[test]
    fn arbitrary_text_is_refused(text in ".{0,300}") {
        prop_assert_eq!(verify(&KEYS, &text), None);
    }
}

#[test]
fn there_is_one_encoding_and_one_key() {
    let keys_a = keys("a");
    let token = sign(&keys_a, &claims("1/2026"));
    assert!(verify(&keys_a, &token).is_some());
    for other in [
        format!("{token}="),
        format!(" {token}"),
        format!("{token}\n"),
        token.replace('_', "/").replace('-', "+") + "=",
        token.to_lowercase(),
    ] {
        assert_eq!(verify(&keys_a, &other), None, "{other}");
    }
    assert_eq!(verify(&keys("b"), &token), None);
    assert!(verify(&keys_a, &sign(&keys("b"), &claims("1/2026"))).is_none());
    assert!(
        token.len() < 260,
        "{} characters do not scan well from paper",
        token.len()
    );
}

#[test]
fn names_are_masked() {
    assert_eq!(mask_name("Laksmi Adiningrum, S.Kom."), "L••••• A•••••••••");
    assert_eq!(mask_name(""), "");
}

async fn known(app: &crate::App, token: &str) -> Checked {
    match check(app, token).await.unwrap() {
        CheckOutcome::Known(checked) => *checked,
        CheckOutcome::Unknown => panic!("the letter is not known"),
    }
}

#[tokio::test]
async fn the_check_says_what_the_letter_is_and_what_became_of_it() {
    each(async |app| {
        let (programme, _, decision) = decided(&app, 2).await;
        let tasks = of_kind(&app, &programme, LetterKind::Assignment).await;
        let mut tokens = Vec::new();
        for task in &tasks {
            issue(&app, &officer(), task.id, &today(NumberChoice::Automatic))
                .await
                .unwrap();
            tokens.push(
                letter(&app, &officer(), task.id)
                    .await
                    .unwrap()
                    .token
                    .unwrap(),
            );
        }
        assert_ne!(tokens[0], tokens[1]);
        let first = known(&app, &tokens[0]).await;
        assert_eq!(
            (first.state, first.number.as_str(), first.count),
            (LetterState::Issued, "800.1.11.1/1/BKD/2026", 1)
        );
        assert_eq!(first.persons, ["C••••• P•••••• 1 (•••••••• •••••• • 001)"]);
        assert!(!first.subject.contains("Pegawai"));
        assert_eq!(
            first.office,
            "Kepala Badan Kepegawaian Daerah Provinsi Nusa Contoh"
        );
        let of_decision = letter(&app, &officer(), decision)
            .await
            .unwrap()
            .token
            .unwrap();
        let annex = known(&app, &of_decision).await;
        assert_eq!((annex.count, annex.persons.len()), (2, 0));

        // Replaced: the reader sees by which number.
        let new = draft_replacement(&app, &officer(), decision).await.unwrap();
        assert!(draft_replacement(&app, &officer(), decision).await.is_err());
        assert_eq!(known(&app, &of_decision).await.state, LetterState::Issued);
        issue(&app, &officer(), new, &outside("188/Kep.13-Huk/2026"))
            .await
            .unwrap();
        let replaced = known(&app, &of_decision).await;
        assert_eq!(replaced.state, LetterState::Superseded);
        assert_eq!(replaced.replaced_by.unwrap().0, "188/Kep.13-Huk/2026");
        revoke(&app, &officer(), tasks[1].id, "peserta sakit")
            .await
            .unwrap();
        let revoked = known(&app, &tokens[1]).await;
        assert_eq!(
            (revoked.state, revoked.reason.as_deref()),
            (LetterState::Revoked, Some("peserta sakit"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_token_of_a_draft_is_no_letter() {
    each(async |app| {
        let (programme, _, _) = decided(&app, 1).await;
        let draft = of_kind(&app, &programme, LetterKind::Notice)
            .await
            .remove(0);
        // Even the right key over a draft says nothing: the register of issued letters decides.
        let forged = sign(
            &app.keys,
            &Claims {
                id: draft.id,
                kind: draft.kind,
                ..claims("1/2026")
            },
        );
        assert!(verify(&app.keys, &forged).is_some());
        assert_eq!(check(&app, &forged).await.unwrap(), CheckOutcome::Unknown);
        assert_eq!(
            check(&app, "bukan-kode").await.unwrap(),
            CheckOutcome::Unknown
        );
        assert!(draft.token.is_none());
        let preview = pdf(&app, &officer(), draft.id, false).await.unwrap();
        let text = String::from_utf8(preview).unwrap();
        assert!(text.contains("konsep") && !text.contains("/periksa/"));
    })
    .await;
}

async fn file(app: &crate::App, bytes: &[u8], token: Option<&str>) -> FileVerdict {
    let mut check = FileCheck::default();
    for piece in bytes.chunks(7) {
        check.push(piece).unwrap();
    }
    check.finish(app, token).await.unwrap().0
}

#[tokio::test]
async fn a_file_is_original_signed_or_unknown_and_claims_stay_honest() {
    each(async |app| {
        let actor = officer();
        let (programme, _, id) = decided(&app, 1).await;
        let task = of_kind(&app, &programme, LetterKind::Assignment).await[0].id;
        let token = letter(&app, &actor, id).await.unwrap().token.unwrap();
        let original = pdf(&app, &actor, id, true).await.unwrap();
        assert_eq!(
            file(&app, &original, Some(&token)).await,
            FileVerdict::Original
        );
        assert_eq!(known(&app, &token).await.claim, SignatureClaim::None);

        let scan = b"%PDF-1.4 scan %%EOF".to_vec();
        assert_eq!(
            upload_signed(&app, &actor, task, scan.clone())
                .await
                .unwrap_err()
                .text()
                .key,
            "letters-still-draft"
        );
        assert!(
            upload_signed(&app, &actor, id, b"MZ no pdf".to_vec())
                .await
                .is_err()
        );
        assert_eq!(
            upload_signed(&app, &actor, id, original.clone())
                .await
                .unwrap_err()
                .fields()[0]
                .text
                .key,
            "letters-file-is-original"
        );
        assert!(
            !upload_signed(&app, &actor, id, scan.clone())
                .await
                .unwrap()
                .signature
        );
        assert_eq!(known(&app, &token).await.claim, SignatureClaim::None);
        assert_eq!(
            mark_certified(&app, &actor, id, "ref")
                .await
                .unwrap_err()
                .text()
                .key,
            "letters-no-signature-seen"
        );
        assert_eq!(pdf(&app, &actor, id, true).await.unwrap(), scan);
        assert_eq!(pdf(&app, &actor, id, false).await.unwrap(), original);

        let signed = b"%PDF-1.7 /Type /Sig /ByteRange [0 1 2 3] %%EOF".to_vec();
        assert!(
            upload_signed(&app, &actor, id, signed.clone())
                .await
                .unwrap()
                .signature
        );
        assert_eq!(known(&app, &token).await.claim, SignatureClaim::Embedded);
        mark_certified(&app, &actor, id, "BSrE 2026-11-24 08.10")
            .await
            .unwrap();
        let checked = known(&app, &token).await;
        assert_eq!(
            (checked.claim, checked.claim_reference.as_deref()),
            (SignatureClaim::Certified, Some("BSrE 2026-11-24 08.10"))
        );

        for copy in [&scan, &signed] {
            assert_eq!(file(&app, copy, Some(&token)).await, FileVerdict::Signed);
            assert_eq!(file(&app, copy, None).await, FileVerdict::Signed);
        }
        let mut changed = original.clone();
        changed[20] ^= 1;
        assert_eq!(
            file(&app, &changed, Some(&token)).await,
            FileVerdict::Unknown
        );
        assert_eq!(file(&app, &changed, None).await, FileVerdict::Unknown);
        // The real file of another letter is not the file of this one.
        let other = {
            issue(&app, &actor, task, &today(NumberChoice::Automatic))
                .await
                .unwrap();
            pdf(&app, &actor, task, false).await.unwrap()
        };
        assert_eq!(file(&app, &other, Some(&token)).await, FileVerdict::Unknown);
        assert_eq!(file(&app, &other, None).await, FileVerdict::Original);
        let mut large = FileCheck::default();
        let piece = vec![0; 1 << 20];
        assert!((0..=MAX_CHECKED >> 20).any(|_| large.push(&piece).is_err()));
    })
    .await;
}

/// A programme of two whose assignment letters are issued; their ids and tokens.
async fn two_issued(app: &crate::App) -> Vec<(kernel::LetterId, String)> {
    let (programme, _, _) = decided(app, 2).await;
    let mut issued = Vec::new();
    for task in of_kind(app, &programme, LetterKind::Assignment).await {
        let order = today(NumberChoice::Automatic);
        issue(app, &officer(), task.id, &order).await.unwrap();
        let letter = letter(app, &officer(), task.id).await.unwrap();
        issued.push((task.id, letter.token.unwrap()));
    }
    issued
}

#[tokio::test]
async fn two_letters_have_different_codes_and_no_changed_sign_passes() {
    each(async |app| {
        let issued = two_issued(&app).await;
        let (first, second) = (&issued[0].1, &issued[1].1);
        assert_ne!(first, second);
        assert_ne!(
            known(&app, first).await.number,
            known(&app, second).await.number
        );
        for at in 0..first.len() {
            for other in ["A", "B", "-", "9"] {
                let mut changed = first.clone();
                changed.replace_range(at..=at, other);
                let outcome = check(&app, &changed).await.unwrap();
                assert_eq!(
                    outcome == CheckOutcome::Unknown,
                    changed != *first,
                    "sign {at} changed to {other}"
                );
            }
        }
        // Nor does one half of a code together with the other half of another.
        let half = first.len() / 2;
        let mixed = format!("{}{}", &first[..half], &second[half..]);
        assert_eq!(check(&app, &mixed).await.unwrap(), CheckOutcome::Unknown);
    })
    .await;
}

#[tokio::test]
async fn the_check_answers_from_the_record_and_not_from_the_file() {
    each(async |app| {
        let (id, token) = two_issued(&app).await.remove(0);
        let before = known(&app, &token).await;
        let record = letter(&app, &officer(), id).await.unwrap();
        assert_eq!(
            (Some(&before.number), Some(before.date)),
            (record.number.as_ref(), record.date)
        );
        let content = record.content.unwrap().to_string();
        let unit = "Bidang Pengelolaan Data";
        assert!(before.subject.contains(unit) && content.contains(unit));
        assert_eq!(before.signer, record.signer.unwrap().name);
        assert_eq!(before.persons.len(), 1);
        // Somebody puts another file in the place of the PDF.
        let pdf = pdf(&app, &officer(), id, true).await.unwrap();
        let place = app.blobs.path(&crate::sha256_hex(&pdf));
        std::fs::write(&place, b"%PDF-1.7 palsu %%EOF").unwrap();
        assert_eq!(known(&app, &token).await, before);
        assert!(super::super::pdf(&app, &officer(), id, true).await.is_err());
        let forged = file(&app, b"%PDF-1.7 palsu %%EOF", Some(&token)).await;
        assert_eq!(forged, FileVerdict::Unknown);
        assert_eq!(file(&app, &pdf, Some(&token)).await, FileVerdict::Original);
        std::fs::remove_file(&place).unwrap();
        assert_eq!(known(&app, &token).await, before);
    })
    .await;
}
