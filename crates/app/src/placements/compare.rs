//! Notions of fairness side by side, and who gets places against the pool of those who may.

use std::collections::BTreeMap;

use kernel::{Actor, ProgrammeId, Result, Scope};

use super::ids::{Ids, View};
use super::notion::{Minimum, Notion};
use super::outcome::Answer;
use super::{access, build, desk, outcome, store};
use crate::App;
use crate::blobs::blocking;
use crate::db::Sql;
use crate::keyed::keyed;
use crate::people;
use crate::ports::{Cell, Sheet, SheetColumn};
use crate::programmes::{self, Programme};

keyed! {
    /// By what people are counted.
    Axis {
        /// The sending OPD.
        Opd = "opd",
        /// Sex as the register has it.
        Sex = "sex",
        /// Kabupaten or kota of the place of work.
        Region = "region",
    }
}

/// A group of people: how many may be placed and how many are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Equity {
    /// By what it was made.
    pub axis: Axis,
    /// Its name; empty where the register does not say.
    pub name: String,
    /// Eligible people of it.
    pub pool: i64,
    /// Those with a place.
    pub placed: i64,
    /// Those with their first choice.
    pub first: i64,
}

/// What a notion of fairness leads to.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The notion.
    pub notion: Notion,
    /// The aims in their order, by name; empty for a mechanism.
    pub aims: Vec<&'static str>,
    /// People with a place.
    pub placed: i64,
    /// People without.
    pub unplaced: i64,
    /// People by rank.
    pub profile: Vec<u32>,
    /// The worst rank that anybody has.
    pub worst: usize,
    /// Levels of competency gaps closed (or estimates of them).
    pub fit: i64,
    /// Groups.
    pub equity: Vec<Equity>,
}

/// What every notion would lead to: on the frozen inputs if they are frozen, else on those of now. It is a trial; nothing
/// is stored and nothing can be confirmed by it. Before the seed is known ties are decided by the programme's text, as in the check of the inputs.
pub async fn compare(
    app: &App,
    actor: &Actor,
    programme: ProgrammeId,
) -> Result<(Programme, bool, Vec<Compared>)> {
    access::READ.allow(actor)?;
    let programme = programmes::get(&app.db, programme).await?;
    let freeze = store::freeze_of(&app.db, programme.id).await?;
    let frozen = freeze.is_some();
    let (view, base, merit) = match freeze {
        Some(freeze) => {
            let view = View::read(&app.db, programme.id, freeze.ids.clone()).await?;
            let seed = freeze.seed.as_deref().unwrap_or(&programme.seed);
            let base = desk::with_seed(&freeze.problem, seed)?;
            let merit = base.applicants().iter().all(|one| one.merit.is_some());
            (view, base, merit)
        }
        None => {
            let input = build::input(&app.db, programme.id, None, app.clock.today()).await?;
            if input.candidates.is_empty() {
                return Ok((programme, false, Vec::new()));
            }
            let terms = desk::terms(&app.db, &input, Notion::Own, Minimum::Ignore).await?;
            let ids = Ids::plain(&input);
            let base = build::stated(&input, &ids, &programme.seed, &terms)?;
            let merit = terms.merit.len() == input.candidates.len();
            (View::of(&input, ids), base, merit)
        }
    };
    let about = programme.clone();
    let (view, answers) = blocking(move || {
        let mut answers = Vec::new();
        for notion in Notion::different(&about, merit) {
            let problem = desk::with_notion(&base, notion, &about)?;
            answers.push((notion, outcome::solve(&view, &problem)?));
        }
        Ok((view, answers))
    })
    .await?;
    let mut found = Vec::new();
    for (notion, answer) in answers {
        let placed = answer.placed();
        found.push(Compared {
            notion,
            aims: (notion.objectives(&programme).iter())
                .map(|one| one.name())
                .collect(),
            placed,
            unplaced: answer.members.len() as i64 - placed,
            worst: answer
                .profile
                .iter()
                .rposition(|n| *n > 0)
                .map_or(0, |at| at + 1),
            fit: fit(&answer),
            equity: equity(&app.db, &view, &answer).await?,
            profile: answer.profile,
        });
    }
    Ok((programme, frozen, found))
}

fn fit(answer: &Answer) -> i64 {
    let granted = |(_, one): &(kernel::NominationId, super::model::Explained)| {
        let at = one.choices.iter().find(|c| c.rank == one.rank)?;
        at.fit.map(|fit| fit.levels())
    };
    answer.members.iter().filter_map(granted).sum()
}

