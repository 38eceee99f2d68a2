//! Who works on an account.

use crate::error::Failure;
use crate::sql;
use gangway_domain::{AccountId, OnboardingState, Timestamp};
use gangway_storage::Lease;
use rusqlite::{Connection, params};

/// Where an account stands and who works on it.
pub(super) struct Held {
    pub(super) state: OnboardingState,
    lease: Option<Lease>,
    /// Meta asked not to be called before.
    pub(super) not_before: Option<Timestamp>,
    /// Whether its token is one that Meta handed out.
    pub(super) recovered: bool,
}

impl Held {
    pub(super) fn is_by(&self, owner: i64) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.owner == owner)
    }

    /// Whether somebody else works on it at this instant.
    pub(super) fn is_by_another(&self, owner: i64, now: Timestamp) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.owner != owner && now < lease.until)
    }
}

pub(super) fn held(conn: &Connection, account: AccountId) -> Result<Option<Held>, Failure> {
    sql::first(
        conn,
        "SELECT state, lease_owner, lease_until, not_before, recovered FROM account WHERE id = ?1",
        [account.row()],
        |row| {
            let owner: Option<i64> = row.get(1)?;
            let until = row.get::<_, Option<i64>>(2)?.map(Timestamp::from_millis);
            Ok(Held {
                state: gangway_storage::rows::state(&row.get::<_, String>(0)?)?,
                lease: owner
                    .zip(until)
                    .map(|(owner, until)| Lease { owner, until }),
                not_before: row.get::<_, Option<i64>>(3)?.map(Timestamp::from_millis),
                recovered: row.get(4)?,
            })
        },
    )
}

/// What this owner holds.
pub(super) fn held_by(
    conn: &Connection,
    account: AccountId,
    owner: i64,
) -> Result<Option<Held>, Failure> {
    Ok(held(conn, account)?.filter(|held| held.is_by(owner)))
}

/// When the lease on an account ends, if there is one.
pub(crate) fn until(conn: &Connection, account: AccountId) -> Result<Option<Timestamp>, Failure> {
    Ok(held(conn, account)?
        .and_then(|held| held.lease)
        .map(|lease| lease.until))
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
