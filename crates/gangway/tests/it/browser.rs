//! A customer at a real browser, for the tests that need one.

use crate::support::{TestApp, TestPartner};
use gangway_meta_sim::customer::{FinishOptions, PageState};
use gangway_testkit::thirtyfour::{By, Key, WebElement};
use gangway_testkit::{Browser, BrowserOptions};
use serde_json::{Value, json};

/// A phone, a person, and what went wrong in the windows that she saw.
pub struct Person {
    pub browser: Browser,
}

impl Person {
    pub async fn with_phone() -> Self {
        Self::with(BrowserOptions::default()).await
    }

    pub async fn with(options: BrowserOptions) -> Self {
        let browser = Browser::start(options).await.unwrap();
        let listen = "addEventListener('securitypolicyviolation', event => \
                      console.error('blocked by policy:', event.violatedDirective, event.blockedURI))";
        browser.before_every_document(listen).await.unwrap();
        Self { browser }
    }

    /// Carries another browser's name, such as that of one inside an app.
    pub async fn pretends_to_be(&self, agent: &str) {
        let parameters = json!({"userAgent": agent});
        let devtools = self.browser.driver.cdp();
        devtools
            .send_raw("Emulation.setUserAgentOverride", parameters)
            .await
            .unwrap();
    }

    /// Gives the window another height, without loading the page again.
    pub async fn is_as_tall_as(&self, options: BrowserOptions) {
        let parameters = json!({
            "width": options.width,
            "height": options.height,
            "deviceScaleFactor": options.scale,
            "mobile": true,
        });
        let devtools = self.browser.driver.cdp();
        devtools
            .send_raw("Emulation.setDeviceMetricsOverride", parameters)
            .await
            .unwrap();
    }

    pub async fn opens(&self, url: &str) {
        self.browser.driver.goto(url).await.unwrap();
    }

    pub async fn opens_link(&self, account: &Value) {
        self.opens(account["onboarding_link"].as_str().unwrap())
            .await;
    }

    pub async fn element(&self, css: &str) -> WebElement {
        let found = self.browser.driver.find(By::Css(css)).await;
        found.unwrap_or_else(|error| panic!("{css}: {error}"))
    }

    /// Clicks or taps what a person could click or tap.
    pub async fn presses(&self, css: &str) {
        self.element(css).await.click().await.unwrap();
    }

    pub async fn text(&self, css: &str) -> String {
        self.element(css).await.text().await.unwrap()
    }

    pub async fn script(&self, script: &str) -> Value {
        self.browser.script(script).await.unwrap()
    }

    /// Presses the one button and goes over to Meta's window.
    pub async fn starts(&self) -> Dialog<'_> {
        self.presses("#start").await;
        self.dialog().await
    }

    /// Waits for Meta's dialog in place of the page.
    pub async fn dialog_in_place(&self) {
        let there =
            "location.pathname.endsWith('/dialog/oauth') && document.querySelector('#finish')";
        self.browser.until(there).await.unwrap();
    }

    /// Goes through Meta's dialog in place of the page, and comes back to the page.
    pub async fn finishes_in_place(&self, number: &str) {
        self.dialog_in_place().await;
        let field = self.element("#number").await;
        field.send_keys(number).await.unwrap();
        self.presses("#finish").await;
    }

    /// Whether a person sees it.
    pub async fn shows(&self, css: &str) -> bool {
        self.element(css).await.is_displayed().await.unwrap()
    }

    /// Goes over to Meta's window, which is open or about to open.
    pub async fn dialog(&self) -> Dialog<'_> {
        self.browser.to_popup().await.unwrap();
        self.browser
            .until("document.querySelector('#finish')")
            .await
            .unwrap();
        Dialog { person: self }
    }

    /// Waits until the page is in this state.
    pub async fn sees(&self, state: &str) {
        let reached = format!("document.body.dataset.state === '{state}'");
        self.browser.until(&reached).await.unwrap();
    }

    pub async fn types(&self, key: Key) {
        let focused = self.browser.driver.active_element().await.unwrap();
        focused.send_keys(key + "").await.unwrap();
    }

    /// Goes on with Tab, as somebody without a pointer does, until this has the focus.
    pub async fn tabs_to(&self, css: &str) {
        for _ in 0..20 {
            let there = format!("return document.activeElement.matches('{css}')");
            if self.script(&there).await == json!(true) {
                return;
            }
            self.types(Key::Tab).await;
        }
        panic!("Tab never reaches {css}");
    }

    /// Nothing but the page's own server was asked for anything.
    pub async fn nobody_else_was_asked(&self) {
        let foreign = self
            .script(
                "return performance.getEntriesByType('resource').map(entry => entry.name)\
                 .filter(name => !name.startsWith('data:') && new URL(name).origin !== location.origin)",
            )
            .await;
        assert_eq!(foreign, json!([]));
    }

    /// The windows were quiet: no error, no warning, nothing that a policy blocked.
    pub async fn has_nothing_to_complain_about(&self) {
        let complaints = self.browser.complaints().await.unwrap();
        assert_eq!(complaints, Vec::<String>::new());
    }

    pub async fn leaves(self) {
        self.browser.quit().await.unwrap();
    }
}

/// Meta's window.
pub struct Dialog<'a> {
    person: &'a Person,
}

impl Dialog<'_> {
    pub async fn types_number(&self, number: &str) {
        let field = self.person.element("#number").await;
        field.send_keys(number).await.unwrap();
    }

    /// Chooses in which order code and event reach the page.
    pub async fn orders(&self, ordering: &str) {
        self.person.presses("#endings summary").await;
        let option = format!("#ordering option[value='{ordering}']");
        self.person.presses(&option).await;
    }

    /// Presses one of the buttons that no customer of Meta has: other ways in which it ends.
    pub async fn ends(self, ending: &str) {
        self.person.presses("#endings summary").await;
        let button = format!("[data-ending='{ending}']");
        self.presses(&button).await;
    }

    /// Presses a button of the window, which closes by it, and goes back to the page.
    pub async fn presses(self, css: &str) {
        let browser = &self.person.browser;
        let pressed = self.person.element(css).await.click().await;
        if let Err(error) = pressed {
            // The window can be gone before the driver has made sure of its own click.
            let gone = browser.popup_closes().await;
            gone.unwrap_or_else(|_| panic!("{css}: {error}"));
        }
        browser.to_main().await.unwrap();
    }

    /// Closes the window as its cross does, and goes back to the page.
    pub async fn closes(self) {
        self.person.browser.driver.close_window().await.unwrap();
        self.person.browser.to_main().await.unwrap();
    }
}

/// A server with one partner.
pub async fn app() -> (TestApp, TestPartner) {
    let app = TestApp::start().await;
    let partner = app.partner("Harbour Software").await;
    (app, partner)
}

pub fn bakery(coexistence: u8) -> Value {
    json!({
        "business_name": "Blue Door Bakery",
        "business_email": "hello@bluedoor.example",
        "business_address": "12 Harbour Street, Haifa",
        "coexistence": coexistence,
        "reference": "A-17",
    })
}

/// Brings an account to its finish without a browser.
pub async fn finish(app: &TestApp, account: &Value, number: &str) {
    let options = FinishOptions {
        number: Some(number.to_owned()),
        ..FinishOptions::default()
    };
    let link = account["onboarding_link"].as_str().unwrap();
    let outcome = app.customer().finish(link, &options).await.unwrap();
    assert_eq!(outcome.state, PageState::Finished, "{}", outcome.message);
}
