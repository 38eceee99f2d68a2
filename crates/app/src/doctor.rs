//! What is right and wrong with this installation's tie to Meta: what is configured, and what Meta
//! itself says of it.

use crate::App;
use gangway_meta::{BusinessToken, GraphError};

/// What a customer's set-up needs of the operator's own token.
const NEEDED: &str = "whatsapp_business_management";

/// A thing that was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// The address that customers and Meta use.
    PublicAddress,
    /// The app's id and secret.
    AppCredentials,
    /// Meta's webhooks to this server.
    Webhooks,
    /// The operator's own token.
    SystemToken,
    /// Who pays for customers.
    CreditLine,
    /// Numbers that partners register beforehand.
    NumberPool,
}

impl Subject {
    /// A short word for messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PublicAddress => "public-address",
            Self::AppCredentials => "app",
            Self::Webhooks => "webhooks",
            Self::SystemToken => "system-token",
            Self::CreditLine => "credit-line",
            Self::NumberPool => "number-pool",
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// As it should be.
    Good,
    /// Not set up; Gangway does without it.
    Off,
    /// Wrong: customers will fail, or something will not be heard.
    Wrong,
    /// Meta did not say; what it said instead.
    Unknown(String),
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: Subject,
    /// What came of it.
    pub health: Health,
    /// What is set, where that may be shown.
    pub value: Option<String>,
}

impl App {
    /// Looks at everything. Asks Meta twice at most, and changes nothing.
    pub async fn diagnose(&self) -> Vec<Finding> {
        let (app, system) = tokio::join!(self.app_credentials(), self.system_token_health());
        let settings = &self.settings;
        let off_or_good = |there: bool| if there { Health::Good } else { Health::Off };
        let webhooks = if settings.webhooks.verify_token.is_some() {
            Health::Good
        } else {
            Health::Wrong
        };
        let secure = settings.public_url.starts_with("https://") || is_local(&settings.public_url);
        vec![
            Finding {
                subject: Subject::PublicAddress,
                health: if secure { Health::Good } else { Health::Wrong },
                value: Some(settings.public_url.clone()),
            },
            Finding {
                subject: Subject::AppCredentials,
                health: app,
                value: Some(self.graph.app_id().to_string()),
            },
            Finding {
                subject: Subject::Webhooks,
                health: webhooks,
                value: Some(format!("{}/webhooks/meta", settings.public_url)),
            },
            Finding {
                subject: Subject::SystemToken,
                health: system,
                value: None,
            },
            Finding {
                subject: Subject::CreditLine,
                health: off_or_good(settings.credit_line.is_some()),
                value: settings
                    .credit_line
                    .as_ref()
                    .map(|line| line.currency.clone()),
            },
            Finding {
                subject: Subject::NumberPool,
                health: off_or_good(settings.number_pool.is_some()),
                value: settings
                    .number_pool
                    .as_ref()
                    .map(|pool| pool.business.to_string()),
            },
        ]
    }

    /// Meta answers a question about a token that nobody has only to an app that it knows.
    async fn app_credentials(&self) -> Health {
        let nobody = BusinessToken::new("none".to_owned());
        match self.graph.debug_token(&nobody).await {
            Ok(_) => Health::Good,
            Err(GraphError::Refused(refusal)) if is_about_the_token(refusal.code) => Health::Wrong,
            // An answer about the made-up token is an answer to an app that is known.
            Err(GraphError::Refused(_)) => Health::Good,
            Err(error) => Health::Unknown(error.to_string()),
        }
    }

    async fn system_token_health(&self) -> Health {
        let Some(token) = &self.settings.system_token else {
            return Health::Off;
        };
        match self.graph.debug_system_token(token).await {
            Ok(info) => {
                let may = info.scopes.iter().any(|scope| scope == NEEDED);
                if info.works_for(self.graph.app_id()) && may {
                    Health::Good
                } else {
                    Health::Wrong
                }
            }
            Err(error) => Health::Unknown(error.to_string()),
        }
    }
}

/// Browsers trust their own machine without https.
fn is_local(address: &str) -> bool {
    let host = address.strip_prefix("http://").unwrap_or_default();
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|local| {
        host.strip_prefix(local)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}

/// Meta's codes for a bad access token, here the app's own.
const fn is_about_the_token(code: i64) -> bool {
    matches!(code, 101 | 102 | 190)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_ones_own_machine_is_local() {
        assert!(is_local("http://127.0.0.1:8080") && is_local("http://localhost"));
        assert!(is_local("http://[::1]:8080/"));
        assert!(!is_local("http://localhost.example.com") && !is_local("http://10.0.0.1"));
    }
}
