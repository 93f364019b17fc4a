//! Acts on the agency's own entries: enter, change, stage, promulgate, articles, relations, end.

use app::regulations::{
    self, Confidence, Edit, Kind, New, Own, Promulgation, Relating, Stage, path, write_articles,
    write_waits,
};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, Result};

use crate::shell::{Answer, AppState, Choice, Form, Page, Reader, done, html};

/// Longest field of lines, in characters.
const MOST: usize = 100_000;

fn choices<T: ToString + std::fmt::Display>(page: &Page, all: &[T], key: &str) -> Vec<Choice> {
    all.iter()
        .map(|one| Choice::new(one, page.t(format!("regulations-{key}-{one}"))))
        .collect()
}

/// Stages at which a plan may stand.
fn stages(page: &Page) -> Vec<Choice> {
    let plans: Vec<Stage> = Stage::ALL
        .iter()
        .copied()
        .filter(|stage| *stage != Stage::Diundangkan)
        .collect();
    choices(page, &plans, "stage")
}

/// The agency's entry behind an address.
async fn own(state: &AppState, key: &str) -> Result<Own> {
    let today = state.app.clock.today();
    let shown = regulations::entry(&state.app.db, key, today).await?;
    shown.own.ok_or_else(Error::not_found)
}

fn below(page: Page, own: &Own, title: &str) -> Page {
    let name = own.name.clone().unwrap_or_else(|| own.code.clone());
    page.title(title)
        .crumb("/regulasi", "regulations-title")
        .crumb_name(path(&own.code), name)
}

#[derive(Template)]
#[template(path = "regulations/new.html")]
struct NewPage {
    page: Page,
    f: Form,
    kinds: Vec<Choice>,
    stages: Vec<Choice>,
    confidences: Vec<Choice>,
}

fn new_page(page: Page, f: Form) -> Answer {
    let kinds = choices(&page, Kind::ALL, "kind");
    let confidences = choices(&page, Confidence::ALL, "confidence");
    html(&NewPage {
        kinds,
        stages: stages(&page),
        confidences,
        page: page
            .title("regulations-new")
            .crumb("/regulasi", "regulations-title"),
        f,
    })
}

pub(super) async fn new(page: Page) -> Answer {
    let f = Form::new(&page)
        .with("kind", Kind::Pergub)
        .with("stage", Stage::Usulan)
        .with("confidence", Confidence::T);
    new_page(page, f)
}

fn read_edit(r: &mut Reader<'_>) -> Edit {
    Edit {
        title: r.text("title", 500),
        owner: r.text("owner", 200),
        due: r.optional_date("due"),
        note: r.optional_text("note", 2_000),
        waits: r.optional_text("waits", 10_000).unwrap_or_default(),
    }
}

pub(super) async fn add(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?;
    let read = form.read(|r| New {
        code: r.text("code", 40),
        kind: r.choice("kind").unwrap_or(Kind::Pergub),
        confidence: r.choice("confidence").unwrap_or(Confidence::M),
        stage: r.choice("stage").unwrap_or(Stage::Usulan),
        edit: read_edit(r),
    });
    let added = match read.and_then(|new| Ok((new, form.nonce()?))) {
        Ok((new, nonce)) => {
            let nonce = Some(nonce.as_str().to_owned());
            regulations::add(&state.app, actor, new, nonce).await
        }
        Err(error) => Err(error),
    };
    match added {
        Ok(code) => Ok(done(&path(&code), "regulations-saved")),
        Err(error) => form.again(error, |form| new_page(page, form)),
    }
}

/// An act with a form of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Act {
    Edit,
    Stage,
    Promulgate,
    Articles,
    Relate,
    End,
}

