//! `GET /{WABA}/phone_numbers`: the numbers of an account, newest first, in pages.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::phone_number::{self, DEFAULT_FIELDS, NODE_TYPE};
use super::{Call, GraphError, Outcome, auth, fields};
use crate::state::SimState;
use crate::world::Number;

const PAGE: usize = 25;
const LARGEST_PAGE: usize = 100;

pub(super) fn list(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let world = state.world();
    let token = auth::business(&world, call, now_ms)?;
    let waba = auth::granted_waba(&world, &token, call)?;
    let asked = fields::asked(call, DEFAULT_FIELDS)?;

    let filter = Filter::read(call)?;
    let mut numbers: Vec<&Number> = world
        .numbers
        .values()
        .filter(|number| {
            number.waba_id == waba.id && !number.gone && number.listed_from_ms <= now_ms
        })
        .collect();
    numbers.retain(|number| filter.keeps(number));
    sort(&mut numbers, call)?;

    let limit = limit(call)?;
    let start = start(&numbers, call, limit)?;
    let end = (start + limit).min(numbers.len());
    let page = &numbers[start..end];
    let nodes = page.iter().map(|number| {
        fields::select(
            &phone_number::node(&world, number, &token.app_id, now_ms),
            &asked,
            NODE_TYPE,
        )
    });
    let data = nodes.collect::<Result<Vec<_>, _>>()?;

    let mut answer = Map::from_iter([("data".to_owned(), Value::Array(data))]);
    if let (Some(first), Some(last)) = (page.first(), page.last()) {
        let mut paging = json!({ "cursors": { "before": cursor(first), "after": cursor(last) } });
        if end < numbers.len() {
            paging["next"] = json!(page_link(call, "after", &cursor(last)));
        }
        if start > 0 {
            paging["previous"] = json!(page_link(call, "before", &cursor(first)));
        }
        answer.insert("paging".to_owned(), paging);
    }
    Ok(Value::Object(answer))
}

/// `filtering` by account mode, and the bare `display_phone_number`.
struct Filter {
    digits: Option<String>,
    only_live: Option<bool>,
}

impl Filter {
    fn read(call: &Call) -> Result<Self, GraphError> {
        let digits = call.params.text("display_phone_number");
        let digits = digits.map(|text| text.chars().filter(char::is_ascii_digit).collect());
        let Some(text) = call.params.text("filtering") else {
            return Ok(Self {
                digits,
                only_live: None,
            });
        };
        let malformed = || {
            GraphError::parameter(
                "Param filtering must be a JSON array of field, operator and value",
            )
        };
        let rules: Vec<Map<String, Value>> =
            serde_json::from_str(&text).map_err(|_| malformed())?;
        let mut only_live = None;
        for rule in &rules {
            let part = |name| rule.get(name).and_then(Value::as_str);
            match (part("field"), part("operator"), part("value")) {
                (Some("account_mode"), Some("EQUAL"), Some(mode @ ("LIVE" | "SANDBOX"))) => {
                    only_live = Some(mode == "LIVE");
                }
                _ => return Err(malformed()),
            }
        }
        Ok(Self { digits, only_live })
    }

    /// All numbers of this world are live ones.
    fn keeps(&self, number: &Number) -> bool {
        self.only_live.unwrap_or(true)
            && self
                .digits
                .as_deref()
                .is_none_or(|digits| number.digits == digits)
    }
}

fn sort(numbers: &mut [&Number], call: &Call) -> Result<(), GraphError> {
    let ascending = match call.params.text("sort").as_deref() {
        None | Some("last_onboarded_time.desc" | "creation_time.desc") => false,
        Some("last_onboarded_time.asc" | "creation_time.asc") => true,
        Some(_) => {
            return Err(GraphError::parameter(
                "Param sort must be creation_time or last_onboarded_time with .asc or .desc",
            ));
        }
    };
    numbers.sort_by_key(|number| number.onboarding);
    if !ascending {
        numbers.reverse();
    }
    Ok(())
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
fn start(numbers: &[&Number], call: &Call, limit: usize) -> Result<usize, GraphError> {
    let position = |name: &str| -> Result<Option<usize>, GraphError> {
        let Some(given) = call.params.text(name) else {
            return Ok(None);
        };
        let found = numbers.iter().position(|number| cursor(number) == given);
        found
            .map(Some)
            .ok_or_else(|| GraphError::parameter(&format!("Invalid cursor in param {name}")))
    };
    if let Some(after) = position("after")? {
        return Ok(after + 1);
    }
    Ok(position("before")?.map_or(0, |before| before.saturating_sub(limit)))
}

fn cursor(number: &Number) -> String {
    URL_SAFE_NO_PAD.encode(format!("QVF{}", number.id))
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
