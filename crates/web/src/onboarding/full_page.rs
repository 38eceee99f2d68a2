//! POST `/o/{slug}/redirect`: the way to Meta's dialog in place of the page, for browsers in
//! which no window opens or the SDK does not load.

use super::data::login;
use super::dialog_state::Left;
use crate::call::{Call, InSession};
use crate::settings::SignupSettings;
use crate::visit::Visit;
use crate::{Pages, Web};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use gangway_app::{FullPage, JourneyError, PageAccount, signup_extras};
use gangway_page::respond;
use serde::Serialize;
use std::sync::Arc;
use url::Url;

/// Where the page is to go.
#[derive(Serialize)]
struct Way {
    url: String,
}

/// The customer goes on in place of the page, which counts as a press on the button.
pub(crate) async fn redirect(
    State(web): State<Arc<Web>>,
    visit: Visit,
    Call(call): Call<InSession>,
) -> Response {
    let begun = web
        .app
        .begin_full_page(&visit.slug, call.session.as_str())
        .await;
    let state = match begun {
        Ok(FullPage::Go { state }) => state,
        Ok(FullPage::Closed(status)) => return web.tell(&visit, Ok(status)).await,
        Err(error) => return web.tell(&visit, Err(error)).await,
    };
    match web.app.onboarding_page(&visit.slug).await {
        Ok(Some(found)) => {
            let redirect_uri = web.app.redirect_uri();
            let left = Left {
                turn: &state,
                on_domain: visit.on_domain,
                locale: visit.asked(),
            };
            let state = left.state();
            match web.pages.dialog(&found, &redirect_uri, &state) {
                Ok(url) => respond::json(StatusCode::OK, &Way { url: url.into() }),
                Err(error) => {
                    tracing::error!(%error, "meta.dialog_url is no address");
                    respond::json(StatusCode::SERVICE_UNAVAILABLE, &web.unavailable(&visit))
                }
            }
        }
        Ok(None) => web.tell(&visit, Err(JourneyError::UnknownLink)).await,
        Err(error) => web.tell(&visit, Err(error.into())).await,
    }
}

impl Pages {
    /// The address of Meta's dialog for an account.
    fn dialog(
        &self,
        found: &PageAccount,
        redirect_uri: &str,
        state: &str,
    ) -> Result<Url, url::ParseError> {
        let signup = &self.settings.signup;
        let login = login(signup, &found.account);
        let extras = signup_extras(login.extras, found);
        let mut url = dialog_of(signup)?;
        url.query_pairs_mut()
            .append_pair("client_id", &signup.app_id)
            .append_pair("config_id", login.config_id)
            .append_pair("response_type", "code")
            .append_pair("override_default_response_type", "true")
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("state", state)
            .append_pair("extras", &extras.to_string());
        Ok(url)
    }
}

fn dialog_of(signup: &SignupSettings) -> Result<Url, url::ParseError> {
    let base = signup.dialog_url.trim_end_matches('/');
    Url::parse(&format!("{base}/{}/dialog/oauth", signup.graph_version))
}

#[cfg(test)]
mod tests {
    use crate::samples;
    use gangway_domain::PreverifiedId;
    use std::collections::BTreeMap;

    #[test]
    fn the_dialog_gets_what_the_window_gets_and_where_to_return_to() {
        let back = "https://gangway.example.com/oauth/return";
        let pages = samples::pages();
        for (found, config_id) in [
            (samples::account("Rosa"), "2000002"),
            (samples::full(), "3000003"),
        ] {
            let url = pages.dialog(&found, back, "once&only").unwrap();
            assert!(
                url.as_str()
                    .starts_with("https://www.facebook.com/v25.0/dialog/oauth?client_id=1000001&")
            );
            let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
            assert_eq!(query["config_id"], config_id);
            assert_eq!(query["response_type"], "code");
            assert_eq!(query["override_default_response_type"], "true");
            assert_eq!(query["redirect_uri"], back);
            assert_eq!(query["state"], "once&only");
            let extras: serde_json::Value = serde_json::from_str(&query["extras"]).unwrap();
            let name = found.account.details.business_name.as_str();
            assert_eq!(extras["setup"]["business"]["name"], name);
            assert_eq!(extras["setup"].get("preVerifiedPhone"), None);
            assert_eq!(query.len(), 7);
        }
    }

    #[test]
    fn the_dialog_offers_the_number_that_was_registered_for_the_customer() {
        let mut found = samples::account("Rosa");
        found.preverified = Some(PreverifiedId::parse("900000000000001").unwrap());
        let back = "https://gangway.example.com/oauth/return";
        let url = samples::pages().dialog(&found, back, "state").unwrap();
        let query: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
        let extras: serde_json::Value = serde_json::from_str(&query["extras"]).unwrap();
        let offered = &extras["setup"]["preVerifiedPhone"];
        assert_eq!(*offered, serde_json::json!({"ids": ["900000000000001"]}));
    }
}
