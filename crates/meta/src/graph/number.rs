//! A phone number as Meta describes it.

use crate::open_words::open_words;
use crate::wire;
use gangway_domain::{FieldError, PhoneNumber, PhoneNumberId};
use serde::{Deserialize, Deserializer};

open_words! {
    /// Where a number stands at Meta.
    NumberStatus {
        /// Not registered yet.
        Pending = "PENDING",
        /// Registered: messages flow.
        Connected = "CONNECTED",
        /// Was registered.
        Disconnected = "DISCONNECTED",
        /// Moved to another account.
        Migrated = "MIGRATED",
        /// Deleted.
        Deleted = "DELETED",
        /// Banned.
        Banned = "BANNED",
        /// Restricted for its quality.
        Restricted = "RESTRICTED",
        /// Slowed down.
        RateLimited = "RATE_LIMITED",
        /// In danger of a restriction.
        Flagged = "FLAGGED",
        /// Its possession is not proved.
        Unverified = "UNVERIFIED",
    }
}

open_words! {
    /// Whether the possession of a number was proved by a code.
    CodeVerification {
        /// It was.
        Verified = "VERIFIED",
        /// It was not.
        NotVerified = "NOT_VERIFIED" | "UNVERIFIED" | "PENDING" | "FAILED",
        /// It was, too long ago.
        Expired = "EXPIRED",
    }
}

open_words! {
    /// On what a number runs.
    PlatformType {
        /// The Cloud API.
        CloudApi = "CLOUD_API",
        /// A server of its own, as it was done formerly.
        OnPremise = "ON_PREMISE",
        /// Nothing yet.
        NotApplicable = "NOT_APPLICABLE",
    }
}

open_words! {
    /// What customers' reactions make of a number.
    Quality {
        /// Good.
        Green = "GREEN",
        /// Middling.
        Yellow = "YELLOW",
        /// Bad.
        Red = "RED",
        /// Not rated yet.
        NotApplicable = "NA",
    }
}

open_words! {
    /// Where the review of a number's display name stands.
    NameStatus {
        /// Passed.
        Approved = "APPROVED",
        /// May be used without one.
        AvailableWithoutReview = "AVAILABLE_WITHOUT_REVIEW",
        /// Failed.
        Declined = "DECLINED",
        /// Passed, but no longer good.
        Expired = "EXPIRED",
        /// Not decided yet.
        PendingReview = "PENDING_REVIEW",
        /// There is no name.
        None = "NONE" | "NON_EXISTS",
    }
}

open_words! {
    /// How many messages a second a number may send.
    Throughput {
        /// As many as most.
        Standard = "STANDARD",
        /// More.
        High = "HIGH",
        /// None yet.
        NotApplicable = "NOT_APPLICABLE",
    }
}

/// A number of a WhatsApp account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MetaNumber {
    /// Meta's id of it.
    #[serde(deserialize_with = "wire::id")]
    pub id: PhoneNumberId,
    /// The number as Meta formats it, with spaces and dashes; see [`number`](Self::number).
    #[serde(default)]
    pub display_phone_number: String,
    /// The name that its customers see.
    #[serde(default)]
    pub verified_name: Option<String>,
    /// Where it stands.
    #[serde(default)]
    pub status: NumberStatus,
    /// Whether its possession is proved.
    #[serde(default, rename = "code_verification_status")]
    pub code_verification: CodeVerification,
    /// On what it runs.
    #[serde(default)]
    pub platform_type: PlatformType,
    /// What customers' reactions make of it.
    #[serde(default)]
    pub quality_rating: Quality,
    /// Where its display name stands.
    #[serde(default)]
    pub name_status: NameStatus,
    /// How many messages a second it may send.
    #[serde(default, deserialize_with = "level")]
    pub throughput: Throughput,
    /// Whether it is in the WhatsApp Business app too; coexistence, when it also runs on
    /// the Cloud API.
    #[serde(default)]
    pub is_on_biz_app: Option<bool>,
    /// When it was last brought in, in Meta's form.
    #[serde(default)]
    pub last_onboarded_time: Option<String>,
}

impl MetaNumber {
    /// What to ask for, since Meta answers only what is asked.
    pub(super) const FIELDS: &'static str = "id,display_phone_number,verified_name,status,\
        code_verification_status,platform_type,quality_rating,name_status,throughput,\
        is_on_biz_app,last_onboarded_time";

    /// The number itself.
    ///
    /// # Errors
    /// When Meta's text holds no number.
    pub fn number(&self) -> Result<PhoneNumber, FieldError> {
        PhoneNumber::from_meta(&self.display_phone_number)
    }
}

/// The word inside of `{"level": …}`.
fn level<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Throughput, D::Error> {
    #[derive(Deserialize)]
    struct Level {
        #[serde(default)]
        level: Throughput,
    }
    let level = Option::<Level>::deserialize(deserializer)?;
    Ok(level.map(|level| level.level).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(json: &str) -> MetaNumber {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_full_number() {
        let full = number(
            r#"{"id":"106000000000001","display_phone_number":"+49 30 12345",
                "verified_name":"Example Tea","status":"CONNECTED",
                "code_verification_status":"VERIFIED","quality_rating":"GREEN",
                "platform_type":"CLOUD_API","is_on_biz_app":true,
                "name_status":"PENDING_REVIEW","throughput":{"level":"STANDARD"},
                "last_onboarded_time":"2026-11-20T10:00:00+0000"}"#,
        );
        assert_eq!(full.number().unwrap().as_str(), "493012345");
        assert_eq!(full.status, NumberStatus::Connected);
        assert_eq!(full.code_verification, CodeVerification::Verified);
        assert_eq!(full.platform_type, PlatformType::CloudApi);
        assert_eq!(full.is_on_biz_app, Some(true));
        assert_eq!(full.quality_rating, Quality::Green);
        assert_eq!(full.name_status, NameStatus::PendingReview);
        assert_eq!(full.throughput, Throughput::Standard);
    }

    #[test]
    fn a_bare_number_and_new_words() {
        let bare = number(r#"{"id":106,"status":null,"throughput":null}"#);
        assert_eq!(bare.id.as_str(), "106");
        assert_eq!(bare.status, NumberStatus::Unknown);
        assert_eq!(bare.throughput, Throughput::Unknown);
        assert!(bare.number().is_err());
        let new =
            number(r#"{"id":"1","status":"DREAMING","code_verification_status":"UNVERIFIED"}"#);
        assert_eq!(new.status, NumberStatus::Other("DREAMING".to_owned()));
        assert_eq!(new.code_verification, CodeVerification::NotVerified);
    }
}
