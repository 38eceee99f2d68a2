//! `POST /{ID}/request_code` and `POST /{ID}/verify_code`, of an account's number and of a pre-verified one.

use serde_json::json;

use super::{Call, GraphError, Outcome, auth, preverified};
use crate::state::SimState;
use crate::world::{CodeFault, World};

/// Whose possession is to be proved.
struct Subject {
    digits: String,
    takes_code: bool,
}

pub(super) fn request(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let subject = subject(&mut world, call, now_ms)?;
    if !matches!(
        call.params.required("code_method")?.as_str(),
        "SMS" | "VOICE"
    ) {
        return Err(GraphError::parameter(
            "Param code_method must be one of {SMS, VOICE}",
        ));
    }
    if !is_locale(&call.params.required("language")?) {
        return Err(GraphError::parameter(
            "Param language must be a locale such as en_US",
        ));
    }
    if !subject.takes_code {
        return Err(no_code("The phone number is verified already."));
    }
    let World {
        codes_sent, dice, ..
    } = &mut *world;
    if !codes_sent.send(&subject.digits, dice, now_ms) {
        return Err(no_code("Too many codes were asked for. Try again later."));
    }
    Ok(json!({ "success": true }))
}

pub(super) fn verify(state: &SimState, call: &Call) -> Outcome {
    let now_ms = state.now_ms();
    let mut world = state.world();
    let subject = subject(&mut world, call, now_ms)?;
    let given = call.params.required("code")?;
    let taken = world.codes_sent.take(&subject.digits, &given, now_ms);
    if let Err(fault) = taken {
        return Err(GraphError::whatsapp(
            136_025,
            "Verify code error",
            match fault {
                CodeFault::None => "No code is waited for. Ask for one first.",
                CodeFault::Wrong => "The code is wrong.",
                CodeFault::Expired => "The code has expired. Ask for a new one.",
                CodeFault::UsedUp => "Too many wrong codes. Ask for a new one.",
            },
        ));
    }
    if let Some(number) = world.pool.get_mut(call.object_id()) {
        number.verified_ms = Some(now_ms);
    } else if let Some(number) = world.numbers.get_mut(call.object_id()) {
        number.verified = true;
    }
    Ok(json!({ "success": true }))
}

/// A pre-verified number is for the partner's own token, a customer's for hers.
fn subject(world: &mut World, call: &Call, now_ms: i64) -> Result<Subject, GraphError> {
    if world.pool.contains_key(call.object_id()) {
        let number = preverified::own(world, call, now_ms)?;
        return Ok(Subject {
            digits: number.digits.clone(),
            takes_code: number.takes_code(now_ms),
        });
    }
    let token = auth::business(world, call, now_ms)?;
    let number = auth::granted_number(world, &token, call)?;
    Ok(Subject {
        digits: number.digits.clone(),
        takes_code: !number.verified,
    })
}

fn is_locale(text: &str) -> bool {
    let (language, region) = text.split_once('_').unwrap_or((text, "XX"));
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    matches!(language.len(), 2 | 3) && region.len() == 2 && letters(language) && letters(region)
}

fn no_code(details: &str) -> GraphError {
    GraphError::whatsapp(136_024, "Request code error", details)
}
