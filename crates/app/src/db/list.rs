//! Lists as every page shows them: search, filter, sort, page.

/// What a list was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRequest {
    /// Search text as typed; empty means everything.
    pub search: String,
    /// Column to sort by, a key that the store knows; unknown keys fall back to the default.
    pub sort: String,
    /// Whether the order is reversed.
    pub descending: bool,
    /// Page from 1.
    pub page: u32,
    /// Rows a page, 1 to 500.
    pub per_page: u32,
    /// Filters by name; the store ignores names it does not know.
    pub filters: Vec<(String, String)>,
}

impl Default for ListRequest {
    fn default() -> Self {
        Self {
            search: String::new(),
            sort: String::new(),
            descending: false,
            page: 1,
            per_page: 50,
            filters: Vec::new(),
        }
    }
}

impl ListRequest {
    /// The value of a filter that is set to something.
    pub fn filter(&self, name: &str) -> Option<&str> {
        self.filters
            .iter()
            .find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The search text as a `LIKE` pattern in lower case, wildcards escaped with `\`; `None` when there is none.
    pub fn like(&self) -> Option<String> {
        let text = self.search.trim().to_lowercase();
        if text.is_empty() {
            return None;
        }
        let mut pattern = String::from("%");
        for c in text.chars() {
            if matches!(c, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(c);
        }
        pattern.push('%');
        Some(pattern)
    }

    /// Rows to skip.
    pub fn offset(&self) -> i64 {
        i64::from(self.page.max(1) - 1) * self.limit()
    }

    /// Rows to return.
    pub fn limit(&self) -> i64 {
        i64::from(self.per_page.clamp(1, 500))
    }
}

/// One page of a list and how many rows there are in all.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Rows in all, over all pages.
    pub total: i64,
    /// What was asked for.
    pub request: ListRequest,
}

impl<T> Paged<T> {
    /// Number of pages, at least 1.
    pub fn pages(&self) -> i64 {
        ((self.total + self.request.limit() - 1) / self.request.limit()).max(1)
    }

    /// Number of the first row shown, from 1; 0 when the list is empty.
    pub fn first(&self) -> i64 {
        if self.rows.is_empty() {
            0
        } else {
            self.request.offset() + 1
        }
    }

    /// Number of the last row shown.
    pub fn last(&self) -> i64 {
        self.request.offset() + self.rows.len() as i64
    }
}
