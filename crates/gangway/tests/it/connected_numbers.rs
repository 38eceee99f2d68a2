//! The numbers that customers have connected: what was counted of them, and their end.

use crate::support::{APP_ID, Answer, PageSession, TestApp, TestPartner};
use crate::takeover_node::{Node, meta_hangs, until};
use gangway_domain::{AccountId, WabaId};
use gangway_storage::Store;
use gangway_storage_postgres::{PostgresOptions, PostgresStore, PostgresUrl};
use gangway_storage_sqlite::{SqliteOptions, SqliteStore};
use reqwest::Method;
use serde_json::{Value, json};

const LIST: &str = "/api/whatsapp/getWhatsApp";
const DELETE: &str = "/api/whatsapp/deleteWhatsApp";
/// A little more than what lies between two counts.
const NEXT_COUNT: u32 = 200 * 60;
/// A little more than the lease of a job.
const LEASE_ENDS: u32 = 16 * 60;

async fn get(app: &TestApp, partner: &TestPartner) -> Value {
    let answer = app.as_partner(partner, Method::GET, LIST, None).await;
    answer.expect(200, 1);
    answer.json
}

async fn delete(app: &TestApp, partner: &TestPartner, number: &str) -> Answer {
    let body = json!({"whatsapp": number});
    app.as_partner(partner, Method::DELETE, DELETE, Some(body))
        .await
}

fn digits(account: &Value) -> &str {
    account["whatsapp"].as_str().unwrap()
}

impl TestApp {
    /// A number delivers messages.
    async fn delivers(&self, number: &str, category: &str, pricing_type: &str, volume: u64) {
        let body = json!({
            "number": number, "category": category,
            "pricing_type": pricing_type, "volume": volume,
        });
        self.meta().post("books", body).await;
    }

    /// Waits until so many messages are counted for the partner.
    async fn until_counted(&self, partner: &TestPartner, messages: u64) -> Value {
        until("the messages are counted", async || {
            get(self, partner).await["totalConversationsThisMonth"] == messages
        })
        .await;
        get(self, partner).await
    }

    /// Waits until nobody hears of an account of Meta's any more.
    async fn until_unsubscribed(&self, waba: &str) {
        until("the app is off the account", async || {
            self.meta().subscribers(waba).await.is_empty()
        })
        .await;
    }

    /// A look into the store beside the server.
    async fn store(&self) -> Box<dyn Store> {
        let url = self.data.database_url();
        match url.strip_prefix("sqlite:") {
            Some(path) => Box::new(SqliteStore::open(path, &SqliteOptions::default()).unwrap()),
            None => {
                let url = PostgresUrl::parse(&url).unwrap();
                let options = PostgresOptions::default();
                Box::new(PostgresStore::open(&url, &options).await.unwrap())
            }
        }
    }

    /// The accounts that have proved an account of Meta's.
    async fn accounts_on(&self, waba: &str) -> Vec<AccountId> {
        let waba = WabaId::parse(waba).unwrap();
        let found = self.store().await.accounts_on(&waba).await.unwrap();
        found.into_iter().map(|account| account.id).collect()
    }
}

#[tokio::test]
async fn connected_numbers_are_listed_as_documented_the_latest_first() {
    let app = TestApp::start().await;
    let (partner, other) = (app.partner("One").await, app.partner("Two").await);
    assert_eq!(
        app.call(Method::GET, LIST, Some(&partner.token), None)
            .await
            .text,
        r#"{"status":"OK","reason":1,"totalWhatsApp":0,"totalConversationsThisMonth":0,"totalMarketingThisMonth":0,"totalServiceThisMonth":0,"totalIncomingThisMonth":0,"list":[]}"#
    );
    let wish = json!({"business_name": "Acme inc", "display_name": "Acme"});
    let first = app.finished(&partner, wish).await;
    app.pass(1).await;
    let second = app.finished(&partner, json!({"coexistence": 1})).await;
    app.create(&partner, json!({"business_name": "On its way"}))
        .await;
    app.finished(&other, json!({})).await;
    let answer = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    let (number, created) = (digits(&first), &first["create_time"]);
    let object = format!(
        r#"{{"create_time":{created},"whatsapp":"{number}","apiKey":"","display_name":"Acme","business_name":"Acme inc","isOnline":0,"onlineAccount":0,"onlineInbox":0,"coexistence":0,"conversationsThisMonth":0,"marketingThisMonth":0,"serviceThisMonth":0,"incomingThisMonth":0}}"#
    );
    assert!(
        answer.text.ends_with(&format!("{object}]}}")),
        "{}",
        answer.text
    );
    assert_eq!(answer.json["totalWhatsApp"], 2);
    let latest = &answer.json["list"][0];
    assert_eq!(
        (&latest["whatsapp"], &latest["coexistence"]),
        (&second["whatsapp"], &json!(1))
    );
}

