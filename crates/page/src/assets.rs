//! Files that are compiled in, named by their content and cached for good.

use crate::respond;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// One embedded file.
#[derive(Debug, Clone)]
pub struct Asset {
    name: String,
    media_type: &'static str,
    content: &'static [u8],
}

impl Asset {
    /// A style sheet.
    #[must_use]
    pub fn css(stem: &str, content: &'static str) -> Self {
        Self::new(stem, "css", "text/css; charset=utf-8", content.as_bytes())
    }

    /// A script.
    #[must_use]
    pub fn js(stem: &str, content: &'static str) -> Self {
        Self::new(
            stem,
            "js",
            "text/javascript; charset=utf-8",
            content.as_bytes(),
        )
    }

    /// A picture.
    #[must_use]
    pub fn png(stem: &str, content: &'static [u8]) -> Self {
        Self::new(stem, "png", "image/png", content)
    }

    fn new(stem: &str, ending: &str, media_type: &'static str, content: &'static [u8]) -> Self {
        let digest = Sha256::digest(content);
        let hash: String = digest.iter().take(8).map(|b| format!("{b:02x}")).collect();
        Self {
            name: format!("{stem}-{hash}.{ending}"),
            media_type,
            content,
        }
    }

    /// The last part of its address; changes with the content.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Answers with the file of that name.
#[must_use]
pub fn serve(files: &[Asset], name: &str) -> Response {
    let Some(asset) = files.iter().find(|asset| asset.name == name) else {
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
        let (one, two) = (Asset::css("a", "x"), Asset::css("a", "y"));
        assert_ne!(one.name(), two.name());
        assert!(one.name().starts_with("a-") && one.name().ends_with(".css"));
        let unknown = serve(&[one], "a.css");
        assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    }
}
