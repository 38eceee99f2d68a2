//! Adding a number to an account, and proving its possession by a code.

use crate::stub::{SYSTEM_TOKEN, Stub, TOKEN, number, pairs, system_token, token, waba};
use gangway_domain::{CodeLanguage, PhoneNumber, PreverifiedId};
use gangway_meta::{Call, CodeMethod, GraphErrorKind, NumberRefusal};
use serde_json::{Value, json};

fn done() -> (u16, String) {
    (200, json!({"success": true}).to_string())
}

fn refused(code: i64) -> (u16, String) {
    let error = json!({"code": code, "message": "No.", "fbtrace_id": "Abc123"});
    (400, json!({"error": error}).to_string())
}

fn preverified() -> PreverifiedId {
    PreverifiedId::parse("900000000000001").unwrap()
}

fn language(raw: &str) -> CodeLanguage {
    CodeLanguage::parse("language", raw).unwrap()
}

#[tokio::test]
async fn a_code_is_asked_for_by_message_or_call() {
    let (stub, graph) = Stub::answering([done(), done()]).await;
    graph
        .request_code(&token(), &number(), CodeMethod::Sms, &language(""))
        .await
        .unwrap();
    graph
        .request_preverified_code(
            &system_token(),
            &preverified(),
            CodeMethod::Voice,
            &language("pt-br"),
        )
        .await
        .unwrap();
    let expected = [
        (
            "POST /v25.0/106000000000001/request_code",
            TOKEN,
            ("SMS", "en_US"),
        ),
        (
            "POST /v25.0/900000000000001/request_code",
            SYSTEM_TOKEN,
            ("VOICE", "pt_BR"),
        ),
    ];
    let asked = stub.asked();
    assert_eq!(asked.len(), expected.len());
    for (asked, (line, token, (method, language))) in asked.into_iter().zip(expected) {
        assert_eq!(asked.line, line);
        assert_eq!(asked.body, Value::Null);
        assert_eq!(
            asked.query_with_proof_of(token),
            pairs([("code_method", method), ("language", language)])
        );
    }
}

#[tokio::test]
async fn a_code_is_given_back() {
    let (stub, graph) = Stub::answering([done(), done()]).await;
    graph
        .verify_code(&token(), &number(), "048151")
        .await
        .unwrap();
    graph
        .verify_preverified_code(&system_token(), &preverified(), "048152")
        .await
        .unwrap();
    let mut asked = stub.asked();
    let (second, first) = (asked.pop().unwrap(), asked.pop().unwrap());
    assert_eq!(first.line, "POST /v25.0/106000000000001/verify_code");
    assert_eq!(
        first.query_with_proof_of(TOKEN),
        pairs([("code", "048151")])
    );
    assert_eq!(second.line, "POST /v25.0/900000000000001/verify_code");
    assert_eq!(
        second.query_with_proof_of(SYSTEM_TOKEN),
        pairs([("code", "048152")])
    );
}

#[tokio::test]
async fn what_meta_has_against_a_code() {
    for (code, kind, refusal) in [
        (
            136_024,
            GraphErrorKind::Other,
            Some(NumberRefusal::NoCodeNow),
        ),
        (
            136_025,
            GraphErrorKind::Other,
            Some(NumberRefusal::WrongCode),
        ),
        (200, GraphErrorKind::Permission, None),
        (100, GraphErrorKind::Other, None),
    ] {
        let (_stub, graph) = Stub::answering([refused(code), refused(code)]).await;
        let asking = graph
            .request_preverified_code(
                &system_token(),
                &preverified(),
                CodeMethod::Sms,
                &language(""),
            )
            .await
            .unwrap_err();
        let giving = graph
            .verify_code(&token(), &number(), "048151")
            .await
            .unwrap_err();
        for error in [&asking, &giving] {
            assert_eq!((error.kind(), error.number_refusal()), (kind, refusal));
            assert!(!error.to_string().contains("048151"), "{error}");
        }
        assert_eq!(
            (asking.call(), giving.call()),
            (Call::RequestCode, Call::VerifyCode)
        );
    }
}

#[tokio::test]
async fn no_code_is_asked_for_or_given_twice() {
    let busy = || (503, "busy".to_owned());
    let (stub, graph) = Stub::answering([busy(), busy()]).await;
    let asking = graph
        .request_code(&token(), &number(), CodeMethod::Sms, &language(""))
        .await
        .unwrap_err();
    let giving = graph
        .verify_code(&token(), &number(), "048151")
        .await
        .unwrap_err();
    for error in [asking, giving] {
        assert_eq!(error.kind(), GraphErrorKind::Unavailable);
        assert!(error.may_have_acted() && !error.is_retryable());
    }
    assert_eq!(stub.asked().len(), 2);
}

#[tokio::test]
async fn a_number_is_added_by_calling_code_and_rest() {
    for (digits, calling_code, rest) in [
        ("493012345", "49", "3012345"),
        ("390612345678", "39", "0612345678"),
        ("15550783881", "1", "5550783881"),
    ] {
        let (stub, graph) = Stub::saying(&json!({"id": "106000000000001"})).await;
        let digits = PhoneNumber::from_meta(digits).unwrap();
        let added = graph
            .add_number(&token(), &waba(), &digits, "Tea & Söhne")
            .await
            .unwrap();
        assert_eq!(added, number());
        let asked = stub.asked_once();
        assert_eq!(asked.line, "POST /v25.0/102000000000001/phone_numbers");
        assert_eq!(asked.body, Value::Null);
        assert_eq!(
            asked.query_with_proof_of(TOKEN),
            pairs([
                ("cc", calling_code),
                ("phone_number", rest),
                ("verified_name", "Tea & Söhne")
            ])
        );
    }
}

#[tokio::test]
async fn a_number_that_an_account_does_not_take() {
    let digits = PhoneNumber::from_meta("493012345").unwrap();
    for (code, refusal) in [
        (2_388_012, Some(NumberRefusal::AlreadyAdded)),
        (200_000, None),
    ] {
        let (_stub, graph) = Stub::answering([refused(code)]).await;
        let error = graph
            .add_number(&token(), &waba(), &digits, "Tea")
            .await
            .unwrap_err();
        assert_eq!(
            (error.call(), error.kind(), error.number_refusal()),
            (Call::AddNumber, GraphErrorKind::Other, refusal)
        );
    }
    let (_stub, graph) = Stub::answering([(503, "busy".to_owned())]).await;
    let lost = graph.add_number(&token(), &waba(), &digits, "Tea").await;
    assert!(!lost.unwrap_err().is_retryable());
}
