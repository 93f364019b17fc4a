//! Officials with their signing rights, and the letterhead.

use app::letters::access;
use app::letters::{
    self, Agency, Contact, LetterKind, NewOfficial, Official, OfficialStatus, SigningBook,
    SigningForm, SigningRight,
};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Error, OfficialId};

use super::kinds;
use crate::shell::{Answer, AppState, Choice, Form, Page, Reader, Routes, done, html};

/// `/pejabat`, `/kop-surat` and what hangs below them.
pub(super) fn router() -> Routes {
    Routes::new()
        .get("/pejabat", access::OFFICE, index)
        .get("/pejabat/baru", access::OFFICIALS, new)
        .post("/pejabat/baru", access::OFFICIALS, add)
        .get("/pejabat/hak", access::OFFICIALS, right)
        .post("/pejabat/hak", access::OFFICIALS, set_right)
        .get("/pejabat/{id}", access::OFFICIALS, edit)
        .post("/pejabat/{id}", access::OFFICIALS, correct)
        .get("/kop-surat", access::OFFICE, letterhead)
        .post("/kop-surat", access::AGENCY, set_letterhead)
}

#[derive(Template)]
#[template(path = "letters/officials.html")]
struct Index {
    page: Page,
    book: SigningBook,
    agency: Option<Agency>,
}

impl Index {
    fn office(&self, key: &str, stored: &str) -> String {
        self.agency.as_ref().map_or_else(
            || stored.to_owned(),
            |agency| agency.office_name(key, stored),
        )
    }

    fn in_office(&self, official: &Official) -> bool {
        self.book
            .in_office(&official.office, self.page.today)
            .is_some_and(|now| now.id == official.id)
    }
}

async fn index(State(state): State<AppState>, page: Page) -> Answer {
    let book = letters::officials(&state.app, page.signed_in()?).await?;
    let agency = letters::find_agency(&state.app.db).await?;
    html(&Index {
        page: page.title("letters-officials-title"),
        book,
        agency,
    })
}

#[derive(Template)]
#[template(path = "letters/official.html")]
struct Entry {
    page: Page,
    f: Form,
    action: String,
    statuses: Vec<Choice>,
}

fn entry(page: Page, f: Form, action: String) -> Answer {
    let statuses = OfficialStatus::ALL
        .iter()
        .map(|status| Choice::new(status, page.t(format!("letters-status-{status}"))))
        .collect();
    html(&Entry {
        page: page
            .title("letters-official-title")
            .crumb("/pejabat", "letters-officials-title"),
        f,
        action,
        statuses,
    })
}

async fn new(page: Page) -> Answer {
    page.signed_in()?;
    let form = Form::new(&page).with("status", OfficialStatus::Definitive);
    entry(page, form, "/pejabat/baru".into())
}

fn read(r: &mut Reader<'_>) -> Option<NewOfficial> {
    Some(NewOfficial {
        office: r.text("office", 80),
        office_name: r.optional_text("office_name", 200).unwrap_or_default(),
        name: r.text("name", 200),
        name_plain: r.text("name_plain", 200),
        nip: r.optional_choice("nip"),
        golongan: r.optional_choice("golongan"),
        mandate_number: r.optional_text("mandate_number", 120),
        mandate_date: r.optional_date("mandate_date"),
        valid_from: r.date("valid_from"),
        valid_to: r.optional_date("valid_to"),
        status: r.choice("status")?,
    })
}

async fn add(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let added = match form.read(read) {
        Ok(Some(new)) => letters::add_official(&state.app, &actor, new).await,
        Ok(None) => Err(Error::invalid_field("status", "error-choice")),
        Err(error) => Err(error),
    };
    match added {
        Ok(_) => Ok(done("/pejabat", "letters-done")),
        Err(error) => form.again(error, |form| entry(page, form, "/pejabat/baru".into())),
    }
}

async fn edit(State(state): State<AppState>, page: Page, Path(id): Path<OfficialId>) -> Answer {
    let book = letters::officials(&state.app, page.signed_in()?).await?;
    let o = book
        .officials
        .into_iter()
        .find(|o| o.id == id)
        .ok_or_else(Error::not_found)?;
    let text = |value: Option<String>| value.unwrap_or_default();
    let form = Form::new(&page)
        .with("office", o.office)
        .with("office_name", o.office_name)
        .with("name", o.name)
        .with("name_plain", o.name_plain)
        .with("nip", text(o.nip.map(|nip| nip.as_str().to_owned())))
        .with("golongan", text(o.golongan.map(|g| g.to_string())))
        .with("status", o.status)
        .with("mandate_number", text(o.mandate_number))
        .with("mandate_date", text(o.mandate_date.map(|d| d.to_string())))
        .with("valid_from", o.valid_from)
        .with("valid_to", text(o.valid_to.map(|d| d.to_string())));
    entry(page, form, format!("/pejabat/{id}"))
}

