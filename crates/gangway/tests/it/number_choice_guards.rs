//! Who may choose a number, and which ones: what a choice is refused for.

use crate::support::{Answer, PageSession, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};

const CHOOSE: &str = "/api/whatsapp/chooseNumber";
const FIRST: &str = "4915112345678";
const SECOND: &str = "4915112345679";

async fn app() -> (TestApp, TestPartner) {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    (app, partner)
}

/// A customer who brings what the wish says and is asked for a number then, on her page.
struct Waiting<'a> {
    account: Value,
    page: PageSession<'a>,
    waba: String,
}

impl<'a> Waiting<'a> {
    async fn with(app: &'a TestApp, account: Value, wish: Value) -> Self {
        let page = PageSession::start(app, &account).await;
        let (heard, last) = page.go_through(wish).await;
        let last = page.settled(last).await;
        assert_eq!(
            (&last["state"], &last["choosable"]),
            (&json!("failed"), &json!(true)),
            "{last}"
        );
        Self {
            account,
            page,
            waba: heard["waba_id"].as_str().unwrap().to_owned(),
        }
    }

    async fn without_number(app: &'a TestApp, partner: &TestPartner) -> Self {
        let account = app.create(partner, json!({"business_name": "Acme"})).await;
        Self::with(app, account, json!({"ending": "finish-only-waba"})).await
    }

    async fn post(&self, what: &str, mut body: Value) -> (u16, Value) {
        body["session"] = self.page.session.as_str().into();
        self.page.post(what, body).await
    }

    /// A step that is taken.
    async fn does(&self, what: &str, body: Value) -> Value {
        let (http, answer) = self.post(what, body).await;
        assert_eq!((http, &answer["problem"]), (200, &Value::Null), "{answer}");
        answer
    }

    /// A step that is refused for this.
    async fn may_not(&self, what: &str, body: Value, problem: &str) {
        let (http, answer) = self.post(what, body).await;
        let told = answer["message"].as_str().unwrap_or_default();
        assert_eq!((http, &answer["problem"]), (409, &json!(problem)), "{told}");
        assert!(!told.is_empty(), "{answer}");
    }

    /// She proves a number of hers, which has got a code.
    async fn proves(&self, app: &TestApp, number: &str, id: &Value) {
        let code = app.meta().code_to(number).await;
        let given = json!({"id": id, "code": code});
        let last = self.does("give-code", given).await;
        assert_eq!(
            (&last["state"], &last["number"]),
            (&json!("finished"), &json!(number)),
            "{last}"
        );
    }
}

async fn id_of(app: &TestApp, number: &str) -> Value {
    app.meta().number(number).await["id"].clone()
}

async fn choose(app: &TestApp, partner: &TestPartner, account: &Value, id: &Value) -> Answer {
    let body = json!({"whatsapp": account["whatsapp"], "phone_number_id": id});
    app.as_partner(partner, Method::POST, CHOOSE, Some(body))
        .await
}

fn new_number(number: &str) -> Value {
    json!({"number": number, "name": "Acme", "method": "sms"})
}

#[tokio::test]
async fn a_number_that_another_link_has_is_seen_and_not_taken() {
    let (app, partner) = app().await;
    let live = app.finished(&partner, json!({"number": FIRST})).await;
    let waba = app.meta().waba_of(&live["whatsapp"]).await;
    // A second link for the same customer, who shares the same WhatsApp account.
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let wish = json!({"waba_id": waba, "ending": "finish-only-waba"});
    let waiting = Waiting::with(&app, account, wish).await;
    let listed = waiting.does("numbers", json!({})).await;
    assert_eq!(listed["numbers"].as_array().unwrap().len(), 1);
    assert_eq!(listed["numbers"][0]["taken"], true);

    let id = id_of(&app, FIRST).await;
    let pick = json!({"id": id});
    waiting.may_not("pick", pick, "number_taken").await;
    waiting
        .may_not("add", new_number(FIRST), "number_taken")
        .await;
    choose(&app, &partner, &waiting.account, &id)
        .await
        .expect(409, 31);

    let added = waiting.does("add", new_number(SECOND)).await;
    waiting.proves(&app, SECOND, &added["id"]).await;
    let connected = app.list_of(&partner, "?status=1").await;
    let mut numbers: Vec<&str> = connected
        .iter()
        .map(|account| account["whatsapp"].as_str().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [FIRST, SECOND]);
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 1);
}

