//! How partners' pages look: their defaults, and what one link says.

use crate::support::{GET_BUSINESS, Pictures, SET_BUSINESS, Served, TestApp, TestPartner, png};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const FIELDS: [&str; 7] = [
    "onboarding_logo",
    "onboarding_message",
    "onboarding_button",
    "onboarding_success",
    "onboarding_failed",
    "onboarding_color",
    "onboarding_text_color",
];

/// The page of a link and its policy.
async fn page(app: &TestApp, account: &Value) -> (String, String) {
    let link = account["onboarding_link"].as_str().unwrap();
    let path = &link[link.find("/o/").unwrap()..];
    let response = app.http.get(app.url(path)).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let policy = response.headers()["content-security-policy"].to_str();
    let policy = policy.unwrap().to_owned();
    let html = response.text().await.unwrap();
    (html.replace("&#x2f;", "/"), policy)
}

async fn plain_account(app: &TestApp, partner: &TestPartner) -> Value {
    app.create(partner, json!({"business_name": "Rosa"})).await
}

/// Where the page's logo is.
fn logo_path(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("<img src=\"/logo/")?;
    let start = html.len() - rest.len() - "/logo/".len();
    Some(&html[start..start + "/logo/".len() + 64])
}

#[tokio::test]
async fn only_what_is_given_changes_and_is_echoed() {
    let pictures = Pictures::start();
    let app = pictures.app().await;
    let partner = app.partner("One").await;
    let other = app.partner("Two").await;
    let nothing = app.branding(&partner).await;
    for field in FIELDS {
        assert_eq!(nothing[field], "", "{field}");
    }
    assert_eq!(nothing["logo_path"], "");

    let logo = pictures.png("/logo.png", 200, 60);
    let all = json!({
        "onboarding_logo": logo,
        "onboarding_message": "  Cafe\u{301} ",
        "onboarding_button": "Go",
        "onboarding_success": "Done",
        "onboarding_failed": "Sorry",
        "onboarding_color": "#0B5CD6",
        "onboarding_text_color": "#FFFFFF",
        "unknown": 1,
    });
    let set = app.brand(&partner, all).await;
    set.expect(200, 1);
    let expected = format!(
        "{{\"status\":\"OK\",\"onboarding_logo\":\"{logo}\",\"onboarding_message\":\"Caf\u{e9}\",\
         \"onboarding_button\":\"Go\",\"onboarding_success\":\"Done\",\"onboarding_failed\":\"Sorry\",\
         \"onboarding_color\":\"#0b5cd6\",\"onboarding_text_color\":\"#ffffff\",\"reason\":1}}"
    );
    assert_eq!(set.text, expected);
    let before = app.branding(&partner).await;
    for field in FIELDS {
        assert_eq!(before[field], set.json[field], "{field}");
    }

    let some =
        json!({"onboarding_button": "Start", "onboarding_failed": "", "onboarding_message": null});
    let set = app.brand(&partner, some).await;
    set.expect(200, 1);
    assert_eq!(
        set.text,
        "{\"status\":\"OK\",\"onboarding_button\":\"Start\",\"onboarding_failed\":\"\",\"reason\":1}"
    );
    let after = app.branding(&partner).await;
    let mut expected = before.clone();
    expected["onboarding_button"] = "Start".into();
    expected["onboarding_failed"] = "".into();
    assert_eq!(after, expected);

    let set = app.brand(&partner, json!({})).await;
    assert_eq!(set.expect(200, 1).text, "{\"status\":\"OK\",\"reason\":1}");
    app.brand(
        &partner,
        json!({"onboarding_logo": "", "onboarding_color": ""}),
    )
    .await
    .expect(200, 1);
    let cleared = app.branding(&partner).await;
    for gone in [
        "onboarding_logo",
        "logo_path",
        "onboarding_color",
        "onboarding_text_color",
    ] {
        assert_eq!(cleared[gone], "", "{gone}");
    }
    assert_eq!(app.branding(&other).await, nothing, "one's own each");
}

