//! The number that is missing: picked by the customer or her partner, or added and proved.

use crate::support::{Answer, PageSession, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const GET_NUMBERS: &str = "/api/whatsapp/getNumbers";
const CHOOSE: &str = "/api/whatsapp/chooseNumber";
const FIRST: &str = "4915112345678";
const SECOND: &str = "4915112345679";

/// A customer whose WhatsApp account has no number, on her page, and the account.
struct Waiting<'a> {
    app: &'a TestApp,
    partner: TestPartner,
    account: Value,
    page: PageSession<'a>,
    waba: String,
}

impl<'a> Waiting<'a> {
    async fn of(app: &'a TestApp, partner: &TestPartner) -> Self {
        Self::with(app, partner, json!({})).await
    }

    /// She brings what the wish says, and no number.
    async fn with(app: &'a TestApp, partner: &TestPartner, mut wish: Value) -> Self {
        let account = app.create(partner, json!({"business_name": "Acme"})).await;
        let page = PageSession::start(app, &account).await;
        wish["ending"] = "finish-only-waba".into();
        let (heard, last) = page.go_through(wish).await;
        let last = page.settled(last).await;
        assert_eq!(
            (&last["state"], &last["choosable"]),
            (&json!("failed"), &json!(true)),
            "{last}"
        );
        Self {
            app,
            partner: partner.clone(),
            account,
            page,
            waba: heard["waba_id"].as_str().unwrap().to_owned(),
        }
    }

    /// A number comes onto her WhatsApp account without the page.
    async fn has(&self, number: &str, verified: bool) {
        self.page
            .dialog(json!({
                "waba_id": self.waba,
                "number": number,
                "number_verified": verified,
            }))
            .await;
    }

    async fn post(&self, what: &str, mut body: Value) -> (u16, Value) {
        body["session"] = self.page.session.as_str().into();
        self.page.post(what, body).await
    }

    /// A step of the choice that is taken.
    async fn does(&self, what: &str, body: Value) -> Value {
        let (http, answer) = self.post(what, body).await;
        assert_eq!((http, &answer["problem"]), (200, &Value::Null), "{answer}");
        answer
    }

    /// A step that is refused for this.
    async fn is_refused(&self, what: &str, body: Value, problem: &str) -> String {
        let (http, answer) = self.post(what, body).await;
        assert_eq!(
            (http, &answer["problem"]),
            (409, &json!(problem)),
            "{answer}"
        );
        let told = answer["message"].as_str().unwrap().to_owned();
        assert!(!told.is_empty());
        told
    }

    async fn numbers(&self) -> Vec<Value> {
        let listed = self.does("numbers", json!({})).await;
        listed["numbers"].as_array().unwrap().clone()
    }

    async fn id_of(&self, number: &str) -> String {
        let known = self.app.meta().number(number).await;
        known["id"].as_str().unwrap().to_owned()
    }

    async fn adds(&self, number: &str) -> String {
        let wish = json!({"number": number, "name": "Acme", "method": "sms"});
        let added = self.does("add", wish).await;
        assert_eq!(added["verified"], false);
        added["id"].as_str().unwrap().to_owned()
    }

    async fn chooses(&self, partner: &TestPartner, id: &str) -> Answer {
        let body = json!({"whatsapp": self.account["whatsapp"], "phone_number_id": id});
        let app = self.app;
        app.call(Method::POST, CHOOSE, Some(&partner.token), Some(body))
            .await
    }

    async fn asks(&self, partner: &TestPartner) -> Answer {
        let whatsapp = self.account["whatsapp"].as_str().unwrap();
        let path = format!("{GET_NUMBERS}?whatsapp={whatsapp}");
        let app = self.app;
        app.call(Method::GET, &path, Some(&partner.token), None)
            .await
    }

    async fn listed(&self) -> Value {
        let accounts = self.app.list(&self.partner).await;
        let is_it = |one: &&Value| one["onboarding_link"] == self.account["onboarding_link"];
        accounts.iter().find(is_it).unwrap().clone()
    }
}

async fn app() -> (TestApp, TestPartner) {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    (app, partner)
}

