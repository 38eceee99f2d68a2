//! What a customer's token is good for, by Meta's word and not the browser's.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError, SystemToken};
use crate::wire;
use gangway_domain::{AppId, MetaBusinessId, Timestamp, WabaId};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

/// The permission whose targets are the accounts that the customer shared.
const MANAGEMENT: &str = "whatsapp_business_management";

/// What Meta says of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenInfo {
    /// The app that it was made for. Meta may leave it out of a dead token.
    pub app_id: Option<AppId>,
    /// Whether it still works.
    pub is_valid: bool,
    /// Its permissions.
    pub scopes: Vec<String>,
    /// The accounts that it was given for. `None` where Meta names none, as for a token
    /// that covers all of a business: then only reading an account proves access to it.
    pub waba_targets: Option<Vec<WabaId>>,
    /// When it ends; `None` for never.
    pub expires_at: Option<Timestamp>,
}

impl TokenInfo {
    /// Whether the token works and was made for `app`. A token for another app may be a
    /// stolen one.
    #[must_use]
    pub fn works_for(&self, app: &AppId) -> bool {
        self.is_valid && self.app_id.as_ref() == Some(app)
    }
}

#[derive(Deserialize)]
struct Debugged {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default, deserialize_with = "wire::optional_id")]
    app_id: Option<AppId>,
    #[serde(default)]
    is_valid: bool,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    granular_scopes: Vec<GranularScope>,
    #[serde(default)]
    expires_at: i64,
}

#[derive(Deserialize)]
struct GranularScope {
    scope: String,
    #[serde(default, deserialize_with = "wire::optional_ids")]
    target_ids: Option<Vec<WabaId>>,
}

#[derive(Deserialize)]
struct Me {
    #[serde(default, deserialize_with = "wire::optional_id")]
    client_business_id: Option<MetaBusinessId>,
}

impl From<Data> for TokenInfo {
    fn from(data: Data) -> Self {
        let waba_targets = data
            .granular_scopes
            .into_iter()
            .find(|granular| granular.scope == MANAGEMENT)
            .and_then(|granular| granular.target_ids);
        Self {
            app_id: data.app_id,
            is_valid: data.is_valid,
            scopes: data.scopes,
            waba_targets,
            expires_at: (data.expires_at > 0).then(|| Timestamp::from_secs(data.expires_at)),
        }
    }
}

impl Graph {
    /// Asks what a token is good for. A dead token is an answer, not an error.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn debug_token(&self, token: &BusinessToken) -> Result<TokenInfo, GraphError> {
        self.debug(token.expose()).await
    }

    /// The same of the operator's own token.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn debug_system_token(&self, token: &SystemToken) -> Result<TokenInfo, GraphError> {
        self.debug(token.expose()).await
    }

    async fn debug(&self, token: &str) -> Result<TokenInfo, GraphError> {
        let app_token = SecretString::from(format!("{}|{}", self.app_id(), self.app_secret()));
        let request = Request::get(Call::DebugToken, &["debug_token"])
            .bearer(app_token.expose_secret())
            .query("input_token", token);
        let debugged: Debugged = self.send(request).await?;
        Ok(debugged.data.into())
    }

    /// Asks for the business portfolio that gave the token.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn client_business_id(
        &self,
        token: &BusinessToken,
    ) -> Result<Option<MetaBusinessId>, GraphError> {
        let request = Request::get(Call::ClientBusiness, &["me"])
            .with(token)
            .query("fields", "client_business_id");
        let me: Me = self.send(request).await?;
        Ok(me.client_business_id)
    }
}
