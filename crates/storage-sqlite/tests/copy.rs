//! Copies from one SQLite file into another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use async_trait::async_trait;
use gangway_storage::copy::{
    CopyEnd, CopyError, CopyOptions, CopyReport, CopyTarget, Kind, META_COLUMNS, Row, TABLES,
    Table, TargetState, Value, copy, sample,
};
use gangway_storage::{Accounts, Partners, StorageError};
use gangway_storage_sqlite::{SqliteOptions, SqliteStore, copy_source, copy_target, overview};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

struct Files {
    folder: TempDir,
}

impl Files {
    /// A source that holds every kind of row.
    async fn new() -> Self {
        Self::of(1..4).await
    }

    /// A source with these partners and what is theirs.
    async fn of(partners: std::ops::Range<u64>) -> Self {
        let files = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        sample::fill(&open(&files.source()), partners).await;
        files
    }

    fn source(&self) -> PathBuf {
        self.folder.path().join("source.db")
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("target.db")
    }

    async fn copy(&self, options: &CopyOptions) -> Result<CopyReport, CopyError> {
        let mut source = copy_source(&self.source()).unwrap();
        let mut target = copy_target(&self.target()).unwrap();
        copy(&mut source, &mut target, options, &mut |_| ()).await
    }

    /// How many rows are copied before the first of this table.
    fn rows_before(&self, table: &str) -> usize {
        let conn = Connection::open(self.source()).unwrap();
        let earlier = TABLES.iter().take_while(|earlier| earlier.name != table);
        let rows = earlier.map(|earlier| {
            let count = format!("SELECT count(*) FROM {}", earlier.name);
            conn.query_row(&count, [], |row| row.get::<_, i64>(0))
                .unwrap()
        });
        usize::try_from(rows.sum::<i64>()).unwrap()
    }

    /// Copies until so many batches are written, and is cut off in the next.
    async fn cut_off_after(&self, batches: usize) {
        let mut source = copy_source(&self.source()).unwrap();
        let mut target = Cut {
            end: copy_target(&self.target()).unwrap(),
            left: batches,
        };
        let outcome = copy(&mut source, &mut target, &small(), &mut |_| ()).await;
        assert!(matches!(outcome, Err(CopyError::Target(_))), "{outcome:?}");
    }
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, &SqliteOptions::default()).unwrap()
}

/// The shortest batches, so that every row may be the last one of a run.
fn small() -> CopyOptions {
    CopyOptions {
        batch: 1,
        restart: false,
    }
}

fn restarted() -> CopyOptions {
    CopyOptions {
        restart: true,
        ..CopyOptions::default()
    }
}

fn sql(path: &Path, statement: &str) {
    Connection::open(path)
        .unwrap()
        .execute_batch(statement)
        .unwrap();
}

/// All rows of all tables but the history of the migrations, as SQLite itself prints them.
fn content(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).unwrap();
    let mut content = Vec::new();
    let mut dump = |table: &str, columns: &str| {
        let select = format!("SELECT {columns} FROM {table} ORDER BY 1, 2");
        let mut statement = conn.prepare(&select).unwrap();
        let count = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..count)
                .map(|at| format!("{:?}", row.get::<_, rusqlite::types::Value>(at).unwrap()))
                .collect();
            content.push(format!("{table}: {}", values.join(", ")));
        }
    };
    for table in TABLES {
        dump(table.name, "*");
    }
    dump("store_meta", "id, key_probe, copying");
    dump("sqlite_sequence", "name, seq");
    content.sort();
    content
}

/// A target that stops taking rows.
struct Cut<T> {
    end: T,
    left: usize,
}

/// A target that changes one value on the way.
struct Bent<T>(T);

