//! What invented offices said on the draft guideline of the policy in force: answered, and still open.

use app::App;
use app::guidelines::{self, Answer, Input};
use app::policies;
use kernel::{Actor, Result};

/// Enters three inputs on the draft of the criteria in force and answers two of them.
pub async fn matrix(app: &App, actor: &Actor) -> Result<()> {
    let (today, now) = (app.clock.today(), app.clock.now());
    let Some(version) = policies::in_force(&app.db, "magang-banten", today, now).await? else {
        return Ok(());
    };
    let said = [
        (
            "durasi-lazim",
            "Mohon dijelaskan apakah libur bersama dihitung dalam lama magang.",
            "Biro Organisasi Contoh",
            Some((
                Answer::Partly,
                "Lama dihitung menurut kalender; penjelasan ditambahkan pada naskah sosialisasi.",
            )),
        ),
        (
            "masa-kerja",
            "Masa kerja dua tahun sebaiknya dihitung sejak pengangkatan sebagai PNS.",
            "Dinas Kesehatan Contoh",
            Some((Answer::Accepted, "Sudah demikian pada ayat (1).")),
        ),
        (
            "bab:pembiayaan",
            "Siapa yang menanggung biaya perjalanan peserta ke instansi penerima?",
            "BPKAD Provinsi Contoh Titian",
            None,
        ),
    ];
    for (clause, text, proposer, answer) in said {
        let input = Input {
            clause: clause.into(),
            input: text.into(),
            proposer: proposer.into(),
            occasion: Some("Rapat contoh pembahasan rancangan".into()),
        };
        let id = guidelines::comment(app, actor, version, input, None).await?;
        if let Some(answer) = answer {
            guidelines::answer(app, actor, (version, &id), answer, 1).await?;
        }
    }
    Ok(())
}
