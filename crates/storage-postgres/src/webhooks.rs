//! Partners' webhook endpoints, what they are told, and what became of it.

mod deliveries;
mod endpoint;
mod events;
mod replay;

#[cfg(test)]
pub(crate) use {
    deliveries::{ATTEMPTS, OF_EVENT, OF_PARTNER},
    events::{OF_ACCOUNT, PAGE},
    replay::{HASTEN, LOCK_PENDING, LOOK, QUEUE},
};

use crate::{PostgresStore, read, unit};
use async_trait::async_trait;
use gangway_domain::{EventId, PartnerId, Timestamp};
use gangway_storage::{
    DeliveryAttempt, DeliveryFilter, DeliveryRecord, Endpoint, EventFilter, EventPage,
    ReplayAllOutcome, ReplayOutcome, SetWebhook, StorageError, WebhookSet, Webhooks,
};

#[async_trait]
impl Webhooks for PostgresStore {
    async fn set_webhook(&self, change: SetWebhook) -> Result<Option<WebhookSet>, StorageError> {
        unit!(self, |unit| endpoint::set(unit, &change))
    }

    async fn webhook(&self, partner: PartnerId) -> Result<Option<Endpoint>, StorageError> {
        read!(self, |reader| endpoint::find(reader, partner))
    }

    async fn events(
        &self,
        partner: PartnerId,
        filter: &EventFilter,
    ) -> Result<EventPage, StorageError> {
        read!(self, |reader| events::page(reader, partner, filter))
    }

    async fn deliveries(
        &self,
        partner: PartnerId,
        filter: &DeliveryFilter,
    ) -> Result<Vec<DeliveryRecord>, StorageError> {
        read!(self, |reader| deliveries::of(reader, partner, filter))
    }

    async fn attempts(
        &self,
        partner: PartnerId,
        deliveries: &[i64],
    ) -> Result<Vec<(i64, DeliveryAttempt)>, StorageError> {
        read!(self, |reader| deliveries::attempts(
            reader, partner, deliveries
        ))
    }

    async fn replay(
        &self,
        partner: PartnerId,
        event: &EventId,
        now: Timestamp,
    ) -> Result<ReplayOutcome, StorageError> {
        unit!(self, |unit| replay::one(unit, partner, event, now))
    }

    async fn replay_undelivered(
        &self,
        partner: PartnerId,
        since: Timestamp,
        after: i64,
        at_most: u32,
        now: Timestamp,
    ) -> Result<ReplayAllOutcome, StorageError> {
        unit!(self, |unit| replay::undelivered(
            unit, partner, since, after, at_most, now
        ))
    }

    async fn test_webhook(
        &self,
        partner: PartnerId,
        now: Timestamp,
    ) -> Result<Option<EventId>, StorageError> {
        unit!(self, |unit| replay::test(unit, partner, now))
    }
}