impl Act {
    fn word(self) -> &'static str {
        match self {
            Act::Edit => "ubah",
            Act::Stage => "tahap",
            Act::Promulgate => "undangkan",
            Act::Articles => "pasal",
            Act::Relate => "hubungan",
            Act::End => "akhiri",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Act::Edit => "regulations-edit",
            Act::Stage => "regulations-advance",
            Act::Promulgate => "regulations-promulgate",
            Act::Articles => "regulations-write-articles",
            Act::Relate => "regulations-relate",
            Act::End => "regulations-end",
        }
    }

    fn tone(self) -> &'static str {
        if self == Act::End {
            "danger"
        } else {
            "primary"
        }
    }
}

#[derive(Template)]
#[template(path = "regulations/act.html")]
struct ActPage {
    page: Page,
    f: Form,
    own: Own,
    act: Act,
    stages: Vec<Choice>,
    relations: Vec<Choice>,
    targets: Vec<Choice>,
}

impl ActPage {
    fn is(&self, word: &str) -> bool {
        self.act.word() == word
    }

    fn action(&self) -> String {
        format!("{}/{}", path(&self.own.code), self.act.word())
    }
}

/// Instruments and articles that may be chosen as the other end of a relation.
async fn targets(state: &AppState, act: Act, own: &Own) -> Result<Vec<Choice>> {
    if act != Act::Relate {
        return Ok(Vec::new());
    }
    let register = regulations::register(&state.app.db).await?;
    let mut found = Vec::new();
    for source in register.sources() {
        if own.name.as_ref() == Some(&source.id) {
            continue;
        }
        found.push(Choice::new(&source.id, source.id.clone()));
        let entries = register.entries().iter();
        for entry in entries.filter(|entry| entry.source == source.id) {
            let label = format!("{} {}", source.id, entry.article);
            found.push(Choice::new(&entry.id, label));
        }
    }
    Ok(found)
}

async fn ask(state: &AppState, page: Page, own: Own, act: Act, f: Form) -> Answer {
    let targets = targets(state, act, &own).await?;
    show(page, own, act, f, targets)
}

fn show(page: Page, own: Own, act: Act, f: Form, targets: Vec<Choice>) -> Answer {
    html(&ActPage {
        stages: stages(&page),
        relations: choices(&page, Relating::ALL, "relation"),
        targets,
        page: below(page, &own, act.title()),
        f,
        own,
        act,
    })
}

async fn answered(
    state: &AppState,
    page: Page,
    own: Own,
    act: Act,
    form: Form,
    outcome: Result<()>,
) -> Answer {
    match outcome {
        Ok(()) => Ok(done(&path(&own.code), "regulations-saved")),
        Err(error) => {
            let targets = targets(state, act, &own).await?;
            form.again(error, |form| show(page, own, act, form, targets))
        }
    }
}

pub(super) async fn edit_form(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
) -> Answer {
    let own = own(&state, &key).await?;
    let f = Form::new(&page)
        .with("title", &own.title)
        .with("owner", &own.owner)
        .with(
            "due",
            own.due.map(|due| due.to_string()).unwrap_or_default(),
        )
        .with("note", own.note.clone().unwrap_or_default())
        .with("waits", write_waits(&own.waits))
        .with("revision", own.revision);
    ask(&state, page, own, Act::Edit, f).await
}

pub(super) async fn edit(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
    form: Form,
) -> Answer {
    let own = own(&state, &key).await?;
    let read = form.read(|r| (read_edit(r), r.integer("revision", 1..=i64::MAX)));
    let outcome = match read {
        Ok((edit, revision)) => {
            regulations::edit(&state.app, page.signed_in()?, &own.code, edit, revision).await
        }
        Err(error) => Err(error),
    };
    answered(&state, page, own, Act::Edit, form, outcome).await
}

pub(super) async fn stage_form(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
) -> Answer {
    let own = own(&state, &key).await?;
    let f = Form::new(&page).with("stage", own.stage);
    ask(&state, page, own, Act::Stage, f).await
}

