//! What a partner is told of a journey, and that getEvents lists the same.

use crate::support::{EVENTS, LIST, PageSession, Received, TestApp, TestPartner, is_event};
use reqwest::Method;
use serde_json::{Value, json};

/// The only account that getAccounts lists, byte for byte.
async fn listed(app: &TestApp, partner: &TestPartner) -> String {
    let answer = app.as_partner(partner, Method::GET, LIST, None).await;
    answer.expect(200, 1);
    let (_, list) = answer.text.split_once("\"list\":[").unwrap();
    list.strip_suffix("]}").unwrap().to_owned()
}

/// What a partner is to be told of an entry of the timeline: the event, a step or a matter, and
/// how it stands.
fn in_public(entry: &Value) -> Option<[String; 3]> {
    let word = |key: &str| entry[key].as_str().unwrap_or_default();
    let told = match word("event") {
        "created" => ["onboarding.created", "", ""],
        "opened" => ["onboarding.opened", "", ""],
        "started" => ["onboarding.started", "", ""],
        "step_done" => ["onboarding.step", word("step"), "done"],
        "step_skipped" => ["onboarding.step", word("step"), "skipped"],
        "meta_notice" => ["number.updated", word("step"), word("cause")],
        "finished" => ["onboarding.finished", "", ""],
        _ => return None,
    };
    Some(told.map(str::to_owned))
}

/// The same of an event.
fn said_of(event: &Value) -> [String; 3] {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (what, how) = match event["event"].as_str().unwrap() {
        "number.updated" => (&event["update"]["name"], &event["update"]["value"]),
        _ => (&event["current_step"], &event["step_state"]),
    };
    [word(&event["event"]), word(what), word(how)]
}

/// A page whose script has told that somebody looks at it.
async fn seen<'a>(app: &'a TestApp, account: &Value) -> PageSession<'a> {
    let page = PageSession::open(app, account).await;
    assert_eq!(page.post("opened", json!({})).await.0, 200);
    page
}

fn has_account(received: &Received, account: &str) -> bool {
    received
        .text()
        .contains(&format!(r#","account":{account},"#))
}

/// An answer of getEvents that lists these bodies.
fn events_answer(bodies: &[Received], next_cursor: &str) -> String {
    let bodies: Vec<_> = bodies.iter().map(Received::text).collect();
    format!(
        r#"{{"status":"OK","reason":1,"list":[{}],"next_cursor":"{next_cursor}"}}"#,
        bodies.join(",")
    )
}

#[tokio::test]
async fn a_journey_is_told_event_by_event_and_listed_byte_for_byte() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    let body = json!({"business_name": "Café \"Blue\" 漢字", "reference": "R/7"});
    let account = app.create(&partner, body).await;
    let before = listed(&app, &partner).await;
    let page = seen(&app, &account).await;
    page.post("start", json!({"session": page.session})).await;
    let (_, answered) = page.go_through(json!({"number": "972501234567"})).await;
    assert_eq!(page.settled(answered).await["state"], "finished");
    let after = listed(&app, &partner).await;
    assert_ne!(before, after);

    let whole = app.events(&partner, "").await;
    let count = whole.json["list"].as_array().unwrap().len();
    let mut told = receiver.until(count).await;
    told.truncate(count);
    assert_eq!(whole.text, events_answer(&told, &count.to_string()));
    let timeline = app.timeline(&partner, &json!("972501234567")).await;
    let happened = timeline["timeline"].as_array().unwrap();
    let happened: Vec<_> = happened.iter().filter_map(in_public).collect();
    let said: Vec<_> = told.iter().map(|one| said_of(&one.json)).collect();
    assert_eq!(said, happened[..count], "what the timeline knows is told");
    let names: Vec<_> = told.iter().map(Received::event).collect();
    let begin = [
        "onboarding.created",
        "onboarding.opened",
        "onboarding.started",
    ];
    assert_eq!(names[..3], begin);
    let steps = names.iter().filter(|name| **name == "onboarding.step");
    assert!(steps.count() >= 5, "{names:?}");

    let mut listed = &before;
    for (index, one) in told.iter().enumerate() {
        let mut replaced = Value::Null;
        if one.event() == "onboarding.finished" {
            listed = &after;
            replaced = account["whatsapp"].clone();
        }
        assert_eq!(one.json["previous_whatsapp"], replaced);
        assert!(has_account(one, listed), "{listed}: {}", one.text());
        assert_eq!(one.json["sequence"], index + 1);
        assert_eq!(one.json["type"], "whatsapp");
        assert_eq!(one.reference(), "R/7");
        assert_eq!(one.json["id"], one.id());
        assert_eq!(one.header("content-type"), "application/json");
    }
    assert_eq!(listed, &after, "it has finished");
}

#[tokio::test]
async fn events_come_in_pages_and_later_ones_after_the_cursor_of_before() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let none = app.events(&partner, "?limit=2").await;
    assert_eq!(none.text, events_answer(&[], "0"));
    let (receiver, _) = app.receiver(&partner).await;
    for reference in ["first", "too"] {
        let body = json!({"business_name": "A", "reference": reference});
        let account = app.create(&partner, body).await;
        PageSession::start(&app, &account).await;
        // One after the other: there is an order only within an account.
        app.until_delivered(&partner).await;
    }
    app.test_event(&partner).await;
    let told = receiver.until(5).await;

    let (mut cursor, mut seen) = ("0".to_owned(), 0);
    while seen < told.len() {
        let page = app
            .events(&partner, &format!("?limit=2&cursor={cursor}"))
            .await;
        let end = (seen + 2).min(told.len());
        assert_eq!(page.text, events_answer(&told[seen..end], &end.to_string()));
        cursor = page.json["next_cursor"].as_str().unwrap().to_owned();
        seen = end;
    }
    let query = format!("?limit=2&cursor={cursor}");
    let end = app.events(&partner, &query).await;
    assert_eq!(end.text, events_answer(&[], &cursor));

    let body = json!({"business_name": "Second", "reference": "second"});
    let second = app.create(&partner, body).await;
    let all = receiver.until(told.len() + 1).await;
    let later = app.events(&partner, &query).await;
    assert_eq!(
        later.text,
        events_answer(&all[told.len()..], &all.len().to_string())
    );

    // The filters leave out, and change nothing else.
    let number = second["whatsapp"].as_str().unwrap();
    let of_second = app.events(&partner, &format!("?whatsapp={number}")).await;
    assert_eq!(
        of_second.text,
        events_answer(&all[told.len()..], &all.len().to_string())
    );
    let created = app.events(&partner, "?event=onboarding.created").await;
    let three = [0, 2, 5].map(|index: usize| all[index].clone());
    assert_eq!(created.text, events_answer(&three, "6"));
    for (query, http, reason, field) in [
        ("?whatsapp=972509999999", 404, 26, "whatsapp"),
        ("?whatsapp=letters", 422, 40, "whatsapp"),
        ("?cursor=-1", 422, 40, "cursor"),
        ("?cursor=x", 422, 40, "cursor"),
        ("?limit=0", 422, 40, "limit"),
        ("?limit=1001", 422, 40, "limit"),
        ("?from=yesterday", 422, 40, "from"),
        ("?event=onboarding", 422, 40, "onboarding.created"),
    ] {
        let path = format!("{EVENTS}{query}");
        let answer = app.as_partner(&partner, Method::GET, &path, None).await;
        answer.expect(http, reason).names(field);
    }
}

