//! The Graph API: one file per call or group of calls, all through one client.

mod answer;
mod call;
mod client;
mod credit;
mod debug_token;
mod error;
mod exchange_code;
mod facts;
mod holds;
mod number;
mod number_code;
mod number_refusal;
mod numbers;
mod pages;
mod preverified;
mod pricing;
mod registration;
mod request;
mod subscription;
mod sync;
mod system_token;
mod token;
mod usage;
mod waba;

pub use call::Call;
pub use client::Graph;
pub use credit::CreditLineId;
pub use debug_token::TokenInfo;
pub use error::{GraphError, GraphErrorKind, GraphRefusal};
pub use facts::ErrorFacts;
pub use number::{
    CodeVerification, MetaNumber, NameStatus, NumberStatus, PlatformType, Quality, Throughput,
};
pub use number_code::CodeMethod;
pub use number_refusal::NumberRefusal;
pub use preverified::PreverifiedNumber;
pub use pricing::{PricingAnalytics, PricingCategory, PricingPoint, PricingType};
pub use sync::SyncKind;
pub use token::{BusinessToken, SystemToken};
pub use waba::Waba;
