//! Customers who ask for a new link.

use serde::{Deserialize, Serialize};

use crate::account::Account;

/// A customer whose link no longer works, who asks for a new one and has none yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenewalRequest {
    /// Unix seconds at which she asked first.
    pub requested_time: i64,
    /// Where the account stands, such as `expired`. One that is `removed` gets no link any more: its customer needs a new
    /// account.
    pub state: String,
    /// The account, as the list shows it, or showed it before it was removed.
    pub account: Account,
}
