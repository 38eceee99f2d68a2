//! Hashes of secrets and their comparison.

use gangway_domain::{Hash256, PictureHash};
use hmac::{Hmac, KeyInit, Mac};
use secrecy::zeroize::Zeroizing;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Block size of SHA-256: the length to which HMAC brings every key.
const BLOCK: usize = 64;

/// SHA-256 of a secret that is only ever compared. Good for random secrets, not for
/// passwords that people choose.
#[must_use]
pub fn hash(secret: &str) -> Hash256 {
    Hash256(Sha256::digest(secret).into())
}

/// SHA-256 of a picture's bytes: no secret, but its name.
#[must_use]
pub fn picture_hash(file: &[u8]) -> PictureHash {
    PictureHash(Sha256::digest(file).into())
}

/// Compares two hashes in a time that tells nothing about them.
#[must_use]
pub fn same(a: &Hash256, b: &Hash256) -> bool {
    a.0.ct_eq(&b.0).into()
}

/// HMAC-SHA256 in lower-case hex.
#[must_use]
pub fn hmac_sha256_hex(key: &[u8], message: &[u8]) -> String {
    hex(&hmac_sha256(key, &[message]))
}

/// HMAC-SHA256 of a message that comes in parts.
pub(crate) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // A key of exactly one block cannot be refused, so there is no error to invent.
    let mut block = Zeroizing::new([0; BLOCK]);
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha_256_of_the_fips_180_samples() {
        for (message, digest) in [
            (
                "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                "",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
        ] {
            assert_eq!(hex(&hash(message).0), digest);
        }
    }

    #[test]
    fn hmac_of_rfc_4231() {
        // Test cases 1, 2, 3 and 6: the last has a key longer than a block.
        for (key, message, mac) in [
            (
                vec![0x0b; 20],
                b"Hi There".to_vec(),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe".to_vec(),
                b"what do ya want for nothing?".to_vec(),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 20],
                vec![0xdd; 50],
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
            ),
            (
                vec![0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First".to_vec(),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ] {
            assert_eq!(hmac_sha256_hex(&key, &message), mac);
        }
    }

    #[test]
    fn same_sees_every_bit() {
        let one = hash("one");
        assert!(same(&one, &hash("one")));
        for bit in 0..256 {
            let mut other = one;
            other.0[bit / 8] ^= 1 << (bit % 8);
            assert!(!same(&one, &other), "bit {bit}");
        }
    }
}
