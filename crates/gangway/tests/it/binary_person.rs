//! The ways into the dashboard that do not lead through its door.

use crate::binary::{Home, Http, Running};
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";
const OTHER: &str = "another long password";

async fn nobodys() -> (Home, Running, String) {
    let mut home = Home::new();
    home.set_meta();
    let (running, url) = home.serve().await;
    (home, running, url)
}

fn dana(password: &str) -> Value {
    json!({"email": "dana@example.com", "name": "Dana", "password": password})
}

/// Follows a link and sends what its page asks for; gives the status.
async fn follows(http: &Http, link: &str, form: &Value) -> u16 {
    let (_, path) = link.split_once("/dashboard").unwrap();
    http.send_form(path, form).await
}

#[tokio::test]
async fn a_server_that_nobody_operates_prints_a_link_for_the_first_operator() {
    let (home, mut running, url) = nobodys().await;
    let http = Http::to(&url);
    assert!(running.out.line().await.starts_with("Nobody operates"));
    let link = running.out.line().await;
    assert!(
        link.starts_with(&format!("{url}/dashboard/join/")),
        "{link}"
    );
    assert_eq!(follows(&http, &link, &dana("short")).await, 422);
    assert_eq!(follows(&http, &link, &dana(PASSWORD)).await, 303);
    assert_eq!(http.sign_in(&dana(PASSWORD)).await, 303);
    assert_eq!(follows(&http, &link, &dana(OTHER)).await, 410);
    assert_eq!(running.stop().await, 0);

    let (running, url) = home.serve().await;
    assert_eq!(Http::to(&url).sign_in(&dana(PASSWORD)).await, 303);
    assert_eq!(running.last_words().await, "", "somebody operates it");
}

#[tokio::test]
async fn who_lost_her_password_gets_a_link_from_the_command_line() {
    let (home, running, url) = nobodys().await;
    let http = Http::to(&url);
    let made = home.json(&["person", "operator", "--json"]).await;
    let link = made["url"].as_str().unwrap();
    assert_eq!(follows(&http, link, &dana(PASSWORD)).await, 303);

    let ask = ["person", "password", "Dana@example.com", "--json"];
    let made = home.json(&ask).await;
    let link = made["url"].as_str().unwrap();
    let form = json!({"password": OTHER});
    assert_eq!(follows(&http, link, &form).await, 303);
    assert_eq!(http.sign_in(&dana(PASSWORD)).await, 422);
    assert_eq!(http.sign_in(&dana(OTHER)).await, 303);
    assert_eq!(follows(&http, link, &form).await, 410);

    home.gangway(&["person", "password", "noa@example.com"])
        .await
        .refuses(&["nobody signs in with this e-mail address"]);
    home.gangway(&["person", "password", "noa"])
        .await
        .refuses(&["EMAIL"]);
    assert_eq!(running.stop().await, 0);
}

#[tokio::test]
async fn a_link_begins_with_the_public_address() {
    let mut home = Home::new();
    home.partner("One").await;
    home.set("GANGWAY_PUBLIC_URL", "https://connect.example.com");
    let link = home.output(&["person", "operator"]).await;
    assert!(
        link.starts_with("https://connect.example.com/dashboard/join/"),
        "{link}"
    );
}

#[tokio::test]
async fn what_is_done_on_the_command_line_stands_in_the_log() {
    let (home, running, url) = nobodys().await;
    let http = Http::to(&url);
    let made = home.json(&["person", "operator", "--json"]).await;
    let link = made["url"].as_str().unwrap();
    assert_eq!(follows(&http, link, &dana(PASSWORD)).await, 303);
    let made = home.json(&["partner", "create", "Rosa", "--json"]).await;
    let client_id = made["client_id"].as_str().unwrap();
    home.json(&["partner", "suspend", client_id, "--json"])
        .await;
    home.gangway(&["partner", "resume", "nobody"])
        .await
        .refuses(&["there is no partner"]);
    let page = http.page_of(&dana(PASSWORD), "/audit").await;
    for said in [
        "command line",
        "Somebody invited",
        "Partner made",
        "Partner suspended",
        client_id,
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let own = format!("/p/{client_id}/log");
    let own = http.page_of(&dana(PASSWORD), &own).await;
    assert!(
        own.contains("Partner suspended") && !own.contains("Somebody invited"),
        "{own}"
    );
    assert_eq!(running.stop().await, 0);
}
