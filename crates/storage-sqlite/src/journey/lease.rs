//! The exclusive work on an account: claim, steps, halt, finish.

use super::grant;
use crate::error::Failure;
use crate::partners::bump_revision;
use crate::writer::Write;
use crate::{rows, sql};
use gangway_domain::{
    AccountId, Hash256, ListedNumber, MetaBusinessId, Onboarding, OnboardingState, PhoneNumber,
    Problem, Timestamp, Transition,
};
use gangway_storage::{
    ClaimOutcome, FinishOutcome, Finished, Lease, Progress, TakenOver, fragment, search,
};
use rusqlite::{Connection, params};

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

fn held(conn: &Connection, account: AccountId) -> Result<Option<Held>, Failure> {
    sql::first(
        conn,
        "SELECT state, lease_owner, lease_until FROM account WHERE id = ?1",
        [account.row()],
        |row| {
            let owner: Option<i64> = row.get(1)?;
            let until = row.get::<_, Option<i64>>(2)?.map(Timestamp::from_millis);
            Ok(Held {
                state: gangway_storage::rows::state(&row.get::<_, String>(0)?)?,
                lease: owner
                    .zip(until)
                    .map(|(owner, until)| Lease { owner, until }),
            })
        },
    )
}

/// Takes the lease, with a new code or else with the token that is there.
pub(super) fn claim(
    conn: &Connection,
    account: AccountId,
    code: Option<Hash256>,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some(held) = held(conn, account)? else {
        return Ok(ClaimOutcome::Closed);
    };
    let Some(next) = held.state.after(Transition::Provision) else {
        return Ok(ClaimOutcome::Closed);
    };
    if let Some(code) = code
        && sql::exists(conn, "SELECT 1 FROM code_seen WHERE hash = ?1", [code.0])?
    {
        return Ok(ClaimOutcome::CodeSeen);
    }
    let taken = held
        .lease
        .is_some_and(|other| other.owner != lease.owner && now < other.until);
    if taken {
        return Ok(ClaimOutcome::Busy);
    }
    let mut known = grant::load(conn, account)?.unwrap_or_default();
    match code {
        None if known.grant.token.is_none() => return Ok(ClaimOutcome::NoToken),
        None => {}
        Some(code) => {
            sql::run(
                conn,
                "INSERT INTO code_seen (hash, account) VALUES (?1, ?2)",
                params![code.0, account.row()],
            )?;
            known.forget_token();
            grant::save(conn, account, &known)?;
        }
    }
    sql::run(
        conn,
        "UPDATE account SET state = ?2, problem = NULL, cancelled_step = NULL, lease_owner = ?3,
             lease_until = ?4
         WHERE id = ?1",
        params![
            account.row(),
            next.name(),
            lease.owner,
            lease.until.as_millis()
        ],
    )?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

pub(super) fn progress(
    conn: &Connection,
    account: AccountId,
    owner: i64,
    step: Progress,
) -> Result<bool, Failure> {
    if !held(conn, account)?.is_some_and(|held| held.is_by(owner)) {
        return Ok(false);
    }
    let mut known = grant::load(conn, account)?.unwrap_or_default();
    known.advance(step);
    grant::save(conn, account, &known)?;
    Ok(true)
}

pub(super) fn renew(conn: &Connection, account: AccountId, lease: &Lease) -> Result<bool, Failure> {
    let renewed = sql::run(
        conn,
        "UPDATE account SET lease_until = ?3 WHERE id = ?1 AND lease_owner = ?2",
        params![account.row(), lease.owner, lease.until.as_millis()],
    )?;
    Ok(renewed > 0)
}

/// Whether a lease was given up.
pub(super) fn hand_over(
    conn: &Connection,
    account: AccountId,
    owner: i64,
) -> Result<bool, Failure> {
    let given = sql::run(
        conn,
        "UPDATE account SET lease_owner = NULL, lease_until = NULL
         WHERE id = ?1 AND lease_owner = ?2",
        params![account.row(), owner],
    )?;
    Ok(given > 0)
}

/// Whether a set-up waits to be taken over.
pub(super) fn waits(conn: &Connection, now: Timestamp) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM account WHERE state = 'provisioning' AND coalesce(lease_until, 0) <= ?1",
        [now.as_millis()],
    )
}

