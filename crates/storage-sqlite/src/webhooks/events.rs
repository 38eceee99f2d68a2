//! What a partner was told, or could have been.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{AccountId, PartnerEvent, PartnerId, Timestamp};
use gangway_storage::{EventFilter, EventPage, surely_older};
use rusqlite::{Connection, params};

macro_rules! page {
    ($from:literal) => {
        concat!(
            "SELECT ",
            gangway_storage::stored_event_columns!(),
            " FROM partner_event WHERE ",
            $from,
            " AND number > ?2 AND at >= ?3 AND (?4 IS NULL OR event = ?4)
             ORDER BY number LIMIT ?5"
        )
    };
}

/// The events of a partner.
pub(crate) const PAGE: &str = page!("partner = ?1");

/// Those of one of its accounts.
pub(crate) const OF_ACCOUNT: &str = page!("account = ?6 AND +partner = ?1");

pub(super) fn page(
    conn: &Connection,
    partner: PartnerId,
    filter: &EventFilter,
) -> Result<EventPage, Failure> {
    // What is said to have been seen and what is given are of one moment.
    let at_once = conn.unchecked_transaction()?;
    let highest = sql::first(
        &at_once,
        "SELECT events FROM partner WHERE id = ?1",
        [partner.row()],
        |row| Ok(row.get(0)?),
    )?;
    let since = filter.since.map_or(i64::MIN, Timestamp::as_millis);
    let kind = filter.event.map(PartnerEvent::name);
    let events = match filter.account.map(AccountId::row) {
        Some(account) => {
            let (partner, after, limit) = (partner.row(), filter.after, filter.limit);
            let values = params![partner, after, since, kind, limit, account];
            sql::all(&at_once, OF_ACCOUNT, values, rows::stored_event)?
        }
        None => {
            let after = past_older(&at_once, partner, filter.since, filter.after)?;
            let values = params![partner.row(), after, since, kind, filter.limit];
            sql::all(&at_once, PAGE, values, rows::stored_event)?
        }
    };
    at_once.commit()?;
    let is_full = u32::try_from(events.len()) == Ok(filter.limit);
    let seen = if is_full {
        events.last().map_or(filter.after, |last| last.number)
    } else {
        highest.unwrap_or_default()
    };
    Ok(EventPage { events, seen })
}

/// A number up to which every event is older than `since`, and not less than `after`: found by
/// halving, so that a look at the latest events does not read through all that are kept.
pub(super) fn past_older(
    conn: &Connection,
    partner: PartnerId,
    since: Option<Timestamp>,
    after: i64,
) -> Result<i64, Failure> {
    let Some(since) = since else {
        return Ok(after);
    };
    let surely_older = surely_older(since).as_millis();
    let bounds = sql::first(
        conn,
        "SELECT (SELECT min(number) FROM partner_event WHERE partner = ?1 AND number > ?2),
             (SELECT max(number) FROM partner_event WHERE partner = ?1)",
        params![partner.row(), after],
        |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)),
    )?;
    let Some((Some(first), Some(last))) = bounds else {
        return Ok(after);
    };
    let (mut older, mut end) = (first - 1, last);
    while older < end {
        let middle = end - (end - older) / 2;
        let is_older = sql::exists(
            conn,
            "SELECT 1 FROM partner_event WHERE partner = ?1 AND number = ?2 AND at < ?3",
            params![partner.row(), middle, surely_older],
        )?;
        if is_older {
            older = middle;
        } else {
            end = middle - 1;
        }
    }
    Ok(older.max(after))
}
