//! What partners are told, written into the unit of what happened.

use crate::error::Failure;
use crate::partners::{BUMP_REVISION, next_revision};
use crate::unit::{Statement, Unit};
use gangway_domain::{AccountId, PartnerId};
use gangway_storage::NewEvent;
use tokio_postgres::types::ToSql;

/// Counts a partner's events up. Its row stays locked from here to the end of the unit: the
/// partner's events are committed in the order of their numbers, and where its endpoint is
/// changed meanwhile each event comes either before or after the change.
const COUNT: &str = "UPDATE partner SET events = events + 1 WHERE id = $1";

/// The same where its list has changed as well.
const COUNT_AND_BUMP: &str = concat!(
    "UPDATE partner SET events = events + 1, revision = ",
    next_revision!(),
    " WHERE id = $1"
);

/// Keeps the event that was counted last, and has it sent where there is an endpoint for it.
/// A statement of its own: it sees an endpoint that was changed while the partner's row was
/// waited for.
pub(crate) const KEEP: &str = "WITH told AS (
         INSERT INTO partner_event
             (partner, number, account, sequence, event_id, event, at, body)
         SELECT id, events, $2::bigint, $3::bigint, $4::text, $5::text, $6::bigint, $7::text
         FROM partner WHERE id = $1
         RETURNING id, partner, account, at)
     INSERT INTO delivery (partner, event, account, queued_at, state, due_at)
     SELECT told.partner, told.id, told.account, told.at, 'pending', told.at
     FROM told JOIN endpoint ON endpoint.partner = told.partner
     WHERE endpoint.url IS NOT NULL AND endpoint.off_at IS NULL";

/// An event that a partner is told.
#[derive(Debug)]
pub(crate) struct Told {
    partner: i64,
    account: Option<i64>,
    sequence: Option<i64>,
    id: String,
    event: &'static str,
    at: i64,
    body: String,
    changes_list: bool,
}

impl Told {
    pub(crate) fn new(partner: PartnerId, event: NewEvent) -> Self {
        Self {
            partner: partner.row(),
            account: event.account.map(AccountId::row),
            sequence: event.sequence,
            id: event.id.as_str().to_owned(),
            event: event.event.name(),
            at: event.at.as_millis(),
            body: event.body,
            changes_list: false,
        }
    }

    /// Who is told.
    pub(crate) const fn partner(&self) -> i64 {
        self.partner
    }

    const fn count(&self) -> &'static str {
        if self.changes_list {
            COUNT_AND_BUMP
        } else {
            COUNT
        }
    }

    fn whom(&self) -> [&(dyn ToSql + Sync); 1] {
        [&self.partner]
    }

    fn params(&self) -> [&(dyn ToSql + Sync); 7] {
        [
            &self.partner,
            &self.account,
            &self.sequence,
            &self.id,
            &self.event,
            &self.at,
            &self.body,
        ]
    }
}

/// Ends a unit that changed what a partner has: the partner is told, if there is an event for
/// it, and the revision of its list goes up, if that has changed. In one round trip with the
/// statements that are still to be run before that.
pub(crate) async fn tell_one(
    unit: &Unit,
    before: &[Statement<'_>],
    partner: PartnerId,
    event: Option<NewEvent>,
    changes_list: bool,
) -> Result<(), Failure> {
    if let Some(event) = event {
        let told = Told {
            changes_list,
            ..Told::new(partner, event)
        };
        return tell(unit, before, &[told]).await;
    }
    let mut steps = before.to_vec();
    let partner = partner.row();
    let partner: [&(dyn ToSql + Sync); 1] = [&partner];
    if changes_list {
        steps.push((BUMP_REVISION, &partner));
    }
    unit.batch(&steps).await?;
    Ok(())
}

/// Tells partners what has happened, in one round trip with the statements that are still to
/// be run before that. The rows of partners are locked in this order, and last of all: several
/// have to be in the order of their partners.
pub(crate) async fn tell(
    unit: &Unit,
    before: &[Statement<'_>],
    told: &[Told],
) -> Result<(), Failure> {
    let params: Vec<_> = told.iter().map(|one| (one.whom(), one.params())).collect();
    let mut steps = before.to_vec();
    for (one, (whom, params)) in told.iter().zip(&params) {
        steps.push((one.count(), whom));
        steps.push((KEEP, params));
    }
    let counts = unit.batch(&steps).await?;
    let queued = counts.iter().skip(before.len()).skip(1).step_by(2);
    if queued.sum::<u64>() > 0 {
        unit.wake_outbox();
    }
    Ok(())
}
