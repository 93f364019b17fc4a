//! The columns of the staff file: standard header, slug, kind of value and the other names under which files carry them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a cell of a column holds, and so how it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Identifier of SIASN or of a reference list; compared exactly, never changed.
    Id,
    /// Free text.
    Text,
    /// Name of a person; a row without it is refused.
    Name,
    /// Chain of unit names; leading dashes are dropped.
    Unit,
    /// Eighteen digits; a row without it is refused.
    Nip,
    /// Sixteen digits; anything else is left out with a warning, because BKN counts it as a finding.
    Nik,
    /// Civil date.
    Date,
    /// Civil date that must not lie in the future.
    BirthDate,
    /// `M` or `F`.
    Sex,
    /// Status CPNS, PNS or PPPK.
    Status,
    /// Name of a golongan on either scale.
    Golongan,
    /// Whole years of service, 0 to 99.
    Years,
    /// Months beyond whole years, 0 to 12.
    Months,
    /// Calendar year.
    Year,
    /// Yes or no.
    Flag,
}

/// Calls a macro with the whole table: variant, accessor and slug, standard header, kind, synonyms.
macro_rules! with_columns {
    ($callback:ident) => {
        $callback! {
            PnsId, pns_id, "PNS ID", Id, ["id", "orang_id", "pns_orang_id"];
            NipBaru, nip_baru, "NIP BARU", Nip, ["nip", "ni_pppk", "nip_ni_pppk"];
            NipLama, nip_lama, "NIP LAMA", Text, [];
            Nama, nama, "NAMA", Name, [];
            GelarDepan, gelar_depan, "GELAR DEPAN", Text, [];
            GelarBelakang, gelar_belakang, "GELAR BELAKANG", Text, ["gelar_blk"];
            TempatLahirId, tempat_lahir_id, "TEMPAT LAHIR ID", Id, [];
            TempatLahirNama, tempat_lahir_nama, "TEMPAT LAHIR NAMA", Text, ["tempat_lahir"];
            TanggalLahir, tanggal_lahir, "TANGGAL LAHIR", BirthDate, [];
            JenisKelamin, jenis_kelamin, "JENIS KELAMIN", Sex, [];
            AgamaId, agama_id, "AGAMA ID", Id, [];
            AgamaNama, agama_nama, "AGAMA NAMA", Text, ["agama"];
            JenisKawinId, jenis_kawin_id, "JENIS KAWIN ID", Id, [];
            JenisKawinNama, jenis_kawin_nama, "JENIS KAWIN NAMA", Text, ["status_perkawinan"];
            Nik, nik, "NIK", Nik, [];
            NomorHp, nomor_hp, "NOMOR HP", Text, ["hp", "nomor_handphone"];
            Email, email, "EMAIL", Text, [];
            EmailGov, email_gov, "EMAIL GOV", Text, ["email_dinas"];
            Alamat, alamat, "ALAMAT", Text, [];
            NpwpNomor, npwp_nomor, "NPWP NOMOR", Text, ["nomor_npwp", "npwp"];
            Bpjs, bpjs, "BPJS", Text, ["nomor_bpjs"];
            JenisPegawaiId, jenis_pegawai_id, "JENIS PEGAWAI ID", Id, [];
            JenisPegawaiNama, jenis_pegawai_nama, "JENIS PEGAWAI NAMA", Text, ["jenis_pegawai"];
            KedudukanHukumId, kedudukan_hukum_id, "KEDUDUKAN HUKUM ID", Id, ["kedudukan_pns_id"];
            KedudukanHukumNama, kedudukan_hukum_nama, "KEDUDUKAN HUKUM NAMA", Text, ["kedudukan_pns_nama", "kedudukan_hukum"];
            StatusCpnsPns, status_cpns_pns, "STATUS CPNS PNS", Status, ["status_asn", "status_pegawai"];
            KartuAsnVirtual, kartu_asn_virtual, "KARTU ASN VIRTUAL", Text, [];
            NomorSkCpns, nomor_sk_cpns, "NOMOR SK CPNS", Text, [];
            TanggalSkCpns, tanggal_sk_cpns, "TANGGAL SK CPNS", Date, [];
            TmtCpns, tmt_cpns, "TMT CPNS", Date, [];
            NomorSkPns, nomor_sk_pns, "NOMOR SK PNS", Text, [];
            TanggalSkPns, tanggal_sk_pns, "TANGGAL SK PNS", Date, [];
            TmtPns, tmt_pns, "TMT PNS", Date, [];
            GolAwalId, gol_awal_id, "GOL AWAL ID", Id, ["golongan_awal_id"];
            GolAwalNama, gol_awal_nama, "GOL AWAL NAMA", Golongan, ["golongan_awal_nama"];
            GolAkhirId, gol_akhir_id, "GOL AKHIR ID", Id, ["gol_id", "golongan_id", "golongan_akhir_id"];
            GolAkhirNama, gol_akhir_nama, "GOL AKHIR NAMA", Golongan, ["gol_nama", "golongan_nama", "golongan_akhir_nama"];
            TmtGolongan, tmt_golongan, "TMT GOLONGAN", Date, ["tmt_gol_akhir"];
            MkTahun, mk_tahun, "MK TAHUN", Years, ["masa_kerja_tahun"];
            MkBulan, mk_bulan, "MK BULAN", Months, ["masa_kerja_bulan"];
            JenisJabatanId, jenis_jabatan_id, "JENIS JABATAN ID", Id, [];
            JenisJabatanNama, jenis_jabatan_nama, "JENIS JABATAN NAMA", Text, ["jenis_jabatan"];
            JabatanId, jabatan_id, "JABATAN ID", Id, [];
            JabatanNama, jabatan_nama, "JABATAN NAMA", Text, ["jabatan"];
            TmtJabatan, tmt_jabatan, "TMT JABATAN", Date, [];
            TingkatPendidikanId, tingkat_pendidikan_id, "TINGKAT PENDIDIKAN ID", Id, [];
            TingkatPendidikanNama, tingkat_pendidikan_nama, "TINGKAT PENDIDIKAN NAMA", Text, ["tingkat_pendidikan"];
            PendidikanId, pendidikan_id, "PENDIDIKAN ID", Id, ["jurusan_id"];
            PendidikanNama, pendidikan_nama, "PENDIDIKAN NAMA", Text, [];
            TahunLulus, tahun_lulus, "TAHUN LULUS", Year, ["tanggal_lulus"];
            KpknId, kpkn_id, "KPKN ID", Id, [];
            KpknNama, kpkn_nama, "KPKN NAMA", Text, [];
            LokasiKerjaId, lokasi_kerja_id, "LOKASI KERJA ID", Id, [];
            LokasiKerjaNama, lokasi_kerja_nama, "LOKASI KERJA NAMA", Text, [];
            UnorId, unor_id, "UNOR ID", Id, ["unit_organisasi_id"];
            UnorNama, unor_nama, "UNOR NAMA", Unit, ["unit_organisasi_nama", "unit", "unit_organisasi"];
            InstansiIndukId, instansi_induk_id, "INSTANSI INDUK ID", Id, [];
            InstansiIndukNama, instansi_induk_nama, "INSTANSI INDUK NAMA", Text, [];
            InstansiKerjaId, instansi_kerja_id, "INSTANSI KERJA ID", Id, ["instansi_id"];
            InstansiKerjaNama, instansi_kerja_nama, "INSTANSI KERJA NAMA", Text, [];
            SatuanKerjaIndukId, satuan_kerja_induk_id, "SATUAN KERJA INDUK ID", Id, [];
            SatuanKerjaIndukNama, satuan_kerja_induk_nama, "SATUAN KERJA INDUK NAMA", Text, [];
            SatuanKerjaKerjaId, satuan_kerja_kerja_id, "SATUAN KERJA KERJA ID", Id, [];
            SatuanKerjaKerjaNama, satuan_kerja_kerja_nama, "SATUAN KERJA KERJA NAMA", Text, [];
            IsValidNik, is_valid_nik, "IS VALID NIK", Flag, ["valid_nik"];
            NamaSekolah, nama_sekolah, "NAMA SEKOLAH", Text, [];
            FlagIkd, flag_ikd, "FLAG IKD", Flag, [];
            CreatedAt, created_at, "CREATED AT", Text, [];
            UpdatedAt, updated_at, "UPDATED AT", Text, [];
            EselonId, eselon_id, "ESELON ID", Id, [];
            EselonNama, eselon_nama, "ESELON NAMA", Text, ["eselon"];
            UnorIndukId, unor_induk_id, "UNOR INDUK ID", Id, [];
            UnorIndukNama, unor_induk_nama, "UNOR INDUK NAMA", Unit, [];
        }
    };
}
pub(crate) use with_columns;

