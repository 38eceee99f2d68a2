//! `gangway claims` beside a running server, on the same database; and the account that goes on.

use crate::binary::Home;
use crate::support::no_tls;
use serde_json::{Value, json};
use std::time::Duration;

const APP_ID: &str = "670000000000001";
const APP_SECRET: &str = "a-simulated-app-secret";

fn http() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy();
    builder.tls_backend_preconfigured(no_tls()).build().unwrap()
}

async fn post(url: String, body: Value) -> Value {
    let request = http()
        .post(url)
        .bearer_auth(format!("{APP_ID}|{APP_SECRET}"));
    let answer = request.json(&body).send().await.unwrap();
    let (ok, text) = (answer.status().is_success(), answer.text().await.unwrap());
    assert!(ok, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// Opens an account's page and presses the button; gives what the dialog is opened with.
async fn started(account: &Value) -> Value {
    let link = account["onboarding_link"].as_str().unwrap();
    let html = http().get(link).send().await.unwrap().text().await.unwrap();
    let (_, rest) = html.split_once(r#"id="gangway-page""#).unwrap();
    let (data, _) = rest
        .split_once('>')
        .unwrap()
        .1
        .split_once("</script>")
        .unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    post(format!("{link}/start"), json!({"session": data["session"]})).await;
    json!({"client_id": data["app_id"], "config_id": data["config_id"], "extras": data["extras"]})
}

async fn until(mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..100 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it does not come to it");
}

#[tokio::test]
async fn the_operator_says_whose_an_account_is() {
    let mut home = Home::new();
    let _sandbox = home.sandbox().await;
    home.set("GANGWAY_RECOVERY_GRACE_SECONDS", "0");
    let (server, url) = home.serve().await;
    let partner = home.partner("Harbour Software").await;
    let client_id = partner["client_id"].as_str().unwrap();
    home.set("GANGWAY_URL", url.as_str());
    home.set("GANGWAY_CLIENT_ID", client_id);
    home.set(
        "GANGWAY_CLIENT_SECRET",
        partner["client_secret"].as_str().unwrap(),
    );
    let sandbox = home.value("GANGWAY_SANDBOX_URL").to_owned();
    let subscription = json!({
        "object": "whatsapp_business_account", "callback_url": format!("{url}/webhooks/meta"),
        "verify_token": home.value("GANGWAY_META_VERIFY_TOKEN"), "fields": "account_update",
    });
    post(
        format!("{sandbox}/v25.0/{APP_ID}/subscriptions"),
        subscription,
    )
    .await;

    let none = home.gangway(&["claims", "list"]).await;
    assert_eq!((none.code, none.out.as_str()), (0, ""), "{}", none.err);
    assert!(none.err.contains("empty"), "{}", none.err);

    // Two customers are in Meta's dialog; one comes through it, and her browser says nothing.
    let mut accounts = Vec::new();
    for name in ["First", "Second"] {
        let account = home.json(&["accounts", "create", name, "--json"]).await;
        let dialog = started(&account).await;
        accounts.push((account, dialog));
    }
    let shared = post(format!("{sandbox}/_sim/signup"), accounts[0].1.clone()).await;
    let waba = shared["waba_id"].as_str().unwrap();
    until(async || {
        let claims = home.json(&["claims", "list", "--json"]).await;
        !claims.as_array().unwrap().is_empty()
    })
    .await;
    let claims = home.json(&["claims", "list", "--json"]).await;
    assert_eq!(claims[0]["waba"], waba);
    assert_eq!(claims[0]["business"], shared["business_id"]);
    assert_eq!(claims[0]["reason"], "several_open_accounts");
    assert!(claims[0]["time"].as_i64().unwrap() > 1_700_000_000);
    let table = home.output(&["claims", "list"]).await;
    let mut lines = table.lines();
    assert!(lines.next().unwrap().starts_with("WABA"), "{table}");
    let row = lines.next().unwrap();
    assert!(
        row.starts_with(waba) && row.ends_with("several_open_accounts"),
        "{row}"
    );

    let number = accounts[0].0["whatsapp"].as_str().unwrap();
    for (arguments, expected) in [
        (
            vec!["assign", "1", number, "--partner", client_id],
            "1 is not on the claim list",
        ),
        (vec!["assign", waba, "12", "--partner", client_id], "NUMBER"),
        (
            vec!["assign", waba, "972501111111", "--partner", client_id],
            "lists 972501111111",
        ),
        (
            vec!["assign", waba, number, "--partner", "nobody"],
            "client id nobody",
        ),
        (vec!["dismiss", "1"], "1 is not on the claim list"),
    ] {
        let arguments = [vec!["claims"], arguments].concat();
        home.gangway(&arguments).await.refuses(&[expected]);
    }
    assert_eq!(home.json(&["claims", "list", "--json"]).await, claims);

    let said = home
        .output(&["claims", "assign", waba, number, "--partner", client_id])
        .await;
    assert!(said.contains(waba) && said.contains(number), "{said}");
    let timeline = async || home.json(&["accounts", "timeline", number, "--json"]).await;
    until(async || timeline().await["state"] == "finished").await;
    let seen = timeline().await;
    assert_eq!(
        (&seen["recovered"], &seen["whatsapp"]),
        (&json!(1), &shared["number"])
    );
    let list = home.json(&["claims", "list", "--json"]).await;
    assert_eq!(list, json!([]));
    let list = home
        .json(&["accounts", "list", "--status", "1", "--json"])
        .await;
    assert_eq!(list[0]["business_name"], "First");

    // What is none of ours is dismissed: the account that is left may be anybody's.
    let third = home.json(&["accounts", "create", "Third", "--json"]).await;
    let dialog = started(&third).await;
    let shared = post(format!("{sandbox}/_sim/signup"), dialog).await;
    let waba = shared["waba_id"].as_str().unwrap();
    until(async || {
        let claims = home.json(&["claims", "list", "--json"]).await;
        claims[0]["waba"] == waba
    })
    .await;
    let gone = home.json(&["claims", "dismiss", waba, "--json"]).await;
    assert_eq!(gone, json!({ "waba": waba }));
    assert_eq!(home.json(&["claims", "list", "--json"]).await, json!([]));
    assert_eq!(server.stop().await, 0);
}
