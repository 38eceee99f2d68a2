//! `gangway sandbox fault`.

use super::span::parse_millis;
use super::{Common, cell, rows};
use crate::commands::output::{line, table};
use clap::Args;
use serde_json::{Map, Value, json};

#[derive(Debug, Args)]
pub(in crate::commands) struct Fault {
    /// Endpoint whose calls fail, such as register; all of them, when left out. Or: list, clear
    #[arg(value_name = "ENDPOINT|list|clear")]
    what: Option<String>,
    /// Which call from now on fails first
    #[arg(long, value_name = "N")]
    nth: Option<u32>,
    /// How many calls in a row fail
    #[arg(long, value_name = "N")]
    times: Option<u32>,
    /// Only calls on this id
    #[arg(long, value_name = "ID")]
    object: Option<String>,
    /// Meta's error code in the answer, such as 80007
    #[arg(long)]
    code: Option<u32>,
    /// Subcode of the error
    #[arg(long, requires = "code")]
    subcode: Option<u32>,
    /// Message of the error
    #[arg(long, requires = "code")]
    message: Option<String>,
    /// Details of the error
    #[arg(long, requires = "code")]
    details: Option<String>,
    /// HTTP status: with --code of the error, alone of an HTML page
    #[arg(long)]
    status: Option<u16>,
    /// How long the call waits, such as 2s or 500ms
    #[arg(long, value_name = "SPAN", value_parser = parse_millis)]
    delay: Option<u32>,
    /// Close the connection without an answer
    #[arg(long, conflicts_with_all = ["code", "status"])]
    drop: bool,
    /// The call does its work all the same: only its answer is lost
    #[arg(long)]
    takes_effect: bool,
    /// Minutes to wait that the usage header states
    #[arg(long, value_name = "MINUTES")]
    regain_minutes: Option<u32>,
    #[command(flatten)]
    common: Common,
}

impl Fault {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.what.as_deref() {
            Some("clear") => {
                self.common.delete("faults")?;
                self.common
                    .show(&json!({ "faults": [] }), |_| line("no faults are set"))
            }
            Some("list") => self.list(),
            None if !self.does_something() => self.list(),
            _ => {
                let answer = self.common.post("faults", &self.spec())?;
                self.common
                    .show(&answer, |answer| line(&format!("fault {}", answer["id"])))
            }
        }
    }

    fn list(&self) -> anyhow::Result<()> {
        let answer = self.common.get("faults")?;
        self.common.show(&answer, |answer| {
            let faults = rows(answer, "faults")?;
            if faults.is_empty() {
                return line("no faults are set");
            }
            let row = |fault: &Value| {
                vec![
                    cell(fault, "id"),
                    fault["endpoint"].as_str().unwrap_or("any").to_owned(),
                    cell(fault, "nth"),
                    cell(fault, "times"),
                    cell(fault, "calls"),
                    in_words(fault),
                ]
            };
            let headings = ["ID", "ENDPOINT", "NTH", "TIMES", "CALLS", "DOES"];
            table(&headings, faults.iter().map(row).collect())
        })
    }

    fn does_something(&self) -> bool {
        self.drop
            || self.code.is_some()
            || self.status.is_some()
            || self.delay.is_some()
            || self.regain_minutes.is_some()
    }

    /// The fault as the simulator reads it.
    fn spec(&self) -> Value {
        let error = self.code.map(|code| {
            let error = [
                ("code", json!(code)),
                ("subcode", json!(self.subcode)),
                ("message", json!(self.message)),
                ("details", json!(self.details)),
                ("status", json!(self.status)),
            ];
            object(error)
        });
        let status = self.status.filter(|_| self.code.is_none());
        let usage = self
            .regain_minutes
            .map(|minutes| json!({ "estimated_time_to_regain_access": minutes }));
        object([
            ("endpoint", json!(self.what)),
            ("nth", json!(self.nth)),
            ("times", json!(self.times)),
            ("object", json!(self.object)),
            ("error", json!(error)),
            ("status", json!(status)),
            ("delay_ms", json!(self.delay)),
            ("drop", json!(self.drop)),
            ("takes_effect", json!(self.takes_effect)),
            ("usage", json!(usage)),
        ])
    }
}

/// What is set; the rest is the simulator's to fill in.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let set = members.into_iter().filter(|(_, value)| !value.is_null());
    let set: Map<String, Value> = set.map(|(name, value)| (name.to_owned(), value)).collect();
    Value::Object(set)
}

fn in_words(fault: &Value) -> String {
    let mut does = Vec::new();
    if let Some(delay_ms) = fault["delay_ms"].as_u64() {
        does.push(format!("waits {delay_ms} ms"));
    }
    if fault["drop"] == true {
        does.push("drops the connection".to_owned());
    }
    if let Some(code) = fault["error"]["code"].as_u64() {
        does.push(format!("answers code {code}"));
    }
    if let Some(status) = fault["status"].as_u64() {
        does.push(format!("answers HTTP {status} with HTML"));
    }
    if let Some(minutes) = fault["usage"]["estimated_time_to_regain_access"].as_u64() {
        does.push(format!("states a wait of {minutes} min"));
    }
    if fault["takes_effect"] == true {
        does.push("after the effect".to_owned());
    }
    if let Some(object) = fault["object"].as_str() {
        does.push(format!("only on {object}"));
    }
    does.join(", ")
}
