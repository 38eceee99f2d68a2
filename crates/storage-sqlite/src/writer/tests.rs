//! The group commit, with units that misbehave.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Write, WriterHandle};
use crate::error::Failure;
use crate::memory::{Effect, Maps, Memory};
use crate::{connection, schema, sql, watch};
use gangway_domain::{Hash256, PartnerId, Timestamp};
use gangway_storage::{StorageError, Waker};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use tempfile::TempDir;

struct Bench {
    writer: Arc<WriterHandle>,
    memory: Arc<Memory>,
    outbox: Waker,
    path: PathBuf,
    _folder: TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gangway.db");
        let mut conn = connection::writer(&path).unwrap();
        schema::migrate(&mut conn, &path).unwrap();
        let commits = watch::commits(&conn).unwrap();
        let memory = Arc::new(Memory::new(Maps::load(&conn).unwrap(), commits));
        let outbox = Waker::default();
        let writer =
            WriterHandle::start(conn, &path, Arc::clone(&memory), outbox.clone(), 1024).unwrap();
        Self {
            writer: Arc::new(writer),
            memory,
            outbox,
            path,
            _folder: folder,
        }
    }

    /// Keeps the writer at a unit of its own until the answer is dropped, so that what is
    /// handed in meanwhile becomes one group.
    async fn hold(&self) -> mpsc::Sender<()> {
        let (release, held) = mpsc::channel::<()>();
        let (begun, beginning) = tokio::sync::oneshot::channel();
        let writer = Arc::clone(&self.writer);
        tokio::spawn(async move {
            writer
                .submit(move |_| {
                    let _ = begun.send(());
                    let _ = held.recv();
                    Ok(())
                })
                .await
        });
        beginning.await.unwrap();
        release
    }

    fn commits(&self) -> i64 {
        watch::commits(&connection::reader(&self.path).unwrap()).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let conn = connection::reader(&self.path).unwrap();
        sql::each(&conn, "SELECT name FROM partner ORDER BY id", [], |row| {
            names.push(row.get(0)?);
            Ok(())
        })
        .unwrap();
        names
    }
}

fn add(write: &mut Write<'_>, name: &str) -> Result<(), Failure> {
    sql::run(
        write.sql(),
        "INSERT INTO partner (name, client_id, redirect_hosts, created_at)
         VALUES (?1, ?1, '', 0)",
        [name],
    )?;
    let partner = PartnerId::from_row(write.sql().last_insert_rowid());
    write.effect(Effect::Partner(partner));
    let token = Hash256([name.as_bytes()[0]; 32]);
    write.effect(Effect::Token(token, partner, Timestamp::from_millis(1)));
    Ok(())
}

/// Whether the effects of [`add`] have reached the memory.
fn remembered(bench: &Bench, name: &str) -> bool {
    bench
        .memory
        .token(&Hash256([name.as_bytes()[0]; 32]))
        .is_some()
}

#[tokio::test]
async fn what_waits_is_committed_together() {
    let bench = Bench::new();
    let release = bench.hold().await;
    let before = bench.commits();
    let (a, b, ()) = tokio::join!(
        biased;
        bench.writer.submit(|write| add(write, "a")),
        bench.writer.submit(|write| add(write, "b")),
        // Polled last: by now the two have been handed in.
        async { drop(release) },
    );
    assert!(a.is_ok() && b.is_ok());
    assert_eq!(bench.names(), ["a", "b"]);
    assert_eq!(bench.commits() - before, 1);
}

#[tokio::test]
async fn a_unit_that_writes_nothing_commits_nothing() {
    let bench = Bench::new();
    let before = bench.commits();
    bench.writer.submit(|_| Ok(())).await.unwrap();
    assert_eq!(bench.commits(), before);
}

