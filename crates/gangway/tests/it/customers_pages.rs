//! The customer's pages, each as it stands before, on and after the way through Meta's dialog.

use crate::browser::{Person, bakery};
use crate::support::{PageSession, TestApp, TestPartner};
use serde_json::{Value, json};

/// A page in one state.
pub struct CustomersPage {
    pub name: &'static str,
    /// Without a language.
    url: String,
    /// What is true once its script has drawn it.
    ready: &'static str,
}

impl CustomersPage {
    /// Opens it in a language.
    pub async fn opens(&self, person: &Person, language: &str) {
        person.opens(&format!("{}?lang={language}", self.url)).await;
        person.browser.until(self.ready).await.unwrap();
        if self.name == ASKED {
            person.presses("#renewal button").await;
            person.sees(ASKED).await;
        }
    }
}

/// Every page.
pub async fn customers_pages(app: &TestApp, partner: &TestPartner) -> Vec<CustomersPage> {
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
    let cancelled = create(bakery(0)).await;
    let wish = json!({"ending": "cancel:PHONE_NUMBER_VERIFICATION"});
    ends(app, &cancelled, wish, "cancelled").await;
    let choice = create(bakery(0)).await;
    of_two_numbers(app, &choice).await;
    let removed = create(bakery(1)).await;
    let number = removed["whatsapp"].as_str().unwrap();
    app.delete(partner, number).await.expect(200, 1);

    let address = |account: &Value, field: &str| account[field].as_str().unwrap().to_owned();
    let link = |account: &Value| address(account, "onboarding_link");
    // From here on nobody's set-up comes to its end.
    let down = json!({"status": 500, "times": 1_000_000});
    app.meta().fault("subscribe", down).await;
    let delayed = create(bakery(0)).await;
    let page = PageSession::start(app, &delayed).await;
    page.go_through(json!({"number": "4915112345680"})).await;

    let two = "document.querySelectorAll('#options input').length === 2";
    let told = "document.querySelector('#message').textContent !== ''";
    [
        ("fresh", link(&fresh), DRAWN),
        ("coexistence", link(&coexistence), DRAWN),
        ("expired", link(&expired), DRAWN),
        (ASKED, link(&expired), DRAWN),
        ("pin", link(&without_pin), DRAWN),
        ("number", link(&without_number), DRAWN),
        ("choice", link(&choice), two),
        ("cancelled", link(&cancelled), DRAWN),
        ("delayed", link(&delayed), told),
        ("finished", link(&finished), DRAWN),
        ("removed", link(&removed), DRAWN),
        ("unknown", app.url("/o/aaaaaaaaaaaaaaaaaaaa"), DRAWN),
        ("landing", address(&fresh, "landing_page"), DRAWN),
        (
            "landing-finished",
            address(&finished, "landing_page"),
            DRAWN,
        ),
    ]
    .map(|(name, url, ready)| CustomersPage { name, url, ready })
    .into()
}

/// What the customer of an expired link sees once she has asked for a new one.
const ASKED: &str = "asked";
const DRAWN: &str = "document.readyState === 'complete'";

/// Her account is that of a customer with two numbers, of which the second one is not proved.
pub async fn of_two_numbers(app: &TestApp, account: &Value) {
    let page = PageSession::start(app, account).await;
    let (heard, _) = page.go_through(json!({"ending": "finish-only-waba"})).await;
    for (number, verified) in [("4915112345678", true), ("4915112345679", false)] {
        let wish = json!({
            "waba_id": heard["waba_id"],
            "number": number,
            "number_verified": verified,
        });
        page.dialog(wish).await;
    }
    let last = page.resume().await;
    assert_eq!(last["choosable"], true, "{last}");
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
