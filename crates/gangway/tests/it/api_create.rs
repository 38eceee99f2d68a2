//! createAccount: every field with its limit, its leniency and its reason.

use crate::support::{CREATE, LIST, Pictures, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

/// Field, most characters, reason.
const TEXTS: [(&str, usize, u64); 9] = [
    ("business_name", 100, 21),
    ("business_id", 50, 21),
    ("business_address", 200, 21),
    ("display_name", 100, 21),
    ("reference", 50, 20),
    ("onboarding_message", 200, 29),
    ("onboarding_button", 50, 30),
    ("onboarding_success", 200, 31),
    ("onboarding_failed", 200, 31),
];

/// A body that is right but for this field.
fn with(field: &str, value: impl Into<Value>) -> Value {
    let mut body = json!({"business_name": "Acme"});
    body[field] = value.into();
    body
}

#[tokio::test]
async fn texts_may_be_as_long_as_their_limit_in_scalar_values_and_no_longer() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let mut made = 0;
    for (field, most, reason) in TEXTS {
        // One, two and four bytes; a letter that is two scalar values until it is composed.
        for letter in ["x", "ש", "😀", "e\u{301}"] {
            let fits = app
                .try_create(&partner, with(field, letter.repeat(most)))
                .await;
            fits.expect(200, 1);
            made += 1;
            let listed = fits.json["account"][field].as_str();
            if let Some(listed) = listed {
                assert_eq!(listed.chars().count(), most, "{field}");
            }
            let over = app
                .try_create(&partner, with(field, letter.repeat(most + 1)))
                .await;
            over.expect(422, reason).names(field);
            over.names(&most.to_string());
        }
    }
    assert_eq!(app.list(&partner).await.len(), made);
}

#[tokio::test]
async fn texts_are_trimmed_and_brought_to_normal_form() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({
        "business_name": "  Cafe\u{301} \u{a0}",
        "business_address": "\t1 Main St\n",
        "reference": " r ",
    });
    let account = app.create(&partner, body).await;
    assert_eq!(account["business_name"], "Caf\u{e9}");
    assert_eq!(account["display_name"], "Caf\u{e9}");
    assert_eq!(account["business_address"], "1 Main St");
    assert_eq!(account["reference"], "r");
}

#[tokio::test]
async fn control_characters_are_refused_in_every_text() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (field, _, reason) in TEXTS {
        for bad in [
            '\u{0}', '\u{1}', '\n', '\u{1b}', '\u{7f}', '\u{85}', '\u{202e}',
        ] {
            let answer = app
                .try_create(&partner, with(field, format!("a{bad}b")))
                .await;
            answer.expect(422, reason).names(field);
        }
    }
    for (field, reason) in [
        ("business_email", 21),
        ("onboarding_logo", 28),
        ("language", 32),
        ("redirect_success", 32),
        ("redirect_failed", 32),
        ("facebook_domain_verification", 21),
    ] {
        let answer = app.try_create(&partner, with(field, "a\u{0}b")).await;
        answer.expect(422, reason).names(field);
    }
    assert!(app.list(&partner).await.is_empty());
}

#[tokio::test]
async fn a_value_of_another_type_is_the_fields_own_reason() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let fields = TEXTS.iter().map(|(field, _, reason)| (*field, *reason));
    let others = [
        ("business_email", 21),
        ("onboarding_logo", 28),
        ("language", 32),
        ("redirect_success", 32),
        ("redirect_failed", 32),
        ("facebook_domain_verification", 21),
        ("expires_in", 32),
        ("coexistence", 24),
        ("whatsapp", 4),
    ];
    for (field, reason) in fields.chain(others) {
        for wrong in [json!([]), json!({}), json!(["x"]), json!(true), json!(1.5)] {
            let answer = app.try_create(&partner, with(field, wrong)).await;
            answer.expect(422, reason).names(field);
        }
        if field != "business_name" {
            app.try_create(&partner, with(field, Value::Null))
                .await
                .expect(200, 1);
        }
    }
}

#[tokio::test]
async fn ids_may_come_as_whole_numbers() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({"business_name": "Acme", "business_id": 1_234_567, "reference": -5});
    let account = app.create(&partner, body).await;
    assert_eq!(account["business_id"], "1234567");
    assert_eq!(account["reference"], "-5");
    let huge = app.create(&partner, with("reference", u64::MAX)).await;
    assert_eq!(huge["reference"], u64::MAX.to_string());
}

