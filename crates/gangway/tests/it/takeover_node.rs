//! A second server on a test's data, which can be killed as a process is killed.

use crate::support::{APP_ID, APP_SECRET, PageSession, TestApp};
use gangway::config::{Layers, Source, WorkSettings};
use gangway::server::{RunningServer, World};
use gangway_domain::Clock;
use gangway_testkit::SeededRng;
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

/// One more server on the data and the Meta of a test. It lives on threads of its own.
#[derive(Debug)]
pub struct Node {
    server: RunningServer,
    runtime: Runtime,
}

impl Node {
    /// With the clock of the test, which only a test moves.
    pub async fn beside(app: &TestApp) -> Self {
        Self::with(app, Arc::clone(&app.clock) as _, |_| ()).await
    }

    /// With another clock than the test's own server, and what is to be changed beside.
    pub async fn with(
        app: &TestApp,
        clock: Arc<dyn Clock>,
        change: impl FnOnce(&mut WorkSettings),
    ) -> Self {
        Self::start(app, clock, change).await.unwrap()
    }

    /// The same, where it may be refused.
    pub async fn try_beside(app: &TestApp) -> anyhow::Result<Self> {
        Self::start(app, Arc::clone(&app.clock) as _, |_| ()).await
    }

    async fn start(
        app: &TestApp,
        clock: Arc<dyn Clock>,
        change: impl FnOnce(&mut WorkSettings),
    ) -> anyhow::Result<Self> {
        static NODES: AtomicU64 = AtomicU64::new(1_000_000);
        let world = World {
            clock,
            rng: Arc::new(SeededRng::new(NODES.fetch_add(1, Ordering::Relaxed))),
        };
        let base = app.sim.base_url();
        let store = app.data.settings();
        let store = store.iter().map(|(key, value)| (*key, value.as_str()));
        let usual = [
            ("listen", "127.0.0.1:0"),
            ("meta.app_id", APP_ID),
            ("meta.app_secret", APP_SECRET),
            ("meta.config_id", "810000000000001"),
            ("meta.coexistence_config_id", "810000000000002"),
            ("meta.graph_url", base.as_str()),
            ("meta.number_patience_seconds", "0"),
            ("work.poll_seconds", "1"),
        ];
        let mut layers = Layers::defaults().unwrap();
        for (key, value) in store.chain(usual) {
            layers.set(key, value, Source::Flag("--set")).unwrap();
        }
        let mut settings = layers.server().unwrap();
        settings.meta.timeout = Duration::from_secs(120);
        change(&mut settings.work);
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let start = runtime.spawn(RunningServer::start(settings, world));
        match start.await.unwrap() {
            Ok(server) => Ok(Self { server, runtime }),
            Err(error) => {
                runtime.shutdown_background();
                Err(error)
            }
        }
    }

    /// Where it answers.
    pub fn url(&self) -> &str {
        &self.server.public_url
    }

    /// Ends as a killed process ends: wherever it stands, with no word to anybody.
    pub async fn kill(self) {
        let killed = tokio::task::spawn_blocking(move || {
            self.runtime.shutdown_timeout(Duration::from_secs(10));
        });
        killed.await.unwrap();
    }

    /// Ends as a process ends that was asked to.
    pub async fn shutdown(self) {
        self.runtime.spawn(self.server.shutdown()).await.unwrap();
        self.runtime.shutdown_background();
    }

    /// An account with the link that leads to this server.
    pub fn on(&self, app: &TestApp, account: &Value) -> Value {
        let link = account["onboarding_link"].as_str().unwrap();
        let mut here = account.clone();
        here["onboarding_link"] = link
            .replacen(&app.server.public_url, &self.server.public_url, 1)
            .into();
        here
    }
}

/// A customer whose code has been brought and whose set-up is under way.
pub struct UnderWay {
    pub account: Value,
    /// The number that will be connected.
    pub digits: String,
    /// The account at Meta.
    pub waba: String,
    /// The last answer to the page, once there is one.
    pub answer: JoinHandle<Value>,
}

impl UnderWay {
    /// Goes through the dialog on this node's page and brings the code to it.
    pub async fn on(node: &Node, app: &TestApp, account: Value) -> Self {
        let page = PageSession::start(app, &node.on(app, &account)).await;
        let heard = page.dialog(json!({})).await;
        page.event(heard["messages"][0].as_str().unwrap()).await;
        let body = json!({"session": page.session, "code": heard["code"]});
        let request = app.http.post(format!("{}/code", page.link)).json(&body);
        let answer = tokio::spawn(async move {
            match request.send().await {
                Ok(answer) => answer.json().await.unwrap_or_default(),
                Err(_) => Value::Null,
            }
        });
        let text = |key: &str| heard[key].as_str().unwrap().to_owned();
        Self {
            account,
            digits: text("number"),
            waba: text("waba_id"),
            answer,
        }
    }
}

/// What one of the page's addresses would say to the customer now.
pub async fn page_state(app: &TestApp, account: &Value) -> Value {
    let link = account["onboarding_link"].as_str().unwrap();
    let page = app.page(link).await;
    page.data()
        .map_or(Value::Null, |data| data["state"].clone())
}

/// Waits until Meta was called where it was told to hang, so that all the faults are used up.
pub async fn meta_hangs(app: &TestApp) {
    let url = format!("{}/_sim/faults", app.sim.base_url());
    until("Meta was called", async || {
        let answer = app.http.request(Method::GET, &url).send().await.unwrap();
        let faults: Value = answer.json().await.unwrap();
        faults["faults"].as_array().unwrap().is_empty()
    })
    .await;
}

/// Asks again and again until it is so.
pub async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let patience = Duration::from_secs(20);
    let asking = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(patience, asking).await;
    assert!(waited.is_ok(), "it did not come to this: {what}");
}
