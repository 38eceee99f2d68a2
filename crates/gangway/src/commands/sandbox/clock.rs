//! `gangway sandbox clock`.

use super::span::parse_seconds;
use super::{Common, cell};
use crate::commands::output::line;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub(in crate::commands) struct Clock {
    /// How far to move it forward, such as +31s, +10m, +2h or +45d; it never goes back
    #[arg(value_name = "SPAN", value_parser = forward)]
    advance: Option<u32>,
    #[command(flatten)]
    common: Common,
}

impl Clock {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let answer = match self.advance {
            None => self.common.get("clock")?,
            Some(seconds) => self
                .common
                .post("clock", &json!({ "advance_seconds": seconds }))?,
        };
        self.common.show(&answer, |clock| {
            let (time, mode) = (cell(clock, "time"), cell(clock, "mode"));
            line(&format!("{time} ({mode} clock)"))
        })
    }
}

/// The plus may be left out.
fn forward(text: &str) -> Result<u32, String> {
    parse_seconds(text.strip_prefix('+').unwrap_or(text))
}
