//! Anything at all, sent to everything there is: always a well-formed answer, never a 5xx,
//! and a refusal changes nothing.

use crate::support::{
    ACCESS_TOKEN, CREATE, DELETE, LIST, PageSession, RENEW, TIMELINE, TestApp, TestPartner,
};
use flate2::read::GzDecoder;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use std::io::Read as _;
use tokio::runtime::{Builder, Runtime};

const CASES: u32 = 1_500;

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// The same cases in every run: a failure is there for everybody.
fn runner() -> TestRunner {
    let config = Config {
        cases: CASES,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        text_near_a_limit().prop_map(Value::from),
        Just(json!("972501234567")),
        Just(json!("972570000000")),
        Just(json!(1)),
        Just(json!("https://www.example.com/x.png")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((".{0,8}", inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn text_near_a_limit() -> impl Strategy<Value = String> {
    let length = prop::sample::select(vec![1_usize, 49, 50, 51, 100, 101, 200, 201, 512, 513]);
    (any::<char>(), length).prop_map(|(letter, length)| String::from(letter).repeat(length))
}

/// An object with fields that mean something, or any JSON, or any bytes.
fn body(fields: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let object = |good: bool| {
        prop::collection::vec((prop::sample::select(fields), json_value()), 0..5).prop_map(
            move |fields| {
                let mut map = Map::new();
                if good {
                    map.insert("business_name".to_owned(), "Acme".into());
                }
                map.extend(
                    fields
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value)),
                );
                Value::Object(map).to_string().into_bytes()
            },
        )
    };
    prop_oneof![
        4 => object(true),
        2 => object(false),
        2 => json_value().prop_map(|value| value.to_string().into_bytes()),
        2 => prop::collection::vec(any::<u8>(), 0..200),
        1 => any::<String>().prop_map(String::into_bytes),
    ]
}

fn header() -> impl Strategy<Value = (HeaderName, HeaderValue)> {
    let names = prop::sample::select(vec![
        "accept",
        "accept-encoding",
        "accept-language",
        "content-type",
        "content-encoding",
        "idempotency-key",
        "if-none-match",
        "origin",
        "x-forwarded-for",
        "x-http-method-override",
    ]);
    let words = prop::sample::select(vec![
        "*",
        "gzip",
        "text/csv",
        "application/json",
        "\"x\"",
        "he",
        "null",
        "k1",
    ]);
    let value = prop_oneof![
        2 => words.prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..60),
    ]
    .prop_filter_map("no header value", |bytes| {
        HeaderValue::from_bytes(&bytes).ok()
    });
    (names, value).prop_map(|(name, value)| (HeaderName::from_static(name), value))
}

fn query() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "status",
        "coexistence",
        "reference",
        "whatsapp",
        "q",
        "created_from",
        "created_to",
        "sort",
        "limit",
        "cursor",
        "lang",
        "x",
    ]);
    let value = prop_oneof![
        any::<String>(),
        "[0-9]{1,20}",
        Just("-create_time".to_owned()),
        Just("LWNyZWF0ZV90aW1lCjEKMQ".to_owned()),
    ];
    let pairs = prop::collection::vec((names, value), 0..5).prop_map(|pairs| {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    });
    prop_oneof![3 => pairs, 1 => "[!-~&&[^#]]{0,40}"]
}

/// Without a logo: it would be fetched.
const FIELDS: &[&str] = &[
    "client_id",
    "client_secret",
    "whatsapp",
    "coexistence",
    "business_name",
    "business_email",
    "business_id",
    "business_address",
    "display_name",
    "reference",
    "onboarding_message",
    "onboarding_button",
    "onboarding_success",
    "onboarding_failed",
    "language",
    "redirect_success",
    "redirect_failed",
    "expires_in",
    "facebook_domain_verification",
];

async fn listed(app: &TestApp, partner: &TestPartner) -> String {
    app.call(Method::GET, LIST, Some(&partner.token), None)
        .await
        .text
}

