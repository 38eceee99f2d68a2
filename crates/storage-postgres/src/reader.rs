//! Reading outside a transaction.

use crate::error::Failure;
use crate::pool::Lent;
use futures_util::TryStreamExt as _;
use std::pin::pin;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

/// A statement, and whether its connection keeps it prepared.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sql<'a> {
    /// One of a few that come again and again.
    Kept(&'static str),
    /// One of very many: kept, each would take memory of the server for ever.
    Once(&'a str),
}

/// A connection for single statements, each of which sees what is committed when it
/// starts.
///
/// Dropped in the middle of an answer, it closes its connection: the next user would wait
/// for the rest of that.
#[derive(Debug)]
pub(crate) struct Reader {
    lent: Lent,
}

impl Reader {
    pub(crate) const fn new(lent: Lent) -> Self {
        Self { lent }
    }

    /// The first row.
    pub(crate) async fn first(
        &self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<Row>, Failure> {
        Ok(self.rows(sql, params).await?.into_iter().next())
    }

    /// All rows, held at once.
    pub(crate) async fn rows(
        &self,
        sql: &str,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Failure> {
        let rows = self
            .lent
            .answered(async {
                let client = self.lent.client()?;
                let statement = client.prepare_cached(sql).await?;
                Ok(client.query(&statement, params).await?)
            })
            .await?;
        self.lent.clean();
        Ok(rows)
    }

    /// Gives every row to `read` as it comes in; they are never held all at once.
    pub(crate) async fn each(
        &self,
        sql: Sql<'_>,
        params: &[&(dyn ToSql + Sync)],
        mut read: impl FnMut(&Row) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.lent
            .answered(async {
                let client = self.lent.client()?;
                let statement = match sql {
                    Sql::Kept(sql) => client.prepare_cached(sql).await?,
                    Sql::Once(sql) => client.prepare(sql).await?,
                };
                let rows = client.query_raw(&statement, params.iter().copied()).await?;
                let mut rows = pin!(rows);
                while let Some(row) = rows.try_next().await? {
                    read(&row)?;
                }
                Ok(())
            })
            .await?;
        self.lent.clean();
        Ok(())
    }
}
