//! What people look at in the dashboard.

use crate::error::Failure;
use crate::{SqliteStore, rows, sql};
use async_trait::async_trait;
use gangway_domain::{AccountId, Onboarding, OnboardingState, PartnerId, TimelineEvent, Timestamp};
use gangway_storage::{
    AccountRows, Desk, Funnel, FunnelWeek, Milestone, PartnerUsage, RowFilter, RowSort,
    StorageError, Unreadable,
};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};
use std::collections::BTreeMap;

const ACCOUNT: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    " FROM account WHERE id = ?1 AND partner = ?2"
);

/// Those that came at once stand as they have to happen.
pub(crate) const MILESTONES: &str = "SELECT account, kind, at FROM milestone
     WHERE account IN (SELECT value FROM json_each(?1))
     ORDER BY account, at, CASE kind
         WHEN 'opened' THEN 1 WHEN 'started' THEN 2 WHEN 'code' THEN 3 ELSE 4 END";

/// Accounts by week; `?4` and `?5` are the first Monday and the length of a week.
pub(crate) const MADE: &str = "SELECT (created_at - ?4) / ?5, 'created', count(*) FROM account
     WHERE partner = ?1 AND created_at >= ?2 AND created_at < ?3 GROUP BY 1";

pub(crate) const REACHED: &str = "SELECT (created_at - ?4) / ?5, kind, count(*) FROM milestone
     WHERE partner = ?1 AND created_at >= ?2 AND created_at < ?3 GROUP BY 1, 2";

pub(crate) const LEFT: &str = "SELECT cancelled_step, count(*) FROM account
     WHERE partner = ?1 AND created_at >= ?2 AND created_at < ?3 AND state = 'cancelled'
     GROUP BY 1 ORDER BY 2 DESC, 1";

const USAGE: &str = "SELECT partner, count(*), count(finished_at),
         count(CASE WHEN created_at >= ?1 THEN 1 END),
         count(CASE WHEN finished_at >= ?1 THEN 1 END)
     FROM account WHERE state <> 'removed' GROUP BY partner ORDER BY partner";

#[async_trait]
impl Desk for SqliteStore {
    async fn account_rows(
        &self,
        partner: PartnerId,
        filter: &RowFilter,
    ) -> Result<AccountRows, StorageError> {
        let filter = filter.clone();
        self.readers()
            .long(move |conn| page(conn, partner, &filter))
            .await
    }

    async fn account_of(
        &self,
        partner: PartnerId,
        id: AccountId,
    ) -> Result<Option<Onboarding>, StorageError> {
        self.readers()
            .short(|conn| sql::first(conn, ACCOUNT, [id.row(), partner.row()], rows::account))
    }

    async fn milestones(&self, accounts: &[AccountId]) -> Result<Vec<Milestone>, StorageError> {
        let ids: Vec<String> = accounts.iter().map(|id| id.row().to_string()).collect();
        let ids = format!("[{}]", ids.join(","));
        self.readers().short(|conn| {
            sql::all(conn, MILESTONES, [&ids], |row| {
                Ok(Milestone {
                    account: AccountId::from_row(row.get(0)?),
                    kind: event(&row.get::<_, String>(1)?)?,
                    at: Timestamp::from_millis(row.get(2)?),
                })
            })
        })
    }

