//! One customer, from her partner's createAccount to the end of her way.

use super::api::Api;
use super::ledger::{Fact, Ledger};
use crate::support::Page;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// Longest time for one way, whatever is struck meanwhile.
const PATIENCE: Duration = Duration::from_secs(170);
const PAUSE: Duration = Duration::from_millis(150);

pub(crate) struct Person {
    n: usize,
    api: Api,
    ledger: Arc<Ledger>,
    meta: String,
    http: reqwest::Client,
}

impl Person {
    pub(crate) fn new(n: usize, api: Api, ledger: Arc<Ledger>, meta: String) -> Self {
        Self {
            http: api.client.clone(),
            n,
            api,
            ledger,
            meta,
        }
    }

    pub(crate) async fn live(self) {
        let reference = format!("person-{:03}", self.n);
        let account = self.api.create(&reference).await;
        self.ledger.note(&self.api, &reference, Fact::Created);
        self.ledger.read_somewhere(&self.api).await;
        if self.n % 10 == 9 {
            self.ledger.note(&self.api, &reference, Fact::BeingRemoved);
            self.api.delete(account["whatsapp"].as_str().unwrap()).await;
            self.ledger.note(&self.api, &reference, Fact::Removed);
        } else {
            let number = format!("1415555{:04}", self.n);
            self.onboard(account["onboarding_link"].as_str().unwrap(), &number)
                .await;
            self.ledger
                .note(&self.api, &reference, Fact::Finished(number));
        }
        self.ledger.read_somewhere(&self.api).await;
    }

    /// Until the page says that it is done. A customer does what her page offers: she waits
    /// while it works, has it go on where that is offered, and else presses the button again.
    async fn onboard(&self, link: &str, number: &str) {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let status = self.settled(link).await;
            let state = status["state"].as_str().unwrap_or_default();
            match state {
                "finished" | "refused" => return,
                "failed" if status["resumable"] == true => {
                    if let Some(page) = self.page(link).await {
                        self.post(link, "resume", json!({"session": page["session"]}))
                            .await;
                    }
                }
                // Meta's sides of things last; a turn that was cut short is made again.
                _ => self.turn(link, number).await,
            }
            assert!(Instant::now() < give_up, "{number} stays at {status}");
        }
    }

    /// What the page shows once nobody works on it.
    async fn settled(&self, link: &str) -> Value {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let url = format!("{link}/status");
            if let Ok(answer) = self.http.get(url).send().await
                && answer.status() == 200
                && let Ok(status) = answer.json::<Value>().await
                && !matches!(status["state"].as_str(), Some("working" | "delayed"))
            {
                return status;
            }
            assert!(Instant::now() < give_up, "{link} does not settle");
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn page(&self, link: &str) -> Option<Value> {
        let answer = self.http.get(link).send().await.ok()?;
        let page = Page {
            http: answer.status().as_u16(),
            html: answer.text().await.ok()?,
        };
        page.data()
    }

    /// One turn through Meta's dialog. Whatever fails on the way, the page shows it next.
    async fn turn(&self, link: &str, number: &str) {
        tokio::time::sleep(PAUSE).await;
        let Some(page) = self.page(link).await else {
            return;
        };
        let session = &page["session"];
        let started = self.post(link, "start", json!({"session": session})).await;
        if started.is_none_or(|started| started["state"] != "waiting") {
            return;
        }
        let wish = json!({
            "client_id": page["app_id"],
            "config_id": page["config_id"],
            "extras": page["extras"],
            "number": number,
        });
        let signup = format!("{}/_sim/signup", self.meta);
        let heard = self.http.post(signup).json(&wish).send().await.unwrap();
        let heard: Value = heard.json().await.unwrap();
        let mut messages = heard["messages"].as_array().unwrap().iter();
        for step in heard["order"].as_array().unwrap() {
            let (what, body) = match step.as_str().unwrap() {
                "code" => ("code", json!({"session": session, "code": heard["code"]})),
                _ => (
                    "event",
                    json!({"session": session, "message": messages.next().unwrap()}),
                ),
            };
            self.post(link, what, body).await;
        }
    }

    /// Posts as the page does: again, a few times, where no answer came.
    async fn post(&self, link: &str, what: &str, body: Value) -> Option<Value> {
        for _ in 0..5 {
            let sent = self
                .http
                .post(format!("{link}/{what}"))
                .json(&body)
                .send()
                .await;
            if let Ok(answer) = sent {
                let http = answer.status().as_u16();
                assert_ne!(http, 500, "a fault of the server at {what}");
                if http < 500 {
                    return answer.json().await.ok();
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        None
    }
}
