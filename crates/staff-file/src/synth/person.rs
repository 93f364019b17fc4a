//! One invented person: a life that fits together, written as the cells of the export.

use std::collections::HashSet;

use kernel::{CivilDate, Golongan};

use super::rng::{Rng, stable_id};
use super::units::{Post, Unit};
use super::words;
use crate::column::Column;
use crate::findings::Code;
use crate::record::Sex;
use crate::reference;

/// What the generator knows of a person besides her cells.
pub(super) struct Draft {
    pub(super) cells: Vec<String>,
    pub(super) sex: Sex,
    pub(super) birth: CivilDate,
    /// First day: TMT CPNS, of PPPK the start of the contract.
    pub(super) start: CivilDate,
    pub(super) role: Role,
    pub(super) is_pppk: bool,
    pub(super) is_candidate: bool,
    /// Of working age with a plain active status, so that a fault has the one effect it is made for.
    pub(super) is_plain: bool,
    /// Years of her SKP rows.
    pub(super) skp: Vec<i32>,
    pub(super) cltn: Option<(CivilDate, CivilDate)>,
    pub(super) tubel: Option<(CivilDate, CivilDate)>,
    pub(super) traits: Traits,
    pub(super) truth: Truth,
}

/// Forms in which a cell is written that the reader has to bear.
#[derive(Default)]
pub(super) struct Traits {
    /// Written without quotes whatever it holds.
    pub(super) verbatim: Option<Column>,
    /// A delimiter without quotes makes one cell too many; a spreadsheet cannot have this.
    pub(super) extra_cell: bool,
    /// Real date cells in a spreadsheet, serial numbers in text.
    pub(super) serial: Vec<Column>,
    /// A real number in a spreadsheet.
    pub(super) number: Option<Column>,
}

/// What the reader and the checks must say of her.
#[derive(Default)]
pub(super) struct Truth {
    /// Standard headers for which her row is rejected.
    pub(super) rejected: Vec<&'static str>,
    pub(super) findings: Vec<Code>,
    /// Whether she carries a fault or a trait already.
    pub(super) touched: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Structural(&'static str),
    Expert,
    Skilled,
    Pelaksana,
}

impl Draft {
    pub(super) fn get(&self, column: Column) -> &str {
        self.cells.get(column.index()).map_or("", String::as_str)
    }

    pub(super) fn set(&mut self, column: Column, text: impl Into<String>) {
        if let Some(cell) = self.cells.get_mut(column.index()) {
            *cell = text.into();
        }
    }

    /// Writes a number that fits birth, start and sex and that nobody has.
    pub(super) fn renumber(&mut self, taken: &mut HashSet<String>) {
        let code = match self.is_pppk {
            true => "21".to_owned(),
            false => format!("{:02}", self.start.month()),
        };
        let prefix = format!(
            "{:04}{:02}{:02}{:04}{code}{}",
            self.birth.year(),
            self.birth.month(),
            self.birth.day(),
            self.start.year(),
            self.sex.nip_digit()
        );
        let mut nip = String::new();
        for sequence in 1..1_000 {
            nip = format!("{prefix}{sequence:03}");
            if taken.insert(nip.clone()) {
                break;
            }
        }
        self.set(Column::NipBaru, nip);
    }
}

/// What the makers of people share.
pub(super) struct World<'w> {
    pub(super) rng: &'w mut Rng,
    pub(super) seed: u64,
    pub(super) today: CivilDate,
    pub(super) taken: &'w mut HashSet<String>,
}

/// An education: id, entry step of PNS, step of PPPK, titles before and after the name.
struct Education {
    id: &'static str,
    entry: u8,
    pppk: u8,
    name: String,
    front: &'static str,
    back: String,
}

fn education(rng: &mut Rng, id: &'static str) -> Education {
    let index = rng.below(words::SUBJECTS.len());
    let (subject, title) = words::SUBJECTS.get(index).copied().unwrap_or_default();
    let (entry, pppk, level, front, back) = match id {
        "15" => (5, 5, "SLTA", "", String::new()),
        "30" => (7, 7, "D-III", "", "A.Md.".to_owned()),
        "40" => (9, 9, "S-1", "", title.to_owned()),
        "45" => (10, 10, "S-2", "", format!("{title}, M.Si.")),
        _ => (11, 11, "S-3", "Dr.", format!("{title}, M.Si.")),
    };
    Education {
        id,
        entry,
        pppk,
        name: format!("{level} {subject}"),
        front,
        back,
    }
}

/// The first of a month.
fn month_start(year: i32, month: i32) -> Option<CivilDate> {
    CivilDate::new(year, u32::try_from(month).ok()?, 1).ok()
}