#[tokio::test]
async fn the_wrong_method_and_the_wrong_number_have_their_reasons() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    app.call(Method::POST, LIST, None, None)
        .await
        .expect(405, 13);
    app.call(Method::GET, DELETE, None, None)
        .await
        .expect(405, 13);
    app.call(Method::GET, LIST, None, None).await.expect(401, 2);
    for wrong in ["", "abc", "12"] {
        delete(&app, &partner, wrong)
            .await
            .expect(422, 4)
            .names("whatsapp");
    }
    delete(&app, &partner, "493012345678").await.expect(404, 27);
}

#[tokio::test]
async fn the_totals_are_the_sums_of_the_list_and_of_metas_books() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let one = app.finished(&partner, json!({})).await;
    let two = app.finished(&partner, json!({})).await;
    // What one account of Meta's shares with others is asked for once.
    for (account, category, pricing_type, volume) in [
        (&one, "MARKETING", "REGULAR", 120),
        (&one, "SERVICE", "FREE_CUSTOMER_SERVICE", 30),
        (&one, "UTILITY", "FREE_ENTRY_POINT", 7),
        (&two, "AUTHENTICATION", "REGULAR", 3),
        (&two, "MARKETING", "REGULAR", 40),
        (&two, "UTILITY", "FREE_CUSTOMER_SERVICE", 5),
    ] {
        app.delivers(digits(account), category, pricing_type, volume)
            .await;
    }
    app.pass(NEXT_COUNT).await;
    let counted = app.until_counted(&partner, 205).await;
    let books = app.meta().books().await;
    let booked: u64 = books
        .iter()
        .filter_map(|line| line["volume"].as_u64())
        .sum();
    assert_eq!(booked, 205);
    for (total, each, expected) in [
        ("totalConversationsThisMonth", "conversationsThisMonth", 205),
        ("totalMarketingThisMonth", "marketingThisMonth", 160),
        ("totalServiceThisMonth", "serviceThisMonth", 30),
        ("totalIncomingThisMonth", "incomingThisMonth", 42),
    ] {
        let list = counted["list"].as_array().unwrap();
        let sum: u64 = list.iter().filter_map(|number| number[each].as_u64()).sum();
        assert_eq!(
            (sum, &counted[total]),
            (expected, &json!(expected)),
            "{total}"
        );
    }
    assert_eq!(counted["list"][1]["conversationsThisMonth"], 157);

    // In the time in which nothing is due, Meta is not asked.
    let calls = app.meta().calls("pricing_analytics").await.len();
    get(&app, &partner).await;
    app.delivers(digits(&one), "MARKETING", "REGULAR", 1).await;
    app.pass(NEXT_COUNT).await;
    app.until_counted(&partner, 206).await;
    until("both were asked for again", async || {
        app.meta().calls("pricing_analytics").await.len() == calls + 2
    })
    .await;

    // The next month begins with nothing.
    app.pass(32 * 24 * 3600).await;
    assert_eq!(get(&app, &partner).await["totalConversationsThisMonth"], 0);
    app.delivers(digits(&two), "SERVICE", "REGULAR", 9).await;
    app.pass(NEXT_COUNT).await;
    let counted = app.until_counted(&partner, 9).await;
    assert_eq!(counted["totalServiceThisMonth"], 9);
}

#[tokio::test]
async fn meta_is_left_alone_where_it_refuses_or_asks_to_be() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let refused = json!({"error": {"code": 100}});
    app.meta().fault("pricing_analytics", refused).await;
    let account = app.finished(&partner, json!({})).await;
    let asked = async || app.meta().calls("pricing_analytics").await.len();
    until("Meta was asked", async || asked().await == 1).await;
    app.delivers(digits(&account), "MARKETING", "REGULAR", 4)
        .await;
    // Another one is counted meanwhile; the one that was refused waits for a day.
    app.pass(NEXT_COUNT).await;
    let fresh = TestPartner {
        token: app.token(&partner).await,
        ..partner.clone()
    };
    app.finished(&fresh, json!({})).await;
    until("the other one was asked for", async || asked().await == 2).await;
    assert_eq!(get(&app, &partner).await["totalConversationsThisMonth"], 0);
    app.pass(27 * 3600).await;
    app.until_counted(&partner, 4).await;
}

