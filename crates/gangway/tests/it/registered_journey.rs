//! A registered number from its first code to its customer, and through its 90 days.

use crate::support::{DELETE_NUMBER, EVENTS, Numbers, PageSession, REGISTER, TestApp, VERIFY};
use reqwest::Method;
use serde_json::{Value, json};

const DAY: u32 = 24 * 3600;
const NUMBER: &str = "4915112345678";

#[tokio::test]
async fn a_registered_number_is_offered_to_the_customer_and_connected_under_its_new_id() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    numbers.registered(NUMBER).await;
    let now = app.now();
    assert_eq!(
        numbers.list().await,
        [json!({
            "whatsapp": NUMBER,
            "expiration": now + 90 * i64::from(DAY),
            "onboarding_link": null,
            "comment": "of the shop",
        })]
    );

    let created = numbers.create_with(NUMBER).await;
    created.expect(200, 1);
    let account = &created.json["account"];
    assert_eq!(
        (&account["whatsapp"], &account["status"]),
        (&json!(NUMBER), &json!(0))
    );
    assert_eq!(
        numbers.list().await[0]["onboarding_link"],
        account["onboarding_link"]
    );
    numbers.give_up(NUMBER).await.expect(409, 23);
    numbers.create_with(NUMBER).await.expect(409, 23);

    let page = PageSession::start(&app, account).await;
    let (heard, last) = page.go_through(json!({})).await;
    assert_eq!(page.settled(last).await["state"], "finished");
    assert_eq!(heard["number"], NUMBER);
    let listed = app.list(&numbers.partner).await;
    assert_eq!(
        (&listed[0]["whatsapp"], &listed[0]["status"]),
        (&json!(NUMBER), &json!(1))
    );
    assert_eq!(numbers.list().await, [] as [Value; 0]);
    assert_eq!(app.meta().number(NUMBER).await["register_calls"], 1);
    assert_eq!(app.meta().pool().await, json!([]));
    numbers.register(NUMBER).await.expect(409, 9);
}

#[tokio::test]
async fn the_number_waits_again_when_its_account_is_deleted_or_another_one_was_brought() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    numbers.registered(NUMBER).await;
    let until = numbers.list().await[0]["expiration"].clone();
    numbers.create_with(NUMBER).await.expect(200, 1);
    app.pass(5 * DAY).await;
    let deleted = json!({"whatsapp": NUMBER});
    app.as_partner(
        &numbers.partner,
        Method::DELETE,
        crate::support::DELETE,
        Some(deleted),
    )
    .await
    .expect(200, 1);
    let waits = numbers.list().await;
    assert_eq!(waits[0]["expiration"], until, "what is left of its time");
    assert_eq!(waits[0]["onboarding_link"], Value::Null);

    let created = numbers.create_with(NUMBER).await;
    let account = &created.json["account"];
    let page = PageSession::start(&app, account).await;
    let (_, last) = page.go_through(json!({"number": "4915112340000"})).await;
    assert_eq!(page.settled(last).await["state"], "finished");
    let waits = numbers.list().await;
    assert_eq!(waits[0]["whatsapp"], NUMBER);
    assert_eq!(waits[0]["onboarding_link"], Value::Null);
    assert_eq!(
        app.list_of(&numbers.fresh().await, "").await[0]["whatsapp"],
        "4915112340000"
    );
}

