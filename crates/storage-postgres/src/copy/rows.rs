//! Rows of a table in the order of its key.

use crate::error::Failure;
use bytes::BytesMut;
use gangway_storage::Unreadable;
use gangway_storage::copy::{Column, Kind, Row, Table, Value};
use std::error::Error;
use std::pin::pin;
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A value as a parameter.
#[derive(Debug)]
struct Param<'v>(&'v Value);

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self.0 {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) => number.to_sql(ty, out),
            Value::Flag(flag) => flag.to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::BOOL, Type::TEXT, Type::BYTEA].contains(ty)
    }

    to_sql_checked!();
}

/// Adds rows, all or none: one COPY is one transaction.
pub(super) async fn insert(client: &Client, table: &Table, rows: &[Row]) -> Result<(), Failure> {
    let copy = format!(
        "COPY {} ({}) FROM STDIN BINARY",
        table.name,
        table.column_list()
    );
    let types: Vec<Type> = table.columns.iter().map(column_type).collect();
    let sink = client.copy_in(&copy).await?;
    let mut writer = pin!(BinaryCopyInWriter::new(sink, &types));
    for row in rows {
        let values: Vec<Param<'_>> = row.iter().map(Param).collect();
        writer.as_mut().write_raw(values).await?;
    }
    writer.finish().await?;
    Ok(())
}

pub(super) async fn count(client: &Client, table: &Table) -> Result<u64, Failure> {
    let select = format!("SELECT count(*) FROM {}", table.name);
    let rows: i64 = client.query_one(&select, &[]).await?.try_get(0)?;
    Ok(u64::try_from(rows).unwrap_or(0))
}

/// The rows after a key.
pub(super) async fn page(
    client: &Client,
    table: &Table,
    after: Option<&[Value]>,
    limit: usize,
) -> Result<Vec<Row>, Failure> {
    let key = table.key_list();
    let bound = match after {
        Some(after) => {
            let marks: Vec<String> = (1..=after.len()).map(|at| format!("${at}")).collect();
            format!("WHERE ({key}) > ({})", marks.join(", "))
        }
        None => String::new(),
    };
    let select = format!(
        "SELECT {} FROM {} {bound} ORDER BY {key} LIMIT {limit}",
        table.column_list(),
        table.name
    );
    let params: Vec<Param<'_>> = after.unwrap_or_default().iter().map(Param).collect();
    let params: Vec<&(dyn ToSql + Sync)> = params
        .iter()
        .map(|param| param as &(dyn ToSql + Sync))
        .collect();
    let found = client.query(&select, &params).await?;
    found
        .iter()
        .map(|row| read(table, table.columns, row))
        .collect()
}

/// The highest key.
pub(super) async fn last_key(
    client: &Client,
    table: &Table,
) -> Result<Option<Vec<Value>>, Failure> {
    let order: Vec<String> = table
        .key_columns()
        .iter()
        .map(|column| format!("{} DESC", column.name))
        .collect();
    let select = format!(
        "SELECT {} FROM {} ORDER BY {} LIMIT 1",
        table.key_list(),
        table.name,
        order.join(", ")
    );
    let found = client.query_opt(&select, &[]).await?;
    found
        .map(|row| read(table, table.key_columns(), &row))
        .transpose()
}

fn read(table: &Table, columns: &[Column], row: &tokio_postgres::Row) -> Result<Row, Failure> {
    let values = columns.iter().enumerate().map(|(at, column)| {
        let read = match column.kind {
            Kind::Int => row.try_get::<_, Option<i64>>(at)?.map(Value::Int),
            Kind::Flag => row.try_get::<_, Option<bool>>(at)?.map(Value::Flag),
            Kind::Text => row.try_get::<_, Option<String>>(at)?.map(Value::Text),
            Kind::Bytes => row.try_get::<_, Option<Vec<u8>>>(at)?.map(Value::Bytes),
        };
        match read {
            Some(value) => Ok(value),
            None if column.nullable => Ok(Value::Null),
            None => Err(Unreadable::column(&format!("{}.{}", table.name, column.name)).into()),
        }
    });
    values.collect()
}

const fn column_type(column: &Column) -> Type {
    match column.kind {
        Kind::Int => Type::INT8,
        Kind::Flag => Type::BOOL,
        Kind::Text => Type::TEXT,
        Kind::Bytes => Type::BYTEA,
    }
}
