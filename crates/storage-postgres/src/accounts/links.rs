//! New links for accounts that are there, and the end of links.

use super::find;
use crate::dialogs;
use crate::error::Failure;
use crate::rows;
use crate::timeline::{self, Happened};
use crate::unit::{Statement, Unit};
use gangway_domain::{
    AccountId, ListedNumber, Onboarding, OnboardingState, PartnerId, TimelineEntry, TimelineEvent,
    Timestamp, Transition,
};
use gangway_storage::{NewLink, RenewOutcome, RenewalWish, account_columns, fragment};
use tokio_postgres::Row;

/// Closes the links whose time is over, and counts what their partners are told of that. What
/// another node is changing is passed over.
///
/// As an array, the few are found by their key, however many there might be.
pub(crate) const EXPIRE: &str = concat!(
    "UPDATE account SET state = 'expired', problem = NULL, cancelled_step = NULL,
         events = events + 1
     WHERE id = ANY (ARRAY (
         SELECT id FROM account
         WHERE expires_at <= $1 AND finished_at IS NULL
             AND state NOT IN ('expired', 'removed', 'exchanging', 'provisioning')
             AND (state <> 'started' OR coalesce(started_at, 0) <= $2)
         ORDER BY expires_at LIMIT $3
         FOR NO KEY UPDATE SKIP LOCKED))
     RETURNING ",
    account_columns!(),
    ", events"
);

pub(super) async fn expire(unit: &Unit, at_most: u32, now: Timestamp) -> Result<u32, Failure> {
    let started_before = now.minus(Onboarding::IN_DIALOG).as_millis();
    let closed = unit
        .rows(
            EXPIRE,
            &[&now.as_millis(), &started_before, &i64::from(at_most)],
        )
        .await?;
    let entry = TimelineEntry::new(now, TimelineEvent::Expired);
    timeline::note_all(unit, &closed, &entry).await?;
    Ok(u32::try_from(closed.len()).unwrap_or(u32::MAX))
}

pub(super) async fn request_renewal(
    unit: &Unit,
    account: AccountId,
    now: Timestamp,
) -> Result<bool, Failure> {
    let asked = unit
        .run(
            "UPDATE account SET renewal_requested_at = $2
             WHERE id = $1 AND renewal_requested_at IS NULL",
            &[&account.row(), &now.as_millis()],
        )
        .await?;
    if asked == 0 {
        return Ok(false);
    }
    let entry = TimelineEntry::new(now, TimelineEvent::RenewalRequested);
    Happened::to(account, &entry).note(unit, &[]).await?;
    Ok(true)
}

pub(super) async fn renew(
    unit: &Unit,
    partner: PartnerId,
    number: &ListedNumber,
    new: &NewLink,
    now: Timestamp,
) -> Result<RenewOutcome, Failure> {
    const LOCK: &str = concat!(
        "SELECT ",
        account_columns!(),
        " FROM account WHERE id = $1 FOR NO KEY UPDATE"
    );
    let Some(id) = find(unit, partner, number).await? else {
        return Ok(RenewOutcome::NotFound);
    };
    let Some(row) = unit.first(LOCK, &[&id.row()]).await? else {
        return Ok(RenewOutcome::NotFound);
    };
    let before = rows::account(&row)?;
    if before.state == OnboardingState::Removed {
        return Ok(RenewOutcome::NotFound);
    }
    let Some(state) = before.state.after(Transition::Renew) else {
        return Ok(RenewOutcome::Finished);
    };
    let account = Onboarding {
        link: new.link.clone(),
        expires_at: new.expires_at,
        state,
        ..before.clone()
    };
    let fragment = fragment(&account);
    store(unit, &before, &account, &fragment, now).await?;
    Ok(RenewOutcome::Renewed { fragment })
}

/// All that a new link changes.
async fn store(
    unit: &Unit,
    before: &Onboarding,
    account: &Onboarding,
    fragment: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    let (id, partner) = (account.id.row(), account.partner.row());
    let entry = TimelineEntry::new(now, TimelineEvent::LinkRenewed);
    let changes: [Statement<'_>; 4] = [
        (
            "INSERT INTO former_link (link, account) VALUES ($1, $2)",
            &[&before.link.as_str(), &id],
        ),
        (
            "UPDATE account SET link = $2, expires_at = $3, state = $4, session = NULL,
                 renewal_requested_at = NULL
             WHERE id = $1",
            &[
                &id,
                &account.link.as_str(),
                &account.expires_at.map(Timestamp::as_millis),
                &account.state.name(),
            ],
        ),
        (
            "UPDATE list_entry SET fragment = $4
             WHERE partner = $1 AND created_at = $2 AND account = $3",
            &[&partner, &account.created_at.as_millis(), &id, &fragment],
        ),
        (dialogs::FORGET, &[&id]),
    ];
    Happened::to(account.id, &entry)
        .changing_list_of(account.partner)
        .note(unit, &changes)
        .await
}

/// The open wishes of a partner's customers.
pub(crate) const WISHES: &str = concat!(
    "SELECT ",
    account_columns!(),
    ", renewal_requested_at FROM account
     WHERE partner = $1 AND renewal_requested_at IS NOT NULL
     ORDER BY renewal_requested_at, id LIMIT $2"
);

pub(super) fn wish(row: &Row) -> Result<RenewalWish, Failure> {
    Ok(RenewalWish {
        account: rows::account(row)?,
        asked_at: Timestamp::from_millis(row.try_get("renewal_requested_at")?),
    })
}
