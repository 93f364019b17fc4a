//! Making and changing a programme: *Program sederhana* on one page, and *Pengaturan lanjutan*.

use app::organisations;
use app::programmes::{
    self, Arah, Bidang, CalendarLine, Cara, DateStep, Giving, HostKind, Objective, PaperKind,
    Preset, Settings, Simple, State as Step, Waktu, kinds,
};
use askama::Template;
use axum::extract::{Path, State};
use kernel::{Actor, OrgId, ProgrammeId, Result};

use super::board::open_now;
use crate::shell::{Answer, AppState, Choice, Form, Page, Reader, done, html, see_other};

/// The choices of every select of both forms.
struct Options {
    host_kinds: Vec<Choice>,
    bidang: Vec<Choice>,
    waktu: Vec<Choice>,
    cara: Vec<Choice>,
    arah: Vec<Choice>,
    giving: Vec<Choice>,
    objective: Vec<Choice>,
    papers: Vec<Choice>,
}

fn options(page: &Page) -> Options {
    fn of<T: std::fmt::Display>(page: &Page, all: &[T], prefix: &str) -> Vec<Choice> {
        all.iter()
            .map(|v| Choice::new(v, page.t(format!("programmes-{prefix}-{v}"))))
            .collect()
    }
    Options {
        host_kinds: of(page, HostKind::ALL, "host-kind"),
        bidang: of(page, Bidang::ALL, "bidang"),
        waktu: of(page, Waktu::ALL, "waktu"),
        cara: of(page, Cara::ALL, "cara"),
        arah: of(page, Arah::ALL, "arah"),
        giving: of(page, Giving::ALL, "giving"),
        objective: of(page, Objective::ALL, "objective"),
        papers: of(page, PaperKind::ALL, "paper"),
    }
}

#[derive(Template)]
#[template(path = "programmes/new.html")]
struct NewSimple {
    page: Page,
    f: Form,
    o: Options,
}

fn simple_page(page: Page, f: Form) -> Answer {
    let o = options(&page);
    html(&NewSimple {
        page: page
            .title("programmes-new")
            .crumb("/program", "programmes-title"),
        f,
        o,
    })
}

/// *Program sederhana*: ten fields.
pub async fn new_simple(page: Page) -> Answer {
    let f = Form::new(&page)
        .with("host_kind", HostKind::Central)
        .with("bidang", Bidang::Teknis)
        .with("arah", Arah::Keluar)
        .with("waktu", Waktu::Penuh)
        .with("open", "ya");
    simple_page(page, f)
}

/// Makes a simple programme and, if asked, opens it at once.
pub async fn create_simple(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    match make_simple(&state, &page, &actor, &form).await {
        // An open programme needs places next; a draft is looked at first.
        Ok((id, true)) => Ok(done(
            &format!("/program/{id}/tempat/baru"),
            "programmes-done-opened",
        )),
        Ok((id, false)) => Ok(see_other(&format!("/program/{id}"))),
        Err(error) => form.again(error, |f| simple_page(page, f)),
    }
}

async fn make_simple(
    state: &AppState,
    page: &Page,
    actor: &Actor,
    form: &Form,
) -> Result<(ProgrammeId, bool)> {
    let (simple, open) = form.read(|r| {
        let simple = (
            r.text("name", 200),
            r.choice::<HostKind>("host_kind"),
            r.choice::<Bidang>("bidang"),
            r.choice::<Arah>("arah"),
            r.choice::<Waktu>("waktu"),
            r.date("start"),
            r.date("end"),
            r.date("nominate_closes"),
            r.optional_integer("release_max", 1..=100_000),
        );
        (simple, r.checked("open"))
    })?;
    let (
        name,
        Some(host_kind),
        Some(bidang),
        Some(arah),
        Some(waktu),
        start,
        end,
        nominate_until,
        release_max,
    ) = simple
    else {
        return Err(kernel::Error::invalid("error-form"));
    };
    let simple = Simple {
        name,
        host_kind,
        bidang,
        arah,
        waktu,
        start,
        end,
        nominate_until,
        release_max,
    };
    let settings = Settings::simple(simple, page.today)?;
    let nonce = form.nonce()?.as_str().to_owned();
    let id = programmes::create_once(&state.app, actor, settings, Some(nonce)).await?;
    // A form sent twice finds the programme open already.
    let state_now = programmes::get(&state.app.db, id).await?.state;
    if open && state_now == Step::Draft {
        open_now(state, actor, id).await?;
    }
    Ok((id, open))
}

