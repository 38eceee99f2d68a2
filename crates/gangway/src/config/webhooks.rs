//! How partners' webhooks are sent.

use super::{ConfigError, Layers};
use gangway_app::{MailSettings, OutboxSettings};
use gangway_domain::Email;
use gangway_mail::{Mailer, MailerError};
use gangway_outbound::{Allowed, Authorities, Outbound};
use gangway_worker::SenderSettings;
use std::time::Duration;
use toml::Value;

/// A claimed delivery waits for its turn at most so long.
const TURN: Duration = Duration::from_secs(15);

impl Layers {
    pub(super) fn outbox(&self) -> Result<OutboxSettings, ConfigError> {
        let attempt = self.attempt()?;
        let overlap = self.parse_number("webhooks.secret_overlap_hours", 0, 30 * 24)?;
        let kept = self.parse_number("webhooks.keep_days", 7, 3650)?;
        Ok(OutboxSettings {
            outbound: Outbound::new(self.allowed()?, attempt).trusting(self.authorities()?),
            lease: attempt + TURN,
            overlap: Duration::from_secs(overlap * 3600),
            kept_for: Duration::from_secs(kept * 24 * 3600),
            mail: self.mail()?,
        })
    }

    pub(super) fn sender(&self) -> Result<SenderSettings, ConfigError> {
        let many = |key| {
            let number = self.parse_number(key, 1, 10_000)?;
            Ok(usize::try_from(number).unwrap_or(usize::MAX))
        };
        Ok(SenderSettings {
            poll: self
                .parse_number("webhooks.poll_milliseconds", 10, 60_000)
                .map(Duration::from_millis)?,
            per_endpoint: many("webhooks.per_receiver")?,
            at_once: many("webhooks.at_once")?,
            attempt: self.attempt()?,
        })
    }

    fn attempt(&self) -> Result<Duration, ConfigError> {
        self.parse_number("webhooks.timeout_seconds", 1, 60)
            .map(Duration::from_secs)
    }

    fn allowed(&self) -> Result<Allowed, ConfigError> {
        const KEY: &str = "webhooks.allow";
        let entries = match self.get(KEY)?.0 {
            Value::Array(items) => items.iter().map(Value::as_str).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        let Some(entries) = entries else {
            return Err(self.refuse(KEY, "must be a list of networks such as [\"10.20.0.0/16\"]"));
        };
        // Nothing in the environment is a list of one empty entry.
        let entries = entries.into_iter().filter(|entry| !entry.trim().is_empty());
        Allowed::parse(entries).map_err(|error| self.refuse(KEY, &error.to_string()))
    }

    fn authorities(&self) -> Result<Authorities, ConfigError> {
        const KEY: &str = "webhooks.ca_file";
        let path = self.text(KEY)?;
        if path.is_empty() {
            return Ok(Authorities::default());
        }
        let pem = std::fs::read(path)
            .map_err(|error| self.refuse(KEY, &format!("cannot be read: {error}")))?;
        Authorities::from_pem(&pem).map_err(|error| self.refuse(KEY, &error.to_string()))
    }

    fn mail(&self) -> Result<Option<MailSettings>, ConfigError> {
        let server = self.text("mail.server")?;
        if server.is_empty() {
            return Ok(None);
        }
        let mailer = Mailer::new(&server.into(), self.text("mail.from")?).map_err(|error| {
            let key = match error {
                MailerError::Server => "mail.server",
                MailerError::From => "mail.from",
            };
            self.refuse(key, &error.to_string())
        })?;
        let operator = self.parse("mail.operator", |text| {
            Email::parse("mail.operator", text).map_err(|error| error.to_string())
        })?;
        Ok(Some(MailSettings { mailer, operator }))
    }
}
