//! Who looks at a page, in which language, and what she may do there.

use crate::{Dashboard, cookie, errors, live};
use axum::extract::{ConnectInfo, FromRequestParts, RawPathParams};
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use gangway_app::Viewer;
use gangway_domain::{ClientId, Partner, Role};
use gangway_page::{Locale, accepted, respond};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// A request for a page, whoever makes it.
pub(crate) struct Guest {
    pub(crate) dashboard: Arc<Dashboard>,
    pub(crate) locale: Locale,
    pub(crate) address: IpAddr,
    /// The path behind `/dashboard`, with its query.
    pub(crate) place: String,
    /// What was just done, for a page that a form led to.
    pub(crate) said: Option<String>,
    /// By what the browser is known again.
    pub(crate) device: Option<String>,
    cookie: Option<String>,
    /// Asked for by a page, not by a person.
    by_itself: bool,
}

/// The same, by somebody who is signed in.
pub(crate) struct Seen {
    pub(crate) guest: Guest,
    pub(crate) viewer: Viewer,
}

/// The same, by an operator.
pub(crate) struct OperatorSeen(pub(crate) Seen);

/// The same, at a partner where she has a seat.
pub(crate) struct At {
    pub(crate) seen: Seen,
    pub(crate) partner: Partner,
    pub(crate) role: Role,
}

/// A value of the query.
pub(crate) fn asked(query: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
}

impl FromRequestParts<Arc<Dashboard>> for Guest {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        dashboard: &Arc<Dashboard>,
    ) -> Result<Self, Self::Rejection> {
        // Nested routes see the path behind `/dashboard`.
        let uri = &parts.uri;
        let query = uri.query().unwrap_or_default();
        let spoken = |locale| dashboard.catalogues.speaks(locale);
        let locale = asked(query, "lang")
            .and_then(|tag| Locale::from_tag(&tag))
            .filter(|locale| spoken(*locale))
            .or_else(|| accepted(&parts.headers, spoken))
            .unwrap_or(Locale::English);
        let path = uri.path();
        let place = uri
            .query()
            .map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
        let address = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
        Ok(Self {
            dashboard: Arc::clone(dashboard),
            locale,
            address,
            place,
            said: asked(query, "said"),
            by_itself: live::is_asked_by_a_page(path, &parts.headers),
            device: cookie::device(&parts.headers, dashboard.secure).map(str::to_owned),
            cookie: cookie::read(&parts.headers, dashboard.secure).map(str::to_owned),
        })
    }
}

impl Guest {
    /// Who is signed in, if anybody. She may still owe a code.
    pub(crate) async fn viewer(&mut self) -> Result<Option<Viewer>, Response> {
        let Some(secret) = &self.cookie else {
            return Ok(None);
        };
        let app = &self.dashboard.app;
        let viewer = app.viewer(secret, Some(self.address), self.by_itself);
        match viewer.await {
            Ok(viewer) => {
                let own = viewer.as_ref().and_then(|viewer| {
                    let language = viewer.view.person.language.as_ref()?;
                    Locale::from_tag(&language.tag())
                });
                if let Some(own) = own.filter(|own| self.dashboard.catalogues.speaks(*own)) {
                    self.locale = own;
                }
                Ok(viewer)
            }
            Err(error) => Err(errors::failed(self, &error)),
        }
    }

    /// To another page.
    pub(crate) fn go(&self, path: &str) -> Response {
        respond::see_other(&self.dashboard.path(path))
    }
}

impl FromRequestParts<Arc<Dashboard>> for Seen {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        dashboard: &Arc<Dashboard>,
    ) -> Result<Self, Response> {
        let Ok(mut guest) = Guest::from_request_parts(parts, dashboard).await;
        let signed_in = guest.viewer().await?;
        // A form leads back to where its page was, not to an address that takes only forms.
        let place = if parts.method == Method::GET {
            url::form_urlencoded::byte_serialize(guest.place.as_bytes()).collect()
        } else {
            String::new()
        };
        match signed_in {
            None if place.is_empty() => Err(guest.go("/sign-in")),
            None => Err(guest.go(&format!("/sign-in?next={place}"))),
            Some(viewer) if viewer.view.code_owed => Err(guest.go(&format!("/code?next={place}"))),
            Some(viewer) => Ok(Self { guest, viewer }),
        }
    }
}

impl FromRequestParts<Arc<Dashboard>> for OperatorSeen {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        dashboard: &Arc<Dashboard>,
    ) -> Result<Self, Response> {
        let seen = Seen::from_request_parts(parts, dashboard).await?;
        if seen.viewer.is_operator() {
            Ok(Self(seen))
        } else {
            Err(errors::missing(&seen.guest))
        }
    }
}

impl FromRequestParts<Arc<Dashboard>> for At {
    type Rejection = Response;

    async fn from_request_parts(
        parts: &mut Parts,
        dashboard: &Arc<Dashboard>,
    ) -> Result<Self, Response> {
        let seen = Seen::from_request_parts(parts, dashboard).await?;
        let parameters = RawPathParams::from_request_parts(parts, dashboard).await;
        let client_id = parameters.ok().and_then(|found| {
            let mut found = found.iter();
            let (_, id) = found.find(|(name, _)| *name == "partner")?;
            ClientId::parse(id).ok()
        });
        let Some(client_id) = client_id else {
            return Err(errors::missing(&seen.guest));
        };
        let partner = match dashboard.app.partner_by_client_id(&client_id).await {
            Ok(partner) => partner,
            Err(error) => return Err(errors::failed(&seen.guest, &error)),
        };
        // A partner of others is not there: nobody learns which client ids exist.
        let at = partner.and_then(|partner| {
            let role = seen.viewer.role_at(partner.id)?;
            Some((partner, role))
        });
        let Some((partner, role)) = at else {
            return Err(errors::missing(&seen.guest));
        };
        if partner.suspended_at.is_some() && !seen.viewer.is_operator() {
            return Err(errors::suspended(&seen.guest));
        }
        Ok(Self {
            seen,
            partner,
            role,
        })
    }
}

impl Seen {
    /// To another page, which says what was just done.
    pub(crate) fn done(&self, path: &str, said: &str) -> Response {
        let sign = if path.contains('?') { '&' } else { '?' };
        self.guest.go(&format!("{path}{sign}said={said}"))
    }
}

impl At {
    /// Lets pass who may do what this role may.
    #[expect(clippy::result_large_err, reason = "it is the answer itself")]
    pub(crate) fn may(&self, role: Role) -> Result<(), Response> {
        if self.role >= role {
            Ok(())
        } else {
            Err(errors::not_allowed(&self.seen.guest))
        }
    }

    /// The path of one of the partner's pages.
    pub(crate) fn place(&self, path: &str) -> String {
        format!("/p/{}{path}", self.partner.client_id)
    }
}
