//! The address of a Gangway server.

use reqwest::Url;

use crate::error::Error;

/// A checked base URL: http or https, and nothing after the path.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl(Url);

impl BaseUrl {
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let refuse = |problem| Error::BaseUrl {
            url: url.to_owned(),
            problem,
        };
        let parsed = Url::parse(url.trim())
            .map_err(|_| refuse("not a URL; give one such as https://gangway.example.com"))?;
        if !matches!(parsed.scheme(), "http" | "https") {
            return Err(refuse("the scheme must be http or https"));
        }
        if !parsed.username().is_empty() || parsed.password().is_some() {
            // The URL itself is left out: it holds a password.
            return Err(Error::BaseUrl {
                url: parsed.host_str().unwrap_or_default().to_owned(),
                problem: "user and password do not belong in the URL; give client id and secret instead",
            });
        }
        if parsed.query().is_some() || parsed.fragment().is_some() {
            return Err(refuse("leave out everything from the first `?` or `#`"));
        }
        Ok(Self(parsed))
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The base URL with `path` after it; a prefix in the base URL is kept.
    pub(crate) fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let joined = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&joined);
        url
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_path_prefix_is_kept_and_slashes_do_not_double() {
        for (base, joined) in [
            ("http://localhost:8080", "http://localhost:8080/api/x"),
            ("http://localhost:8080/", "http://localhost:8080/api/x"),
            (
                "https://example.com/gangway/",
                "https://example.com/gangway/api/x",
            ),
        ] {
            assert_eq!(
                BaseUrl::parse(base).unwrap().join("/api/x").as_str(),
                joined
            );
        }
    }

    #[test]
    fn what_cannot_be_a_base_url_is_refused_with_the_mend() {
        for (url, mend) in [
            ("localhost", "give one such as"),
            ("ftp://example.com", "http or https"),
            ("https://example.com/?a=1", "first `?`"),
            ("https://example.com/#top", "first `?`"),
        ] {
            let error = BaseUrl::parse(url).unwrap_err().to_string();
            assert!(error.contains(url) && error.contains(mend), "{error}");
        }
    }

    #[test]
    fn a_password_in_the_url_is_refused_and_not_repeated() {
        let error = BaseUrl::parse("https://me:hunter2@example.com").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
}
