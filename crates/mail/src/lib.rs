//! E-mail by the operator's own server. Plain text, a handful a month: no queue of its own.

#[cfg(test)]
mod tests;

use gangway_domain::Email;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::time::Duration;

/// A server that takes longer for one step is given up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Why a mail server cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    /// Its address does not read. Says nothing of it: it may hold a password.
    #[error(
        "is no address of a mail server; write it like smtps://user:password@mail.example.com, or smtp://…?tls=required for STARTTLS"
    )]
    Server,
    /// The sender does not read.
    #[error("is no sender; write it like Gangway <gangway@example.com>")]
    From,
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The server refuses it for good.
    #[error("the mail server refuses the mail: {0}")]
    Refused(String),
    /// Later it may go.
    #[error("the mail server cannot be reached, or takes nothing now: {0}")]
    Later(String),
}

/// Sends mail.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").finish_non_exhaustive()
    }
}

impl Mailer {
    /// By the server at this address, in the name of this sender. Connects with each mail only.
    ///
    /// # Errors
    /// See [`MailerError`].
    pub fn new(server: &SecretString, from: &str) -> Result<Self, MailerError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server.expose_secret())
            .map_err(|_| MailerError::Server)?;
        Ok(Self {
            transport: builder.timeout(Some(PATIENCE)).build(),
            from: from.parse().map_err(|_| MailerError::From)?,
        })
    }

    /// Sends a mail of plain text.
    ///
    /// # Errors
    /// See [`SendError`].
    pub async fn send(&self, to: &Email, subject: &str, text: &str) -> Result<(), SendError> {
        let refused = |error: &dyn fmt::Display| SendError::Refused(error.to_string());
        let to = to.as_str().parse().map_err(|error| {
            let error: lettre::address::AddressError = error;
            refused(&error)
        })?;
        let mail = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.to_owned())
            .map_err(|error| refused(&error))?;
        match self.transport.send(mail).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(refused(&error)),
            Err(error) => Err(SendError::Later(later(&error))),
        }
    }
}

fn later(error: &SmtpError) -> String {
    use std::error::Error;
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
