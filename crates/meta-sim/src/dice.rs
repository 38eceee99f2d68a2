//! The simulator's source of ids: seeded, so that a run can be repeated exactly.

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A small deterministic generator (SplitMix64). Nothing here guards anything: the ids are those of a toy world.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Starts from the seed, or from the operating system's randomness without one.
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the simulator takes a seed from outside"
    )]
    pub(crate) fn new(seed: Option<u64>) -> std::io::Result<Self> {
        match seed {
            Some(seed) => Ok(Self(seed)),
            None => getrandom::u64().map(Self).map_err(std::io::Error::other),
        }
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(u64::MAX);
        usize::try_from(self.next() % bound).unwrap_or(0)
    }

    /// A string of `count` digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)))
            .collect()
    }

    /// A string of `count` letters and digits.
    pub(crate) fn text(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(ALPHABET[self.below(ALPHABET.len())]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Dice;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let (mut one, mut two) = (Dice::new(Some(7)).unwrap(), Dice::new(Some(7)).unwrap());
        assert_eq!(one.digits(15), two.digits(15));
        assert_eq!(one.text(40), two.text(40));
        assert_ne!(one.digits(15), one.digits(15));
    }
}
