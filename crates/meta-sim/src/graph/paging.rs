//! Lists in pages, with cursors as Graph gives them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::{Call, GraphError, Outcome};

const PAGE: usize = 25;
const LARGEST_PAGE: usize = 100;

/// The page that a call asks for: `limit` nodes after or before a cursor.
pub(super) fn answer<T>(
    items: &[T],
    call: &Call,
    id: impl Fn(&T) -> &str,
    node: impl Fn(&T) -> Outcome,
) -> Outcome {
    let limit = limit(call)?;
    let start = start(items, call, limit, &id)?;
    let end = (start + limit).min(items.len());
    let page = items.get(start..end).unwrap_or_default();
    let data = page.iter().map(node).collect::<Result<Vec<_>, _>>()?;
    let mut answer = Map::from_iter([("data".to_owned(), Value::Array(data))]);
    if let (Some(first), Some(last)) = (page.first(), page.last()) {
        let (before, after) = (cursor(id(first)), cursor(id(last)));
        let mut paging = json!({ "cursors": { "before": before, "after": after } });
        if end < items.len() {
            paging["next"] = json!(page_link(call, "after", &after));
        }
        if start > 0 {
            paging["previous"] = json!(page_link(call, "before", &before));
        }
        answer.insert("paging".to_owned(), paging);
    }
    Ok(Value::Object(answer))
}

fn limit(call: &Call) -> Result<usize, GraphError> {
    let Some(text) = call.params.text("limit") else {
        return Ok(PAGE);
    };
    match text.parse::<usize>() {
        Ok(limit) if limit > 0 => Ok(limit.min(LARGEST_PAGE)),
        _ => Err(GraphError::parameter(
            "Param limit must be an integer of at least 1",
        )),
    }
}

/// Where the page starts: after the cursor, or as far before the other cursor as a page is long.
fn start<T>(
    items: &[T],
    call: &Call,
    limit: usize,
    id: impl Fn(&T) -> &str,
) -> Result<usize, GraphError> {
    let position = |name: &str| -> Result<Option<usize>, GraphError> {
        let Some(given) = call.params.text(name) else {
            return Ok(None);
        };
        let found = items.iter().position(|item| cursor(id(item)) == given);
        found
            .map(Some)
            .ok_or_else(|| GraphError::parameter(&format!("Invalid cursor in param {name}")))
    };
    if let Some(after) = position("after")? {
        return Ok(after + 1);
    }
    Ok(position("before")?.map_or(0, |before| before.saturating_sub(limit)))
}

fn cursor(id: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("QVF{id}"))
}

/// The same call with another cursor; the token stays out of it.
fn page_link(call: &Call, direction: &str, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in call.params.texts() {
        if !matches!(
            name,
            "after" | "before" | "access_token" | "appsecret_proof"
        ) {
            query.append_pair(name, &value);
        }
    }
    query.append_pair(direction, cursor);
    let version = call
        .version
        .as_deref()
        .map(|version| format!("{version}/"))
        .unwrap_or_default();
    format!(
        "http://{}/{version}{}?{}",
        call.host,
        call.path.join("/"),
        query.finish()
    )
}