async fn correct(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<OfficialId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let corrected = match form.read(read) {
        Ok(Some(new)) => letters::correct_official(&state.app, &actor, id, new).await,
        Ok(None) => Err(Error::invalid_field("status", "error-choice")),
        Err(error) => Err(error),
    };
    match corrected {
        Ok(()) => Ok(done("/pejabat", "letters-done")),
        Err(error) => form.again(error, |form| entry(page, form, format!("/pejabat/{id}"))),
    }
}

#[derive(Template)]
#[template(path = "letters/right.html")]
struct Right {
    page: Page,
    f: Form,
    kinds: Vec<Choice>,
    forms: Vec<Choice>,
}

fn granting(page: Page, f: Form) -> Answer {
    let forms = SigningForm::ALL
        .iter()
        .map(|form| Choice::new(form, page.t(format!("letters-form-{form}"))))
        .collect();
    html(&Right {
        kinds: kinds(&page),
        forms,
        page: page
            .title("letters-right-title")
            .crumb("/pejabat", "letters-officials-title"),
        f,
    })
}

async fn right(page: Page) -> Answer {
    page.signed_in()?;
    let form = Form::new(&page)
        .with("valid_from", page.today)
        .with("priority", 1);
    granting(page, form)
}

async fn set_right(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let read = form.read(|r| {
        let kind: Option<LetterKind> = r.choice("kind");
        let shape: Option<SigningForm> = r.choice("form");
        let right = (
            r.text("office", 80),
            r.optional_text("for_office", 80),
            r.optional_text("through_office", 80),
            r.date("valid_from"),
            r.optional_date("valid_to"),
            r.integer("priority", 0..=99),
        );
        kind.zip(shape).map(|(kind, form)| SigningRight {
            office: right.0,
            kind,
            form,
            for_office: right.1,
            through_office: right.2,
            valid_from: right.3,
            valid_to: right.4,
            priority: right.5,
        })
    });
    let set = match read {
        Ok(Some(right)) => letters::set_right(&state.app, &actor, right).await,
        Ok(None) => Err(Error::invalid_field("kind", "error-choice")),
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => Ok(done("/pejabat", "letters-done")),
        Err(error) => form.again(error, |form| granting(page, form)),
    }
}

#[derive(Template)]
#[template(path = "letters/letterhead.html")]
struct Letterhead {
    page: Page,
    f: Form,
}

fn heading(page: Page, f: Form) -> Answer {
    html(&Letterhead {
        page: page.title("letters-letterhead-title"),
        f,
    })
}

async fn letterhead(State(state): State<AppState>, page: Page) -> Answer {
    let mut form = Form::new(&page);
    if let Some(a) = letters::find_agency(&state.app.db).await? {
        let contact = a.contact.unwrap_or(Contact {
            name: String::new(),
            phone: String::new(),
            mail: None,
        });
        form = form
            .with("region_kind", a.region_kind)
            .with("region", a.region)
            .with("head_title", a.head_title)
            .with("agency", a.agency)
            .with("code", a.code)
            .with("secretariat_code", a.secretariat_code)
            .with("address", a.address.join("\n"))
            .with("secretariat_address", a.secretariat_address.join("\n"))
            .with("place", a.place)
            .with("contact_name", contact.name)
            .with("contact_phone", contact.phone)
            .with("contact_mail", contact.mail.unwrap_or_default());
    } else {
        form = form
            .with("region_kind", "Provinsi")
            .with("head_title", "Gubernur")
            .with("agency", "Badan Kepegawaian Daerah")
            .with("code", "BKD")
            .with("secretariat_code", "SETDA");
    }
    heading(page, form)
}

async fn set_letterhead(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let logo = letters::find_agency(&state.app.db)
        .await?
        .and_then(|agency| agency.logo);
    let read = form.read(|r| {
        let mut lines = |name: &str| -> Vec<String> {
            r.optional_text(name, 600)
                .unwrap_or_default()
                .lines()
                .map(|line| line.trim().to_owned())
                .collect()
        };
        let (address, secretariat_address) = (lines("address"), lines("secretariat_address"));
        let contact = r.optional_text("contact_name", 200);
        let phone = r.optional_text("contact_phone", 60);
        let mail = r.optional_text("contact_mail", 120);
        Agency {
            region_kind: r.text("region_kind", 40),
            region: r.text("region", 80),
            head_title: r.text("head_title", 40),
            agency: r.text("agency", 120),
            code: r.text("code", 20),
            secretariat_code: r.text("secretariat_code", 20),
            address,
            secretariat_address,
            place: r.text("place", 80),
            contact: contact
                .zip(phone)
                .map(|(name, phone)| Contact { name, phone, mail }),
            logo,
        }
    });
    let set = match read {
        Ok(agency) => letters::set_agency(&state.app, &actor, agency).await,
        Err(error) => Err(error),
    };
    match set {
        Ok(()) => Ok(done("/kop-surat", "letters-done")),
        Err(error) => form.again(error, |form| heading(page, form)),
    }
}
