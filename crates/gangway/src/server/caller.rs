//! Where a request comes from: the connection's address, or what the trusted proxy in front wrote last.

use axum::extract::{ConnectInfo, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, SocketAddr};

/// Puts the address that the trusted proxy tells in the place of the proxy's own.
pub(super) async fn behind_proxy(mut request: Request, next: Next) -> Response {
    if let Some(address) = forwarded(&request) {
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(address, 0)));
    }
    next.run(request).await
}

fn forwarded(request: &Request) -> Option<IpAddr> {
    let headers = request.headers().get_all("x-forwarded-for");
    let last = headers.iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn from(value: &str) -> Option<String> {
        let request = Request::builder().header("x-forwarded-for", value);
        let request = request.body(Body::empty()).ok()?;
        forwarded(&request).map(|address| address.to_string())
    }

    #[test]
    fn only_the_trusted_proxys_own_entry_counts() {
        assert_eq!(
            from("10.0.0.1, 203.0.113.1").as_deref(),
            Some("203.0.113.1")
        );
        assert_eq!(from("2001:db8::1").as_deref(), Some("2001:db8::1"));
        assert_eq!(from("garbage"), None);
    }
}
