//! Backups of a database that is written to, and the way back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gangway_storage::copy::sample;
use gangway_storage::{Accounts, Partners};
use gangway_storage_sqlite::{
    BackupError, Restored, SqliteOptions, SqliteStore, backup, copy_target, overview, restore,
};
use rusqlite::Connection;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

fn folder() -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gangway.db");
    let copy = folder.path().join("backup.db");
    (folder, path, copy)
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, &SqliteOptions::default()).unwrap()
}

async fn filled(path: &Path) {
    sample::fill(&open(path), 1..3).await;
}

/// The lists of all partners.
async fn lists(path: &Path) -> Vec<Vec<u8>> {
    let store = open(path);
    let mut lists = Vec::new();
    for partner in store.partners().await.unwrap() {
        lists.push(store.list_snapshot(partner.id).await.unwrap().fragments);
    }
    lists
}

fn names(folder: &TempDir) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn sql(path: &Path, statement: &str) {
    Connection::open(path)
        .unwrap()
        .execute_batch(statement)
        .unwrap();
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, BackupError>) -> String {
    outcome.unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_under_load_are_consistent() {
    let (_folder, path, copy) = folder();
    let store = Arc::new(open(&path));
    let partner = sample::partner(store.as_ref(), 1).await.id;
    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (store, stop) = (Arc::clone(&store), Arc::clone(&stop));
        async move {
            let mut made = 0;
            while !stop.load(Ordering::Relaxed) {
                sample::create(store.as_ref(), partner, made).await;
                made += 1;
            }
            made
        }
    });
    let mut before = 0;
    for _ in 0..5 {
        let acknowledged = store.list_snapshot(partner).await.unwrap();
        let (from, to) = (path.clone(), copy.clone());
        let bytes = tokio::task::spawn_blocking(move || backup(&from, &to, true).unwrap());
        assert!(bytes.await.unwrap() > 0);
        let saved = open(&copy);
        let list = saved.list_snapshot(partner).await.unwrap();
        // Each account bumps the revision: one without the other would show here.
        assert_eq!(i64::try_from(list.count).unwrap(), list.revision);
        assert!(
            list.count >= acknowledged.count,
            "all that was acknowledged"
        );
        assert!(list.count >= before);
        before = list.count;
    }
    stop.store(true, Ordering::Relaxed);
    assert!(writing.await.unwrap() > 0);
    assert!(before > 0);
}

#[tokio::test]
async fn a_backup_is_one_file_for_its_owner_only() {
    let (folder, path, copy) = folder();
    filled(&path).await;
    let bytes = backup(&path, &copy, false).unwrap();
    let meta = copy.metadata().unwrap();
    assert_eq!(meta.len(), bytes);
    assert_eq!(meta.permissions().mode() & 0o777, 0o600);
    assert_eq!(
        names(&folder),
        ["backup.db", "gangway.db", "gangway.db.lock"]
    );
    let said = refused(backup(&path, &copy, false));
    assert!(
        said.contains("is there already") && said.contains("--force"),
        "{said}"
    );
    std::fs::write(&copy, "").unwrap();
    backup(&path, &copy, true).unwrap();
    assert_eq!(copy.metadata().unwrap().len(), bytes);
    // Reading one back makes no files beside it.
    assert_eq!(
        names(&folder),
        ["backup.db", "gangway.db", "gangway.db.lock"]
    );
}

#[tokio::test]
async fn what_cannot_be_backed_up_leaves_nothing_behind() {
    let (folder, path, copy) = folder();
    let said = refused(backup(&path, &copy, false));
    assert!(said.contains("there is no database at"), "{said}");
    assert!(names(&folder).is_empty(), "{:?}", names(&folder));
    filled(&path).await;
    for force in [false, true] {
        let said = refused(backup(&path, &path, force));
        assert!(said.contains("is the database itself"), "{said}");
    }
    let nowhere = folder.path().join("no/backup.db");
    let said = refused(backup(&path, &nowhere, false));
    assert!(said.contains("no/backup.db"), "{said}");

    sql(
        &path,
        "PRAGMA foreign_keys = OFF; DELETE FROM partner WHERE id = 1",
    );
    let said = refused(backup(&path, &copy, false));
    assert!(said.contains("is damaged"), "{said}");
    assert_eq!(names(&folder), ["gangway.db", "gangway.db.lock"]);

    let other = folder.path().join("other.db");
    sql(&other, "CREATE TABLE note (text)");
    let said = refused(backup(&other, &copy, false));
    assert!(said.contains("another program"), "{said}");
    assert!(!copy.exists());
}

