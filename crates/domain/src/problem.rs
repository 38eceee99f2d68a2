//! Why a set-up halts.

use crate::OnboardingState;

/// Why a set-up halted. The page turns each into one sentence and one next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Problem {
    /// Meta did not take the code (too old, used, or for another app).
    CodeRefused,
    /// The customer's permission ended or was taken back after the code was exchanged.
    AccessEnded,
    /// What the browser claimed is not what Meta says the token owns.
    NotProved,
    /// Several accounts or numbers fit and none was named.
    Ambiguous,
    /// The WhatsApp account has no phone number yet.
    NumberMissing,
    /// The number already belongs to another account of this partner.
    NumberTaken,
    /// The possession of the number was never proved to Meta by a code.
    NumberNotVerified,
    /// The number has a two-step PIN that Gangway does not know.
    PinUnknown,
    /// A wrong PIN was tried too often or too quickly.
    PinTries,
    /// Meta refuses registrations of this number for now.
    RegisterLimit,
    /// The number was deleted at Meta a moment ago and rests.
    RecentlyDeleted,
    /// Whether a registration took place is not known, and Meta does not show it.
    RegisterUnclear,
    /// Meta has locked the business for breaking its rules.
    Blocked,
    /// Meta misses a way to pay.
    PaymentMissing,
    /// The operator's Meta app may not do what it has to.
    AppNotAllowed,
    /// Meta asked to wait for a while.
    MetaBusy,
    /// Meta refused a step for a reason of its own.
    MetaRefused,
    /// Meta could not be reached or did not answer properly, again and again.
    MetaUnavailable,
}

impl Problem {
    /// Every problem, for exhaustive checks.
    pub const ALL: [Self; 18] = [
        Self::CodeRefused,
        Self::AccessEnded,
        Self::NotProved,
        Self::Ambiguous,
        Self::NumberMissing,
        Self::NumberTaken,
        Self::NumberNotVerified,
        Self::PinUnknown,
        Self::PinTries,
        Self::RegisterLimit,
        Self::RecentlyDeleted,
        Self::RegisterUnclear,
        Self::Blocked,
        Self::PaymentMissing,
        Self::AppNotAllowed,
        Self::MetaBusy,
        Self::MetaRefused,
        Self::MetaUnavailable,
    ];

    /// The stored name; also the key of the page's sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CodeRefused => "code_refused",
            Self::AccessEnded => "access_ended",
            Self::NotProved => "not_proved",
            Self::Ambiguous => "ambiguous",
            Self::NumberMissing => "number_missing",
            Self::NumberTaken => "number_taken",
            Self::NumberNotVerified => "number_not_verified",
            Self::PinUnknown => "pin_unknown",
            Self::PinTries => "pin_tries",
            Self::RegisterLimit => "register_limit",
            Self::RecentlyDeleted => "recently_deleted",
            Self::RegisterUnclear => "register_unclear",
            Self::Blocked => "blocked",
            Self::PaymentMissing => "payment_missing",
            Self::AppNotAllowed => "app_not_allowed",
            Self::MetaBusy => "meta_busy",
            Self::MetaRefused => "meta_refused",
            Self::MetaUnavailable => "meta_unavailable",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.name() == name)
    }

    /// The state of an account that halts with it.
    #[must_use]
    pub const fn state(self) -> OnboardingState {
        match self {
            Self::NumberMissing => OnboardingState::NeedsNumber,
            Self::PinUnknown => OnboardingState::NeedsPin,
            _ => OnboardingState::NeedsAttention,
        }
    }

    /// Whether another number, or proving this one, helps.
    #[must_use]
    pub const fn is_about_number(self) -> bool {
        matches!(
            self,
            Self::Ambiguous | Self::NumberMissing | Self::NumberTaken | Self::NumberNotVerified
        )
    }

    /// Whether the same token may be tried again, without a new turn through Meta's dialog.
    #[must_use]
    pub const fn can_resume(self) -> bool {
        match self {
            Self::CodeRefused
            | Self::AccessEnded
            | Self::NotProved
            | Self::Ambiguous
            | Self::NumberTaken => false,
            Self::NumberMissing
            | Self::NumberNotVerified
            | Self::PinUnknown
            | Self::PinTries
            | Self::RegisterLimit
            | Self::RecentlyDeleted
            | Self::RegisterUnclear
            | Self::Blocked
            | Self::PaymentMissing
            | Self::AppNotAllowed
            | Self::MetaBusy
            | Self::MetaRefused
            | Self::MetaUnavailable => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for problem in Problem::ALL {
            assert_eq!(Problem::from_name(problem.name()), Some(problem));
        }
    }
}
