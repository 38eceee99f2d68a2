//! What belongs to the operator's own standing at Meta.

use super::{ConfigError, Layers};
use gangway_app::{CreditLine, NumberPool, RecoverySettings, WebhookSettings};
use gangway_domain::MetaBusinessId;
use gangway_meta::webhook::WebhookVerifier;
use gangway_meta::{CreditLineId, SystemToken};
use secrecy::SecretString;
use std::time::Duration;

impl Layers {
    pub(super) fn webhooks(&self) -> Result<WebhookSettings, ConfigError> {
        let app_secret = SecretString::from(self.required("meta.app_secret")?);
        let verify_token = self.text("meta.verify_token")?;
        Ok(WebhookSettings {
            verifier: WebhookVerifier::new(&app_secret),
            verify_token: (!verify_token.is_empty()).then(|| verify_token.into()),
        })
    }

    pub(super) fn recovery(&self) -> Result<RecoverySettings, ConfigError> {
        Ok(RecoverySettings {
            grace: self
                .parse_number("recovery.grace_seconds", 0, 3600)
                .map(Duration::from_secs)?,
            window: self
                .parse_number("recovery.window_minutes", 1, 7 * 24 * 60)
                .map(|minutes| Duration::from_secs(minutes * 60))?,
        })
    }

    pub(super) fn system_token(&self) -> Result<Option<SystemToken>, ConfigError> {
        let token = self.text("meta.system_token")?;
        Ok((!token.is_empty()).then(|| SystemToken::new(&token.into())))
    }

    pub(super) fn number_pool(&self) -> Result<Option<NumberPool>, ConfigError> {
        const KEY: &str = "meta.number_pool_business_id";
        let id = self.text(KEY)?;
        if id.is_empty() {
            return Ok(None);
        }
        let business = MetaBusinessId::parse(id)
            .map_err(|_| self.refuse(KEY, "is not an id that Meta gives out"))?;
        let system_token = self.system_token()?.ok_or_else(|| {
            self.refuse(
                "meta.system_token",
                "is required for pre-verified numbers: the token of a system user of your own \
                 business portfolio",
            )
        })?;
        Ok(Some(NumberPool {
            business,
            system_token,
        }))
    }

    pub(super) fn credit_line(&self) -> Result<Option<CreditLine>, ConfigError> {
        let id = self.text("meta.credit_line_id")?;
        if id.is_empty() {
            return Ok(None);
        }
        let id = CreditLineId::parse(id)
            .map_err(|_| self.refuse("meta.credit_line_id", "is not an id that Meta gives out"))?;
        let currency = self.parse("meta.credit_line_currency", |text| {
            let fits = text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase());
            match fits {
                true => Ok(text.to_owned()),
                false => Err("must be a currency code such as EUR".to_owned()),
            }
        })?;
        let system_token = self.system_token()?.ok_or_else(|| {
            self.refuse(
                "meta.system_token",
                "is required to share the credit line: the token of a system user of your own \
                 business portfolio",
            )
        })?;
        Ok(Some(CreditLine {
            id,
            currency,
            system_token,
        }))
    }
}
