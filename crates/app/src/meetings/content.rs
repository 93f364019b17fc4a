//! What the papers of a meeting say, as the JSON that the documents crate reads; pure, in Indonesian as letters are.

use kernel::{CivilDate, PolicyVersionId, ScenarioId};
use serde_json::{Value, json};

use super::model::{Attendance, Part, RemarkKind, State};
use super::print::Print;
use super::record::{Invitee, Link, Record, Topic};
use crate::letters::{Agency, HEAD_OF_AGENCY};

/// What the papers need beside the record.
pub(super) struct Around {
    /// Day of printing.
    pub(super) today: CivilDate,
    /// Letterhead, if it has been set.
    pub(super) agency: Option<Agency>,
    /// Names of the versions of policies that carry decisions out.
    pub(super) versions: Vec<(PolicyVersionId, String)>,
    /// Titles of the simulations of options.
    pub(super) scenarios: Vec<(ScenarioId, String)>,
}

/// One paper.
pub(super) fn paper(record: &Record, what: Print, around: &Around) -> Value {
    let (title, blocks, signatures) = match what {
        Print::Invitation => return invitation(record, around),
        Print::Attendance => (
            "DAFTAR HADIR",
            attendance(record),
            vec![leader(record, around)],
        ),
        Print::Minutes => (
            "NOTULEN RAPAT",
            minutes(record, around),
            vec![leader(record, around), clerk()],
        ),
        Print::Record => (
            "BERITA ACARA RAPAT",
            official(record, around),
            vec![clerk(), leader(record, around)],
        ),
        Print::Report => (
            "LAPORAN HASIL RAPAT",
            report(record, around),
            vec![leader(record, around)],
        ),
    };
    let place = around.agency.as_ref().map(|agency| agency.place.clone());
    json!({
        "kind": "naskah-rapat",
        "tanggal": around.today,
        "kop": around.agency.as_ref().map(|agency| agency.kop(HEAD_OF_AGENCY)),
        "judul": [title, record.meeting.details.title.to_uppercase()],
        "keadaan": state_words(record),
        "blocks": blocks,
        "tempat": place,
        "tanda_tangan": signatures,
    })
}

/// What the foot of a page says of the state of the record.
fn state_words(record: &Record) -> &'static str {
    match record.meeting.state {
        State::Prepared => "Konsep; rapat sedang disiapkan",
        State::Invited => "Undangan; rapat belum dimulai",
        State::Running => "Catatan sementara; rapat belum ditutup",
        State::Closed => "Risalah telah ditutup",
    }
}

fn leader(record: &Record, around: &Around) -> Value {
    let office = &record.meeting.details.leader;
    let place = around.agency.is_some();
    json!({"sebagai": "Pimpinan Rapat", "jabatan": office, "tanggal": place})
}

fn clerk() -> Value {
    json!({"sebagai": "Notulis", "tanggal": false})
}

fn heading(text: &str) -> Value {
    json!({"jenis": "judul", "teks": text})
}

fn paragraph(text: &str) -> Value {
    json!({"jenis": "alinea", "teks": text})
}

fn part(text: &str) -> Value {
    json!({"jenis": "anak-judul", "teks": text})
}

fn list(items: Vec<String>) -> Value {
    json!({"jenis": "butir", "butir": items})
}

fn table(columns: &[(&str, f64)], rows: Vec<Vec<String>>) -> Value {
    let columns: Vec<Value> = columns
        .iter()
        .map(|(header, width)| json!({"header": header, "width": width}))
        .collect();
    json!({"jenis": "tabel", "columns": columns, "rows": rows})
}

/// A text of several lines as paragraphs.
fn paragraphs(text: &str) -> Vec<Value> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(paragraph).collect()
}

fn time(record: &Record) -> String {
    let shown = |time: &String| time.replace(':', ".");
    let details = &record.meeting.details;
    match (&details.starts, &details.ends) {
        (Some(starts), Some(ends)) => format!("{} s.d. {} WIB", shown(starts), shown(ends)),
        (Some(starts), None) => format!("{} WIB s.d. selesai", shown(starts)),
        (None, _) => String::new(),
    }
}

fn day(record: &Record) -> String {
    let date = record.meeting.date;
    format!("{}, {}", date.weekday_id(), date.long_id())
}

/// The meeting in running text: `rapat` stands before titles that do not say what they are.
fn called(record: &Record) -> String {
    let title = &record.meeting.details.title;
    let lower = title.to_lowercase();
    let said = ["rapat", "fgd", "focus group", "forum", "diskusi"];
    match said.iter().any(|word| lower.starts_with(word)) {
        true => title.clone(),
        false => format!("rapat {title}"),
    }
}

