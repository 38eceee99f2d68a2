//! Calls for a customer who came without a code, for the credit line, and the dialog's
//! address.

use crate::stub::{APP, APP_SECRET, SYSTEM_TOKEN, Stub, TOKEN, pairs, system_token, token, waba};
use gangway_domain::MetaBusinessId;
use gangway_meta::{Call, CreditLineId, GraphErrorKind};
use serde_json::{Value, json};

#[tokio::test]
async fn a_customers_token_is_fetched_with_the_partners() {
    let (stub, graph) = Stub::saying(&json!({"access_token": TOKEN})).await;
    let business = MetaBusinessId::parse("272000000000001").unwrap();
    let fetched = graph
        .fetch_business_token(&system_token(), &business)
        .await
        .unwrap();
    assert_eq!((fetched.expose(), fetched.expires_in), (TOKEN, None));
    let asked = stub.asked_once();
    assert_eq!(
        asked.line,
        "POST /v25.0/272000000000001/system_user_access_tokens"
    );
    assert_eq!(asked.bearer.as_deref(), Some(SYSTEM_TOKEN));
    let proof = gangway_crypto::hmac_sha256_hex(APP_SECRET.as_bytes(), SYSTEM_TOKEN.as_bytes());
    assert_eq!(
        asked.form,
        pairs([("appsecret_proof", &proof), ("fetch_only", "true")])
    );
    assert!(asked.query.is_empty(), "the proof is sent once");
}

#[tokio::test]
async fn a_subscription_is_found_among_others_and_over_pages() {
    let app = |id: Value| json!({"whatsapp_business_api_data": {"id": id, "name": "App"}});
    let more = json!({"cursors": {"after": "A1"}, "next": "https://graph.example/"});
    let ours: u64 = APP.parse().unwrap();
    for (pages, subscribed) in [
        (
            vec![json!({"data": [app(json!("671")), app(json!(APP))]})],
            true,
        ),
        (vec![json!({"data": [app(json!(ours))]})], true),
        (vec![json!({"data": [app(json!("671"))]})], false),
        (vec![json!({"data": [{}, app(Value::Null)]})], false),
        (vec![json!({"data": []})], false),
        (
            vec![
                json!({"data": [app(json!("671"))], "paging": more}),
                json!({"data": [app(json!(APP))]}),
            ],
            true,
        ),
    ] {
        let answers = pages.iter().map(|page| (200, page.to_string()));
        let (stub, graph) = Stub::answering(answers).await;
        assert_eq!(
            graph.subscribed(&token(), &waba()).await.unwrap(),
            subscribed
        );
        let asked = stub.asked();
        assert_eq!(asked.len(), pages.len());
        for asked in asked {
            assert_eq!(asked.line, "GET /v25.0/102000000000001/subscribed_apps");
        }
    }
}

#[tokio::test]
async fn a_credit_line_is_attached_by_the_partner() {
    for id in [json!("585000000000001"), json!(585_000_000_000_001_u64)] {
        let answer = json!({"allocation_config_id": id, "waba_id": "102000000000001"});
        let (stub, graph) = Stub::saying(&answer).await;
        let line = CreditLineId::parse("197000000000001").unwrap();
        let allocation = graph
            .attach_credit_line(&system_token(), &line, &waba(), "EUR")
            .await
            .unwrap();
        assert_eq!(allocation, "585000000000001");
        let asked = stub.asked_once();
        assert_eq!(
            asked.line,
            "POST /v25.0/197000000000001/whatsapp_credit_sharing_and_attach"
        );
        assert_eq!(
            asked.query_with_proof_of(SYSTEM_TOKEN),
            pairs([("waba_currency", "EUR"), ("waba_id", "102000000000001")])
        );
    }
    assert!(CreditLineId::parse("../me").is_err());
}

#[tokio::test]
async fn an_attachment_is_not_repeated_blindly() {
    let (_stub, graph) = Stub::answering([(503, "busy".to_owned())]).await;
    let line = CreditLineId::parse("197").unwrap();
    let error = graph
        .attach_credit_line(&system_token(), &line, &waba(), "EUR")
        .await
        .unwrap_err();
    assert_eq!(
        (error.call(), error.kind()),
        (Call::AttachCreditLine, GraphErrorKind::Unavailable)
    );
    assert!(error.may_have_acted() && !error.is_retryable());
}

#[tokio::test]
async fn who_pays_tells_whether_a_lost_attachment_took_place() {
    for (answer, funding) in [
        (
            json!({"primary_funding_id": "444", "id": "102"}),
            Some("444"),
        ),
        (json!({"primary_funding_id": null, "id": "102"}), None),
        (json!({"id": "102"}), None),
    ] {
        let (stub, graph) = Stub::saying(&answer).await;
        let read = graph.funding(&token(), &waba()).await.unwrap();
        assert_eq!(read.as_deref(), funding);
        let asked = stub.asked_once();
        assert_eq!(asked.line, "GET /v25.0/102000000000001");
        assert_eq!(
            asked.query_with_proof_of(TOKEN),
            pairs([("fields", "primary_funding_id")])
        );
    }
}