#[tokio::test]
async fn a_failing_or_panicking_unit_harms_no_other() {
    let bench = Bench::new();
    let release = bench.hold().await;
    let (a, failing, panicking, d, ()) = tokio::join!(
        biased;
        bench.writer.submit(|write| add(write, "a")),
        bench.writer.submit(|write| -> Result<(), Failure> {
            add(write, "b")?;
            Err(Failure::Refused("no"))
        }),
        bench.writer.submit(|write| -> Result<(), Failure> {
            add(write, "c")?;
            panic!("on purpose")
        }),
        bench.writer.submit(|write| add(write, "d")),
        async { drop(release) },
    );
    assert!(a.is_ok() && d.is_ok());
    assert!(matches!(failing, Err(StorageError::Refused(why)) if why == "no"));
    assert!(matches!(panicking, Err(StorageError::Refused(why)) if why.contains("panicked")));
    assert_eq!(bench.names(), ["a", "d"]);
    let known = ["a", "b", "c", "d"].map(|name| remembered(&bench, name));
    assert_eq!(known, [true, false, false, true]);
}

#[tokio::test]
async fn those_who_send_are_woken_by_what_is_kept_and_by_nothing_else() {
    use std::future::Future;
    use std::task::{Context, Waker as Task};
    let bench = Bench::new();
    let mut wake_up = bench.outbox.wake_up();
    let mut woken = || {
        let woken = std::pin::pin!(wake_up.woken());
        woken
            .poll(&mut Context::from_waker(Task::noop()))
            .is_ready()
    };
    bench.writer.submit(|write| add(write, "a")).await.unwrap();
    assert!(!woken(), "it has nothing to be sent");
    let failing = bench.writer.submit(|write| -> Result<(), Failure> {
        write.wake_outbox();
        Err(Failure::Refused("no"))
    });
    failing.await.unwrap_err();
    assert!(!woken(), "nothing of it is kept");
    let lost = bench.writer.submit(|write| {
        write.wake_outbox();
        sql::run(write.sql(), "ROLLBACK", [])
    });
    lost.await.unwrap_err();
    assert!(!woken(), "nothing of the group is kept");
    let kept = bench.writer.submit(|write| {
        write.wake_outbox();
        Ok(())
    });
    kept.await.unwrap();
    assert!(woken());
}

#[tokio::test]
async fn a_failed_commit_fails_every_unit_in_it() {
    let bench = Bench::new();
    let release = bench.hold().await;
    let before = bench.commits();
    let (a, poison, ()) = tokio::join!(
        biased;
        bench.writer.submit(|write| add(write, "a")),
        bench.writer.submit(|write| {
            // Found out only at the commit.
            write.sql().pragma_update(None, "defer_foreign_keys", true)?;
            sql::run(
                write.sql(),
                "INSERT INTO access_token (hash, partner, credential, expires_at)
                 VALUES (zeroblob(32), 99, 'nobody', 0)",
                [],
            )?;
            Ok(())
        }),
        async { drop(release) },
    );
    assert!(poison.is_err());
    assert!(a.is_err());
    assert!(bench.names().is_empty());
    assert!(!remembered(&bench, "a"));
    assert_eq!(bench.commits(), before);
    bench.writer.submit(|write| add(write, "b")).await.unwrap();
    assert_eq!(bench.names(), ["b"]);
    assert!(remembered(&bench, "b"));
}

#[tokio::test]
async fn work_is_done_even_if_nobody_waits_for_it() {
    let bench = Bench::new();
    let release = bench.hold().await;
    {
        let abandoned = bench.writer.submit(|write| add(write, "a"));
        tokio::pin!(abandoned);
        tokio::select! {
            biased;
            _ = &mut abandoned => panic!("the writer is held"),
            () = std::future::ready(()) => {}
        }
    }
    drop(release);
    bench.writer.submit(|_| Ok(())).await.unwrap();
    assert_eq!(bench.names(), ["a"]);
}

#[tokio::test]
async fn the_log_does_not_grow_for_ever() {
    let bench = Bench::new();
    for _ in 0..120 {
        bench
            .writer
            .submit(|write| {
                sql::run(write.sql(), "DROP TABLE IF EXISTS ballast", [])?;
                sql::run(
                    write.sql(),
                    "CREATE TABLE ballast AS SELECT randomblob(1048576)",
                    [],
                )?;
                Ok(())
            })
            .await
            .unwrap();
    }
    let mut log = bench.path.clone().into_os_string();
    log.push("-wal");
    let size = std::fs::metadata(log).unwrap().len();
    assert!(
        size < 80 << 20,
        "{size} bytes in the log after 120 MiB were written"
    );
    bench.writer.stop();
}
