//! The list of a partner, whole or in part.
//!
//! Every query walks `list_entry`, whose rows lie in the order of the list, or finds its
//! few rows by an index. Other orders are sorted: a partner's accounts are thousands, not
//! millions, and an index an order would be paid by every write.

use crate::error::Failure;
use crate::sql;
use gangway_domain::{Onboarding, PartnerId, Timestamp};
use gangway_storage::{Cursor, ListFilter, ListPage, ListSnapshot, SortKey, Unreadable, rows};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params, params_from_iter};

/// Up to so many rows a read counts as short.
const SHORT: u32 = 100;

/// Lists an account with what its list shows of it now.
pub(crate) fn add(conn: &Connection, account: &Onboarding, fragment: &str) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO list_entry (partner, created_at, account, fragment) VALUES (?1, ?2, ?3, ?4)",
        params![
            account.partner.row(),
            account.created_at.as_millis(),
            account.id.row(),
            fragment,
        ],
    )?;
    Ok(())
}

/// Changes what the list shows of an account.
pub(crate) fn replace(
    conn: &Connection,
    account: &Onboarding,
    fragment: &str,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE list_entry SET fragment = ?4
         WHERE partner = ?1 AND created_at = ?2 AND account = ?3",
        params![
            account.partner.row(),
            account.created_at.as_millis(),
            account.id.row(),
            fragment,
        ],
    )?;
    Ok(())
}

/// Lists an account no longer.
pub(crate) fn remove(conn: &Connection, account: &Onboarding) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM list_entry WHERE partner = ?1 AND created_at = ?2 AND account = ?3",
        params![
            account.partner.row(),
            account.created_at.as_millis(),
            account.id.row(),
        ],
    )?;
    Ok(())
}

/// All fragments and the revision they belong to.
pub(crate) fn snapshot(conn: &Connection, partner: PartnerId) -> Result<ListSnapshot, Failure> {
    let at_once = conn.unchecked_transaction()?;
    let found = sql::first(
        &at_once,
        "SELECT revision, domain FROM partner WHERE id = ?1",
        [partner.row()],
        |row| {
            let domain: Option<String> = row.get(1)?;
            Ok((row.get(0)?, rows::domain(domain.as_deref())?))
        },
    )?;
    let (revision, domain) = found.unwrap_or_default();
    let mut list = ListSnapshot {
        revision,
        domain,
        count: 0,
        fragments: Vec::new(),
    };
    sql::each(
        &at_once,
        "SELECT fragment FROM list_entry WHERE partner = ?1
         ORDER BY created_at DESC, account DESC",
        [partner.row()],
        |row| {
            if list.count > 0 {
                list.fragments.push(b',');
            }
            let ValueRef::Text(fragment) = row.get_ref(0)? else {
                return Err(Unreadable::column("list_entry.fragment").into());
            };
            list.fragments.extend_from_slice(fragment);
            list.count += 1;
            Ok(())
        },
    )?;
    at_once.commit()?;
    Ok(list)
}

/// Whether few rows are touched, whatever is stored.
pub(crate) fn is_short(filter: &ListFilter) -> bool {
    let ordered = filter.sort == SortKey::CreateTime
        && filter.limit.is_some_and(|limit| limit <= SHORT)
        && filter.finished.is_none()
        && filter.coexistence.is_none()
        && filter.reference.is_none()
        && filter.search.is_none();
    ordered || filter.whatsapp.is_some()
}

/// The part of the list that a filter asks for.
pub(crate) fn page(
    conn: &Connection,
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
    sql::each(conn, &query.sql, params_from_iter(&query.values), |row| {
        if page.fragments.len() == most {
            // The one row too many: there is more.
            page.next = last.take();
            return Ok(());
        }
        page.fragments.push(row.get(0)?);
        last = Some(Cursor {
            value: sort_value(row.get_ref(1)?)?,
            id: row.get(2)?,
        });
        Ok(())
    })?;
    Ok(page)
}

fn sort_value(value: ValueRef<'_>) -> Result<String, Failure> {
    match value {
        ValueRef::Integer(millis) => Ok(millis.to_string()),
        ValueRef::Text(_) => Ok(value.as_str().map_err(rusqlite::Error::from)?.to_owned()),
        _ => Err(Unreadable::column("a sort value").into()),
    }
}

/// A statement that grows condition by condition. The text holds no value, so that each
/// combination of filters is prepared once.
struct Query {
    sql: String,
    values: Vec<Value>,
}

impl Query {
    fn of(partner: PartnerId, filter: &ListFilter) -> Result<Self, Failure> {
        let sort = sort_expression(filter.sort);
        // CROSS JOIN: the walk starts where it is written to start.
        let by_reference = filter.reference.as_ref().is_some_and(|r| !r.is_empty());
        let from = if filter.whatsapp.is_some() || by_reference {
            "account a CROSS JOIN list_entry l
             ON l.partner = a.partner AND l.created_at = a.created_at AND l.account = a.id"
        } else {
            "list_entry l CROSS JOIN account a ON a.id = l.account"
        };
        let mut query = Self {
            sql: format!(
                "SELECT l.fragment, {sort}, l.account FROM {from} WHERE a.state <> 'removed'"
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
            query.sql.push_str(" LIMIT ?");
            query.values.push(Value::Integer(i64::from(limit) + 1));
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
            self.and("a.coexistence =", i64::from(coexistence));
        }
        match filter.reference.as_deref() {
            // Listed as empty text, stored as nothing.
            Some("") => self.sql.push_str(" AND a.reference IS NULL"),
            Some(reference) => self.and("a.reference =", reference.to_owned()),
            None => {}
        }
        if let Some(digits) = &filter.whatsapp {
            self.and("a.number =", digits.clone());
            self.sql.push_str(
                " AND a.id IN (SELECT account FROM temporary_number WHERE number = ?
                  UNION ALL SELECT id FROM account
                  WHERE number = ? AND finished_at IS NOT NULL AND removed_at IS NULL)",
            );
            self.values.push(Value::Text(digits.clone()));
            self.values.push(Value::Text(digits.clone()));
        }
        if let Some(from) = filter.created_from {
            self.and(
                "l.created_at >=",
                Timestamp::from_secs(from.as_secs()).as_millis(),
            );
        }
        if let Some(to) = filter.created_to {
            let next_second = Timestamp::from_secs(to.as_secs().saturating_add(1));
            self.and("l.created_at <", next_second.as_millis());
        }
        if let Some(text) = &filter.search {
            self.and("0 < instr(a.search,", gangway_storage::search::fold(text));
            self.sql.push(')');
        }
    }

    /// Goes on behind the cursor, in the direction of the order.
    fn after(&mut self, filter: &ListFilter, sort: &str) -> Result<(), Failure> {
        let Some(cursor) = &filter.after else {
            return Ok(());
        };
        let value = match filter.sort {
            SortKey::CreateTime => Value::Integer(
                cursor
                    .value
                    .parse()
                    .map_err(|_| Failure::Refused("the cursor holds no time"))?,
            ),
            _ => Value::Text(cursor.value.clone()),
        };
        let beyond = if filter.descending { '<' } else { '>' };
        self.sql
            .push_str(&format!(" AND ({sort}, l.account) {beyond} (?, ?)"));
        self.values.push(value);
        self.values.push(Value::Integer(cursor.id));
        Ok(())
    }

    fn and(&mut self, condition: &str, value: impl Into<Value>) {
        self.sql.push_str(&format!(" AND {condition} ?"));
        self.values.push(value.into());
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
