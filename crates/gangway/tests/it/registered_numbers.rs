//! Numbers that a partner registers beforehand.

use crate::support::{
    Answer, DELETE_NUMBER as DELETE, NUMBERS as LIST, REGISTER, TestApp, TestPartner, VERIFY,
};
use reqwest::Method;
use serde_json::{Value, json};

const NUMBER: &str = "493012345678";

async fn post(app: &TestApp, partner: &TestPartner, path: &str, body: Value) -> Answer {
    app.as_partner(partner, Method::POST, path, Some(body))
        .await
}

#[tokio::test]
async fn where_the_operator_has_no_pool_every_call_says_so_and_the_list_is_empty() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    let wish = json!({"whatsapp": NUMBER, "method": 1});
    post(&app, &partner, REGISTER, wish).await.expect(501, 14);
    let code = json!({"whatsapp": NUMBER, "code": "123456"});
    post(&app, &partner, VERIFY, code).await.expect(501, 14);
    let gone = json!({"whatsapp": NUMBER});
    let gone = app.as_partner(&partner, Method::DELETE, DELETE, Some(gone));
    gone.await.expect(501, 14);
    let list = app.as_partner(&partner, Method::GET, LIST, None).await;
    list.expect(200, 1);
    assert_eq!(list.json["list"], json!([]));
}

#[tokio::test]
async fn each_wrong_field_has_its_own_reason() {
    let app = TestApp::start().await;
    let partner = app.partner("One").await;
    for (body, reason, names) in [
        (json!({"method": 1}), 4, "whatsapp"),
        (json!({"whatsapp": "12", "method": 1}), 4, "whatsapp"),
        (
            json!({"whatsapp": "972571234567", "method": 1}),
            4,
            "whatsapp",
        ),
        (json!({"whatsapp": NUMBER}), 5, "method"),
        (json!({"whatsapp": NUMBER, "method": 3}), 5, "method"),
        (json!({"whatsapp": NUMBER, "method": "sms"}), 5, "method"),
        (
            json!({"whatsapp": NUMBER, "method": 1, "comment": "x".repeat(201)}),
            6,
            "comment",
        ),
        (
            json!({"whatsapp": NUMBER, "method": "2", "language": "english"}),
            6,
            "language",
        ),
    ] {
        let refused = post(&app, &partner, REGISTER, body).await;
        refused.expect(422, reason);
        let message = refused.json["message"].as_str().unwrap();
        assert!(message.contains(names), "{message}");
    }
    for code in [
        json!(null),
        json!("12345"),
        json!("abcdef"),
        json!(1_234_567),
    ] {
        let body = json!({"whatsapp": NUMBER, "code": code});
        post(&app, &partner, VERIFY, body).await.expect(422, 11);
    }
    for (path, method) in [
        (REGISTER, Method::GET),
        (VERIFY, Method::GET),
        (LIST, Method::POST),
        (DELETE, Method::GET),
    ] {
        app.as_partner(&partner, method, path, None)
            .await
            .expect(405, 13);
    }
}
