//! The calls of the page's script: only from our own page, JSON only, small only.

use crate::answer::Answer;
use crate::own_domain::own_origin;
use crate::{LONGEST_BODY, Web};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use gangway_app::{BrowserSignal, CodeMethod};
use gangway_page::respond;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::sync::Arc;

/// A call that was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        respond::json(self.status, &Answer::refusal(self.message))
    }
}

/// The parsed body of a call.
pub(crate) struct Call<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<Web>> for Call<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, web: &Arc<Web>) -> Result<Self, Refusal> {
        let ours = own_origin(web, request.extensions());
        check_headers(request.headers(), ours)?;
        let body = Bytes::from_request(request, web)
            .await
            .map_err(|rejection| {
                let status = rejection.status();
                if status == StatusCode::PAYLOAD_TOO_LARGE {
                    let limit = LONGEST_BODY / 1024;
                    Refusal::new(
                        status,
                        format!("The body may have at most {limit} KiB; send less."),
                    )
                } else {
                    Refusal::new(status, "The body could not be read; send it again.")
                }
            })?;
        parse(&body).map(Self)
    }
}

/// A form of our own page, whatever is in it: for browsers that run no script.
pub(crate) struct OwnForm;

impl FromRequestParts<Arc<Web>> for OwnForm {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, web: &Arc<Web>) -> Result<Self, Refusal> {
        let ours = own_origin(web, &parts.extensions);
        check_origin(&parts.headers, ours).map(|()| Self)
    }
}

fn check_origin(headers: &HeaderMap, ours: Option<&str>) -> Result<(), Refusal> {
    match headers.get(header::ORIGIN) {
        Some(origin) if origin.to_str().ok() != ours => Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "Origin is another website; only the onboarding page itself may call this.",
        )),
        _ => Ok(()),
    }
}

fn check_headers(headers: &HeaderMap, ours: Option<&str>) -> Result<(), Refusal> {
    check_origin(headers, ours)?;
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Type must be application/json.",
        ))
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            format!("The body is not JSON: {error}."),
        )
    })?;
    if !value.is_object() {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The body must be a JSON object.",
        ));
    }
    serde_json::from_value(value)
        .map_err(|error| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, format!("{error}.")))
}

/// What tells one load of the page from another: random, made with the page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Session(String);

impl Session {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Session {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let word = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if word && (16..=128).contains(&text.len()) {
            Ok(Self(text))
        } else {
            Err(D::Error::custom(
                "session must be the value from the page: 16 to 128 letters and digits",
            ))
        }
    }
}

/// Body of `opened`: nothing yet.
#[derive(Debug, Deserialize)]
pub(crate) struct Opened {}

/// Body of `start`, `resume` and `redirect`.
#[derive(Debug, Deserialize)]
pub(crate) struct InSession {
    pub(crate) session: Session,
}

/// Body of `code`.
#[derive(Deserialize)]
pub(crate) struct Code {
    /// Asked for like everywhere, so that a call without the page is not taken.
    #[serde(rename = "session")]
    _session: Session,
    pub(crate) code: String,
}

/// Body of `pin`.
#[derive(Deserialize)]
pub(crate) struct Pin {
    #[serde(rename = "session")]
    _session: Session,
    pub(crate) pin: String,
}

/// Body of `pick`.
#[derive(Deserialize)]
pub(crate) struct Picked {
    #[serde(rename = "session")]
    _session: Session,
    pub(crate) id: String,
}

/// How a code comes.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Method {
    Sms,
    Voice,
}

impl From<Method> for CodeMethod {
    fn from(method: Method) -> Self {
        match method {
            Method::Sms => Self::Sms,
            Method::Voice => Self::Voice,
        }
    }
}

/// Body of `add`.
#[derive(Deserialize)]
pub(crate) struct NewNumber {
    #[serde(rename = "session")]
    _session: Session,
    pub(crate) number: String,
    pub(crate) name: String,
    pub(crate) method: Method,
}

/// Body of `ask-code`.
#[derive(Deserialize)]
pub(crate) struct WantedCode {
    #[serde(rename = "session")]
    _session: Session,
    pub(crate) id: String,
    pub(crate) method: Method,
}

/// Body of `give-code`.
#[derive(Deserialize)]
pub(crate) struct GivenCode {
    #[serde(rename = "session")]
    _session: Session,
    pub(crate) id: String,
    pub(crate) code: String,
}

/// Body of `event`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "RawEvent")]
pub(crate) struct Event {
    pub(crate) session: Session,
    pub(crate) signal: BrowserSignal,
}

