//! The people behind a number.

use app::db::list::{ListRequest, Paged};
use app::policies::Language;
use app::ports::{Cell, Sheet, SheetColumn};
use app::simulations::{self, Dimension, Found, Run, Search, Which};
use askama::Template;
use axum::extract::State;
use kernel::{Error, Result};

use super::view::group_name;
use super::{ask, sheet};
use crate::policies::{language, seen};
use crate::shell::{Answer, AppState, Choice, FileKind, ListQuery, Page, download, html};

/// Rows of a spreadsheet read at once.
const AT_ONCE: u32 = 500;

#[derive(Template)]
#[template(path = "simulations/people.html")]
struct People {
    page: Page,
    language: Language,
    list: ListQuery,
    rows: Paged<Found>,
    lead: String,
    kept: Vec<(String, String)>,
    whiches: Vec<Choice>,
    back: String,
}

fn search(list: &ListQuery) -> Result<Search> {
    let which: Which = list.filter_as("yang").ok_or_else(Error::not_found)?;
    let rule = list.filter("aturan");
    let group = list.filter_as::<Dimension>("menurut").map(|by| {
        let key = list.filter("nilai");
        (by, if key == "-" { "" } else { key }.to_owned())
    });
    Ok(Search {
        which,
        rule: (!rule.is_empty()).then(|| rule.to_owned()),
        group,
    })
}

pub(super) async fn index(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let actor = page.signed_in()?;
    let Some(id) = list.filter_as("versi") else {
        return Err(Error::not_found().into());
    };
    let version = seen(&state, &page, id).await?;
    let asked = ask::read(ask::of_list(&list), ask::first_day(&page, &version))?;
    let search = search(&list)?;
    let run = simulations::open(&state.app, actor, &asked).await?;
    if list.xlsx {
        let bytes = workbook(&state, &page, &run, &search, &list.request).await?;
        return Ok(download(
            FileKind::Xlsx,
            "simulasi-pegawai",
            page.today,
            bytes,
        ));
    }
    let rows = run.people(&search, list.request.clone());
    let language = language(&page);
    let mut parts = vec![
        page.t(format!("simulations-which-{}", search.which))
            .into_owned(),
    ];
    if let Some(rule) = &search.rule {
        let rules = run.outcome()?.rules;
        let found = rules.iter().find(|own| own.id == *rule);
        parts.extend(found.map(|rule| rule.says.get(language).to_owned()));
    }
    if let Some((by, key)) = &search.group {
        let key = Some(key.as_str()).filter(|key| !key.is_empty());
        let by_name = page.t(format!("simulations-by-{by}"));
        parts.push(format!("{by_name}: {}", group_name(&page, *by, key)));
    }
    let mut kept = ask::fields(&run.asked);
    for name in ["aturan", "menurut", "nilai"] {
        let value = list.filter(name);
        if !value.is_empty() {
            kept.push((name.to_owned(), value.to_owned()));
        }
    }
    let offered = |which: &&Which| {
        let of_rule = which.key().contains("aturan");
        of_rule == search.rule.is_some()
    };
    let whiches = Which::ALL.iter().filter(offered);
    let whiches = whiches.map(|w| Choice::new(w, page.t(format!("simulations-which-{w}"))));
    let back = format!("/simulasi/baru?{}", ask::query(&run.asked, &[]));
    html(&People {
        language,
        whiches: whiches.collect(),
        lead: parts.join(" · "),
        page: page
            .title("simulations-people")
            .crumb("/simulasi", "simulations-title")
            .crumb(back.clone(), "simulations-try"),
        list,
        rows,
        kept,
        back,
    })
}

async fn workbook(
    state: &AppState,
    page: &Page,
    run: &Run,
    search: &Search,
    request: &ListRequest,
) -> Result<Vec<u8>> {
    let language = language(page);
    let mut request = ListRequest {
        page: 1,
        per_page: AT_ONCE,
        ..request.clone()
    };
    let mut rows = Vec::new();
    loop {
        let found = run.people(search, request.clone());
        let pages = found.pages();
        let text = |text: &str| Cell::Text(text.to_owned());
        rows.extend(found.rows.iter().map(|one| {
            let why: Vec<&str> = one.why.iter().map(|why| why.get(language)).collect();
            vec![
                text(&one.member.name),
                text(one.member.nip.as_str()),
                text(one.opd.as_deref().unwrap_or_default()),
                text(one.golongan.as_deref().unwrap_or_default()),
                text(one.before.label(language)),
                text(one.after.label(language)),
                text(&why.join("\n")),
            ]
        }));
        if i64::from(request.page) >= pages {
            break;
        }
        request.page += 1;
    }
    let column = |key: &str, width| SheetColumn {
        header: page.t(key).into_owned(),
        width,
        choices: Vec::new(),
    };
    let sheet = Sheet {
        name: page.t("simulations-people").into_owned(),
        columns: vec![
            column("simulations-name", 34),
            column("simulations-nip", 22),
            column("simulations-by-opd", 40),
            column("simulations-by-golongan", 12),
            column("simulations-before", 26),
            column("simulations-after", 26),
            column("simulations-why", 70),
        ],
        rows,
        notes: Vec::new(),
    };
    sheet::write(state, vec![sheet]).await
}
