//! What happens in the world when a customer leaves the signup dialog, and what the browser gets to hear.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::ending::{CancelStep, Ending, Ordering};
use crate::numbering;
use crate::state::SimState;
use crate::webhook;
use crate::world::{Business, CallCap, Connection, Grant, Number, Waba, World};

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
    let fitting = fitting_ending(world, &request.client_id, config_id, &request.extras);
    let ending = request.ending.clone().unwrap_or_else(|| fitting.clone());

    if !ending.succeeds() {
        return Ok(refusal(&ending, request.ordering, now_ms));
    }
    let on_close = ending == Ending::CloseLastScreen;
    let success = if on_close { fitting } else { ending };
    let assets = settle(world, request, &success, now_ms)?;
    let grant = Grant {
        business_id: assets.business_id.clone(),
        waba_ids: vec![assets.waba_id.clone()],
    };
    let code = world.issue_code(
        &request.client_id,
        request.redirect_uri.clone(),
        grant,
        now_ms,
    );
    webhook::queue_partner_added(world, &request.client_id, &assets.waba_id, now_ms);
    let claimed = match request.ordering {
        Ordering::ForgedIds => forged(world, request, &assets, now_ms)?,
        _ => assets.clone(),
    };
    state.wake_webhooks();

    let event = success_event(&success, &claimed);
    let (messages, order) = arrange(event, request.ordering);
    let code = (request.ordering != Ordering::MessageOnly).then_some(code);
    Ok(SignupAnswer {
        code,
        messages,
        order,
        on_close,
        business_id: Some(assets.business_id),
        waba_id: Some(assets.waba_id),
        phone_number_id: assets.phone_number_id,
        number: assets.digits,
    })
}

/// What a customer ends up with.
#[derive(Clone)]
struct Assets {
    business_id: String,
    waba_id: String,
    phone_number_id: Option<String>,
    digits: Option<String>,
}

/// Makes or finds the customer's portfolio, account and number. Whoever names a number that is in the world already is
/// its owner who comes back: Meta would have proved it by a code.
fn settle(
    world: &mut World,
    request: &SignupRequest,
    ending: &Ending,
    now_ms: i64,
) -> Result<Assets, SignupError> {
    let typed = request
        .number
        .as_deref()
        .filter(|number| !number.trim().is_empty());
    let digits = match typed {
        Some(typed) => numbering::parse(typed).ok_or(SignupError::BadNumber)?,
        None => {
            let taken: BTreeMap<String, ()> = world
                .numbers
                .values()
                .map(|number| (number.digits.clone(), ()))
                .collect();
            numbering::invent(&mut world.dice, |candidate| taken.contains_key(candidate))
        }
    };
    let returning = world
        .number_by_digits(&digits)
        .map(|number| (number.id.clone(), number.waba_id.clone()));
    if let Some((number_id, waba_id)) = returning {
        return Ok(come_back(
            world, ending, digits, &number_id, waba_id, now_ms,
        ));
    }
    let (business_id, waba_id) = new_account(world, request, &digits, now_ms);
    if *ending == Ending::FinishOnlyWaba {
        return Ok(Assets {
            business_id,
            waba_id,
            phone_number_id: None,
            digits: None,
        });
    }
    let id = world.mint_id("106");
    let connection = match ending {
        Ending::FinishCoexistence | Ending::GrantOnly => Connection::Connected,
        _ => Connection::Pending,
    };
    let number = Number {
        id: id.clone(),
        waba_id: waba_id.clone(),
        digits: digits.clone(),
        verified_name: display_name(request),
        connection,
        verified: request.number_verified,
        on_business_app: *ending == Ending::FinishCoexistence,
        pin: request.existing_pin.clone(),
        region: None,
        onboarded_ms: now_ms,
        onboarding: world.next_onboarding(),
        registrations: CallCap::default(),
        deregistrations: CallCap::default(),
        syncs: BTreeMap::new(),
    };
    world.numbers.insert(id.clone(), number);
    Ok(Assets {
        business_id,
        waba_id,
        phone_number_id: Some(id),
        digits: Some(digits),
    })
}

fn come_back(
    world: &mut World,
    ending: &Ending,
    digits: String,
    number_id: &str,
    waba_id: String,
    now_ms: i64,
) -> Assets {
    let onboarding = world.next_onboarding();
    if let Some(number) = world.numbers.get_mut(number_id) {
        number.onboarded_ms = now_ms;
        number.onboarding = onboarding;
        number.on_business_app = *ending == Ending::FinishCoexistence;
        if number.on_business_app {
            number.connection = Connection::Connected;
        }
        number.syncs.clear();
    }
    let business_id = world
        .wabas
        .get(&waba_id)
        .map(|waba| waba.business_id.clone())
        .unwrap_or_default();
    let phone_number_id = (*ending != Ending::FinishOnlyWaba).then(|| number_id.to_owned());
    Assets {
        business_id,
        waba_id,
        digits: phone_number_id.is_some().then_some(digits),
        phone_number_id,
    }
}

fn new_account(
    world: &mut World,
    request: &SignupRequest,
    digits: &str,
    now_ms: i64,
) -> (String, String) {
    let name = business_name(request);
    let business_id = world.mint_id("272");
    let waba_id = world.mint_id("102");
    let country = request.extras["setup"]["business"]["address"]["country"]
        .as_str()
        .map(str::to_owned);
    let waba = Waba {
        id: waba_id.clone(),
        business_id: business_id.clone(),
        name: name.clone(),
        country: country.or_else(|| numbering::country(digits)),
        namespace: format!("{}_sim", world.dice.text(20).to_ascii_lowercase()),
        created_ms: now_ms,
        subscriptions: BTreeMap::new(),
    };
    world
        .businesses
        .insert(business_id.clone(), Business { name });
    world.wabas.insert(waba_id.clone(), waba);
    (business_id, waba_id)
}

