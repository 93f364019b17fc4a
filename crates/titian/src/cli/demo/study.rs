//! Studies of the invented province: one that runs with its letters and reports, one whose report is late, one proposed.

use app::App;
use app::db::list::ListRequest;
use app::letters::{self, IssueOrder, LetterKind, NewOfficial, NumberChoice, OfficialStatus};
use app::people::{self, PersonBrief};
use app::studies::{self, Funding, Level, PaperKind, Pathway};
use kernel::{Error, Period, Result, Role, StudyId};

use super::scenario::{Cast, days};
use super::sheet::sheet;

/// Plays the three studies with people of the persona's OPD whom no programme of the demonstration names.
pub(super) async fn play(app: &App, cast: &Cast) -> Result<()> {
    let today = app.clock.today();
    let scope = cast.opd.scope_as(&[Role::Opd]);
    let request = ListRequest {
        per_page: 500,
        ..Default::default()
    };
    let people = people::list(&app.db, &scope, request).await?.rows;
    let window = Period::new(days(today, -400)?, days(today, 1_200)?).map_err(Error::internal)?;
    let mut free = Vec::new();
    // The programmes take the first of the register, hence from its end.
    for person in people.into_iter().rev() {
        let able = person.active && person.kind == "PNS";
        if able
            && studies::overlaps(&app.db, person.id, window)
                .await?
                .is_empty()
        {
            free.push(person);
        }
        if free.len() == 3 {
            break;
        }
    }
    let [first, second, third] = free.as_slice() else {
        // A very small province has no third person in this unit.
        return Ok(());
    };
    signers(app, cast, first).await?;
    permitted(app, cast, first).await?;
    late(app, cast, second).await?;
    proposed(app, cast, third).await
}

/// The two officials whom the letters of a study permission need beside those of the agency.
async fn signers(app: &App, cast: &Cast, person: &PersonBrief) -> Result<()> {
    let opd = person
        .opd_id
        .ok_or_else(|| Error::internal("a person of an OPD without her OPD"))?;
    let unit = app::organisations::get(&app.db, opd).await?.name;
    for (office, office_name, name, plain, nip) in [
        (
            format!("kepala-opd:{opd}"),
            format!("Kepala {unit}"),
            "Dra. Tirta Contoh, M.Si.",
            "Tirta Contoh",
            "197203032095032003",
        ),
        (
            "kabid-pengembangan".to_owned(),
            "Kepala Bidang Pengembangan ASN".to_owned(),
            "Wulan Contoh, S.E., M.A.",
            "Wulan Contoh",
            "197504042095032004",
        ),
    ] {
        let new = NewOfficial {
            office,
            office_name,
            name: name.into(),
            name_plain: plain.into(),
            nip: Some(nip.parse().map_err(Error::internal)?),
            golongan: Some("IV/b".parse().map_err(Error::internal)?),
            status: OfficialStatus::Definitive,
            mandate_number: None,
            mandate_date: None,
            valid_from: "2025-01-01".parse().map_err(Error::internal)?,
            valid_to: None,
        };
        letters::add_official(app, &cast.admin, new).await?;
    }
    Ok(())
}

/// Days, counted from today, on which a study is applied for, begins and ends.
struct Span(i32, i32, i32);

async fn propose(
    app: &App,
    cast: &Cast,
    person: &PersonBrief,
    pathway: Pathway,
    span: Span,
) -> Result<StudyId> {
    let today = app.clock.today();
    let own = pathway != Pathway::Assignment;
    let plan = studies::Plan {
        pathway,
        university: "Universitas Contoh Titian".into(),
        programme: "Administrasi Publik".into(),
        level: Level::S2,
        funding: if own { Funding::Own } else { Funding::Region },
        sponsor: (!own).then(|| "APBD Provinsi Contoh Titian".to_owned()),
        released: !own,
        period: Period::new(days(today, span.1)?, days(today, span.2)?).map_err(Error::internal)?,
        normative_months: 24,
        plan_item: "Butir 7 (rekaan)".into(),
        field_fits: true,
        outside_hours: own,
        applied: days(today, span.0)?,
    };
    studies::propose(app, &cast.opd, &person.nip, plan, None).await
}

/// Hands in every paper that the path asks for, and lets the verifier accept it.
async fn papers(app: &App, cast: &Cast, id: StudyId) -> Result<()> {
    let study = studies::get(&app.db, &kernel::Scope::All, id).await?;
    for (kind, _) in study.checklist() {
        attach(app, cast, id, kind).await?;
        studies::check_paper(app, &cast.verifikator, id, kind, true, None).await?;
    }
    Ok(())
}

async fn attach(app: &App, cast: &Cast, id: StudyId, kind: PaperKind) -> Result<()> {
    let name = format!("{kind}.pdf");
    let file = sheet(app, kind.key())?;
    studies::attach(app, &cast.opd, id, kind, &name, file).await
}

/// A permission that runs: the three letters in their order, the last left for the visitor, and a report that came.
async fn permitted(app: &App, cast: &Cast, person: &PersonBrief) -> Result<()> {
    let today = app.clock.today();
    let id = propose(
        app,
        cast,
        person,
        Pathway::Permission,
        Span(-240, -210, 520),
    )
    .await?;
    papers(app, cast, id).await?;
    for kind in [LetterKind::StudyPermit, LetterKind::StudyRecommendation] {
        let letter = studies::draft_letter(app, &cast.pengelola, id, kind).await?;
        // The first is numbered by the unit, the second by the agency's register.
        let number = match kind {
            LetterKind::StudyPermit => {
                NumberChoice::Outside(format!("800/31/CONTOH/{}", today.year()))
            }
            _ => NumberChoice::Automatic,
        };
        let order = IssueOrder {
            date: today,
            number,
            office: None,
            version: None,
        };
        letters::issue(app, &cast.pejabat, letter, &order).await?;
    }
    studies::decide(app, &cast.pejabat, id).await?;
    studies::draft_letter(app, &cast.pengelola, id, LetterKind::StudyLicence).await?;
    let report = sheet(app, "Laporan kemajuan semester 1")?;
    studies::report(app, &cast.opd, id, 1, "Dekan Contoh", report).await
}

/// A study at own cost whose first report is late.
async fn late(app: &App, cast: &Cast, person: &PersonBrief) -> Result<()> {
    let id = propose(app, cast, person, Pathway::OwnCost, Span(-280, -250, 480)).await?;
    papers(app, cast, id).await?;
    studies::decide(app, &cast.pejabat, id).await
}

/// A study assignment that waits: a paper in order, one returned, one to be checked, the others missing.
async fn proposed(app: &App, cast: &Cast, person: &PersonBrief) -> Result<()> {
    let id = propose(app, cast, person, Pathway::Assignment, Span(-2, 120, 849)).await?;
    for kind in [PaperKind::Cover, PaperKind::Superior, PaperKind::Skp] {
        attach(app, cast, id, kind).await?;
    }
    let (cover, superior) = (PaperKind::Cover, PaperKind::Superior);
    studies::check_paper(app, &cast.verifikator, id, cover, true, None).await?;
    let remark = Some("Rekomendasi belum ditandatangani".to_owned());
    studies::check_paper(app, &cast.verifikator, id, superior, false, remark).await
}