#[tokio::test]
async fn the_clock_walks_it_through_day_45_its_end_and_a_new_registration() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    numbers.registered(NUMBER).await;
    app.pass(45 * DAY - 60).await;
    numbers.register(NUMBER).await.expect(409, 9);
    app.pass(60).await;
    until_told(&numbers, "renewable").await;
    numbers.registered(NUMBER).await;
    let until = app.now() + 90 * i64::from(DAY);
    assert_eq!(numbers.list().await[0]["expiration"], until);

    app.pass(45 * DAY).await;
    until_told(&numbers, "renewable").await;
    app.pass(38 * DAY).await;
    until_told(&numbers, "expires_soon").await;
    app.pass(7 * DAY - 1).await;
    assert_eq!(numbers.list().await.len(), 1);
    app.pass(1).await;
    assert_eq!(numbers.list().await, [] as [Value; 0]);
    until_told(&numbers, "expired").await;
    numbers.create_with(NUMBER).await.expect(409, 22);

    // It is in Meta's pool still, and anybody may prove it now.
    let other = Numbers::of(&app, "Two").await;
    other.registered(NUMBER).await;
    assert_eq!(other.list().await.len(), 1);
    numbers.register(NUMBER).await.expect(409, 9);
    let pool = app.meta().pool().await;
    assert_eq!(pool.as_array().unwrap().len(), 1);
    assert_eq!(pool[0]["status"], "VERIFIED");
}

#[tokio::test]
async fn each_refusal_has_its_own_reason() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    let other = Numbers::of(&app, "Two").await;
    // Nothing waits for a code.
    numbers.verify(NUMBER, "123456").await.expect(404, 12);
    numbers.register(NUMBER).await.expect(200, 1);
    other.register(NUMBER).await.expect(409, 9);
    other.verify(NUMBER, "123456").await.expect(404, 12);
    other.give_up(NUMBER).await.expect(404, 12);
    numbers.create_with(NUMBER).await.expect(409, 22);

    let code = app.meta().code_to(NUMBER).await;
    let wrong = if code == "123456" { "654321" } else { "123456" };
    numbers.verify(NUMBER, wrong).await.expect(422, 11);
    app.pass(600).await;
    let expired = numbers.verify(NUMBER, &code).await;
    expired.expect(422, 11);
    assert!(
        expired.json["message"]
            .as_str()
            .unwrap()
            .contains("expired")
    );

    numbers.register(NUMBER).await.expect(200, 1);
    numbers.register(NUMBER).await.expect(200, 1);
    let fourth = numbers.register(NUMBER).await;
    fourth.expect(429, 7);
    assert!(fourth.headers.contains_key("retry-after"));
    let asked = app.meta().calls("request_code").await.len();
    assert_eq!(asked, 3, "Meta did not hear of the fourth");
    app.pass(3000).await;
    numbers.register(NUMBER).await.expect(200, 1);
    // Written as the message writes it.
    let code = app.meta().code_to(NUMBER).await;
    let dashed = format!("{}-{}", &code[..3], &code[3..]);
    numbers.verify(NUMBER, &dashed).await.expect(200, 1);
    numbers.register(NUMBER).await.expect(409, 9);
    other.create_with(NUMBER).await.expect(409, 22);
    numbers.give_up(NUMBER).await.expect(200, 1);
    assert_eq!(app.meta().pool().await, json!([]));
    // Codes count for the number, whoever asks for them.
    other.register(NUMBER).await.expect(429, 7);
    app.pass(3600).await;
    other.registered(NUMBER).await;
}

#[tokio::test]
async fn a_connected_number_can_be_registered_by_nobody() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    let finished = app.finished(&numbers.partner, json!({})).await;
    let other = Numbers::of(&app, "Two").await;
    let number = finished["whatsapp"].as_str().unwrap();
    for partner in [&numbers, &other] {
        partner.register(number).await.expect(409, 9);
    }
    // One that Meta knows elsewhere is refused by Meta.
    let elsewhere = app
        .meta()
        .post("signup", json!({
            "client_id": crate::support::OTHER_APP_ID, "config_id": crate::support::OTHER_CONFIG_ID,
        }))
        .await;
    let refused = numbers
        .register(elsewhere["number"].as_str().unwrap())
        .await;
    refused.expect(422, 10);
    let message = refused.json["message"].as_str().unwrap();
    assert!(message.contains("already used"), "{message}");
}

