//! The customer's page as it would look, for whoever sets how it looks: drawn for an account that
//! there is not, without script and without a call.

use crate::brand::LogoImage;
use crate::in_app::Surroundings;
use crate::onboarding::Reading;
use crate::{Pages, WebSettings};
use gangway_app::{JourneyStatus, Look, PageAccount};
use gangway_domain::{
    AccountDetails, AccountId, Branding, FieldError, LandingSlug, Language, LinkSlug, ListedNumber,
    Onboarding, OnboardingState, PageTexts, Partner, PhoneNumber, Problem, Text, Timestamp,
};
use gangway_page::Locale;
use gangway_page::respond::PageAnswer;

/// A moment of the customer's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// Before the button.
    Start,
    /// While Gangway works.
    Progress,
    /// After the finish.
    Finished,
    /// After a failure.
    Failed,
}

/// What is to be shown.
#[derive(Debug, Clone)]
pub struct Sample<'a> {
    /// Whose page.
    pub partner: &'a Partner,
    /// How it would look; its pictures have to be kept already.
    pub branding: &'a Branding,
    /// The file of a logo that is not kept yet; empty, or none that can be a logo, where there is
    /// no other.
    pub logo: &'a [u8],
    /// A customer's name, in the reader's language.
    pub business: Text<100>,
    /// When in her way.
    pub scene: Scene,
    /// The language of the page.
    pub locale: Locale,
}

/// Draws previews.
pub struct Preview {
    pages: Pages,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").finish_non_exhaustive()
    }
}

impl Preview {
    /// With the settings of the pages themselves.
    #[must_use]
    pub fn new(settings: WebSettings) -> Self {
        Self {
            pages: Pages::new(settings),
        }
    }

    /// Draws the page. It may be framed by pages of the same origin and does nothing.
    ///
    /// # Errors
    /// Never for the samples that are built in: they are checked by a test.
    pub fn page(&self, sample: &Sample<'_>) -> Result<PageAnswer, FieldError> {
        let found = account(sample)?;
        let reading = Reading {
            locale: sample.locale,
            asked: None,
            session: "",
            surroundings: Surroundings::of(""),
            now: found.account.created_at,
        };
        let unsaved = LogoImage::unsaved(sample.logo);
        Ok(self.pages.preview(&found, &reading, unsaved))
    }
}

const NUMBER: &str = "972501234567";

fn account(sample: &Sample<'_>) -> Result<PageAccount, FieldError> {
    let number = PhoneNumber::from_meta(NUMBER)?;
    let status = match sample.scene {
        Scene::Start => JourneyStatus::Ready,
        Scene::Progress => JourneyStatus::Working,
        Scene::Finished => JourneyStatus::Finished {
            number: NUMBER.to_owned(),
        },
        Scene::Failed => JourneyStatus::Halted {
            problem: Problem::CodeRefused,
            resumable: false,
            choosable: false,
            not_before: None,
        },
    };
    let texts = PageTexts::default();
    Ok(PageAccount {
        look: Look::new(sample.branding, &texts, None),
        account: Onboarding {
            id: AccountId::from_row(0),
            partner: sample.partner.id,
            created_at: Timestamp::from_secs(0),
            number: ListedNumber::Real(number),
            coexistence: false,
            details: AccountDetails {
                business_name: sample.business.clone(),
                business_email: None,
                business_id: None,
                business_address: None,
                display_name: sample.business.clone(),
                reference: None,
                texts,
                // Nobody changes the language of a picture.
                language: Language::parse("language", sample.locale.tag())?,
                redirect_success: None,
                redirect_failed: None,
                domain_verification: None,
            },
            link: LinkSlug::parse("preview")?,
            landing: LandingSlug::parse("preview")?,
            expires_at: None,
            state: OnboardingState::Created,
            problem: None,
            cancelled_step: None,
            started_at: None,
            finished_at: None,
            disconnected: None,
            next_try: None,
            not_before: None,
            recovered: false,
        },
        partner: sample.partner.clone(),
        status,
        base: String::new(),
        preverified: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brand::BrandStyle;
    use crate::samples;
    use gangway_domain::{Colour, Colours, Logo};

    fn branding() -> Branding {
        let colour = Colour::parse("colour", "#0b5cd6").unwrap().unwrap();
        Branding {
            logo: Some(Logo {
                url: None,
                picture: samples::logo(),
            }),
            message: samples::text("Come <in>"),
            button: samples::text("Go"),
            success: samples::text("Well done"),
            failed: samples::text("Call us"),
            colours: Some(Colours::new(colour, None).unwrap()),
        }
    }

    fn drawn(branding: &Branding, scene: Scene, locale: Locale) -> PageAnswer {
        let partner = samples::account("x").partner;
        let sample = Sample {
            partner: &partner,
            branding,
            logo: &[],
            business: Text::required("name", "Corner Bakery").unwrap(),
            scene,
            locale,
        };
        Preview::new(samples::settings()).page(&sample).unwrap()
    }

    const SCENES: [Scene; 4] = [
        Scene::Start,
        Scene::Progress,
        Scene::Finished,
        Scene::Failed,
    ];

    #[test]
    fn it_shows_what_is_not_set_yet() {
        for (scene, expected) in SCENES.into_iter().zip([
            "Come &lt;in&gt;",
            "data-state=\"working\"",
            "Well done",
            "Call us",
        ]) {
            let page = drawn(&branding(), scene, Locale::English);
            let html = page.body.unwrap();
            assert!(html.contains(expected), "{scene:?}: {html}");
            assert!(html.contains("--brand:#0b5cd6"), "{scene:?}");
            assert!(html.contains("width=\"200\" height=\"60\""), "{scene:?}");
            assert!(page.policy.contains("'sha256-"), "{}", page.policy);
        }
        let plain = drawn(&Branding::default(), Scene::Start, Locale::Hebrew);
        let html = plain.body.unwrap();
        assert!(html.contains("dir=\"rtl\"") && html.contains("monogram"));
        assert!(!html.contains("<style"));
    }

    #[test]
    fn it_does_nothing() {
        let look = Look::new(&branding(), &PageTexts::default(), None);
        let style = BrandStyle::of(&look).source();
        for locale in Locale::ALL {
            for scene in SCENES {
                let page = drawn(&branding(), scene, locale);
                let html = page.body.unwrap();
                assert!(!html.contains("<script"), "{scene:?}");
                assert!(!html.contains("<noscript"), "{scene:?}");
                assert!(!html.contains("qr.svg"), "{scene:?}");
                assert!(
                    !html.contains("href=\"?lang="),
                    "{scene:?}: it leads nowhere"
                );
                assert_eq!(
                    page.policy.replace(&style, ""),
                    "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                     form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
                );
            }
        }
    }
}
