//! The customer's pages, each as it stands before, on and after the way through Meta's dialog.

use crate::browser::{Person, bakery};
use crate::support::{PageSession, TestApp, TestPartner};
use serde_json::{Value, json};

/// Every page with its name, and its address without a language.
pub async fn customers_pages(app: &TestApp, partner: &TestPartner) -> Vec<(&'static str, String)> {
    let create = async |wish: Value| app.create(partner, wish).await;
    let mut brief = bakery(1);
    brief["expires_in"] = 60.into();
    let expired = create(brief).await;
    app.pass(61).await;

    let fresh = create(bakery(0)).await;
    let coexistence = create(bakery(1)).await;
    let without_pin = create(bakery(0)).await;
    let wish = json!({"existing_pin": "135790"});
    ends(app, &without_pin, wish, "needs_pin").await;
    let without_number = create(bakery(0)).await;
    let wish = json!({"ending": "finish-only-waba"});
    ends(app, &without_number, wish, "failed").await;
    let finished = create(bakery(0)).await;
    ends(app, &finished, json!({}), "finished").await;
    let removed = create(bakery(1)).await;
    let number = removed["whatsapp"].as_str().unwrap();
    app.delete(partner, number).await.expect(200, 1);

    let address = |account: &Value, field: &str| account[field].as_str().unwrap().to_owned();
    let link = |account: &Value| address(account, "onboarding_link");
    vec![
        ("fresh", link(&fresh)),
        ("coexistence", link(&coexistence)),
        ("expired", link(&expired)),
        ("pin", link(&without_pin)),
        ("number", link(&without_number)),
        ("finished", link(&finished)),
        ("removed", link(&removed)),
        ("unknown", app.url("/o/aaaaaaaaaaaaaaaaaaaa")),
        ("landing", address(&fresh, "landing_page")),
        ("landing-finished", address(&finished, "landing_page")),
    ]
}

/// Takes the customer through the dialog to where she gets with this wish.
async fn ends(app: &TestApp, account: &Value, wish: Value, state: &str) {
    let page = PageSession::start(app, account).await;
    let (_, last) = page.go_through(wish).await;
    let last = page.settled(last).await;
    assert_eq!(last["state"], state, "{last}");
}

/// Chromium had nothing to say but its remarks on pages that answer 404, 410 or 422 as they should.
pub async fn complains_of_nothing_else(person: &Person) {
    const MEANT: [&str; 3] = [
        "410 (Gone)",
        "404 (Not Found)",
        "422 (Unprocessable Entity)",
    ];
    let said = person.browser.complaints().await.unwrap();
    let others = said
        .iter()
        .filter(|said| !MEANT.iter().any(|meant| said.ends_with(meant)));
    let others: Vec<_> = others.collect();
    assert!(others.is_empty(), "{others:?}");
}
