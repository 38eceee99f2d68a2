//! JSON inside a `<script>` element, where `<` must never be written as itself.

use minijinja::Value as Markup;
use serde::Serialize;

/// Markup that no value can end early.
pub(crate) fn script_data<T: Serialize>(data: &T) -> Markup {
    let json = serde_json::to_string(data).unwrap_or_else(|error| {
        tracing::error!(%error, "page data does not serialise");
        "{}".to_owned()
    });
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                safe.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => safe.push(c),
        }
    }
    Markup::from_safe_string(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_cannot_close_the_element_and_reads_back_whole() {
        let hostile = "</script><!--<script>&\u{2028}\"";
        let markup = script_data(&hostile).to_string();
        assert!(!markup.contains(['<', '>', '&', '\u{2028}']), "{markup}");
        assert_eq!(serde_json::from_str::<String>(&markup).unwrap(), hostile);
    }
}
