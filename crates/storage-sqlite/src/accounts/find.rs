//! Finding one account.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{
    AccountId, LandingSlug, LinkSlug, ListedNumber, Onboarding, PartnerId, PhoneNumber,
};
use rusqlite::{Connection, params};

pub(crate) const BY_LINK: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    " FROM account WHERE id = (
         SELECT id FROM account WHERE link = ?1
         UNION ALL SELECT account FROM former_link WHERE link = ?1)"
);

pub(crate) const BY_NUMBER: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    " FROM account WHERE partner = ?2 AND state <> 'removed' AND id IN (
         SELECT account FROM temporary_number WHERE number = ?1
         UNION ALL SELECT account FROM registered_number WHERE number = ?1 AND partner = ?2
         UNION ALL SELECT id FROM account
             WHERE number = ?1 AND partner = ?2 AND finished_at IS NOT NULL
                 AND removed_at IS NULL)"
);

/// The account that has connected a number.
const CONNECTED: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    " FROM account
     WHERE number = ?1 AND partner = ?2 AND finished_at IS NOT NULL AND removed_at IS NULL"
);

pub(crate) fn by_id(conn: &Connection, account: AccountId) -> Result<Option<Onboarding>, Failure> {
    let sql = concat!(
        "SELECT ",
        gangway_storage::account_columns!(),
        " FROM account WHERE id = ?1"
    );
    sql::first(conn, sql, [account.row()], rows::account)
}

pub(super) fn by_link(conn: &Connection, link: &LinkSlug) -> Result<Option<Onboarding>, Failure> {
    sql::first(conn, BY_LINK, [link.as_str()], rows::account)
}

pub(super) fn by_landing(
    conn: &Connection,
    landing: &LandingSlug,
) -> Result<Option<Onboarding>, Failure> {
    let sql = concat!(
        "SELECT ",
        gangway_storage::account_columns!(),
        " FROM account WHERE landing = ?1"
    );
    sql::first(conn, sql, [landing.as_str()], rows::account)
}

/// By digits, whatever kind of number they look like: one that was handed out as a temporary
/// number is never taken as a real one, so they find one account at most. The temporary number
/// also finds an account that has finished, and so tells that from one that never was.
pub(super) fn by_number(
    conn: &Connection,
    partner: PartnerId,
    number: &ListedNumber,
) -> Result<Option<Onboarding>, Failure> {
    let values = params![number.as_str(), partner.row()];
    sql::first(conn, BY_NUMBER, values, rows::account)
}

/// The account of a partner that has connected a number, and is not removed.
pub(super) fn connected(
    conn: &Connection,
    partner: PartnerId,
    number: &ListedNumber,
) -> Result<Option<Onboarding>, Failure> {
    let values = params![number.as_str(), partner.row()];
    sql::first(conn, CONNECTED, values, rows::account)
}

/// Whether an account of the partner that has finished lists it.
pub(crate) fn lists_number(
    conn: &Connection,
    partner: PartnerId,
    number: &PhoneNumber,
) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM account
         WHERE number = ?1 AND partner = ?2 AND finished_at IS NOT NULL AND removed_at IS NULL",
        params![number.as_str(), partner.row()],
    )
}
