//! What people look at in the dashboard.

use crate::error::Failure;
use crate::reader::{Reader, Sql};
use crate::{PostgresStore, read, rows};
use async_trait::async_trait;
use gangway_domain::{AccountId, Onboarding, OnboardingState, PartnerId, TimelineEvent, Timestamp};
use gangway_storage::{
    AccountRows, Desk, Funnel, FunnelWeek, Milestone, PartnerUsage, RowFilter, RowSort,
    StorageError, Unreadable, account_columns, search,
};
use std::collections::BTreeMap;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

const ACCOUNT: &str = concat!(
    "SELECT ",
    account_columns!(),
    " FROM account WHERE id = $1 AND partner = $2"
);

/// Those that came at once stand as they have to happen.
const MILESTONES: &str = "SELECT account, kind, at FROM milestone WHERE account = ANY($1)
     ORDER BY account, at, CASE kind
         WHEN 'opened' THEN 1 WHEN 'started' THEN 2 WHEN 'code' THEN 3 ELSE 4 END";

/// Accounts by week; `$4` and `$5` are the first Monday and the length of a week.
pub(crate) const MADE: &str = "SELECT (created_at - $4) / $5, 'created', count(*) FROM account
     WHERE partner = $1 AND created_at >= $2 AND created_at < $3 GROUP BY 1";

pub(crate) const REACHED: &str = "SELECT (created_at - $4) / $5, kind, count(*) FROM milestone
     WHERE partner = $1 AND created_at >= $2 AND created_at < $3 GROUP BY 1, 2";

pub(crate) const LEFT: &str = "SELECT cancelled_step, count(*) FROM account
     WHERE partner = $1 AND created_at >= $2 AND created_at < $3 AND state = 'cancelled'
     GROUP BY 1 ORDER BY 2 DESC, 1 NULLS FIRST";

const USAGE: &str = "SELECT partner, count(*), count(finished_at),
         count(*) FILTER (WHERE created_at >= $1), count(*) FILTER (WHERE finished_at >= $1)
     FROM account WHERE state <> 'removed' GROUP BY partner ORDER BY partner";

#[async_trait]
impl Desk for PostgresStore {
    async fn account_rows(
        &self,
        partner: PartnerId,
        filter: &RowFilter,
    ) -> Result<AccountRows, StorageError> {
        read!(self, |reader| page(reader, partner, filter))
    }

    async fn account_of(
        &self,
        partner: PartnerId,
        id: AccountId,
    ) -> Result<Option<Onboarding>, StorageError> {
        read!(self, |reader| async {
            let row = reader.first(ACCOUNT, &[&id.row(), &partner.row()]).await?;
            row.as_ref().map(rows::account).transpose()
        })
    }

    async fn milestones(&self, accounts: &[AccountId]) -> Result<Vec<Milestone>, StorageError> {
        let ids: Vec<i64> = accounts.iter().map(|id| id.row()).collect();
        read!(self, |reader| async {
            let found = reader.rows(MILESTONES, &[&ids]).await?;
            found
                .iter()
                .map(|row| {
                    Ok(Milestone {
                        account: AccountId::from_row(row.try_get(0)?),
                        kind: event(row, 1)?,
                        at: Timestamp::from_millis(row.try_get(2)?),
                    })
                })
                .collect()
        })
    }

