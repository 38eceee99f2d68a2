//! `cargo xtask test`: all tests, with everything they need.

use anyhow::Result;

use crate::tools::TestTools;
use crate::workspace::Workspace;
use crate::{doctests, process};

/// Installs what is missing and runs the tests; `arguments` go on to `cargo nextest run`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let workspace = Workspace::load()?;
    let tools = TestTools::ensure(&workspace)?;
    let in_ci = std::env::var_os("CI").is_some();
    process::run(
        process::cargo()
            .current_dir(workspace.root()?)
            .args(nextest_arguments(arguments, in_ci))
            .env("GANGWAY_CHROMIUM", tools.chromium)
            .env("GANGWAY_CHROMEDRIVER", tools.chromedriver)
            .env("GANGWAY_SCHEMATHESIS", tools.schemathesis),
    )?;
    if arguments.is_empty() {
        doctests::run(&workspace)?;
    }
    Ok(())
}

fn nextest_arguments(arguments: &[String], in_ci: bool) -> Vec<&str> {
    let given = |long: &str, short: &str| {
        arguments.iter().any(|argument| {
            argument == long || argument == short || argument.starts_with(&format!("{long}="))
        })
    };
    let mut all = vec!["nextest", "run"];
    // Beside `--workspace`, cargo would take no notice of the packages that were named.
    if !given("--package", "-p") {
        all.push("--workspace");
    }
    if in_ci && !given("--profile", "-P") {
        all.extend(["--profile", "ci"]);
    }
    all.extend(arguments.iter().map(String::as_str));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn all_packages_are_tested_unless_some_are_named() {
        assert_eq!(
            nextest_arguments(&[], false),
            ["nextest", "run", "--workspace"]
        );
        assert_eq!(
            nextest_arguments(&words("journey"), false),
            ["nextest", "run", "--workspace", "journey"]
        );
        for line in ["-p gangway", "--package gangway", "--package=gangway"] {
            assert!(
                !nextest_arguments(&words(line), false).contains(&"--workspace"),
                "{line}"
            );
        }
    }

    #[test]
    fn ci_has_its_profile_unless_another_is_named() {
        assert_eq!(
            nextest_arguments(&[], true),
            ["nextest", "run", "--workspace", "--profile", "ci"]
        );
        assert!(!nextest_arguments(&words("-P default"), true).contains(&"ci"));
    }
}
