//! The `fields` parameter: `id,name,owner_business_info{id,name}`, and
//! `pricing_analytics.start(1).end(2)`.

use serde_json::{Map, Value};

use super::{Call, GraphError, pricing};

/// One asked field, with the sub-fields in its braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    name: String,
    parts: Vec<String>,
    /// What stands in brackets behind a point and a name.
    arguments: Vec<(String, String)>,
}

impl Field {
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// The argument of this name.
    pub(super) fn argument(&self, name: &str) -> Option<&str> {
        let found = self.arguments.iter().find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The words of the argument of this name: a list as JSON, or without brackets and quotes.
    pub(super) fn words(&self, name: &str) -> Vec<&str> {
        let list = self.argument(name).unwrap_or_default();
        list.split([',', '[', ']', '"', ' '])
            .filter(|word| !word.is_empty())
            .collect()
    }
}

/// The asked fields, or the defaults.
pub(super) fn asked(call: &Call, defaults: &str) -> Result<Vec<Field>, GraphError> {
    let text = call.params.text("fields");
    parse(text.as_deref().unwrap_or(defaults))
}

/// Keeps what was asked for of everything a node has, and its id always.
pub(super) fn select(
    node: &Map<String, Value>,
    fields: &[Field],
    node_type: &str,
) -> Result<Value, GraphError> {
    let mut selected = Map::new();
    for field in fields {
        let Some(value) = node.get(&field.name) else {
            let message = format!(
                "Tried accessing nonexisting field ({}) on node type ({node_type})",
                field.name
            );
            return Err(GraphError::parameter(&message));
        };
        // A null is a field that the node has and that is empty: Graph leaves it out.
        if !value.is_null() {
            selected.insert(field.name.clone(), narrowed(value, &field.parts));
        }
    }
    if let Some(id) = node.get("id") {
        selected.insert("id".to_owned(), id.clone());
    }
    Ok(Value::Object(selected))
}

fn narrowed(value: &Value, parts: &[String]) -> Value {
    match value {
        Value::Object(object) if !parts.is_empty() => {
            let kept = object
                .iter()
                .filter(|(name, _)| parts.iter().any(|part| part == *name) || *name == "id");
            Value::Object(
                kept.map(|(name, value)| (name.clone(), value.clone()))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

fn parse(text: &str) -> Result<Vec<Field>, GraphError> {
    let malformed = || GraphError::parameter("Syntax error in the fields parameter");
    let mut fields = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find([',', '{', '.']).unwrap_or(rest.len());
        let name = rest[..end].trim().to_owned();
        rest = &rest[end..];
        let arguments = arguments(&mut rest).ok_or_else(malformed)?;
        if !arguments.is_empty() && name != pricing::FIELD {
            return Err(malformed());
        }
        let mut parts = Vec::new();
        if let Some(inside) = rest.strip_prefix('{') {
            let close = inside.find('}').ok_or_else(malformed)?;
            parts = inside[..close]
                .split(',')
                .map(|part| part.trim().to_owned())
                .collect();
            rest = &inside[close + 1..];
        }
        if name.is_empty()
            || !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            return Err(malformed());
        }
        fields.push(Field {
            name,
            parts,
            arguments,
        });
        rest = match rest.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if rest.is_empty() => rest,
            None => return Err(malformed()),
        };
    }
    Ok(fields)
}

/// Takes `.name(value)` off the front, as often as it stands there; nothing when one does not end.
fn arguments(rest: &mut &str) -> Option<Vec<(String, String)>> {
    let mut arguments = Vec::new();
    while let Some(after) = rest.strip_prefix('.') {
        let (name, after) = after.split_once('(')?;
        let (value, after) = after.split_once(')')?;
        arguments.push((name.trim().to_owned(), value.trim().to_owned()));
        *rest = after;
    }
    Some(arguments)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::parse;

    #[test]
    fn reads_names_and_braces() {
        let fields = parse("id, owner_business_info{id,name},name").unwrap();
        let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["id", "owner_business_info", "name"]);
        assert_eq!(fields[1].parts, ["id", "name"]);
        for wrong in ["id{", "id}name", ",id", "a b", "id{x}y"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn reads_the_arguments_of_the_one_field_that_has_some() {
        let fields = parse(
            "id,pricing_analytics.start(1).dimensions([\"PHONE\",\"X\"]).types(A,B).none(),name",
        )
        .unwrap();
        assert_eq!(fields.len(), 3);
        let counts = &fields[1];
        assert!(counts.is("pricing_analytics"));
        assert_eq!(counts.argument("start"), Some("1"));
        assert_eq!(counts.words("dimensions"), ["PHONE", "X"]);
        assert_eq!(counts.words("types"), ["A", "B"]);
        assert!(counts.words("none").is_empty());
        assert_eq!(counts.argument("end"), None);
        for wrong in [
            "pricing_analytics.start",
            "pricing_analytics.start(1",
            "pricing_analytics.start(1)x",
            "name.start(1)",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
