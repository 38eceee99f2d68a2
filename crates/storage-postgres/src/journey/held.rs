//! Where an account stands and who works on it, read under the lock of its row.

use crate::error::Failure;
use crate::unit::Unit;
use gangway_domain::{AccountId, OnboardingState, Timestamp};
use gangway_storage::Lease;
use gangway_storage::rows::state;
use tokio_postgres::Row;

/// Where an account stands and who works on it.
pub(super) struct Held {
    pub(super) state: OnboardingState,
    pub(super) not_before: Option<Timestamp>,
    pub(super) recovered: bool,
    lease: Option<Lease>,
}

impl Held {
    /// Locks an account until the unit ends.
    pub(super) async fn lock(unit: &Unit, account: AccountId) -> Result<Option<Self>, Failure> {
        let found = unit
            .first(
                "SELECT state, lease_owner, lease_until, not_before, recovered FROM account
                 WHERE id = $1 FOR NO KEY UPDATE",
                &[&account.row()],
            )
            .await?;
        found.as_ref().map(Self::read).transpose()
    }

    /// Locks an account whose lease this owner holds.
    pub(super) async fn lock_by(
        unit: &Unit,
        account: AccountId,
        owner: i64,
    ) -> Result<Option<Self>, Failure> {
        let held = Self::lock(unit, account).await?;
        Ok(held.filter(|held| held.is_by(owner)))
    }

    fn read(row: &Row) -> Result<Self, Failure> {
        let owner: Option<i64> = row.try_get(1)?;
        let until: Option<i64> = row.try_get(2)?;
        let not_before: Option<i64> = row.try_get(3)?;
        Ok(Self {
            state: state(row.try_get(0)?)?,
            not_before: not_before.map(Timestamp::from_millis),
            recovered: row.try_get(4)?,
            lease: owner.zip(until).map(|(owner, until)| Lease {
                owner,
                until: Timestamp::from_millis(until),
            }),
        })
    }

    pub(super) fn is_by(&self, owner: i64) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.owner == owner)
    }

    /// Whether somebody else holds a lease that lives.
    pub(super) fn is_kept_from(&self, owner: i64, now: Timestamp) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.owner != owner && now < lease.until)
    }
}
