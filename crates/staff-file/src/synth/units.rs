//! The unit tree of the invented province and its structural posts, each of which one person holds.

use super::rng::stable_id;
use super::words::{BIDANG, SEKSI};
use crate::reference::{self, Opd};

/// A unit with the chain of its names.
#[derive(Clone)]
pub(super) struct Unit {
    pub(super) id: String,
    /// `Seksi … - Bidang … - Dinas …`.
    pub(super) chain: String,
    pub(super) opd: &'static Opd,
}

/// A structural post; its id is that of its unit.
#[derive(Clone)]
pub(super) struct Post {
    pub(super) unit: Unit,
    pub(super) title: String,
    pub(super) eselon_id: &'static str,
}

pub(super) struct Tree {
    /// Posts from the top down: the heads of all units first.
    pub(super) posts: Vec<Post>,
    /// Units in which people without a structural post work, once for each share of staff.
    pub(super) desks: Vec<Unit>,
}

pub(super) fn tree(seed: u64) -> Tree {
    let unit = |opd: &'static Opd, names: &[&str]| {
        let mut chain: Vec<&str> = names.to_vec();
        chain.push(&opd.name);
        if let Some(parent) = opd.parent.as_deref() {
            chain.push(parent);
        }
        let chain = chain.join(" - ");
        Unit {
            id: stable_id(seed, &chain),
            chain,
            opd,
        }
    };
    let (mut heads, mut middle, mut low, mut desks) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for opd in reference::opd_all() {
        let (title, eselon_id) = head(opd);
        heads.push(Post {
            unit: unit(opd, &[]),
            title,
            eselon_id,
        });
        let is_biro = opd.kind == "biro";
        if !is_biro && opd.kind != "sekretariat" {
            middle.push(Post {
                unit: unit(opd, &["Sekretariat"]),
                title: format!("Sekretaris {}", opd.name),
                eselon_id: "31",
            });
        }
        for bidang in BIDANG {
            let (name, eselon_id) = if is_biro {
                (format!("Bagian {bidang}"), "31")
            } else {
                (format!("Bidang {bidang}"), "32")
            };
            middle.push(Post {
                unit: unit(opd, &[&name]),
                title: format!("Kepala {name}"),
                eselon_id,
            });
            desks.extend(std::iter::repeat_n(unit(opd, &[&name]), share(opd)));
            for seksi in SEKSI {
                let below = if is_biro {
                    format!("Subbagian {seksi}")
                } else {
                    format!("Seksi {seksi}")
                };
                low.push(Post {
                    unit: unit(opd, &[&below, &name]),
                    title: format!("Kepala {below} {bidang}"),
                    eselon_id: if is_biro { "41" } else { "42" },
                });
            }
        }
    }
    let posts = heads.into_iter().chain(middle).chain(low).collect();
    Tree { posts, desks }
}

fn head(opd: &Opd) -> (String, &'static str) {
    match opd.kind.as_str() {
        "sekretariat" if opd.name == "Sekretariat Daerah" => ("Sekretaris Daerah".into(), "12"),
        "sekretariat" => ("Sekretaris DPRD".into(), "21"),
        "inspektorat" => ("Inspektur Daerah".into(), "21"),
        "biro" => (format!("Kepala {}", opd.name), "22"),
        "rsud" => (format!("Direktur {}", opd.name), "22"),
        _ => (format!("Kepala {}", opd.name), "21"),
    }
}

/// Schools and hospitals have most of the staff.
fn share(opd: &Opd) -> usize {
    match opd.name.as_str() {
        "Dinas Pendidikan dan Kebudayaan" => 40,
        "Dinas Kesehatan" => 6,
        _ if opd.kind == "rsud" => 5,
        _ if opd.kind == "biro" => 1,
        _ => 2,
    }
}