#[tokio::test]
async fn a_restore_brings_everything_back() {
    let (folder, path, copy) = folder();
    filled(&path).await;
    let before = lists(&path).await;
    backup(&path, &copy, false).unwrap();
    sample::goes_on(&open(&path), 9).await;
    let after = lists(&path).await;
    assert_ne!(before, after);

    let said = refused(restore(&copy, &path, None));
    assert!(
        said.contains("is there already") && said.contains("--force"),
        "{said}"
    );
    assert_eq!(lists(&path).await, after);

    let restored = restore(&copy, &path, Some("old")).unwrap();
    let kept = folder.path().join("gangway.db.old");
    let known = overview(&path).unwrap().unwrap().known;
    assert_eq!(
        restored,
        Restored {
            schema: known,
            kept: Some(kept.clone()),
        }
    );
    assert_eq!(lists(&path).await, before);
    assert_eq!(lists(&kept).await, after);
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let elsewhere = folder.path().join("new.db");
    restore(&copy, &elsewhere, None).unwrap();
    assert_eq!(lists(&elsewhere).await, before);
    sample::goes_on(&open(&elsewhere), 9).await;
}

#[tokio::test]
async fn a_log_that_was_left_behind_is_not_taken_for_the_new_databases() {
    let (folder, path, copy) = folder();
    filled(&path).await;
    backup(&path, &copy, false).unwrap();
    let before = lists(&path).await;
    // As a killed server leaves it: the newest writes are in the log only.
    let crashed = folder.path().join("crashed.db");
    let log = folder.path().join("crashed.db-wal");
    {
        let store = open(&path);
        sample::goes_on(&store, 9).await;
        std::fs::copy(&path, &crashed).unwrap();
        std::fs::copy(folder.path().join("gangway.db-wal"), &log).unwrap();
    }
    let after = lists(&path).await;
    assert!(log.metadata().unwrap().len() > 0);
    restore(&copy, &crashed, Some("old")).unwrap();
    assert!(!log.exists());
    assert_eq!(lists(&crashed).await, before);
    // What was in the log is kept with what was replaced.
    assert_eq!(lists(&folder.path().join("crashed.db.old")).await, after);

    // And with the database gone but for its log.
    std::fs::remove_file(&crashed).unwrap();
    std::fs::write(&log, vec![1; 5000]).unwrap();
    restore(&copy, &crashed, None).unwrap();
    assert!(!log.exists());
    assert_eq!(lists(&crashed).await, before);
}

#[tokio::test]
async fn a_database_in_use_is_not_replaced() {
    let (_folder, path, copy) = folder();
    filled(&path).await;
    backup(&path, &copy, false).unwrap();
    let store = open(&path);
    // Refused by the lock beside the file, also while the store does nothing.
    let said = refused(restore(&copy, &path, Some("old")));
    assert!(said.contains("is in use; stop the server"), "{said}");
    store.shutdown();
    restore(&copy, &path, Some("old")).unwrap();
    drop(store);
    let said = refused(restore(&copy, &path, Some("old")));
    assert!(said.contains("gangway.db.old is there already"), "{said}");
    assert!(!lists(&path).await.is_empty());
}

/// A program that does not know of the lock beside the file.
#[tokio::test]
async fn a_database_that_another_program_has_open_is_not_replaced() {
    let (folder, path, copy) = folder();
    filled(&path).await;
    let before = lists(&path).await;
    backup(&path, &copy, false).unwrap();
    let other = Connection::open(&path).unwrap();
    // It has read once and is idle since then.
    other
        .query_row("SELECT count(*) FROM partner", [], |_| Ok(()))
        .unwrap();
    let said = refused(restore(&copy, &path, Some("old")));
    assert!(said.contains("is in use by another program"), "{said}");
    assert!(!folder.path().join("gangway.db.old").exists());
    let said = copy_target(&path).err().unwrap().to_string();
    assert!(said.contains("is in use by another program"), "{said}");
    drop(other);
    assert_eq!(lists(&path).await, before);
    restore(&copy, &path, Some("old")).unwrap();
    drop(copy_target(&path).unwrap());
}

