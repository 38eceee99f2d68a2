//! `PARTNER_ADDED` after a finished signup, as well or badly behaved as the knobs say.

use super::body::{Change, Shape, body};
use super::notice::Notice;
use super::outbox::Delivery;
use super::{escaped, queue, target};
use crate::state::SimState;
use crate::world::World;

const FIELD: &str = "account_update";

/// Queues it: the customer shared the account with the app's owner.
pub(crate) fn queue_partner_added(world: &mut World, app_id: &str, waba_id: &str, now_ms: i64) {
    if world.knobs.send_partner_added
        && let Some(added) = event(world, "PARTNER_ADDED", app_id, waba_id, now_ms)
    {
        let batch = usize::try_from(world.knobs.partner_added_batch).unwrap_or(1);
        let gathered = world.apps.get_mut(app_id).and_then(|app| {
            app.gathered.push(added);
            (app.gathered.len() >= batch).then(|| std::mem::take(&mut app.gathered))
        });
        if let Some(changes) = gathered {
            deliver(world, app_id, &changes, now_ms);
        }
    }
    if world.knobs.send_partner_app_installed
        && let Some(installed) = event(world, "PARTNER_APP_INSTALLED", app_id, waba_id, now_ms)
    {
        let body = body(&[installed], Shape::Normal, now_ms);
        queue(world, app_id, FIELD, Some(waba_id), &body, now_ms);
    }
}

fn event(world: &World, name: &str, app_id: &str, waba_id: &str, now_ms: i64) -> Option<Change> {
    Notice::of_account(name, waba_id)
        .change(world, app_id, now_ms)
        .ok()
}

fn deliver(world: &mut World, app_id: &str, changes: &[Change], now_ms: i64) {
    let Some(url) = target(world, app_id, FIELD, None) else {
        return;
    };
    let knobs = &world.knobs;
    let text = escaped(&body(changes, Shape::Normal, now_ms));
    let due_ms = now_ms + i64::from(knobs.partner_added_delay_seconds) * 1000;
    let delivery =
        Delivery::new(app_id, FIELD, url, text, due_ms).signed(knobs.partner_added_signature);
    let (early, last) = (knobs.partner_added_early, knobs.partner_added_after_next);
    for _ in 0..knobs.partner_added_times {
        let delivery = delivery.clone();
        if early {
            world.outbox.push_early(delivery);
        } else if last {
            world.outbox.push_waiting(delivery);
        } else {
            world.outbox.push(delivery);
        }
    }
}

/// Sends what has to be there before the browser hears anything.
pub(crate) async fn send_early(state: &SimState) {
    loop {
        let early = state.world().outbox.take_early();
        let Some((id, delivery)) = early else {
            return;
        };
        super::sender::attempt(state, id, delivery).await;
    }
}
