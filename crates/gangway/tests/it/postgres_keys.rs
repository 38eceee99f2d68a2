//! The keys of a database that holds secrets, but no probe of its keys yet: one that was
//! migrated, copied or restored from a time before there were probes.

use crate::support::{TestApp, TestData};
use crate::takeover_node::Node;
use gangway_testkit::postgres::psql;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_probe_the_keys_have_to_open_a_secret() {
    let app = TestApp::on(TestData::postgres(), &[]).await;
    let partner = app.partner("Harbour Software").await;
    app.finished(&partner, json!({})).await;
    let url = app.data.database_url();
    let probe = || psql(&url, "SELECT key_probe IS NOT NULL FROM store_meta").unwrap();
    psql(&url, "UPDATE store_meta SET key_probe = NULL").unwrap();
    let keys = app.data.path().join("gangway.keys");
    let right = std::fs::read_to_string(&keys).unwrap();

    std::fs::remove_file(&keys).unwrap();
    let refused = Node::try_beside(&app).await.unwrap_err().to_string();
    assert!(refused.contains("gangway.keys is missing"), "{refused}");
    assert!(!keys.exists(), "no other keys are made");

    let (id, _) = right.trim().split_once(':').unwrap();
    let wrong = format!("{id}:{}", "A".repeat(43));
    std::fs::write(&keys, wrong).unwrap();
    let refused = Node::try_beside(&app).await.unwrap_err().to_string();
    assert!(refused.contains("sealed with other keys"), "{refused}");
    assert_eq!(probe().trim(), "f", "wrong keys leave no probe");

    std::fs::write(&keys, right).unwrap();
    Node::beside(&app).await.shutdown().await;
    assert_eq!(probe().trim(), "t");
}
