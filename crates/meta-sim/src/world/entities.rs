//! The things of the simulated world.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::AppConfig;
use crate::webhook::{Change, KNOWN_FIELDS};

/// A Meta app.
pub(crate) struct App {
    pub(crate) config: AppConfig,
    /// The partner's own portfolio.
    pub(crate) business_id: String,
    pub(crate) callback: Option<Callback>,
    /// All Graph calls, for the usage header.
    pub(crate) usage: HourCount,
    /// Customers whose `PARTNER_ADDED` waits to be sent in one post.
    pub(crate) gathered: Vec<Change>,
}

impl App {
    pub(crate) fn new(config: AppConfig, business_id: String) -> Self {
        let callback = config.callback_url.as_deref();
        let callback = callback.map(Callback::of_all_fields);
        Self {
            config,
            business_id,
            callback,
            usage: HourCount::default(),
            gathered: Vec::new(),
        }
    }
}

/// The callback of an app and the fields it is subscribed to.
pub(crate) struct Callback {
    pub(crate) url: String,
    pub(crate) fields: BTreeSet<String>,
}

impl Callback {
    pub(crate) fn of_all_fields(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            fields: KNOWN_FIELDS.iter().map(|&field| field.to_owned()).collect(),
        }
    }
}

/// A customer's business portfolio.
pub(crate) struct Business {
    pub(crate) name: String,
    /// The apps that the customer has let in.
    pub(crate) installed: BTreeSet<String>,
}

/// A WhatsApp Business Account.
pub(crate) struct Waba {
    pub(crate) id: String,
    pub(crate) business_id: String,
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) namespace: String,
    pub(crate) created_ms: i64,
    /// By app id.
    pub(crate) subscriptions: BTreeMap<String, Subscription>,
    /// The apps that the account is shared with.
    pub(crate) shared_with: BTreeSet<String>,
    /// Management calls of each app.
    pub(crate) usage: BTreeMap<String, HourCount>,
    /// What `account_review_status` says.
    pub(crate) review: String,
    pub(crate) banned: bool,
    pub(crate) currency: String,
    /// What `primary_funding_id` says: the credential of the credit line that pays.
    pub(crate) funding: Option<String>,
}

/// Calls within an hour, which begins with the first of them.
#[derive(Default)]
pub(crate) struct HourCount {
    calls: u64,
    since_ms: i64,
}

impl HourCount {
    const HOUR_MS: i64 = 3600 * 1000;

    /// Counts a call and gives how many there are in this hour, with it.
    pub(crate) fn count(&mut self, now_ms: i64) -> u64 {
        self.calls = self.current(now_ms) + 1;
        if self.calls == 1 {
            self.since_ms = now_ms;
        }
        self.calls
    }

    /// How many calls there are in this hour.
    pub(crate) fn current(&self, now_ms: i64) -> u64 {
        if now_ms - self.since_ms >= Self::HOUR_MS {
            0
        } else {
            self.calls
        }
    }

    /// Minutes until the next hour begins, rounded up.
    pub(crate) fn minutes_left(&self, now_ms: i64) -> i64 {
        let left_ms = (self.since_ms + Self::HOUR_MS - now_ms).max(0);
        (left_ms + 59_999) / 60_000
    }
}

/// A share of a partner's credit line that an account was given.
pub(crate) struct Allocation {
    pub(crate) app_id: String,
    pub(crate) business_id: String,
    pub(crate) credential_id: String,
}

/// An app's subscription to a WABA.
#[derive(Default)]
pub(crate) struct Subscription {
    pub(crate) override_callback_uri: Option<String>,
}

/// What `status` of a number says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    Pending,
    Connected,
    Disconnected,
}

impl Connection {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Connected => "CONNECTED",
            Self::Disconnected => "DISCONNECTED",
        }
    }
}

/// The two synchronisations of a coexistence number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SyncKind {
    AppState,
    History,
}

impl SyncKind {
    pub(crate) const ALL: [Self; 2] = [Self::AppState, Self::History];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::AppState => "smb_app_state_sync",
            Self::History => "history",
        }
    }
}

/// A business phone number.
pub(crate) struct Number {
    pub(crate) id: String,
    pub(crate) waba_id: String,
    pub(crate) digits: String,
    pub(crate) verified_name: String,
    pub(crate) connection: Connection,
    pub(crate) verified: bool,
    /// Lives on in the WhatsApp Business app: coexistence.
    pub(crate) on_business_app: bool,
    /// The two-step verification PIN, once it is set.
    pub(crate) pin: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) onboarded_ms: i64,
    /// Breaks ties of `onboarded_ms`.
    pub(crate) onboarding: u64,
    pub(crate) registrations: CallCap,
    pub(crate) deregistrations: CallCap,
    /// Request ids of the syncs that were asked for.
    pub(crate) syncs: BTreeMap<SyncKind, String>,
    /// From when on the list of its account has it.
    pub(crate) listed_from_ms: i64,
    /// From when on `status` tells that it is registered.
    pub(crate) connected_from_ms: i64,
    /// Disconnected by its owner: out of everybody's reach.
    pub(crate) gone: bool,
    /// What `name_status` says.
    pub(crate) name_status: String,
    /// What `quality_rating` says, where it is not the one of its state.
    pub(crate) quality: Option<String>,
}

