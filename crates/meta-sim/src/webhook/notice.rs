//! What an order over `POST /_sim/webhook` tells of, and the change that tells it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::body::Change;
use super::events;
use crate::numbering;
use crate::timestamp::prose_date;
use crate::world::{Number, World};

/// A happening, by name or as any field with any value. What a name has no use for is left unread.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Notice {
    /// An `account_update` event, another field's name, or `history_declined`.
    pub(crate) event: Option<String>,
    /// The account that it is about.
    pub(crate) waba_id: Option<String>,
    /// The number that it is about.
    pub(crate) number: Option<String>,
    /// Any field, with `value`.
    pub(crate) field: Option<String>,
    pub(crate) value: Option<Value>,
    /// `entry.id`, where it shall not be the usual one.
    pub(crate) entry_id: Option<String>,
    /// Why a number was disconnected.
    pub(crate) reason: Option<String>,
    pub(crate) initiated_by: Option<String>,
    /// Of a name or an account review.
    pub(crate) decision: Option<String>,
    pub(crate) rejection_reason: Option<String>,
    /// The name that was asked for.
    pub(crate) name: Option<String>,
    /// The event within a quality, security, violation, restriction or alert webhook.
    pub(crate) kind: Option<String>,
    /// `waba_ban_state`
    pub(crate) state: Option<String>,
    pub(crate) current_limit: Option<String>,
    pub(crate) old_limit: Option<String>,
    pub(crate) requester: Option<String>,
    /// The PIN that was set; left out, one that nobody knows.
    pub(crate) pin: Option<String>,
}

/// The thing that a happening is about, in this world.
pub(crate) struct About {
    pub(crate) waba_id: String,
    pub(crate) business_id: String,
    pub(crate) number_id: Option<String>,
}

impl Notice {
    /// An event about an account.
    pub(crate) fn of_account(event: &str, waba_id: &str) -> Self {
        Self {
            event: Some(event.to_owned()),
            waba_id: Some(waba_id.to_owned()),
            ..Self::default()
        }
    }

    /// Finds what it is about.
    pub(crate) fn about(&self, world: &World) -> Result<About, String> {
        let number = match &self.number {
            None => None,
            Some(typed) => Some(
                numbering::parse(typed)
                    .and_then(|digits| world.number_by_digits(&digits))
                    .ok_or("there is no such `number` in this world")?,
            ),
        };
        let waba_id = match (&self.waba_id, number) {
            (Some(waba_id), Some(number)) if *waba_id != number.waba_id => {
                return Err("`number` is not a number of `waba_id`".to_owned());
            }
            (Some(waba_id), _) => waba_id,
            (None, Some(number)) => &number.waba_id,
            (None, None) => {
                return Err("`waba_id` or `number` is needed: what the event is about".to_owned());
            }
        };
        let waba = world
            .wabas
            .get(waba_id)
            .ok_or("there is no such `waba_id` in this world")?;
        Ok(About {
            waba_id: waba_id.clone(),
            business_id: waba.business_id.clone(),
            number_id: number.map(|number| number.id.clone()),
        })
    }

    /// The change that tells the app of it.
    pub(crate) fn change(
        &self,
        world: &World,
        app_id: &str,
        now_ms: i64,
    ) -> Result<Change, String> {
        let mut change = match (&self.event, &self.field, &self.value) {
            (Some(event), _, _) => self.named(event, world, app_id, now_ms)?,
            (None, Some(field), Some(value)) => Change {
                field: field.clone(),
                entry_id: self.waba_id.clone().unwrap_or_else(|| "0".to_owned()),
                value: value.clone(),
            },
            _ => {
                return Err("say what to send: `event` with `waba_id` or `number`, `field` with `value`, `changes`, or a whole \
                            `payload`"
                    .to_owned());
            }
        };
        if let Some(entry_id) = &self.entry_id {
            change.entry_id.clone_from(entry_id);
        }
        Ok(change)
    }

