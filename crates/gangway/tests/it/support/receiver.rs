//! A partner's receiver of webhooks: real HTTP, keeps what comes, answers as a test says.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{LOCATION, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, Response, StatusCode};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const PATIENCE: Duration = Duration::from_secs(20);

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Received {
    pub headers: HeaderMap,
    pub body: Bytes,
    pub json: Value,
}

/// What a receiver answers.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    header: Option<(HeaderName, String)>,
    body: String,
}

type Answering = dyn Fn(Received) -> BoxFuture<'static, Reply> + Send + Sync;

/// A receiver on a free port of this machine. It takes everything unless a test says otherwise.
pub struct Receiver {
    address: SocketAddr,
    inner: Arc<Inner>,
    serving: JoinHandle<()>,
}

struct Inner {
    received: watch::Sender<Vec<Received>>,
    answering: Mutex<Arc<Answering>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let inner = Arc::new(Inner {
            received: watch::Sender::new(Vec::new()),
            answering: Mutex::new(always(Reply::status(200))),
        });
        let router = Router::new().fallback(take).with_state(Arc::clone(&inner));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            address,
            inner,
            serving,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}/webhooks", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// From now on everything is answered with this.
    pub fn answers(&self, reply: Reply) {
        self.set(always(reply));
    }

    /// From now on each request is answered with what comes of it.
    pub fn answers_by<F>(&self, answer: impl Fn(Received) -> F + Send + Sync + 'static)
    where
        F: Future<Output = Reply> + Send + 'static,
    {
        self.set(Arc::new(move |received| Box::pin(answer(received))));
    }

    fn set(&self, answering: Arc<Answering>) {
        *self.inner.answering.lock().unwrap() = answering;
    }

    /// Everything that came so far, in the order in which it came.
    pub fn received(&self) -> Vec<Received> {
        self.inner.received.borrow().clone()
    }

    /// How many came so far.
    pub fn count(&self) -> usize {
        self.inner.received.borrow().len()
    }

    /// Waits until so many have come; gives all that have then.
    #[track_caller]
    pub fn until(&self, count: usize) -> impl Future<Output = Vec<Received>> {
        self.until_so(move |received| received.len() >= count)
    }

    /// Waits until what has come is so; gives it.
    #[track_caller]
    pub fn until_so(
        &self,
        so: impl Fn(&[Received]) -> bool,
    ) -> impl Future<Output = Vec<Received>> {
        let caller = std::panic::Location::caller();
        let mut received = self.inner.received.subscribe();
        async move {
            let waited = received.wait_for(|all| so(all));
            if let Ok(came) = tokio::time::timeout(PATIENCE, waited).await {
                return came.unwrap().clone();
            }
            let came: Vec<_> = received.borrow().iter().map(Received::summary).collect();
            panic!("{caller}: only this came: {came:#?}");
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn always(reply: Reply) -> Arc<Answering> {
    Arc::new(move |_| {
        let reply = reply.clone();
        Box::pin(async { reply })
    })
}

async fn take(
    State(inner): State<Arc<Inner>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<String> {
    let json = serde_json::from_slice(&body).unwrap();
    let received = Received {
        headers,
        body,
        json,
    };
    inner.received.send_modify(|all| all.push(received.clone()));
    let answering = Arc::clone(&inner.answering.lock().unwrap());
    let reply = answering(received).await;
    let mut response = Response::new(reply.body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap();
    if let Some((name, value)) = reply.header {
        response.headers_mut().insert(name, value.parse().unwrap());
    }
    response
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .unwrap_or_else(|| panic!("no {name}"))
            .to_str()
            .unwrap()
    }

    /// The id of the event.
    pub fn id(&self) -> &str {
        self.header("webhook-id")
    }

    /// The name of the event.
    pub fn event(&self) -> &str {
        self.json["event"].as_str().unwrap()
    }

    pub fn reference(&self) -> &str {
        self.json["reference"].as_str().unwrap()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    fn summary(&self) -> String {
        let of = |key: &str| self.json[key].to_string();
        [of("event"), of("reference"), of("sequence")].join(" ")
    }
}

impl Reply {
    pub fn status(status: u16) -> Self {
        Self {
            status,
            header: None,
            body: String::new(),
        }
    }

    pub fn retry_after(self, wish: impl Into<String>) -> Self {
        self.header(RETRY_AFTER, wish.into())
    }

    pub fn location(self, url: String) -> Self {
        self.header(LOCATION, url)
    }

    fn header(mut self, name: HeaderName, value: String) -> Self {
        self.header = Some((name, value));
        self
    }

    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }
}
