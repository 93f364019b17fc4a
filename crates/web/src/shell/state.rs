//! What every handler can reach: the domain, and whether this is a demonstration.

use std::fmt;
use std::sync::Arc;

use app::App;

/// The state of the router.
#[derive(Clone)]
pub struct AppState {
    /// The domain.
    pub app: Arc<App>,
    /// Whether the band with the virtual date is shown.
    pub demo: bool,
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AppState")
            .field("demo", &self.demo)
            .finish_non_exhaustive()
    }
}
