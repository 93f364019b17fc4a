//! Pages of placement: look at the inputs, freeze, compute, change, confirm, announce, reconsider; and each one's own result.

mod acts;
mod change;
mod desk;
mod freeze;
mod inputs;
mod merit;
mod objections;
mod own;
mod proof;
mod publish;

use app::nominations::{self, Fit};
use app::placements::{self, access};
use app::placements::{Fate, Said};
use app::programmes::Programme;
use app::words::Lang;

use crate::shell::{Page, Routes};

/// `/program/{id}/penempatan`, `/pembekuan`, `/pembekuan/{id}`, `/penempatan/{run}`, `/usulan/{id}/penempatan` and `/sanggah/{id}`.
pub fn router() -> Routes {
    let scans = nominations::MOST_BYTES + 1024 * 1024;
    Routes::new()
        .get("/program/{id}/penempatan", access::READ, desk::desk)
        .post(
            "/program/{id}/penempatan/hitung",
            access::PROPOSE,
            acts::propose,
        )
        .post(
            "/program/{id}/penempatan/tetapkan-semua",
            access::CONFIRM,
            acts::assign_all,
        )
        .get(
            "/program/{id}/penempatan/masukan",
            access::READ,
            inputs::check,
        )
        .get(
            "/program/{id}/penempatan/tujuan",
            access::READ,
            inputs::compare,
        )
        .get(
            "/program/{id}/penempatan/benturan",
            access::CONFLICTS,
            inputs::conflicts,
        )
        .post(
            "/program/{id}/penempatan/benturan",
            access::DECLARE,
            inputs::declare,
        )
        .post("/benturan/{id}/cabut", access::DECLARE, inputs::lift)
        .get(
            "/program/{id}/penempatan/prestasi",
            access::PROPOSE,
            merit::new,
        )
        .get(
            "/program/{id}/penempatan/prestasi/templat",
            access::PROPOSE,
            merit::template,
        )
        .post(
            "/program/{id}/penempatan/prestasi",
            access::PROPOSE,
            merit::dry_run,
        )
        .post(
            "/program/{id}/penempatan/prestasi/simpan",
            access::PROPOSE,
            merit::take,
        )
        .get(
            "/program/{id}/penempatan/bekukan",
            access::FREEZE,
            freeze::new,
        )
        .post(
            "/program/{id}/penempatan/bekukan",
            access::FREEZE,
            freeze::make,
        )
        .get(
            "/program/{id}/penempatan/daftar",
            access::LISTS,
            publish::list,
        )
        .get("/pembekuan", crate::Door::Anyone, freeze::index)
        .get("/pembekuan/{id}", crate::Door::Anyone, freeze::show)
        .post("/pembekuan/{id}/koreksi", access::FREEZE, freeze::correct)
        .get(
            "/pembekuan/{id}/problem.json",
            crate::Door::Anyone,
            freeze::problem,
        )
        .get(
            "/pembekuan/{id}/result.json",
            crate::Door::Anyone,
            freeze::result,
        )
        .post("/pembekuan/{id}/undian", access::FREEZE, freeze::draw)
        .post("/pembekuan/{id}/hitung", access::PROPOSE, freeze::compute)
        .post("/pembekuan/{id}/cabut", access::FREEZE, freeze::thaw)
        .post("/pembekuan/{id}/serahkan", access::PUBLISH, freeze::release)
        .post("/penempatan/{id}/tetapkan", access::CONFIRM, acts::confirm)
        .post("/penempatan/{id}/batal", access::PROPOSE, acts::discard)
        .get("/penempatan/{id}/problem.json", access::READ, acts::problem)
        .get("/penempatan/{id}/result.json", access::READ, acts::result)
        .get("/penempatan/{id}/matriks", access::READ, proof::matrix)
        .get("/penempatan/{id}/bukti", access::READ, proof::show)
        .get("/penempatan/{id}/penyesuaian", access::CHANGE, change::ask)
        .post(
            "/penempatan/{id}/penyesuaian",
            access::CHANGE,
            change::decide,
        )
        .get(
            "/penempatan/{id}/perbaikan",
            access::CHANGE,
            change::ask_repair,
        )
        .post("/penempatan/{id}/perbaikan", access::CHANGE, change::repair)
        .get("/penempatan/{id}/umumkan", access::PUBLISH, publish::ask)
        .post(
            "/penempatan/{id}/umumkan",
            access::PUBLISH,
            publish::publish,
        )
        .get("/usulan/{id}/penempatan", access::OWN, own::show)
        .post(
            "/usulan/{id}/penempatan/tetapkan",
            access::CONFIRM,
            acts::assign,
        )
        .get("/usulan/{id}/penempatan/tarik", access::CONFIRM, acts::ask)
        .post(
            "/usulan/{id}/penempatan/tarik",
            access::CONFIRM,
            acts::take_back,
        )
        .get("/usulan/{id}/sanggah", access::OBJECT, objections::new)
        .post("/usulan/{id}/sanggah", access::OBJECT, objections::file)
        .get(
            "/program/{id}/sanggah",
            objections::list_doors(),
            objections::list,
        )
        .get("/sanggah/{id}", access::OBJECTIONS, objections::show)
        .post("/sanggah/{id}", access::ANSWER, objections::answer)
        .get(
            "/sanggah/{id}/jawaban",
            access::OBJECTIONS,
            objections::letter,
        )
        .body_limit(scans)
}

/// Working days left to ask for reconsideration of an announced run, today included.
async fn left(
    db: &app::db::Db,
    run: Option<&placements::Run>,
    today: kernel::CivilDate,
) -> kernel::Result<Option<i64>> {
    let Some((from, last)) = run.and_then(|run| run.published_at.zip(run.window_closes)) else {
        return Ok(None);
    };
    let calendar = app::holidays::calendar(db).await?;
    Ok(placements::days_left(&calendar, from.date(), today, last))
}

/// How much of her gap a place closes, and what that rests on.
fn fit_words(page: &Page, fit: Fit) -> String {
    page.ta(
        format!("nominations-fit-says-{}", fit.basis).as_str(),
        [("n", fit.levels())],
    )
}

/// A sentence in the language of the page.
fn said(page: &Page, said: &Said) -> String {
    match page.lang {
        Lang::Id => said.id.clone(),
        Lang::En => said.en.clone(),
    }
}

/// A page below the placement of a programme.
fn within(page: Page, programme: &Programme, title: &'static str) -> Page {
    page.title(title)
        .crumb("/program", "programmes-title")
        .crumb_name(format!("/program/{}", programme.id), &programme.name)
        .crumb(
            format!("/program/{}/penempatan", programme.id),
            "placements-title",
        )
}

/// The tone of what became of a choice.
pub fn tone(fate: impl std::borrow::Borrow<Fate>) -> &'static str {
    match fate.borrow() {
        Fate::Granted => "ok",
        Fate::NotNeeded => "plain",
        _ => "info",
    }
}

/// A share of a whole in whole percent, for the width of a bar.
fn percent(part: i64, whole: i64) -> i64 {
    if whole > 0 { part * 100 / whole } else { 0 }
}

#[cfg(test)]
mod tests;
