//! The queue of webhooks, with repeats at growing gaps under the simulator's clock.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::Signature;

/// Gaps before each repeat, in seconds; the last one goes on until the retry span is over.
const GAPS_S: &[i64] = &[1, 10, 60, 300, 1800, 3600, 3 * 3600];

/// Deliveries kept for tests to look at.
const KEPT: usize = 2_000;

/// One webhook to one URL.
#[derive(Clone)]
pub(crate) struct Delivery {
    id: u64,
    pub(crate) app_id: String,
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) signature: Signature,
    field: String,
    created_ms: i64,
    attempts: usize,
    last_status: Option<u16>,
    /// When to try next; none once it is delivered, given up, or on its way.
    due_ms: Option<i64>,
    delivered: bool,
}

impl Delivery {
    /// One that is first due at that time.
    pub(crate) fn new(app_id: &str, field: &str, url: String, body: String, now_ms: i64) -> Self {
        Self {
            id: 0,
            app_id: app_id.to_owned(),
            url,
            body,
            signature: Signature::Good,
            field: field.to_owned(),
            created_ms: now_ms,
            attempts: 0,
            last_status: None,
            due_ms: Some(now_ms),
            delivered: false,
        }
    }

    /// Signed in this way.
    pub(crate) fn signed(self, signature: Signature) -> Self {
        Self { signature, ..self }
    }
}

/// All deliveries, oldest first.
#[derive(Default)]
pub(crate) struct Outbox {
    deliveries: Vec<Delivery>,
    /// Ids of those that are sent before the browser hears anything.
    early: VecDeque<u64>,
    /// Those that let another webhook go first.
    waiting: Vec<Delivery>,
    next_id: u64,
}

impl Outbox {
    /// Keeps a delivery for [`take_early`](Self::take_early).
    pub(crate) fn push_early(&mut self, mut delivery: Delivery) {
        delivery.due_ms = None;
        self.push(delivery);
        self.early.push_back(self.next_id);
    }

    /// Takes the oldest early delivery.
    pub(crate) fn take_early(&mut self) -> Option<(u64, Delivery)> {
        let id = self.early.pop_front()?;
        let delivery = self.deliveries.iter().find(|delivery| delivery.id == id)?;
        Some((id, delivery.clone()))
    }

    /// Keeps a delivery back until another one is out.
    pub(crate) fn push_waiting(&mut self, delivery: Delivery) {
        self.waiting.push(delivery);
    }

    /// Another one is out, or in front of them in the queue.
    pub(crate) fn release_waiting(&mut self) {
        for delivery in std::mem::take(&mut self.waiting) {
            self.push(delivery);
        }
    }

    pub(crate) fn push(&mut self, mut delivery: Delivery) {
        self.next_id += 1;
        delivery.id = self.next_id;
        if self.deliveries.len() >= KEPT {
            let done = self.deliveries.iter().position(|old| old.due_ms.is_none());
            self.deliveries.remove(done.unwrap_or(0));
        }
        self.deliveries.push(delivery);
    }

    /// When the next delivery is due.
    pub(crate) fn next_due_ms(&self) -> Option<i64> {
        self.deliveries
            .iter()
            .filter_map(|delivery| delivery.due_ms)
            .min()
    }

    /// Takes the oldest delivery that is due; it stays in the outbox, marked as on its way.
    pub(crate) fn take_due(&mut self, now_ms: i64) -> Option<(u64, Delivery)> {
        let is_due =
            |delivery: &&mut Delivery| delivery.due_ms.is_some_and(|due_ms| due_ms <= now_ms);
        let delivery = self
            .deliveries
            .iter_mut()
            .filter(is_due)
            .min_by_key(|delivery| (delivery.due_ms, delivery.id))?;
        delivery.due_ms = None;
        Some((delivery.id, delivery.clone()))
    }

    /// Notes how an attempt went. Anything but 200 is tried again until the span is over.
    pub(crate) fn attempted(
        &mut self,
        id: u64,
        status: Option<u16>,
        now_ms: i64,
        retry_hours: u32,
    ) {
        let Some(delivery) = self
            .deliveries
            .iter_mut()
            .find(|delivery| delivery.id == id)
        else {
            return;
        };
        delivery.last_status = status;
        delivery.delivered = status == Some(200);
        if !delivery.delivered {
            let gap_s = GAPS_S[delivery.attempts.min(GAPS_S.len() - 1)];
            let due_ms = now_ms + gap_s * 1000;
            let span_ms = i64::from(retry_hours) * 3600 * 1000;
            delivery.due_ms = (due_ms - delivery.created_ms <= span_ms).then_some(due_ms);
        }
        delivery.attempts += 1;
    }

    pub(crate) fn dump(&self) -> Vec<Value> {
        let entries = self.deliveries.iter().map(|delivery| {
            json!({
                "id": delivery.id,
                "app_id": delivery.app_id,
                "field": delivery.field,
                "url": delivery.url,
                "attempts": delivery.attempts,
                "last_status": delivery.last_status,
                "delivered": delivery.delivered,
                "next_attempt_ms": delivery.due_ms,
            })
        });
        entries.collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Delivery, Outbox};

    #[test]
    fn repeats_at_growing_gaps_until_the_span_is_over() {
        let mut outbox = Outbox::default();
        outbox.push(Delivery::new(
            "1",
            "account_update",
            "http://x".into(),
            "{}".into(),
            0,
        ));
        let mut now_ms = 0;
        let mut gaps = Vec::new();
        while let Some(due_ms) = outbox.next_due_ms() {
            gaps.push(due_ms - now_ms);
            now_ms = due_ms;
            let (id, _) = outbox.take_due(now_ms).unwrap();
            outbox.attempted(id, Some(500), now_ms, 36);
        }
        assert!(gaps.windows(2).all(|pair| pair[0] <= pair[1]), "{gaps:?}");
        assert!(gaps.len() > 8 && now_ms <= 36 * 3600 * 1000, "{gaps:?}");
    }

    #[test]
    fn a_delivered_webhook_is_never_due_again() {
        let mut outbox = Outbox::default();
        outbox.push(Delivery::new(
            "1",
            "account_update",
            "http://x".into(),
            "{}".into(),
            5,
        ));
        assert!(outbox.take_due(4).is_none());
        let (id, _) = outbox.take_due(5).unwrap();
        assert!(outbox.take_due(5).is_none(), "it is on its way already");
        outbox.attempted(id, Some(200), 5, 36);
        assert_eq!(outbox.next_due_ms(), None);
    }
}