#[tokio::test]
async fn a_deleted_number_is_gone_at_once_and_taken_back_at_meta() {
    let app = TestApp::start().await;
    let (partner, other) = (app.partner("One").await, app.partner("Two").await);
    let kept = app.finished(&partner, json!({})).await;
    let account = app
        .create(&partner, json!({"business_name": "Acme", "coexistence": 0}))
        .await;
    let (temporary, account) = (account.clone(), app.finish(&account, json!({})).await);
    let number = digits(&account);
    let waba = app.meta().waba_of(&account["whatsapp"]).await;
    let ids = app.accounts_on(&waba).await;
    assert_eq!(ids.len(), 1);

    delete(&app, &partner, digits(&temporary))
        .await
        .expect(404, 27);
    delete(&app, &other, number).await.expect(404, 27);
    assert_eq!(app.meta().subscribers(&waba).await, [APP_ID]);
    let answer = delete(&app, &partner, number).await;
    assert_eq!(
        answer.text,
        format!(r#"{{"status":"OK","whatsapp":"{number}","reason":1}}"#)
    );
    let list = get(&app, &partner).await;
    assert_eq!(list["totalWhatsApp"], 1);
    assert_eq!(list["list"][0]["whatsapp"], kept["whatsapp"]);
    assert_eq!(app.list(&partner).await, [kept]);
    let link = temporary["onboarding_link"].as_str().unwrap();
    assert_eq!(app.page(link).await.http, 410);

    app.until_unsubscribed(&waba).await;
    assert_eq!(app.meta().number(number).await["status"], "DISCONNECTED");
    let store = app.store().await;
    until("the secrets are erased", async || {
        store.grant(ids[0]).await.unwrap().is_none()
    })
    .await;
    assert_eq!(store.facts(ids[0]).await.unwrap(), []);

    // The answer may have been lost.
    delete(&app, &partner, number).await.expect(200, 1);
    delete(&app, &other, number).await.expect(404, 27);
    delete(&app, &partner, digits(&temporary))
        .await
        .expect(404, 27);
    assert_eq!(app.meta().calls("deregister").await.len(), 1);

    // The customer can come back.
    let back = app.create(&partner, json!({"business_name": "Back"})).await;
    let pins = app.meta().calls("register").await;
    let pin = &pins.last().unwrap()["params"]["pin"];
    let page = PageSession::start(&app, &back).await;
    let (_, last) = page.go_through(json!({"number": number})).await;
    if last["state"] == "needs_pin" {
        let body = json!({"session": page.session, "pin": pin});
        page.post("resume", body).await;
    }
    assert_eq!(page.settled(last).await["state"], "finished");
    assert_eq!(get(&app, &partner).await["list"][0]["whatsapp"], number);
}

#[tokio::test]
async fn a_number_that_stays_in_the_app_is_not_deregistered() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let account = app.finished(&partner, json!({"coexistence": 1})).await;
    let waba = app.meta().waba_of(&account["whatsapp"]).await;
    delete(&app, &partner, digits(&account))
        .await
        .expect(200, 1);
    app.until_unsubscribed(&waba).await;
    // Stopping waits for the work that is under way.
    let app = app.restart().await;
    assert!(app.meta().calls("deregister").await.is_empty());
    let number = app.meta().number(digits(&account)).await;
    assert_eq!(number["status"], "CONNECTED");
}

#[tokio::test]
async fn what_another_partner_stands_on_stays() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let first = app.finished(&one, json!({"coexistence": 1})).await;
    let number = digits(&first).to_owned();
    let wish = json!({"business_name": "Two", "coexistence": 1});
    let second = app.create(&two, wish).await;
    let second = app.finish(&second, json!({"number": number})).await;
    assert_eq!(second["whatsapp"], first["whatsapp"]);
    let waba = app.meta().waba_of(&second["whatsapp"]).await;
    delete(&app, &one, &number).await.expect(200, 1);
    let app = app.restart().await;
    assert_eq!(app.meta().subscribers(&waba).await, [APP_ID]);
    assert_eq!(get(&app, &one).await["totalWhatsApp"], 0);
    assert_eq!(get(&app, &two).await["totalWhatsApp"], 1);
    // Its messages are counted by the token that is left.
    app.delivers(&number, "SERVICE", "REGULAR", 6).await;
    app.pass(NEXT_COUNT).await;
    app.until_counted(&two, 6).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_server_was_taking_back_is_taken_back_all_the_same() {
    for endpoint in ["deregister", "unsubscribe"] {
        let app = TestApp::start().await;
        let partner = app.partner("One").await;
        let account = app.finished(&partner, json!({})).await;
        let number = digits(&account);
        let waba = app.meta().waba_of(&account["whatsapp"]).await;
        let ids = app.accounts_on(&waba).await;
        let node = Node::beside(&app).await;
        let hang = json!({"delay_ms": 300_000, "drop": true, "takes_effect": true});
        app.meta().fault(endpoint, hang).await;
        let token = app.token(&partner).await;
        let url = format!("{}{DELETE}?whatsapp={number}", node.url());
        let request = app.http.delete(url).bearer_auth(token);
        Answer::of(request.send().await.unwrap())
            .await
            .expect(200, 1);
        meta_hangs(&app).await;
        // Whichever of the two took it: one is killed, the other one is told to stop.
        node.kill().await;
        let app = app.restart().await;
        app.pass(LEASE_ENDS).await;
        app.until_unsubscribed(&waba).await;
        assert_ne!(app.meta().number(number).await["status"], "CONNECTED");
        let store = app.store().await;
        until("the secrets are erased", async || {
            store.grant(ids[0]).await.unwrap().is_none()
        })
        .await;
        delete(&app, &partner, number).await.expect(200, 1);
    }
}