pub(super) async fn stage(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
    form: Form,
) -> Answer {
    let own = own(&state, &key).await?;
    let read = form.read(|r| (r.choice("stage"), r.optional_text("note", 2_000)));
    let outcome = match read {
        Ok((stage, note)) => {
            let stage = stage.unwrap_or(own.stage);
            regulations::advance(&state.app, page.signed_in()?, &own.code, stage, note).await
        }
        Err(error) => Err(error),
    };
    answered(&state, page, own, Act::Stage, form, outcome).await
}

pub(super) async fn promulgate_form(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
) -> Answer {
    let own = own(&state, &key).await?;
    let f = Form::new(&page).with("title", &own.title);
    ask(&state, page, own, Act::Promulgate, f).await
}

pub(super) async fn promulgate(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
    form: Form,
) -> Answer {
    let own = own(&state, &key).await?;
    let read = form.read(|r| Promulgation {
        name: r.text("name", 100),
        title: r.text("title", 500),
        number: r.text("number", 50),
        date: r.date("date"),
        from: r.date("from"),
        articles: r.text("articles", MOST),
    });
    let outcome = match read {
        Ok(order) => regulations::promulgate(&state.app, page.signed_in()?, &own.code, order).await,
        Err(error) => Err(error),
    };
    answered(&state, page, own, Act::Promulgate, form, outcome).await
}

pub(super) async fn articles_form(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
) -> Answer {
    let own = own(&state, &key).await?;
    let f = Form::new(&page)
        .with("articles", write_articles(&own.articles))
        .with("revision", own.revision);
    ask(&state, page, own, Act::Articles, f).await
}

pub(super) async fn articles(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
    form: Form,
) -> Answer {
    let own = own(&state, &key).await?;
    let read = form.read(|r| {
        (
            r.text("articles", MOST),
            r.integer("revision", 1..=i64::MAX),
        )
    });
    let outcome = match read {
        Ok((text, revision)) => {
            let actor = page.signed_in()?;
            regulations::set_articles(&state.app, actor, &own.code, &text, revision).await
        }
        Err(error) => Err(error),
    };
    answered(&state, page, own, Act::Articles, form, outcome).await
}

pub(super) async fn relate_form(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
) -> Answer {
    let own = own(&state, &key).await?;
    let f = Form::new(&page);
    ask(&state, page, own, Act::Relate, f).await
}

pub(super) async fn relate(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
    form: Form,
) -> Answer {
    let own = own(&state, &key).await?;
    let read = form.read(|r| {
        let kind = r.choice("relation").unwrap_or(Relating::Implements);
        let (target, since) = (r.text("target", 200), r.optional_date("since"));
        (kind, target, since, r.optional_text("note", 500))
    });
    let outcome = match read {
        Ok((kind, target, since, note)) => {
            let actor = page.signed_in()?;
            regulations::relate(&state.app, actor, &own.code, kind, &target, since, note).await
        }
        Err(error) => Err(error),
    };
    answered(&state, page, own, Act::Relate, form, outcome).await
}

pub(super) async fn unrelate(
    State(state): State<AppState>,
    page: Page,
    Path((key, link)): Path<(String, String)>,
) -> Answer {
    let own = own(&state, &key).await?;
    regulations::unrelate(&state.app, page.signed_in()?, &own.code, &link).await?;
    Ok(done(&path(&own.code), "regulations-saved"))
}

pub(super) async fn end_form(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
) -> Answer {
    let own = own(&state, &key).await?;
    let f = Form::new(&page);
    ask(&state, page, own, Act::End, f).await
}

pub(super) async fn end(
    State(state): State<AppState>,
    page: Page,
    Path(key): Path<String>,
    form: Form,
) -> Answer {
    let own = own(&state, &key).await?;
    let read = form.read(|r| (r.date("to"), r.text("note", 2_000)));
    let outcome = match read {
        Ok((to, note)) => {
            regulations::end(&state.app, page.signed_in()?, &own.code, to, &note).await
        }
        Err(error) => Err(error),
    };
    answered(&state, page, own, Act::End, form, outcome).await
}
