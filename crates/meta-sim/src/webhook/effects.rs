//! What a happening changes in the world besides that it is told.

use super::notice::{About, Notice};
use crate::world::{Connection, Number, World};

/// Makes it true.
pub(crate) fn apply(world: &mut World, app_id: &str, notice: &Notice, about: &About, now_ms: i64) {
    let Some(event) = notice.event.as_deref() else {
        return;
    };
    let waba_id = about.waba_id.as_str();
    match (event, about.number_id.as_deref()) {
        ("PARTNER_ADDED", _) => world.share(waba_id, app_id),
        ("PARTNER_APP_INSTALLED", _) => {
            if let Some(business) = world.businesses.get_mut(&about.business_id) {
                business.installed.insert(app_id.to_owned());
            }
        }
        ("PARTNER_APP_UNINSTALLED", _) => world.uninstall(&about.business_id, app_id),
        ("PARTNER_REMOVED", Some(number_id)) => {
            if let Some(number) = world.numbers.get_mut(number_id) {
                number.gone = true;
                number.connection = Connection::Disconnected;
            }
        }
        ("PARTNER_REMOVED" | "ACCOUNT_DELETED", _) => world.unshare(waba_id, app_id),
        ("ACCOUNT_OFFBOARDED", number_id) => {
            for number in on_the_app(world, waba_id, number_id) {
                number.connection = Connection::Disconnected;
            }
        }
        ("ACCOUNT_RECONNECTED", number_id) => {
            for number in on_the_app(world, waba_id, number_id) {
                number.connection = Connection::Connected;
                number.connected_from_ms = now_ms;
                number.gone = false;
            }
        }
        ("DISABLED_UPDATE", _) => {
            let state = notice.state.as_deref().unwrap_or("DISABLE");
            if let Some(waba) = world.wabas.get_mut(waba_id) {
                match state {
                    "DISABLE" => waba.banned = true,
                    "REINSTATE" => waba.banned = false,
                    _ => {}
                }
            }
        }
        ("account_review_update", _) => {
            let decision = notice.decision.as_deref().unwrap_or("APPROVED");
            if let Some(waba) = world.wabas.get_mut(waba_id) {
                decision.clone_into(&mut waba.review);
            }
        }
        ("phone_number_name_update", Some(number_id)) => {
            if let Some(number) = world.numbers.get_mut(number_id) {
                decide_name(number, notice);
            }
        }
        ("phone_number_quality_update", Some(number_id)) => {
            let quality = match notice.kind.as_deref() {
                Some("FLAGGED") => "RED",
                Some("UNFLAGGED") => "GREEN",
                _ => return,
            };
            if let Some(number) = world.numbers.get_mut(number_id) {
                number.quality = Some(quality.to_owned());
            }
        }
        ("security", Some(number_id)) => {
            if notice.kind.as_deref().unwrap_or("PIN_CHANGED") != "PIN_CHANGED" {
                return;
            }
            let World { dice, numbers, .. } = world;
            if let Some(number) = numbers.get_mut(number_id) {
                let pin = notice.pin.clone();
                number.pin = Some(pin.unwrap_or_else(|| dice.digits(6)));
            }
        }
        _ => {}
    }
}

/// The named number, or all numbers of the account that live in the WhatsApp Business app.
fn on_the_app<'w>(
    world: &'w mut World,
    waba_id: &'w str,
    number_id: Option<&'w str>,
) -> impl Iterator<Item = &'w mut Number> {
    world.numbers.values_mut().filter(move |number| {
        number.waba_id == waba_id
            && number_id.map_or(number.on_business_app, |wanted| wanted == number.id)
    })
}

fn decide_name(number: &mut Number, notice: &Notice) {
    let status = match notice.decision.as_deref().unwrap_or("APPROVED") {
        "APPROVED" => {
            if let Some(name) = &notice.name {
                number.verified_name.clone_from(name);
            }
            "APPROVED"
        }
        "REJECTED" => "DECLINED",
        _ => "PENDING_REVIEW",
    };
    status.clone_into(&mut number.name_status);
}
