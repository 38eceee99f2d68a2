//! What has to be sent to partners, and who sends it.

mod claim;
mod end;
mod forget;
mod tell;

pub(crate) use tell::{add, next_number, queue, tell};
#[cfg(test)]
pub(crate) use {claim::CLAIMABLE, claim::ENDPOINTS, forget::OLDEST};

use crate::SqliteStore;
use async_trait::async_trait;
use gangway_domain::{PartnerId, Timestamp};
use gangway_storage::{Delivery, EndedDelivery, Endpoint, Lease, Outbox, StorageError, WakeUp};

#[async_trait]
impl Outbox for SqliteStore {
    async fn endpoints_due(&self, now: Timestamp) -> Result<Vec<Endpoint>, StorageError> {
        self.readers().short(|conn| claim::endpoints(conn, now))
    }

    async fn claim_deliveries(
        &self,
        partner: PartnerId,
        lease: Lease,
        at_most: u32,
        now: Timestamp,
    ) -> Result<Vec<Delivery>, StorageError> {
        // Asked again and again; often there is nothing to write.
        let any = self
            .readers()
            .short(|conn| claim::any(conn, partner, at_most, now))?;
        if !any {
            return Ok(Vec::new());
        }
        self.write(move |write| claim::claim(write.sql(), partner, &lease, at_most, now))
            .await
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
        let off = self
            .write(move |write| end::all(write.sql(), owner, &ended, now))
            .await?;
        if !off.is_empty() {
            self.waker().wake();
        }
        Ok(off)
    }

    async fn forget_events(&self, before: Timestamp, at_most: u32) -> Result<u32, StorageError> {
        // Asked again and again; mostly there is nothing to write.
        if !self.readers().short(|conn| forget::any(conn, before))? {
            return Ok(0);
        }
        self.write(move |write| forget::forget(write.sql(), before, at_most))
            .await
    }

    fn outbox_wake_up(&self) -> WakeUp {
        self.outbox().wake_up()
    }
}
