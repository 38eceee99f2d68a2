//! How the pages of the partner's links look.

use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::endpoint::{GET_BUSINESS, SET_BUSINESS};
use crate::error::Error;

/// A change: what is `None` stays as it is, and an empty text takes a value away. Also what the server answers to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessChange {
    /// Https address of a png or jpg, best 200 x 60.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_logo: Option<String>,
    /// Text above the button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_message: Option<String>,
    /// Text on the button.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_button: Option<String>,
    /// Text after the finish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_success: Option<String>,
    /// Text after a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_failed: Option<String>,
    /// Colour of the button, such as `#0b5cd6`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_color: Option<String>,
    /// Colour of text upon it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_text_color: Option<String>,
}

/// How the pages look where a link does not say otherwise; empty where there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Business {
    /// Where the logo was fetched.
    pub onboarding_logo: String,
    /// Text above the button.
    pub onboarding_message: String,
    /// Text on the button.
    pub onboarding_button: String,
    /// Text after the finish.
    pub onboarding_success: String,
    /// Text after a failure.
    pub onboarding_failed: String,
    /// Colour of the button.
    pub onboarding_color: String,
    /// Colour of text upon it; empty while black or white is chosen.
    pub onboarding_text_color: String,
    /// Path of the picture that the pages show.
    pub logo_path: String,
}

impl Client {
    /// Changes how the pages of all links look. Answers what was changed, as the server keeps it.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] with reason 28 where the logo cannot be had or is none, 32 where text could not be read upon
    /// the colour.
    pub async fn set_business(&self, change: &BusinessChange) -> Result<BusinessChange, Error> {
        self.call(&SET_BUSINESS, |request| request.json(change))
            .await?
            .json()
    }

    /// How the pages of all links look.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] where the server does not take the credentials.
    pub async fn business(&self) -> Result<Business, Error> {
        self.call(&GET_BUSINESS, |request| request).await?.json()
    }
}
