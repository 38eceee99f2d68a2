//! GET `/b/{slug}`: a small public website of the customer's business, with a privacy page.

use crate::csp;
use crate::frame::{Frame, initial, lang_of};
use crate::locales::Locale;
use crate::script_data::script_data;
use crate::visit::Visit;
use crate::{Pages, Web};
use axum::extract::State;
use axum::http::StatusCode;
use gangway_app::PageAccount;
use gangway_domain::OnboardingState;
use gangway_page::respond::{Keep, PageAnswer};
use minijinja::Value as Markup;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// One page of the website.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WebsitePage {
    /// Who we are and how to reach us.
    Home,
    /// What becomes of messages.
    Privacy,
}

impl WebsitePage {
    const fn template(self) -> &'static str {
        match self {
            Self::Home => "landing.html",
            Self::Privacy => "privacy.html",
        }
    }
}

pub(crate) async fn page(State(web): State<Arc<Web>>, visit: Visit) -> PageAnswer {
    show(&web, &visit, WebsitePage::Home).await
}

pub(crate) async fn privacy(State(web): State<Arc<Web>>, visit: Visit) -> PageAnswer {
    show(&web, &visit, WebsitePage::Privacy).await
}

async fn show(web: &Web, visit: &Visit, which: WebsitePage) -> PageAnswer {
    match web.app.landing_page(&visit.slug).await {
        Ok(Some(found)) => {
            let locale = visit.locale(Some(&found));
            web.pages.website(which, &found, locale, visit.asked())
        }
        Ok(None) => web.pages.unknown(visit.locale(None), "landing-gone"),
        Err(error) => {
            tracing::error!(%error, "a landing page could not be read");
            web.pages.unavailable(visit.locale(None))
        }
    }
}

#[derive(Serialize)]
struct Context<'a> {
    page: Frame,
    business: &'a str,
    initial: String,
    address: Option<&'a str>,
    email: Option<&'a str>,
    /// Where a visitor starts an e-mail.
    mailto: Option<String>,
    /// With `+`, once the number is connected.
    phone: Option<&'a str>,
    /// Where a visitor starts a chat.
    whatsapp: Option<String>,
    home: String,
    privacy: String,
    /// Whether this is the page that `home` leads to.
    at_home: bool,
    canonical: String,
    /// What a preview of the link shows; previews want it whole, with host.
    picture: String,
    og_locale: &'static str,
    verification: Option<&'a str>,
    json_ld: Markup,
}

impl Pages {
    /// Draws a page of the website. `asked` is the language in the address, which the
    /// website's own links carry on.
    pub(crate) fn website(
        &self,
        which: WebsitePage,
        found: &PageAccount,
        locale: Locale,
        asked: Option<Locale>,
    ) -> PageAnswer {
        let account = &found.account;
        let details = &account.details;
        let business = details.business_name.as_str();
        let finished = account.state == OnboardingState::Finished;
        let digits = finished.then(|| account.number.as_str());
        let phone = digits.map(|digits| format!("+{digits}"));
        let home = format!("{}/b/{}", self.base_path, account.landing);
        let lang = lang_of(asked);
        let email = details.business_email.as_ref().map(|email| email.as_str());
        let verification = details.domain_verification.as_ref();
        let context = Context {
            page: self.website_frame(locale, found),
            business,
            initial: initial(business),
            address: details.business_address.as_ref().map(|text| text.as_str()),
            email,
            mailto: email.map(mailto),
            phone: phone.as_deref(),
            whatsapp: digits.map(|digits| format!("https://wa.me/{digits}")),
            privacy: format!("{home}/privacy{lang}"),
            home: format!("{home}{lang}"),
            at_home: which == WebsitePage::Home,
            picture: format!("{}/assets/{}", found.base, self.assets.website_picture),
            canonical: match which {
                WebsitePage::Home => found.landing_url(),
                WebsitePage::Privacy => format!("{}/privacy", found.landing_url()),
            },
            og_locale: locale.meta_name(),
            verification: verification.map(|text| text.as_str()),
            json_ld: script_data(&local_business(found, phone.as_deref())),
        };
        PageAnswer {
            status: StatusCode::OK,
            body: self.templates.render(which.template(), &context),
            policy: csp::WEBSITE.to_owned(),
            keep: Keep::FiveMinutes,
            indexed: true,
        }
    }
}

/// A link to an address, none of whose characters may start a header such as `cc`.
fn mailto(email: &str) -> String {
    let mut link = "mailto:".to_owned();
    for byte in email.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}

/// The business in the words of schema.org.
fn local_business(found: &PageAccount, phone: Option<&str>) -> Value {
    let details = &found.account.details;
    let mut data = Map::new();
    let mut put = |key: &str, value: Value| data.insert(key.to_owned(), value);
    put("@context", json!("https://schema.org"));
    put("@type", json!("LocalBusiness"));
    put("name", json!(details.business_name.as_str()));
    put("url", json!(found.landing_url()));
    if details.display_name != details.business_name {
        put("alternateName", json!(details.display_name.as_str()));
    }
    if let Some(address) = &details.business_address {
        let street = json!({"@type": "PostalAddress", "streetAddress": address.as_str()});
        put("address", street);
    }
    if let Some(email) = &details.business_email {
        put("email", json!(email.as_str()));
    }
    if let Some(phone) = phone {
        put("telephone", json!(phone));
    }
    Value::Object(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_an_address_and_no_header() {
        assert_eq!(mailto("a.b-c@example.com"), "mailto:a.b-c@example.com");
        assert_eq!(
            mailto("a?cc=b+c&d%@example.com"),
            "mailto:a%3Fcc%3Db%2Bc%26d%25@example.com"
        );
        assert_eq!(mailto("é@example.com"), "mailto:%C3%A9@example.com");
    }
}
