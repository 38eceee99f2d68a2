//! A number and a code for whoever asks, as far as the rules allow.

use super::locked;
use crate::error::Failure;
use crate::limits;
use crate::unit::Unit;
use gangway_domain::{MOST_WAITING, NumberCall, RESERVED_FOR, RegisteredNumber, Text, Timestamp};
use gangway_storage::{RegisterOutcome, Registration};

/// How many other numbers of a partner wait at $3, for a customer or for their code.
const WAITING: &str = "SELECT count(*) FROM registered_number
     WHERE partner = $1 AND number <> $2 AND connected_at IS NULL
         AND (account IS NOT NULL OR verified_until > $3 OR asked_at > $4)";

/// Two numbers of one partner are counted one after the other.
const LOCK_PARTNER: &str = "SELECT 1 FROM partner WHERE id = $1 FOR NO KEY UPDATE";

pub(super) async fn reserve(
    unit: &Unit,
    registration: &Registration,
) -> Result<RegisterOutcome, Failure> {
    let Registration {
        partner,
        number,
        comment,
        at,
    } = registration;
    let (partner, at) = (*partner, *at);
    let before = locked(unit, number).await?;
    let is_own = before
        .as_ref()
        .is_some_and(|known| known.partner == partner);
    let is_held = before.as_ref().is_some_and(|known| match is_own {
        true => !known.may_be_verified(at),
        false => !known.is_free(at),
    });
    if is_held || is_connected(unit, number.as_str()).await? {
        return Ok(RegisterOutcome::Held);
    }
    let (id, digits) = (partner.row(), number.as_str());
    let since = at.minus(RESERVED_FOR).as_millis();
    let waiting = unit
        .then_first(
            &[(LOCK_PARTNER, &[&id])],
            WAITING,
            &[&id, &digits, &at.as_millis(), &since],
        )
        .await?;
    let waiting: i64 = waiting.map_or(Ok(0), |row| row.try_get(0))?;
    if waiting >= i64::from(MOST_WAITING) {
        return Ok(RegisterOutcome::Full);
    }
    if let Some(end) = limits::count(unit, number, NumberCall::Code, at).await? {
        return Ok(RegisterOutcome::TooManyCodes(end));
    }
    let reserved = match before {
        Some(known) if is_own => RegisteredNumber {
            asked_at: known.reserved_from(at),
            comment: comment.clone().or(known.comment),
            ..known
        },
        other => RegisteredNumber {
            partner,
            number: number.clone(),
            comment: comment.clone(),
            // The operator's numbers at Meta are all partners' alike.
            meta_id: other.and_then(|known| known.meta_id),
            asked_at: at,
            verified_until: None,
            account: None,
            connected_at: None,
        },
    };
    store(unit, &reserved).await?;
    Ok(RegisterOutcome::Reserved(Box::new(reserved)))
}

/// Whether somebody's customer has connected it.
async fn is_connected(unit: &Unit, number: &str) -> Result<bool, Failure> {
    let found = unit
        .first(
            "SELECT 1 FROM account
             WHERE number = $1 AND finished_at IS NOT NULL AND removed_at IS NULL",
            &[&number],
        )
        .await?;
    Ok(found.is_some())
}

async fn store(unit: &Unit, reserved: &RegisteredNumber) -> Result<(), Failure> {
    unit.run(
        "INSERT INTO registered_number (number, partner, comment, meta_id, asked_at,
             verified_until)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (number) DO UPDATE SET partner = EXCLUDED.partner,
             comment = EXCLUDED.comment, asked_at = EXCLUDED.asked_at,
             verified_until = EXCLUDED.verified_until,
             remind_at = CASE WHEN EXCLUDED.verified_until IS NULL THEN NULL
                 ELSE registered_number.remind_at END",
        &[
            &reserved.number.as_str(),
            &reserved.partner.row(),
            &reserved.comment.as_ref().map(Text::as_str),
            &reserved.meta_id.as_ref().map(|id| id.as_str()),
            &reserved.asked_at.as_millis(),
            &reserved.verified_until.map(Timestamp::as_millis),
        ],
    )
    .await?;
    Ok(())
}
