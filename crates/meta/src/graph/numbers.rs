//! The numbers of an account: reading them, and adding one.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError, MetaNumber};
use crate::wire;
use gangway_domain::{PhoneNumber, PhoneNumberId, WabaId};
use serde::Deserialize;

#[derive(Deserialize)]
struct Added {
    #[serde(deserialize_with = "wire::id")]
    id: PhoneNumberId,
}

impl Graph {
    /// Reads all numbers of an account, the newest first.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn phone_numbers(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
    ) -> Result<Vec<MetaNumber>, GraphError> {
        let path = [waba.as_str(), "phone_numbers"];
        self.all_pages(Call::PhoneNumbers, || {
            Request::get(Call::PhoneNumbers, &path)
                .with(token)
                .query("fields", MetaNumber::FIELDS)
        })
        .await
    }

    /// Reads one number.
    ///
    /// # Errors
    /// See [`GraphError`]; [`Gone`](super::GraphErrorKind::Gone) without access.
    pub async fn phone_number(
        &self,
        token: &BusinessToken,
        number: &PhoneNumberId,
    ) -> Result<MetaNumber, GraphError> {
        let path = [number.as_str()];
        let request = Request::get(Call::PhoneNumber, &path)
            .with(token)
            .query("fields", MetaNumber::FIELDS);
        self.send(request).await
    }

    /// Adds a number to an account, under the name that its customers shall see. Its
    /// possession has to be proved then, see [`request_code`](Self::request_code). After a
    /// lost answer look for it in [`phone_numbers`](Self::phone_numbers).
    ///
    /// # Errors
    /// See [`GraphError`] and [`NumberRefusal`](super::NumberRefusal).
    pub async fn add_number(
        &self,
        token: &BusinessToken,
        waba: &WabaId,
        number: &PhoneNumber,
        verified_name: &str,
    ) -> Result<PhoneNumberId, GraphError> {
        let (calling_code, rest) = number.calling_code_and_rest();
        let path = [waba.as_str(), "phone_numbers"];
        let request = Request::post(Call::AddNumber, &path)
            .with(token)
            .query("cc", calling_code)
            .query("phone_number", rest)
            .query("verified_name", verified_name);
        let added: Added = self.send(request).await?;
        Ok(added.id)
    }
}
