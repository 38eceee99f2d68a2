//! createAccount under load: durable before the answer.

use crate::http;
use crate::load::{self, Figures, Load};
use crate::measured::{self, sample};
use crate::server::{self, Server, Store};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Partners that create at the same time. The changes of one list follow each other, so one
/// partner alone would show the time of a commit and not what the store can take.
const PARTNERS: usize = 64;
const CONNECTIONS: usize = 64;

/// The partners that write in the benchmark, as a script for wrk.
pub(crate) struct Writers {
    script: PathBuf,
}

impl Writers {
    /// Makes them on the store.
    pub(crate) async fn make(
        binary: &Path,
        store: &Store,
        node: &Server,
        folder: &Path,
    ) -> anyhow::Result<Self> {
        let mut tokens = Vec::new();
        for n in 0..PARTNERS {
            let partner = server::partner(binary, store, &format!("Writer {n}"))?;
            tokens.push(measured::token(node, &partner).await?);
        }
        let path = folder.join("create.lua");
        std::fs::write(&path, script(&tokens)?)?;
        Ok(Self { script: path })
    }

    /// Creates accounts for so many seconds on all nodes.
    pub(crate) async fn run(&self, nodes: &[Server], seconds: u32) -> anyhow::Result<Figures> {
        let urls = nodes
            .iter()
            .map(|node| format!("{}{}", node.url, http::CREATE));
        let load = Load {
            urls: urls.collect(),
            script: Some(self.script.clone()),
            connections: CONNECTIONS,
            ..Load::default()
        };
        load::run(&load, seconds).await
    }
}

/// Each request is the next partner's. Tokens and the body hold nothing that Lua would take
/// for the end of a long string.
fn script(tokens: &[String]) -> anyhow::Result<String> {
    let body = serde_json::to_string(&sample(0))?;
    let mut script = String::from("local tokens = {\n");
    for token in tokens {
        writeln!(script, "  \"{token}\",")?;
    }
    writeln!(
        script,
        "}}
local body = [==[{body}]==]
local turn = 0
request = function()
  turn = turn + 1
  local headers = {{
    [\"Authorization\"] = \"Bearer \" .. tokens[turn % #tokens + 1],
    [\"Content-Type\"] = \"application/json\",
  }}
  return wrk.format(\"POST\", nil, headers, body)
end"
    )?;
    Ok(script)
}