macro_rules! pass_on {
    ($type:ident, $self:ident, $end:expr, $write:item) => {
        #[async_trait]
        impl<T: CopyTarget> CopyEnd for $type<T> {
            fn name(&$self) -> &str {
                $end.name()
            }
            async fn in_use(&mut $self) -> Result<bool, StorageError> {
                $end.in_use().await
            }
            async fn count(&mut $self, table: &'static Table) -> Result<u64, StorageError> {
                $end.count(table).await
            }
            async fn page(
                &mut $self,
                table: &'static Table,
                after: Option<&[Value]>,
                limit: usize,
            ) -> Result<Vec<Row>, StorageError> {
                $end.page(table, after, limit).await
            }
            async fn key_probe(&mut $self) -> Result<Option<Vec<u8>>, StorageError> {
                $end.key_probe().await
            }
        }
        #[async_trait]
        impl<T: CopyTarget> CopyTarget for $type<T> {
            async fn state(&mut $self) -> Result<TargetState, StorageError> {
                $end.state().await
            }
            async fn begin(&mut $self, source: &str) -> Result<(), StorageError> {
                $end.begin(source).await
            }
            async fn last_key(
                &mut $self,
                table: &'static Table,
            ) -> Result<Option<Vec<Value>>, StorageError> {
                $end.last_key(table).await
            }
            $write
            async fn finish(&mut $self, key_probe: Option<Vec<u8>>) -> Result<(), StorageError> {
                $end.finish(key_probe).await
            }
        }
    };
}
pass_on!(
    Cut,
    self,
    self.end,
    async fn write(&mut self, table: &'static Table, rows: Vec<Row>) -> Result<(), StorageError> {
        if self.left == 0 {
            return Err(StorageError::Unavailable("cut off".to_owned()));
        }
        self.left -= 1;
        self.end.write(table, rows).await
    }
);
pass_on!(
    Bent,
    self,
    self.0,
    async fn write(
        &mut self,
        table: &'static Table,
        mut rows: Vec<Row>,
    ) -> Result<(), StorageError> {
        for row in &mut rows {
            if table.name == "account_grant" && row[0] == Value::Int(18) {
                row[1] = Value::Bytes(vec![1]);
            }
        }
        self.0.write(table, rows).await
    }
);

#[tokio::test]
async fn everything_goes_over() {
    let files = Files::new().await;
    let report = files.copy(&CopyOptions::default()).await.unwrap();
    let before = content(&files.source());
    assert_eq!(content(&files.target()), before);
    assert!(!report.resumed);
    let rows: u64 = report.tables.iter().map(|table| table.rows).sum();
    // Beside the rows of the tables: that of store_meta, and the counters of new rows.
    let counters = TABLES.iter().filter(|table| table.numbered).count();
    assert_eq!(rows, u64::try_from(before.len() - 1 - counters).unwrap());
    for table in &report.tables {
        assert!(table.rows > 0, "{} is not tried here", table.name);
        assert_eq!(table.sha256.len(), 64);
    }
    sample::goes_on(&open(&files.target()), 9).await;
}

