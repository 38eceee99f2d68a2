//! The two-step PIN of a number outlives its account, and few calls are made with it.

use crate::support::{PageSession, TestApp, TestPartner};
use reqwest::Method;
use serde_json::{Value, json};

const NUMBER: &str = "4915112345678";
const DELETE_WHATSAPP: &str = "/api/whatsapp/deleteWhatsApp";

async fn page<'a>(app: &'a TestApp, partner: &TestPartner) -> PageSession<'a> {
    let account = app.create(partner, json!({"business_name": "Acme"})).await;
    PageSession::start(app, &account).await
}

/// The customer of a new account brings the number; gives how it ends.
async fn brings(app: &TestApp, partner: &TestPartner) -> Value {
    let page = page(app, partner).await;
    let (_, last) = page.go_through(json!({"number": NUMBER})).await;
    page.settled(last).await
}

async fn delete(app: &TestApp, partner: &TestPartner) {
    let body = json!({"whatsapp": NUMBER});
    app.as_partner(partner, Method::DELETE, DELETE_WHATSAPP, Some(body))
        .await
        .expect(200, 1);
}

/// The only partner that has the number gives it up; Meta has deregistered it then.
async fn disconnect(app: &TestApp, partner: &TestPartner) {
    delete(app, partner).await;
    for _ in 0..200 {
        if app.meta().number(NUMBER).await["status"] == "DISCONNECTED" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("not deregistered");
}

#[tokio::test]
async fn a_number_that_comes_back_is_registered_with_its_pin_whoever_its_partner_is() {
    let app = TestApp::start().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    assert_eq!(brings(&app, &one).await["state"], "finished");
    let pin = app.meta().number(NUMBER).await["pin"].clone();
    assert_eq!(pin.as_str().unwrap().len(), 6);
    // While the first one has it.
    assert_eq!(brings(&app, &two).await["state"], "finished");
    delete(&app, &one).await;
    assert_eq!(app.meta().number(NUMBER).await["status"], "CONNECTED");
    disconnect(&app, &two).await;
    let three = app.partner("Three").await;
    assert_eq!(brings(&app, &three).await["state"], "finished");
    let number = app.meta().number(NUMBER).await;
    assert_eq!(number["pin"], pin, "still the first one");
}

#[tokio::test]
async fn a_pin_that_the_customer_changed_is_asked_for_and_kept_from_then_on() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    assert_eq!(brings(&app, &partner).await["state"], "finished");
    disconnect(&app, &partner).await;
    app.happens(json!({"event": "security", "number": NUMBER, "pin": "135790"}))
        .await;
    let page = page(&app, &partner).await;
    let (_, last) = page.go_through(json!({"number": NUMBER})).await;
    assert_eq!(last["state"], "needs_pin", "{last}");
    let pin = json!({"session": page.session, "pin": "135790"});
    assert_eq!(page.post("pin", pin).await.1["state"], "finished");
    disconnect(&app, &partner).await;
    let asked = app.meta().calls("register").await.len();
    assert_eq!(brings(&app, &partner).await["state"], "finished");
    assert_eq!(app.meta().calls("register").await.len(), asked + 1);
}

#[tokio::test]
async fn a_number_is_registered_eight_times_in_three_days_at_most_whatever_its_customers_do() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let page_one = page(&app, &partner).await;
    let wish = json!({"number": NUMBER, "existing_pin": "135790"});
    let (_, last) = page_one.go_through(wish).await;
    assert_eq!(last["state"], "needs_pin", "{last}");
    let other = app.partner("Two").await;
    let page_two = page(&app, &other).await;
    let (_, last) = page_two.go_through(json!({"number": NUMBER})).await;
    assert_eq!(last["state"], "needs_pin", "{last}");
    for (n, page) in [&page_one, &page_two]
        .into_iter()
        .cycle()
        .take(6)
        .enumerate()
    {
        let pin = json!({"session": page.session, "pin": format!("11111{n}")});
        let (_, answer) = page.post("pin", pin).await;
        assert_eq!(answer["state"], "needs_pin", "{answer}");
    }
    assert_eq!(app.meta().number(NUMBER).await["register_calls"], 8);
    // Even the right one is not tried now, by neither of them.
    for page in [&page_one, &page_two] {
        let pin = json!({"session": page.session, "pin": "135790"});
        let (_, answer) = page.post("pin", pin).await;
        assert_eq!(answer["state"], "failed", "{answer}");
        assert!(
            answer["message"].as_str().unwrap().contains("three days"),
            "{answer}"
        );
    }
    assert_eq!(app.meta().number(NUMBER).await["register_calls"], 8);
    app.pass(72 * 3600).await;
    assert_eq!(page_one.resume().await["state"], "finished");
    let number = app.meta().number(NUMBER).await;
    assert_eq!(number["register_calls"], 9);
    assert_eq!(number["most_register_calls_in_72_hours"], 8);
}