#[tokio::test]
async fn each_field_has_its_reason_and_a_refusal_changes_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let before = app.branding(&partner).await;
    let long = "a".repeat(201);
    for (field, bad, reason) in [
        ("onboarding_logo", json!("http://example.com/logo.png"), 28),
        (
            "onboarding_logo",
            json!("https://user:secret@example.com/"),
            28,
        ),
        ("onboarding_logo", json!(1), 28),
        ("onboarding_message", json!(long), 29),
        ("onboarding_message", json!(["x"]), 29),
        ("onboarding_button", json!(long[..51]), 30),
        ("onboarding_button", json!("a\nb"), 30),
        ("onboarding_success", json!(long), 31),
        ("onboarding_failed", json!(long), 31),
        ("onboarding_color", json!("blue"), 32),
        ("onboarding_color", json!("#fff"), 32),
        ("onboarding_text_color", json!("#gggggg"), 32),
        ("onboarding_text_color", json!("#ffffff"), 32),
    ] {
        let mut body = json!({"onboarding_message": "Hello"});
        body[field] = bad;
        let answer = app.brand(&partner, body).await;
        answer.expect(422, reason).names(field);
    }
    assert_eq!(app.branding(&partner).await, before);
    for (method, path, reason) in [
        (Method::POST, SET_BUSINESS, 27),
        (Method::GET, SET_BUSINESS, 27),
        (Method::PATCH, GET_BUSINESS, 13),
    ] {
        let answer = app.call(method, path, Some(&partner.token), None).await;
        answer.expect(405, reason);
    }
    let none = app.call(Method::PATCH, SET_BUSINESS, None, Some(json!({})));
    none.await.expect(401, 2);
    let stranger = app.call(Method::GET, GET_BUSINESS, Some("x"), None).await;
    stranger.expect(401, 3);
}

#[tokio::test]
async fn text_has_to_be_readable_upon_the_colour() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let both = json!({"onboarding_color": "#777777", "onboarding_text_color": "#ffffff"});
    let answer = app.brand(&partner, both).await;
    answer.expect(422, 32).names("onboarding_text_color");
    let message = answer.json["message"].as_str().unwrap();
    assert!(
        message.contains("4.47:1") && message.contains("use #000000"),
        "{message}"
    );

    let dark = json!({"onboarding_color": "#0b5cd6", "onboarding_text_color": "#ffffff"});
    app.brand(&partner, dark).await.expect(200, 1);
    let light = app
        .brand(&partner, json!({"onboarding_color": "#ffdd00"}))
        .await;
    light.expect(422, 32).names("onboarding_color");
    assert_eq!(app.branding(&partner).await["onboarding_color"], "#0b5cd6");
    let chosen = json!({"onboarding_color": "#ffdd00", "onboarding_text_color": ""});
    app.brand(&partner, chosen).await.expect(200, 1);
    let account = plain_account(&app, &partner).await;
    let (html, _) = page(&app, &account).await;
    assert!(
        html.contains("--brand:#ffdd00;--brand-ink:#000000"),
        "{html}"
    );
}