macro_rules! define_columns {
    ($($variant:ident, $slug:ident, $header:literal, $kind:ident, [$($synonym:literal),*];)+) => {
        /// A column of the export: the 71 of SIASN in their standard order, then two of the older SAPK layout.
        ///
        /// Source: `reference/siasn_export_headers.csv`; `UNOR INDUK …` from the SAPK layout.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Column {
            $(#[doc = concat!("`", $header, "`")] $variant),+
        }

        impl Column {
            /// Every column in standard order.
            pub const ALL: &'static [Column] = &[$(Column::$variant),+];

            /// The standard header, as the export writes it.
            pub fn header(self) -> &'static str {
                match self { $(Column::$variant => $header),+ }
            }

            /// Lower-case name with underscores; the name of the accessor of [`crate::StaffRecord`].
            pub fn slug(self) -> &'static str {
                match self { $(Column::$variant => stringify!($slug)),+ }
            }

            /// What a cell holds.
            pub fn kind(self) -> Kind {
                match self { $(Column::$variant => Kind::$kind),+ }
            }

            /// Other names seen in files, as slugs.
            pub fn synonyms(self) -> &'static [&'static str] {
                match self { $(Column::$variant => &[$($synonym),*]),+ }
            }
        }
    };
}
with_columns!(define_columns);

