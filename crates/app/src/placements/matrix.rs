//! A placement as a table of OPD against host, each number a door to the people behind it.

use std::collections::BTreeMap;

use kernel::{Actor, HostId, OrgId, PlacementRunId, Result};

use super::{access, store};
use crate::App;
use crate::hosts;

/// A row: the OPD, its people on each host in the order of the columns, and those without a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MatrixRow {
    /// The OPD; `None` for guests.
    pub opd: Option<OrgId>,
    /// Its name.
    pub name: String,
    /// People on each host.
    pub counts: Vec<i64>,
    /// People without a place.
    pub without: i64,
}

/// Who goes where, counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Matrix {
    /// Hosts that somebody goes to, by name.
    pub hosts: Vec<(HostId, String)>,
    /// One row an OPD, by name.
    pub rows: Vec<MatrixRow>,
}

/// The matrix of a run.
pub async fn matrix(app: &App, actor: &Actor, run: PlacementRunId) -> Result<Matrix> {
    access::READ.allow(actor)?;
    let members = store::everybody(&app.db, run).await?;
    let mut found = Matrix::default();
    for member in &members {
        if let Some(host) = member.host
            && found.hosts.iter().all(|(id, _)| *id != host)
        {
            let name = hosts::get(&app.db, host).await?.name;
            found.hosts.push((host, name));
        }
    }
    found.hosts.sort_by(|a, b| a.1.cmp(&b.1));
    let mut rows: BTreeMap<String, MatrixRow> = BTreeMap::new();
    for member in members {
        let row = rows.entry(member.opd.clone()).or_insert(MatrixRow {
            opd: member.opd_id,
            name: member.opd,
            counts: vec![0; found.hosts.len()],
            without: 0,
        });
        let at = member
            .host
            .and_then(|host| found.hosts.iter().position(|(id, _)| *id == host));
        match at.and_then(|at| row.counts.get_mut(at)) {
            Some(count) => *count += 1,
            None => row.without += 1,
        }
    }
    found.rows = rows.into_values().collect();
    Ok(found)
}
