//! What a partner was told, or could have been.

use crate::error::Failure;
use crate::reader::Reader;
use crate::rows;
use gangway_domain::{AccountId, PartnerEvent, PartnerId, Timestamp};
use gangway_storage::{EventFilter, EventPage, stored_event_columns, surely_older};

/// A number of the partner $1 up to which every event is older than `$older`, and not less
/// than `$after`: found by halving, so that a look at the latest events does not read through
/// all that are kept. Where one is missing the search goes on below it.
macro_rules! past_older {
    ($after:literal, $older:literal) => {
        concat!(
            "(WITH RECURSIVE halved (older, last) AS (
                 SELECT coalesce((SELECT min(number) FROM partner_event
                         WHERE partner = $1 AND number > ",
            $after,
            ") - 1, ",
            $after,
            "), coalesce((SELECT max(number) FROM partner_event WHERE partner = $1), 0)
                 UNION ALL
                 SELECT CASE WHEN is_older THEN middle ELSE older END,
                     CASE WHEN is_older THEN last ELSE middle - 1 END
                 FROM (SELECT older, last, last - (last - older) / 2 AS middle FROM halved
                         WHERE older < last) AS half
                     CROSS JOIN LATERAL (SELECT EXISTS (
                         SELECT 1 FROM partner_event
                         WHERE partner = $1 AND number = middle AND at < ",
            $older,
            ") AS is_older) AS looked_at)
             SELECT greatest(max(older), ",
            $after,
            ") FROM halved)"
        )
    };
}

pub(super) use past_older;

macro_rules! page {
    ($from:literal, $after:expr) => {
        concat!(
            "SELECT partner.events, ",
            stored_event_columns!(),
            " FROM partner LEFT JOIN LATERAL (
                 SELECT number, body FROM partner_event
                 WHERE ",
            $from,
            " AND number > ",
            $after,
            " AND at >= $3 AND ($4::text IS NULL OR event = $4)
                 ORDER BY number LIMIT $5) AS partner_event ON TRUE
             WHERE partner.id = $1 ORDER BY partner_event.number"
        )
    };
}

/// The events of a partner from an instant on, and the number of its latest one: one statement,
/// so one moment.
pub(crate) const PAGE: &str = page!("partner = $1", past_older!("$2", "$6"));

/// Those of one of its accounts.
pub(crate) const OF_ACCOUNT: &str = page!("account = $6 AND partner = $1", "$2");

pub(super) async fn page(
    reader: &Reader,
    partner: PartnerId,
    filter: &EventFilter,
) -> Result<EventPage, Failure> {
    let since = filter.since.unwrap_or(Timestamp::from_millis(i64::MIN));
    let since_millis = since.as_millis();
    let kind = filter.event.map(PartnerEvent::name);
    let (sql, last) = match filter.account {
        Some(account) => (OF_ACCOUNT, AccountId::row(account)),
        None => (PAGE, surely_older(since).as_millis()),
    };
    let found = reader
        .rows(
            sql,
            &[
                &partner.row(),
                &filter.after,
                &since_millis,
                &kind,
                &i64::from(filter.limit),
                &last,
            ],
        )
        .await?;
    let highest = found.first().map(|row| row.try_get(0)).transpose()?;
    let mut events = Vec::with_capacity(found.len());
    for row in &found {
        // Without any there is one row, with nothing but the highest number.
        if row.try_get::<_, Option<i64>>(1)?.is_some() {
            events.push(rows::stored_event(row, 1)?);
        }
    }
    let is_full = u32::try_from(events.len()) == Ok(filter.limit);
    let seen = if is_full {
        events.last().map_or(filter.after, |last| last.number)
    } else {
        highest.unwrap_or_default()
    };
    Ok(EventPage { events, seen })
}
