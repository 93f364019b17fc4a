//! The least education and rank of structural posts, from their reference file.

use std::collections::HashMap;
use std::sync::OnceLock;

use kernel::Golongan;

/// What a structural post asks for at least.
pub(super) struct Structural {
    pub(super) pendidikan: u8,
    pub(super) golongan: Golongan,
}

/// The least education and rank of an eselon.
pub(super) fn structural(eselon_id: &str) -> Option<&'static Structural> {
    static ROWS: OnceLock<HashMap<String, Structural>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let text = include_str!("../../reference/structural_minimum.csv");
        csv::Reader::from_reader(text.as_bytes())
            .into_records()
            .flatten()
            .filter_map(|row| {
                let pendidikan = row.get(1)?.parse().ok()?;
                let golongan = row.get(2)?.parse().ok()?;
                Some((
                    row.get(0)?.to_owned(),
                    Structural {
                        pendidikan,
                        golongan,
                    },
                ))
            })
            .collect()
    })
    .get(eselon_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        for eselon in ["11", "12", "21", "22", "31", "32", "41", "42"] {
            assert!(structural(eselon).is_some(), "{eselon}");
        }
    }
}
