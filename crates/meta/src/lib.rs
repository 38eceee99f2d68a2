//! Meta's side of onboarding: typed calls of the Graph API with typed errors, the
//! events that Meta's signup dialog posts to the page, and Meta's webhooks.
//!
//! Nothing here decides what a fact means for an account, and nothing retries by itself:
//! [`GraphError`] says what happened and whether the same call may be made again.

mod config;
mod graph;
mod meta_time;
mod open_words;
mod session_event;
pub mod webhook;
mod wire;

pub use config::{GraphSetupError, MetaConfig};
pub use graph::{
    BusinessToken, Call, CodeMethod, CodeVerification, CreditLineId, ErrorFacts, Graph, GraphError,
    GraphErrorKind, GraphRefusal, MetaNumber, NameStatus, NumberRefusal, NumberStatus,
    PlatformType, PreverifiedNumber, PricingAnalytics, PricingCategory, PricingPoint, PricingType,
    Quality, SyncKind, SystemToken, Throughput, TokenInfo, Waba,
};
pub use session_event::{FinishKind, NotASessionEvent, SessionEvent};
