//! A customer's WhatsApp account.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError};
use crate::wire;
use gangway_domain::{MetaBusinessId, WabaId};
use serde::Deserialize;

/// A WhatsApp Business Account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waba {
    /// Its id.
    pub id: WabaId,
    /// What its owner calls it.
    pub name: Option<String>,
    /// The portfolio that owns it.
    pub owner_business: Option<MetaBusinessId>,
}

#[derive(Deserialize)]
struct WireWaba {
    #[serde(deserialize_with = "wire::id")]
    id: WabaId,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    owner_business_info: Option<Owner>,
}

#[derive(Deserialize)]
struct Owner {
    #[serde(default, deserialize_with = "wire::optional_id")]
    id: Option<MetaBusinessId>,
}

impl Graph {
    /// Reads an account; that it can be read proves that the token has access to it.
    ///
    /// # Errors
    /// See [`GraphError`]; [`Gone`](super::GraphErrorKind::Gone) without access.
    pub async fn waba(&self, token: &BusinessToken, waba: &WabaId) -> Result<Waba, GraphError> {
        let path = [waba.as_str()];
        let request = Request::get(Call::Waba, &path)
            .with(token)
            .query("fields", "id,name,owner_business_info{id}");
        let waba: WireWaba = self.send(request).await?;
        Ok(Waba {
            id: waba.id,
            name: waba.name,
            owner_business: waba.owner_business_info.and_then(|owner| owner.id),
        })
    }
}
