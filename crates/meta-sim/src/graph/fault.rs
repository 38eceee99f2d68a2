//! What a scripted fault answers instead of the call.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::{Answer, GraphError};
use crate::faults::FaultSpec;

/// Waits as long as the fault says.
pub(super) async fn wait(fault: &FaultSpec) {
    if let Some(delay_ms) = fault.delay_ms {
        tokio::time::sleep(Duration::from_millis(u64::from(delay_ms))).await;
    }
}

/// What comes in place of the call's own answer.
pub(super) fn answer(fault: &FaultSpec) -> Answer {
    if fault.drop {
        return Answer::Nothing;
    }
    match &fault.error {
        Some(error) => Answer::Graph(Err(GraphError::injected(error))),
        None => Answer::Html(
            fault
                .status
                .and_then(|status| StatusCode::from_u16(status).ok())
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        ),
    }
}

/// A response that the server never gets out: its body fails before its head is written, so the connection is closed
/// and the client sees no byte of an answer.
pub(super) fn dropped() -> Response {
    let broken = stream::iter([Err::<Bytes, _>(io::Error::other(
        "dropped as a fault demands",
    ))]);
    Body::from_stream(broken).into_response()
}
