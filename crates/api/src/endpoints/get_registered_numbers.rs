//! `GET /api/whatsapp/getRegisteredNumbers`: the numbers that wait for their customers.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_app::WaitingNumber;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/whatsapp/getRegisteredNumbers";
pub(crate) const ALLOWED: &str = "GET, HEAD";
const OK: u16 = 1;
pub(crate) const METHOD: u16 = 13;

/// The registered numbers.
#[derive(Serialize, ToSchema)]
pub(crate) struct GetRegisteredNumbersAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    list: Vec<RegisteredNumberObject>,
}

/// A number that waits for its customer.
#[derive(Serialize, ToSchema)]
struct RegisteredNumberObject {
    /// The number, as digits.
    #[schema(example = "972501234567")]
    whatsapp: String,
    /// Unix seconds at which its 90 days are over.
    #[schema(example = 1_747_650_663)]
    expiration: i64,
    /// The link that uses it; null while there is none.
    #[schema(format = "uri")]
    onboarding_link: Option<String>,
    /// Your note; empty where you gave none.
    #[schema(max_length = 200, example = "Front desk")]
    comment: String,
}

/// List registered numbers
///
/// Those that are verified, whose 90 days are not over, and that no customer has connected
/// yet; the one that was registered last comes first.
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
    operation_id = "getRegisteredNumbers",
    responses(
        (status = 200, description = "The numbers that wait", body = GetRegisteredNumbersAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let waiting = api
        .app
        .waiting_numbers(grant.partner)
        .await
        .map_err(|error| Fail::store(&api.app, &error))?;
    Ok(ok(GetRegisteredNumbersAnswer {
        status: "OK",
        reason: OK,
        list: waiting.into_iter().map(object).collect(),
    }))
}

fn object(number: WaitingNumber) -> RegisteredNumberObject {
    RegisteredNumberObject {
        whatsapp: number.number.as_str().to_owned(),
        expiration: number.until.as_secs(),
        onboarding_link: number.link,
        comment: number
            .comment
            .map_or_else(String::new, |text| text.as_str().to_owned()),
    }
}
