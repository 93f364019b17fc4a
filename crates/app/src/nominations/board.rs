//! What nominations report to the board of a programme and to *Perlu tindakan Anda*.

use kernel::{Actor, CivilDate, Result, Role, Scope, Text};

use super::model::State;
use super::{access, store};
use crate::db::Sql;
use crate::placements;
use crate::programmes::{self, DateStep, NextAct, Programme, State as Step, StepReport, Tally};
use crate::todo::Todo;

struct Counts(Vec<(State, Option<String>, i64)>);

impl Counts {
    async fn load(sql: &impl Sql, scope: &Scope, programme: &Programme) -> Result<Self> {
        store::tallies(sql, scope, programme.id).await.map(Self)
    }

    fn state(&self, states: &[State]) -> i64 {
        self.0
            .iter()
            .filter(|(state, ..)| states.contains(state))
            .map(|(.., n)| n)
            .sum()
    }

    /// Living nominations that were sent, by verdict; `None`: not screened.
    fn verdict(&self, verdict: Option<&str>) -> i64 {
        self.0
            .iter()
            .filter(|(state, found, _)| SENT.contains(state) && found.as_deref() == verdict)
            .map(|(.., n)| n)
            .sum()
    }
}

const SENT: &[State] = &[
    State::Submitted,
    State::Verified,
    State::Placed,
    State::Unplaced,
];

fn tally(key: &'static str, n: i64, path: String) -> Tally {
    Tally { key, n, path }
}

fn act(key: &str, path: String) -> Option<NextAct> {
    Some(NextAct {
        text: Text::new(key),
        path,
    })
}

/// Step *Usulan*.
pub async fn step_nominations(
    sql: &impl Sql,
    scope: &Scope,
    programme: &Programme,
) -> Result<StepReport> {
    let counts = Counts::load(sql, scope, programme).await?;
    let path = format!("/program/{}/usulan", programme.id);
    let sent = counts.state(SENT);
    Ok(StepReport {
        tallies: vec![
            tally("nominations-tally-sent", sent, path.clone()),
            tally(
                "nominations-tally-draft",
                counts.state(&[State::Draft]),
                format!("{path}?state=draft"),
            ),
            tally(
                "nominations-tally-returned",
                counts.state(&[State::Returned]),
                format!("{path}?state=returned"),
            ),
        ],
        done: sent > 0,
        act: if sent == 0 && programme.state == Step::Open {
            act("nominations-act-nominate", format!("{path}/baru"))
        } else {
            None
        },
    })
}

/// Step *Pemeriksaan Persyaratan*: verdicts of what was sent.
pub async fn step_screening(
    sql: &impl Sql,
    scope: &Scope,
    programme: &Programme,
) -> Result<StepReport> {
    let counts = Counts::load(sql, scope, programme).await?;
    let path = format!("/program/{}/usulan", programme.id);
    let of = |key, verdict: &str| {
        tally(
            key,
            counts.verdict(Some(verdict)),
            format!("{path}?verdict={verdict}"),
        )
    };
    let unclear = counts.verdict(Some("perlu-verifikasi"));
    Ok(StepReport {
        tallies: vec![
            of("nominations-tally-met", "memenuhi"),
            of("nominations-tally-unmet", "belum-memenuhi"),
            of("nominations-tally-unclear", "perlu-verifikasi"),
        ],
        done: counts.state(SENT) > 0 && unclear == 0 && counts.verdict(None) == 0,
        act: if unclear > 0 {
            act(
                "nominations-act-facts",
                format!("{path}?verdict=perlu-verifikasi"),
            )
        } else {
            None
        },
    })
}

/// Step *Verifikasi berkas*.
pub async fn step_verification(
    sql: &impl Sql,
    scope: &Scope,
    programme: &Programme,
) -> Result<StepReport> {
    let counts = Counts::load(sql, scope, programme).await?;
    let path = format!("/program/{}/usulan", programme.id);
    let waiting = counts.state(&[State::Submitted]);
    let verified = counts.state(&[State::Verified, State::Placed, State::Unplaced]);
    Ok(StepReport {
        tallies: vec![
            tally(
                "nominations-tally-waiting",
                waiting,
                format!("{path}?state=submitted"),
            ),
            tally(
                "nominations-tally-verified",
                verified,
                format!("{path}?state=verified"),
            ),
        ],
        done: waiting == 0 && verified > 0,
        act: if waiting > 0 {
            act("nominations-act-verify", format!("{path}?state=submitted"))
        } else {
            None
        },
    })
}

