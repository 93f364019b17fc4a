//! Histories joined to people: by `PNS ID` first, then by number; what no file covers stays unknown.

use std::collections::HashMap;

use kernel::Nip;

use super::{
    Coverage, Cuti, HistoryFile, HistoryKind, HistoryRows, Hukdis, Kompetensi, Pelatihan,
    PersonKey, Skp, Standar,
};
use crate::record::StaffRecord;

/// The events of one kind, found by person.
#[derive(Clone, Debug)]
pub struct Events<T> {
    rows: Vec<T>,
    by_id: HashMap<String, Vec<usize>>,
    by_nip: HashMap<String, Vec<usize>>,
    files: usize,
    everyone: bool,
}

impl<T> Default for Events<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            by_id: HashMap::new(),
            by_nip: HashMap::new(),
            files: 0,
            everyone: false,
        }
    }
}

impl<T> Events<T> {
    fn add(&mut self, coverage: Coverage, rows: Vec<(u32, T)>, key: impl Fn(&T) -> &PersonKey) {
        self.files += 1;
        self.everyone |= coverage == Coverage::Semua;
        for (_, row) in rows {
            let (index, person) = (self.rows.len(), key(&row));
            match (&person.pns_id, &person.nip) {
                (Some(id), _) => self.by_id.entry(id.clone()).or_default().push(index),
                (None, Some(nip)) => self
                    .by_nip
                    .entry(nip.as_str().to_owned())
                    .or_default()
                    .push(index),
                (None, None) => {}
            }
            self.rows.push(row);
        }
    }

    /// Makes known that the events of a person are exactly `rows`, as a register keeps them.
    pub fn cover(&mut self, nip: &Nip, rows: Vec<T>) {
        self.mark_given();
        let known = self.by_nip.entry(nip.as_str().to_owned()).or_default();
        for row in rows {
            known.push(self.rows.len());
            self.rows.push(row);
        }
    }

    /// Makes known that events of this kind were given, whomever they speak of.
    pub fn mark_given(&mut self) {
        self.files += 1;
    }

    /// Whether any file of this kind was given.
    pub fn is_given(&self) -> bool {
        self.files > 0
    }

    /// The events of a person in the order of the files; `None` when no file covers her, so that nothing is known.
    pub fn of(&self, person: &StaffRecord) -> Option<Vec<&T>> {
        let by_id = person.pns_id().and_then(|id| self.by_id.get(id));
        let by_nip = self.by_nip.get(person.nip().as_str());
        if by_id.is_none() && by_nip.is_none() && !self.everyone {
            return None;
        }
        let mut found: Vec<usize> = by_id.into_iter().chain(by_nip).flatten().copied().collect();
        found.sort_unstable();
        Some(found.into_iter().filter_map(|i| self.rows.get(i)).collect())
    }

    /// All events in the order of the files.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }
}

/// All histories that came beside a staff file.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    /// Performance.
    pub skp: Events<Skp>,
    /// Discipline.
    pub hukdis: Events<Hukdis>,
    /// Assessed levels.
    pub kompetensi: Events<Kompetensi>,
    /// Training.
    pub diklat: Events<Pelatihan>,
    /// Courses.
    pub kursus: Events<Pelatihan>,
    /// Study leave.
    pub tubel: Events<Cuti>,
    /// Unpaid leave.
    pub cltn: Events<Cuti>,
    /// Levels that posts ask for.
    pub standar: Vec<Standar>,
}

impl Histories {
    /// Adds the rows of a file; a second file of the same kind adds to the first.
    pub fn add(&mut self, file: HistoryFile) {
        let coverage = file.coverage;
        match (file.rows, file.kind) {
            (HistoryRows::Skp(rows), _) => self.skp.add(coverage, rows, |row| &row.person),
            (HistoryRows::Hukdis(rows), _) => self.hukdis.add(coverage, rows, |row| &row.person),
            (HistoryRows::Kompetensi(rows), _) => {
                self.kompetensi.add(coverage, rows, |row| &row.person)
            }
            (HistoryRows::Standar(rows), _) => {
                self.standar.extend(rows.into_iter().map(|(_, row)| row))
            }
            (HistoryRows::Pelatihan(rows), HistoryKind::Kursus) => {
                self.kursus.add(coverage, rows, |row| &row.person);
            }
            (HistoryRows::Pelatihan(rows), _) => self.diklat.add(coverage, rows, |row| &row.person),
            (HistoryRows::Cuti(rows), HistoryKind::Cltn) => {
                self.cltn.add(coverage, rows, |row| &row.person)
            }
            (HistoryRows::Cuti(rows), _) => self.tubel.add(coverage, rows, |row| &row.person),
        }
    }
}
