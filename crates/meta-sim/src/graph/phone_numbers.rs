//! `/{WABA}/phone_numbers`: the numbers of an account, newest first, in pages; and adding one.

use serde_json::{Map, Value, json};

use super::phone_number::{self, DEFAULT_FIELDS, NODE_TYPE};
use super::{Call, GraphError, Outcome, auth, fields, paging, preverified};
use crate::numbering;
use crate::state::SimState;
use crate::world::Number;

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

    paging::answer(
        &numbers,
        call,
        |number| &number.id,
        |number| {
            fields::select(
                &phone_number::node(&world, number, &token.app_id, now_ms),
                &asked,
                NODE_TYPE,
            )
        },
    )
}

/// Adds a number, whose possession has to be proved then; or takes one from the partner's pool.
pub(super) fn add(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let token = auth::business(&world, call, now_ms)?;
    let waba_id = auth::granted_waba(&world, &token, call)?.id.clone();
    let verified_name = call.params.required("verified_name")?;
    let digits = given_digits(call)?;
    if let Some(known) = world.number_by_digits(&digits) {
        return Err(if known.waba_id == waba_id {
            preverified::already_added()
        } else {
            GraphError::whatsapp(
                200_000,
                "Phone number cannot be added",
                "This phone number is already used by a WhatsApp account",
            )
        });
    }
    let own = |number: &&Number| number.waba_id == waba_id && !number.gone;
    if world.numbers.values().filter(own).count() >= world.knobs.numbers_per_account as usize {
        return Err(GraphError::parameter(
            "You have reached the maximum number of phone numbers of this business",
        ));
    }
    let verified = match call.params.text("preverified_id") {
        None => false,
        Some(id) => world
            .pool
            .get(&id)
            .filter(|number| number.app_id == token.app_id && number.digits == digits)
            .ok_or_else(|| GraphError::unreachable_object(call.method.as_str(), &id))?
            .is_verified(now_ms),
    };
    world.claim_preverified(&digits);
    let id = world.mint_id("106");
    let number = Number {
        verified,
        onboarded_ms: now_ms,
        onboarding: world.next_onboarding(),
        listed_from_ms: now_ms + i64::from(world.knobs.number_list_delay_seconds) * 1000,
        connected_from_ms: now_ms,
        ..Number::new(id.clone(), waba_id, digits, verified_name)
    };
    world.numbers.insert(id.clone(), number);
    Ok(json!({ "id": id }))
}

/// The number of `cc` and `phone_number`; Meta's own samples repeat the calling code in it.
fn given_digits(call: &Call) -> Result<String, GraphError> {
    let calling_code = call.params.required("cc")?;
    let given = call.params.required("phone_number")?;
    let rest: String = given.chars().filter(char::is_ascii_digit).collect();
    let whole = if rest.starts_with(&calling_code) && rest.len() > 10 {
        rest
    } else {
        format!("{calling_code}{rest}")
    };
    let wrong = || {
        GraphError::parameter("Param cc and phone_number must be a calling code and a phone number")
    };
    numbering::parse(&whole).ok_or_else(wrong)
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
