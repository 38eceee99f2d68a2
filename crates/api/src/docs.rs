//! The OpenAPI document, and a page that a person can read without any script.

use crate::envelope::Fail;
use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::response::Html;
use axum::routing::get;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde_json::Value;
use std::sync::{Arc, LazyLock};
use utoipa::openapi::OpenApi;

const PAGE: &str = include_str!("docs.html");
/// The calls in the order in which a newcomer needs them; all others follow by name.
const FIRST: [&str; 7] = [
    "accessToken",
    "createAccount",
    "getAccounts",
    "getTimeline",
    "getRenewalRequests",
    "renewLink",
    "deleteAccount",
];

pub(crate) fn router(document: &OpenApi) -> Router {
    let json = Bytes::from(to_json(document));
    let source = json.clone();
    // Made for the first reader: most servers never have one.
    let page = Arc::new(LazyLock::new(move || Bytes::from(page(&source))));
    Router::new()
        .route(
            "/api/openapi.json",
            get(move || async move { ([(header::CONTENT_TYPE, "application/json")], json) })
                .fallback(|| async { Fail::of_http_method("GET, HEAD") }),
        )
        .route(
            "/docs",
            get(move || async move {
                let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
                ([(header::CONTENT_SECURITY_POLICY, policy)], Html(Bytes::clone(&page)))
            }),
        )
}

pub(crate) fn to_json(document: &OpenApi) -> String {
    // A document made of plain data always serialises; the empty text would fail every check.
    document
        .to_pretty_json()
        .map(|json| json + "\n")
        .unwrap_or_default()
}

/// The page, made from the very document that is served.
fn page(json: &[u8]) -> String {
    let document: Value = serde_json::from_slice(json).unwrap_or_default();
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    environment.add_filter("markdown", |text: &str| {
        minijinja::Value::from_safe_string(markdown(text))
    });
    environment.add_filter("inline", |text: &str| {
        let html = markdown(text);
        let paragraph = html.trim().strip_prefix("<p>");
        let bare = paragraph.and_then(|html| html.strip_suffix("</p>"));
        minijinja::Value::from_safe_string(bare.unwrap_or(&html).to_owned())
    });
    environment.add_filter("kind", |schema: Serde<Value>| kind(&schema));
    environment.add_filter("name_of", |reference: &str| {
        reference.rsplit('/').next().unwrap_or_default().to_owned()
    });
    let operations = operations(&document);
    environment
        .render_str(PAGE, context! { document => minijinja::Value::from(Serde(&document)), operations => minijinja::Value::from(Serde(&operations)) })
        .unwrap_or_else(|error| {
            tracing::error!(%error, "the page of the API reference does not render");
            String::new()
        })
}

fn markdown(text: &str) -> String {
    let parser = pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::ENABLE_TABLES);
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, parser);
    html
}

/// Every operation with its method and path, in the order a newcomer needs them.
fn operations(document: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let mut operation = operation.clone();
            operation["method"] = method.to_uppercase().into();
            operation["path"] = path.clone().into();
            found.push(operation);
        }
    }
    found.sort_by_key(|operation| {
        let name = operation["operationId"].as_str().unwrap_or_default();
        let place = FIRST.iter().position(|first| *first == name);
        (place.unwrap_or(FIRST.len()), name.to_owned())
    });
    found
}

/// A schema in a few words.
fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(options) = schema[several].as_array() {
            let words: Vec<_> = options
                .iter()
                .map(kind)
                .filter(|word| word != "null")
                .collect();
            return words.join(" or ");
        }
    }
    let word = match &schema["type"] {
        Value::String(word) => word.clone(),
        Value::Array(words) => words
            .iter()
            .filter_map(Value::as_str)
            .filter(|word| *word != "null")
            .collect::<Vec<_>>()
            .join(" or "),
        _ => String::new(),
    };
    if word == "array" {
        return format!("list of {}", kind(&schema["items"]));
    }
    match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        (Some(low), Some(high)) if low > i64::MIN => format!("{word} {low} to {high}"),
        _ => match schema["maxLength"].as_i64() {
            Some(most) => format!("{word}, at most {most} characters"),
            None => word,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_every_call_and_every_reason() {
        let page = page(crate::openapi_json().as_bytes());
        for call in [
            "accessToken",
            "getAccounts",
            "createAccount",
            "deleteAccount",
            "getTimeline",
            "getRenewalRequests",
            "renewLink",
            "setWebhook",
            "getWebhook",
            "testWebhook",
            "getEvents",
            "getDeliveries",
            "replayWebhook",
        ] {
            assert!(page.contains(&format!("id=\"{call}\"")), "{call}");
        }
        assert!(page.contains("<td>the account has already finished the onboarding</td>"));
        assert!(page.contains("Idempotency-Key"));
        assert!(page.contains("tag for the landing page"));
        assert!(page.contains("<code>facebook-domain-verification</code>"));
        assert!(!page.contains('`') && !page.contains("undefined"));
    }
}
