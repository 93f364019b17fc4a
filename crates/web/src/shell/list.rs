//! Lists: the query of a list page (search, filters, order, page), its links, and the pages to offer.

use app::db::list::{ListRequest, Paged};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::AppState;

const PER_PAGE: u32 = 50;
const PER_PAGE_MAX: u32 = 200;
/// So that nobody makes the database walk for ever.
const PAGE_MAX: u32 = 1_000_000;

/// What a list page was asked for: `?q=…&sort=name&dir=desc&page=2&status=open&format=xlsx`.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// Search, order, page and filters, as the slices of `app` take them.
    pub request: ListRequest,
    /// Whether all rows are wanted as XLSX instead of a page.
    pub xlsx: bool,
}

impl ListQuery {
    /// Reads a query string; what makes no sense falls back to the usual.
    pub fn parse(query: &str) -> Self {
        let mut list = Self::default();
        let request = &mut list.request;
        request.per_page = PER_PAGE;
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            match key.as_ref() {
                _ if value.is_empty() => {}
                "q" => request.search = value.chars().take(200).collect(),
                "sort" => request.sort = value.to_owned(),
                "dir" => request.descending = value == "desc",
                "page" => request.page = value.parse().unwrap_or(1).clamp(1, PAGE_MAX),
                "per_page" => {
                    request.per_page = value.parse().unwrap_or(PER_PAGE).clamp(1, PER_PAGE_MAX);
                }
                "format" => list.xlsx = value == "xlsx",
                name => request.filters.push((name.to_owned(), value.to_owned())),
            }
        }
        list
    }

    /// What is searched for; may be empty.
    pub fn search(&self) -> &str {
        &self.request.search
    }

    /// The value of a filter; empty when it is not set.
    pub fn filter(&self, name: &str) -> &str {
        self.request.filter(name).unwrap_or_default()
    }

    /// A filter as a value of the domain; `None` when it is not set or makes no sense.
    pub fn filter_as<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.filter(name).parse().ok()
    }

    /// Whether the list is narrowed by a search or a filter.
    pub fn narrowed(&self) -> bool {
        !self.request.search.is_empty() || !self.request.filters.is_empty()
    }

    /// `asc` or `desc`, as in the query.
    pub fn dir(&self) -> &'static str {
        if self.request.descending {
            "desc"
        } else {
            "asc"
        }
    }

    /// `ascending`, `descending` or `none`, for `aria-sort`.
    pub fn aria_sort(&self, column: &str) -> &'static str {
        match self.request.descending {
            _ if self.request.sort != column => "none",
            false => "ascending",
            true => "descending",
        }
    }

    /// The icon beside a head that sorts.
    pub fn sort_icon(&self, column: &str) -> &'static str {
        match self.aria_sort(column) {
            "ascending" => "sort-ascending",
            "descending" => "sort-descending",
            _ => "selector",
        }
    }

    /// The same list ordered by `column`; the other way round when it already is.
    pub fn sort_href(&self, column: &str) -> String {
        let descending = self.aria_sort(column) == "ascending";
        self.href(column, descending, 1, false)
    }

    /// Another page of the same list.
    pub fn page_href(&self, page: impl std::borrow::Borrow<i64>) -> String {
        self.href(
            &self.request.sort,
            self.request.descending,
            *page.borrow(),
            false,
        )
    }

    /// All rows of the same list as XLSX.
    pub fn xlsx_href(&self) -> String {
        self.href(&self.request.sort, self.request.descending, 1, true)
    }

    /// Relative to the page itself, so that a list works wherever it stands.
    fn href(&self, sort: &str, descending: bool, page: i64, xlsx: bool) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut add = |key: &str, value: &str| {
            if !value.is_empty() {
                query.append_pair(key, value);
            }
        };
        add("q", &self.request.search);
        for (key, value) in &self.request.filters {
            add(key, value);
        }
        add("sort", sort);
        add("dir", if descending { "desc" } else { "" });
        if self.request.per_page != PER_PAGE {
            add("per_page", &self.request.per_page.to_string());
        }
        if page > 1 {
            add("page", &page.to_string());
        }
        add("format", if xlsx { "xlsx" } else { "" });
        format!("?{}", query.finish())
    }

    /// This page, from 1.
    pub fn page(&self) -> i64 {
        i64::from(self.request.page)
    }

    /// The pages of `rows` to offer: the first, the last and the neighbours of this one; 0 stands for a gap.
    pub fn window<T>(&self, rows: &Paged<T>) -> Vec<i64> {
        let pages = rows.pages();
        let here = self.page().min(pages);
        let mut out = Vec::new();
        let mut last = 0;
        for page in [1, here - 1, here, here + 1, pages] {
            if page <= last || page > pages {
                continue;
            }
            match page - last {
                1 => {}
                2 => out.push(last + 1),
                _ => out.push(0),
            }
            out.push(page);
            last = page;
        }
        out
    }
}

impl FromRequestParts<AppState> for ListQuery {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Self::Rejection> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_everything_but_what_it_changes() {
        let list = ListQuery::parse("q=siti+a%26b&status=open&sort=name&page=3&kosong=");
        assert_eq!(
            list.page_href(4),
            "?q=siti+a%26b&status=open&sort=name&page=4"
        );
        assert_eq!(
            list.sort_href("name"),
            "?q=siti+a%26b&status=open&sort=name&dir=desc"
        );
        assert_eq!(list.sort_href("nip"), "?q=siti+a%26b&status=open&sort=nip");
        assert_eq!(
            list.xlsx_href(),
            "?q=siti+a%26b&status=open&sort=name&format=xlsx"
        );
        assert!(ListQuery::parse(list.xlsx_href().trim_start_matches('?')).xlsx);
    }

    #[test]
    fn nonsense_falls_back_to_the_usual() {
        let list = ListQuery::parse("page=-1&per_page=100000&dir=x");
        assert_eq!(list.request.page, 1);
        assert_eq!(list.request.per_page, PER_PAGE_MAX);
        assert!(!list.request.descending);
        assert!(!list.narrowed());
    }

    #[test]
    fn the_window_shows_ends_and_neighbours() {
        let window = |page: u32, total: i64| {
            let list = ListQuery::parse(&format!("page={page}"));
            let rows = Paged::<()> {
                rows: Vec::new(),
                total,
                request: list.request.clone(),
            };
            list.window(&rows)
        };
        assert_eq!(window(1, 0), [1]);
        assert_eq!(window(1, 120), [1, 2, 3]);
        assert_eq!(window(6, 600), [1, 0, 5, 6, 7, 0, 12]);
        assert_eq!(window(4, 300), [1, 2, 3, 4, 5, 6]);
        assert_eq!(window(99, 120), [1, 2, 3]);
    }
}
