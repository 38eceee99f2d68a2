//! Random secrets that Gangway gives out and afterwards knows only by their hash.

use crate::hash;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gangway_domain::{Hash256, Rng};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

macro_rules! random_secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name(SecretString);

        impl $name {
            /// A new one: 32 random bytes as 43 characters of unpadded base64url.
            #[must_use]
            pub fn generate(rng: &dyn Rng) -> Self {
                Self(random_word(rng))
            }

            /// The secret itself, to hand it to its owner once.
            #[must_use]
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }

            /// The form to store and to look up by.
            #[must_use]
            pub fn hash(&self) -> Hash256 {
                hash(self.expose())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

random_secret! {
    /// A bearer token of the partner API, or the secret of a customer's session.
    OpaqueToken
}
random_secret! {
    /// The secret half of a partner's API credentials.
    ClientSecret
}

fn random_word(rng: &dyn Rng) -> SecretString {
    let mut bytes = Zeroizing::new([0; 32]);
    rng.fill(bytes.as_mut_slice());
    URL_SAFE_NO_PAD.encode(bytes.as_slice()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_rng::TestRng;

    #[test]
    fn a_token_is_43_url_safe_characters_and_never_the_same() {
        let rng = TestRng::default();
        let token = OpaqueToken::generate(&rng);
        assert_eq!(token.expose().len(), 43);
        assert!(
            token
                .expose()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        );
        assert_ne!(token.expose(), OpaqueToken::generate(&rng).expose());
    }

    #[test]
    fn what_comes_back_in_a_request_is_found_by_its_hash() {
        let secret = ClientSecret::generate(&TestRng::default());
        assert_eq!(secret.hash(), hash(secret.expose()));
    }

    #[test]
    fn debug_is_silent() {
        let token = OpaqueToken::generate(&TestRng::default());
        assert_eq!(format!("{token:?}"), "OpaqueToken(…)");
    }
}
