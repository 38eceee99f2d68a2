//! Browsers in which somebody has signed in before. What they keep is sealed by us and good for one
//! address; it opens nothing, it only lets her own tries be told from those of strangers.

use crate::App;
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use gangway_crypto::OpaqueToken;
use gangway_domain::{Email, Sealed};

/// A cookie that is longer was not made here.
const LONGEST: usize = 400;

fn context(email: &Email) -> String {
    format!("device:{}", email.as_str().to_lowercase())
}

impl App {
    /// What a browser keeps so as to be known again.
    pub(super) fn new_device(&self, email: &Email) -> String {
        let rng = self.rng.as_ref();
        let name = OpaqueToken::generate(rng);
        let sealed = self
            .keys
            .seal(rng, &context(email), name.expose().as_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(sealed.as_bytes())
    }

    /// Whether a browser brings what was made for this address.
    pub(super) fn knows_device(&self, device: &str, email: &Email) -> bool {
        if device.len() > LONGEST {
            return false;
        }
        let Ok(bytes) = BASE64_URL_SAFE_NO_PAD.decode(device) else {
            return false;
        };
        self.keys
            .open(&context(email), &Sealed::from_bytes(bytes))
            .is_ok()
    }
}
