//! Endpoints and deliveries as tables.

use crate::commands::output::{json, remark, table};
use clap::Args;
use gangway_app::{DeliveryFilter, DeliveryView, Endpoint, Operator};
use gangway_domain::Utc;
use gangway_domain::{DeliveryState, Partner, PartnerId, Timestamp};
use serde::Serialize;

#[derive(Debug, Args)]
pub(in crate::commands) struct ListArgs {
    /// Only those that are pending, delivered or failed
    #[arg(long, value_parser = state)]
    state: Option<DeliveryState>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1000))]
    limit: u32,
}

fn state(text: &str) -> Result<DeliveryState, String> {
    DeliveryState::from_name(text).ok_or_else(|| "write pending, delivered or failed".to_owned())
}

/// An endpoint as it is printed.
#[derive(Debug, Serialize)]
struct ShownEndpoint {
    client_id: String,
    partner: String,
    url: String,
    state: &'static str,
    since: Option<i64>,
}

/// A delivery as it is printed.
#[derive(Debug, Serialize)]
struct ShownDelivery {
    event_id: String,
    event: &'static str,
    queued_time: i64,
    state: &'static str,
    tries: u32,
    next_try: Option<i64>,
    latest: String,
}

pub(super) async fn endpoints(operator: &Operator, as_json: bool) -> anyhow::Result<()> {
    let mut shown = Vec::new();
    for partner in operator.partners().await? {
        if let Some(endpoint) = operator.webhook(partner.id).await? {
            shown.push(endpoint_of(&partner, endpoint));
        }
    }
    if as_json {
        return json(&shown);
    }
    if shown.is_empty() {
        remark("no partner has set a webhook");
        return Ok(());
    }
    let rows = shown.into_iter().map(|one| {
        vec![
            one.client_id,
            one.partner,
            one.url,
            one.state.to_owned(),
            time(one.since),
        ]
    });
    table(
        &["CLIENT ID", "PARTNER", "URL", "STATE", "SINCE (UTC)"],
        rows.collect(),
    )
}

fn endpoint_of(partner: &Partner, endpoint: Endpoint) -> ShownEndpoint {
    let (state, since) = match (&endpoint.url, endpoint.off, endpoint.failing_since) {
        (None, _, _) => ("cleared", None),
        (_, Some(off), _) => (off.why.name(), Some(off.at)),
        (_, None, Some(since)) => ("not taken", Some(since)),
        (_, None, None) => ("fine", None),
    };
    ShownEndpoint {
        client_id: partner.client_id.as_str().to_owned(),
        partner: partner.name.to_string(),
        url: endpoint
            .url
            .map_or_else(String::new, |url| url.as_str().to_owned()),
        state,
        since: since.map(Timestamp::as_secs),
    }
}

impl ListArgs {
    pub(super) async fn deliveries(
        self,
        operator: &Operator,
        partner: PartnerId,
        as_json: bool,
    ) -> anyhow::Result<()> {
        let filter = DeliveryFilter {
            state: self.state,
            limit: self.limit,
            ..DeliveryFilter::default()
        };
        let found = operator.deliveries(partner, &filter).await?;
        let shown: Vec<_> = found.iter().map(delivery_of).collect();
        if as_json {
            return json(&shown);
        }
        if shown.is_empty() {
            remark("there are no such deliveries");
            return Ok(());
        }
        let rows = shown.into_iter().map(|one| {
            vec![
                one.event_id,
                one.event.to_owned(),
                time(Some(one.queued_time)),
                one.state.to_owned(),
                one.tries.to_string(),
                one.latest,
                time(one.next_try),
            ]
        });
        table(
            &[
                "EVENT ID",
                "EVENT",
                "QUEUED (UTC)",
                "STATE",
                "TRIES",
                "LATEST",
                "NEXT TRY (UTC)",
            ],
            rows.collect(),
        )
    }
}

fn delivery_of(view: &DeliveryView) -> ShownDelivery {
    let latest = view.attempts.last();
    ShownDelivery {
        event_id: view.record.event_id.to_string(),
        event: view.record.event.name(),
        queued_time: view.record.queued_at.as_secs(),
        state: view.record.state.name(),
        tries: view.record.tries,
        next_try: view.record.due_at.map(Timestamp::as_secs),
        latest: latest.map_or_else(String::new, super::show::outcome),
    }
}

pub(super) fn time(seconds: Option<i64>) -> String {
    seconds.map_or_else(String::new, |seconds| Utc::of(seconds).to_string())
}
