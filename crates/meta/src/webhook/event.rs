//! What a change says about an account.

use crate::open_words::open_words;
use gangway_domain::{MetaBusinessId, PhoneNumber, PhoneNumberId, WabaId};

open_words! {
    /// What Meta does to an account that broke its rules.
    BanState {
        /// It is disabled.
        Disabled = "DISABLE",
        /// It works again.
        Reinstated = "REINSTATE",
        /// It will be disabled.
        Scheduled = "SCHEDULE_FOR_DISABLE",
    }
}

open_words! {
    /// What a review at Meta came to.
    Decision {
        /// Passed.
        Approved = "APPROVED",
        /// Failed.
        Rejected = "REJECTED",
        /// Not decided yet.
        Pending = "PENDING",
        /// Put off.
        Deferred = "DEFERRED",
    }
}

/// What a change says about an account. Words of Meta's are cut to 64 characters.
///
/// Numbers are named by their digits: Meta gives no ids of them here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountEvent {
    /// A customer went through the signup: her account is shared with the partner.
    PartnerAdded {
        /// The account.
        waba: WabaId,
        /// Its owner.
        business: Option<MetaBusinessId>,
    },
    /// A customer let the app act for her.
    PartnerAppInstalled {
        /// Her account.
        waba: WabaId,
        /// Its owner.
        business: Option<MetaBusinessId>,
    },
    /// A customer removed the app: her token is dead.
    PartnerAppUninstalled {
        /// Her account, which Meta does not always name.
        waba: Option<WabaId>,
        /// Its owner.
        business: Option<MetaBusinessId>,
    },
    /// An account is no longer shared with the partner.
    PartnerRemoved {
        /// The account.
        waba: WabaId,
        /// Its owner.
        business: Option<MetaBusinessId>,
    },
    /// A number in coexistence was disconnected from the Cloud API.
    NumberDisconnected {
        /// The number.
        number: PhoneNumber,
        /// Its account, which Meta seldom names.
        waba: Option<WabaId>,
        /// Why, like `ACCOUNT_DISCONNECTED`.
        reason: Option<String>,
        /// By whom, `USER` or `SYSTEM`.
        initiated_by: Option<String>,
    },
    /// A number in coexistence went off for a change of its phone. As a rule it comes
    /// back within minutes.
    Offboarded {
        /// Its account.
        waba: Option<WabaId>,
        /// The number.
        number: Option<PhoneNumber>,
    },
    /// It came back.
    Reconnected {
        /// Its account.
        waba: Option<WabaId>,
        /// The number.
        number: Option<PhoneNumber>,
    },
    /// Meta disables an account, will, or no longer does.
    Disabled {
        /// The account.
        waba: Option<WabaId>,
        /// Which of the three.
        ban: BanState,
        /// From when on, in Meta's prose.
        date: Option<String>,
    },
    /// An account was deleted.
    AccountDeleted {
        /// The account.
        waba: Option<WabaId>,
    },
    /// An account broke a rule of Meta's.
    Violation {
        /// The account.
        waba: Option<WabaId>,
        /// Which rule.
        kind: Option<String>,
    },
    /// An account may not do everything any more.
    Restriction {
        /// The account.
        waba: Option<WabaId>,
        /// What it may not.
        kinds: Vec<String>,
    },
    /// A number's display name was reviewed.
    NameUpdate {
        /// The number's account.
        waba: Option<WabaId>,
        /// The number.
        number: Option<PhoneNumber>,
        /// What came of it.
        decision: Decision,
        /// Why it was not approved.
        rejection_reason: Option<String>,
    },
    /// A number's limit or quality changed.
    Quality {
        /// The number's account.
        waba: Option<WabaId>,
        /// The number.
        number: Option<PhoneNumber>,
        /// How, like `UPGRADE`.
        event: Option<String>,
        /// The limit from now on, like `TIER_1K`.
        limit: Option<String>,
    },
    /// An account was reviewed.
    Review {
        /// The account.
        waba: Option<WabaId>,
        /// What came of it.
        decision: Decision,
    },
    /// What an account's business may have changed.
    Capability {
        /// The account.
        waba: Option<WabaId>,
        /// Most conversations a day, as a number or a tier; -1 is Meta's word for no limit.
        daily_conversations: Option<String>,
        /// Most numbers, of the business or of the account.
        phone_numbers: Option<i64>,
    },
    /// Meta has something to say about an account, a number or a business.
    Alert {
        /// The account that the webhook came for.
        waba: Option<WabaId>,
        /// What it is about, like `PHONE_NUMBER`.
        entity_kind: Option<String>,
        /// Which one.
        entity: Option<String>,
        /// How grave, like `CRITICAL`.
        severity: Option<String>,
        /// What about it, like `OBA_APPROVED`.
        kind: Option<String>,
        /// Where it stands, like `ACTIVE`.
        status: Option<String>,
    },
    /// Somebody changed a number's PIN, or asked to.
    Security {
        /// The number's account.
        waba: Option<WabaId>,
        /// The number.
        number: Option<PhoneNumber>,
        /// What was done, like `PIN_CHANGED`.
        event: Option<String>,
    },
    /// The customer does not share her chats' history.
    HistoryDeclined {
        /// Meta's id of the number.
        phone_number: Option<PhoneNumberId>,
        /// The number.
        number: Option<PhoneNumber>,
    },
    /// A part of the chats' history came.
    HistoryProgress {
        /// Meta's id of the number.
        phone_number: Option<PhoneNumberId>,
        /// The number.
        number: Option<PhoneNumber>,
        /// 0 for the last day, 1 for three months, 2 for six.
        phase: Option<i64>,
        /// Percent of the whole.
        progress: Option<i64>,
    },
    /// Messages, echoes of them, or contacts: another system's matter.
    Messages,
    /// Anything else.
    Other {
        /// Meta's field.
        field: Option<String>,
        /// Meta's event in it.
        event: Option<String>,
    },
}

