//! Servers that are measured in turn, round by round.

use super::plan::Rounds;
use crate::load::{self, Figures, Load, median};

/// What each of several loads showed in each round.
pub(super) struct Columns {
    rounds: Vec<Vec<Figures>>,
}

impl Columns {
    /// Measures every load once a round; every second round the other way round, so that a
    /// machine that gets slower or faster favours none.
    pub(super) async fn measure(loads: &[Load], how: Rounds) -> anyhow::Result<Self> {
        let mut rounds = Vec::new();
        for round in 0..how.rounds {
            let mut figures = Vec::new();
            for place in order(loads.len(), round) {
                figures.push((place, load::run(&loads[place], how.seconds).await?));
            }
            figures.sort_by_key(|(place, _)| *place);
            rounds.push(figures.into_iter().map(|(_, figures)| figures).collect());
        }
        Ok(Self { rounds })
    }

    /// From rounds that were measured elsewhere: each has every load's figures.
    pub(super) const fn of(rounds: Vec<Vec<Figures>>) -> Self {
        Self { rounds }
    }

    pub(super) fn rate(&self, column: usize) -> f64 {
        self.median(|round| round[column].rate)
    }

    pub(super) fn p50(&self, column: usize) -> f64 {
        self.median(|round| round[column].p50)
    }

    pub(super) fn p99(&self, column: usize) -> f64 {
        self.median(|round| round[column].p99)
    }

    /// The rate of one against another's, in the same round.
    pub(super) fn ratio(&self, column: usize, to: usize) -> f64 {
        self.median(|round| round[column].rate / round[to].rate)
    }

    fn median(&self, of: impl Fn(&[Figures]) -> f64) -> f64 {
        median(self.rounds.iter().map(|round| of(round)).collect())
    }
}

/// The order of a round.
pub(super) fn order(count: usize, round: usize) -> Vec<usize> {
    if round.is_multiple_of(2) {
        (0..count).collect()
    } else {
        (0..count).rev().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(rate: f64) -> Figures {
        Figures {
            rate,
            p50: 1.0,
            p99: 2.0,
        }
    }

    #[test]
    fn a_ratio_is_taken_within_a_round() {
        // The machine was twice as fast in the second round; the ratio does not see it.
        let columns = Columns::of(vec![
            vec![at(100.0), at(90.0)],
            vec![at(200.0), at(180.0)],
            vec![at(100.0), at(95.0)],
        ]);
        assert!((columns.ratio(1, 0) - 0.9).abs() < 1e-9);
        assert!((columns.rate(1) - 95.0).abs() < 1e-9);
    }

    #[test]
    fn every_second_round_goes_the_other_way() {
        assert_eq!(order(3, 0), [0, 1, 2]);
        assert_eq!(order(3, 1), [2, 1, 0]);
        assert_eq!(order(3, 2), [0, 1, 2]);
    }
}
