//! Words of the invented province: given names that are combined at random, titles, subjects, competencies.

pub(super) const MEN: &[&str] = &[
    "Adi", "Agung", "Ahmad", "Aji", "Andi", "Arif", "Bagus", "Bambang", "Bayu", "Budi", "Cahyo",
    "Dani", "Dedi", "Dimas", "Eko", "Fajar", "Farhan", "Galih", "Gilang", "Hadi", "Hendra",
    "Ilham", "Indra", "Joko", "Krisna", "Lukman", "Mulya", "Nanang", "Oka", "Purnomo", "Rahmat",
    "Rangga", "Rizki", "Satria", "Slamet", "Surya", "Tegar", "Teguh", "Tono", "Wahyu", "Wawan",
    "Yanto", "Yoga", "Yusuf", "Zainal",
];

pub(super) const WOMEN: &[&str] = &[
    "Anisa", "Asih", "Ayu", "Bunga", "Citra", "Dewi", "Dian", "Dina", "Eka", "Endah", "Fitri",
    "Gita", "Hana", "Hesti", "Indah", "Intan", "Juwita", "Kartika", "Kurnia", "Laras", "Lestari",
    "Lina", "Mawar", "Melati", "Mira", "Nadia", "Ningsih", "Novi", "Nurul", "Putri", "Rahayu",
    "Ratna", "Rini", "Sari", "Sekar", "Siti", "Sri", "Tari", "Tika", "Utami", "Vina", "Wati",
    "Wulan", "Yanti", "Yuni",
];

/// Second and third words; neither they nor the first point to a person.
pub(super) const TAILS: &[&str] = &[
    "Abadi",
    "Bestari",
    "Bijaksana",
    "Cendana",
    "Dermawan",
    "Fajarwati",
    "Gemilang",
    "Gunadi",
    "Harapan",
    "Hartono",
    "Jelita",
    "Jembatan",
    "Kencana",
    "Kusuma",
    "Lautan",
    "Mandiri",
    "Maulana",
    "Mentari",
    "Nirmala",
    "Nugraha",
    "Pamungkas",
    "Pelangi",
    "Permata",
    "Pradana",
    "Pratama",
    "Purnama",
    "Rembulan",
    "Samudra",
    "Santoso",
    "Sentosa",
    "Setia",
    "Setiawan",
    "Sejati",
    "Taruna",
    "Teladan",
    "Titian",
    "Utama",
    "Wibawa",
    "Wijaya",
    "Wicaksana",
];

pub(super) const PLACES: &[&str] = &[
    "Kota Contoh",
    "Kabupaten Teladan",
    "Kabupaten Titian",
    "Kota Umpama",
];
pub(super) const STREETS: &[&str] = &[
    "Jl. Jembatan",
    "Jl. Contoh",
    "Jl. Teladan",
    "Jl. Umpama",
    "Jl. Titian",
];
pub(super) const GOVERNMENT: &str = "Pemerintah Provinsi Contoh Titian";
pub(super) const ELSEWHERE: &str = "Kementerian Contoh";

pub(super) const SUBJECTS: &[(&str, &str)] = &[
    ("Administrasi Publik", "S.A.P."),
    ("Akuntansi", "S.Ak."),
    ("Ekonomi Pembangunan", "S.E."),
    ("Hukum", "S.H."),
    ("Ilmu Pemerintahan", "S.I.P."),
    ("Ilmu Sosial", "S.Sos."),
    ("Kesehatan Masyarakat", "S.K.M."),
    ("Pendidikan", "S.Pd."),
    ("Teknik Informatika", "S.Kom."),
    ("Teknik Sipil", "S.T."),
];

/// Functional posts that any unit may have.
pub(super) const FUNCTIONAL: &[&str] = &[
    "Analis Kebijakan",
    "Analis Sumber Daya Manusia Aparatur",
    "Arsiparis",
    "Perencana",
    "Pranata Komputer",
    "Pranata Hubungan Masyarakat",
    "Pengelola Pengadaan Barang/Jasa",
    "Analis Keuangan Pusat dan Daerah",
    "Statistisi",
];
pub(super) const OF_HEALTH: &[&str] = &[
    "Perawat",
    "Bidan",
    "Apoteker",
    "Nutrisionis",
    "Sanitarian Lingkungan",
];

/// Titles of *pelaksana*; none ends with a level of functional posts.
pub(super) const PELAKSANA: &[&str] = &[
    "Pengadministrasi Perkantoran",
    "Pengolah Data dan Informasi",
    "Penata Layanan Operasional",
    "Operator Layanan Operasional",
    "Penelaah Teknis Kebijakan",
    "Pengelola Umum Operasional",
];

pub(super) const BIDANG: &[&str] = &["Pembinaan", "Pelayanan", "Pengembangan", "Pengendalian"];
pub(super) const SEKSI: &[&str] = &["Perencanaan", "Evaluasi"];

/// The managerial and socio-cultural competencies (PermenPANRB 38/2017, S).
pub(super) const COMPETENCIES: &[&str] = &[
    "Integritas",
    "Kerja Sama",
    "Komunikasi",
    "Orientasi pada Hasil",
    "Pelayanan Publik",
    "Pengembangan Diri dan Orang Lain",
    "Mengelola Perubahan",
    "Pengambilan Keputusan",
    "Perekat Bangsa",
];

pub(super) const COURSES: &[(&str, &str)] = &[
    ("3", "Pelatihan Teknis Pengelolaan Keuangan Daerah"),
    ("5", "Pelatihan Kepemimpinan Pengawas"),
    ("8", "Bimbingan Teknis Penyusunan Naskah Dinas"),
    ("11", "Kursus Analisis Data"),
    ("16", "E-Learning Pelayanan Publik"),
    ("9", "Seminar Tata Kelola Pemerintahan"),
];
