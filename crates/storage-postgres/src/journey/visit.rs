//! What the browser brings about: page looked at, button pressed, dialog left.

use super::grant;
use crate::error::Failure;
use crate::rows;
use crate::timeline::Happened;
use crate::unit::{Statement, Unit};
use gangway_domain::{
    AccountId, Hash256, OnboardingState, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::rows::state;
use gangway_storage::{Claims, StartOutcome};

/// Where an account stands and whose attempt is the latest.
struct Standing {
    state: OnboardingState,
    session: Option<Hash256>,
}

async fn standing(unit: &Unit, account: AccountId) -> Result<Option<Standing>, Failure> {
    let found = unit
        .first(
            "SELECT state, session FROM account WHERE id = $1 FOR NO KEY UPDATE",
            &[&account.row()],
        )
        .await?;
    let Some(row) = found else { return Ok(None) };
    Ok(Some(Standing {
        state: state(row.try_get(0)?)?,
        session: rows::hash(&row, 1)?,
    }))
}

pub(super) async fn open(unit: &Unit, account: AccountId, now: Timestamp) -> Result<(), Failure> {
    let Some(before) = standing(unit, account).await? else {
        return Ok(());
    };
    if let Some(next) = before.state.after(Transition::Open)
        && next != before.state
    {
        let opened = TimelineEntry::new(now, TimelineEvent::Opened);
        let change = "UPDATE account SET state = $2 WHERE id = $1";
        Happened::to(account, &opened)
            .note(unit, &[(change, &[&account.row(), &next.name()])])
            .await?;
    }
    Ok(())
}

pub(super) async fn start(
    unit: &Unit,
    account: AccountId,
    session: Hash256,
    now: Timestamp,
) -> Result<StartOutcome, Failure> {
    let Some(before) = standing(unit, account).await? else {
        return Ok(StartOutcome::Closed);
    };
    let Some(next) = before.state.after(Transition::Start) else {
        return Ok(StartOutcome::Closed);
    };
    let row = account.row();
    let started = TimelineEntry::new(now, TimelineEvent::Started);
    let changes: [Statement<'_>; 2] = [
        (
            "UPDATE account SET state = $2, session = $3, started_at = $4, problem = NULL,
                 cancelled_step = NULL, disconnected = NULL
             WHERE id = $1",
            &[&row, &next.name(), &session.0.as_slice(), &now.as_millis()],
        ),
        (
            "UPDATE account_grant SET claimed_waba = NULL, claimed_phone_number = NULL
             WHERE account = $1",
            &[&row],
        ),
    ];
    Happened::to(account, &started).note(unit, &changes).await?;
    Ok(StartOutcome::Started)
}

pub(super) async fn claim_assets(
    unit: &Unit,
    account: AccountId,
    session: Hash256,
    claims: &Claims,
) -> Result<bool, Failure> {
    let latest = standing(unit, account)
        .await?
        .is_some_and(|now| !now.state.is_final() && now.session == Some(session));
    if latest {
        let mut known = grant::load(unit, account).await?.unwrap_or_default();
        known.grant.claims = claims.clone();
        grant::save(unit, account, &known).await?;
    }
    Ok(latest)
}

/// Notes that the dialog was left. `left` is that event, with step and cause.
pub(super) async fn cancel(
    unit: &Unit,
    account: AccountId,
    session: Hash256,
    left: &TimelineEntry,
) -> Result<(), Failure> {
    let before = standing(unit, account).await?;
    let Some(before) = before.filter(|before| before.session == Some(session)) else {
        return Ok(());
    };
    if let Some(next @ OnboardingState::Cancelled) = before.state.after(Transition::Cancel) {
        let change = "UPDATE account SET state = $2, cancelled_step = $3, problem = NULL,
                 disconnected = NULL
             WHERE id = $1";
        Happened::to(account, left)
            .note(
                unit,
                &[(change, &[&account.row(), &next.name(), &left.step])],
            )
            .await?;
    }
    Ok(())
}