#[tokio::test]
async fn a_customer_picks_one_of_the_numbers_of_her_account() {
    let (app, partner) = app().await;
    let waiting = Waiting::of(&app, &partner).await;
    assert_eq!(waiting.numbers().await, [] as [Value; 0]);
    waiting.has(FIRST, true).await;
    waiting.has(SECOND, true).await;
    let last = waiting.page.resume().await;
    assert_eq!(
        (&last["state"], &last["resumable"], &last["choosable"]),
        (&json!("failed"), &json!(false), &json!(true)),
        "one of two: nobody guesses"
    );

    let (first, second) = (waiting.id_of(FIRST).await, waiting.id_of(SECOND).await);
    let numbers = waiting.numbers().await;
    let ids: Vec<&Value> = numbers.iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!(second), &json!(first)]);
    for one in &numbers {
        assert_eq!(
            (&one["verified"], &one["taken"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(one["name"], "Acme");
    }
    // What another customer has is nobody's to pick here.
    let other = app.finished(&partner, json!({})).await;
    let foreign = app.meta().number(other["whatsapp"].as_str().unwrap()).await;
    for id in [foreign["id"].clone(), json!("1"), json!("../me"), json!("")] {
        let body = json!({"id": id});
        waiting.is_refused("pick", body, "not_listed").await;
    }
    assert_eq!(waiting.listed().await["status"], 0);

    let last = waiting.does("pick", json!({"id": first})).await;
    assert_eq!(
        (&last["state"], &last["number"]),
        (&json!("finished"), &json!(FIRST))
    );
    let listed = waiting.listed().await;
    assert_eq!(
        (&listed["status"], &listed["whatsapp"]),
        (&json!(1), &json!(FIRST))
    );
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 1);
    assert_eq!(app.meta().number(SECOND).await["register_calls"], 0);
    waiting
        .is_refused("pick", json!({"id": second}), "not_waiting")
        .await;
}

#[tokio::test]
async fn a_number_is_added_and_proved_by_its_code() {
    let (app, partner) = app().await;
    let waiting = Waiting::of(&app, &partner).await;
    let add = |number: &str, name: &str| json!({"number": number, "name": name, "method": "voice"});
    for wrong in ["", "12", "0151 1234567", "972571234567", "no number"] {
        let body = add(wrong, "Acme");
        waiting.is_refused("add", body, "number_invalid").await;
    }
    waiting
        .is_refused("add", add(FIRST, " "), "name_missing")
        .await;
    assert!(app.meta().calls("add_phone_number").await.is_empty());

    let asked = waiting.does("add", add("+49 1511 2345678", "Acme")).await;
    let id = waiting.id_of(FIRST).await;
    assert_eq!(
        (&asked["id"], &asked["verified"]),
        (&json!(id), &json!(false))
    );
    // Once more, as after an answer that was lost: it is there, and gets another code.
    let again = waiting.does("add", add(FIRST, "Acme")).await;
    assert_eq!(again["id"], asked["id"]);
    let numbers = waiting.numbers().await;
    assert_eq!(numbers.len(), 1);
    assert_eq!(numbers[0]["verified"], false);
    waiting
        .is_refused("pick", json!({"id": id}), "not_verified")
        .await;

    let code = app.meta().code_to(FIRST).await;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    let given = |code: &str| json!({"id": id, "code": code});
    waiting
        .is_refused("give-code", given("12345"), "code_invalid")
        .await;
    waiting
        .is_refused("give-code", given(wrong), "code_wrong")
        .await;
    assert_eq!(waiting.page.status().await["choosable"], true);
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 0);

    let as_it_is_written = format!("{}-{}", &code[..3], &code[3..]);
    let last = waiting.does("give-code", given(&as_it_is_written)).await;
    assert_eq!(
        (&last["state"], &last["number"]),
        (&json!("finished"), &json!(FIRST)),
        "{last}"
    );
    assert_eq!(waiting.listed().await["whatsapp"], FIRST);
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 1);
}

#[tokio::test]
async fn a_number_that_was_never_verified_is_verified_on_the_page() {
    let (app, partner) = app().await;
    let account = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &account).await;
    let wish = json!({"number": FIRST, "number_verified": false});
    let (_, last) = page.go_through(wish).await;
    let last = page.settled(last).await;
    assert_eq!(
        (&last["state"], &last["choosable"]),
        (&json!("failed"), &json!(true)),
        "{last}"
    );
    let known = app.meta().number(FIRST).await;
    let session = &page.session;
    let ask = json!({"session": session, "id": known["id"], "method": "sms"});
    let (http, asked) = page.post("ask-code", ask).await;
    assert_eq!((http, &asked["verified"]), (200, &json!(false)), "{asked}");
    let code = app.meta().code_to(FIRST).await;
    let give = json!({"session": session, "id": known["id"], "code": code});
    let (_, last) = page.post("give-code", give).await;
    assert_eq!(last["state"], "finished", "{last}");
}

