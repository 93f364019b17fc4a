//! Typed look-ups in the reference lists of `reference/*.csv`; every row keeps its source and how sure it is.

use std::collections::HashMap;
use std::sync::OnceLock;

use kernel::Golongan;

use crate::record::Jenis;

/// Where a row of a reference list comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// Repository or page, as in the file.
    pub source: String,
    /// How sure it is, as in the file.
    pub confidence: String,
}

/// A list that is read once, kept in the order of the file and found by its id.
struct List<T> {
    rows: Vec<T>,
    index: HashMap<String, usize>,
}

impl<T> List<T> {
    /// Reads a CSV with header; a test proves that no row of the built-in files is left out.
    fn read(text: &str, row: impl Fn(&dyn Fn(&str) -> String) -> Option<(String, T)>) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headers = reader.headers().cloned().unwrap_or_default();
        let mut list = Self {
            rows: Vec::new(),
            index: HashMap::new(),
        };
        for record in reader.records().flatten() {
            let cell = |name: &str| {
                headers
                    .iter()
                    .position(|header| header == name)
                    .and_then(|i| record.get(i))
                    .unwrap_or_default()
                    .to_owned()
            };
            if let Some((key, value)) = row(&cell) {
                list.index.entry(key).or_insert(list.rows.len());
                list.rows.push(value);
            }
        }
        list
    }

    fn get(&self, key: &str) -> Option<&T> {
        self.rows.get(*self.index.get(key)?)
    }
}

fn origin(cell: &dyn Fn(&str) -> String) -> Origin {
    Origin {
        source: cell("source"),
        confidence: cell("confidence"),
    }
}

fn optional(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

macro_rules! list {
    ($(#[$doc:meta])* $all:ident, $(#[$by_doc:meta])* $by:ident -> $type:ty, $file:literal, $row:expr) => {
        $(#[$doc])*
        pub fn $all() -> &'static [$type] {
            &$all::list().rows
        }
        $(#[$by_doc])*
        pub fn $by(id: &str) -> Option<&'static $type> {
            $all::list().get(id)
        }
        mod $all {
            use super::*;
            pub(super) fn list() -> &'static List<$type> {
                static LIST: OnceLock<List<$type>> = OnceLock::new();
                LIST.get_or_init(|| List::read(include_str!(concat!("../reference/", $file)), $row))
            }
        }
    };
}

/// An id and name of a plain list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coded {
    /// Id of SIASN.
    pub id: String,
    /// Name of the list.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
}

fn coded(cell: &dyn Fn(&str) -> String) -> Option<(String, Coded)> {
    let id = cell("id");
    let value = Coded {
        id: id.clone(),
        name: cell("name"),
        origin: origin(cell),
    };
    Some((id, value))
}

/// A level of education.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pendidikan {
    /// Id of SIASN, `05` to `50`; the number orders the levels.
    pub id: String,
    /// Name.
    pub name: String,
    /// Rank of the level: the id as a number.
    pub level: u8,
    /// Where it comes from.
    pub origin: Origin,
}

list! {
    /// Levels of education (*tingkat pendidikan*) from primary school to doctorate.
    pendidikan_all,
    /// The level of education with this id.
    pendidikan -> Pendidikan, "pendidikan.csv", |cell| {
        let id = cell("id");
        let level = id.parse().ok()?;
        Some((id.clone(), Pendidikan { id, name: cell("name"), level, origin: origin(cell) }))
    }
}

/// The layer of a structural post.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Layer {
    /// Jabatan Pimpinan Tinggi: utama, madya, pratama (eselon I and II).
    Jpt,
    /// Administrator (eselon III).
    Administrator,
    /// Pengawas (eselon IV).
    Pengawas,
    /// Eselon V, which the present law no longer has.
    EselonV,
    /// No eselon.
    None,
}

