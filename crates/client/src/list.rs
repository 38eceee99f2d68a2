//! What to list, and a list that came back.

use serde::Serialize;

use crate::account::{Account, Status};
use crate::flag;

/// Which accounts to list. The default asks for the whole list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListQuery {
    /// Only finished or only unfinished accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Only accounts with, or only accounts without, coexistence.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "flag::serialize_some"
    )]
    pub coexistence: Option<bool>,
    /// Only accounts with this reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Only the account with this number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<String>,
    /// Text to look for in name, number, e-mail, reference and display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only accounts created at or after these Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_from: Option<i64>,
    /// Only accounts created at or before these Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_to: Option<i64>,
    /// Order of the list, as the server names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// At most this many accounts; the page then says where the next one starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Where to go on: [`Page::next_cursor`] of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// A list of accounts, whole or one page of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The accounts.
    pub list: Vec<Account>,
    /// Goes into [`ListQuery::cursor`] for the next page; `None` on the last page and on a whole list.
    pub next_cursor: Option<String>,
    /// Names this state of the list; for [`Client::list_if_changed`](crate::Client::list_if_changed).
    pub etag: Option<String>,
}
