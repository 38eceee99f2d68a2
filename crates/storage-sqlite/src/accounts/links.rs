//! Links whose time is over, and the new ones that take their place.

use super::find;
use crate::error::Failure;
use crate::partners::bump_revision;
use crate::writer::Write;
use crate::{dialogs, list, rows, sql, timeline};
use gangway_domain::{
    AccountId, ListedNumber, Onboarding, OnboardingState, PartnerId, TimelineEntry, TimelineEvent,
    Timestamp, Transition,
};
use gangway_storage::{NewLink, RENEWAL_WISHES_SHOWN, RenewOutcome, RenewalWish, fragment};
use rusqlite::{Connection, params};

/// The accounts whose link's time is over at ?1; those of whom the customer may be in Meta's
/// dialog only if she went there before ?2.
macro_rules! over {
    () => {
        " FROM account INDEXED BY account_by_end
         WHERE expires_at <= ?1 AND expires_at IS NOT NULL AND finished_at IS NULL
             AND state NOT IN ('expired', 'removed', 'exchanging', 'provisioning')
             AND (state <> 'started' OR coalesce(started_at, 0) <= ?2)"
    };
}

/// Closes at most ?3 of them.
pub(crate) const EXPIRE: &str = concat!(
    "UPDATE account SET state = ?4, problem = NULL, cancelled_step = NULL
     WHERE id IN (SELECT id",
    over!(),
    " ORDER BY expires_at LIMIT ?3) RETURNING id"
);

pub(super) fn any_is_over(conn: &Connection, now: Timestamp) -> Result<bool, Failure> {
    sql::exists(
        conn,
        concat!("SELECT 1", over!()),
        params![now.as_millis(), back_by(now)],
    )
}

/// Closes links whose time is over; says how many.
pub(super) fn expire(write: &mut Write<'_>, at_most: u32, now: Timestamp) -> Result<u32, Failure> {
    let expired = sql::all(
        write.sql(),
        EXPIRE,
        params![
            now.as_millis(),
            back_by(now),
            at_most,
            OnboardingState::Expired.name(),
        ],
        |row| Ok(AccountId::from_row(row.get(0)?)),
    )?;
    for account in &expired {
        let entry = TimelineEntry::new(now, TimelineEvent::Expired);
        match timeline::append(write, *account, &entry) {
            // One damaged row must not keep the others from expiring.
            Err(Failure::Unreadable(why)) => tracing::error!(
                account = account.row(),
                %why,
                "an account does not read back; its partner is not told that its link expired"
            ),
            appended => appended?,
        }
    }
    Ok(u32::try_from(expired.len()).unwrap_or(u32::MAX))
}

/// Who pressed the button at this instant or before is not in Meta's dialog any more.
fn back_by(now: Timestamp) -> i64 {
    now.minus(Onboarding::IN_DIALOG).as_millis()
}

pub(super) fn renew(
    write: &mut Write<'_>,
    partner: PartnerId,
    number: &ListedNumber,
    new: NewLink,
    now: Timestamp,
) -> Result<RenewOutcome, Failure> {
    let conn = write.sql();
    let Some(mut account) = find::by_number(conn, partner, number)? else {
        return Ok(RenewOutcome::NotFound);
    };
    let Some(state) = account.state.after(Transition::Renew) else {
        return Ok(RenewOutcome::Finished);
    };
    sql::run(
        conn,
        "INSERT INTO former_link (link, account) VALUES (?1, ?2)",
        params![account.link.as_str(), account.id.row()],
    )?;
    sql::run(
        conn,
        "UPDATE account SET link = ?2, expires_at = ?3, state = ?4, session = NULL,
             renewal_requested_at = NULL
         WHERE id = ?1",
        params![
            account.id.row(),
            new.link.as_str(),
            new.expires_at.map(Timestamp::as_millis),
            state.name(),
        ],
    )?;
    dialogs::forget(conn, account.id)?;
    account.link = new.link;
    account.expires_at = new.expires_at;
    account.state = state;
    let fragment = fragment(&account);
    list::replace(conn, &account, &fragment)?;
    let entry = TimelineEntry::new(now, TimelineEvent::LinkRenewed);
    timeline::append(write, account.id, &entry)?;
    bump_revision(write, partner)?;
    Ok(RenewOutcome::Renewed { fragment })
}

/// Whether this is the first wish since the link was made.
pub(super) fn request_renewal(
    write: &mut Write<'_>,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let noted = sql::run(
        write.sql(),
        "UPDATE account SET renewal_requested_at = ?2
         WHERE id = ?1 AND renewal_requested_at IS NULL",
        params![account.row(), now.as_millis()],
    )?;
    if noted > 0 {
        let entry = TimelineEntry::new(now, TimelineEvent::RenewalRequested);
        timeline::append(write, account, &entry)?;
    }
    Ok(noted > 0)
}

/// The open wishes of a partner's customers.
pub(crate) const WISHES: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    ", renewal_requested_at FROM account
     WHERE partner = ?1 AND renewal_requested_at IS NOT NULL
     ORDER BY renewal_requested_at, id LIMIT ?2"
);

pub(super) fn wishes(conn: &Connection, partner: PartnerId) -> Result<Vec<RenewalWish>, Failure> {
    let values = params![partner.row(), RENEWAL_WISHES_SHOWN];
    sql::all(conn, WISHES, values, |row| {
        Ok(RenewalWish {
            account: rows::account(row)?,
            asked_at: Timestamp::from_millis(row.get("renewal_requested_at")?),
        })
    })
}
