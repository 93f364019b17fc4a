//! Opens an installation: keys, database, files and ports put together.

use std::path::Path;
use std::sync::Arc;

use app::App;
use app::blobs::Blobs;
use app::db::{Db, Location};
use app::keys::Keys;
use app::ports::Ports;
use kernel::{Clock, Error, OsEntropy, Result};

use crate::adapters;
use crate::config::Config;
use crate::mail;

/// Opens (and where needed makes) the installation that `config` names, with `clock` as its present.
pub async fn open(config: &Config, clock: Arc<dyn Clock>) -> Result<App> {
    let data = &config.data.value;
    std::fs::create_dir_all(data)
        .map_err(|error| Error::invalid("error-data-folder").log(error))?;
    let entropy = Arc::new(OsEntropy);
    let keys = Arc::new(Keys::open(&data.join("keys"), entropy.as_ref())?);
    let blobs = Blobs::open(&data.join("files"), entropy.clone())?;
    let db = Db::open(&location(config), clock.clone(), keys.audit).await?;
    let app = App {
        db,
        clock,
        entropy,
        blobs,
        keys,
        ports: Ports {
            mail: mail::server(config)?,
            ..adapters::ports()?
        },
        base_url: config.base_url.value.as_str().into(),
        tunnel: app::simulations::Tunnel::default(),
    };
    app::policies::record_shipped(&app).await?;
    app::regulations::record(&app).await?;
    Ok(app)
}

/// Opens an installation that must exist already.
pub async fn open_existing(config: &Config, clock: Arc<dyn Clock>) -> Result<App> {
    if config.database_url.value.is_none() && !database_file(&config.data.value).exists() {
        return Err(Error::invalid("error-no-installation").log(config.data.value.display()));
    }
    open(config, clock).await
}

/// Where the database is.
pub fn location(config: &Config) -> Location {
    match &config.database_url.value {
        Some(url) => Location::Url(url.clone()),
        None => Location::File(database_file(&config.data.value)),
    }
}

/// The SQLite file in a data folder.
pub fn database_file(data: &Path) -> std::path::PathBuf {
    data.join("titian.db")
}
