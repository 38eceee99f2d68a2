//! What is known of an account's set-up. Read and written under the lock of its account.

use crate::error::Failure;
use crate::rows;
use crate::unit::Unit;
use gangway_domain::{AccountId, PhoneNumberId, Sealed, Timestamp, WabaId};
use gangway_storage::{GrantRecord, grant_columns};

pub(super) const SELECT: &str = concat!(
    "SELECT ",
    grant_columns!(),
    " FROM account_grant WHERE account = $1"
);

pub(super) async fn load(unit: &Unit, account: AccountId) -> Result<Option<GrantRecord>, Failure> {
    let row = unit.first(SELECT, &[&account.row()]).await?;
    row.as_ref().map(rows::grant).transpose()
}

pub(super) async fn save(
    unit: &Unit,
    account: AccountId,
    known: &GrantRecord,
) -> Result<(), Failure> {
    const SQL: &str = concat!(
        "INSERT INTO account_grant (account, ",
        grant_columns!(),
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (account) DO UPDATE SET (",
        grant_columns!(),
        ") = ROW (EXCLUDED.token, EXCLUDED.claimed_waba, EXCLUDED.claimed_phone_number,
             EXCLUDED.waba, EXCLUDED.phone_number, EXCLUDED.steps_waba,
             EXCLUDED.steps_phone_number, EXCLUDED.subscribed, EXCLUDED.pin, EXCLUDED.registered,
             EXCLUDED.contacts_sync, EXCLUDED.history_sync, EXCLUDED.token_at,
             EXCLUDED.credit_allocation)"
    );
    let grant = &known.grant;
    let steps_for = known.steps_for.as_ref();
    let claimed_number = grant.claims.phone_number.as_ref();
    unit.run(
        SQL,
        &[
            &account.row(),
            &grant.token.as_ref().map(Sealed::as_bytes),
            &grant.claims.waba.as_ref().map(WabaId::as_str),
            &claimed_number.map(PhoneNumberId::as_str),
            &grant.waba.as_ref().map(WabaId::as_str),
            &grant.phone_number.as_ref().map(PhoneNumberId::as_str),
            &steps_for.map(|(waba, _)| waba.as_str()),
            &steps_for.map(|(_, number)| number.as_str()),
            &grant.subscribed,
            &grant.pin.as_ref().map(Sealed::as_bytes),
            &grant.registered,
            &grant.contacts_sync,
            &grant.history_sync,
            &grant.token_at.map(Timestamp::as_millis),
            &grant.credit_allocation,
        ],
    )
    .await?;
    Ok(())
}
