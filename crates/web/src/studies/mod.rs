//! Pages of study paths: register, proposal, one study with papers, screening, letters and reports.

mod acts;
mod list;
mod new;
mod show;

use app::letters::access::DRAFT;
use app::studies::access;

use crate::shell::Routes;

/// Scans of papers and reports.
const SCAN_LIMIT: usize = 12 << 20;

/// `/studi…`.
pub fn router() -> Routes {
    Routes::new()
        .get("/studi", access::READ, list::index)
        .get("/studi/baru", access::PROPOSE, new::blank)
        .post("/studi/baru", access::PROPOSE, new::propose)
        .get("/studi/{id}", access::READ, show::show)
        .get("/studi/{id}/berkas/{kind}", access::READ, show::paper)
        .get("/studi/{id}/laporan/{semester}", access::READ, show::report)
        .post("/studi/{id}/periksa/{kind}", access::CHECK, acts::check)
        .post("/studi/{id}/tetapkan", access::DECIDE, acts::decide)
        .post("/studi/{id}/surat/{kind}", DRAFT, acts::letter)
        .get("/studi/{id}/tolak", access::DECIDE, acts::decline_form)
        .post("/studi/{id}/tolak", access::DECIDE, acts::decline)
        .get("/studi/{id}/tarik", access::PROPOSE, acts::withdraw_form)
        .post("/studi/{id}/tarik", access::PROPOSE, acts::withdraw)
        .post("/studi/{id}/kembali", access::DECIDE, acts::back)
        .merge(
            Routes::new()
                .post("/studi/{id}/berkas", access::PROPOSE, acts::attach)
                .post("/studi/{id}/laporan", access::REPORT, acts::report)
                .body_limit(SCAN_LIMIT),
        )
}
