//! Removing an account.

use super::{LOCK_NUMBER, find};
use crate::error::Failure;
use crate::timeline::Happened;
use crate::unit::{Statement, Unit};
use crate::{connected, dialogs, numbers, wake};
use gangway_domain::{
    AccountId, ListedNumber, OnboardingState, PartnerId, TimelineEntry, TimelineEvent, Timestamp,
    Transition,
};
use gangway_storage::rows::state;
use gangway_storage::{RemoveConnectedOutcome, RemoveOutcome};

/// The account that has connected a number.
const CONNECTED: &str = "SELECT id FROM account
     WHERE number = $1 AND partner = $2 AND finished_at IS NOT NULL AND removed_at IS NULL";

/// Whether an account that had connected the number was removed, and no link uses it since.
const WAS_REMOVED: &str = "SELECT 1 FROM account
     WHERE number = $1 AND partner = $2 AND finished_at IS NOT NULL AND removed_at IS NOT NULL
         AND NOT EXISTS (
             SELECT 1 FROM registered_number
             WHERE number = $1 AND partner = $2 AND account IS NOT NULL)
     LIMIT 1";

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
    let entry = TimelineEntry::new(now, TimelineEvent::Removed);
    take_out(unit, partner, &before, removed, &entry, &[], &[]).await?;
    Ok(RemoveOutcome::Removed)
}

/// Removes the account that has connected a number. Nobody connects the number meanwhile.
pub(crate) async fn remove_connected(
    unit: &Unit,
    partner: PartnerId,
    number: &ListedNumber,
    now: Timestamp,
) -> Result<RemoveConnectedOutcome, Failure> {
    let (digits, whose) = (number.as_str(), partner.row());
    let found = unit.first(CONNECTED, &[&digits, &whose]).await?;
    let before = match found {
        // What it came to in the meantime counts.
        Some(row) => lock(unit, AccountId::from_row(row.try_get(0)?)).await?,
        None => None,
    };
    let before = before.and_then(|before| {
        let removed = before.state.after(Transition::Delete)?;
        Some((before, removed))
    });
    let Some((before, removed)) = before else {
        let gone = unit.first(WAS_REMOVED, &[&digits, &whose]).await?;
        return Ok(match gone {
            Some(_) => RemoveConnectedOutcome::Removed,
            None => RemoveConnectedOutcome::NotFound,
        });
    };
    let id = before.id.row();
    let entry = TimelineEntry::new(now, TimelineEvent::Removed).cause("deleted");
    take_out(
        unit,
        partner,
        &before,
        removed,
        &entry,
        &[
            (LOCK_NUMBER, &[&digits]),
            (numbers::FORGET, &[&id]),
            (connected::LOCK, &[&id]),
        ],
        &[
            (connected::CEDE, &[&id]),
            (connected::LEAVE, &[&id]),
            (connected::DROP, &[&digits]),
        ],
    )
    .await?;
    Ok(RemoveConnectedOutcome::Removed)
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

/// All that a removal changes, whatever the account was, between what has to come first and
/// what has to come last.
async fn take_out(
    unit: &Unit,
    whose: PartnerId,
    before: &Before,
    removed: OnboardingState,
    entry: &TimelineEntry,
    first: &[Statement<'_>],
    last: &[Statement<'_>],
) -> Result<(), Failure> {
    let (id, partner, at) = (before.id.row(), whose.row(), entry.at.as_millis());
    // A run that is under way notices its end at its next write; until then it may still be
    // doing something at Meta that has to be taken back after it.
    let take_back_at = before.lease_until.map_or(at, |until| until.max(at));
    let changes: [Statement<'_>; 7] = [
        (
            "UPDATE account SET state = $2, removed_at = $3, problem = NULL,
                 cancelled_step = NULL, session = NULL, lease_owner = NULL, lease_until = NULL,
                 next_try = NULL, not_before = NULL, disconnected = NULL
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
    let changes = [first, &changes, last].concat();
    Happened::to(before.id, entry)
        .changing_list_of(whose)
        .note(unit, &changes)
        .await
}
