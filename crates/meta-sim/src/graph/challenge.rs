//! The `hub.challenge` request with which a callback URL proves itself.

use std::time::Duration;

use crate::state::SimState;

/// Asks the URL and says why it did not pass.
pub(super) async fn verify(
    state: &SimState,
    callback: &str,
    verify_token: &str,
) -> Result<(), String> {
    let challenge = state.world().dice.digits(10);
    let mut url = url::Url::parse(callback).map_err(|_| "the callback is not a URL".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("the callback must be an http or https URL".to_owned());
    }
    url.query_pairs_mut()
        .append_pair("hub.mode", "subscribe")
        .append_pair("hub.challenge", &challenge)
        .append_pair("hub.verify_token", verify_token);
    let response = state
        .http()
        .get(url)
        .timeout(Duration::from_secs(5))
        .send()
        .await;
    let response = response.map_err(|error| {
        if error.is_timeout() {
            "timeout"
        } else {
            "no connection"
        }
        .to_owned()
    })?;
    let status = response.status();
    if status != reqwest::StatusCode::OK {
        return Err(format!("HTTP Status Code = {}", status.as_u16()));
    }
    let body = response
        .text()
        .await
        .map_err(|_| "the answer broke off".to_owned())?;
    if body.trim() == challenge {
        Ok(())
    } else {
        Err("the answer is not the challenge".to_owned())
    }
}
