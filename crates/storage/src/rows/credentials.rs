//! Credentials read back.

use super::{Columns, maybe, time};
use crate::{Credential, Secrets, Unreadable};
use gangway_domain::{ClientId, Hash256, PartnerId, Text, Timestamp};

/// The columns that [`credential`] reads, in its order.
#[macro_export]
macro_rules! credential_columns {
    () => {
        "client_id, partner, label, created_at, former_until, revoked_at"
    };
}

/// The columns of a credential and its partner that [`secrets`] reads, in its order.
#[macro_export]
macro_rules! secrets_columns {
    () => {
        "credential.partner, credential.secret, credential.former_secret, \
         credential.former_until, partner.suspended_at IS NOT NULL"
    };
}

/// Reads [`credential_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn credential<C: Columns>(row: &mut C) -> Result<Credential, C::Error> {
    Ok(Credential {
        client_id: ClientId::parse(&row.text()?).map_err(Unreadable::from)?,
        partner: PartnerId::from_row(row.int()?),
        label: maybe(row, "credential.label", Text::parse)?,
        created_at: Timestamp::from_millis(row.int()?),
        former_until: time(row)?,
        revoked_at: time(row)?,
    })
}

/// Reads [`secrets_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn secrets<C: Columns>(row: &mut C) -> Result<Secrets, C::Error> {
    let partner = PartnerId::from_row(row.int()?);
    let secret = hash(row, "credential.secret")?;
    let former = hash(row, "credential.former_secret")?;
    Ok(Secrets {
        partner,
        secret: secret.ok_or_else(|| Unreadable::column("credential.secret"))?,
        former: former.zip(time(row)?),
        suspended: row.flag()?,
    })
}

fn hash<C: Columns>(row: &mut C, column: &'static str) -> Result<Option<Hash256>, C::Error> {
    let stored = row.maybe_bytes()?.map(<[u8; 32]>::try_from).transpose();
    let bytes = stored.map_err(|_| Unreadable::column(column))?;
    Ok(bytes.map(Hash256))
}
