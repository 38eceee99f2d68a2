//! An account in full: where it stands, step by step, and what happened.
//!
//! Words such as states and events are text here: a newer server may have more of them, and an older client still shows
//! what it says. Times are Unix seconds.

use serde::{Deserialize, Serialize};

use crate::flag;

/// All that is known of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The number as the list shows it now.
    pub whatsapp: String,
    /// Where the account stands, such as `provisioning`.
    pub state: String,
    /// Why the set-up halted, while it is halted, such as `number_taken`.
    pub problem: Option<String>,
    /// The screen of Meta's dialog that the customer left, while the state is `cancelled`.
    pub cancelled_step: Option<String>,
    /// Why the number is cut off, while it is.
    pub disconnected: Option<String>,
    /// Whether Meta's own word brought the account on, not the customer's browser.
    #[serde(with = "flag")]
    pub recovered: bool,
    /// When a step that waits is tried again by itself.
    pub next_try: Option<i64>,
    /// Meta asked not to be called for this account before then.
    pub not_before: Option<i64>,
    /// Until when contacts and chats of the WhatsApp Business app can be had; coexistence only.
    pub sync_until: Option<i64>,
    /// The steps that were tried, in their order.
    pub steps: Vec<Step>,
    /// The latest that Meta told of each matter.
    pub facts: Vec<Fact>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineEvent>,
}

/// A step of the set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Which, such as `register`.
    pub step: String,
    /// Where it stands: `begun`, `waiting`, `failed`, `done` or `skipped`.
    pub state: String,
    /// How often it was tried.
    pub tries: u32,
    /// When it was tried first.
    pub first_try: Option<i64>,
    /// When it was tried last.
    pub last_try: Option<i64>,
    /// Why it failed the last time it did.
    pub error: Option<StepError>,
}

/// What Meta, or the way to it, said when a step failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepError {
    /// What happened, in one line.
    pub text: String,
    /// HTTP status of Meta's answer.
    pub http_status: Option<i64>,
    /// Meta's code.
    pub code: Option<i64>,
    /// Meta's finer code.
    pub subcode: Option<i64>,
    /// Meta's own words.
    pub details: Option<String>,
    /// Names the call to Meta's support.
    pub fbtrace_id: Option<String>,
}

/// The latest that Meta told of one matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The matter, such as `quality`.
    pub name: String,
    /// What Meta said of it.
    pub value: String,
    /// When it said so.
    pub time: i64,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEvent {
    /// When.
    pub time: i64,
    /// What, such as `step_done`.
    pub event: String,
    /// At which step of the set-up or of Meta's dialog; of a notice, the matter.
    pub step: Option<String>,
    /// Why, or what exactly.
    pub cause: Option<String>,
}
