//! Typed client of Gangway's partner API.
//!
//! A [`Client`] trades the partner's id and secret for an access token when it first needs one, keeps that token for as
//! long as it lives, and renews it once when the server no longer takes it. Every call answers a type or an [`Error`]; a
//! refusal of the API is [`Error::Refused`] with the reason number of that endpoint, whether the server maps refusals to
//! HTTP status codes or answers HTTP 200 to everything.
//!
//! ```no_run
//! # async fn demo() -> Result<(), gangway_client::Error> {
//! use gangway_client::{Client, ListQuery, NewAccount, Status};
//!
//! let client = Client::new("http://localhost:8080", "my-client-id", "my-client-secret")?;
//! let account = client
//!     .create_account(&NewAccount {
//!         coexistence: true,
//!         ..NewAccount::new("Acme inc")
//!     })
//!     .await?;
//! println!("send this to the customer: {}", account.onboarding_link);
//!
//! let unfinished = ListQuery { status: Some(Status::Unfinished), ..ListQuery::default() };
//! for account in client.get_accounts(&unfinished).await?.list {
//!     println!("{} waits since {}", account.whatsapp, account.create_time);
//! }
//! # Ok(())
//! # }
//! ```

mod account;
mod answer;
mod base_url;
mod business;
mod client;
mod endpoint;
mod error;
mod flag;
mod list;
mod numbers;
mod renewal;
mod timeline;
mod token;
mod webhooks;

pub use account::{Account, NewAccount, Status};
pub use business::{Business, BusinessChange};
pub use client::{Client, Clock};
pub use error::Error;
pub use list::{ListQuery, Page};
pub use numbers::{CodeMethod, ConnectedNumber, ConnectedNumbers, RegisteredNumber};
pub use renewal::RenewalRequest;
pub use timeline::{Fact, Step, StepError, Timeline, TimelineEvent};
pub use token::AccessToken;
pub use webhooks::{EventPage, Webhook, WebhookSet};
