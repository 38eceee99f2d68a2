//! A standby takes over that had not heard of the latest changes.

use crate::support::{TestApp, TestData};
use gangway_testkit::postgres::psql;
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_database_has_lost_is_not_listed_any_more() {
    let app = TestApp::on(TestData::postgres(), &[]).await;
    let partner = app.partner("Harbour Software").await;
    let url = app.data.database_url();
    let create = async |name: &str| {
        let wish = json!({"business_name": name, "reference": name});
        app.create(&partner, wish).await;
    };
    let references = async || {
        let list = app.list(&partner).await;
        let names = list
            .iter()
            .map(|entry| entry["reference"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    create("kept").await;
    let revision = psql(&url, "SELECT revision FROM partner").unwrap();
    create("lost").await;
    assert_eq!(references().await, ["lost", "kept"]);

    let go_back = format!(
        "DELETE FROM list_entry WHERE account = 2; DELETE FROM temporary_number WHERE account = 2;
         DELETE FROM partner_event WHERE account = 2; DELETE FROM account WHERE id = 2;
         UPDATE partner SET revision = {revision}, events = 1"
    );
    psql(&url, &go_back).unwrap();
    assert_eq!(references().await, ["kept"]);
    create("new").await;
    assert_eq!(references().await, ["new", "kept"]);
}
