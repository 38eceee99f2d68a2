//! The bodies of the webhooks that the simulator sends by itself.

use serde_json::{Value, json};

use crate::numbering;
use crate::world::Number;

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

/// The customer does not share her history.
pub(super) fn history_declined(number: &Number) -> Value {
    json!({
        "messaging_product": "whatsapp",
        "metadata": metadata(number),
        "history": [{
            "errors": [{
                "code": 2_593_109,
                "title": "History sharing is turned off",
                "message": "The business has turned off sharing of its history",
                "error_data": { "details": "The history of this number is not shared by its owner" },
            }],
        }],
    })
}

fn metadata(number: &Number) -> Value {
    let digits: String = numbering::display(&number.digits)
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    json!({ "display_phone_number": digits, "phone_number_id": number.id })
}
