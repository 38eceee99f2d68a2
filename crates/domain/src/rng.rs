//! Randomness as a parameter.

/// A source of random bytes. The real one is the operating system's.
pub trait Rng: Send + Sync + std::fmt::Debug {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]);

    /// A uniform number below `bound` (rejection sampling; a bound of zero gives zero).
    fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        let zone = u64::MAX - u64::MAX % bound;
        loop {
            let mut bytes = [0; 8];
            self.fill(&mut bytes);
            let drawn = u64::from_le_bytes(bytes);
            if drawn < zone {
                return drawn % bound;
            }
        }
    }
}

/// `len` random letters and digits without look-alikes, for slugs and client ids.
#[must_use]
pub fn alphanumeric(rng: &dyn Rng, len: usize) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let mut bytes = vec![0; len];
    rng.fill(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[derive(Debug)]
    struct Counting(AtomicU64);

    impl Rng for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                *byte = (self.0.fetch_add(7, Ordering::Relaxed) & 0xff) as u8;
            }
        }
    }

    #[test]
    fn below_stays_below() {
        let rng = Counting(AtomicU64::new(1));
        for bound in [1, 2, 3, 10, 1_000_000] {
            for _ in 0..100 {
                assert!(rng.below(bound) < bound);
            }
        }
    }

    #[test]
    fn alphanumeric_has_the_asked_length_and_alphabet() {
        let word = alphanumeric(&Counting(AtomicU64::new(3)), 24);
        assert_eq!(word.len(), 24);
        assert!(
            word.chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        );
    }
}
