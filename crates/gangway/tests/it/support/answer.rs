//! An answer of the partner API, checked for what every answer has to be.

use reqwest::header::HeaderMap;
use serde_json::Value;

#[derive(Debug, Clone)]
pub struct Answer {
    pub http: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub text: String,
    pub json: Value,
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        let http = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.unwrap().to_vec();
        Self::from_parts(http, headers, bytes)
    }

    pub fn from_parts(http: u16, headers: HeaderMap, bytes: Vec<u8>) -> Self {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        // 501: what this installation does not offer.
        let is_ours = http / 100 == 5 && http != 501;
        assert!(!is_ours, "a 5xx for what a client did: {text}");
        let json = serde_json::from_str(&text).unwrap_or_default();
        Self {
            http,
            headers,
            bytes,
            text,
            json,
        }
    }

    /// The envelope with this HTTP status and reason; a FAIL has a sentence.
    #[track_caller]
    pub fn expect(&self, http: u16, reason: u64) -> &Self {
        assert_eq!(
            (self.http, self.json["reason"].as_u64()),
            (http, Some(reason)),
            "{}",
            self.text
        );
        self.is_envelope();
        self
    }

    /// `status` first, a numeric reason, and on FAIL a sentence.
    #[track_caller]
    pub fn is_envelope(&self) {
        let reason = self.json["reason"].as_u64();
        assert!(reason.is_some(), "no envelope: {}", self.text);
        let expected = if reason == Some(1) { "OK" } else { "FAIL" };
        assert_eq!(self.json["status"], expected, "{}", self.text);
        assert!(
            self.text.starts_with("{\"status\":"),
            "status comes first: {}",
            self.text
        );
        assert_eq!(self.header("content-type"), "application/json");
        if reason != Some(1) {
            let message = self.json["message"].as_str().unwrap_or_default();
            assert!(
                message.len() > 10 && message.ends_with('.'),
                "{}",
                self.text
            );
        }
    }

    /// A header's value; the empty text where it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    /// That the sentence names this field.
    #[track_caller]
    pub fn names(&self, field: &str) {
        let message = self.json["message"].as_str().unwrap_or_default();
        assert!(message.contains(field), "{message:?} does not name {field}");
    }
}

/// How many accounts an answer of getAccounts lists.
#[track_caller]
pub fn count(answer: &Answer) -> usize {
    answer.expect(200, 1);
    answer.json["list"].as_array().unwrap().len()
}
