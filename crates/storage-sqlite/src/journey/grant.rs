//! What is known of an account's set-up.

use crate::error::Failure;
use crate::sql;
use gangway_domain::{AccountId, PhoneNumberId, Sealed, WabaId};
use gangway_storage::{AssetsInUse, Claims, Grant, Progress};
use rusqlite::types::FromSql;
use rusqlite::{Connection, Row, params};

/// A grant, and what its later steps were done for.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) grant: Grant,
    /// Survives a new token, which has to prove its assets anew: if they are the same
    /// ones, the steps (the PIN above all) still hold.
    steps_for: Option<(WabaId, PhoneNumberId)>,
}

impl Known {
    /// A new code stands for a new choice: what the last token opened is not gone on with.
    pub(super) fn forget_token(&mut self) {
        self.grant.token = None;
        self.grant.waba = None;
        self.grant.phone_number = None;
    }

    /// Takes in a step that is done.
    pub(super) fn advance(&mut self, step: Progress) {
        let grant = &mut self.grant;
        match step {
            Progress::Exchanged(token) => {
                self.forget_token();
                self.grant.token = Some(token);
            }
            Progress::Proved { waba, phone_number } => {
                let proved = (waba, phone_number);
                if self.steps_for.as_ref() != Some(&proved) {
                    grant.subscribed = false;
                    grant.pin = None;
                    grant.registered = false;
                    grant.contacts_sync = None;
                    grant.history_sync = None;
                }
                grant.waba = Some(proved.0.clone());
                grant.phone_number = Some(proved.1.clone());
                self.steps_for = Some(proved);
            }
            Progress::Subscribed => grant.subscribed = true,
            Progress::PinDrawn(pin) => grant.pin = Some(pin),
            Progress::Registered => grant.registered = true,
            Progress::ContactsSync(id) => grant.contacts_sync = Some(id),
            Progress::HistorySync(id) => grant.history_sync = Some(id),
        }
    }
}

/// Erases a grant and gives it out one last time.
pub(crate) fn take(conn: &Connection, account: AccountId) -> Result<Option<Grant>, Failure> {
    let known = load(conn, account)?;
    sql::run(
        conn,
        "DELETE FROM account_grant WHERE account = ?1",
        [account.row()],
    )?;
    Ok(known.map(|known| known.grant))
}

/// Whether a grant stands on these; a removed account has none.
pub(super) fn in_use(
    conn: &Connection,
    waba: &WabaId,
    phone_number: &PhoneNumberId,
) -> Result<AssetsInUse, Failure> {
    Ok(AssetsInUse {
        waba: sql::exists(
            conn,
            "SELECT 1 FROM account_grant WHERE waba = ?1",
            [waba.as_str()],
        )?,
        phone_number: sql::exists(
            conn,
            "SELECT 1 FROM account_grant WHERE phone_number = ?1",
            [phone_number.as_str()],
        )?,
    })
}

pub(super) fn load(conn: &Connection, account: AccountId) -> Result<Option<Known>, Failure> {
    sql::first(
        conn,
        "SELECT token, claimed_waba, claimed_phone_number, waba, phone_number, steps_waba,
             steps_phone_number, subscribed, pin, registered, contacts_sync, history_sync
         FROM account_grant WHERE account = ?1",
        [account.row()],
        read,
    )
}

fn read(row: &Row<'_>) -> Result<Known, Failure> {
    let sealed = |column| Ok::<_, Failure>(get::<Vec<u8>>(row, column)?.map(Sealed::from_bytes));
    let waba = |column| {
        get::<String>(row, column)?
            .map(|id| WabaId::parse(&id))
            .transpose()
            .map_err(Failure::from)
    };
    let number = |column| {
        get::<String>(row, column)?
            .map(|id| PhoneNumberId::parse(&id))
            .transpose()
            .map_err(Failure::from)
    };
    Ok(Known {
        grant: Grant {
            token: sealed(0)?,
            claims: Claims {
                waba: waba(1)?,
                phone_number: number(2)?,
            },
            waba: waba(3)?,
            phone_number: number(4)?,
            subscribed: row.get(7)?,
            pin: sealed(8)?,
            registered: row.get(9)?,
            contacts_sync: row.get(10)?,
            history_sync: row.get(11)?,
        },
        steps_for: waba(5)?.zip(number(6)?),
    })
}

fn get<T: FromSql>(row: &Row<'_>, column: usize) -> Result<Option<T>, Failure> {
    Ok(row.get(column)?)
}

pub(super) fn save(conn: &Connection, account: AccountId, known: &Known) -> Result<(), Failure> {
    let grant = &known.grant;
    let steps_for = known.steps_for.as_ref();
    sql::run(
        conn,
        "INSERT OR REPLACE INTO account_grant (account, token, claimed_waba, claimed_phone_number,
             waba, phone_number, steps_waba, steps_phone_number, subscribed, pin, registered,
             contacts_sync, history_sync)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        params![
            account.row(),
            grant.token.as_ref().map(Sealed::as_bytes),
            grant.claims.waba.as_ref().map(WabaId::as_str),
            grant
                .claims
                .phone_number
                .as_ref()
                .map(PhoneNumberId::as_str),
            grant.waba.as_ref().map(WabaId::as_str),
            grant.phone_number.as_ref().map(PhoneNumberId::as_str),
            steps_for.map(|(waba, _)| waba.as_str()),
            steps_for.map(|(_, number)| number.as_str()),
            grant.subscribed,
            grant.pin.as_ref().map(Sealed::as_bytes),
            grant.registered,
            grant.contacts_sync,
            grant.history_sync,
        ],
    )?;
    Ok(())
}
