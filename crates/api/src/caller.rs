//! Where a call comes from.

use axum::extract::{ConnectInfo, Request};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The caller's address: the connection's, or what the trusted proxy in front wrote last.
pub(crate) fn address_of(request: &Request, trust_proxy: bool) -> IpAddr {
    let connected = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    if !trust_proxy {
        return connected;
    }
    request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back()
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok())
        .unwrap_or(connected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn from(forwarded: &str, trust: bool) -> String {
        let mut request = Request::new(Body::empty());
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 9], 1))));
        if let Ok(value) = forwarded.parse() {
            request.headers_mut().insert("x-forwarded-for", value);
        }
        address_of(&request, trust).to_string()
    }

    #[test]
    fn only_the_trusted_proxys_own_entry_counts() {
        assert_eq!(from("203.0.113.1", false), "192.0.2.9");
        assert_eq!(from("10.0.0.1, 203.0.113.1", true), "203.0.113.1");
        assert_eq!(from("garbage", true), "192.0.2.9");
    }
}
