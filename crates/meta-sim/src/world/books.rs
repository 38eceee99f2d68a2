//! The messages that numbers delivered, as Meta charges for them.

use serde::{Deserialize, Serialize};

/// What Meta charges for a message as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Category {
    Authentication,
    AuthenticationInternational,
    Marketing,
    Service,
    Utility,
    ReferralConversion,
}

/// How Meta charges for a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum PricingType {
    Regular,
    FreeCustomerService,
    FreeEntryPoint,
}

/// Some messages of a number that were delivered at one moment.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Delivered {
    /// Digits.
    pub(crate) number: String,
    pub(crate) category: Category,
    pub(crate) pricing_type: PricingType,
    pub(crate) volume: u64,
    /// Unix seconds.
    pub(crate) at: i64,
}
