//! Databases of the schemas before this one, brought up to it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gangway_domain::{
    Hash256, LinkSlug, ListedNumber, OnboardingState, PhoneNumber, PhoneNumberId, Problem, Sealed,
    Timestamp, WabaId,
};
use gangway_storage::copy::{TABLES, sample};
use gangway_storage::{
    Accounts, EventFilter, FinishOutcome, Finished, Jobs, Journey, Lease, Partners, Progress,
    RemoveOutcome, StorageError, Webhooks,
};
use gangway_storage_sqlite::{SqliteOptions, SqliteStore, backup, bring_up, overview, restore};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const V1: &str = include_str!("../migrations/V1__partners_and_accounts.sql");
const V2: &str = include_str!("../migrations/V2__shared_work.sql");
const V3: &str = include_str!("../migrations/V3__pipeline.sql");

/// Rows of every table of the second schema.
const ROWS: &str = "
    UPDATE store_meta SET commits = 41, key_probe = x'07';
    INSERT INTO partner (id, name, client_id, secret, redirect_hosts, created_at, revision)
        VALUES (1, 'Harbour Software', 'client1', zeroblob(32), 'www.example.com', 5, 9);
    INSERT INTO access_token VALUES (randomblob(32), 1, 99);
    INSERT INTO account (id, partner, created_at, number, coexistence, business_name,
        display_name, link, landing, expires_at, state, problem, cancelled_step, session,
        started_at, lease_owner, lease_until, meta_business, finished_at, removed_at, search)
    VALUES
        (1, 1, 1000, '972570000001', 0, 'Bakery', 'B', 'link1', 'page1', 9000, 'created', NULL,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 's'),
        (2, 1, 2000, '972570000002', 1, 'Bakery', 'B', 'link2', 'page2', NULL, 'needs_attention',
            'pin_unknown', NULL, zeroblob(32), 10, NULL, NULL, NULL, NULL, NULL, 's'),
        (3, 1, 3000, '972570000003', 0, 'Bakery', 'B', 'link3', 'page3', NULL, 'needs_attention',
            'number_missing', NULL, zeroblob(32), 10, NULL, NULL, NULL, NULL, NULL, 's'),
        (4, 1, 4000, '972570000004', 0, 'Bakery', 'B', 'link4', 'page4', NULL, 'needs_attention',
            'meta_refused', NULL, zeroblob(32), 10, NULL, NULL, NULL, NULL, NULL, 's'),
        (5, 1, 5000, '972570000005', 0, 'Bakery', 'B', 'link5', 'page5', NULL, 'provisioning',
            NULL, NULL, zeroblob(32), 10, 77, 20000, NULL, NULL, NULL, 's'),
        (6, 1, 6000, '972501234567', 0, 'Bakery', 'B', 'link6', 'page6', NULL, 'finished', NULL,
            NULL, zeroblob(32), 10, NULL, NULL, '99', 50, NULL, 's'),
        (7, 1, 7000, '972570000007', 0, 'Bakery', 'B', 'link7', 'page7', NULL, 'cancelled', NULL,
            'PHONE', zeroblob(32), 10, NULL, NULL, NULL, NULL, NULL, 's'),
        (9, 1, 9000, '972570000009', 0, 'Bakery', 'B', 'link9', 'page9', NULL, 'removed', NULL,
            NULL, NULL, 10, NULL, NULL, NULL, NULL, 60, 's');
    INSERT INTO list_entry SELECT partner, created_at, id, '{\"id\":' || id || '}' FROM account
        WHERE state <> 'removed';
    INSERT INTO temporary_number
        SELECT '97257000000' || id, id FROM account;
    INSERT INTO idempotency VALUES (1, 'key', zeroblob(32), '{}', 5);
    INSERT INTO account_grant (account, token, waba, phone_number, steps_waba,
        steps_phone_number, subscribed, pin, registered)
        VALUES (2, x'01', '10', '20', '10', '20', 1, x'02', 0),
            (5, x'03', NULL, NULL, NULL, NULL, 0, NULL, 0);
    INSERT INTO code_seen VALUES (zeroblob(32), 5);";

