//! The partner's client: it repeats what may be repeated, as partners are told to.

use super::fleet::Fleet;
use reqwest::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Longest time until an answer has to come, whatever is struck meanwhile.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) client: reqwest::Client,
    fleet: Arc<Fleet>,
    pub(crate) partner: String,
    token: String,
}

/// Every request makes a connection of its own, and so may meet another node.
pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .no_proxy()
        .pool_max_idle_per_host(0)
        .timeout(Duration::from_secs(20))
        .tls_backend_preconfigured(crate::support::no_tls())
        .build()
        .unwrap()
}

impl Api {
    pub(crate) async fn of(fleet: &Arc<Fleet>, credential: &Value) -> Self {
        let client = client();
        let url = format!("http://{}/api/settings/accessToken", fleet.public);
        let body = json!({
            "client_id": credential["client_id"],
            "client_secret": credential["client_secret"],
        });
        let answer: Value = client
            .post(url)
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        Self {
            client,
            fleet: Arc::clone(fleet),
            partner: credential["client_id"].as_str().unwrap().to_owned(),
            token: answer["access_token"].as_str().unwrap().to_owned(),
        }
    }

    /// One node after the other.
    pub(crate) fn any_node(&self) -> SocketAddr {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let nodes = self.fleet.addresses();
        nodes[NEXT.fetch_add(1, Ordering::Relaxed) % nodes.len()]
    }

    /// Calls until there is an answer that is no outage: 200, or a refusal by the contract.
    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Value {
        let text = self.text(method, path, key, body).await;
        serde_json::from_str(&text).unwrap()
    }

    /// The same; the answer as it came.
    pub(super) async fn text(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> String {
        let give_up = tokio::time::Instant::now() + PATIENCE;
        loop {
            let url = format!("http://{}{path}", self.fleet.public);
            let mut request = self.client.request(method.clone(), url);
            if let Some(key) = key {
                request = request.header("Idempotency-Key", key);
            }
            if !body.is_null() {
                request = request.json(body);
            }
            let sent = request.bearer_auth(&self.token).send().await;
            if let Ok(answer) = sent {
                let http = answer.status().as_u16();
                assert_ne!(http, 500, "a fault of the server");
                let text = answer.text().await.unwrap_or_default();
                match serde_json::from_str::<Value>(&text) {
                    // 429 and 503 ask to come again.
                    Ok(_) if http < 500 && http != 429 => return text,
                    _ => {}
                }
            }
            assert!(tokio::time::Instant::now() < give_up, "no answer to {path}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    pub(crate) async fn create(&self, reference: &str) -> Value {
        let body = json!({"business_name": "Harbour Bakery", "reference": reference});
        let path = crate::support::CREATE;
        let answer = self.call(Method::POST, path, Some(reference), &body).await;
        assert_eq!(answer["reason"], 1, "{answer}");
        answer["account"].clone()
    }

    /// Deletes; an answer that says it is not there (any more) comes when the answer to an
    /// earlier try was lost.
    pub(crate) async fn delete(&self, number: &str) {
        let body = json!({"whatsapp": number});
        let answer = self
            .call(Method::DELETE, crate::support::DELETE, None, &body)
            .await;
        let reason = answer["reason"].as_i64().unwrap();
        assert!(matches!(reason, 1 | 26), "{answer}");
    }

    /// All that is known of the account with this number.
    pub(crate) async fn timeline(&self, number: &str) -> Value {
        let path = format!("{}?whatsapp={number}", crate::support::TIMELINE);
        let answer = self.call(Method::GET, &path, None, &Value::Null).await;
        assert_eq!(answer["reason"], 1, "{answer}");
        answer
    }

    /// The list as one node gives it; `None` where that node gives none now.
    pub(crate) async fn list_text(&self, node: &SocketAddr) -> Option<String> {
        let url = format!("http://{node}{}", crate::support::LIST);
        let sent = self.client.get(url).bearer_auth(&self.token).send().await;
        let answer = sent.ok()?;
        let http = answer.status().as_u16();
        let text = answer.text().await.ok()?;
        assert!(
            matches!(http, 200 | 429 | 503),
            "a list is answered with {http}: {text}"
        );
        (http == 200).then_some(text)
    }
}
