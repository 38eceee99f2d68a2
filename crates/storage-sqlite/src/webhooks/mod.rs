//! Partners' webhook endpoints, what they are told, and what became of it.

mod deliveries;
mod endpoint;
mod events;
mod replay;

#[cfg(test)]
pub(crate) use {
    deliveries::{OF_EVENT, OF_PARTNER},
    events::{OF_ACCOUNT, PAGE},
    replay::{LOOK, PENDING},
};

use crate::SqliteStore;
use async_trait::async_trait;
use gangway_domain::{EventId, PartnerId, Timestamp};
use gangway_storage::{
    DeliveryAttempt, DeliveryFilter, DeliveryRecord, Endpoint, EventFilter, EventPage,
    ReplayAllOutcome, ReplayOutcome, SetWebhook, StorageError, WebhookSet, Webhooks,
};

#[async_trait]
impl Webhooks for SqliteStore {
    async fn set_webhook(&self, change: SetWebhook) -> Result<Option<WebhookSet>, StorageError> {
        self.write(move |write| endpoint::set(write, change)).await
    }

    async fn webhook(&self, partner: PartnerId) -> Result<Option<Endpoint>, StorageError> {
        self.readers().short(|conn| endpoint::find(conn, partner))
    }

    async fn events(
        &self,
        partner: PartnerId,
        filter: &EventFilter,
    ) -> Result<EventPage, StorageError> {
        let filter = filter.clone();
        self.readers()
            .long(move |conn| events::page(conn, partner, &filter))
            .await
    }

    async fn deliveries(
        &self,
        partner: PartnerId,
        filter: &DeliveryFilter,
    ) -> Result<Vec<DeliveryRecord>, StorageError> {
        let filter = filter.clone();
        self.readers()
            .long(move |conn| deliveries::of(conn, partner, &filter))
            .await
    }

    async fn attempts(
        &self,
        partner: PartnerId,
        deliveries: &[i64],
    ) -> Result<Vec<(i64, DeliveryAttempt)>, StorageError> {
        let deliveries = deliveries.to_vec();
        self.readers()
            .long(move |conn| deliveries::attempts(conn, partner, deliveries))
            .await
    }

    async fn replay(
        &self,
        partner: PartnerId,
        event: &EventId,
        now: Timestamp,
    ) -> Result<ReplayOutcome, StorageError> {
        let event = event.clone();
        self.write(move |write| replay::one(write, partner, &event, now))
            .await
    }

    async fn replay_undelivered(
        &self,
        partner: PartnerId,
        since: Timestamp,
        after: i64,
        at_most: u32,
        now: Timestamp,
    ) -> Result<ReplayAllOutcome, StorageError> {
        self.write(move |write| replay::undelivered(write, partner, since, after, at_most, now))
            .await
    }

    async fn test_webhook(
        &self,
        partner: PartnerId,
        now: Timestamp,
    ) -> Result<Option<EventId>, StorageError> {
        self.write(move |write| replay::test(write, partner, now))
            .await
    }
}
