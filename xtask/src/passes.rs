//! The passes of a test run: which tests run on which store.

use std::fmt;

use anyhow::{Result, bail};

/// What the integration tests of the server keep their data in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Store {
    Sqlite,
    Postgres,
}

/// Modules that are about one store itself say so in their names; the other tests of the server run on both.
const ON_SQLITE: &str = "not (package(gangway) & binary(it) & test(/^postgres_/))";
const ON_POSTGRES: &str = "package(gangway) & binary(it) & not test(/^sqlite_/)";

impl Store {
    const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// The tests that concern it.
    const fn filterset(self) -> &'static str {
        match self {
            Self::Sqlite => ON_SQLITE,
            Self::Postgres => ON_POSTGRES,
        }
    }

    /// Goes into `GANGWAY_TEST_STORE`, and is what `--store` takes.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }

    fn parse(word: &str) -> Result<Self> {
        match Self::ALL.into_iter().find(|store| store.word() == word) {
            Some(store) => Ok(store),
            None => bail!("--store takes sqlite or postgres, not {word:?}"),
        }
    }
}

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// What was asked of `cargo xtask test`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    store: Option<Store>,
    /// Before a `--`.
    options: Vec<String>,
    /// From the `--` on: what goes to the test programs.
    rest: Vec<String>,
}

impl Asked {
    pub(crate) fn parse(arguments: &[String]) -> Result<Self> {
        let end = arguments.iter().position(|argument| argument == "--");
        let (options, rest) = arguments.split_at(end.unwrap_or(arguments.len()));
        let (stores, options) = take(options, &["--store"]);
        let store = match stores.as_slice() {
            [] => None,
            [word] => Some(Store::parse(word)?),
            _ => bail!("--store is given twice; without it both stores are tested"),
        };
        Ok(Self {
            store,
            options,
            rest: rest.to_vec(),
        })
    }

    /// The stores to test, in the order of the passes.
    pub(crate) fn stores(&self) -> Vec<Store> {
        match self.store {
            Some(store) => vec![store],
            None if self.leaves_gangway_out() => vec![Store::Sqlite],
            None => Store::ALL.to_vec(),
        }
    }

    /// The second pass is of one package. Where others are named it has nothing to do.
    fn leaves_gangway_out(&self) -> bool {
        let (packages, _) = take(&self.options, &["--package", "-p"]);
        let is_another = |spec: &String| {
            let is_plain = spec
                .chars()
                .all(|c| c.is_alphanumeric() || "-_".contains(c));
            is_plain && spec != "gangway"
        };
        !packages.is_empty() && packages.iter().all(is_another)
    }

    /// What cargo is called with for the pass of this store.
    pub(crate) fn nextest_arguments(&self, store: Store, in_ci: bool) -> Vec<String> {
        let given = |names: &[&str]| !take(&self.options, names).0.is_empty();
        let mut all = vec!["nextest".to_owned(), "run".to_owned()];
        // Beside `--workspace`, cargo would take no notice of the packages that were named. Both passes choose the same
        // packages, so that the second one has nothing to build.
        if !given(&["--package", "-p"]) {
            all.push("--workspace".to_owned());
        }
        if in_ci && !given(&["--profile", "-P"]) {
            all.extend(["--profile", "ci"].map(str::to_owned));
        }
        let (filtersets, others) = take(&self.options, &["--filterset", "--filter-expr", "-E"]);
        all.extend(["-E".to_owned(), narrowed(&filtersets, store.filterset())]);
        all.extend(others);
        all.extend_from_slice(&self.rest);
        all
    }
}

/// Of several filtersets nextest runs what any of them matches, so ours has to become one with those given.
fn narrowed(filtersets: &[String], to: &str) -> String {
    if filtersets.is_empty() {
        return to.to_owned();
    }
    let any: Vec<String> = filtersets.iter().map(|set| format!("({set})")).collect();
    format!("({}) & {to}", any.join(" | "))
}

