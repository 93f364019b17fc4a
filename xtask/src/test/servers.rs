//! Starts what the tests talk to: a PostgreSQL server and a WebDriver, each on a free loopback port.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::Signal;

use super::packages;
use crate::{guard, repo};

/// The environment that tests read.
pub type Environment = Vec<(&'static str, String)>;

/// How long a server may take to answer; generous, since the machine may be busy building.
const START: Duration = Duration::from_secs(60);

/// Starts PostgreSQL in a temporary folder and makes three roles:
///
/// * `titian_super`, the superuser, whom no test uses;
/// * `titian_owner`, who may create databases and owns what the tests create (`TITIAN_TEST_POSTGRES`);
/// * `titian_app`, neither superuser nor owner, so that row-level security binds it
///   (`TITIAN_TEST_POSTGRES_APP`).
///
/// `fsync` stays on: tests about durability would prove nothing without it.
pub fn postgres() -> Result<Environment> {
    let bin = packages::postgres_bin().context("PostgreSQL is not installed")?;
    let account = Account::for_server()?;
    let folder = tempfile::Builder::new()
        .prefix("titian-postgres-")
        .tempdir()
        .context("make a temporary folder for PostgreSQL")?
        .keep();
    guard::folder(&folder);
    let password = random_word()?;
    let password_file = folder.join("password");
    fs::write(&password_file, &password)?;
    account.own(&folder)?;
    account.own(&password_file)?;
    let data = folder.join("data");

    let made = account
        .command(&bin.join("initdb"))
        .arg("--pgdata")
        .arg(&data)
        .args([
            "--username=titian_super",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
        ])
        .args(["--locale=C.UTF-8", "--no-sync"])
        .arg(format!("--pwfile={}", password_file.display()))
        .current_dir(&folder)
        .output()
        .context("run initdb")?;
    ensure!(
        made.status.success(),
        "initdb: {}",
        String::from_utf8_lossy(&made.stderr)
    );

    let log = log_file("postgres.log")?;
    let port = free_port()?;
    let mut server = account
        .command(&bin.join("postgres"))
        .arg("-D")
        .arg(&data)
        .arg("-p")
        .arg(port.to_string())
        .args([
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
        ])
        .args(["-c", "max_connections=300"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(log.1.try_clone()?)
        .stderr(log.1)
        .spawn()
        .context("start postgres")?;
    // SIGINT is PostgreSQL's fast shutdown: it drops the connections and ends in order.
    guard::process(&server, Signal::INT);

    let sql = format!(
        "CREATE ROLE titian_owner LOGIN CREATEDB NOSUPERUSER PASSWORD '{password}';\n\
         CREATE ROLE titian_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD '{password}';\n\
         CREATE DATABASE titian_test OWNER titian_owner;\n"
    );
    wait("PostgreSQL", &mut server, &log.0, || {
        let ready = Command::new(bin.join("psql"))
            .args([
                "-h",
                "127.0.0.1",
                "-U",
                "titian_super",
                "-d",
                "postgres",
                "-p",
            ])
            .arg(port.to_string())
            .args(["-qX", "-v", "ON_ERROR_STOP=1", "-c", "SELECT 1"])
            .env("PGPASSWORD", &password)
            .output();
        ready.is_ok_and(|ready| ready.status.success())
    })?;
    let mut psql = Command::new(bin.join("psql"))
        .args([
            "-h",
            "127.0.0.1",
            "-U",
            "titian_super",
            "-d",
            "postgres",
            "-p",
        ])
        .arg(port.to_string())
        .args(["-qX", "-v", "ON_ERROR_STOP=1", "-f", "-"])
        .env("PGPASSWORD", &password)
        .stdin(Stdio::piped())
        .spawn()
        .context("run psql")?;
    psql.stdin
        .take()
        .context("psql takes no input")?
        .write_all(sql.as_bytes())?;
    ensure!(
        psql.wait()?.success(),
        "psql could not create the roles of the tests"
    );

    let url = |role: &str| format!("postgres://{role}:{password}@127.0.0.1:{port}/titian_test");
    Ok(vec![
        ("TITIAN_TEST_POSTGRES", url("titian_owner")),
        ("TITIAN_TEST_POSTGRES_APP", url("titian_app")),
    ])
}

/// Starts chromedriver.
pub fn webdriver() -> Result<Environment> {
    let driver = packages::chromedriver().context("chromedriver is not installed")?;
    let chromium = packages::chromium().context("Chromium is not installed")?;
    let log = log_file("chromedriver.log")?;
    let port = free_port()?;
    let mut server = with_death_signal("TERM")
        .arg(driver)
        .arg(format!("--port={port}"))
        .stdin(Stdio::null())
        .stdout(log.1.try_clone()?)
        .stderr(log.1)
        .spawn()
        .context("start chromedriver")?;
    guard::process(&server, Signal::TERM);
    wait("chromedriver", &mut server, &log.0, || {
        webdriver_ready(port)
    })?;
    Ok(vec![
        ("TITIAN_TEST_WEBDRIVER", format!("http://127.0.0.1:{port}")),
        ("TITIAN_TEST_CHROMIUM", chromium.display().to_string()),
    ])
}

/// Asks `GET /status`, as the WebDriver standard has it.
fn webdriver_ready(port: u16) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream
            .write_all(b"GET /status HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        let mut answer = [0; 1024];
        let length = stream.read(&mut answer)?;
        Ok(String::from_utf8_lossy(answer.get(..length).unwrap_or_default()).into_owned())
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}

/// Waits until a server answers; when it ends before, shows the end of its log.
fn wait(name: &str, server: &mut Child, log: &Path, ready: impl Fn() -> bool) -> Result<()> {
    let deadline = Instant::now() + START;
    loop {
        if ready() {
            return Ok(());
        }
        let ended = server.try_wait()?;
        if ended.is_some() || Instant::now() > deadline {
            let text = fs::read_to_string(log).unwrap_or_default();
            let lines: Vec<&str> = text.lines().rev().take(15).collect();
            let tail: Vec<&str> = lines.into_iter().rev().collect();
            bail!(
                "{name} did not start; the end of its log ({}):\n{}",
                log.display(),
                tail.join("\n")
            );
        }
        sleep(Duration::from_millis(50));
    }
}

/// The account a server runs as: PostgreSQL refuses to run as root.
struct Account(Option<(u32, u32)>);

impl Account {
    fn for_server() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self(None));
        }
        let passwd = fs::read_to_string("/etc/passwd").context("read /etc/passwd")?;
        let ids = find_account(&passwd, "postgres").or_else(|| find_account(&passwd, "nobody"));
        let ids = ids.context(
            "PostgreSQL must not run as root, and there is neither an account `postgres` nor \
             `nobody`; run `cargo xtask test` as an ordinary user",
        )?;
        Ok(Self(Some(ids)))
    }

    /// Gives a path to the account and closes it to everybody else.
    fn own(&self, path: &Path) -> Result<()> {
        let mode = if fs::metadata(path)?.is_dir() {
            0o700
        } else {
            0o600
        };
        fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
        if let Some((uid, gid)) = self.0 {
            chown(path, Some(uid), Some(gid))
                .with_context(|| format!("give {} to the server", path.display()))?;
            ensure!(
                fs::metadata(path)?.uid() == uid,
                "{} kept its owner",
                path.display()
            );
        }
        Ok(())
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = with_death_signal("INT");
        if let Some((uid, gid)) = self.0 {
            command.args([format!("--reuid={uid}"), format!("--regid={gid}")]);
            command.arg("--clear-groups");
        }
        command.arg(program).env("LC_ALL", "C.UTF-8");
        command
    }
}

/// Even if this task is killed outright, the kernel then tells the server to end.
fn with_death_signal(signal: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", signal]);
    command
}

/// User and group number of an account in the text of `/etc/passwd`.
fn find_account(passwd: &str, name: &str) -> Option<(u32, u32)> {
    let line = passwd
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("find a free port")?;
    Ok(listener.local_addr()?.port())
}

fn log_file(name: &str) -> Result<(PathBuf, File)> {
    let dir = repo::target_dir().join("xtask");
    fs::create_dir_all(&dir).with_context(|| format!("make {}", dir.display()))?;
    let path = dir.join(name);
    let file = File::create(&path).with_context(|| format!("write {}", path.display()))?;
    Ok((path, file))
}

/// A password for a server that lives as long as the tests.
fn random_word() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut bytes))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\nnobody2:x:7:8::/:/bin/false\nnobody:x:65534:65533::/:/bin/false\n";
        assert_eq!(find_account(passwd, "nobody"), Some((65534, 65533)));
        assert_eq!(find_account(passwd, "postgres"), None);
    }

    #[test]
    fn passwords_differ() {
        assert_ne!(random_word().unwrap(), random_word().unwrap());
        assert_eq!(random_word().unwrap().len(), 32);
    }
}