#[tokio::test]
async fn a_link_comes_before_the_partner_and_the_partner_before_the_catalogue() {
    let pictures = Pictures::start();
    let app = pictures.app().await;
    let partner = app.partner("One").await;
    let account = plain_account(&app, &partner).await;
    let own = json!({
        "business_name": "Rosa",
        "onboarding_logo": pictures.png("/link.png", 400, 120),
        "onboarding_message": "From the link",
    });
    let special = app.create(&partner, own).await;
    let (html, policy) = page(&app, &account).await;
    assert!(
        html.contains("monogram") && !html.contains("<style"),
        "{html}"
    );
    assert!(policy.contains("style-src 'self';"), "{policy}");

    let defaults = json!({
        "onboarding_logo": pictures.png("/partner.png", 200, 60),
        "onboarding_message": "From the partner",
        "onboarding_button": "Partner's button",
        "onboarding_color": "#0b5cd6",
    });
    app.brand(&partner, defaults).await.expect(200, 1);
    let (html, policy) = page(&app, &account).await;
    assert!(html.contains("From the partner") && html.contains("Partner&#x27;s button"));
    assert!(
        html.contains("alt=\"Rosa\" width=\"200\" height=\"60\""),
        "{html}"
    );
    assert!(html.contains("--brand:#0b5cd6;--brand-ink:#ffffff"));
    let logo = app.branding(&partner).await["logo_path"].clone();
    assert_eq!(logo_path(&html), logo.as_str());
    assert!(policy.contains("style-src 'self' 'sha256-"), "{policy}");
    assert!(
        !policy.contains("127.0.0.1:") || !policy.contains(&pictures.url("")),
        "{policy}"
    );
    assert!(!html.contains(&pictures.url("")), "nobody else is asked");

    let (html, _) = page(&app, &special).await;
    assert!(html.contains("From the link") && html.contains("Partner&#x27;s button"));
    let own = logo_path(&html).unwrap();
    assert_ne!(Some(own), logo.as_str());
    let file = app.http.get(app.url(own)).send().await.unwrap();
    assert_eq!(file.bytes().await.unwrap(), png(400, 120));
}

#[tokio::test]
async fn a_logo_is_served_as_a_picture_and_nothing_else() {
    let pictures = Pictures::start();
    let app = pictures.app().await;
    let partner = app.partner("One").await;
    // Whatever its host says that it is.
    let logo = pictures.serves("/x", Served::File("text/html", png(200, 60)));
    app.brand(&partner, json!({"onboarding_logo": logo}))
        .await
        .expect(200, 1);
    let path = app.branding(&partner).await["logo_path"]
        .as_str()
        .unwrap()
        .to_owned();
    let served = app.http.get(app.url(&path)).send().await.unwrap();
    assert_eq!(served.status(), 200);
    for (name, expected) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(served.headers()[name], expected, "{name}");
    }
    assert_eq!(served.bytes().await.unwrap(), png(200, 60));
    for unknown in [
        format!("/logo/{}", "0".repeat(64)),
        path.to_uppercase().replace("/LOGO/", "/logo/"),
        format!("{path}0"),
        "/logo/x".to_owned(),
        "/logo/%ff".to_owned(),
    ] {
        let answer = app.http.get(app.url(&unknown)).send().await.unwrap();
        assert_eq!(answer.status(), 404, "{unknown}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{unknown}");
    }
}