/// Step *Penempatan*.
pub async fn step_placement(
    sql: &impl Sql,
    scope: &Scope,
    programme: &Programme,
    today: CivilDate,
) -> Result<StepReport> {
    let counts = Counts::load(sql, scope, programme).await?;
    let path = format!("/program/{}/usulan", programme.id);
    // Ranked choices are announced and may be reconsidered before anything is decided.
    let waits = if programme.state == Step::Deciding {
        placements::waits_for(sql, programme, today).await?
    } else {
        None
    };
    let placed = counts.state(&[State::Placed]);
    let waiting = counts.state(&[State::Verified]);
    let before = matches!(
        programme.state,
        Step::Open | Step::Verifying | Step::Placing
    );
    Ok(StepReport {
        tallies: vec![
            tally(
                "nominations-tally-placed",
                placed,
                format!("{path}?state=placed"),
            ),
            tally(
                "nominations-tally-unplaced",
                counts.state(&[State::Unplaced]),
                format!("{path}?state=unplaced"),
            ),
        ],
        done: placed > 0 && !before && waits.is_none(),
        act: if let Some(text) = waits {
            Some(NextAct {
                text,
                path: format!("/program/{}/penempatan", programme.id),
            })
        } else if before && waiting > 0 {
            act(
                "nominations-act-place",
                format!("/program/{}/penempatan", programme.id),
            )
        } else {
            None
        },
    })
}

/// What waits for `actor`: a verifier's queue, an OPD's open call and corrections, an employee's own corrections.
pub async fn todo(sql: &impl Sql, actor: &Actor, today: CivilDate) -> Result<Vec<Todo>> {
    let mut todos = Vec::new();
    let living = [Step::Open, Step::Verifying, Step::Placing];
    for programme in programmes::in_states(sql, &living).await? {
        let calendar = programmes::dates(sql, programme.id).await?;
        let closes = |step| {
            calendar
                .iter()
                .find(|line| line.step == step)
                .map(|line| line.closes)
        };
        let path = format!("/program/{}/usulan", programme.id);
        let say = |key: &str, n: i64| Text::new(key).with("n", n).with("name", &programme.name);
        if actor.has(Role::Verifikator) {
            let counts =
                Counts::load(sql, &actor.scope_as(access::VERIFY.roles), &programme).await?;
            let n = counts.state(&[State::Submitted]);
            if n > 0 {
                let deadline = closes(DateStep::Verify);
                todos.push(Todo {
                    text: say("nominations-todo-verify", n),
                    path: "/verifikasi".into(),
                    deadline,
                });
            }
        }
        if actor.has_any(&[Role::Opd, Role::Pegawai]) {
            let scope = actor.scope_as(&[Role::Opd, Role::Pegawai]);
            let counts = Counts::load(sql, &scope, &programme).await?;
            let deadline = closes(DateStep::Nominate);
            let (drafts, returned) = (
                counts.state(&[State::Draft]),
                counts.state(&[State::Returned]),
            );
            if returned > 0 {
                let path = format!("{path}?state=returned");
                todos.push(Todo {
                    text: say("nominations-todo-correct", returned),
                    path,
                    deadline: closes(DateStep::Verify),
                });
            }
            if drafts > 0 {
                let path = format!("{path}?state=draft");
                todos.push(Todo {
                    text: say("nominations-todo-send", drafts),
                    path,
                    deadline,
                });
            }
            let open = programme.takes_nominations(&calendar, today).is_ok();
            if open && actor.has(Role::Opd) && counts.state(SENT) == 0 && drafts == 0 {
                todos.push(Todo {
                    text: say("nominations-todo-nominate", 0),
                    path: format!("{path}/baru"),
                    deadline,
                });
            }
        }
    }
    Ok(todos)
}
