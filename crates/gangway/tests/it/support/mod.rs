//! One server, one simulator, one database a test.

mod answer;
mod data;
mod journey;
mod live;
mod meta;
mod numbers;
mod person;
mod pictures;
mod receiver;
mod webhooks;
mod wire;

pub use answer::{Answer, count};
pub use data::TestData;
pub use journey::{Page, PageSession};
pub use live::{WEBHOOK, delivery, events, fact, notices, signature};
pub use numbers::{DELETE_NUMBER, NUMBERS, Numbers, REGISTER, VERIFY};
pub use person::{PASSWORD, Person, Seen};
pub use pictures::{GET_BUSINESS, Pictures, SET_BUSINESS, Served, png};
pub use receiver::{Received, Receiver, Reply};
pub use webhooks::{
    Beacon, DELIVERIES, EVENTS, GET_WEBHOOK, REPLAY_WEBHOOK, SET_WEBHOOK, TEST_WEBHOOK, ids,
    is_event,
};

pub const ACCESS_TOKEN: &str = "/api/settings/accessToken";
pub const CREATE: &str = "/api/whatsapp/createAccount";
pub const LIST: &str = "/api/whatsapp/getAccounts";
pub const DELETE: &str = "/api/whatsapp/deleteAccount";
pub const TIMELINE: &str = "/api/whatsapp/getTimeline";
pub const RENEWALS: &str = "/api/whatsapp/getRenewalRequests";
pub const RENEW: &str = "/api/whatsapp/renewLink";

use gangway::config::{Layers, Source};
use gangway::server::{RunningServer, World};
use gangway_app::{CreatePartner, Operator, PartnerSecret};
use gangway_domain::{Clock, Language, RedirectHost, Text};
use gangway_meta_sim::customer::Customer;
use gangway_meta_sim::{
    AppConfig, ClockMode, Knobs, LoginConfiguration, RunningSimulator, SimConfig, SimState,
    Simulator,
};
use gangway_testkit::{ManualClock, SeededRng};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub const APP_ID: &str = "670000000000001";
pub const APP_SECRET: &str = "a-simulated-app-secret";
/// Another app in the same simulated Meta: its tokens are not ours.
pub const OTHER_APP_ID: &str = "670000000000002";
pub const CONFIG_ID: &str = "810000000000001";
/// What Meta is told of our webhook's address.
pub const VERIFY_TOKEN: &str = "a-verify-token";
/// The operator's own token at Meta.
pub const SYSTEM_TOKEN: &str = "EAA-the-operators-own-token";
/// The operator's credit line; used where a test configures it.
pub const CREDIT_LINE: &str = "197000000000001";
/// The operator's own business portfolio, which may have a pool of numbers.
pub const OWN_BUSINESS: &str = "270000000000001";
const COEXISTENCE_CONFIG_ID: &str = "810000000000002";
pub const OTHER_CONFIG_ID: &str = "810000000000003";

/// A server with its world. The clock stands still unless a test moves it.
pub struct TestApp {
    _registrations: RegistrationLimit,
    pub server: RunningServer,
    pub sim: RunningSimulator,
    pub clock: Arc<ManualClock>,
    pub http: reqwest::Client,
    pub data: TestData,
}

/// Whatever a test does, faults included: no number comes near the ten registrations in 72
/// hours at which Meta blocks it.
struct RegistrationLimit(SimState);

impl Drop for RegistrationLimit {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let most = self.0.most_registrations();
            assert!(most < 10, "{most} registrations of a number in 72 hours");
        }
    }
}

