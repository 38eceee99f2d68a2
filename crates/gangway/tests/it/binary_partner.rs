//! `gangway partner` beside a running server, on the same database.

use crate::binary::{Home, Http};
use serde_json::{Value, json};

#[tokio::test]
async fn a_partner_from_its_creation_to_its_end() {
    let mut home = Home::new();
    let _sandbox = home.sandbox().await;
    let (server, url) = home.serve().await;
    let http = Http::to(&url);

    let made = home.partner("Harbour Software").await;
    assert_eq!(made["name"], "Harbour Software");
    assert_eq!(made["suspended"], false);
    let id = made["client_id"].as_str().unwrap();
    let token = http.token(&made).await.expect("a new partner gets a token");
    assert_eq!(http.list(&token).await.0, 200);

    let suspended = home.json(&["partner", "suspend", id, "--json"]).await;
    assert_eq!(suspended["suspended"], true);
    assert_eq!(suspended.get("client_secret"), None);
    let (status, answer) = http.list(&token).await;
    assert_eq!((status, &answer["reason"]), (401, &json!(2)), "{answer}");
    assert_eq!(http.token(&made).await, None);

    let said = home.output(&["partner", "resume", id]).await;
    assert_eq!(said, "Harbour Software is active again\n");
    let (status, answer) = http.list(&token).await;
    assert_eq!((status, &answer["reason"]), (401, &json!(3)), "{answer}");
    let token = http.token(&made).await.unwrap();
    assert_eq!(http.list(&token).await.0, 200);

    let rotated = home.json(&["partner", "rotate-secret", id, "--json"]).await;
    assert_ne!(rotated["client_secret"], made["client_secret"]);
    let (status, answer) = http.list(&token).await;
    assert_eq!((status, &answer["reason"]), (401, &json!(3)), "{answer}");
    assert_eq!(http.token(&made).await, None);
    let token = http.token(&rotated).await.unwrap();
    assert_eq!(http.list(&token).await.0, 200);
    assert_eq!(server.stop().await, 0);
}

#[tokio::test]
async fn partners_are_listed_for_people_and_for_programs() {
    let home = Home::new();
    let said = home
        .output(&[
            "partner",
            "create",
            "Harbour Software",
            "--language",
            "he",
            "--redirect-host",
            "www.example.com",
        ])
        .await;
    let field = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_else(|| panic!("{said}")).trim().to_owned()
    };
    let id = field("client_id");
    assert!(field("client_secret").len() >= 32);
    home.partner("Second").await;
    home.output(&["partner", "suspend", &id]).await;

    let list = home.json(&["partner", "list", "--json"]).await;
    let names: Vec<&Value> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|p| &p["name"])
        .collect();
    assert_eq!(names.len(), 2);
    let first = list
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["client_id"] == id.as_str());
    let first = first.unwrap();
    assert_eq!(first["language"], "he");
    assert_eq!(first["redirect_hosts"], json!(["www.example.com"]));
    assert_eq!(first.get("client_secret"), None);

    let table = home.output(&["partner", "list"]).await;
    assert!(table.starts_with("CLIENT ID"), "{table}");
    let row = table.lines().find(|line| line.contains(&id)).unwrap();
    assert!(
        row.contains("Harbour Software") && row.ends_with("suspended"),
        "{row}"
    );
}

#[tokio::test]
async fn what_is_no_partner_is_refused_by_name() {
    let home = Home::new();
    home.partner("Harbour Software").await;
    for (arguments, expected) in [
        (
            ["partner", "suspend", "nobody"],
            "partner with the client id nobody",
        ),
        (
            ["partner", "rotate-secret", "00000000000000000000"],
            "gangway partner list",
        ),
        (["partner", "create", " "], "name is required"),
    ] {
        let run = home.gangway(&arguments).await;
        assert_eq!(run.code, 1, "{arguments:?}");
        assert_eq!(run.out, "");
        assert!(run.err.contains(expected), "{}", run.err);
    }
    for (flag, value, expected) in [
        ("--language", "x", "language"),
        ("--redirect-host", "https://example.com", "www.example.com"),
    ] {
        let run = home.gangway(&["partner", "create", "A", flag, value]).await;
        assert_eq!(run.code, 1);
        assert!(run.err.contains(expected), "{}", run.err);
    }
    let list = home.json(&["partner", "list", "--json"]).await;
    assert_eq!(list.as_array().unwrap().len(), 1, "nothing half written");
}
