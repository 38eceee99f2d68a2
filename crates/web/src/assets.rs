//! Scripts, styles and a picture: compiled in, named by their content, cached for good.

use crate::Web;
use crate::respond;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
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

/// One embedded file.
struct Asset {
    name: String,
    media_type: &'static str,
    content: &'static [u8],
}

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
        const CSS: &str = "text/css; charset=utf-8";
        const JS: &str = "text/javascript; charset=utf-8";
        let customer = asset(
            "customer",
            "css",
            CSS,
            include_bytes!("../static/customer.css"),
        );
        let website = asset(
            "website",
            "css",
            CSS,
            include_bytes!("../static/website.css"),
        );
        let script = asset("onboarding", "js", JS, SCRIPT.as_bytes());
        let picture = asset(
            "picture",
            "png",
            "image/png",
            include_bytes!("../static/picture.png"),
        );
        Self {
            customer_style: customer.name.clone(),
            website_style: website.name.clone(),
            onboarding_script: script.name.clone(),
            website_picture: picture.name.clone(),
            files: vec![customer, website, script, picture],
        }
    }
}

fn asset(stem: &str, ending: &str, media_type: &'static str, content: &'static [u8]) -> Asset {
    let digest = Sha256::digest(content);
    let hash: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
    Asset {
        name: format!("{stem}-{hash}.{ending}"),
        media_type,
        content,
    }
}

pub(crate) async fn serve(
    State(web): State<Arc<Web>>,
    file: Result<Path<String>, axum::extract::rejection::PathRejection>,
) -> Response {
    let files = &web.pages.assets.files;
    let found = file
        .ok()
        .and_then(|Path(name)| files.iter().find(|asset| asset.name == name));
    let Some(asset) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = asset.content.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(asset.media_type),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    respond::no_sniffing(headers);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_change_with_content() {
        let one = asset("a", "css", "text/css", b"x");
        let two = asset("a", "css", "text/css", b"y");
        assert_ne!(one.name, two.name);
        assert!(one.name.starts_with("a-") && one.name.ends_with(".css"));
    }

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
