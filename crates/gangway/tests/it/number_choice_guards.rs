//! Choosing a number when things go wrong: answers that get lost, several hands at once, a
//! number that is somebody else's, and a wait that Meta asked for.

use crate::support::{PageSession, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

const CHOOSE: &str = "/api/whatsapp/chooseNumber";
const FIRST: &str = "4915112345678";
const SECOND: &str = "4915112345679";

/// The page of a customer who shared a WhatsApp account without a number.
struct Waiting<'a> {
    page: PageSession<'a>,
    waba: Value,
}

impl<'a> Waiting<'a> {
    async fn at(app: &'a TestApp, account: &Value) -> Self {
        let page = PageSession::start(app, account).await;
        let (heard, last) = page.go_through(json!({"ending": "finish-only-waba"})).await;
        assert_eq!(last["choosable"], true, "{last}");
        Self {
            page,
            waba: heard["waba_id"].clone(),
        }
    }

    async fn post(&self, what: &str, mut body: Value) -> (u16, Value) {
        body["session"] = self.page.session.as_str().into();
        self.page.post(what, body).await
    }

    async fn add(&self, number: &str) -> (u16, Value) {
        let wish = json!({"number": number, "name": "Acme", "method": "sms"});
        self.post("add", wish).await
    }
}

#[tokio::test]
async fn answers_that_are_lost_add_no_number_twice_and_use_up_no_code() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let waiting = Waiting::at(&app, &account).await;
    let lost = json!({"drop": true, "takes_effect": true});
    app.meta().fault("add_phone_number", lost.clone()).await;
    let (http, added) = waiting.add(FIRST).await;
    assert_eq!(
        (http, &added["verified"]),
        (200, &json!(false)),
        "it is found"
    );
    assert_eq!(app.meta().calls("add_phone_number").await.len(), 1);

    let code = app.meta().code_to(FIRST).await;
    app.meta().fault("verify_code", lost).await;
    let give = json!({"id": added["id"], "code": code});
    let (http, unclear) = waiting.post("give-code", give.clone()).await;
    assert_eq!((http, &unclear["problem"]), (409, &json!("unavailable")));
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 0);
    // Whether the code was taken is seen in Meta's list.
    let (_, last) = waiting.post("give-code", give).await;
    assert_eq!(last["state"], "finished", "{last}");
    assert_eq!(app.meta().calls("verify_code").await.len(), 1);
}

#[tokio::test]
async fn what_meta_refuses_is_told_in_its_words() {
    let app = TestApp::start().await;
    let (partner, other) = (app.partner("One").await, app.partner("Two").await);
    let elsewhere = app.finished(&other, json!({})).await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let waiting = Waiting::at(&app, &account).await;
    let number = elsewhere["whatsapp"].as_str().unwrap();
    let (http, refused) = waiting.add(number).await;
    assert_eq!((http, &refused["problem"]), (409, &json!("number_refused")));
    let told = refused["message"].as_str().unwrap();
    assert!(told.contains("already used"), "{told}");
    assert!(app.meta().calls("request_code").await.is_empty());

    app.meta().knobs(json!({"numbers_per_account": 0})).await;
    let (_, refused) = waiting.add(FIRST).await;
    assert_eq!(refused["problem"], "number_refused");
    let told = refused["message"].as_str().unwrap();
    assert!(told.contains("maximum number of phone numbers"), "{told}");
}

#[tokio::test]
async fn of_several_hands_one_chooses() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let waiting = Waiting::at(&app, &account).await;
    let mut ids = Vec::new();
    for number in [FIRST, SECOND] {
        let wish = json!({"waba_id": waiting.waba, "number": number});
        waiting.page.dialog(wish).await;
        ids.push(app.meta().number(number).await["id"].clone());
    }
    let by_api = json!({"whatsapp": account["whatsapp"], "phone_number_id": ids[1]});
    let (first, second, third) = tokio::join!(
        waiting.post("pick", json!({"id": ids[0]})),
        waiting.post("pick", json!({"id": ids[1]})),
        app.as_partner(&partner, Method::POST, CHOOSE, Some(by_api)),
    );
    for http in [first.0, second.0, third.http] {
        assert!(matches!(http, 200 | 409), "{http}");
    }
    let last = waiting.page.settled(waiting.page.status().await).await;
    assert!(
        matches!(last["state"].as_str(), Some("finished" | "refused")),
        "{last}"
    );
    let mut registered = 0;
    for number in [FIRST, SECOND] {
        let known = app.meta().number(number).await;
        registered += known["register_calls"].as_u64().unwrap();
    }
    assert_eq!(registered, 1, "one number, once");
    let listed = &app.list(&partner).await[0];
    let number = listed["whatsapp"].as_str().unwrap();
    assert_eq!(listed["status"], 1);
    assert_eq!(app.meta().number(number).await["status"], "CONNECTED");
}

#[tokio::test]
async fn nothing_is_chosen_while_meta_wants_to_be_left_alone() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let waiting = Waiting::at(&app, &account).await;
    waiting
        .page
        .dialog(json!({"waba_id": waiting.waba, "number": FIRST}))
        .await;
    let id = app.meta().number(FIRST).await["id"].clone();
    let limit =
        json!({"error": {"code": 80_008}, "usage": {"estimated_time_to_regain_access": 30}});
    app.meta().fault("phone_numbers", limit).await;
    let calls = app.meta().calls("phone_numbers").await.len();
    for (what, body) in [("pick", json!({"id": id})), ("numbers", json!({}))] {
        let (http, refused) = waiting.post(what, body).await;
        assert_eq!((http, &refused["problem"]), (409, &json!("too_often")));
        let told = refused["message"].as_str().unwrap();
        assert!(told.contains("30\u{2069} minutes"), "{told}");
    }
    assert_eq!(app.meta().calls("phone_numbers").await.len(), calls + 1);
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 0);
}
