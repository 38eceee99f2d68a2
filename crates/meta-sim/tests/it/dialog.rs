//! The browser side without a browser: SDK, pages, redirects, and what `POST /_sim/signup` plays.

use serde_json::{Value, json};

use crate::support::{APP, COEXISTENCE_CONFIG, CONFIG, REDIRECT, Sim};

pub(crate) async fn page(sim: &Sim, query: &[(&str, &str)]) -> (u16, String, String) {
    let url = url::Url::parse_with_params(&sim.url("/v25.0/dialog/oauth"), query).unwrap();
    let answer = sim.send(sim.http().get(url)).await;
    let policy = answer.headers["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    (
        answer.status,
        answer.body.as_str().unwrap().to_owned(),
        policy,
    )
}

fn popup<'a>(config: &'a str, extras: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("client_id", APP),
        ("config_id", config),
        ("display", "popup"),
        ("response_type", "code"),
        ("extras", extras),
        ("origin", "https://gangway.example"),
        ("cb", "sim1"),
    ]
}

fn events(signup: &Value) -> Vec<Value> {
    let texts = signup["messages"].as_array().unwrap().iter();
    texts
        .filter_map(|text| serde_json::from_str(text.as_str().unwrap()).ok())
        .collect()
}

#[tokio::test]
async fn the_sdk_comes_under_any_locale() {
    let sim = Sim::start().await;
    for locale in ["en_US", "he_IL"] {
        let sdk = sim
            .send(sim.http().get(sim.url(&format!("/{locale}/sdk.js"))))
            .await;
        assert_eq!(
            (sdk.status, &sdk.headers["content-type"]),
            (200, &"text/javascript; charset=utf-8".parse().unwrap())
        );
        assert!(sdk.body.as_str().unwrap().contains("fbAsyncInit"));
    }
}

#[tokio::test]
async fn the_popup_shows_the_prefill_and_every_ending() {
    let sim = Sim::start().await;
    let extras = r#"{"setup":{"business":{"name":"Tea <b>&</b> Co","email":"ops@example.test"}}}"#;
    let (status, html, policy) = page(&sim, &popup(CONFIG, extras)).await;
    assert_eq!(status, 200);
    assert!(
        html.contains("Tea &lt;b&gt;&amp;") && !html.contains("<b>&"),
        "what was sent is escaped"
    );
    assert!(
        html.contains("ops@example.test")
            && html.contains("Partner App")
            && html.contains("Simulator")
    );
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert!(
        !html.contains("style=") && !html.contains("onclick="),
        "the policy allows nothing inline"
    );
    for id in [
        "id=\"number\"",
        "id=\"business-name\"",
        "id=\"finish\"",
        "id=\"ordering\"",
        "id=\"cancel\"",
    ] {
        assert_eq!(html.matches(id).count(), 1, "{id}");
    }
    for ending in [
        "FINISH",
        "FINISH_ONLY_WABA",
        "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
        "FINISH_GRANT_ONLY_API_ACCESS",
        "FINISH_OBO_MIGRATION",
        "CLOSE_LAST_SCREEN",
        "DENIED",
        "CANCEL_ERROR",
        "CANCEL_ERROR_ID",
        "ERROR",
        "CANCEL:BUSINESS_ACCOUNT_SELECTION",
        "CANCEL:WABA_PHONE_PROFILE_PICKER",
        "CANCEL:WHATSAPP_BUSINESS_PROFILE_SETUP",
        "CANCEL:PHONE_NUMBER_SETUP",
        "CANCEL:PHONE_NUMBER_VERIFICATION",
        "CANCEL:PERMISSIONS",
    ] {
        assert_eq!(
            html.matches(&format!("data-ending=\"{ending}\"")).count(),
            1,
            "{ending}"
        );
        ending.parse::<gangway_meta_sim::Ending>().unwrap();
    }
}

