//! Scripts, styles and a picture of the customer's pages.

use crate::Web;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use gangway_page::Asset;
use std::sync::Arc;

/// The script of the onboarding page. Its parts share one scope and travel as one file: a phone
/// would have to ask for the parts of a module one after the other.
pub(crate) const SCRIPT: &str = concat!(
    include_str!("../static/onboarding/screen.js"),
    include_str!("../static/onboarding/server.js"),
    include_str!("../static/onboarding/full_page.js"),
    include_str!("../static/onboarding/dialog.js"),
    include_str!("../static/onboarding/pin.js"),
    include_str!("../static/onboarding/numbers.js"),
    include_str!("../static/onboarding/elsewhere.js"),
    include_str!("../static/onboarding/begin.js"),
);

/// The embedded files of the pages.
pub(crate) struct Assets {
    pub(crate) customer_style: String,
    pub(crate) website_style: String,
    pub(crate) onboarding_script: String,
    /// What a preview of a link to the website shows.
    pub(crate) website_picture: String,
    files: Vec<Asset>,
}

impl Assets {
    pub(crate) fn new() -> Self {
        let customer = Asset::css("customer", include_str!("../static/customer.css"));
        let website = Asset::css("website", include_str!("../static/website.css"));
        let script = Asset::js("onboarding", SCRIPT);
        let picture = Asset::png("picture", include_bytes!("../static/picture.png"));
        Self {
            customer_style: customer.name().to_owned(),
            website_style: website.name().to_owned(),
            onboarding_script: script.name().to_owned(),
            website_picture: picture.name().to_owned(),
            files: vec![customer, website, script, picture],
        }
    }
}

pub(crate) async fn serve(
    State(web): State<Arc<Web>>,
    file: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> Response {
    file.map_or_else(
        |_| StatusCode::NOT_FOUND.into_response(),
        |Path(name)| gangway_page::serve(&web.pages.assets.files, &name),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_is_as_large_as_the_website_says_and_small_to_load() {
        let picture = include_bytes!("../static/picture.png");
        let side = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        let (width, height) = (side(16), side(20));
        let website = include_str!("../templates/website.html");
        assert!(website.contains(&format!("og:image:width\" content=\"{width}\"")));
        assert!(website.contains(&format!("og:image:height\" content=\"{height}\"")));
        assert!(picture.len() < 10 * 1024);
    }

    #[test]
    fn the_script_needs_no_inline_style_and_no_eval() {
        for forbidden in [
            ".style",
            "innerHTML",
            "eval(",
            "new Function",
            "document.write",
        ] {
            assert!(!SCRIPT.contains(forbidden), "{forbidden}");
        }
        assert!(SCRIPT.len() < 24 * 1024, "{}", SCRIPT.len());
    }
}
