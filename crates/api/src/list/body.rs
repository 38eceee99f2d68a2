//! A finished body with its entity tag, and its compressed twin.

use crate::accept::Accepted;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Below this, a header costs more than compression saves.
const WORTH_COMPRESSING: usize = 1024;
/// Up to this, compressing takes about as long as a disk read: it is done in the request.
const COMPRESS_AT_ONCE: usize = 64 * 1024;

/// A successful list: the joined accounts, and what follows the list.
pub(crate) fn list_json(objects: &[u8], after: &str) -> Vec<u8> {
    [
        br#"{"status":"OK","reason":1,"list":["#.as_slice(),
        objects,
        b"]",
        after.as_bytes(),
        b"}",
    ]
    .concat()
}

/// Bytes that are sent as they are, again and again.
#[derive(Debug)]
pub(crate) struct ListBody {
    identity: Bytes,
    media: HeaderValue,
    tag: HeaderValue,
    gzip_tag: HeaderValue,
    gzip: OnceLock<Option<Bytes>>,
    gzip_started: AtomicBool,
}

impl ListBody {
    pub(crate) fn new(identity: Vec<u8>, media: &'static str) -> Self {
        let hash = Sha256::digest(&identity);
        let mark = URL_SAFE_NO_PAD.encode(&hash[..16]);
        let value = |text: String| {
            HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
        };
        Self {
            identity: Bytes::from(identity),
            media: HeaderValue::from_static(media),
            tag: value(format!("\"{mark}\"")),
            gzip_tag: value(format!("\"{mark}-gzip\"")),
            gzip: OnceLock::new(),
            gzip_started: AtomicBool::new(false),
        }
    }

    /// Bytes held, the twin included.
    pub(crate) fn weight(&self) -> usize {
        let twin = self.gzip.get().and_then(Option::as_ref);
        self.identity.len() + twin.map_or(0, Bytes::len)
    }

    /// 304 where the caller has it already, else the body in the best form that is ready.
    pub(crate) fn answer(self: &Arc<Self>, request: &HeaderMap) -> Response {
        let compressed = if accepts_gzip(request) {
            self.compressed()
        } else {
            None
        };
        let (tag, bytes) = match &compressed {
            Some(gzip) => (&self.gzip_tag, gzip),
            None => (&self.tag, &self.identity),
        };
        let known = request
            .get_all(header::IF_NONE_MATCH)
            .iter()
            .any(|given| self.matches(given));
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(bytes.clone()))
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, tag.clone());
        headers.insert(
            header::VARY,
            HeaderValue::from_static("Authorization, Accept, Accept-Encoding"),
        );
        headers.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-cache"),
        );
        if !known {
            headers.insert(header::CONTENT_TYPE, self.media.clone());
            if compressed.is_some() {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
        response
    }

    fn matches(&self, given: &HeaderValue) -> bool {
        let Ok(given) = given.to_str() else {
            return false;
        };
        given.split(',').map(str::trim).any(|tag| {
            let strong = tag.strip_prefix("W/").unwrap_or(tag).as_bytes();
            tag == "*" || strong == self.tag.as_bytes() || strong == self.gzip_tag.as_bytes()
        })
    }

    /// The twin if it is ready. A large one is made in the background, once.
    fn compressed(self: &Arc<Self>) -> Option<Bytes> {
        if self.identity.len() < WORTH_COMPRESSING {
            return None;
        }
        if let Some(ready) = self.gzip.get() {
            return ready.clone();
        }
        if self.identity.len() <= COMPRESS_AT_ONCE {
            return self.gzip.get_or_init(|| gzip(&self.identity)).clone();
        }
        if !self.gzip_started.swap(true, Ordering::Relaxed) {
            let this = Arc::clone(self);
            tokio::task::spawn_blocking(move || {
                this.gzip.get_or_init(|| gzip(&this.identity));
            });
        }
        None
    }
}

/// `None` only if compressing in memory could fail; the identity is served then.
fn gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 5), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

/// Whether gzip is accepted: by its name, or else by a wild card.
fn accepts_gzip(request: &HeaderMap) -> bool {
    Accepted::read(request, header::ACCEPT_ENCODING)
        .weight(&["gzip", "x-gzip", "*"])
        .is_some_and(|weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn request(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn gzip_is_chosen_by_weight() {
        for (value, accepted) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("*", true),
            ("gzip;q=0", false),
            ("gzip; q=0.000", false),
            ("gzip;q=0, *", false),
            ("gzip;Q=0", false),
            ("*;q=0, gzip", true),
            ("identity", false),
            ("", false),
        ] {
            assert_eq!(
                accepts_gzip(&request(header::ACCEPT_ENCODING, value)),
                accepted,
                "{value}"
            );
        }
    }

    #[test]
    fn the_twin_holds_the_same_bytes_and_has_its_own_tag() {
        let text = "same again ".repeat(500);
        let body = Arc::new(ListBody::new(text.clone().into_bytes(), "text/plain"));
        let twin = body.compressed().unwrap();
        let mut back = String::new();
        flate2::read::GzDecoder::new(&twin[..])
            .read_to_string(&mut back)
            .unwrap();
        assert_eq!(back, text);
        let answer = body.answer(&request(header::ACCEPT_ENCODING, "gzip"));
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
        assert_ne!(answer.headers()[header::ETAG], body.tag);
    }

    #[test]
    fn a_known_tag_gives_304_in_every_spelling() {
        let body = Arc::new(ListBody::new(b"x".to_vec(), "text/plain"));
        let tag = body.tag.to_str().unwrap().to_owned();
        for given in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"a\", {tag}"),
            "*".to_owned(),
            tag.replace("\"", ""),
        ] {
            let headers = HeaderMap::from_iter([(
                header::IF_NONE_MATCH,
                HeaderValue::try_from(given.clone()).unwrap(),
            )]);
            let expected = if given.starts_with(['"', 'W', '*']) {
                304
            } else {
                200
            };
            assert_eq!(body.answer(&headers).status(), expected, "{given}");
        }
    }
}
