//! The history lists: columns, and the column by which `last_years` looks back.

use super::FieldType::{Bool, Date, Int, Text};
use super::{Field, field, same, word, words};

/// How `last_years(list, n)` looks back from the anchor date.
#[derive(Clone, Copy, Debug)]
pub enum Window {
    /// By a year: the `n` calendar years before the year of the anchor, whose results are complete.
    Year(usize),
    /// By a date: entries with `date <= anchor < add_years(date, n)`.
    Date(usize),
}

/// A history list.
#[derive(Debug)]
pub struct ListSchema {
    /// Name of the list, as in expressions.
    pub name: &'static str,
    /// Columns.
    pub fields: &'static [Field],
    /// Column (by position) of the look-back window.
    pub window: Window,
}

impl ListSchema {
    /// Position of a column.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

pub(super) static SKP: ListSchema = ListSchema {
    name: "skp",
    fields: &[
        field("tahun", Int, "Tahun", "Year", "skp: TAHUN"),
        words(
            "hasil_kerja",
            "Hasil kerja",
            "Work result",
            "skp: HASIL KERJA",
            EXPECTATION,
        ),
        words(
            "perilaku_kerja",
            "Perilaku kerja",
            "Work behaviour",
            "skp: PERILAKU KERJA",
            EXPECTATION,
        ),
        words(
            "predikat",
            "Predikat kinerja",
            "Performance predicate",
            "skp: PREDIKAT",
            &[
                word("Sangat Baik", "Sangat Baik", "Very good"),
                word("Baik", "Baik", "Good"),
                word("Cukup", "Cukup", "Fair (until 2021)"),
                word(
                    "Butuh Perbaikan",
                    "Butuh Perbaikan",
                    "Needs improvement (from 2022)",
                ),
                word("Kurang", "Kurang", "Poor"),
                word("Sangat Kurang", "Sangat Kurang", "Very poor"),
            ],
        ),
    ],
    window: Window::Year(0),
};

const EXPECTATION: &[super::Word] = &[
    word(
        "Di atas ekspektasi",
        "Di atas ekspektasi",
        "Above expectation",
    ),
    word(
        "Sesuai ekspektasi",
        "Sesuai ekspektasi",
        "Meets expectation",
    ),
    word(
        "Di bawah ekspektasi",
        "Di bawah ekspektasi",
        "Below expectation",
    ),
];

pub(super) static HUKDIS: ListSchema = ListSchema {
    name: "hukdis",
    fields: &[
        field(
            "jenis",
            Text,
            "Jenis hukuman",
            "Penalty",
            "hukdis: JENIS HUKUMAN",
        ),
        words(
            "tingkat",
            "Tingkat hukuman disiplin",
            "Level of the penalty",
            "hukdis: TINGKAT",
            &[
                word("Ringan", "Ringan", "Light"),
                word("Sedang", "Sedang", "Moderate"),
                word("Berat", "Berat", "Severe"),
            ],
        ),
        field(
            "nomor_sk",
            Text,
            "Nomor SK",
            "Decision number",
            "hukdis: NOMOR SK",
        ),
        field(
            "tanggal_sk",
            Date,
            "Tanggal SK",
            "Decided on",
            "hukdis: TANGGAL SK",
        ),
        field("tmt", Date, "TMT", "Effective from", "hukdis: TMT"),
        field("berakhir", Date, "Berakhir", "Last day", "hukdis: BERAKHIR"),
    ],
    window: Window::Date(3),
};

pub(super) static KOMPETENSI: ListSchema = ListSchema {
    name: "kompetensi",
    fields: &[
        field(
            "kompetensi",
            Text,
            "Kompetensi",
            "Competency",
            "kompetensi: KOMPETENSI",
        ),
        field("level", Int, "Level", "Level", "kompetensi: LEVEL"),
        field(
            "tanggal",
            Date,
            "Tanggal asesmen",
            "Assessed on",
            "kompetensi: TANGGAL",
        ),
        field("asesor", Text, "Asesor", "Assessor", "kompetensi: ASESOR"),
    ],
    window: Window::Date(2),
};

pub(super) static DIKLAT: ListSchema = ListSchema {
    name: "diklat",
    fields: TRAINING,
    window: Window::Date(5),
};

pub(super) static KURSUS: ListSchema = ListSchema {
    name: "kursus",
    fields: TRAINING,
    window: Window::Date(5),
};

const TRAINING: &[Field] = &[
    field(
        "jenis",
        Text,
        "Jenis diklat",
        "Kind of training",
        "diklat/kursus: JENIS DIKLAT ID",
    ),
    field("nama", Text, "Nama", "Name", "diklat/kursus: NAMA"),
    field(
        "penyelenggara",
        Text,
        "Penyelenggara",
        "Organiser",
        "diklat/kursus: PENYELENGGARA",
    ),
    field(
        "nomor",
        Text,
        "Nomor sertifikat",
        "Certificate number",
        "diklat/kursus: NOMOR SERTIFIKAT",
    ),
    field("mulai", Date, "Mulai", "First day", "diklat/kursus: MULAI"),
    field(
        "selesai",
        Date,
        "Selesai",
        "Last day",
        "diklat/kursus: SELESAI",
    ),
    field(
        "jumlah_jam",
        Int,
        "Jumlah jam",
        "Hours",
        "diklat/kursus: JUMLAH JAM",
    ),
];

pub(super) static TUBEL: ListSchema = ListSchema {
    name: "tubel",
    fields: ABSENCE,
    window: Window::Date(2),
};

pub(super) static CLTN: ListSchema = ListSchema {
    name: "cltn",
    fields: ABSENCE,
    window: Window::Date(2),
};

const ABSENCE: &[Field] = &[
    field("jenis", Text, "Jenis", "Kind", "tubel/cltn: JENIS"),
    field(
        "nomor_sk",
        Text,
        "Nomor SK",
        "Decision number",
        "tubel/cltn: NOMOR SK",
    ),
    field("mulai", Date, "Mulai", "First day", "tubel/cltn: MULAI"),
    field(
        "selesai",
        Date,
        "Selesai",
        "Last day",
        "tubel/cltn: SELESAI",
    ),
];

pub(super) static MAGANG: ListSchema = ListSchema {
    name: "magang",
    fields: &[
        words(
            "form",
            "Bentuk",
            "Form",
            "own register of internships",
            &[same("magang"), same("pertukaran")],
        ),
        field(
            "penerima",
            Text,
            "Instansi penerima",
            "Host",
            "own register of internships",
        ),
        field(
            "mulai",
            Date,
            "Mulai",
            "First day",
            "own register of internships",
        ),
        field(
            "selesai",
            Date,
            "Selesai",
            "Last day",
            "own register of internships",
        ),
        field(
            "lulus",
            Bool,
            "Lulus",
            "Passed",
            "own register of internships",
        ),
    ],
    window: Window::Date(3),
};
