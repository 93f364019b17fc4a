//! What is asked of a simulation, read from an address or a form, and written back as an address.

use app::simulations::{Asked, Setting};
use kernel::{CivilDate, Error, Result};

use crate::shell::Page;

/// Prefix of the fields of parameters.
const PARAM: &str = "param.";

/// Reads the fields; what is missing is as usual, beginning on `day`.
///
/// # Errors
/// Not found without a version; invalid at the field for what is no date.
pub(super) fn read<'a>(
    fields: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    day: CivilDate,
) -> Result<Asked> {
    let value = |name: &str| {
        let mut found = fields
            .clone()
            .filter(|(own, value)| *own == name && !value.is_empty());
        found.next().map(|(_, value)| value)
    };
    let version = value("versi").and_then(|text| text.parse().ok());
    let version = version.ok_or_else(Error::not_found)?;
    let date = |name: &str| -> Result<Option<CivilDate>> {
        value(name)
            .map(|text| text.parse())
            .transpose()
            .map_err(|_| Error::invalid_field(name, "error-date"))
    };
    let usual = Setting::usual(date("keputusan")?.unwrap_or(day));
    let start = date("mulai")?;
    let setting = Setting {
        start: start.unwrap_or(usual.start),
        end: date("selesai")?.unwrap_or(usual.end),
        stated: value("pernyataan") != Some("tidak"),
        ..usual
    };
    let params = fields
        .clone()
        .filter_map(|(name, value)| Some((name.strip_prefix(PARAM)?, value)))
        .map(|(name, value)| (name.to_owned(), value.replace("\r\n", "\n")));
    Ok(Asked {
        version,
        text: value("naskah").map(str::to_owned),
        params: params.collect(),
        setting,
    })
}

/// Fields that ask the same again.
pub(super) fn fields(asked: &Asked) -> Vec<(String, String)> {
    let setting = &asked.setting;
    let mut fields = vec![("versi".to_owned(), asked.version.to_string())];
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    if let Some(text) = &asked.text {
        add("naskah", text.clone());
    }
    for (name, value) in &asked.params {
        add(&format!("{PARAM}{name}"), value.clone());
    }
    add("keputusan", setting.decision.to_string());
    add("mulai", setting.start.to_string());
    add("selesai", setting.end.to_string());
    if !setting.stated {
        add("pernyataan", "tidak".to_owned());
    }
    fields
}

/// A query string of these fields and some more.
pub(super) fn query(asked: &Asked, more: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields(asked));
    query.extend_pairs(more);
    query.finish()
}

/// The fields of a list's query.
pub(super) fn of_list(
    list: &crate::shell::ListQuery,
) -> impl Iterator<Item = (&str, &str)> + Clone {
    let filters = list.request.filters.iter();
    filters.map(|(name, value)| (name.as_str(), value.as_str()))
}

/// The first day that makes sense for a version: today, or its first day when that is still to come.
pub(super) fn first_day(page: &Page, version: &app::policies::Version) -> CivilDate {
    let from = version.state.decision().map(|decision| decision.from);
    from.map_or(page.today, |from| from.max(page.today))
}