#[tokio::test]
async fn a_number_that_meta_refused_as_unproved_is_proved_on_the_page() {
    let (app, partner) = app().await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let wish = json!({"number": FIRST, "number_verified": false});
    let waiting = Waiting::with(&app, account, wish).await;
    let id = id_of(&app, FIRST).await;
    choose(&app, &partner, &waiting.account, &id)
        .await
        .expect(409, 31);
    let ask = json!({"id": id, "method": "voice"});
    assert_eq!(waiting.does("ask-code", ask).await["verified"], false);
    waiting.proves(&app, FIRST, &id).await;
}

#[tokio::test]
async fn a_customer_who_keeps_her_app_is_not_asked_to_add_a_number() {
    let (app, partner) = app().await;
    let wish = json!({"business_name": "Acme", "coexistence": 1});
    let account = app.create(&partner, wish).await;
    let waiting = Waiting::with(&app, account, json!({"ending": "finish-only-waba"})).await;
    let listed = waiting.does("numbers", json!({})).await;
    assert_eq!(listed, json!({"numbers": [], "may_add": false}));
    waiting
        .may_not("add", new_number(FIRST), "not_waiting")
        .await;
    assert!(app.meta().calls("add_phone_number").await.is_empty());
}

#[tokio::test]
async fn only_the_page_of_the_link_itself_chooses() {
    let (app, partner) = app().await;
    let waiting = Waiting::without_number(&app, &partner).await;
    let wish = json!({"waba_id": waiting.waba, "number": FIRST});
    waiting.page.dialog(wish).await;
    let id = id_of(&app, FIRST).await;
    let pick = json!({"id": id});

    let (http, _) = waiting.page.post("pick", pick.clone()).await;
    assert_eq!(http, 422, "no session of a page");
    let mut elsewhere = pick.clone();
    elsewhere["session"] = waiting.page.session.as_str().into();
    let from_elsewhere = app
        .http
        .post(format!("{}/pick", waiting.page.link))
        .header("Origin", "https://evil.example.com")
        .json(&elsewhere);
    assert_eq!(from_elsewhere.send().await.unwrap().status(), 403);

    // Another customer, who is asked for a number as well.
    let other = Waiting::without_number(&app, &partner).await;
    other.may_not("pick", pick.clone(), "not_listed").await;
    let ask = json!({"id": id, "method": "sms"});
    other.may_not("ask-code", ask, "not_listed").await;
    let give = json!({"id": id, "code": "123456"});
    other.may_not("give-code", give, "not_listed").await;
    choose(&app, &partner, &other.account, &id)
        .await
        .expect(404, 30);

    // One who has not been to Facebook yet.
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let fresh = Waiting {
        page: PageSession::start(&app, &account).await,
        account,
        waba: String::new(),
    };
    fresh.may_not("numbers", json!({}), "not_waiting").await;
    fresh.may_not("pick", pick, "not_waiting").await;
    fresh
        .may_not("add", new_number(SECOND), "not_waiting")
        .await;
    let mut by_fax = new_number(SECOND);
    by_fax["method"] = "fax".into();
    assert_eq!(fresh.post("add", by_fax).await.0, 422);

    for endpoint in ["add_phone_number", "request_code", "verify_code"] {
        assert!(app.meta().calls(endpoint).await.is_empty(), "{endpoint}");
    }
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 0);
}

#[tokio::test]
async fn of_many_hands_one_chooses() {
    let (app, partner) = app().await;
    let waiting = Waiting::without_number(&app, &partner).await;
    for number in [FIRST, SECOND] {
        let wish = json!({"waba_id": waiting.waba, "number": number});
        waiting.page.dialog(wish).await;
    }
    let (first, second) = (id_of(&app, FIRST).await, id_of(&app, SECOND).await);
    let (_, _, _) = tokio::join!(
        waiting.post("pick", json!({"id": first})),
        waiting.post("pick", json!({"id": second})),
        choose(&app, &partner, &waiting.account, &second),
    );
    let last = waiting.page.settled(waiting.page.status().await).await;
    assert!(matches!(
        last["state"].as_str(),
        Some("finished" | "refused")
    ));
    let mut registered = 0;
    for number in [FIRST, SECOND] {
        let known = app.meta().number(number).await;
        registered += known["register_calls"].as_u64().unwrap();
    }
    assert_eq!(registered, 1);
    assert_eq!(app.list(&partner).await[0]["status"], 1);
}
