//! `gangway sandbox code`.

use super::{Common, cell, rows};
use crate::commands::output::{line, table};
use clap::Args;
use serde_json::Value;

#[derive(Debug, Args)]
pub(in crate::commands) struct Code {
    #[command(flatten)]
    common: Common,
}

impl Code {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let world = self.common.get("world")?;
        let codes = &world["codes"];
        self.common.show(codes, |codes| {
            let list = rows(codes, "list")?;
            if list.is_empty() {
                return line("no signup has given out a code yet");
            }
            let row = |code: &Value| {
                vec![
                    cell(code, "id"),
                    cell(code, "state"),
                    code["waba_ids"][0].as_str().unwrap_or_default().to_owned(),
                    cell(code, "redirect_uri"),
                ]
            };
            table(
                &["CODE", "STATE", "ACCOUNT", "REDIRECT"],
                list.iter().map(row).collect(),
            )
        })
    }
}
