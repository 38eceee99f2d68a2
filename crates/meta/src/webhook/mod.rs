//! What Meta tells by webhook: who may say it, and what it says.
//!
//! Meta retries for days, batches, reorders and misplaces parts of its envelope. So a
//! delivery is taken apart into changes that stand for themselves: each with a key by
//! which a repetition is known, and with the little of it that is worth keeping.

mod canonical;
mod change;
mod delivery;
mod event;
mod field;
mod kept;
mod read;
mod signature;
mod words;

pub use change::Change;
pub use delivery::{NotAWebhook, parse};
pub use event::{AccountEvent, BanState, Decision};
pub use signature::{WebhookVerifier, answer_challenge};
