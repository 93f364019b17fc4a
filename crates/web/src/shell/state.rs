//! What every handler can reach: the domain, and whether this is a demonstration.

use std::fmt;
use std::sync::Arc;

use app::App;

use crate::demo::DemoDoor;

/// The state of the router.
#[derive(Clone)]
pub struct AppState {
    /// The domain.
    pub app: Arc<App>,
    /// Personas and the virtual clock; only a demonstration has them.
    pub demo: Option<DemoDoor>,
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState")
            .field("demo", &self.demo.is_some())
            .finish_non_exhaustive()
    }
}

impl AppState {
    /// The state of a real installation.
    pub fn new(app: App) -> Self {
        Self {
            app: Arc::new(app),
            demo: None,
        }
    }

    /// The state of a demonstration.
    pub fn demo(app: App, door: DemoDoor) -> Self {
        Self {
            app: Arc::new(app),
            demo: Some(door),
        }
    }
}
