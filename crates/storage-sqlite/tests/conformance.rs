//! The suite that every store has to pass.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gangway_storage::{Store, conformance_tests};
use gangway_storage_sqlite::{SqliteOptions, SqliteStore};
use std::sync::Arc;
use tempfile::TempDir;

async fn store() -> (Arc<dyn Store>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gangway.db");
    let store = SqliteStore::open(path, &SqliteOptions::default()).unwrap();
    (Arc::new(store), folder)
}

conformance_tests!(store);
conformance_tests!(coverage store);