impl World<'_> {
    /// The first of a month that lies so many months before today.
    fn months_ago(&self, months: i32) -> CivilDate {
        self.today
            .add_months(-months)
            .and_then(|day| month_start(day.year(), day.month() as i32))
            .unwrap_or(self.today)
    }

    /// The holder of a structural post.
    pub(super) fn holder(&mut self, post: &Post) -> Draft {
        let (education_id, golongan, age, service) = match post.eselon_id {
            "12" => ("50", 16, (50, 57), 24),
            "21" => ("45", 15, (47, 57), 22),
            "22" => ("45", 14, (44, 56), 20),
            "31" => ("45", 13, (40, 55), 16),
            "32" => ("40", 12, (37, 55), 14),
            _ => ("40", 11, (34, 54), 11),
        };
        let education = education(self.rng, education_id);
        let age = self.rng.between(age.0, age.1);
        let service = self.rng.between(service, (age - 22).min(34).max(service));
        let months = service * 12 + self.rng_months();
        let mut draft = self.base(age, months, &post.unit, &education, false);
        draft.role = Role::Structural(post.eselon_id);
        self.write_post(&mut draft, "1", &post.unit.id, &post.title);
        draft.set(Column::EselonId, post.eselon_id);
        let eselon = reference::eselon(post.eselon_id).map_or("", |eselon| eselon.name.as_str());
        draft.set(Column::EselonNama, eselon);
        write_golongan(
            &mut draft,
            Golongan::Pns(education.entry),
            Golongan::Pns(golongan),
        );
        draft
    }

    fn rng_months(&mut self) -> i32 {
        self.rng.between(0, 11)
    }

    /// Somebody at a desk: PNS, candidate or PPPK, functional or *pelaksana*.
    pub(super) fn staff(&mut self, unit: &Unit) -> Draft {
        let is_pppk = self.today.year() >= 2022 && self.rng.percent(42);
        let is_candidate = !is_pppk && self.rng.percent(4);
        let id = match self.rng.below(100) {
            0..=17 => "15",
            18..=37 => "30",
            38..=88 => "40",
            89..=98 => "45",
            _ => "50",
        };
        let education = education(self.rng, id);
        let (age, months) = if is_pppk {
            let years = (self.today.year() - 2021).clamp(1, 5);
            (
                self.rng.between(26, 54),
                self.rng.between(1, years * 12 - 1),
            )
        } else if is_candidate {
            (self.rng.between(23, 33), self.rng.between(0, 11))
        } else {
            let age = self.rng.between(27, 56);
            let years = self.rng.between(3, (age - 23).min(33));
            (age, years * 12 + self.rng_months())
        };
        let mut draft = self.base(age, months, unit, &education, is_pppk);
        draft.is_candidate = is_candidate;
        if is_pppk {
            let golongan = Golongan::Pppk(education.pppk);
            write_golongan(&mut draft, golongan, golongan);
            let kedudukan = if self.rng.percent(15) { "101" } else { "71" };
            write_kedudukan(&mut draft, kedudukan);
            for column in [
                Column::StatusCpnsPns,
                Column::NomorSkPns,
                Column::TanggalSkPns,
                Column::TmtPns,
            ] {
                draft.set(column, "");
            }
        } else {
            let steps = u8::try_from(months / 48).unwrap_or(0);
            let top = education.entry + if id == "15" { 5 } else { 4 };
            write_golongan(
                &mut draft,
                Golongan::Pns(education.entry),
                Golongan::Pns((education.entry + steps).min(top)),
            );
        }
        if is_candidate {
            draft.set(Column::StatusCpnsPns, "C");
            for column in [Column::NomorSkPns, Column::TanggalSkPns, Column::TmtPns] {
                draft.set(column, "");
            }
        }
        self.desk_post(&mut draft, unit, id);
        draft
    }

    fn desk_post(&mut self, draft: &mut Draft, unit: &Unit, education_id: &str) {
        let is_school = unit.opd.name.contains("Pendidikan dan Kebudayaan");
        let is_health = unit.opd.kind == "rsud" || unit.opd.name == "Dinas Kesehatan";
        let step = match draft.get(Column::GolAkhirNama).parse() {
            Ok(Golongan::Pns(step)) => step,
            _ => 9,
        };
        let is_expert = education_id >= "40";
        if education_id == "15"
            || self
                .rng
                .percent(if is_school || is_health { 10 } else { 40 })
        {
            draft.role = Role::Pelaksana;
            let title = self.rng.word(words::PELAKSANA);
            self.write_post(draft, "4", &stable_id(self.seed, title), title);
        } else if is_expert {
            draft.role = Role::Expert;
            let level = match step {
                ..=10 => "Ahli Pertama",
                11..=12 => "Ahli Muda",
                _ => "Ahli Madya",
            };
            let name = if is_school {
                "Guru"
            } else {
                self.functional(is_health)
            };
            let title = format!("{name} {level}");
            self.write_post(draft, "2", &stable_id(self.seed, &title), &title);
        } else {
            draft.role = Role::Skilled;
            let level = if step >= 9 { "Mahir" } else { "Terampil" };
            let title = format!("{} {level}", self.functional(is_health));
            self.write_post(draft, "2", &stable_id(self.seed, &title), &title);
        }
    }

    fn functional(&mut self, is_health: bool) -> &'static str {
        self.rng.word(if is_health {
            words::OF_HEALTH
        } else {
            words::FUNCTIONAL
        })
    }

    fn write_post(&mut self, draft: &mut Draft, jenis: &str, id: &str, title: &str) {
        draft.set(Column::JenisJabatanId, jenis);
        let name = reference::jenis_jabatan(jenis).map_or("", |jenis| jenis.name.as_str());
        draft.set(Column::JenisJabatanNama, name);
        draft.set(Column::JabatanId, id);
        draft.set(Column::JabatanNama, title);
        let served = draft.start.months_until(self.today);
        let months = self.rng.between(0, served.clamp(0, 60));
        let since = self.months_ago(months);
        draft.set(Column::TmtJabatan, since.max(draft.start).siasn());
    }

    /// Birth, start, name, papers, unit: all but the post and the golongan.
    fn base(
        &mut self,
        age: i32,
        months: i32,
        unit: &Unit,
        education: &Education,
        is_pppk: bool,
    ) -> Draft {
        let sex = if self.rng.percent(54) {
            Sex::Female
        } else {
            Sex::Male
        };
        let birth = self
            .today
            .add_years(-age)
            .and_then(|day| day.add_days(-self.rng.between(1, 360)))
            .unwrap_or(self.today);
        let start = self.months_ago(months);
        let mut draft = Draft {
            cells: vec![String::new(); Column::COUNT],
            sex,
            birth,
            start,
            role: Role::Pelaksana,
            is_pppk,
            is_candidate: false,
            is_plain: true,
            skp: (self.today.year() - 3..self.today.year())
                .filter(|year| *year > start.year())
                .collect(),
            cltn: None,
            tubel: None,
            traits: Traits::default(),
            truth: Truth::default(),
        };
        draft.renumber(self.taken);
        self.write_identity(&mut draft, education);
        self.write_papers(&mut draft);
        write_kedudukan(&mut draft, "01");
        for (column, text) in [
            (Column::TingkatPendidikanId, education.id),
            (Column::PendidikanNama, &education.name),
            (Column::UnorId, &unit.id),
            (Column::UnorNama, &unit.chain),
        ] {
            draft.set(column, text);
        }
        let level = reference::pendidikan(education.id).map_or("", |level| level.name.as_str());
        draft.set(Column::TingkatPendidikanNama, level);
        draft.set(Column::PendidikanId, stable_id(self.seed, &education.name));
        let graduated = (birth.year() + self.rng.between(19, 24)).min(self.today.year());
        draft.set(Column::TahunLulus, graduated.to_string());
        draft.set(Column::NamaSekolah, "Perguruan Contoh");
        self.write_institutions(&mut draft);
        draft
    }

    fn write_identity(&mut self, draft: &mut Draft, education: &Education) {
        let first = self.rng.word(if draft.sex == Sex::Male {
            words::MEN
        } else {
            words::WOMEN
        });
        let mut name = format!("{first} {}", self.rng.word(words::TAILS));
        if self.rng.percent(30) {
            name = format!("{name} {}", self.rng.word(words::TAILS));
        }
        let (day, number) = (
            draft.birth.day() + if draft.sex == Sex::Female { 40 } else { 0 },
            self.rng.between(1, 9_999),
        );
        // No province has the code 99 and no operator the numbers 0800-000.
        let nik = format!(
            "990101{day:02}{:02}{:02}{number:04}",
            draft.birth.month(),
            draft.birth.year() % 100
        );
        let mail = name.to_lowercase().replace(' ', ".");
        let cells = [
            (Column::PnsId, self.rng.id()),
            (Column::Nama, name.to_uppercase()),
            (Column::GelarDepan, education.front.to_owned()),
            (Column::GelarBelakang, education.back.clone()),
            (Column::TempatLahirId, stable_id(self.seed, "Kota Contoh")),
            (
                Column::TempatLahirNama,
                self.rng.word(words::PLACES).to_owned(),
            ),
            (Column::TanggalLahir, draft.birth.siasn()),
            (Column::JenisKelamin, draft.sex.code().to_owned()),
            (Column::AgamaId, "7".to_owned()),
            (Column::AgamaNama, "Lainnya".to_owned()),
            (
                Column::JenisKawinId,
                if self.rng.percent(75) { "1" } else { "4" }.to_owned(),
            ),
            (Column::Nik, nik),
            (
                Column::NomorHp,
                format!("0800000{:05}", self.rng.below(100_000)),
            ),
            (Column::Email, format!("{mail}{number}@surel.contoh.id")),
            (Column::EmailGov, format!("{mail}{number}@titian.contoh.id")),
            (
                Column::Alamat,
                format!(
                    "{} No. {}",
                    self.rng.word(words::STREETS),
                    self.rng.between(1, 200)
                ),
            ),
            (Column::IsValidNik, "1".to_owned()),
            (
                Column::FlagIkd,
                if self.rng.percent(60) { "1" } else { "0" }.to_owned(),
            ),
        ];
        for (column, text) in cells {
            draft.set(column, text);
        }
        let kawin = format!("jenis_kawin/{}", draft.get(Column::JenisKawinId));
        draft.set(
            Column::JenisKawinNama,
            reference::misc(&kawin).map_or("", |kawin| kawin.name.as_str()),
        );
    }

    fn write_papers(&mut self, draft: &mut Draft) {
        let start = draft.start;
        let appointed = start.add_months(self.rng.between(12, 14)).unwrap_or(start);
        let service = start.months_until(self.today).max(0);
        let number = self.rng.between(1, 999);
        let in_rank = self.rng_months().min(service);
        let cells = [
            (Column::JenisPegawaiId, "10".to_owned()),
            (Column::StatusCpnsPns, "P".to_owned()),
            (Column::KartuAsnVirtual, format!("CONTOH{number:06}")),
            (
                Column::NomorSkCpns,
                format!("800/{number}/BKD/{}", start.year()),
            ),
            (Column::TanggalSkCpns, start.siasn()),
            (Column::TmtCpns, start.siasn()),
            (
                Column::NomorSkPns,
                format!("821/{number}/BKD/{}", appointed.year()),
            ),
            (Column::TanggalSkPns, appointed.siasn()),
            (Column::TmtPns, appointed.siasn()),
            (Column::MkTahun, (service / 12).to_string()),
            (Column::MkBulan, (service % 12).to_string()),
            (Column::TmtGolongan, self.months_ago(in_rank).siasn()),
            (Column::CreatedAt, format!("{}T08:00:00Z", self.today)),
            (Column::UpdatedAt, format!("{}T08:00:00Z", self.today)),
        ];
        for (column, text) in cells {
            draft.set(column, text);
        }
        let jenis = reference::jenis_pegawai("10").map_or("", |jenis| jenis.name.as_str());
        draft.set(Column::JenisPegawaiNama, jenis);
    }

    fn write_institutions(&mut self, draft: &mut Draft) {
        let id = stable_id(self.seed, words::GOVERNMENT);
        for (key, name) in [
            (Column::InstansiIndukId, Column::InstansiIndukNama),
            (Column::InstansiKerjaId, Column::InstansiKerjaNama),
            (Column::SatuanKerjaIndukId, Column::SatuanKerjaIndukNama),
            (Column::SatuanKerjaKerjaId, Column::SatuanKerjaKerjaNama),
        ] {
            draft.set(key, id.as_str());
            draft.set(name, words::GOVERNMENT);
        }
        draft.set(Column::KpknId, "900");
        draft.set(Column::KpknNama, "KPPN Contoh");
        draft.set(Column::LokasiKerjaId, stable_id(self.seed, "Kota Contoh"));
        draft.set(Column::LokasiKerjaNama, "Kota Contoh");
    }
}

pub(super) fn write_kedudukan(draft: &mut Draft, id: &str) {
    draft.set(Column::KedudukanHukumId, id);
    let name = reference::kedudukan(id).map_or("", |kedudukan| kedudukan.name.as_str());
    draft.set(Column::KedudukanHukumNama, name);
}

pub(super) fn write_golongan(draft: &mut Draft, first: Golongan, now: Golongan) {
    for (id, name, golongan) in [
        (Column::GolAwalId, Column::GolAwalNama, first),
        (Column::GolAkhirId, Column::GolAkhirNama, now),
    ] {
        draft.set(id, reference::golongan_id(golongan).unwrap_or_default());
        draft.set(name, golongan.to_string());
    }
}
