//! Wrong passwords and codes in a row.

use crate::error::Failure;
use crate::unit::Unit;
use gangway_domain::{BackOff, Hash256, Timestamp};

/// How many that are over a right one clears away on the way.
const CLEARED: i64 = 32;
/// And how many any other: more than it adds.
const CLEARED_BY_A_TRY: i64 = 2;

pub(crate) const CLEAR: &str = "DELETE FROM sign_in_try WHERE key = ANY (ARRAY (
         SELECT key FROM sign_in_try WHERE latest <= $1
         ORDER BY latest LIMIT $2 FOR UPDATE SKIP LOCKED))";

/// So that there is a row to lock: two tries at once are counted one after the other.
const BEGIN: &str = "INSERT INTO sign_in_try (key, tries, latest, blocked_until)
     VALUES ($1, 0, $2, $2) ON CONFLICT (key) DO NOTHING";

const KNOWN: &str =
    "SELECT tries, latest, blocked_until FROM sign_in_try WHERE key = $1 FOR UPDATE";

/// Counts a try, or says until when none is made.
pub(super) async fn count(
    unit: &Unit,
    key: &Hash256,
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    let (key, at) = (key.0.as_slice(), now.as_millis());
    let known = unit
        .then_first(&[(BEGIN, &[&key, &at])], KNOWN, &[&key])
        .await?;
    let mut before = 0;
    if let Some(row) = known {
        let latest = Timestamp::from_millis(row.try_get(1)?);
        let until = Timestamp::from_millis(row.try_get(2)?);
        if until > now {
            return Ok(Some(until));
        }
        if latest.plus(BackOff::FORGOTTEN_AFTER) > now {
            before = row.try_get::<_, i64>(0)?;
        }
    }
    let tries = before.saturating_add(1);
    let wait = BackOff::after(u32::try_from(tries).unwrap_or(u32::MAX));
    let until = wait.map_or(now, |wait| now.plus(wait)).as_millis();
    let over = now.minus(BackOff::FORGOTTEN_AFTER).as_millis();
    unit.batch(&[
        (
            "UPDATE sign_in_try SET tries = $2, latest = $3, blocked_until = $4 WHERE key = $1",
            &[&key, &tries, &at, &until],
        ),
        (CLEAR, &[&over, &CLEARED_BY_A_TRY]),
    ])
    .await?;
    Ok(None)
}

/// Forgets the tries of one, and some that are over.
pub(super) async fn forget(unit: &Unit, key: &Hash256, now: Timestamp) -> Result<(), Failure> {
    let over = now.minus(BackOff::FORGOTTEN_AFTER).as_millis();
    unit.batch(&[
        (
            "DELETE FROM sign_in_try WHERE key = $1",
            &[&key.0.as_slice()],
        ),
        (CLEAR, &[&over, &CLEARED]),
    ])
    .await?;
    Ok(())
}
