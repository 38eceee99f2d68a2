//! Where a partner's webhooks are sent.

use crate::error::Failure;
use crate::writer::Write;
use crate::{rows, sql};
use gangway_domain::{Email, PartnerId, Sealed, WebhookUrl};
use gangway_storage::{Endpoint, SetWebhook, UrlChange, WebhookSet};
use rusqlite::{Connection, params};

pub(super) fn find(conn: &Connection, partner: PartnerId) -> Result<Option<Endpoint>, Failure> {
    sql::first(
        conn,
        concat!(
            "SELECT ",
            gangway_storage::endpoint_columns!(),
            " FROM endpoint WHERE partner = ?1"
        ),
        [partner.row()],
        rows::endpoint,
    )
}

/// Whether something can be sent there.
pub(super) fn is_on(conn: &Connection, partner: PartnerId) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM endpoint WHERE partner = ?1 AND url IS NOT NULL AND off_at IS NULL",
        [partner.row()],
    )
}

pub(super) fn set(
    write: &mut Write<'_>,
    change: SetWebhook,
) -> Result<Option<WebhookSet>, Failure> {
    let before = find(write.sql(), change.partner)?;
    let begins_anew = matches!(change.url, UrlChange::Set(_));
    let Some(set) = change.applied_to(before) else {
        return Ok(None);
    };
    store(write.sql(), &set.endpoint, begins_anew)?;
    write.wake_outbox();
    Ok(Some(set))
}

/// How the endpoint does stays, unless it begins anew.
fn store(conn: &Connection, endpoint: &Endpoint, begins_anew: bool) -> Result<(), Failure> {
    let former = endpoint.former.as_ref();
    sql::run(
        conn,
        "INSERT INTO endpoint (partner, url, email, secret, hint, former_secret, former_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (partner) DO UPDATE SET url = excluded.url, email = excluded.email,
             secret = excluded.secret, hint = excluded.hint,
             former_secret = excluded.former_secret, former_until = excluded.former_until,
             failing_since = iif(?8, NULL, failing_since),
             failed_at = iif(?8, NULL, failed_at),
             off_at = iif(?8, NULL, off_at),
             off_why = iif(?8, NULL, off_why)",
        params![
            endpoint.partner.row(),
            endpoint.url.as_ref().map(WebhookUrl::as_str),
            endpoint.email.as_ref().map(Email::as_str),
            endpoint.secret.sealed.as_bytes(),
            endpoint.secret.hint,
            former.map(|former| Sealed::as_bytes(&former.sealed)),
            former.map(|former| former.until.as_millis()),
            begins_anew,
        ],
    )?;
    Ok(())
}
