//! Lists as every page shows them: search, filter, sort, page; and all their pages for a spreadsheet.

use kernel::Result;

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

/// Every row of a list, over all its pages: what a spreadsheet holds.
pub async fn every_row<T, F>(
    request: ListRequest,
    mut page: impl FnMut(ListRequest) -> F,
) -> Result<Vec<T>>
where
    F: Future<Output = Result<Paged<T>>>,
{
    let mut request = ListRequest {
        page: 1,
        per_page: 500,
        ..request
    };
    let mut rows = Vec::new();
    loop {
        let found = page(request.clone()).await?;
        let pages = found.pages();
        rows.extend(found.rows);
        if i64::from(request.page) >= pages {
            return Ok(rows);
        }
        request.page += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_spreadsheet_holds_the_rows_of_every_page_once() {
        let asked = ListRequest {
            page: 2,
            search: "contoh".into(),
            ..ListRequest::default()
        };
        for total in [0_i64, 500, 501, 1_200] {
            let rows = every_row(asked.clone(), |request| async move {
                assert_eq!(request.search, "contoh");
                let from = request.offset();
                Ok(Paged {
                    rows: (from..total.min(from + request.limit())).collect(),
                    total,
                    request,
                })
            })
            .await;
            assert_eq!(rows.ok(), Some((0..total).collect::<Vec<_>>()));
        }
    }
}
