//! `gangway sandbox log`.

use super::{Common, cell, rows};
use crate::commands::output::{line, table};
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
pub(in crate::commands) struct Log {
    /// Only calls of this endpoint, such as register
    #[arg(long, value_name = "NAME")]
    endpoint: Option<String>,
    /// Only the latest so many
    #[arg(long, value_name = "N")]
    last: Option<usize>,
    /// Forget all calls
    #[arg(long, conflicts_with_all = ["endpoint", "last"])]
    clear: bool,
    #[command(flatten)]
    common: Common,
}

impl Log {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.clear {
            self.common.delete("log")?;
            return self
                .common
                .show(&json!({ "calls": [] }), |_| line("the log is empty"));
        }
        let answer = self.common.get("log")?;
        let wanted = |call: &&Value| {
            let endpoint = self.endpoint.as_deref();
            endpoint.is_none_or(|endpoint| call["endpoint"] == endpoint)
        };
        let calls: Vec<&Value> = rows(&answer, "calls")?.iter().filter(wanted).collect();
        let skipped = self.last.map_or(0, |last| calls.len().saturating_sub(last));
        let calls = json!({ "calls": calls[skipped..] });
        self.common.show(&calls, in_words)
    }
}

fn in_words(answer: &Value) -> anyhow::Result<()> {
    let calls = rows(answer, "calls")?;
    if calls.is_empty() {
        return line("no calls");
    }
    let row = |call: &Value| {
        let outcome = if call["dropped"] == true {
            "dropped".to_owned()
        } else {
            cell(call, "status")
        };
        let fault = if call["fault"] == true { "fault" } else { "" };
        vec![
            cell(call, "seq"),
            cell(call, "method"),
            cell(call, "path"),
            cell(call, "endpoint"),
            outcome,
            cell(call, "error_code"),
            fault.to_owned(),
        ]
    };
    let headings = ["#", "METHOD", "PATH", "ENDPOINT", "STATUS", "CODE", ""];
    table(&headings, calls.iter().map(row).collect())
}
