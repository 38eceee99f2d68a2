//! The optional parameters of the list.

use gangway_domain::Timestamp;

/// What the list is ordered by. The account id breaks ties in the same direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// Time of creation.
    CreateTime,
    /// Business name, by code points.
    BusinessName,
    /// Display name, by code points.
    DisplayName,
    /// The partner's reference, by code points.
    Reference,
    /// The listed number, by its digits as text.
    Whatsapp,
}

/// Which accounts, in which order, how many.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ListFilter {
    /// Finished (`true`) or not (`false`).
    pub finished: Option<bool>,
    /// Kind of link.
    pub coexistence: Option<bool>,
    /// Exact reference; the empty one finds accounts without.
    pub reference: Option<String>,
    /// Exact listed number, digits.
    pub whatsapp: Option<String>,
    /// Found anywhere in business name, number, e-mail, reference or display name, in any
    /// case. Already lower case and NFC; no wild cards.
    pub search: Option<String>,
    /// First second of creation.
    pub created_from: Option<Timestamp>,
    /// Last second of creation (inclusive).
    pub created_to: Option<Timestamp>,
    /// Order.
    pub sort: SortKey,
    /// From high to low.
    pub descending: bool,
    /// At most so many; `None` for all.
    pub limit: Option<u32>,
    /// Go on after this account.
    pub after: Option<Cursor>,
}

impl Default for ListFilter {
    fn default() -> Self {
        Self {
            finished: None,
            coexistence: None,
            reference: None,
            whatsapp: None,
            search: None,
            created_from: None,
            created_to: None,
            sort: SortKey::CreateTime,
            descending: true,
            limit: None,
            after: None,
        }
    }
}

/// Where a page ended: the sort value and row id of its last account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// Sort value: unix milliseconds as decimal text for the time of creation, the text itself otherwise.
    pub value: String,
    /// Row id.
    pub id: i64,
}

/// A page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// Fragments in order.
    pub fragments: Vec<String>,
    /// Where to go on, when a limit cut the list.
    pub next: Option<Cursor>,
}
