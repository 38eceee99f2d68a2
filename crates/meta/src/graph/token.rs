//! The tokens with which Meta lets the app act: for one customer, and for the partner.

use secrecy::{ExposeSecret, SecretString};

/// A business token: one customer's.
#[derive(Clone)]
pub struct BusinessToken {
    secret: SecretString,
    /// Seconds from the exchange until it ends; `None` if it does not end, or is not known
    /// to, because the token came out of the store.
    pub expires_in: Option<u64>,
}

impl BusinessToken {
    /// A token that was exchanged before.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self {
            secret: secret.into(),
            expires_in: None,
        }
    }

    /// The token itself, to seal it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.secret.expose_secret()
    }
}

impl std::fmt::Debug for BusinessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BusinessToken(…)")
    }
}

/// The token of the partner's own system user.
#[derive(Clone)]
pub struct SystemToken(SecretString);

impl SystemToken {
    /// The token as it was configured.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        Self(secret.clone())
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl std::fmt::Debug for SystemToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SystemToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_is_silent() {
        assert_eq!(
            format!("{:?}", BusinessToken::new("EAA".to_owned())),
            "BusinessToken(…)"
        );
        let system = SystemToken::new(&"EAA".into());
        assert_eq!(format!("{system:?}"), "SystemToken(…)");
    }
}
