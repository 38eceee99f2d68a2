//! Signing in: passwords, codes, hold-ups, sessions, and forms from elsewhere.

use crate::support::{PASSWORD, Person, TestApp};
use gangway_crypto::OneTimeSecret;
use gangway_domain::Clock;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn the_first_operator_comes_by_a_link_that_works_once() {
    let app = TestApp::start().await;
    let link = app.server.first_operator_link().await.unwrap().unwrap();
    let path = &link[link.find("/join/").unwrap()..];
    let stranger = Person::at(&app);
    assert_eq!(
        stranger.open("/partners").await.to.unwrap(),
        "/sign-in?next=%2Fpartners"
    );
    let page = stranger.open(path).await;
    assert_eq!(page.status, 200);

    // What is wrong stands beside its field, and nothing is used up.
    for (name, password, error) in [
        ("", PASSWORD, "e-name"),
        ("Dana", "short", "e-password"),
        ("Dana", "aaaaaaaaaaaaaaaa", "e-password"),
    ] {
        let form = [
            ("email", "dana@example.com"),
            ("name", name),
            ("password", password),
        ];
        let refused = stranger.send(path, &form).await;
        assert_eq!(refused.status, 422, "{error}");
        assert!(refused.says(&format!("id=\"{error}\"")), "{}", refused.body);
        assert!(!refused.says(PASSWORD), "a password is never sent back");
    }

    let form = [
        ("email", "dana@example.com"),
        ("name", "Dana"),
        ("password", PASSWORD),
    ];
    let joined = stranger.send(path, &form).await;
    assert_eq!(joined.to.as_deref(), Some("/?said=welcome"));
    assert_eq!(stranger.open("/partners").await.status, 200);
    assert_eq!(Person::at(&app).send(path, &form).await.status, 410);
    assert!(app.server.first_operator_link().await.unwrap().is_none());
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_told_alike() {
    let app = TestApp::start().await;
    Person::operator(&app).await;
    let wrong = Person::at(&app)
        .sign_in("operator@example.com", "not this one")
        .await;
    let unknown = Person::at(&app)
        .sign_in("nobody@example.com", "not this one")
        .await;
    assert_eq!((wrong.status.as_u16(), unknown.status.as_u16()), (422, 422));
    let without = |body: &str, address: &str| body.replace(address, "");
    assert_eq!(
        without(&wrong.body, "operator@example.com"),
        without(&unknown.body, "nobody@example.com")
    );
    let right = Person::at(&app);
    assert_eq!(
        right
            .sign_in("Operator@Example.com", PASSWORD)
            .await
            .to
            .unwrap(),
        "/"
    );
    assert_eq!(right.open("/partners").await.status, 200);
}

#[tokio::test]
async fn wrong_tries_hold_further_ones_up_for_longer_and_longer() {
    let app = TestApp::start().await;
    Person::operator(&app).await;
    let person = Person::at(&app);
    let wrong = async || {
        person
            .sign_in("operator@example.com", "not this one")
            .await
            .status
    };
    for _ in 0..5 {
        assert_eq!(wrong().await, 422);
    }
    assert_eq!(wrong().await, 429);
    let right = person.sign_in("operator@example.com", PASSWORD).await;
    assert_eq!(right.status, 429, "not even the right one is looked at");
    app.pass(31).await;
    assert_eq!(wrong().await, 422);
    app.pass(31).await;
    assert_eq!(wrong().await, 429, "twice as long");
    app.pass(30).await;
    assert_eq!(
        person
            .sign_in("operator@example.com", PASSWORD)
            .await
            .status,
        303
    );
    assert_eq!(wrong().await, 422, "a right one forgets the wrong ones");
}

#[tokio::test]
async fn strangers_who_guess_keep_nobody_out_of_her_own_browser() {
    let app = TestApp::start().await;
    let hers = Person::operator(&app).await;
    hers.send("/sign-out", &[]).await;
    let stranger = Person::at(&app);
    let email = "operator@example.com";
    for _ in 0..5 {
        assert_eq!(stranger.sign_in(email, "not this one").await.status, 422);
    }
    let held = Person::at(&app).sign_in(email, PASSWORD).await;
    assert_eq!(held.status, 429, "in a browser that nobody knows");
    assert_eq!(hers.sign_in(email, PASSWORD).await.status, 303);

    // Her own browser has no more tries than any other, and its mark is good for her address alone.
    hers.send("/sign-out", &[]).await;
    for _ in 0..5 {
        assert_eq!(hers.sign_in(email, "not this one").await.status, 422);
    }
    assert_eq!(hers.sign_in(email, PASSWORD).await.status, 429);
    app.pass(31).await;
    assert_eq!(hers.sign_in(email, PASSWORD).await.status, 303);
    let place = "/operators";
    let invited = hers
        .send(place, &[("do", "invite"), ("email", "noa@example.com")])
        .await;
    assert_eq!(invited.status, 200, "{}", invited.body);
    let link = invited.text_of("fresh-link");
    let noa = Person::at(&app);
    let form = [("name", "Noa"), ("password", PASSWORD)];
    let path = &link[link.find("/join/").unwrap()..];
    assert_eq!(noa.send(path, &form).await.status, 303);
    for _ in 0..5 {
        noa.sign_in(email, "not this one").await;
    }
    let held = Person::at(&app).sign_in(email, PASSWORD).await;
    assert_eq!(held.status, 429, "hers are counted with those of strangers");
}

#[tokio::test]
async fn tries_of_strangers_do_not_keep_her_from_her_settings() {
    let app = TestApp::start().await;
    let person = Person::operator(&app).await;
    let stranger = Person::at(&app);
    for _ in 0..6 {
        stranger
            .sign_in("operator@example.com", "not this one")
            .await;
    }
    let form = [("current", PASSWORD), ("password", "another long password")];
    let changed = person.send("/me/password", &form).await;
    assert_eq!(changed.to.as_deref(), Some("/me?said=password"));
}

#[tokio::test]
async fn what_a_page_asks_for_by_itself_keeps_no_session_open() {
    let app = TestApp::start().await;
    let person = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let accounts = format!("/p/{}/accounts", partner.client_id);
    let changes = format!("/p/{}/changes", partner.client_id);
    assert_eq!(person.open(&accounts).await.status, 200);
    for _ in 0..2 {
        app.pass(5 * 3600).await;
        assert_eq!(person.stream(&changes).await.status(), 200);
        let anew = [("hx-request", "true")];
        assert_eq!(person.open_with(&accounts, &anew).await.status, 200);
    }
    app.pass(3 * 3600).await;
    assert_eq!(person.open(&accounts).await.status, 303);
}

#[tokio::test]
async fn a_stream_ends_with_what_let_her_see_it() {
    let app = TestApp::start().await;
    let operator = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let viewer = Person::member(&app, &operator, &partner, "viewer").await;
    let changes = format!("/p/{}/changes", partner.client_id);
    let (mut hers, mut theirs) = (
        viewer.stream(&changes).await,
        operator.stream(&changes).await,
    );
    viewer.send("/sign-out", &[]).await;
    let ended = async {
        while let Some(said) = hers.chunk().await.unwrap() {
            assert!(!said.is_empty());
        }
    };
    tokio::time::timeout(Duration::from_secs(120), ended)
        .await
        .unwrap();
    app.create(&partner, json!({"business_name": "Rosa"})).await;
    let changed = async {
        while let Some(said) = theirs.chunk().await.unwrap() {
            if said.ends_with(b"event: changed\ndata:\n\n") {
                return true;
            }
        }
        false
    };
    let changed = tokio::time::timeout(Duration::from_secs(120), changed).await;
    assert!(changed.unwrap(), "the operator still sees it");
}

#[tokio::test]
async fn nothing_is_missed_between_a_page_and_its_stream() {
    let app = TestApp::start().await;
    let person = Person::operator(&app).await;
    let partner = app.partner("One").await;
    let place = format!("/p/{}/accounts", partner.client_id);
    let live = async || {
        let page = person.open(&place).await.body.replace("&#x2f;", "/");
        let (_, stream) = page.split_once("data-live=\"").unwrap();
        let stream = stream.split_once('"').unwrap().0.to_owned();
        stream.strip_prefix("/dashboard").unwrap().to_owned()
    };
    let hears = async |stream: &str, headers: &[(&str, &str)]| {
        let mut stream = person.stream_with(stream, headers).await;
        let mut said = String::new();
        while !said.contains("changed") {
            let next = tokio::time::timeout(Duration::from_secs(5), stream.chunk());
            let Ok(next) = next.await else { break };
            said.push_str(std::str::from_utf8(&next.unwrap().unwrap()).unwrap());
        }
        said
    };
    let drawn = live().await;
    app.create(&partner, json!({"business_name": "Rosa"})).await;
    let said = hears(&drawn, &[]).await;
    let (_, heard) = said.rsplit_once("id: ").unwrap();
    let (heard, rest) = heard.split_once('\n').unwrap();
    assert_eq!(rest, "event: changed\ndata:\n\n");
    // Who comes back hears what she has missed, and nothing twice.
    assert!(!hears(&live().await, &[]).await.contains("changed"));
    let back = [("last-event-id", heard)];
    assert!(!hears(&drawn, &back).await.contains("changed"));
    app.create(&partner, json!({"business_name": "Iris"})).await;
    assert!(hears(&drawn, &back).await.contains("changed"));
}

#[tokio::test]
async fn the_log_tells_who_came_and_went() {
    let app = TestApp::start().await;
    let person = Person::operator(&app).await;
    let long = format!("{}@example.com", "x".repeat(20_000));
    Person::at(&app).sign_in(&long, "not this one").await;
    Person::at(&app)
        .sign_in("nobody@example.com", "not this one")
        .await;
    person.send("/sign-out", &[]).await;
    person.sign_in("operator@example.com", PASSWORD).await;
    let log = person.open("/audit?group=session").await;
    let [first, second, third] = ["Signed in", "Signed out", "nobody@example.com"]
        .map(|what| log.body.find(&format!(">{what}<")).expect(what));
    assert!(first < second && second < third, "newest first");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_its_codes_work_once() {
    let app = TestApp::start().await;
    let person = Person::operator(&app).await;
    let page = person.open("/me/second-factor").await;
    let (_, rest) = page.body.split_once("name=\"key\" value=\"").unwrap();
    let key = rest.split_once('"').unwrap().0.to_owned();
    let secret = OneTimeSecret::from_base32(&key).unwrap();
    let refused = person
        .send("/me/second-factor", &[("key", &key), ("code", "000000")])
        .await;
    assert_eq!(refused.status, 422);
    let code = secret.code_at(app.clock.now());
    let on = person
        .send("/me/second-factor", &[("key", &key), ("code", &code)])
        .await;
    assert_eq!(on.to.as_deref(), Some("/me?said=factor-on"));

    // Who has only borrowed the browser puts no other app in its place.
    let other = OneTimeSecret::from_base32("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
    let theirs = other.code_at(app.clock.now());
    let form = [
        ("key", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
        ("code", &theirs),
    ];
    let replaced = person.send("/me/second-factor", &form).await;
    assert_eq!(replaced.to.as_deref(), Some("/me"));

    let again = Person::at(&app);
    let asked = again.sign_in("operator@example.com", PASSWORD).await;
    assert!(asked.to.unwrap().starts_with("/code"));
    let held = again.open("/partners").await;
    assert_eq!(
        held.to.as_deref(),
        Some("/code?next=%2Fpartners"),
        "nothing is seen before"
    );
    let replayed = again.send("/code", &[("code", &code)]).await;
    assert_eq!(replayed.status, 422, "the code that set it up was used");
    app.pass(30).await;
    let next = secret.code_at(app.clock.now());
    let entered = again
        .send("/code", &[("code", &next), ("next", "/partners")])
        .await;
    assert_eq!(entered.to.as_deref(), Some("/partners"));
    assert_eq!(again.open("/partners").await.status, 200);

    // Off again: the password is asked for.
    let wrong = again
        .send("/me/second-factor/off", &[("password", "no")])
        .await;
    assert_eq!(wrong.status, 422);
    let off = again
        .send("/me/second-factor/off", &[("password", PASSWORD)])
        .await;
    assert_eq!(off.to.as_deref(), Some("/me?said=factor-off"));
    let plain = Person::at(&app)
        .sign_in("operator@example.com", PASSWORD)
        .await;
    assert_eq!(plain.to.as_deref(), Some("/"));
}

#[tokio::test]
async fn sessions_end() {
    let app = TestApp::start().await;
    let first = Person::operator(&app).await;
    let second = Person::at(&app);
    second.sign_in("operator@example.com", PASSWORD).await;
    let changed = first
        .send(
            "/me/password",
            &[("current", PASSWORD), ("password", "another long password")],
        )
        .await;
    assert_eq!(changed.to.as_deref(), Some("/me?said=password"));
    assert_eq!(first.open("/partners").await.status, 200);
    let ended = second.open("/partners").await;
    assert_eq!(ended.status, 303, "a new password ends the other sessions");
    assert_eq!(
        second
            .sign_in("operator@example.com", PASSWORD)
            .await
            .status,
        422
    );
    second
        .sign_in("operator@example.com", "another long password")
        .await;
    first.send("/me/sessions/end", &[]).await;
    assert_eq!(second.open("/partners").await.status, 303);
    first.send("/sign-out", &[]).await;
    assert_eq!(first.open("/partners").await.status, 303);

    let idle = Person::at(&app);
    idle.sign_in("operator@example.com", "another long password")
        .await;
    app.pass(11 * 3600).await;
    assert_eq!(idle.open("/partners").await.status, 200);
    app.pass(13 * 3600).await;
    assert_eq!(
        idle.open("/partners").await.status,
        303,
        "nobody was there for half a day"
    );
}

#[tokio::test]
async fn another_website_sends_no_forms() {
    let app = TestApp::start().await;
    let person = Person::operator(&app).await;
    let form = [("name", "Made elsewhere")];
    let refused = person.send_from_elsewhere("/partners", &form).await;
    assert_eq!(refused.status, 403);
    assert!(!person.open("/partners").await.says("Made elsewhere"));
    let signed_in = [("email", "operator@example.com"), ("password", PASSWORD)];
    let refused = person.send_from_elsewhere("/sign-in", &signed_in).await;
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn the_door_leads_nowhere_else() {
    let app = TestApp::start().await;
    Person::operator(&app).await;
    for next in [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "",
    ] {
        let form = [
            ("email", "operator@example.com"),
            ("password", PASSWORD),
            ("next", next),
        ];
        let entered = Person::at(&app).send("/sign-in", &form).await;
        assert_eq!(entered.to.as_deref(), Some("/"), "{next}");
    }
}
