//! A partner whose endpoint was switched off hears of it.

use crate::App;
use gangway_domain::{OffReason, PartnerId, WebhookUrl};
use gangway_mail::SendError;
use gangway_storage::{JobEnd, StorageError};
use std::time::Duration;

/// A mail that does not go is tried so often.
const TRIES: u32 = 10;
/// With this pause.
const PAUSE: Duration = Duration::from_secs(30 * 60);

impl App {
    /// Tells a partner by e-mail that nothing is sent to its endpoint any more; the operator,
    /// where the partner has left no address.
    pub(crate) async fn tell_endpoint_off(
        &self,
        partner: PartnerId,
        tries: u32,
    ) -> Result<JobEnd, StorageError> {
        let endpoint = self.store.webhook(partner).await?;
        let Some(endpoint) = endpoint.filter(|endpoint| endpoint.off.is_some()) else {
            return Ok(JobEnd::Done("on_again"));
        };
        let (Some(off), Some(url)) = (endpoint.off, endpoint.url) else {
            return Ok(JobEnd::Done("on_again"));
        };
        let Some(mail) = &self.settings.outbox.mail else {
            return Ok(JobEnd::Done("no_mail"));
        };
        let Some(to) = endpoint.email.as_ref().or(mail.operator.as_ref()) else {
            return Ok(JobEnd::Done("nobody_to_tell"));
        };
        let name = self.store.partner(partner).await?;
        let name = name.map_or_else(String::new, |partner| partner.name.to_string());
        let text = text(&name, &url, off.why, &self.settings.public_url);
        Ok(match mail.mailer.send(to, SUBJECT, &text).await {
            Ok(()) => JobEnd::Done("told"),
            Err(error @ SendError::Later(_)) if tries < TRIES => {
                tracing::warn!(%partner, %error, "a mail did not go; it is tried again");
                JobEnd::Later(self.clock.now().plus(PAUSE))
            }
            Err(error) => {
                tracing::error!(%partner, %error, "a partner was not told that its webhook is off");
                JobEnd::Done("not_told")
            }
        })
    }
}

const SUBJECT: &str = "Your webhook is switched off";

fn text(name: &str, url: &WebhookUrl, why: OffReason, public_url: &str) -> String {
    let why = match why {
        OffReason::Gone => "it answered 410 Gone",
        OffReason::Failing => "it has taken nothing for five days",
    };
    format!(
        "Hello {name},\n\n\
         webhooks of your onboarding accounts are no longer sent to\n\n  {url}\n\n\
         because {why}. Nothing is lost: every event is kept.\n\n\
         To go on:\n\
         1. Set the address again with POST {public_url}/api/settings/setWebhook.\n\
         2. Have everything sent that was missed: POST {public_url}/api/settings/replayWebhook \
         with \"since\", or read it with GET {public_url}/api/settings/getEvents.\n",
        url = url.as_str(),
    )
}