/// A partner of the test, with a token.
#[derive(Debug, Clone)]
pub struct TestPartner {
    pub client_id: String,
    pub client_secret: String,
    pub token: String,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With settings over the usual ones, as `--set` takes them.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::on(TestData::new(), settings).await
    }

    /// On data that may be that of an earlier server.
    pub async fn on(data: TestData, settings: &[(&str, &str)]) -> Self {
        let sim = Simulator::start(sim_config()).await.unwrap();
        let clock = Arc::new(ManualClock::default());
        Self::assemble(data, sim, clock, settings).await
    }

    /// Stops the server and starts another one on the same data; Meta and the clock go on.
    pub async fn restart(self) -> Self {
        self.server.shutdown().await;
        Self::assemble(self.data, self.sim, self.clock, &[]).await
    }

    async fn assemble(
        data: TestData,
        sim: RunningSimulator,
        clock: Arc<ManualClock>,
        settings: &[(&str, &str)],
    ) -> Self {
        let world = world_of(&clock);
        let base = sim.base_url();
        let sdk_url = format!("{base}/{{locale}}/sdk.js");
        let usual = [
            ("listen", "127.0.0.1:0"),
            ("meta.app_id", APP_ID),
            ("meta.app_secret", APP_SECRET),
            ("meta.config_id", CONFIG_ID),
            ("meta.coexistence_config_id", COEXISTENCE_CONFIG_ID),
            ("meta.graph_url", base.as_str()),
            ("meta.sdk_url", sdk_url.as_str()),
            ("meta.message_origins", base.as_str()),
            ("meta.dialog_url", base.as_str()),
            ("meta.number_patience_seconds", "0"),
            ("meta.verify_token", VERIFY_TOKEN),
            ("meta.system_token", SYSTEM_TOKEN),
            // Nothing here waits for the next look by the clock of the machine.
            ("work.poll_seconds", "1"),
            ("webhooks.poll_milliseconds", "20"),
            // Where the receivers of the tests are.
            ("webhooks.allow", "127.0.0.1"),
        ];
        let store = data.settings();
        let store = store.iter().map(|(key, value)| (*key, value.as_str()));
        let mut layers = Layers::defaults().unwrap();
        for (key, value) in store.chain(usual).chain(settings.iter().copied()) {
            layers.set(key, value, Source::Flag("--set")).unwrap();
        }
        let server = RunningServer::start(layers.server().unwrap(), world)
            .await
            .unwrap();
        let app = Self {
            _registrations: RegistrationLimit(sim.state().clone()),
            server,
            sim,
            clock,
            http: reqwest::Client::builder()
                .no_proxy()
                .tls_backend_preconfigured(no_tls())
                .build()
                .unwrap(),
            data,
        };
        app.meta().knows_the_server().await;
        app
    }

    /// Stops the server and gives its data back.
    pub async fn stop(self) -> TestData {
        self.server.shutdown().await;
        self.sim.shutdown().await;
        self.data
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address)
    }

    /// A new partner with a token.
    pub async fn partner(&self, name: &str) -> TestPartner {
        let PartnerSecret { partner, secret } = self
            .operator()
            .create_partner(CreatePartner {
                name: Text::required("name", name).unwrap(),
                language: None::<Language>,
                redirect_hosts: vec![RedirectHost::parse("www.example.com").unwrap()],
            })
            .await
            .unwrap();
        let mut made = TestPartner {
            client_id: partner.client_id.to_string(),
            client_secret: secret.expose().to_owned(),
            token: String::new(),
        };
        made.token = self.token(&made).await;
        made
    }

    pub fn world(&self) -> World {
        world_of(&self.clock)
    }

    /// What the operator may do with partners.
    pub fn operator(&self) -> Operator {
        self.server.operator(self.world())
    }

    pub async fn token(&self, partner: &TestPartner) -> String {
        let body = json!({"client_id": partner.client_id, "client_secret": partner.client_secret});
        let answer = self
            .call(Method::POST, ACCESS_TOKEN, None, Some(body))
            .await;
        answer.json["access_token"].as_str().unwrap().to_owned()
    }

    /// A call to the partner API; every answer has to be the envelope.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Answer {
        let mut request = self.http.request(method, self.url(path));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn list(&self, partner: &TestPartner) -> Vec<Value> {
        self.list_of(partner, "").await
    }

    /// The list with a query string such as `?status=1`.
    pub async fn list_of(&self, partner: &TestPartner, query: &str) -> Vec<Value> {
        let path = format!("{LIST}{query}");
        let answer = self
            .call(Method::GET, &path, Some(&partner.token), None)
            .await;
        answer.expect(200, 1);
        answer.json["list"].as_array().unwrap().clone()
    }

    /// Creates an account; gives it as the list shows it.
    pub async fn create(&self, partner: &TestPartner, body: Value) -> Value {
        let answer = self.try_create(partner, body).await;
        answer.expect(200, 1);
        answer.json["account"].clone()
    }

    /// Tries to create an account.
    pub async fn try_create(&self, partner: &TestPartner, body: Value) -> Answer {
        self.call(Method::POST, CREATE, Some(&partner.token), Some(body))
            .await
    }

    pub async fn delete(&self, partner: &TestPartner, number: &str) -> Answer {
        let body = json!({"whatsapp": number});
        self.call(Method::DELETE, DELETE, Some(&partner.token), Some(body))
            .await
    }

    /// Lets the customer of an account go all the way; gives the account as the list shows it then.
    pub async fn finish(&self, account: &Value, wish: Value) -> Value {
        let page = PageSession::start(self, account).await;
        let (_, answered) = page.go_through(wish).await;
        let last = page.settled(answered).await;
        assert_eq!(last["state"], "finished", "{last}");
        let mut finished = account.clone();
        finished["whatsapp"] = last["number"].clone();
        finished["status"] = 1.into();
        finished
    }

    /// A new account that has finished.
    pub async fn finished(&self, partner: &TestPartner, body: Value) -> Value {
        let mut wish = json!({"business_name": "Finished"});
        for (key, value) in body.as_object().unwrap() {
            wish[key] = value.clone();
        }
        let account = self.create(partner, wish).await;
        self.finish(&account, json!({})).await
    }

    /// A customer who goes through the simulator without a browser.
    pub fn customer(&self) -> Customer {
        Customer::new(&self.sim.base_url()).unwrap()
    }
}