/// A level of structural posts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Eselon {
    /// Id of SIASN.
    pub id: String,
    /// `II.a`.
    pub name: String,
    /// `JPT PRATAMA`, `ADMINISTRATOR`, `PENGAWAS` or empty.
    pub jabatan_asn: String,
    /// Layer of posts.
    pub layer: Layer,
    /// Where it comes from.
    pub origin: Origin,
}

list! {
    /// Levels of structural posts.
    eselon_all,
    /// The eselon with this id.
    eselon -> Eselon, "eselon.csv", |cell| {
        let (id, name, jabatan_asn) = (cell("id"), cell("name"), cell("jabatan_asn"));
        let layer = match jabatan_asn.as_str() {
            post if post.starts_with("JPT") => Layer::Jpt,
            "ADMINISTRATOR" => Layer::Administrator,
            "PENGAWAS" => Layer::Pengawas,
            _ if name.starts_with("V.") => Layer::EselonV,
            _ => Layer::None,
        };
        Some((id.clone(), Eselon { id, name, jabatan_asn, layer, origin: origin(cell) }))
    }
}

/// A legal status (*kedudukan hukum*).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kedudukan {
    /// Id of SIASN.
    pub id: String,
    /// Name; empty where no source gives one.
    pub name: String,
    /// Whom it belongs to.
    pub jenis: Jenis,
    /// Counts as active, by the practice of one BKD (01, 02, 03, 04, 15, 71, 73, 101).
    pub active: bool,
    /// Where it comes from.
    pub origin: Origin,
}

impl Kedudukan {
    /// Unpaid leave (*cuti di luar tanggungan negara*) or its extension.
    pub fn is_cltn(&self) -> bool {
        matches!(self.id.as_str(), "02" | "13")
    }
}

list! {
    /// Legal statuses of PNS and PPPK.
    kedudukan_all,
    /// The legal status with this id; a missing leading zero is forgiven.
    kedudukan_exact -> Kedudukan, "kedudukan_hukum.csv", |cell| {
        let id = cell("id");
        let jenis = if cell("applies_to") == "PPPK" { Jenis::Pppk } else { Jenis::Pns };
        let active = cell("counted_active_by_one_bkd") == "1";
        Some((id.clone(), Kedudukan { id, name: cell("name"), jenis, active, origin: origin(cell) }))
    }
}

/// The legal status with this id; the leading zero that spreadsheets drop is forgiven (`1` is `01`).
pub fn kedudukan(id: &str) -> Option<&'static Kedudukan> {
    match id.len() {
        1 => kedudukan_exact(&format!("0{id}")),
        _ => kedudukan_exact(id),
    }
}

/// A kind of post.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum JenisJabatan {
    /// 1: structural.
    Struktural,
    /// 2: functional (JF).
    Fungsional,
    /// 3: structural and functional together.
    Rangkap,
    /// 4: *pelaksana*, once *fungsional umum*.
    Pelaksana,
}

impl JenisJabatan {
    /// By the id of SIASN, 1 to 4.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "1" => Some(Self::Struktural),
            "2" => Some(Self::Fungsional),
            "3" => Some(Self::Rangkap),
            "4" => Some(Self::Pelaksana),
            _ => None,
        }
    }

    /// Whether the post stands in the structure.
    pub fn is_structural(self) -> bool {
        matches!(self, Self::Struktural | Self::Rangkap)
    }
}

list! {
    /// Kinds of post, with the term used today in `misc`.
    jenis_jabatan_all,
    /// The kind of post with this id.
    jenis_jabatan -> Coded, "jenis_jabatan.csv", coded
}

/// Which government a person belongs to and whether she is lent to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JenisPegawai {
    /// Id of SIASN, 1 to 19.
    pub id: String,
    /// Name.
    pub name: String,
    /// Lent to another institution (DPB or DPK).
    pub lent: bool,
    /// Where it comes from.
    pub origin: Origin,
}

