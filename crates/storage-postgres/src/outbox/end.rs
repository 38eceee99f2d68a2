//! How deliveries ended.

use super::verdict::{self, Verdicts};
use crate::error::Failure;
use crate::unit::Unit;
use gangway_domain::{AttemptFault, DeliveryState, PartnerId, Timestamp};
use gangway_storage::{DeliveryAttempt, DeliveryEnd, EndedDelivery};

/// Stores how deliveries ended, each with its attempt. They are locked in the order of their
/// ids. Whoever took one has it, whoever sent it; of the others only those whose lease is
/// still held by $2 change. One that was cleared away with its event meanwhile is gone.
pub(crate) const END: &str = "WITH locked AS MATERIALIZED (
         SELECT id FROM delivery WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE),
     ended AS (
         SELECT * FROM unnest($1::bigint[], $3::text[], $4::bigint[], $5::bigint[],
                 $6::bigint[], $7::bigint[], $8::text[], $9::bytea[])
             AS e (delivery, state, due_at, at, took, http_status, fault, answer)),
     changed AS (
         UPDATE delivery SET
             tries = tries + CASE WHEN ended.at IS NULL THEN 0 ELSE 1 END,
             state = CASE WHEN ended.state = 'delivered' OR lease_owner = $2
                 THEN ended.state ELSE delivery.state END,
             due_at = CASE WHEN ended.state = 'delivered' OR lease_owner = $2
                 THEN ended.due_at ELSE delivery.due_at END,
             lease_owner = CASE WHEN ended.state = 'delivered' OR lease_owner = $2
                 THEN NULL ELSE lease_owner END
         FROM ended
         WHERE delivery.id = ANY (ARRAY (SELECT id FROM locked))
             AND ended.delivery = delivery.id
         RETURNING delivery.id, delivery.tries, ended.at, ended.took, ended.http_status,
             ended.fault, ended.answer)
     INSERT INTO delivery_attempt (delivery, number, at, took, http_status, fault, answer)
     SELECT id, tries, at, took, http_status, fault, answer FROM changed
     WHERE at IS NOT NULL";

/// What ended, column by column.
#[derive(Debug, Default)]
struct Ended<'e> {
    delivery: Vec<i64>,
    state: Vec<&'static str>,
    due_at: Vec<Option<i64>>,
    at: Vec<Option<i64>>,
    took: Vec<Option<i64>>,
    http_status: Vec<Option<i64>>,
    fault: Vec<Option<&'static str>>,
    answer: Vec<Option<&'e [u8]>>,
}

impl<'e> Ended<'e> {
    fn of(all: &'e [EndedDelivery], now: Timestamp) -> Self {
        let mut ended = Self::default();
        for one in all {
            ended.add(one, now);
        }
        ended
    }

    fn add(&mut self, one: &'e EndedDelivery, now: Timestamp) {
        let (state, due_at, attempt) = match &one.end {
            DeliveryEnd::Delivered(attempt) => (DeliveryState::Delivered, None, Some(attempt)),
            DeliveryEnd::Again(attempt, at) => (DeliveryState::Pending, Some(*at), Some(attempt)),
            DeliveryEnd::Failed(attempt) | DeliveryEnd::Gone(attempt) => {
                (DeliveryState::Failed, None, Some(attempt))
            }
            DeliveryEnd::Released => (DeliveryState::Pending, Some(now), None),
        };
        self.delivery.push(one.delivery);
        self.state.push(state.name());
        self.due_at.push(due_at.map(Timestamp::as_millis));
        self.at.push(attempt.map(|attempt| attempt.at.as_millis()));
        self.took.push(attempt.map(took));
        let status = attempt.and_then(|attempt| attempt.http_status);
        self.http_status.push(status.map(i64::from));
        let fault = attempt.and_then(|attempt| attempt.fault);
        self.fault.push(fault.map(AttemptFault::name));
        let answer = attempt.map(|attempt| attempt.answer.as_slice());
        self.answer.push(answer.filter(|answer| !answer.is_empty()));
    }

    /// Whether something is due already, as what was released is.
    fn makes_due(&self, now: Timestamp) -> bool {
        let mut due = self.due_at.iter().flatten();
        due.any(|at| *at <= now.as_millis())
    }
}

fn took(attempt: &DeliveryAttempt) -> i64 {
    i64::try_from(attempt.took.as_millis()).unwrap_or(i64::MAX)
}

/// Stores how deliveries ended; gives the partners whose endpoints are switched off by that.
pub(super) async fn end(
    unit: &Unit,
    owner: i64,
    all: &[EndedDelivery],
    now: Timestamp,
) -> Result<Vec<PartnerId>, Failure> {
    let ended = Ended::of(all, now);
    if ended.makes_due(now) {
        unit.wake_outbox();
    }
    let verdicts = Verdicts::of(all);
    let endpoints = unit
        .then_rows(
            &[(
                END,
                &[
                    &ended.delivery,
                    &owner,
                    &ended.state,
                    &ended.due_at,
                    &ended.at,
                    &ended.took,
                    &ended.http_status,
                    &ended.fault,
                    &ended.answer,
                ],
            )],
            verdict::ENDPOINTS,
            &[&verdicts.partners()],
        )
        .await?;
    verdicts.pass(unit, &endpoints, now).await
}
