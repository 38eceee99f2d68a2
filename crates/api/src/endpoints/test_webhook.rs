//! `POST /api/settings/testWebhook`: a test event to the webhook.

use crate::Api;
use crate::auth::authenticate;
use crate::endpoints::replay_webhook::refused;
use crate::envelope::{Fail, ok};
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/settings/testWebhook";
pub(crate) const ALLOWED: &str = "POST";
const OK: u16 = 1;
pub(crate) const METHOD: u16 = 13;

/// The test that is on its way.
#[derive(Serialize, ToSchema)]
pub(crate) struct TestWebhookAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    /// Its `webhook-id`; getDeliveries tells what became of it.
    #[schema(example = "evt_019514f2c8b07d3e9a415c2b6f80e1d4")]
    event: String,
}

/// Send a test
///
/// This call is ours. An event `webhook.test` is signed and sent like every other, tries
/// included; getDeliveries with its `event` shows what your address answered. No body is
/// needed.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | must be POST | 405 |
/// | 27 | there is no webhook, or it is switched off | 409 |
#[utoipa::path(
    post,
    path = PATH,
    tag = "Webhooks",
    operation_id = "testWebhook",
    responses(
        (status = 200, description = "On its way", body = TestWebhookAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 409, description = "Reason 27: no webhook to send to", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let event = api
        .app
        .test_webhook(grant.partner)
        .await
        .map_err(|error| refused(&api.app, error))?;
    Ok(ok(TestWebhookAnswer {
        status: "OK",
        reason: OK,
        event: event.to_string(),
    }))
}
