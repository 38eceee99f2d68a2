//! The counts of delivered messages.

use crate::stub::{Stub, TOKEN, pairs, token, waba};
use gangway_domain::{PhoneNumber, Timestamp};
use gangway_meta::{
    Call, GraphErrorKind, PricingAnalytics, PricingCategory as Category, PricingPoint, PricingType,
};
use serde_json::{Value, json};
use std::collections::HashMap;

const START: Timestamp = Timestamp::from_secs(1_761_955_200);
const END: Timestamp = Timestamp::from_secs(1_764_547_200);

fn digits(digits: &str) -> PhoneNumber {
    PhoneNumber::from_meta(digits).unwrap()
}

async fn read(answer: Value) -> PricingAnalytics {
    let (_stub, graph) = Stub::saying(&answer).await;
    graph
        .pricing_analytics(&token(), &waba(), START, END, &[])
        .await
        .unwrap()
}

#[tokio::test]
async fn an_account_is_asked_once_for_all_of_its_numbers() {
    let answer = json!({"pricing_analytics": {"data": [{"data_points": [{
        "start": 1_761_955_200, "end": 1_764_547_200, "phone_number": "15550783881",
        "country": "DE", "pricing_type": "REGULAR", "pricing_category": "MARKETING",
        "volume": 120, "cost": 13.2,
    }]}]}, "id": "102000000000001"});
    let (stub, graph) = Stub::saying(&answer).await;
    let counts = graph
        .pricing_analytics(&token(), &waba(), START, END, &[])
        .await
        .unwrap();
    assert_eq!(
        counts.points,
        [PricingPoint {
            start: Some(START),
            end: Some(END),
            number: Some(digits("15550783881")),
            category: Category::Marketing,
            pricing_type: PricingType::Regular,
            volume: 120,
        }]
    );
    let asked = stub.asked_once();
    assert_eq!(asked.line, "GET /v25.0/102000000000001");
    assert_eq!(
        asked.query_with_proof_of(TOKEN),
        pairs([(
            "fields",
            "pricing_analytics.start(1761955200).end(1764547200).granularity(MONTHLY)\
             .metric_types([\"VOLUME\"]).dimensions([\"PHONE\",\"PRICING_CATEGORY\",\"PRICING_TYPE\"])"
        )])
    );
}

#[tokio::test]
async fn some_numbers_are_asked_for_by_their_digits() {
    let (stub, graph) = Stub::saying(&json!({"id": "102000000000001"})).await;
    let numbers = [digits("15550783881"), digits("493012345")];
    graph
        .pricing_analytics(&token(), &waba(), START, END, &numbers)
        .await
        .unwrap();
    assert_eq!(
        stub.asked_once().query_with_proof_of(TOKEN)["fields"],
        "pricing_analytics.start(1761955200).end(1764547200).granularity(MONTHLY)\
         .phone_numbers([\"15550783881\",\"493012345\"])\
         .metric_types([\"VOLUME\"]).dimensions([\"PHONE\",\"PRICING_CATEGORY\",\"PRICING_TYPE\"])"
    );
}

#[tokio::test]
async fn counts_are_summed_by_category_and_new_words_stay_apart() {
    let point = |number: &str, category: &str, volume: u64| json!({"phone_number": number, "pricing_category": category, "volume": volume});
    let counts = read(json!({"pricing_analytics": {"data": [
        {"data_points": [
            point("15550783881", "MARKETING", 120),
            point("+49 30 12345", "MARKETING", 3),
            point("15550783881", "UTILITY", 7),
            point("15550783881", "AUTHENTICATION", 1),
            point("15550783881", "AUTHENTICATION_INTERNATIONAL", 2),
            point("15550783881", "REFERRAL_CONVERSION", 4),
        ]},
        {"data_points": [
            point("15550783881", "MARKETING", 10),
            point("493012345", "SERVICE", 5),
            point("493012345", "BARTER", 6),
        ]},
    ]}}))
    .await;
    assert_eq!(
        counts.volumes(),
        HashMap::from([
            (Category::Marketing, 133),
            (Category::Utility, 7),
            (Category::Authentication, 1),
            (Category::AuthenticationInternational, 2),
            (Category::ReferralConversion, 4),
            (Category::Service, 5),
            (Category::Other("BARTER".to_owned()), 6),
        ])
    );
    assert_eq!(
        counts.volumes_of(&digits("493012345")),
        HashMap::from([
            (Category::Marketing, 3),
            (Category::Service, 5),
            (Category::Other("BARTER".to_owned()), 6),
        ])
    );
}

#[tokio::test]
async fn how_a_message_was_charged_for_is_told_apart() {
    let types = [
        "REGULAR",
        "FREE_CUSTOMER_SERVICE",
        "FREE_ENTRY_POINT",
        "GIFT",
    ];
    let points = types.map(|word| json!({"pricing_type": word, "volume": 1}));
    let told = read(json!({"pricing_analytics": {"data": [{"data_points": points}]}})).await;
    let told: Vec<PricingType> = told
        .points
        .into_iter()
        .map(|point| point.pricing_type)
        .collect();
    assert_eq!(
        told,
        [
            PricingType::Regular,
            PricingType::FreeCustomerService,
            PricingType::FreeEntryPoint,
            PricingType::Other("GIFT".to_owned()),
        ]
    );
}

#[tokio::test]
async fn what_is_missing_is_zero() {
    for answer in [
        json!({"id": "102000000000001"}),
        json!({"pricing_analytics": null}),
        json!({"pricing_analytics": {}}),
        json!({"pricing_analytics": {"data": null}}),
        json!({"pricing_analytics": {"data": []}}),
        json!({"pricing_analytics": {"data": [{}, {"data_points": null}]}}),
    ] {
        assert_eq!(read(answer).await, PricingAnalytics::default());
    }
    let bare = read(json!({"pricing_analytics": {"data": [
        {"data_points": [{}, {"volume": null, "pricing_category": null, "start": null}]},
    ]}}))
    .await;
    assert_eq!(bare.volumes(), HashMap::from([(Category::Unknown, 0)]));
}

#[tokio::test]
async fn counts_without_the_outer_object() {
    let points =
        json!([{"phone_number": 15_550_783_881_u64, "volume": 9, "pricing_category": "SERVICE"}]);
    let counts = read(json!({"data": [{"data_points": points}]})).await;
    assert_eq!(
        counts.volumes_of(&digits("15550783881")),
        HashMap::from([(Category::Service, 9)])
    );
}

#[tokio::test]
async fn a_refused_count() {
    for (code, kind, retryable) in [
        (100, GraphErrorKind::Other, false),
        (190, GraphErrorKind::TokenDead, false),
        (80_008, GraphErrorKind::RateLimited, true),
    ] {
        let body = json!({"error": {"code": code, "message": "No."}});
        let (_stub, graph) = Stub::answering([(400, body.to_string())]).await;
        let error = graph
            .pricing_analytics(&token(), &waba(), START, END, &[])
            .await
            .unwrap_err();
        assert_eq!(
            (error.call(), error.kind(), error.is_retryable()),
            (Call::PricingAnalytics, kind, retryable)
        );
    }
}
