//! The partner's side of webhooks: where they go, what there was to be told, what became of it.

use super::api::Api;
use reqwest::Method;
use serde_json::{Value, json};

/// Every event of a partner.
#[derive(Debug)]
pub(crate) struct Events {
    pub(crate) list: Vec<Value>,
    /// The same as they came, joined by commas.
    pub(crate) text: String,
}

impl Api {
    pub(crate) async fn set_webhook(&self, url: &str) {
        let path = "/api/settings/setWebhook";
        let body = json!({"url": url});
        let answer = self.call(Method::POST, path, None, &body).await;
        assert_eq!(
            (&answer["reason"], &answer["url"]),
            (&1.into(), &url.into())
        );
    }

    /// Reads all events through, page by page; the cursor has to count them without a gap.
    pub(crate) async fn events(&self) -> Events {
        const PAGE: usize = 100;
        let mut list: Vec<Value> = Vec::new();
        let mut texts = Vec::new();
        loop {
            let path = format!("/api/settings/getEvents?limit={PAGE}&cursor={}", list.len());
            let text = self.text(Method::GET, &path, None, &Value::Null).await;
            let mut page: Value = serde_json::from_str(&text).unwrap();
            let Value::Array(events) = page["list"].take() else {
                panic!("no list: {text}");
            };
            let read = events.len();
            list.extend(events);
            let cursor = list.len().to_string();
            assert_eq!(page["next_cursor"], cursor, "events are numbered with gaps");
            let objects = between(&text, "\"list\":[", "],\"next_cursor\":");
            if read > 0 {
                texts.push(objects.to_owned());
            }
            if read < PAGE {
                let text = texts.join(",");
                return Events { list, text };
            }
        }
    }

    /// The deliveries that stand so, at most 200 of them, the newest first.
    pub(crate) async fn deliveries(&self, state: &str) -> Vec<Value> {
        let path = format!("/api/settings/getDeliveries?limit=200&state={state}");
        let mut answer = self.call(Method::GET, &path, None, &Value::Null).await;
        match answer["list"].take() {
            Value::Array(list) => list,
            _ => panic!("no deliveries: {answer}"),
        }
    }
}

/// What is between the first such beginning and the last such end.
fn between<'a>(text: &'a str, beginning: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(beginning).unwrap();
    let (within, _) = rest.rsplit_once(end).unwrap();
    within
}
