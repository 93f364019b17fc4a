//! The table of the menu: which page stands in which group, and for whom.

use kernel::{Actor, Role};

/// Who sees an entry.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// Also people who are not signed in.
    Everyone,
    /// Everybody who is signed in.
    SignedIn,
    /// Holders of one of the roles.
    Roles(&'static [Role]),
}

/// One line of the menu.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Key of the group's heading; neighbours with the same group stand together.
    pub group: &'static str,
    /// Key of the label.
    pub key: &'static str,
    /// Name in the icon sprite (`assets/icons.txt`).
    pub icon: &'static str,
    /// Where it leads. The entry is marked as current on this path and below it.
    pub path: &'static str,
    /// Who sees it. This only tidies the menu; each command checks the right itself.
    pub who: Who,
}

/// The menu in its order. A slice adds its line in the group where people look for it.
pub const MENU: &[Entry] = &[
    Entry {
        group: "nav-work",
        key: "nav-home",
        icon: "list-check",
        path: "/",
        who: Who::SignedIn,
    },
    Entry {
        group: "nav-work",
        key: "notices-title",
        icon: "bell",
        path: "/pemberitahuan",
        who: Who::SignedIn,
    },
    Entry {
        group: "nav-work",
        key: "screenings-check",
        icon: "clipboard-check",
        path: "/cek",
        who: Who::Roles(&[Role::Pegawai]),
    },
    Entry {
        group: "nav-work",
        key: "nav-people",
        icon: "users",
        path: "/pegawai",
        who: Who::Roles(&[
            Role::Pengelola,
            Role::Verifikator,
            Role::Admin,
            Role::Auditor,
            Role::Opd,
            Role::Atasan,
            Role::Pejabat,
        ]),
    },
    Entry {
        group: "nav-work",
        key: "programmes-title",
        icon: "layout-dashboard",
        path: "/program",
        who: Who::SignedIn,
    },
    Entry {
        group: "nav-work",
        key: "policies-title",
        icon: "gavel",
        path: "/kebijakan",
        who: Who::SignedIn,
    },
    Entry {
        group: "nav-work",
        key: "regulations-title",
        icon: "scale",
        path: "/regulasi",
        who: Who::SignedIn,
    },
    Entry {
        group: "nav-work",
        key: "meetings-title",
        icon: "message",
        path: "/rapat",
        who: Who::Roles(&[
            Role::Pengelola,
            Role::Verifikator,
            Role::Pejabat,
            Role::Mitra,
            Role::Koordinator,
            Role::Auditor,
        ]),
    },
    Entry {
        group: "nav-work",
        key: "simulations-title",
        icon: "chart-bar",
        path: "/simulasi",
        who: Who::Roles(app::simulations::access::READ.roles),
    },
    Entry {
        group: "nav-work",
        key: "hosts-title",
        icon: "building-community",
        path: "/instansi",
        who: Who::SignedIn,
    },
    Entry {
        group: "nav-work",
        key: "nominations-queue",
        icon: "clipboard-check",
        path: "/verifikasi",
        who: Who::Roles(&[Role::Verifikator]),
    },
    Entry {
        group: "nav-work",
        key: "screenings-dispensations",
        icon: "scale",
        path: "/dispensasi",
        who: Who::Roles(&[
            Role::Pengelola,
            Role::Verifikator,
            Role::Pejabat,
            Role::Auditor,
            Role::Opd,
        ]),
    },
    Entry {
        group: "nav-work",
        key: "screenings-events",
        icon: "refresh",
        path: "/periksa-ulang",
        who: Who::Roles(&[Role::Pengelola, Role::Verifikator, Role::Auditor, Role::Opd]),
    },
    Entry {
        group: "nav-work",
        key: "corrections-title",
        icon: "pencil",
        path: "/koreksi",
        who: Who::Roles(&[
            Role::Pengelola,
            Role::Verifikator,
            Role::Auditor,
            Role::Opd,
            Role::Pegawai,
        ]),
    },
    Entry {
        group: "nav-work",
        key: "studies-title",
        icon: "school",
        path: "/studi",
        who: Who::Roles(&[
            Role::Pengelola,
            Role::Verifikator,
            Role::Pejabat,
            Role::Auditor,
            Role::Admin,
            Role::Opd,
            Role::Pegawai,
        ]),
    },
    Entry {
        group: "nav-work",
        key: "letters-title",
        icon: "file-text",
        path: "/surat",
        who: Who::Roles(&[
            Role::Pengelola,
            Role::Verifikator,
            Role::Pejabat,
            Role::Auditor,
            Role::Admin,
            Role::Opd,
            Role::Host,
            Role::Pegawai,
        ]),
    },
    Entry {
        group: "nav-system",
        key: "letters-officials-title",
        icon: "signature",
        path: "/pejabat",
        who: Who::Roles(&[Role::Pengelola, Role::Admin]),
    },
    Entry {
        group: "nav-system",
        key: "letters-registers-title",
        icon: "book",
        path: "/nomor-surat",
        who: Who::Roles(&[Role::Pengelola, Role::Admin]),
    },
    Entry {
        group: "nav-system",
        key: "holidays-title",
        icon: "calendar-event",
        path: "/hari-libur",
        who: Who::Roles(&[Role::Pengelola, Role::Admin]),
    },
    Entry {
        group: "nav-system",
        key: "nav-accounts",
        icon: "key",
        path: "/akun",
        who: Who::Roles(&[Role::Admin]),
    },
    Entry {
        group: "nav-system",
        key: "nav-audit",
        icon: "shield-check",
        path: "/audit",
        who: Who::Roles(&[Role::Auditor, Role::Admin]),
    },
    Entry {
        group: "nav-system",
        key: "nav-own",
        icon: "user-circle",
        path: "/akun/saya",
        who: Who::SignedIn,
    },
    Entry {
        group: "nav-help",
        key: "screenings-public",
        icon: "clipboard-check",
        path: "/cek/umum",
        who: Who::Everyone,
    },
    Entry {
        group: "nav-help",
        key: "letters-check-title",
        icon: "qrcode",
        path: "/periksa",
        who: Who::Everyone,
    },
    Entry {
        group: "nav-help",
        key: "nav-about",
        icon: "info-circle",
        path: "/tentang",
        who: Who::Everyone,
    },
];

