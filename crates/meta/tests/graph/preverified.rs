//! The operator's pool of pre-verified numbers.

use crate::stub::{SYSTEM_TOKEN, Stub, pairs, system_token};
use gangway_domain::{MetaBusinessId, PhoneNumber, PreverifiedId, Timestamp};
use gangway_meta::{
    Call, CodeVerification, GraphError, GraphErrorKind, NumberRefusal, PreverifiedNumber,
};
use serde_json::{Value, json};

const FIELDS: &str = "id,phone_number,code_verification_status,verification_expiry_time";

fn business() -> MetaBusinessId {
    MetaBusinessId::parse("272000000000009").unwrap()
}

fn digits() -> PhoneNumber {
    PhoneNumber::parse("whatsapp", "15550783881").unwrap()
}

fn id() -> PreverifiedId {
    PreverifiedId::parse("900000000000001").unwrap()
}

async fn read(answer: Value) -> Result<PreverifiedNumber, GraphError> {
    let (_stub, graph) = Stub::saying(&answer).await;
    graph.preverified_number(&system_token(), &id()).await
}

#[tokio::test]
async fn a_number_is_put_into_the_pool() {
    for answer in [
        json!({"id": "900000000000001"}),
        json!({"id": 900_000_000_000_001_u64}),
    ] {
        let (stub, graph) = Stub::saying(&answer).await;
        let added = graph
            .add_preverified(&system_token(), &business(), &digits())
            .await
            .unwrap();
        assert_eq!(added, id());
        let asked = stub.asked_once();
        assert_eq!(asked.line, "POST /v25.0/272000000000009/add_phone_numbers");
        assert_eq!(asked.body, Value::Null);
        assert_eq!(
            asked.query_with_proof_of(SYSTEM_TOKEN),
            pairs([("phone_number", "15550783881")])
        );
    }
}

#[tokio::test]
async fn a_number_that_the_pool_does_not_take() {
    let full = "(#100) You have reached the maximum number of phone numbers";
    for (code, message, kind, refusal) in [
        (
            100,
            full,
            GraphErrorKind::Other,
            Some(NumberRefusal::TooManyNumbers),
        ),
        (100, "Invalid parameter", GraphErrorKind::Other, None),
        (3, "No capability", GraphErrorKind::Permission, None),
        (10, "No permission", GraphErrorKind::Permission, None),
        (200, "No permission", GraphErrorKind::Permission, None),
        (294, "No permission", GraphErrorKind::Permission, None),
    ] {
        let body = json!({"error": {"code": code, "message": message}});
        let (_stub, graph) = Stub::answering([(400, body.to_string())]).await;
        let error = graph
            .add_preverified(&system_token(), &business(), &digits())
            .await
            .unwrap_err();
        assert_eq!(error.call(), Call::AddPreverified);
        assert_eq!((error.kind(), error.number_refusal()), (kind, refusal));
    }
}

#[tokio::test]
async fn a_lost_answer_does_not_add_a_number_twice() {
    let (_stub, graph) = Stub::answering([(503, "busy".to_owned())]).await;
    let error = graph
        .add_preverified(&system_token(), &business(), &digits())
        .await
        .unwrap_err();
    assert!(error.may_have_acted() && !error.is_retryable());
}

