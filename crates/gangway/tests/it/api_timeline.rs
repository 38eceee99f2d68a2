//! getTimeline: where an account stands, and how it got there.

use crate::support::{PageSession, TIMELINE, TestApp, TestPartner, events};
use reqwest::Method;
use serde_json::{Value, json};

async fn answered(app: &TestApp, partner: &TestPartner, query: &str) -> crate::support::Answer {
    let path = format!("{TIMELINE}{query}");
    app.call(Method::GET, &path, Some(&partner.token), None)
        .await
}

fn names(seen: &Value) -> Vec<&str> {
    let all = seen["timeline"].as_array().unwrap();
    all.iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_whole_onboarding_is_told_step_by_step() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let number = account["whatsapp"].as_str().unwrap();
    let answer = answered(&app, &partner, &format!("?whatsapp={number}")).await;
    answer.expect(200, 1);
    assert_eq!(answer.header("cache-control"), "no-store");
    let created = account["create_time"].as_i64().unwrap();
    let expected = json!({
        "status": "OK", "reason": 1, "whatsapp": number, "state": "created", "problem": null,
        "cancelled_step": null, "disconnected": null, "recovered": 0, "next_try": null,
        "not_before": null, "sync_until": null, "steps": [], "facts": [],
        "timeline": [{"time": created, "event": "created", "step": null, "cause": null}],
    });
    assert_eq!(answer.json, expected);

    app.pass(10).await;
    let page = PageSession::start(&app, &account).await;
    let (_, _) = page
        .go_through(json!({"ending": "cancel:PERMISSIONS"}))
        .await;
    let seen = answered(&app, &partner, &format!("?whatsapp={number}"))
        .await
        .json;
    assert_eq!(
        (&seen["state"], &seen["cancelled_step"]),
        (&json!("cancelled"), &json!("PERMISSIONS"))
    );
    assert_eq!(names(&seen), ["created", "started", "cancelled"]);
    assert_eq!(seen["timeline"][2]["step"], "PERMISSIONS");
    assert_eq!(seen["timeline"][2]["time"], created + 10);

    app.pass(10).await;
    let finished = app.finish(&account, json!({})).await;
    // By the number that it had, and by the one that it has.
    let before = answered(&app, &partner, &format!("?whatsapp={number}")).await;
    let real = finished["whatsapp"].as_str().unwrap();
    let spaced = format!("?whatsapp=%2B{}%20{}", &real[..3], &real[3..]);
    let now = answered(&app, &partner, &spaced).await;
    assert_eq!(before.expect(200, 1).json, now.json);
    let seen = now.json;
    assert_eq!(
        (&seen["state"], &seen["whatsapp"]),
        (&json!("finished"), &json!(real))
    );
    let steps = seen["steps"].as_array().unwrap();
    let done: Vec<_> = steps
        .iter()
        .map(|step| step["step"].as_str().unwrap())
        .collect();
    assert_eq!(
        done,
        [
            "exchange",
            "prove",
            "subscribe",
            "register",
            "read_number",
            "finish"
        ]
    );
    for step in steps {
        assert_eq!(step["state"], "done");
        assert_eq!((&step["tries"], &step["error"]), (&json!(1), &Value::Null));
        assert_eq!(step["last_try"], created + 20);
    }
    assert_eq!(events(&seen, "finished").len(), 1);
    assert!(
        seen["facts"].as_array().unwrap().iter().any(|fact| {
            (&fact["name"], &fact["value"]) == (&json!("quality"), &json!("GREEN"))
        })
    );
}

#[tokio::test]
async fn a_halt_names_the_problem_and_what_meta_said() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    app.meta()
        .fault(
            "register",
            json!({"error": {"code": 133_005, "subcode": 7}}),
        )
        .await;
    let page = PageSession::start(&app, &account).await;
    page.go_through(json!({})).await;
    let seen = app
        .until_state(&partner, &account["whatsapp"], "needs_pin")
        .await;
    assert_eq!(seen["problem"], "pin_unknown");
    let steps = seen["steps"].as_array().unwrap();
    let register = steps
        .iter()
        .find(|step| step["step"] == "register")
        .unwrap();
    assert_eq!(
        (&register["state"], &register["tries"]),
        (&json!("failed"), &json!(1))
    );
    let error = &register["error"];
    assert_eq!(
        (&error["code"], &error["subcode"], &error["http_status"]),
        (&json!(133_005), &json!(7), &json!(400))
    );
    assert!(!error["text"].as_str().unwrap().is_empty());
    assert!(error["fbtrace_id"].is_string());
    let halted = events(&seen, "halted");
    assert_eq!((halted.len(), &halted[0]["step"]), (1, &json!("register")));
}

#[tokio::test]
async fn a_step_that_waits_says_when_it_is_tried_again() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    app.meta()
        .fault("subscribe", json!({"status": 500, "times": 100}))
        .await;
    let page = PageSession::start(&app, &account).await;
    page.go_through(json!({})).await;
    let number = &account["whatsapp"];
    let waits = |seen: &Value| !seen["next_try"].is_null();
    let seen = app.until(&partner, number, waits).await;
    assert_eq!(seen["state"], "provisioning");
    let now = app.server.app.now().as_secs();
    assert!(seen["next_try"].as_i64().unwrap() >= now, "{seen}");
    assert!(!events(&seen, "step_waits").is_empty());
    app.meta().clear_faults().await;
    app.pass(400).await;
    app.until(&partner, number, |seen| seen["state"] == "finished")
        .await;
}

#[tokio::test]
async fn coexistence_says_until_when_the_data_can_be_had() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.finished(&partner, json!({"coexistence": 1})).await;
    let seen = app.timeline(&partner, &account["whatsapp"]).await;
    let now = app.server.app.now().as_secs();
    assert_eq!(seen["sync_until"], now + 24 * 3600);
    let steps = seen["steps"].as_array().unwrap();
    for wanted in ["contacts_sync", "history_sync"] {
        let step = steps.iter().find(|step| step["step"] == wanted).unwrap();
        assert_eq!(step["state"], "done");
    }
}

#[tokio::test]
async fn only_ones_own_accounts_are_shown() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let account = app.create(&one, json!({"business_name": "Acme"})).await;
    let number = account["whatsapp"].as_str().unwrap();
    let query = format!("?whatsapp={number}");
    answered(&app, &two, &query).await.expect(404, 26);
    for bad in [
        "",
        "?whatsapp=",
        "?whatsapp=12",
        "?whatsapp=abc",
        "?whatsapp=%ff",
        "?number=1",
    ] {
        let answer = answered(&app, &one, bad).await;
        answer.expect(422, 4);
        answer.names("whatsapp");
    }
    let path = format!("{TIMELINE}{query}");
    let answer = app.call(Method::POST, &path, None, None).await;
    answer.expect(405, 13);
    assert_eq!(answer.header("allow"), "GET, HEAD");
    app.call(Method::GET, &path, None, None)
        .await
        .expect(401, 2);
    app.call(Method::GET, &path, Some("nonsense"), None)
        .await
        .expect(401, 3);
    app.delete(&one, number).await.expect(200, 1);
    answered(&app, &one, &query).await.expect(404, 26);
}
