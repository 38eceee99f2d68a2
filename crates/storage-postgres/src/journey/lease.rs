//! The exclusive work on an account: claim, steps, halt, finish, take-over.

use super::grant;
use crate::accounts::LOCK_NUMBER;
use crate::error::Failure;
use crate::partners::bump_revision;
use crate::rows;
use crate::unit::Unit;
use gangway_domain::{
    AccountId, Hash256, ListedNumber, MetaBusinessId, Onboarding, OnboardingState, PhoneNumber,
    Problem, Timestamp, Transition,
};
use gangway_storage::rows::state;
use gangway_storage::{
    ClaimOutcome, FinishOutcome, Finished, Lease, Progress, TakenOver, account_columns, fragment,
    search,
};

/// Where an account stands and who works on it.
struct Held {
    state: OnboardingState,
    lease: Option<Lease>,
}

impl Held {
    fn is_by(&self, owner: i64) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.owner == owner)
    }
}

async fn held(unit: &Unit, account: AccountId) -> Result<Option<Held>, Failure> {
    let found = unit
        .first(
            "SELECT state, lease_owner, lease_until FROM account WHERE id = $1 FOR NO KEY UPDATE",
            &[&account.row()],
        )
        .await?;
    let Some(row) = found else { return Ok(None) };
    let owner: Option<i64> = row.try_get(1)?;
    let until: Option<i64> = row.try_get(2)?;
    Ok(Some(Held {
        state: state(row.try_get(0)?)?,
        lease: owner.zip(until).map(|(owner, until)| Lease {
            owner,
            until: Timestamp::from_millis(until),
        }),
    }))
}

