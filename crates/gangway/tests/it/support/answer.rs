//! An answer of the partner API, checked for what every answer has to be.

use reqwest::header::HeaderMap;
use serde_json::Value;

#[derive(Debug)]
pub struct Answer {
    pub http: u16,
    pub headers: HeaderMap,
    pub text: String,
    pub json: Value,
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        let http = response.status().as_u16();
        let headers = response.headers().clone();
        let text = response.text().await.unwrap();
        assert_ne!(http / 100, 5, "a 5xx for what a client did: {text}");
        let json = serde_json::from_str(&text).unwrap_or_default();
        Self {
            http,
            headers,
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
        let expected = if reason == 1 { "OK" } else { "FAIL" };
        assert_eq!(self.json["status"], expected, "{}", self.text);
        assert!(
            self.text.starts_with("{\"status\":"),
            "status comes first: {}",
            self.text
        );
        if reason != 1 {
            let message = self.json["message"].as_str().unwrap_or_default();
            assert!(
                message.len() > 10 && message.ends_with('.'),
                "{}",
                self.text
            );
        }
        self
    }

    /// That the sentence names this field.
    #[track_caller]
    pub fn names(&self, field: &str) {
        let message = self.json["message"].as_str().unwrap_or_default();
        assert!(message.contains(field), "{message:?} does not name {field}");
    }
}
