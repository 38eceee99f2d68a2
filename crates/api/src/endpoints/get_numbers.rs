//! `GET /api/whatsapp/getNumbers`: the numbers of a customer's WhatsApp account, to choose from.

use super::choose_number::refused;
use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::number;
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_app::NumberOption;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/whatsapp/getNumbers";
pub(crate) const ALLOWED: &str = "GET, HEAD";
const OK: u16 = 1;
const NUMBER: u16 = 4;
pub(crate) const METHOD: u16 = 13;

/// The numbers, the newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct GetNumbersAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    list: Vec<NumberObject>,
}

/// A number of the customer's WhatsApp account.
#[derive(Serialize, ToSchema)]
struct NumberObject {
    /// Meta's id of the number; chooseNumber takes it.
    #[schema(example = "106540352242922")]
    phone_number_id: String,
    /// The number, as digits.
    #[schema(example = "972501234567")]
    whatsapp: String,
    /// The name that its customers see.
    #[schema(example = "Acme")]
    display_name: String,
    /// 1: the customer has proved that the number is hers; 0: she has not.
    #[schema(minimum = 0, maximum = 1, example = 1)]
    verified: u8,
    /// 1: another of your accounts has the number; 0: it is free.
    #[schema(minimum = 0, maximum = 1, example = 0)]
    taken: u8,
}

impl From<NumberOption> for NumberObject {
    fn from(option: NumberOption) -> Self {
        Self {
            phone_number_id: option.id.to_string(),
            whatsapp: option.number.as_str().to_owned(),
            display_name: option.name.unwrap_or_default(),
            verified: option.is_verified.into(),
            taken: option.is_taken.into(),
        }
    }
}

/// See which numbers an account can connect
///
/// For an account that waits for a number (`needs_number`, or a number that is taken, not
/// verified, or one of several): the numbers that its customer's WhatsApp account has now, as
/// Meta lists them. The customer chooses on her page; with chooseNumber you do it for her.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 4 | number empty or wrong | 422 |
/// | 10 | Meta refused the request; `message` says why | 422 |
/// | 13 | must be GET | 405 |
/// | 26 | not found | 404 |
/// | 28 | the account does not wait for a number | 409 |
/// | 29 | asked too often; `Retry-After` says when again | 429 |
#[utoipa::path(
    get,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "getNumbers",
    params(("whatsapp" = String, Query, description = "The number as getAccounts lists it, temporary or real", format = "phone", example = "972571234567")),
    responses(
        (status = 200, description = "The numbers", body = GetNumbersAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 404, description = "Reason 26: not found", body = FailAnswer),
        (status = 409, description = "Reason 28: the account does not wait for a number", body = FailAnswer),
        (status = 422, description = "Reason 4 or 10", body = FailAnswer),
        (status = 429, description = "Reason 29: asked too often", body = FailAnswer),
        (status = 503, description = "Busy or unavailable, or Meta is", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let given = number::in_query(request.uri().query()).unwrap_or_default();
    let number = number::parse(&given, NUMBER)?;
    let options = api
        .app
        .numbers_of_account(grant.partner, &number)
        .await
        .map_err(|error| refused(&api.app, &error))?;
    Ok(ok(GetNumbersAnswer {
        status: "OK",
        reason: OK,
        list: options.numbers.into_iter().map(Into::into).collect(),
    }))
}
