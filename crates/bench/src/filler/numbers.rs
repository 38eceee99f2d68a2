//! Temporary numbers as a store of this size has them.

/// Numbers of the shortest form.
const SHORT: f64 = 10_000_000.0;
/// How many of them Gangway draws before it tries longer ones.
const DRAWS: i32 = 4;
const STEPS: u32 = 10_000;

/// How many of so many accounts have a number of the shortest form. The more of them are
/// taken, the more of the draws fail, and with that every new account takes longer: a store
/// in which they are all free, or all taken, would show other writes than a real one.
pub(super) fn short_ones(accounts: usize) -> u64 {
    #[allow(clippy::cast_precision_loss, reason = "a share")]
    let step = accounts as f64 / f64::from(STEPS);
    let mut short = 0.0_f64;
    for _ in 0..STEPS {
        short += step * (1.0 - (short / SHORT).powi(DRAWS));
    }
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and SHORT"
    )]
    let whole = short as u64;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_store_has_short_numbers_only() {
        assert_eq!(short_ones(0), 0);
        assert!((99_998..=100_000).contains(&short_ones(100_000)));
    }

    /// From artanh(f) + arctan(f) = 2 for the share f of numbers that are taken.
    #[test]
    fn ten_million_accounts_have_taken_86_percent_of_them() {
        assert!((8_580_000..8_600_000).contains(&short_ones(10_000_000)));
    }

    #[test]
    fn there_are_never_more_than_exist() {
        assert!(short_ones(500_000_000) <= 10_000_000);
    }
}
