//! The list of a partner, whole or in part.
//!
//! Every query walks `list_entry` by its primary key, or finds its few rows by an index.
//! Other orders are sorted: a partner's accounts are thousands, not millions, and an index
//! an order would be paid by every write.

use crate::error::Failure;
use crate::reader::{Reader, Sql};
use gangway_domain::{PartnerId, Timestamp};
use gangway_storage::{Cursor, ListFilter, ListPage, ListSnapshot, SortKey, rows, search};
use tokio_postgres::types::ToSql;

const SNAPSHOT: &str = "SELECT p.revision, l.fragment, p.domain
     FROM partner p LEFT JOIN list_entry l ON l.partner = p.id
     WHERE p.id = $1 ORDER BY l.created_at DESC, l.account DESC";

/// All fragments and the revision they belong to: one statement, so one moment.
pub(crate) async fn snapshot(reader: &Reader, partner: PartnerId) -> Result<ListSnapshot, Failure> {
    let mut list = ListSnapshot {
        revision: 0,
        domain: None,
        count: 0,
        fragments: Vec::new(),
    };
    reader
        .each(Sql::Kept(SNAPSHOT), &[&partner.row()], |row| {
            if list.count == 0 {
                list.revision = row.try_get(0)?;
                list.domain = rows::domain(row.try_get(2)?)?;
            }
            if let Some(fragment) = row.try_get::<_, Option<&str>>(1)? {
                if list.count > 0 {
                    list.fragments.push(b',');
                }
                list.fragments.extend_from_slice(fragment.as_bytes());
                list.count += 1;
            }
            Ok(())
        })
        .await?;
    Ok(list)
}

/// The part of the list that a filter asks for.
pub(crate) async fn page(
    reader: &Reader,
    partner: PartnerId,
    filter: &ListFilter,
) -> Result<ListPage, Failure> {
    let query = Query::of(partner, filter)?;
    let mut page = ListPage {
        fragments: Vec::new(),
        next: None,
    };
    let most = filter.limit.map_or(usize::MAX, |limit| limit as usize);
    let mut last = None;
    let values: Vec<&(dyn ToSql + Sync)> = query.values.iter().map(|v| &**v as _).collect();
    reader
        .each(Sql::Once(&query.sql), &values, |row| {
            if page.fragments.len() == most {
                // The one row too many: there is more.
                page.next = last.take();
                return Ok(());
            }
            page.fragments.push(row.try_get(0)?);
            last = Some(Cursor {
                value: match filter.sort {
                    SortKey::CreateTime => row.try_get::<_, i64>(1)?.to_string(),
                    _ => row.try_get(1)?,
                },
                id: row.try_get(2)?,
            });
            Ok(())
        })
        .await?;
    Ok(page)
}

/// A statement that grows condition by condition. Its text holds no value.
struct Query {
    sql: String,
    values: Vec<Box<dyn ToSql + Sync + Send>>,
}

impl Query {
    fn of(partner: PartnerId, filter: &ListFilter) -> Result<Self, Failure> {
        let sort = sort_expression(filter.sort);
        let mut query = Self {
            sql: format!(
                "SELECT l.fragment, {sort}, l.account
                 FROM list_entry l JOIN account a ON a.id = l.account
                 WHERE a.state <> 'removed'"
            ),
            values: Vec::new(),
        };
        query.and("l.partner =", partner.row());
        query.and("a.partner =", partner.row());
        query.filters(filter);
        query.after(filter, sort)?;
        let direction = if filter.descending { "DESC" } else { "ASC" };
        query.sql.push_str(&format!(
            " ORDER BY {sort} {direction}, l.account {direction}"
        ));
        if let Some(limit) = filter.limit {
            let place = query.place(i64::from(limit) + 1);
            query.sql.push_str(&format!(" LIMIT {place}"));
        }
        Ok(query)
    }

    fn filters(&mut self, filter: &ListFilter) {
        match filter.finished {
            Some(true) => self.sql.push_str(" AND a.finished_at IS NOT NULL"),
            Some(false) => self.sql.push_str(" AND a.finished_at IS NULL"),
            None => {}
        }
        if let Some(coexistence) = filter.coexistence {
            self.and("a.coexistence =", coexistence);
        }
        match filter.reference.as_deref() {
            // Listed as empty text, stored as nothing.
            Some("") => self.sql.push_str(" AND a.reference IS NULL"),
            Some(reference) => self.and("a.reference =", reference.to_owned()),
            None => {}
        }
        if let Some(digits) = &filter.whatsapp {
            self.and("a.number =", digits.clone());
            let place = self.place(digits.clone());
            self.sql.push_str(&format!(
                " AND a.id IN (SELECT account FROM temporary_number WHERE number = {place}
                  UNION ALL SELECT id FROM account
                  WHERE number = {place} AND finished_at IS NOT NULL AND removed_at IS NULL)"
            ));
        }
        if let Some(from) = filter.created_from {
            let first = Timestamp::from_secs(from.as_secs()).as_millis();
            self.and("l.created_at >=", first);
        }
        if let Some(to) = filter.created_to {
            let next_second = Timestamp::from_secs(to.as_secs().saturating_add(1));
            self.and("l.created_at <", next_second.as_millis());
        }
        if let Some(text) = &filter.search {
            let place = self.place(search::fold(text));
            self.sql
                .push_str(&format!(" AND 0 < strpos(a.search, {place})"));
        }
    }

    /// Goes on behind the cursor, in the direction of the order.
    fn after(&mut self, filter: &ListFilter, sort: &str) -> Result<(), Failure> {
        let Some(cursor) = &filter.after else {
            return Ok(());
        };
        let value = match filter.sort {
            SortKey::CreateTime => {
                let millis: i64 = cursor
                    .value
                    .parse()
                    .map_err(|_| Failure::Refused("the cursor holds no time"))?;
                self.place(millis)
            }
            _ => self.place(cursor.value.clone()),
        };
        let id = self.place(cursor.id);
        let beyond = if filter.descending { '<' } else { '>' };
        self.sql.push_str(&format!(
            " AND ({sort}, l.account) {beyond} ({value}, {id})"
        ));
        Ok(())
    }

    fn and(&mut self, condition: &str, value: impl ToSql + Sync + Send + 'static) {
        let place = self.place(value);
        self.sql.push_str(&format!(" AND {condition} {place}"));
    }

    /// Keeps a value and gives what stands for it.
    fn place(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.values.push(Box::new(value));
        format!("${}", self.values.len())
    }
}

const fn sort_expression(sort: SortKey) -> &'static str {
    match sort {
        SortKey::CreateTime => "l.created_at",
        SortKey::BusinessName => "a.business_name",
        SortKey::DisplayName => "a.display_name",
        SortKey::Reference => "coalesce(a.reference, '')",
        SortKey::Whatsapp => "a.number",
    }
}