/// Whoever opens the database while it is replaced finds the old one or the new one: where
/// there is none, a server would make an empty one.
#[tokio::test]
async fn there_is_a_database_at_any_moment_of_a_restore() {
    let (_folder, path, copy) = folder();
    filled(&path).await;
    backup(&path, &copy, false).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let watching = std::thread::spawn({
        let (path, stop) = (path.clone(), Arc::clone(&stop));
        move || {
            let mut missed = 0;
            while !stop.load(Ordering::Relaxed) {
                missed += usize::from(!path.exists());
            }
            missed
        }
    });
    for n in 0..10 {
        restore(&copy, &path, Some(&format!("old{n}"))).unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    assert_eq!(watching.join().unwrap(), 0);
}

#[tokio::test]
async fn a_database_that_cannot_be_kept_stays() {
    let (folder, path, copy) = folder();
    filled(&path).await;
    backup(&path, &copy, false).unwrap();
    sample::goes_on(&open(&path), 9).await;
    let before = lists(&path).await;
    // No file system takes a name of this length.
    let said = refused(restore(&copy, &path, Some(&"x".repeat(300))));
    assert!(said.contains("cannot write"), "{said}");
    assert_eq!(lists(&path).await, before);
    assert_eq!(
        names(&folder),
        ["backup.db", "gangway.db", "gangway.db.lock"]
    );
}

#[tokio::test]
async fn only_a_sound_backup_is_restored() {
    let (folder, path, copy) = folder();
    filled(&path).await;
    let before = lists(&path).await;
    let none = folder.path().join("none.db");
    let said = refused(restore(&none, &path, Some("old")));
    assert!(said.contains("there is no file"), "{said}");
    let said = refused(restore(&path, &path, Some("old")));
    assert!(said.contains("is the database itself"), "{said}");

    let try_it = |expected: &str| {
        let said = refused(restore(&copy, &path, Some("old")));
        assert!(said.contains(expected), "{said}");
        std::fs::remove_file(&copy).unwrap();
    };
    std::fs::write(
        &copy,
        "no database at all, but some text that is long enough",
    )
    .unwrap();
    try_it("no SQLite database");
    std::fs::write(&copy, "").unwrap();
    try_it("no data of Gangway");
    sql(&copy, "CREATE TABLE note (text)");
    try_it("another program");

    backup(&path, &copy, false).unwrap();
    sql(
        &copy,
        "UPDATE refinery_schema_history SET version = 999 WHERE version = 2",
    );
    try_it("newer Gangway");

    backup(&path, &copy, false).unwrap();
    sql(&copy, "PRAGMA foreign_keys = OFF; DELETE FROM partner");
    try_it("is damaged");

    backup(&path, &copy, false).unwrap();
    sql(
        &copy,
        "PRAGMA ignore_check_constraints = ON; UPDATE account SET coexistence = 7 WHERE id = 1",
    );
    try_it("is damaged (CHECK constraint failed in account)");

    backup(&path, &copy, false).unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x55);
    std::fs::write(&copy, bytes).unwrap();
    try_it("damaged");

    backup(&path, &copy, false).unwrap();
    sql(&copy, "UPDATE store_meta SET copying = 'sqlite:/other.db'");
    try_it("was not finished");

    assert_eq!(lists(&path).await, before, "nothing of that was taken");
    assert_eq!(names(&folder), ["gangway.db", "gangway.db.lock"]);
}

#[tokio::test]
async fn looking_and_copying_leave_no_files_behind() {
    let (folder, path, _) = folder();
    assert_eq!(overview(&path).unwrap(), None);
    assert!(names(&folder).is_empty());
    filled(&path).await;
    let seen = overview(&path).unwrap().unwrap();
    assert_eq!(seen.stored, Some(seen.known));
    assert_eq!((seen.partners, seen.copying), (2, None));
    let accounts: i64 = seen.accounts.iter().map(|(_, count)| count).sum();
    assert_eq!((seen.accounts.len(), accounts), (13, 40));
    assert_eq!(seen.bytes, path.metadata().unwrap().len());
    assert_eq!(names(&folder), ["gangway.db", "gangway.db.lock"]);
    drop(copy_target(&path).unwrap());
    assert_eq!(names(&folder), ["gangway.db", "gangway.db.lock"]);
}
