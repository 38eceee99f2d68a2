//! Asking for what a coexisting number has in the WhatsApp Business app.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError};
use gangway_domain::PhoneNumberId;
use serde::Deserialize;
use serde_json::json;

/// What to bring over. Each may be asked for once, in the first 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SyncKind {
    /// Contacts, now and as they change.
    Contacts,
    /// Chats of the last months, if the customer shares them.
    History,
}

impl SyncKind {
    const fn wire(self) -> &'static str {
        match self {
            Self::Contacts => "smb_app_state_sync",
            Self::History => "history",
        }
    }
}

#[derive(Deserialize)]
struct Accepted {
    request_id: String,
}

impl Graph {
    /// Asks for the app's data; it comes by webhook. Gives Meta's id of the request. The
    /// customer may still decline, which a webhook tells.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn sync_app_data(
        &self,
        token: &BusinessToken,
        number: &PhoneNumberId,
        kind: SyncKind,
    ) -> Result<String, GraphError> {
        let path = [number.as_str(), "smb_app_data"];
        let request = Request::post(Call::SyncAppData, &path)
            .with(token)
            .json(json!({"messaging_product": "whatsapp", "sync_type": kind.wire()}));
        let accepted: Accepted = self.send(request).await?;
        Ok(accepted.request_id)
    }
}