/// The values of an option with these names, as `--name value`, `--name=value`, `-n value`, `-nvalue` or `-n=value`,
/// and the arguments without them.
fn take(arguments: &[String], names: &[&str]) -> (Vec<String>, Vec<String>) {
    let (mut values, mut others) = (Vec::new(), Vec::new());
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        if names.contains(&argument.as_str()) {
            values.extend(arguments.next().cloned());
        } else if let Some(value) = names.iter().find_map(|name| attached(argument, name)) {
            values.push(value.to_owned());
        } else {
            others.push(argument.clone());
        }
    }
    (values, others)
}

fn attached<'a>(argument: &'a str, name: &str) -> Option<&'a str> {
    let value = argument.strip_prefix(name)?;
    let is_long = name.starts_with("--");
    value.strip_prefix('=').or((!is_long).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    fn asked(line: &str) -> Asked {
        Asked::parse(&words(line)).unwrap()
    }

    /// `{}` stands for the filterset of the store.
    fn calls(line: &str, store: Store, in_ci: bool, expected: &str) {
        let arguments = asked(line).nextest_arguments(store, in_ci);
        let expected: Vec<String> = words(expected)
            .iter()
            .map(|word| word.replace("{}", store.filterset()))
            .collect();
        assert_eq!(arguments, expected, "{line}");
    }

    #[test]
    fn all_packages_are_tested_unless_some_are_named() {
        for store in Store::ALL {
            calls("", store, false, "nextest run --workspace -E {}");
            calls("a", store, false, "nextest run --workspace -E {} a");
            for line in [
                "-p gangway",
                "-pgangway",
                "--package gangway",
                "--package=gangway",
            ] {
                calls(line, store, false, &format!("nextest run -E {{}} {line}"));
            }
        }
    }

    #[test]
    fn ci_has_its_profile_unless_another_is_named() {
        let store = Store::Sqlite;
        calls(
            "",
            store,
            true,
            "nextest run --workspace --profile ci -E {}",
        );
        for line in ["-P default", "--profile=default"] {
            calls(
                line,
                store,
                true,
                &format!("nextest run --workspace -E {{}} {line}"),
            );
        }
    }

    #[test]
    fn what_goes_to_the_test_programs_stays_last() {
        let line = "a -- --exact -p -E";
        let expected = "nextest run --workspace -E {} a -- --exact -p -E";
        calls(line, Store::Postgres, false, expected);
    }

    #[test]
    fn filtersets_are_narrowed_to_the_store() {
        let line = "-E test(a) --filterset=test(b) -j 1";
        for store in Store::ALL {
            let arguments = asked(line).nextest_arguments(store, false);
            let narrowed = format!("((test(a)) | (test(b))) & {}", store.filterset());
            assert_eq!(arguments[2..5], ["--workspace", "-E", narrowed.as_str()]);
            assert_eq!(arguments[5..], words("-j 1"));
        }
    }

    #[test]
    fn a_store_is_taken_out_of_the_arguments() {
        for line in ["--store postgres a", "a --store=postgres"] {
            assert_eq!(asked(line).stores(), [Store::Postgres]);
            calls(
                line,
                Store::Postgres,
                false,
                "nextest run --workspace -E {} a",
            );
        }
        assert_eq!(asked("--store sqlite").stores(), [Store::Sqlite]);
        assert_eq!(asked("").stores(), Store::ALL);
        assert_eq!(asked("-- --store").stores(), Store::ALL);
        for line in ["--store mysql", "--store sqlite --store postgres"] {
            let error = Asked::parse(&words(line)).unwrap_err().to_string();
            assert!(error.starts_with("--store"), "{error}");
        }
    }

    #[test]
    fn without_the_server_there_is_one_pass() {
        assert_eq!(asked("-p xtask -p gangway-web").stores(), [Store::Sqlite]);
        for line in ["-p gangway -p xtask", "-p gang*", "xtask"] {
            assert_eq!(asked(line).stores(), Store::ALL, "{line}");
        }
    }
}
