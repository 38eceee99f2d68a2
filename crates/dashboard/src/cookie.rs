//! The cookie that holds a session's secret.

use axum::http::{HeaderMap, HeaderValue, header};
use gangway_app::OpenSession;
use gangway_domain::Timestamp;

/// With the prefix browsers take it only by https, for this host alone and every path.
const SECURE: &str = "__Host-gangway";
const PLAIN: &str = "gangway";

/// By this a browser is known again in which somebody signed in.
const SECURE_DEVICE: &str = "__Host-gangway-device";
const PLAIN_DEVICE: &str = "gangway-device";
const DEVICE_LIFE: u64 = 365 * 24 * 3600;

const fn name(secure: bool) -> &'static str {
    if secure { SECURE } else { PLAIN }
}

const fn device_name(secure: bool) -> &'static str {
    if secure { SECURE_DEVICE } else { PLAIN_DEVICE }
}

/// The secret that a browser brings.
pub(crate) fn read(headers: &HeaderMap, secure: bool) -> Option<&str> {
    named(headers, name(secure))
}

/// By what a browser is known again.
pub(crate) fn device(headers: &HeaderMap, secure: bool) -> Option<&str> {
    named(headers, device_name(secure))
}

fn named<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, secret)| secret)
}

/// Hands a session to the browser.
pub(crate) fn keep(headers: &mut HeaderMap, open: &OpenSession, now: Timestamp, secure: bool) {
    let seconds = now.until(open.ends_at).as_secs();
    write(headers, name(secure), open.secret.expose(), seconds, secure);
    if let Some(device) = &open.device {
        write(headers, device_name(secure), device, DEVICE_LIFE, secure);
    }
}

/// Takes it away.
pub(crate) fn forget(headers: &mut HeaderMap, secure: bool) {
    write(headers, name(secure), "", 0, secure);
}

fn write(headers: &mut HeaderMap, name: &str, value: &str, seconds: u64, secure: bool) {
    let only_https = if secure { "; Secure" } else { "" };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{only_https}");
    if let Ok(mut cookie) = HeaderValue::from_str(&cookie) {
        cookie.set_sensitive(true);
        headers.append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=b; gangway=secret; c=d".parse().unwrap());
        assert_eq!(read(&headers, false), Some("secret"));
        assert_eq!(read(&headers, true), None);
        headers.append(header::COOKIE, "__Host-gangway=other".parse().unwrap());
        assert_eq!(read(&headers, true), Some("other"));
        assert_eq!(device(&headers, false), None);
        headers.append(header::COOKIE, "gangway-device=known".parse().unwrap());
        assert_eq!(device(&headers, false), Some("known"));
        assert_eq!(read(&headers, false), Some("secret"));
    }

    #[test]
    fn no_script_reads_it_and_no_other_website_sends_it() {
        let mut headers = HeaderMap::new();
        forget(&mut headers, true);
        let cookie = headers[header::SET_COOKIE].to_str().unwrap();
        assert_eq!(
            cookie,
            "__Host-gangway=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
        );
    }
}
