//! Signatures of the webhooks that partners get, by the Standard Webhooks specification.

use crate::digest::hmac_sha256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gangway_domain::Rng;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

const PREFIX: &str = "whsec_";
/// How many bytes a secret may have.
const LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;

/// The text is no webhook secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no webhook secret: whsec_ and 24 to 64 bytes in base64")]
pub struct NoWebhookSecret;

/// A secret that a partner's webhooks are signed with.
pub struct WebhookSecret {
    text: SecretString,
    key: Zeroizing<Vec<u8>>,
}

impl WebhookSecret {
    /// A new one, of 32 random bytes.
    #[must_use]
    pub fn generate(rng: &dyn Rng) -> Self {
        let mut key = Zeroizing::new(vec![0; 32]);
        rng.fill(&mut key);
        let encoded = Zeroizing::new(STANDARD.encode(key.as_slice()));
        Self {
            text: format!("{PREFIX}{}", *encoded).into(),
            key,
        }
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, NoWebhookSecret> {
        let encoded = text.strip_prefix(PREFIX).ok_or(NoWebhookSecret)?;
        let key = STANDARD.decode(encoded).map_err(|_| NoWebhookSecret)?;
        let key = Zeroizing::new(key);
        if !LENGTHS.contains(&key.len()) {
            return Err(NoWebhookSecret);
        }
        Ok(Self {
            text: text.to_owned().into(),
            key,
        })
    }

    /// The secret itself, to hand it to its owner once, or to seal it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }

    /// Its last four characters, padding aside: enough to tell one secret from another.
    #[must_use]
    pub fn hint(&self) -> &str {
        let text = self.expose().trim_end_matches('=');
        &text[text.len() - 4..]
    }

    /// The signature of a message, as the header `webhook-signature` holds it.
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let timestamp = timestamp.to_string();
        let parts: [&[u8]; 5] = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
        format!("v1,{}", STANDARD.encode(hmac_sha256(&self.key, &parts)))
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_rng::TestRng;

    #[test]
    fn signs_as_the_specification_shows() {
        let secret = WebhookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = secret.sign(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn signs_as_the_published_library_does() {
        for seed in 0..4 {
            let secret = WebhookSecret::parse(&format!(
                "whsec_{}",
                STANDARD.encode(vec![seed; 24 + usize::from(seed)])
            ));
            let secret = secret.unwrap();
            let theirs = standardwebhooks::Webhook::new(secret.expose()).unwrap();
            let (id, time, body) = ("evt_1", i64::from(seed) << 32, "{\"name\":\"ü\"}");
            assert_eq!(
                secret.sign(id, time, body.as_bytes()),
                theirs.sign(id, time, body.as_bytes()).unwrap()
            );
        }
    }

    #[test]
    fn every_part_is_signed() {
        let secret = WebhookSecret::generate(&TestRng::default());
        let signed = secret.sign("a", 1, b"x");
        assert_eq!(signed, secret.sign("a", 1, b"x"));
        for other in [
            secret.sign("b", 1, b"x"),
            secret.sign("a", 2, b"x"),
            secret.sign("a", 1, b"y"),
            WebhookSecret::generate(&OtherRng).sign("a", 1, b"x"),
        ] {
            assert_ne!(signed, other);
        }
    }

    struct OtherRng;

    impl Rng for OtherRng {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    impl std::fmt::Debug for OtherRng {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("OtherRng")
        }
    }

    #[test]
    fn a_secret_reads_back_and_shows_only_its_end() {
        let secret = WebhookSecret::generate(&TestRng::default());
        assert!(secret.expose().starts_with("whsec_"));
        let again = WebhookSecret::parse(secret.expose()).unwrap();
        assert_eq!(again.sign("a", 1, b"x"), secret.sign("a", 1, b"x"));
        assert_eq!(secret.hint().len(), 4);
        let text = secret.expose().trim_end_matches('=');
        assert!(text.ends_with(secret.hint()));
        assert_eq!(format!("{secret:?}"), "WebhookSecret(…)");
    }

    #[test]
    fn what_is_no_secret_is_refused() {
        let short = format!("whsec_{}", STANDARD.encode([1; 23]));
        let long = format!("whsec_{}", STANDARD.encode([1; 65]));
        for bad in [
            "",
            "whsec_",
            "whsec_%%%",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            &short,
            &long,
        ] {
            assert!(WebhookSecret::parse(bad).is_err(), "{bad}");
        }
    }
}
