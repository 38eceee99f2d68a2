//! A server with scripted answers.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gangway_domain::{AppId, PhoneNumberId, WabaId};
use gangway_meta::{BusinessToken, Graph, MetaConfig, SystemToken};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use url::Url;

pub(crate) const APP: &str = "670000000000001";
pub(crate) const APP_SECRET: &str = "app-secret";
pub(crate) const TOKEN: &str = "EAAcustomer";
pub(crate) const SYSTEM_TOKEN: &str = "EAApartner";

/// What the server was asked.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) bearer: Option<String>,
    pub(crate) body: Value,
    /// The body's fields, where it is a form.
    pub(crate) form: BTreeMap<String, String>,
}

impl Asked {
    /// The query without the proof, which it checks.
    pub(crate) fn query_with_proof_of(mut self, token: &str) -> BTreeMap<String, String> {
        let proof = gangway_crypto::hmac_sha256_hex(APP_SECRET.as_bytes(), token.as_bytes());
        assert_eq!(self.query.remove("appsecret_proof"), Some(proof));
        assert_eq!(self.bearer.as_deref(), Some(token));
        self.query
    }
}

#[derive(Default)]
struct Script {
    answers: VecDeque<Response>,
    asked: Vec<Asked>,
}

#[derive(Clone, Default)]
pub(crate) struct Stub(Arc<Mutex<Script>>);

impl Stub {
    /// Starts a server that gives these answers in turn, and a client of it.
    pub(crate) async fn answering(
        answers: impl IntoIterator<Item = (u16, String)>,
    ) -> (Self, Graph) {
        let answer = |(status, body)| (StatusCode::from_u16(status).unwrap(), body).into_response();
        Self::giving(answers.into_iter().map(answer)).await
    }

    /// The same, with headers of the test's own.
    pub(crate) async fn giving(answers: impl IntoIterator<Item = Response>) -> (Self, Graph) {
        let stub = Self::default();
        stub.0.lock().unwrap().answers.extend(answers);
        let app = Router::new().fallback(serve).with_state(stub.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        (stub, graph(address))
    }

    /// The same with one good answer.
    pub(crate) async fn saying(body: &Value) -> (Self, Graph) {
        Self::answering([(200, body.to_string())]).await
    }

    /// What was asked since the last look.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.0.lock().unwrap().asked)
    }

    /// The one thing that was asked.
    pub(crate) fn asked_once(&self) -> Asked {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }
}

/// A client of whatever listens there.
pub(crate) fn graph(address: SocketAddr) -> Graph {
    graph_at(&format!("http://{address}"), Duration::from_secs(30))
}

pub(crate) fn graph_at(graph_url: &str, timeout: Duration) -> Graph {
    Graph::new(MetaConfig {
        app_id: AppId::parse(APP).unwrap(),
        app_secret: APP_SECRET.into(),
        graph_url: Url::parse(graph_url).unwrap(),
        version: "v25.0".to_owned(),
        timeout,
    })
    .unwrap()
}

pub(crate) fn token() -> BusinessToken {
    BusinessToken::new(TOKEN.to_owned())
}

pub(crate) fn system_token() -> SystemToken {
    SystemToken::new(&SYSTEM_TOKEN.into())
}

pub(crate) fn waba() -> WabaId {
    WabaId::parse("102000000000001").unwrap()
}

pub(crate) fn number() -> PhoneNumberId {
    PhoneNumberId::parse("106000000000001").unwrap()
}

pub(crate) fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

async fn serve(State(stub): State<Stub>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 65536).await.unwrap();
    let url = Url::parse("http://stub")
        .unwrap()
        .join(&parts.uri.to_string())
        .unwrap();
    let bearer = parts.headers.get("authorization").map(|value| {
        value
            .to_str()
            .unwrap()
            .strip_prefix("Bearer ")
            .unwrap()
            .to_owned()
    });
    let is_form = parts
        .headers
        .get("content-type")
        .is_some_and(|kind| kind == "application/x-www-form-urlencoded");
    let form = if is_form {
        url::form_urlencoded::parse(&body).into_owned().collect()
    } else {
        BTreeMap::new()
    };
    let mut script = stub.0.lock().unwrap();
    script.asked.push(Asked {
        line: format!("{} {}", parts.method, url.path()),
        query: url.query_pairs().into_owned().collect(),
        bearer,
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        form,
    });
    script.answers.pop_front().unwrap_or_else(|| {
        (StatusCode::IM_A_TEAPOT, Body::from("no answer is left")).into_response()
    })
}
