//! What each call sends, and what it reads.

use crate::stub::{APP, APP_SECRET, Stub, TOKEN, number, pairs, token, waba};
use gangway_domain::{AppId, MetaBusinessId, Timestamp};
use gangway_meta::{GraphError, NumberStatus, SyncKind};
use serde_json::{Value, json};

const NUMBER_FIELDS: &str = "id,display_phone_number,verified_name,status,\
    code_verification_status,platform_type,quality_rating,name_status,throughput,\
    is_on_biz_app,last_onboarded_time";

#[tokio::test]
async fn a_code_from_the_dialog_is_exchanged_without_an_address() {
    let answer = json!({"access_token": TOKEN, "token_type": "bearer", "expires_in": 5_184_000});
    let (stub, graph) = Stub::saying(&answer).await;
    let token = graph.exchange_code("AQ code&x=1", None).await.unwrap();
    assert_eq!((token.expose(), token.expires_in), (TOKEN, Some(5_184_000)));
    let asked = stub.asked_once();
    assert_eq!(asked.line, "GET /v25.0/oauth/access_token");
    assert_eq!(asked.bearer, None);
    assert_eq!(
        asked.query,
        pairs([
            ("client_id", APP),
            ("client_secret", APP_SECRET),
            ("code", "AQ code&x=1")
        ])
    );
}

#[tokio::test]
async fn a_code_from_a_redirect_brings_its_address() {
    let (stub, graph) = Stub::saying(&json!({"access_token": TOKEN})).await;
    let address = "https://gangway.example/back?a=b";
    let token = graph.exchange_code("AQ", Some(address)).await.unwrap();
    assert_eq!(token.expires_in, None);
    assert_eq!(stub.asked_once().query["redirect_uri"], address);
}

#[tokio::test]
async fn a_token_is_debugged_with_the_apps_own() {
    let answer = json!({"data": {
        "app_id": APP, "type": "SYSTEM_USER", "is_valid": true, "expires_at": 1_800_000_000,
        "scopes": ["whatsapp_business_management", "whatsapp_business_messaging"],
        "granular_scopes": [
            {"scope": "whatsapp_business_messaging", "target_ids": ["103"]},
            {"scope": "whatsapp_business_management", "target_ids": ["102000000000001"]},
        ],
    }});
    let (stub, graph) = Stub::saying(&answer).await;
    let info = graph.debug_token(&token()).await.unwrap();
    assert!(info.works_for(graph.app_id()));
    assert!(!info.works_for(&AppId::parse("1").unwrap()));
    assert_eq!(info.waba_targets, Some(vec![waba()]));
    assert_eq!(info.scopes.len(), 2);
    assert_eq!(info.expires_at, Some(Timestamp::from_secs(1_800_000_000)));
    let asked = stub.asked_once();
    assert_eq!(asked.line, "GET /v25.0/debug_token");
    assert_eq!(
        asked.query_with_proof_of(&format!("{APP}|{APP_SECRET}")),
        pairs([("input_token", TOKEN)])
    );
}

#[tokio::test]
async fn a_token_without_targets_proves_no_account() {
    for scopes in [
        json!([{"scope": "whatsapp_business_management"}]),
        json!([]),
    ] {
        let answer = json!({"data": {
            "app_id": APP, "is_valid": true, "expires_at": 0, "granular_scopes": scopes,
        }});
        let (_stub, graph) = Stub::saying(&answer).await;
        let info = graph.debug_token(&token()).await.unwrap();
        assert_eq!((info.waba_targets, info.expires_at), (None, None));
    }
}

#[tokio::test]
async fn a_dead_token_is_an_answer() {
    let answer = json!({"data": {
        "is_valid": false, "error": {"code": 190, "message": "Expired.", "subcode": 463},
    }});
    let (_stub, graph) = Stub::saying(&answer).await;
    let info = graph.debug_token(&token()).await.unwrap();
    assert!(!info.works_for(graph.app_id()));
}

#[tokio::test]
async fn whose_token_it_is() {
    let answer = json!({"client_business_id": "272000000000001", "id": "122000000000001"});
    let (stub, graph) = Stub::saying(&answer).await;
    assert_eq!(
        graph.client_business_id(&token()).await.unwrap(),
        Some(MetaBusinessId::parse("272000000000001").unwrap())
    );
    let asked = stub.asked_once();
    assert_eq!(asked.line, "GET /v25.0/me");
    assert_eq!(
        asked.query_with_proof_of(TOKEN),
        pairs([("fields", "client_business_id")])
    );
}

#[tokio::test]
async fn an_account_and_its_owner() {
    let answer = json!({
        "id": "102000000000001", "name": "Example Tea",
        "owner_business_info": {"id": 272_000_000_000_001_u64, "name": "Example"},
    });
    let (stub, graph) = Stub::saying(&answer).await;
    let read = graph.waba(&token(), &waba()).await.unwrap();
    assert_eq!(
        (read.id, read.name.as_deref()),
        (waba(), Some("Example Tea"))
    );
    assert_eq!(read.owner_business.unwrap().as_str(), "272000000000001");
    let asked = stub.asked_once();
    assert_eq!(asked.line, "GET /v25.0/102000000000001");
    assert_eq!(
        asked.query_with_proof_of(TOKEN),
        pairs([("fields", "id,name,owner_business_info{id}")])
    );
}

