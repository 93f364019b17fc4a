//! All letters as a list, and one letter: preview, editing, issue, signed copy, replacement, revocation.

use app::letters::access;
use app::letters::content::Block;
use app::letters::{
    self, IssueOrder, LetterKind, LetterRow, LetterState, LetterView, MAX_SIGNED, NumberChoice,
    SignatureClaim, Signer,
};
use askama::Template;
use axum::extract::{Path, Query, State};
use kernel::{CivilDate, Error, LetterId, Result};

use super::{kinds, refused};
use crate::shell::{
    Answer, AppState, Choice, FileKind, Form, ListQuery, Page, Paged, Routes, done, download, html,
    preview,
};

/// `/surat` and what hangs below it.
pub(super) fn router() -> Routes {
    let upload = Routes::new()
        .get("/surat/{id}/bertanda-tangan", access::SIGNED, signed)
        .post("/surat/{id}/bertanda-tangan", access::SIGNED, upload)
        .body_limit(MAX_SIGNED + 64 * 1024);
    Routes::new()
        .merge(upload)
        .get("/surat", access::READ, index)
        .get("/surat/{id}", access::READ, letter)
        .get("/surat/{id}/berkas.pdf", access::READ, file)
        .get("/surat/{id}/asli.pdf", access::READ, original)
        .get("/surat/{id}/ubah", access::DRAFT, edit)
        .post("/surat/{id}/ubah", access::DRAFT, save)
        .get("/surat/{id}/terbitkan", access::ISSUE, ask)
        .post("/surat/{id}/terbitkan", access::ISSUE, issue)
        .get("/surat/{id}/periksa-tte", access::SIGNED, certify)
        .post("/surat/{id}/periksa-tte", access::SIGNED, certified)
        .post("/surat/{id}/ganti", access::REVOKE, replace)
        .get("/surat/{id}/cabut", access::REVOKE, revoke)
        .post("/surat/{id}/cabut", access::REVOKE, revoked)
        .get("/surat/{id}/batalkan", access::DRAFT, discard)
        .post("/surat/{id}/batalkan", access::DRAFT, discarded)
}

#[derive(Template)]
#[template(path = "letters/list.html")]
struct Index {
    page: Page,
    list: ListQuery,
    rows: Paged<LetterRow>,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    signed: Vec<Choice>,
}

async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    if list.xlsx {
        let say = |key: &str| page.t(key).into_owned();
        let bytes = letters::xlsx(&state.app, actor, list.request.clone(), &say).await?;
        return Ok(download(FileKind::Xlsx, "surat", page.today, bytes));
    }
    let rows = letters::list(&state.app, actor, list.request.clone()).await?;
    let states = LetterState::ALL
        .iter()
        .map(|s| Choice::new(s, page.t(format!("letters-state-{s}"))))
        .collect();
    let signed = vec![
        Choice::new("ya", page.t("letters-signed-yes")),
        Choice::new("belum", page.t("letters-signed-no")),
    ];
    html(&Index {
        kinds: kinds(&page),
        states,
        signed,
        page: page.title("letters-title"),
        list,
        rows,
    })
}

/// Everybody who may sign, each with the office as the letter prints it.
pub(super) async fn signers(
    state: &AppState,
    kind: LetterKind,
    date: CivilDate,
) -> Result<Vec<(String, Signer)>> {
    let agency = letters::agency(&state.app.db).await?;
    let found = letters::signers(&state.app.db, kind, date).await?;
    Ok(found
        .into_iter()
        .map(|signer| {
            let official = &signer.official;
            let name = agency.office_name(&official.office, &official.office_name);
            (name, signer)
        })
        .collect())
}

#[derive(Template)]
#[template(path = "letters/letter.html")]
struct Letter {
    page: Page,
    f: Form,
    v: LetterView,
    /// Whether the letters of the whole programme are one click away.
    may_pack: bool,
    may_draft: bool,
    may_issue: bool,
    check: Option<String>,
}

