//! Parameters of a call. Graph takes them from the query, from a form and from JSON alike.

use serde_json::{Map, Value};

use super::GraphError;

/// Parameters whose values the log must not keep.
const SECRETS: &[&str] = &[
    "access_token",
    "appsecret_proof",
    "client_secret",
    "code",
    "fb_exchange_token",
    "input_token",
    "verify_token",
];

/// All parameters of one call by name.
#[derive(Debug, Default)]
pub(super) struct Params(Map<String, Value>);

impl Params {
    /// Reads query and body. The body's content type decides how; without one a body that starts like JSON is JSON.
    pub(super) fn read(
        query: Option<&str>,
        content_type: Option<&str>,
        body: &[u8],
    ) -> Result<Self, GraphError> {
        let mut params = Map::new();
        let mut add_pairs = |encoded: &[u8]| {
            for (name, value) in url::form_urlencoded::parse(encoded) {
                params.insert(name.into_owned(), Value::String(value.into_owned()));
            }
        };
        add_pairs(query.unwrap_or_default().as_bytes());
        let says_json = content_type.is_some_and(|media| media.starts_with("application/json"));
        let looks_json = content_type.is_none() && body.trim_ascii_start().first() == Some(&b'{');
        let is_json = (says_json || looks_json) && !body.trim_ascii().is_empty();
        if is_json {
            let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
                return Err(GraphError::parameter(
                    "Invalid JSON: the body must be one JSON object",
                ));
            };
            params.extend(object);
        } else {
            add_pairs(body);
        }
        Ok(Self(params))
    }

    /// A parameter as text; numbers and booleans count as their text, an empty value as absent.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// A parameter that must be there.
    pub(super) fn required(&self, name: &str) -> Result<String, GraphError> {
        self.text(name)
            .ok_or_else(|| GraphError::parameter(&format!("The parameter {name} is required")))
    }

    /// A list, as a JSON array, a JSON array in text, or text with commas.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let items = match self.0.get(name) {
            Some(Value::Array(items)) => items.clone(),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(Value::Array(items)) => items,
                _ => text
                    .split(',')
                    .map(|item| Value::String(item.trim().to_owned()))
                    .collect(),
            },
            _ => Vec::new(),
        };
        items
            .iter()
            .filter_map(Value::as_str)
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The names and values as text, for building a link to the next page.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        self.0
            .keys()
            .filter_map(|name| Some((name.as_str(), self.text(name)?)))
    }

    pub(super) fn without_secrets(&self) -> Map<String, Value> {
        let keep = |(name, value): (&String, &Value)| {
            let value = if SECRETS.contains(&name.as_str()) {
                Value::String("…".into())
            } else {
                value.clone()
            };
            (name.clone(), value)
        };
        self.0.iter().map(keep).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Params;

    #[test]
    fn query_form_and_json_say_the_same() {
        let form = Params::read(
            Some("a=1"),
            Some("application/x-www-form-urlencoded"),
            b"pin=123456",
        )
        .unwrap();
        let json = Params::read(
            Some("a=1"),
            Some("application/json; charset=utf-8"),
            br#"{"pin":123456}"#,
        )
        .unwrap();
        let query = Params::read(Some("a=1&pin=123456"), Some("application/json"), b"").unwrap();
        for params in [form, json, query] {
            assert_eq!(
                (params.text("a").as_deref(), params.text("pin").as_deref()),
                (Some("1"), Some("123456"))
            );
        }
        assert!(Params::read(None, Some("application/json"), b"[1]").is_err());
    }

    #[test]
    fn lists_come_in_three_forms() {
        for query in ["fields=a,b", "fields=[\"a\",\"b\"]"] {
            assert_eq!(
                Params::read(Some(query), None, b"").unwrap().list("fields"),
                ["a", "b"]
            );
        }
        let json =
            Params::read(None, Some("application/json"), br#"{"fields":["a","b"]}"#).unwrap();
        assert_eq!(json.list("fields"), ["a", "b"]);
    }

    #[test]
    fn the_log_sees_no_secret() {
        let params = Params::read(Some("access_token=EAA1&code=AQ1&limit=5"), None, b"").unwrap();
        let kept = serde_json::to_string(&params.without_secrets()).unwrap();
        assert!(
            !kept.contains("EAA1") && !kept.contains("AQ1") && kept.contains("limit"),
            "{kept}"
        );
    }
}
