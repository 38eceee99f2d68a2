//! From what is kept of a change to what it says.

use super::event::{AccountEvent, BanState, Decision};
use super::field::Field;
use super::words::{count, id, number, word};
use gangway_domain::{MetaBusinessId, WabaId};
use serde_json::Value;

/// The code with which Meta tells that the customer keeps her chats to herself.
const HISTORY_DECLINED: i64 = 2_593_109;

impl AccountEvent {
    /// Reads the event from [`Change::kept`](super::Change), as it was stored with the
    /// id of its entry. Anything that cannot be understood is [`Other`](Self::Other).
    #[must_use]
    pub fn from_kept(entry_id: Option<&str>, kept: &Value) -> Self {
        let name = word(&kept["field"]);
        let value = &kept["value"];
        let read = Source {
            entry: entry_id.and_then(|id| WabaId::parse(id).ok()),
            value,
        };
        let event = match Field::of(name.as_deref(), value) {
            Some(Field::AccountUpdate) => read.account_update(),
            Some(Field::NameUpdate) => Some(read.name_update()),
            Some(Field::QualityUpdate) => Some(read.quality()),
            Some(Field::ReviewUpdate) => Some(read.review()),
            Some(Field::CapabilityUpdate) => Some(read.capability()),
            Some(Field::Alerts) => Some(read.alert()),
            Some(Field::Security) => Some(read.security()),
            Some(Field::History) => read.history(),
            Some(Field::Content) => Some(Self::Messages),
            None => None,
        };
        event.unwrap_or_else(|| Self::Other {
            field: name,
            event: word(&value["event"]),
        })
    }
}

struct Source<'a> {
    /// The id of the entry, if it may be an account's.
    entry: Option<WabaId>,
    value: &'a Value,
}

impl Source<'_> {
    fn account_update(self) -> Option<AccountEvent> {
        use AccountEvent as Event;
        let value = self.value;
        let (waba, business) = (self.named_waba(), self.owner());
        Some(match word(&value["event"])?.as_str() {
            // The id of these entries is the partner's own business.
            "PARTNER_ADDED" => Event::PartnerAdded {
                waba: waba?,
                business,
            },
            "PARTNER_APP_INSTALLED" => Event::PartnerAppInstalled {
                waba: waba?,
                business,
            },
            "PARTNER_APP_UNINSTALLED" => Event::PartnerAppUninstalled { waba, business },
            "PARTNER_REMOVED" => match self.number() {
                Some(number) => Event::NumberDisconnected {
                    number,
                    waba,
                    reason: word(&value["disconnection_info"]["reason"]),
                    initiated_by: word(&value["disconnection_info"]["initiated_by"]),
                },
                None => Event::PartnerRemoved {
                    waba: waba?,
                    business,
                },
            },
            // From here on it is the account.
            "ACCOUNT_OFFBOARDED" => Event::Offboarded {
                number: self.number(),
                waba: self.waba(),
            },
            "ACCOUNT_RECONNECTED" => Event::Reconnected {
                number: self.number(),
                waba: self.waba(),
            },
            "DISABLED_UPDATE" => Event::Disabled {
                ban: BanState::from(word(&value["ban_info"]["waba_ban_state"])),
                date: word(&value["ban_info"]["waba_ban_date"]),
                waba: self.waba(),
            },
            "ACCOUNT_DELETED" => Event::AccountDeleted { waba: self.waba() },
            "ACCOUNT_VIOLATION" => Event::Violation {
                kind: word(&value["violation_info"]["violation_type"]),
                waba: self.waba(),
            },
            "ACCOUNT_RESTRICTION" => Event::Restriction {
                kinds: items(&value["restriction_info"])
                    .iter()
                    .filter_map(|restriction| word(&restriction["restriction_type"]))
                    .collect(),
                waba: self.waba(),
            },
            _ => return None,
        })
    }

    fn name_update(self) -> AccountEvent {
        AccountEvent::NameUpdate {
            number: self.number(),
            decision: Decision::from(word(&self.value["decision"])),
            rejection_reason: word(&self.value["rejection_reason"]),
            waba: self.waba(),
        }
    }

    fn quality(self) -> AccountEvent {
        AccountEvent::Quality {
            number: self.number(),
            event: word(&self.value["event"]),
            limit: word(&self.value["current_limit"])
                .or_else(|| word(&self.value["max_daily_conversations_per_business"])),
            waba: self.waba(),
        }
    }

    fn review(self) -> AccountEvent {
        AccountEvent::Review {
            decision: Decision::from(word(&self.value["decision"])),
            waba: self.waba(),
        }
    }

    fn capability(self) -> AccountEvent {
        let value = self.value;
        AccountEvent::Capability {
            daily_conversations: word(&value["max_daily_conversations_per_business"]),
            phone_numbers: count(&value["max_phone_numbers_per_business"])
                .or_else(|| count(&value["max_phone_numbers_per_waba"])),
            waba: self.waba(),
        }
    }

    fn alert(self) -> AccountEvent {
        // Older samples have what is in `alert_info` beside it.
        let said =
            |name: &str| word(&self.value["alert_info"][name]).or_else(|| word(&self.value[name]));
        AccountEvent::Alert {
            entity_kind: word(&self.value["entity_type"]),
            entity: word(&self.value["entity_id"]),
            severity: said("alert_severity"),
            kind: said("alert_type"),
            status: said("alert_status"),
            waba: self.waba(),
        }
    }

    fn security(self) -> AccountEvent {
        AccountEvent::Security {
            number: self.number(),
            event: word(&self.value["event"]),
            waba: self.waba(),
        }
    }

    /// `None` for an error that is not known here. Media that follow their chats say
    /// nothing about the progress; they are messages.
    fn history(self) -> Option<AccountEvent> {
        let phone_number = id(&self.value["metadata"]["phone_number_id"]);
        let number = number(&self.value["metadata"]["display_phone_number"]);
        let chunks = items(&self.value["history"]);
        let errors = || chunks.iter().flat_map(|chunk| items(&chunk["errors"]));
        if errors().any(|error| count(&error["code"]) == Some(HISTORY_DECLINED)) {
            return Some(AccountEvent::HistoryDeclined {
                phone_number,
                number,
            });
        }
        let furthest = chunks
            .iter()
            .map(|chunk| &chunk["metadata"])
            .filter(|metadata| metadata.is_object())
            .map(|metadata| (count(&metadata["phase"]), count(&metadata["progress"])))
            .max();
        match furthest {
            Some((phase, progress)) => Some(AccountEvent::HistoryProgress {
                phone_number,
                number,
                phase,
                progress,
            }),
            None if errors().next().is_some() => None,
            None => Some(AccountEvent::Messages),
        }
    }

    fn named_waba(&self) -> Option<WabaId> {
        id(&self.value["waba_info"]["waba_id"])
    }

    fn owner(&self) -> Option<MetaBusinessId> {
        id(&self.value["waba_info"]["owner_business_id"])
    }

    /// The account as it is named, or else the entry's.
    fn waba(self) -> Option<WabaId> {
        self.named_waba().or(self.entry)
    }

    fn number(&self) -> Option<gangway_domain::PhoneNumber> {
        number(&self.value["phone_number"]).or_else(|| number(&self.value["display_phone_number"]))
    }
}

/// The items of a list; of one thing where a list is due, that thing.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Object(_) => std::slice::from_ref(value),
        _ => &[],
    }
}
