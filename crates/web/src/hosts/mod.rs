//! Pages of host institutions and the places they offer.

mod answer;
mod institutions;
mod limits;
mod partnerships;
mod places;
mod requests;
mod upload;

use app::hosts::access;

use crate::shell::{Door, Routes};

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
        .get(
            "/instansi/{id}/kerja-sama/baru",
            access::MANAGE,
            partnerships::new,
        )
        .post(
            "/instansi/{id}/kerja-sama/baru",
            access::MANAGE,
            partnerships::create,
        )
        .get(
            "/instansi/{id}/kerja-sama/{agreement}/akhiri",
            access::MANAGE,
            partnerships::ask_end,
        )
        .post(
            "/instansi/{id}/kerja-sama/{agreement}/akhiri",
            access::MANAGE,
            partnerships::end,
        )
        .get("/tautan/tempat/{secret}", Door::Anyone, answer::show)
        .post("/tautan/tempat/{secret}", Door::Anyone, answer::answer)
        .get("/program/{id}/tempat", access::READ, places::index)
        .get(
            "/program/{id}/tempat/permintaan",
            access::MANAGE,
            requests::index,
        )
        .get(
            "/program/{id}/tempat/permintaan/baru",
            access::MANAGE,
            requests::new,
        )
        .post(
            "/program/{id}/tempat/permintaan/baru",
            access::MANAGE,
            requests::create,
        )
        .get(
            "/program/{id}/tempat/permintaan/{request}/tautan",
            access::MANAGE,
            requests::ask_renew,
        )
        .post(
            "/program/{id}/tempat/permintaan/{request}/tautan",
            access::MANAGE,
            requests::renew,
        )
        .post(
            "/program/{id}/tempat/permintaan/{request}/tarik",
            access::MANAGE,
            requests::withdraw,
        )
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

#[cfg(test)]
mod tests;
