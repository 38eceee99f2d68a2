//! Whoever sends a form has to be a page of this server: another website may neither change
//! anything in somebody's name nor sign her in as somebody else.
//!
//! Browsers say where a request comes from by themselves (Fetch Metadata, and `Origin` where it is
//! missing), and no page can forge that; so forms carry no token.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

pub(crate) async fn only_our_own(request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !is_our_own(request.headers()) {
        return (
            StatusCode::FORBIDDEN,
            "This form was sent by another website. Open the dashboard and send it from there.",
        )
            .into_response();
    }
    next.run(request).await
}

fn is_our_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin" || site == "none",
        None => match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
            (Some(origin), Some(host)) => Url::parse(origin).is_ok_and(|origin| {
                let named = &origin[url::Position::BeforeHost..url::Position::AfterPort];
                named.eq_ignore_ascii_case(host)
            }),
            // No browser of today sends a form without both; a program has no cookie to abuse.
            (None, _) => true,
            (Some(_), None) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        is_our_own(&map)
    }

    #[test]
    fn only_pages_of_this_server_send_forms() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(!ours(&[("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://a.example"),
            ("host", "a.example")
        ]));
        assert!(ours(&[
            ("origin", "https://a.example"),
            ("host", "A.example")
        ]));
        assert!(ours(&[
            ("origin", "http://127.0.0.1:8080"),
            ("host", "127.0.0.1:8080")
        ]));
        assert!(!ours(&[
            ("origin", "https://b.example"),
            ("host", "a.example")
        ]));
        assert!(!ours(&[("origin", "null"), ("host", "a.example")]));
        assert!(ours(&[]));
    }
}
