//! Paying for a customer's account with the partner's credit line.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError, SystemToken};
use crate::wire::{self, MetaId};
use gangway_domain::{FieldError, WabaId};
use serde::Deserialize;

/// A credit line of the partner's.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CreditLineId(String);

impl CreditLineId {
    /// Accepts what Meta's other ids may be.
    ///
    /// # Errors
    /// When it is empty, over 64 characters, or holds anything but letters, digits, `_`
    /// and `-`.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        String::from_text(raw)
            .map(Self)
            .map_err(|_| FieldError::new("credit_line_id", "is not an id that Meta gives out"))
    }

    /// The id as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Deserialize)]
struct Attached {
    #[serde(deserialize_with = "wire::id")]
    allocation_config_id: String,
}

#[derive(Deserialize)]
struct Funding {
    #[serde(default, deserialize_with = "wire::optional_id")]
    primary_funding_id: Option<String>,
}

impl Graph {
    /// Shares the credit line with the account's owner and has it pay for the account.
    /// Gives Meta's id of the allocation, by which it can be revoked. An account keeps the
    /// line that it has: after a lost answer ask for its [`funding`](Self::funding).
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn attach_credit_line(
        &self,
        token: &SystemToken,
        line: &CreditLineId,
        waba: &WabaId,
        currency: &str,
    ) -> Result<String, GraphError> {
        let path = [line.as_str(), "whatsapp_credit_sharing_and_attach"];
        let request = Request::post(Call::AttachCreditLine, &path)
            .bearer(token.expose())
            .query("waba_currency", currency)
            .query("waba_id", waba.as_str());
        let attached: Attached = self.send(request).await?;
        Ok(attached.allocation_config_id)
    }

    /// What pays for the account, if anything does.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn funding(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<Option<String>, GraphError> {
        let path = [waba.as_str()];
        let request = Request::get(Call::Funding, &path)
            .with(token)
            .query("fields", "primary_funding_id");
        let funding: Funding = self.send(request).await?;
        Ok(funding.primary_funding_id)
    }
}
