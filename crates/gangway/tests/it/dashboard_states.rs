//! What the dashboard shows to whom is not signed in yet, has several partners or has just sent a
//! form: for the tests that look at every page in a browser.

use crate::browser::Person as InBrowser;
use crate::dashboard_pages::Desk;
use crate::support::{PASSWORD, Person, TestApp};
use gangway_crypto::OneTimeSecret;
use gangway_domain::Clock;

pub const OPERATOR: &str = "operator@example.com";

/// A form: its page, what is clicked or typed there, and what is to be seen then.
struct Sent {
    name: &'static str,
    page: String,
    steps: Vec<(&'static str, Option<&'static str>)>,
    shows: &'static str,
}

pub struct States<'a> {
    app: &'a TestApp,
    /// Somebody with two partners.
    guest: Person<'a>,
    /// Somebody whose phone is asked for a code.
    careful: Person<'a>,
    doors: Vec<(&'static str, String)>,
    forms: Vec<Sent>,
}

fn path_of(link: &str) -> String {
    link[link.find("/join/").unwrap()..].to_owned()
}

impl<'a> States<'a> {
    pub async fn prepare(app: &'a TestApp, desk: &Desk<'a>) -> Self {
        let (operator, root) = (&desk.operator, &desk.root);
        let guest = Person::member(app, operator, &desk.partner, "viewer").await;
        let other = app.partner("Lantern Agency").await;
        let members = format!("/p/{}/members", other.client_id);
        let wish = [
            ("do", "invite"),
            ("email", "viewer@example.com"),
            ("role", "owner"),
        ];
        let link = operator.send(&members, &wish).await.text_of("fresh-link");
        let joined = guest.send(&path_of(&link), &[("as_me", "1")]).await;
        assert_eq!(joined.status, 303);

        let careful = Person::member(app, operator, &desk.partner, "owner").await;
        let page = careful.open("/me/second-factor").await;
        let (_, rest) = page.body.split_once("name=\"key\" value=\"").unwrap();
        let key = rest.split_once('"').unwrap().0;
        let secret = OneTimeSecret::from_base32(key).unwrap();
        let code = secret.code_at(app.clock.now());
        let form = [("key", key), ("code", code.as_str())];
        let on = careful.send("/me/second-factor", &form).await;
        assert_eq!(on.status, 303);

        let members = format!("{root}/members");
        let wish = [
            ("do", "invite"),
            ("email", "noa@example.com"),
            ("role", "editor"),
        ];
        let join = operator.send(&members, &wish).await.text_of("fresh-link");
        let page = operator.open(&members).await;
        let (_, rest) = page.body.split_once("name=\"person\" value=\"").unwrap();
        let person = rest.split_once('"').unwrap().0;
        let wish = [("do", "reset"), ("person", person)];
        let reset = operator.send(&members, &wish).await.text_of("fresh-link");
        Self {
            app,
            guest,
            careful,
            doors: vec![
                ("sign-in", "/sign-in".to_owned()),
                ("join", path_of(&join)),
                ("reset", path_of(&reset)),
                ("link-gone", "/join/gone".to_owned()),
                ("missing", "/nothing".to_owned()),
            ],
            forms: vec![
                Sent {
                    name: "partner-made",
                    page: "/partners/new".to_owned(),
                    steps: vec![
                        ("#f-name", Some("Lighthouse Agency")),
                        (".card form button", None),
                    ],
                    shows: "#client-secret",
                },
                Sent {
                    name: "accounts-refused",
                    page: format!("{root}/accounts/new"),
                    steps: vec![
                        ("#f-business_name", Some("Blue Door Bakery")),
                        ("form.card details summary", None),
                        ("#f-expires_in", Some("soon")),
                        ("form.card .row button", None),
                    ],
                    shows: "#e-expires_in",
                },
                Sent {
                    name: "credentials-made",
                    page: format!("{root}/credentials"),
                    steps: vec![
                        ("#f-label", Some("Second shop")),
                        ("button[value=create]", None),
                    ],
                    shows: "#client-secret",
                },
                Sent {
                    name: "members-invited",
                    page: members,
                    steps: vec![
                        ("#f-email", Some("lea@example.com")),
                        ("button[value=invite]", None),
                    ],
                    shows: "#fresh-link",
                },
            ],
        }
    }

    /// Leads a browser that nobody is signed in with to each of them, and leaves it so.
    pub async fn each(&self, browser: &InBrowser, language: &str, mut look: impl AsyncFnMut(&str)) {
        for (name, path) in &self.doors {
            let path = format!("/dashboard{path}?lang={language}");
            browser.opens(&self.app.url(&path)).await;
            look(name).await;
        }
        for (who, email, page) in [
            (&self.guest, "viewer@example.com", "home"),
            (&self.careful, "owner@example.com", "code"),
        ] {
            let form = [("name", "Noa"), ("language", language)];
            who.send("/me/name", &form).await;
            signs_in(self.app, browser, email).await;
            look(page).await;
            browser.browser.driver.delete_all_cookies().await.unwrap();
        }
        signs_in(self.app, browser, OPERATOR).await;
        for form in &self.forms {
            let url = self.app.url(&format!("/dashboard{}", form.page));
            browser.opens(&url).await;
            for (element, typed) in &form.steps {
                match typed {
                    Some(typed) => browser
                        .element(element)
                        .await
                        .send_keys(*typed)
                        .await
                        .unwrap(),
                    None => browser.presses(element).await,
                }
            }
            let shown = format!("document.querySelector('{}')", form.shows);
            browser.browser.until(&shown).await.unwrap();
            let settled = "!document.getAnimations().length";
            browser.browser.until(settled).await.unwrap();
            look(form.name).await;
        }
        browser.browser.driver.delete_all_cookies().await.unwrap();
    }
}

/// Through the door, to the first page behind it.
pub async fn signs_in(app: &TestApp, browser: &InBrowser, email: &str) {
    browser.opens(&app.url("/dashboard/sign-in")).await;
    for (field, typed) in [("#f-email", email), ("#f-password", PASSWORD)] {
        browser.element(field).await.send_keys(typed).await.unwrap();
    }
    browser.presses("form button").await;
    let through = "!document.querySelector('#f-password')";
    browser.browser.until(through).await.unwrap();
}
