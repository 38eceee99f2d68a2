//! The HTML of the customer's pages.

/// Name and source of every template.
pub(crate) const TEMPLATES: [(&str, &str); 8] = [
    ("layout.html", include_str!("../templates/layout.html")),
    (
        "languages.html",
        include_str!("../templates/languages.html"),
    ),
    (
        "onboarding.html",
        include_str!("../templates/onboarding.html"),
    ),
    ("notice.html", include_str!("../templates/notice.html")),
    ("website.html", include_str!("../templates/website.html")),
    ("contact.html", include_str!("../templates/contact.html")),
    ("landing.html", include_str!("../templates/landing.html")),
    ("privacy.html", include_str!("../templates/privacy.html")),
];