fn business_name(request: &SignupRequest) -> String {
    let prefilled = request.extras["setup"]["business"]["name"].as_str();
    let typed = request
        .business_name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty());
    typed
        .or(prefilled)
        .unwrap_or("Corner Bakery")
        .chars()
        .take(100)
        .collect()
}

fn display_name(request: &SignupRequest) -> String {
    let prefilled = request.extras["setup"]["phone"]["displayName"].as_str();
    prefilled.map_or_else(|| business_name(request), str::to_owned)
}

/// The ids of somebody else, for an event that lies. Where nobody else is in the world yet, somebody is put there.
fn forged(
    world: &mut World,
    request: &SignupRequest,
    own: &Assets,
    now_ms: i64,
) -> Result<Assets, SignupError> {
    let is_victim = |number: &&Number| {
        number.waba_id != own.waba_id
            && request
                .forged_waba_id
                .as_ref()
                .is_none_or(|wanted| *wanted == number.waba_id)
    };
    let victim = world
        .numbers
        .values()
        .filter(is_victim)
        .max_by_key(|number| number.onboarding);
    let found = victim.map(|number| Assets {
        business_id: world
            .wabas
            .get(&number.waba_id)
            .map(|waba| waba.business_id.clone())
            .unwrap_or_default(),
        waba_id: number.waba_id.clone(),
        phone_number_id: Some(number.id.clone()),
        digits: Some(number.digits.clone()),
    });
    match (found, &request.forged_waba_id) {
        (Some(assets), _) => Ok(assets),
        (None, Some(_)) => Err(SignupError::UnknownVictim),
        (None, None) => {
            let somebody = SignupRequest {
                client_id: request.client_id.clone(),
                config_id: None,
                extras: Value::Null,
                number: None,
                business_name: Some("Somebody Else".to_owned()),
                ending: None,
                ordering: Ordering::default(),
                redirect_uri: None,
                number_verified: true,
                existing_pin: None,
                forged_waba_id: None,
            };
            settle(world, &somebody, &Ending::Finish, now_ms)
        }
    }
}

/// Lays out code and event in the order that was asked for.
fn arrange(event: String, ordering: Ordering) -> (Vec<String>, Vec<Step>) {
    use Step::{Code, Message, Stray};
    let noise = || {
        json!({ "type": "UI_METRIC", "event": "DIALOG_RENDERED", "data": { "ms": 412 } })
            .to_string()
    };
    match ordering {
        Ordering::MessageFirst | Ordering::ForgedIds => (vec![event], vec![Message, Code]),
        Ordering::CodeFirst => (vec![event], vec![Code, Message]),
        Ordering::CodeOnly => (Vec::new(), vec![Code]),
        Ordering::MessageOnly => (vec![event], vec![Message]),
        Ordering::MessageTwice => (vec![event.clone(), event], vec![Message, Code, Message]),
        Ordering::Noise => {
            let messages = vec![
                noise(),
                "resize=1&height=640".to_owned(),
                event,
                "{not json".to_owned(),
            ];
            (messages, vec![Message, Message, Message, Code, Message])
        }
        Ordering::WrongOrigin => (vec![event], vec![Stray, Code]),
    }
}

fn success_event(ending: &Ending, assets: &Assets) -> String {
    let Assets {
        business_id,
        waba_id,
        phone_number_id,
        ..
    } = assets;
    let (event, data) = match ending {
        Ending::FinishOnlyWaba => (
            "FINISH_ONLY_WABA",
            json!({ "waba_id": waba_id, "business_id": business_id }),
        ),
        Ending::FinishCoexistence => (
            "FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING",
            json!({ "waba_id": waba_id }),
        ),
        Ending::GrantOnly => {
            let data =
                json!({ "waba_id": waba_id, "business_id": business_id, "waba_ids": [waba_id] });
            ("FINISH_GRANT_ONLY_API_ACCESS", data)
        }
        other => {
            let event = if *other == Ending::OboMigration {
                "FINISH_OBO_MIGRATION"
            } else {
                "FINISH"
            };
            let data = json!({ "phone_number_id": phone_number_id, "waba_id": waba_id, "business_id": business_id });
            (event, data)
        }
    };
    session_event(event, &data)
}

fn session_event(event: &str, data: &Value) -> String {
    json!({ "type": "WA_EMBEDDED_SIGNUP", "event": event, "version": 3, "data": data }).to_string()
}

/// The customer leaves without granting anything: no code, and an event that says where and why.
fn refusal(ending: &Ending, ordering: Ordering, now_ms: i64) -> SignupAnswer {
    let reported = |code_name: &str| {
        json!({
            "error_message": "Your business portfolio cannot be used at the moment.",
            code_name: "524126",
            "session_id": "f34b51dab5e0498",
            "timestamp": now_ms.div_euclid(1000).to_string(),
        })
    };
    let event = match ending {
        Ending::Cancel(step) => session_event("CANCEL", &json!({ "current_step": step.as_str() })),
        Ending::CancelError => session_event("CANCEL", &reported("error_code")),
        Ending::CancelErrorId => session_event("CANCEL", &reported("error_id")),
        Ending::Error => session_event("ERROR", &reported("error_code")),
        _ => return SignupAnswer::default(),
    };
    let (messages, mut order) = arrange(event, ordering);
    order.retain(|step| *step != Step::Code);
    SignupAnswer {
        messages,
        order,
        ..SignupAnswer::default()
    }
}

/// The `CANCEL` steps that the dialog offers.
pub(crate) fn cancel_steps() -> &'static [&'static str] {
    CancelStep::DOCUMENTED
}
