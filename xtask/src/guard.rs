//! Ends every process that a task started and removes its folders: at the end, on failure and on Ctrl-C.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

/// How long a process may take to end by itself before it is killed.
const PATIENCE: Duration = Duration::from_secs(10);

enum Item {
    Process { pid: u32, signal: Signal },
    Folder(PathBuf),
}

static ITEMS: Mutex<Vec<Item>> = Mutex::new(Vec::new());

/// Cleans up when it goes out of scope, so that an early return cleans up as well.
pub struct CleanUp;

impl CleanUp {
    /// Also cleans up when the task itself is told to end (Ctrl-C, SIGTERM, SIGHUP).
    pub fn arm() -> Result<Self> {
        ctrlc::set_handler(|| {
            clean_up();
            std::process::exit(130);
        })
        .context("listen for Ctrl-C")?;
        Ok(Self)
    }
}

impl Drop for CleanUp {
    fn drop(&mut self) {
        clean_up();
    }
}

/// Remembers a server to be ended with `signal`.
pub fn process(child: &Child, signal: Signal) {
    items().push(Item::Process {
        pid: child.id(),
        signal,
    });
}

/// Remembers a folder to be removed.
pub fn folder(path: &Path) {
    items().push(Item::Folder(path.to_path_buf()));
}

/// Runs a command to its end; should the task be told to end meanwhile, the command ends too.
pub fn run(command: &mut Command) -> Result<ExitStatus> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command.spawn().with_context(|| format!("start `{name}`"))?;
    process(&child, Signal::TERM);
    let status = child.wait().with_context(|| format!("wait for `{name}`"))?;
    items().retain(|item| !matches!(item, Item::Process { pid, .. } if *pid == child.id()));
    Ok(status)
}

fn items() -> MutexGuard<'static, Vec<Item>> {
    // A poisoned list is still a list, and what stands in it must be ended.
    ITEMS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Last started, first ended: the tests go before the servers they talk to.
fn clean_up() {
    // Ctrl-C and the end of the task may both come here; the second waits until the first is done,
    // for the task must not exit in between.
    static BUSY: Mutex<()> = Mutex::new(());
    let _busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
    let taken = std::mem::take(&mut *items());
    for item in taken.into_iter().rev() {
        match item {
            Item::Process { pid, signal } => stop(pid, signal),
            Item::Folder(path) => {
                // A folder that is gone already is what we want.
                let _ = fs::remove_dir_all(path);
            }
        }
    }
}

/// Ends a process and its descendants; what does not end in time is killed.
fn stop(pid: u32, signal: Signal) {
    // PostgreSQL ends its own workers in order, so only the first process gets the polite signal.
    let family = descendants(pid);
    send(pid, signal);
    let deadline = Instant::now() + PATIENCE;
    while alive(pid) && Instant::now() < deadline {
        sleep(Duration::from_millis(20));
    }
    for member in family
        .into_iter()
        .chain([pid])
        .filter(|member| alive(*member))
    {
        send(member, Signal::KILL);
    }
}

fn send(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        // The process may have ended since we looked, which is the aim.
        let _ = kill_process(pid, signal);
    }
}

/// Parent and state of a process, from the fields behind the name in `/proc/PID/stat`.
fn stat(pid: u32) -> Option<(u32, char)> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ');
    let state = fields.next()?.chars().next()?;
    Some((fields.next()?.parse().ok()?, state))
}

/// A zombie counts as ended: it only waits for us to read its exit code.
fn alive(pid: u32) -> bool {
    stat(pid).is_some_and(|(_, state)| state != 'Z' && state != 'X')
}

fn descendants(pid: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let all: Vec<(u32, u32)> = entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|child| stat(child).map(|(parent, _)| (child, parent)))
        .collect();
    let mut found = vec![pid];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        found.extend(
            all.iter()
                .filter(|(_, p)| *p == parent)
                .map(|(child, _)| *child),
        );
        next += 1;
    }
    found.split_off(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_and_its_children_are_ended() {
        let mut child = Command::new("sh")
            .args(["-c", "sleep 60 & sleep 61; true"])
            .spawn()
            .unwrap();
        let deadline = Instant::now() + PATIENCE;
        while descendants(child.id()).len() < 2 && Instant::now() < deadline {
            sleep(Duration::from_millis(5));
        }
        let family = descendants(child.id());
        assert_eq!(family.len(), 2, "both sleeps run");
        stop(child.id(), Signal::TERM);
        assert!(!alive(child.id()));
        child.wait().unwrap();
        sleep(Duration::from_millis(50));
        assert!(
            family.into_iter().all(|pid| !alive(pid)),
            "the children are gone too"
        );
    }
}