impl Column {
    /// Number of columns.
    pub const COUNT: usize = Column::ALL.len();

    /// The columns without which a file is no staff file. `PNS ID` is the key, but
    /// the number is accepted in its place, so a file may lack it.
    pub const MANDATORY: [Column; 2] = [Column::NipBaru, Column::Nama];

    /// Position in [`Column::ALL`], from 0.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The column whose standard header is `header`.
    pub fn from_header(header: &str) -> Option<Self> {
        Column::ALL
            .iter()
            .copied()
            .find(|column| column.header() == header)
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.header())
    }
}

impl Serialize for Column {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.header())
    }
}

impl<'de> Deserialize<'de> for Column {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let header = String::deserialize(deserializer)?;
        Column::from_header(&header)
            .ok_or_else(|| serde::de::Error::custom(format!("`{header}` is not a column")))
    }
}

/// A set of columns: which of them a file has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Columns(u128);

impl Columns {
    /// Every column.
    pub fn all() -> Self {
        Column::ALL.iter().copied().collect()
    }

    /// Whether the file has `column`.
    pub fn has(self, column: Column) -> bool {
        self.0 & (1 << column.index()) != 0
    }

    /// Adds `column`.
    pub fn insert(&mut self, column: Column) {
        self.0 |= 1 << column.index();
    }

    /// The columns in standard order.
    pub fn iter(self) -> impl Iterator<Item = Column> {
        Column::ALL.iter().copied().filter(move |c| self.has(*c))
    }
}

impl FromIterator<Column> for Columns {
    fn from_iter<I: IntoIterator<Item = Column>>(columns: I) -> Self {
        let mut set = Self::default();
        for column in columns {
            set.insert(column);
        }
        set
    }
}

impl Serialize for Columns {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Column>::deserialize(deserializer)?
            .into_iter()
            .collect())
    }
}

/// Turns a header into the form in which headers are compared: lower case, words joined by
/// `_`, the abbreviations `tgl`, `tk` and `no` written out.
pub fn slug(header: &str) -> String {
    let mut slug = String::with_capacity(header.len());
    let lower = header.to_lowercase();
    for word in lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if !slug.is_empty() {
            slug.push('_');
        }
        slug.push_str(match word {
            "tgl" => "tanggal",
            "tk" => "tingkat",
            "no" => "nomor",
            other => other,
        });
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_reference_file() {
        let text = include_str!("../reference/siasn_export_headers.csv");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut count = 0;
        for (record, column) in reader.records().zip(Column::ALL) {
            let record = record.unwrap();
            assert_eq!(&record[1], column.header());
            assert_eq!(&record[2], column.slug());
            count += 1;
        }
        assert_eq!(count, 71);
        assert_eq!(Column::COUNT, 73);
    }

    #[test]
    fn no_name_stands_for_two_columns() {
        let mut seen = std::collections::HashMap::new();
        for column in Column::ALL {
            for name in [column.slug()].iter().chain(column.synonyms()) {
                let squeezed = slug(name).replace('_', "");
                assert_eq!(seen.insert(squeezed, column), None, "{name} of {column}");
            }
        }
    }
}
