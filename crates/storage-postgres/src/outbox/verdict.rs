//! What deliveries say of the endpoints to which they went.

use crate::error::Failure;
use crate::unit::Unit;
use crate::wake;
use gangway_domain::{OffReason, PartnerId, Timestamp};
use gangway_storage::{EndedDelivery, Ruling, Standing, Verdict};
use std::collections::BTreeMap;
use tokio_postgres::Row;

/// How endpoints stand.
pub(super) const ENDPOINTS: &str =
    "SELECT partner, failing_since, url IS NOT NULL AND off_at IS NULL, failed_at
     FROM endpoint WHERE partner = ANY ($1)";

/// The same, locked in the order in which everybody does.
const LOCKED: &str = "SELECT partner, failing_since, url IS NOT NULL AND off_at IS NULL, failed_at
     FROM endpoint WHERE partner = ANY ($1) ORDER BY partner FOR NO KEY UPDATE";

const CHANGE: &str = "UPDATE endpoint SET failing_since = $2, off_at = coalesce($3, off_at),
         off_why = coalesce($4, off_why), failed_at = $5
     WHERE partner = $1";

const JOB: &str = "INSERT INTO job (kind, partner, due_at) VALUES ('endpoint_off', $1, $2)";

fn standing(row: &Row) -> Result<(PartnerId, Standing), Failure> {
    let time = |column: usize| -> Result<_, Failure> {
        let at: Option<i64> = row.try_get(column)?;
        Ok(at.map(Timestamp::from_millis))
    };
    let standing = Standing {
        failing_since: time(1)?,
        failed_at: time(3)?,
        is_on: row.try_get(2)?,
    };
    Ok((PartnerId::from_row(row.try_get(0)?), standing))
}

/// What deliveries say of their endpoints.
#[derive(Debug)]
pub(super) struct Verdicts(BTreeMap<PartnerId, Verdict>);

impl Verdicts {
    pub(super) fn of(ended: &[EndedDelivery]) -> Self {
        Self(Verdict::of_all(ended))
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
    ) -> Result<Vec<(PartnerId, Ruling)>, Failure> {
        let mut changes = Vec::new();
        for row in endpoints {
            let (partner, standing) = standing(row)?;
            let verdict = self.0.get(&partner);
            let ruling = verdict.and_then(|verdict| verdict.on(standing, now));
            changes.extend(ruling.map(|ruling| (partner, ruling)));
        }
        Ok(changes)
    }

    async fn apply(
        &self,
        unit: &Unit,
        partner: PartnerId,
        change: Ruling,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let (partner, now) = (partner.row(), now.as_millis());
        let since = change.failing_since.map(Timestamp::as_millis);
        let latest = change.failed_at.map(Timestamp::as_millis);
        let off_at = change.off.map(|_| now);
        let why = change.off.map(OffReason::name);
        let changed: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
            [&partner, &since, &off_at, &why, &latest];
        if change.off.is_some() {
            unit.batch(&[(CHANGE, &changed), (JOB, &[&partner, &now])])
                .await?;
        } else {
            unit.run(CHANGE, &changed).await?;
        }
        Ok(())
    }
}
