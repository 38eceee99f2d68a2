//! Addresses that partners hand in.

use crate::{FieldError, FieldProblem, clean};
use url::{Host, Url};

/// Characters that an address may have.
const LONGEST: usize = 512;

/// An https address of at most 512 characters, with a host name and without credentials.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HttpsUrl(String);

impl HttpsUrl {
    /// Cleans and checks; `None` when nothing is left after trimming.
    ///
    /// # Errors
    /// When it is too long or not such an address.
    pub fn parse(field: &'static str, raw: &str) -> Result<Option<Self>, FieldError> {
        let text = clean(field, raw, LONGEST)?;
        if text.is_empty() {
            return Ok(None);
        }
        let wrong = || FieldError::new(field, FieldProblem::NotHttps);
        let url = Url::parse(&text).map_err(|_| wrong())?;
        let named = url.host_str().is_some_and(|host| !host.is_empty());
        if url.scheme() != "https"
            || !named
            || !url.username().is_empty()
            || url.password().is_some()
        {
            return Err(wrong());
        }
        let text = String::from(url);
        if text.len() > LONGEST {
            let too_long = FieldProblem::TooLong { most: LONGEST };
            return Err(FieldError::new(field, too_long));
        }
        Ok(Some(Self(text)))
    }

    /// The address in its normal form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host it points to.
    #[must_use]
    pub fn host(&self) -> String {
        Url::parse(&self.0)
            .ok()
            .and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// A host name to which a partner may send its customers back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RedirectHost(String);

impl RedirectHost {
    /// Parses a bare host name.
    ///
    /// # Errors
    /// When it is not a host name.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        match Host::parse(raw.trim()) {
            Ok(Host::Domain(name)) if name.contains('.') || name == "localhost" => Ok(Self(name)),
            _ => Err(FieldError::new(
                "redirect host",
                FieldProblem::NotHost(raw.to_owned()),
            )),
        }
    }

    /// The host name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_with_a_host_and_no_credentials() {
        assert!(
            HttpsUrl::parse("u", "https://example.com/logo.png")
                .unwrap()
                .is_some()
        );
        for bad in [
            "http://example.com",
            "https://",
            "javascript:alert(1)",
            "example.com",
            "https://u:p@example.com/",
        ] {
            assert!(HttpsUrl::parse("u", bad).is_err(), "{bad}");
        }
        let long = format!("https://example.com/{}", "é".repeat(300));
        assert!(
            HttpsUrl::parse("u", &long).is_err(),
            "its normal form is over the limit"
        );
    }

    #[test]
    fn redirect_hosts_are_names() {
        assert_eq!(
            RedirectHost::parse("WWW.Example.com").unwrap().as_str(),
            "www.example.com"
        );
        for bad in ["https://example.com", "127.0.0.1", "", "a b"] {
            assert!(RedirectHost::parse(bad).is_err(), "{bad}");
        }
    }
}