/// Takes the lease, with a new code or else with the token that is there.
pub(super) async fn claim(
    unit: &Unit,
    account: AccountId,
    code: Option<Hash256>,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some(held) = held(unit, account).await? else {
        return Ok(ClaimOutcome::Closed);
    };
    let Some(next) = held.state.after(Transition::Provision) else {
        return Ok(ClaimOutcome::Closed);
    };
    if let Some(code) = code {
        let sql = "SELECT 1 FROM code_seen WHERE hash = $1";
        if unit.first(sql, &[&code.0.as_slice()]).await?.is_some() {
            return Ok(ClaimOutcome::CodeSeen);
        }
    }
    let taken = held
        .lease
        .is_some_and(|other| other.owner != lease.owner && now < other.until);
    if taken {
        return Ok(ClaimOutcome::Busy);
    }
    let mut known = grant::load(unit, account).await?.unwrap_or_default();
    match code {
        None if known.grant.token.is_none() => return Ok(ClaimOutcome::NoToken),
        None => {}
        Some(code) => {
            // Another account may be bringing the same code at this moment.
            let new = unit
                .run(
                    "INSERT INTO code_seen (hash, account) VALUES ($1, $2)
                     ON CONFLICT (hash) DO NOTHING",
                    &[&code.0.as_slice(), &account.row()],
                )
                .await?;
            if new == 0 {
                return Ok(ClaimOutcome::CodeSeen);
            }
            known.forget_token();
            grant::save(unit, account, &known).await?;
        }
    }
    unit.run(
        "UPDATE account SET state = $2, problem = NULL, cancelled_step = NULL, lease_owner = $3,
             lease_until = $4
         WHERE id = $1",
        &[
            &account.row(),
            &next.name(),
            &lease.owner,
            &lease.until.as_millis(),
        ],
    )
    .await?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

pub(super) async fn progress(
    unit: &Unit,
    account: AccountId,
    owner: i64,
    step: &Progress,
) -> Result<bool, Failure> {
    if !held(unit, account)
        .await?
        .is_some_and(|held| held.is_by(owner))
    {
        return Ok(false);
    }
    let mut known = grant::load(unit, account).await?.unwrap_or_default();
    known.advance(step.clone());
    grant::save(unit, account, &known).await?;
    Ok(true)
}

pub(super) async fn renew(unit: &Unit, account: AccountId, lease: &Lease) -> Result<bool, Failure> {
    let renewed = unit
        .run(
            "UPDATE account SET lease_until = $3 WHERE id = $1 AND lease_owner = $2",
            &[&account.row(), &lease.owner, &lease.until.as_millis()],
        )
        .await?;
    Ok(renewed > 0)
}

pub(super) async fn hand_over(unit: &Unit, account: AccountId, owner: i64) -> Result<(), Failure> {
    let given = unit
        .run(
            "UPDATE account SET lease_owner = NULL, lease_until = NULL
             WHERE id = $1 AND lease_owner = $2",
            &[&account.row(), &owner],
        )
        .await?;
    if given > 0 {
        // Reaches every node, this one too, once the unit is committed.
        unit.first("SELECT pg_notify('gangway_work', '')", &[])
            .await?;
    }
    Ok(())
}

/// Takes the longest waiting set-up. One that does not read back stays taken, so that it
/// does not stand in the way of the others.
pub(super) async fn take_over(
    unit: &Unit,
    lease: &Lease,
    now: Timestamp,
) -> Result<Option<Result<TakenOver, String>>, Failure> {
    const SQL: &str = concat!(
        "UPDATE account SET lease_owner = $1, lease_until = $2
         WHERE id = (SELECT id FROM account
             WHERE state = 'provisioning' AND coalesce(lease_until, 0) <= $3
             ORDER BY coalesce(lease_until, 0), id LIMIT 1
             FOR NO KEY UPDATE SKIP LOCKED)
         RETURNING ",
        account_columns!(),
    );
    let taken = unit
        .first(
            SQL,
            &[&lease.owner, &lease.until.as_millis(), &now.as_millis()],
        )
        .await?;
    let Some(row) = taken else { return Ok(None) };
    let read = async {
        let account = rows::account(&row)?;
        let known = grant::load(unit, account.id).await?.unwrap_or_default();
        Ok(TakenOver {
            account,
            grant: known.grant,
        })
    };
    match read.await {
        Ok(taken) => Ok(Some(Ok(taken))),
        Err(Failure::Unreadable(why)) => {
            let id = AccountId::from_row(row.try_get(0)?);
            Ok(Some(Err(format!("account {id}: {why}"))))
        }
        Err(failure) => Err(failure),
    }
}

pub(super) async fn halt(
    unit: &Unit,
    account: AccountId,
    owner: i64,
    problem: Problem,
) -> Result<(), Failure> {
    let held = held(unit, account).await?;
    let Some(held) = held.filter(|held| held.is_by(owner)) else {
        return Ok(());
    };
    if let Some(next) = held.state.after(Transition::Halt) {
        unit.run(
            "UPDATE account SET state = $2, problem = $3, lease_owner = NULL, lease_until = NULL
             WHERE id = $1",
            &[&account.row(), &next.name(), &problem.name()],
        )
        .await?;
    }
    Ok(())
}

pub(super) async fn finish(
    unit: &Unit,
    account: AccountId,
    owner: i64,
    finished: &Finished,
) -> Result<FinishOutcome, Failure> {
    const SQL: &str = concat!("SELECT ", account_columns!(), " FROM account WHERE id = $1");
    let Some(held) = held(unit, account).await? else {
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
    row.state = next;
    row.number = ListedNumber::Real(finished.number.clone());
    store_finish(unit, &row, finished).await?;
    bump_revision(unit, row.partner).await?;
    Ok(FinishOutcome::Finished(Box::new(row)))
}

/// Whether another account of the partner lists the number, or it was handed out as a
/// temporary one to anybody.
async fn number_taken(
    unit: &Unit,
    account: &Onboarding,
    number: &PhoneNumber,
) -> Result<bool, Failure> {
    let number = number.as_str();
    let taken = unit
        .then_first(
            (LOCK_NUMBER, &[&number]),
            "SELECT 1 FROM account WHERE number = $1 AND partner = $2 AND state = 'finished'
             UNION ALL SELECT 1 FROM temporary_number WHERE number = $1",
            &[&number, &account.partner.row()],
        )
        .await?;
    Ok(taken.is_some())
}

async fn store_finish(
    unit: &Unit,
    account: &Onboarding,
    finished: &Finished,
) -> Result<(), Failure> {
    let business = finished.business.as_ref().map(MetaBusinessId::as_str);
    let haystack = search::haystack(&account.number, &account.details);
    unit.batch(&[
        (
            "UPDATE account SET state = $2, number = $3, meta_business = $4, finished_at = $5,
                 search = $6, lease_owner = NULL, lease_until = NULL
             WHERE id = $1",
            &[
                &account.id.row(),
                &account.state.name(),
                &account.number.as_str(),
                &business,
                &finished.at.as_millis(),
                &haystack,
            ],
        ),
        (
            "UPDATE list_entry SET fragment = $4
             WHERE partner = $1 AND created_at = $2 AND account = $3",
            &[
                &account.partner.row(),
                &account.created_at.as_millis(),
                &account.id.row(),
                &fragment(account),
            ],
        ),
    ])
    .await?;
    Ok(())
}
