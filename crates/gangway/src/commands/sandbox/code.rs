//! `gangway sandbox code`.

use super::{Common, cell, rows};
use crate::commands::output::{line, remark, table};
use clap::Args;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

#[derive(Debug, Args)]
pub(in crate::commands) struct Code {
    /// The phone number whose code to print: the last one that was "sent" to it
    number: Option<String>,
    #[command(flatten)]
    common: Common,
}

impl Code {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match &self.number {
            Some(number) => self.sent_to(number),
            None => self.of_the_dialog(),
        }
    }

    fn sent_to(&self, number: &str) -> anyhow::Result<()> {
        let number: String = byte_serialize(number.as_bytes()).collect();
        let sent = self.common.get(&format!("code?number={number}"))?;
        self.common.show(&sent, |sent| {
            if sent["expired"] == true {
                remark("this code is older than ten minutes: Meta takes it no more");
            }
            line(&cell(sent, "code"))
        })
    }

    fn of_the_dialog(&self) -> anyhow::Result<()> {
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
