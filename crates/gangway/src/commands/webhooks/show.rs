//! One event's deliveries, attempt by attempt.

use super::list::time;
use crate::commands::output::{json, line, remark, table};
use anyhow::bail;
use gangway_app::{DeliveryAttempt, DeliveryFilter, DeliveryView, Operator};
use gangway_domain::{EventId, PartnerId, Timestamp};
use serde::Serialize;
use std::time::Duration;

/// A test is looked after for about 20 seconds: longer than a receiver has to answer.
const LOOKS: u32 = 100;
const LOOK: Duration = Duration::from_millis(200);
/// How many deliveries of one event are shown: replays, above all.
const MOST: u32 = 100;

/// A delivery as it is printed.
#[derive(Debug, Serialize)]
struct Shown {
    queued_time: i64,
    state: &'static str,
    next_try: Option<i64>,
    attempts: Vec<ShownAttempt>,
}

/// An attempt as it is printed.
#[derive(Debug, Serialize)]
struct ShownAttempt {
    time: i64,
    took_ms: u128,
    outcome: String,
    answer: String,
}

/// Waits until the event was tried, and shows that; a server has to be running.
pub(super) async fn first_attempt(
    operator: &Operator,
    partner: PartnerId,
    event: EventId,
    as_json: bool,
) -> anyhow::Result<()> {
    for _ in 0..LOOKS {
        let found = deliveries_of(operator, partner, &event).await?;
        if found.iter().any(|view| !view.attempts.is_empty()) {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    let shown = shown(operator, partner, &event).await?;
    if as_json {
        return json(&serde_json::json!({ "event": event.as_str(), "deliveries": shown }));
    }
    line(event.as_str())?;
    if shown.iter().all(|delivery| delivery.attempts.is_empty()) {
        remark("nobody has sent it yet; is a server running?");
    }
    print(shown)
}

pub(super) async fn event(
    operator: &Operator,
    partner: PartnerId,
    event: EventId,
    as_json: bool,
) -> anyhow::Result<()> {
    let shown = shown(operator, partner, &event).await?;
    if shown.is_empty() {
        bail!("the partner has no delivery of {event}; gangway webhooks list shows them");
    }
    if as_json {
        return json(&shown);
    }
    print(shown)
}

fn print(deliveries: Vec<Shown>) -> anyhow::Result<()> {
    for delivery in deliveries {
        let queued = time(Some(delivery.queued_time));
        let next = match delivery.next_try {
            Some(_) => format!(", next try {}", time(delivery.next_try)),
            None => String::new(),
        };
        line(&format!("queued {queued}: {}{next}", delivery.state))?;
        let rows = delivery.attempts.into_iter().map(|one| {
            vec![
                time(Some(one.time)),
                format!("{} ms", one.took_ms),
                one.outcome,
                first_line(&one.answer),
            ]
        });
        table(&["TIME (UTC)", "TOOK", "OUTCOME", "ANSWER"], rows.collect())?;
    }
    Ok(())
}

async fn shown(
    operator: &Operator,
    partner: PartnerId,
    event: &EventId,
) -> anyhow::Result<Vec<Shown>> {
    let found = deliveries_of(operator, partner, event).await?;
    let shown = found.iter().map(|view| Shown {
        queued_time: view.record.queued_at.as_secs(),
        state: view.record.state.name(),
        next_try: view.record.due_at.map(Timestamp::as_secs),
        attempts: view.attempts.iter().map(attempt).collect(),
    });
    Ok(shown.collect())
}

async fn deliveries_of(
    operator: &Operator,
    partner: PartnerId,
    event: &EventId,
) -> anyhow::Result<Vec<DeliveryView>> {
    let filter = DeliveryFilter {
        event: Some(event.clone()),
        limit: MOST,
        ..DeliveryFilter::default()
    };
    Ok(operator.deliveries(partner, &filter).await?)
}

fn attempt(attempt: &DeliveryAttempt) -> ShownAttempt {
    ShownAttempt {
        time: attempt.at.as_secs(),
        took_ms: attempt.took.as_millis(),
        outcome: outcome(attempt),
        answer: String::from_utf8_lossy(&attempt.answer).into_owned(),
    }
}

/// What came of an attempt, in a word.
pub(super) fn outcome(attempt: &DeliveryAttempt) -> String {
    match (attempt.http_status, attempt.fault) {
        (Some(status), _) => format!("HTTP {status}"),
        (None, Some(fault)) => fault.name().to_owned(),
        (None, None) => "unknown".to_owned(),
    }
}

/// What of an answer fits into a table. Whatever a receiver sends, the terminal gets no
/// control characters.
fn first_line(answer: &str) -> String {
    const WIDTH: usize = 60;
    let line = answer.lines().next().unwrap_or_default();
    let clean = line.chars().filter(|c| !c.is_control());
    clean.take(WIDTH).collect()
}
