//! Two saved simulations of the demonstration, so that a visitor has something to compare.

use app::App;
use app::policies;
use app::simulations::{self, Asked, Saving, Setting};
use kernel::{Actor, Result};

/// A stricter and a milder term of service, tried on the invented register.
pub async fn saved(app: &App, pengelola: &Actor) -> Result<()> {
    let (today, now) = (app.clock.today(), app.clock.now());
    let Some(version) = policies::in_force(&app.db, "magang-banten", today, now).await? else {
        return Ok(());
    };
    for (years, title) in [
        ("1", "Masa kerja paling singkat 1 tahun"),
        ("3", "Masa kerja paling singkat 3 tahun"),
    ] {
        let saving = Saving {
            asked: Asked {
                version,
                text: None,
                params: vec![("min_service_years".to_owned(), years.to_owned())],
                setting: Setting::usual(today),
            },
            title: title.to_owned(),
            note: "Bahan diskusi kelompok terarah tentang kriteria peserta".to_owned(),
        };
        simulations::save(app, pengelola, saving, None).await?;
    }
    Ok(())
}
