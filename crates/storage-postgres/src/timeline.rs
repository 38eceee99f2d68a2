//! What happened to an account, noted by the operation that made it happen.

use crate::error::Failure;
use crate::outbox::{Told, tell, tell_one};
use crate::rows;
use crate::unit::{Statement, Unit};
use gangway_domain::{AccountId, ListedNumber, PartnerEvent, PartnerId, TimelineEntry};
use gangway_storage::{NewEvent, TIMELINE_KEPT, account_columns, timeline_columns};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// Adds an event (and the [milestones](gangway_storage::MILESTONES) up to it that are new), and drops those that are beyond the ones that are kept. Run under the lock
/// of the account, so that the events have the order in which they came true.
pub(crate) const NOTE: &str = "WITH dropped AS (
         DELETE FROM timeline WHERE account = $1 AND id <= (
             SELECT id FROM timeline WHERE account = $1 ORDER BY id DESC LIMIT 1 OFFSET $6)),
     reached AS (
         INSERT INTO milestone (account, kind, at, partner, created_at)
         SELECT id, kind, $2, partner, created_at
         FROM account, unnest('{opened,started,code,finished}'::text[]) WITH ORDINALITY m (kind, place)
         WHERE id = $1 AND place <= array_position('{opened,started,code,finished}'::text[], $3)
         ON CONFLICT (account, kind) DO NOTHING)
     INSERT INTO timeline (account, at, event, step, cause) VALUES ($1, $2, $3, $4, $5)";

/// The latest events, oldest first.
pub(crate) const SELECT: &str = concat!(
    "SELECT ",
    timeline_columns!(),
    " FROM (SELECT id, ",
    timeline_columns!(),
    " FROM timeline WHERE account = $1 ORDER BY id DESC LIMIT $2) latest ORDER BY id"
);

/// Counts what the partner is told of an account up, and reads the account as it is now.
const COUNT_AND_READ: &str = concat!(
    "UPDATE account SET events = events + 1 WHERE id = $1 RETURNING ",
    account_columns!(),
    ", events"
);

/// How many events are kept, as PostgreSQL counts.
pub(crate) fn kept() -> i64 {
    i64::try_from(TIMELINE_KEPT).unwrap_or(i64::MAX)
}

/// An event as [`NOTE`] takes it.
struct Event<'e> {
    account: i64,
    at: i64,
    event: &'static str,
    step: Option<&'e str>,
    cause: Option<&'e str>,
    /// Of those that are there already.
    stay: i64,
}

impl<'e> Event<'e> {
    fn of(account: AccountId, entry: &'e TimelineEntry) -> Self {
        Self {
            account: account.row(),
            at: entry.at.as_millis(),
            event: entry.event.name(),
            step: entry.step.as_deref(),
            cause: entry.cause.as_deref(),
            stay: kept() - 1,
        }
    }

    fn params(&self) -> [&(dyn ToSql + Sync); 6] {
        [
            &self.account,
            &self.at,
            &self.event,
            &self.step,
            &self.cause,
            &self.stay,
        ]
    }
}

/// Something that happened to an account, whose row the unit has locked.
#[derive(Debug)]
pub(crate) struct Happened<'h> {
    account: AccountId,
    entry: &'h TimelineEntry,
    replaced: Option<&'h ListedNumber>,
    list: Option<PartnerId>,
}

impl<'h> Happened<'h> {
    pub(crate) const fn to(account: AccountId, entry: &'h TimelineEntry) -> Self {
        Self {
            account,
            entry,
            replaced: None,
            list: None,
        }
    }

    /// Another number is listed in the place of this one.
    pub(crate) const fn replacing(self, number: Option<&'h ListedNumber>) -> Self {
        Self {
            replaced: number,
            ..self
        }
    }

    /// This partner's list has changed with it: its revision goes up.
    pub(crate) const fn changing_list_of(self, partner: PartnerId) -> Self {
        Self {
            list: Some(partner),
            ..self
        }
    }

    /// Makes the changes that it consists of, notes it, and tells the partner what partners are
    /// told. This is the last thing that a unit does: after it the account is as the partner
    /// hears of it, and the partner's row is locked.
    pub(crate) async fn note(self, unit: &Unit, changes: &[Statement<'_>]) -> Result<(), Failure> {
        let event = Event::of(self.account, self.entry);
        let event = event.params();
        let mut steps = changes.to_vec();
        steps.push((NOTE, &event));
        if PartnerEvent::of(self.entry.event).is_some() {
            let params: [&(dyn ToSql + Sync); 1] = [&self.account.row()];
            let row = unit.then_first(&steps, COUNT_AND_READ, &params).await?;
            let row = row.ok_or(Failure::Refused("there is no such account"))?;
            let (partner, event) = told(self.entry, &row, self.replaced)?;
            return tell_one(unit, &[], partner, event, self.list.is_some()).await;
        }
        match self.list {
            Some(partner) => tell_one(unit, &steps, partner, None, true).await,
            None => {
                unit.batch(&steps).await?;
                Ok(())
            }
        }
    }
}

/// Notes the same of several accounts, each given with its row, columns as
/// [`COUNT_AND_READ`] gives them. One that does not read back stands in nobody's way; its
/// partner is not told.
pub(crate) async fn note_all(
    unit: &Unit,
    rows: &[Row],
    entry: &TimelineEntry,
) -> Result<(), Failure> {
    let mut told_all = Vec::new();
    let mut events = Vec::new();
    for row in rows {
        let id = AccountId::from_row(row.try_get(0)?);
        events.push(Event::of(id, entry));
        match told(entry, row, None) {
            Ok((partner, event)) => {
                told_all.extend(event.map(|event| Told::new(partner, event)));
            }
            Err(Failure::Unreadable(why)) => {
                tracing::error!(
                    account = %id,
                    why,
                    "an account does not read back; its partner is not told what happened to it"
                );
            }
            Err(failure) => return Err(failure),
        }
    }
    told_all.sort_by_key(Told::partner);
    let params: Vec<_> = events.iter().map(Event::params).collect();
    let notes: Vec<Statement<'_>> = params.iter().map(|params| (NOTE, &params[..])).collect();
    tell(unit, &notes, &told_all).await
}

/// Whose an account is, and what its partner is told of it, read from a row of
/// [`COUNT_AND_READ`].
fn told(
    entry: &TimelineEntry,
    row: &Row,
    replaced: Option<&ListedNumber>,
) -> Result<(PartnerId, Option<NewEvent>), Failure> {
    let account = rows::account(row)?;
    let event = NewEvent::of(entry, &account, row.try_get("events")?, replaced);
    Ok((account.partner, event))
}
