//! What a simulator is started with.

use std::net::{Ipv4Addr, SocketAddr};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::clock::ClockMode;

/// Everything that one simulator is started with.
#[derive(Clone, Debug)]
pub struct SimConfig {
    /// Where to listen; port 0 takes any free port.
    pub listen: SocketAddr,
    /// The Meta apps that exist in this world.
    pub apps: Vec<AppConfig>,
    /// Seed of all ids and tokens; without one every start makes other ids.
    pub seed: Option<u64>,
    /// How the clock starts.
    pub clock: ClockMode,
    /// Behaviours that Meta leaves open or that tests vary.
    pub knobs: Knobs,
}

impl Default for SimConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            apps: Vec::new(),
            seed: None,
            clock: ClockMode::Real,
            knobs: Knobs::default(),
        }
    }
}

/// A Meta app of a partner.
#[derive(Clone, Debug)]
pub struct AppConfig {
    /// The app id: digits.
    pub app_id: String,
    /// The app secret.
    pub app_secret: SecretString,
    /// The name that the dialog and `debug_token` show.
    pub name: String,
    /// The business portfolio that owns the app; `entry.id` of `PARTNER_*` webhooks. Left out: one is made up.
    pub business_id: Option<String>,
    /// The Facebook Login for Business configurations of the app.
    pub configurations: Vec<LoginConfiguration>,
    /// The exact redirect URIs that the full-page dialog may return to.
    pub redirect_uris: Vec<String>,
    /// Whether the owner is a Solution Partner.
    pub solution_partner: bool,
    /// The webhook callback that is already set up in the app's dashboard, subscribed to all fields and taken as
    /// verified. `POST /{APP}/subscriptions` sets up another.
    pub callback_url: Option<String>,
}

/// A Facebook Login for Business configuration.
#[derive(Clone, Debug)]
pub struct LoginConfiguration {
    /// The value of `config_id`.
    pub id: String,
    /// Whether the WhatsApp Business app onboarding product is ticked.
    pub coexistence: bool,
}

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
    /// Whether a finished signup sends `PARTNER_ADDED`.
    pub send_partner_added: bool,
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
            send_partner_added: true,
            redirect_fragment: false,
            webhook_retry_hours: 36,
        }
    }
}
