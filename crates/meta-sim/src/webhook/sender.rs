//! Signing and posting.

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, USER_AGENT};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::Signature;
use super::outbox::Delivery;
use crate::signature::hmac_sha256_hex;
use crate::state::SimState;

/// Sends what is due, for as long as the simulator runs.
pub(crate) async fn run(state: SimState) {
    loop {
        let due = state.world().outbox.take_due(state.now_ms());
        let Some((id, delivery)) = due else {
            wait(&state).await;
            continue;
        };
        attempt(&state, id, delivery).await;
    }
}

/// Sends one and notes how it went.
pub(super) async fn attempt(state: &SimState, id: u64, delivery: Delivery) {
    let Delivery {
        app_id,
        url,
        body,
        signature,
        ..
    } = delivery;
    let status = post(state, &app_id, &url, body, signature).await;
    let mut world = state.world();
    let retry_hours = world.knobs.webhook_retry_hours;
    world
        .outbox
        .attempted(id, status, state.now_ms(), retry_hours);
}

/// Waits for the next due time, or until something is queued or the clock is moved. A manual clock only ever moves.
async fn wait(state: &SimState) {
    let next_due_ms = state.world().outbox.next_due_ms();
    match next_due_ms.filter(|_| !state.clock().is_manual()) {
        Some(due_ms) => {
            let pause = Duration::from_millis(u64::try_from(due_ms - state.now_ms()).unwrap_or(0));
            let _ = tokio::time::timeout(pause, state.webhooks_woken()).await;
        }
        None => state.webhooks_woken().await,
    }
}

/// Posts a body, signed over its very bytes with the app secret if well behaved, and gives the status of the answer.
pub(crate) async fn post(
    state: &SimState,
    app_id: &str,
    url: &str,
    body: String,
    signature: Signature,
) -> Option<u16> {
    let secret = state
        .world()
        .apps
        .get(app_id)
        .map(|app| app.config.app_secret.clone())?;
    let key = match signature {
        Signature::Good => Some(secret.expose_secret().as_bytes()),
        Signature::Bad => Some(b"not the app secret".as_slice()),
        Signature::Missing => None,
    };
    let mut request = state
        .http()
        .post(url)
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, "facebookexternalua");
    if let Some(key) = key {
        let digest = hmac_sha256_hex(key, body.as_bytes());
        request = request.header("X-Hub-Signature-256", format!("sha256={digest}"));
    }
    let response = request.body(body).send().await;
    response.ok().map(|response| response.status().as_u16())
}

/// The JSON text as Meta sends it: everything outside ASCII as `\uXXXX`.
pub(crate) fn escaped(value: &Value) -> String {
    use std::fmt::Write as _;
    let plain = value.to_string();
    let mut text = String::with_capacity(plain.len());
    for character in plain.chars() {
        if character.is_ascii() {
            text.push(character);
            continue;
        }
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::escaped;
    use serde_json::{Value, json};

    #[test]
    fn escapes_to_ascii_and_reads_back() {
        let value = json!({ "name": "Zoë 👍 \"ok\"" });
        let text = escaped(&value);
        assert!(
            text.is_ascii() && text.contains("Zo\\u00eb \\ud83d\\udc4d"),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
