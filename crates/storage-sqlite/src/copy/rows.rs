//! Rows of a table in the order of its key.

use crate::error::Failure;
use crate::sql;
use gangway_storage::Unreadable;
use gangway_storage::copy::{Column, Kind, Row, Table, Value};
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, params_from_iter};

/// A value as a parameter.
struct Param<'v>(&'v Value);

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Flag(flag) => ValueRef::Integer(i64::from(*flag)),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// Adds rows.
pub(super) fn insert(conn: &Connection, table: &Table, rows: &[Row]) -> Result<(), Failure> {
    let statement = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        table.name,
        table.column_list(),
        marks(table.columns)
    );
    for row in rows {
        sql::run(conn, &statement, params_from_iter(row.iter().map(Param)))?;
    }
    Ok(())
}

pub(super) fn count(conn: &Connection, table: &Table) -> Result<u64, Failure> {
    let select = format!("SELECT count(*) FROM {}", table.name);
    let rows: Option<i64> = sql::first(conn, &select, [], |row| Ok(row.get(0)?))?;
    Ok(rows.and_then(|rows| u64::try_from(rows).ok()).unwrap_or(0))
}

/// The rows after a key. A key of several columns is walked one value of the first column
/// at a time: all the others may be stored in descending order, and only within one such
/// value can SQLite read its index backwards instead of sorting.
pub(super) fn page(
    conn: &Connection,
    table: &Table,
    after: Option<&[Value]>,
    limit: usize,
) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    let Some((first, rest)) = table.key_columns().split_first() else {
        return Ok(rows);
    };
    if rest.is_empty() {
        let bound = after.map(|key| (format!("{} > ?", first.name), key.iter().collect()));
        select(conn, table, bound, &[*first], limit, &mut rows)?;
        return Ok(rows);
    }
    let mut at = match after.and_then(<[Value]>::split_first) {
        Some((value, after)) => Some((value.clone(), Some(after))),
        None => next(conn, table, first, None)?.map(|value| (value, None)),
    };
    while let Some((value, after)) = at {
        let mut bound = format!("{} = ?", first.name);
        let mut params = vec![&value];
        if let Some(after) = after {
            bound.push_str(&format!(" AND ({}) > ({})", names(rest), marks(rest)));
            params.extend(after);
        }
        let left = limit - rows.len();
        select(conn, table, Some((bound, params)), rest, left, &mut rows)?;
        if rows.len() >= limit {
            break;
        }
        at = next(conn, table, first, Some(&value))?.map(|value| (value, None));
    }
    Ok(rows)
}

/// The highest key.
pub(super) fn last_key(conn: &Connection, table: &Table) -> Result<Option<Vec<Value>>, Failure> {
    let Some((first, rest)) = table.key_columns().split_first() else {
        return Ok(None);
    };
    let name = first.name;
    let mut select = format!(
        "SELECT {} FROM {} WHERE {name} = (SELECT max({name}) FROM {})",
        table.key_list(),
        table.name,
        table.name
    );
    let order: Vec<String> = rest
        .iter()
        .map(|column| format!("{} DESC", column.name))
        .collect();
    if !order.is_empty() {
        select.push_str(&format!(" ORDER BY {} LIMIT 1", order.join(", ")));
    }
    sql::first(conn, &select, [], |row| {
        read(table, table.key_columns(), row)
    })
}

/// The next value of a column.
fn next(
    conn: &Connection,
    table: &Table,
    column: &Column,
    after: Option<&Value>,
) -> Result<Option<Value>, Failure> {
    let name = column.name;
    let bound = after.map_or(String::new(), |_| format!("WHERE {name} > ?"));
    let select = format!(
        "SELECT {name} FROM {} {bound} ORDER BY {name} LIMIT 1",
        table.name
    );
    sql::first(conn, &select, params_from_iter(after.map(Param)), |row| {
        value(table, column, row.get_ref(0)?)
    })
}

fn select(
    conn: &Connection,
    table: &Table,
    bound: Option<(String, Vec<&Value>)>,
    order: &[Column],
    limit: usize,
    rows: &mut Vec<Row>,
) -> Result<(), Failure> {
    let (bound, params) = bound.map_or((String::new(), Vec::new()), |(bound, params)| {
        (format!("WHERE {bound}"), params)
    });
    let select = format!(
        "SELECT {} FROM {} {bound} ORDER BY {} LIMIT {limit}",
        table.column_list(),
        table.name,
        names(order)
    );
    let params = params_from_iter(params.into_iter().map(Param));
    sql::each(conn, &select, params, |row| {
        rows.push(read(table, table.columns, row)?);
        Ok(())
    })
}

fn read(table: &Table, columns: &[Column], row: &rusqlite::Row<'_>) -> Result<Row, Failure> {
    let values = columns.iter().enumerate();
    values
        .map(|(at, column)| value(table, column, row.get_ref(at)?))
        .collect()
}

fn value(table: &Table, column: &Column, stored: ValueRef<'_>) -> Result<Value, Failure> {
    let read = match (column.kind, stored) {
        (_, ValueRef::Null) => Some(Value::Null),
        (Kind::Int, ValueRef::Integer(number)) => Some(Value::Int(number)),
        (Kind::Flag, ValueRef::Integer(flag @ 0..=1)) => Some(Value::Flag(flag == 1)),
        (Kind::Text, ValueRef::Text(text)) => std::str::from_utf8(text)
            .ok()
            .map(|text| Value::Text(text.to_owned())),
        (Kind::Bytes, ValueRef::Blob(bytes)) => Some(Value::Bytes(bytes.to_vec())),
        _ => None,
    };
    read.ok_or_else(|| Unreadable::column(&format!("{}.{}", table.name, column.name)).into())
}

fn names(columns: &[Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

fn marks(columns: &[Column]) -> String {
    vec!["?"; columns.len()].join(", ")
}
