//! The counts of delivered messages, and the books behind them.

use serde_json::{Value, json};

use crate::support::{Answer, Onboarded, Sim};

/// The month after the one in which the simulator's clock starts here.
const NOVEMBER: i64 = 1_761_955_200;
const DECEMBER: i64 = 1_764_547_200;
const DAY: u32 = 24 * 3600;

async fn in_november() -> Sim {
    Sim::start_with(|config| {
        config.clock = gangway_meta_sim::ClockMode::Manual {
            unix_seconds: NOVEMBER,
        };
    })
    .await
}

async fn delivers(sim: &Sim, number: &str, category: &str, pricing_type: &str, volume: u64) {
    let body = json!({
        "number": number, "category": category,
        "pricing_type": pricing_type, "volume": volume,
    });
    sim.control("/_sim/books", body).await;
}

async fn read(sim: &Sim, customer: &Onboarded, arguments: &str) -> Answer {
    let path = format!(
        "/v25.0/{}?fields=id,pricing_analytics{arguments}",
        customer.waba_id
    );
    sim.get(&path, &customer.token).await
}

fn points(answer: Answer) -> Vec<Value> {
    let answer = answer.ok();
    let points = &answer["pricing_analytics"]["data"][0]["data_points"];
    points.as_array().unwrap().clone()
}

fn span(start: i64, end: i64, rest: &str) -> String {
    format!(".start({start}).end({end}).metric_types([\"VOLUME\"]){rest}")
}

#[tokio::test]
async fn what_numbers_deliver_is_summed_by_what_is_asked_for() {
    let sim = in_november().await;
    let customer = sim.onboarded(json!({})).await;
    let other = sim.onboarded(json!({})).await;
    let number = customer.number.as_str();
    delivers(&sim, number, "MARKETING", "REGULAR", 120).await;
    delivers(&sim, number, "MARKETING", "REGULAR", 3).await;
    delivers(&sim, number, "SERVICE", "FREE_CUSTOMER_SERVICE", 8).await;
    delivers(&sim, &other.number, "SERVICE", "REGULAR", 99).await;
    let rest =
        ".granularity(MONTHLY).dimensions([\"PHONE\",\"PRICING_CATEGORY\",\"PRICING_TYPE\"])";
    let all = points(read(&sim, &customer, &span(NOVEMBER, DECEMBER, rest)).await);
    let point = |category: &str, pricing_type: &str, volume: u64| {
        json!({
            "start": NOVEMBER, "end": DECEMBER, "phone_number": number,
            "pricing_category": category, "pricing_type": pricing_type, "volume": volume,
        })
    };
    assert_eq!(
        all,
        [
            point("MARKETING", "REGULAR", 123),
            point("SERVICE", "FREE_CUSTOMER_SERVICE", 8),
        ]
    );
    let rest = ".granularity(MONTHLY)";
    let bare = points(read(&sim, &customer, &span(NOVEMBER, DECEMBER, rest)).await);
    assert_eq!(
        bare,
        [json!({"start": NOVEMBER, "end": DECEMBER, "volume": 131})]
    );
    let unquoted = ".granularity(MONTHLY).dimensions(PRICING_CATEGORY,PRICING_TYPE)";
    let unquoted = points(read(&sim, &customer, &span(NOVEMBER, DECEMBER, unquoted)).await);
    assert_eq!(unquoted.len(), 2);
    let rest = ".granularity(MONTHLY).phone_numbers([\"15550001111\"])";
    let none = points(read(&sim, &customer, &span(NOVEMBER, DECEMBER, rest)).await);
    assert_eq!(none, Vec::<Value>::new());
}

#[tokio::test]
async fn spans_are_half_hours_days_or_months_within_what_is_asked_for() {
    let sim = in_november().await;
    let customer = sim.onboarded(json!({})).await;
    delivers(&sim, &customer.number, "UTILITY", "REGULAR", 1).await;
    sim.advance(DAY).await;
    delivers(&sim, &customer.number, "UTILITY", "REGULAR", 2).await;
    sim.advance(30 * DAY).await;
    delivers(&sim, &customer.number, "UTILITY", "REGULAR", 4).await;
    let ends = async |granularity: &str, end: i64| {
        let rest = format!(".granularity({granularity})");
        let points = points(read(&sim, &customer, &span(NOVEMBER, end, &rest)).await);
        let pair = |point: &Value| {
            let length = point["end"].as_i64().unwrap() - point["start"].as_i64().unwrap();
            (length, point["volume"].as_u64().unwrap())
        };
        points.iter().map(pair).collect::<Vec<_>>()
    };
    let day = i64::from(DAY);
    assert_eq!(ends("MONTHLY", DECEMBER).await, [(30 * day, 3)]);
    let later = DECEMBER + 31 * day;
    assert_eq!(ends("MONTHLY", later).await, [(30 * day, 3), (31 * day, 4)]);
    assert_eq!(ends("DAILY", DECEMBER).await, [(day, 1), (day, 2)]);
    assert_eq!(ends("HALF_HOUR", NOVEMBER + day).await, [(1800, 1)]);
    let books = sim.send(sim.http().get(sim.url("/_sim/books"))).await.ok();
    let months: Vec<(i64, u64)> = books["books"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            let month = line["month"].as_i64().unwrap();
            (month, line["volume"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(months, [(NOVEMBER, 3), (DECEMBER, 4)]);
}

#[tokio::test]
async fn what_cannot_be_counted_is_refused() {
    let sim = in_november().await;
    let customer = sim.onboarded(json!({})).await;
    let long_ago = NOVEMBER - 400 * i64::from(DAY);
    for wrong in [
        String::new(),
        span(NOVEMBER, DECEMBER, ""),
        span(NOVEMBER, DECEMBER, ".granularity(YEARLY)"),
        span(DECEMBER, NOVEMBER, ".granularity(MONTHLY)"),
        span(long_ago, DECEMBER, ".granularity(MONTHLY)"),
        span(
            NOVEMBER,
            DECEMBER,
            ".granularity(MONTHLY).dimensions([\"TIER\"])",
        ),
        format!(".start({NOVEMBER}).end({DECEMBER}).granularity(MONTHLY).metric_types([\"COST\"])"),
        ".start(soon).end(later)".to_owned(),
    ] {
        read(&sim, &customer, &wrong).await.error(100);
    }
    let unknown = json!({
        "number": "15550001111", "category": "UTILITY", "pricing_type": "REGULAR", "volume": 1,
    });
    let request = sim.http().post(sim.url("/_sim/books")).json(&unknown);
    assert_eq!(request.send().await.unwrap().status(), 404);
}
