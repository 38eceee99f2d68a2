//! The end of a set-up: status 1, the real number listed.

use super::held::Held;
use super::steps::End;
use crate::accounts::LOCK_NUMBER;
use crate::error::Failure;
use crate::timeline::Happened;
use crate::unit::{Statement, Unit};
use crate::{connected, numbers, rows};
use gangway_domain::{
    AccountId, ListedNumber, MetaBusinessId, Onboarding, OnboardingState, PhoneNumber, Step,
    StepState, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::{FinishOutcome, Finished, account_columns, fragment, search};

pub(super) async fn finish(
    unit: &Unit,
    account: AccountId,
    owner: i64,
    finished: &Finished,
) -> Result<FinishOutcome, Failure> {
    const SQL: &str = concat!("SELECT ", account_columns!(), " FROM account WHERE id = $1");
    let Some(held) = Held::lock(unit, account).await? else {
        return Ok(FinishOutcome::LeaseLost);
    };
    if held.state == OnboardingState::Removed {
        return Ok(FinishOutcome::Removed);
    }
    let Some(next) = held
        .state
        .after(Transition::Finish)
        .filter(|_| held.is_by(owner))
    else {
        return Ok(FinishOutcome::LeaseLost);
    };
    let Some(row) = unit.first(SQL, &[&account.row()]).await? else {
        return Ok(FinishOutcome::LeaseLost);
    };
    let mut row = rows::account(&row)?;
    if number_taken(unit, &row, &finished.number).await? {
        return Ok(FinishOutcome::NumberTaken);
    }
    let number = ListedNumber::Real(finished.number.clone());
    let before = std::mem::replace(&mut row.number, number);
    row.state = next;
    row.finished_at = row.finished_at.or(Some(finished.at));
    row.not_before = None;
    store(unit, &row, &before, finished).await?;
    Ok(FinishOutcome::Finished(Box::new(row)))
}

/// Whether another account of the partner lists the number, or its link uses it, or it was
/// handed out as a temporary one to anybody.
async fn number_taken(
    unit: &Unit,
    account: &Onboarding,
    number: &PhoneNumber,
) -> Result<bool, Failure> {
    let number = number.as_str();
    let taken = unit
        .then_first(
            &[(LOCK_NUMBER, &[&number])],
            "SELECT 1 FROM account
             WHERE number = $1 AND partner = $2 AND finished_at IS NOT NULL
                 AND removed_at IS NULL AND id <> $3
             UNION ALL SELECT 1 FROM temporary_number WHERE number = $1
             UNION ALL SELECT 1 FROM registered_number
                 WHERE number = $1 AND partner = $2 AND account <> $3",
            &[&number, &account.partner.row(), &account.id.row()],
        )
        .await?;
    Ok(taken.is_some())
}

/// All that a finish changes. `before` is the number that was listed until now.
async fn store(
    unit: &Unit,
    account: &Onboarding,
    before: &ListedNumber,
    finished: &Finished,
) -> Result<(), Failure> {
    let (id, partner) = (account.id.row(), account.partner.row());
    let business = finished.business.as_ref().map(MetaBusinessId::as_str);
    let haystack = search::haystack(&account.number, &account.details);
    let end = End::of(account.id, Step::Finish, StepState::Done, None, finished.at);
    let mut entry = TimelineEntry::new(finished.at, TimelineEvent::Finished);
    if account.recovered {
        entry = entry.cause("recovered");
    }
    let fragment = fragment(account);
    let end = end.params();
    let at = finished.at.as_millis();
    let changes: [Statement<'_>; 9] = [
        // Who asked for a new link has come through with the one there is.
        (
            "UPDATE account SET state = $2, number = $3, meta_business = $4, finished_at = $5,
                 search = $6, lease_owner = NULL, lease_until = NULL, not_before = NULL,
                 renewal_requested_at = NULL
             WHERE id = $1",
            &[
                &id,
                &account.state.name(),
                &account.number.as_str(),
                &business,
                &account.finished_at.map(Timestamp::as_millis),
                &haystack,
            ],
        ),
        (
            "UPDATE list_entry SET fragment = $4
             WHERE partner = $1 AND created_at = $2 AND account = $3",
            &[&partner, &account.created_at.as_millis(), &id, &fragment],
        ),
        (numbers::CONNECT, &[&id, &account.number.as_str(), &at]),
        (numbers::TAKE, &[&account.number.as_str()]),
        (connected::LOCK, &[&id]),
        (connected::CEDE, &[&id]),
        (connected::LEAVE, &[&id]),
        (connected::DUE, &[&id, &at]),
        (End::SQL, &end),
    ];
    Happened::to(account.id, &entry)
        .replacing(Some(before).filter(|before| **before != account.number))
        .changing_list_of(account.partner)
        .note(unit, &changes)
        .await
}
