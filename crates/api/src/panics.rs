//! A call that panics is a fault of ours: the caller gets the envelope and an id to quote,
//! and nobody else notices.

use crate::envelope::Fail;
use axum::response::{IntoResponse, Response};
use std::any::Any;
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};

#[derive(Clone)]
pub(crate) struct Envelope<F>(F);

/// Answers panics; `request_id` makes the id.
pub(crate) fn layer<F: Fn() -> String + Clone>(request_id: F) -> CatchPanicLayer<Envelope<F>> {
    CatchPanicLayer::custom(Envelope(request_id))
}

impl<F: Fn() -> String + Clone> ResponseForPanic for Envelope<F> {
    type ResponseBody = axum::body::Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send + 'static>) -> Response {
        let said = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        let id = (self.0)();
        tracing::error!(request_id = %id, panic = said, "a call has panicked");
        Fail::fault(&id).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::extract::Request;
    use axum::routing::get;
    use tower::ServiceExt;

    async fn broken() -> &'static str {
        panic!("a fault of ours")
    }

    #[tokio::test]
    async fn a_panic_is_answered_in_the_envelope_with_an_id() {
        let router = axum::Router::<()>::new()
            .route("/", get(broken))
            .layer(super::layer(|| "id-7".to_owned()));
        let answer = router.oneshot(Request::new(Body::empty())).await.unwrap();
        assert_eq!(answer.status(), 500);
        let body = to_bytes(answer.into_body(), 1000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(
            text.starts_with(r#"{"status":"FAIL","reason":500,"message":""#),
            "{text}"
        );
        assert!(
            text.contains("id-7") && !text.contains("a fault of ours"),
            "{text}"
        );
    }
}