#[tokio::test]
async fn what_is_no_logo_is_refused_with_the_mend() {
    let pictures = Pictures::start();
    let app = pictures
        .app_with(&[("webhooks.timeout_seconds", "2")])
        .await;
    let partner = app.partner("One").await;
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let mut padded = png(200, 60);
    padded.resize(100 * 1024 + 1, 0);
    let moved = format!("location: {}\r\n", pictures.png("/good.png", 200, 60));
    let mut broken = png(200, 60);
    broken.truncate(30);
    for (path, served, says) in [
        (
            "/logo.svg",
            Served::File("image/svg+xml", svg.clone()),
            "neither a png nor a jpg",
        ),
        (
            "/svg.png",
            Served::File("image/png", svg),
            "neither a png nor a jpg",
        ),
        (
            "/html.png",
            Served::File("image/png", html),
            "neither a png nor a jpg",
        ),
        (
            "/gif.png",
            Served::File("image/png", b"GIF89a".to_vec()),
            "neither a png nor a jpg",
        ),
        (
            "/empty.png",
            Served::File("image/png", Vec::new()),
            "empty file",
        ),
        (
            "/broken.png",
            Served::File("image/png", broken),
            "broken picture",
        ),
        (
            "/heavy.png",
            Served::File("image/png", padded),
            "over 100 KiB",
        ),
        ("/endless.png", Served::Endless, "over 100 KiB"),
        (
            "/big.png",
            Served::File("image/png", png(801, 240)),
            "801 x 240 pixels",
        ),
        (
            "/high.png",
            Served::File("image/png", png(60, 61)),
            "60 x 61 pixels",
        ),
        (
            "/flat.png",
            Served::File("image/png", png(800, 99)),
            "800 x 99 pixels",
        ),
        (
            "/dot.png",
            Served::File("image/png", png(1, 1)),
            "1 x 1 pixels",
        ),
        ("/moved.png", Served::Status(302, moved), "leads elsewhere"),
        (
            "/gone.png",
            Served::Status(404, String::new()),
            "HTTP status 404",
        ),
        (
            "/nothing.png",
            Served::Status(204, String::new()),
            "HTTP status 204",
        ),
        ("/half.png", Served::Half(png(200, 60)), "broke off"),
        ("/slow.png", Served::Silence, "too slow"),
    ] {
        let url = pictures.serves(path, served);
        let set = app.brand(
            &partner,
            json!({"onboarding_logo": url, "onboarding_button": "x"}),
        );
        let set = set.await;
        set.expect(422, 28).names("onboarding_logo");
        let message = set.json["message"].as_str().unwrap();
        assert!(message.contains(says), "{path}: {message}");
    }
    assert!(
        !pictures.asked().contains(&"/good.png".to_owned()),
        "it was not followed"
    );
    let created = app
        .try_create(
            &partner,
            json!({"business_name": "Rosa", "onboarding_logo": pictures.url("/svg.png")}),
        )
        .await;
    created.expect(422, 28).names("onboarding_logo");
    assert!(app.list(&partner).await.is_empty());
    let nothing = app.branding(&partner).await;
    assert_eq!(
        (&nothing["logo_path"], &nothing["onboarding_button"]),
        (&json!(""), &json!(""))
    );
}

