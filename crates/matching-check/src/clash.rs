//! Checks that nothing fits: the clash is stated truly, carries all the prices, and they prove it.

use crate::json::Value;
use crate::problem::{Object, Problem};
use crate::proof::{self, Prices};
use crate::{Broken, Claim, Report};

/// Checks a result that claims to be infeasible.
pub(crate) fn infeasible(
    problem: &Problem,
    top: &Object<'_>,
    digest: &str,
) -> Result<Report, Broken> {
    let format = |words: String| Broken::new(Claim::Format, words);
    crate::claims::refuse_fields(
        top,
        &[
            "value",
            "profile",
            "assignments",
            "unplaced",
            "reasons",
            "bound",
            "unopened",
            "below_min",
        ],
    )?;
    let certificate = proof::certificate(top, "infeasibility", &["prices"])?;
    let prices = Prices::read(problem, &certificate, "prices", 1)?;
    let mut priced = prices.signs(problem).into_iter();
    for (i, item) in top.list("clash", true).map_err(format)?.iter().enumerate() {
        let at = format!("$.clash[{i}]");
        let one = Object::new(item, &at, &["limit", "id", "min", "max", "says"]).map_err(format)?;
        if let Some(says) = one.get("says") {
            let says = Object::new(says, &format!("{at}.says"), &["id", "en"]).map_err(format)?;
            says.text("id").map_err(format)?;
            says.text("en").map_err(format)?;
        }
        let kind = one.text("limit").map_err(format)?;
        let id = one.text("id").map_err(format)?;
        let broken = |words: &str| Broken::new(Claim::Clash, format!("{at}: {words}"));
        let Some((name, limit, sign)) = priced.next() else {
            return Err(broken(
                "no price stands on it, so the proof does not need it",
            ));
        };
        if (kind, id) != (name, limit.id.as_str()) {
            return Err(broken(&format!(
                "the next price stands on {name} \"{}\"",
                limit.id
            )));
        }
        let truth = if sign < 0 {
            ("min", Some(limit.min), "max")
        } else {
            ("max", limit.max, "min")
        };
        let stated = one.get(truth.0);
        if stated != truth.1.map(Value::Int).as_ref() || one.get(truth.2).is_some() {
            return Err(broken(&format!("expected \"{}\": {:?}", truth.0, truth.1)));
        }
    }
    if let Some((name, limit, _)) = priced.next() {
        return Err(Broken::new(
            Claim::Clash,
            format!(
                "$.clash: {name} \"{}\" has a price but is not named",
                limit.id
            ),
        ));
    }
    let dual = proof::dual_value(problem, &prices, 1, |_, _| Some(vec![0]))?;
    if dual.iter().all(|part| *part >= 0) {
        return Err(Broken::new(
            Claim::Duality,
            format!("the dual value is {dual:?}, which must be below 0 to prove that nothing fits"),
        ));
    }
    Ok(Report {
        status: "infeasible".to_owned(),
        digest: digest.to_owned(),
        placed: 0,
        unplaced: problem.applicants.len(),
        prices: prices.count(),
        reasons: 0,
    })
}
