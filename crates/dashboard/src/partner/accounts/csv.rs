//! The list as a file for spreadsheets: everything that the filter finds.

use super::filter::Asked;
use crate::errors;
use crate::seen::At;
use axum::extract::RawQuery;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use gangway_app::{RowFilter, inert};
use gangway_domain::{Email, Onboarding, Text, Utc};
use gangway_page::respond;

/// A file may be long; more rows than this no spreadsheet takes.
const MOST: u32 = 1_000_000;

const COLUMNS: [&str; 11] = [
    "created_utc",
    "whatsapp",
    "coexistence",
    "business_name",
    "business_email",
    "business_id",
    "business_address",
    "display_name",
    "reference",
    "state",
    "finished_utc",
];

pub(crate) async fn file(at: At, RawQuery(query): RawQuery) -> Response {
    let filter = RowFilter {
        offset: 0,
        limit: MOST,
        ..Asked::read(&query.unwrap_or_default()).filter()
    };
    let app = &at.seen.guest.dashboard.app;
    let found = match app.account_rows(at.partner.id, &filter).await {
        Ok(found) => found,
        Err(error) => return errors::failed(&at.seen.guest, &error),
    };
    let written = match written(&found.rows) {
        Ok(written) => written,
        Err(error) => return errors::failed(&at.seen.guest, &error),
    };
    let mut response = written.into_response();
    let headers = response.headers_mut();
    respond::not_kept(headers);
    let csv = HeaderValue::from_static("text/csv; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, csv);
    let name = HeaderValue::from_static("attachment; filename=\"accounts.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    response
}

fn written(rows: &[Onboarding]) -> Result<Vec<u8>, csv::Error> {
    // Spreadsheets take a file for UTF-8 that begins so.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    for account in rows {
        let details = &account.details;
        let time = |at: gangway_domain::Timestamp| Utc::of(at.as_secs()).to_string();
        let finished = account.finished_at.map(time).unwrap_or_default();
        writer.write_record([
            time(account.created_at),
            account.number.as_str().to_owned(),
            u8::from(account.coexistence).to_string(),
            inert(details.business_name.as_str()),
            inert(details.business_email.as_ref().map_or("", Email::as_str)),
            inert(details.business_id.as_ref().map_or("", Text::as_str)),
            inert(details.business_address.as_ref().map_or("", Text::as_str)),
            inert(details.display_name.as_str()),
            inert(details.reference.as_ref().map_or("", Text::as_str)),
            account.state.name().to_owned(),
            finished,
        ])?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}