    fn named(
        &self,
        event: &str,
        world: &World,
        app_id: &str,
        now_ms: i64,
    ) -> Result<Change, String> {
        let about = self.about(world)?;
        let number = about
            .number_id
            .as_ref()
            .and_then(|id| world.numbers.get(id));
        let digits = || {
            number
                .map(|number| number.digits.as_str())
                .ok_or_else(|| format!("`number` is needed: {event} is about a number"))
        };
        let app = world
            .apps
            .get(app_id)
            .ok_or_else(|| format!("there is no app {app_id} in this world"))?;
        let (field, value) = match event {
            "phone_number_name_update" => (event, self.name_update(number, digits()?)),
            "phone_number_quality_update" => {
                let mut value = json!({
                    "display_phone_number": digits()?,
                    "event": or(&self.kind, "ONBOARDING"),
                    "current_limit": or(&self.current_limit, "TIER_250"),
                });
                if let Some(old) = &self.old_limit {
                    value["old_limit"] = json!(old);
                }
                (event, value)
            }
            "account_review_update" => {
                (event, json!({ "decision": or(&self.decision, "APPROVED") }))
            }
            "security" => {
                let value = json!({
                    "display_phone_number": digits()?,
                    "event": or(&self.kind, "PIN_CHANGED"),
                    "requester": or(&self.requester, &about.business_id),
                });
                (event, value)
            }
            "account_alerts" => {
                let alert = json!({
                    "alert_severity": "INFORMATIONAL",
                    "alert_status": "NONE",
                    "alert_type": or(&self.kind, "OBA_APPROVED"),
                    "alert_description": "Sent by the simulator.",
                });
                let value = json!({
                    "entity_type": "BUSINESS", "entity_id": about.business_id, "alert_info": alert,
                });
                (event, value)
            }
            "business_capability_update" => {
                let value = json!({
                    "max_daily_conversations_per_business": 2000,
                    "max_phone_numbers_per_business": 20,
                });
                (event, value)
            }
            "history_declined" => {
                digits()?;
                let value = number.map(events::history_declined).unwrap_or_default();
                ("history", value)
            }
            _ => (
                "account_update",
                self.account_update(event, &about, digits().ok(), app_id, now_ms),
            ),
        };
        let of_partner = field == "account_update" && event.starts_with("PARTNER_");
        Ok(Change {
            field: field.to_owned(),
            // As in Meta's samples.
            entry_id: if of_partner {
                app.business_id.clone()
            } else {
                about.waba_id
            },
            value,
        })
    }

    fn name_update(&self, number: Option<&Number>, digits: &str) -> Value {
        let name = self
            .name
            .as_deref()
            .or(number.map(|number| number.verified_name.as_str()));
        json!({
            "display_phone_number": digits,
            "decision": or(&self.decision, "APPROVED"),
            "requested_verified_name": name,
            "rejection_reason": self.rejection_reason,
        })
    }

    fn account_update(
        &self,
        event: &str,
        about: &About,
        digits: Option<&str>,
        app_id: &str,
        now_ms: i64,
    ) -> Value {
        let waba_info = json!({ "waba_id": about.waba_id, "owner_business_id": about.business_id });
        match (event, digits) {
            // The number of a WhatsApp Business app: nothing but its digits tells which.
            ("PARTNER_REMOVED", Some(digits)) => {
                let reason = or(&self.reason, "ACCOUNT_DISCONNECTED");
                let by_user = matches!(
                    reason,
                    "ACCOUNT_DISCONNECTED"
                        | "BUSINESS_DOWNGRADE"
                        | "CHANGE_NUMBER"
                        | "USER_RE_REGISTERED"
                );
                let initiated_by = or(&self.initiated_by, if by_user { "USER" } else { "SYSTEM" });
                json!({
                    "phone_number": digits,
                    "event": event,
                    "disconnection_info": { "reason": reason, "initiated_by": initiated_by },
                })
            }
            ("PARTNER_APP_INSTALLED" | "PARTNER_APP_UNINSTALLED", _) => {
                let mut waba_info = waba_info;
                waba_info["partner_app_id"] = json!(app_id);
                json!({ "event": event, "waba_info": waba_info })
            }
            ("DISABLED_UPDATE", _) => {
                let ban = json!({
                    "waba_ban_state": or(&self.state, "DISABLE"),
                    "waba_ban_date": prose_date(now_ms),
                });
                json!({ "event": event, "ban_info": ban })
            }
            ("ACCOUNT_VIOLATION", _) => {
                let kind = or(&self.kind, "SPAM");
                json!({ "event": event, "violation_info": { "violation_type": kind } })
            }
            ("ACCOUNT_RESTRICTION", _) => {
                let restriction = json!({
                    "restriction_type": or(&self.kind, "RESTRICTED_ADD_PHONE_NUMBER_ACTION"),
                    "expiration": now_ms.div_euclid(1000) + 7 * 86_400,
                });
                json!({ "event": event, "restriction_info": [restriction] })
            }
            ("ACCOUNT_OFFBOARDED" | "ACCOUNT_RECONNECTED" | "ACCOUNT_DELETED", _) => {
                json!({ "event": event })
            }
            _ => json!({ "event": event, "waba_info": waba_info }),
        }
    }
}

fn or<'a>(given: &'a Option<String>, default: &'a str) -> &'a str {
    given.as_deref().unwrap_or(default)
}
