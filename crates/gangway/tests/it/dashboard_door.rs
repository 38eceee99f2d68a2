//! Signing in: passwords, codes, hold-ups, sessions, and forms from elsewhere.

use crate::support::{PASSWORD, Person, TestApp};
use gangway_crypto::OneTimeSecret;
use gangway_domain::Clock;

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
