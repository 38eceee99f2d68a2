//! What the derive macros cannot say about the API document.

use crate::endpoints::{delete_account, delete_registered_number, delete_whatsapp};
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi, RefOr, Required};

/// Makes the document say what the server does.
pub(crate) fn amend(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in [&mut item.get, &mut item.post, &mut item.delete] {
            operation.iter_mut().for_each(parameters_are_never_null);
        }
    }
    // The number may come in the query instead. A macro knows only bodies that are required
    // and bodies that may be null.
    for path in [
        delete_account::PATH,
        delete_registered_number::PATH,
        delete_whatsapp::PATH,
    ] {
        let item = document.paths.paths.get_mut(path);
        let delete = item.and_then(|item| item.delete.as_mut());
        if let Some(RefOr::T(body)) = delete.and_then(|operation| operation.request_body.as_mut()) {
            body.required = Some(Required::False);
        }
    }
}

/// A query parameter or a header is there or it is not.
fn parameters_are_never_null(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        if let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema
            && let SchemaType::Array(types) = &schema.schema_type
            && let Some(only) = types.iter().find(|kind| **kind != Type::Null)
        {
            schema.schema_type = SchemaType::Type(only.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    #[test]
    fn parameters_are_not_null_and_some_bodies_may_be_left_out() {
        let document: Value = serde_json::from_str(&crate::openapi_json()).unwrap();
        let paths = &document["paths"];
        let delete = &paths["/api/whatsapp/deleteAccount"]["delete"];
        for name in ["deleteAccount", "deleteRegisteredNumber", "deleteWhatsApp"] {
            let delete = &paths[&format!("/api/whatsapp/{name}")]["delete"];
            assert_eq!(delete["requestBody"]["required"], false);
        }
        let create = &paths["/api/whatsapp/createAccount"]["post"];
        assert_eq!(create["requestBody"]["required"], true);
        let list = &paths["/api/whatsapp/getAccounts"]["get"];
        for operation in [delete, create, list] {
            let parameters = operation["parameters"].as_array().unwrap();
            assert!(!parameters.is_empty());
            for parameter in parameters {
                let schema = parameter["schema"].to_string();
                assert!(!schema.contains("null"), "{parameter}");
            }
        }
    }
}
