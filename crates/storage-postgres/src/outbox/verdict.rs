//! What deliveries say of the endpoints to which they went.

use crate::error::Failure;
use crate::unit::Unit;
use crate::wake;
use gangway_domain::{OFF_AFTER, OffReason, PartnerId, Timestamp};
use gangway_storage::{DeliveryEnd, EndedDelivery};
use std::collections::BTreeMap;
use tokio_postgres::Row;

/// How endpoints stand.
pub(super) const ENDPOINTS: &str =
    "SELECT partner, failing_since, url IS NOT NULL AND off_at IS NULL
     FROM endpoint WHERE partner = ANY ($1)";

/// The same, locked in the order in which everybody does.
const LOCKED: &str = "SELECT partner, failing_since, url IS NOT NULL AND off_at IS NULL
     FROM endpoint WHERE partner = ANY ($1) ORDER BY partner FOR NO KEY UPDATE";

const CHANGE: &str = "UPDATE endpoint SET failing_since = $2, off_at = coalesce($3, off_at),
         off_why = coalesce($4, off_why)
     WHERE partner = $1";

const JOB: &str = "INSERT INTO job (kind, partner, due_at) VALUES ('endpoint_off', $1, $2)";

/// What some deliveries say of one endpoint.
#[derive(Debug, Default, Clone, Copy)]
struct Verdict {
    /// It took one.
    taken: bool,
    /// It did not take the last one.
    failing: bool,
    /// It wants no more.
    gone: bool,
}

/// How an endpoint stands.
struct Standing {
    partner: PartnerId,
    failing_since: Option<Timestamp>,
    /// Something is sent to it.
    is_on: bool,
}

impl Standing {
    fn read(row: &Row) -> Result<Self, Failure> {
        let failing_since: Option<i64> = row.try_get(1)?;
        Ok(Self {
            partner: PartnerId::from_row(row.try_get(0)?),
            failing_since: failing_since.map(Timestamp::from_millis),
            is_on: row.try_get(2)?,
        })
    }
}

/// What becomes of an endpoint.
#[derive(Debug, Clone, Copy)]
struct Change {
    failing_since: Option<Timestamp>,
    off: Option<OffReason>,
}

impl Verdict {
    /// What becomes of an endpoint by this; `None` where nothing changes. What is sent nothing
    /// any more is neither failing nor switched off by stragglers.
    fn change(self, standing: &Standing, now: Timestamp) -> Option<Change> {
        let before = standing.failing_since.filter(|_| !self.taken);
        let (failing_since, off) = if standing.is_on && (self.failing || self.gone) {
            let is_over = before.is_some_and(|since| since.plus(OFF_AFTER) <= now);
            let off = match (self.gone, is_over) {
                (true, _) => Some(OffReason::Gone),
                (false, true) => Some(OffReason::Failing),
                (false, false) => None,
            };
            (before.or(Some(now)), off)
        } else {
            (before, None)
        };
        let changes = failing_since != standing.failing_since || off.is_some();
        changes.then_some(Change { failing_since, off })
    }
}

/// What deliveries say of their endpoints.
#[derive(Debug, Default)]
pub(super) struct Verdicts(BTreeMap<PartnerId, Verdict>);

impl Verdicts {
    pub(super) fn of(ended: &[EndedDelivery]) -> Self {
        let mut all = Self::default();
        for one in ended {
            let verdict = all.0.entry(one.partner).or_default();
            match one.end {
                DeliveryEnd::Delivered(_) => {
                    verdict.taken = true;
                    verdict.failing = false;
                }
                DeliveryEnd::Again(..) | DeliveryEnd::Failed(_) => verdict.failing = true,
                DeliveryEnd::Gone(_) => {
                    verdict.failing = true;
                    verdict.gone = true;
                }
                DeliveryEnd::Released => {}
            }
        }
        all
    }

    pub(super) fn partners(&self) -> Vec<i64> {
        self.0.keys().map(|partner| partner.row()).collect()
    }

    /// Changes the endpoints that are to be changed, as they stand in these rows, and gives
    /// those that are switched off. Most of the time nothing changes, and no row is touched.
    pub(super) async fn pass(
        &self,
        unit: &Unit,
        endpoints: &[Row],
        now: Timestamp,
    ) -> Result<Vec<PartnerId>, Failure> {
        let changing = self.changes(endpoints, now)?;
        if changing.is_empty() {
            return Ok(Vec::new());
        }
        let partners: Vec<i64> = changing.iter().map(|(partner, _)| partner.row()).collect();
        // Somebody else may have changed them meanwhile.
        let endpoints = unit.rows(LOCKED, &[&partners]).await?;
        let mut off = Vec::new();
        for (partner, change) in self.changes(&endpoints, now)? {
            self.apply(unit, partner, change, now).await?;
            if change.off.is_some() {
                off.push(partner);
            }
        }
        if !off.is_empty() {
            unit.first(wake::NOTIFY, &[]).await?;
        }
        Ok(off)
    }

    fn changes(
        &self,
        endpoints: &[Row],
        now: Timestamp,
    ) -> Result<Vec<(PartnerId, Change)>, Failure> {
        let mut changes = Vec::new();
        for row in endpoints {
            let standing = Standing::read(row)?;
            let verdict = self.0.get(&standing.partner);
            let change = verdict.and_then(|verdict| verdict.change(&standing, now));
            changes.extend(change.map(|change| (standing.partner, change)));
        }
        Ok(changes)
    }

    async fn apply(
        &self,
        unit: &Unit,
        partner: PartnerId,
        change: Change,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let (partner, now) = (partner.row(), now.as_millis());
        let since = change.failing_since.map(Timestamp::as_millis);
        let off_at = change.off.map(|_| now);
        let why = change.off.map(OffReason::name);
        let changed: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
            [&partner, &since, &off_at, &why];
        if change.off.is_some() {
            unit.batch(&[(CHANGE, &changed), (JOB, &[&partner, &now])])
                .await?;
        } else {
            unit.run(CHANGE, &changed).await?;
        }
        Ok(())
    }
}