#[tokio::test]
async fn a_number_of_another_account_is_taken() {
    let (app, partner) = app().await;
    let live = app.create(&partner, json!({"business_name": "Acme"})).await;
    let live = app.finish(&live, json!({"number": FIRST})).await;
    assert_eq!(live["whatsapp"], FIRST);
    let waba = app.meta().waba_of(&json!(FIRST)).await;
    // Her second link, on the same WhatsApp account.
    let waiting = Waiting::with(&app, &partner, json!({"waba_id": waba})).await;
    let numbers = waiting.numbers().await;
    assert_eq!((numbers.len(), &numbers[0]["taken"]), (1, &json!(true)));
    let id = waiting.id_of(FIRST).await;
    waiting
        .is_refused("pick", json!({"id": id}), "number_taken")
        .await;
    let add = json!({"number": FIRST, "name": "Acme", "method": "sms"});
    waiting.is_refused("add", add, "number_taken").await;
    waiting.chooses(&partner, &id).await.expect(409, 31);

    let id = waiting.adds(SECOND).await;
    let code = app.meta().code_to(SECOND).await;
    let given = json!({"id": id, "code": code});
    let last = waiting.does("give-code", given).await;
    assert_eq!(last["state"], "finished", "{last}");
    let mut connected: Vec<Value> = app
        .list_of(&partner, "?status=1")
        .await
        .iter()
        .map(|account| account["whatsapp"].clone())
        .collect();
    connected.sort_by_key(Value::to_string);
    assert_eq!(connected, [FIRST, SECOND]);
}

#[tokio::test]
async fn the_fourth_code_within_an_hour_has_to_wait() {
    let (app, partner) = app().await;
    let waiting = Waiting::of(&app, &partner).await;
    let id = waiting.adds(FIRST).await;
    let ask = || json!({"id": id, "method": "voice"});
    for _ in 0..2 {
        let asked = waiting.does("ask-code", ask()).await;
        assert_eq!(asked["verified"], false);
    }
    app.clock.advance(Duration::from_secs(20 * 60));
    app.meta().advance(20 * 60).await;
    let told = waiting
        .is_refused("ask-code", ask(), "too_many_codes")
        .await;
    assert!(told.contains("40\u{2069} minutes"), "{told}");
    assert_eq!(app.meta().calls("request_code").await.len(), 3);

    app.clock.advance(Duration::from_secs(40 * 60));
    app.meta().advance(40 * 60).await;
    waiting.does("ask-code", ask()).await;
    assert_eq!(app.meta().calls("request_code").await.len(), 4);
}

