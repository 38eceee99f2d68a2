//! The one exchange of a signup's code for the customer's token.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError};
use serde::Deserialize;

#[derive(Deserialize)]
struct Exchanged {
    access_token: String,
    #[serde(default)]
    expires_in: Option<u64>,
}

impl Graph {
    /// Exchanges the code that the dialog gave. A code lives 30 seconds and is good for
    /// one exchange; `redirect_uri` is the dialog's own, where it was opened by redirect.
    ///
    /// # Errors
    /// See [`GraphError`]; never to be repeated.
    pub async fn exchange_code(
        &self,
        code: &str,
        redirect_uri: Option<&str>,
    ) -> Result<BusinessToken, GraphError> {
        let mut request = Request::get(Call::ExchangeCode, &["oauth", "access_token"])
            .query("client_id", self.app_id().as_str())
            .query("client_secret", self.app_secret())
            .query("code", code);
        if let Some(redirect_uri) = redirect_uri {
            request = request.query("redirect_uri", redirect_uri);
        }
        let exchanged: Exchanged = self.send(request).await?;
        let mut token = BusinessToken::new(exchanged.access_token);
        token.expires_in = exchanged.expires_in;
        Ok(token)
    }
}
