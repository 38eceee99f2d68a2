//! The API against its own document: schemathesis makes up requests that fit the document
//! and requests that do not, and looks at every answer.

use crate::support::{
    ACCESS_TOKEN, CREATE, DELETE, DELIVERIES, EVENTS, GET_BUSINESS, GET_WEBHOOK, LIST,
    OWN_BUSINESS, Pictures, RENEW, RENEWALS, REPLAY_WEBHOOK, SET_BUSINESS, SET_WEBHOOK,
    TEST_WEBHOOK, TIMELINE, TestApp,
};
use reqwest::Method;
use serde_json::json;
use std::path::Path;
use tokio::process::Command;

const EXAMPLES_PER_CALL: &str = "50";

#[tokio::test(flavor = "multi_thread")]
async fn schemathesis_finds_nothing() {
    let program = std::env::var("GANGWAY_SCHEMATHESIS")
        .expect("GANGWAY_SCHEMATHESIS is not set: run the tests with `cargo xtask test`");
    let pictures = Pictures::start();
    let authority = pictures.authority();
    let app = TestApp::with(&[
        ("meta.number_pool_business_id", OWN_BUSINESS),
        ("webhooks.ca_file", authority.as_str()),
    ])
    .await;
    let partner = app.partner("Schemathesis").await;
    for reference in ["first", "second"] {
        let body = json!({"business_name": "Blue Door Bakery", "reference": reference});
        app.create(&partner, body).await;
    }
    let (receiver, _) = app.receiver(&partner).await;
    let event = app.test_event(&partner).await;
    app.until_delivered(&partner).await;
    // One in full: its timeline is more than empty lists.
    let finished = app.finished(&partner, json!({"reference": "third"})).await;
    let page = app
        .call(
            Method::GET,
            &format!("{LIST}?limit=1"),
            Some(&partner.token),
            None,
        )
        .await;

    // Its examples database and its reports go where nobody keeps them.
    let folder = tempfile::tempdir().unwrap();
    let hooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/schemathesis");
    let run = Command::new(program)
        .current_dir(folder.path())
        .env("PYTHONPATH", hooks)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("PARTNER_CLIENT_ID", &partner.client_id)
        .env("PARTNER_CLIENT_SECRET", &partner.client_secret)
        .env("NUMBER", finished["whatsapp"].as_str().unwrap())
        .env("WEBHOOK", receiver.url())
        .env("LOGO", pictures.png("/logo.png", 200, 60))
        .env("EVENT", &event)
        .env("CURSOR", page.json["next_cursor"].as_str().unwrap())
        .env("NO_PROXY", "*")
        .args(["run", &app.url("/api/openapi.json")])
        .args(["--checks", "all", "--continue-on-failure"])
        .args(["--max-examples", EXAMPLES_PER_CALL, "--seed", "20261122"])
        .args([
            "--header",
            &format!("Authorization: Bearer {}", partner.token),
        ])
        .args(["--warnings", "off", "--no-color"])
        .kill_on_drop(true)
        .output()
        .await
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    assert!(run.status.success(), "{said}");
    for call in [
        ACCESS_TOKEN,
        CREATE,
        LIST,
        DELETE,
        TIMELINE,
        RENEW,
        RENEWALS,
        SET_BUSINESS,
        GET_BUSINESS,
        SET_WEBHOOK,
        GET_WEBHOOK,
        TEST_WEBHOOK,
        REPLAY_WEBHOOK,
        EVENTS,
        DELIVERIES,
    ] {
        assert!(!said.contains(&format!("{call} ____")), "{said}");
    }
    assert!(said.contains("Tested: 23"), "{said}");
}
