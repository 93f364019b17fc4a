//! The page behind a one-time link: a host without an account answers a request for places, on a phone.

use app::hosts::{self, HostAnswer, NotNowReason, PlaceRequest, SlotForm};
use app::links::{Link, Standing};
use app::programmes::{self, Programme};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, Result, Text};

use crate::shell::{Answer, AppState, Choice, Form, Page, Reader, html};

/// Places that the page offers to fill in.
const ROWS: usize = 3;

#[derive(Template)]
#[template(path = "hosts/answer.html")]
struct Ask {
    page: Page,
    f: Form,
    programme: Programme,
    request: PlaceRequest,
    /// Why the link can no longer be used.
    void: Option<Text>,
    answers: Vec<Choice>,
    reasons: Vec<Choice>,
    rows: Vec<Row>,
}

/// Names of the fields of one place.
struct Row {
    number: usize,
    unit: String,
    field: String,
    quota: String,
}

fn rows() -> Vec<Row> {
    (1..=ROWS)
        .map(|number| Row {
            number,
            unit: format!("unit{number}"),
            field: format!("field{number}"),
            quota: format!("quota{number}"),
        })
        .collect()
}

fn void(link: &Link, now: kernel::Timestamp) -> Option<Text> {
    let (key, at) = match link.standing(now) {
        Standing::Usable => return None,
        Standing::Used(at) => ("links-used", at),
        Standing::Expired(at) => ("links-expired", at),
        Standing::Withdrawn(at) => ("links-withdrawn", at),
    };
    Some(Text::new(key).with("at", at.long_id()))
}

async fn ask_page(state: &AppState, page: Page, f: Form, secret: &str) -> Result<Ask> {
    let (request, link) = hosts::request_of_link(&state.app.db, secret).await?;
    let programme = programmes::get(&state.app.db, request.programme_id).await?;
    let answers = ["willing", "not-now"]
        .map(|key| Choice::new(key, page.t(format!("hosts-answer-{key}"))))
        .into();
    let reasons = NotNowReason::ALL
        .iter()
        .map(|key| Choice::new(key, page.t(format!("hosts-reason-{key}"))))
        .collect();
    Ok(Ask {
        void: void(&link, state.app.clock.now()),
        page: page.title("hosts-answer-title"),
        f,
        programme,
        request,
        answers,
        reasons,
        rows: rows(),
    })
}

/// What is asked, of whom, until when; looking uses nothing up.
pub async fn show(State(state): State<AppState>, page: Page, Path(secret): Path<String>) -> Answer {
    let f = Form::new(&page);
    html(&ask_page(&state, page, f, &secret).await?)
}

fn place(r: &mut Reader<'_>, row: usize, programme: &Programme, host: &PlaceRequest) -> SlotForm {
    SlotForm {
        host_id: host.host_id,
        unit: r.text(&format!("unit{row}"), 200),
        field: r.text(&format!("field{row}"), 200),
        start: programme.period.start(),
        end: programme.period.end(),
        quota_min: 0,
        quota_max: r.integer(&format!("quota{row}"), 1..=1_000),
        competencies: std::collections::BTreeMap::new(),
        confirmation: None,
    }
}

fn read(
    form: &Form,
    programme: &Programme,
    request: &PlaceRequest,
) -> Result<(String, HostAnswer)> {
    form.read(|r| {
        let by = r.text("by", 200);
        let answer = match form.value("answer") {
            "willing" => {
                let filled = (1..=ROWS).filter(|row| {
                    *row == 1
                        || ["unit", "field", "quota"]
                            .iter()
                            .any(|name| !form.value(&format!("{name}{row}")).is_empty())
                });
                let places = filled
                    .map(|row| place(r, row, programme, request))
                    .collect();
                HostAnswer::Willing(places)
            }
            "not-now" => {
                let reason = r.choice("reason").unwrap_or(NotNowReason::Other);
                HostAnswer::NotNow(reason, r.optional_text("note", 500))
            }
            _ => {
                r.wrong("answer", "error-choice");
                HostAnswer::NotNow(NotNowReason::Other, None)
            }
        };
        (by, answer)
    })
}

#[derive(Template)]
#[template(path = "hosts/answered.html")]
struct Answered {
    page: Page,
    programme: Programme,
    request: PlaceRequest,
}

/// Carries the answer out and uses the link up.
pub async fn answer(
    State(state): State<AppState>,
    page: Page,
    Path(secret): Path<String>,
    form: Form,
) -> Answer {
    let template = ask_page(&state, page.clone(), Form::default(), &secret).await?;
    let stored = match read(&form, &template.programme, &template.request) {
        Ok((by, answer)) => hosts::answer_by_link(&state.app, &secret, by, answer).await,
        Err(error) => Err(error),
    };
    match stored {
        Ok(()) => {
            let request = hosts::request(&state.app.db, template.request.id).await?;
            html(&Answered {
                page: page.title("hosts-answered-title"),
                programme: template.programme,
                request,
            })
        }
        Err(error) => form.again(row_fields(error), |f| html(&Ask { f, ..template })),
    }
}

/// A fault of a place comes back under the name of its first row: the form asks for the same three things in each.
fn row_fields(error: Error) -> Error {
    let renamed: Vec<(String, Text)> = error
        .fields()
        .iter()
        .map(|fault| {
            let field = match fault.field.as_str() {
                "unit" => "unit1",
                "field" => "field1",
                "quota_max" => "quota1",
                other => other,
            };
            (field.to_owned(), fault.text.clone())
        })
        .collect();
    if renamed.is_empty() {
        return error;
    }
    renamed.into_iter().fold(
        Error::invalid(error.text().clone()),
        |error, (field, text)| error.field(&field, text),
    )
}