/// Sends it; `None` where the client itself refuses to.
async fn send(request: reqwest::RequestBuilder) -> Option<(u16, String, Vec<u8>)> {
    let response = request.send().await.ok()?;
    let http = response.status().as_u16();
    let media = response.headers().get("content-type");
    let media = media.map_or("", |value| value.to_str().unwrap()).to_owned();
    let zipped = response
        .headers()
        .get("content-encoding")
        .is_some_and(|encoding| encoding == "gzip");
    let mut body = response.bytes().await.unwrap().to_vec();
    // The answer to HEAD only says what it would be.
    if zipped && !body.is_empty() {
        let wire = std::mem::take(&mut body);
        GzDecoder::new(&wire[..]).read_to_end(&mut body).unwrap();
    }
    Some((http, media, body))
}

#[test]
fn the_partner_api_answers_anything_with_its_envelope() {
    let runtime = runtime();
    let app = runtime.block_on(TestApp::start());
    let partner = runtime.block_on(app.partner("One"));
    let before = std::cell::RefCell::new(String::new());
    let calls = (
        prop::sample::select(vec!["GET", "POST", "DELETE", "PUT", "PATCH"]),
        prop::sample::select(vec![
            ACCESS_TOKEN,
            CREATE,
            CREATE,
            LIST,
            DELETE,
            TIMELINE,
            RENEW,
        ]),
        query(),
        prop::collection::vec(header(), 0..3),
        body(FIELDS),
        prop::option::weighted(0.1, any::<String>()),
        any::<bool>(),
    );
    let outcome = runner().run(
        &calls,
        |(verb, path, query, headers, body, token, right)| {
            runtime.block_on(async {
                // Half of the time the method that fits, so that the body is looked at.
                let verb = match path {
                    _ if !right => verb,
                    LIST | TIMELINE => "GET",
                    DELETE => "DELETE",
                    _ => "POST",
                };
                let mut request = app
                    .request(verb.parse().unwrap(), &format!("{path}?{query}"))
                    .body(body);
                for (name, value) in headers {
                    request = request.header(name, value);
                }
                let token = token.unwrap_or_else(|| partner.token.clone());
                let Some((http, media, bytes)) = send(request.bearer_auth(token)).await else {
                    return Ok(());
                };
                let text = String::from_utf8_lossy(&bytes);
                prop_assert!(http < 500, "{http} {text}");
                if http == 304 || media.starts_with("text/csv") || bytes.starts_with(&[0x1f, 0x8b])
                {
                    prop_assert_eq!(path, LIST);
                    return Ok(());
                }
                prop_assert_eq!(&media, "application/json");
                let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
                prop_assert!(text.starts_with("{\"status\":\""), "{}", text);
                prop_assert!(answer["reason"].is_u64(), "{}", text);
                let ok = answer["reason"] == 1;
                prop_assert_eq!(ok, http == 200, "{} {}", http, text);
                prop_assert_eq!(&answer["status"], if ok { "OK" } else { "FAIL" });
                let now = listed(&app, &partner).await;
                if !ok {
                    let message = answer["message"].as_str().unwrap_or_default();
                    prop_assert!(message.ends_with('.'), "{}", text);
                    let known = before.borrow();
                    prop_assert!(
                        known.is_empty() || *known == now,
                        "{} changed the list",
                        text
                    );
                }
                before.replace(now);
                Ok(())
            })
        },
    );
    outcome.unwrap();
    let made = runtime.block_on(app.list(&partner)).len();
    assert!(made > 10, "only {made} of the bodies were good");
}

