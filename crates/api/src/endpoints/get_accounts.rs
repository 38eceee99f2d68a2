//! `GET /api/whatsapp/getAccounts`: the onboarding list, the heart of the product.

use crate::Api;
use crate::accept::Accepted;
use crate::auth::authenticate;
use crate::envelope::Fail;
use crate::list::{ListBody, ListQuery, list_json, next_cursor, to_csv};
use crate::schema::{AccountObject, FailAnswer};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use gangway_app::{ListFilter, StorageError, TokenGrant};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

pub(crate) const PATH: &str = "/api/whatsapp/getAccounts";
pub(crate) const ALLOWED: &str = "GET, HEAD";
pub(crate) const METHOD: u16 = 13;
const PARAMETER: u16 = 40;

/// Optional parameters; all of them are additions to the documented call.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(
    dead_code,
    reason = "describes the query string that `ListQuery` reads"
)]
pub(crate) struct GetAccountsQuery {
    /// 0: not finished; 1: finished.
    #[param(minimum = 0, maximum = 1)]
    status: Option<u8>,
    /// Kind of link.
    #[param(minimum = 0, maximum = 1)]
    coexistence: Option<u8>,
    /// Exactly this reference.
    #[param(max_length = 50, format = "line")]
    reference: Option<String>,
    /// Exactly this listed number; spaces, dashes and a leading `+` are dropped.
    #[param(format = "phone", example = "972501234567")]
    whatsapp: Option<String>,
    /// Found anywhere in business name, number, e-mail, reference or display name, in any case.
    #[param(max_length = 200, format = "line")]
    q: Option<String>,
    /// Created at this unix second or later.
    created_from: Option<i64>,
    /// Created at this unix second or earlier.
    created_to: Option<i64>,
    /// Order; a leading `-` means from high to low. Without it: newest first.
    #[param(inline, value_type = Option<SortName>)]
    sort: Option<String>,
    /// At most so many accounts; the answer then has `next_cursor`.
    #[param(minimum = 1, maximum = 10_000)]
    limit: Option<u32>,
    /// `next_cursor` of the previous page, with the same `sort`.
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// What the list can be ordered by.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes a query parameter")]
pub(crate) enum SortName {
    #[schema(rename = "-create_time")]
    CreateTimeDown,
    #[schema(rename = "create_time")]
    CreateTime,
    #[schema(rename = "-business_name")]
    BusinessNameDown,
    #[schema(rename = "business_name")]
    BusinessName,
    #[schema(rename = "-display_name")]
    DisplayNameDown,
    #[schema(rename = "display_name")]
    DisplayName,
    #[schema(rename = "-reference")]
    ReferenceDown,
    #[schema(rename = "reference")]
    Reference,
    #[schema(rename = "-whatsapp")]
    WhatsappDown,
    #[schema(rename = "whatsapp")]
    Whatsapp,
}

/// The onboarding list.
#[derive(ToSchema)]
#[allow(dead_code, reason = "describes the prebuilt answer")]
pub(crate) struct GetAccountsAnswer {
    #[schema(example = "OK")]
    status: String,
    #[schema(example = 1)]
    reason: u16,
    list: Vec<AccountObject>,
    /// Only with `limit`: where the next page starts, or null after the last one.
    #[schema(required = false, nullable)]
    next_cursor: Option<String>,
}

/// Get the onboarding list
///
/// All onboarding accounts that you have created, and their state, newest first. Without
/// parameters the whole list comes, always fresh. Ask with `If-None-Match` and the `ETag` of
/// the last answer to get 304 while nothing has changed, and with `Accept: text/csv` for CSV.
///
/// | reason | meaning | HTTP |
/// |---|---|---|
/// | 1 | OK | 200 |
/// | 2 | wrong credentials: no usable `Authorization` header, or the partner is suspended | 401 |
/// | 3 | the access token does not exist or has expired | 401 |
/// | 13 | must be GET | 405 |
/// | 40 | a query parameter is invalid (ours) | 422 |
#[utoipa::path(
    get,
    path = PATH,
    tag = "WhatsApp",
    operation_id = "getAccounts",
    params(GetAccountsQuery),
    responses(
        (status = 200, description = "The list", content(
            (GetAccountsAnswer = "application/json"),
            (String = "text/csv"),
        )),
        (status = 304, description = "Unchanged since the given ETag"),
        (status = 401, description = "Reason 2 or 3", body = FailAnswer),
        (status = 422, description = "Reason 40: a query parameter is invalid", body = FailAnswer),
        (status = 503, description = "Busy or unavailable", body = FailAnswer),
    )
)]
pub(crate) async fn handler(
    State(api): State<Arc<Api>>,
    request: Request,
) -> Result<Response, Fail> {
    let headers = request.headers();
    let grant = authenticate(&api.app, headers).await?;
    let query =
        ListQuery::parse(request.uri().query()).map_err(|error| Fail::field(PARAMETER, &error))?;
    let body = match query {
        ListQuery::Whole if wants_csv(headers) => csv(&api, &grant, &ListFilter::default()).await,
        ListQuery::Whole => api.lists.whole(&api.app, &grant).await,
        ListQuery::Part(filter) if wants_csv(headers) => csv(&api, &grant, &filter).await,
        ListQuery::Part(filter) => part(&api, &grant, &filter).await,
    };
    let body = body.map_err(|error| Fail::store(&api.app, &error))?;
    Ok(body.answer(headers))
}

