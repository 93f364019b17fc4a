//! Saved simulations of the demonstration, so that a visitor has something to compare and a decision its simulation.

use app::App;
use app::policies;
use app::simulations::{self, Asked, Saving, Setting};
use kernel::{Actor, Result};

/// The simulation behind the decision of the invented meeting.
pub const LONGER: &str = "Lama magang yang lazim sampai 6 bulan";

/// A stricter and a milder term of service, tried on the invented register.
pub async fn saved(app: &App, pengelola: &Actor) -> Result<()> {
    let (today, now) = (app.clock.today(), app.clock.now());
    let Some(version) = policies::in_force(&app.db, "magang-banten", today, now).await? else {
        return Ok(());
    };
    for (param, value, title) in [
        ("usual_max_months", "6", LONGER),
        (
            "min_service_years",
            "1",
            "Masa kerja paling singkat 1 tahun",
        ),
        (
            "min_service_years",
            "3",
            "Masa kerja paling singkat 3 tahun",
        ),
    ] {
        let saving = Saving {
            asked: Asked {
                version,
                text: None,
                params: vec![(param.to_owned(), value.to_owned())],
                setting: Setting::usual(today),
            },
            title: title.to_owned(),
            note: "Bahan diskusi kelompok terarah tentang kriteria peserta".to_owned(),
        };
        simulations::save(app, pengelola, saving, None).await?;
    }
    Ok(())
}
