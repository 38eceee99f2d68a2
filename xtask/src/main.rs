//! Development tasks, run as `cargo xtask <task>`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a task talks to the person at the terminal"
)]

mod bench;
mod debian;
mod doctests;
mod fuzz;
mod generated;
mod layers;
mod passes;
mod process;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
usage: cargo xtask <task>

  test [--store sqlite|postgres] [nextest arguments]
                              install what the tests need, then run all of them or those asked for, on both stores
                              or on one
  bench <name> [arguments]    run one benchmark
  fuzz [--seconds N]          feed random input to what reads Meta's words, for ten minutes or as long as is said
  check-layers                compare the dependencies between the crates with the plan
  check-generated [--update]  compare generated documents with the committed ones, or rewrite them";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let Some((task, arguments)) = arguments.split_first() else {
        bail!("name a task\n\n{USAGE}");
    };
    match (task.as_str(), arguments) {
        ("test", arguments) => test::run(arguments),
        ("bench", [name, arguments @ ..]) => bench::run(name, arguments),
        ("bench", []) => bail!("name a benchmark: cargo xtask bench <name>"),
        ("fuzz", arguments) => fuzz::run(arguments),
        ("check-layers", []) => layers::run(),
        ("check-generated", []) => generated::check(),
        ("check-generated", [flag]) if flag == "--update" => generated::update(),
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(())
        }
        (task, arguments) => bail!("cannot run `{task} {}`\n\n{USAGE}", arguments.join(" ")),
    }
}
