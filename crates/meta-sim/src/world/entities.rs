//! The things of the simulated world.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::AppConfig;
use crate::webhook::KNOWN_FIELDS;

/// A Meta app.
pub(crate) struct App {
    pub(crate) config: AppConfig,
    /// The partner's own portfolio.
    pub(crate) business_id: String,
    pub(crate) callback: Option<Callback>,
    /// Graph calls of the hour that `calls_since_ms` began, for the usage headers.
    pub(crate) calls: u64,
    pub(crate) calls_since_ms: i64,
}

impl App {
    pub(crate) fn new(config: AppConfig, business_id: String) -> Self {
        let callback = config.callback_url.as_ref().map(|url| Callback {
            url: url.clone(),
            fields: KNOWN_FIELDS.iter().map(|&field| field.to_owned()).collect(),
        });
        Self {
            config,
            business_id,
            callback,
            calls: 0,
            calls_since_ms: 0,
        }
    }
}

/// The callback of an app and the fields it is subscribed to.
pub(crate) struct Callback {
    pub(crate) url: String,
    pub(crate) fields: BTreeSet<String>,
}

/// A customer's business portfolio.
pub(crate) struct Business {
    pub(crate) name: String,
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
}

/// The cap of ten calls in 72 hours that register and deregister have for each number.
#[derive(Default)]
pub(crate) struct CallCap {
    recent_ms: Vec<i64>,
    blocked_until_ms: i64,
    /// All calls that ever came, refused ones too.
    pub(crate) total: u32,
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
}

impl Token {
    pub(crate) fn is_alive(&self, now_ms: i64) -> bool {
        self.expires_ms.is_none_or(|expires_ms| now_ms < expires_ms)
    }

    pub(crate) fn reaches(&self, waba_id: &str) -> bool {
        self.grant.waba_ids.iter().any(|granted| granted == waba_id)
    }
}

#[cfg(test)]
mod tests {
    use super::CallCap;

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
        assert_eq!(cap.total, 13);
    }
}
