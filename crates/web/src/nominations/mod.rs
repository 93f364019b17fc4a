//! Pages of nominations: list, form, bulk upload, detail with papers, and the verifier's queue.

mod acts;
mod forms;
mod list;
mod show;
mod upload;

use app::nominations::access;

pub use list::{release_tone, tone, verdict_tone};

use crate::shell::Routes;

/// Largest request with files, in bytes: a form carries several papers of at most 10 MB.
const MOST_BYTES: usize = 48 * 1024 * 1024;

/// `/program/{id}/usulan`, `/usulan/{id}` and `/verifikasi`.
pub fn router() -> Routes {
    Routes::new()
        .get("/program/{id}/usulan", access::READ, list::index)
        .get("/program/{id}/usulan/baru", access::NOMINATE, forms::new)
        .post("/program/{id}/usulan/baru", access::NOMINATE, forms::create)
        .get(
            "/program/{id}/usulan/templat",
            access::BULK,
            upload::template,
        )
        .get("/program/{id}/usulan/unggah", access::BULK, upload::new)
        .post("/program/{id}/usulan/unggah", access::BULK, upload::dry_run)
        .post(
            "/program/{id}/usulan/unggah/simpan",
            access::BULK,
            upload::take,
        )
        .get("/usulan/{id}", access::READ, show::show)
        .get("/usulan/{id}/ubah", access::NOMINATE, forms::edit)
        .post("/usulan/{id}/ubah", access::NOMINATE, forms::change)
        .post("/usulan/{id}/kirim", access::NOMINATE, acts::submit)
        .post("/usulan/{id}/tarik", access::NOMINATE, acts::withdraw)
        .post(
            "/usulan/{id}/tidak-bersedia",
            access::DECLINE,
            acts::decline,
        )
        .post(
            "/usulan/{id}/kembalikan",
            access::VERIFY,
            acts::return_for_correction,
        )
        .post("/usulan/{id}/verifikasi", access::VERIFY, acts::verify)
        .post("/usulan/{id}/berkas", access::NOMINATE, acts::attach)
        .get("/usulan/{id}/berkas/{kind}", access::READ, show::paper)
        .post("/usulan/{id}/berkas/{kind}", access::VERIFY, acts::judge)
        .get("/verifikasi", access::VERIFY, list::queue)
        .post("/verifikasi", access::VERIFY, list::verify_several)
        .body_limit(MOST_BYTES)
}
