//! `gangway`: see `gangway --help`.

use clap::Parser;
use gangway::commands::Cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    Cli::parse().run()
}
