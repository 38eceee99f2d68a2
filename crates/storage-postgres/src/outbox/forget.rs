//! Letting go of events that are old enough, and of what became of them.

use crate::error::Failure;
use crate::unit::Unit;
use gangway_domain::Timestamp;

/// The oldest events that are old enough: ids are in the order of age, so only the lowest are
/// looked at. What another node is clearing away, or sending again, is left to it.
pub(crate) const OLDEST: &str = "SELECT id FROM partner_event
     WHERE id = ANY (ARRAY (
         SELECT id FROM (SELECT id, at FROM partner_event ORDER BY id LIMIT $2) AS oldest
         WHERE at < $1))
     ORDER BY id FOR UPDATE SKIP LOCKED";

/// In the order in which everybody locks deliveries.
pub(crate) const LOCK_DELIVERIES: &str = "SELECT count(*) FROM (
         SELECT 1 FROM delivery WHERE event = ANY ($1) ORDER BY id FOR UPDATE) AS locked";

pub(crate) const FORGET_ATTEMPTS: &str = "DELETE FROM delivery_attempt WHERE delivery = ANY (
         ARRAY (SELECT id FROM delivery WHERE event = ANY ($1)))";

const FORGET_DELIVERIES: &str = "DELETE FROM delivery WHERE event = ANY ($1)";
const FORGET_EVENTS: &str = "DELETE FROM partner_event WHERE id = ANY ($1)";

/// Forgets at most so many; says how many it were.
pub(super) async fn forget(unit: &Unit, before: Timestamp, at_most: u32) -> Result<u32, Failure> {
    let oldest = unit
        .rows(OLDEST, &[&before.as_millis(), &i64::from(at_most)])
        .await?;
    let ids = oldest
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<Vec<i64>, _>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    unit.batch(&[
        (LOCK_DELIVERIES, &[&ids]),
        (FORGET_ATTEMPTS, &[&ids]),
        (FORGET_DELIVERIES, &[&ids]),
        (FORGET_EVENTS, &[&ids]),
    ])
    .await?;
    Ok(u32::try_from(ids.len()).unwrap_or(u32::MAX))
}