/// Rows of every table that the third schema has beside these.
const MORE_ROWS: &str = "
    INSERT INTO former_link VALUES ('link0', 1);
    INSERT INTO step (account, step, state, tries) VALUES (5, 'exchange', 'begun', 1);
    INSERT INTO timeline (account, at, event) VALUES (5, 10, 'started'), (5, 20, 'code');
    INSERT INTO fact VALUES (6, 'quality', 'GREEN', 7);
    INSERT INTO dialog_state (hash, account, session, until)
        VALUES (zeroblob(32), 5, zeroblob(32), 90);
    INSERT INTO meta_event (key, received_at, change, outcome)
        VALUES (zeroblob(32), 5, '{}', 'noted'), (randomblob(32), 6, '{}', NULL);
    INSERT INTO job (id, kind, account, meta_event, due_at, tries, lease_owner, lease_until)
        VALUES (3, 'take_back', 9, NULL, 70, 2, NULL, NULL),
            (4, 'meta_event', NULL, 2, 6, 1, 55, 90), (8, 'take_back', 9, NULL, 70, 0, NULL, NULL);
    DELETE FROM job WHERE id = 8;
    INSERT INTO unclaimed VALUES ('77', NULL, 8, 'several');";

/// A file of the second schema.
fn old() -> (TempDir, PathBuf) {
    of_schema(2)
}

/// A file of an earlier schema, with rows in every table.
fn of_schema(schema: i64) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gangway.db");
    // Made by this version, so that the history of its migrations is as it is written.
    drop(SqliteStore::open(&path, &SqliteOptions::default()).unwrap());
    let conn = Connection::open(&path).unwrap();
    let history: Vec<(i64, String, String, String)> = conn
        .prepare("SELECT version, name, applied_on, checksum FROM refinery_schema_history")
        .unwrap()
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(conn);
    std::fs::remove_file(&path).unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(V1).unwrap();
    conn.execute_batch(V2).unwrap();
    conn.execute_batch(
        "CREATE TABLE refinery_schema_history (version INT4 PRIMARY KEY, name VARCHAR(255),
             applied_on VARCHAR(255), checksum VARCHAR(255))",
    )
    .unwrap();
    for row in history.iter().filter(|(version, ..)| *version <= schema) {
        conn.execute(
            "INSERT INTO refinery_schema_history VALUES (?1, ?2, ?3, ?4)",
            rusqlite::params![row.0, row.1, row.2, row.3],
        )
        .unwrap();
    }
    conn.execute_batch(&format!("PRAGMA foreign_keys = ON; {ROWS}"))
        .unwrap();
    if schema == 3 {
        conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; BEGIN; {V3} COMMIT;"))
            .unwrap();
        conn.execute_batch(&format!("PRAGMA foreign_keys = ON; {MORE_ROWS}"))
            .unwrap();
    }
    (folder, path)
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, &SqliteOptions::default()).unwrap()
}

/// Every row of a table, by the columns that it had before.
fn rows(path: &Path, table: &str, columns: &str) -> Vec<String> {
    let conn = Connection::open(path).unwrap();
    let select = format!("SELECT {columns} FROM {table} ORDER BY 1, 2");
    let mut statement = conn.prepare(&select).unwrap();
    let count = statement.column_count();
    let read = statement.query_map([], |row| {
        let values: Vec<rusqlite::types::Value> =
            (0..count).map(|at| row.get(at)).collect::<Result<_, _>>()?;
        Ok(format!("{values:?}"))
    });
    read.unwrap().map(Result::unwrap).collect()
}

/// The tables of before and their columns, without what the upgrade changes on purpose.
fn before(path: &Path) -> Vec<(String, String)> {
    let conn = Connection::open(path).unwrap();
    let described = TABLES.iter().filter_map(|table| {
        let select = format!(
            "SELECT group_concat(name) FROM pragma_table_info('{}')
             WHERE name <> 'state' AND NOT ('{0}' = 'partner' AND name = 'secret')",
            table.name
        );
        let columns: Option<String> = conn.query_row(&select, [], |row| row.get(0)).unwrap();
        columns.map(|columns| (table.name.to_owned(), columns))
    });
    described.collect()
}

async fn by_link(store: &SqliteStore, link: &str) -> gangway_domain::Onboarding {
    let link = LinkSlug::parse(link).unwrap();
    store.account_by_link(&link).await.unwrap().unwrap()
}

