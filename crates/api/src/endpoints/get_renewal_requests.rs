//! `GET /api/whatsapp/getRenewalRequests`: the customers who ask for a new link.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ready};
use crate::list::list_json;
use crate::schema::{AccountObject, FailAnswer, word_schema};
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_app::RenewalRequest;
use gangway_domain::OnboardingState;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

pub(crate) const PATH: &str = "/api/whatsapp/getRenewalRequests";
pub(crate) const ALLOWED: &str = "GET, HEAD";
pub(crate) const METHOD: u16 = 13;

/// Who asks for a new link.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the answer around stored JSON")]
pub(crate) struct GetRenewalRequestsAnswer {
    #[schema(example = "OK")]
    status: String,
    #[schema(example = 1)]
    reason: u16,
    list: Vec<RenewalRequestObject>,
}

/// A customer who asks for a new link.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the answer around stored JSON")]
struct RenewalRequestObject {
    /// Unix seconds at which she asked first.
    #[schema(example = 1_739_874_663)]
    requested_time: i64,
    #[schema(schema_with = states)]
    state: String,
    account: AccountObject,
}

fn states() -> RefOr<Schema> {
    word_schema(OnboardingState::ALL.map(OnboardingState::name))
}

/// See which customers ask for a new link
///
/// This call is ours. A customer whose link no longer works can ask for a new one on its page;
/// here is who did and has none yet, the longest waiting one first, at most 1,000. Each comes
/// with the `state` of her account as getTimeline names it, and with the account exactly as
/// getAccounts lists it. renewLink gives her a new link, and with that, or with the finish, she
/// is off this list.
///
/// An account that you have removed (`state` is `removed`) stays here, so that its customer is
/// not lost, but gets no link any more: create a new account for this customer.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | must be GET | 405 |
#[utoipa::path(
    get,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "getRenewalRequests",
    responses(
        (status = 200, description = "The open requests", body = GetRenewalRequestsAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let open = api
        .app
        .renewal_wishes(grant.partner)
        .await
        .map_err(|error| Fail::store(&api.app, &error))?;
    let objects: Vec<_> = open.iter().map(object).collect();
    Ok(ready(list_json(&objects.join(&b","[..]), "")))
}

/// One request, around the ready JSON object of its account.
fn object(wish: &RenewalRequest) -> Vec<u8> {
    let (at, state) = (wish.asked_at.as_secs(), wish.state.name());
    let before = format!(r#"{{"requested_time":{at},"state":"{state}","account":"#);
    [before.as_bytes(), &wish.account, b"}"].concat()
}
