//! Reading the numbers of an account.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError, MetaNumber};
use gangway_domain::{PhoneNumberId, WabaId};

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
}
