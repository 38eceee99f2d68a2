//! The bodies of the webhooks that the simulator sends by itself.

use serde_json::{Value, json};

use crate::numbering;
use crate::world::{Number, World};

/// Meta's envelope around one change.
pub(crate) fn envelope(entry_id: &str, field: &str, value: &Value, now_ms: i64) -> Value {
    json!({
        "object": "whatsapp_business_account",
        "entry": [{
            "id": entry_id,
            "time": now_ms.div_euclid(1000),
            "changes": [{ "field": field, "value": value }],
        }],
    })
}

/// An `account_update` about an account. For `PARTNER_*` events `entry.id` is the partner's business, as in Meta's samples.
pub(crate) fn account_update(
    world: &World,
    app_id: &str,
    event: &str,
    waba_id: &str,
    now_ms: i64,
) -> Option<Value> {
    let app = world.apps.get(app_id)?;
    let waba = world.wabas.get(waba_id)?;
    let mut waba_info = json!({ "waba_id": waba_id, "owner_business_id": waba.business_id });
    if event.starts_with("PARTNER_APP_") {
        waba_info["partner_app_id"] = json!(app_id);
    }
    let entry_id = if event.starts_with("PARTNER_") {
        &app.business_id
    } else {
        waba_id
    };
    Some(envelope(
        entry_id,
        "account_update",
        &json!({ "event": event, "waba_info": waba_info }),
        now_ms,
    ))
}

/// The contacts of the WhatsApp Business app. A name outside ASCII is among them on purpose: it travels escaped.
pub(super) fn app_state(number: &Number, now_ms: i64) -> Value {
    let timestamp = now_ms.div_euclid(1000).to_string();
    let contact = |full: &str, first: &str, phone: &str| {
        json!({
            "type": "contact",
            "contact": { "full_name": full, "first_name": first, "phone_number": phone },
            "action": "add",
            "metadata": { "timestamp": timestamp },
        })
    };
    json!({
        "messaging_product": "whatsapp",
        "metadata": metadata(number),
        "state_sync": [contact("Zoë Müller", "Zoë", "4915112345601"), contact("Noa Levi", "Noa", "972501234501")],
    })
}

/// Three small chunks, one for each phase.
pub(super) fn history_chunks(number: &Number, now_ms: i64) -> Vec<Value> {
    let progress_of_phase = [34, 67, 100];
    let chunks = progress_of_phase
        .iter()
        .zip(0i64..)
        .map(|(progress, phase)| {
            let sent_at = now_ms.div_euclid(1000) - phase * 45 * 86_400;
            json!({
                "messaging_product": "whatsapp",
                "metadata": metadata(number),
                "history": [{
                    "metadata": { "phase": phase, "chunk_order": phase + 1, "progress": progress },
                    "threads": [{
                        "id": "972501234501",
                        "messages": [{
                            "from": number.digits,
                            "to": "972501234501",
                            "id": format!("wamid.{}{phase}", number.id),
                            "timestamp": sent_at.to_string(),
                            "type": "text",
                            "text": { "body": "Thanks, see you tomorrow 👍" },
                            "history_context": { "status": "READ" },
                        }],
                    }],
                }],
            })
        });
    chunks.collect()
}

fn metadata(number: &Number) -> Value {
    let digits: String = numbering::display(&number.digits)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    json!({ "display_phone_number": digits, "phone_number_id": number.id })
}
