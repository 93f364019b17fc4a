//! Configuration: flags before environment before `titian.toml` before defaults, each value with where it came from.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use kernel::{Error, Result, Text};
use serde::Deserialize;

/// Flags that every command which touches an installation takes.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// Data folder: database, files and keys [default: ./data]
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// PostgreSQL as postgres://user@server/name; without it SQLite in the data folder is used
    #[arg(long, value_name = "URL", global = true)]
    pub database_url: Option<String>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", global = true)]
    pub listen: Option<String>,
    /// Address under which people reach this server; it stands in QR codes [default: http://LISTEN]
    #[arg(long, value_name = "URL", global = true)]
    pub base_url: Option<String>,
    /// Configuration file [default: ./titian.toml if it exists]
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database_url: Option<String>,
    listen: Option<String>,
    base_url: Option<String>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
}

/// Where a value came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum From {
    /// A flag of the command line.
    Flag,
    /// An environment variable.
    Environment,
    /// The configuration file.
    File,
    /// Nobody said anything.
    Default,
}

impl fmt::Display for From {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            From::Flag => "flag",
            From::Environment => "environment",
            From::File => "titian.toml",
            From::Default => "default",
        })
    }
}

/// A value and where it came from.
#[derive(Clone, Debug)]
pub struct Setting<T> {
    /// The value in force.
    pub value: T,
    /// Where it came from.
    pub from: From,
}

/// The configuration in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// Data folder.
    pub data: Setting<PathBuf>,
    /// PostgreSQL URL; none means SQLite.
    pub database_url: Setting<Option<String>>,
    /// Address to listen on.
    pub listen: Setting<SocketAddr>,
    /// Address under which people reach the server, without a slash at the end.
    pub base_url: Setting<String>,
    /// Server for e-mail as an URL with its password; none means that notices stay inside the application. There is no
    /// flag for it: other users of the machine see the arguments of a command.
    pub smtp_url: Setting<Option<String>>,
    /// Sender of e-mails.
    pub mail_from: Setting<Option<String>>,
}

impl Config {
    /// Reads flags, environment and file.
    ///
    /// # Errors
    /// When the file cannot be read, holds an unknown key, or a value does not fit.
    pub fn read(flags: &Flags) -> Result<Self> {
        Self::read_with(flags, |name| {
            std::env::var(name).ok().filter(|value| !value.is_empty())
        })
    }

    fn read_with(flags: &Flags, environment: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let file = read_file(flags.config.as_deref())?;
        let data = first(
            flags.data.clone(),
            environment("TITIAN_DATA").map(PathBuf::from),
            file.data,
            PathBuf::from("data"),
        );
        let database_url = first(
            flags.database_url.clone().map(Some),
            environment("DATABASE_URL").map(Some),
            file.database_url.map(Some),
            None,
        );
        let listen = first(
            flags.listen.clone(),
            environment("TITIAN_LISTEN"),
            file.listen,
            "127.0.0.1:8080".to_owned(),
        );
        let address = listen
            .value
            .parse()
            .map_err(|_| Error::invalid(Text::new("error-listen").with("value", &listen.value)))?;
        let listen = Setting {
            value: address,
            from: listen.from,
        };
        let base_url = first(
            flags.base_url.clone(),
            environment("TITIAN_BASE_URL"),
            file.base_url,
            format!("http://{}", listen.value),
        );
        let base_url = Setting {
            value: base_url.value.trim_end_matches('/').to_owned(),
            from: base_url.from,
        };
        let smtp_url = first(
            None,
            environment("TITIAN_SMTP_URL").map(Some),
            file.smtp_url.map(Some),
            None,
        );
        let mail_from = first(
            None,
            environment("TITIAN_MAIL_FROM").map(Some),
            file.mail_from.map(Some),
            None,
        );
        if smtp_url.value.is_some() && mail_from.value.is_none() {
            return Err(Error::invalid("error-mail-from"));
        }
        Ok(Self {
            data,
            database_url,
            listen,
            base_url,
            smtp_url,
            mail_from,
        })
    }

    /// Name, value (secrets masked) and origin of every setting, for `titian config`.
    pub fn lines(&self) -> Vec<(&'static str, String, From)> {
        let url = self
            .database_url
            .value
            .as_deref()
            .map_or_else(|| "(SQLite)".to_owned(), mask);
        vec![
            (
                "data",
                self.data.value.display().to_string(),
                self.data.from,
            ),
            ("database_url", url, self.database_url.from),
            ("listen", self.listen.value.to_string(), self.listen.from),
            ("base_url", self.base_url.value.clone(), self.base_url.from),
            (
                "smtp_url",
                self.smtp_url
                    .value
                    .as_deref()
                    .map_or_else(|| "(no e-mail)".to_owned(), mask),
                self.smtp_url.from,
            ),
            (
                "mail_from",
                self.mail_from.value.clone().unwrap_or_default(),
                self.mail_from.from,
            ),
        ]
    }
}

fn first<T>(flag: Option<T>, environment: Option<T>, file: Option<T>, default: T) -> Setting<T> {
    let named = |value: Option<T>, from| value.map(|value| Setting { value, from });
    named(flag, From::Flag)
        .or_else(|| named(environment, From::Environment))
        .or_else(|| named(file, From::File))
        .unwrap_or(Setting {
            value: default,
            from: From::Default,
        })
}

fn read_file(named: Option<&Path>) -> Result<File> {
    let path = named.unwrap_or(Path::new("titian.toml"));
    if named.is_none() && !path.exists() {
        return Ok(File::default());
    }
    let wrong = |why: String| {
        Error::invalid(
            Text::new("error-config")
                .with("file", path.display())
                .with("why", why),
        )
    };
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    toml::from_str(&text).map_err(|error| wrong(error.to_string()))
}

/// `postgres://user:•••@server/name`.
fn mask(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "•••".to_owned();
    };
    match rest.rsplit_once('@') {
        Some((user, server)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:•••@{server}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_beats_the_environment_and_secrets_are_masked() {
        let flags = Flags {
            listen: Some("127.0.0.1:9000".into()),
            ..Flags::default()
        };
        let config = Config::read_with(&flags, |name| match name {
            "TITIAN_LISTEN" => Some("127.0.0.1:7000".into()),
            "DATABASE_URL" => Some("postgres://titian:rahasia@db/titian".into()),
            "TITIAN_SMTP_URL" => Some("smtps://titian:rahasia@surel.contoh.go.id".into()),
            "TITIAN_MAIL_FROM" => Some("Titian <titian@contoh.go.id>".into()),
            _ => None,
        })
        .unwrap();
        assert_eq!(config.listen.value.port(), 9000);
        assert_eq!(config.listen.from, From::Flag);
        assert_eq!(config.database_url.from, From::Environment);
        assert!(
            config
                .lines()
                .iter()
                .all(|(_, value, _)| !value.contains("rahasia"))
        );
        assert_eq!(config.base_url.value, "http://127.0.0.1:9000");
    }

    #[test]
    fn a_mail_server_needs_a_sender() {
        let read = |name: &str| (name == "TITIAN_SMTP_URL").then(|| "smtp://127.0.0.1".into());
        let error = Config::read_with(&Flags::default(), read).unwrap_err();
        assert_eq!(error.text().key, "error-mail-from");
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        let flags = Flags {
            listen: Some("delapan".into()),
            ..Flags::default()
        };
        assert!(Config::read_with(&flags, |_| None).is_err());
    }
}
