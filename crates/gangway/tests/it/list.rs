//! getAccounts.

use crate::support::TestApp;
use serde_json::json;

#[tokio::test]
async fn an_account_is_listed_with_the_documented_fields_in_their_order() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.create(
        &partner,
        json!({"business_name": "Acme inc", "coexistence": 1}),
    )
    .await;
    let list = app.list(&partner).await;
    assert_eq!(list.len(), 1);
    assert!(list[0]["whatsapp"].as_str().unwrap().starts_with("97257"));
    assert_eq!(list[0]["status"], 0);
}