async fn letter(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    let actor = page.signed_in()?.clone();
    let v = letters::view(&state.app, &actor, id).await?;
    let f = Form::new(&page);
    html(&Letter {
        page: page
            .title_name(v.letter.subject.clone())
            .crumb("/surat", "letters-title"),
        f,
        check: v
            .letter
            .token
            .as_ref()
            .map(|token| format!("/periksa/{token}")),
        v,
        may_pack: letters::access::PACK.is_open_to(&actor),
        may_draft: letters::access::DRAFT.is_open_to(&actor),
        may_issue: letters::access::ISSUE.is_open_to(&actor),
    })
}

async fn file(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    let bytes = letters::pdf(&state.app, page.signed_in()?, id, true).await?;
    Ok(preview(FileKind::Pdf, "surat", id, bytes))
}

async fn original(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    let bytes = letters::pdf(&state.app, page.signed_in()?, id, false).await?;
    Ok(download(FileKind::Pdf, "surat", id, bytes))
}

#[derive(Template)]
#[template(path = "letters/edit.html")]
struct Edit {
    page: Page,
    f: Form,
    id: LetterId,
    blocks: Vec<Block>,
    unverified: Vec<String>,
}

/// Legal bases that the officer may add by hand.
async fn offered(state: &AppState, v: &LetterView) -> kernel::Result<Vec<String>> {
    Ok(match v.letter.kind {
        LetterKind::Decision => letters::unverified_bases(&state.app.db).await?,
        _ => Vec::new(),
    })
}

fn editing(page: Page, f: Form, v: &LetterView, unverified: Vec<String>) -> Answer {
    html(&Edit {
        page: page
            .title("letters-edit-title")
            .crumb("/surat", "letters-title")
            .crumb_name(format!("/surat/{}", v.letter.id), v.letter.subject.clone()),
        f,
        id: v.letter.id,
        blocks: v.letter.draft.blocks(),
        unverified,
    })
}

async fn edit(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    let v = letters::view(&state.app, page.signed_in()?, id).await?;
    let mut form = Form::new(&page).with("version", v.letter.version);
    for block in v.letter.draft.blocks() {
        form = form.with(block.key, block.text);
    }
    let unverified = offered(&state, &v).await?;
    editing(page, form, &v, unverified)
}

async fn save(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<LetterId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let v = letters::view(&state.app, &actor, id).await?;
    let texts: Vec<(String, String)> = v
        .letter
        .draft
        .blocks()
        .iter()
        .map(|block| {
            (
                block.key.to_owned(),
                form.value(block.key).replace("\r\n", "\n"),
            )
        })
        .collect();
    let version = form.read(|r| r.integer("version", 1..=i64::MAX));
    let saved = match version {
        Ok(version) => letters::edit(&state.app, &actor, id, version, &texts).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(done(&format!("/surat/{id}"), "letters-saved")),
        Err(error) => {
            let unverified = offered(&state, &v).await?;
            form.again(error, |form| editing(page, form, &v, unverified))
        }
    }
}

#[derive(Template)]
#[template(path = "letters/issue.html")]
struct Ask {
    page: Page,
    f: Form,
    v: LetterView,
    signers: Vec<(String, Signer)>,
    numbers: Vec<Choice>,
}

#[derive(serde::Deserialize, Default)]
struct OnDate {
    #[serde(default)]
    date: String,
}

async fn asked(state: &AppState, page: Page, id: LetterId, f: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let v = letters::view(&state.app, &actor, id).await?;
    let date = f.value("date").parse().unwrap_or(page.today);
    let signers = signers(state, v.letter.kind, date).await?;
    let numbers = ["automatic", "reserved", "outside"]
        .map(|way| Choice::new(way, page.t(format!("letters-way-{way}"))))
        .into();
    html(&Ask {
        page: page
            .title("letters-issue-title")
            .crumb("/surat", "letters-title")
            .crumb_name(format!("/surat/{id}"), v.letter.subject.clone()),
        f,
        v,
        signers,
        numbers,
    })
}

async fn ask(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<LetterId>,
    Query(on): Query<OnDate>,
) -> Answer {
    let v = letters::view(&state.app, page.signed_in()?, id).await?;
    let date = on.date.parse().unwrap_or(page.today);
    let form = Form::new(&page)
        .with("date", date)
        .with("way", "automatic")
        .with("version", v.letter.version);
    asked(&state, page, id, form).await
}

