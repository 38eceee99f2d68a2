//! What the onboarding page says.

use serde::{Deserialize, Serialize};

/// What the onboarding page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// The button is to be pressed.
    Ready,
    /// Nothing, or not everything, has come yet.
    Waiting,
    /// The server is at it.
    Working,
    /// The account is finished.
    Finished,
    /// The customer gave up.
    Cancelled,
    /// It did not work.
    Failed,
    /// The link was finished before; nothing more is to be done.
    Refused,
    /// The link's time is over.
    Expired,
    /// The link is dead.
    Gone,
    /// The server goes on by itself later.
    Delayed,
    /// The customer has to give the PIN of her number.
    NeedsPin,
    /// Another page or device goes on with the link.
    Replaced,
    /// A word that this customer does not know.
    #[serde(other)]
    Unknown,
}

impl PageState {
    /// The state as one word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Waiting => "waiting",
            Self::Working => "working",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Gone => "gone",
            Self::Delayed => "delayed",
            Self::NeedsPin => "needs_pin",
            Self::Replaced => "replaced",
            Self::Unknown => "unknown",
        }
    }

    pub(super) fn is_final(self) -> bool {
        !matches!(
            self,
            Self::Waiting | Self::Working | Self::Delayed | Self::Unknown
        )
    }
}

/// Where the onboarding ended up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// The page's state.
    pub state: PageState,
    /// The headline that the customer reads.
    #[serde(default)]
    pub title: String,
    /// The sentence that the customer reads.
    #[serde(default)]
    pub message: String,
    /// The connected number.
    #[serde(default)]
    pub number: Option<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::PageState;
    use serde_json::json;

    #[test]
    fn words_read_and_print_alike_and_an_unknown_one_is_no_error() {
        for state in [
            PageState::Ready,
            PageState::NeedsPin,
            PageState::Delayed,
            PageState::Replaced,
        ] {
            assert_eq!(json!(state), state.name());
            assert_eq!(
                serde_json::from_value::<PageState>(json!(state.name())).unwrap(),
                state
            );
        }
        let unknown: PageState = serde_json::from_value(json!("pondering")).unwrap();
        assert_eq!((unknown, unknown.is_final()), (PageState::Unknown, false));
    }
}
