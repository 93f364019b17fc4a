//! Every component on one page and a small form and list that work: what tests and screenshots look at.

use std::sync::Arc;

use app::words::Lang;
use askama::Template;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use kernel::{Actor, Error, Nip, Origin, Role, RoleGrant, Scope};

use super::session::{Theme, Visitor};
use super::{Answer, AppState, Choice, Form, ListQuery, Page, Paged, done, html};

/// `/contoh` and what hangs below it.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/contoh", get(components))
        .route("/contoh/formulir", get(blank).post(send))
        .route("/contoh/daftar", get(list))
        .route("/contoh/panik", get(panic))
        .route("/contoh/gagal/{kind}", get(fail))
}

/// An officer called Ratna, signed in; language and theme as the query says (`?bahasa=en&tema=dark`).
pub(super) fn signed_in(routes: Router) -> Router {
    routes.layer(from_fn(async |mut request: Request, next: Next| {
        let query = request.uri().query().unwrap_or_default().to_owned();
        request.extensions_mut().insert(Arc::new(Visitor {
            lang: if query.contains("bahasa=en") {
                Lang::En
            } else {
                Lang::Id
            },
            theme: if query.contains("tema=dark") {
                Theme::Dark
            } else {
                Theme::Light
            },
            actor: Some(Arc::new(officer())),
            notice: None,
        }));
        next.run(request).await
    }))
}

fn officer() -> Actor {
    Actor {
        user: None,
        name: "Ratna Pengelola".into(),
        person: None,
        grants: [Role::Pengelola, Role::Verifikator]
            .map(|role| RoleGrant {
                role,
                scope: Scope::All,
            })
            .into(),
        origin: Origin::Web,
    }
}

#[derive(Template)]
#[template(path = "shell/gallery.html")]
struct Components {
    page: Page,
}

async fn components(page: Page) -> Answer {
    html(&Components {
        page: page.title_name("Komponen").crumb("/contoh", "nav-help"),
    })
}

#[derive(Template)]
#[template(path = "shell/gallery_form.html")]
struct Sample {
    page: Page,
    f: Form,
    options: Vec<Choice>,
}

fn sample(page: Page, f: Form) -> Answer {
    let page = page.title_name("Formulir").crumb("/contoh", "nav-help");
    let options = vec![
        Choice::new("pegawai", page.t("role-pegawai")),
        Choice::new("atasan", page.t("role-atasan")),
    ];
    html(&Sample { page, f, options })
}

async fn blank(page: Page) -> Answer {
    let form = Form::new(&page);
    sample(page, form)
}

async fn send(page: Page, form: Form) -> Answer {
    let read = form.read(|r| {
        r.text("name", 40);
        r.nip("nip");
        r.date("start");
        r.integer("quota", 1..=50);
        r.choice::<Role>("role");
        r.choices::<Role>("roles");
        r.optional_text("note", 200);
    });
    let read = read.and_then(|()| form.nonce());
    let taken = read.and_then(|_| match form.value("name") {
        "penuh" => Err(Error::refused("error-not-found")
            .source("PP 11/2017 Ps 203")
            .next("error-csrf-next")),
        _ => Ok(()),
    });
    match taken {
        Ok(()) => Ok(done("/contoh", "value-yes")),
        Err(error) => form.again(error, |form| sample(page, form)),
    }
}

struct Row {
    name: &'static str,
    nip: Nip,
    unit: &'static str,
    days: u32,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "shell/gallery_list.html")]
struct List {
    page: Page,
    list: ListQuery,
    rows: Paged<Row>,
    options: Vec<Choice>,
}

async fn list(page: Page, list: ListQuery) -> Answer {
    let people = [
        (
            "Adi Rekaan, S.Kom.",
            "199001012015031001",
            "Dinas Rekaan",
            1250,
            "ok",
        ),
        (
            "Dewi Contoh",
            "198502172010012002",
            "Badan Contoh",
            30,
            "wait",
        ),
        (
            "Made Karangan, M.Si.",
            "197912312005011003",
            "Biro Karangan Umum dan Perlengkapan",
            7,
            "warn",
        ),
    ];
    let rows: Vec<Row> = people
        .into_iter()
        .filter(|person| {
            person
                .0
                .to_lowercase()
                .contains(&list.search().to_lowercase())
        })
        .map(|(name, nip, unit, days, tone)| Row {
            name,
            nip: nip.parse().unwrap(),
            unit,
            days,
            tone,
        })
        .collect();
    let total = if list.narrowed() {
        rows.len() as i64
    } else {
        612
    };
    let rows = Paged {
        rows,
        total,
        request: list.request.clone(),
    };
    let options = vec![Choice::new("ok", page.t("verdict-met"))];
    let page = page.title_name("Daftar").crumb("/contoh", "nav-help");
    html(&List {
        page,
        list,
        rows,
        options,
    })
}

async fn panic() -> Answer {
    panic!("a defect for the test")
}

async fn fail(axum::extract::Path(kind): axum::extract::Path<String>) -> Answer {
    Err(match kind.as_str() {
        "forbidden" => Error::forbidden(),
        "refused" => Error::refused("error-choice")
            .source("PP 11/2017 Ps 203")
            .next("error-csrf-next"),
        "unauthenticated" => Error::new(kernel::Kind::Unauthenticated, "error-unauthenticated"),
        _ => Error::internal("secret detail for the log"),
    }
    .into())
}
