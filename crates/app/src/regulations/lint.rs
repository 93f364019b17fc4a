//! Wrong and outdated names of regulations in what people write, with the right answer in words.

use kernel::{CivilDate, Error, Result, Text};
use policy::{Register, SlipKind};

/// What `text` of `date` names wrongly, each as a sentence with the right answer: slips such as `UU 5/2004`, and
/// instruments that were no longer in force on that day. Policies, letters, minutes and entries use it alike.
pub fn slips(register: &Register, text: &str, date: CivilDate) -> Vec<(SlipKind, Text)> {
    register
        .lint(text, date)
        .into_iter()
        .map(|slip| {
            let key = match (slip.kind, &slip.instead) {
                (SlipKind::Misquote, _) => "regulations-slip",
                (SlipKind::Ended, Some(_)) => "regulations-ended",
                (SlipKind::Ended, None) => "regulations-ended-alone",
            };
            let mut said = Text::new(key)
                .with("found", &slip.found)
                .with("date", date.long_id());
            if let Some(instead) = &slip.instead {
                said = said.with("instead", instead);
            }
            (slip.kind, said)
        })
        .collect()
}

/// Refuses fields, given as (field, text) of the day `date`, that name a regulation wrongly. `bases` says that they
/// name what is in force on that day; other texts may tell of what was in force earlier, so only slips are refused.
///
/// # Errors
/// Invalid at each field with the first thing that is wrong there.
pub fn refuse_slips(
    register: &Register,
    date: CivilDate,
    bases: bool,
    fields: &[(&str, &str)],
) -> Result<()> {
    let mut found = fields.iter().filter_map(|(field, text)| {
        let mut slips = slips(register, text, date).into_iter();
        let (_, said) = slips.find(|(kind, _)| bases || *kind == SlipKind::Misquote)?;
        Some((*field, said))
    });
    let Some((field, said)) = found.next() else {
        return Ok(());
    };
    let error = Error::invalid_field(field, said);
    Err(found.fold(error, |error, (field, said)| error.field(field, said)))
}