#[tokio::test]
async fn the_business_name_is_required() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for body in [
        json!({}),
        json!({"business_name": null}),
        json!({"business_name": ""}),
        json!({"business_name": " \u{a0}\t"}),
        json!({"business_name": 7}),
        json!({"Business_Name": "Acme"}),
    ] {
        let answer = app.try_create(&partner, body).await;
        answer.expect(422, 21).names("business_name");
    }
}

#[tokio::test]
async fn coexistence_is_0_or_1_however_it_is_written() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (given, listed) in [
        (json!(1), 1),
        (json!("1"), 1),
        (json!(" 1 "), 1),
        (json!(1.0), 1),
        (json!(0), 0),
        (json!("0"), 0),
        (Value::Null, 0),
    ] {
        let account = app.create(&partner, with("coexistence", given)).await;
        assert_eq!(account["coexistence"], listed);
    }
    for wrong in [
        json!(true),
        json!(false),
        json!(2),
        json!(-1),
        json!(0.5),
        json!(""),
        json!("yes"),
        json!("01"),
        json!([1]),
    ] {
        let answer = app.try_create(&partner, with("coexistence", wrong)).await;
        answer.expect(422, 24).names("coexistence");
    }
}

#[tokio::test]
async fn a_number_that_is_none_is_reason_4() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for number in [
        json!(""),
        json!(" "),
        json!("+"),
        json!("abc"),
        json!("0501234567"),
        json!("12345"),
        json!("972501234567890123"),
        json!("972 50x123 4567"),
        json!("972571234567"),
        json!("٩٧٢٥٠١٢٣٤٥٦٧"),
        json!(0),
    ] {
        let answer = app.try_create(&partner, with("whatsapp", number)).await;
        answer.expect(422, 4).names("whatsapp");
    }
}

#[tokio::test]
async fn a_number_that_is_not_registered_is_reason_22_and_one_that_is_taken_23() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let other = app.partner("Two").await;
    for number in [json!("+972 50-123-4567"), json!(972_501_234_567_u64)] {
        let answer = app
            .try_create(&partner, with("whatsapp", number.clone()))
            .await;
        answer.expect(409, 22).names("whatsapp");
        for coexistence in [json!(1), json!("1")] {
            let mut body = with("whatsapp", number.clone());
            body["coexistence"] = coexistence;
            let answer = app.try_create(&partner, body).await;
            answer.expect(422, 24).names("coexistence");
        }
    }
    let finished = app.finished(&partner, json!({})).await;
    let number = finished["whatsapp"].clone();
    app.try_create(&partner, with("whatsapp", number.clone()))
        .await
        .expect(409, 23);
    app.try_create(&other, with("whatsapp", number))
        .await
        .expect(409, 22);
}

#[tokio::test]
async fn an_email_is_checked_for_its_syntax() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let longest = format!("{}@{}.com", "a".repeat(60), "b".repeat(35));
    assert_eq!(longest.len(), 100);
    for good in ["john@example.com", "a.b+c@sub.example.co.il", &longest] {
        let account = app.create(&partner, with("business_email", good)).await;
        assert_eq!(account["business_email"], good);
    }
    let blank = app.create(&partner, with("business_email", "")).await;
    assert_eq!(blank["business_email"], "");
    let long = format!("x{longest}");
    for bad in [
        "john",
        "john@",
        "@example.com",
        "a b@example.com",
        "a@b@c",
        &long,
    ] {
        let answer = app.try_create(&partner, with("business_email", bad)).await;
        answer.expect(422, 21).names("business_email");
    }
}

#[tokio::test]
async fn a_logo_is_an_https_address() {
    let pictures = Pictures::start();
    let app = pictures.app().await;
    let partner = app.partner("One").await;
    let head = pictures.url("/");
    let longest = format!("/{}.png", "a".repeat(512 - head.len() - 4));
    for path in ["/logo.png", "/a/b/logo.JPG?size=1", "/picture", &longest] {
        let good = pictures.png(path, 200, 60);
        app.create(&partner, with("onboarding_logo", good)).await;
    }
    app.create(&partner, with("onboarding_logo", "")).await;
    assert_eq!(pictures.asked().len(), 4);
    let long = pictures.png(&longest.replace("/a", "/aa"), 200, 60);
    for bad in [
        "http://example.com/logo.png",
        "https://user:secret@example.com/logo.png",
        "javascript:alert(1)//logo.png",
        "//example.com/logo.png",
        "logo.png",
        &long,
    ] {
        let answer = app.try_create(&partner, with("onboarding_logo", bad)).await;
        answer.expect(422, 28).names("onboarding_logo");
    }
    assert_eq!(pictures.asked().len(), 4, "none of them was asked");
}

