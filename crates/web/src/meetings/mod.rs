//! Pages of meetings: the list, one meeting with its whole record, the forms of every act, and the print pack.

mod acts;
mod forms;
mod list;
mod prints;
mod show;
mod topic;

#[cfg(test)]
mod tests;

use app::meetings::{Attendance, Invitee, State, access};

use crate::shell::Routes;

/// `/rapat` and below.
pub fn router() -> Routes {
    let (read, write) = (access::READ, access::WRITE);
    Routes::new()
        .get("/rapat", read, list::index)
        .get("/rapat/tindak-lanjut", read, list::follow_ups)
        .get("/rapat/baru", write, acts::new)
        .post("/rapat/baru", write, acts::create)
        .get("/rapat/{id}", read, show::show)
        .get("/rapat/{id}/ubah", write, acts::edit)
        .post("/rapat/{id}/ubah", write, acts::save)
        .get("/rapat/{id}/agenda", write, acts::topic_form)
        .post("/rapat/{id}/agenda", write, acts::add_topic)
        .post(
            "/rapat/{id}/agenda/{topic}/hapus",
            write,
            acts::remove_topic,
        )
        .get("/rapat/{id}/undangan", write, acts::invitees_form)
        .post("/rapat/{id}/undangan", write, acts::add_invitees)
        .post(
            "/rapat/{id}/undangan/{invitee}/hapus",
            write,
            acts::uninvite,
        )
        .post("/rapat/{id}/undang", write, acts::invite)
        .post("/rapat/{id}/mulai", write, acts::start)
        .get("/rapat/{id}/tutup", write, acts::close_form)
        .post("/rapat/{id}/tutup", write, acts::close)
        .get("/rapat/{id}/kehadiran", write, acts::attendance_form)
        .post("/rapat/{id}/kehadiran", write, acts::attend)
        .get("/rapat/{id}/tindak-lanjut", write, acts::follow_up_form)
        .post("/rapat/{id}/tindak-lanjut", write, acts::add_follow_up)
        .get(
            "/rapat/{id}/tindak-lanjut/{follow_up}",
            access::FOLLOW_UP,
            acts::finish_form,
        )
        .post(
            "/rapat/{id}/tindak-lanjut/{follow_up}",
            access::FOLLOW_UP,
            acts::finish,
        )
        .get("/rapat/{id}/cetak", read, prints::pack)
        .get("/rapat/{id}/cetak/{paper}", read, prints::print)
        .merge(topic::router())
}

/// The tone of a state's badge.
pub fn tone(state: impl std::borrow::Borrow<State>) -> &'static str {
    match state.borrow() {
        State::Prepared => "plain",
        State::Invited => "info",
        State::Running => "wait",
        State::Closed => "ok",
    }
}

/// The tone of whether somebody came.
pub fn came_tone(attendance: impl std::borrow::Borrow<Attendance>) -> &'static str {
    match attendance.borrow() {
        Attendance::Unknown => "plain",
        Attendance::Present => "ok",
        Attendance::Absent => "warn",
    }
}

/// The key of whether somebody came.
pub fn came_key(one: &Invitee) -> &'static str {
    match one.attendance {
        Attendance::Unknown => "meetings-unknown",
        Attendance::Present if one.invited => "meetings-present",
        Attendance::Present => "meetings-came-uninvited",
        Attendance::Absent => "meetings-absent",
    }
}