/// Every world has dice of its own: two of them never make the same link or secret.
fn world_of(clock: &Arc<ManualClock>) -> World {
    static WORLDS: AtomicU64 = AtomicU64::new(7);
    World {
        clock: Arc::clone(clock) as _,
        rng: Arc::new(SeededRng::new(WORLDS.fetch_add(1, Ordering::Relaxed))),
    }
}

pub fn sim_config() -> SimConfig {
    let configuration = |id: &str, coexistence| LoginConfiguration {
        id: id.to_owned(),
        coexistence,
    };
    let app = |id: &str, configurations| AppConfig {
        app_id: id.to_owned(),
        app_secret: APP_SECRET.to_owned().into(),
        name: "Harbour Software".to_owned(),
        business_id: (id == APP_ID).then(|| OWN_BUSINESS.to_owned()),
        solution_partner: true,
        configurations,
        redirect_uris: Vec::new(),
        system_token: (id == APP_ID).then(|| SYSTEM_TOKEN.to_owned().into()),
        credit_line: (id == APP_ID).then(|| CREDIT_LINE.to_owned()),
        ..AppConfig::default()
    };
    SimConfig {
        apps: vec![
            app(
                APP_ID,
                vec![
                    configuration(CONFIG_ID, false),
                    configuration(COEXISTENCE_CONFIG_ID, true),
                ],
            ),
            app(OTHER_APP_ID, vec![configuration(OTHER_CONFIG_ID, false)]),
        ],
        seed: Some(3),
        clock: ClockMode::Manual {
            unix_seconds: ManualClock::default().now().as_secs(),
        },
        knobs: Knobs::default(),
        ..SimConfig::default()
    }
}

/// Everything here is plain http on this machine: no certificates are needed.
pub fn no_tls() -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}
