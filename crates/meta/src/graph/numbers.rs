//! Reading the numbers of an account.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError, MetaNumber};
use gangway_domain::{PhoneNumberId, WabaId};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Most pages that are read. An account has twenty numbers at most, a page twenty-five.
const MAX_PAGES: usize = 40;

#[derive(Deserialize)]
struct Page {
    data: Vec<MetaNumber>,
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

impl Page {
    /// Where the next page starts.
    fn next(self) -> Option<String> {
        let paging = self.paging?;
        paging.next?;
        paging.cursors?.after
    }
}

impl Graph {
    /// Reads all numbers of an account, the newest first.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn phone_numbers(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<Vec<MetaNumber>, GraphError> {
        let path = [waba.as_str(), "phone_numbers"];
        let mut numbers = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MAX_PAGES {
            let mut request = Request::get(Call::PhoneNumbers, &path)
                .with(token)
                .query("fields", MetaNumber::FIELDS);
            if let Some(cursor) = &after {
                request = request.query("after", cursor);
            }
            let mut page: Page = self.send(request).await?;
            numbers.append(&mut page.data);
            after = page.next();
            if after.is_none() {
                return Ok(numbers);
            }
        }
        Err(GraphError::Unreadable {
            call: Call::PhoneNumbers,
            http_status: 200,
            problem: format!("the list does not end after {MAX_PAGES} pages"),
        })
    }

    /// Reads one number.
    ///
    /// # Errors
    /// See [`GraphError`]; [`Gone`](super::GraphErrorKind::Gone) without access.
    pub async fn phone_number(
        &self,
        token: &BusinessToken,
        number: &PhoneNumberId,
    ) -> Result<MetaNumber, GraphError> {
        let path = [number.as_str()];
        let request = Request::get(Call::PhoneNumber, &path)
            .with(token)
            .query("fields", MetaNumber::FIELDS);
        self.send(request).await
    }
}
