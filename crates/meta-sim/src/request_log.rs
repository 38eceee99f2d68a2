//! What was asked of the simulated Graph API, for tests to read.

use std::collections::VecDeque;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::graph::Endpoint;

/// One Graph call. Secrets are cut out of it: the token is named by its fingerprint.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LogEntry {
    pub(crate) seq: u64,
    /// Simulator time in milliseconds.
    pub(crate) at_ms: i64,
    pub(crate) endpoint: Endpoint,
    pub(crate) method: String,
    /// The path without version.
    pub(crate) path: String,
    pub(crate) version: Option<String>,
    /// The query, form and JSON parameters as they came, except secrets.
    pub(crate) params: Map<String, Value>,
    pub(crate) content_type: Option<String>,
    pub(crate) user_agent: Option<String>,
    /// Fingerprint of the token, as in the world dump; for an app token the app id.
    pub(crate) token: Option<String>,
    pub(crate) has_appsecret_proof: bool,
    /// 0 when the connection was dropped.
    pub(crate) status: u16,
    pub(crate) dropped: bool,
    pub(crate) error_code: Option<u32>,
    /// Whether a scripted fault answered.
    pub(crate) fault: bool,
}

/// The latest calls.
#[derive(Default)]
pub(crate) struct RequestLog {
    entries: VecDeque<LogEntry>,
    next_seq: u64,
}

impl RequestLog {
    const KEPT: usize = 10_000;

    pub(crate) fn push(&mut self, mut entry: LogEntry) {
        self.next_seq += 1;
        entry.seq = self.next_seq;
        if self.entries.len() == Self::KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
    }

    pub(crate) fn entries(&self) -> &VecDeque<LogEntry> {
        &self.entries
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}
