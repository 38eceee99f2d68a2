//! The host name under which a partner shows its customers their pages.

use crate::{FieldError, FieldProblem};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;
use url::Host;

const FIELD: &str = "domain";
/// Of all its labels with the dots between them, as DNS has it.
const LONGEST: usize = 253;
const LONGEST_LABEL: usize = 63;

/// A partner's own host name: in lower case, in the form that DNS knows (`xn--…`), never an IP
/// address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OwnDomain(Arc<str>);

impl OwnDomain {
    /// Parses a bare host name, in whatever case and script.
    ///
    /// # Errors
    /// When it is more or less than the name of a host.
    pub fn parse(raw: &str) -> Result<Self, FieldError> {
        let wrong = |problem| FieldError::new(FIELD, problem);
        let text = raw.trim();
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.contains(['/', ':', '@', '?', '#', '\\']) {
            return Err(wrong(FieldProblem::NotBareDomain));
        }
        let name = match Host::parse(text) {
            Ok(Host::Domain(name)) => name,
            Ok(Host::Ipv4(_) | Host::Ipv6(_)) => return Err(wrong(FieldProblem::IpAddress)),
            Err(_) => return Err(wrong(FieldProblem::NotDomain)),
        };
        if !name.contains('.') {
            return Err(wrong(FieldProblem::DomainWithoutDot));
        }
        if name.len() > LONGEST || !name.split('.').all(is_label) {
            return Err(wrong(FieldProblem::DomainLabels));
        }
        Ok(Self(name.into()))
    }

    /// The host name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OwnDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Found by its text.
impl Borrow<str> for OwnDomain {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn is_label(label: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_LABEL).contains(&label.len())
        && label.bytes().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_form() {
        for (raw, name) in [
            ("pages.example.com", "pages.example.com"),
            (" Pages.EXAMPLE.com. ", "pages.example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("דוגמה.example", "xn--6dbbec0c.example"),
            ("rosa.localhost", "rosa.localhost"),
            ("4you.example", "4you.example"),
        ] {
            let parsed = OwnDomain::parse(raw).map(|domain| domain.to_string());
            assert_eq!(parsed.as_deref(), Ok(name), "{raw}");
        }
    }

    #[test]
    fn what_is_no_bare_name_is_refused_with_what_to_do() {
        let label = "a".repeat(64);
        let long = format!("{}example.com", "a.".repeat(125));
        for (raw, said) in [
            ("https://pages.example.com", "leave out https://"),
            ("pages.example.com:8443", "port"),
            ("pages.example.com/welcome", "path"),
            ("rosa@example.com", "alone"),
            ("[::1]", "alone"),
            ("127.0.0.1", "not an IP address"),
            ("0x7f.1", "not an IP address"),
            ("localhost", "with a dot"),
            ("example", "with a dot"),
            ("", "no host name"),
            (".", "no host name"),
            ("a b.example.com", "no host name"),
            ("a..example.com", "between its dots"),
            ("*.example.com", "no host name"),
            ("my_shop.example.com", "between its dots"),
            ("-shop.example.com", "between its dots"),
            ("shop-.example.com", "between its dots"),
            (&format!("{label}.example.com"), "between its dots"),
            (&long, "no host name"),
        ] {
            let error = OwnDomain::parse(raw).expect_err(raw).to_string();
            assert!(error.starts_with("domain "), "{error}");
            assert!(error.contains(said), "{raw}: {error}");
        }
    }

    #[test]
    fn it_is_found_by_its_text() {
        let domain = OwnDomain::parse("pages.example.com").unwrap();
        let known = std::collections::HashMap::from([(domain, 7)]);
        assert_eq!(known.get("pages.example.com"), Some(&7));
        assert_eq!(known.get("other.example.com"), None);
    }
}
