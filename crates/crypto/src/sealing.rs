//! The sealed form: XChaCha20-Poly1305 with its key's id in front.
//!
//! ```text
//! version (1) | length of key id (1) | key id | nonce (24) | ciphertext with its tag
//! ```

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use gangway_domain::{Rng, Sealed};
use secrecy::{ExposeSecret, SecretBox};

const VERSION: u8 = 1;
const NONCE_LEN: usize = 24;
const TAG_LEN: usize = 16;

/// A secret that was opened; wiped when it is dropped.
pub struct Opened(SecretBox<Vec<u8>>);

impl Opened {
    /// The secret.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.expose_secret()
    }

    /// The secret, where it was sealed as text.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn text(&self) -> Result<&str, OpenError> {
        std::str::from_utf8(self.bytes()).map_err(|_| OpenError::NotText)
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened(…)")
    }
}

/// Why a sealed secret did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// It is shorter than its own header promises.
    #[error("the sealed secret is cut short; restore it from a backup")]
    Truncated,
    /// Its first byte names a form that this version does not know.
    #[error("the sealed secret has form {0}, which a newer version wrote; run that version")]
    UnknownVersion(u8),
    /// The key that sealed it is not in the ring.
    #[error("the key {id:?} that sealed the secret is not in the key ring; add its line again")]
    UnknownKey {
        /// Id of the missing key.
        id: String,
    },
    /// It was altered, belongs to another place in the store, or the key under its id is
    /// another one. By design these cannot be told apart.
    #[error(
        "the sealed secret was altered, moved from another row, or sealed with another key of the same id"
    )]
    NotAuthentic,
    /// It opened, but is not the text that was expected.
    #[error("the opened secret is not text")]
    NotText,
}

pub(crate) fn seal(
    cipher: &XChaCha20Poly1305,
    key_id: &str,
    rng: &dyn Rng,
    context: &str,
    plain: &[u8],
) -> Sealed {
    let mut nonce = [0; NONCE_LEN];
    rng.fill(&mut nonce);
    let payload = Payload {
        msg: plain,
        aad: context.as_bytes(),
    };
    #[expect(
        clippy::expect_used,
        reason = "fails only past the cipher's limit of 256 GiB, more than a caller can hold"
    )]
    let ciphertext = cipher
        .encrypt(&XNonce::from(nonce), payload)
        .expect("a plaintext under 256 GiB");
    let mut bytes = Vec::with_capacity(2 + key_id.len() + NONCE_LEN + ciphertext.len());
    bytes.push(VERSION);
    // The key ring bounds ids to far less than a byte can count.
    bytes.push(key_id.len() as u8);
    bytes.extend_from_slice(key_id.as_bytes());
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&ciphertext);
    Sealed::from_bytes(bytes)
}

pub(crate) fn open<'a>(
    key: impl FnOnce(&str) -> Option<&'a XChaCha20Poly1305>,
    context: &str,
    sealed: &Sealed,
) -> Result<Opened, OpenError> {
    let parts = Parts::read(sealed.as_bytes())?;
    // An id that is no text can't be in the ring either.
    let id = String::from_utf8_lossy(parts.key_id);
    let Some(cipher) = key(&id) else {
        return Err(OpenError::UnknownKey {
            id: id.into_owned(),
        });
    };
    let payload = Payload {
        msg: parts.ciphertext,
        aad: context.as_bytes(),
    };
    let plain = cipher
        .decrypt(&XNonce::from(*parts.nonce), payload)
        .map_err(|_| OpenError::NotAuthentic)?;
    Ok(Opened(SecretBox::new(Box::new(plain))))
}

struct Parts<'a> {
    key_id: &'a [u8],
    nonce: &'a [u8; NONCE_LEN],
    ciphertext: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, OpenError> {
        let (&version, rest) = bytes.split_first().ok_or(OpenError::Truncated)?;
        if version != VERSION {
            return Err(OpenError::UnknownVersion(version));
        }
        let (&id_len, rest) = rest.split_first().ok_or(OpenError::Truncated)?;
        let (key_id, rest) = rest
            .split_at_checked(usize::from(id_len))
            .ok_or(OpenError::Truncated)?;
        let (nonce, ciphertext) = rest
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(OpenError::Truncated)?;
        if ciphertext.len() < TAG_LEN {
            return Err(OpenError::Truncated);
        }
        Ok(Self {
            key_id,
            nonce,
            ciphertext,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_rng::TestRng;
    use chacha20poly1305::KeyInit;

    fn cipher() -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&[7; 32].into())
    }

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn every_cut_is_called_truncated_until_the_tag_is_whole() {
        let cipher = cipher();
        let whole = seal(&cipher, "key", &TestRng::default(), "here", b"");
        for len in 0..whole.as_bytes().len() {
            let cut = Sealed::from_bytes(whole.as_bytes()[..len].to_vec());
            let refused = open(|_| Some(&cipher), "here", &cut).unwrap_err();
            assert_eq!(refused, OpenError::Truncated, "{len} bytes");
        }
    }

    #[test]
    fn another_version_is_named() {
        let cipher = cipher();
        let sealed = Sealed::from_bytes(vec![9, 0, 0]);
        assert_eq!(
            open(|_| Some(&cipher), "here", &sealed).unwrap_err(),
            OpenError::UnknownVersion(9)
        );
    }

    #[test]
    fn a_nonce_is_never_used_twice() {
        let (cipher, rng) = (cipher(), TestRng::default());
        let one = seal(&cipher, "key", &rng, "here", b"same");
        assert_ne!(one, seal(&cipher, "key", &rng, "here", b"same"));
    }

    #[test]
    fn opened_text_and_silence() {
        let cipher = cipher();
        let sealed = seal(&cipher, "key", &TestRng::default(), "here", &[0xff]);
        let opened = open(|_| Some(&cipher), "here", &sealed).unwrap();
        assert_eq!(opened.text(), Err(OpenError::NotText));
        assert_eq!(format!("{opened:?}"), "Opened(…)");
    }

    /// The sample of draft-irtf-cfrg-xchacha-03, appendix A.3.1. Its associated data is no
    /// UTF-8 text, so this goes to the cipher that the sealed form uses.
    #[test]
    fn the_cipher_is_the_published_one() {
        let key: [u8; 32] =
            unhex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")
                .try_into()
                .unwrap();
        let nonce: [u8; 24] = unhex("404142434445464748494a4b4c4d4e4f5051525354555657")
            .try_into()
            .unwrap();
        let sealed = XChaCha20Poly1305::new(&key.into())
            .encrypt(
                &nonce.into(),
                Payload {
                    msg: b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
                    aad: &unhex("50515253c0c1c2c3c4c5c6c7"),
                },
            )
            .unwrap();
        assert_eq!(
            sealed,
            unhex(concat!(
                "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb",
                "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452",
                "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9",
                "21f9664c97637da9768812f615c68b13b52e",
                "c0875924c1c7987947deafd8780acf49"
            ))
        );
    }
}
