//! `GET /api/whatsapp/getWhatsApp`: the connected numbers, and this month's messages.

use crate::Api;
use crate::auth::authenticate;
use crate::envelope::{Fail, ok};
use crate::schema::FailAnswer;
use axum::extract::{Request, State};
use axum::response::Response;
use gangway_app::{ConnectedNumber, ConnectedNumbers};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

pub(crate) const PATH: &str = "/api/whatsapp/getWhatsApp";
pub(crate) const ALLOWED: &str = "GET, HEAD";
const OK: u16 = 1;
pub(crate) const METHOD: u16 = 13;

/// The connected numbers. Each total is the sum of what the list says.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GetWhatsAppAnswer {
    #[schema(example = "OK")]
    status: &'static str,
    #[schema(example = 1)]
    reason: u16,
    /// How many numbers are listed.
    #[schema(example = 1)]
    total_whats_app: usize,
    #[schema(example = 160)]
    total_conversations_this_month: u64,
    #[schema(example = 120)]
    total_marketing_this_month: u64,
    #[schema(example = 30)]
    total_service_this_month: u64,
    #[schema(example = 30)]
    total_incoming_this_month: u64,
    list: Vec<WhatsAppObject>,
}

/// A connected number.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WhatsAppObject {
    /// Unix seconds at which the account was created.
    #[serde(rename = "create_time")]
    #[schema(example = 1_739_874_663)]
    create_time: i64,
    /// The number, as digits.
    #[schema(example = "972501234567")]
    whatsapp: String,
    /// Always empty: there is no messaging gateway yet.
    #[schema(example = "")]
    api_key: &'static str,
    /// As getAccounts shows it.
    #[serde(rename = "display_name")]
    #[schema(example = "Acme")]
    display_name: String,
    /// As getAccounts shows it.
    #[serde(rename = "business_name")]
    #[schema(example = "Acme inc")]
    business_name: String,
    /// Always 0: there is no chat product here.
    #[schema(example = 0)]
    is_online: u8,
    /// Always 0.
    #[schema(example = 0)]
    online_account: u8,
    /// Always 0.
    #[schema(example = 0)]
    online_inbox: u8,
    /// 1: the customer's link let it keep the WhatsApp Business app; 0: it did not.
    #[schema(minimum = 0, maximum = 1, example = 0)]
    coexistence: u8,
    /// Messages that were delivered from the number.
    #[schema(example = 160)]
    conversations_this_month: u64,
    /// Those of them that Meta charges for as marketing.
    #[schema(example = 120)]
    marketing_this_month: u64,
    /// Those of them that Meta counts as service.
    #[schema(example = 30)]
    service_this_month: u64,
    /// Those of them that were free because the customer had opened the conversation.
    #[schema(example = 30)]
    incoming_this_month: u64,
}

/// List connected numbers
///
/// The numbers that your customers have connected, with this month's messages; the number
/// that was connected last comes first. A number that is cut off stays listed until you
/// delete it.
///
/// The counts are Meta's, by calendar month in UTC. Gangway fetches them every few hours, and
/// Meta calls them approximate. Meta counts messages that were delivered to customers, and
/// none that came from them: `incomingThisMonth` counts the messages that were delivered free
/// of charge in a conversation that the customer opened, by writing or by way of an
/// advertisement. The totals are the sums of the list.
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
    operation_id = "getWhatsApp",
    responses(
        (status = 200, description = "The connected numbers", body = GetWhatsAppAnswer),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let grant = authenticate(&api.app, request.headers()).await?;
    let connected = api
        .app
        .connected_numbers(grant.partner)
        .await
        .map_err(|error| Fail::store(&api.app, &error))?;
    Ok(ok(answer(&connected)))
}

fn answer(connected: &ConnectedNumbers) -> GetWhatsAppAnswer {
    let ConnectedNumbers { total, numbers } = connected;
    GetWhatsAppAnswer {
        status: "OK",
        reason: OK,
        total_whats_app: numbers.len(),
        total_conversations_this_month: total.conversations,
        total_marketing_this_month: total.marketing,
        total_service_this_month: total.service,
        total_incoming_this_month: total.incoming,
        list: numbers.iter().map(object).collect(),
    }
}

fn object(connected: &ConnectedNumber) -> WhatsAppObject {
    WhatsAppObject {
        create_time: connected.created_at.as_secs(),
        whatsapp: connected.number.as_str().to_owned(),
        api_key: "",
        display_name: connected.display_name.as_str().to_owned(),
        business_name: connected.business_name.as_str().to_owned(),
        is_online: 0,
        online_account: 0,
        online_inbox: 0,
        coexistence: u8::from(connected.coexistence),
        conversations_this_month: connected.counts.conversations,
        marketing_this_month: connected.counts.marketing,
        service_this_month: connected.counts.service,
        incoming_this_month: connected.counts.incoming,
    }
}