/// Takes the longest waiting set-up. One that does not read back stays taken, so that it
/// does not stand in the way of the others.
pub(super) fn take_over(
    conn: &Connection,
    lease: &Lease,
    now: Timestamp,
) -> Result<Option<Result<TakenOver, String>>, Failure> {
    let sql = concat!(
        "UPDATE account SET lease_owner = ?1, lease_until = ?2
         WHERE id = (SELECT id FROM account
             WHERE state = 'provisioning' AND coalesce(lease_until, 0) <= ?3
             ORDER BY coalesce(lease_until, 0), id LIMIT 1)
         RETURNING ",
        gangway_storage::account_columns!(),
    );
    let values = params![lease.owner, lease.until.as_millis(), now.as_millis()];
    let taken = sql::first(conn, sql, values, |row| {
        let id = AccountId::from_row(row.get(0)?);
        match rows::account(row) {
            Err(Failure::Unreadable(why)) => Ok(Err(format!("account {id}: {why}"))),
            read => Ok(Ok(read?)),
        }
    })?;
    let account = match taken {
        None => return Ok(None),
        Some(Err(why)) => return Ok(Some(Err(why))),
        Some(Ok(account)) => account,
    };
    match grant::load(conn, account.id) {
        Ok(known) => Ok(Some(Ok(TakenOver {
            account,
            grant: known.unwrap_or_default().grant,
        }))),
        Err(Failure::Unreadable(why)) => Ok(Some(Err(format!("account {}: {why}", account.id)))),
        Err(failure) => Err(failure),
    }
}

pub(super) fn halt(
    conn: &Connection,
    account: AccountId,
    owner: i64,
    problem: Problem,
) -> Result<(), Failure> {
    let Some(held) = held(conn, account)?.filter(|held| held.is_by(owner)) else {
        return Ok(());
    };
    if let Some(next) = held.state.after(Transition::Halt) {
        sql::run(
            conn,
            "UPDATE account SET state = ?2, problem = ?3, lease_owner = NULL, lease_until = NULL
             WHERE id = ?1",
            params![account.row(), next.name(), problem.name()],
        )?;
    }
    Ok(())
}

pub(super) fn finish(
    write: &mut Write<'_>,
    account: AccountId,
    owner: i64,
    finished: Finished,
) -> Result<FinishOutcome, Failure> {
    let conn = write.sql();
    let Some(held) = held(conn, account)? else {
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
    let sql = concat!(
        "SELECT ",
        gangway_storage::account_columns!(),
        " FROM account WHERE id = ?1"
    );
    let Some(mut row) = sql::first(conn, sql, [account.row()], rows::account)? else {
        return Ok(FinishOutcome::LeaseLost);
    };
    if number_taken(conn, &row, &finished.number)? {
        return Ok(FinishOutcome::NumberTaken);
    }
    row.state = next;
    row.number = ListedNumber::Real(finished.number);
    store_finish(conn, &row, finished.business.as_ref(), finished.at)?;
    bump_revision(write, row.partner)?;
    Ok(FinishOutcome::Finished(Box::new(row)))
}

/// Whether another account of the partner lists the number, or it was handed out as a
/// temporary one to anybody.
fn number_taken(
    conn: &Connection,
    account: &Onboarding,
    number: &PhoneNumber,
) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM account WHERE number = ?1 AND partner = ?2 AND state = 'finished'
         UNION ALL SELECT 1 FROM temporary_number WHERE number = ?1",
        params![number.as_str(), account.partner.row()],
    )
}

fn store_finish(
    conn: &Connection,
    account: &Onboarding,
    business: Option<&MetaBusinessId>,
    at: Timestamp,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE account SET state = ?2, number = ?3, meta_business = ?4, finished_at = ?5,
             search = ?6, lease_owner = NULL, lease_until = NULL
         WHERE id = ?1",
        params![
            account.id.row(),
            account.state.name(),
            account.number.as_str(),
            business.map(MetaBusinessId::as_str),
            at.as_millis(),
            search::haystack(&account.number, &account.details),
        ],
    )?;
    sql::run(
        conn,
        "UPDATE list_entry SET fragment = ?4
         WHERE partner = ?1 AND created_at = ?2 AND account = ?3",
        params![
            account.partner.row(),
            account.created_at.as_millis(),
            account.id.row(),
            fragment(account),
        ],
    )?;
    Ok(())
}
