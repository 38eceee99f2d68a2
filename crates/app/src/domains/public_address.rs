//! The public address, with another host where a partner has one.

use gangway_domain::OwnDomain;
use std::borrow::Cow;
use url::{Position, Url};

/// The public address, taken apart once.
#[derive(Debug)]
pub(crate) struct PublicAddress {
    whole: String,
    /// What stands before the host and behind it; `None` for an address without a host.
    around: Option<Around>,
}

#[derive(Debug)]
struct Around {
    before: String,
    host: String,
    behind: String,
}

impl PublicAddress {
    /// Of an address without a slash at the end.
    pub(crate) fn new(whole: String) -> Self {
        let around = Url::parse(&whole).ok().and_then(|url| {
            let behind = url[Position::AfterHost..].trim_end_matches('/').to_owned();
            Some(Around {
                before: url[..Position::BeforeHost].to_owned(),
                host: url.host_str()?.to_owned(),
                behind,
            })
        });
        Self { whole, around }
    }

    /// Scheme and port stay as they are.
    pub(crate) fn at(&self, domain: Option<&OwnDomain>) -> Cow<'_, str> {
        match (domain, &self.around) {
            (Some(domain), Some(around)) => {
                Cow::Owned(format!("{}{domain}{}", around.before, around.behind))
            }
            _ => Cow::Borrowed(&self.whole),
        }
    }

    /// Whether this is its host, in whatever case.
    pub(crate) fn is_host(&self, host: &str) -> bool {
        let own = self.around.as_ref().map(|around| around.host.as_str());
        own.is_some_and(|own| own.eq_ignore_ascii_case(host))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn a_domain_takes_the_place_of_the_host_and_of_nothing_else() {
        let domain = OwnDomain::parse("pages.example.org").unwrap();
        for (public, own) in [
            ("https://gangway.example.com", "https://pages.example.org"),
            (
                "https://gangway.example.com:8443",
                "https://pages.example.org:8443",
            ),
            ("http://127.0.0.1:8080", "http://pages.example.org:8080"),
            ("http://[::1]:8080", "http://pages.example.org:8080"),
            (
                "https://example.com/gangway",
                "https://pages.example.org/gangway",
            ),
        ] {
            let address = PublicAddress::new(public.to_owned());
            assert_eq!(address.at(Some(&domain)), own);
            assert_eq!(address.at(None), public);
        }
    }

    #[test]
    fn its_host_in_any_case() {
        let address = PublicAddress::new("https://gangway.example.com:8443".to_owned());
        assert!(address.is_host("Gangway.example.com"));
        assert!(!address.is_host("gangway.example.com:8443"));
        assert!(!address.is_host("example.com"));
    }
}