    async fn funnel(
        &self,
        partner: PartnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Funnel, StorageError> {
        read!(self, |reader| funnel(reader, partner, from, to))
    }

    async fn partner_usage(&self, since: Timestamp) -> Result<Vec<PartnerUsage>, StorageError> {
        read!(self, |reader| async {
            let found = reader.rows(USAGE, &[&since.as_millis()]).await?;
            found
                .iter()
                .map(|row| {
                    Ok(PartnerUsage {
                        partner: PartnerId::from_row(row.try_get(0)?),
                        accounts: count(row, 1)?,
                        finished: count(row, 2)?,
                        created_lately: count(row, 3)?,
                        finished_lately: count(row, 4)?,
                    })
                })
                .collect()
        })
    }
}

fn event(row: &Row, column: usize) -> Result<TimelineEvent, Failure> {
    let name: &str = row.try_get(column)?;
    let event = TimelineEvent::from_name(name);
    Ok(event.ok_or_else(|| Unreadable::column("milestone.kind"))?)
}

fn count(row: &Row, column: usize) -> Result<u64, Failure> {
    let counted: i64 = row.try_get(column)?;
    Ok(u64::try_from(counted).unwrap_or_default())
}

async fn funnel(
    reader: &Reader,
    partner: PartnerId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Funnel, Failure> {
    let mut weeks: BTreeMap<i64, FunnelWeek> = BTreeMap::new();
    let (partner, from, to) = (partner.row(), from.as_millis(), to.as_millis());
    for statement in [MADE, REACHED] {
        let values: [&(dyn ToSql + Sync); 5] = [
            &partner,
            &from,
            &to,
            &FunnelWeek::FIRST,
            &FunnelWeek::LENGTH,
        ];
        for row in reader.rows(statement, &values).await? {
            let week = row.try_get(0)?;
            let counted = weeks.entry(week).or_insert(FunnelWeek {
                week,
                ..FunnelWeek::default()
            });
            counted.count(event(&row, 1)?, count(&row, 2)?);
        }
    }
    let mut left_at = Vec::new();
    for row in reader.rows(LEFT, &[&partner, &from, &to]).await? {
        left_at.push((row.try_get(0)?, count(&row, 1)?));
    }
    Ok(Funnel {
        weeks: weeks.into_values().collect(),
        left_at,
    })
}

async fn page(
    reader: &Reader,
    partner: PartnerId,
    filter: &RowFilter,
) -> Result<AccountRows, Failure> {
    let mut found = Condition::of(partner, filter);
    let mut answer = AccountRows::default();
    let counts = format!(
        "SELECT state, count(*) FROM account WHERE {} GROUP BY state",
        found.sql
    );
    reader
        .each(Sql::Once(&counts), &found.values(), |row| {
            let state = gangway_storage::rows::state(row.try_get(0)?)?;
            answer.by_state.push((state, count(row, 1)?));
            Ok(())
        })
        .await?;
    found.in_states(&filter.states);
    let order = order(filter);
    let limit = found.place(i64::from(filter.limit));
    let offset = found.place(i64::from(filter.offset));
    // The few that are shown are picked by their keys, and only those are read in full.
    let picked = format!(
        "SELECT {} FROM account WHERE id IN (
             SELECT id FROM account WHERE {} ORDER BY {order} LIMIT {limit} OFFSET {offset})
         ORDER BY {order}",
        account_columns!(),
        found.sql
    );
    reader
        .each(Sql::Once(&picked), &found.values(), |row| {
            answer.rows.push(rows::account(row)?);
            Ok(())
        })
        .await?;
    Ok(answer)
}

/// The text holds no value.
struct Condition {
    sql: String,
    values: Vec<Box<dyn ToSql + Sync + Send>>,
}

impl Condition {
    fn of(partner: PartnerId, filter: &RowFilter) -> Self {
        let mut condition = Self {
            sql: String::new(),
            values: Vec::new(),
        };
        let place = condition.place(partner.row());
        condition.sql = format!("partner = {place}");
        if let Some(coexistence) = filter.coexistence {
            condition.and("coexistence =", coexistence);
        }
        if let Some(from) = filter.created_from {
            condition.and("created_at >=", from.as_millis());
        }
        if let Some(before) = filter.created_before {
            condition.and("created_at <", before.as_millis());
        }
        if let Some(text) = &filter.search {
            let place = condition.place(search::fold(text));
            condition
                .sql
                .push_str(&format!(" AND 0 < strpos(search, {place})"));
        }
        condition
    }

    /// The place of a value in the text.
    fn place(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.values.push(Box::new(value));
        format!("${}", self.values.len())
    }

    fn and(&mut self, condition: &str, value: impl ToSql + Sync + Send + 'static) {
        let place = self.place(value);
        self.sql.push_str(&format!(" AND {condition} {place}"));
    }

    fn values(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.values.iter().map(|value| &**value as _).collect()
    }

    fn in_states(&mut self, states: &[OnboardingState]) {
        if states.is_empty() {
            self.sql.push_str(" AND state <> 'removed'");
            return;
        }
        let names: Vec<String> = states
            .iter()
            .map(|state| format!("'{}'", state.name()))
            .collect();
        self.sql
            .push_str(&format!(" AND state IN ({})", names.join(", ")));
    }
}

fn order(filter: &RowFilter) -> String {
    let direction = if filter.ascending { "ASC" } else { "DESC" };
    let key = match filter.sort {
        RowSort::Created => "created_at",
        RowSort::Finished => "coalesce(finished_at, 0)",
        RowSort::BusinessName => "business_name",
        RowSort::Reference => "coalesce(reference, '')",
        RowSort::Number => "number",
        RowSort::State => "state",
    };
    format!("{key} {direction}, id {direction}")
}
