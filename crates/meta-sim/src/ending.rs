//! How a simulated customer ends the signup, and in which order the browser hears of it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A name that is no ending or ordering.
#[derive(Debug, thiserror::Error)]
#[error("unknown {kind} `{given}`: use one of {known}")]
pub struct UnknownName {
    kind: &'static str,
    given: String,
    known: String,
}

/// The step at which a customer gives up, as `current_step` of the session event names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelStep(String);

impl CancelStep {
    /// The steps that Meta documents. Its newer versions may send others, so others are taken too.
    pub const DOCUMENTED: &'static [&'static str] = &[
        "BUSINESS_ACCOUNT_SELECTION",
        "WABA_PHONE_PROFILE_PICKER",
        "WHATSAPP_BUSINESS_PROFILE_SETUP",
        "PHONE_NUMBER_SETUP",
        "PHONE_NUMBER_VERIFICATION",
        "PERMISSIONS",
    ];

    /// The step's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for CancelStep {
    fn default() -> Self {
        Self("PHONE_NUMBER_SETUP".to_owned())
    }
}

impl FromStr for CancelStep {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.to_ascii_uppercase().replace('-', "_");
        let plausible = (1..=64).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        if plausible {
            Ok(Self(name))
        } else {
            let known = Self::DOCUMENTED.join(", ");
            Err(UnknownName {
                kind: "cancel step",
                given: text.to_owned(),
                known,
            })
        }
    }
}

/// Every way in which a customer can leave the signup dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A Cloud API number was set up: event `FINISH`.
    Finish,
    /// Done without a number.
    FinishOnlyWaba,
    /// A WhatsApp Business app number was connected; the event names the WABA only.
    FinishCoexistence,
    /// Access to assets already held was granted.
    GrantOnly,
    /// The legacy migration.
    OboMigration,
    /// Given up at a step.
    Cancel(CancelStep),
    /// Given up after reporting an error, as today's pages print it (`error_code`).
    CancelError,
    /// The same as older pages print it (`error_id`).
    CancelErrorId,
    /// Event `ERROR`, which integrations name and Meta does not document.
    Error,
    /// The window is closed on the last screen, which counts as success.
    CloseLastScreen,
    /// Refused before the signup began: no event, no code.
    Denied,
}

impl Ending {
    /// The names on the command line; `cancel` takes a step after a colon.
    pub const NAMES: &'static [&'static str] = &[
        "finish",
        "finish-only-waba",
        "finish-coexistence",
        "grant-only",
        "obo-migration",
        "cancel[:STEP]",
        "cancel-error",
        "cancel-error-id",
        "error",
        "close-last-screen",
        "denied",
    ];

    /// Whether the customer granted something, so that a code is given out.
    #[must_use]
    pub fn succeeds(&self) -> bool {
        matches!(
            self,
            Self::Finish
                | Self::FinishOnlyWaba
                | Self::FinishCoexistence
                | Self::GrantOnly
                | Self::OboMigration
                | Self::CloseLastScreen
        )
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Finish => "finish",
            Self::FinishOnlyWaba => "finish-only-waba",
            Self::FinishCoexistence => "finish-coexistence",
            Self::GrantOnly => "grant-only",
            Self::OboMigration => "obo-migration",
            Self::Cancel(step) => return write!(formatter, "cancel:{}", step.as_str()),
            Self::CancelError => "cancel-error",
            Self::CancelErrorId => "cancel-error-id",
            Self::Error => "error",
            Self::CloseLastScreen => "close-last-screen",
            Self::Denied => "denied",
        };
        formatter.write_str(name)
    }
}

impl FromStr for Ending {
    type Err = UnknownName;

