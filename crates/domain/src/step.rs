//! The steps of a set-up.

/// A step of a set-up, in the order in which they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The code for a token. In the request that brings the code, once.
    Exchange,
    /// What the token owns, by Meta's word.
    Prove,
    /// The app hears of the WhatsApp account.
    Subscribe,
    /// The operator's credit line pays for the account, where one is configured.
    CreditLine,
    /// The number onto the Cloud API.
    Register,
    /// Contacts of a number that stays in the app.
    ContactsSync,
    /// Chats of a number that stays in the app.
    HistorySync,
    /// What Meta says of the number now.
    ReadNumber,
    /// The account is finished.
    Finish,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 9] = [
        Self::Exchange,
        Self::Prove,
        Self::Subscribe,
        Self::CreditLine,
        Self::Register,
        Self::ContactsSync,
        Self::HistorySync,
        Self::ReadNumber,
        Self::Finish,
    ];

    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exchange => "exchange",
            Self::Prove => "prove",
            Self::Subscribe => "subscribe",
            Self::CreditLine => "credit_line",
            Self::Register => "register",
            Self::ContactsSync => "contacts_sync",
            Self::HistorySync => "history_sync",
            Self::ReadNumber => "read_number",
            Self::Finish => "finish",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    /// Whether what it came to belongs to the number and not to the turn through the dialog:
    /// another turn for the same number does not make it undone.
    #[must_use]
    pub const fn belongs_to_number(self) -> bool {
        matches!(
            self,
            Self::Subscribe
                | Self::CreditLine
                | Self::Register
                | Self::ContactsSync
                | Self::HistorySync
        )
    }
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    /// It was begun and nothing was heard of its end: it is under way, or was cut off.
    Begun,
    /// It failed and is tried again by itself.
    Waiting,
    /// It failed and somebody has to act.
    Failed,
    /// It is done.
    Done,
    /// It was left out: the set-up goes on without it.
    Skipped,
}

impl StepState {
    /// Every state, for exhaustive checks.
    pub const ALL: [Self; 5] = [
        Self::Begun,
        Self::Waiting,
        Self::Failed,
        Self::Done,
        Self::Skipped,
    ];

    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Waiting => "waiting",
            Self::Failed => "failed",
            Self::Done => "done",
            Self::Skipped => "skipped",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for step in Step::ALL {
            assert_eq!(Step::from_name(step.name()), Some(step));
        }
        for state in StepState::ALL {
            assert_eq!(StepState::from_name(state.name()), Some(state));
        }
    }
}