async fn issue(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<LetterId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| {
        let way: Option<String> = r.choice("way");
        let number = match way.as_deref() {
            Some("reserved") => NumberChoice::Reserved(r.text("number", 120)),
            Some("outside") => NumberChoice::Outside(r.text("number", 120)),
            Some("automatic") => NumberChoice::Automatic,
            _ => {
                r.wrong("way", "error-choice");
                NumberChoice::Automatic
            }
        };
        IssueOrder {
            date: r.date("date"),
            number,
            office: r.optional_text("office", 80),
            version: Some(r.integer("version", 1..=i64::MAX)),
        }
    });
    let issued = match read {
        Ok(order) => letters::issue(&state.app, &actor, id, &order).await,
        Err(error) => Err(error),
    };
    match issued {
        Ok(_) => Ok(done(&format!("/surat/{id}"), "letters-issued")),
        Err(error) => {
            let (form, status) = refused(form, error)?;
            let mut answer = asked(&state, page, id, form).await?;
            *answer.status_mut() = status;
            Ok(answer)
        }
    }
}

/// A page with one field and one button.
#[derive(Template)]
#[template(path = "letters/act.html")]
struct Act {
    page: Page,
    f: Form,
    id: LetterId,
    act: &'static str,
    field: &'static str,
}

impl Act {
    fn file(&self) -> bool {
        self.field == "file"
    }

    fn tone(&self) -> &'static str {
        match self.act {
            "cabut" | "batalkan" => "danger",
            _ => "primary",
        }
    }
}

fn acting(page: Page, f: Form, id: LetterId, act: &'static str, field: &'static str) -> Answer {
    html(&Act {
        page: page
            .title(format!("letters-{act}-title").as_str())
            .crumb("/surat", "letters-title")
            .crumb(format!("/surat/{id}"), "letters-letter"),
        f,
        id,
        act,
        field,
    })
}

async fn blank(
    state: &AppState,
    page: Page,
    id: LetterId,
    act: &'static str,
    field: &'static str,
) -> Answer {
    letters::letter(&state.app, page.signed_in()?, id).await?;
    let form = Form::new(&page);
    acting(page, form, id, act, field)
}

fn after(
    outcome: Result<()>,
    page: Page,
    form: Form,
    id: LetterId,
    act: &'static str,
    field: &'static str,
) -> Answer {
    match outcome {
        Ok(()) => Ok(done(&format!("/surat/{id}"), "letters-done")),
        Err(error) => form.again(error, |form| acting(page, form, id, act, field)),
    }
}

async fn signed(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    blank(&state, page, id, "bertanda-tangan", "file").await
}

async fn upload(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<LetterId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = match form.read(|r| r.file("file")) {
        Ok(Some(file)) => letters::upload_signed(&state.app, &actor, id, file.bytes.to_vec())
            .await
            .map(drop),
        Ok(None) => Err(Error::invalid_field("file", "error-file")),
        Err(error) => Err(error),
    };
    after(outcome, page, form, id, "bertanda-tangan", "file")
}

async fn certify(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    blank(&state, page, id, "periksa-tte", "reference").await
}

async fn certified(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<LetterId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = letters::mark_certified(&state.app, &actor, id, form.value("reference")).await;
    after(outcome, page, form, id, "periksa-tte", "reference")
}

async fn replace(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    let new = letters::draft_replacement(&state.app, page.signed_in()?, id).await?;
    Ok(done(
        &format!("/surat/{new}/ubah"),
        "letters-replacement-made",
    ))
}

async fn revoke(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    blank(&state, page, id, "cabut", "reason").await
}

async fn revoked(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<LetterId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = letters::revoke(&state.app, &actor, id, form.value("reason")).await;
    after(outcome, page, form, id, "cabut", "reason")
}

async fn discard(State(state): State<AppState>, page: Page, Path(id): Path<LetterId>) -> Answer {
    blank(&state, page, id, "batalkan", "reason").await
}

async fn discarded(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<LetterId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let outcome = letters::discard(&state.app, &actor, id, form.value("reason")).await;
    after(outcome, page, form, id, "batalkan", "reason")
}
