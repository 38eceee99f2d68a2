//! Webhooks in both directions.

mod deliveries;
mod receipt;

use crate::cluster::StoreKind;
use crate::server;
use anyhow::ensure;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Meta's webhooks, received; on SQLite
    Receipt,
    /// Webhooks to partners
    Deliveries,
}

#[derive(Args)]
pub(crate) struct Options {
    /// Only this part [default: both; with PostgreSQL the deliveries]
    #[arg(long, value_enum)]
    part: Option<Part>,
    /// Which store
    #[arg(long, value_enum, default_value_t = StoreKind::Sqlite)]
    store: StoreKind,
    #[command(flatten)]
    sizes: deliveries::Sizes,
    /// A build of gangway to measure [default: the one that this tree makes]
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

impl Options {
    fn parts(&self) -> anyhow::Result<Vec<Part>> {
        Ok(match (self.part, self.store) {
            (None, StoreKind::Sqlite) => vec![Part::Receipt, Part::Deliveries],
            (None, StoreKind::Postgres) => vec![Part::Deliveries],
            (Some(part), store) => {
                ensure!(
                    part == Part::Deliveries || store == StoreKind::Sqlite,
                    "--part receipt is measured on SQLite; leave --store postgres out"
                );
                vec![part]
            }
        })
    }
}

pub(crate) async fn run(options: &Options) -> anyhow::Result<()> {
    let parts = options.parts()?;
    options.sizes.check()?;
    let binary = server::binary(options.binary.as_deref())?;
    for part in parts {
        match part {
            Part::Receipt => receipt::run(&binary).await?,
            Part::Deliveries => deliveries::run(&binary, options.store, &options.sizes).await?,
        }
    }
    Ok(())
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

    fn parts(line: &str) -> anyhow::Result<Vec<Part>> {
        let words = std::iter::once("webhooks").chain(line.split_whitespace());
        Line::try_parse_from(words)?.options.parts()
    }

    #[test]
    fn what_is_not_measured_on_a_store_is_left_out_or_refused() {
        let both = [Part::Receipt, Part::Deliveries];
        assert_eq!(parts("").unwrap(), both);
        assert_eq!(parts("--store postgres").unwrap(), both[1..]);
        assert_eq!(parts("--part receipt").unwrap(), both[..1]);
        let refused = parts("--part receipt --store postgres").unwrap_err();
        assert!(refused.to_string().contains("--store postgres"));
    }
}