#[tokio::test]
async fn a_redirect_goes_to_a_host_on_the_partners_list_only() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for field in ["redirect_success", "redirect_failed"] {
        for good in [
            "https://www.example.com",
            "https://WWW.Example.com/done?id=1#x",
            "https://www.example.com:8443/",
            // A browser reads the backslash as a slash, and so do we.
            "https://www.example.com\\@evil.example/",
        ] {
            app.create(&partner, with(field, good)).await;
        }
        let long = format!("https://www.example.com/{}", "a".repeat(512));
        for bad in [
            "https://example.com/",
            "https://evil.example/",
            "https://www.example.com.evil.example/",
            "https://www.example.com@evil.example/",
            "https://evil.example/www.example.com",
            "http://www.example.com/",
            "javascript:alert(1)",
            "www.example.com",
            &long,
        ] {
            let answer = app.try_create(&partner, with(field, bad)).await;
            answer.expect(422, 32).names(field);
        }
    }
}

#[tokio::test]
async fn language_and_expiry_have_reason_32() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for good in ["en", "he", "pt-BR", "AR", "zh-Hant-TW", ""] {
        app.create(&partner, with("language", good)).await;
    }
    for bad in ["x", "english please", "12", "en--US", "<b>"] {
        let answer = app.try_create(&partner, with("language", bad)).await;
        answer.expect(422, 32).names("language");
    }
    for good in [json!(1), json!("1"), json!(" 86400 "), json!(157_680_000)] {
        app.create(&partner, with("expires_in", good)).await;
    }
    for bad in [
        json!(0),
        json!(-1),
        json!(157_680_001),
        json!(i64::MAX),
        json!(u64::MAX),
        json!("soon"),
        json!(""),
        json!(1.5),
    ] {
        let answer = app.try_create(&partner, with("expires_in", bad)).await;
        answer.expect(422, 32).names("expires_in");
    }
}

#[tokio::test]
async fn unknown_fields_are_ignored_and_cannot_set_anything() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let body = json!({
        "business_name": "Acme", "status": 1, "create_time": 1, "landing_page": "https://evil.example",
        "onboarding_link": "https://evil.example", "partner": 2, "x": {"y": [1]},
    });
    let account = app.create(&partner, body).await;
    assert_eq!(account["status"], 0);
    assert_ne!(account["create_time"], 1);
    for link in ["landing_page", "onboarding_link"] {
        let link = account[link].as_str().unwrap();
        assert!(link.starts_with(&app.server.public_url), "{link}");
    }
}

#[tokio::test]
async fn the_answer_is_the_lists_object_byte_for_byte() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for body in [
        json!({"business_name": "Acme"}),
        json!({
            "business_name": "\"Q\" \\ <b> & é 😀 \u{200f}שלום", "business_email": "a@example.com",
            "business_id": 7, "business_address": "1 Main St / 2", "display_name": "D'Q",
            "reference": "=1+1", "coexistence": "1", "expires_in": 5,
        }),
    ] {
        let answer = app.try_create(&partner, body).await;
        answer.expect(200, 1);
        let object = answer
            .text
            .strip_prefix(r#"{"status":"OK","reason":1,"account":"#)
            .and_then(|rest| rest.strip_suffix('}'))
            .unwrap();
        let number = answer.json["account"]["whatsapp"].as_str().unwrap();
        let one = format!("{LIST}?whatsapp={number}");
        let listed = app
            .call(Method::GET, &one, Some(&partner.token), None)
            .await;
        assert_eq!(
            listed.text,
            format!(r#"{{"status":"OK","reason":1,"list":[{object}]}}"#)
        );
        let whole = app
            .call(Method::GET, LIST, Some(&partner.token), None)
            .await;
        assert!(whole.text.contains(&format!("[{object}")), "newest first");
    }
}

#[tokio::test]
async fn a_refused_call_makes_nothing() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let before = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    for body in [
        with("coexistence", 2),
        with("whatsapp", "972501234567"),
        with("redirect_failed", "https://evil.example"),
        with("expires_in", 0),
    ] {
        let answer = app.try_create(&partner, body).await;
        assert_eq!(answer.json["status"], "FAIL");
    }
    app.call(Method::POST, CREATE, None, Some(with("reference", "x")))
        .await
        .expect(401, 2);
    let after = app
        .call(Method::GET, LIST, Some(&partner.token), None)
        .await;
    assert_eq!(before.header("etag"), after.header("etag"));
    assert_eq!(after.text, r#"{"status":"OK","reason":1,"list":[]}"#);
}