    async fn funnel(
        &self,
        partner: PartnerId,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Funnel, StorageError> {
        self.readers()
            .long(move |conn| funnel(conn, partner, from, to))
            .await
    }

    async fn partner_usage(&self, since: Timestamp) -> Result<Vec<PartnerUsage>, StorageError> {
        self.readers()
            .long(move |conn| {
                sql::all(conn, USAGE, [since.as_millis()], |row| {
                    Ok(PartnerUsage {
                        partner: PartnerId::from_row(row.get(0)?),
                        accounts: count(row, 1)?,
                        finished: count(row, 2)?,
                        created_lately: count(row, 3)?,
                        finished_lately: count(row, 4)?,
                    })
                })
            })
            .await
    }
}

fn count(row: &Row<'_>, column: usize) -> Result<u64, Failure> {
    let counted: i64 = row.get(column)?;
    Ok(u64::try_from(counted).unwrap_or_default())
}

fn event(name: &str) -> Result<TimelineEvent, Unreadable> {
    TimelineEvent::from_name(name).ok_or_else(|| Unreadable::column("milestone.kind"))
}

fn funnel(
    conn: &Connection,
    partner: PartnerId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Funnel, Failure> {
    let mut weeks: BTreeMap<i64, FunnelWeek> = BTreeMap::new();
    let (partner, from, to) = (partner.row(), from.as_millis(), to.as_millis());
    for statement in [MADE, REACHED] {
        let values = params![partner, from, to, FunnelWeek::FIRST, FunnelWeek::LENGTH];
        sql::each(conn, statement, values, |row| {
            let week = row.get(0)?;
            let counted = weeks.entry(week).or_insert(FunnelWeek {
                week,
                ..FunnelWeek::default()
            });
            counted.count(event(&row.get::<_, String>(1)?)?, count(row, 2)?);
            Ok(())
        })?;
    }
    let left_at = sql::all(conn, LEFT, params![partner, from, to], |row| {
        Ok((row.get(0)?, count(row, 1)?))
    })?;
    Ok(Funnel {
        weeks: weeks.into_values().collect(),
        left_at,
    })
}

/// How many there are in each state.
fn counts(found: &Condition) -> String {
    format!(
        "SELECT state, count(*) FROM account WHERE {} GROUP BY state",
        found.sql
    )
}

/// The few that are shown are picked by their keys, and only those are read in full.
fn picks(found: &Condition, order: &str) -> String {
    format!(
        "SELECT {} FROM account WHERE id IN (
             SELECT id FROM account WHERE {} ORDER BY {order} LIMIT ? OFFSET ?)
         ORDER BY {order}",
        gangway_storage::account_columns!(),
        found.sql
    )
}

fn page(conn: &Connection, partner: PartnerId, filter: &RowFilter) -> Result<AccountRows, Failure> {
    let mut found = Condition::of(partner, filter);
    let values = params_from_iter(&found.values);
    let by_state = sql::all(conn, &counts(&found), values, |row| {
        let state = gangway_storage::rows::state(&row.get::<_, String>(0)?)?;
        Ok((state, count(row, 1)?))
    })?;
    found.in_states(&filter.states);
    found.values.push(Value::Integer(filter.limit.into()));
    found.values.push(Value::Integer(filter.offset.into()));
    let values = params_from_iter(&found.values);
    Ok(AccountRows {
        rows: sql::all(conn, &picks(&found, &order(filter)), values, rows::account)?,
        by_state,
    })
}

/// What is run for a filter.
#[cfg(test)]
pub(crate) fn statements(filter: &RowFilter) -> [String; 2] {
    let mut found = Condition::of(PartnerId::from_row(1), filter);
    let counts = counts(&found);
    found.in_states(&filter.states);
    [counts, picks(&found, &order(filter))]
}

/// The text holds no value, so that each combination of filters is prepared once.
struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl Condition {
    fn of(partner: PartnerId, filter: &RowFilter) -> Self {
        let mut condition = Self {
            sql: "partner = ?".to_owned(),
            values: vec![Value::Integer(partner.row())],
        };
        if let Some(coexistence) = filter.coexistence {
            condition.and("coexistence = ?", i64::from(coexistence));
        }
        if let Some(from) = filter.created_from {
            condition.and("created_at >= ?", from.as_millis());
        }
        if let Some(before) = filter.created_before {
            condition.and("created_at < ?", before.as_millis());
        }
        if let Some(text) = &filter.search {
            condition.and("0 < instr(search, ?)", gangway_storage::search::fold(text));
        }
        condition
    }

    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(condition);
        self.values.push(value.into());
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