#[test]
fn the_customers_page_answers_anything_with_its_own_json() {
    let runtime = runtime();
    let app = runtime.block_on(TestApp::start());
    let partner = runtime.block_on(app.partner("One"));
    let account = runtime.block_on(app.create(&partner, json!({"business_name": "Acme"})));
    let page = runtime.block_on(PageSession::start(&app, &account));
    let session = page.session.clone();
    let fields = &["session", "code", "message", "closed"];
    let event = (
        prop::sample::select(vec!["FINISH", "CANCEL", "ERROR", "FINISH_ONLY_WABA", "X"]),
        json_value(),
        json_value(),
    )
        .prop_map(move |(event, waba, phone)| {
            let data = json!({"waba_id": waba, "phone_number_id": phone, "current_step": phone});
            let message = json!({"type": "WA_EMBEDDED_SIGNUP", "event": event, "data": data});
            let body = json!({"session": session, "message": message.to_string()});
            body.to_string().into_bytes()
        });
    let calls = (
        prop::sample::select(vec!["opened", "start", "event", "code", "resume"]),
        prop_oneof![body(fields), event],
        prop::collection::vec(header(), 0..2),
        prop::bool::weighted(0.8),
    );
    let before = runtime.block_on(listed(&app, &partner));
    let outcome = runner().run(&calls, |(what, body, headers, as_json)| {
        runtime.block_on(async {
            let mut request = app.http.post(format!("{}/{what}", page.link)).body(body);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            if as_json {
                request = request.header("content-type", "application/json");
            }
            let Some((http, media, bytes)) = send(request).await else {
                return Ok(());
            };
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(http < 500, "{} {}", http, text);
            prop_assert_eq!(&media, "application/json", "{}", text);
            let answer: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            for field in ["state", "title", "message"] {
                prop_assert!(answer[field].is_string(), "{} {}", field, text);
            }
            prop_assert_ne!(&answer["state"], "finished");
            Ok(())
        })
    });
    outcome.unwrap();
    assert_eq!(runtime.block_on(listed(&app, &partner)), before);
    // After all that the link is as good as ever.
    let finished = runtime.block_on(app.finish(&account, json!({})));
    assert_eq!(finished["status"], 1);
}

#[test]
fn any_address_is_answered() {
    let runtime = runtime();
    let app = runtime.block_on(TestApp::start());
    let partner = runtime.block_on(app.partner("One"));
    let account = runtime.block_on(app.create(&partner, json!({"business_name": "Acme"})));
    let link = account["onboarding_link"].as_str().unwrap();
    let landing = account["landing_page"].as_str().unwrap();
    let base = app.server.public_url.clone();
    let known = [link, landing].map(|url| url[base.len()..].to_owned());
    let paths = prop_oneof![
        "/(api|o|b|assets|docs)/[!-~&&[^?#]]{0,30}",
        "/[!-~&&[^?#]]{0,30}",
        (prop::sample::select(known.to_vec()), "(/[a-z]{0,8})?")
            .prop_map(|(known, more)| format!("{known}{more}")),
    ];
    let calls = (
        prop::sample::select(vec!["GET", "HEAD", "POST", "OPTIONS", "BREW"]),
        paths,
        query(),
        prop::collection::vec(header(), 0..3),
    );
    let outcome = runner().run(&calls, |(verb, path, query, headers)| {
        runtime.block_on(async {
            let method = Method::from_bytes(verb.as_bytes()).unwrap();
            let mut request = app.request(method, &format!("{path}?{query}"));
            for (name, value) in headers {
                request = request.header(name, value);
            }
            let Some((http, media, bytes)) = send(request).await else {
                return Ok(());
            };
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(http < 500, "{} {}", http, text);
            // The client resolves dots in a path before it sends it.
            let sent = url::Url::parse(&format!("{base}{path}")).unwrap();
            if sent.path().starts_with("/api/") && verb != "HEAD" && http != 200 {
                prop_assert_eq!(&media, "application/json", "{} {}", http, text);
                prop_assert!(text.starts_with("{\"status\":\"FAIL\""), "{}", text);
            }
            Ok(())
        })
    });
    outcome.unwrap();
}
