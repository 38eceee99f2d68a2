//! Accounts whose customer may be the one of whom Meta tells.

use crate::error::Failure;
use crate::{journey, rows, sql};
use gangway_domain::{AccountId, MetaBusinessId, Onboarding, Timestamp};
use gangway_storage::{Attempt, Unreadable};
use rusqlite::{Connection, params};

/// More candidates than this are as good as none.
const MOST: i64 = 200;

pub(super) fn since(conn: &Connection, since: Timestamp) -> Result<Vec<Attempt>, Failure> {
    let at_once = conn.unchecked_transaction()?;
    let accounts = sql::all(
        &at_once,
        concat!(
            "SELECT ",
            gangway_storage::account_columns!(),
            " FROM account
             WHERE started_at >= ?1 AND started_at IS NOT NULL
                 AND state NOT IN ('finished', 'removed')
             ORDER BY started_at DESC, id DESC LIMIT ?2"
        ),
        params![since.as_millis(), MOST],
        rows::account,
    )?;
    let attempts = accounts
        .into_iter()
        .map(|account| attempt(&at_once, account))
        .collect::<Result<_, _>>()?;
    at_once.commit()?;
    Ok(attempts)
}

fn attempt(conn: &Connection, account: Onboarding) -> Result<Attempt, Failure> {
    let grant = journey::load_grant(conn, account.id)?
        .unwrap_or_default()
        .grant;
    let business = business(conn, account.id)?;
    Ok(Attempt {
        account,
        claims: grant.claims,
        has_token: grant.token.is_some(),
        business,
    })
}

fn business(conn: &Connection, account: AccountId) -> Result<Option<MetaBusinessId>, Failure> {
    let stored = sql::first(
        conn,
        "SELECT meta_business FROM account WHERE id = ?1",
        [account.row()],
        |row| Ok(row.get::<_, Option<String>>(0)?),
    )?;
    let parsed = stored.flatten().map(|id| MetaBusinessId::parse(&id));
    Ok(parsed.transpose().map_err(Unreadable::from)?)
}
