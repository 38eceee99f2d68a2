//! The Graph API: one file per call or group of calls, all through one client.

mod answer;
mod call;
mod client;
mod debug_token;
mod error;
mod exchange_code;
mod number;
mod numbers;
mod registration;
mod request;
mod sync;
mod token;
mod waba;

pub use call::Call;
pub use client::Graph;
pub use debug_token::TokenInfo;
pub use error::{GraphError, GraphErrorKind, GraphRefusal};
pub use number::{CodeVerification, MetaNumber, NumberStatus, PlatformType};
pub use sync::SyncKind;
pub use token::BusinessToken;
pub use waba::Waba;
