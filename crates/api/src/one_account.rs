//! The answer that is one account.

use crate::envelope::ready;
use crate::schema::AccountObject;
use axum::response::Response;
use utoipa::ToSchema;

/// The account, exactly as getAccounts lists it.
#[derive(ToSchema)]
#[allow(
    dead_code,
    reason = "describes the answer that is made from stored JSON"
)]
pub(crate) struct OneAccountAnswer {
    #[schema(example = "OK")]
    status: String,
    #[schema(example = 1)]
    reason: u16,
    account: AccountObject,
}

/// The answer around the ready JSON object of an account.
pub(crate) fn one_account(object: &[u8]) -> Response {
    let body = [
        br#"{"status":"OK","reason":1,"account":"#.as_slice(),
        object,
        b"}",
    ]
    .concat();
    ready(body)
}
