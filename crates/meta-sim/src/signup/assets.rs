//! What a signup leaves in the world: portfolio, account and number.

use std::collections::{BTreeMap, BTreeSet};

use super::{SignupError, SignupRequest};
use crate::ending::Ending;
use crate::numbering;
use crate::world::{Business, Connection, Number, Waba, World};

/// What a customer ends up with.
#[derive(Clone)]
pub(super) struct Assets {
    pub(super) business_id: String,
    pub(super) waba_id: String,
    pub(super) phone_number_id: Option<String>,
    pub(super) digits: Option<String>,
}

/// Who comes to the dialog.
pub(super) struct Newcomer {
    digits: Option<String>,
    business_name: String,
    picked_waba_id: Option<String>,
    display_name: String,
    country: Option<String>,
    number_verified: bool,
    existing_pin: Option<String>,
    /// The number of the partner's pool that the dialog offers.
    offered: Option<String>,
    client_id: String,
}

impl Newcomer {
    /// The customer of a request; what was not typed comes from the prefill.
    pub(super) fn of(request: &SignupRequest) -> Result<Self, SignupError> {
        let typed = |text: &Option<String>| {
            text.as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let digits = match typed(&request.number) {
            Some(number) => Some(numbering::parse(&number).ok_or(SignupError::BadNumber)?),
            None => None,
        };
        let setup = &request.extras["setup"];
        let prefilled = |part: &serde_json::Value| {
            part.as_str()
                .filter(|text| !text.is_empty())
                .map(str::to_owned)
        };
        let business_name =
            typed(&request.business_name).or_else(|| prefilled(&setup["business"]["name"]));
        let business_name: String = business_name
            .as_deref()
            .unwrap_or("Corner Bakery")
            .chars()
            .take(100)
            .collect();
        Ok(Self {
            digits,
            display_name: prefilled(&setup["phone"]["displayName"])
                .unwrap_or_else(|| business_name.clone()),
            business_name,
            picked_waba_id: request.waba_id.clone(),
            country: prefilled(&setup["business"]["address"]["country"]),
            number_verified: request.number_verified,
            existing_pin: request.existing_pin.clone(),
            // Only the first one is shown.
            offered: prefilled(&setup["preVerifiedPhone"]["ids"][0]),
            client_id: request.client_id.clone(),
        })
    }

    /// Takes the offered number, if none was typed and the partner has it. Meta asks for no code while it is verified.
    fn accept_offer(&mut self, world: &World, now_ms: i64) {
        let offered = self.offered.as_ref().filter(|_| self.digits.is_none());
        let number = offered.and_then(|id| world.pool.get(id));
        let own =
            number.filter(|number| number.app_id == self.client_id && !number.is_over(now_ms));
        if let Some(number) = own {
            self.digits = Some(number.digits.clone());
            self.number_verified = number.is_verified(now_ms);
        }
    }

    fn somebody_else() -> Self {
        let name = "Somebody Else".to_owned();
        Self {
            digits: None,
            display_name: name.clone(),
            business_name: name,
            picked_waba_id: None,
            country: None,
            number_verified: true,
            existing_pin: None,
            offered: None,
            client_id: String::new(),
        }
    }
}

/// Makes or finds the customer's portfolio, account and number. Whoever names a number that is in the world already is
/// its owner who comes back: Meta would have proved it by a code.
pub(super) fn settle(
    world: &mut World,
    mut newcomer: Newcomer,
    ending: &Ending,
    now_ms: i64,
) -> Result<Assets, SignupError> {
    if *ending == Ending::Finish {
        newcomer.accept_offer(world, now_ms);
    }
    let returning = newcomer
        .digits
        .as_deref()
        .and_then(|digits| world.number_by_digits(digits));
    if let Some(id) = returning.map(|number| number.id.clone()) {
        return Ok(come_back(world, &id, ending, now_ms));
    }
    let digits = match &newcomer.digits {
        Some(digits) => digits.clone(),
        None => {
            let World { dice, numbers, .. } = world;
            numbering::invent(dice, |candidate| {
                numbers.values().any(|number| number.digits == candidate)
            })
        }
    };
    let (business_id, waba_id) = match newcomer.picked_waba_id.clone() {
        None => new_account(world, &newcomer, &digits, now_ms),
        Some(picked) => match world.wabas.get(&picked) {
            Some(waba) => (waba.business_id.clone(), picked),
            None => return Err(SignupError::UnknownAccount(picked)),
        },
    };
    if *ending == Ending::FinishOnlyWaba {
        return Ok(Assets {
            business_id,
            waba_id,
            phone_number_id: None,
            digits: None,
        });
    }
    let id = world.mint_id("106");
    let number = Number {
        connection: match ending {
            Ending::FinishCoexistence | Ending::GrantOnly => Connection::Connected,
            _ => Connection::Pending,
        },
        verified: newcomer.number_verified,
        on_business_app: *ending == Ending::FinishCoexistence,
        pin: newcomer.existing_pin,
        onboarded_ms: now_ms,
        onboarding: world.next_onboarding(),
        listed_from_ms: now_ms + i64::from(world.knobs.number_list_delay_seconds) * 1000,
        connected_from_ms: now_ms,
        ..Number::new(
            id.clone(),
            waba_id.clone(),
            digits.clone(),
            newcomer.display_name,
        )
    };
    world.claim_preverified(&digits);
    world.numbers.insert(id.clone(), number);
    Ok(Assets {
        business_id,
        waba_id,
        phone_number_id: Some(id),
        digits: Some(digits),
    })
}

/// The owner of a known number goes through the dialog again, for the same app or another.
fn come_back(world: &mut World, number_id: &str, ending: &Ending, now_ms: i64) -> Assets {
    let onboarding = world.next_onboarding();
    let delay_ms = i64::from(world.knobs.number_list_delay_seconds) * 1000;
    let mut assets = Assets {
        business_id: String::new(),
        waba_id: String::new(),
        phone_number_id: None,
        digits: None,
    };
    if let Some(number) = world.numbers.get_mut(number_id) {
        number.onboarded_ms = now_ms;
        number.onboarding = onboarding;
        number.on_business_app = *ending == Ending::FinishCoexistence;
        if number.on_business_app {
            number.connection = Connection::Connected;
        }
        number.syncs.clear();
        if number.gone {
            number.gone = false;
            number.listed_from_ms = now_ms + delay_ms;
        }
        assets.waba_id.clone_from(&number.waba_id);
        if *ending != Ending::FinishOnlyWaba {
            assets.phone_number_id = Some(number.id.clone());
            assets.digits = Some(number.digits.clone());
        }
    }
    if let Some(waba) = world.wabas.get(&assets.waba_id) {
        assets.business_id.clone_from(&waba.business_id);
    }
    assets
}

fn new_account(
    world: &mut World,
    newcomer: &Newcomer,
    digits: &str,
    now_ms: i64,
) -> (String, String) {
    let business_id = world.mint_id("272");
    let waba_id = world.mint_id("102");
    let waba = Waba {
        id: waba_id.clone(),
        business_id: business_id.clone(),
        name: newcomer.business_name.clone(),
        country: newcomer
            .country
            .clone()
            .or_else(|| numbering::country(digits)),
        namespace: format!("{}_sim", world.dice.text(20).to_ascii_lowercase()),
        created_ms: now_ms,
        subscriptions: BTreeMap::new(),
        shared_with: BTreeSet::new(),
        usage: BTreeMap::new(),
        review: "APPROVED".to_owned(),
        banned: false,
        currency: "USD".to_owned(),
        funding: None,
    };
    world.businesses.insert(
        business_id.clone(),
        Business {
            name: newcomer.business_name.clone(),
            installed: BTreeSet::new(),
        },
    );
    world.wabas.insert(waba_id.clone(), waba);
    (business_id, waba_id)
}

/// The ids of somebody else, for an event that lies: the wanted account, or the one with the newest number. Where nobody
/// else is in the world yet, somebody is put there.
pub(super) fn of_another(
    world: &mut World,
    wanted_waba_id: Option<&str>,
    own: &Assets,
    now_ms: i64,
) -> Result<Assets, SignupError> {
    let is_victim = |number: &&Number| {
        number.waba_id != own.waba_id
            && wanted_waba_id.is_none_or(|wanted| wanted == number.waba_id)
    };
    let victim = world
        .numbers
        .values()
        .filter(is_victim)
        .max_by_key(|number| number.onboarding);
    match (victim, wanted_waba_id) {
        (Some(number), _) => Ok(Assets {
            business_id: world
                .wabas
                .get(&number.waba_id)
                .map(|waba| waba.business_id.clone())
                .unwrap_or_default(),
            waba_id: number.waba_id.clone(),
            phone_number_id: Some(number.id.clone()),
            digits: Some(number.digits.clone()),
        }),
        (None, Some(_)) => Err(SignupError::UnknownVictim),
        (None, None) => settle(world, Newcomer::somebody_else(), &Ending::Finish, now_ms),
    }
}
