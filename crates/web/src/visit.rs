//! Who asks for a page: the word in its address and the wishes about its language.

use crate::in_app::Surroundings;
use crate::locales::Locale;
use crate::negotiation::Wishes;
use crate::own_domain::is_on_domain;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use gangway_app::PageAccount;
use std::convert::Infallible;

/// A request for a page. Anything may be in it; what makes no sense leads to no account.
pub(crate) struct Visit {
    pub(crate) slug: String,
    lang: Option<String>,
    headers: HeaderMap,
    /// Whether she came to the partner's own domain.
    pub(crate) on_domain: bool,
}

impl Visit {
    /// The language of an account's page, or of a page without account.
    pub(crate) fn locale(&self, found: Option<&PageAccount>) -> Locale {
        Wishes {
            link: found.and_then(|found| found.account.details.language.as_ref()),
            query: self.lang.as_deref(),
            headers: &self.headers,
            partner: found.and_then(|found| found.partner.language.as_ref()),
        }
        .locale()
    }

    /// The browser and the device.
    pub(crate) fn surroundings(&self) -> Surroundings {
        let agent = self.headers.get(header::USER_AGENT);
        Surroundings::of(
            agent
                .and_then(|agent| agent.to_str().ok())
                .unwrap_or_default(),
        )
    }

    /// The language that the address asks for, if there is a catalogue for it.
    pub(crate) fn asked(&self) -> Option<Locale> {
        self.lang.as_deref().and_then(Locale::from_tag)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        // A segment that is no UTF-8 is no slug of ours either.
        let slug = Path::<String>::from_request_parts(parts, state).await;
        let query = parts.uri.query().unwrap_or_default();
        let lang = url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == "lang")
            .map(|(_, value)| value.into_owned());
        Ok(Self {
            slug: slug.map(|Path(slug)| slug).unwrap_or_default(),
            lang,
            headers: parts.headers.clone(),
            on_domain: is_on_domain(&parts.extensions),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    async fn visit(uri: &str) -> Visit {
        let (mut parts, ()) = Request::get(uri).body(()).unwrap().into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, &()).await;
        visit
    }

    #[tokio::test]
    async fn the_address_may_ask_for_a_language() {
        let asked = visit("/b/x?a=1&lang=he").await.asked();
        assert_eq!(asked, Some(Locale::Hebrew));
        assert_eq!(visit("/b/x?lang=%ff").await.asked(), None);
        assert_eq!(visit("/b/x").await.asked(), None);
    }
}
