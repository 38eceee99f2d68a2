//! The happenings that can be ordered by name.

use serde::Serialize;

/// A name that `event` of an order takes.
#[derive(Serialize)]
pub(crate) struct Kind {
    pub(crate) event: &'static str,
    pub(crate) field: &'static str,
    /// What the order has to name.
    pub(crate) about: &'static str,
    /// What it may say besides.
    pub(crate) options: &'static [&'static str],
    /// What changes in the world.
    pub(crate) world: &'static str,
}

const fn kind(
    event: &'static str,
    field: &'static str,
    about: &'static str,
    options: &'static [&'static str],
    world: &'static str,
) -> Kind {
    Kind {
        event,
        field,
        about,
        options,
        world,
    }
}

const ACCOUNT: &str = "account_update";
const WABA: &str = "waba_id";
const NUMBER: &str = "number";
const EITHER: &str = "waba_id or number";

/// All of them. Any other name is sent as an `account_update` that nobody knows.
pub(crate) const KINDS: &[Kind] = &[
    kind(
        "PARTNER_ADDED",
        ACCOUNT,
        WABA,
        &[],
        "the account is shared with the app",
    ),
    kind(
        "PARTNER_APP_INSTALLED",
        ACCOUNT,
        WABA,
        &[],
        "the app is let in",
    ),
    kind(
        "PARTNER_APP_UNINSTALLED",
        ACCOUNT,
        WABA,
        &[],
        "all tokens of the customer for the app answer 190/458",
    ),
    kind(
        "PARTNER_REMOVED",
        ACCOUNT,
        EITHER,
        &["reason", "initiated_by"],
        "by waba_id: the account is unshared; by number: the number is gone; reads answer 100/33",
    ),
    kind(
        "ACCOUNT_OFFBOARDED",
        ACCOUNT,
        EITHER,
        &[],
        "coexistence numbers read DISCONNECTED",
    ),
    kind(
        "ACCOUNT_RECONNECTED",
        ACCOUNT,
        EITHER,
        &[],
        "coexistence numbers read CONNECTED",
    ),
    kind(
        "ACCOUNT_DELETED",
        ACCOUNT,
        WABA,
        &[],
        "the account is out of reach",
    ),
    kind("ACCOUNT_VIOLATION", ACCOUNT, WABA, &["kind"], "nothing"),
    kind("ACCOUNT_RESTRICTION", ACCOUNT, WABA, &["kind"], "nothing"),
    kind(
        "DISABLED_UPDATE",
        ACCOUNT,
        WABA,
        &["state"],
        "DISABLE bans the account, REINSTATE takes the ban away",
    ),
    kind(
        "phone_number_name_update",
        "phone_number_name_update",
        NUMBER,
        &["decision", "rejection_reason", "name"],
        "name_status, and verified_name when approved with a name",
    ),
    kind(
        "phone_number_quality_update",
        "phone_number_quality_update",
        NUMBER,
        &["kind", "current_limit", "old_limit"],
        "quality_rating after FLAGGED and UNFLAGGED",
    ),
    kind(
        "account_review_update",
        "account_review_update",
        WABA,
        &["decision"],
        "account_review_status",
    ),
    kind(
        "security",
        "security",
        NUMBER,
        &["kind", "requester", "pin"],
        "PIN_CHANGED sets another PIN",
    ),
    kind("history_declined", "history", NUMBER, &[], "nothing"),
    kind(
        "account_alerts",
        "account_alerts",
        WABA,
        &["kind"],
        "nothing",
    ),
    kind(
        "business_capability_update",
        "business_capability_update",
        WABA,
        &[],
        "nothing",
    ),
    kind(
        "SOMETHING_NEW",
        ACCOUNT,
        WABA,
        &[],
        "nothing: any name that is not in this list is sent as it is",
    ),
];
