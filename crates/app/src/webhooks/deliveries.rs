//! What became of each delivery, for partners and operators.

use crate::{App, Operator};
use gangway_domain::PartnerId;
use gangway_storage::{
    DeliveryAttempt, DeliveryFilter, DeliveryRecord, Endpoint, StorageError, Store,
};

/// A delivery with its attempts, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryView {
    /// The delivery.
    pub record: DeliveryRecord,
    /// What each try came to.
    pub attempts: Vec<DeliveryAttempt>,
}

impl App {
    /// A partner's deliveries, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deliveries(
        &self,
        partner: PartnerId,
        filter: &DeliveryFilter,
    ) -> Result<Vec<DeliveryView>, StorageError> {
        deliveries(self.store.as_ref(), partner, filter).await
    }
}

impl Operator {
    /// A partner's endpoint.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn webhook(&self, partner: PartnerId) -> Result<Option<Endpoint>, StorageError> {
        self.store.webhook(partner).await
    }

    /// A partner's deliveries, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn deliveries(
        &self,
        partner: PartnerId,
        filter: &DeliveryFilter,
    ) -> Result<Vec<DeliveryView>, StorageError> {
        deliveries(self.store.as_ref(), partner, filter).await
    }
}

async fn deliveries(
    store: &dyn Store,
    partner: PartnerId,
    filter: &DeliveryFilter,
) -> Result<Vec<DeliveryView>, StorageError> {
    let records = store.deliveries(partner, filter).await?;
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let attempts = store.attempts(partner, &ids).await?;
    let views = records.into_iter().map(|record| {
        // One that came between the two looks belongs to a state that is not shown.
        let known = usize::try_from(record.tries).unwrap_or(usize::MAX);
        let own = attempts.iter().filter(|(id, _)| *id == record.id);
        let own = own.take(known);
        let attempts = own.map(|(_, attempt)| attempt.clone()).collect();
        DeliveryView { record, attempts }
    });
    Ok(views.collect())
}
