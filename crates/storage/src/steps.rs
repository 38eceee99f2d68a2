//! The records of a set-up's steps.

use gangway_domain::{Problem, Step, StepState, Timestamp};

/// How many events of an account's timeline are kept.
pub const TIMELINE_KEPT: usize = 500;

/// What Meta, or the way to it, said when a step failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepError {
    /// What happened, in one line of ours.
    pub text: String,
    /// HTTP status of the answer, where there was one.
    pub http_status: Option<i64>,
    /// Meta's code.
    pub code: Option<i64>,
    /// A finer code.
    pub subcode: Option<i64>,
    /// Meta's own words.
    pub details: Option<String>,
    /// Names the call to Meta's support.
    pub fbtrace_id: Option<String>,
}

/// One step of an account's set-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRecord {
    /// Which.
    pub step: Step,
    /// Where it stands.
    pub state: StepState,
    /// How often it was tried.
    pub tries: u32,
    /// When it was tried first.
    pub first_try: Option<Timestamp>,
    /// When it was tried last.
    pub last_try: Option<Timestamp>,
    /// Why it failed the last time it did.
    pub error: Option<StepError>,
}

impl StepRecord {
    /// One that was never tried.
    #[must_use]
    pub const fn untried(step: Step) -> Self {
        Self {
            step,
            state: StepState::Waiting,
            tries: 0,
            first_try: None,
            last_try: None,
            error: None,
        }
    }
}

/// A step that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepFailure {
    /// Which.
    pub step: Step,
    /// What was said; `None` where Meta answered well and the answer does not do.
    pub error: Option<StepError>,
    /// What becomes of the set-up.
    pub then: Then,
}

/// What becomes of a set-up after a failed step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The same run tries again in a moment; the lease is kept. The step waits.
    Again,
    /// The lease is given back; `next_try` is then. The step waits, the state stays.
    Later {
        /// When.
        at: Timestamp,
        /// Whether Meta asked for that, so that nobody may call sooner: `not_before` too.
        asked_by_meta: bool,
    },
    /// The lease is given back; the state follows the problem. The step has failed.
    Halt {
        /// Why.
        problem: Problem,
        /// Meta asked not to be called before.
        not_before: Option<Timestamp>,
    },
}
