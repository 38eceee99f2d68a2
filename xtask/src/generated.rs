//! `cargo xtask check-generated`: documents made from the code, against the committed ones.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// A committed document and the `gangway` command that prints it.
struct Generated {
    path: &'static str,
    command: &'static str,
}

const DOCUMENTS: &[Generated] = &[Generated {
    path: "docs/api/openapi.json",
    command: "openapi",
}];

/// Fails where a committed document is not what the code prints now.
pub(crate) fn check() -> Result<()> {
    for_each(|path, name, fresh| {
        let committed = std::fs::read_to_string(&path).with_context(|| {
            format!("cannot read {name}; make it with `cargo xtask check-generated --update`")
        })?;
        match first_difference(&committed, &fresh) {
            None => {
                println!("xtask: {name} is up to date");
                Ok(())
            }
            Some(difference) => bail!(
                "{name} is out of date: {difference}\nrun `cargo xtask check-generated --update` and commit the file"
            ),
        }
    })
}

/// Rewrites the committed documents.
pub(crate) fn update() -> Result<()> {
    for_each(|path, name, fresh| {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        std::fs::write(&path, fresh).with_context(|| format!("cannot write {name}"))?;
        println!("xtask: wrote {name}");
        Ok(())
    })
}

fn for_each(mut act: impl FnMut(PathBuf, &str, String) -> Result<()>) -> Result<()> {
    let root = Workspace::load()?.root()?;
    for document in DOCUMENTS {
        let printed = process::capture(process::cargo().current_dir(&root).args([
            "run",
            "--quiet",
            "--package",
            "gangway",
            "--",
            document.command,
        ]))?;
        let fresh = String::from_utf8(printed).with_context(|| {
            format!(
                "`gangway {}` prints something that is not UTF-8",
                document.command
            )
        })?;
        act(root.join(document.path), document.path, fresh)?;
    }
    Ok(())
}

/// Says where two texts part, or `None` where they are the same to the byte.
fn first_difference(committed: &str, fresh: &str) -> Option<String> {
    if committed == fresh {
        return None;
    }
    let (mut old, mut new) = (committed.split('\n'), fresh.split('\n'));
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => break,
            (old, new) if old == new => {}
            (old, new) => {
                let side = |line: Option<&str>| {
                    line.map_or_else(|| "(the end)".to_owned(), |line| format!("{line:?}"))
                };
                return Some(format!(
                    "line {number}\n  committed: {}\n  generated: {}",
                    side(old),
                    side(new)
                ));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_does_not_differ() {
        assert_eq!(first_difference("{\n}\n", "{\n}\n"), None);
    }

    #[test]
    fn the_first_line_that_differs_is_shown_from_both_sides() {
        let difference = first_difference("a\nb\nc\n", "a\nB\nC\n").unwrap();
        assert_eq!(difference, "line 2\n  committed: \"b\"\n  generated: \"B\"");
    }

    #[test]
    fn a_missing_end_and_a_missing_line_end_differ() {
        assert_eq!(
            first_difference("a\nb", "a").unwrap(),
            "line 2\n  committed: \"b\"\n  generated: (the end)"
        );
        assert!(first_difference("a", "a\n").is_some());
    }
}
