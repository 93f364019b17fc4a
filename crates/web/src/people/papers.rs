//! Attested papers: list, enter, verify, withdraw, look at the scan.

use app::db::list::Paged;
use app::people::{self, EnterPaper, Paper, PaperKind, access};
use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::{Actor, Error, Nip, PaperId, Text};

use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, Reader, Routes, html, preview,
    see_other,
};

const LIST: &str = "/pegawai/surat-pernyataan";

pub(super) fn router() -> Routes {
    Routes::new()
        .get("/pegawai/surat-pernyataan", access::PAPER, list)
        .get("/pegawai/surat-pernyataan/baru", access::PAPER, new)
        .post("/pegawai/surat-pernyataan/baru", access::PAPER, enter)
        .post(
            "/pegawai/surat-pernyataan/{id}/periksa",
            access::VERIFY,
            verify,
        )
        .get(
            "/pegawai/surat-pernyataan/{id}/tarik",
            access::VERIFY,
            withdraw_form,
        )
        .post(
            "/pegawai/surat-pernyataan/{id}/tarik",
            access::VERIFY,
            withdraw,
        )
        .get(
            "/pegawai/surat-pernyataan/{id}/pindaian",
            access::PAPER,
            scan,
        )
}

#[derive(Template)]
#[template(path = "people/papers.html")]
struct List {
    page: Page,
    list: ListQuery,
    rows: Paged<Paper>,
    states: Vec<Choice>,
    may_verify: bool,
    /// Who looks: what she entered herself is checked by another.
    me: String,
}

async fn list(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let scope = access::PAPER.allow(actor)?;
    let rows = people::papers(&state.app.db, &scope, list.request.clone()).await?;
    let states = ["waiting", "verified"]
        .map(|key| Choice::new(key, page.t(format!("people-paper-{key}"))))
        .into();
    let may_verify = access::VERIFY.is_open_to(actor);
    let me = actor.key();
    let page = page
        .crumb("/pegawai", "people-title")
        .title("people-papers");
    html(&List {
        page,
        list,
        rows,
        states,
        may_verify,
        me,
    })
}

#[derive(Template)]
#[template(path = "people/paper_new.html")]
struct New {
    page: Page,
    form: Form,
    kinds: Vec<Choice>,
    predicates: Vec<Choice>,
}

fn blank(page: Page, form: Form) -> New {
    let kinds = PaperKind::ALL
        .iter()
        .map(|kind| {
            Choice::new(
                kind.key(),
                page.t(format!("people-paper-kind-{}", kind.key())),
            )
        })
        .collect();
    let predicates = people::predicates()
        .into_iter()
        .map(|word| Choice::new(word, word))
        .collect();
    let page = page
        .crumb("/pegawai", "people-title")
        .crumb(LIST, "people-papers")
        .title("people-paper-new");
    New {
        page,
        form,
        kinds,
        predicates,
    }
}

/// Whose fact is missing, when a link brought the officer here.
#[derive(serde::Deserialize, Default)]
struct For {
    #[serde(default)]
    nip: String,
}

async fn new(page: Page, Query(wanted): Query<For>) -> Answer {
    let mut form = Form::new(&page);
    if let Ok(nip) = wanted.nip.parse::<Nip>() {
        form = form.with("people", nip.as_str());
    }
    html(&blank(page, form))
}

/// NIPs as typed or pasted from a spreadsheet column: one a line, or separated by commas.
fn nips(fields: &mut Reader<'_>) -> Vec<Nip> {
    let text = fields.optional_text("people", 20_000).unwrap_or_default();
    let mut found = Vec::new();
    for part in text
        .split(['\n', ',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        match part.parse() {
            Ok(nip) => found.push(nip),
            Err(_) => fields.wrong(
                "people",
                Text::new("people-paper-not-nip").with("text", part),
            ),
        }
    }
    found
}

