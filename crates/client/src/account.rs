//! Onboarding accounts: as the API lists them, and as a partner asks for a new one.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::flag;

/// One onboarding account. Serialises to the documented fields in the documented order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Unix seconds at which the account was created.
    pub create_time: i64,
    /// The account's number: a temporary one (`97257…`) until the customer has brought hers.
    pub whatsapp: String,
    /// Whether the customer keeps the WhatsApp Business app on the same number.
    #[serde(with = "flag")]
    pub coexistence: bool,
    /// Name of the customer's business, as given.
    #[serde(default)]
    pub business_name: String,
    /// E-mail address of the business; empty where not given.
    #[serde(default)]
    pub business_email: String,
    /// The partner's or the state's id of the business; empty where not given.
    #[serde(default)]
    pub business_id: String,
    /// Postal address of the business; empty where not given.
    #[serde(default)]
    pub business_address: String,
    /// Public web page made for the business.
    #[serde(default)]
    pub landing_page: String,
    /// The link to share with the customer.
    pub onboarding_link: String,
    /// Display name used once the customer has finished.
    #[serde(default)]
    pub display_name: String,
    /// The partner's own id of the account; empty where not given.
    #[serde(default)]
    pub reference: String,
    /// Whether the customer has finished.
    pub status: Status,
}

/// How far an onboarding account is: `0` or `1` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `0`: the customer has not finished; the account can still be deleted.
    Unfinished,
    /// `1`: the customer has finished; the account can no longer be deleted.
    Finished,
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        flag::serialize(&(*self == Self::Finished), serializer)
    }
}

impl<'de> Deserialize<'de> for Status {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        flag::deserialize(deserializer).map(|finished| {
            if finished {
                Self::Finished
            } else {
                Self::Unfinished
            }
        })
    }
}

/// What a partner says of a new onboarding account. Start from [`NewAccount::new`] and set what is known:
///
/// ```
/// # use gangway_client::NewAccount;
/// let account = NewAccount {
///     reference: Some("order-17".to_owned()),
///     coexistence: true,
///     ..NewAccount::new("Acme inc")
/// };
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewAccount {
    /// A number that this partner registered and verified; `None` lets the customer bring one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<String>,
    /// Whether the customer keeps the WhatsApp Business app; then `whatsapp` must be `None`.
    #[serde(with = "flag")]
    pub coexistence: bool,
    /// Name of the customer's business. Required.
    pub business_name: String,
    /// E-mail address of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_email: Option<String>,
    /// The partner's or the state's id of the business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_id: Option<String>,
    /// Postal address, shown on the landing page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_address: Option<String>,
    /// Display name; the business name where it is `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The partner's own id of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Logo on the onboarding page, instead of the partner's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_logo: Option<String>,
    /// Welcome text on the onboarding page, instead of the partner's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_message: Option<String>,
    /// Text of the button, instead of the partner's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_button: Option<String>,
    /// Text after a success, instead of the partner's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_success: Option<String>,
    /// Text after a failure, instead of the partner's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onboarding_failed: Option<String>,
    /// Language of the pages as a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where the customer is sent after a success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_success: Option<String>,
    /// Where the customer is sent after a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_failed: Option<String>,
    /// Seconds after which the link stops working; never where it is `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<u64>,
    /// Content of Facebook's domain verification tag, put on the landing page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facebook_domain_verification: Option<String>,
    /// Sent as the `Idempotency-Key` header: repeating the call with the same key creates nothing new.
    #[serde(skip)]
    pub idempotency_key: Option<String>,
}

impl NewAccount {
    /// An account for a business of which only the name is known.
    pub fn new(business_name: impl Into<String>) -> Self {
        Self {
            business_name: business_name.into(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const LISTED: &str = r#"{"create_time":1739874663,"whatsapp":"972501234567","coexistence":0,"business_name":"Acme inc","business_email":"john@example.com","business_id":"1234567","business_address":"Grove Street, San Andreas","landing_page":"https://pages.example/44124","onboarding_link":"https://onboarding.example/6235","display_name":"Acme","reference":"123123","status":1}"#;

    #[test]
    fn an_account_keeps_the_documented_fields_and_their_order() {
        let account: Account = serde_json::from_str(LISTED).unwrap();
        assert_eq!(account.status, Status::Finished);
        assert!(!account.coexistence);
        assert_eq!(serde_json::to_string(&account).unwrap(), LISTED);
    }

    #[test]
    fn flags_may_be_strings_and_nothing_but_zero_and_one() {
        let quoted = LISTED.replace(r#""coexistence":0"#, r#""coexistence":"1""#);
        assert!(
            serde_json::from_str::<Account>(&quoted)
                .unwrap()
                .coexistence
        );
        for wrong in ["2", "\"yes\"", "-1", "null"] {
            let listed = LISTED.replace(r#""status":1"#, &format!(r#""status":{wrong}"#));
            let error = serde_json::from_str::<Account>(&listed).unwrap_err();
            assert!(error.to_string().contains("0 or 1"), "{wrong}: {error}");
        }
    }

    #[test]
    fn a_new_account_sends_only_what_is_known() {
        let account = NewAccount {
            coexistence: true,
            idempotency_key: Some("key-1".to_owned()),
            ..NewAccount::new("Acme inc")
        };
        assert_eq!(
            serde_json::to_string(&account).unwrap(),
            r#"{"coexistence":1,"business_name":"Acme inc"}"#
        );
    }
}