#[derive(Deserialize)]
struct RawEvent {
    session: Session,
    message: Option<String>,
    closed: Option<bool>,
}

impl TryFrom<RawEvent> for Event {
    type Error = &'static str;

    fn try_from(raw: RawEvent) -> Result<Self, Self::Error> {
        let signal = match (raw.message, raw.closed.unwrap_or(false)) {
            (Some(text), false) => BrowserSignal::Message(text),
            (None, true) => BrowserSignal::Closed,
            (None, false) => return Err("message is missing; send it, or closed as true"),
            (Some(_), true) => return Err("message and closed exclude each other; send one"),
        };
        Ok(Self {
            session: raw.session,
            signal,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const SESSION: &str = "abcdefghjkmnpqrs";

    fn status_of<T: DeserializeOwned>(body: &str) -> u16 {
        parse::<T>(body.as_bytes()).map_or_else(|refusal| refusal.status.as_u16(), |_| 200)
    }

    #[test]
    fn bodies() {
        assert_eq!(status_of::<Opened>("{}"), 200);
        assert_eq!(status_of::<Opened>(r#"{"later":1}"#), 200);
        assert_eq!(status_of::<Opened>("[]"), 422);
        for broken in ["", "{", "{\"session\":", "nul", "\u{feff}{}"] {
            assert_eq!(status_of::<InSession>(broken), 400, "{broken:?}");
        }
        assert_eq!(
            parse::<Opened>(b"{\"a\":\"\xff\"}")
                .err()
                .map(|r| r.status.as_u16()),
            Some(400)
        );
        let deep = format!("{{\"session\":{}", "[".repeat(5_000));
        assert_eq!(status_of::<InSession>(&deep), 400);
        for wrong in [
            "{}",
            r#"{"session":1}"#,
            r#"{"session":"short"}"#,
            r#"{"session":"abcdefghjkmnpqr\u0000"}"#,
            r#"["abcdefghjkmnpqrs"]"#,
        ] {
            assert_eq!(status_of::<InSession>(wrong), 422, "{wrong}");
        }
        assert_eq!(
            status_of::<InSession>(&format!(r#"{{"session":"{SESSION}"}}"#)),
            200
        );
        assert_eq!(
            status_of::<Code>(&format!(r#"{{"session":"{SESSION}"}}"#)),
            422
        );
        assert_eq!(
            status_of::<Code>(&format!(r#"{{"session":"{SESSION}","code":7}}"#)),
            422
        );
    }

    #[test]
    fn a_refusal_names_the_field() {
        let refusal = parse::<Code>(br#"{"code":"x"}"#).err().unwrap();
        assert!(refusal.message.contains("session"), "{}", refusal.message);
    }

    #[test]
    fn an_event_is_a_message_or_a_closed_window() {
        let event =
            |rest: &str| parse::<Event>(format!(r#"{{"session":"{SESSION}"{rest}}}"#).as_bytes());
        assert!(matches!(
            event(r#","message":"{}""#).unwrap().signal,
            BrowserSignal::Message(text) if text == "{}"
        ));
        assert!(matches!(
            event(r#","closed":true"#).unwrap().signal,
            BrowserSignal::Closed
        ));
        for wrong in [
            "",
            r#","closed":false"#,
            r#","message":{}"#,
            r#","message":"x","closed":true"#,
        ] {
            assert_eq!(event(wrong).err().unwrap().status.as_u16(), 422, "{wrong}");
        }
    }

    #[test]
    fn only_our_own_page_may_call() {
        let ours = Some("https://gangway.example.com");
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json; charset=utf-8"),
        );
        assert!(
            check_headers(&headers, ours).is_ok(),
            "no browser, no Origin"
        );
        headers.insert(
            header::ORIGIN,
            HeaderValue::from_static("https://gangway.example.com"),
        );
        assert!(check_headers(&headers, ours).is_ok());
        for foreign in [
            "https://evil.example.com",
            "null",
            "http://gangway.example.com",
            "https://gangway.example.com:8443",
            "",
        ] {
            headers.insert(header::ORIGIN, HeaderValue::from_static(foreign));
            let refusal = check_headers(&headers, ours).unwrap_err();
            assert_eq!(refusal.status, StatusCode::FORBIDDEN, "{foreign}");
        }
    }

    #[test]
    fn only_json_is_read() {
        for wrong in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(wrong));
            let refusal = check_headers(&headers, None).unwrap_err();
            assert_eq!(
                refusal.status,
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "{wrong}"
            );
        }
        assert!(check_headers(&HeaderMap::new(), None).is_err());
    }
}
