//! The HTML of the dashboard.

use gangway_page::{Catalogues, Templates};
use std::sync::Arc;

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../templates/", $name)))),+]
    };
}

/// Name and source of every template.
pub(crate) const TEMPLATES: &[(&str, &str)] = &templates![
    "layout.html",
    "door.html",
    "parts.html",
    "pages.html",
    "error.html",
    "home.html",
    "sign_in.html",
    "code.html",
    "join.html",
    "own.html",
    "second_factor.html",
    "members.html",
    "log.html",
    "partners.html",
    "partner_new.html",
    "partner_made.html",
    "partner_domain.html",
    "claims.html",
    "meta.html",
    "numbers.html",
    "webhooks.html",
    "accounts.html",
    "account.html",
    "card.html",
    "account_new.html",
    "funnel.html",
    "branding.html",
    "credentials.html",
];

pub(crate) fn templates(catalogues: Arc<Catalogues>) -> Templates {
    Templates::new(catalogues, TEMPLATES)
}