fn page(id: u64, paging: &Value) -> (u16, String) {
    let data = json!([{
        "id": id.to_string(), "display_phone_number": "+49 30 12345", "status": "CONNECTED",
    }]);
    (200, json!({"data": data, "paging": paging}).to_string())
}

#[tokio::test]
async fn numbers_are_read_over_all_pages() {
    let more = |after| json!({"cursors": {"before": "B", "after": after}, "next": "https://evil.example/?access_token=x"});
    let (stub, graph) = Stub::answering([
        page(1, &more("A1==")),
        page(2, &more("A2")),
        page(3, &json!({"cursors": {"before": "B", "after": "A3"}})),
    ])
    .await;
    let numbers = graph.phone_numbers(&token(), &waba()).await.unwrap();
    let ids: Vec<_> = numbers.iter().map(|number| number.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let mut cursors = Vec::new();
    for asked in stub.asked() {
        assert_eq!(asked.line, "GET /v25.0/102000000000001/phone_numbers");
        let mut query = asked.query_with_proof_of(TOKEN);
        assert_eq!(query.remove("fields").as_deref(), Some(NUMBER_FIELDS));
        cursors.push(query.remove("after"));
        assert!(query.is_empty(), "{query:?}");
    }
    assert_eq!(
        cursors,
        [None, Some("A1==".to_owned()), Some("A2".to_owned())]
    );
}

#[tokio::test]
async fn an_account_without_numbers() {
    let (_stub, graph) = Stub::saying(&json!({"data": []})).await;
    assert!(
        graph
            .phone_numbers(&token(), &waba())
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_list_that_never_ends_is_left() {
    let again = json!({"cursors": {"after": "A"}, "next": "n"});
    let (stub, graph) = Stub::answering((0..100).map(|_| page(1, &again))).await;
    let error = graph.phone_numbers(&token(), &waba()).await.unwrap_err();
    assert!(matches!(error, GraphError::Unreadable { .. }), "{error}");
    assert_eq!(stub.asked().len(), 40);
}

#[tokio::test]
async fn one_number() {
    let answer = json!({"id": "106000000000001", "status": "PENDING", "is_on_biz_app": false});
    let (stub, graph) = Stub::saying(&answer).await;
    let read = graph.phone_number(&token(), &number()).await.unwrap();
    assert_eq!(
        (read.status, read.is_on_biz_app),
        (NumberStatus::Pending, Some(false))
    );
    let asked = stub.asked_once();
    assert_eq!(asked.line, "GET /v25.0/106000000000001");
    assert_eq!(
        asked.query_with_proof_of(TOKEN),
        pairs([("fields", NUMBER_FIELDS)])
    );
}

#[tokio::test]
async fn events_on_and_off() {
    let done = || (200, json!({"success": true}).to_string());
    let (stub, graph) = Stub::answering([done(), done()]).await;
    graph.subscribe_app(&token(), &waba()).await.unwrap();
    graph.unsubscribe_app(&token(), &waba()).await.unwrap();
    let asked = stub.asked();
    assert_eq!(
        asked
            .iter()
            .map(|asked| asked.line.as_str())
            .collect::<Vec<_>>(),
        [
            "POST /v25.0/102000000000001/subscribed_apps",
            "DELETE /v25.0/102000000000001/subscribed_apps"
        ]
    );
    for asked in asked {
        assert_eq!(asked.body, Value::Null, "a body could set an override");
        assert!(asked.query_with_proof_of(TOKEN).is_empty());
    }
}

#[tokio::test]
async fn a_number_is_registered_and_taken_off() {
    let done = || (200, json!({"success": true}).to_string());
    let (stub, graph) = Stub::answering([done(), done()]).await;
    graph.register(&token(), &number(), "048151").await.unwrap();
    graph.deregister(&token(), &number()).await.unwrap();
    let asked = stub.asked();
    assert_eq!(asked[0].line, "POST /v25.0/106000000000001/register");
    assert_eq!(
        asked[0].body,
        json!({"messaging_product": "whatsapp", "pin": "048151"})
    );
    assert_eq!(asked[1].line, "POST /v25.0/106000000000001/deregister");
    for asked in asked {
        assert!(
            asked.query_with_proof_of(TOKEN).is_empty(),
            "the PIN is in no address"
        );
    }
}

#[tokio::test]
async fn no_success_is_not_taken_for_one() {
    let (_stub, graph) = Stub::saying(&json!({"success": false})).await;
    assert!(graph.subscribe_app(&token(), &waba()).await.is_err());
}

#[tokio::test]
async fn the_apps_data_by_kind() {
    let answer = || {
        (
            200,
            json!({"messaging_product": "whatsapp", "request_id": "r1"}).to_string(),
        )
    };
    let (stub, graph) = Stub::answering([answer(), answer()]).await;
    for kind in [SyncKind::Contacts, SyncKind::History] {
        assert_eq!(
            graph
                .sync_app_data(&token(), &number(), kind)
                .await
                .unwrap(),
            "r1"
        );
    }
    let asked = stub.asked();
    assert_eq!(asked[0].line, "POST /v25.0/106000000000001/smb_app_data");
    assert_eq!(
        asked
            .iter()
            .map(|asked| &asked.body["sync_type"])
            .collect::<Vec<_>>(),
        ["smb_app_state_sync", "history"]
    );
}
