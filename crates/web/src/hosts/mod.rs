//! Pages of host institutions and the places they offer.

mod institutions;
mod limits;
mod places;
mod upload;

use app::hosts::access;

use crate::shell::Routes;

/// Largest request with a file, in bytes.
const MOST_BYTES: usize = 12 * 1024 * 1024;

/// `/instansi` and `/program/{id}/tempat`.
pub fn router() -> Routes {
    Routes::new()
        .get("/instansi", access::READ, institutions::index)
        .get("/instansi/baru", access::MANAGE, institutions::new)
        .post("/instansi/baru", access::MANAGE, institutions::create)
        .get("/instansi/{id}", access::READ, institutions::show)
        .get("/instansi/{id}/ubah", access::MANAGE, institutions::edit)
        .post("/instansi/{id}/ubah", access::MANAGE, institutions::change)
        .get("/program/{id}/tempat", access::READ, places::index)
        .get("/program/{id}/tempat/batas", access::MANAGE, limits::show)
        .post("/program/{id}/tempat/batas", access::MANAGE, limits::change)
        .get("/program/{id}/tempat/baru", access::SLOT, places::new)
        .post("/program/{id}/tempat/baru", access::SLOT, places::create)
        .get(
            "/program/{id}/tempat/templat",
            access::SLOT,
            upload::template,
        )
        .get("/program/{id}/tempat/unggah", access::SLOT, upload::new)
        .post("/program/{id}/tempat/unggah", access::SLOT, upload::dry_run)
        .post(
            "/program/{id}/tempat/unggah/simpan",
            access::SLOT,
            upload::take,
        )
        .get(
            "/program/{id}/tempat/{slot}/ubah",
            access::SLOT,
            places::edit,
        )
        .post(
            "/program/{id}/tempat/{slot}/ubah",
            access::SLOT,
            places::change,
        )
        .post(
            "/program/{id}/tempat/{slot}/tutup",
            access::SLOT,
            places::close,
        )
        .body_limit(MOST_BYTES)
}
