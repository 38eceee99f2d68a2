//! Nodes of two versions on one database, across one migration that only adds.

use crate::support::{TestApp, TestData};
use crate::takeover_node::Node;
use gangway_testkit::postgres::psql;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// What a migration of a later version may do while nodes of this one work: columns with and
/// without a default, a table, an index.
const EXPAND: &str = "
    BEGIN;
    ALTER TABLE partner ADD COLUMN plan TEXT NOT NULL DEFAULT 'usual';
    ALTER TABLE account ADD COLUMN channel TEXT;
    ALTER TABLE access_token ADD COLUMN scope TEXT NOT NULL DEFAULT 'all';
    ALTER TABLE account_grant ADD COLUMN credit_line TEXT;
    CREATE TABLE later_visit (id BIGINT PRIMARY KEY, account BIGINT REFERENCES account (id));
    CREATE INDEX account_by_channel ON account (channel);
    INSERT INTO refinery_schema_history VALUES (999, 'later', '2026-01-01T00:00:00Z', '1');
    COMMIT";

/// What the later version writes meanwhile.
const NEW_NODE_WRITES: &str = "
    UPDATE account SET channel = 'page' WHERE channel IS NULL;
    UPDATE partner SET plan = 'large';
    INSERT INTO later_visit SELECT id, id FROM account ON CONFLICT DO NOTHING";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_of_this_version_work_on_while_a_later_one_migrates_and_works() {
    let app = TestApp::on(TestData::postgres(), &[]).await;
    let other = Node::beside(&app).await;
    let partner = app.partner("Harbour Software").await;
    let (over, made) = (AtomicBool::new(false), AtomicUsize::new(0));

    // Customers come all the time, half of them on the other node.
    let customers = async {
        let mut accounts = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let wish =
                json!({"business_name": "Corner Bakery", "reference": accounts.len().to_string()});
            let account = app.create(&partner, wish).await;
            let there = if accounts.len() % 2 == 0 {
                account.clone()
            } else {
                other.on(&app, &account)
            };
            let mut finished = app.finish(&there, json!({})).await;
            finished["onboarding_link"] = account["onboarding_link"].clone();
            accounts.push(finished);
            made.fetch_add(1, Ordering::Relaxed);
        }
        accounts
    };
    let upgrade = async {
        let url = app.data.database_url();
        until(&made, 3).await;
        psql(&url, EXPAND).unwrap();
        for _ in 0..5 {
            psql(&url, NEW_NODE_WRITES).unwrap();
            until(&made, made.load(Ordering::Relaxed) + 1).await;
        }
        // A node of this version that is started meanwhile works as well.
        let third = Node::beside(&app).await;
        third.shutdown().await;
        over.store(true, Ordering::Relaxed);
    };
    let (mut accounts, ()) = tokio::join!(customers, upgrade);

    accounts.reverse();
    let list = app.list(&partner).await;
    assert_eq!(list.len(), accounts.len());
    for (listed, finished) in list.iter().zip(&accounts) {
        for field in ["whatsapp", "status", "reference", "onboarding_link"] {
            assert_eq!(listed[field], finished[field], "{field}");
        }
    }
    other.shutdown().await;
}

#[tokio::test]
async fn a_node_that_a_later_version_has_left_behind_does_not_start() {
    let app = TestApp::on(TestData::postgres(), &[]).await;
    psql(
        &app.data.database_url(),
        &format!("{EXPAND}; UPDATE store_meta SET works_from = 999"),
    )
    .unwrap();
    let why = Node::try_beside(&app).await.unwrap_err().to_string();
    assert!(why.contains("brought to schema 999"), "{why}");
    assert!(why.contains("run the newer version"), "{why}");
    // The one that runs is not cut off: the operator stops it when the last one is replaced.
    let partner = app.partner("Harbour Software").await;
    assert_eq!(app.list(&partner).await, Vec::<Value>::new());
}

async fn until(made: &AtomicUsize, many: usize) {
    while made.load(Ordering::Relaxed) < many {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
