//! How accounts and what happened to them are put into words.

use gangway_domain::OnboardingState;

/// The colour of a state's chip.
pub(super) const fn tone(state: OnboardingState) -> &'static str {
    match state {
        OnboardingState::Finished => "good",
        OnboardingState::Started | OnboardingState::Exchanging | OnboardingState::Provisioning => {
            "wait"
        }
        OnboardingState::NeedsNumber
        | OnboardingState::NeedsPin
        | OnboardingState::NeedsAttention
        | OnboardingState::Cancelled => "warn",
        OnboardingState::Disconnected => "bad",
        OnboardingState::Created
        | OnboardingState::Opened
        | OnboardingState::Expired
        | OnboardingState::Removed => "",
    }
}
