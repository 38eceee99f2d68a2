//! The simulated Graph API.

mod app_subscriptions;
mod auth;
mod challenge;
mod credit_line;
mod debug_token;
mod endpoint;
mod error;
mod exchange;
mod fault;
mod fields;
mod me;
mod number_code;
mod paging;
mod params;
mod phone_number;
mod phone_numbers;
mod preverified;
mod pricing;
mod registration;
mod smb_app_data;
mod subscribed_apps;
mod system_user_tokens;
mod usage;
mod waba;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use serde_json::Value;

pub(crate) use endpoint::Endpoint;
pub(crate) use error::GraphError;
use params::Params;

use crate::faults::{FaultSpec, FaultUsage};
use crate::request_log::LogEntry;
use crate::state::SimState;

/// A Graph call after parsing.
pub(crate) struct Call {
    method: Method,
    version: Option<String>,
    /// The path's parts after the version.
    path: Vec<String>,
    params: Params,
    token: Option<String>,
    /// What the caller reached the simulator at, for paging links.
    host: String,
}

impl Call {
    /// The id in front of an edge, or the node itself.
    fn object_id(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }
}

type Outcome = Result<Value, GraphError>;

/// Serves whatever is neither dialog nor control.
pub(crate) async fn handle(
    State(state): State<SimState>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    let content_type = header(CONTENT_TYPE);
    let (version, path) = split_path(uri.path());
    let (params, malformed) = match Params::read(uri.query(), content_type.as_deref(), &body) {
        Ok(params) => (params, None),
        Err(error) => (Params::default(), Some(error)),
    };
    let token = auth::token_of(&headers, &params);
    let call = Call {
        method,
        version,
        path,
        params,
        token,
        host: header(HOST).unwrap_or_default(),
    };

    let (endpoint, fault) = {
        let mut world = state.world();
        let endpoint = endpoint::of(&call, &world);
        let fault = endpoint.and_then(|endpoint| world.faults.strike(endpoint, call.object_id()));
        (endpoint, fault)
    };
    let Some(endpoint) = endpoint else {
        return error::envelope(&GraphError::unknown_path(&call), &mut state.world())
            .into_response();
    };
    let answer = answer(&state, endpoint, &call, malformed, fault.as_ref()).await;
    let seen = Seen {
        endpoint,
        content_type,
        user_agent: header(USER_AGENT),
        fault: fault.is_some(),
        usage: fault.and_then(|fault| fault.usage),
    };
    finish(&state, &call, seen, answer)
}

/// The call's own answer, or what a fault puts in its place.
async fn answer(
    state: &SimState,
    endpoint: Endpoint,
    call: &Call,
    malformed: Option<GraphError>,
    fault: Option<&FaultSpec>,
) -> Answer {
    let own = async || match malformed {
        Some(error) => Err(error),
        None => {
            usage::admit(&mut state.world(), call, state.now_ms())?;
            dispatch(state, endpoint, call).await
        }
    };
    let Some(fault) = fault else {
        return Answer::Graph(own().await);
    };
    let replaced = fault.replaces_answer();
    if replaced && fault.takes_effect {
        // Its own answer is the one that gets lost.
        let _ = own().await;
        fault::wait(fault).await;
        return fault::answer(fault);
    }
    fault::wait(fault).await;
    if replaced {
        fault::answer(fault)
    } else {
        Answer::Graph(own().await)
    }
}

enum Answer {
    Graph(Outcome),
    /// A bare status with an HTML body, as a failing front end gives it.
    Html(StatusCode),
    /// None at all: the connection is closed.
    Nothing,
}

/// What the log keeps besides the call.
struct Seen {
    endpoint: Endpoint,
    content_type: Option<String>,
    user_agent: Option<String>,
    fault: bool,
    usage: Option<FaultUsage>,
}