/// A calendar step with its two dates in the form.
struct DateRow {
    step: DateStep,
    opens: String,
    closes: String,
}

#[derive(Template)]
#[template(path = "programmes/advanced.html")]
struct Advanced {
    page: Page,
    f: Form,
    o: Options,
    action: String,
    dates: Vec<DateRow>,
    opds: Vec<organisations::Organisation>,
}

async fn advanced_page(
    state: &AppState,
    page: Page,
    f: Form,
    id: Option<ProgrammeId>,
) -> Result<Advanced> {
    let o = options(&page);
    let opds = organisations::all_opd(&state.app.db).await?;
    let dates = DateStep::ALL
        .iter()
        .map(|step| DateRow {
            step: *step,
            opens: format!("{step}_opens"),
            closes: format!("{step}_closes"),
        })
        .collect();
    let (title, action) = match id {
        None => (
            "programmes-new-advanced",
            "/program/baru/lanjutan".to_owned(),
        ),
        Some(id) => ("programmes-edit", format!("/program/{id}/ubah")),
    };
    Ok(Advanced {
        page: page.title(title).crumb("/program", "programmes-title"),
        f,
        o,
        action,
        dates,
        opds,
    })
}

/// *Pengaturan lanjutan* for a new programme.
pub async fn new_advanced(State(state): State<AppState>, page: Page) -> Answer {
    let mut f = Form::new(&page)
        .with("host_kind", HostKind::Central)
        .with("bidang", Bidang::Teknis)
        .with("arah", Arah::Keluar)
        .with("waktu", Waktu::Penuh)
        .with("cara", Cara::Luring)
        .with("giving", Giving::Ranked)
        .with("max_choices", 3)
        .with("year", page.today.year() + 1)
        .with("objective1", Objective::Placed)
        .with("objective2", Objective::Generous);
    if let Some(defaults) = kinds().defaults(page.today) {
        f = f
            .with("min_days", defaults.min_days)
            .with("max_days", defaults.max_days);
        for paper in &defaults.simple_papers {
            f = f.with("papers", paper);
        }
    }
    html(&advanced_page(&state, page, f, None).await?)
}

