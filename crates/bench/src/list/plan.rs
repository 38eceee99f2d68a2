//! What was asked for, once it fits together.

use super::Options;
use crate::cluster::StoreKind;
use crate::measured;
use anyhow::{bail, ensure};
use clap::ValueEnum;

/// The usual size of a store, and the one that larger ones are compared with.
pub(super) const USUAL: usize = 100_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Peer {
    /// A connection of the pool for each read
    Pooled,
    /// Also reads that share a few connections
    Pipelined,
}

/// How long and how often to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rounds {
    pub(super) seconds: u32,
    pub(super) rounds: usize,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Sqlite(Rounds),
    Postgres(PostgresPlan),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct PostgresPlan {
    pub(super) rounds: Rounds,
    pub(super) nodes: u8,
    /// Accounts of the store that is measured.
    pub(super) accounts: usize,
    /// Connections that the requests of a second peer share; none without that peer.
    pub(super) shared: Option<u8>,
}

impl PostgresPlan {
    /// Whether a store of the usual size stands beside the measured one.
    pub(super) const fn compares(&self) -> bool {
        self.accounts > USUAL
    }
}

impl Plan {
    pub(super) fn of(options: &Options) -> anyhow::Result<Self> {
        let rounds = Rounds {
            seconds: options.seconds,
            rounds: options.rounds,
        };
        ensure!(rounds.seconds > 0, "--seconds must be at least 1");
        ensure!(rounds.rounds > 0, "--rounds must be at least 1");
        if options.store == StoreKind::Sqlite {
            for (flag, given) in [
                ("--nodes", options.nodes.is_some()),
                ("--accounts", options.accounts.is_some()),
                ("--peer", options.peer.is_some()),
            ] {
                if given {
                    bail!("{flag} needs --store postgres");
                }
            }
            return Ok(Self::Sqlite(rounds));
        }
        let accounts = options.accounts.unwrap_or(USUAL);
        let least = measured::ACCOUNTS + 1_000;
        ensure!(
            accounts >= least,
            "--accounts must be at least {least}: the measured partners have {} of them",
            measured::ACCOUNTS
        );
        Ok(Self::Postgres(PostgresPlan {
            rounds,
            nodes: options.nodes.unwrap_or(1),
            accounts,
            shared: (options.peer == Some(Peer::Pipelined)).then_some(options.shared),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        options: Options,
    }

    fn read(line: &str) -> Result<Plan, String> {
        let words = std::iter::once("list").chain(line.split_whitespace());
        let line = Line::try_parse_from(words).map_err(|error| error.to_string())?;
        Plan::of(&line.options).map_err(|error| error.to_string())
    }

    fn postgres(line: &str) -> PostgresPlan {
        match read(&format!("--store postgres {line}")) {
            Ok(Plan::Postgres(plan)) => plan,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn without_a_word_it_is_sqlite() {
        let usual = Rounds {
            seconds: 5,
            rounds: 3,
        };
        assert_eq!(read(""), Ok(Plan::Sqlite(usual)));
        assert_eq!(read("--store sqlite"), Ok(Plan::Sqlite(usual)));
    }

    #[test]
    fn what_only_postgresql_can_do_needs_it() {
        for flag in ["--nodes 2", "--accounts 200000", "--peer pipelined"] {
            let error = read(flag).unwrap_err();
            assert!(error.contains("needs --store postgres"), "{flag}: {error}");
        }
    }

    #[test]
    fn postgresql_is_one_node_with_the_usual_accounts() {
        let plan = postgres("");
        assert_eq!((plan.nodes, plan.accounts), (1, USUAL));
        assert_eq!(plan.shared, None);
        assert!(!plan.compares());
    }

    #[test]
    fn a_larger_store_is_compared() {
        let plan = postgres("--nodes 2 --accounts 10000000 --peer pipelined --shared 4");
        assert_eq!((plan.nodes, plan.accounts), (2, 10_000_000));
        assert_eq!(plan.shared, Some(4));
        assert!(plan.compares());
        assert!(!postgres("--accounts 20000").compares());
    }

    #[test]
    fn numbers_that_cannot_be_are_refused() {
        for flag in [
            "--nodes 0",
            "--nodes 3",
            "--accounts 12019",
            "--seconds 0",
            "--rounds 0",
            "--peer other",
            "--shared 0",
        ] {
            assert!(read(&format!("--store postgres {flag}")).is_err(), "{flag}");
        }
        assert!(read("--store postgres --accounts 12020").is_ok());
    }
}
