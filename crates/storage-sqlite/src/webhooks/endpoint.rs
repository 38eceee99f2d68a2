//! Where a partner's webhooks are sent.

use crate::error::Failure;
use crate::writer::Write;
use crate::{rows, sql};
use gangway_domain::{Email, OffReason, PartnerId, Sealed, Timestamp, WebhookUrl};
use gangway_storage::{Endpoint, SetWebhook, WebhookSet};
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
    let Some(set) = change.applied_to(before) else {
        return Ok(None);
    };
    store(write.sql(), &set.endpoint)?;
    write.wake_outbox();
    Ok(Some(set))
}

fn store(conn: &Connection, endpoint: &Endpoint) -> Result<(), Failure> {
    let former = endpoint.former.as_ref();
    sql::run(
        conn,
        "INSERT OR REPLACE INTO endpoint (partner, url, email, secret, hint, former_secret,
             former_until, failing_since, off_at, off_why)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            endpoint.partner.row(),
            endpoint.url.as_ref().map(WebhookUrl::as_str),
            endpoint.email.as_ref().map(Email::as_str),
            endpoint.secret.sealed.as_bytes(),
            endpoint.secret.hint,
            former.map(|former| Sealed::as_bytes(&former.sealed)),
            former.map(|former| former.until.as_millis()),
            endpoint.failing_since.map(Timestamp::as_millis),
            endpoint.off.map(|off| off.at.as_millis()),
            endpoint.off.map(|off| OffReason::name(off.why)),
        ],
    )?;
    Ok(())
}
