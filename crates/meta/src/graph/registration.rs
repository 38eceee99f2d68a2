//! Bringing a number onto the Cloud API and taking it off.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError};
use gangway_domain::PhoneNumberId;
use serde_json::json;

impl Graph {
    /// Registers a number with its two-step PIN, which this sets where there was none.
    /// Ten registrations in 72 hours block the number, so this is never repeated blindly.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn register(
        &self,
        token: &BusinessToken,
        number: &PhoneNumberId,
        pin: &str,
    ) -> Result<(), GraphError> {
        let path = [number.as_str(), "register"];
        let request = Request::post(Call::Register, &path)
            .with(token)
            .json(json!({"messaging_product": "whatsapp", "pin": pin}));
        self.act(request).await
    }

    /// Takes a number off the Cloud API. Refused for numbers in coexistence.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn deregister(
        &self,
        token: &BusinessToken,
        number: &PhoneNumberId,
    ) -> Result<(), GraphError> {
        let path = [number.as_str(), "deregister"];
        self.act(Request::post(Call::Deregister, &path).with(token))
            .await
    }
}