/// Makes a programme with all settings.
pub async fn create_advanced(State(state): State<AppState>, page: Page, form: Form) -> Answer {
    let actor = page.signed_in()?.clone();
    let made = match read_settings(&form) {
        Ok(settings) => {
            let nonce = form.nonce()?.as_str().to_owned();
            programmes::create_once(&state.app, &actor, settings, Some(nonce)).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(see_other(&format!("/program/{id}"))),
        Err(error) => {
            let template = advanced_page(&state, page, Form::default(), None).await?;
            form.again(error, |f| html(&Advanced { f, ..template }))
        }
    }
}

/// The settings of a draft.
pub async fn edit(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
) -> Answer {
    let p = programmes::get(&state.app.db, id).await?;
    if p.state != Step::Draft {
        return Err(kernel::Error::refused("programmes-not-draft")
            .next("programmes-next-extend")
            .into());
    }
    let mut f = Form::new(&page)
        .with("name", &p.name)
        .with("year", p.year)
        .with("host_kind", p.host_kind)
        .with("bidang", p.bidang)
        .with("waktu", p.waktu)
        .with("cara", p.cara)
        .with("arah", p.arah)
        .with("giving", p.giving)
        .with("start", p.period.start())
        .with("end", p.period.end())
        .with("min_days", p.min_days)
        .with("max_days", p.max_days)
        .with("max_choices", p.max_choices)
        .with("seed", &p.seed);
    if let Some(max) = p.release_max {
        f = f.with("release_max", max);
    }
    for (name, objective) in ["objective1", "objective2", "objective3"]
        .into_iter()
        .zip(&p.objective)
    {
        f = f.with(name, objective);
    }
    for paper in &p.papers {
        f = f.with("papers", paper);
    }
    for line in programmes::dates(&state.app.db, id).await? {
        f = f
            .with(format!("{}_opens", line.step), line.opens)
            .with(format!("{}_closes", line.step), line.closes);
    }
    for (opd, max) in programmes::release_limits(&state.app.db, id).await? {
        f = f.with(format!("release_{opd}"), max);
    }
    html(&advanced_page(&state, page, f, Some(id)).await?)
}

/// Changes a draft.
pub async fn change(
    State(state): State<AppState>,
    page: Page,
    Path(id): Path<ProgrammeId>,
    form: Form,
) -> Answer {
    let actor = page.signed_in()?.clone();
    let changed = match read_settings(&form) {
        Ok(settings) => programmes::change(&state.app, &actor, id, settings).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => Ok(see_other(&format!("/program/{id}"))),
        Err(error) => {
            let template = advanced_page(&state, page, Form::default(), Some(id)).await?;
            form.again(error, |f| html(&Advanced { f, ..template }))
        }
    }
}

fn read_settings(form: &Form) -> Result<Settings> {
    let (settings, release) = form.read(|r| {
        let calendar = read_calendar(r);
        let mut objective: Vec<Objective> = Vec::new();
        for name in ["objective1", "objective2", "objective3"] {
            if let Some(chosen) = r.optional_choice::<Objective>(name)
                && !objective.contains(&chosen)
            {
                objective.push(chosen);
            }
        }
        let kinds = (
            r.choice::<HostKind>("host_kind"),
            r.choice::<Bidang>("bidang"),
            r.choice::<Waktu>("waktu"),
            r.choice::<Cara>("cara"),
            r.choice::<Arah>("arah"),
            r.choice::<Giving>("giving"),
        );
        let settings = Settings {
            name: r.text("name", 200),
            year: small(r.integer("year", 2014..=2100)),
            preset: Preset::Advanced,
            host_kind: kinds.0.unwrap_or(HostKind::Central),
            bidang: kinds.1.unwrap_or(Bidang::Teknis),
            waktu: kinds.2.unwrap_or(Waktu::Penuh),
            cara: kinds.3.unwrap_or(Cara::Luring),
            arah: kinds.4.unwrap_or(Arah::Keluar),
            giving: kinds.5.unwrap_or(Giving::Direct),
            start: r.date("start"),
            end: r.date("end"),
            min_days: small(r.integer("min_days", 1..=3660)),
            max_days: small(r.integer("max_days", 1..=3660)),
            release_max: r.optional_integer("release_max", 1..=100_000),
            release: Vec::new(),
            max_choices: r.optional_integer("max_choices", 1..=20).unwrap_or(1),
            objective,
            seed: r.optional_text("seed", 200).unwrap_or_default(),
            papers: r.choices("papers"),
            calendar,
        };
        (settings, r.limits())
    })?;
    Ok(Settings {
        release,
        ..settings
    })
}

fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(0)
}

fn read_calendar(r: &mut Reader<'_>) -> Vec<CalendarLine> {
    let mut calendar = Vec::new();
    for step in DateStep::ALL {
        let (opens, closes) = (format!("{step}_opens"), format!("{step}_closes"));
        match (r.optional_date(&opens), r.optional_date(&closes)) {
            (Some(opens), Some(closes)) => calendar.push(CalendarLine {
                step: *step,
                opens,
                closes,
            }),
            (None, Some(closes)) => calendar.push(CalendarLine {
                step: *step,
                opens: closes,
                closes,
            }),
            (Some(_), None) => r.wrong(&closes, "error-required"),
            (None, None) => {}
        }
    }
    calendar
}

/// Limits of single OPD, one field each.
trait Limits {
    fn limits(&mut self) -> Vec<(OrgId, i64)>;
}

impl Limits for Reader<'_> {
    fn limits(&mut self) -> Vec<(OrgId, i64)> {
        let names: Vec<String> = self
            .names()
            .filter(|name| name.starts_with("release_") && *name != "release_max")
            .map(str::to_owned)
            .collect();
        names
            .into_iter()
            .filter_map(|name| {
                let opd: OrgId = name.strip_prefix("release_")?.parse().ok()?;
                Some((opd, self.optional_integer(&name, 0..=100_000)?))
            })
            .collect()
    }
}
