//! Reading the onboarding page: the JSON block that its script works with.

use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::CustomerError;

/// What the page's script knows.
pub(super) struct Page {
    pub(super) origin: String,
    pub(super) session: String,
    pub(super) app_id: String,
    pub(super) config_id: String,
    pub(super) extras: Value,
    pub(super) start_url: Url,
    pub(super) code_url: Url,
    pub(super) event_url: Url,
    pub(super) status_url: Url,
    /// Where to ask for the full-page dialog, if the server offers it.
    pub(super) redirect_url: Option<Url>,
}

/// The block as written.
#[derive(Deserialize)]
struct Block {
    session: String,
    app_id: String,
    config_id: String,
    #[serde(default)]
    extras: Value,
    start_url: String,
    code_url: String,
    event_url: String,
    status_url: String,
    redirect_url: Option<String>,
}

impl Page {
    /// Finds and reads the block. Its URLs may be relative to the link.
    pub(super) fn read(link: &Url, status: u16, html: &str) -> Result<Self, CustomerError> {
        let text = block(html).ok_or(CustomerError::NoOnboarding { status })?;
        let bad_page = |reason: String| CustomerError::BadPage { reason };
        let block: Block =
            serde_json::from_str(text).map_err(|error| bad_page(error.to_string()))?;
        let absolute = |name: &str, url: &str| {
            link.join(url)
                .map_err(|_| bad_page(format!("{name} is not a URL")))
        };
        Ok(Self {
            origin: link.origin().ascii_serialization(),
            start_url: absolute("start_url", &block.start_url)?,
            code_url: absolute("code_url", &block.code_url)?,
            event_url: absolute("event_url", &block.event_url)?,
            status_url: absolute("status_url", &block.status_url)?,
            redirect_url: block
                .redirect_url
                .as_deref()
                .map(|url| absolute("redirect_url", url))
                .transpose()?,
            session: block.session,
            app_id: block.app_id,
            config_id: block.config_id,
            extras: block.extras,
        })
    }
}

/// The text of `<script … id="gangway-page" …>`.
fn block(html: &str) -> Option<&str> {
    let id = html.find("id=\"gangway-page\"")?;
    let start = id + html[id..].find('>')? + 1;
    let end = start + html[start..].find("</script")?;
    Some(html[start..end].trim())
}

/// Whether a page's listener would take this message text.
pub(super) fn is_session_event(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|message| message["type"] == "WA_EMBEDDED_SIGNUP")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Page, is_session_event};
    use crate::customer::CustomerError;
    use url::Url;

    const HTML: &str = r#"<html><script type="application/json" id="gangway-page" nonce="n">
        {"sdk_url":"http://sim/en_US/sdk.js","app_id":"67","config_id":"9","graph_version":"v25.0",
         "extras":{"setup":{"business":{"name":"A \u003c B"}}},"start_url":"start","code_url":"/o/x/code",
         "event_url":"http://other.test/event","status_url":"status","session":"s1"}
        </script></html>"#;

    #[test]
    fn reads_the_block_and_resolves_its_urls() {
        let link = Url::parse("https://gangway.test:8443/o/abc").unwrap();
        let page = Page::read(&link, 200, HTML).unwrap();
        assert_eq!(page.origin, "https://gangway.test:8443");
        assert_eq!(page.start_url.as_str(), "https://gangway.test:8443/o/start");
        assert_eq!(page.code_url.as_str(), "https://gangway.test:8443/o/x/code");
        assert_eq!(page.event_url.as_str(), "http://other.test/event");
        assert!(page.redirect_url.is_none());
        assert_eq!(page.extras["setup"]["business"]["name"], "A < B");
    }

    #[test]
    fn a_page_without_the_block_is_no_onboarding() {
        let link = Url::parse("https://gangway.test/o/abc").unwrap();
        let gone = Page::read(&link, 410, "<html>Gone</html>").err().unwrap();
        assert!(matches!(gone, CustomerError::NoOnboarding { status: 410 }));
        let broken = Page::read(&link, 200, "<script id=\"gangway-page\">{}</script>")
            .err()
            .unwrap();
        assert!(broken.to_string().contains("session"), "{broken}");
    }

    #[test]
    fn only_session_events_are_taken() {
        assert!(is_session_event(
            r#"{"type":"WA_EMBEDDED_SIGNUP","event":"FINISH"}"#
        ));
        for noise in ["cb=1&code=2", "{not json", r#"{"type":"other"}"#, "[]"] {
            assert!(!is_session_event(noise), "{noise}");
        }
    }
}
