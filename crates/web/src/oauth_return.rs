//! GET `/oauth/return`: Meta's dialog, opened in place of the page, gives the customer back.

use crate::frame::link_url;
use crate::locales::Locale;
use crate::notice::Notice;
use crate::onboarding::dialog_state::Left;
use crate::visit::Visit;
use crate::{Pages, Web};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use gangway_app::DialogReturn;
use gangway_page::respond;
use std::sync::Arc;

/// What stands in the address. Whatever else Meta adds is not needed.
#[derive(Debug, PartialEq, Eq)]
struct Came {
    state: String,
    /// Whether the page that she left was on the partner's own domain.
    on_domain: bool,
    /// The language of that page.
    locale: Option<Locale>,
    what: DialogReturn,
}

impl Came {
    /// `None` where this is no return from a dialog.
    fn read(query: &str) -> Option<Self> {
        let (mut state, mut code, mut error, mut reason) = (None, None, None, None);
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let place = match name.as_ref() {
                "state" => &mut state,
                "code" => &mut code,
                "error" | "error_code" => &mut error,
                "error_reason" => &mut reason,
                _ => continue,
            };
            if !value.is_empty() {
                place.get_or_insert(value.into_owned());
            }
        }
        let what = match (code, error) {
            // An answer that says both is not to be believed.
            (Some(code), None) => DialogReturn::Code(code),
            (_, Some(error)) => DialogReturn::Refused {
                reason: reason.or(Some(error)),
            },
            (None, None) => return None,
        };
        let state = state?;
        let left = Left::read(&state);
        Some(Self {
            state: left.turn.to_owned(),
            on_domain: left.on_domain,
            locale: left.locale,
            what,
        })
    }
}

/// Takes the code and leads to the page, which shows the rest. Loaded again it only leads there.
pub(crate) async fn oauth_return(
    State(web): State<Arc<Web>>,
    method: Method,
    uri: Uri,
    visit: Visit,
    headers: HeaderMap,
) -> Response {
    // A code works once: it is for the customer who comes, not for a browser that looks ahead.
    if method == Method::HEAD {
        return unused(StatusCode::NO_CONTENT);
    }
    if looks_ahead(&headers) {
        // A browser that was refused asks again when the customer really comes.
        return unused(StatusCode::SERVICE_UNAVAILABLE);
    }
    let Some(came) = Came::read(uri.query().unwrap_or_default()) else {
        return web.pages.lost(visit.locale(None)).into_response();
    };
    let locale = || came.locale.unwrap_or_else(|| visit.locale(None));
    match web.app.return_from_dialog(&came.state, came.what).await {
        Ok(Some(way)) if came.on_domain => match web.app.base_of(way.partner).await {
            Ok(base) => respond::see_other(&link_url(&base, &way.link, came.locale)),
            Err(error) => {
                tracing::error!(%error, "a partner's domain could not be read");
                web.pages.unavailable(locale()).into_response()
            }
        },
        Ok(Some(way)) => respond::see_other(&web.pages.link_path(&way.link, "", came.locale)),
        Ok(None) => web.pages.lost(locale()).into_response(),
        Err(error) => {
            tracing::error!(%error, "a return from Meta's dialog could not be taken");
            web.pages.unavailable(locale()).into_response()
        }
    }
}

fn unused(status: StatusCode) -> Response {
    let mut response = status.into_response();
    respond::not_kept(response.headers_mut());
    response
}

/// Whether a browser loads the address before anybody asked for it.
fn looks_ahead(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"]
        .iter()
        .filter_map(|name| headers.get(*name)?.to_str().ok())
        .any(|purpose| {
            let purpose = purpose.to_ascii_lowercase();
            purpose.contains("prefetch") || purpose.contains("preview")
        })
}

impl Pages {
    /// The way back to a page is not known: the customer has to open her link again.
    fn lost(&self, locale: Locale) -> respond::PageAnswer {
        let words = self.words(locale);
        let status = StatusCode::NOT_FOUND;
        let notice = Notice::plain(status, "gone", "return-unknown", &words);
        self.notice(locale, &notice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn read(query: &str) -> Option<(String, DialogReturn)> {
        Came::read(query).map(|came| (came.state, came.what))
    }

    #[test]
    fn what_the_dialog_brings() {
        let state = || "s1".to_owned();
        let code = DialogReturn::Code("AQ+x/#".to_owned());
        assert_eq!(read("code=AQ%2Bx%2F%23&state=s1"), Some((state(), code)));
        let refused = |reason: &str| DialogReturn::Refused {
            reason: Some(reason.to_owned()),
        };
        assert_eq!(
            read("error=access_denied&error_reason=user_denied&error_code=200&state=s1"),
            Some((state(), refused("user_denied")))
        );
        assert_eq!(
            read("error=server_error&state=s1"),
            Some((state(), refused("server_error")))
        );
        assert_eq!(
            read("code=x&error=access_denied&state=s1"),
            Some((state(), refused("access_denied")))
        );
        for nothing in ["", "code=x", "state=s1", "code=&state=s1", "code=x&state="] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn browsers_that_look_ahead() {
        let with = |name: &'static str, value: &'static str| {
            let name = HeaderName::from_static(name);
            HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
        };
        assert!(looks_ahead(&with("sec-purpose", "prefetch;prerender")));
        assert!(looks_ahead(&with("purpose", "prefetch")));
        assert!(looks_ahead(&with("x-moz", "prefetch")));
        assert!(looks_ahead(&with("x-purpose", "Preview")));
        assert!(!looks_ahead(&with("sec-fetch-site", "cross-site")));
    }
}
