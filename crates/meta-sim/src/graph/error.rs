//! Graph errors and their envelope.

use axum::Json;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};

use super::Call;
use crate::faults::FaultError;
use crate::world::World;

const OAUTH: &str = "OAuthException";
const METHOD: &str = "GraphMethodException";

/// An error that a Graph call ends with.
#[derive(Debug)]
pub(crate) struct GraphError {
    /// The HTTP status; code 190 takes the one that the knob sets.
    status: Option<StatusCode>,
    kind: &'static str,
    pub(crate) code: u32,
    subcode: Option<u32>,
    message: String,
    /// `error_data.details`, which WhatsApp's own codes carry.
    details: Option<String>,
    is_transient: bool,
}

impl GraphError {
    fn new(status: StatusCode, kind: &'static str, code: u32, message: impl Into<String>) -> Self {
        let (message, status) = (message.into(), Some(status));
        Self {
            status,
            kind,
            code,
            subcode: None,
            message,
            details: None,
            is_transient: false,
        }
    }

    pub(super) fn subcode(mut self, subcode: u32) -> Self {
        self.subcode = Some(subcode);
        self
    }

    /// 100: a parameter is missing or bad.
    pub(crate) fn parameter(message: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            OAUTH,
            100,
            format!("(#100) {message}"),
        )
    }

    /// 100 of the code exchange, with the subcode that tells why.
    pub(crate) fn code_exchange(subcode: Option<u32>, message: &str) -> Self {
        let error = Self::new(StatusCode::BAD_REQUEST, OAUTH, 100, message);
        Self { subcode, ..error }
    }

    /// 1: the app secret is wrong.
    pub(crate) fn client_secret() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            OAUTH,
            1,
            "Error validating client secret.",
        )
    }

    /// 101: there is no such app.
    pub(crate) fn unknown_app() -> Self {
        let message =
            "Error validating application. Cannot get application info due to a system error.";
        Self::new(StatusCode::BAD_REQUEST, OAUTH, 101, message)
    }

    /// 104: no token came.
    pub(crate) fn token_missing() -> Self {
        let message = "An access token is required to request this resource.";
        Self::new(StatusCode::BAD_REQUEST, OAUTH, 104, message)
    }

    /// 190: the token is no token, or it is dead.
    pub(crate) fn token_invalid(subcode: Option<u32>, message: &str) -> Self {
        let error = Self::new(StatusCode::UNAUTHORIZED, OAUTH, 190, message);
        Self {
            status: None,
            subcode,
            ..error
        }
    }

    /// 100: `appsecret_proof` is wrong or missing.
    pub(crate) fn proof(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, METHOD, 100, message)
    }

    /// 15: the call wants an app token.
    pub(crate) fn app_token_required() -> Self {
        let message = "(#15) This method must be called with an app access_token.";
        Self::new(StatusCode::BAD_REQUEST, OAUTH, 15, message)
    }

    /// 100 with subcode 33: the object is unknown, or out of the token's reach. Meta does not say which.
    pub(crate) fn unreachable_object(method: &str, id: &str) -> Self {
        let message = format!(
            "Unsupported {} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, \
             or does not support this operation",
            method.to_ascii_lowercase()
        );
        Self::new(StatusCode::BAD_REQUEST, METHOD, 100, message).subcode(33)
    }

    /// 200: the token, or its owner, may not do this.
    pub(crate) fn permission(message: &str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            OAUTH,
            200,
            format!("(#200) {message}"),
        )
    }

    /// 80007: the app has called this account too often.
    pub(crate) fn account_limit() -> Self {
        let message = "(#80007) There have been too many calls to this WhatsApp Business account. Wait a bit and try again.";
        Self::new(StatusCode::BAD_REQUEST, OAUTH, 80_007, message)
    }

    /// 2200: the callback did not answer the challenge.
    pub(crate) fn callback_verification(reason: &str) -> Self {
        let message =
            format!("(#2200) Callback verification failed with the following errors: {reason}");
        Self::new(StatusCode::BAD_REQUEST, OAUTH, 2200, message)
    }

    /// One of WhatsApp's own codes, all HTTP 400 here, with details.
    pub(crate) fn whatsapp(code: u32, title: &str, details: &str) -> Self {
        let error = Self::new(
            StatusCode::BAD_REQUEST,
            OAUTH,
            code,
            format!("(#{code}) {title}"),
        );
        Self {
            details: Some(details.to_owned()),
            ..error
        }
    }

    pub(super) fn unknown_path(call: &Call) -> Self {
        let message = format!("Unknown path components: /{}", call.path.join("/"));
        Self::new(StatusCode::BAD_REQUEST, OAUTH, 2500, message)
    }

    /// The error of a scripted fault; its status is the one Meta's tables give the code, unless it names one.
    pub(super) fn injected(fault: &FaultError) -> Self {
        let status = fault.status.unwrap_or(match fault.code {
            0 | 190 => 401,
            10 | 200..=299 | 368 | 131_005 | 131_031 => 403,
            2 | 133_004 => 503,
            3 | 131_000 | 131_016 | 131_045 | 131_057 | 133_000 => 500,
            _ => 400,
        });
        let message = fault
            .message
            .clone()
            .unwrap_or_else(|| format!("(#{}) Injected by the simulator", fault.code));
        Self {
            status: StatusCode::from_u16(status).ok(),
            kind: if fault.subcode == Some(33) {
                METHOD
            } else {
                OAUTH
            },
            code: fault.code,
            subcode: fault.subcode,
            message,
            details: fault.details.clone(),
            is_transient: fault
                .is_transient
                .unwrap_or(matches!(fault.code, 1 | 2 | 4)),
        }
    }

    /// `data.error` of `debug_token` for a token that is not valid.
    pub(super) fn as_debug_error(&self) -> Value {
        let mut error = Map::new();
        error.insert("code".into(), json!(self.code));
        error.insert("message".into(), json!(self.message));
        if let Some(subcode) = self.subcode {
            error.insert("subcode".into(), json!(subcode));
        }
        Value::Object(error)
    }
}

/// Meta's envelope around an error. Optional members are left out where they say nothing, as in live answers.
pub(super) fn envelope(error: &GraphError, world: &mut World) -> impl IntoResponse + use<> {
    let mut body = Map::new();
    body.insert("message".into(), json!(error.message));
    body.insert("type".into(), json!(error.kind));
    body.insert("code".into(), json!(error.code));
    if let Some(subcode) = error.subcode {
        body.insert("error_subcode".into(), json!(subcode));
    }
    if let Some(details) = &error.details {
        body.insert(
            "error_data".into(),
            json!({ "messaging_product": "whatsapp", "details": details }),
        );
    }
    if error.is_transient {
        body.insert("is_transient".into(), json!(true));
    }
    body.insert(
        "fbtrace_id".into(),
        json!(format!("A{}", world.dice.text(22))),
    );
    let mut headers = HeaderMap::new();
    if error.code == 190 {
        headers.insert(
            WWW_AUTHENTICATE,
            HeaderValue::from_static("OAuth \"Facebook Platform\" \"invalid_token\""),
        );
    }
    let by_knob = || {
        StatusCode::from_u16(world.knobs.invalid_token_status).unwrap_or(StatusCode::UNAUTHORIZED)
    };
    (
        error.status.unwrap_or_else(by_knob),
        headers,
        Json(json!({ "error": body })),
    )
}
