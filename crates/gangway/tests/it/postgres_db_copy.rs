//! Copies between the two kinds of database, in every direction, row by row.

use gangway_storage::Store;
use gangway_storage::copy::sample;
use gangway_storage::copy::{
    CopyEnd, CopyError, CopyOptions, CopyReport, CopyTarget, Progress, Row, TABLES, copy,
};
use gangway_storage_postgres::{self as pg, PostgresOptions, PostgresStore, PostgresUrl};
use gangway_storage_sqlite::{self as sqlite, SqliteOptions, SqliteStore};
use gangway_testkit::postgres::{self, Database, psql};
use std::path::PathBuf;
use tempfile::TempDir;

/// A database of the test.
enum Place {
    Sqlite(TempDir),
    Postgres(Database),
}

impl Place {
    fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    fn postgres() -> Self {
        Self::Postgres(postgres::database().unwrap())
    }

    /// An empty one of the same kind.
    fn another(&self) -> Self {
        match self {
            Self::Sqlite(_) => Self::sqlite(),
            Self::Postgres(_) => Self::postgres(),
        }
    }

    fn path(folder: &TempDir) -> PathBuf {
        folder.path().join("gangway.db")
    }

    async fn source(&self) -> Box<dyn CopyEnd> {
        match self {
            Self::Sqlite(folder) => Box::new(sqlite::copy_source(&Self::path(folder)).unwrap()),
            Self::Postgres(database) => {
                let url = PostgresUrl::parse(database.url()).unwrap();
                let source = pg::copy_source(&url, &PostgresOptions::default()).await;
                Box::new(source.unwrap())
            }
        }
    }

    /// Waits for an earlier run that is still being cut off.
    async fn target(&self) -> Box<dyn CopyTarget> {
        loop {
            match self {
                Self::Sqlite(folder) => {
                    if let Ok(target) = sqlite::copy_target(&Self::path(folder)) {
                        return Box::new(target);
                    }
                }
                Self::Postgres(database) => {
                    let url = PostgresUrl::parse(database.url()).unwrap();
                    let target = pg::copy_target(&url, &PostgresOptions::default()).await;
                    if let Ok(target) = target {
                        return Box::new(target);
                    }
                }
            }
            tokio::task::yield_now().await;
        }
    }

    async fn with_store<T>(&self, work: impl AsyncFnOnce(&dyn Store) -> T) -> T {
        match self {
            Self::Sqlite(folder) => {
                let store = SqliteStore::open(Self::path(folder), &SqliteOptions::default());
                work(&store.unwrap()).await
            }
            Self::Postgres(database) => {
                let url = PostgresUrl::parse(database.url()).unwrap();
                let store = PostgresStore::open(&url, &PostgresOptions::default()).await;
                let store = store.unwrap();
                let outcome = work(&store).await;
                store.close().await;
                outcome
            }
        }
    }

    async fn fill(&self) {
        self.with_store(async |store| sample::fill(store, 1..4).await)
            .await;
    }

    /// Every row of every table, in the order of the keys.
    async fn content(&self) -> Vec<Vec<Row>> {
        let mut end = self.source().await;
        let mut content = Vec::new();
        for table in TABLES {
            let rows = end.page(table, None, usize::MAX >> 1).await.unwrap();
            assert!(!rows.is_empty(), "{} is not tried here", table.name);
            content.push(rows);
        }
        content
    }
}

fn small() -> CopyOptions {
    CopyOptions {
        batch: 7,
        restart: false,
    }
}

async fn run(from: &Place, into: &Place, options: &CopyOptions) -> Result<CopyReport, CopyError> {
    let (mut source, mut target) = (from.source().await, into.target().await);
    copy(source.as_mut(), target.as_mut(), options, &mut |_| ()).await
}

/// Drops a copy in the middle of whatever it is doing after so many messages.
async fn cut_off(from: &Place, into: &Place, mut messages: usize) {
    cut_off_when(from, into, move |_| {
        messages -= 1;
        messages == 0
    })
    .await;
}

/// Begins to copy, and stops for good where this is so for the first time.
async fn cut_off_when(from: &Place, into: &Place, mut so_far: impl FnMut(Progress) -> bool + Send) {
    let (mut source, mut target) = (from.source().await, into.target().await);
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let mut progress = move |at| tell.send(at).unwrap();
    let options = small();
    let whole = copy(source.as_mut(), target.as_mut(), &options, &mut progress);
    let stop = async { while !so_far(told.recv().await.unwrap()) {} };
    tokio::select! {
        biased;
        () = stop => {}
        ended = whole => panic!("it came to its end: {ended:?}"),
    }
}

