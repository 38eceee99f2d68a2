//! `gangway webhooks` beside a running server, on the same database.

use crate::binary::{Home, Running};
use crate::support::{Receiver, Reply, SET_WEBHOOK, no_tls};
use serde_json::{Value, json};
use std::time::Duration;

/// A server that sends to receivers on this machine, and a partner.
async fn served() -> (Home, [Running; 2], String, Value) {
    let mut home = Home::new();
    let sandbox = home.sandbox().await;
    home.set("GANGWAY_WEBHOOKS_ALLOW", "127.0.0.1");
    let (server, url) = home.serve().await;
    let partner = home.partner("Harbour Software").await;
    (home, [sandbox, server], url, partner)
}

async fn set_webhook(home_url: &str, partner: &Value, webhook: &str) {
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(no_tls())
        .build()
        .unwrap();
    let token = crate::binary::Http::to(home_url).token(partner).await;
    let answer = client
        .post(format!("{home_url}{SET_WEBHOOK}"))
        .bearer_auth(token.unwrap())
        .json(&json!({"url": webhook}))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
}

/// Waits until the newest delivery is so; gives the list.
async fn until(home: &Home, id: &str, so: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..200 {
        let arguments = ["webhooks", "list", "--partner", id, "--json"];
        let list = home.json(&arguments).await;
        if so(&list[0]) {
            return list;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the delivery stays as it is");
}

#[tokio::test]
async fn an_operator_sees_what_became_of_a_webhook_and_has_it_sent_again() {
    let (home, _running, url, partner) = served().await;
    let id = partner["client_id"].as_str().unwrap();
    let none = home.gangway(&["webhooks", "endpoints"]).await;
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("no partner has set"), "{}", none.err);
    let test = ["webhooks", "test", "--partner", id];
    home.gangway(&test).await.refuses(&["no webhook"]);

    let receiver = Receiver::start().await;
    set_webhook(&url, &partner, &receiver.url()).await;
    receiver.answers(Reply::status(500).body("\u{1b}[31mbroken\u{7}\nsecond line"));
    let said = home.output(&test).await;
    let (event, came_of_it) = said.split_once('\n').unwrap();
    let event = event.to_owned();
    assert!(event.starts_with("evt_") && event.len() == 36, "{said}");
    for part in [": pending, next try ", "HTTP 500", "broken"] {
        assert!(came_of_it.contains(part), "{part:?} is not in {said}");
    }
    let came = receiver.until(1).await;
    assert_eq!(
        (came[0].id(), came[0].event()),
        (event.as_str(), "webhook.test")
    );

    let list = until(&home, id, |one| one["tries"] == 1).await;
    assert_eq!(
        (
            &list[0]["event_id"],
            &list[0]["event"],
            &list[0]["state"],
            &list[0]["latest"]
        ),
        (
            &json!(event),
            &json!("webhook.test"),
            &json!("pending"),
            &json!("HTTP 500")
        )
    );
    let table = home
        .output(&["webhooks", "list", "--partner", id, "--state", "pending"])
        .await;
    let mut lines = table.lines();
    assert!(lines.next().unwrap().starts_with("EVENT ID"), "{table}");
    let row = lines.next().unwrap();
    for part in [event.as_str(), "webhook.test", "pending", "HTTP 500"] {
        assert!(row.contains(part), "{row}");
    }

    let show = ["webhooks", "show", &event, "--partner", id];
    let shown = home.output(&show).await;
    for part in [
        "queued ",
        ": pending, next try ",
        "TOOK",
        "HTTP 500",
        "broken",
    ] {
        assert!(shown.contains(part), "{part:?} is not in {shown}");
    }
    assert!(!shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
    assert!(!shown.contains("second line"), "{shown}");
    let shown = home.json(&[&show[..], &["--json"]].concat()).await;
    assert_eq!(shown[0]["attempts"][0]["outcome"], "HTTP 500");
    let answer = shown[0]["attempts"][0]["answer"].as_str().unwrap();
    assert!(answer.ends_with("second line"), "{answer}");

    let endpoints = home.json(&["webhooks", "endpoints", "--json"]).await;
    assert_eq!(endpoints[0]["state"], "not taken");
    receiver.answers(Reply::status(200));
    let replay = ["webhooks", "replay", &event, "--partner", id];
    let said = home.gangway(&replay).await;
    assert_eq!((said.code, said.out.as_str()), (0, "1 queued\n"));
    assert!(said.err.contains("running server"), "{}", said.err);
    until(&home, id, |one| one["state"] == "delivered").await;
    let again = receiver.received().pop().unwrap();
    assert_eq!((again.id(), &again.body), (event.as_str(), &came[0].body));

    let table = home.output(&["webhooks", "endpoints"]).await;
    let row = table.lines().nth(1).unwrap();
    for part in [id, "Harbour Software", &receiver.url(), "fine"] {
        assert!(row.contains(part), "{row}");
    }
    let all = [
        "webhooks",
        "replay",
        "--since",
        "0",
        "--partner",
        id,
        "--json",
    ];
    assert_eq!(home.json(&all).await, json!({"queued": 0}));
    let failed = ["webhooks", "list", "--partner", id, "--state", "failed"];
    let none = home.gangway(&failed).await;
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("no such deliveries"), "{}", none.err);

    receiver.answers(Reply::status(410));
    let made = home.json(&[&test[..], &["--json"]].concat()).await;
    let delivery = &made["deliveries"][0];
    assert_eq!(
        (&delivery["state"], &delivery["attempts"][0]["outcome"]),
        (&json!("failed"), &json!("HTTP 410")),
        "{made}"
    );
    let list = until(&home, id, |one| one["event_id"] == made["event"]).await;
    assert_eq!(list.as_array().unwrap().len(), 2);
    let endpoints = home.json(&["webhooks", "endpoints", "--json"]).await;
    assert_eq!(endpoints[0]["state"], "gone");
    assert!(endpoints[0]["since"].is_i64(), "{endpoints}");
    home.gangway(&test).await.refuses(&["no webhook", "url"]);
}

#[tokio::test]
async fn what_is_not_there_is_refused_by_name() {
    let home = Home::new();
    let partner = home.partner("Harbour Software").await;
    let id = partner["client_id"].as_str().unwrap();
    let event = format!("evt_{}", "0".repeat(32));
    let event = event.as_str();
    for arguments in [
        &["webhooks", "list", "--partner", "nobody"][..],
        &["webhooks", "show", event, "--partner", "nobody"],
        &["webhooks", "replay", event, "--partner", "nobody"],
        &["webhooks", "replay", "--since", "0", "--partner", "nobody"],
        &["webhooks", "test", "--partner", "nobody"],
    ] {
        let run = home.gangway(arguments).await;
        run.refuses(&["client id nobody", "gangway partner list"]);
    }
    let show = home
        .gangway(&["webhooks", "show", event, "--partner", id])
        .await;
    show.refuses(&[event, "gangway webhooks list"]);
    for command in ["show", "replay"] {
        let run = home
            .gangway(&["webhooks", command, "evt_7", "--partner", id])
            .await;
        run.refuses(&["event", "evt_"]);
    }
    let replay = ["webhooks", "replay", event, "--partner", id];
    home.gangway(&replay).await.refuses(&["event is not one"]);
    let all = ["webhooks", "replay", "--since", "0", "--partner", id];
    home.gangway(&all).await.refuses(&["no webhook"]);
    for arguments in [
        &["webhooks", "replay", "--partner", id][..],
        &["webhooks", "replay", event, "--since", "0", "--partner", id],
        &["webhooks", "list", "--partner", id, "--state", "lost"],
        &["webhooks", "list"],
    ] {
        let run = home.gangway(arguments).await;
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
    }
}