list! {
    /// Kinds of employment.
    jenis_pegawai_all,
    /// The kind of employment with this id.
    jenis_pegawai -> JenisPegawai, "jenis_pegawai.csv", |cell| {
        let (id, name) = (cell("id"), cell("name"));
        let lent = name.contains(" DPB ") || name.contains(" DPK ");
        Some((id.clone(), JenisPegawai { id, name, lent, origin: origin(cell) }))
    }
}

/// How heavy a discipline penalty is.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Tingkat {
    /// R.
    Ringan,
    /// S.
    Sedang,
    /// B.
    Berat,
}

impl Tingkat {
    /// From the letter or the word, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "r" | "ringan" => Some(Self::Ringan),
            "s" | "sedang" => Some(Self::Sedang),
            "b" | "berat" => Some(Self::Berat),
            _ => None,
        }
    }

    /// The word of the law.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ringan => "Ringan",
            Self::Sedang => "Sedang",
            Self::Berat => "Berat",
        }
    }
}

/// A kind of discipline penalty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hukdis {
    /// Id of SIASN.
    pub id: String,
    /// Name in capitals, as SIASN writes it.
    pub name: String,
    /// Level.
    pub tingkat: Tingkat,
    /// Where it comes from.
    pub origin: Origin,
}

list! {
    /// Kinds of discipline penalty.
    hukdis_all,
    /// The kind of penalty with this id.
    hukdis -> Hukdis, "hukdis.csv", |cell| {
        let id = cell("id");
        let tingkat = Tingkat::parse(&cell("level_code"))?;
        Some((id.clone(), Hukdis { id, name: cell("name"), tingkat, origin: origin(cell) }))
    }
}

list! {
    /// Kinds of training recorded by SIASN.
    jenis_diklat_all,
    /// The kind of training with this id.
    jenis_diklat -> Coded, "jenis_diklat.csv", coded
}

/// A provincial unit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opd {
    /// Number in the list, 1 to 47.
    pub id: String,
    /// `sekretariat`, `biro`, `inspektorat`, `badan`, `satuan`, `dinas` or `rsud`.
    pub kind: String,
    /// Name.
    pub name: String,
    /// Short name, from general knowledge.
    pub short_name: Option<String>,
    /// Name of the containing unit.
    pub parent: Option<String>,
    /// In which sources the unit was seen.
    pub attested_in: String,
}

list! {
    /// Units of Provinsi Banten, seed data that the real unit tree replaces.
    opd_all,
    /// The unit with this number.
    opd -> Opd, "banten_opd.csv", |cell| {
        let id = cell("id");
        Some((id.clone(), Opd {
            id,
            kind: cell("kind"),
            name: cell("name"),
            short_name: optional(cell("short_name_general_knowledge")),
            parent: optional(cell("parent")),
            attested_in: cell("attested_in"),
        }))
    }
}

/// The provincial unit that a chain `A - B - C` belongs to. The order differs between exports, so each part is tried;
/// of several units in one chain the contained one wins (a bureau before its secretariat).
pub fn opd_of_chain(chain: &str) -> Option<&'static Opd> {
    let mut best: Option<&'static Opd> = None;
    for part in chain.split(" - ") {
        let part = part.trim();
        if let Some(found) = opd_all().iter().find(|o| o.name.eq_ignore_ascii_case(part))
            && best.is_none_or(|b| found.parent.as_deref() == Some(b.name.as_str()))
        {
            best = Some(found);
        }
    }
    best
}

/// A region of Banten.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wilayah {
    /// `36.04`.
    pub code: String,
    /// Name.
    pub name: String,
    /// `Provinsi`, `Kabupaten` or `Kota`.
    pub level: String,
    /// SIASN id of the government.
    pub instansi_id: String,
    /// SIASN id of the work unit.
    pub satuan_kerja_id: String,
    /// SIASN id of the place; two pairs are inferred.
    pub lokasi_id: String,
    /// Where it comes from.
    pub source: String,
}

