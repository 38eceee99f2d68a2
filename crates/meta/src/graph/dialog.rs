//! The signup as a page of its own, for browsers in which the popup does not work.

use super::Graph;
use serde_json::Value;
use url::Url;

/// What the dialog is opened with.
#[derive(Debug, Clone, Copy)]
pub struct DialogRequest<'a> {
    /// The app's configuration of the signup.
    pub config_id: &'a str,
    /// Where the customer comes back to: registered with the app, and given again, byte
    /// for byte, when the code is exchanged.
    pub redirect_uri: &'a str,
    /// Ties the return to this customer's session; good for one return.
    pub state: &'a str,
    /// The signup's extras, as the popup would get them.
    pub extras: &'a Value,
}

impl Graph {
    /// The address that opens the dialog. Nothing is sent.
    #[must_use]
    pub fn dialog_address(&self, dialog: DialogRequest<'_>) -> Url {
        let mut url = self.dialog().clone();
        url.query_pairs_mut()
            .append_pair("client_id", self.app_id().as_str())
            .append_pair("config_id", dialog.config_id)
            .append_pair("response_type", "code")
            .append_pair("override_default_response_type", "true")
            .append_pair("redirect_uri", dialog.redirect_uri)
            .append_pair("state", dialog.state)
            .append_pair("extras", &dialog.extras.to_string());
        url
    }
}