impl Entry {
    fn visible(&self, actor: Option<&Actor>) -> bool {
        match self.who {
            Who::Everyone => true,
            Who::SignedIn => actor.is_some(),
            Who::Roles(roles) => actor.is_some_and(|actor| actor.has_any(roles)),
        }
    }

    fn covers(&self, path: &str) -> bool {
        path.strip_prefix(self.path)
            .is_some_and(|rest| rest.is_empty() || (self.path != "/" && rest.starts_with('/')))
    }
}

/// A group of the menu as a page shows it.
#[derive(Debug)]
pub struct Group {
    /// Key of the heading.
    pub key: &'static str,
    /// Its entries, each with whether it is the current one.
    pub entries: Vec<(Entry, bool)>,
}

/// What `actor` sees of `menu` on `path`; the entry with the longest fitting path is current.
pub fn groups(menu: &[Entry], actor: Option<&Actor>, path: &str) -> Vec<Group> {
    let visible = menu.iter().filter(|entry| entry.visible(actor));
    let current = visible
        .clone()
        .filter(|entry| entry.covers(path))
        .max_by_key(|entry| entry.path.len())
        .map(|entry| entry.path);
    let mut groups: Vec<Group> = Vec::new();
    for entry in visible {
        let line = (*entry, current == Some(entry.path));
        match groups.iter_mut().find(|group| group.key == entry.group) {
            Some(group) => group.entries.push(line),
            None => groups.push(Group {
                key: entry.group,
                entries: vec![line],
            }),
        }
    }
    groups
}
