//! Tests in documentation, which nextest does not run.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// Runs the documentation tests of the packages that have some.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mut command = process::cargo();
    command
        .current_dir(workspace.root()?)
        .args(["test", "--quiet", "--doc"]);
    let mut found = false;
    for package in workspace.packages()? {
        let (Some(name), Some(library)) = (package["name"].as_str(), library_dir(package)) else {
            continue;
        };
        if has_examples(&library)? {
            command.args(["--package", name]);
            found = true;
        }
    }
    if found {
        process::run(&mut command)
    } else {
        Ok(())
    }
}

/// The folder that a package's library lives in; `None` where it has no library.
fn library_dir(package: &serde_json::Value) -> Option<PathBuf> {
    let is_library = |target: &&serde_json::Value| {
        let kinds = target["kind"].as_array();
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "lib"))
    };
    let target = package["targets"].as_array()?.iter().find(is_library)?;
    Some(Path::new(target["src_path"].as_str()?).parent()?.to_owned())
}

fn has_examples(folder: &Path) -> Result<bool> {
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        let found = if path.is_dir() {
            has_examples(&path)?
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            is_example_in(
                &std::fs::read_to_string(&path)
                    .with_context(|| format!("cannot read {}", path.display()))?,
            )
        } else {
            false
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether documentation in this source opens a code block that rustdoc would compile.
fn is_example_in(source: &str) -> bool {
    let mut in_block = false;
    for line in source.lines().map(str::trim_start) {
        let Some(text) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        else {
            in_block = false;
            continue;
        };
        let Some(language) = text.trim().strip_prefix("```") else {
            continue;
        };
        if !in_block && is_rust(language) {
            return true;
        }
        in_block = !in_block;
    }
    false
}

fn is_rust(language: &str) -> bool {
    language.split(',').all(|word| {
        matches!(
            word.trim(),
            "" | "rust" | "no_run" | "should_panic" | "compile_fail"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_in_documentation_is_an_example() {
        assert!(is_example_in(
            "/// Says:\n/// ```\n/// let a = 1;\n/// ```\nfn f() {}\n"
        ));
        assert!(is_example_in("//! ```rust,no_run\n//! loop {}\n//! ```\n"));
    }

    #[test]
    fn other_languages_and_plain_comments_are_none() {
        assert!(!is_example_in(
            "/// ```text\n/// a -> b\n/// ```\nfn f() {}\n"
        ));
        assert!(!is_example_in("/// ```json\n/// {}\n/// ```\n"));
        assert!(!is_example_in("// ```\n// let a = 1;\n// ```\n"));
        assert!(!is_example_in("const FENCE: &str = \"```\";\n"));
    }
}
