//! What commands print.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is the one place that prints"
)]

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};

/// A line of data.
pub(super) fn line(text: &str) -> anyhow::Result<()> {
    writeln!(stdout(), "{text}")?;
    Ok(stdout().flush()?)
}

/// Data as one JSON document.
pub(super) fn json(data: &impl Serialize) -> anyhow::Result<()> {
    line(&serde_json::to_string_pretty(data)?)
}

/// Rows under headings. On a terminal they are fitted to its width.
pub(super) fn table(headings: &[&str], rows: Vec<Vec<String>>) -> anyhow::Result<()> {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    if stdout().is_terminal() {
        table.set_content_arrangement(ContentArrangement::Dynamic);
    }
    table.set_header(headings.iter().copied());
    table.add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    line(&table.trim_fmt())
}

/// A remark for the person at the terminal.
pub(super) fn remark(text: &str) {
    eprintln!("{text}");
}

/// Whether a person sees what is said.
pub(super) fn is_watched() -> bool {
    stderr().is_terminal()
}

/// A remark that the next one replaces. Only for where it is watched.
pub(super) fn passing_remark(text: &str) {
    eprint!("\r\x1b[K{text}");
}

/// Whether it failed because nobody reads its output any more, as in `gangway openapi | head`.
pub(super) fn nobody_listens(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// An error with its causes, the innermost last.
pub(super) fn complain(error: &anyhow::Error) {
    let mut text = format!("error: {error}");
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.contains(&cause) {
            text.push_str("\n  because: ");
            text.push_str(&cause);
        }
    }
    eprintln!("{text}");
}
