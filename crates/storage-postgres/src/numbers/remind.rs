//! Telling partners of the time of their numbers.

use crate::error::Failure;
use crate::outbox::{Told, tell};
use crate::rows;
use crate::unit::Unit;
use gangway_domain::{NumberReminder, RegisteredNumber, Timestamp};
use gangway_storage::{NewEvent, registered_number_columns};

/// Of which numbers partners are to be told, the longest due ones first. What another node is
/// telling at this moment is left to it.
pub(crate) const DUE: &str = concat!(
    "SELECT ",
    registered_number_columns!(),
    " FROM registered_number WHERE remind_at <= $1 ORDER BY remind_at LIMIT $2
     FOR NO KEY UPDATE SKIP LOCKED"
);

const NEXT: &str = "UPDATE registered_number SET remind_at = next.at
     FROM unnest($1::text[], $2::bigint[]) AS next (number, at)
     WHERE registered_number.number = next.number";

pub(super) async fn remind(unit: &Unit, at_most: u32, now: Timestamp) -> Result<u32, Failure> {
    let due = unit
        .rows(DUE, &[&now.as_millis(), &i64::from(at_most)])
        .await?;
    let mut due = due
        .iter()
        .map(rows::registered_number)
        .collect::<Result<Vec<_>, _>>()?;
    if due.is_empty() {
        return Ok(0);
    }
    // The rows of partners are locked in their order.
    due.sort_by_key(|held| held.partner);
    let numbers: Vec<&str> = due.iter().map(|held| held.number.as_str()).collect();
    let next = |held: &RegisteredNumber| NumberReminder::next(held.verified_until?, now);
    let next: Vec<Option<i64>> = due
        .iter()
        .map(|held| next(held).map(Timestamp::as_millis))
        .collect();
    let told = due.iter().filter_map(|held| {
        let reminder = NumberReminder::now(held.verified_until?, now)?;
        let event = NewEvent::of_number(held, reminder, now);
        Some(Told::new(held.partner, event))
    });
    let told: Vec<Told> = told.collect();
    tell(unit, &[(NEXT, &[&numbers, &next])], &told).await?;
    Ok(u32::try_from(due.len()).unwrap_or(u32::MAX))
}