#[tokio::test]
async fn the_main_button_is_the_ending_that_fits() {
    let sim = Sim::start().await;
    let coexistence = "data-ending=\"FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING\">Finish";
    let (_, html, _) = page(&sim, &popup(COEXISTENCE_CONFIG, "{}")).await;
    assert!(html.contains(coexistence));
    let (_, html, _) = page(
        &sim,
        &popup(
            CONFIG,
            r#"{"featureType":"whatsapp_business_app_onboarding"}"#,
        ),
    )
    .await;
    assert!(html.contains(coexistence));
    let (_, html, _) = page(
        &sim,
        &popup(CONFIG, r#"{"features":[{"name":"app_only_install"}]}"#),
    )
    .await;
    assert!(html.contains("data-ending=\"FINISH_GRANT_ONLY_API_ACCESS\">Finish"));
    let (_, html, _) = page(&sim, &popup(CONFIG, "")).await;
    assert!(html.contains("data-ending=\"FINISH\">Finish"));
}

#[tokio::test]
async fn a_dialog_that_cannot_open_says_why() {
    let sim = Sim::start().await;
    let full = |redirect: &'static str| {
        vec![
            ("client_id", APP),
            ("config_id", CONFIG),
            ("response_type", "code"),
            ("redirect_uri", redirect),
        ]
    };
    let mut unknown_app = popup(CONFIG, "{}");
    unknown_app[0] = ("client_id", "1");
    for (query, reason) in [
        (full("https://evil.example/"), "not registered"),
        (full("https://partner.example/return/"), "not registered"),
        (
            vec![
                ("client_id", APP),
                ("config_id", CONFIG),
                ("response_type", "code"),
            ],
            "redirect_uri",
        ),
        (unknown_app, "no app 1"),
        (popup("5", "{}"), "no configuration 5"),
        (popup(CONFIG, "{broken"), "not JSON"),
        (
            vec![
                ("client_id", APP),
                ("config_id", CONFIG),
                ("display", "popup"),
            ],
            "response_type",
        ),
    ] {
        let (status, html, _) = page(&sim, &query).await;
        assert!(status == 400 && html.contains(reason), "{reason}: {html}");
    }
}

async fn submit(sim: &Sim, ending: &str) -> (u16, url::Url) {
    let form = [
        ("client_id", APP),
        ("config_id", CONFIG),
        ("extras", "{}"),
        ("redirect_uri", REDIRECT),
        ("state", "s t&1"),
        ("number", "+49 1512 3456789"),
        ("business_name", "Tea"),
        ("ending", ending),
    ];
    let answer = sim
        .send(sim.http().post(sim.url("/v25.0/dialog/oauth")).form(&form))
        .await;
    (
        answer.status,
        url::Url::parse(answer.headers["location"].to_str().unwrap()).unwrap(),
    )
}

#[tokio::test]
async fn the_full_page_goes_back_with_code_and_state() {
    let sim = Sim::start().await;
    let query = [
        ("client_id", APP),
        ("config_id", CONFIG),
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
    ];
    let (status, _, policy) = page(&sim, &query).await;
    assert!(
        status == 200 && policy.contains("form-action 'self' https://partner.example;"),
        "{policy}"
    );

    let (status, back) = submit(&sim, "FINISH").await;
    let query: std::collections::HashMap<_, _> = back.query_pairs().into_owned().collect();
    assert_eq!(
        (status, query["state"].as_str(), back.fragment()),
        (302, "s t&1", None)
    );
    assert!(back.as_str().starts_with(REDIRECT));
    let (code, secret) = (query["code"].as_str(), crate::support::SECRET);
    let exchange = [
        ("client_id", APP),
        ("client_secret", secret),
        ("code", code),
        ("redirect_uri", REDIRECT),
    ];
    sim.exchange_with(&exchange).await.ok();

    sim.control("/_sim/knobs", json!({ "redirect_fragment": true }))
        .await;
    assert_eq!(submit(&sim, "FINISH").await.1.fragment(), Some("_=_"));
}

#[tokio::test]
async fn the_full_page_goes_back_with_a_refusal() {
    let sim = Sim::start().await;
    for ending in ["DENIED", "CANCEL:PERMISSIONS", "ERROR"] {
        let (_, back) = submit(&sim, ending).await;
        let query: std::collections::HashMap<_, _> = back.query_pairs().into_owned().collect();
        assert_eq!(
            (query["error"].as_str(), query["error_reason"].as_str()),
            ("access_denied", "user_denied")
        );
        assert_eq!(
            (query["error_code"].as_str(), query["state"].as_str()),
            ("200", "s t&1")
        );
        assert!(!query.contains_key("code"));
    }
    assert_eq!(sim.world().await["wabas"], json!([]));
}

