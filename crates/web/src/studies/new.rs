//! The form of a proposal.

use app::studies::{self, Funding, Level, Pathway, Plan};
use askama::Template;
use axum::extract::{Query, State};
use kernel::{Error, Nip, Period};

use crate::shell::{Answer, AppState, Choice, Form, Page, done, html};

#[derive(Template)]
#[template(path = "studies/new.html")]
struct New {
    page: Page,
    f: Form,
    paths: Vec<Choice>,
    levels: Vec<Choice>,
    fundings: Vec<Choice>,
}

fn show(page: Page, f: Form) -> Answer {
    let paths = Pathway::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("studies-path-{one}"))))
        .collect();
    let fundings = Funding::ALL
        .iter()
        .map(|one| Choice::new(one, page.t(format!("studies-funding-{one}"))))
        .collect();
    html(&New {
        page: page.title("studies-new").crumb("/studi", "studies-title"),
        f,
        paths,
        levels: Level::ALL
            .iter()
            .map(|one| Choice::new(one, one.key()))
            .collect(),
        fundings,
    })
}

#[derive(serde::Deserialize, Default)]
pub(super) struct For {
    #[serde(default)]
    nip: String,
}

pub(super) async fn blank(page: Page, Query(wanted): Query<For>) -> Answer {
    let mut form = Form::new(&page).with("applied", page.today);
    if let Ok(nip) = wanted.nip.parse::<Nip>() {
        form = form.with("nip", nip.as_str());
    }
    show(page, form)
}

pub(super) async fn propose(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| {
        let nip = r.nip("nip");
        let pathway: Option<Pathway> = r.choice("pathway");
        let level: Option<Level> = r.choice("level");
        let funding: Option<Funding> = r.choice("funding");
        let (start, end) = (r.date("start"), r.date("end"));
        let period = Period::new(start, end);
        if period.is_err() {
            r.wrong("end", "letters-period-reversed");
        }
        let plan = Plan {
            pathway: pathway.unwrap_or(Pathway::Assignment),
            university: r.text("university", 160),
            programme: r.text("programme", 160),
            level: level.unwrap_or(Level::S1),
            funding: funding.unwrap_or(Funding::Own),
            sponsor: r.optional_text("sponsor", 160),
            released: r.checked("released"),
            period: period.ok()?,
            normative_months: r.integer("normative_months", 1..=120),
            plan_item: r.optional_text("plan_item", 160).unwrap_or_default(),
            field_fits: r.checked("field_fits"),
            outside_hours: r.checked("outside_hours"),
            applied: r.date("applied"),
        };
        nip.map(|nip| (nip, plan))
    });
    let made = match read.and_then(|read| read.ok_or_else(|| Error::invalid("error-form"))) {
        Ok((nip, plan)) => match form.nonce() {
            Ok(nonce) => {
                let nonce = Some(nonce.as_str().to_owned());
                studies::propose(&state.app, &actor, &nip, plan, nonce).await
            }
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(done(&format!("/studi/{id}"), "studies-proposed")),
        Err(error) => form.again(error, |form| show(page, form)),
    }
}