#[tokio::test]
async fn nobody_inside_is_asked_for_a_logo() {
    let pictures = Pictures::start();
    let app = pictures.app_with(&[("webhooks.allow", "")]).await;
    let partner = app.partner("One").await;
    let logo = pictures.png("/logo.png", 200, 60);
    for inside in [
        logo.as_str(),
        "https://127.1/logo.png",
        "https://[::1]/logo.png",
        "https://10.1.2.3/logo.png",
        "https://169.254.169.254/latest/meta-data/logo.png",
        &logo.replace("127.0.0.1", "localhost"),
    ] {
        let set = app
            .brand(&partner, json!({"onboarding_logo": inside}))
            .await;
        set.expect(422, 28).names("onboarding_logo");
        let message = set.json["message"].as_str().unwrap();
        assert!(message.contains("not called"), "{inside}: {message}");
    }
    assert_eq!(pictures.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_or_believed_is_told() {
    let pictures = Pictures::start();
    let logo = pictures.png("/logo.png", 200, 60);
    // Nobody vouches for the certificate here.
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = format!("https://{}/logo.png", nobody.local_addr().unwrap());
    drop(nobody);
    for (url, says) in [
        (logo.as_str(), "certificate"),
        (closed.as_str(), "cannot be reached"),
        (
            "https://no-such-host.invalid/logo.png",
            "could not be fetched",
        ),
    ] {
        let set = app.brand(&partner, json!({"onboarding_logo": url})).await;
        set.expect(422, 28).names("onboarding_logo");
        let message = set.json["message"].as_str().unwrap();
        assert!(message.contains(says), "{url}: {message}");
    }
}

#[tokio::test]
async fn an_address_is_asked_once_a_day_by_each_partner() {
    let pictures = Pictures::start();
    let app = pictures.app().await;
    let (one, two) = (app.partner("One").await, app.partner("Two").await);
    let logo = pictures.png("/logo.png", 200, 60);
    let wish = json!({"business_name": "Rosa", "onboarding_logo": logo});
    app.brand(&one, json!({"onboarding_logo": logo}))
        .await
        .expect(200, 1);
    for _ in 0..3 {
        app.create(&one, wish.clone()).await;
        app.brand(&one, json!({"onboarding_logo": logo}))
            .await
            .expect(200, 1);
    }
    assert_eq!(pictures.asked().len(), 1);
    app.create(&two, wish.clone()).await;
    assert_eq!(pictures.asked().len(), 2, "another partner's own");

    pictures.png("/logo.png", 300, 60);
    let account = app.create(&one, wish.clone()).await;
    let (html, _) = page(&app, &account).await;
    assert!(
        html.contains("width=\"200\" height=\"60\""),
        "as it was fetched"
    );
    app.clock.advance(Duration::from_secs(24 * 3600 + 1));
    let one = TestPartner {
        token: app.token(&one).await,
        ..one
    };
    let account = app.create(&one, wish).await;
    assert_eq!(pictures.asked().len(), 3);
    let (html, _) = page(&app, &account).await;
    assert!(html.contains("width=\"240\" height=\"48\""), "{html}");
}

#[tokio::test]
async fn a_repeated_create_does_not_ask_again() {
    let pictures = Pictures::start();
    let app = pictures.app().await;
    let partner = app.partner("One").await;
    let logo = pictures.png("/logo.png", 200, 60);
    app.brand(&partner, json!({"onboarding_logo": logo}))
        .await
        .expect(200, 1);
    let create = async |token: &str| {
        let wish = json!({"business_name": "Rosa", "onboarding_logo": logo});
        let request = app.http.post(app.url(crate::support::CREATE));
        let request = request.bearer_auth(token).header("idempotency-key", "k1");
        crate::support::Answer::of(request.json(&wish).send().await.unwrap()).await
    };
    app.clock.advance(Duration::from_secs(12 * 3600));
    let first = create(&app.token(&partner).await).await;
    first.expect(200, 1);
    app.clock.advance(Duration::from_secs(23 * 3600));
    pictures.serves("/logo.png", Served::Status(500, String::new()));
    let again = create(&app.token(&partner).await).await;
    again.expect(200, 1);
    assert_eq!(again.text, first.text);
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(pictures.asked().len(), 1);
}

#[tokio::test]
async fn the_partners_own_words_are_told_to_the_pages_script_too() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let words = json!({"onboarding_success": "Welcome to us"});
    app.brand(&partner, words).await.expect(200, 1);
    let account = plain_account(&app, &partner).await;
    let session = crate::support::PageSession::start(&app, &account).await;
    let (_, answered) = session.go_through(json!({})).await;
    let last = session.settled(answered).await;
    assert_eq!(last["message"], "Welcome to us", "{last}");
}

#[tokio::test]
async fn the_client_sets_and_sees_it() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let client = gangway_client::Client::new(
        &app.url(""),
        &partner.client_id,
        partner.client_secret.as_str(),
    );
    let client = client.unwrap();
    let change = gangway_client::BusinessChange {
        onboarding_message: Some(" Hello ".to_owned()),
        onboarding_color: Some("#0B5CD6".to_owned()),
        onboarding_failed: Some(String::new()),
        ..gangway_client::BusinessChange::default()
    };
    let expected = gangway_client::BusinessChange {
        onboarding_message: Some("Hello".to_owned()),
        onboarding_color: Some("#0b5cd6".to_owned()),
        ..change.clone()
    };
    assert_eq!(client.set_business(&change).await.unwrap(), expected);
    let seen = client.business().await.unwrap();
    assert_eq!(seen.onboarding_message, "Hello");
    assert_eq!(seen.onboarding_color, "#0b5cd6");
    assert_eq!((seen.onboarding_logo, seen.logo_path), Default::default());
    let unreadable = gangway_client::BusinessChange {
        onboarding_text_color: Some("#000000".to_owned()),
        ..gangway_client::BusinessChange::default()
    };
    let refused = client.set_business(&unreadable).await.unwrap_err();
    assert!(
        matches!(refused, gangway_client::Error::Refused { reason: 32, .. }),
        "{refused:?}"
    );
}