async fn dispatch(state: &SimState, endpoint: Endpoint, call: &Call) -> Outcome {
    match endpoint {
        Endpoint::OauthAccessToken => exchange::answer(state, call),
        Endpoint::DebugToken => debug_token::answer(state, call),
        Endpoint::Me => me::answer(state, call),
        Endpoint::Waba | Endpoint::PricingAnalytics => waba::read(state, call),
        Endpoint::PhoneNumbers => phone_numbers::list(state, call),
        Endpoint::PhoneNumber => phone_number::read(state, call),
        Endpoint::PhoneNumberUpdate => phone_number::update(state, call),
        Endpoint::Register => registration::register(state, call),
        Endpoint::Deregister => registration::deregister(state, call),
        Endpoint::SmbAppData => smb_app_data::start_sync(state, call),
        Endpoint::SubscribedApps => subscribed_apps::list(state, call),
        Endpoint::Subscribe => subscribed_apps::subscribe(state, call).await,
        Endpoint::Unsubscribe => subscribed_apps::unsubscribe(state, call),
        Endpoint::AppSubscriptions => app_subscriptions::list(state, call),
        Endpoint::AppSubscribe => app_subscriptions::subscribe(state, call).await,
        Endpoint::AppUnsubscribe => app_subscriptions::unsubscribe(state, call),
        Endpoint::SystemUserAccessTokens => system_user_tokens::fetch(state, call),
        Endpoint::ExtendedCredits => credit_line::list(state, call),
        Endpoint::CreditSharingAndAttach => credit_line::share_and_attach(state, call),
        Endpoint::CreditAllocation => credit_line::allocation(state, call),
        Endpoint::AddPhoneNumber => phone_numbers::add(state, call),
        Endpoint::RequestCode => number_code::request(state, call),
        Endpoint::VerifyCode => number_code::verify(state, call),
        Endpoint::AddPreverified => preverified::add(state, call),
        Endpoint::PreverifiedNumbers => preverified::list(state, call),
        Endpoint::PreverifiedNumber => preverified::read(state, call),
        Endpoint::DeletePreverified => preverified::delete(state, call),
        Endpoint::Object => auth::unknown_object(state, call),
    }
}

/// Logs the call and writes the answer with its usage headers.
fn finish(state: &SimState, call: &Call, seen: Seen, answer: Answer) -> Response {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let dropped = matches!(answer, Answer::Nothing);
    let (mut response, error_code) = match answer {
        Answer::Nothing => (fault::dropped(), None),
        Answer::Html(status) => {
            let page = "<!DOCTYPE html><html><head><title>Error</title></head><body>Sorry, something went wrong.</body></html>";
            ((status, Html(page)).into_response(), None)
        }
        Answer::Graph(Ok(value)) => (axum::Json(value).into_response(), None),
        Answer::Graph(Err(error)) => (
            error::envelope(&error, &mut world).into_response(),
            Some(error.code),
        ),
    };
    response.headers_mut().extend(usage::headers(
        &mut world,
        call,
        seen.usage.as_ref(),
        now_ms,
    ));
    let token_name = auth::token_name(call);
    world.log.push(LogEntry {
        seq: 0,
        at_ms: now_ms,
        endpoint: seen.endpoint,
        method: call.method.to_string(),
        path: format!("/{}", call.path.join("/")),
        version: call.version.clone(),
        params: call.params.without_secrets(),
        content_type: seen.content_type,
        user_agent: seen.user_agent,
        token: token_name,
        has_appsecret_proof: call.params.text("appsecret_proof").is_some(),
        status: if dropped {
            0
        } else {
            response.status().as_u16()
        },
        dropped,
        error_code,
        fault: seen.fault,
    });
    response
}

/// Splits `/v25.0/123/register` into version and parts. Any version is served alike, a dead one as well.
fn split_path(path: &str) -> (Option<String>, Vec<String>) {
    let mut parts: Vec<String> = path
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    let versioned = parts.first().is_some_and(|part| is_version(part));
    let version = versioned.then(|| parts.remove(0));
    (version, parts)
}

fn is_version(part: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    part.strip_prefix('v')
        .and_then(|rest| rest.split_once('.'))
        .is_some_and(|(major, minor)| digits(major) && digits(minor))
}

#[cfg(test)]
mod tests {
    use super::split_path;

    #[test]
    fn the_version_is_optional() {
        assert_eq!(
            split_path("/v25.0/123/register"),
            (Some("v25.0".into()), vec!["123".into(), "register".into()])
        );
        assert_eq!(
            split_path("/debug_token"),
            (None, vec!["debug_token".into()])
        );
        assert_eq!(split_path("/v25/123").0, None);
    }
}
