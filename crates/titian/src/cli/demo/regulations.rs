//! Entries that the invented agency added to the register: one plan on its way, one instrument in force.

use app::App;
use app::regulations::{self, Confidence, Edit, Kind, New, Promulgation, Stage};
use kernel::{Actor, Result};

use super::scenario::days;

/// Enters both.
pub(super) async fn play(app: &App, pengelola: &Actor) -> Result<()> {
    let today = app.clock.today();
    let plan = |code: &str, title: &str, due| New {
        code: code.to_owned(),
        kind: Kind::Pergub,
        confidence: Confidence::P,
        stage: Stage::Draf,
        edit: Edit {
            title: title.to_owned(),
            owner: "Bagian Hukum Contoh".to_owned(),
            due: Some(due),
            note: Some("Rekaan untuk peragaan".to_owned()),
            waits: "POL-DUR\nPedoman bagi unit kerja".to_owned(),
        },
    };
    let next = plan(
        "PERGUB-CONTOH-MAGANG",
        "Pedoman Magang/Praktik Kerja (rekaan)",
        days(today, 45)?,
    );
    regulations::add(app, pengelola, next, None).await?;
    let done = plan(
        "PERGUB-CONTOH-KOMPETENSI",
        "Pengembangan Kompetensi (rekaan)",
        days(today, -20)?,
    );
    let code = regulations::add(app, pengelola, done, None).await?;
    let date = days(today, -30)?;
    let order = Promulgation {
        name: format!("Pergub Contoh 7/{}", date.year()),
        title: "Peraturan Gubernur Contoh tentang Pengembangan Kompetensi (rekaan)".to_owned(),
        number: "7".to_owned(),
        date,
        from: date,
        articles: "Pasal 3 ayat (1) | Magang termasuk pengembangan kompetensi".to_owned(),
    };
    regulations::promulgate(app, pengelola, &code, order).await
}