#[tokio::test]
async fn each_success_says_what_meta_documents() {
    let sim = Sim::start().await;
    for (ending, event, names) in [
        (
            "finish",
            "FINISH",
            vec!["business_id", "phone_number_id", "waba_id"],
        ),
        (
            "finish-only-waba",
            "FINISH_ONLY_WABA",
            vec!["business_id", "waba_id"],
        ),
        (
            "finish-coexistence",
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
            vec!["waba_id"],
        ),
        (
            "grant-only",
            "FINISH_GRANT_ONLY_API_ACCESS",
            vec!["business_id", "waba_id", "waba_ids"],
        ),
        (
            "obo-migration",
            "FINISH_OBO_MIGRATION",
            vec!["business_id", "phone_number_id", "waba_id"],
        ),
    ] {
        let signup = sim.sign_up(json!({ "ending": ending })).await;
        assert_eq!(signup["order"], json!(["message", "code"]));
        let message = &events(&signup)[0];
        assert_eq!(
            (&message["type"], &message["event"]),
            (&json!("WA_EMBEDDED_SIGNUP"), &json!(event))
        );
        assert_eq!(message["version"], 3);
        let data = message["data"].as_object().unwrap();
        let mut given: Vec<_> = data.keys().collect();
        given.sort();
        assert_eq!(given, names, "{ending}");
        assert_eq!(data["waba_id"], signup["waba_id"]);
    }
}

#[tokio::test]
async fn refusals_give_no_code_and_leave_nothing_behind() {
    let sim = Sim::start().await;
    for (ending, event, key) in [
        ("cancel:PERMISSIONS", "CANCEL", "current_step"),
        ("cancel-error", "CANCEL", "error_code"),
        ("cancel-error-id", "CANCEL", "error_id"),
        ("error", "ERROR", "error_message"),
    ] {
        let signup = sim.sign_up(json!({ "ending": ending })).await;
        assert_eq!(
            (&signup["code"], &signup["order"]),
            (&Value::Null, &json!(["message"]))
        );
        let message = &events(&signup)[0];
        assert!(
            message["event"] == event && message["data"][key].is_string(),
            "{message}"
        );
    }
    let denied = sim.sign_up(json!({ "ending": "denied" })).await;
    assert_eq!(
        (&denied["messages"], &denied["order"]),
        (&json!([]), &json!([]))
    );
    let world = sim.world().await;
    assert_eq!(
        (&world["wabas"], &world["codes"]["issued"]),
        (&json!([]), &json!(0))
    );
}

#[tokio::test]
async fn orderings_lay_out_code_and_event() {
    let sim = Sim::start().await;
    for (ordering, order) in [
        ("message-first", vec!["message", "code"]),
        ("code-first", vec!["code", "message"]),
        ("code-only", vec!["code"]),
        ("message-only", vec!["message"]),
        ("message-twice", vec!["message", "code", "message"]),
        (
            "noise",
            vec!["message", "message", "message", "code", "message"],
        ),
        ("forged-ids", vec!["message", "code"]),
        ("wrong-origin", vec!["stray", "code"]),
    ] {
        let signup = sim.sign_up(json!({ "ordering": ordering })).await;
        assert_eq!(signup["order"], json!(order), "{ordering}");
        assert_eq!(signup["code"].is_string(), order.contains(&"code"));
        let carried = order.iter().filter(|step| **step != "code").count();
        assert_eq!(signup["messages"].as_array().unwrap().len(), carried);
    }
}

#[tokio::test]
async fn forged_ids_are_somebody_elses_and_out_of_reach() {
    let sim = Sim::start().await;
    let liar = sim.sign_up(json!({ "ordering": "forged-ids" })).await;
    let claimed = events(&liar)[0]["data"].clone();
    assert_ne!(claimed["waba_id"], liar["waba_id"]);
    let token = sim.exchange(liar["code"].as_str().unwrap()).await.ok();
    let token = token["access_token"].as_str().unwrap();
    for id in [&claimed["waba_id"], &claimed["phone_number_id"]] {
        sim.get(&format!("/v25.0/{}", id.as_str().unwrap()), token)
            .await
            .unreachable();
    }
    sim.get(
        &format!("/v25.0/{}", liar["waba_id"].as_str().unwrap()),
        token,
    )
    .await
    .ok();

    let victim = sim.onboarded(json!({})).await;
    sim.onboarded(json!({})).await;
    let wanted = sim
        .sign_up(json!({ "ordering": "forged-ids", "forged_waba_id": victim.waba_id }))
        .await;
    assert_eq!(
        events(&wanted)[0]["data"]["phone_number_id"],
        victim.phone_id.as_str()
    );
}

#[tokio::test]
async fn closing_the_last_screen_is_a_success_that_is_told_on_closing() {
    let sim = Sim::start().await;
    let signup = sim
        .sign_up(json!({ "ending": "close-last-screen", "config_id": COEXISTENCE_CONFIG }))
        .await;
    assert_eq!(signup["on_close"], true);
    assert_eq!(
        events(&signup)[0]["event"],
        "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING"
    );
    sim.exchange(signup["code"].as_str().unwrap()).await.ok();
}