    /// Takes the command-line names and Meta's event names alike.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, step) = text
            .split_once(':')
            .map_or((text, None), |(name, step)| (name, Some(step)));
        let ending = match (name.to_ascii_lowercase().replace('_', "-").as_str(), step) {
            ("cancel", None) => Self::Cancel(CancelStep::default()),
            ("cancel", Some(step)) => Self::Cancel(step.parse()?),
            ("finish", None) => Self::Finish,
            ("finish-only-waba", None) => Self::FinishOnlyWaba,
            ("finish-coexistence" | "finish-whatsapp-business-app-onboarding", None) => {
                Self::FinishCoexistence
            }
            ("grant-only" | "finish-grant-only-api-access", None) => Self::GrantOnly,
            ("obo-migration" | "finish-obo-migration", None) => Self::OboMigration,
            ("cancel-error", None) => Self::CancelError,
            ("cancel-error-id", None) => Self::CancelErrorId,
            ("error", None) => Self::Error,
            ("close-last-screen", None) => Self::CloseLastScreen,
            ("denied", None) => Self::Denied,
            _ => {
                let known = Self::NAMES.join(", ");
                return Err(UnknownName {
                    kind: "ending",
                    given: text.to_owned(),
                    known,
                });
            }
        };
        Ok(ending)
    }
}

/// The order in which the code and the session event reach the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ordering {
    /// The event, then the code.
    #[default]
    MessageFirst,
    /// The code, then the event.
    CodeFirst,
    /// The event never comes.
    CodeOnly,
    /// The code never comes.
    MessageOnly,
    /// The event comes twice.
    MessageTwice,
    /// Unrelated messages come in between.
    Noise,
    /// The event names the WABA and number of another customer.
    ForgedIds,
    /// The event comes from an origin that is not Meta's.
    WrongOrigin,
}

impl Ordering {
    /// Every ordering.
    pub const ALL: &'static [Self] = &[
        Self::MessageFirst,
        Self::CodeFirst,
        Self::CodeOnly,
        Self::MessageOnly,
        Self::MessageTwice,
        Self::Noise,
        Self::ForgedIds,
        Self::WrongOrigin,
    ];

    /// The names on the command line.
    pub const NAMES: &'static [&'static str] = &[
        "message-first",
        "code-first",
        "code-only",
        "message-only",
        "message-twice",
        "noise",
        "forged-ids",
        "wrong-origin",
    ];

    fn name(self) -> &'static str {
        match self {
            Self::MessageFirst => "message-first",
            Self::CodeFirst => "code-first",
            Self::CodeOnly => "code-only",
            Self::MessageOnly => "message-only",
            Self::MessageTwice => "message-twice",
            Self::Noise => "noise",
            Self::ForgedIds => "forged-ids",
            Self::WrongOrigin => "wrong-origin",
        }
    }
}

impl fmt::Display for Ordering {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Ordering {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.to_ascii_lowercase().replace('_', "-");
        Self::ALL
            .iter()
            .copied()
            .find(|ordering| ordering.name() == name)
            .ok_or_else(|| UnknownName {
                kind: "ordering",
                given: text.to_owned(),
                known: Self::NAMES.join(", "),
            })
    }
}

macro_rules! serde_by_name {
    ($($type:ty),+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

serde_by_name!(Ending, Ordering);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Ending, Ordering};

    #[test]
    fn every_listed_name_reads_and_prints_back() {
        for name in Ending::NAMES {
            let name = name.replace("[:STEP]", ":PERMISSIONS");
            assert_eq!(name.parse::<Ending>().unwrap().to_string(), name);
        }
        for name in Ordering::NAMES {
            assert_eq!(&name.parse::<Ordering>().unwrap().to_string(), name);
        }
        assert_eq!(Ordering::ALL.len(), Ordering::NAMES.len());
    }

    #[test]
    fn takes_metas_event_names_and_names_what_it_does_not_know() {
        assert_eq!(
            "FINISH_GRANT_ONLY_API_ACCESS".parse::<Ending>().unwrap(),
            Ending::GrantOnly
        );
        assert_eq!(
            "cancel".parse::<Ending>().unwrap().to_string(),
            "cancel:PHONE_NUMBER_SETUP"
        );
        let error = "finished".parse::<Ending>().unwrap_err().to_string();
        assert!(
            error.contains("`finished`") && error.contains("finish-only-waba"),
            "{error}"
        );
        assert!("cancel:what step?".parse::<Ending>().is_err());
        assert!("finish:now".parse::<Ending>().is_err());
    }
}
