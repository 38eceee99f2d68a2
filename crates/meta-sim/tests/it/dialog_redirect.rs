//! The full-page dialog: what it takes, what it gives back, and where it may go.

use serde_json::json;

use crate::dialog::page;
use crate::support::{APP, COEXISTENCE_CONFIG, CONFIG, REDIRECT, Sim};

const LATER: &str = "http://127.0.0.1:18080/oauth/return";

#[tokio::test]
async fn the_page_carries_extras_configuration_and_state_as_they_came() {
    let sim = Sim::start().await;
    let state = "a.b-c_d~e/f+g==&\"<h>";
    let query = [
        ("client_id", APP),
        ("config_id", COEXISTENCE_CONFIG),
        ("response_type", "code"),
        ("override_default_response_type", "true"),
        ("redirect_uri", REDIRECT),
        ("state", state),
        ("extras", r#"{"setup":{"business":{"name":"Tea"}}}"#),
    ];
    let (status, html, _) = page(&sim, &query).await;
    assert_eq!(status, 200);
    assert!(html.contains("value=\"Tea\"") && html.contains("data-mode=\"redirect\""));
    assert!(html.contains(&format!(
        "name=\"config_id\" value=\"{COEXISTENCE_CONFIG}\""
    )));

    let form = [
        ("client_id", APP),
        ("config_id", COEXISTENCE_CONFIG),
        ("redirect_uri", REDIRECT),
        ("state", state),
    ];
    for (ending, end) in [
        ("FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING", "code="),
        (
            "DENIED",
            "error=access_denied&error_reason=user_denied&error_code=200&error_description=Permissions+error&state=",
        ),
    ] {
        let mut form = form.to_vec();
        form.push(("ending", ending));
        let request = sim.http().post(sim.url("/v25.0/dialog/oauth")).form(&form);
        let answer = sim.send(request).await;
        let location = answer.headers["location"].to_str().unwrap();
        assert!(
            answer.status == 302 && location.starts_with(&format!("{REDIRECT}?{end}")),
            "{location}"
        );
        let back = url::Url::parse(location).unwrap();
        let (_, returned) = back
            .query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap();
        assert_eq!(returned, state);
    }
}

#[tokio::test]
async fn a_place_to_return_to_can_be_registered_later_and_is_taken_exactly() {
    let sim = Sim::start().await;
    let open = async |redirect: &str| {
        let query = [
            ("client_id", APP),
            ("config_id", CONFIG),
            ("response_type", "code"),
            ("redirect_uri", redirect),
        ];
        page(&sim, &query).await.0
    };
    assert_eq!(open(LATER).await, 400);
    let listed = sim
        .control(
            "/_sim/redirect_uris",
            json!({ "app_id": APP, "uri": LATER }),
        )
        .await;
    assert_eq!(
        listed["apps"][0],
        json!({ "app_id": APP, "uris": [REDIRECT, LATER] })
    );
    assert_eq!(listed["apps"][1]["uris"], json!([REDIRECT]));
    assert_eq!(open(LATER).await, 200);
    for other in [
        format!("{LATER}/"),
        format!("{LATER}?a=1"),
        LATER.replace("18080", "18081"),
    ] {
        assert_eq!(open(&other).await, 400, "{other}");
        let form = [
            ("client_id", APP),
            ("config_id", CONFIG),
            ("redirect_uri", other.as_str()),
        ];
        let request = sim.http().post(sim.url("/v25.0/dialog/oauth")).form(&form);
        let answer = sim.send(request).await;
        assert!(answer.status == 400 && !answer.headers.contains_key("location"));
    }
    for wrong in [
        json!({ "uri": "/oauth/return" }),
        json!({ "app_id": "1", "uri": LATER }),
        json!({}),
    ] {
        let request = sim.http().post(sim.url("/_sim/redirect_uris")).json(&wrong);
        let refused = sim.send(request).await;
        assert!(refused.status == 400 && refused.body["error"].is_string());
    }
}
