//! What happened to an account, event by event.

use crate::Timestamp;

/// One event in the life of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: TimelineEvent,
    /// At which step: of the set-up, or of Meta's dialog. A short word.
    pub step: Option<String>,
    /// Why, or what exactly. Never personal data.
    pub cause: Option<String>,
}

impl TimelineEntry {
    /// An event without step and cause.
    #[must_use]
    pub const fn new(at: Timestamp, event: TimelineEvent) -> Self {
        Self {
            at,
            event,
            step: None,
            cause: None,
        }
    }

    /// At this step.
    #[must_use]
    pub fn step(mut self, step: impl Into<String>) -> Self {
        self.step = Some(step.into());
        self
    }

    /// For this cause.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

macro_rules! timeline_events {
    ($($(#[$doc:meta])* $event:ident = $name:literal),* $(,)?) => {
        /// The kinds of events.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum TimelineEvent {
            $($(#[$doc])* $event,)*
        }

        impl TimelineEvent {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$event),*];

            /// The stored name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$event => $name,)*
                }
            }
        }
    };
}

timeline_events! {
    /// The partner made the account.
    Created = "created",
    /// The page was looked at for the first time.
    Opened = "opened",
    /// The button was pressed.
    Started = "started",
    /// Meta's dialog was left, at `step`.
    Cancelled = "cancelled",
    /// A code arrived.
    Code = "code",
    /// Somebody asked to go on with what there is.
    Resumed = "resumed",
    /// Another run went on with a set-up whose own had ended.
    TakenOver = "taken_over",
    /// A step of the set-up is done.
    StepDone = "step_done",
    /// A step failed and is tried again by itself.
    StepWaits = "step_waits",
    /// A step is left out; the set-up goes on without it.
    StepSkipped = "step_skipped",
    /// The set-up halted at `step`.
    Halted = "halted",
    /// Meta told of the customer's consent, though her browser had not; the token was fetched.
    Recovered = "recovered",
    /// The number is live and handed over.
    Finished = "finished",
    /// The partner removed the account.
    Removed = "removed",
    /// The link's time ran out.
    Expired = "expired",
    /// The partner gave the account a new link.
    LinkRenewed = "link_renewed",
    /// The customer asked for a new link.
    RenewalRequested = "renewal_requested",
    /// The number was cut off.
    Disconnected = "disconnected",
    /// The number is live again.
    Reconnected = "reconnected",
    /// Meta told something of the account or its number.
    MetaNotice = "meta_notice",
}

impl TimelineEvent {
    /// Reads a stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for event in TimelineEvent::ALL {
            assert_eq!(TimelineEvent::from_name(event.name()), Some(*event));
        }
    }
}
