//! `gangway sandbox webhook`.

use super::span::parse_seconds;
use super::{Common, cell, rows};
use crate::commands::output::{line, remark, table};
use anyhow::bail;
use clap::Args;
use serde_json::{Map, Value, json};

#[derive(Debug, Args)]
pub(in crate::commands) struct Webhook {
    /// What happens, such as PARTNER_REMOVED or phone_number_name_update. Or: list
    #[arg(value_name = "EVENT|list")]
    event: Option<String>,
    /// Id of the account that it is about
    #[arg(long, value_name = "ID")]
    waba: Option<String>,
    /// Number that it is about
    #[arg(long)]
    number: Option<String>,
    /// The app whose callback hears of it; needed where the simulator has several
    #[arg(long, value_name = "ID")]
    app: Option<String>,
    /// Why a number was disconnected, such as CHANGE_NUMBER
    #[arg(long)]
    reason: Option<String>,
    /// Who disconnected it: USER or SYSTEM
    #[arg(long, value_name = "WHO")]
    initiated_by: Option<String>,
    /// Decision about a name or an account, such as REJECTED
    #[arg(long)]
    decision: Option<String>,
    /// Why a name was rejected
    #[arg(long, value_name = "REASON")]
    rejection_reason: Option<String>,
    /// The name that was asked for
    #[arg(long)]
    name: Option<String>,
    /// The event within a quality, security, violation, restriction or alert webhook
    #[arg(long)]
    kind: Option<String>,
    /// State of a ban: DISABLE, REINSTATE or SCHEDULE_FOR_DISABLE
    #[arg(long)]
    state: Option<String>,
    /// Any other member of the order, such as --set current_limit=TIER_2K; JSON where it is JSON
    #[arg(long, value_name = "KEY=VALUE", value_parser = super::super::pair)]
    set: Vec<(String, String)>,
    /// How often it is sent; 0 has it happen and sends nothing
    #[arg(long, value_name = "N")]
    times: Option<u32>,
    /// How late it is sent, such as 90s
    #[arg(long, value_name = "SPAN", value_parser = parse_seconds)]
    delay: Option<u32>,
    /// How it is signed
    #[arg(long, value_parser = ["good", "bad", "missing"])]
    signature: Option<String>,
    /// How its body is laid out
    #[arg(long, value_parser = ["normal", "field_in_value", "no_field", "no_object", "missing_waba_info"])]
    shape: Option<String>,
    /// Only send it: nothing happens in the simulated world
    #[arg(long)]
    no_world: bool,
    #[command(flatten)]
    common: Common,
}

impl Webhook {
    /// Fails the process where the receiver refused, so that a script notices.
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.event.as_deref().is_none_or(|event| event == "list") && self.set.is_empty() {
            return self.list();
        }
        let answer = self.common.post("webhook", &self.order())?;
        self.common.show(&answer, in_words)?;
        if answer["delivered"] == false && !answer["url"].is_null() {
            bail!("the webhook was not taken with HTTP 200");
        }
        Ok(())
    }

    fn list(&self) -> anyhow::Result<()> {
        let answer = self.common.get("webhook")?;
        self.common.show(&answer, |answer| {
            let row = |kind: &Value| {
                let options = kind["options"].as_array().map(Vec::as_slice);
                let options = options.unwrap_or_default().iter().filter_map(Value::as_str);
                vec![
                    cell(kind, "event"),
                    cell(kind, "about"),
                    options.collect::<Vec<_>>().join(", "),
                    cell(kind, "world"),
                ]
            };
            let headings = ["EVENT", "ABOUT", "MAY SAY", "CHANGES"];
            table(&headings, rows(answer, "events")?.iter().map(row).collect())
        })
    }

    /// The order as the simulator reads it.
    fn order(&self) -> Value {
        let members = [
            ("event", json!(self.event)),
            ("waba_id", json!(self.waba)),
            ("number", json!(self.number)),
            ("app_id", json!(self.app)),
            ("reason", json!(self.reason)),
            ("initiated_by", json!(self.initiated_by)),
            ("decision", json!(self.decision)),
            ("rejection_reason", json!(self.rejection_reason)),
            ("name", json!(self.name)),
            ("kind", json!(self.kind)),
            ("state", json!(self.state)),
            ("times", json!(self.times)),
            ("delay_seconds", json!(self.delay)),
            ("signature", json!(self.signature)),
            ("shape", json!(self.shape)),
            ("world", json!(self.no_world.then_some(false))),
        ];
        let set = members.into_iter().filter(|(_, value)| !value.is_null());
        let mut order: Map<String, Value> =
            set.map(|(name, value)| (name.to_owned(), value)).collect();
        for (name, text) in &self.set {
            let value = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
            order.insert(name.clone(), value);
        }
        Value::Object(order)
    }
}

fn in_words(answer: &Value) -> anyhow::Result<()> {
    let Some(url) = answer["url"].as_str() else {
        remark("It happened, and nothing was sent.");
        return Ok(());
    };
    if let Some(queued) = answer["queued"].as_u64() {
        return line(&format!("queued {queued} times for {url}"));
    }
    let statuses = match answer["statuses"].as_array() {
        Some(statuses) => statuses.clone(),
        None => vec![answer["status"].clone()],
    };
    let said = statuses
        .iter()
        .map(|status| match status.as_u64() {
            Some(status) => format!("HTTP {status}"),
            None => "no answer".to_owned(),
        })
        .collect::<Vec<_>>()
        .join(", ");
    line(&format!("{url}: {said}"))
}