#[tokio::test]
async fn the_501st_waiting_number_is_refused_and_one_less_makes_room() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    let digits = |number: u32| format!("49151{:08}", 12_000_000 + number);
    for number in 0..500 {
        // Half of them only wait for their code.
        if number % 2 == 0 {
            numbers.register(&digits(number)).await.expect(200, 1);
        } else {
            numbers.registered(&digits(number)).await;
        }
    }
    numbers.register(&digits(500)).await.expect(409, 8);
    let other = Numbers::of(&app, "Two").await;
    other.register(&digits(501)).await.expect(200, 1);
    numbers.give_up(&digits(7)).await.expect(200, 1);
    numbers.register(&digits(500)).await.expect(200, 1);
    assert_eq!(numbers.list().await.len(), 249);
}

#[tokio::test]
async fn lost_answers_of_meta_put_no_number_twice_into_the_pool() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    app.meta()
        .post(
            "faults",
            json!({"endpoint": "add_preverified", "drop": true, "takes_effect": true}),
        )
        .await;
    let wish = json!({"whatsapp": NUMBER, "method": 1});
    unavailable(&numbers, Method::POST, REGISTER, wish).await;
    numbers.registered(NUMBER).await;
    let pool = app.meta().pool().await;
    assert_eq!(pool.as_array().unwrap().len(), 1);

    app.meta()
        .post(
            "faults",
            json!({"endpoint": "delete_preverified", "drop": true, "takes_effect": true}),
        )
        .await;
    let wish = json!({"whatsapp": NUMBER});
    unavailable(&numbers, Method::DELETE, DELETE_NUMBER, wish).await;
    numbers.give_up(NUMBER).await.expect(200, 1);
    assert_eq!(app.meta().pool().await, json!([]));
}

#[tokio::test]
async fn a_code_whose_answer_was_lost_counts_where_meta_tells_and_is_asked_for_anew_elsewhere() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    let lost = json!({"drop": true, "takes_effect": true});
    numbers.register(NUMBER).await.expect(200, 1);
    let code = app.meta().code_to(NUMBER).await;
    app.meta().fault("verify_code", lost.clone()).await;
    numbers.verify(NUMBER, &code).await.expect(200, 1);
    assert_eq!(numbers.list().await.len(), 1);

    // Meta says nothing at all after it: nobody here knows who proved the number.
    let second = "4915112345679";
    numbers.register(second).await.expect(200, 1);
    let code = app.meta().code_to(second).await;
    app.meta().fault("verify_code", lost).await;
    app.meta()
        .fault("preverified_number", json!({"status": 503, "times": 5}))
        .await;
    let body = json!({"whatsapp": second, "code": code});
    unavailable(&numbers, Method::POST, VERIFY, body).await;
    app.meta().clear_faults().await;
    numbers.verify(second, &code).await.expect(422, 11);
    // Another partner gets nothing by it.
    app.pass(3600).await;
    let other = Numbers::of(&app, "Two").await;
    other.register(second).await.expect(200, 1);
    assert_eq!(other.list().await, [] as [Value; 0]);
    let code = app.meta().code_to(second).await;
    other.verify(second, &code).await.expect(200, 1);
    assert_eq!(other.list().await.len(), 1);
}

#[tokio::test]
async fn a_renewal_whose_answer_was_lost_is_found_out_later() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    numbers.registered(NUMBER).await;
    app.pass(50 * DAY).await;
    numbers.register(NUMBER).await.expect(200, 1);
    let code = app.meta().code_to(NUMBER).await;
    let lost = json!({"drop": true, "takes_effect": true});
    app.meta().fault("verify_code", lost).await;
    app.meta()
        .fault("preverified_number", json!({"status": 503, "times": 5}))
        .await;
    let body = json!({"whatsapp": NUMBER, "code": code});
    unavailable(&numbers, Method::POST, VERIFY, body).await;
    let renewed = app.now() + 90 * i64::from(DAY);
    app.meta().clear_faults().await;
    // Asked for once more, Meta takes no code: it is verified.
    numbers.register(NUMBER).await.expect(409, 9);
    assert_eq!(numbers.list().await[0]["expiration"], renewed);
}