/// Groups of the people of a placement by every axis, the largest pool first.
pub(super) async fn equity(sql: &impl Sql, view: &View, answer: &Answer) -> Result<Vec<Equity>> {
    let mut groups: BTreeMap<(Axis, String), (i64, i64, i64)> = BTreeMap::new();
    for (id, explained) in &answer.members {
        let brief = view.brief(*id)?;
        let record = match people::record(sql, &Scope::All, brief.id).await {
            Ok((record, _)) => record,
            // A guest is not in the register.
            Err(error) if error.kind() == kernel::Kind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error),
        };
        let cell = |name: &str| record.get(name).cloned().unwrap_or_default();
        for (axis, name) in [
            (Axis::Opd, brief.opd_name.clone().unwrap_or_default()),
            (Axis::Sex, cell("jenis_kelamin")),
            (Axis::Region, cell("lokasi_kerja_nama")),
        ] {
            let group = groups.entry((axis, name)).or_default();
            group.0 += 1;
            group.1 += i64::from(explained.slot.is_some());
            group.2 += i64::from(explained.rank == 1);
        }
    }
    let mut found: Vec<Equity> = (groups.into_iter())
        .map(|((axis, name), (pool, placed, first))| Equity {
            axis,
            name,
            pool,
            placed,
            first,
        })
        .collect();
    found.sort_by(|a, b| (a.axis, -a.pool, &a.name).cmp(&(b.axis, -b.pool, &b.name)));
    Ok(found)
}

/// Headings and names of a comparison as a spreadsheet has them.
#[derive(Clone, Debug)]
pub struct SheetWords {
    /// Notion, aims, placed, without a place, worst choice, gap closed, choice.
    pub heads: [String; 7],
    /// Axis, group, pool, placed, first choice.
    pub groups: [String; 5],
    /// Names of the two tabs.
    pub tabs: [String; 2],
    /// Name of each notion.
    pub notions: Vec<String>,
    /// Name of each axis.
    pub axes: Vec<(Axis, String)>,
}

/// The comparison as XLSX: a sheet of notions and a sheet of groups.
pub async fn compare_xlsx(app: &App, found: &[Compared], words: SheetWords) -> Result<Vec<u8>> {
    let column = |header: String, width| SheetColumn {
        header,
        width,
        choices: Vec::new(),
    };
    let [notion, aims, placed, without, worst, fit, choice] = words.heads;
    let most = found.iter().map(|one| one.profile.len()).max().unwrap_or(0);
    let mut columns = vec![
        column(notion.clone(), 30),
        column(aims, 30),
        column(placed.clone(), 14),
        column(without, 14),
        column(worst, 14),
        column(fit, 14),
    ];
    columns.extend((1..=most).map(|rank| column(format!("{choice} {rank}"), 12)));
    let mut rows = Vec::new();
    let mut groups = Vec::new();
    for (one, name) in found.iter().zip(&words.notions) {
        let mut row = vec![
            Cell::Text(name.clone()),
            Cell::Text(one.aims.join(", ")),
            Cell::Int(one.placed),
            Cell::Int(one.unplaced),
            Cell::Int(one.worst as i64),
            Cell::Int(one.fit),
        ];
        row.extend(
            (0..most).map(|at| Cell::Int(i64::from(one.profile.get(at).copied().unwrap_or(0)))),
        );
        rows.push(row);
        for group in &one.equity {
            let axis = words.axes.iter().find(|(axis, _)| *axis == group.axis);
            groups.push(vec![
                Cell::Text(name.clone()),
                Cell::Text(axis.map(|(_, name)| name.clone()).unwrap_or_default()),
                Cell::Text(group.name.clone()),
                Cell::Int(group.pool),
                Cell::Int(group.placed),
                Cell::Int(group.first),
            ]);
        }
    }
    let [axis, group, pool, with, first] = words.groups;
    let [tab, second] = words.tabs;
    let sheets = [
        Sheet {
            name: tab,
            columns,
            rows,
            notes: Vec::new(),
        },
        Sheet {
            name: second,
            columns: vec![
                column(notion, 30),
                column(axis, 20),
                column(group, 40),
                column(pool, 12),
                column(with, 12),
                column(first, 12),
            ],
            rows: groups,
            notes: Vec::new(),
        },
    ];
    let port = app.ports.sheets.clone();
    blocking(move || port.xlsx(&sheets)).await
}
