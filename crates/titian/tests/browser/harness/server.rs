//! Starts the built `titian` on a free port with a folder of its own, and ends it with the test.
#![allow(dead_code, reason = "the walks through the released binary use it")]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the first page may take; far above what we promise, for the machine may be busy.
const START: Duration = Duration::from_secs(60);

/// A running `titian`.
pub struct Server {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
    args: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Server {
    /// Runs `titian ARGS --data FOLDER --listen ADDRESS` and waits until it answers; `args` begin with the
    /// command (`demo`, `serve`), `environment` adds variables such as `DATABASE_URL`.
    pub fn start(args: &[&str], environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let own = |text: &&str| (*text).to_owned();
        let args: Vec<String> = args.iter().map(own).collect();
        let environment: Vec<(String, String)> = environment
            .iter()
            .map(|(name, value)| (own(name), own(value)))
            .collect();
        let child = spawn(folder.path(), port, &args, &environment);
        let mut server = Self {
            child,
            port,
            folder,
            args,
            environment,
        };
        server.wait();
        server
    }

    /// Ends the server as a power cut would, in the midst of whatever it does (`kill -9`).
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it again on the same folder and port.
    pub fn restart(&mut self) {
        self.child = spawn(self.folder.path(), self.port, &self.args, &self.environment);
        self.wait();
    }

    /// Address without a slash at its end.
    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Id of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The folder given as `--data`.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// What the server has printed so far, such as the one-time secret of the first administrator.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }

    /// Runs another command of the same binary on the same data, to its end.
    pub fn command(&self, args: &[&str]) -> std::process::Output {
        self.ready(args).output().unwrap()
    }

    /// Runs a command of the same binary that needs no installation, to its end.
    pub fn run(&self, args: &[&str]) -> std::process::Output {
        Command::new(env!("CARGO_BIN_EXE_titian"))
            .args(args)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// The same as `command` with a text on its standard input, such as a password.
    pub fn command_with(&self, args: &[&str], input: &str) -> std::process::Output {
        let mut child = self
            .ready(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    }

    /// A command on the same data, with the variables that the server was given.
    fn ready(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_titian"));
        command
            .args(args)
            .arg("--data")
            .arg(self.data())
            .env_remove("DATABASE_URL")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.folder.path());
        command
    }

    fn wait(&mut self) {
        let deadline = Instant::now() + START;
        while !answers(self.port) {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("titian ended with {status}:\n{}", self.log());
            }
            assert!(
                Instant::now() < deadline,
                "titian does not answer:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn spawn(folder: &Path, port: u16, args: &[String], environment: &[(String, String)]) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join("server.log"))
        .unwrap();
    Command::new(env!("CARGO_BIN_EXE_titian"))
        .args(args)
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--listen")
        .arg(format!("127.0.0.1:{port}"))
        // What this machine has set for its own installation must not reach the test's.
        .env_remove("DATABASE_URL")
        .env_remove("TITIAN_DATA")
        .env_remove("TITIAN_LISTEN")
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; its folder goes with it either way.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("what titian printed:\n{}", self.log());
        }
    }
}

fn answers(port: u16) -> bool {
    let ask = || -> std::io::Result<usize> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        )?;
        stream.read(&mut [0; 16])
    };
    ask().is_ok_and(|length| length > 0)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}
