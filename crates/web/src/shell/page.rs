//! What every template has as field `page`: words, formats, who reads, heading, menu and place in the site.

use std::borrow::Cow;
use std::sync::Arc;

use app::words::{Lang, Words};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use kernel::{Actor, CivilDate, Entropy, Error, Kind, Result, Role, Text};

use super::format::{Arguments, Show};
use super::nav::{self, Group};
use super::session::{Theme, Visitor};
use super::{AppState, assets, words};

/// One step of the way from the start to this page.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// Where it leads.
    pub path: String,
    /// Its name.
    pub name: String,
}

/// The context of a page.
#[derive(Clone)]
pub struct Page {
    /// Language of the page.
    pub lang: Lang,
    /// Theme of the page.
    pub theme: Theme,
    /// Today in WIB; the virtual date in a demonstration.
    pub today: CivilDate,
    /// Whether the demonstration's band is shown.
    pub demo: bool,
    /// Heading and title of the window.
    pub heading: String,
    /// The way here, without this page itself.
    pub crumbs: Vec<Crumb>,
    /// Path of this page without the query.
    pub path: String,
    /// Path and query of this page: where language and theme lead back to.
    pub here: String,
    /// Notices that the visitor has not read.
    pub unread: i64,
    visitor: Arc<Visitor>,
    words: &'static Words,
    entropy: Arc<dyn Entropy>,
}

impl Page {
    pub(super) fn new(
        state: &AppState,
        visitor: Arc<Visitor>,
        uri: &axum::http::Uri,
        get: bool,
    ) -> Self {
        let here = if get {
            uri.path_and_query().map_or("/", |p| p.as_str())
        } else {
            uri.path()
        };
        Self {
            lang: visitor.lang,
            theme: visitor.theme,
            today: state.app.clock.today(),
            demo: state.demo.is_some(),
            heading: String::new(),
            crumbs: Vec::new(),
            path: uri.path().to_owned(),
            here: here.to_owned(),
            unread: 0,
            visitor,
            words: words(),
            entropy: Arc::clone(&state.app.entropy),
        }
    }

    /// Sets the heading by its key (or by a [`Text`] with arguments).
    #[must_use]
    pub fn title(mut self, text: impl Into<Text>) -> Self {
        self.heading = self.say(&text.into());
        self
    }

    /// Sets the heading to a name from the data, such as that of a programme.
    #[must_use]
    pub fn title_name(mut self, name: impl Into<String>) -> Self {
        self.heading = name.into();
        self
    }

    /// Adds a step to the way here: a path and the key of its name.
    #[must_use]
    pub fn crumb(mut self, path: impl Into<String>, text: impl Into<Text>) -> Self {
        let name = self.say(&text.into());
        self.crumbs.push(Crumb {
            path: path.into(),
            name,
        });
        self
    }

    /// Adds a step that bears a name from the data.
    #[must_use]
    pub fn crumb_name(mut self, path: impl Into<String>, name: impl Into<String>) -> Self {
        self.crumbs.push(Crumb {
            path: path.into(),
            name: name.into(),
        });
        self
    }

    /// The message under `key`.
    pub fn t(&self, key: impl AsRef<str>) -> Cow<'static, str> {
        self.words.get(self.lang, key.as_ref())
    }

    /// The message under `key` with arguments: `page.ta("hosts-count", [("n", hosts.total)])`. Values of different
    /// types stand in a tuple: `page.ta("hosts-of", (("n", total), ("name", name)))`.
    pub fn ta(&self, key: impl AsRef<str>, args: impl Arguments) -> String {
        let mut list = Vec::new();
        args.each(&mut |name, value| list.push((name.to_owned(), value.to_string())));
        self.words.say_args(self.lang, key.as_ref(), &list)
    }

    /// A message of the domain in words.
    pub fn say(&self, text: &Text) -> String {
        self.words.say(self.lang, text)
    }

    /// A value as this page writes it: dates "17 Agustus 2026", whole numbers "12.500", NIP in groups, periods,
    /// yes and no; an en dash for what is not there.
    pub fn show(&self, value: impl Show) -> String {
        value.show(self)
    }

    /// A decimal number with `places` digits after the comma.
    pub fn decimal(&self, value: impl Into<f64>, places: usize) -> String {
        super::format::decimal(self.lang, value.into(), places)
    }

    /// Path of an asset, such as `titian.css`.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::path(name)
    }

    /// Who is signed in.
    pub fn actor(&self) -> Option<&Actor> {
        self.visitor.actor.as_deref()
    }

    /// Who is signed in, or the error that leads to the sign-in page.
    ///
    /// # Errors
    /// [`Kind::Unauthenticated`] when nobody is.
    pub fn signed_in(&self) -> Result<&Actor> {
        self.actor()
            .ok_or_else(|| Error::new(Kind::Unauthenticated, "error-unauthenticated"))
    }

    /// Whether the visitor holds `role` in any scope; for showing or hiding, never for permitting.
    pub fn has(&self, role: impl std::borrow::Borrow<Role>) -> bool {
        self.actor().is_some_and(|actor| actor.has(*role.borrow()))
    }

    /// The names of the visitor's roles.
    pub fn roles(&self) -> String {
        let mut roles: Vec<Role> = self
            .actor()
            .iter()
            .flat_map(|actor| &actor.grants)
            .map(|grant| grant.role)
            .collect();
        roles.sort_unstable();
        roles.dedup();
        let names: Vec<_> = roles
            .iter()
            .map(|role| self.t(format!("role-{role}")))
            .collect();
        names.join(", ")
    }

    /// What the act before this page has to say, in words.
    pub fn notice(&self) -> Option<Cow<'static, str>> {
        self.visitor.notice.as_ref().map(|key| self.t(key))
    }

    /// The menu for the visitor.
    pub fn menu(&self) -> Vec<Group> {
        nav::groups(nav::MENU, self.actor(), &self.path)
    }

    /// Version of the program.
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Counts what the visitor has not read; what leads to this very page counts as read from now on. A page must not
    /// fail for it.
    async fn count_notices(&mut self, state: &AppState) {
        let Some(actor) = self.visitor.actor.clone() else {
            return;
        };
        match app::notices::unread(&state.app.db, &actor, &self.here).await {
            Ok(found) => {
                if found.here > 0 {
                    app::notices::mark_seen(&state.app, &actor, &self.here).await;
                }
                self.unread = found.all - found.here;
            }
            Err(error) => {
                tracing::warn!(reason = error.log_line(), "notices were not counted");
            }
        }
    }

    /// A fresh nonce for one rendering of a form: 43 characters of base64url.
    pub(super) fn nonce(&self) -> String {
        self.entropy.secret()
    }
}

impl FromRequestParts<AppState> for Page {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        state: &AppState,
    ) -> Result<Self, Self::Rejection> {
        let visitor = parts
            .extensions
            .get::<Arc<Visitor>>()
            .cloned()
            .unwrap_or_default();
        let get = parts.method == axum::http::Method::GET;
        // Nested routers see a shortened path; the visitor's is the original one.
        let uri = parts
            .extensions
            .get::<axum::extract::OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |original| original.0.clone());
        let mut page = Self::new(state, visitor, &uri, get);
        if get {
            page.count_notices(state).await;
        }
        Ok(page)
    }
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
