//! `cargo xtask fuzz`: random input for what reads Meta's words, on the stable compiler.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

const DEFAULT_SECONDS: u32 = 600;

/// What makes libFuzzer see which code an input reaches: a counter at every edge, and the values that are compared.
const FLAGS: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg=fuzzing",
];

/// Builds the fuzzer and runs it for the time that is asked for. It fails on the first input that breaks a promise, and
/// says where that input is. What it learns stays below the target folder, for the next run.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let seconds = seconds(arguments)?;
    if !process::succeeds(Command::new("c++").arg("--version")) {
        bail!(
            "libFuzzer is built from C++ and there is no `c++`; install a C++ compiler, such as Debian's g++"
        );
    }
    let workspace = Workspace::load()?;
    let folder = workspace.root()?.join("fuzz");
    let work = workspace.target_dir()?.join("fuzz");
    let host = host()?;
    process::run(
        process::cargo()
            .current_dir(&folder)
            .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
            .args(["build", "--release", "--locked"])
            // With a target named, build scripts and macros are built without the flags.
            .args(["--target", &host, "--target-dir"])
            .arg(&work),
    )?;
    let corpus = work.join("corpus");
    let findings = work.join("findings");
    for dir in [&corpus, &findings] {
        std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    }
    process::run(
        Command::new(work.join(host).join("release/gangway-fuzz"))
            .args([&corpus, &folder.join("corpus-seed")])
            .arg(format!("-max_total_time={seconds}"))
            .arg(option("-dict=", &folder.join("meta.dict")))
            .arg(option("-artifact_prefix=", &findings.join("")))
            .args(["-max_len=16384", "-timeout=10", "-rss_limit_mb=2048"])
            .arg("-print_final_stats=1"),
    )
    .with_context(|| format!("the input that did it is in {}", findings.display()))
}

fn seconds(arguments: &[String]) -> Result<u32> {
    let text = match arguments {
        [] => return Ok(DEFAULT_SECONDS),
        [flag, text] if flag == "--seconds" => text.as_str(),
        [argument] => match argument.strip_prefix("--seconds=") {
            Some(text) => text,
            None => bail!("cannot read `{argument}`; write --seconds 600"),
        },
        _ => bail!("cannot read `{}`; write --seconds 600", arguments.join(" ")),
    };
    match text.parse() {
        // Zero would mean for ever to libFuzzer.
        Ok(seconds) if seconds > 0 => Ok(seconds),
        _ => bail!("--seconds takes a number from 1 on, not {text:?}"),
    }
}

/// The platform that the compiler itself runs on.
fn host() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let text = process::capture(Command::new(rustc).arg("-vV"))?;
    let text = String::from_utf8(text).context("cannot read what `rustc -vV` answered")?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

fn option(name: &str, path: &Path) -> std::ffi::OsString {
    let mut option = std::ffi::OsString::from(name);
    option.push(path);
    option
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_ten_minutes_unless_another_is_given() {
        let of = |line: &str| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            seconds(&words)
        };
        assert_eq!(of("").unwrap(), 600);
        assert_eq!(of("--seconds 5").unwrap(), 5);
        assert_eq!(of("--seconds=7").unwrap(), 7);
        for line in [
            "--seconds",
            "--seconds 0",
            "--seconds x",
            "--second 5",
            "5",
            "--seconds 5 6",
        ] {
            let error = of(line).unwrap_err().to_string();
            assert!(error.contains("--seconds"), "{line}: {error}");
        }
    }
}
