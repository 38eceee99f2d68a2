//! The entities: a partner, and the onboarding account of one of its customers.

use crate::{
    AccountId, ClientId, Email, HttpsUrl, LandingSlug, Language, LinkSlug, ListedNumber,
    OnboardingState, OwnDomain, PartnerId, PictureHash, Problem, RedirectHost, Text, Timestamp,
};
use std::time::Duration;

/// A partner: who creates links, and whose clients read the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partner {
    /// Row id.
    pub id: PartnerId,
    /// What the operator calls it.
    pub name: Text<100>,
    /// Its public identifier for the token endpoint.
    pub client_id: ClientId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Set while the operator has suspended it.
    pub suspended_at: Option<Timestamp>,
    /// Page language where neither link nor browser names one.
    pub language: Option<Language>,
    /// Hosts to which its links may send customers back.
    pub redirect_hosts: Vec<RedirectHost>,
    /// Where its customers' pages are, if not at the public address.
    pub domain: Option<OwnDomain>,
}

/// What the partner says about its customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountDetails {
    /// Name of the business; prefilled into Meta's dialog.
    pub business_name: Text<100>,
    /// Contact address.
    pub business_email: Option<Email>,
    /// The partner's or the state's id of the business (not Meta's).
    pub business_id: Option<Text<50>>,
    /// Shown on the landing page.
    pub business_address: Option<Text<200>>,
    /// Display name once finished.
    pub display_name: Text<100>,
    /// The partner's own id, echoed everywhere.
    pub reference: Option<Text<50>>,
    /// Overrides of the page's texts.
    pub texts: PageTexts,
    /// Page language.
    pub language: Option<Language>,
    /// Where the customer goes after a finish.
    pub redirect_success: Option<HttpsUrl>,
    /// Where the customer goes when she gives up.
    pub redirect_failed: Option<HttpsUrl>,
    /// Value of Facebook's domain verification tag on the landing page.
    pub domain_verification: Option<Text<100>>,
}

/// Texts and logo of the customer's page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageTexts {
    /// Where the logo was fetched.
    pub logo: Option<HttpsUrl>,
    /// What was fetched there and is stored; there is none beside the logo of a link from before
    /// pictures were kept.
    pub picture: Option<PictureHash>,
    /// Above the button.
    pub message: Option<Text<200>>,
    /// On the button.
    pub button: Option<Text<50>>,
    /// After the finish.
    pub success: Option<Text<200>>,
    /// After a failure.
    pub failed: Option<Text<200>>,
}

/// An onboarding account as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onboarding {
    /// Row id.
    pub id: AccountId,
    /// Whose it is.
    pub partner: PartnerId,
    /// When it was made.
    pub created_at: Timestamp,
    /// The number that the list shows.
    pub number: ListedNumber,
    /// Whether the number stays in the WhatsApp Business app.
    pub coexistence: bool,
    /// What the partner said.
    pub details: AccountDetails,
    /// Secret part of the onboarding link.
    pub link: LinkSlug,
    /// Public part of the landing page's address.
    pub landing: LandingSlug,
    /// When the link stops working by itself.
    pub expires_at: Option<Timestamp>,
    /// Where it stands.
    pub state: OnboardingState,
    /// Why the set-up halted, while it is halted.
    pub problem: Option<Problem>,
    /// The dialog's step at which the customer left, while cancelled.
    pub cancelled_step: Option<String>,
    /// When the latest attempt began.
    pub started_at: Option<Timestamp>,
    /// When it finished for the first time. Stays when the number is cut off later.
    pub finished_at: Option<Timestamp>,
    /// Why the number was cut off, while it is.
    pub disconnected: Option<String>,
    /// When a set-up that waits is tried again by itself.
    pub next_try: Option<Timestamp>,
    /// Meta asked not to be called for it before this instant, whoever wants it.
    pub not_before: Option<Timestamp>,
    /// Whether Meta's own word finished it, and not the customer's browser.
    pub recovered: bool,
}

impl Onboarding {
    /// The documented status: 1 once finished, also if the number is cut off later.
    #[must_use]
    pub const fn status(&self) -> u8 {
        self.finished_at.is_some() as u8
    }

    /// Whether the link's time is over. A customer who is in Meta's dialog at that moment may
    /// still come back from it.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        let over = self.expires_at.is_some_and(|end| end <= now);
        match self.state {
            OnboardingState::Expired => true,
            OnboardingState::Started => over && self.may_expire_at() <= now,
            state => over && !state.is_final() && !state.is_in_work(),
        }
    }

    fn may_expire_at(&self) -> Timestamp {
        self.started_at
            .map_or(Timestamp::from_millis(0), |at| at.plus(Self::IN_DIALOG))
    }

    /// How long after the press on the button a customer may still be in Meta's dialog.
    pub const IN_DIALOG: Duration = Duration::from_secs(3600);
}
