//! What the partner's own token is for: a customer who came without a code.

use super::request::Request;
use super::{BusinessToken, Call, Graph, GraphError, SystemToken};
use gangway_domain::MetaBusinessId;
use serde::Deserialize;

#[derive(Deserialize)]
struct Fetched {
    access_token: String,
}

impl Graph {
    /// Fetches the token of a customer who went through the signup, where no browser
    /// brought a code. It makes no token and ends none, so it may be repeated.
    ///
    /// # Errors
    /// See [`GraphError`].
    pub async fn fetch_business_token(
        &self,
        token: &SystemToken,
        business: &MetaBusinessId,
    ) -> Result<BusinessToken, GraphError> {
        let path = [business.as_str(), "system_user_access_tokens"];
        let request = Request::post(Call::FetchBusinessToken, &path)
            .bearer(token.expose())
            .form("fetch_only", "true");
        let fetched: Fetched = self.send(request).await?;
        Ok(BusinessToken::new(fetched.access_token))
    }
}
