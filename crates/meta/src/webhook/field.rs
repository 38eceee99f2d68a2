//! Which of Meta's webhook fields a change belongs to.

use super::words;
use serde_json::Value;

/// The fields that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    AccountUpdate,
    NameUpdate,
    QualityUpdate,
    ReviewUpdate,
    CapabilityUpdate,
    Alerts,
    Security,
    History,
    /// Customers' messages and contacts, which are another system's matter.
    Content,
}

/// The events of `account_update` that are acted upon. Meta's own samples misplace the
/// field, so an event by such a name is one of these wherever it says to be from.
const ACCOUNT_EVENTS: &[&str] = &[
    "PARTNER_ADDED",
    "PARTNER_APP_INSTALLED",
    "PARTNER_APP_UNINSTALLED",
    "PARTNER_REMOVED",
    "ACCOUNT_OFFBOARDED",
    "ACCOUNT_RECONNECTED",
    "DISABLED_UPDATE",
    "ACCOUNT_DELETED",
    "ACCOUNT_VIOLATION",
    "ACCOUNT_RESTRICTION",
];

impl Field {
    /// The field of a change, by its name and else by what is in it.
    pub(super) fn of(name: Option<&str>, value: &Value) -> Option<Self> {
        let named = name.and_then(Self::from_name);
        if named == Some(Self::Content) {
            return named;
        }
        let event = words::word(&value["event"]);
        if event.is_some_and(|event| ACCOUNT_EVENTS.contains(&event.as_str())) {
            return Some(Self::AccountUpdate);
        }
        match name {
            Some(_) => named,
            None => Self::from_content(value),
        }
    }

    /// Meta's name of it; of content the first.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::AccountUpdate => "account_update",
            Self::NameUpdate => "phone_number_name_update",
            Self::QualityUpdate => "phone_number_quality_update",
            Self::ReviewUpdate => "account_review_update",
            Self::CapabilityUpdate => "business_capability_update",
            Self::Alerts => "account_alerts",
            Self::Security => "security",
            Self::History => "history",
            Self::Content => "messages",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "account_update" => Self::AccountUpdate,
            "phone_number_name_update" => Self::NameUpdate,
            "phone_number_quality_update" => Self::QualityUpdate,
            "account_review_update" => Self::ReviewUpdate,
            "business_capability_update" => Self::CapabilityUpdate,
            "account_alerts" => Self::Alerts,
            "security" => Self::Security,
            "history" => Self::History,
            "messages" | "message_echoes" | "smb_message_echoes" | "smb_app_state_sync"
            | "standby" => Self::Content,
            _ => return None,
        })
    }

    fn from_content(value: &Value) -> Option<Self> {
        let has = |key| value.get(key).is_some();
        let has_any = |keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
        if has("history") {
            Some(Self::History)
        } else if has_any(&[
            "messages",
            "statuses",
            "contacts",
            "message_echoes",
            "state_sync",
        ]) {
            Some(Self::Content)
        } else if has("alert_info") {
            Some(Self::Alerts)
        } else if has("decision") && has("display_phone_number") {
            Some(Self::NameUpdate)
        } else if has("decision") {
            Some(Self::ReviewUpdate)
        } else if has("current_limit") && has("display_phone_number") {
            Some(Self::QualityUpdate)
        } else if words::word(&value["event"]).is_some_and(|event| event.starts_with("PIN_")) {
            Some(Self::Security)
        } else if has_any(&[
            "max_phone_numbers_per_business",
            "max_phone_numbers_per_waba",
        ]) {
            Some(Self::CapabilityUpdate)
        } else {
            None
        }
    }
}
