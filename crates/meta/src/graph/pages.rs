//! Lists that come in pages.

use super::request::Request;
use super::{Call, Graph, GraphError};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// Most pages that are read. An account has twenty numbers at most, a page twenty-five.
const MAX_PAGES: usize = 40;

#[derive(Deserialize)]
struct Page<T> {
    data: Vec<T>,
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    cursors: Option<Cursors>,
    /// Only there when there is more. Its address carries a token, so it is not kept.
    #[serde(default)]
    next: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Cursors {
    #[serde(default)]
    after: Option<String>,
}

impl Paging {
    /// Where the next page starts.
    fn next(self) -> Option<String> {
        self.next?;
        self.cursors?.after
    }
}

impl Graph {
    /// Reads a list to its end; `first` makes the request for its first page.
    pub(super) async fn all_pages<'a, T: DeserializeOwned>(
        &self,
        call: Call,
        first: impl Fn() -> Request<'a>,
    ) -> Result<Vec<T>, GraphError> {
        let mut items = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let mut page: Page<T> = match &after {
                Some(cursor) => self.send(first().query("after", cursor)).await?,
                None => self.send(first()).await?,
            };
            items.append(&mut page.data);
            after = page.paging.and_then(Paging::next);
            if after.is_none() {
                return Ok(items);
            }
        }
        Err(GraphError::Unreadable {
            call,
            http_status: 200,
            problem: format!("the list does not end after {MAX_PAGES} pages"),
        })
    }
}