impl Number {
    /// A number that has just come to an account, not registered yet.
    pub(crate) fn new(id: String, waba_id: String, digits: String, verified_name: String) -> Self {
        Self {
            id,
            waba_id,
            digits,
            verified_name,
            connection: Connection::Pending,
            verified: false,
            on_business_app: false,
            pin: None,
            region: None,
            onboarded_ms: 0,
            onboarding: 0,
            registrations: CallCap::default(),
            deregistrations: CallCap::default(),
            syncs: BTreeMap::new(),
            listed_from_ms: 0,
            connected_from_ms: 0,
            gone: false,
            name_status: "APPROVED".to_owned(),
            quality: None,
        }
    }

    /// What reads tell: a registration shows up late, where the knob says so.
    pub(crate) fn shown_connection(&self, now_ms: i64) -> Connection {
        if self.connection == Connection::Connected && now_ms < self.connected_from_ms {
            Connection::Pending
        } else {
            self.connection
        }
    }
}

/// The cap of ten calls in 72 hours that register and deregister have for each number.
#[derive(Default)]
pub(crate) struct CallCap {
    recent_ms: Vec<i64>,
    blocked_until_ms: i64,
    /// All calls that ever came, refused ones too.
    pub(crate) total: u32,
    /// The most calls that ever came within one window, the refused one too.
    pub(crate) most: usize,
}

impl CallCap {
    const CALLS: usize = 10;
    const WINDOW_MS: i64 = 72 * 3600 * 1000;

    /// Counts a call and says whether it is let through; the first call too many blocks for the whole window.
    pub(crate) fn admit(&mut self, now_ms: i64) -> bool {
        self.total += 1;
        if now_ms < self.blocked_until_ms {
            return false;
        }
        self.recent_ms
            .retain(|&call_ms| now_ms - call_ms < Self::WINDOW_MS);
        self.most = self.most.max(self.recent_ms.len() + 1);
        if self.recent_ms.len() >= Self::CALLS {
            self.blocked_until_ms = now_ms + Self::WINDOW_MS;
            return false;
        }
        self.recent_ms.push(now_ms);
        true
    }
}

/// What a customer granted to an app.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) business_id: String,
    /// Newest first.
    pub(crate) waba_ids: Vec<String>,
}

/// A code, to be exchanged once within 30 seconds.
pub(crate) struct Code {
    pub(crate) app_id: String,
    /// The redirect URI that was sent to the dialog; none for the JavaScript SDK.
    pub(crate) redirect_uri: Option<String>,
    pub(crate) grant: Grant,
    pub(crate) issued_ms: i64,
    pub(crate) used: bool,
}

impl Code {
    pub(crate) const LIFE_MS: i64 = 30_000;

    /// Whether it can still be exchanged, in a word.
    pub(crate) fn state(&self, now_ms: i64) -> &'static str {
        if self.used {
            "used"
        } else if now_ms - self.issued_ms > Self::LIFE_MS {
            "expired"
        } else {
            "open"
        }
    }
}

/// A business token.
#[derive(Clone)]
pub(crate) struct Token {
    /// A name for logs and tests that does not give the token away.
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) app_id: String,
    pub(crate) user_id: String,
    pub(crate) grant: Grant,
    pub(crate) issued_ms: i64,
    pub(crate) expires_ms: Option<i64>,
    /// The customer has removed the app.
    pub(crate) uninstalled: bool,
}

impl Token {
    pub(crate) fn is_alive(&self, now_ms: i64) -> bool {
        !self.uninstalled && self.expires_ms.is_none_or(|expires_ms| now_ms < expires_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::{CallCap, HourCount};

    #[test]
    fn an_hour_begins_with_its_first_call() {
        let mut hour = HourCount::default();
        assert_eq!((hour.count(7_200_000), hour.count(7_260_000)), (1, 2));
        assert_eq!(
            (hour.current(10_799_999), hour.minutes_left(7_260_001)),
            (2, 59)
        );
        assert_eq!((hour.current(10_800_000), hour.count(10_800_000)), (0, 1));
    }

    #[test]
    fn the_eleventh_call_blocks_for_72_hours() {
        let mut cap = CallCap::default();
        assert!((0..10).all(|call| cap.admit(call)));
        assert!(!cap.admit(10));
        assert!(
            !cap.admit(CallCap::WINDOW_MS + 5),
            "the block lasts from the refused call"
        );
        assert!(cap.admit(CallCap::WINDOW_MS + 10));
        assert_eq!((cap.total, cap.most), (13, 11));
    }
}
