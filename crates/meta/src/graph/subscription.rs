//! Whether an account's events come to the app.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError};
use crate::wire;
use gangway_domain::{AppId, WabaId};
use serde::Deserialize;

#[derive(Deserialize)]
struct Subscriber {
    #[serde(default)]
    whatsapp_business_api_data: Option<App>,
}

#[derive(Deserialize)]
struct App {
    #[serde(default, deserialize_with = "wire::optional_id")]
    id: Option<AppId>,
}

impl Graph {
    /// Has the account's events sent to the app. Doing it again clears another address that
    /// was set for them.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn subscribe_app(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<(), GraphError> {
        let path = [waba.as_str(), "subscribed_apps"];
        self.act(Request::post(Call::SubscribeApp, &path).with(token))
            .await
    }

    /// Stops the account's events.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn unsubscribe_app(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<(), GraphError> {
        let path = [waba.as_str(), "subscribed_apps"];
        self.act(Request::delete(Call::UnsubscribeApp, &path).with(token))
            .await
    }

    /// Whether the account's events are sent to this app.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn subscribed(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<bool, GraphError> {
        let path = [waba.as_str(), "subscribed_apps"];
        let subscribers: Vec<Subscriber> = self
            .all_pages(Call::Subscribed, || {
                Request::get(Call::Subscribed, &path).with(token)
            })
            .await?;
        Ok(subscribers
            .into_iter()
            .filter_map(|subscriber| subscriber.whatsapp_business_api_data?.id)
            .any(|app| app == *self.app_id()))
    }
}
