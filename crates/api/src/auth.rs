//! The bearer token of a call, and whose it is. The reasons are the same on every endpoint.

use crate::envelope::Fail;
use axum::http::{HeaderMap, header};
use gangway_app::{AccessError, App, TokenGrant};

/// No usable `Authorization` header, or the partner is suspended.
pub(crate) const WRONG_CREDENTIALS: u16 = 2;
/// The access token does not exist or has expired.
pub(crate) const TOKEN_UNKNOWN: u16 = 3;

pub(crate) async fn authenticate(app: &App, headers: &HeaderMap) -> Result<TokenGrant, Fail> {
    let token = bearer(headers).ok_or_else(|| {
        Fail::unauthorized(
            WRONG_CREDENTIALS,
            "the Authorization header is missing or unusable; send Authorization: Bearer <access_token>",
        )
    })?;
    app.authenticate(token).await.map_err(|error| match error {
        AccessError::UnknownToken => Fail::unauthorized(
            TOKEN_UNKNOWN,
            "the access token does not exist or has expired; get a new one with POST /api/settings/accessToken",
        ),
        AccessError::Suspended => Fail::unauthorized(
            WRONG_CREDENTIALS,
            "this partner is suspended; ask the operator",
        ),
        AccessError::Store(error) => Fail::store(app, &error),
    })
}

/// The token after `Bearer`, whatever the scheme's case; several headers are unusable.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut all = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (all.next(), all.next()) else {
        return None;
    };
    let (scheme, token) = only.to_str().ok()?.trim().split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read(value: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_static(value));
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn the_scheme_is_compared_without_case() {
        for good in ["Bearer abc", "bearer abc", "BEARER  abc "] {
            assert_eq!(read(good).as_deref(), Some("abc"), "{good}");
        }
        for bad in ["", "abc", "Bearer", "Bearer ", "Basic abc", "Bearerabc"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn two_headers_are_unusable() {
        let mut headers = HeaderMap::new();
        headers.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer a"));
        headers.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer b"));
        assert_eq!(bearer(&headers), None);
    }
}