#[tokio::test]
async fn what_a_customer_connects_by_another_link_waits_for_nobody_any_more() {
    let app = TestApp::with_pool().await;
    let (one, two) = (
        Numbers::of(&app, "One").await,
        Numbers::of(&app, "Two").await,
    );
    for (digits, customer_of) in [("4915112345601", &one), ("4915112345602", &two)] {
        one.registered(digits).await;
        let account = json!({"business_name": "Acme"});
        let account = app.create(&customer_of.partner, account).await;
        let page = PageSession::start(&app, &account).await;
        let (_, last) = page.go_through(json!({"number": digits})).await;
        assert_eq!(page.settled(last).await["state"], "finished");
        assert_eq!(one.list().await, [] as [Value; 0]);
        one.create_with(digits)
            .await
            .expect(409, if digits.ends_with('1') { 23 } else { 22 });
        one.register(digits).await.expect(409, 9);
    }
}

#[tokio::test]
async fn what_only_the_operator_can_mend_is_not_put_on_the_partner() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    // A Tech Provider, whatever the configuration says.
    app.meta()
        .fault("preverified_numbers", json!({"error": {"code": 200}}))
        .await;
    numbers.register(NUMBER).await.expect(501, 14);
    app.meta()
        .fault("preverified_numbers", json!({"error": {"code": 190}}))
        .await;
    let wish = json!({"whatsapp": NUMBER, "method": 1});
    unavailable(&numbers, Method::POST, REGISTER, wish).await;
}

#[tokio::test]
async fn what_a_customer_took_whose_account_was_deleted_gets_no_other_link() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    numbers.registered(NUMBER).await;
    let created = numbers.create_with(NUMBER).await;
    let page = PageSession::start(&app, &created.json["account"]).await;
    let (_, last) = page.go_through(json!({"existing_pin": "135790"})).await;
    assert_eq!(last["state"], "needs_pin", "{last}");
    assert_eq!(app.meta().pool().await, json!([]));
    app.delete(&numbers.partner, NUMBER).await.expect(200, 1);
    numbers.create_with(NUMBER).await.expect(409, 22);
    assert_eq!(numbers.list().await, [] as [Value; 0]);
}

#[tokio::test]
async fn codes_are_not_guessed() {
    let app = TestApp::with_pool().await;
    let numbers = Numbers::of(&app, "One").await;
    numbers.register(NUMBER).await.expect(200, 1);
    for _ in 0..10 {
        numbers.verify(NUMBER, "000000").await.expect(422, 11);
    }
    let asked = app.meta().calls("verify_code").await.len();
    numbers.verify(NUMBER, "000000").await.expect(429, 7);
    assert_eq!(app.meta().calls("verify_code").await.len(), asked);
}

/// Waits until the partner was told so of its number, just now.
async fn until_told(numbers: &Numbers<'_>, what: &str) {
    let app = numbers.app;
    let mut last = Value::Null;
    for _ in 0..200 {
        let events = app
            .as_partner(&numbers.partner, Method::GET, EVENTS, None)
            .await;
        let list = events.json["list"].as_array().unwrap();
        last = list.last().cloned().unwrap_or_default();
        if last["timestamp"] == app.now() && last["update"]["value"] == what {
            assert_eq!(last["event"], "number.updated");
            assert_eq!(last["account"], Value::Null);
            assert_eq!(last["whatsapp"], NUMBER);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("not told that it is {what}: {last}");
}

/// A call that Meta leaves without an answer.
async fn unavailable(numbers: &Numbers<'_>, method: Method, path: &str, body: Value) {
    let app = numbers.app;
    let request = app.http.request(method, app.url(path)).json(&body);
    let token = app.token(&numbers.partner).await;
    let answer = request.bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 503);
    assert!(answer.headers().contains_key("retry-after"));
}
