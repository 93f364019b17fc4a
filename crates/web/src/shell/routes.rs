//! Routes, each with the door it stands behind: who may come in is stated where the path is, and kept before the handler.
//!
//! The door asks for a role only; whose rows a person sees is the scope that each command and query takes.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::access::Access;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get, post};
use kernel::{Error, Kind, Role};

use super::session::Visitor;
use super::{AppState, Problem};

/// Who may come in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Door {
    /// Everybody, without signing in.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever may do one of these acts somewhere.
    Acts(Vec<Access>),
}

impl From<Access> for Door {
    fn from(access: Access) -> Self {
        Self::Acts(vec![access])
    }
}

impl<const N: usize> From<[Access; N]> for Door {
    fn from(acts: [Access; N]) -> Self {
        Self::Acts(acts.to_vec())
    }
}

impl Door {
    /// The roles that may come in; none for the doors that ask for no role.
    pub fn roles(&self) -> BTreeSet<Role> {
        match self {
            Self::Anyone | Self::SignedIn => BTreeSet::new(),
            Self::Acts(acts) => acts
                .iter()
                .flat_map(|access| access.roles.iter().copied())
                .collect(),
        }
    }

    /// # Errors
    /// [`Kind::Unauthenticated`] when nobody is signed in, [`Kind::Forbidden`] when her roles are others.
    fn admit(&self, visitor: &Visitor) -> kernel::Result<()> {
        let actor = match (self, visitor.actor.as_deref()) {
            (Self::Anyone, _) => return Ok(()),
            (_, None) => return Err(Error::new(Kind::Unauthenticated, "error-unauthenticated")),
            (_, Some(actor)) => actor,
        };
        match self {
            Self::Acts(acts) if !acts.iter().any(|access| access.is_open_to(actor)) => {
                let names: Vec<&str> = acts.iter().map(|access| access.act).collect();
                Err(Error::forbidden().log(names.join(", ")))
            }
            _ => Ok(()),
        }
    }
}

/// One method of one path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// HTTP method.
    pub method: Method,
    /// Path with parameters in braces.
    pub path: &'static str,
    /// Who may come in.
    pub door: Door,
}

impl Route {
    /// Names of the parameters, in the order of the path.
    pub fn parameters(&self) -> Vec<&'static str> {
        self.path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect()
    }

    /// Whether it changes something, and so is checked for its origin.
    pub fn csrf(&self) -> bool {
        self.method != Method::GET
    }
}

/// The routes of a slice.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    list: Vec<Route>,
}

impl Routes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows something.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, door: impl Into<Door>, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Method::GET, path, door.into(), get(handler))
    }

    /// Does something.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, door: impl Into<Door>, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add(Method::POST, path, door.into(), post(handler))
    }

    fn add(
        mut self,
        method: Method,
        path: &'static str,
        door: Door,
        handler: MethodRouter<AppState>,
    ) -> Self {
        let handler = match &door {
            Door::Anyone => handler,
            door => handler.route_layer(from_fn_with_state(Arc::new(door.clone()), keep)),
        };
        self.router = self.router.route(path, handler);
        self.list.push(Route { method, path, door });
        self
    }

    /// Takes request bodies of at most `bytes` on every route so far.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.router = self.router.layer(DefaultBodyLimit::max(bytes));
        self
    }

    /// These routes and those of `other`.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// What is served.
    pub fn into_router(self) -> Router<AppState> {
        self.router
    }

    /// Every route, by path and method.
    pub fn into_list(mut self) -> Vec<Route> {
        self.list
            .sort_by(|a, b| (a.path, a.method.as_str()).cmp(&(b.path, b.method.as_str())));
        self.list
    }
}

/// Stands at the door: who may not come in never reaches the handler, nor has her body read.
async fn keep(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Arc<Visitor>>().cloned();
    match door.admit(&visitor.unwrap_or_default()) {
        Ok(()) => next.run(request).await,
        Err(error) => Problem(error).into_response(),
    }
}
