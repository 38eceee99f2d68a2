//! One text for all ways to write the same JSON.

use serde_json::Value;

/// Appends the value with its objects' keys in order and without spaces.
pub(super) fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            let mut members: Vec<_> = map.iter().collect();
            members.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (index, (key, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                text(key, out);
                out.push(':');
                write(member, out);
            }
            out.push('}');
        }
        Value::String(string) => text(string, out),
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
    }
}

/// Appends a string so that it cannot be taken for two: what ends it is escaped.
fn text(string: &str, out: &mut String) {
    out.push('"');
    for c in string.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(json: &str) -> String {
        let mut out = String::new();
        write(&serde_json::from_str(json).unwrap(), &mut out);
        out
    }

    #[test]
    fn the_same_json_has_one_text() {
        let one = canonical(r#"{"b":[1,true,null,"x"],"a":{"d":"\u00e9","c":-1.5}}"#);
        assert_eq!(one, r#"{"a":{"c":-1.5,"d":"é"},"b":[1,true,null,"x"]}"#);
        assert_eq!(
            canonical(" { \"a\" : {\"c\":-1.5, \"d\":\"é\"}, \"b\":[1, true, null, \"\\u0078\"]}"),
            one
        );
    }

    #[test]
    fn other_json_has_another_text() {
        for (one, other) in [
            (r#"["a","b"]"#, r#"["a\",\"b"]"#),
            (r#"["1"]"#, "[1]"),
            (r#"["a\\"]"#, r#"["a"]"#),
            (r#"{"a":1}"#, r#"{"a":2}"#),
            ("[[1],2]", "[[1,2]]"),
            ("[]", "{}"),
        ] {
            assert_ne!(canonical(one), canonical(other));
        }
    }
}
