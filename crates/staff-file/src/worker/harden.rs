//! The cage of the child: limits on memory, time and files, no sockets, no other program, no inherited descriptor.

use serde::{Deserialize, Serialize};

/// Address space of the child, bytes. A worksheet of 50,000 rows with 71 columns takes about a quarter of it.
const MEMORY: u64 = 1 << 30;
/// Processor time of the child, seconds.
const CPU_SECONDS: u64 = 30;

/// What of the cage could not be applied; empty when all holds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Hardening {
    /// One sentence for each thing that is missing.
    pub missing: Vec<String>,
}

impl Hardening {
    fn note(&mut self, what: &str, why: impl std::fmt::Display) {
        self.missing.push(format!("{what}: {why}"));
    }

    /// Tries what must not work and adds what did.
    pub(super) fn tried(mut self) -> Self {
        if std::net::UdpSocket::bind("127.0.0.1:0").is_ok() {
            self.note("sockets", "a socket could be opened");
        }
        let mut memory: Vec<u8> = Vec::new();
        if memory.try_reserve_exact(2 * MEMORY as usize).is_ok() {
            self.note("memory", "twice the limit could be reserved");
        }
        let program = std::process::Command::new("/proc/self/exe")
            .arg("--version")
            .spawn();
        if let Ok(mut child) = program {
            let _ = child.kill();
            let _ = child.wait();
            self.note("programs", "another program could be started");
        }
        self
    }
}

/// Puts the calling process into the cage for the rest of its life. Call it before any thread starts and before the
/// file is read; only the worker may, since it closes every descriptor but the standard three.
#[cfg(target_os = "linux")]
pub fn harden() -> Hardening {
    let mut hardening = Hardening::default();
    linux::descriptors(&mut hardening);
    linux::limits(&mut hardening);
    linux::no_sockets(&mut hardening);
    hardening
}

/// There is no cage on this system; the parent's limit on time still holds.
#[cfg(not(target_os = "linux"))]
pub fn harden() -> Hardening {
    let mut hardening = Hardening::default();
    hardening.note("cage", "this system is not Linux");
    hardening
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;

    use nix::sys::resource::{Resource, setrlimit};
    use nix::unistd::close;
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch, apply_filter};

    use super::{CPU_SECONDS, Hardening, MEMORY};

    /// Keeps standard input, output and error; whatever else the parent's own parents left open is closed, so that
    /// the reader of a foreign file holds no door to anything.
    pub(super) fn descriptors(hardening: &mut Hardening) {
        let open = match inherited() {
            Ok(open) => open,
            Err(error) => return hardening.note("descriptors", error),
        };
        for number in open {
            // The descriptor of the listing itself is closed by now, so an error says nothing.
            let _ = close(number);
        }
        match inherited() {
            Ok(open) if open.is_empty() => {}
            Ok(open) => hardening.note("descriptors", format!("{open:?} are open")),
            Err(error) => hardening.note("descriptors", error),
        }
    }

    /// The open descriptors beyond the standard three, without that of the listing.
    fn inherited() -> std::io::Result<Vec<i32>> {
        let own = format!("{}/fd", std::process::id());
        let mut open = Vec::new();
        for entry in std::fs::read_dir("/proc/self/fd")? {
            let entry = entry?;
            let listing = std::fs::read_link(entry.path()).is_ok_and(|path| path.ends_with(&own));
            let number = entry
                .file_name()
                .to_str()
                .and_then(|name| name.parse().ok());
            open.extend(number.filter(|number: &i32| *number > 2 && !listing));
        }
        Ok(open)
    }

    pub(super) fn limits(hardening: &mut Hardening) {
        for (what, resource, limit) in [
            ("memory", Resource::RLIMIT_AS, MEMORY),
            ("processor time", Resource::RLIMIT_CPU, CPU_SECONDS),
            ("written files", Resource::RLIMIT_FSIZE, 0),
            ("core dump", Resource::RLIMIT_CORE, 0),
        ] {
            if let Err(error) = setrlimit(resource, limit, limit) {
                hardening.note(what, error);
            }
        }
    }

    /// What the reader of a file never needs and an attacker wants first.
    const DENIED: &[libc::c_long] = &[
        libc::SYS_socket,
        libc::SYS_socketpair,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_listen,
        libc::SYS_accept4,
        libc::SYS_sendto,
        libc::SYS_sendmsg,
        libc::SYS_io_uring_setup,
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_bpf,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_mount,
    ];

    /// On x86-64 the same calls can be reached by the numbers of the x32 interface.
    const X32: i64 = 0x4000_0000;

    pub(super) fn no_sockets(hardening: &mut Hardening) {
        if let Err(error) = deny() {
            hardening.note("seccomp", error);
        }
    }

    fn deny() -> Result<(), Box<dyn std::error::Error>> {
        let arch = TargetArch::try_from(std::env::consts::ARCH)?;
        let mut rules = BTreeMap::new();
        for &call in DENIED {
            let call: i64 = call;
            rules.insert(call, Vec::new());
            if cfg!(target_arch = "x86_64") {
                rules.insert(call | X32, Vec::new());
            }
        }
        let errno = SeccompAction::Errno(libc::EPERM as u32);
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, errno, arch)?;
        let program: BpfProgram = filter.try_into()?;
        apply_filter(&program)?;
        Ok(())
    }
}
