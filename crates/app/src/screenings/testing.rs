//! Programmes with a small policy and people who meet it or not, for the tests of this and other slices.

#![allow(clippy::unwrap_used)] // a test that cannot be set up must fail

use kernel::{Actor, OrgId, Origin, PersonId, ProgrammeId, Scope, ScreeningId};

use crate::App;
use crate::args;
use crate::audit::Entry;
use crate::db::Sql;
use crate::people;
use crate::programmes::{self, Giving, PinnedPolicy};

/// Criteria that rest on the export alone: long enough a PNS at the start, and the permission of the head.
pub const POLICY: &str = r#"
id = "magang-banten"
version = "uji-1"
title = { id = "Kriteria contoh", en = "Sample criteria" }
applies_to = "magang"
valid_from = 2020-07-01
anchor = "start"

[[rule]]
id = "masa-kerja"
says = { id = "Masa kerja sebagai PNS paling singkat 2 tahun", en = "At least 2 years of service as PNS" }
require = "years(tmt_pns, at) >= 2"
cite = ["POL-ELIG-SERVICE"]
force = "block"
remedy = { id = "Dapat mengusulkan lagi mulai {met_from}", en = "You can apply again from {met_from}" }

[[rule]]
id = "izin-opd"
says = { id = "Ada izin tertulis kepala OPD", en = "The head of the unit permits it in writing" }
require = "case.izin_opd"
cite = ["POL-ELIG-SERVICE"]
force = "block"

[[rule]]
id = "lama"
says = { id = "Lama magang lazimnya kurang dari 2 bulan", en = "Usually shorter than 2 months" }
require = "case.end < add_months(case.start, 2)"
cite = ["POL-DUR"]
force = "warn"
"#;

/// [`POLICY`] with the years of service waivable by the PPK, once in a programme.
pub fn waivable_policy() -> String {
    let rule = "cite = [\"POL-ELIG-SERVICE\"]\nforce = \"block\"\nremedy =";
    let waivable = format!("waivable = true\nwaived_by = \"ppk\"\n{rule}");
    let limit = "[param.max_dispensations]\nvalue = 1\nsays = { id = \"Batas dispensasi\", en = \"Limit of \
                 dispensations\" }\ncite = [\"POL-ELIG-SERVICE\"]\n\n[[rule]]\nid = \"masa-kerja\"";
    POLICY
        .replace(rule, &waivable)
        .replace("[[rule]]\nid = \"masa-kerja\"", limit)
}

/// An open programme that pins [`POLICY`] and asks for the permission of the head.
pub async fn programme(app: &App, giving: Giving, release_max: Option<i64>) -> ProgrammeId {
    programme_by(app, giving, release_max, POLICY).await
}

/// The same with another text.
pub async fn programme_by(
    app: &App,
    giving: Giving,
    release_max: Option<i64>,
    text: &str,
) -> ProgrammeId {
    let actor = Actor::system(Origin::System);
    let mut settings = programmes::testing::settings(app, giving);
    settings.release_max = release_max;
    settings.papers = vec![programmes::PaperKind::IzinOpd];
    settings.seed = "undian".into();
    let id = programmes::create(app, &actor, settings).await.unwrap();
    let policy = PinnedPolicy {
        id: "magang-banten".into(),
        version: "uji-1".into(),
        text: text.into(),
    };
    programmes::open(app, &actor, id, policy).await.unwrap();
    id
}

/// Person number `n` of `opd`, a PNS since `tmt_pns` as her export row says.
pub async fn person(app: &App, opd: OrgId, n: u32, tmt_pns: &str) -> PersonId {
    let id = crate::people::testing::person(app, opd, n).await;
    set_record(app, id, tmt_pns).await;
    id
}

/// Changes since when a test person is a PNS, as a new import would.
pub async fn set_record(app: &App, id: PersonId, tmt_pns: &str) {
    let (mut record, _) = people::record(&app.db, &Scope::All, id).await.unwrap();
    record.insert("tmt_pns".to_owned(), tmt_pns.to_owned());
    let record = serde_json::json!(record).to_string();
    app.db
        .write(move |tx| {
            let record = record.clone();
            Box::pin(async move {
                tx.exec(
                    "UPDATE person SET record = $2 WHERE id = $1",
                    args![id, record],
                )
                .await?;
                let system = Actor::system(Origin::System);
                tx.audit(Entry::new(&system, "test.record", "person", id));
                Ok(())
            })
        })
        .await
        .unwrap();
}

/// Changes a stored explanation behind the program's back.
pub async fn spoil(app: &App, id: ScreeningId) {
    app.db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "UPDATE screening SET explanation = REPLACE(explanation, 'tahun', 'TAHUN') WHERE id = $1",
                    args![id],
                )
                .await?;
                let system = Actor::system(Origin::System);
                tx.audit(Entry::new(&system, "test.spoil", "screening", id));
                Ok(())
            })
        })
        .await
        .unwrap();
}