#[tokio::test]
async fn the_pool_is_read_over_all_pages() {
    let item = |id: &str| json!({"id": id, "phone_number": "15550783881"});
    let more = json!({"cursors": {"after": "A1"}, "next": "https://graph.example/?access_token=x"});
    let (stub, graph) = Stub::answering([
        (
            200,
            json!({"data": [item("1"), item("2")], "paging": more}).to_string(),
        ),
        (200, json!({"data": [item("3")]}).to_string()),
    ])
    .await;
    let pool = graph
        .preverified_numbers(&system_token(), &business(), None)
        .await
        .unwrap();
    let ids: Vec<_> = pool.iter().map(|number| number.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let mut asked = stub.asked();
    for asked in &asked {
        assert_eq!(asked.line, "GET /v25.0/272000000000009/preverified_numbers");
    }
    assert_eq!(
        asked.remove(0).query_with_proof_of(SYSTEM_TOKEN),
        pairs([("fields", FIELDS), ("limit", "100")])
    );
    assert_eq!(
        asked.remove(0).query_with_proof_of(SYSTEM_TOKEN),
        pairs([("fields", FIELDS), ("limit", "100"), ("after", "A1")])
    );
}

#[tokio::test]
async fn the_pool_is_asked_for_one_number() {
    let (stub, graph) = Stub::saying(&json!({"data": []})).await;
    let pool = graph
        .preverified_numbers(&system_token(), &business(), Some(&digits()))
        .await
        .unwrap();
    assert!(pool.is_empty());
    assert_eq!(
        stub.asked_once().query_with_proof_of(SYSTEM_TOKEN),
        pairs([
            ("fields", FIELDS),
            ("limit", "100"),
            ("phone_number", "15550783881")
        ])
    );
}

#[tokio::test]
async fn one_number_of_the_pool() {
    let answer = json!({
        "id": "900000000000001", "phone_number": "15550783881",
        "code_verification_status": "VERIFIED",
        "code_verification_time": "2026-11-20T10:00:00+0000",
        "verification_expiry_time": "2027-02-18T10:00:00+0000",
    });
    let (stub, graph) = Stub::saying(&answer).await;
    let number = graph
        .preverified_number(&system_token(), &id())
        .await
        .unwrap();
    assert_eq!(
        number,
        PreverifiedNumber {
            id: id(),
            digits: Some(digits()),
            verification: CodeVerification::Verified,
            expires_at: Some(Timestamp::from_secs(1_802_944_800)),
        }
    );
    let asked = stub.asked_once();
    assert_eq!(asked.line, "GET /v25.0/900000000000001");
    assert_eq!(
        asked.query_with_proof_of(SYSTEM_TOKEN),
        pairs([("fields", FIELDS)])
    );
}

#[tokio::test]
async fn a_number_in_metas_other_form() {
    let other = read(json!({
        "id": "900000000000001", "display_phone_number": "+1 555-078-3881",
        "verification_status": "EXPIRED", "verification_expiry_time": 1_802_944_800,
    }))
    .await
    .unwrap();
    assert_eq!(other.digits, Some(digits()));
    assert_eq!(other.verification, CodeVerification::Expired);
    assert_eq!(other.expires_at, Some(Timestamp::from_secs(1_802_944_800)));
    for word in ["NOT_VERIFIED", "UNVERIFIED", "PENDING", "FAILED"] {
        let read = read(json!({"id": "1", "verification_status": word}))
            .await
            .unwrap();
        assert_eq!(read.verification, CodeVerification::NotVerified, "{word}");
    }
}

#[tokio::test]
async fn a_number_of_which_meta_says_little() {
    for answer in [
        json!({"id": "1"}),
        json!({
            "id": 1, "phone_number": null, "code_verification_status": null,
            "verification_expiry_time": null,
        }),
        json!({"id": "1", "phone_number": "?", "verification_expiry_time": "soon"}),
    ] {
        let bare = read(answer).await.unwrap();
        assert_eq!((bare.digits, bare.expires_at), (None, None));
        assert_eq!(bare.verification, CodeVerification::Unknown);
    }
    let as_a_number = read(json!({"id": "1", "phone_number": 15_550_783_881_u64}))
        .await
        .unwrap();
    assert_eq!(as_a_number.digits, Some(digits()));
    let error = read(json!({"phone_number": "15550783881"}))
        .await
        .unwrap_err();
    assert!(matches!(error, GraphError::Unreadable { .. }), "{error}");
}

#[tokio::test]
async fn a_number_that_a_customer_took_is_gone() {
    let body = json!({"error": {"code": 100, "error_subcode": 33, "message": "No object"}});
    let gone = || (400, body.to_string());
    let (_stub, graph) = Stub::answering([gone(), gone()]).await;
    let reading = graph.preverified_number(&system_token(), &id()).await;
    assert_eq!(reading.unwrap_err().kind(), GraphErrorKind::Gone);
    let deleting = graph.delete_preverified(&system_token(), &id()).await;
    assert_eq!(deleting.unwrap_err().kind(), GraphErrorKind::Gone);
}

#[tokio::test]
async fn a_number_is_taken_out_of_the_pool() {
    let (stub, graph) = Stub::saying(&json!({"success": true})).await;
    graph
        .delete_preverified(&system_token(), &id())
        .await
        .unwrap();
    let asked = stub.asked_once();
    assert_eq!(asked.line, "DELETE /v25.0/900000000000001");
    assert!(asked.query_with_proof_of(SYSTEM_TOKEN).is_empty());
}

#[tokio::test]
async fn a_deletion_may_be_repeated() {
    let (_stub, graph) = Stub::answering([(503, "busy".to_owned())]).await;
    let error = graph
        .delete_preverified(&system_token(), &id())
        .await
        .unwrap_err();
    assert!(error.is_retryable());
}
