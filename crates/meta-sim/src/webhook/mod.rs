//! Webhooks: what is sent, where to, and the queue with its repeats.

mod body;
mod catalog;
mod effects;
mod events;
mod notice;
mod outbox;
mod partner_added;
mod sender;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::dice::Dice;
use crate::world::{SyncKind, World};

pub(crate) use body::{Change, Shape, body};
pub(crate) use catalog::KINDS;
pub(crate) use effects::apply;
pub(crate) use notice::Notice;
pub(crate) use outbox::{Delivery, Outbox};
pub(crate) use partner_added::{queue_partner_added, send_early};
pub(crate) use sender::{escaped, post, run};

/// How a webhook is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Signature {
    /// With the app secret, over the bytes that are sent.
    #[default]
    Good,
    /// With another secret.
    Bad,
    /// Not at all.
    Missing,
}

/// The fields of `whatsapp_business_account` that an app can subscribe to here.
pub(crate) const KNOWN_FIELDS: &[&str] = &[
    "account_alerts",
    "account_review_update",
    "account_update",
    "business_capability_update",
    "history",
    "message_template_quality_update",
    "message_template_status_update",
    "messages",
    "partner_solutions",
    "phone_number_name_update",
    "phone_number_quality_update",
    "security",
    "smb_app_state_sync",
    "smb_message_echoes",
    "template_category_update",
];

/// Fields that follow the WABA's override; all others go to the app's callback.
const MESSAGE_FIELDS: &[&str] = &[
    "messages",
    "history",
    "smb_app_state_sync",
    "smb_message_echoes",
];

/// Where the app hears of a field of this account, if it hears of it at all.
pub(crate) fn target(
    world: &World,
    app_id: &str,
    field: &str,
    waba_id: Option<&str>,
) -> Option<String> {
    let callback = world.apps.get(app_id)?.callback.as_ref();
    let app_level = callback
        .filter(|callback| callback.fields.contains(field))
        .map(|callback| callback.url.clone());
    if !MESSAGE_FIELDS.contains(&field) {
        return app_level;
    }
    let subscription = world.wabas.get(waba_id?)?.subscriptions.get(app_id)?;
    subscription.override_callback_uri.clone().or(app_level)
}

/// Queues the webhooks that follow an accepted synchronisation, to every app that is subscribed to the account.
pub(crate) fn queue_sync(world: &mut World, number_id: &str, kind: SyncKind, now_ms: i64) {
    let Some(number) = world.numbers.get(number_id) else {
        return;
    };
    let waba_id = number.waba_id.clone();
    let mut values = match kind {
        SyncKind::AppState => vec![events::app_state(number, now_ms)],
        SyncKind::History if world.knobs.decline_history => {
            vec![events::history_declined(number)]
        }
        SyncKind::History => events::history_chunks(number, now_ms),
    };
    shuffle(&mut values, &mut world.dice);
    let subscribed = world
        .wabas
        .get(&waba_id)
        .map(|waba| waba.subscriptions.keys().cloned().collect::<Vec<_>>());
    for app_id in subscribed.unwrap_or_default() {
        for value in &values {
            let change = Change {
                field: kind.as_str().to_owned(),
                entry_id: waba_id.clone(),
                value: value.clone(),
            };
            let body = body(&[change], Shape::Normal, now_ms);
            queue(world, &app_id, kind.as_str(), Some(&waba_id), &body, now_ms);
        }
    }
}

fn queue(
    world: &mut World,
    app_id: &str,
    field: &str,
    waba_id: Option<&str>,
    body: &Value,
    now_ms: i64,
) {
    if let Some(url) = target(world, app_id, field, waba_id) {
        world
            .outbox
            .push(Delivery::new(app_id, field, url, escaped(body), now_ms));
    }
    world.outbox.release_waiting();
}

/// History chunks come in any order.
fn shuffle<T>(items: &mut [T], dice: &mut Dice) {
    for last in (1..items.len()).rev() {
        items.swap(last, dice.below(last + 1));
    }
}
