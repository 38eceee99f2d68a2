//! The operator's pool of pre-verified numbers: proved before there is a customer for them.

use super::request::Request;
use super::{Call, CodeVerification, Graph, GraphError, SystemToken};
use crate::{meta_time, wire};
use gangway_domain::{MetaBusinessId, PhoneNumber, PreverifiedId, Timestamp};
use serde::Deserialize;

const FIELDS: &str = "id,phone_number,code_verification_status,verification_expiry_time";

/// As many as Meta gives in a page.
const PAGE: &str = "100";

/// A number of the operator's pool. Meta describes it in two ways that differ; both are read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "WireNumber")]
pub struct PreverifiedNumber {
    /// Meta's id of it. It ends when a customer takes the number.
    pub id: PreverifiedId,
    /// The number; `None` where Meta gives none that can be read.
    pub digits: Option<PhoneNumber>,
    /// Whether its possession is proved.
    pub verification: CodeVerification,
    /// Until when that holds.
    pub expires_at: Option<Timestamp>,
}

#[derive(Deserialize)]
struct WireNumber {
    #[serde(deserialize_with = "wire::id")]
    id: PreverifiedId,
    #[serde(default, deserialize_with = "wire::optional_number")]
    phone_number: Option<PhoneNumber>,
    #[serde(default, deserialize_with = "wire::optional_number")]
    display_phone_number: Option<PhoneNumber>,
    #[serde(default)]
    code_verification_status: CodeVerification,
    #[serde(default)]
    verification_status: CodeVerification,
    #[serde(default, deserialize_with = "meta_time::optional")]
    verification_expiry_time: Option<Timestamp>,
}

impl From<WireNumber> for PreverifiedNumber {
    fn from(wire: WireNumber) -> Self {
        let verification = match wire.code_verification_status {
            CodeVerification::Unknown => wire.verification_status,
            said => said,
        };
        Self {
            id: wire.id,
            digits: wire.phone_number.or(wire.display_phone_number),
            verification,
            expires_at: wire.verification_expiry_time,
        }
    }
}

#[derive(Deserialize)]
struct Added {
    #[serde(deserialize_with = "wire::id")]
    id: PreverifiedId,
}

impl Graph {
    /// Puts a number into the pool of the operator's own business, not verified yet. After
    /// a lost answer look for it in [`preverified_numbers`](Self::preverified_numbers).
    ///
    /// # Errors
    /// See [`GraphError`] and [`NumberRefusal`](super::NumberRefusal);
    /// [`Permission`](super::GraphErrorKind::Permission) where Meta has not made the operator
    /// a Solution Partner.
    pub async fn add_preverified(
        &self,
        token: &SystemToken,
        partner_business: &MetaBusinessId,
        number: &PhoneNumber,
    ) -> Result<PreverifiedId, GraphError> {
        let path = [partner_business.as_str(), "add_phone_numbers"];
        let request = Request::post(Call::AddPreverified, &path)
            .bearer(token.expose())
            .query("phone_number", number.as_str());
        let added: Added = self.send(request).await?;
        Ok(added.id)
    }

    /// Reads the pool, or what is in it of one number, in the order in which they were added.
    ///
    /// # Errors
    /// See [`GraphError`]; also when there are more than 4000.
    pub async fn preverified_numbers(
        &self,
        token: &SystemToken,
        partner_business: &MetaBusinessId,
        only: Option<&PhoneNumber>,
    ) -> Result<Vec<PreverifiedNumber>, GraphError> {
        let path = [partner_business.as_str(), "preverified_numbers"];
        self.all_pages(Call::PreverifiedNumbers, || {
            let request = Request::get(Call::PreverifiedNumbers, &path)
                .bearer(token.expose())
                .query("fields", FIELDS)
                .query("limit", PAGE);
            match only {
                Some(number) => request.query("phone_number", number.as_str()),
                None => request,
            }
        })
        .await
    }

    /// Reads one number of the pool.
    ///
    /// # Errors
    /// See [`GraphError`]; [`Gone`](super::GraphErrorKind::Gone) when a customer has taken it
    /// or it was removed.
    pub async fn preverified_number(
        &self,
        token: &SystemToken,
        number: &PreverifiedId,
    ) -> Result<PreverifiedNumber, GraphError> {
        let path = [number.as_str()];
        let request = Request::get(Call::PreverifiedNumber, &path)
            .bearer(token.expose())
            .query("fields", FIELDS);
        self.send(request).await
    }

    /// Takes a number out of the pool.
    ///
    /// # Errors
    /// See [`GraphError`]; [`Gone`](super::GraphErrorKind::Gone) when it is in it no more.
    pub async fn delete_preverified(
        &self,
        token: &SystemToken,
        number: &PreverifiedId,
    ) -> Result<(), GraphError> {
        let path = [number.as_str()];
        self.act(Request::delete(Call::DeletePreverified, &path).bearer(token.expose()))
            .await
    }
}
