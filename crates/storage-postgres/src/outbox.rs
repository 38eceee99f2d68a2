//! What has to be sent to partners, and who sends it.

mod claim;
mod end;
mod forget;
mod tell;
mod verdict;

#[cfg(test)]
pub(crate) use {
    claim::{CLAIM, ENDPOINTS},
    end::END,
    forget::{FORGET_ATTEMPTS, LOCK_DELIVERIES, OLDEST},
    tell::KEEP,
};

pub(crate) use tell::{Told, tell, tell_one};

use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{PartnerId, Timestamp};
use gangway_storage::{Delivery, EndedDelivery, Endpoint, Lease, Outbox, StorageError, WakeUp};

#[async_trait]
impl Outbox for PostgresStore {
    async fn endpoints_due(&self, now: Timestamp) -> Result<Vec<Endpoint>, StorageError> {
        read!(self, |reader| claim::endpoints(reader, now))
    }

    async fn claim_deliveries(
        &self,
        partner: PartnerId,
        lease: Lease,
        at_most: u32,
        now: Timestamp,
    ) -> Result<Vec<Delivery>, StorageError> {
        unit!(self, |unit| claim::claim(
            unit, partner, &lease, at_most, now
        ))
    }

    async fn end_deliveries(
        &self,
        owner: i64,
        ended: Vec<EndedDelivery>,
        now: Timestamp,
    ) -> Result<Vec<PartnerId>, StorageError> {
        if ended.is_empty() {
            return Ok(Vec::new());
        }
        unit!(self, |unit| end::end(unit, owner, &ended, now))
    }

    async fn forget_events(&self, before: Timestamp, at_most: u32) -> Result<u32, StorageError> {
        unit!(self, |unit| forget::forget(unit, before, at_most))
    }

    fn outbox_wake_up(&self) -> WakeUp {
        self.outbox().wake_up()
    }
}