#[tokio::test]
async fn a_reloaded_page_does_not_spend_what_meta_allows() {
    let (app, partner) = app().await;
    let waiting = Waiting::of(&app, &partner).await;
    let mut refused = None;
    for _ in 0..100 {
        let (http, answer) = waiting.post("numbers", json!({})).await;
        if http == 409 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("an end to it");
    assert_eq!(refused["problem"], "too_often");
    assert!(app.meta().calls("phone_numbers").await.len() < 50);
    app.clock.advance(Duration::from_secs(3600));
    app.meta().advance(3600).await;
    waiting.does("numbers", json!({})).await;
}

#[tokio::test]
async fn the_partner_picks_through_the_api() {
    let (app, partner) = app().await;
    let waiting = Waiting::of(&app, &partner).await;
    waiting.has(FIRST, true).await;
    let unverified = waiting.adds(SECOND).await;
    let listed = waiting.asks(&partner).await;
    listed.expect(200, 1);
    let first = waiting.id_of(FIRST).await;
    assert_eq!(
        listed.json["list"],
        json!([
            {
                "phone_number_id": unverified,
                "whatsapp": SECOND,
                "display_name": "Acme",
                "verified": 0,
                "taken": 0,
            },
            {
                "phone_number_id": first,
                "whatsapp": FIRST,
                "display_name": "Acme",
                "verified": 1,
                "taken": 0,
            },
        ])
    );
    waiting.chooses(&partner, &unverified).await.expect(409, 31);
    waiting.chooses(&partner, "1").await.expect(404, 30);
    waiting.chooses(&partner, "").await.expect(422, 4);
    let stranger = app.partner("Two").await;
    waiting.asks(&stranger).await.expect(404, 26);
    waiting.chooses(&stranger, &first).await.expect(404, 26);
    for (method, path) in [(Method::POST, GET_NUMBERS), (Method::GET, CHOOSE)] {
        let wrong = app.call(method, path, Some(&partner.token), None).await;
        wrong.expect(405, 13);
    }
    let empty = app
        .call(Method::GET, GET_NUMBERS, Some(&partner.token), None)
        .await;
    empty.expect(422, 4);

    waiting.chooses(&partner, &first).await.expect(200, 1);
    let last = waiting.page.settled(waiting.page.status().await).await;
    assert!(
        matches!(last["state"].as_str(), Some("finished" | "refused")),
        "{last}"
    );
    let listed = waiting.listed().await;
    assert_eq!(
        (&listed["status"], &listed["whatsapp"]),
        (&json!(1), &json!(FIRST))
    );
    waiting.asks(&partner).await.expect(409, 28);
    waiting.chooses(&partner, &first).await.expect(409, 28);
}

#[tokio::test]
async fn nobody_else_chooses() {
    let (app, partner) = app().await;
    let waiting = Waiting::of(&app, &partner).await;
    waiting.has(FIRST, true).await;
    let id = waiting.id_of(FIRST).await;
    // A call without a page.
    let (http, _) = waiting.page.post("pick", json!({"id": id})).await;
    assert_eq!(http, 422);
    // Another website.
    let foreign = app
        .http
        .post(format!("{}/pick", waiting.page.link))
        .header("Origin", "https://evil.example.com")
        .json(&json!({"session": waiting.page.session, "id": id}))
        .send()
        .await
        .unwrap();
    assert_eq!(foreign.status(), 403);
    // Another customer's page, which waits for a number as well, and one that does not.
    let other = Waiting::of(&app, &partner).await;
    other
        .is_refused("pick", json!({"id": id}), "not_listed")
        .await;
    let ask = json!({"id": id, "method": "sms"});
    other.is_refused("ask-code", ask, "not_listed").await;
    let given = json!({"id": id, "code": "123456"});
    other.is_refused("give-code", given, "not_listed").await;
    let fresh = app.create(&partner, json!({"business_name": "Acme"})).await;
    let page = PageSession::start(&app, &fresh).await;
    for (what, body) in [
        ("numbers", json!({"session": page.session})),
        ("pick", json!({"session": page.session, "id": id})),
        (
            "add",
            json!({"session": page.session, "number": SECOND, "name": "Acme", "method": "sms"}),
        ),
    ] {
        let (http, answer) = page.post(what, body).await;
        assert_eq!(
            (http, &answer["problem"]),
            (409, &json!("not_waiting")),
            "{what}"
        );
    }
    let (http, _) = page
        .post(
            "add",
            json!({"session": page.session, "number": SECOND, "name": "Acme", "method": "fax"}),
        )
        .await;
    assert_eq!(http, 422);
    assert!(app.meta().calls("request_code").await.is_empty());
    assert!(app.meta().calls("verify_code").await.is_empty());
    assert_eq!(app.meta().number(FIRST).await["register_calls"], 0);
}

#[tokio::test]
async fn the_customer_of_the_business_app_picks_and_adds_none() {
    let (app, partner) = app().await;
    let wish = json!({"business_name": "Acme", "coexistence": 1});
    let account = app.create(&partner, wish).await;
    let page = PageSession::start(&app, &account).await;
    let (_, last) = page.go_through(json!({"ending": "finish-only-waba"})).await;
    let last = page.settled(last).await;
    assert_eq!(last["choosable"], true, "{last}");
    let session = &page.session;
    let (_, listed) = page.post("numbers", json!({"session": session})).await;
    assert_eq!(listed["may_add"], false);
    let add = json!({"session": session, "number": FIRST, "name": "Acme", "method": "sms"});
    let (http, _) = page.post("add", add).await;
    assert_eq!(http, 409);
    assert!(app.meta().calls("add_phone_number").await.is_empty());
}
