//! Removing an account that has never finished.

use super::find;
use crate::error::Failure;
use crate::timeline::Happened;
use crate::unit::{Statement, Unit};
use crate::{dialogs, numbers, wake};
use gangway_domain::{
    AccountId, ListedNumber, OnboardingState, PartnerId, TimelineEntry, TimelineEvent, Timestamp,
    Transition,
};
use gangway_storage::RemoveOutcome;
use gangway_storage::rows::state;

/// What was there when the account was locked.
struct Before {
    id: AccountId,
    created_at: i64,
    state: OnboardingState,
    has_finished: bool,
    lease_until: Option<i64>,
}

pub(super) async fn remove(
    unit: &Unit,
    partner: PartnerId,
    number: &ListedNumber,
    now: Timestamp,
) -> Result<RemoveOutcome, Failure> {
    let Some(id) = find(unit, partner, number).await? else {
        return Ok(RemoveOutcome::NotFound);
    };
    // What it came to in the meantime counts.
    let Some(before) = lock(unit, id).await? else {
        return Ok(RemoveOutcome::NotFound);
    };
    if before.state == OnboardingState::Removed {
        return Ok(RemoveOutcome::NotFound);
    }
    let removed = before.state.after(Transition::Remove);
    let Some(removed) = removed.filter(|_| !before.has_finished) else {
        return Ok(RemoveOutcome::Finished);
    };
    let take_back_at = before
        .lease_until
        .map_or(now.as_millis(), |until| until.max(now.as_millis()));
    store(unit, partner, &before, removed, take_back_at, now).await?;
    Ok(RemoveOutcome::Removed)
}

async fn lock(unit: &Unit, id: AccountId) -> Result<Option<Before>, Failure> {
    let found = unit
        .first(
            "SELECT created_at, state, finished_at IS NOT NULL, lease_until FROM account
             WHERE id = $1 FOR NO KEY UPDATE",
            &[&id.row()],
        )
        .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(Before {
        id,
        created_at: row.try_get(0)?,
        state: state(row.try_get(1)?)?,
        has_finished: row.try_get(2)?,
        lease_until: row.try_get(3)?,
    }))
}

/// All that a removal changes.
async fn store(
    unit: &Unit,
    whose: PartnerId,
    before: &Before,
    removed: OnboardingState,
    take_back_at: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let (id, partner, at) = (before.id.row(), whose.row(), now.as_millis());
    let entry = TimelineEntry::new(now, TimelineEvent::Removed);
    let changes: [Statement<'_>; 7] = [
        (
            "UPDATE account SET state = $2, removed_at = $3, problem = NULL,
                 cancelled_step = NULL, session = NULL, lease_owner = NULL, lease_until = NULL,
                 next_try = NULL, not_before = NULL
             WHERE id = $1",
            &[&id, &removed.name(), &at],
        ),
        (
            "DELETE FROM list_entry WHERE partner = $1 AND created_at = $2 AND account = $3",
            &[&partner, &before.created_at, &id],
        ),
        (dialogs::FORGET, &[&id]),
        (numbers::UNLINK, &[&id]),
        // Without a token nothing was done at Meta.
        (
            "DELETE FROM account_grant WHERE account = $1 AND token IS NULL",
            &[&id],
        ),
        (
            "INSERT INTO job (kind, account, due_at)
             SELECT 'take_back', account, $2 FROM account_grant WHERE account = $1",
            &[&id, &take_back_at],
        ),
        (wake::NOTIFY_DUE, &[&id, &at]),
    ];
    Happened::to(before.id, &entry)
        .changing_list_of(whose)
        .note(unit, &changes)
        .await
}
