//! A call before it is sent.

use super::{BusinessToken, Call};
use reqwest::Method;
use serde_json::Value;

pub(super) struct Request<'a> {
    pub(super) call: Call,
    pub(super) method: Method,
    /// Path below the version; each part goes in as one segment, whatever it holds.
    pub(super) path: &'a [&'a str],
    pub(super) bearer: Option<&'a str>,
    pub(super) query: Vec<(&'static str, &'a str)>,
    pub(super) body: Option<Body<'a>>,
}

pub(super) enum Body<'a> {
    Json(Value),
    /// One field; the proof of the app's secret goes beside it.
    Form(&'static str, &'a str),
}

impl<'a> Request<'a> {
    fn new(call: Call, method: Method, path: &'a [&'a str]) -> Self {
        Self {
            call,
            method,
            path,
            bearer: None,
            query: Vec::new(),
            body: None,
        }
    }

    pub(super) fn get(call: Call, path: &'a [&'a str]) -> Self {
        Self::new(call, Method::GET, path)
    }

    pub(super) fn post(call: Call, path: &'a [&'a str]) -> Self {
        Self::new(call, Method::POST, path)
    }

    pub(super) fn delete(call: Call, path: &'a [&'a str]) -> Self {
        Self::new(call, Method::DELETE, path)
    }

    pub(super) fn with(self, token: &'a BusinessToken) -> Self {
        self.bearer(token.expose())
    }

    pub(super) fn bearer(mut self, token: &'a str) -> Self {
        self.bearer = Some(token);
        self
    }

    pub(super) fn query(mut self, name: &'static str, value: &'a str) -> Self {
        self.query.push((name, value));
        self
    }

    pub(super) fn json(mut self, body: Value) -> Self {
        self.body = Some(Body::Json(body));
        self
    }

    pub(super) fn form(mut self, name: &'static str, value: &'a str) -> Self {
        self.body = Some(Body::Form(name, value));
        self
    }

    /// The id of what the call is about, if its path has one.
    pub(super) fn object(&self) -> Option<&'a str> {
        let first = *self.path.first()?;
        self.call.is_about_an_object().then_some(first)
    }
}
