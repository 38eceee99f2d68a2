//! Where a partner's webhooks are sent.

use crate::error::Failure;
use crate::reader::Reader;
use crate::rows;
use crate::unit::Unit;
use gangway_domain::{Email, PartnerId, Timestamp, WebhookUrl};
use gangway_storage::{Endpoint, SetWebhook, Unreadable, UrlChange, WebhookSet, endpoint_columns};

const FIND: &str = concat!(
    "SELECT ",
    endpoint_columns!(),
    " FROM endpoint WHERE partner = $1"
);

/// What a partner is told from here on waits for the end of the unit. Everybody locks the
/// partner's row before the one of its endpoint.
pub(super) const LOCK_PARTNER: &str = "SELECT 1 FROM partner WHERE id = $1 FOR NO KEY UPDATE";

/// How the endpoint does is another matter ($8), and may be changing at this moment.
const STORE: &str = concat!(
    "INSERT INTO endpoint (partner, url, email, secret, hint, former_secret, former_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (partner) DO UPDATE SET url = EXCLUDED.url, email = EXCLUDED.email,
         secret = EXCLUDED.secret, hint = EXCLUDED.hint,
         former_secret = EXCLUDED.former_secret, former_until = EXCLUDED.former_until,
         failing_since = CASE WHEN $8::boolean THEN NULL ELSE endpoint.failing_since END,
         failed_at = CASE WHEN $8::boolean THEN NULL ELSE endpoint.failed_at END,
         off_at = CASE WHEN $8::boolean THEN NULL ELSE endpoint.off_at END,
         off_why = CASE WHEN $8::boolean THEN NULL ELSE endpoint.off_why END
     RETURNING ",
    endpoint_columns!()
);

pub(super) async fn find(reader: &Reader, partner: PartnerId) -> Result<Option<Endpoint>, Failure> {
    let row = reader.first(FIND, &[&partner.row()]).await?;
    row.as_ref().map(rows::endpoint).transpose()
}

pub(super) async fn set(unit: &Unit, change: &SetWebhook) -> Result<Option<WebhookSet>, Failure> {
    let partner = change.partner.row();
    let before = unit
        .then_first(&[(LOCK_PARTNER, &[&partner])], FIND, &[&partner])
        .await?;
    let before = before.as_ref().map(rows::endpoint).transpose()?;
    let Some(set) = change.clone().applied_to(before) else {
        return Ok(None);
    };
    let settings = &set.endpoint;
    let former = settings.former.as_ref();
    let row = unit
        .first(
            STORE,
            &[
                &partner,
                &settings.url.as_ref().map(WebhookUrl::as_str),
                &settings.email.as_ref().map(Email::as_str),
                &settings.secret.sealed.as_bytes(),
                &settings.secret.hint,
                &former.map(|former| former.sealed.as_bytes()),
                &former.map(|former| Timestamp::as_millis(former.until)),
                &matches!(change.url, UrlChange::Set(_)),
            ],
        )
        .await?;
    let row = row.ok_or_else(|| Unreadable::column("endpoint.partner"))?;
    unit.wake_outbox();
    Ok(Some(WebhookSet {
        endpoint: rows::endpoint(&row)?,
        secret_made: set.secret_made,
    }))
}
