//! The self-check for everybody: a few facts by POST, an answer, nothing stored and nothing in an address.

use app::screenings::{self, Answer as Kind, PublicCheck, Question};
use askama::Template;
use axum::extract::State;
use kernel::{Error, PolicyVersionId};

use super::{Seen, language};
use crate::shell::{Answer, AppState, Choice, Form, ListQuery, Page, html};

struct Field {
    name: &'static str,
    label: String,
    kind: &'static str,
    words: Vec<Choice>,
    /// For predicates: name of the field, year, what was chosen.
    years: Vec<(String, i32, String)>,
    value: String,
    wrong: bool,
}

#[derive(Template)]
#[template(path = "screenings/public.html")]
struct Public {
    page: Page,
    f: Form,
    criteria: Vec<Choice>,
    chosen: String,
    fields: Vec<Field>,
    predicates: Vec<Choice>,
    seen: Option<Seen>,
}

fn field(page: &Page, f: &Form, question: Question, year: i32) -> Field {
    let language = language(page);
    let yes_no = |yes: &str, no: &str| {
        vec![
            Choice::new("ya", page.t(yes)),
            Choice::new("tidak", page.t(no)),
        ]
    };
    let (kind, words) = match question.answer {
        Kind::Date => ("date", Vec::new()),
        Kind::Number => ("number", Vec::new()),
        Kind::Line => ("text", Vec::new()),
        Kind::Skp => ("skp", Vec::new()),
        Kind::YesNo => ("select", yes_no("value-yes", "value-no")),
        Kind::Empty => (
            "select",
            vec![Choice::new("tidak", page.t("screenings-public-never"))],
        ),
        Kind::Words(words) => (
            "select",
            words
                .into_iter()
                .map(|(code, label)| Choice::new(code, label.get(language)))
                .collect(),
        ),
    };
    Field {
        label: question.label.get(language).to_owned(),
        value: f.value(question.name).to_owned(),
        wrong: f.error_at(question.name).is_some(),
        name: question.name,
        kind,
        words,
        years: [1, 2]
            .map(|back| {
                let name = format!("skp_{back}");
                let value = f.value(&name).to_owned();
                (name, year - back, value)
            })
            .into(),
    }
}

async fn render(state: &AppState, page: Page, f: Form, seen: Option<Seen>) -> Answer {
    let app = &state.app;
    let criteria = screenings::public_policies(app).await?;
    let wanted: Option<PolicyVersionId> = f.value("kriteria").parse().ok();
    let chosen = criteria
        .iter()
        .find(|one| Some(one.id) == wanted)
        .or(criteria.first());
    let mut fields = Vec::new();
    if let Some(one) = chosen {
        for question in screenings::questions(app, one.id).await? {
            fields.push(field(&page, &f, question, one.on.year()));
        }
    }
    let language = language(&page);
    let name = |one: &PublicCheck| {
        let title = one.title.get(language);
        format!("{title} ({}, {})", one.version, page.show(one.on))
    };
    let predicates = app::people::predicates()
        .into_iter()
        .map(|word| Choice::new(word, word))
        .collect();
    html(&Public {
        chosen: chosen.map(|one| one.id.to_string()).unwrap_or_default(),
        criteria: criteria
            .iter()
            .map(|one| Choice::new(one.id, name(one)))
            .collect(),
        fields,
        predicates,
        seen,
        f,
        page: page.title("screenings-public"),
    })
}

pub(super) async fn show(State(state): State<AppState>, page: Page, list: ListQuery) -> Answer {
    let f = Form::new(&page).with("kriteria", list.filter("kriteria"));
    render(&state, page, f, None).await
}

pub(super) async fn answer(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let typed: Vec<(String, String)> = form
        .names()
        .map(|name| (name.to_owned(), form.value(name).to_owned()))
        .collect();
    let found = match form.value("kriteria").parse::<PolicyVersionId>() {
        Ok(id) => screenings::public_check(&state.app, id, &typed).await,
        Err(_) => Err(Error::invalid_field("kriteria", "error-choice")),
    };
    match found {
        Ok(explanation) => {
            let seen = Seen::new(&page, &explanation, |_| String::new());
            render(&state, page, form, Some(seen)).await
        }
        Err(error) => {
            let (form, status) = super::kept(form, error)?;
            let mut response = render(&state, page, form, None).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}