impl AccountEvent {
    /// A name that stays, for records and logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PartnerAdded { .. } => "partner_added",
            Self::PartnerAppInstalled { .. } => "partner_app_installed",
            Self::PartnerAppUninstalled { .. } => "partner_app_uninstalled",
            Self::PartnerRemoved { .. } => "partner_removed",
            Self::NumberDisconnected { .. } => "number_disconnected",
            Self::Offboarded { .. } => "offboarded",
            Self::Reconnected { .. } => "reconnected",
            Self::Disabled { .. } => "disabled",
            Self::AccountDeleted { .. } => "account_deleted",
            Self::Violation { .. } => "violation",
            Self::Restriction { .. } => "restriction",
            Self::NameUpdate { .. } => "name_update",
            Self::Quality { .. } => "quality",
            Self::Review { .. } => "review",
            Self::Capability { .. } => "capability",
            Self::Alert { .. } => "alert",
            Self::Security { .. } => "security",
            Self::HistoryDeclined { .. } => "history_declined",
            Self::HistoryProgress { .. } => "history_progress",
            Self::Messages => "messages",
            Self::Other { .. } => "other",
        }
    }

    /// The account that it is about.
    #[must_use]
    pub const fn waba(&self) -> Option<&WabaId> {
        match self {
            Self::PartnerAdded { waba, .. }
            | Self::PartnerAppInstalled { waba, .. }
            | Self::PartnerRemoved { waba, .. } => Some(waba),
            Self::PartnerAppUninstalled { waba, .. }
            | Self::NumberDisconnected { waba, .. }
            | Self::Offboarded { waba, .. }
            | Self::Reconnected { waba, .. }
            | Self::Disabled { waba, .. }
            | Self::AccountDeleted { waba }
            | Self::Violation { waba, .. }
            | Self::Restriction { waba, .. }
            | Self::NameUpdate { waba, .. }
            | Self::Quality { waba, .. }
            | Self::Review { waba, .. }
            | Self::Capability { waba, .. }
            | Self::Alert { waba, .. }
            | Self::Security { waba, .. } => waba.as_ref(),
            Self::HistoryDeclined { .. }
            | Self::HistoryProgress { .. }
            | Self::Messages
            | Self::Other { .. } => None,
        }
    }

    /// The owner of the account, where it is named.
    #[must_use]
    pub const fn business(&self) -> Option<&MetaBusinessId> {
        match self {
            Self::PartnerAdded { business, .. }
            | Self::PartnerAppInstalled { business, .. }
            | Self::PartnerAppUninstalled { business, .. }
            | Self::PartnerRemoved { business, .. } => business.as_ref(),
            _ => None,
        }
    }

    /// The digits of the number that it is about.
    #[must_use]
    pub const fn number(&self) -> Option<&PhoneNumber> {
        match self {
            Self::NumberDisconnected { number, .. } => Some(number),
            Self::Offboarded { number, .. }
            | Self::Reconnected { number, .. }
            | Self::NameUpdate { number, .. }
            | Self::Quality { number, .. }
            | Self::Security { number, .. }
            | Self::HistoryDeclined { number, .. }
            | Self::HistoryProgress { number, .. } => number.as_ref(),
            _ => None,
        }
    }

    /// Meta's id of the number that it is about; only history says it.
    #[must_use]
    pub const fn phone_number(&self) -> Option<&PhoneNumberId> {
        match self {
            Self::HistoryDeclined { phone_number, .. }
            | Self::HistoryProgress { phone_number, .. } => phone_number.as_ref(),
            _ => None,
        }
    }
}