async fn enter(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let read = form.read(|fields| {
        let kind: Option<PaperKind> = fields.choice("kind");
        let people = nips(fields);
        let mut skp = Vec::new();
        for n in [1, 2] {
            let year = fields.optional_integer(&format!("year_{n}"), 2000..=2100);
            let predicate = fields.optional_choice::<String>(&format!("predicate_{n}"));
            if let (Some(year), Some(predicate)) = (year, predicate) {
                skp.push((year as i32, predicate));
            }
        }
        EnterPaper {
            kind: kind.unwrap_or(PaperKind::Discipline),
            number: fields.text("number", 100),
            date: fields.date("date"),
            signer: fields.text("signer", 120),
            signer_office: fields.text("signer_office", 120),
            valid_to: fields.optional_date("valid_to"),
            scan: None,
            people,
            skp,
        }
    });
    let outcome = match read {
        Ok(mut paper) => {
            paper.scan = form.file("scan").map(|file| file.bytes.to_vec());
            enter_with_list(&state, page.signed_in()?, paper, &form).await
        }
        Err(error) => Err(error),
    };
    match outcome {
        Ok(_) => Ok(see_other(LIST)),
        Err(error) => form.again(error, |form| html(&blank(page, form))),
    }
}

/// The people of the list, if one came, are covered as well as those who were typed.
async fn enter_with_list(
    state: &AppState,
    actor: &Actor,
    mut paper: EnterPaper,
    form: &Form,
) -> Result<PaperId, Error> {
    if let Some(list) = form.file("list") {
        let listed =
            people::listed_people(&state.app, actor, &list.file_name, list.bytes.to_vec()).await?;
        for nip in listed {
            if !paper.people.contains(&nip) {
                paper.people.push(nip);
            }
        }
    }
    people::enter_paper(&state.app, actor, paper).await
}

async fn verify(State(state): State<AppState>, page: Page, Path(id): Path<PaperId>) -> Answer {
    people::verify_paper(&state.app, page.signed_in()?, id).await?;
    Ok(see_other(LIST))
}

#[derive(Template)]
#[template(path = "people/paper_withdraw.html")]
struct Withdraw {
    page: Page,
    form: Form,
    action: String,
    paper: Paper,
}

async fn shown(state: &AppState, page: Page, form: Form, id: PaperId) -> Result<Withdraw, Error> {
    let scope = access::PAPER.allow(page.signed_in()?)?;
    let paper = people::paper(&state.app.db, &scope, id).await?;
    let page = page
        .crumb(LIST, "people-papers")
        .title("people-paper-withdraw");
    let action = format!("/pegawai/surat-pernyataan/{id}/tarik");
    Ok(Withdraw {
        page,
        form,
        action,
        paper,
    })
}

async fn withdraw_form(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PaperId>,
) -> Answer {
    let form = Form::new(&page);
    html(&shown(&state, page, form, id).await?)
}

async fn withdraw(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<PaperId>,
    form: Form,
) -> Answer {
    let outcome = match form.read(|fields| fields.text("reason", 500)) {
        Ok(reason) => people::withdraw_paper(&state.app, page.signed_in()?, id, &reason).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) => Ok(see_other(LIST)),
        Err(error) => {
            let shown = shown(&state, page, form.clone(), id).await?;
            form.again(error, |form| html(&Withdraw { form, ..shown }))
        }
    }
}

async fn scan(State(state): State<AppState>, page: Page, Path(id): Path<PaperId>) -> Answer {
    let scope = access::PAPER.allow(page.signed_in()?)?;
    let paper = people::paper(&state.app.db, &scope, id).await?;
    let digest = paper.scan.ok_or_else(Error::not_found)?;
    let bytes = state.app.blobs.get(&digest).await?;
    let kind = FileKind::of_scan(&bytes).ok_or_else(Error::not_found)?;
    Ok(preview(kind, "pindaian", id, bytes))
}
