//! What a simulator is started with.

use std::net::{Ipv4Addr, SocketAddr};

use crate::clock::ClockMode;
use crate::knobs::Knobs;
use secrecy::SecretString;

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
#[derive(Clone, Debug, Default)]
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
    /// The token of the partner's own system user, with which tokens of customers are fetched and credit lines are
    /// shared. Left out: there is no such user.
    pub system_token: Option<SecretString>,
    /// The id of the partner's credit line. Left out: it has none.
    pub credit_line: Option<String>,
}

/// A Facebook Login for Business configuration.
#[derive(Clone, Debug)]
pub struct LoginConfiguration {
    /// The value of `config_id`.
    pub id: String,
    /// Whether the WhatsApp Business app onboarding product is ticked.
    pub coexistence: bool,
}
