//! Calls about a number of which Meta allows few, whoever makes them.

use std::time::Duration;

/// A call of which Meta allows few for one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberCall {
    /// Sends a code to it.
    Code,
    /// Gives a code back. Each try is a call on the operator's own limits at Meta.
    Verify,
    /// Registers it. At the eleventh within 72 hours Meta blocks the number.
    Register,
    /// Deregisters it; as for a registration.
    Deregister,
}

impl NumberCall {
    /// Every call.
    pub const ALL: [Self; 4] = [Self::Code, Self::Verify, Self::Register, Self::Deregister];

    /// For so long calls are counted; no [span](Self::within) is longer.
    pub const COUNTED_FOR: Duration = Duration::from_secs(72 * 3600);

    /// The word for it in stores.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Verify => "verify",
            Self::Register => "register",
            Self::Deregister => "deregister",
        }
    }

    /// How many are made within the [span](Self::within): of registrations fewer than Meta
    /// allows, since others may register the number too.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Code => 3,
            Self::Verify => 10,
            Self::Register | Self::Deregister => 8,
        }
    }

    /// See [`most`](Self::most).
    #[must_use]
    pub const fn within(self) -> Duration {
        match self {
            Self::Code | Self::Verify => Duration::from_secs(3600),
            Self::Register | Self::Deregister => Self::COUNTED_FOR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NumberCall;

    #[test]
    fn no_call_is_forgotten_before_it_counts_no_more() {
        for call in NumberCall::ALL {
            assert!(call.within() <= NumberCall::COUNTED_FOR, "{}", call.name());
        }
    }
}
