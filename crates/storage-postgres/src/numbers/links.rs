//! Registered numbers and the accounts whose links use them.

use super::locked;
use crate::error::Failure;
use crate::unit::Unit;
use gangway_domain::{AccountId, PartnerId, PhoneNumber, Timestamp};
use gangway_storage::{CreateOutcome, Unreadable};

/// The link of an account uses the number.
pub(crate) const LINK: &str = "UPDATE registered_number SET account = $2 WHERE number = $1";

/// The link of an account is gone; what it used waits again.
pub(crate) const UNLINK: &str = "UPDATE registered_number SET account = NULL WHERE account = $1";

/// The number that an account has connected is nobody's registered one any more.
pub(crate) const FORGET: &str = "DELETE FROM registered_number WHERE account = $1";

/// The customer of an account has connected a number. If it is not the registered one, that
/// one waits again.
pub(crate) const CONNECT: &str = "UPDATE registered_number SET
         account = CASE WHEN number = $2 THEN account END,
         connected_at = CASE WHEN number = $2 THEN coalesce(connected_at, $3) END,
         remind_at = CASE WHEN number = $2 THEN NULL ELSE remind_at END
     WHERE account = $1";

/// The connected number waits for nobody else, whoever had registered it.
pub(crate) const TAKE: &str = "DELETE FROM registered_number WHERE number = $1 AND account IS NULL";

/// An id for an account with this number, or why there can be none. The number stays locked.
pub(crate) async fn free(
    unit: &Unit,
    partner: PartnerId,
    number: &PhoneNumber,
    now: Timestamp,
) -> Result<Result<AccountId, CreateOutcome>, Failure> {
    let found = locked(unit, number).await?;
    let found = found.filter(|found| found.partner == partner);
    let next = unit
        .first(
            "SELECT nextval(pg_get_serial_sequence('account', 'id')), EXISTS (
                 SELECT 1 FROM account
                 WHERE number = $1 AND partner = $2 AND finished_at IS NOT NULL
                     AND removed_at IS NULL)",
            &[&number.as_str(), &partner.row()],
        )
        .await?
        .ok_or_else(|| Unreadable::column("account.id"))?;
    let is_linked = found.as_ref().is_some_and(|found| found.account.is_some());
    if is_linked || next.try_get(1)? {
        return Ok(Err(CreateOutcome::NumberInUse));
    }
    if !found.is_some_and(|found| found.is_waiting(now)) {
        return Ok(Err(CreateOutcome::NumberNotRegistered));
    }
    Ok(Ok(AccountId::from_row(next.try_get(0)?)))
}
