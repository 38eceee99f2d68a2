//! Holding a call against an OpenAPI 3.1 file.

use serde_json::{Map, Value, json};

use super::calls::Recorded;

/// The file.
pub(super) struct OpenApi {
    document: Value,
}

impl OpenApi {
    pub(super) fn read(text: &str) -> Self {
        let document: Value = serde_saphyr::from_str(text).expect("the OpenAPI file is no YAML");
        assert!(
            document["paths"].is_object(),
            "the OpenAPI file has no paths"
        );
        Self { document }
    }

    /// Everything about the call that is not as the file says.
    pub(super) fn check(&self, call: &Recorded) -> Vec<String> {
        let operation = &self.document["paths"][call.template][call.method.to_ascii_lowercase()];
        let name = format!("{} {}", call.method, call.template);
        if !operation.is_object() {
            return vec![format!("{name} is not in the file")];
        }
        let mut findings = self.check_parameters(operation, call);
        findings.extend(self.check_body(operation, call));
        // The file generates statuses that live answers do not have; an error is held against the schema of 400.
        let status = if call.status == 200 { "200" } else { "400" };
        let schema = &operation["responses"][status]["content"]["application/json"]["schema"];
        findings.extend(self.validate(schema, &call.answer, "answer"));
        findings
            .iter()
            .map(|finding| format!("{name} {finding}"))
            .collect()
    }

    /// Path, query and Authorization. The User-Agent pattern of the file is that of Meta's own sample client.
    fn check_parameters(&self, operation: &Value, call: &Recorded) -> Vec<String> {
        let declared: Vec<&Value> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parameter| self.resolved(parameter))
            .collect();
        let find = |place: &str, name: &str| {
            declared
                .iter()
                .find(|parameter| parameter["in"] == place && parameter["name"] == name)
        };
        let names = call
            .template
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let path = names
            .zip(call.path.split('/').skip(1))
            .map(|(name, value)| ("path", name, value));
        let query = call
            .query
            .iter()
            .map(|(name, value)| ("query", *name, value.as_str()));
        let sent =
            path.chain(query)
                .chain([("header", "Authorization", call.authorization.as_str())]);
        let mut findings = Vec::new();
        for (place, name, value) in sent {
            let Some(parameter) = find(place, name) else {
                findings.push(format!("parameter {name} is not in the file"));
                continue;
            };
            let schema = &parameter["schema"];
            let value = match value.parse::<i64>() {
                Ok(number) if schema["type"] == "integer" => json!(number),
                _ => json!(value),
            };
            findings.extend(self.validate(schema, &value, &format!("parameter {name}")));
        }
        let missing = declared
            .iter()
            .filter(|parameter| parameter["required"] == true && parameter["in"] == "query");
        for parameter in missing {
            let name = parameter["name"].as_str().unwrap();
            if !call.query.iter().any(|(sent, _)| *sent == name) {
                findings.push(format!("parameter {name} is required by the file"));
            }
        }
        findings
    }

    /// Only well-meant bodies have to conform: a refused call may be refused for its body.
    fn check_body(&self, operation: &Value, call: &Recorded) -> Vec<String> {
        let declared = &operation["requestBody"];
        match &call.body {
            None if declared["required"] == true => vec!["body is required by the file".to_owned()],
            Some(_) if declared.is_null() => vec!["body is not in the file".to_owned()],
            Some(body) if call.status == 200 => {
                let schema = &declared["content"]["application/json"]["schema"];
                self.validate(schema, body, "body")
            }
            _ => Vec::new(),
        }
    }

    fn resolved<'d>(&'d self, value: &'d Value) -> &'d Value {
        match value["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'))
        {
            Some(pointer) => self
                .document
                .pointer(pointer)
                .expect("a reference of the file leads nowhere"),
            None => value,
        }
    }

    /// Validates under the file's own components, to which the schema's references lead.
    fn validate(&self, schema: &Value, instance: &Value, what: &str) -> Vec<String> {
        if schema.is_null() {
            return vec![format!("{what} has no schema in the file")];
        }
        let root: Map<String, Value> = Map::from_iter([
            ("allOf".to_owned(), json!([schema])),
            ("components".to_owned(), self.document["components"].clone()),
        ]);
        let validator = jsonschema::validator_for(&Value::Object(root))
            .expect("a schema of the file cannot be used");
        let errors = validator.iter_errors(instance);
        errors
            .map(|error| format!("{what} {} {error}", error.instance_path()))
            .collect()
    }
}