#[test]
fn every_row_is_kept() {
    let (_folder, path) = old();
    let tables = before(&path);
    assert_eq!(tables.len(), 8, "{tables:?}");
    let read = |path: &Path| -> Vec<Vec<String>> {
        let rows = |(table, columns): &(String, String)| rows(path, table, columns);
        tables.iter().map(rows).collect()
    };
    let content = read(&path);
    let counters = rows(&path, "sqlite_sequence WHERE seq > 0", "name, seq");
    assert!(content.iter().all(|rows| !rows.is_empty()));
    let migrated = bring_up(&path).unwrap();
    assert_eq!((migrated.from, migrated.to), (Some(2), 6));
    assert_eq!(read(&path), content);
    assert_eq!(
        rows(&path, "sqlite_sequence WHERE seq > 0", "name, seq"),
        counters
    );
    let states = rows(&path, "account", "id, state");
    let expected = [
        (1, "created"),
        (2, "needs_pin"),
        (3, "needs_number"),
        (4, "needs_attention"),
        (5, "provisioning"),
        (6, "finished"),
        (7, "cancelled"),
        (9, "removed"),
    ];
    let expected = expected.map(|(id, state)| format!("[Integer({id}), Text({state:?})]"));
    assert_eq!(states, expected);
    let conn = Connection::open(&path).unwrap();
    let broken: i64 = conn
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(broken, 0);
    // What refers to accounts refers to the new table of them.
    let refused = conn.execute_batch(
        "PRAGMA foreign_keys = ON; INSERT INTO code_seen VALUES (randomblob(32), 8)",
    );
    assert!(refused.unwrap_err().to_string().contains("FOREIGN KEY"));
}

#[tokio::test]
async fn the_schema_before_this_one_keeps_every_row_and_every_number() {
    let (_folder, path) = of_schema(3);
    let tables = before(&path);
    assert_eq!(tables.len(), 16, "{tables:?}");
    let read = |path: &Path| -> Vec<Vec<String>> {
        let rows = |(table, columns): &(String, String)| rows(path, table, columns);
        tables.iter().map(rows).collect()
    };
    let content = read(&path);
    assert!(content.iter().all(|rows| !rows.is_empty()));
    let counters = |path: &Path| rows(path, "sqlite_sequence", "name, seq");
    let counted = counters(&path);
    assert!(counted.contains(&"[Text(\"job\"), Integer(8)]".to_owned()));
    let indexes = |path: &Path| {
        let names = rows(
            path,
            "sqlite_schema WHERE type = 'index' AND tbl_name = 'job'",
            "name, sql",
        );
        names.len()
    };
    let had = indexes(&path);
    let migrated = bring_up(&path).unwrap();
    assert_eq!((migrated.from, migrated.to), (Some(3), 6));
    assert_eq!(read(&path), content);
    assert_eq!(counters(&path), counted);
    assert_eq!(indexes(&path), had);

    // The work that waited is taken, and the partner is told from here on.
    let store = open(&path);
    let lease = || Lease {
        owner: 1,
        until: Timestamp::from_secs(60),
    };
    let at = Timestamp::from_secs(10);
    let mut taken = Vec::new();
    while let Some(job) = store.take_job(lease(), at).await.unwrap() {
        taken.push((job.id, job.tries));
    }
    assert_eq!(taken, [(3, 2), (4, 1)]);
    let account = by_link(&store, "link1").await;
    store.open(account.id, at).await.unwrap();
    let filter = EventFilter {
        limit: 10,
        ..EventFilter::default()
    };
    let told = store.events(account.partner, &filter).await.unwrap();
    assert_eq!((told.events.len(), told.seen), (1, 1));
    assert!(told.events[0].body.ends_with(",\"sequence\":1}"));
}