#[tokio::test]
async fn the_sample_has_every_state_and_fills_every_column() {
    let files = Files::new().await;
    let conn = Connection::open(files.source()).unwrap();
    let states: i64 = conn
        .query_row("SELECT count(DISTINCT state) FROM account", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(states, 13);
    for table in TABLES {
        for column in table.columns {
            let select = format!("SELECT count(\"{}\") FROM {}", column.name, table.name);
            let set: i64 = conn.query_row(&select, [], |row| row.get(0)).unwrap();
            assert!(set > 0, "{}.{} is always NULL", table.name, column.name);
        }
    }
}

#[tokio::test]
async fn a_copy_that_is_cut_off_goes_on_wherever_that_was() {
    let files = Files::of(1..3).await;
    let mut cuts = Vec::new();
    let mut start = 0;
    let conn = Connection::open(files.source()).unwrap();
    for table in TABLES {
        let count = format!("SELECT count(*) FROM {}", table.name);
        let rows: i64 = conn.query_row(&count, [], |row| row.get(0)).unwrap();
        let rows = usize::try_from(rows).unwrap();
        cuts.push(start);
        if table.key > 1 {
            cuts.push(start + rows / 2);
        }
        start += rows;
    }
    drop(conn);
    for batches in cuts {
        let _ = std::fs::remove_file(files.target());
        files.cut_off_after(batches).await;
        // And once more, before anything further is written.
        files.cut_off_after(0).await;
        let report = files.copy(&small()).await.unwrap();
        assert!(report.resumed);
        assert_eq!(
            content(&files.target()),
            content(&files.source()),
            "{batches}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_dropped_in_the_middle_of_a_statement_goes_on() {
    let files = Files::new().await;
    for batches in [1, 3, 10, 40, 80] {
        let _ = std::fs::remove_file(files.target());
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        {
            let mut source = copy_source(&files.source()).unwrap();
            let mut target = copy_target(&files.target()).unwrap();
            let options = small();
            let mut progress = move |_| tell.send(()).unwrap();
            let run = copy(&mut source, &mut target, &options, &mut progress);
            let stop = async {
                for _ in 0..batches {
                    told.recv().await.unwrap();
                }
            };
            tokio::select! {
                biased;
                () = stop => {}
                ended = run => panic!("it came to its end: {ended:?}"),
            }
        }
        // What runs on keeps the file to itself until it is done.
        let report = loop {
            if let Ok(target) = copy_target(&files.target()) {
                drop(target);
                break files.copy(&small()).await.unwrap();
            }
            tokio::task::yield_now().await;
        };
        assert!(report.resumed);
        assert_eq!(
            content(&files.target()),
            content(&files.source()),
            "{batches}"
        );
    }
}

#[tokio::test]
async fn a_source_that_is_written_meanwhile_is_copied_as_of_one_moment() {
    let files = Files::new().await;
    let before = content(&files.source());
    let mut source = copy_source(&files.source()).unwrap();
    assert!(!source.in_use().await.unwrap());
    let store = open(&files.source());
    sample::fill(&store, 4..6).await;
    let mut target = copy_target(&files.target()).unwrap();
    let options = CopyOptions::default();
    copy(&mut source, &mut target, &options, &mut |_| ())
        .await
        .unwrap();
    assert!(source.in_use().await.unwrap(), "by now");
    assert!(!target.in_use().await.unwrap());
    assert!(copy_target(&files.target()).is_err(), "still held alone");
    drop((target, source));
    assert_eq!(content(&files.target()), before);
    // Who copies while somebody has it open is told.
    assert!(
        copy_source(&files.source())
            .unwrap()
            .in_use()
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn a_source_that_changed_between_two_runs_is_noticed() {
    for change in [
        "UPDATE partner SET name = 'Other' WHERE id = 1",
        "DELETE FROM access_token WHERE partner = 1",
        "UPDATE list_entry SET created_at = created_at - 1 WHERE account = 2",
        // The target refuses a link that it has already.
        "UPDATE account SET link = 'other' WHERE id = 2;
         UPDATE account SET link = 'link21' WHERE id = 30;",
    ] {
        let files = Files::new().await;
        let in_accounts = change.contains("link21");
        let within = if in_accounts { "account" } else { "list_entry" };
        files.cut_off_after(files.rows_before(within) + 13).await;
        sql(&files.source(), change);
        let error = files.copy(&small()).await.unwrap_err();
        let CopyError::SourceChanged { cause, .. } = &error else {
            panic!("{change}: {error}")
        };
        assert_eq!(cause.is_some(), in_accounts, "{change}: {cause:?}");
        let said = error.to_string();
        assert!(
            said.contains("stop the servers") && said.contains("--restart"),
            "{said}"
        );
        assert!(refusal(&files.target()).contains("was not finished"));
    }
}

#[tokio::test]
async fn what_was_added_to_the_source_between_two_runs_comes_along() {
    let files = Files::new().await;
    files.cut_off_after(2).await;
    sample::fill(&open(&files.source()), 4..5).await;
    files.copy(&small()).await.unwrap();
    assert_eq!(content(&files.target()), content(&files.source()));
}

#[tokio::test]
async fn a_restart_begins_anew() {
    let files = Files::new().await;
    files.cut_off_after(60).await;
    sql(
        &files.source(),
        "UPDATE partner SET name = 'Other' WHERE id = 1",
    );
    let report = files.copy(&restarted()).await.unwrap();
    assert!(!report.resumed);
    assert_eq!(content(&files.target()), content(&files.source()));
    // It empties what is unfinished, and nothing else.
    let error = files.copy(&restarted()).await.unwrap_err();
    assert!(matches!(error, CopyError::Taken { .. }), "{error}");
    assert_eq!(content(&files.target()), content(&files.source()));
}

#[tokio::test]
async fn a_value_that_arrives_changed_is_noticed() {
    let files = Files::new().await;
    let mut source = copy_source(&files.source()).unwrap();
    let mut target = Bent(copy_target(&files.target()).unwrap());
    let options = CopyOptions::default();
    let outcome = copy(&mut source, &mut target, &options, &mut |_| ()).await;
    match outcome {
        Err(CopyError::Differs {
            table,
            expected,
            found,
            ..
        }) => {
            assert_eq!(table, "account_grant");
            assert_eq!(expected, found, "no row is missing");
        }
        other => panic!("{other:?}"),
    }
    drop(target);
    assert!(refusal(&files.target()).contains("was not finished"));
}

#[tokio::test]
async fn a_target_with_data_is_left_alone() {
    let files = Files::new().await;
    let store = open(&files.target());
    sample::partner(&store, 77).await;
    drop(store);
    let before = content(&files.target());
    for options in [CopyOptions::default(), restarted()] {
        let error = files.copy(&options).await.unwrap_err();
        assert!(matches!(error, CopyError::Taken { .. }), "{error}");
        let said = error.to_string();
        assert!(said.contains("table partner holds data"), "{said}");
    }
    assert_eq!(content(&files.target()), before);
}

#[tokio::test]
async fn an_unfinished_copy_of_something_else_is_not_gone_on_with() {
    let files = Files::new().await;
    files.cut_off_after(5).await;
    let other = files.folder.path().join("other.db");
    sample::fill(&open(&other), 1..2).await;
    let mut source = copy_source(&other).unwrap();
    let mut target = copy_target(&files.target()).unwrap();
    let options = CopyOptions::default();
    let error = copy(&mut source, &mut target, &options, &mut |_| ())
        .await
        .unwrap_err();
    assert!(matches!(error, CopyError::OtherSource { .. }), "{error}");
    assert!(error.to_string().contains("source.db"), "{error}");
    copy(&mut source, &mut target, &restarted(), &mut |_| ())
        .await
        .unwrap();
    drop(target);
    assert_eq!(content(&files.target()), content(&other));
}

#[tokio::test]
async fn an_unfinished_copy_is_no_store_and_no_source() {
    let files = Files::new().await;
    files.cut_off_after(30).await;
    let said = refusal(&files.target());
    for part in [
        "source.db",
        "target.db",
        "gangway db copy again",
        "empty it",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let seen = overview(&files.target()).unwrap().unwrap();
    assert!(seen.copying.unwrap().ends_with("source.db"));
    assert!(copy_source(&files.target()).is_err());
    files.copy(&small()).await.unwrap();
    let store = open(&files.target());
    let partners = store.partners().await.unwrap();
    let list = store.list_snapshot(partners[0].id).await.unwrap();
    let seen = overview(&files.target()).unwrap().unwrap();
    assert_eq!((seen.copying, seen.partners), (None, 3));
    assert!(list.count > 5);
}

#[tokio::test]
async fn a_target_is_nobody_elses_meanwhile() {
    let files = Files::new().await;
    let store = open(&files.target());
    let error = copy_target(&files.target()).err().unwrap().to_string();
    assert!(error.contains("is in use; stop the server"), "{error}");
    drop(store);
    let target = copy_target(&files.target()).unwrap();
    assert!(refusal(&files.target()).contains("restored or copied into"));
    assert!(copy_target(&files.target()).is_err());
    drop(target);
    open(&files.target());
}

#[tokio::test]
async fn a_source_of_another_schema_is_refused() {
    let files = Files::new().await;
    let history = "UPDATE refinery_schema_history SET version = version + 100 WHERE version = 2";
    sql(&files.source(), history);
    let error = copy_source(&files.source()).err().unwrap().to_string();
    assert!(error.contains("newer Gangway"), "{error}");
    sql(
        &files.source(),
        "DELETE FROM refinery_schema_history WHERE version > 1",
    );
    let error = copy_source(&files.source()).err().unwrap().to_string();
    assert!(
        error.contains("gangway db migrate --database-url sqlite:"),
        "{error}"
    );
    // One that is not looked into is not migrated either.
    let before = content(&files.source());
    let error = copy_target(&files.source()).err().unwrap().to_string();
    assert!(error.contains("gangway db migrate"), "{error}");
    assert_eq!(content(&files.source()), before);
    assert_eq!(overview(&files.source()).unwrap().unwrap().stored, Some(1));
    let nowhere = files.folder.path().join("none.db");
    let error = copy_source(&nowhere).err().unwrap().to_string();
    assert!(error.contains("there is no database at"), "{error}");
    assert!(!nowhere.exists());
}

#[tokio::test]
async fn a_database_is_not_copied_into_itself() {
    let files = Files::new().await;
    let before = content(&files.source());
    let mut target = copy_target(&files.source()).unwrap();
    // A second handle, since the first keeps the file to itself.
    let mut source = Named(target.name().to_owned());
    let options = restarted();
    let error = copy(&mut source, &mut target, &options, &mut |_| ())
        .await
        .unwrap_err();
    assert!(matches!(error, CopyError::Same(_)), "{error}");
    drop(target);
    assert_eq!(content(&files.source()), before);
}

#[test]
fn the_description_of_the_tables_is_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gangway.db");
    drop(open(&path));
    let conn = Connection::open(&path).unwrap();
    let mut tables = BTreeSet::new();
    let mut statement = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        .unwrap();
    let names = statement
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap();
    tables.extend(names.map(Result::unwrap));
    let own = ["refinery_schema_history", "store_meta"];
    let described: BTreeSet<String> = TABLES
        .iter()
        .map(|table| table.name)
        .chain(own)
        .map(str::to_owned)
        .collect();
    assert_eq!(tables, described);

    let columns = |table: &str| {
        let select = "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?1)";
        let mut statement = conn.prepare(select).unwrap();
        let rows = statement.query_map([table], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        rows.unwrap()
            .map(Result::unwrap)
            .collect::<Vec<(String, String, bool, i64)>>()
    };
    for table in TABLES {
        let stored: BTreeSet<_> = columns(table.name)
            .into_iter()
            .map(|(name, kind, not_null, key)| (name, kind, not_null || key > 0, key))
            .collect();
        let described: BTreeSet<_> = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let kind = match column.kind {
                    Kind::Int | Kind::Flag => "INTEGER",
                    Kind::Text => "TEXT",
                    Kind::Bytes => "BLOB",
                };
                let key = if at < table.key { at + 1 } else { 0 };
                let key = i64::try_from(key).unwrap();
                (
                    column.name.to_owned(),
                    kind.to_owned(),
                    !column.nullable,
                    key,
                )
            })
            .collect();
        assert_eq!(stored, described, "{}", table.name);
    }
    let stored: BTreeSet<String> = columns("store_meta").into_iter().map(|c| c.0).collect();
    let described: BTreeSet<String> = META_COLUMNS
        .iter()
        .map(|column| column.name)
        .chain(["id", "commits", "copying"])
        .map(str::to_owned)
        .collect();
    assert_eq!(stored, described);
}

/// An end of which only the name is asked.
struct Named(String);

#[async_trait]
impl CopyEnd for Named {
    fn name(&self) -> &str {
        &self.0
    }
    async fn in_use(&mut self) -> Result<bool, StorageError> {
        panic!("not asked")
    }
    async fn count(&mut self, _: &'static Table) -> Result<u64, StorageError> {
        panic!("not asked")
    }
    async fn page(
        &mut self,
        _: &'static Table,
        _: Option<&[Value]>,
        _: usize,
    ) -> Result<Vec<Row>, StorageError> {
        panic!("not asked")
    }
    async fn key_probe(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        panic!("not asked")
    }
}

fn refusal(path: &Path) -> String {
    match SqliteStore::open(path, &SqliteOptions::default()) {
        Err(StorageError::Unavailable(message)) => message,
        other => panic!("not refused as unavailable: {other:?}"),
    }
}
