//! The world as JSON, for tests: what Meta knows, without any token or secret.

use serde_json::{Map, Value, json};

use super::{Number, SyncKind, World};
use crate::numbering;
use crate::signature::fingerprint;

impl World {
    pub(crate) fn dump(&self, now_ms: i64) -> Value {
        json!({
            "apps": self.apps.iter().map(|(id, app)| json!({
                "app_id": id,
                "name": app.config.name,
                "business_id": app.business_id,
                "callback_url": app.callback.as_ref().map(|callback| &callback.url),
                "fields": app.callback.as_ref().map(|callback| &callback.fields),
            })).collect::<Vec<_>>(),
            "businesses": self.businesses.iter().map(|(id, business)| json!({
                "id": id,
                "name": business.name,
            })).collect::<Vec<_>>(),
            "wabas": self.wabas.values().map(|waba| json!({
                "id": waba.id,
                "name": waba.name,
                "business_id": waba.business_id,
                "shared_with": waba.shared_with,
                "primary_funding_id": waba.funding,
                "subscriptions": waba.subscriptions.iter().map(|(app_id, subscription)| json!({
                    "app_id": app_id,
                    "override_callback_uri": subscription.override_callback_uri,
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "numbers": self.numbers.values().map(number).collect::<Vec<_>>(),
            "pool": self.pool.values().map(|number| json!({
                "id": number.id,
                "app_id": number.app_id,
                "number": number.digits,
                "status": number.status(now_ms),
                "codes_sent": self.codes_sent.total(&number.digits),
            })).collect::<Vec<_>>(),
            "codes": {
                "issued": self.codes.len(),
                "used": self.codes.values().filter(|code| code.used).count(),
                "list": self.codes_by_age(now_ms),
            },
            "tokens": self.tokens.values().map(|token| json!({
                "id": token.id,
                "app_id": token.app_id,
                "business_id": token.grant.business_id,
                "waba_ids": token.grant.waba_ids,
                "valid": token.is_alive(now_ms),
                "expires_at": token.expires_ms.map(|expires_ms| expires_ms.div_euclid(1000)),
            })).collect::<Vec<_>>(),
            "webhooks": self.outbox.dump(),
        })
    }
}

impl World {
    /// The codes of finished signups, oldest first, each named without giving it away.
    fn codes_by_age(&self, now_ms: i64) -> Vec<Value> {
        let mut codes: Vec<_> = self.codes.iter().collect();
        codes.sort_by_key(|(_, code)| code.issued_ms);
        let entries = codes.into_iter().map(|(value, code)| {
            json!({
                "id": fingerprint(value),
                "app_id": code.app_id,
                "business_id": code.grant.business_id,
                "waba_ids": code.grant.waba_ids,
                "redirect_uri": code.redirect_uri,
                "state": code.state(now_ms),
                "issued_at": code.issued_ms.div_euclid(1000),
            })
        });
        entries.collect()
    }
}

fn number(number: &Number) -> Value {
    let syncs: Map<String, Value> = SyncKind::ALL
        .iter()
        .map(|kind| (kind.as_str().to_owned(), json!(number.syncs.get(kind))))
        .collect();
    json!({
        "id": number.id,
        "waba_id": number.waba_id,
        "number": number.digits,
        "display_phone_number": numbering::display(&number.digits),
        "status": number.connection.as_str(),
        "verified": number.verified,
        "is_on_biz_app": number.on_business_app,
        "gone": number.gone,
        "pin": number.pin,
        "data_localization_region": number.region,
        "register_calls": number.registrations.total,
        "most_register_calls_in_72_hours": number.registrations.most,
        "deregister_calls": number.deregistrations.total,
        "most_deregister_calls_in_72_hours": number.deregistrations.most,
        "syncs": syncs,
    })
}
