//! Which app of Meta this is, and where its Graph API answers.

use gangway_domain::AppId;
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use url::Url;

/// What a [`Graph`](crate::Graph) needs to know.
#[derive(Debug, Clone)]
pub struct MetaConfig {
    /// The partner's Meta app.
    pub app_id: AppId,
    /// Its secret.
    pub app_secret: SecretString,
    /// Where the Graph API answers: Meta's own address, or a simulator's.
    pub graph_url: Url,
    /// Version of the Graph API, like `v25.0`.
    pub version: String,
    /// Longest time for one call, from connecting to the last byte of the answer.
    pub timeout: Duration,
}

/// A configuration with which no call could be made.
#[derive(Debug, thiserror::Error)]
pub enum GraphSetupError {
    /// The version is no version of the Graph API.
    #[error("the Graph API version {0:?} is not one; write it like v25.0")]
    Version(String),
    /// The address is no web address.
    #[error(
        "the Graph API address must be an http or https address such as https://graph.facebook.com"
    )]
    Address,
    /// There is no app secret.
    #[error("the app secret is empty; copy it from the app's basic settings at Meta")]
    NoSecret,
    /// The system's certificates could not be used.
    #[error("TLS could not be set up; check that this system has CA certificates installed")]
    Tls(#[from] rustls::Error),
    /// The HTTP client could not be made.
    #[error("the HTTP client for the Graph API could not be made")]
    Client(#[from] reqwest::Error),
}

impl MetaConfig {
    /// The address under which every call of this version lies.
    pub(crate) fn base(&self) -> Result<Url, GraphSetupError> {
        if !is_version(&self.version) {
            return Err(GraphSetupError::Version(self.version.clone()));
        }
        if self.app_secret.expose_secret().is_empty() {
            return Err(GraphSetupError::NoSecret);
        }
        let mut base = self.graph_url.clone();
        if !matches!(base.scheme(), "http" | "https") {
            return Err(GraphSetupError::Address);
        }
        base.set_query(None);
        base.set_fragment(None);
        base.path_segments_mut()
            .map_err(|()| GraphSetupError::Address)?
            .pop_if_empty()
            .push(&self.version);
        Ok(base)
    }
}

fn is_version(text: &str) -> bool {
    let is_number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('v')
        .and_then(|numbers| numbers.split_once('.'))
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(graph_url: &str, version: &str) -> MetaConfig {
        MetaConfig {
            app_id: AppId::parse("670000000000001").unwrap(),
            app_secret: "shh".into(),
            graph_url: Url::parse(graph_url).unwrap(),
            version: version.to_owned(),
            timeout: Duration::from_secs(1),
        }
    }

    #[test]
    fn the_version_follows_the_address() {
        for (address, base) in [
            (
                "https://graph.facebook.com",
                "https://graph.facebook.com/v25.0",
            ),
            (
                "http://localhost:9000/graph/",
                "http://localhost:9000/graph/v25.0",
            ),
        ] {
            assert_eq!(config(address, "v25.0").base().unwrap().as_str(), base);
        }
    }

    #[test]
    fn what_cannot_work_is_refused_with_its_mend() {
        for version in ["25.0", "v25", "v25.0/..", "", "v.0", "v2x.0"] {
            let refused = config("https://graph.facebook.com", version)
                .base()
                .unwrap_err();
            assert!(
                refused.to_string().contains("like v25.0"),
                "{version:?}: {refused}"
            );
        }
        assert!(matches!(
            config("mailto:someone@example.com", "v25.0").base(),
            Err(GraphSetupError::Address)
        ));
        let mut silent = config("https://graph.facebook.com", "v25.0");
        silent.app_secret = String::new().into();
        assert!(matches!(silent.base(), Err(GraphSetupError::NoSecret)));
    }

    #[test]
    fn the_secret_is_not_in_debug() {
        assert!(!format!("{:?}", config("https://graph.facebook.com", "v25.0")).contains("shh"));
    }
}