#[tokio::test]
async fn what_else_befalls_an_account_is_told_too() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let (receiver, _) = app.receiver(&partner).await;
    let told = async |reference: &str, event: &str| {
        let all = receiver
            .until_so(|all| all.iter().any(|one| is_event(one, reference, event)))
            .await;
        let found = all.iter().find(|one| is_event(one, reference, event));
        found.unwrap().json.clone()
    };

    let body = json!({"business_name": "A", "reference": "removed"});
    let account = app.create(&partner, body).await;
    let number = account["whatsapp"].as_str().unwrap();
    app.delete(&partner, number).await.expect(200, 1);
    let removed = told("removed", "onboarding.removed").await;
    assert_eq!(removed["account"], account, "as it was listed last");
    assert_eq!(removed["sequence"], 2);

    let body = json!({"business_name": "B", "reference": "late", "expires_in": 60});
    let account = app.create(&partner, body).await;
    app.pass(61).await;
    let failed = told("late", "onboarding.failed").await;
    assert_eq!(failed["error"], json!({"code": "link_expired"}));
    assert_eq!(failed["account"], account);

    let body = json!({"business_name": "C", "reference": "halted"});
    let account = app.create(&partner, body).await;
    let page = PageSession::start(&app, &account).await;
    let (_, last) = page.go_through(json!({"ending": "finish-only-waba"})).await;
    assert_eq!(page.settled(last).await["state"], "failed");
    let failed = told("halted", "onboarding.failed").await;
    let timeline = app.timeline(&partner, &account["whatsapp"]).await;
    assert_eq!(failed["error"]["code"], timeline["problem"]);
    assert!(failed["error"]["step"].is_string(), "{failed}");

    let body = json!({"business_name": "D", "reference": "cancelled"});
    let account = app.create(&partner, body).await;
    let page = PageSession::start(&app, &account).await;
    page.go_through(json!({"ending": "cancel"})).await;
    let cancelled = told("cancelled", "onboarding.cancelled").await;
    assert!(cancelled["current_step"].is_string(), "{cancelled}");

    let finished = app.finished(&partner, json!({"reference": "live"})).await;
    let number = &finished["whatsapp"];
    app.happens(json!({
        "event": "phone_number_quality_update", "number": number, "current_limit": "TIER_1K",
    }))
    .await;
    let is_new = |one: &Received| {
        let value = one.json["update"]["value"].as_str();
        value.is_some_and(|value| value.ends_with("TIER_1K"))
    };
    let came = receiver.until_so(|all| all.iter().any(is_new)).await;
    let updated = came.iter().find(|one| is_new(one)).unwrap();
    assert_eq!(updated.event(), "number.updated");
    assert_eq!(updated.json["update"]["name"], "quality");
    assert_eq!(updated.json["account"], finished);
}
