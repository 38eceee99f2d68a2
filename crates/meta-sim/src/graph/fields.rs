//! The `fields` parameter: `id,name,owner_business_info{id,name}`.

use serde_json::{Map, Value};

use super::{Call, GraphError};

/// One asked field, with the sub-fields in its braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    name: String,
    parts: Vec<String>,
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
        let end = rest.find([',', '{']).unwrap_or(rest.len());
        let name = rest[..end].trim().to_owned();
        rest = &rest[end..];
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
        fields.push(Field { name, parts });
        rest = match rest.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if rest.is_empty() => rest,
            None => return Err(malformed()),
        };
    }
    Ok(fields)
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
}