#[test]
fn it_is_noted_how_far_customers_had_come() {
    let (_folder, path) = of_schema(3);
    bring_up(&path).unwrap();
    let noted = rows(&path, "milestone", "account, kind, at, partner, created_at");
    // The timeline of the fifth says more than its row; those of the others say nothing.
    let expected = [
        (2, "opened", 10),
        (2, "started", 10),
        (5, "code", 20),
        (5, "opened", 10),
        (5, "started", 10),
        (6, "code", 50),
        (6, "finished", 50),
        (6, "opened", 10),
        (6, "started", 10),
    ];
    let of = |account: i64| -> Vec<String> {
        let begins = format!("[Integer({account})");
        let noted = noted.iter().filter(|row| row.starts_with(&begins));
        noted.cloned().collect()
    };
    for account in [2, 5, 6] {
        let expected: Vec<String> = expected
            .iter()
            .filter(|(of, ..)| *of == account)
            .map(|(_, kind, at)| {
                let created = account * 1_000;
                format!("[Integer({account}), Text({kind:?}), Integer({at}), Integer(1), Integer({created})]")
            })
            .collect();
        assert_eq!(of(account), expected);
    }
    assert_eq!(of(1), Vec::<String>::new(), "nobody has opened it");
}

#[tokio::test]
async fn what_was_under_way_goes_on() {
    let (_folder, path) = old();
    let store = open(&path);
    let partner = store.partners().await.unwrap().remove(0);
    let list = store.list_snapshot(partner.id).await.unwrap();
    assert_eq!((list.count, list.revision), (7, 9));

    let needs_pin = by_link(&store, "link2").await;
    assert_eq!(
        (needs_pin.state, needs_pin.problem),
        (OnboardingState::NeedsPin, Some(Problem::PinUnknown))
    );
    let finished = by_link(&store, "link6").await;
    assert_eq!(
        (finished.state, finished.status()),
        (OnboardingState::Finished, 1)
    );
    assert_eq!(by_link(&store, "link5").await.status(), 0);

    let at = Timestamp::from_secs(20);
    let lease = Lease {
        owner: 88,
        until: Timestamp::from_secs(60),
    };
    let taken = store.take_over(lease, at).await.unwrap().unwrap();
    let id = taken.account.id;
    assert_eq!(
        (id.row(), taken.grant.token),
        (5, Some(Sealed::from_bytes(vec![3])))
    );
    let step = Progress::Proved {
        waba: WabaId::parse("10").unwrap(),
        phone_number: PhoneNumberId::parse("21").unwrap(),
    };
    assert!(store.progress(id, 88, step, at).await.unwrap());
    let finished = Finished {
        number: PhoneNumber::from_meta("972507654321").unwrap(),
        business: None,
        at,
    };
    let outcome = store.finish(id, 88, finished).await.unwrap();
    assert!(matches!(outcome, FinishOutcome::Finished(_)), "{outcome:?}");

    let code = store.claim_exchange(
        needs_pin.id,
        Hash256([0; 32]),
        Lease {
            owner: 1,
            until: at,
        },
        at,
    );
    assert_eq!(code.await.unwrap(), gangway_storage::ClaimOutcome::CodeSeen);
    let ListedNumber::Temporary(number) = &needs_pin.number else {
        panic!("{needs_pin:?}")
    };
    let number = ListedNumber::Temporary(number.clone());
    let removed = store.remove_account(partner.id, &number, at).await;
    assert_eq!(removed.unwrap(), RemoveOutcome::Removed);
    let made = sample::create(&store, partner.id, 699).await;
    assert_eq!(made.id.row(), 10, "no id is given out twice");
}

#[test]
fn a_reference_to_nobody_stops_the_upgrade() {
    let (_folder, path) = old();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(
        "PRAGMA foreign_keys = OFF; INSERT INTO code_seen VALUES (randomblob(32), 1234)",
    )
    .unwrap();
    drop(conn);
    for _ in 0..2 {
        let Err(StorageError::Unavailable(why)) = bring_up(&path) else {
            panic!("it was brought up")
        };
        assert!(why.contains("every_reference_holds"), "{why}");
        assert_eq!(
            overview(&path).unwrap().unwrap().stored,
            Some(2),
            "as it was"
        );
    }
    assert_eq!(rows(&path, "account", "id, state").len(), 8);
}

#[test]
fn an_old_backup_is_restored_and_brought_up() {
    let (folder, path) = old();
    let (file, target) = (
        folder.path().join("backup.db"),
        folder.path().join("restored.db"),
    );
    backup(&path, &file, false).unwrap();
    assert_eq!(restore(&file, &target, None).unwrap().schema, 2);
    drop(open(&target));
    assert_eq!(overview(&target).unwrap().unwrap().stored, Some(6));
    assert_eq!(rows(&target, "account", "id, link").len(), 8);
}
