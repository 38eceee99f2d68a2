//! What happens in the world when a customer leaves the signup dialog, and what the browser gets to hear.

mod assets;
mod events;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use assets::Newcomer;

use crate::ending::{Ending, Ordering};
use crate::state::SimState;
use crate::webhook;
use crate::world::{Grant, World};

/// A customer's way through the dialog.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignupRequest {
    pub(crate) client_id: String,
    #[serde(default)]
    pub(crate) config_id: Option<String>,
    #[serde(default)]
    pub(crate) extras: Value,
    /// The number, as typed. Left out: an invented one.
    #[serde(default)]
    pub(crate) number: Option<String>,
    #[serde(default)]
    pub(crate) business_name: Option<String>,
    /// An account of the customer that she picks instead of making a new one.
    #[serde(default)]
    pub(crate) waba_id: Option<String>,
    /// Left out: the success that fits configuration and extras.
    #[serde(default)]
    pub(crate) ending: Option<Ending>,
    #[serde(default)]
    pub(crate) ordering: Ordering,
    /// The redirect URI of the full-page dialog.
    #[serde(default)]
    pub(crate) redirect_uri: Option<String>,
    /// Whether the number's ownership was proved by a code; so it is at the end of a normal flow.
    #[serde(default = "yes")]
    pub(crate) number_verified: bool,
    /// The two-step verification PIN that a new number already has.
    #[serde(default)]
    pub(crate) existing_pin: Option<String>,
    /// The page that Meta hosts itself: no code and no message comes back, and coexistence is not offered.
    #[serde(default)]
    pub(crate) hosted: bool,
    /// Whose ids a forged event names; left out, any other customer's.
    #[serde(default)]
    pub(crate) forged_waba_id: Option<String>,
}

fn yes() -> bool {
    true
}

/// One thing that reaches the page. A `Message` is the next one of `messages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// The code, through the callback of `FB.login`.
    Code,
    /// A window message from the dialog's origin.
    Message,
    /// A window message from another origin.
    Stray,
}

/// What the browser gets to hear.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct SignupAnswer {
    pub(crate) code: Option<String>,
    /// The texts of the window messages.
    pub(crate) messages: Vec<String>,
    pub(crate) order: Vec<Step>,
    /// Whether everything is delivered only once the window is closed.
    pub(crate) on_close: bool,
    pub(crate) business_id: Option<String>,
    pub(crate) waba_id: Option<String>,
    pub(crate) phone_number_id: Option<String>,
    pub(crate) number: Option<String>,
}

/// Why the dialog does not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignupError {
    #[error("there is no app {0}: `client_id` must be one that this simulator was started with")]
    UnknownApp(String),
    #[error(
        "the app has no configuration {0}: `config_id` must be one of its Facebook Login for Business configurations"
    )]
    UnknownConfiguration(String),
    #[error(
        "the redirect URI is not registered with the app: `redirect_uri` must be exactly one of its registered URIs"
    )]
    UnregisteredRedirect,
    #[error("`number` is not a phone number: give 7 to 15 digits in international form")]
    BadNumber,
    #[error(
        "there is no account {0}: `waba_id` must be one of this world, or be left out for a new one"
    )]
    UnknownAccount(String),
    #[error("`forged_waba_id` is not a WABA of another customer")]
    UnknownVictim,
}

/// Checks what the dialog was opened with, as Meta does before it shows anything.
pub(crate) fn check_opening(
    world: &World,
    client_id: &str,
    config_id: Option<&str>,
    redirect_uri: Option<&str>,
) -> Result<(), SignupError> {
    let app = world
        .apps
        .get(client_id)
        .ok_or_else(|| SignupError::UnknownApp(client_id.to_owned()))?;
    let config_id = config_id.unwrap_or_default();
    if !app
        .config
        .configurations
        .iter()
        .any(|configuration| configuration.id == config_id)
    {
        return Err(SignupError::UnknownConfiguration(config_id.to_owned()));
    }
    match redirect_uri {
        Some(uri)
            if !app
                .config
                .redirect_uris
                .iter()
                .any(|registered| registered == uri) =>
        {
            Err(SignupError::UnregisteredRedirect)
        }
        _ => Ok(()),
    }
}

/// The success that fits: coexistence or access only, where configuration or extras say so.
pub(crate) fn fitting_ending(
    world: &World,
    client_id: &str,
    config_id: Option<&str>,
    extras: &Value,
) -> Ending {
    let ticked = world.apps.get(client_id).is_some_and(|app| {
        let mut configurations = app.config.configurations.iter();
        configurations.any(|configuration| {
            configuration.coexistence && Some(configuration.id.as_str()) == config_id
        })
    });
    let features = extras["features"].as_array().map_or(&[][..], Vec::as_slice);
    if features
        .iter()
        .any(|feature| feature["name"] == "app_only_install")
    {
        Ending::GrantOnly
    } else if ticked || extras["featureType"] == "whatsapp_business_app_onboarding" {
        Ending::FinishCoexistence
    } else {
        Ending::Finish
    }
}

/// Lets the customer go through the dialog.
pub(crate) fn perform(
    state: &SimState,
    request: &SignupRequest,
) -> Result<SignupAnswer, SignupError> {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let world = &mut *world;
    let config_id = request.config_id.as_deref();
    check_opening(
        world,
        &request.client_id,
        config_id,
        request.redirect_uri.as_deref(),
    )?;
    let fitting = if request.hosted {
        Ending::Finish
    } else {
        fitting_ending(world, &request.client_id, config_id, &request.extras)
    };
    let ending = request.ending.clone().unwrap_or_else(|| fitting.clone());

    if !ending.succeeds() && request.hosted {
        return Ok(SignupAnswer::default());
    }
    if !ending.succeeds() {
        return Ok(events::refusal(&ending, request.ordering, now_ms));
    }
    let on_close = ending == Ending::CloseLastScreen;
    let success = if on_close { fitting } else { ending };
    let assets = assets::settle(world, Newcomer::of(request)?, &success, now_ms)?;
    world.share(&assets.waba_id, &request.client_id);
    let grant = Grant {
        business_id: assets.business_id.clone(),
        waba_ids: vec![assets.waba_id.clone()],
    };
    webhook::queue_partner_added(world, &request.client_id, &assets.waba_id, now_ms);
    let done = SignupAnswer {
        business_id: Some(assets.business_id.clone()),
        waba_id: Some(assets.waba_id.clone()),
        phone_number_id: assets.phone_number_id.clone(),
        number: assets.digits.clone(),
        ..SignupAnswer::default()
    };
    state.wake_webhooks();
    if request.hosted {
        return Ok(done);
    }
    let code = world.issue_code(
        &request.client_id,
        request.redirect_uri.clone(),
        grant,
        now_ms,
    );
    let claimed = match request.ordering {
        Ordering::ForgedIds => {
            assets::of_another(world, request.forged_waba_id.as_deref(), &assets, now_ms)?
        }
        _ => assets,
    };

    let event = events::success(&success, &claimed);
    let (messages, order) = events::arrange(event, request.ordering);
    let code = (request.ordering != Ordering::MessageOnly).then_some(code);
    Ok(SignupAnswer {
        code,
        messages,
        order,
        on_close,
        ..done
    })
}
