//! A partner's own domain shows the pages of its customers and nothing else: one domain, one brand.

use crate::visit::Visit;
use crate::{Web, csp};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, header, uri::Authority};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use gangway_app::StorageError;
use gangway_domain::PartnerId;
use std::sync::Arc;

/// What a request carries that came to a partner's own domain.
#[derive(Debug, Clone)]
struct OnDomain {
    /// The only origin whose scripts may call there.
    origin: Option<Arc<str>>,
}

/// Whether a request came to a partner's own domain.
pub(crate) fn is_on_domain(extensions: &Extensions) -> bool {
    extensions.get::<OnDomain>().is_some()
}

/// The origin of our own pages where this request came to.
pub(crate) fn own_origin<'a>(web: &'a Web, extensions: &'a Extensions) -> Option<&'a str> {
    match extensions.get::<OnDomain>() {
        Some(own) => own.origin.as_deref(),
        None => web.pages.origin.as_deref(),
    }
}

/// Lets requests to a partner's domain pass that are for pages of its own customers. At every other
/// host nothing changes.
pub(crate) async fn one_brand(
    State(web): State<Arc<Web>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(host) = host_of(&request) else {
        return next.run(request).await;
    };
    let Some((partner, domain)) = web.app.partner_at(&host).await else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    match web.shows(partner, parts.uri.path()).await {
        Ok(Shown::Yes) => {
            let origin = csp::origin_of(&web.app.base(Some(&domain)));
            parts.extensions.insert(OnDomain {
                origin: origin.map(Arc::from),
            });
            next.run(Request::from_parts(parts, body)).await
        }
        Ok(Shown::No(words)) => {
            let locale = visit(&mut parts).await.locale(None);
            web.pages.unknown(locale, words).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "whose page it is could not be read");
            let locale = visit(&mut parts).await.locale(None);
            web.pages.unavailable(locale).into_response()
        }
    }
}

async fn visit(parts: &mut Parts) -> Visit {
    let Ok(visit) = Visit::from_request_parts(parts, &()).await;
    visit
}

enum Shown {
    Yes,
    /// With the words for it.
    No(&'static str),
}

impl Web {
    /// Whether a partner's domain shows what is at this path.
    async fn shows(&self, partner: PartnerId, path: &str) -> Result<Shown, StorageError> {
        let (place, rest) = path
            .strip_prefix('/')
            .and_then(|path| path.split_once('/'))
            .unwrap_or((path, ""));
        let slug = rest.split('/').next().unwrap_or_default();
        let (is_shown, words) = match place {
            "o" => (self.app.is_link_of(partner, slug).await?, "state-unknown"),
            "b" => (self.app.is_landing_of(partner, slug).await?, "landing-gone"),
            "assets" | "logo" | "/robots.txt" | "/healthz" | "/readyz" => (true, ""),
            _ => (false, "landing-gone"),
        };
        Ok(if is_shown {
            Shown::Yes
        } else {
            Shown::No(words)
        })
    }
}

/// The host that a request names, without its port.
fn host_of(request: &Request) -> Option<String> {
    let named = || {
        let host = request.headers().get(header::HOST)?.to_str().ok()?;
        host.parse::<Authority>().ok()
    };
    let authority = request.uri().authority().cloned().or_else(named)?;
    Some(authority.host().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn host(uri: &str, header: &str) -> Option<String> {
        let request = Request::get(uri).header(header::HOST, header);
        host_of(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn the_host_without_its_port() {
        let named = |header: &str| host("/o/x", header);
        assert_eq!(
            named("pages.example.com").as_deref(),
            Some("pages.example.com")
        );
        assert_eq!(
            named("Pages.example.com:8443").as_deref(),
            Some("Pages.example.com")
        );
        assert_eq!(named("[::1]:8080").as_deref(), Some("[::1]"));
        assert_eq!(named("a b"), None);
        assert_eq!(named(""), None);
        let whole = host("http://other.example.com:80/o/x", "pages.example.com");
        assert_eq!(
            whole.as_deref(),
            Some("other.example.com"),
            "as HTTP has it"
        );
    }
}
