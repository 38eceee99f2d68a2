//! What the operator configures about the pages.

use serde_json::Value;

/// Settings of the customer's pages.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// Public base address, without a slash at the end.
    pub public_url: String,
    /// Meta's dialog.
    pub signup: SignupSettings,
}

/// How the page opens Meta's Embedded Signup.
#[derive(Debug, Clone)]
pub struct SignupSettings {
    /// The operator's Meta app.
    pub app_id: String,
    /// Its Facebook Login for Business configuration.
    pub config_id: String,
    /// Another configuration for coexistence links, where the operator has one.
    pub coexistence_config_id: Option<String>,
    /// Graph version that the SDK is told, such as `v25.0`.
    pub graph_version: String,
    /// Where Meta's dialog is, for browsers in which it takes the place of the page.
    pub dialog_url: String,
    /// Where the SDK comes from; `{locale}` stands for Meta's name of the page's language.
    pub sdk_url: String,
    /// Template of the dialog's `extras`.
    pub extras: Value,
    /// The same for coexistence links.
    pub coexistence_extras: Value,
    /// Whose window messages count: exact origins, or the word `facebook` for https on
    /// facebook.com and its subdomains.
    pub message_origins: Vec<String>,
}