fn when_and_where(record: &Record) -> Value {
    let details = &record.meeting.details;
    let mut rows = vec![["Hari/Tanggal".to_owned(), day(record)]];
    let time = time(record);
    if !time.is_empty() {
        rows.push(["Waktu".to_owned(), time]);
    }
    rows.push(["Tempat".to_owned(), details.place.clone()]);
    rows.push(["Pimpinan".to_owned(), details.leader.clone()]);
    json!({"jenis": "isian", "isian": rows})
}

fn agenda(record: &Record) -> Value {
    let titles = record.topics.iter().map(|topic| topic.title.clone());
    list(titles.collect())
}

/// Whom the list names: person and office where they are known.
fn named(invitee: &Invitee) -> String {
    let parts = [invitee.name.as_deref(), invitee.office.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

fn invitation(record: &Record, around: &Around) -> Value {
    let details = &record.meeting.details;
    let people = record.invitees.iter().filter(|one| one.invited);
    let people = people.map(|one| match named(one) {
        name if name.is_empty() => one.institution.clone(),
        name => format!("{name}, {}", one.institution),
    });
    let mut opening = format!(
        "Dengan hormat, kami mengundang Saudara pada {}",
        called(record)
    );
    match &details.purpose {
        Some(purpose) => {
            let purpose = purpose.trim().trim_end_matches('.');
            opening.push_str(&format!(
                ". Maksudnya: {purpose}. Rapat diselenggarakan pada:"
            ));
        }
        None => opening.push_str(", yang diselenggarakan pada:"),
    }
    json!({
        "kind": "naskah-rapat",
        "tanggal": around.today,
        "kop": around.agency.as_ref().map(|agency| agency.kop(HEAD_OF_AGENCY)),
        "keadaan": state_words(record),
        "surat": {"hal": format!("Undangan {}", details.title), "tujuan": people.collect::<Vec<_>>()},
        "blocks": [
            paragraph(&opening),
            when_and_where(record),
            paragraph("Pokok bahasan:"),
            agenda(record),
            paragraph("Mengingat pentingnya rapat ini, kami mohon kehadiran Saudara atau pejabat yang ditugaskan mewakili. \
                       Atas perhatian dan kehadiran Saudara, kami ucapkan terima kasih."),
        ],
        "tempat": around.agency.as_ref().map(|agency| agency.place.clone()),
        "tanda_tangan": [{
            "sebagai": around.agency.as_ref().map_or_else(
                || "Pengundang".to_owned(),
                |agency| agency.office_name(HEAD_OF_AGENCY, ""),
            ),
            "tanggal": false,
        }],
    })
}

fn attendance(record: &Record) -> Vec<Value> {
    let rows = record.invitees.iter().enumerate().map(|(index, one)| {
        let state = match one.attendance {
            Attendance::Unknown => String::new(),
            Attendance::Present => match &one.deputy {
                Some(deputy) => format!("Hadir, diwakili {deputy}"),
                None if one.invited => "Hadir".to_owned(),
                None => "Hadir tanpa undangan".to_owned(),
            },
            Attendance::Absent => "Tidak hadir".to_owned(),
        };
        let number = (index + 1).to_string();
        let sign = format!("{number}.");
        vec![number, one.institution.clone(), named(one), state, sign]
    });
    let mut rows: Vec<Vec<String>> = rows.collect();
    if matches!(record.meeting.state, State::Prepared | State::Invited) {
        // Room for those who come without having been asked.
        for number in rows.len() + 1..=rows.len() + 3 {
            let mut row = vec![String::new(); 5];
            row.splice(0..1, [number.to_string()]);
            row.splice(4..5, [format!("{number}.")]);
            rows.push(row);
        }
    }
    let columns = [
        ("No.", 0.6),
        ("Instansi", 3.4),
        ("Nama/Jabatan", 3.0),
        ("Kehadiran", 2.0),
        ("Tanda tangan", 2.4),
    ];
    let mut list = table(&columns, rows);
    if let Some(fields) = list.as_object_mut() {
        fields.insert("tinggi".into(), true.into());
    }
    vec![when_and_where(record), list]
}

fn came(record: &Record) -> Vec<String> {
    let present = record.invitees.iter();
    let present = present.filter(|one| one.attendance == Attendance::Present);
    present
        .map(|one| {
            let mut line = one.institution.clone();
            let name = one.deputy.clone().unwrap_or_else(|| named(one));
            if !name.is_empty() {
                line.push_str(&format!(" ({name})"));
            }
            line
        })
        .collect()
}

/// Why parts of the record are missing, where somebody said so.
fn missing(record: &Record) -> Vec<Value> {
    let mut blocks: Vec<Value> = Vec::new();
    if let Some(remark) = &record.meeting.details.remark {
        blocks.extend(paragraphs(remark));
    }
    let closing = record
        .events
        .iter()
        .rev()
        .find_map(|event| event.note.as_ref());
    if let Some(note) = closing {
        blocks.extend(paragraphs(note));
    }
    if !blocks.is_empty() {
        blocks.insert(0, heading("Catatan"));
    }
    blocks
}

/// A topic with everything that was said.
fn discussed(record: &Record, number: usize, topic: &Topic, around: &Around) -> Vec<Value> {
    let mut blocks = vec![part(&format!("{number}. {}", topic.title))];
    match &topic.minutes {
        Some(minutes) => blocks.extend(paragraphs(minutes)),
        None => blocks.push(paragraph("Tidak ada notulen untuk pokok bahasan ini.")),
    }
    if !topic.options.is_empty() {
        let chosen = topic.decision.as_ref().and_then(|one| one.ruling.option);
        let rows = topic.options.iter().map(|option| {
            vec![
                option.text.clone(),
                option.weighing.clone().unwrap_or_default(),
                option
                    .scenario
                    .and_then(|id| around.scenarios.iter().find(|one| one.0 == id))
                    .map_or_else(|| "Tanpa simulasi".to_owned(), |one| one.1.clone()),
                if chosen == Some(option.id) {
                    "Dipilih"
                } else {
                    ""
                }
                .to_owned(),
            ]
        });
        let columns = [
            ("Opsi", 3.0),
            ("Pertimbangan", 3.4),
            ("Simulasi", 2.0),
            ("Hasil", 1.0),
        ];
        blocks.push(table(&columns, rows.collect()));
    }
    for kind in [
        RemarkKind::Comment,
        RemarkKind::Dissent,
        RemarkKind::Question,
    ] {
        let remarks = topic.remarks_of(kind);
        if remarks.is_empty() {
            continue;
        }
        blocks.push(paragraph(match kind {
            RemarkKind::Comment => "Masukan:",
            RemarkKind::Dissent => "Pendapat berbeda:",
            RemarkKind::Question => "Pertanyaan terbuka:",
        }));
        let lines = remarks
            .iter()
            .map(|one| format!("{}: {}", one.who, one.text));
        blocks.push(list(lines.collect()));
    }
    if let Some(decision) = &topic.decision {
        blocks.push(paragraph(&format!("Keputusan: {}", decision.ruling.text)));
        blocks.push(paragraph(&format!("Alasan: {}", decision.ruling.reasons)));
        blocks.extend(carried(&decision.links, around));
    }
    for kind in [Part::Minutes, Part::Decision, Part::Reasons] {
        for one in record.corrections_of(topic.id, kind) {
            let what = match kind {
                Part::Minutes => "notulen",
                Part::Decision => "keputusan",
                Part::Reasons => "alasan",
            };
            blocks.push(paragraph(&format!(
                "Perbaikan {what} setelah penutupan ({}): semula \u{201c}{}\u{201d}. Sebab: {}",
                one.at.date().long_id(),
                one.before,
                one.reason
            )));
        }
    }
    blocks
}

fn carried(links: &[Link], around: &Around) -> Option<Value> {
    let names: Vec<String> = links
        .iter()
        .map(|link| match link {
            Link::Policy(version) => around
                .versions
                .iter()
                .find(|(id, _)| id == version)
                .map_or_else(|| version.to_string(), |(_, name)| name.clone()),
            Link::Regulation(entry) => format!("entri regulasi {entry}"),
        })
        .collect();
    let text = format!("Dilaksanakan melalui: {}.", names.join("; "));
    (!names.is_empty()).then(|| paragraph(&text))
}

fn follow_ups(record: &Record) -> Vec<Value> {
    if record.follow_ups.is_empty() {
        return Vec::new();
    }
    let rows = record.follow_ups.iter().map(|one| {
        vec![
            one.task.text.clone(),
            one.task.owner.clone(),
            one.task.due.long_id(),
            match &one.done {
                Some(done) => format!("Selesai {}: {}", done.on.long_id(), done.result),
                None => "Belum selesai".to_owned(),
            },
        ]
    });
    let columns = [
        ("Tindak lanjut", 3.4),
        ("Penanggung jawab", 2.2),
        ("Batas waktu", 1.5),
        ("Keadaan", 2.2),
    ];
    vec![heading("Tindak lanjut"), table(&columns, rows.collect())]
}

fn minutes(record: &Record, around: &Around) -> Vec<Value> {
    let mut blocks = vec![when_and_where(record), heading("Peserta yang hadir")];
    blocks.push(attended(record));
    blocks.push(heading("Pembahasan"));
    for (index, topic) in record.topics.iter().enumerate() {
        blocks.extend(discussed(record, index + 1, topic, around));
    }
    blocks.extend(follow_ups(record));
    blocks.extend(missing(record));
    blocks.push(paragraph(
        "Demikian notulen ini dibuat menurut jalannya rapat.",
    ));
    blocks
}

fn attended(record: &Record) -> Value {
    match came(record) {
        lines if lines.is_empty() => paragraph("Kehadiran belum dicatat."),
        lines => list(lines),
    }
}

fn official(record: &Record, around: &Around) -> Vec<Value> {
    let details = &record.meeting.details;
    let date = record.meeting.date;
    let mut blocks = vec![paragraph(&format!(
        "Pada hari {} tanggal {}, bertempat di {}, telah diselenggarakan {} yang dipimpin oleh {} dan dihadiri oleh:",
        date.weekday_id(),
        date.long_id(),
        details.place,
        called(record),
        details.leader
    ))];
    blocks.push(attended(record));
    let decided: Vec<_> = record.decisions().collect();
    if decided.is_empty() {
        blocks.push(paragraph("Rapat membahas:"));
        blocks.push(agenda(record));
        blocks.push(paragraph("Tidak ada keputusan yang tercatat."));
    } else {
        blocks.push(paragraph("Rapat memutuskan hal-hal berikut:"));
        for (index, (topic, decision)) in decided.into_iter().enumerate() {
            blocks.push(part(&format!("{}. {}", index + 1, topic.title)));
            blocks.extend(paragraphs(&decision.ruling.text));
            blocks.push(paragraph(&format!("Alasan: {}", decision.ruling.reasons)));
            blocks.extend(carried(&decision.links, around));
            for remark in topic.remarks_of(RemarkKind::Dissent) {
                let text = format!("Pendapat berbeda {}: {}", remark.who, remark.text);
                blocks.push(paragraph(&text));
            }
        }
    }
    let questions: Vec<String> = record
        .topics
        .iter()
        .flat_map(|topic| topic.remarks_of(RemarkKind::Question))
        .map(|one| format!("{} ({})", one.text, one.who))
        .collect();
    if !questions.is_empty() {
        blocks.push(heading("Pertanyaan yang tetap terbuka"));
        blocks.push(list(questions));
    }
    blocks.extend(follow_ups(record));
    blocks.extend(missing(record));
    blocks.push(paragraph(
        "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
    ));
    blocks
}

fn report(record: &Record, around: &Around) -> Vec<Value> {
    let details = &record.meeting.details;
    let mut blocks = vec![heading("A. Maksud dan tujuan")];
    match &details.purpose {
        Some(purpose) => blocks.extend(paragraphs(purpose)),
        None => blocks.push(paragraph("Maksud rapat tidak dicatat.")),
    }
    blocks.push(heading("B. Pelaksanaan"));
    blocks.push(when_and_where(record));
    blocks.push(paragraph(&format!(
        "Hadir {} dari {} yang tercatat:",
        record.present(),
        record.invitees.len()
    )));
    blocks.push(attended(record));
    blocks.push(heading("C. Pembahasan dan hasil"));
    for (index, topic) in record.topics.iter().enumerate() {
        blocks.extend(discussed(record, index + 1, topic, around));
    }
    let decided = record.decisions().count();
    blocks.push(heading("D. Ringkasan"));
    blocks.push(paragraph(&format!(
        "Dari {} pokok bahasan, {decided} diputuskan. Tindak lanjut: {} selesai, {} belum.",
        record.topics.len(),
        record
            .follow_ups
            .iter()
            .filter(|one| one.done.is_some())
            .count(),
        record
            .follow_ups
            .iter()
            .filter(|one| one.done.is_none())
            .count(),
    )));
    blocks.extend(follow_ups(record));
    blocks.extend(missing(record));
    blocks.push(paragraph(
        "Demikian laporan ini dibuat untuk dipergunakan sebagaimana mestinya.",
    ));
    blocks
}
