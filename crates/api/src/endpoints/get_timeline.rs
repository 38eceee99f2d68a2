//! `GET /api/whatsapp/getTimeline`: where an account stands, step by step, and what happened.

mod answer;

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::number;
use crate::schema::FailAnswer;
use answer::GetTimelineAnswer;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

pub(crate) const PATH: &str = "/api/whatsapp/getTimeline";
pub(crate) const ALLOWED: &str = "GET, HEAD";
const NUMBER: u16 = 4;
pub(crate) const METHOD: u16 = 13;
const NOT_FOUND: u16 = 26;

#[utoipa::path(
    get,
    path = PATH,
    summary = "See where an account stands, and why",
    description = include_str!("get_timeline/about.md"),
    tag = "WhatsApp",
    operation_id = "getTimeline",
    params(("whatsapp" = String, Query, description = "The number as getAccounts lists it, temporary or real; the temporary number of an account that has finished works too", format = "phone", example = "972571234567")),
    responses(
        (status = 200, description = "All that is known of the account", body = GetTimelineAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 26: not found", body = FailAnswer),
        (status = 422, description = "Reason 4: number empty or wrong", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let given = number::in_query(request.uri().query()).unwrap_or_default();
    let number = number::parse(&given, NUMBER)?;
    let view = api
        .app
        .account_view(grant.partner, &number)
        .await
        .map_err(|error| Fail::store(&api.app, &error))?
        .ok_or_else(|| {
            Fail::new(
                StatusCode::NOT_FOUND,
                NOT_FOUND,
                "whatsapp is not in your list of onboarding accounts; send the number as getAccounts shows it",
            )
        })?;
    Ok(ok(GetTimelineAnswer::of(&view)))
}
