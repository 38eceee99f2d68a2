//! What every page has around its content.

use crate::seen::{At, Guest, Seen};
use crate::{Dashboard, errors};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use gangway_domain::Role;
use gangway_page::respond;
use serde::Serialize;

/// Nothing is inline, and nobody else is asked for anything.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// The `page` of every template's context.
#[derive(Debug, Serialize)]
struct Frame {
    lang: &'static str,
    dir: &'static str,
    /// Path of the dashboard.
    root: String,
    stylesheet: String,
    script: String,
    person: Option<PersonInFrame>,
    partner: Option<PartnerInFrame>,
    links: Vec<Link>,
    said: Option<String>,
}

#[derive(Debug, Serialize)]
struct PersonInFrame {
    name: String,
    email: String,
    /// Whether she can choose between partners.
    several: bool,
}

#[derive(Debug, Serialize)]
struct PartnerInFrame {
    name: String,
    root: String,
    suspended: bool,
    /// What she may do.
    editor: bool,
}

/// A link of the navigation: key of its word, address, whether it is this page.
#[derive(Debug, Serialize)]
struct Link {
    key: &'static str,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Drawn<'a, C> {
    page: Frame,
    #[serde(flatten)]
    content: &'a C,
}

/// Key and path of the operator's pages.
const OPERATOR: [(&str, &str); 5] = [
    ("nav-partners", "/partners"),
    ("nav-meta", "/meta"),
    ("nav-claims", "/claims"),
    ("nav-operators", "/operators"),
    ("nav-audit", "/audit"),
];

/// Key and path of a partner's pages, and whose they are.
const PARTNER: [(&str, &str, Role); 8] = [
    ("nav-accounts", "/accounts", Role::Viewer),
    ("nav-funnel", "/funnel", Role::Viewer),
    ("nav-numbers", "/numbers", Role::Viewer),
    ("nav-branding", "/branding", Role::Viewer),
    ("nav-webhooks", "/webhooks", Role::Viewer),
    ("nav-credentials", "/credentials", Role::Owner),
    ("nav-members", "/members", Role::Owner),
    ("nav-log", "/log", Role::Owner),
];

impl Guest {
    fn frame(&self) -> Frame {
        let dashboard = &self.dashboard;
        let asset = |name: &str| dashboard.path(&format!("/assets/{name}"));
        let said = self.said.as_deref().filter(|said| {
            said.len() < 40 && said.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
        });
        Frame {
            lang: self.locale.tag(),
            dir: self.locale.direction(),
            root: dashboard.path(""),
            stylesheet: asset(&dashboard.assets.style),
            script: asset(&dashboard.assets.script),
            person: None,
            partner: None,
            links: Vec::new(),
            said: said
                .map(|said| format!("said-{said}"))
                .filter(|key| dashboard.catalogues.has(self.locale, key))
                .map(|key| dashboard.say(self.locale, &key)),
        }
    }

    /// Draws a page of nobody in particular.
    pub(crate) fn draw<C: Serialize>(
        &self,
        status: StatusCode,
        template: &str,
        content: &C,
    ) -> Response {
        let page = self.frame();
        self.dashboard
            .finish(status, template, &Drawn { page, content })
    }

    /// A message in the reader's language.
    pub(crate) fn say(&self, key: &str) -> String {
        self.dashboard.say(self.locale, key)
    }
}

impl Seen {
    fn frame(&self) -> Frame {
        let person = &self.viewer.view.person;
        let operator = person.operator;
        Frame {
            person: Some(PersonInFrame {
                name: person.name.as_str().to_owned(),
                email: person.email.as_str().to_owned(),
                several: operator || self.viewer.view.memberships.len() > 1,
            }),
            links: if operator {
                let links = OPERATOR.iter();
                links.map(|(key, path)| self.link(key, path)).collect()
            } else {
                Vec::new()
            },
            ..self.guest.frame()
        }
    }

    fn link(&self, key: &'static str, path: &str) -> Link {
        let here = self.guest.place.split('?').next().unwrap_or_default();
        Link {
            key,
            href: self.guest.dashboard.path(path),
            current: here
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
        }
    }

    /// Draws a page of the operator's, or of her own.
    pub(crate) fn draw<C: Serialize>(
        &self,
        status: StatusCode,
        template: &str,
        content: &C,
    ) -> Response {
        let page = self.frame();
        let dashboard = &self.guest.dashboard;
        dashboard.finish(status, template, &Drawn { page, content })
    }

    /// A message in the reader's language.
    pub(crate) fn say(&self, key: &str) -> String {
        self.guest.say(key)
    }
}

impl At {
    fn frame(&self) -> Frame {
        let links = PARTNER.iter().filter(|(_, _, role)| self.role >= *role);
        Frame {
            partner: Some(PartnerInFrame {
                name: self.partner.name.as_str().to_owned(),
                root: self.seen.guest.dashboard.path(&self.place("")),
                suspended: self.partner.suspended_at.is_some(),
                editor: self.role >= Role::Editor,
            }),
            links: links
                .map(|(key, path, _)| self.seen.link(key, &self.place(path)))
                .collect(),
            ..self.seen.frame()
        }
    }

    /// Draws a page of the partner's.
    pub(crate) fn draw<C: Serialize>(
        &self,
        status: StatusCode,
        template: &str,
        content: &C,
    ) -> Response {
        let page = self.frame();
        let guest = &self.seen.guest;
        guest
            .dashboard
            .finish(status, template, &Drawn { page, content })
    }

    /// A message in the reader's language.
    pub(crate) fn say(&self, key: &str) -> String {
        self.seen.say(key)
    }
}

impl Dashboard {
    fn finish<C: Serialize>(&self, status: StatusCode, template: &str, context: &C) -> Response {
        let body = match self.templates.render(template, context) {
            Ok(body) => body,
            Err(error) => {
                tracing::error!(template, %error, "a page could not be drawn");
                return errors::plain(StatusCode::INTERNAL_SERVER_ERROR);
            }
        };
        let mut response = (status, Html(body)).into_response();
        let headers = response.headers_mut();
        respond::not_kept(headers);
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
        for (name, value) in [
            (header::REFERRER_POLICY, "same-origin"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            ),
            (HeaderName::from_static("x-robots-tag"), "noindex"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
