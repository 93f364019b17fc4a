//! The one page that every form of a meeting is shown on: what stands fixed, the fields, and two buttons.

use app::meetings::Meeting;
use askama::Template;

use crate::shell::{Answer, Choice, Form, Page, html};

/// How a field is entered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Line,
    Area,
    Date,
    Select,
    Boxes,
}

/// A field; label and hint are keys.
pub(super) struct Field {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) required: bool,
    pub(super) options: Vec<Choice>,
}

impl Field {
    pub(super) fn new(kind: Kind, name: &'static str, label: &'static str) -> Self {
        Self {
            kind,
            name,
            label,
            hint: "",
            required: true,
            options: Vec::new(),
        }
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    pub(super) fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    pub(super) fn options(mut self, options: Vec<Choice>) -> Self {
        self.options = options;
        self
    }

    fn line(&self) -> bool {
        self.kind == Kind::Line
    }
    fn area(&self) -> bool {
        self.kind == Kind::Area
    }
    fn date(&self) -> bool {
        self.kind == Kind::Date
    }
    fn select(&self) -> bool {
        self.kind == Kind::Select
    }
}

/// What the page says around the fields.
pub(super) struct Ask {
    pub(super) title: &'static str,
    pub(super) lead: &'static str,
    pub(super) action: String,
    pub(super) submit: &'static str,
    pub(super) back: String,
    pub(super) tone: &'static str,
    /// Hidden fields that the answer must bring back.
    pub(super) hidden: Vec<&'static str>,
    /// What stands fixed: key of the label, and text.
    pub(super) fixed: Vec<(&'static str, String)>,
}

impl Ask {
    pub(super) fn new(title: &'static str, lead: &'static str, action: String) -> Self {
        Self {
            title,
            lead,
            action,
            submit: "button-save",
            back: "/rapat".into(),
            tone: "primary",
            hidden: Vec::new(),
            fixed: Vec::new(),
        }
    }

    /// The form of a meeting, which leads back to `anchor` of its page.
    pub(super) fn of(
        meeting: &Meeting,
        title: &'static str,
        lead: &'static str,
        tail: &str,
        anchor: &str,
    ) -> Self {
        Self {
            back: format!("/rapat/{}{anchor}", meeting.id),
            ..Self::new(title, lead, format!("/rapat/{}/{tail}", meeting.id))
        }
    }
}

#[derive(Template)]
#[template(path = "meetings/form.html")]
struct FormPage {
    page: Page,
    f: Form,
    ask: Ask,
    fields: Vec<Field>,
}

/// A page below that of a meeting.
pub(super) fn below(page: Page, meeting: &Meeting, title: &str) -> Page {
    page.title(title)
        .crumb("/rapat", "meetings-title")
        .crumb_name(format!("/rapat/{}", meeting.id), &meeting.details.title)
}

/// Shows the form.
pub(super) fn show(
    page: Page,
    meeting: Option<&Meeting>,
    f: Form,
    ask: Ask,
    fields: Vec<Field>,
) -> Answer {
    let page = match meeting {
        Some(meeting) => below(page, meeting, ask.title),
        None => page.title(ask.title).crumb("/rapat", "meetings-title"),
    };
    html(&FormPage {
        page,
        f,
        ask,
        fields,
    })
}
