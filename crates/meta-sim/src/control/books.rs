//! `/_sim/books`: messages that numbers deliver, for the counts that Graph gives of them.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::{Refusal, read};
use crate::numbering;
use crate::state::SimState;
use crate::timestamp::month_around;
use crate::world::{Category, Delivered, PricingType};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Delivery {
    number: String,
    category: Category,
    pricing_type: PricingType,
    volume: u64,
}

/// A number of this world has delivered so many messages now.
pub(super) async fn deliver(
    State(state): State<SimState>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let delivery: Delivery = read(&body)?;
    let digits = numbering::parse(&delivery.number);
    let mut world = state.world();
    let number = digits.and_then(|digits| world.number_by_digits(&digits));
    let Some(number) = number.map(|number| number.digits.clone()) else {
        let message = "`number` must be a number of an account in this world".to_owned();
        return Err(Refusal(StatusCode::NOT_FOUND, message));
    };
    let delivered = Delivered {
        number,
        category: delivery.category,
        pricing_type: delivery.pricing_type,
        volume: delivery.volume,
        at: state.now_ms().div_euclid(1000),
    };
    let answer = json!(delivered);
    world.books.push(delivered);
    Ok(Json(answer))
}

/// All sums, by number, month, category and type.
pub(super) async fn sums(State(state): State<SimState>) -> Json<Value> {
    let world = state.world();
    let mut sums = BTreeMap::new();
    for line in &world.books {
        let (month, _) = month_around(line.at);
        let key = (&line.number, month, line.category, line.pricing_type);
        *sums.entry(key).or_insert(0) += line.volume;
    }
    let sums: Vec<Value> = sums
        .into_iter()
        .map(|((number, month, category, pricing_type), volume)| {
            json!({
                "number": number,
                "month": month,
                "category": category,
                "pricing_type": pricing_type,
                "volume": volume,
            })
        })
        .collect();
    Json(json!({ "books": sums }))
}