/// Which databases, in words and made.
fn directions() -> [(&'static str, Place, Place); 3] {
    [
        ("to PostgreSQL", Place::sqlite(), Place::postgres()),
        ("to SQLite", Place::postgres(), Place::sqlite()),
        ("between servers", Place::postgres(), Place::postgres()),
    ]
}

#[tokio::test]
async fn everything_goes_over_in_every_direction() {
    for (words, from, into) in directions() {
        from.fill().await;
        let before = from.content().await;
        let report = run(&from, &into, &CopyOptions::default()).await.unwrap();
        assert_eq!(into.content().await, before, "{words}");
        let copied: u64 = report.tables.iter().map(|table| table.rows).sum();
        let rows: usize = before.iter().map(Vec::len).sum();
        assert_eq!(copied, u64::try_from(rows).unwrap());
        let probes = (
            from.source().await.key_probe().await.unwrap(),
            into.source().await.key_probe().await.unwrap(),
        );
        assert!(probes.0.is_some() && probes.0 == probes.1, "{words}");
        into.with_store(async |store| {
            let token = store.token_grant(&sample::hash(100)).await.unwrap();
            assert!(token.is_some(), "{words}: a token goes on working");
            sample::goes_on(store, 9).await;
        })
        .await;
        // What has data of its own is not copied into.
        let error = run(&from, &into, &CopyOptions::default())
            .await
            .unwrap_err();
        assert!(matches!(error, CopyError::Taken { .. }), "{words}: {error}");
    }
}

#[tokio::test]
async fn there_and_back_again_is_the_same() {
    let (here, there, back) = (Place::sqlite(), Place::postgres(), Place::sqlite());
    here.fill().await;
    let first = run(&here, &there, &CopyOptions::default()).await.unwrap();
    let second = run(&there, &back, &CopyOptions::default()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(here.content().await, back.content().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_cut_off_anywhere_goes_on_where_it_stopped() {
    for (words, from, into) in directions() {
        from.fill().await;
        let before = from.content().await;
        for messages in [1, 20, 45] {
            let into = into.another();
            cut_off(&from, &into, messages).await;
            cut_off(&from, &into, 1).await;
            let report = run(&from, &into, &small()).await.unwrap();
            assert!(report.resumed, "{words}, {messages}");
            assert_eq!(into.content().await, before, "{words}, {messages}");
        }
    }
}

#[tokio::test]
async fn what_was_changed_between_two_runs_is_noticed() {
    // On the side of the source, and on that of the target.
    for (from, into) in [
        (Place::postgres(), Place::sqlite()),
        (Place::sqlite(), Place::postgres()),
    ] {
        from.fill().await;
        cut_off_when(&from, &into, |at| at.table == "account" && at.complete).await;
        let changed = if let Place::Postgres(server) = &from {
            server
        } else {
            drop(into.target().await);
            let Place::Postgres(server) = &into else {
                unreachable!()
            };
            server
        };
        let change = "UPDATE account SET display_name = 'other' WHERE id = 2;";
        psql(changed.url(), change).unwrap();
        let error = run(&from, &into, &small()).await.unwrap_err();
        let CopyError::SourceChanged { table, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(*table, "account");
        let restart = CopyOptions {
            restart: true,
            ..CopyOptions::default()
        };
        let report = run(&from, &into, &restart).await.unwrap();
        assert!(!report.resumed);
        assert_eq!(into.content().await, from.content().await);
    }
}

#[tokio::test]
async fn a_row_that_was_altered_before_the_end_is_noticed() {
    let (from, into) = (Place::sqlite(), Place::postgres());
    from.fill().await;
    let Place::Postgres(server) = &into else {
        unreachable!()
    };
    let url = server.url().to_owned();
    let (mut source, mut target) = (from.source().await, into.target().await);
    let mut altered = false;
    // The moment when the rows are there and nothing is compared yet.
    let mut progress = |at: Progress| {
        if at.table == "code_seen" && at.complete && !altered {
            altered = true;
            let change = "UPDATE account_grant SET pin = '\\x00' WHERE account = 10;";
            psql(&url, change).unwrap();
        }
    };
    let options = CopyOptions::default();
    let error = copy(source.as_mut(), target.as_mut(), &options, &mut progress)
        .await
        .unwrap_err();
    let CopyError::Differs {
        table,
        expected,
        found,
        ..
    } = &error
    else {
        panic!("{error}")
    };
    assert_eq!((*table, expected), ("account_grant", found));
    let said = error.to_string();
    assert!(!said.contains(server.url()), "no password: {said}");
}
