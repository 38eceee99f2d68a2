//! Behaviours that can be switched while the simulator runs.

use serde::{Deserialize, Serialize};

use crate::webhook::Signature;

/// Behaviours that can be switched, at the start and later by `POST /_sim/knobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// Life of business tokens in seconds; `null` gives tokens that do not expire and answers without `expires_in`.
    pub token_expires_in: Option<u32>,
    /// Whether granular scopes of `debug_token` list their `target_ids`.
    pub granular_target_ids: bool,
    /// Whether calls with a business token must carry `appsecret_proof`.
    pub require_appsecret_proof: bool,
    /// HTTP status of code 190; Meta's table says 401, live answers often 400.
    pub invalid_token_status: u16,
    /// Calls an hour that an app has for an account without a registered number.
    pub hourly_calls: u32,
    /// The same once the account has a registered number.
    pub hourly_calls_registered: u32,
    /// How long a fresh number is missing from the list of its account, in seconds. Reading it by its id works.
    pub number_list_delay_seconds: u32,
    /// How many numbers an account takes; Meta allows 2 at first, 20 once the business is verified.
    pub numbers_per_account: u32,
    /// How many pre-verified numbers a partner's pool takes.
    pub number_pool_size: u32,
    /// How long `status` still reads `PENDING` after a number was registered, in seconds.
    pub register_visible_after_seconds: u32,
    /// Whether customers of the WhatsApp Business app decline to share their history: code 2593109 instead of chunks.
    pub decline_history: bool,
    /// Whether a finished signup sends `PARTNER_ADDED`.
    pub send_partner_added: bool,
    /// Whether a finished signup sends `PARTNER_APP_INSTALLED` too, after `PARTNER_ADDED`.
    pub send_partner_app_installed: bool,
    /// How late `PARTNER_ADDED` is, in seconds.
    pub partner_added_delay_seconds: u32,
    /// Whether `PARTNER_ADDED` is delivered before the browser hears that the signup is finished.
    pub partner_added_early: bool,
    /// How often `PARTNER_ADDED` is sent.
    pub partner_added_times: u32,
    /// Whether `PARTNER_ADDED` waits until the next other webhook is out.
    pub partner_added_after_next: bool,
    /// Of how many signups `PARTNER_ADDED` is gathered into one post.
    pub partner_added_batch: u32,
    /// How `PARTNER_ADDED` is signed.
    pub partner_added_signature: Signature,
    /// Whether the full-page dialog sticks `#_=_` to the redirect.
    pub redirect_fragment: bool,
    /// How long a refused webhook is tried again, in hours; Meta's pages say 36 hours or 7 days.
    pub webhook_retry_hours: u32,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            token_expires_in: Some(60 * 24 * 3600),
            granular_target_ids: true,
            require_appsecret_proof: false,
            invalid_token_status: 401,
            hourly_calls: 200,
            hourly_calls_registered: 5000,
            number_list_delay_seconds: 0,
            numbers_per_account: 20,
            number_pool_size: 10_000,
            register_visible_after_seconds: 0,
            decline_history: false,
            send_partner_added: true,
            send_partner_app_installed: false,
            partner_added_delay_seconds: 0,
            partner_added_early: false,
            partner_added_times: 1,
            partner_added_after_next: false,
            partner_added_batch: 1,
            partner_added_signature: Signature::Good,
            redirect_fragment: false,
            webhook_retry_hours: 36,
        }
    }
}