list! {
    /// The province and its eight regencies and cities.
    wilayah_all,
    /// The region with this code (`36.04`).
    wilayah -> Wilayah, "banten_wilayah.csv", |cell| {
        let code = cell("code");
        Some((code.clone(), Wilayah {
            code,
            name: cell("name"),
            level: cell("level"),
            instansi_id: cell("siasn_instansi_id"),
            satuan_kerja_id: cell("siasn_satuan_kerja_id"),
            lokasi_id: cell("siasn_lokasi_id"),
            source: cell("source"),
        }))
    }
}

list! {
    /// Smaller lists in one file; the id is `list/id`, such as `agama/1`.
    misc_all,
    /// The entry `list/id` of the smaller lists (`agama/1`, `jenis_kawin/2`, `jenis_cltn/1`).
    misc -> Coded, "misc_refs.csv", |cell| {
        let (_, mut value) = coded(cell)?;
        value.id = format!("{}/{}", cell("list"), value.id);
        Some((value.id.clone(), value))
    }
}

/// The golongan of an id. PPPK share the ids of PNS by position (inferred, two pairs observed), so the kind decides.
pub fn golongan(id: &str, jenis: Jenis) -> Option<Golongan> {
    let row = golongan_all()
        .iter()
        .find(|row| row.0 == id && row.1 == jenis)?;
    Some(row.2)
}

/// The id of a golongan, the inverse of [`golongan`].
pub fn golongan_id(golongan: Golongan) -> Option<&'static str> {
    let row = golongan_all().iter().find(|row| row.2 == golongan)?;
    Some(row.0.as_str())
}

list! {
    /// Rows of the golongan list: id, kind, golongan, origin.
    golongan_all,
    /// The first row with this id: the one of PNS. [`golongan`] tells the kinds apart.
    golongan_row -> (String, Jenis, Golongan, Origin), "golongan.csv", |cell| {
        let id = cell("id");
        let jenis = if cell("category") == "PPPK" { Jenis::Pppk } else { Jenis::Pns };
        let golongan = cell("code").parse().ok()?;
        Some((id.clone(), (id, jenis, golongan, origin(cell))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_every_file_is_read() {
        let rows = [
            (pendidikan_all().len(), 16),
            (eselon_all().len(), 13),
            (kedudukan_all().len(), 35),
            (jenis_jabatan_all().len(), 4),
            (jenis_pegawai_all().len(), 19),
            (hukdis_all().len(), 21),
            (jenis_diklat_all().len(), 25),
            (opd_all().len(), 47),
            (wilayah_all().len(), 9),
            (misc_all().len(), 163),
            (golongan_all().len(), 34),
        ];
        for (found, expected) in rows {
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn shared_golongan_ids_are_told_apart_by_kind() {
        assert_eq!(golongan("21", Jenis::Pns), Some("II/a".parse().unwrap()));
        assert_eq!(golongan("21", Jenis::Pppk), Some("V".parse().unwrap()));
        assert_eq!(golongan_id("IX".parse().unwrap()), Some("31"));
    }

    #[test]
    fn active_statuses() {
        let active: Vec<_> = kedudukan_all()
            .iter()
            .filter(|k| k.active)
            .map(|k| k.id.as_str())
            .collect();
        assert_eq!(active, ["01", "02", "03", "04", "15", "71", "73", "101"]);
        assert_eq!(kedudukan("1").unwrap().name, "Aktif");
    }

    #[test]
    fn the_opd_is_found_at_either_end_of_a_chain() {
        for chain in [
            "Subbagian Umum - Biro Hukum - Sekretariat Daerah",
            "Sekretariat Daerah - Biro Hukum - Subbagian Umum",
        ] {
            assert_eq!(opd_of_chain(chain).unwrap().name, "Biro Hukum");
        }
        assert_eq!(
            opd_of_chain("Bidang A - Dinas Sosial").unwrap().name,
            "Dinas Sosial"
        );
        assert!(opd_of_chain("Bidang A").is_none());
    }
}
