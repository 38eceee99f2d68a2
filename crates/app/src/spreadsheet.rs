//! Text in spreadsheets.

/// A spreadsheet must not run what a customer typed: text that it would take for a formula
/// gets a leading apostrophe, which spreadsheets do not show.
#[must_use]
pub fn inert(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn formulas_are_text() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(inert("@sum"), "'@sum");
        assert_eq!(inert("Rosa"), "Rosa");
        assert_eq!(inert(""), "");
    }
}