async fn part(
    api: &Api,
    grant: &TokenGrant,
    filter: &ListFilter,
) -> Result<Arc<ListBody>, StorageError> {
    let list = api
        .app
        .filtered_list(grant.partner, grant.domain.as_ref(), filter);
    let list = list.await?;
    let next = match (filter.limit, &list.next) {
        (None, _) => String::new(),
        (Some(_), None) => r#","next_cursor":null"#.to_owned(),
        (Some(_), Some(cursor)) => {
            format!(r#","next_cursor":"{}""#, next_cursor(cursor, filter))
        }
    };
    let bytes = list_json(&list.objects, &next);
    Ok(Arc::new(ListBody::new(bytes, "application/json")))
}

async fn csv(
    api: &Api,
    grant: &TokenGrant,
    filter: &ListFilter,
) -> Result<Arc<ListBody>, StorageError> {
    let list = api
        .app
        .filtered_list(grant.partner, grant.domain.as_ref(), filter);
    let list = list.await?;
    let bytes = tokio::task::spawn_blocking(move || to_csv(&list.objects))
        .await
        .map_err(|_| StorageError::Unavailable("writing CSV was cut short".to_owned()))?
        .map_err(StorageError::Corrupt)?;
    Ok(Arc::new(ListBody::new(bytes, "text/csv; charset=utf-8")))
}

/// Whether CSV is asked for by name and not less than JSON; at the same weight the first wins.
fn wants_csv(headers: &HeaderMap) -> bool {
    let accepted = Accepted::read(headers, header::ACCEPT);
    let csv = accepted.weight(&["text/csv"]).unwrap_or(0.0);
    let json = accepted
        .weight(&["application/json", "application/*", "*/*"])
        .unwrap_or(0.0);
    let json_first = accepted.place("application/json") < accepted.place("text/csv")
        && accepted.place("application/json").is_some();
    csv > 0.0 && (csv > json || (csv >= json && !json_first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn csv_is_sent_only_where_it_is_asked_for() {
        for (accept, csv) in [
            ("text/csv", true),
            ("TEXT/CSV; q=1", true),
            ("text/csv, application/json", true),
            ("application/json, text/csv", false),
            ("*/*", false),
            ("text/csv;q=0", false),
            ("application/json;q=0.1, text/csv", true),
            ("text/csv;q=0.5, application/json", false),
            ("text/csv;q=0.5, */*", false),
            ("text/csv, */*", true),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false),
        ] {
            let headers =
                HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(wants_csv(&headers), csv, "{accept}");
        }
    }
}
